//! One value that is kept, where it can be written down and read back.

use crate::core::config::{MAX_LIST_LENGTH, Override};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::report::{DocumentPlace, ImportedOverride, OverrideKind};
use crate::core::import::source::SourceLocation;

/// As many as the Config's field takes.
pub(super) const MAX_KEPT: usize = 500;

/// Adds a kept value, if it can be written down and read back; false if it is not kept.
pub(super) fn push(
    kept: Override,
    how: OverrideKind,
    (place, at): (SourceLocation, Option<DocumentPlace>),
    document: String,
    all: &mut Vec<ImportedOverride>,
    remarks: &mut Vec<Diagnostic>,
) -> bool {
    let path = kept.path_text();
    // A key that is there twice means its later value.
    if let Some(before) = all.iter().position(|own| own.kept.is_same_place(&kept)) {
        all.remove(before);
    }
    let readable = kept
        .to_string()
        .parse::<Override>()
        .is_ok_and(|read| read == kept);
    let bytes = |kept: &Override| kept.to_string().len();
    let has_room = all.len() < MAX_KEPT
        && all.iter().map(|own| bytes(&own.kept)).sum::<usize>() + bytes(&kept) <= MAX_LIST_LENGTH;
    if !readable || !has_room {
        let why = if readable {
            "this is not preserved: there are too many values, or their total size is too large."
        } else {
            "this cannot be preserved: it contains characters not allowed in a Config file, or it is too long."
        };
        remarks.push(Diagnostic::at(
            &rules::NOT_KEPT,
            Severity::Warning,
            place,
            path,
            why,
        ));
        return false;
    }
    all.push(ImportedOverride {
        place,
        at,
        document,
        path,
        how,
        kept,
    });
    true
}
