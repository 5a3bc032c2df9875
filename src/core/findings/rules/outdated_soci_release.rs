//! The script's own SOCI is old.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::Fix;
use crate::core::findings::predicates::edit_of;
use crate::core::versions::{NEWEST_SOCI, SOCI_OWN_FETCHER, SOCI_PARALLEL};

pub(super) static RULE: Rule = Rule {
    id: "outdated-soci-release",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The install script installs a SOCI release before 0.12.0.",
    why: "The script's default, 0.11.1, dates from July 2025. 0.12.0 (2025-11-25) added its own fetcher with fewer round trips, and rejects settings that older releases silently ignore.",
    how: "Use a newer release.",
    source: SOCI,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let minor = super::soci_minor(config);
    if !config.engine.spec().has_install_script()
        || !(SOCI_PARALLEL..SOCI_OWN_FETCHER).contains(&minor)
    {
        return;
    }
    reporter.report(
        Severity::Note,
        "engine.install.sociVersion",
        format!("SOCI 0.{minor} is older than 0.{SOCI_OWN_FETCHER}.0, which downloads with fewer round trips; {NEWEST_SOCI} is the newest known."),
    );
    let mut changes = vec![("engine.install.sociVersion", NEWEST_SOCI.to_owned())];
    // Newer releases fail on layers of a snapshot that they would discard.
    if config.storage.volume.snapshot_id.is_some() && config.engine.limits.discard_unpacked_layers {
        let Some(keep) = super::discard_with_snapshot::keep_layers(context) else {
            return;
        };
        changes.extend(keep);
    }
    if let Some(edit) = edit_of(&changes, config) {
        reporter.offer_fix(Fix {
            label: format!("Install {NEWEST_SOCI}"),
            edit,
        });
    }
}
