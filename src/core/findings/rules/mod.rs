//! The rules: one file each, one table.
//!
//! To add a rule: write a file beside these with a `pub(super) static RULE: Rule`, add it to
//! [`Rule::ALL`], and add a case to `tests/it/rules.rs` that triggers it and one that does not.

mod throughput_above_iops;

use super::{Severity, Sink};
use crate::core::config::{Config, Source};

/// One rule.
pub struct Rule {
    /// Stable kebab-case name; it names the offence, not the cure.
    pub id: &'static str,
    /// What it checks, in one sentence.
    pub what: &'static str,
    /// Why it matters, in one or two sentences.
    pub why: &'static str,
    /// How to put it right.
    pub how: &'static str,
    pub(super) source: Source,
    pub(super) check: fn(&Config, &mut Sink<'_>),
}

impl std::fmt::Debug for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Rule").field(&self.id).finish()
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Rule {
    /// Every rule.
    pub const ALL: &'static [&'static Self] = &[&throughput_above_iops::RULE];
}
