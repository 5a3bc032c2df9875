//! Values that a file says and that no setting takes. They are not absent: no default holds in their place,
//! and what depends on them is not judged.

use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::report::Taken;

/// The keys of the volume among them.
pub(in crate::core::import) fn of_volume(
    refused: &[(Taken, String)],
) -> impl Iterator<Item = String> {
    refused.iter().filter_map(|(taken, _)| {
        let key = taken.field.path.strip_prefix("storage.volume.")?;
        Some(key.to_owned())
    })
}

/// Says so of each limit of the engine and each value of the volume, unless somebody has found it wrong.
pub(in crate::core::import) fn say(
    refused: &[(Taken, String)],
    judged: &[&Diagnostic],
) -> Vec<Diagnostic> {
    let is_wrong = |taken: &Taken| {
        judged
            .iter()
            .any(|one| one.place == taken.place && one.severity == Severity::Error)
    };
    let counts = |path: &str| {
        ["engine.", "storage.volume."]
            .iter()
            .any(|group| path.starts_with(group))
    };
    refused
        .iter()
        .filter(|(taken, _)| counts(taken.field.path) && !is_wrong(taken))
        .map(|(taken, said)| {
            Diagnostic::at(
                &rules::VALUE_NOT_JUDGED,
                Severity::Note,
                taken.place,
                &taken.path,
                format!(
                    "{} is {}, and settings take {}: it is kept as it stands, and what depends on it is not judged.",
                    taken.field.label,
                    quoted(said),
                    taken.field.bounds
                ),
            )
        })
        .collect()
}
