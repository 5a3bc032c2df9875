//! Mistakes that no schema refuses and that people made all the same: devices, volumes, AMI
//! selection, operators (issues of karpenter-provider-aws and amazon-eks-ami up to 2026-08).

use super::volumes;
use crate::core::config::current_name;
use crate::core::config::text::ImageReference;
use crate::core::error::quoted;
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::pod_template::{PodTemplate, pod_templates};
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::SourceLocation;
use crate::core::placeholder::{holds_placeholder, is_open};
use crate::core::yaml::{Node, Scalar};

/// Says the traps of one document.
pub(in crate::core::import) fn check(found: &Document, remarks: &mut Vec<Diagnostic>) {
    let mut traps = Traps { found, remarks };
    match found.kind {
        Kind::Ec2NodeClass => traps.node_class(),
        Kind::NodePool => traps.node_pool(),
        Kind::Deployment | Kind::Workload => traps.workload(),
        Kind::NodeClass => traps.tags(),
        Kind::UserData(_) | Kind::NodeFile(_) | Kind::Config | Kind::Other => {}
    }
}

struct Traps<'a> {
    found: &'a Document,
    remarks: &'a mut Vec<Diagnostic>,
}

impl Traps<'_> {
    fn report(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        line: usize,
        path: impl Into<String>,
        message: impl Into<String>,
    ) {
        let place = SourceLocation {
            file: self.found.place.file,
            line,
        };
        self.remarks
            .push(Diagnostic::at(rule, severity, place, path, message));
    }

    /// Karpenter puts the role into an instance profile by its name; the CRD takes any text.
    fn role(&mut self) {
        let keys = ["spec", "role"];
        let node = &self.found.node;
        let Some(role) = node.str_at(&keys).filter(|role| role.starts_with("arn:")) else {
            return;
        };
        let name = role.rsplit('/').next().unwrap_or_default();
        let message = format!(
            "Karpenter expects a role name: with an ARN it cannot create the instance profile, and no node starts. Use {}.",
            quoted(name)
        );
        let line = node.line_at(&keys);
        self.report(
            &rules::ROLE_AS_ARN,
            Severity::Error,
            line,
            "spec.role",
            message,
        );
    }

    /// What EC2 refuses of tags, besides what the schema says (EC2 User Guide, tag restrictions):
    /// 50 tags a resource, keys of 128 and values of 256 letters, and none of AWS' own.
    fn tags(&mut self) {
        const MAX_REPORTED: usize = 50;
        const KEY: usize = 128;
        const VALUE: usize = 256;
        let keys = ["spec", "tags"];
        let node = &self.found.node;
        let tags = node.at(&keys).map(Node::pairs).unwrap_or_default();
        let line = node.line_at(&keys);
        for (key, value) in tags {
            let (name, text) = (&key.text, value.as_str().unwrap_or_default());
            let letters = name.chars().count();
            let wrong = if name.to_ascii_lowercase().starts_with("aws:") {
                Some("keys starting with aws: are reserved".to_owned())
            } else if letters > KEY {
                Some(format!(
                    "its key has {letters} characters; the maximum is {KEY}"
                ))
            } else if text.chars().count() > VALUE {
                Some(format!("its value has more than {VALUE} characters"))
            } else {
                None
            };
            if let Some(wrong) = wrong {
                let message = format!(
                    "EC2 rejects the tag {}, and no node is launched: {wrong}.",
                    quoted(name)
                );
                self.report(
                    &rules::TAG_REFUSED,
                    Severity::Error,
                    key.line,
                    "spec.tags",
                    message,
                );
            }
        }
        // At the launch Karpenter adds the cluster's (twice), the pool's and the class' (pkg/utils).
        const KARPENTERS: usize = 4;
        if tags.len() + KARPENTERS > MAX_REPORTED {
            let message = format!(
                "EC2 allows {MAX_REPORTED} tags per resource, and Karpenter adds its own to these {}: no node is launched.",
                tags.len()
            );
            self.report(
                &rules::TOO_MANY_TAGS,
                Severity::Error,
                line,
                "spec.tags",
                message,
            );
        }
    }

    fn node_class(&mut self) {
        let family = AmiFamily::from_class(self.found);
        self.ami_terms();
        self.role();
        self.tags();
        let keys = ["spec", "blockDeviceMappings"];
        let Some(list) = self.found.node.at(&keys) else {
            return;
        };
        let line = self.found.node.line_at(&keys);
        let mappings = list.items();
        // Karpenter takes an empty list for none, and maps its own volumes (launchtemplate/resolver.go).
        if mappings.is_empty() && !is_open(list) && !list.is_part {
            return;
        }
        for (index, mapping) in mappings.iter().enumerate() {
            if is_open(mapping) {
                continue;
            }
            self.mapping(
                mapping,
                &format!("spec.blockDeviceMappings[{index}]"),
                family,
            );
        }
        let device = |name: &str| {
            mappings
                .iter()
                .find(|mapping| mapping.str_at(&["deviceName"]) == Some(name))
        };
        // A device that a template names may be any of them.
        let waits =
            |mapping: &Node| is_open(mapping) || mapping.get("deviceName").is_some_and(is_open);
        if list.is_part || is_open(list) || mappings.iter().any(waits) {
            return;
        }
        self.devices(mappings, family);
        match family {
            AmiFamily::Bottlerocket(_) => {
                self.bottlerocket_devices(line, device("/dev/xvda"), device("/dev/xvdb"))
            }
            AmiFamily::Al2023(_) | AmiFamily::Al2
                if device("/dev/xvda").is_none() && !mappings.iter().any(is_root) =>
            {
                self.report(
                    &rules::WRONG_ROOT_DEVICE,
                    Severity::Error,
                    line,
                    "spec.blockDeviceMappings",
                    "no mapping is /dev/xvda, the root device of this AMI, or sets rootVolume: true: images stay on the AMI's small default volume, and Karpenter counts 20Gi.",
                );
            }
            _ => {}
        }
    }

    /// A device that is mapped twice, and a root volume that is none.
    fn devices(&mut self, mappings: &[Node], family: AmiFamily) {
        // An AMI of one's own may have another root device.
        let terms = self.found.node.at(&["spec", "amiSelectorTerms"]);
        let mut terms = terms.map(Node::items).unwrap_or_default().iter();
        let is_ours = terms.any(|term| term.get("alias").is_some());
        let mut devices = mappings.iter().map(|own| own.str_at(&["deviceName"]));
        let has_root = devices.any(|device| device == Some("/dev/xvda"));
        for (index, mapping) in mappings.iter().enumerate() {
            let path = format!("spec.blockDeviceMappings[{index}]");
            let Some(device) = mapping.str_at(&["deviceName"]) else {
                continue;
            };
            let line = mapping.line_at(&["deviceName"]);
            let before = mappings.iter().take(index);
            let mut before = before.filter(|own| own.str_at(&["deviceName"]) == Some(device));
            if let Some(first) = before.next() {
                let first = first.line_at(&["deviceName"]);
                let message = format!(
                    "{device} is mapped twice, first in line {first}: EC2 refuses it, and no node is launched."
                );
                let rule = &rules::DEVICE_MAPPED_TWICE;
                self.report(rule, Severity::Error, line, path.clone(), message);
            }
            let is_linux = matches!(family, AmiFamily::Al2023(_) | AmiFamily::Al2);
            let is_elsewhere = device != "/dev/xvda" && (is_ours || has_root);
            if is_linux && is_root(mapping) && is_elsewhere {
                let line = mapping.line_at(&["rootVolume"]);
                let message = format!(
                    "rootVolume makes Karpenter count the size of {device} as pod storage, but this AMI's root device, with images and pods, is /dev/xvda. Set it on /dev/xvda, or remove it."
                );
                let rule = &rules::ROOT_VOLUME_ELSEWHERE;
                self.report(rule, Severity::Warning, line, path, message);
            }
        }
    }

    fn bottlerocket_devices(&mut self, line: usize, system: Option<&Node>, data: Option<&Node>) {
        let path = "spec.blockDeviceMappings";
        let Some(data) = data else {
            return self.report(
                &rules::IMAGES_ON_OTHER_DEVICE,
                Severity::Error,
                line,
                path,
                "Bottlerocket keeps images on /dev/xvdb, but no mapping covers it: set size, IOPS and throughput there.",
            );
        };
        let Some(system) = system else {
            return self.report(
                &rules::DEVICE_MISSING,
                Severity::Warning,
                line,
                path,
                "a mapping of only /dev/xvdb leaves /dev/xvda at the AMI's default, 2 GiB of gp2; map both, /dev/xvda with 4Gi.",
            );
        };
        self.hidden_snapshot(data);
        let tuned = |mapping: &Node| {
            mapping.at(&["ebs", "throughput"]).is_some() || mapping.at(&["ebs", "iops"]).is_some()
        };
        if tuned(system) && !tuned(data) {
            self.report(
                &rules::IMAGES_ON_OTHER_DEVICE,
                Severity::Warning,
                system.line,
                path,
                "IOPS and throughput are set for /dev/xvda, the OS volume; images are written to /dev/xvdb.",
            );
        }
    }

    /// Karpenter's own command binds the RAID0 over the directories of the data volume
    /// (bootstrap/bottlerocket.go, v1.14.1).
    fn hidden_snapshot(&mut self, data: &Node) {
        let policy = ["spec", "instanceStorePolicy"];
        let ebs = data.get("ebs");
        if self.found.node.str_at(&policy) != Some("RAID0") {
            return;
        }
        if let Some(ebs) = ebs.filter(|ebs| ebs.get("snapshotID").is_some()) {
            let (one, other) = (
                self.found.node.line_at(&policy),
                ebs.line_at(&["snapshotID"]),
            );
            let words = self.found.together(one, other).unwrap_or_default();
            self.report(
                &rules::SNAPSHOT_UNDER_RAID0,
                Severity::Warning,
                ebs.line_at(&["snapshotID"]),
                "spec.blockDeviceMappings",
                format!("with instanceStorePolicy: RAID0, where there is NVMe, the instance store is mounted over the directories of containerd and SOCI: the images of this snapshot are hidden there and pulled again. Allow only types without local NVMe, or drop one of the two.{words}"),
            );
        }
    }

    fn mapping(&mut self, mapping: &Node, path: &str, family: AmiFamily) {
        let line = mapping.line;
        for key in ["deviceName", "ebs"] {
            if mapping.get(key).is_none() && !mapping.is_part {
                self.report(
                    &rules::MAPPING_INCOMPLETE,
                    Severity::Error,
                    line,
                    path,
                    format!("{key} is missing: the schema allows this, but Karpenter's controller fails on it."),
                );
            }
        }
        let root = mapping.get("rootVolume").and_then(Node::scalar);
        if matches!(family, AmiFamily::Bottlerocket(_)) && root == Some(Scalar::Bool(true)) {
            self.report(
                &rules::ROOT_VOLUME_ON_BOTTLEROCKET,
                Severity::Error,
                mapping.line_at(&["rootVolume"]),
                path,
                "rootVolume makes Karpenter count the OS volume as pod storage, so no instance fits; remove it on Bottlerocket.",
            );
        }
        let Some(ebs) = mapping.get("ebs") else {
            return;
        };
        if is_open(ebs) {
            return;
        }
        let is_missing = |key: &str| ebs.get(key).is_none() && !ebs.is_part;
        if ebs.get("snapshotID").is_some() && is_missing("volumeSize") {
            self.report(
                &rules::SNAPSHOT_WITHOUT_SIZE,
                Severity::Warning,
                ebs.line_at(&["snapshotID"]),
                path,
                "without volumeSize Karpenter counts 20Gi, whatever the snapshot's size.",
            );
        }
        if is_missing("encrypted") {
            self.report(
                &rules::ENCRYPTION_NOT_SAID,
                Severity::Note,
                line,
                path,
                "Karpenter's default volume is encrypted; your mapping's volume only if you set it, or if the account encrypts by default.",
            );
        }
        let boots = mapping.str_at(&["deviceName"]) == Some("/dev/xvda") || is_root(mapping);
        volumes::check(ebs, boots, &mut |rule, line, message| {
            self.report(rule, Severity::Error, line, path, message);
        });
    }

    fn ami_terms(&mut self) {
        let keys = ["spec", "amiSelectorTerms"];
        for term in self
            .found
            .node
            .at(&keys)
            .map(Node::items)
            .unwrap_or_default()
        {
            let path = "spec.amiSelectorTerms";
            if let Some(alias) = term.str_at(&["alias"])
                && alias.matches('@').count() > 1
                && !holds_placeholder(alias)
            {
                self.report(
                    &rules::ALIAS_WITH_TWO_AT_SIGNS,
                    Severity::Error,
                    term.line_at(&["alias"]),
                    path,
                    "an alias has exactly one @; the schema allows more, but Karpenter's controller exits on it.",
                );
            }
            if let Some(name) = term.str_at(&["name"])
                && name.contains(['*', '?'])
            {
                let others = if has_kubernetes(name) {
                    ""
                } else {
                    " It names no Kubernetes version, so AMIs for other versions than the cluster's match too; Kubernetes does not support a kubelet newer than the cluster."
                };
                self.report(
                    &rules::WILDCARD_AMI_NAME,
                    Severity::Warning,
                    term.line_at(&["name"]),
                    path,
                    format!("a name with * or ? selects the newest match, including future releases; an alias with a release does not.{others}"),
                );
            }
        }
    }

    /// Without a requirement on it, any architecture that the pods and the AMI take is launched.
    fn architecture(&mut self) {
        let keys = ["spec", "template", "spec", "requirements"];
        let requirements = self.found.node.at(&keys).map(Node::items);
        let pins = |requirement: &Node| {
            matches!(
                requirement.str_at(&["key"]),
                Some(
                    "kubernetes.io/arch"
                        | "beta.kubernetes.io/arch"
                        | "node.kubernetes.io/instance-type"
                        | "karpenter.k8s.aws/instance-family"
                        | "eks.amazonaws.com/instance-family"
                )
            )
        };
        let labels = ["spec", "template", "metadata", "labels"];
        let labels = self.found.node.at(&labels).map(Node::pairs);
        let is_label = labels
            .unwrap_or_default()
            .iter()
            .any(|(key, _)| current_name(&key.text) == "kubernetes.io/arch");
        let list = self.found.node.at(&keys);
        let key_waits = |requirement: &Node| {
            is_open(requirement) || requirement.get("key").is_some_and(is_open)
        };
        if list.is_some_and(is_open) || list.is_some_and(|list| list.items().iter().any(key_waits))
        {
            return;
        }
        if self.found.partial.is_some()
            || requirements.unwrap_or_default().iter().any(pins)
            || is_label
        {
            return;
        }
        self.report(
            &rules::ARCHITECTURE_OPEN,
            Severity::Note,
            self.found.node.line_at(&keys),
            keys.join("."),
            "no requirement sets kubernetes.io/arch: Karpenter may also launch arm64 nodes, and an amd64-only image does not start there unless its pods select amd64.",
        );
    }

    fn node_pool(&mut self) {
        self.architecture();
        let keys = ["spec", "disruption", "budgets"];
        let budgets = self
            .found
            .node
            .at(&keys)
            .map(Node::items)
            .unwrap_or_default();
        let always =
            |budget: &Node| budget.get("reasons").is_none() && budget.get("schedule").is_none();
        let may_be = |budget: &Node| is_open(budget) || budget.is_part || always(budget);
        let is_part = self.found.node.at(&keys).is_some_and(|list| list.is_part);
        if !budgets.is_empty() && !is_part && !budgets.iter().any(may_be) {
            self.report(
                &rules::BUDGETS_LEAVE_GAPS,
                Severity::Note,
                self.found.node.line_at(&keys),
                keys.join("."),
                "every budget has a reason or a schedule, so disruption outside them is unlimited; add one without either, such as 10%.",
            );
        }
        let class = ["spec", "template", "spec", "nodeClassRef", "group"];
        if self.found.node.str_at(&class) == Some("eks.amazonaws.com") {
            self.auto_mode_labels();
        }
    }

    fn auto_mode_labels(&mut self) {
        let keys = ["spec", "template", "spec", "requirements"];
        for (index, requirement) in self
            .found
            .node
            .at(&keys)
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .enumerate()
        {
            let key = requirement.str_at(&["key"]).unwrap_or_default();
            if key.starts_with("karpenter.k8s.aws/") {
                self.report(
                    &rules::LABEL_OF_KARPENTER_ON_AUTO_MODE,
                    Severity::Error,
                    requirement.line,
                    format!("{}[{index}]", keys.join(".")),
                    format!("Auto Mode nodes have no label {key}; its labels start with eks.amazonaws.com/."),
                );
            }
        }
    }

    fn workload(&mut self) {
        const TERMS: [&str; 4] = [
            "affinity",
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms",
        ];
        for template in pod_templates(self.found) {
            self.images(&template);
            let terms = template.spec.at(&TERMS).map(Node::items);
            for term in terms.unwrap_or_default() {
                let expressions = term.get("matchExpressions").map(Node::items);
                for expression in expressions.unwrap_or_default() {
                    let Some(operator @ ("Gte" | "Lte")) = expression.str_at(&["operator"]) else {
                        continue;
                    };
                    let older = if operator == "Gte" {
                        "Gt with one less"
                    } else {
                        "Lt with one more"
                    };
                    self.report(
                        &rules::OPERATOR_UNKNOWN_TO_PODS,
                        Severity::Error,
                        expression.line_at(&["operator"]),
                        format!("{}.{}", template.path, TERMS.join(".")),
                        format!(
                            "only NodePools support {operator}, not a pod's affinity; use {older}."
                        ),
                    );
                }
            }
        }
    }
}

