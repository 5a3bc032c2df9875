//! What a node makes of its userData: what runs when, who wins each key, whether SOCI is really on
//! and with which limits. Read from the text; nothing is run.
//!
//! Facts: karpenter-provider-aws 1d927085 (v1.14.1), amazon-eks-ami 81fec2e8 (2026-07-23),
//! soci-snapshotter 77fb4266 (2026-08-11), Bottlerocket settings 1.53.x.

mod al2023;
mod before_start;
mod bottlerocket;
mod bottlerocket_model;
mod by_hand;
mod drop_ins;
mod go_values;
mod keys;
mod kubelet;
mod kubelet_flags;
mod layers;
mod limits;
mod native;
mod node_file;
mod registries;
mod release;
mod report;
mod scripts;
mod services;
mod shapes;
mod soci_config;
mod storage;
mod wiring;
mod without_gate;

use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::SourceLocation;
use crate::core::import::words::Words;
use crate::core::placeholder::{is_open, is_placeholder};
use crate::core::units::grouped;
use crate::core::yaml::Node;
pub(super) use al2023::open_requirement;
pub(super) use before_start::edit_of_limits;
pub(super) use by_hand::limits_by_hand;
pub(super) use native::Native;
pub(super) use node_file::join_halves;
pub(super) use release::kubernetes;
pub(super) use report::{ClusterContext, NodeReportBuilder};
pub use report::{NodeLimit, NodeReport, NodeSetting, NodeStep, SettingSource, SociStatus};
pub(super) use soci_config::limits_with_gate;

/// What EC2 takes, of the decoded text with Karpenter's own part.
const EC2_LIMIT: usize = 16_384;
/// What Karpenter's part takes, with the cluster's certificate.
const KARPENTERS_PART: usize = 3_000;

/// Describes the nodes of a pool; nothing where there is neither class nor userData.
pub(super) fn describe(
    documents: &PoolManifests<'_>,
    world: ClusterContext<'_>,
) -> Option<NodeReport> {
    if documents.class.is_none() && documents.bare.is_none() {
        return None;
    }
    let family = documents.family();
    let text = documents.user_data();
    let mut report = NodeReportBuilder {
        documents,
        on: NodeReport {
            of: documents.name_of_user_data(),
            system: family.describe(),
            verdict: SociStatus::Off,
            reasons: Vec::new(),
            steps: Vec::new(),
            settings: Vec::new(),
            limits: Vec::new(),
            unread: Vec::new(),
            has_own_mount: false,
            has_open_switch: false,
            half: None,
            bytes: text.as_ref().map_or(0, |text| text.text.len()),
        },
        text,
        world,
    };
    let file = documents.bare.and_then(|bare| match bare.kind {
        Kind::NodeFile(file) if documents.class.is_none() => Some(file),
        _ => None,
    });
    if let Some(file) = file {
        node_file::analyze(&mut report, file);
    } else if let Some(class) = documents.class
        && class.kind == Kind::NodeClass
    {
        report.auto_mode(class);
    } else {
        let waits = report
            .text
            .as_ref()
            .is_some_and(|text| is_placeholder(text.text.trim()));
        let has_gap = documents.class.is_some_and(|class| class.gap().is_some());
        let may_follow = report.text.is_none() && has_gap;
        match family {
            AmiFamily::Al2023(_) | AmiFamily::Bottlerocket(_) if waits || may_follow => {
                // Of what a template puts in, the class' own coverage tells.
                if waits {
                    report.unread("its userData, which is still to be filled in".to_owned());
                }
                report.on.verdict = SociStatus::Unknown;
                report.on.has_open_switch = true;
                release::analyze(&mut report, family, false, None);
            }
            AmiFamily::Al2023(version) => al2023::analyze(&mut report, version),
            AmiFamily::Bottlerocket(version) => bottlerocket::analyze(&mut report, version),
            other => report.other(other),
        }
        report.size();
    }
    report.under_conditions();
    let mut on = report.on;
    on.reasons
        .sort_by_key(|reason| (reason.severity, reason.place));
    Some(on)
}

