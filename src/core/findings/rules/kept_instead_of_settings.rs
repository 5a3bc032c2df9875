//! What is kept from a file can stand in the way of a setting.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Override;
use crate::core::config::sources::EC2NODECLASS;
use crate::core::findings::releases::{faults, pinned_release};
use crate::core::manifest::overriding;

pub(in crate::core) static RULE: Rule = Rule {
    id: "kept-instead-of-settings",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Preserved fields of an imported file override the settings.",
    why: "They are written unchanged, so nothing in the file is lost; while they exist, changing the settings has no effect there.",
    how: "Remove those that the settings should replace, and keep the rest.",
    source: EC2NODECLASS,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let found = overriding(config);
    let Some(first) = found.first() else { return };
    let place = |kept: &Override| format!("{} {}", kept.document.as_str(), kept.path_text());
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(" and in {more} more places"),
    };
    let mut message = format!(
        "{} is written as in your file{more}, overriding the settings.",
        place(first)
    );
    // Without its repair the release would be an error.
    let release = pinned_release(config).filter(|(_, release)| {
        let faults = faults(*release, config, catalogue.releases());
        faults.iter().any(|(fault, _)| fault.is_of_pause_image())
    });
    let is_needed = release.filter(|_| found.iter().any(|kept| kept.imports_pause_image()));
    if let Some((family, release)) = is_needed {
        message += &format!(
            " Keep it while {} {release} is pinned: it imports the pause image that this release lacks.",
            family.describe()
        );
        return reporter.report(Severity::Note, "kept", message);
    }
    reporter.report(Severity::Note, "kept", message);
    let left: Vec<String> = config
        .kept
        .iter()
        .filter(|kept| !found.contains(kept))
        .map(ToString::to_string)
        .collect();
    reporter.offer("Use the settings", "kept", &left.join("\n"));
}
