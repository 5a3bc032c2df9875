//! The parts of AL2023's userData, and what is said of them.

use super::drop_ins::DropIn;
use super::files::{Effects, Stage, WrittenFile};
use super::shell::Script;
use crate::core::findings::{Rule, Severity};
use crate::core::import::words::Words;
use crate::core::yaml::Node;

/// Something said about a userData, its line counted in the userData itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct UserDataDiagnostic {
    pub(in crate::core::import) rule: &'static Rule,
    pub(in crate::core::import) severity: Severity,
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) words: Words,
    /// Whether no node joins with it.
    pub(in crate::core::import) is_fatal: bool,
}

impl UserDataDiagnostic {
    pub(in crate::core::import) fn new(
        rule: &'static Rule,
        severity: Severity,
        line: usize,
        words: impl Into<Words>,
    ) -> Self {
        Self {
            rule,
            severity,
            line,
            words: words.into(),
            is_fatal: false,
        }
    }
}

/// What a part of AL2023's userData is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Body {
    /// nodeadm reads it.
    NodeConfig(Node),
    /// cloud-init runs it.
    Script(Script),
    /// cloud-init's own configuration.
    CloudConfig,
    /// Neither nodeadm nor cloud-init uses it.
    Ignored,
}

/// A part with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Part {
    pub(in crate::core::import) line: usize,
    /// The line of its text's first, which is behind its headers.
    pub(in crate::core::import) first: usize,
    pub(in crate::core::import) body: Body,
    pub(in crate::core::import) text: String,
    pub(in crate::core::import) content_type: String,
    /// What it does to the node's files.
    pub(in crate::core::import) effects: Effects,
    /// The commands of a cloud-config, read as scripts, and when they run.
    pub(in crate::core::import) commands: Vec<(Stage, Script)>,
}

/// AL2023's userData, cut into parts as Karpenter does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct Parts {
    pub(in crate::core::import) parts: Vec<Part>,
    pub(in crate::core::import) said: Vec<UserDataDiagnostic>,
    /// NodeConfigs that the parts write to the node, in the order in which nodeadm merges them
    /// over those of the userData.
    pub(in crate::core::import) drop_ins: Vec<DropIn>,
    /// What a template puts in at lines of their own, so that it may say anything.
    pub(in crate::core::import) gaps: Vec<(usize, String)>,
    /// Whether it is a template with conditions or loops, whose text is not all of it.
    pub(in crate::core::import) has_directives: bool,
    /// Whether a branch of a condition is left out.
    pub(in crate::core::import) is_part: bool,
}

impl Parts {
    /// Whether the text may say more than is read, so that nothing is missing for sure.
    pub(in crate::core::import) fn may_say_more(&self) -> bool {
        self.is_part || !self.gaps.is_empty()
    }

    /// Every NodeConfig that nodeadm merges, the strongest last.
    pub(in crate::core::import) fn merged_configs(&self) -> impl Iterator<Item = &Node> {
        let drop_ins = self.drop_ins.iter().filter_map(DropIn::node);
        self.node_configs().map(|(_, node)| node).chain(drop_ins)
    }

    /// Every script that cloud-init runs, those of a cloud-config with them.
    pub(in crate::core::import) fn all_scripts(&self) -> impl Iterator<Item = (&Part, &Script)> {
        self.parts.iter().flat_map(|part| {
            let own = match &part.body {
                Body::Script(script) => Some(script),
                Body::NodeConfig(_) | Body::CloudConfig | Body::Ignored => None,
            };
            own.into_iter()
                .chain(part.commands.iter().map(|(_, script)| script))
                .map(move |script| (part, script))
        })
    }

    /// Changes to files, in the order in which they are made.
    pub(in crate::core::import) fn files(&self) -> Vec<&WrittenFile> {
        let all = self.parts.iter().flat_map(|part| &part.effects.files);
        let mut files: Vec<&WrittenFile> = all.collect();
        files.sort_by_key(|file| file.stage);
        files
    }

    pub(in crate::core::import) fn node_configs(&self) -> impl Iterator<Item = (&Part, &Node)> {
        self.parts.iter().filter_map(|part| match &part.body {
            Body::NodeConfig(node) => Some((part, node)),
            Body::Script(_) | Body::CloudConfig | Body::Ignored => None,
        })
    }

    pub(in crate::core::import) fn scripts(&self) -> impl Iterator<Item = (&Part, &Script)> {
        self.parts.iter().filter_map(|part| match &part.body {
            Body::Script(script) => Some((part, script)),
            Body::NodeConfig(_) | Body::CloudConfig | Body::Ignored => None,
        })
    }

    pub(super) fn fail(&mut self, rule: &'static Rule, line: usize, words: impl Into<Words>) {
        self.said.push(UserDataDiagnostic {
            is_fatal: true,
            ..UserDataDiagnostic::new(rule, Severity::Error, line, words)
        });
    }

    pub(super) fn warn(&mut self, rule: &'static Rule, line: usize, words: impl Into<Words>) {
        self.said.push(UserDataDiagnostic::new(
            rule,
            Severity::Warning,
            line,
            words,
        ));
    }
}
