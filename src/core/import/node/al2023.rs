//! AL2023: nodeadm and cloud-init.

use super::before_start::edit_of_limits;
use super::layers::{Layer, LayerValue, flatten, settle};
use super::{
    NodeReportBuilder, SociStatus, drop_ins, keys, kubelet, kubelet_flags, native, registries,
    release, scripts, services, soci_config, storage, without_gate,
};
use crate::core::config::Al2023Version;
use crate::core::findings::{Severity, ami, file_rules as rules};
use crate::core::import::document::Document;
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::texts;
use crate::core::import::document::user_data::files::{Content, How, Reach, WrittenFile, matters};
use crate::core::import::document::user_data::shell::SOCI_CONFIG;
use crate::core::import::document::user_data::{self, Body, Parts};
use crate::core::import::document::user_data::{DROP_INS, Gate, GateState, gate};
use crate::core::import::source::{Launcher, SourceLocation};
use crate::core::import::words::Words;
use crate::core::placeholder::{has_open, is_open};
use crate::core::plan::fast_image_pull_floor;
use crate::core::requirements::{Operator, Requirement};
use crate::core::selection::Selection;
use crate::core::yaml::Node;

pub(super) fn analyze(report: &mut NodeReportBuilder<'_>, named: Option<Al2023Version>) {
    // `latest` is the last release that this Kubernetes got.
    let releases = report.world.catalogue.releases();
    let version = named.map(|named| releases.al2023_meant(named, report.world.kubernetes));
    let text = report.text.as_ref().map_or("", |text| text.text);
    let mut parts = user_data::al2023(text, report.launcher());
    report.on.verdict = SociStatus::On;
    steps(report, &parts);
    report.take(parts.said.clone());
    drop_ins::analyze(report, &mut parts, version);
    let parts = parts;
    for node in parts.merged_configs() {
        keys::check(report, node);
        if parts.has_directives || !parts.gaps.is_empty() {
            open_values(report, node, &mut Vec::new());
        }
    }
    settings(report, &parts);
    scripts::analyze(report, &parts);
    kubelet::node_configs(report, &parts);
    kubelet_flags::analyze(report, &parts);
    let gate = gate(&parts);
    let has_soci = gate.is_some_and(Gate::is_on);
    let pause_import = services::pause_import(&parts);
    release::analyze(report, AmiFamily::Al2023(named), has_soci, pause_import);
    match gate {
        Some(gate) if gate.is_on() => with_gate(report, &parts, version, gate.line),
        Some(gate) if gate.state == GateState::Open => open_gate(report, &parts, gate.line),
        // On AL2, which it may be for, there is nothing to switch on.
        None if services::call_bootstrap(&parts) && !scripts::is_of_al2023(report, &parts) => {}
        other => without_gate::analyze(report, &parts, version, other.map(|gate| gate.line)),
    }
    storage::analyze(report, &parts, version, has_soci);
    unread(report, &parts);
}

/// A gate that a template still has to fill in: whether SOCI pulls is not known, nor what that would
/// mean for the rest.
fn open_gate(report: &mut NodeReportBuilder<'_>, parts: &Parts, line: usize) {
    let place = report.line_words(line);
    report.unread(format!(
        "{place}: the feature gate, which is still to be filled in"
    ));
    report.has_open_switch();
    without_gate::wiring(report, parts);
}

/// Names the values that are still to be filled in, of a text that is not kept value by value.
fn open_values<'a>(report: &mut NodeReportBuilder<'_>, node: &'a Node, path: &mut Vec<&'a str>) {
    // Of a gate it is said what that means, and a longer text has values of its own.
    let is_value = is_open(node) && !node.block && !path.contains(&"featureGates");
    if is_value {
        let place = report.line_words(node.line);
        report.unread(format!(
            "{place}: {}, which is still to be filled in",
            path.join(".")
        ));
    }
    for (key, below) in node.pairs() {
        path.push(&key.text);
        open_values(report, below, path);
        path.pop();
    }
    for item in node.items() {
        open_values(report, item, path);
    }
}

