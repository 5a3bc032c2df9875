//! Every rule: what triggers it, what is just still fine, and that its fix repairs it.

mod cases;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use soci_configurator::core::{Catalogue, Config, Finding, Preset, Rule, Severity, evaluate};

use cases::{Case, DISCARD, ERROR, IN_ALL, IOPS, NOTE, THROUGHPUT, Trigger, UNPACKS};

use crate::catalogue::with_prices;
use crate::support::{config, preset, set};

/// With the prices of the Regions that the cases are in.
static PRICED: LazyLock<Catalogue> =
    LazyLock::new(|| with_prices(&["us-east-1", "ap-southeast-7"]));

fn findings(config: &Config) -> Vec<Finding> {
    evaluate(config, &PRICED).findings
}

fn of_rule(rule: &str, config: &Config) -> Vec<Finding> {
    let mut found = findings(config);
    found.retain(|finding| finding.rule.id == rule);
    found
}

/// One case: silent where it should be, found where it should be, repaired by its fix.
fn check(case: &Case) {
    for settings in case.clean {
        let found = of_rule(case.rule, &config(settings));
        assert_eq!(found, Vec::new(), "{} at {settings:?}", case.rule);
    }
    for Trigger(severity, needed, settings) in case.triggers {
        let config = config(settings);
        let found = of_rule(case.rule, &config);
        assert!(!found.is_empty(), "{} is silent at {settings:?}", case.rule);
        assert!(
            found
                .iter()
                .any(|finding| finding.severity == *severity && finding.message.contains(needed)),
            "{} at {settings:?}: {found:#?}",
            case.rule
        );
        for finding in &found {
            assert!(finding.message.ends_with('.'), "{}", finding.message);
            assert!(
                finding.severity != ERROR || finding.fix.is_some() || says_what_else(finding),
                "{} is an error without a fix at {settings:?}",
                case.rule
            );
            repairs(finding, &config);
        }
    }
}

/// Where no release suits a cluster, no other one can be pinned, and no setting makes a layer
/// smaller: the message says what to change.
fn says_what_else(finding: &Finding) -> bool {
    [
        "upgrade the cluster",
        "take FastImagePull instead",
        "Split the layer",
    ]
    .iter()
    .any(|what| finding.message.contains(what))
}

/// A fix removes its finding and adds no error.
fn repairs(finding: &Finding, config: &Config) {
    let Some(fix) = &finding.fix else {
        return;
    };
    let place = (finding.rule.id, finding.field.path);
    let before: BTreeSet<&str> = errors(config);
    let after = config.apply(&fix.edit);
    assert_ne!(&after, config, "{place:?}: “{}” changes nothing", fix.label);
    let left = of_rule(finding.rule.id, &after);
    assert!(
        left.iter().all(|other| other.field != finding.field),
        "{place:?}: “{}” leaves {left:#?}",
        fix.label
    );
    let added: Vec<&str> = errors(&after).difference(&before).copied().collect();
    assert_eq!(
        added,
        Vec::<&str>::new(),
        "{place:?}: “{}” adds errors",
        fix.label
    );
}

fn errors(config: &Config) -> BTreeSet<&'static str> {
    findings(config)
        .iter()
        .filter(|finding| finding.severity == ERROR)
        .map(|finding| finding.rule.id)
        .collect()
}

#[test]
fn each_rule_finds_what_it_is_for_and_repairs_it() {
    for case in cases::all() {
        check(case);
    }
}

#[test]
fn every_rule_has_a_case_and_every_case_a_rule() {
    let rules: Vec<&str> = Rule::OF_SETTINGS.iter().map(|rule| rule.id).collect();
    let cases: BTreeSet<&str> = cases::all().map(|case| case.rule).collect();
    assert_eq!(rules.iter().copied().collect::<BTreeSet<_>>(), cases);
    assert_eq!(rules.len(), cases.len(), "an id is there twice");
    for case in cases::all() {
        assert!(
            !case.clean.is_empty() && !case.triggers.is_empty(),
            "{}",
            case.rule
        );
    }
}

#[test]
fn rules_explain_themselves() {
    for rule in Rule::all() {
        assert!(
            rule.id
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{}",
            rule.id
        );
        for text in [rule.words().what, rule.words().why, rule.words().how] {
            assert!(
                text.ends_with('.') && !text.contains("  "),
                "{}: {text}",
                rule.id
            );
        }
        assert!(rule.source().url.starts_with("https://"), "{}", rule.id);
        assert!(
            rule.source().label.contains(|c: char| c.is_ascii_digit())
                || rule.source().label.contains("API")
                // A bound of our own has no version.
                || rule.source().label.starts_with("This tool"),
            "{}",
            rule.id
        );
        assert_eq!(Rule::find(rule.id), Some(rule));
    }
}

#[test]
fn the_presets_are_clean() {
    assert_eq!(findings(&Config::default()), Vec::new());
    for preset in Preset::ALL {
        let found = findings(&preset.config());
        if preset.word == "original-blueprint" {
            assert!(
                found.iter().all(|finding| finding.severity != ERROR),
                "{found:#?}"
            );
            assert!(
                found
                    .iter()
                    .any(|finding| finding.rule.id == "iops-beyond-throughput")
            );
        } else if preset.word == "auto-mode" {
            // Its likely node has slow NVMe, and Auto Mode no setting for that: better said.
            let rules: Vec<&str> = found.iter().map(|finding| finding.rule.id).collect();
            assert_eq!(rules, ["instance-store-slower-than-volume"]);
        } else {
            assert_eq!(found, Vec::new(), "{}", preset.word);
        }
    }
}

#[test]
fn fixes_repair_on_every_preset_too() {
    for word in Preset::ALL.iter().map(|preset| preset.word) {
        let start = preset(word);
        for finding in findings(&start) {
            repairs(&finding, &start);
        }
        for Trigger(_, _, settings) in cases::all().flat_map(|case| case.triggers) {
            let config = set(start.clone(), settings);
            for finding in findings(&config) {
                repairs(&finding, &config);
            }
        }
    }
}

#[test]
fn the_worst_comes_first() {
    let config = config(&[
        (THROUGHPUT, "800"),
        (IOPS, "3001"),
        (UNPACKS, "1"),
        (DISCARD, "false"),
        (IN_ALL, "5"),
    ]);
    let found: Vec<Severity> = findings(&config)
        .iter()
        .map(|finding| finding.severity)
        .collect();
    assert!(found.is_sorted(), "{found:?}");
    assert!(found.contains(&ERROR) && found.contains(&NOTE));
}
