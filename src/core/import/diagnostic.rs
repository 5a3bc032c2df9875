//! Something to say about a line of a file.

use super::source::SourceLocation;
use crate::core::findings::Severity;

/// Something noticed in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable id in kebab-case.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: SourceLocation,
    /// Dotted path in the document, empty where there is none.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
}

impl Diagnostic {
    pub(in crate::core::import) fn of_file(
        rule: &'static str,
        severity: Severity,
        file: usize,
        line: usize,
        message: impl Into<String>,
    ) -> Self {
        Self::at(rule, severity, SourceLocation { file, line }, "", message)
    }

    pub(in crate::core::import) fn at(
        rule: &'static str,
        severity: Severity,
        place: SourceLocation,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity,
            place,
            path: path.into(),
            message: message.into(),
        }
    }
}