/// What of the parts was not understood.
fn unread(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    // Who reads a file of userData alone has named them.
    if report.documents.class.is_some() {
        for (line, what) in &parts.gaps {
            let place = report.line_words(*line);
            report.unread(format!("{place}: the value of {what}"));
        }
    }
    let own = parts.parts.iter().flat_map(|part| &part.effects.unread);
    for (line, what) in own {
        let place = report.line_words(*line);
        report.unread(format!("{place}: {what}"));
    }
    for file in parts.files() {
        let why = match &file.how {
            _ if is_conditional(file) => "only if a condition of the script is true".to_owned(),
            How::Whole(Content::Unknown(why)) | How::Appended(Content::Unknown(why)) => {
                why.to_string()
            }
            How::EditedBySed(edits) if edits.is_empty() => "the sed expression".to_owned(),
            How::EditedBy(program) => format!("the result of {program}"),
            _ => continue,
        };
        if !matters(&file.path) || file.path.starts_with(DROP_INS) {
            continue;
        }
        let place = report.line_words(file.line);
        report.unread(format!(
            "{place} changes {}; its contents are then not known ({why})",
            file.path
        ));
    }
}

/// Whether a file is changed on some nodes only; of SOCI's configuration that is said elsewhere.
fn is_conditional(file: &WrittenFile) -> bool {
    file.reach != Reach::Always && file.path != SOCI_CONFIG
}

fn steps(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    report.step_of_karpenter(match parts.parts.len() {
        0 => "writes its own NodeConfig; you have no userData".to_owned(),
        1 => "appends its own NodeConfig after your part".to_owned(),
        more => format!("appends its own NodeConfig after your {more} parts, in order"),
    });
    let configs = parts.node_configs().count();
    let and_own = match report.launcher() {
        Launcher::Karpenter => " and Karpenter's last one",
        Launcher::Other | Launcher::Unknown => "",
    };
    report.step(
        "nodeadm-config",
        true,
        None,
        format!(
            "before cloud-init: merges {configs} of your NodeConfigs{and_own}, and writes containerd's, the kubelet's and SOCI's configuration"
        ),
    );
    let at_every_start = edit_of_limits(parts).is_some_and(|(_, always)| always);
    for part in &parts.parts {
        match &part.body {
            Body::Script(script) => {
                let does = scripts::does(script, part, at_every_start);
                report.step(
                    "cloud-init",
                    part.content_type.ends_with("per-boot"),
                    Some(part.line),
                    format!("runs your script{does}"),
                );
            }
            Body::CloudConfig => report.step(
                "cloud-init",
                false,
                Some(part.line),
                "applies your cloud-config",
            ),
            Body::NodeConfig(_) | Body::Ignored => {}
        }
    }
    let merges = match parts.drop_ins.len() {
        0 => "",
        _ => {
            "merges the NodeConfigs of /etc/eks/nodeadm.d over the others and rewrites all configuration, "
        }
    };
    let disks = if report.has_raid0_policy() {
        "sets up the RAID0 where there is NVMe, "
    } else {
        ""
    };
    report.step(
        "nodeadm-run",
        true,
        None,
        format!("after cloud-init: {merges}{disks}starts containerd, which starts SOCI if it is its snapshotter, then the kubelet"),
    );
}

/// Keys that Karpenter's own NodeConfig always holds (bootstrap/nodeadm.go, v1.14.1).
const KARPENTERS: [&str; 7] = [
    "cluster.name",
    "cluster.apiServerEndpoint",
    "cluster.certificateAuthority",
    "cluster.cidr",
    "kubelet.config.maxPods",
    "kubelet.config.clusterDNS",
    "kubelet.config.registerWithTaints",
];

