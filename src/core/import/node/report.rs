//! What there is to say of the nodes of a pool, while it is gathered and afterwards.

use crate::core::catalogue::Catalogue;
use crate::core::config::{KarpenterVersion, KubernetesVersion};
use crate::core::findings::{Rule, Severity};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::user_data::UserDataDiagnostic;
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::source::{Launcher, SourceLocation};
use crate::core::import::words::{Said, Words};
use crate::core::yaml::Node;

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
            Self::NeverReady => "nodes do not become Ready",
            Self::Unknown => "it is not known whether SOCI is on",
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

/// One of the two files that make a node pull with SOCI in parallel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum Half {
    /// containerd's: it unpacks with SOCI.
    Asked,
    /// SOCI's: its parallel mode is on.
    Parallel,
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
    pub(in crate::core::import) has_own_mount: bool,
    /// Whether a template still has to fill in what switches SOCI on.
    pub(in crate::core::import) has_open_switch: bool,
    /// What a file of a node says by itself of pulling with SOCI in parallel; another file says the rest.
    pub(in crate::core::import) half: Option<Half>,
    /// Bytes of the userData as given; EC2 takes 16,384 with Karpenter's part.
    pub bytes: usize,
}

/// What is known besides the documents.
#[derive(Clone, Copy)]
pub(in crate::core::import) struct ClusterContext<'a> {
    pub(in crate::core::import) karpenter: KarpenterVersion,
    pub(in crate::core::import) kubernetes: KubernetesVersion,
    pub(in crate::core::import) catalogue: &'a Catalogue,
}

/// A description that is being made.
pub(in crate::core::import) struct NodeReportBuilder<'a> {
    pub(in crate::core::import) documents: &'a PoolManifests<'a>,
    pub(in crate::core::import) text: Option<UserDataText<'a>>,
    pub(in crate::core::import) world: ClusterContext<'a>,
    pub(in crate::core::import) on: NodeReport,
}

