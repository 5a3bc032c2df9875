//! Something to say about a line of a file.

use super::document::Document;
use super::source::SourceLocation;
use crate::core::findings::{Rule, Severity};

/// Something noticed in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is broken.
    pub rule: &'static Rule,
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    pub place: SourceLocation,
    /// Dotted path in the document, empty where there is none.
    pub path: String,
    /// What is wrong and what would be right.
    pub message: String,
    /// The number of the document that it is about, where that is known.
    pub(super) document: Option<usize>,
}

impl Diagnostic {
    pub(in crate::core::import) fn of_file(
        rule: &'static Rule,
        severity: Severity,
        file: usize,
        line: usize,
        message: impl Into<String>,
    ) -> Self {
        Self::at(rule, severity, SourceLocation { file, line }, "", message)
    }

    pub(in crate::core::import) fn at(
        rule: &'static Rule,
        severity: Severity,
        place: SourceLocation,
        path: impl Into<String>,
        message: impl Into<String>,
    ) -> Self {
        debug_assert!(
            rule.severities.contains(&severity),
            "{rule}: {severity:?} is not registered"
        );
        Self {
            rule,
            severity,
            place,
            path: path.into(),
            message: message.into(),
            document: None,
        }
    }

    /// Says of an error or a warning that its line is there only where a template's condition holds.
    pub(super) fn add_condition(&mut self, documents: &[Document]) {
        const SAID: &str = "This applies only if the condition";
        let is_grave = matches!(self.severity, Severity::Error | Severity::Warning);
        let of_file = documents
            .iter()
            .filter(|one| one.place.file == self.place.file);
        let guard = of_file
            .filter_map(|one| one.guard_of(self.place.line, &self.path))
            .max_by_key(|guard| guard.from);
        if let Some(guard) = guard.filter(|_| is_grave && !self.message.contains(SAID)) {
            self.message
                .push_str(&format!(" {SAID} on line {} is true.", guard.line));
        }
    }
}

/// What to say behind something that a template may say all the same, in lines that it puts in.
pub(in crate::core::import) fn unless_put_in(line: usize) -> String {
    format!(" Unless the template inserts it, for example on line {line}.")
}