impl NodeReportBuilder<'_> {
    fn size(&mut self) {
        let count = |number: usize| grouped(u64::try_from(number).unwrap_or(u64::MAX));
        let bytes = self.on.bytes;
        if bytes + KARPENTERS_PART > EC2_LIMIT {
            let too_large = bytes > EC2_LIMIT;
            let of_ec2 = format!(
                "the userData has {} bytes; EC2 allows {} in total",
                count(bytes),
                count(EC2_LIMIT)
            );
            let with_own = format!(
                "{of_ec2}, of which Karpenter's own part needs about {}.",
                count(KARPENTERS_PART)
            );
            let (severity, words) = if too_large {
                let alone = format!("{of_ec2}.");
                (Severity::Error, Words::by_launcher(with_own, alone))
            } else {
                (Severity::Warning, Words::of_karpenter(with_own))
            };
            self.diagnose(
                too_large.then_some(SociStatus::NeverReady),
                &rules::USER_DATA_TOO_LARGE,
                severity,
                1,
                words,
            );
        }
    }

    fn other(&mut self, family: AmiFamily) {
        let (verdict, rule, severity, message) = match family {
            AmiFamily::Al2 => (
                SociStatus::Off,
                &rules::AL2_HAS_NO_SOCI,
                Severity::Warning,
                "AL2 AMIs have neither SOCI nor nodeadm, and none exist for Kubernetes 1.33 and later; AL2023 has both.",
            ),
            AmiFamily::Windows => (
                SociStatus::Off,
                &rules::WINDOWS_HAS_NO_SOCI,
                Severity::Note,
                "SOCI runs on Linux nodes only.",
            ),
            AmiFamily::Custom => (
                SociStatus::Unknown,
                &rules::CUSTOM_AMI,
                Severity::Warning,
                "with amiFamily Custom, Karpenter adds nothing to the userData: its effect depends on the AMI and is not known.",
            ),
            _ if self.documents.class.is_some_and(has_open_system) => (
                SociStatus::Unknown,
                &rules::AMI_UNKNOWN,
                Severity::Note,
                "the operating system is still to be filled in.",
            ),
            _ => (
                SociStatus::Unknown,
                &rules::AMI_UNKNOWN,
                Severity::Warning,
                "neither amiFamily nor an alias specifies the operating system.",
            ),
        };
        self.on.verdict = verdict;
        self.diagnose_class(None, rule, severity, &["spec", "amiFamily"], message);
        if matches!(family, AmiFamily::Custom | AmiFamily::Windows) && self.has_raid0_policy() {
            self.diagnose_class(
                None,
                &rules::POLICY_FORMATS_NOTHING,
                Severity::Warning,
                &["spec", "instanceStorePolicy"],
                "for this family Karpenter does not set up the instance store, but still plans nodes with its size: pods that rely on it run out of disk unless the userData sets it up.",
            );
        }
        let is_node_config = self
            .text
            .as_ref()
            .is_some_and(|text| text.text.contains("node.eks.aws"));
        if family == AmiFamily::Al2 && is_node_config {
            self.diagnose(
                None,
                &rules::NODE_CONFIG_ON_AL2,
                Severity::Error,
                1,
                "AL2 has no nodeadm and runs a NodeConfig as a shell script.",
            );
        }
    }

    fn auto_mode(&mut self, class: &Document) {
        self.on.system = "EKS Auto Mode".to_owned();
        self.on.verdict = SociStatus::OnSomeNodes;
        self.diagnose_class(
            None,
            &rules::AUTO_MODE_DECIDES,
            Severity::Note,
            &["spec"],
            "Auto Mode switches SOCI on only for G, P and Trn types with local NVMe; it cannot be configured.",
        );
        for key in [
            "userData",
            "amiSelectorTerms",
            "amiFamily",
            "blockDeviceMappings",
            "instanceStorePolicy",
        ] {
            if class.node.at(&["spec", key]).is_some() {
                self.diagnose_class(
                    None,
                    &rules::AUTO_MODE_HAS_NO_SUCH_FIELD,
                    Severity::Error,
                    &["spec", key],
                    format!(
                        "Auto Mode's NodeClass has no {key}; it belongs to Karpenter's EC2NodeClass."
                    ),
                );
            }
        }
    }
}

/// Whether a template still has to fill in what says a class' operating system.
fn has_open_system(class: &Document) -> bool {
    let Some(spec) = class.node.get("spec") else {
        return false;
    };
    let terms = spec.get("amiSelectorTerms");
    let items = terms.map(Node::items).unwrap_or_default();
    is_open(spec)
        || spec.get("amiFamily").is_some_and(is_open)
        || terms.is_some_and(is_open)
        || items
            .iter()
            .any(|term| is_open(term) || term.get("alias").is_some_and(is_open))
}
