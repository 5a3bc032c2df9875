//! Every rule: what triggers it, what is just still fine, and that its fix repairs it.

mod cases;
mod examples;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::sync::LazyLock;

use soci_configurator::core::{
    Catalogue, Config, Field, Finding, Preset, Rule, Severity, findings_of,
};

use cases::{Case, DISCARD, ERROR, IN_ALL, IOPS, NOTE, THROUGHPUT, Trigger, UNPACKS};

use crate::catalogue::with_prices;
use crate::support::{config, preset, set};

/// With the prices of the Regions that the cases are in.
static PRICED: LazyLock<Catalogue> =
    LazyLock::new(|| with_prices(&["us-east-1", "ap-southeast-7"]));

fn findings(config: &Config) -> Vec<Finding> {
    findings_of(config, &PRICED)
}

fn of_rule(rule: &str, config: &Config) -> Vec<Finding> {
    let mut found = findings(config);
    found.retain(|finding| finding.rule.id == rule);
    found
}

/// The worst come first, and of those that are as bad the first of the form.
fn place(finding: &Finding) -> (Severity, Option<usize>) {
    let field = Field::all().position(|field| field == finding.field);
    (finding.severity, field)
}

/// One case: silent where it should be, found where it should be, repaired by its fix.
fn check(case: &Case) {
    for settings in case.clean {
        let found = of_rule(case.rule, &config(settings));
        assert_eq!(found, Vec::new(), "{} at {settings:?}", case.rule);
    }
    for Trigger(severity, needed, settings) in case.triggers {
        let config = config(settings);
        let mut found = findings(&config);
        assert!(found.is_sorted_by_key(place), "{settings:?}: {found:#?}");
        found.retain(|finding| finding.rule.id == case.rule);
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

/// Where no release suits a cluster, no other one can be pinned, no setting makes a layer
/// smaller, and what a file keeps is the file's: the message says what to change.
fn says_what_else(finding: &Finding) -> bool {
    [
        "upgrade the cluster",
        "use FastImagePull instead",
        "Split the layer",
        "minValues of",
        "leaves none of the capacity types",
        "only reserved capacity is allowed",
        "has no zone",
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
    let mut added: Vec<&str> = errors(&after).difference(&before).copied().collect();
    // Reserved capacity alone is an error either way.
    if before.contains("reserved-before-karpenter-1-3") {
        added.retain(|rule| *rule != "reserved-without-reservations");
    }
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

/// What each fix is called, without what it does to the node, and what it sets.
const FIXES: &str = "tests/it/rules/fixes.expected";

#[test]
fn what_fixes_set_is_what_the_table_says() {
    let mut all = String::new();
    for case in cases::all() {
        for Trigger(_, _, settings) in case.triggers {
            let config = config(settings);
            let settings: Vec<String> = settings
                .iter()
                .map(|(path, text)| format!("{path}={text:?}"))
                .collect();
            writeln!(all, "== {} at {}", case.rule, settings.join(" ")).expect("a string");
            for finding in of_rule(case.rule, &config) {
                let place = (finding.severity.as_str(), finding.field.path);
                let Some(fix) = &finding.fix else {
                    writeln!(all, "{} {}: no fix", place.0, place.1).expect("a string");
                    continue;
                };
                // Prices and pulls are figures of their own.
                let label = fix.label.split(" (").next().unwrap_or_default();
                let after = config.apply(&fix.edit);
                writeln!(all, "{} {}: {label}", place.0, place.1).expect("a string");
                for field in Field::all() {
                    let (old, new) = (field.value(&config), field.value(&after));
                    if old != new {
                        writeln!(all, "  {} {old} → {new}", field.path).expect("a string");
                    }
                }
            }
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(FIXES, &all).expect("the table is written");
    }
    let expected = fs::read_to_string(FIXES).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it rules\n{}",
        similar::TextDiff::from_lines(&expected, &all).unified_diff()
    );
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
        assert_eq!(rule.page(), format!("rules/{}.html", rule.id));
        assert_eq!(format!("{rule:?}"), format!("Rule({:?})", rule.id));
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

/// What a rule says of these types where no price says which of them comes.
fn unpriced(rule: &str, types: &str, settings: &[(&str, &str)]) -> Option<String> {
    let open = config(&[
        ("nodes.types", types),
        ("nodes.minEbsBandwidth", ""),
        ("nodes.minNetworkBandwidth", ""),
    ]);
    let config = set(open, settings);
    let mut found = findings_of(&config, soci_configurator::data::catalogue());
    found.retain(|finding| finding.rule.id == rule);
    found.pop().map(|finding| finding.message)
}

#[test]
fn where_no_price_says_which_type_comes_throughput_is_judged_on_all() {
    let said = |types: &str| {
        let fast = [(THROUGHPUT, "2000"), (IOPS, "8000")];
        unpriced("throughput-above-instance-maximum", types, &fast)
    };
    let message = said("m6i.8xlarge, m6a.8xlarge").unwrap_or_default();
    assert!(
        message.starts_with("No selected instance writes more than"),
        "{message}"
    );
    assert_eq!(said("m6i.8xlarge, m6in.32xlarge"), None);
    // Where images lie on NVMe, the volume is not what they wait for.
    assert_eq!(said("m6id.8xlarge, m6id.12xlarge"), None);
}

#[test]
fn where_no_price_says_which_type_comes_slow_stores_are_counted() {
    let said = |types: &str| unpriced("instance-store-slower-than-volume", types, &[]);
    // Half of them is no reason yet.
    assert_eq!(said("m6idn.2xlarge, m6id.8xlarge"), None);
    assert_eq!(
        said("m6idn.xlarge, m6idn.2xlarge, m6id.8xlarge").as_deref(),
        Some(
            "The launched type is not known. NVMe is slower than the volume on 2 of the 3 eligible types that keep images on it."
        )
    );
}

/// A script that the release needs is not offered to be let go.
#[test]
fn a_script_that_repairs_a_broken_release_makes_it_a_note() {
    let config = config(&[
        ("cluster.kubernetes", "1.34"),
        ("cluster.al2023Version", "v20260505"),
        (
            "kept",
            "EC2NodeClass spec.userData = \"ctr image import pause.tar\"",
        ),
    ]);
    let found = of_rule("broken-ami-release", &config);
    assert!(
        found.iter().all(|finding| finding.severity == NOTE
            && finding
                .message
                .contains("A preserved script imports a pause image")),
        "{found:#?}"
    );
    assert_eq!(found.len(), 1);
    let kept = of_rule("kept-instead-of-settings", &config);
    let [kept] = kept.as_slice() else {
        panic!("{kept:#?}");
    };
    assert!(kept.message.contains("Keep it while"), "{}", kept.message);
    assert!(kept.fix.is_none(), "{:?}", kept.fix);
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
    let found: Vec<_> = findings(&config).iter().map(place).collect();
    assert!(found.is_sorted(), "{found:?}");
    let has = |wanted: Severity| found.iter().any(|(severity, _)| *severity == wanted);
    assert!(has(ERROR) && has(NOTE));
}
