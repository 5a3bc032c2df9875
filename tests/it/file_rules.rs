//! Every rule that only files can break: a file that breaks it, and none before.

pub mod cases;

use std::collections::BTreeSet;

use soci_configurator::core::{Config, Diagnostic, InputFile, Rule, Severity, read_files};
use soci_configurator::data::catalogue;

use crate::support::set;
use cases::{Case, Input};

/// What is said of an input.
fn said(input: &Input) -> Vec<Diagnostic> {
    let file = InputFile {
        name: "nodes.yaml".to_owned(),
        text: input.text(),
    };
    let base = set(
        Config::default(),
        &[("cluster.karpenter", input.karpenter())],
    );
    read_files(&[file], &base, catalogue()).noticed(catalogue())
}

/// Rules that a list of diagnostics is of.
fn ids(said: &[Diagnostic]) -> Vec<&'static str> {
    said.iter().map(|one| one.rule.id).collect()
}

#[test]
fn each_rule_finds_what_it_is_for() {
    let mut wrong = Vec::new();
    for Case {
        rule,
        severity,
        input,
    } in cases::all()
    {
        let found = said(&input);
        if !found
            .iter()
            .any(|one| one.rule == rule && one.severity == severity)
        {
            wrong.push(format!("{rule} {severity:?}: {:?}", ids(&found)));
        }
        let plain = said(&input.plain());
        let before = plain.iter().find(|one| one.rule == rule);
        if let Some(before) = before {
            wrong.push(format!("{rule}: said without it: {}", before.message));
        }
    }
    assert!(wrong.is_empty(), "\n  {}", wrong.join("\n  "));
}

#[test]
fn what_just_keeps_a_rule_is_not_said() {
    for (rule, input) in cases::kept() {
        assert!(Rule::find(rule).is_some(), "{rule}");
        let found = said(&input);
        let one = found.iter().find(|one| one.rule == rule);
        assert_eq!(one, None, "{input:?}");
    }
}

#[test]
fn an_operator_that_pods_do_not_know_is_put_as_one_that_they_know() {
    let input = cases::all()
        .into_iter()
        .find(|case| case.rule == "operator-unknown-to-pods")
        .map(|case| case.input.text())
        .expect("a case of it");
    for (operator, older) in [("Gte", "Gt with one less"), ("Lte", "Lt with one more")] {
        let found = said(&Input::File(input.replace("Gte", operator)));
        let messages: Vec<&str> = found.iter().map(|one| one.message.as_str()).collect();
        assert!(
            messages.iter().any(|message| message.contains(older)),
            "{operator}: {messages:?}"
        );
    }
}

/// Also each severity that a rule is registered with.
#[test]
fn every_rule_has_a_case_for_each_of_its_severities() {
    let registered: BTreeSet<(&str, &str)> = Rule::of_files()
        .flat_map(|rule| rule.severities.iter().map(|one| (rule.id, one.as_str())))
        .collect();
    let met: BTreeSet<(&str, &str)> = cases::all()
        .iter()
        .map(|case| (case.rule, case.severity.as_str()))
        .filter(|(rule, _)| Rule::find(rule).is_some_and(|rule| !rule.is_about_settings()))
        .collect();
    let without: Vec<_> = registered.difference(&met).collect();
    assert!(without.is_empty(), "without a case: {without:?}");
    let unknown: Vec<_> = met.difference(&registered).collect();
    assert!(unknown.is_empty(), "not registered: {unknown:?}");
}

/// What settings break files can break as well: they are one rule, which has a case of both.
#[test]
fn rules_of_both_have_a_case_of_a_file() {
    let shared = [
        "ami-before-fast-image-pull",
        "ami-release-missing",
        "ami-release-unconfirmed",
        "bottlerocket-before-soci",
        "bottlerocket-raid0-before-soci-directory",
        "broken-ami-release",
        "downloads-above-global",
        "install-script-custom-root-under-containerd",
        "install-script-on-new-ami",
        "moving-ami-release",
        "raid0-before-soci-directory",
        "release-newer-than-known",
        "sed-lost-on-reboot",
        "throughput-above-iops",
        "unpacks-above-global",
        "unpinned-install-script",
    ];
    let cases = cases::all();
    for rule in shared {
        assert!(
            Rule::find(rule).is_some_and(Rule::is_about_settings),
            "{rule}"
        );
        assert!(cases.iter().any(|case| case.rule == rule), "{rule}");
    }
}

#[test]
fn ids_are_there_once() {
    let all: Vec<&str> = Rule::all().map(|rule| rule.id).collect();
    let once: BTreeSet<&str> = all.iter().copied().collect();
    assert_eq!(all.len(), once.len());
    for rule in Rule::all() {
        assert!(!rule.severities.is_empty(), "{rule}");
        assert!(rule.severities.is_sorted(), "{rule}: worst first");
    }
    let waste = Rule::of_files().find(|rule| rule.severities.contains(&Severity::Waste));
    assert_eq!(waste, None, "files are not judged by money");
}