fn settings(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let mut layers = Vec::new();
    for (index, (_, node)) in parts.node_configs().enumerate() {
        let by = match index {
            0 => "your NodeConfig".to_owned(),
            more => format!("your NodeConfig {}", more + 1),
        };
        if let Some(spec) = node.get("spec") {
            layers.push(Layer {
                by,
                values: flatten(spec, ""),
            });
        }
    }
    let yours: Vec<(String, Option<usize>)> = layers
        .iter()
        .flat_map(|layer| layer.values.iter())
        .map(|value| (value.key.clone(), value.line))
        .collect();
    let (kubelet, class_file) = of_class(report);
    for (key, line) in &yours {
        overridden(report, key, line.unwrap_or(1), &kubelet);
    }
    let mut karpenter: Vec<LayerValue> = KARPENTERS
        .iter()
        .filter(|key| {
            key.starts_with("kubelet.config.maxPods") || yours.iter().any(|(own, _)| own == *key)
        })
        .map(|key| LayerValue {
            key: (*key).to_owned(),
            value: "set by Karpenter".to_owned(),
            line: None,
        })
        .collect();
    if report.has_raid0_policy() {
        karpenter.push(LayerValue {
            key: "instance.localStorage.strategy".to_owned(),
            value: "RAID0".to_owned(),
            line: None,
        });
    }
    karpenter.retain(|value| !kubelet.iter().any(|own| own.key == value.key));
    layers.extend(Layer::of_karpenter(report.launcher(), karpenter));
    let of_class_from = kubelet.len();
    let over: Vec<Layer> = parts
        .drop_ins
        .iter()
        .filter_map(|drop_in| {
            Some(Layer {
                by: drop_in.path.clone(),
                values: flatten(drop_in.node()?.get("spec")?, ""),
            })
        })
        .collect();
    let text = report.text.clone();
    let mut settled = settle(layers, |line| match &text {
        Some(text) => text.place(line),
        None => SourceLocation {
            file: class_file,
            line,
        },
    });
    // The class' own kubelet fields lie in the manifest, not in the userData.
    let of_kubelet = settle(
        vec![Layer {
            by: "Karpenter, from spec.kubelet".to_owned(),
            values: kubelet,
        }],
        |line| SourceLocation {
            file: class_file,
            line,
        },
    );
    debug_assert!(of_kubelet.len() <= of_class_from);
    let of_drop_ins = settle(over, |line| match &text {
        Some(text) => text.place(line),
        None => SourceLocation {
            file: class_file,
            line,
        },
    });
    for setting in of_kubelet.into_iter().chain(of_drop_ins) {
        match settled.iter_mut().find(|own| own.key == setting.key) {
            Some(own) => {
                let before = std::mem::replace(&mut own.holds, setting.holds);
                own.lost.push(before);
                own.lost.extend(setting.lost);
            }
            None => settled.push(setting),
        }
    }
    report.on.settings = settled;
}

/// The fields of the class' `spec.kubelet` as keys of the NodeConfig, and the class' file.
fn of_class(report: &NodeReportBuilder<'_>) -> (Vec<LayerValue>, usize) {
    let Some(class) = report.documents.class else {
        return (Vec::new(), 0);
    };
    let kubelet = class.node.at(&["spec", "kubelet"]);
    let values = kubelet
        .map(|node| flatten(node, "kubelet.config"))
        .unwrap_or_default();
    (values, class.place.file)
}

fn overridden(report: &mut NodeReportBuilder<'_>, key: &str, line: usize, kubelet: &[LayerValue]) {
    if key.starts_with("cluster.") {
        report.diagnose(
            None,
            &rules::OVERRIDDEN_BY_KARPENTER,
            Severity::Warning,
            line,
            Words::of_karpenter(format!("Karpenter's own NodeConfig, which is read last, sets {key}; remove the cluster section.")),
        );
    } else if key == "kubelet.maxPodsExpression" {
        report.diagnose(
            None,
            &rules::OVERRIDDEN_BY_KARPENTER,
            Severity::Warning,
            line,
            Words::of_karpenter("maxPodsExpression has no effect, because Karpenter always sets maxPods; set spec.kubelet.maxPods of the EC2NodeClass."),
        );
    } else if KARPENTERS.contains(&key) || kubelet.iter().any(|own| own.key == key) {
        report.diagnose(
            None,
            &rules::OVERRIDDEN_BY_KARPENTER,
            Severity::Warning,
            line,
            Words::of_karpenter(format!("Karpenter's NodeConfig, read last, sets {key}; set it in the EC2NodeClass' spec.kubelet.")),
        );
    }
}

