//! What files say of the cluster, with its place.

use super::Reading;
use crate::core::import::document::held::PlacedStatement;
use crate::core::import::source::{SourceLocation, Statement};
use crate::core::yaml::Node;

impl Reading<'_> {
    /// Notes what is said of the cluster, at lines of the file.
    pub(super) fn state(&mut self, stated: Vec<Statement>, line: impl Fn(usize) -> usize) {
        for one in stated {
            self.statements.push(PlacedStatement {
                place: SourceLocation {
                    file: self.file,
                    line: line(one.line),
                },
                fact: one.fact,
                value: one.value,
                path: one.path,
            });
        }
    }

    /// Notes what a document says of the cluster.
    pub(super) fn state_versions(&mut self, api_version: &str, kind: &str, node: &Node) {
        if let Some(openers) = self.openers {
            self.state((openers.statements)(api_version, kind, node), |line| line);
        }
    }
}
