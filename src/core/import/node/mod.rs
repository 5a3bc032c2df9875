//! What a node makes of its userData: what runs when, who wins each key, whether SOCI is really on
//! and with which limits. Read from the text; nothing is run.
//!
//! Facts: karpenter-provider-aws 1d927085 (v1.14.1), amazon-eks-ami 81fec2e8 (2026-07-23),
//! soci-snapshotter 77fb4266 (2026-08-11), Bottlerocket settings 1.53.x.

mod al2023;
mod bottlerocket;
mod bottlerocket_model;
mod drop_ins;
mod go_values;
mod keys;
mod kubelet;
mod layers;
mod limits;
mod native;
mod registries;
mod release;
mod services;
mod soci_config;
mod storage;
mod without_gate;

use crate::core::catalogue::Catalogue;
use crate::core::config::{KarpenterVersion, KubernetesVersion};
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::user_data::UserDataDiagnostic;
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::SourceLocation;
use crate::core::placeholder::{is_open, is_placeholder};
use crate::core::units::grouped;
use crate::core::yaml::Node;
pub(super) use al2023::open_requirement;
pub(super) use native::Native;
pub(super) use release::kubernetes;

/// Whether images are pulled by SOCI in parallel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SociStatus {
    /// On every node.
    On,
    /// On some of the instance types that may be launched.
    OnSomeNodes,
    /// containerd's own parallel pull is on in its place.
    Containerd,
    /// Nodes join, and pull with stock containerd or without the parallel mode.
    Off,
    /// Nodes do not get Ready, or are not even launched.
    NeverReady,
    /// The text does not tell.
    Unknown,
}

impl SociStatus {
    /// How bad it is for somebody who wants SOCI; nothing if it is on.
    pub const fn severity(self) -> Option<Severity> {
        match self {
            Self::On | Self::Containerd => None,
            Self::OnSomeNodes | Self::Off => Some(Severity::Warning),
            Self::NeverReady => Some(Severity::Error),
            Self::Unknown => Some(Severity::Note),
        }
    }

    /// What it means, in a few words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::On => "SOCI parallel pull is on",
            Self::OnSomeNodes => "SOCI parallel pull is on for some instance types only",
            Self::Containerd => "containerd's own parallel pull is on, not SOCI's",
            Self::Off => "SOCI parallel pull is off",
            Self::NeverReady => "nodes do not get Ready",
            Self::Unknown => "whether SOCI is on cannot be told from this",
        }
    }
}

/// One step from the launch to a Ready node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeStep {
    /// Who does it: `nodeadm-config`.
    pub who: &'static str,
    /// What is done.
    pub what: String,
    /// Whether it is done at every boot, or once for an instance.
    pub every_boot: bool,
    /// What of the files it is about.
    pub place: Option<SourceLocation>,
}

/// A value that was said for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingSource {
    /// The value as it is written.
    pub value: String,
    /// Who says it.
    pub by: String,
    /// Where, if it is in one of the files.
    pub place: Option<SourceLocation>,
}

/// A key with the value that holds on the node, and those that lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeSetting {
    /// Dotted key: `kubelet.config.maxPods`.
    pub key: String,
    /// What holds.
    pub holds: SettingSource,
    /// What was said before and lost.
    pub lost: Vec<SettingSource>,
}

/// One of SOCI's limits on the node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeLimit {
    /// SOCI's own key.
    pub key: &'static str,
    /// What holds after the first boot.
    pub holds: SettingSource,
    /// What holds after a reboot, if that is something else.
    pub after_reboot: Option<String>,
}