fn with_gate(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    version: Option<Al2023Version>,
    line: usize,
) {
    report.switched_on_at(line);
    known_to_gate(report, version, line);
    floor(report, version, line);
    for (_, script) in parts.all_scripts() {
        if let Some(install) = &script.install {
            if let Reach::If(condition) = install.reach {
                let condition = report.line_words(condition);
                report.worsen(Some(SociStatus::Unknown));
                report.unread(format!(
                    "the condition on {condition}: only if true, the install script runs"
                ));
                continue;
            }
            report.diagnose(
                None,
                &rules::SCRIPT_AND_GATE,
                Severity::Error,
                install.line,
                "FastImagePull is on and the install script runs too: it replaces the AMI's SOCI with an older one and overwrites nodeadm's configuration.",
            );
        }
    }
    let found = without_gate::wiring(report, parts);
    without_gate::duplicates(report, parts, &found, version);
    services::masked(report, parts);
    without_gate::overwritten(report, parts);
    let native = native::Native::read(parts);
    native.beside_soci(report);
    let keeps = soci_config::analyze(report, parts, version);
    registries::analyze(report, parts, &found, keeps || native.has_transfer());
}

fn known_to_gate(report: &mut NodeReportBuilder<'_>, version: Option<Al2023Version>, line: usize) {
    let terms = ["spec", "amiSelectorTerms"];
    match version {
        None => report.diagnose(
            Some(SociStatus::Unknown),
            &rules::AMI_RELEASE_UNKNOWN,
            Severity::Note,
            line,
            "the AMI release is not known; FastImagePull needs v20250821 or newer.",
        ),
        Some(version) if version.is_before(ami::FAST_IMAGE_PULL) => report.diagnose_class(
            Some(SociStatus::Off),
            &rules::AMI_BEFORE_FAST_IMAGE_PULL,
            Severity::Error,
            &terms,
            format!("AMI {version} does not support FastImagePull and ignores it; v20250821 is the first that does."),
        ),
        Some(Al2023Version::Latest) => report.diagnose_class(
            None,
            &rules::MOVING_AMI_RELEASE,
            Severity::Warning,
            &terms,
            format!(
                "{} changes with every release; v20260505 broke every pool on it at once. Pin a release.",
                report.moving_ami("al2023@latest")
            ),
        ),
        Some(_) => {}
    }
}