impl Traps<'_> {
    /// Names that the kubelet cannot read: it does not even try to pull them.
    fn images(&mut self, template: &PodTemplate<'_>) {
        for list in ["initContainers", "containers"] {
            let containers = template.spec.get(list).map(Node::items);
            for (index, container) in containers.unwrap_or_default().iter().enumerate() {
                let Some(image) = container.str_at(&["image"]) else {
                    continue;
                };
                if image.is_empty() || holds_placeholder(image) {
                    continue;
                }
                let Err(wrong) = image.parse::<ImageReference>() else {
                    continue;
                };
                self.report(
                    &rules::IMAGE_NAME_REFUSED,
                    Severity::Error,
                    container.line_at(&["image"]),
                    format!("{}.image", template.path_of_container(list, index)),
                    format!(
                        "{wrong} The kubelet reports InvalidImageName, and the pod does not start."
                    ),
                );
            }
        }
    }
}

/// Whether a mapping says that it is the root volume.
fn is_root(mapping: &Node) -> bool {
    mapping.get("rootVolume").and_then(Node::scalar) == Some(Scalar::Bool(true))
}

/// Whether a part of an AMI's name is a version of Kubernetes: `1.34`.
fn has_kubernetes(name: &str) -> bool {
    name.split(['-', '*', '/']).any(|part| {
        let minor = part.strip_prefix("1.");
        minor.is_some_and(|minor| minor.len() == 2 && minor.bytes().all(|b| b.is_ascii_digit()))
    })
}
