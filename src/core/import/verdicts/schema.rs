//! What Karpenter's own schema says of a document.

use crate::core::config::KarpenterVersion;
use crate::core::findings::Severity;
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::{Partial, SourceLocation};
use crate::core::schema;

/// Checks one document against the tables of its kind, and notes the lines that would be refused.
pub(in crate::core::import) fn check(
    found: &Document,
    karpenter: KarpenterVersion,
    refused: &mut Vec<SourceLocation>,
    remarks: &mut Vec<Diagnostic>,
) {
    let kind = match found.kind {
        Kind::Ec2NodeClass => schema::Kind::Ec2NodeClass,
        Kind::NodePool => schema::Kind::NodePool,
        _ => return,
    };
    if found.api_version.ends_with("/v1beta1") {
        remarks.push(Diagnostic::at(
            "api-version-gone",
            Severity::Error,
            found.place,
            "apiVersion",
            format!("{} is not served any more since Karpenter 1.1; it is read as v1, whose fields differ in places.", found.api_version),
        ));
    }
    // A published fragment, a patch or a template leaves things out on purpose.
    let partly = found.partial.is_some();
    for violation in schema::check(kind, &found.node, karpenter) {
        let incomplete = matches!(violation.rule, "required-field" | "cross-field-rule");
        let place = SourceLocation {
            file: found.place.file,
            line: violation.line,
        };
        remarks.push(Diagnostic::at(
            violation.rule,
            if partly && incomplete {
                Severity::Note
            } else {
                Severity::Error
            },
            place,
            violation.path.clone(),
            violation.message.clone(),
        ));
        if violation.rule != "cross-field-rule" {
            refused.push(place);
        }
    }
    if let Some(Partial::Elided(line)) = found.partial {
        remarks.push(Diagnostic::of_file(
            "something-left-out",
            Severity::Note,
            found.place.file,
            line,
            "… stands for something that is left out here; what follows is read as part of the same document.",
        ));
    }
}
