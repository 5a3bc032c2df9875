//! What a wrapper held: parts to read further, and what is left unread.

use super::left::push_bounded;
use super::{Absent, ClusterFact, Left, Part, Statement};
use crate::core::config::regions::REGIONS;

/// What a wrapper held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct TakenApart {
    /// What can be read further, in the order in which it stands.
    pub(in crate::core::import) parts: Vec<Part>,
    pub(in crate::core::import) left: Vec<Left>,
    /// What it says of its cluster.
    pub(in crate::core::import) statements: Vec<Statement>,
}

impl TakenApart {
    pub(in crate::core::import) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.left.is_empty()
    }

    /// Notes the Region that a text says, if it is one and no placeholder.
    pub(super) fn state_region(&mut self, line: usize, region: &str, path: &str) {
        if REGIONS.contains(&region) {
            self.state(ClusterFact::Region, line, region, path);
        }
    }

    /// Notes what a text says of the cluster.
    pub(super) fn state(&mut self, fact: ClusterFact, line: usize, value: &str, path: &str) {
        self.statements.push(Statement {
            line,
            fact,
            value: value.to_owned(),
            path: path.to_owned(),
        });
    }

    pub(super) fn leave(&mut self, line: usize, what: impl Into<String>, why: impl Into<String>) {
        push_bounded(&mut self.left, Left::new(line, what, why));
    }

    /// Leaves what stands in files of their own, unless they are given too.
    pub(super) fn leave_absent(
        &mut self,
        line: usize,
        what: impl Into<String>,
        why: impl Into<String>,
        absent: Absent,
    ) {
        let left = Left {
            absent,
            ..Left::new(line, what, why)
        };
        push_bounded(&mut self.left, left);
    }
}
