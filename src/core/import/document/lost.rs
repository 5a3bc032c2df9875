//! What of a template an import does not write as it stands.

use super::{Document, Kind};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::source::{Lost, Part};

/// Whether an import writes a document value by value. What is userData it writes as it stands.
pub(super) fn is_written(one: &Document) -> bool {
    match one.kind {
        Kind::Ec2NodeClass | Kind::NodeClass | Kind::NodePool | Kind::Deployment => true,
        Kind::Workload | Kind::UserData(_) | Kind::NodeFile(_) | Kind::Config | Kind::Other => {
            false
        }
    }
}

/// Says it once for a text of documents.
pub(super) fn lost(file: usize, part: &Part, lost: &[Lost]) -> Option<Diagnostic> {
    const NAMED: usize = 3;
    let first = lost.first()?;
    let severity = if lost.iter().any(|one| one.is_missing) {
        Severity::Warning
    } else {
        Severity::Note
    };
    let named: Vec<&str> = lost
        .iter()
        .take(NAMED)
        .map(|one| one.what.as_str())
        .collect();
    let more = if lost.len() > NAMED { " …" } else { "" };
    let message = format!(
        "an import does not preserve {}{more}: it writes one branch of each condition and one iteration of each loop, and omits values injected by the template engine. Add these lines to the generated files.",
        named.join(", ")
    );
    let line = part.lines.line(first.line);
    Some(Diagnostic::of_file(
        &rules::NOT_KEPT,
        severity,
        file,
        line,
        message,
    ))
}