/// The instance types on which nodeadm ignores the gate. Where no AMI for this Kubernetes knows it, that
/// is said, and no type is large enough.
fn floor(report: &mut NodeReportBuilder<'_>, version: Option<Al2023Version>, line: usize) {
    let is_old = version.is_some_and(|version| version.is_before(ami::FAST_IMAGE_PULL));
    let releases = report.world.catalogue.releases();
    let last = releases.last_al2023(report.world.kubernetes);
    if is_old && last.is_some_and(|last| last < ami::FAST_IMAGE_PULL) {
        return;
    }
    let (vcpu, _) = fast_image_pull_floor(version.unwrap_or(Al2023Version::Latest));
    let gib = if vcpu > 4 { 8 } else { 7 };
    let Some(pool) = report.documents.pool else {
        report.diagnose(
            None,
            &rules::GATE_FLOOR,
            Severity::Note,
            line,
            Words::by_launcher(
                format!("nodeadm silently ignores FastImagePull below {vcpu} vCPU or {gib} GiB; the NodePool must exclude smaller types."),
                format!("nodeadm silently ignores FastImagePull below {vcpu} vCPU or {gib} GiB: do not launch smaller types with it."),
            ),
        );
        return;
    };
    if let Some(line) = open_requirement(pool) {
        let place = SourceLocation {
            file: pool.place.file,
            line,
        };
        report
            .on
            .reasons
            .push(crate::core::import::diagnostic::Diagnostic::at(
                &rules::GATE_FLOOR,
                Severity::Note,
                place,
                "spec.template.spec.requirements",
                format!("nodeadm silently ignores FastImagePull below {vcpu} vCPU or {gib} GiB, and the types this NodePool allows are still to be filled in: it must exclude smaller ones."),
            ));
        return;
    }
    let requirements = requirements(pool);
    let catalogue = report.world.catalogue;
    let selection = Selection::by_requirements(&requirements, &[], catalogue);
    let below: Vec<&str> = selection
        .admitted
        .iter()
        .filter_map(|position| catalogue.instances().get(*position))
        .filter(|instance| instance.vcpu < vcpu || instance.memory.to_mebibytes() < gib * 1024)
        .map(|instance| instance.name)
        .collect();
    if below.is_empty() {
        return;
    }
    let all = below.len() == selection.admitted.len();
    let (verdict, of) = if all {
        (SociStatus::Off, "All")
    } else {
        (SociStatus::OnSomeNodes, "Some")
    };
    let some: Vec<&str> = below.iter().take(3).copied().collect();
    let message = format!(
        "nodeadm silently ignores FastImagePull below {vcpu} vCPU or {gib} GiB, and the NodePool allows such types: {} of {} ({}). {of} nodes pull without SOCI; add instance-cpu Gt {} and instance-memory Gt {}.",
        below.len(),
        selection.admitted.len(),
        some.join(", "),
        vcpu - 1,
        8191,
    );
    report.worsen(Some(verdict));
    let keys = ["spec", "template", "spec", "requirements"];
    let place = SourceLocation {
        file: pool.place.file,
        line: pool.node.line_at(&keys),
    };
    report
        .on
        .reasons
        .push(crate::core::import::diagnostic::Diagnostic::at(
            &rules::GATE_BELOW_FLOOR,
            Severity::Error,
            place,
            keys.join("."),
            message,
        ));
}

/// The line of a requirement that a template still has to fill in, so that nobody knows which types
/// a NodePool admits.
pub(in crate::core::import) fn open_requirement(pool: &Document) -> Option<usize> {
    /// What chooses no type.
    const BESIDE: [&str; 4] = [
        "karpenter.sh/capacity-type",
        "kubernetes.io/os",
        "topology.k8s.aws/zone-id",
        "topology.kubernetes.io/zone",
    ];
    let keys = ["spec", "template", "spec", "requirements"];
    let mut node = &pool.node;
    for key in keys {
        if is_open(node) {
            return Some(node.line);
        }
        node = node.get(key)?;
    }
    if is_open(node) {
        return Some(node.line);
    }
    let waits = |requirement: &&Node| {
        let key = requirement.str_at(&["key"]).unwrap_or_default();
        !BESIDE.contains(&key) && has_open(requirement)
    };
    node.items().iter().find(waits).map(|found| found.line)
}

/// The requirements of a NodePool that can be read; others admit everything.
fn requirements(pool: &Document) -> Vec<Requirement> {
    pool.node
        .at(&["spec", "template", "spec", "requirements"])
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|node| {
            let operator = match node.str_at(&["operator"])? {
                "In" => Operator::In,
                "NotIn" => Operator::NotIn,
                "Exists" => Operator::Exists,
                "DoesNotExist" => Operator::DoesNotExist,
                "Gt" => Operator::Gt,
                "Lt" => Operator::Lt,
                "Gte" => Operator::Gte,
                "Lte" => Operator::Lte,
                _ => return None,
            };
            Some(Requirement {
                key: node.str_at(&["key"])?.to_owned(),
                operator,
                values: texts(node.get("values")).unwrap_or_default(),
            })
        })
        .collect()
}
