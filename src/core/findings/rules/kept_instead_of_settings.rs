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
    what: "Values that are kept from an imported file stand where the settings would write something else.",
    why: "They are written as they were, so that nothing of the file is lost; as long as they are \
          there, changing the settings changes nothing at these places.",
    how: "Let them go where the settings are the better choice, and keep what is meant to stay.",
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
        more => format!(" and at {more} more places"),
    };
    let mut message = format!(
        "{} is written as in your file{more}; the settings would write something else there.",
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
            " Keep it while you pin {} {release}: it imports the pause image that this release lacks.",
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
    reporter.offer("Write what the settings say", "kept", &left.join("\n"));
}