/// What a node makes of its userData.
#[derive(Debug, Clone, PartialEq)]
pub struct NodeReport {
    /// Whose nodes: `EC2NodeClass soci-snapshotter`.
    pub of: String,
    /// Operating system and release.
    pub system: String,
    /// Whether SOCI is on.
    pub verdict: SociStatus,
    /// Why, and what else is noticed; worst first.
    pub reasons: Vec<Diagnostic>,
    /// What runs, in order.
    pub steps: Vec<NodeStep>,
    /// Every key of the configuration.
    pub settings: Vec<NodeSetting>,
    /// SOCI's limits, while it is on.
    pub limits: Vec<NodeLimit>,
    /// What of the userData was not understood, each with its line and why; empty if all of it was.
    pub unread: Vec<String>,
    /// Whether the userData mounts a volume of its own over SOCI's data, so that the class' volume is
    /// not what images are unpacked to.
    pub(super) has_own_mount: bool,
    /// Bytes of the userData as given; EC2 takes 16,384 with Karpenter's part.
    pub bytes: usize,
}

/// What is known besides the documents.
#[derive(Clone, Copy)]
pub(super) struct ClusterContext<'a> {
    pub(super) karpenter: KarpenterVersion,
    pub(super) kubernetes: KubernetesVersion,
    pub(super) catalogue: &'a Catalogue,
}

/// What EC2 takes, of the decoded text with Karpenter's own part.
const EC2_LIMIT: usize = 16_384;
/// What Karpenter's part takes, with the cluster's certificate.
const KARPENTERS_PART: usize = 3_000;

/// A description that is being made.
pub(super) struct NodeReportBuilder<'a> {
    pub(super) documents: &'a PoolManifests<'a>,
    pub(super) text: Option<UserDataText<'a>>,
    pub(super) world: ClusterContext<'a>,
    pub(super) on: NodeReport,
}

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
            bytes: text.as_ref().map_or(0, |text| text.text.len()),
        },
        text,
        world,
    };
    if let Some(class) = documents.class
        && class.kind == Kind::NodeClass
    {
        report.auto_mode(class);
    } else {
        let waits = report
            .text
            .as_ref()
            .is_some_and(|text| is_placeholder(text.text.trim()));
        match family {
            AmiFamily::Al2023(_) | AmiFamily::Bottlerocket(_) if waits => {
                report.on.verdict = SociStatus::Unknown;
                report.unread("its userData, which is still to be filled in".to_owned());
            }
            AmiFamily::Al2023(version) => al2023::analyze(&mut report, version),
            AmiFamily::Bottlerocket(version) => bottlerocket::analyze(&mut report, version),
            other => report.other(other),
        }
        report.size();
    }
    let mut on = report.on;
    on.reasons
        .sort_by_key(|reason| (reason.severity, reason.place));
    Some(on)
}

