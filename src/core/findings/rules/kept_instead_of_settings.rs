//! What is kept from a file can stand in the way of a setting.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Override;
use crate::core::config::sources::EC2NODECLASS;
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

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let found = overriding(config);
    let Some(first) = found.first() else { return };
    let place = |kept: &Override| format!("{} {}", kept.document.as_str(), kept.path_text());
    let more = match found.len() - 1 {
        0 => String::new(),
        more => format!(" and at {more} more places"),
    };
    reporter.report(
        Severity::Note,
        "kept",
        format!(
            "{} is written as in your file{more}; the settings would write something else there.",
            place(first)
        ),
    );
    let left: Vec<String> = config
        .kept
        .iter()
        .filter(|kept| !found.contains(kept))
        .map(ToString::to_string)
        .collect();
    reporter.offer("Write what the settings say", "kept", &left.join("\n"));
}
