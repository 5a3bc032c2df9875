//! What a next step is made of.

/// The label by which Karpenter says a node's pool.
pub(super) const POOL_LABEL: &str = "karpenter.sh/nodepool";

/// One of the next steps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What it is for: “Look up the name and the role”.
    pub title: String,
    /// What to know, in a sentence or two; may be empty.
    pub text: String,
    /// Commands to paste into a shell.
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

pub(super) fn step(title: &str, text: impl Into<String>, commands: Vec<Command>) -> Step {
    Step {
        title: title.to_owned(),
        text: text.into(),
        commands,
    }
}

pub(super) fn command(about: &str, text: impl Into<String>) -> Command {
    Command {
        about: about.to_owned(),
        text: text.into(),
    }
}

/// A word as a shell takes it for itself. What is kept of somebody's files may hold anything, and
/// nothing of it is to run.
pub(super) fn shell_word(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        ["'", &text.replace('\'', r"'\''"), "'"].concat()
    }
}