impl NodeReportBuilder<'_> {
    /// Says something about a line of the userData, and what it means for SOCI.
    pub(super) fn diagnose(
        &mut self,
        verdict: Option<SociStatus>,
        rule: &'static Rule,
        severity: Severity,
        line: usize,
        message: impl Into<String>,
    ) {
        self.worsen(verdict);
        let (place, hint) = match &self.text {
            Some(text) => (text.place(line), text.hint(line)),
            None => (self.class_place(), String::new()),
        };
        let message = message.into() + &hint;
        self.on.reasons.push(Diagnostic::at(
            rule,
            severity,
            place,
            "spec.userData",
            message,
        ));
    }

    /// Says something about a key of the node class.
    pub(super) fn diagnose_class(
        &mut self,
        verdict: Option<SociStatus>,
        rule: &'static Rule,
        severity: Severity,
        keys: &[&str],
        message: impl Into<String>,
    ) {
        self.worsen(verdict);
        let place = match self.documents.class {
            Some(class) => SourceLocation {
                file: class.place.file,
                line: class.node.line_at(keys),
            },
            None => self.class_place(),
        };
        self.on.reasons.push(Diagnostic::at(
            rule,
            severity,
            place,
            keys.join("."),
            message,
        ));
    }

    /// Takes what the reader of the userData said.
    pub(super) fn take(&mut self, said: Vec<UserDataDiagnostic>) {
        for said in said {
            self.diagnose(None, said.rule, said.severity, said.line, said.message);
        }
    }

    /// The worse of two verdicts holds; what never gets Ready stays so.
    pub(super) fn worsen(&mut self, verdict: Option<SociStatus>) {
        let rank = |verdict: SociStatus| match verdict {
            SociStatus::On => 0,
            SociStatus::Unknown => 1,
            SociStatus::OnSomeNodes => 2,
            SociStatus::Containerd => 3,
            SociStatus::Off => 4,
            SociStatus::NeverReady => 5,
        };
        if let Some(verdict) = verdict
            && rank(verdict) > rank(self.on.verdict)
        {
            self.on.verdict = verdict;
        }
    }

    pub(super) fn step(
        &mut self,
        who: &'static str,
        every_boot: bool,
        line: Option<usize>,
        what: impl Into<String>,
    ) {
        let place = match (&self.text, line) {
            (Some(text), Some(line)) => Some(text.place(line)),
            _ => None,
        };
        self.on.steps.push(NodeStep {
            who,
            what: what.into(),
            every_boot,
            place,
        });
    }

    /// Notes something of the userData that was not understood.
    pub(super) fn unread(&mut self, what: String) {
        const MAX_NAMED: usize = 30;
        let what: String = what
            .chars()
            .filter(|letter| !letter.is_control())
            .take(300)
            .collect();
        if self.on.unread.len() < MAX_NAMED && !self.on.unread.contains(&what) {
            self.on.unread.push(what);
        }
    }

    /// A line of the userData in words: `line 12`, counted in its file where the file shows it.
    pub(super) fn line_words(&self, line: usize) -> String {
        match &self.text {
            Some(text) => format!("line {}{}", text.place(line).line, text.hint(line)),
            None => format!("line {line}"),
        }
    }

    pub(super) fn has_raid0_policy(&self) -> bool {
        self.documents
            .class
            .and_then(|class| class.node.str_at(&["spec", "instanceStorePolicy"]))
            == Some("RAID0")
    }

    fn class_place(&self) -> SourceLocation {
        self.documents
            .class
            .or(self.documents.bare)
            .map_or(SourceLocation { file: 0, line: 1 }, |found| found.place)
    }

    fn size(&mut self) {
        let count = |number: usize| grouped(u64::try_from(number).unwrap_or(u64::MAX));
        let bytes = self.on.bytes;
        if bytes + KARPENTERS_PART > EC2_LIMIT {
            let too_large = bytes > EC2_LIMIT;
            self.diagnose(
                too_large.then_some(SociStatus::NeverReady),
                &rules::USER_DATA_TOO_LARGE,
                if too_large { Severity::Error } else { Severity::Warning },
                1,
                format!(
                    "the userData has {} bytes; EC2 takes {} in all, and Karpenter's own part needs about {}.",
                    count(bytes),
                    count(EC2_LIMIT),
                    count(KARPENTERS_PART)
                ),
            );
        }
    }

    fn other(&mut self, family: AmiFamily) {
        let (verdict, rule, severity, message) = match family {
            AmiFamily::Al2 => (
                SociStatus::Off,
                &rules::AL2_HAS_NO_SOCI,
                Severity::Warning,
                "AL2 AMIs have neither SOCI nor nodeadm, and none for Kubernetes 1.33 and later; AL2023 has both.",
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
                "with amiFamily Custom, Karpenter adds nothing to the userData: what the AMI makes of it cannot be told.",
            ),
            _ if self.documents.class.is_some_and(has_open_system) => (
                SociStatus::Unknown,
                &rules::AMI_UNKNOWN,
                Severity::Note,
                "which operating system this is for is still to be filled in.",
            ),
            _ => (
                SociStatus::Unknown,
                &rules::AMI_UNKNOWN,
                Severity::Warning,
                "neither amiFamily nor an alias says which operating system this is for.",
            ),
        };
        self.diagnose_class(
            Some(verdict),
            rule,
            severity,
            &["spec", "amiFamily"],
            message,
        );
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
                "AL2 has no nodeadm: a NodeConfig reaches it as a shell script.",
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
            "Auto Mode switches SOCI on by itself on G, P and Trn types with local NVMe, and nowhere else; nothing of it can be set.",
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
                        "Auto Mode's NodeClass has no {key}; that is Karpenter's EC2NodeClass."
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
