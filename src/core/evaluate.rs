//! The pipeline: check, resolve, render; nothing else.

use super::config::{Config, Field};
use super::findings::{self, Finding, Severity};
use super::manifest::Bundle;

/// A required value that is still empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// The field that takes it.
    pub field: &'static Field,
    /// Its name in placeholders: `CLUSTER_NAME`.
    pub variable: &'static str,
}

/// One of the next steps, made from the Config.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is for: “Look up the name and the role”.
    pub title: String,
    /// What to know, in a sentence or two; may be empty.
    pub text: String,
    /// Commands to paste into a shell, each with a line that says what it shows.
    pub commands: Vec<Command>,
}

/// A command of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// When to take this one or what it shows.
    pub about: String,
    /// The command, maybe of several lines.
    pub text: String,
}

/// Everything that follows from one Config.
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// What was noticed, worst first.
    pub findings: Vec<Finding>,
    /// Required values that are still empty; none with placeholders for envsubst.
    pub missing: Vec<Missing>,
    /// The files. With something missing or an error found they are a preview only.
    pub bundle: Bundle,
    /// What to do with them.
    pub steps: Vec<Step>,
}

impl Evaluation {
    /// Whether the files may be copied, downloaded and applied.
    pub fn is_ready(&self) -> bool {
        self.missing.is_empty()
            && self
                .findings
                .iter()
                .all(|finding| finding.severity != Severity::Error)
    }
}

/// Evaluates a Config: total, pure, the same for the same Config everywhere.
pub fn evaluate(config: &Config) -> Evaluation {
    Evaluation {
        findings: findings::check(config),
        missing: Vec::new(),
        bundle: Bundle::default(),
        steps: Vec::new(),
    }
}