impl NodeReportBuilder<'_> {
    /// Says something about a line of the userData, and what it means for SOCI.
    pub(in crate::core::import) fn diagnose(
        &mut self,
        verdict: Option<SociStatus>,
        rule: &'static Rule,
        severity: Severity,
        line: usize,
        words: impl Into<Words>,
    ) {
        let Some(said) = words.into().said(self.launcher()) else {
            return;
        };
        let severity = self.hold(verdict, severity, &said);
        let (place, hint) = match &self.text {
            Some(text) => (text.place(line), text.hint(line)),
            None => (self.class_place(), String::new()),
        };
        let path = self.documents.class.map_or("", |_| "spec.userData");
        self.on.reasons.push(Diagnostic::at(
            rule,
            severity,
            place,
            path,
            said.message + &hint,
        ));
    }

    /// Says something about a key of the node class.
    pub(in crate::core::import) fn diagnose_class(
        &mut self,
        verdict: Option<SociStatus>,
        rule: &'static Rule,
        severity: Severity,
        keys: &[&str],
        words: impl Into<Words>,
    ) {
        let Some(said) = words.into().said(self.launcher()) else {
            return;
        };
        let severity = self.hold(verdict, severity, &said);
        let place = match self.documents.class {
            Some(class) => SourceLocation {
                file: class.place.file,
                line: class.node.line_at(keys),
            },
            None => self.class_place(),
        };
        let path = self
            .documents
            .class
            .map_or(String::new(), |_| keys.join("."));
        self.on
            .reasons
            .push(Diagnostic::at(rule, severity, place, path, said.message));
    }

    /// How bad something is once its words are made: what holds under a condition alone is no error,
    /// and decides nothing about SOCI.
    fn hold(&mut self, verdict: Option<SociStatus>, severity: Severity, said: &Said) -> Severity {
        if said.is_conditional {
            return severity.max(Severity::Warning);
        }
        self.worsen(verdict);
        severity
    }

    /// What of the class moves with every release: the alias, or else what finds the AMI there.
    pub(super) fn moving_ami(&self, alias: &'static str) -> &'static str {
        let terms = self
            .documents
            .class
            .and_then(|class| class.node.at(&["spec", "amiSelectorTerms"]));
        let terms = terms.map(Node::items).unwrap_or_default();
        let has = |key: &str| terms.iter().any(|term| term.get(key).is_some());
        match (has("alias"), has("ssmParameter")) {
            (false, true) => "the SSM parameter's recommendation",
            (false, false) => "the AMI",
            (true, _) => alias,
        }
    }

    /// Who launches the nodes: Karpenter, where there is a node class.
    pub(in crate::core::import) fn launcher(&self) -> Launcher {
        self.documents.launcher()
    }

    /// Takes what the reader of the userData said.
    pub(in crate::core::import) fn take(&mut self, said: Vec<UserDataDiagnostic>) {
        for said in said {
            let verdict = said.is_fatal.then_some(SociStatus::NeverReady);
            self.diagnose(verdict, said.rule, said.severity, said.line, said.words);
        }
    }

    /// The worse of two verdicts holds; what never gets Ready stays so.
    pub(in crate::core::import) fn worsen(&mut self, verdict: Option<SociStatus>) {
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

    /// Takes a verdict back for which all reasons stand under a template's conditions.
    pub(in crate::core::import) fn under_conditions(&mut self) {
        let Some(document) = self.documents.class.or(self.documents.bare) else {
            return;
        };
        if self.on.verdict != SociStatus::NeverReady {
            return;
        }
        let errors = self.on.reasons.iter();
        let errors = errors.filter(|reason| reason.severity == Severity::Error);
        let guards: Option<Vec<usize>> = errors
            .map(|reason| {
                let guard = document.guard_of(reason.place.line, &reason.path)?;
                Some(guard.line)
            })
            .collect();
        let Some(first) = guards.as_deref().and_then(<[usize]>::first) else {
            return;
        };
        let what = format!("the condition on line {first}: if true, nodes do not become Ready");
        self.on.verdict = SociStatus::Unknown;
        self.unread(what);
    }

    /// What to say behind something that a line of the userData does together with the policy for the
    /// instance store, where a template's conditions put them there.
    pub(in crate::core::import) fn together_with_policy(&self, line: usize) -> Option<String> {
        let class = self.documents.class?;
        let place = self.text.as_ref()?.place(line).line;
        class.together(class.node.line_at(&["spec", "instanceStorePolicy"]), place)
    }

    /// Says that what a line switches on is so only where a template's condition holds.
    pub(in crate::core::import) fn switched_on_at(&mut self, line: usize) {
        let document = self.documents.class.or(self.documents.bare);
        let place = self
            .text
            .as_ref()
            .map_or(line, |text| text.place(line).line);
        if let Some(guard) = document.and_then(|document| document.guard(place)) {
            self.worsen(Some(SociStatus::Unknown));
            self.unread(format!(
                "the condition on line {}: only if true, line {place} switches it on",
                guard.line
            ));
        }
    }

    /// Notes that a template still has to fill in what switches SOCI on.
    pub(in crate::core::import) fn has_open_switch(&mut self) {
        self.worsen(Some(SociStatus::Unknown));
        self.on.has_open_switch = true;
    }

    pub(in crate::core::import) fn step(
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

    /// What Karpenter does with the userData before a node gets it; nothing where it has no part in it.
    pub(in crate::core::import) fn step_of_karpenter(&mut self, what: impl Into<String>) {
        if let Some(said) = Words::of_karpenter(what).said(self.launcher()) {
            self.step("Karpenter", false, None, said.message);
        }
    }

    /// Notes something of the userData that was not understood.
    pub(in crate::core::import) fn unread(&mut self, what: String) {
        const MAX_NAMED: usize = 30;
        let what: String = what
            .chars()
            .filter(|letter| !letter.is_control())
            .take(300)
            .collect();
        if self.on.unread.len() > MAX_NAMED || self.on.unread.contains(&what) {
            return;
        }
        self.on.unread.push(if self.on.unread.len() < MAX_NAMED {
            what
        } else {
            format!("more than these {MAX_NAMED} places")
        });
    }

    /// A line of the userData in words: `line 12`, counted in its file where the file shows it.
    pub(in crate::core::import) fn line_words(&self, line: usize) -> String {
        match &self.text {
            Some(text) => format!("line {}{}", text.place(line).line, text.hint(line)),
            None => format!("line {line}"),
        }
    }

    pub(in crate::core::import) fn has_raid0_policy(&self) -> bool {
        self.documents
            .class
            .and_then(|class| class.node.str_at(&["spec", "instanceStorePolicy"]))
            == Some("RAID0")
    }

    pub(in crate::core::import) fn class_place(&self) -> SourceLocation {
        self.documents
            .class
            .or(self.documents.bare)
            .map_or(SourceLocation { file: 0, line: 1 }, |found| found.place)
    }
}
