//! What the API server takes and Karpenter refuses, and labels that Karpenter reads as requirements.

use soci_configurator::core::{Field, Import, Severity};
use soci_configurator::data::catalogue;

use crate::import_account::{CLASS, POOL};
use crate::import_blueprint::{check_round_trip, import};

/// The pool with this below its spec.
fn pool_with(spec: &str) -> String {
    POOL.replace("spec:\n  template:", &format!("spec:\n{spec}  template:"))
}

/// Errors of one rule: path and message.
fn errors(found: &Import, rule: &str) -> Vec<(String, String)> {
    found
        .remarks
        .iter()
        .filter(|one| one.rule.id == rule)
        .inspect(|one| assert_eq!(one.severity, Severity::Error))
        .map(|one| (one.path.clone(), one.message.clone()))
        .collect()
}

#[test]
fn schedules_that_karpenter_cannot_read_are_errors() {
    let of = |schedule: &str| {
        let budgets = format!(
            "  disruption:\n    consolidateAfter: 5m\n    budgets:\n    - {{nodes: \"10%\"}}\n    - {{nodes: \"0\", schedule: \"{schedule}\", duration: 8h}}\n"
        );
        let text = pool_with(&budgets);
        let found = import(&[CLASS, &text]);
        let mut said = errors(&found, "schedule-unreadable");
        said.extend(errors(&found, "schedule-never-comes"));
        said
    };
    for (schedule, why) in [
        ("0 22-6 * * *", "the hour"),
        ("0 9 * * 7", "Sunday is 0"),
        ("@daily at noon or so", "not one of the names"),
        ("TZ=Europe/Berlin 0 9 * * *", "6 fields"),
        ("0 0 30 2 *", "never occurs"),
    ] {
        let said = of(schedule);
        let [(path, message)] = said.as_slice() else {
            panic!("{schedule}: {said:?}");
        };
        assert_eq!(path, "spec.disruption.budgets[1].schedule");
        assert!(message.contains(why), "{message}");
    }
    for fine in [
        "0 9 * * 1-5",
        "@daily",
        "0 9 * * ${DAYS}",
        "*/10 9-17 * JAN,mar mon-fri",
    ] {
        assert_eq!(of(fine), [], "{fine}");
    }
}

#[test]
fn durations_that_go_cannot_hold_are_errors() {
    let place = |text: &str, path: &str| {
        let found = import(&[CLASS, text]);
        let said = errors(&found, "duration-too-long");
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(said.iter().all(|(own, _)| own == path), "{said:?}");
    };
    place(
        &pool_with("  disruption: {consolidateAfter: 2562048h}\n"),
        "spec.disruption.consolidateAfter",
    );
    place(
        &POOL.replace("    spec:\n", "    spec:\n      expireAfter: 9223372037s\n"),
        "spec.template.spec.expireAfter",
    );
    place(
        &POOL.replace(
            "    spec:\n",
            "    spec:\n      terminationGracePeriod: 99999999999999999999m\n",
        ),
        "spec.template.spec.terminationGracePeriod",
    );
    place(
        &pool_with(
            "  disruption: {consolidateAfter: 5m, budgets: [{nodes: \"1\", schedule: \"@daily\", duration: 2562048h}]}\n",
        ),
        "spec.disruption.budgets[0].duration",
    );
    let class = CLASS.replace(
        "  role: node-role\n",
        "  role: node-role\n  kubelet: {evictionSoft: {memory.available: 5%}, evictionSoftGracePeriod: {memory.available: 2562048h}}\n",
    );
    let found = import(&[&class, POOL]);
    assert_eq!(errors(&found, "duration-too-long").len(), 1);
    let longest = pool_with("  disruption: {consolidateAfter: 2562047h}\n");
    assert_eq!(errors(&import(&[CLASS, &longest]), "duration-too-long"), []);
}

#[test]
fn a_label_that_is_a_requirement_becomes_the_field_that_it_means() {
    for (label, field, value) in [
        ("kubernetes.io/arch: arm64", "nodes.architecture", "arm64"),
        (
            "beta.kubernetes.io/arch: arm64",
            "nodes.architecture",
            "arm64",
        ),
        (
            "karpenter.k8s.aws/instance-family: g5g",
            "nodes.families",
            "g5g",
        ),
        (
            "karpenter.k8s.aws/instance-size: 2xlarge",
            "nodes.sizes",
            "2xlarge",
        ),
        (
            "node.kubernetes.io/instance-type: g6.xlarge",
            "nodes.types",
            "g6.xlarge",
        ),
        (
            "topology.kubernetes.io/zone: us-east-1a",
            "nodes.zones",
            "us-east-1a",
        ),
        (
            "failure-domain.beta.kubernetes.io/zone: us-east-1a",
            "nodes.zones",
            "us-east-1a",
        ),
    ] {
        let pool = POOL.replace(
            "  template:\n",
            &format!("  template:\n    metadata: {{labels: {{team: ml, {label}}}}}\n"),
        );
        let found = import(&[CLASS, &pool]);
        let [set] = found.sets.as_slice() else {
            panic!("{label}: {} sets", found.sets.len());
        };
        let own = soci_configurator::core::Field::find(field).expect("a field");
        assert_eq!(own.value(&set.config).to_string(), value, "{label}");
        check_round_trip(&[CLASS, &pool]);
    }
}

/// A requirement on the same key says more than the label.
#[test]
fn a_requirement_stands_before_a_label_of_its_key() {
    let pool = POOL
        .replace(
            "  template:\n",
            "  template:\n    metadata: {labels: {karpenter.k8s.aws/instance-category: g}}\n",
        )
        .replace("values: [g]", "values: [g, p]");
    let found = import(&[CLASS, &pool]);
    let set = found.sets.first().expect("a set");
    let field = soci_configurator::core::Field::find("nodes.categories").expect("a field");
    assert_eq!(field.value(&set.config).to_string(), "g, p");
    check_round_trip(&[CLASS, &pool]);
}

/// What an API refuses or drops is not advised, nor what stands below it; what stands beside it is.
#[test]
fn advice_is_without_what_is_refused() {
    let spec = "  kubelet: {maxPods: 58}
  detailed: {monitoring: true}
  metadataOptions: {httpTokens: required, httpPutResponseHopLimit: 65}
";
    let class = format!("{CLASS}{spec}");
    // That a name is missing is about nothing that is there.
    let nameless = class.replace("metadata: {name: gpu}\n", "");
    for class in [class, nameless] {
        let found = import(&[&class]);
        let set = found.sets.first().expect("a set");
        let advice = found.recommended(set, catalogue());
        let kept = Field::find("kept").expect("a field").value(&advice);
        let kept = kept.to_string();
        for (key, is_there) in [
            ("spec.kubelet.maxPods", true),
            ("spec.metadataOptions.httpTokens", true),
            ("spec.metadataOptions.httpPutResponseHopLimit", false),
            ("spec.detailed", false),
        ] {
            assert_eq!(kept.contains(key), is_there, "{key}: {kept}");
        }
    }
}
