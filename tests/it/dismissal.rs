//! Findings that somebody dismissed: they stay listed apart, with the reason, and count nowhere.

use soci_configurator::core::{
    Config, Dismissal, Edit, Field, Rule, evaluate, read_config, write_config,
};
use soci_configurator::data::catalogue;

use crate::support::{config, set};

/// A release that exists for every Kubernetes since 1.30.
const AMI: (&str, &str) = ("cluster.al2023Version", "v20260714");
const THROUGHPUT: &str = "storage.volume.throughput";

fn rule(id: &str) -> &'static Rule {
    Rule::find(id).expect("a rule")
}

fn ids(config: &Config) -> (Vec<&'static str>, Vec<(&'static str, String)>) {
    let evaluation = evaluate(config, catalogue());
    let shown = evaluation.findings.iter().map(|found| found.rule.id);
    let dismissed = evaluation.dismissed.iter();
    (
        shown.collect(),
        dismissed
            .map(|one| (one.finding.rule.id, one.reason.clone()))
            .collect(),
    )
}

#[test]
fn a_dismissed_finding_is_listed_apart_and_comes_back() {
    let slow = config(&[AMI, (THROUGHPUT, "300")]);
    let dismiss = |reason: &str, config: &Config| {
        let dismissal = Dismissal::new(rule("slow-volume"), reason).unwrap();
        Edit::dismiss(&dismissal, config).unwrap()
    };
    assert_eq!(ids(&slow), (vec!["slow-volume"], vec![]));
    let edit = dismiss(" measured: it is enough ", &slow);
    let quiet = slow.apply(&edit);
    let reason = "measured: it is enough".to_owned();
    assert_eq!(ids(&quiet), (vec![], vec![("slow-volume", reason)]));
    assert_eq!(read_config(&write_config(&quiet)), Ok(quiet.clone()));
    let again = dismiss("another reason", &quiet);
    assert_eq!(quiet.apply(&again).dismissed.len(), 1);
    let back = Edit::put_back("slow-volume", &quiet).unwrap();
    assert_eq!(quiet.apply(&back), slow);
}

#[test]
fn an_error_is_shown_all_the_same() {
    let dismissed = "throughput-above-iops: no\nslow-volume: no";
    let wrong = config(&[AMI, (THROUGHPUT, "751"), ("dismissed", dismissed)]);
    assert_eq!(ids(&wrong), (vec!["throughput-above-iops"], vec![]));
    assert!(!evaluate(&wrong, catalogue()).is_ready());
    assert_eq!(ids(&set(wrong, &[(THROUGHPUT, "750")])), (vec![], vec![]));
}

#[test]
fn a_dismissal_names_a_rule_and_a_reason() {
    let field = Field::find("dismissed").expect("a field");
    let refusal = |text: &str| {
        let typed = Edit::typed(field, text, &Config::default());
        let refused = typed.expect_err(text);
        (
            refused.message().to_owned(),
            refused.suggestion().map(str::to_owned),
        )
    };
    let (message, near) = refusal("slow-volumes: fine");
    assert!(
        message.contains("“slow-volumes” is not a rule"),
        "{message}"
    );
    assert_eq!(near.as_deref(), Some("slow-volume: fine"));
    assert!(refusal("slow-volume").0.contains("A reason is needed"));
    assert!(refusal("slow-volume:  ").0.contains("A reason is needed"));
    assert!(refusal("slow-volume: a\u{202e}b").0.contains("U+202E"));
    assert!(
        refusal("slow-volume: a\nslow-volume: b")
            .0
            .contains("duplicate")
    );
    let long = format!("slow-volume: {}", "x".repeat(201));
    assert!(refusal(&long).0.contains("at most 200"));
    assert!(Dismissal::new(rule("slow-volume"), &"x".repeat(200)).is_ok());
}
