//! NodeConfigs that nodeadm's decoder refuses: whatever is refused, no node joins.

use soci_configurator::core::{Import, SociStatus};

use crate::import_blueprint::import;
use crate::import_node::{
    check_said, check_silent, check_verdict, class, of_parts, with_user_data,
};

const NODE_CONFIG: &str = "application/node.eks.aws";

/// A NodeConfig with the gate and this below its spec.
fn with(spec: &str) -> String {
    format!(
        "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGates: {{FastImagePull: true}}\n  {spec}\n"
    )
}

#[track_caller]
fn check_refused(found: &Import, words: &str) {
    check_verdict(found, SociStatus::NeverReady);
    check_said(found, "node-config-broken", words);
}

#[track_caller]
fn check_taken(found: &Import) {
    check_silent(found, "node-config-broken");
    check_verdict(found, SociStatus::On);
}

#[test]
fn only_one_version_of_the_api_is_there() {
    let config = with("kubelet: {}");
    check_taken(&of_parts(&[(NODE_CONFIG, &config)]));
    for version in ["v1", "v1beta1", "v1alpha2", "v1alpha", ""] {
        let other = config.replace("v1alpha1", version);
        let said = format!("apiVersion is node.eks.aws/{version} ");
        check_refused(&of_parts(&[(NODE_CONFIG, &other)]), &said);
        // Without MIME, and in nodeadm's directory, by the same decoder.
        let bare = with_user_data("al2023@v20260930", "", &other);
        check_refused(&import(&[&bare]), &said);
        let drop_in = format!("#!/bin/bash\ncat > /etc/eks/nodeadm.d/a.yaml <<'END'\n{other}END\n");
        check_refused(
            &of_parts(&[(NODE_CONFIG, &config), ("text/x-shellscript", &drop_in)]),
            "node.eks.aws/v1alpha1 and kind NodeConfig are needed",
        );
    }
}

/// Every field of nodeadm's with its shape, and what its decoder takes.
const FIELDS: [(&str, &str); 22] = [
    ("cluster: @", "{name: a}"),
    ("cluster: {name: @}", "a"),
    ("cluster: {apiServerEndpoint: @}", "a"),
    ("cluster: {certificateAuthority: @}", "YWJj"),
    ("cluster: {cidr: @}", "10.0.0.0/16"),
    ("cluster: {enableOutpost: @}", "false"),
    ("cluster: {id: @}", "a"),
    ("containerd: @", "{config: ''}"),
    ("containerd: {config: @}", "'a = 1'"),
    ("containerd: {baseRuntimeSpec: @}", "{linux: {a: 1}}"),
    ("instance: @", "{network: {}}"),
    ("instance: {localStorage: @}", "{mountPath: /mnt}"),
    ("instance: {localStorage: {mountPath: @}}", "/mnt"),
    ("instance: {localStorage: {disabledMounts: @}}", "[PodLogs]"),
    ("instance: {environment: @}", "{default: {A: b}}"),
    ("instance: {environment: {default: @}}", "{A: b}"),
    ("instance: {environment: {default: {A: @}}}", "b"),
    ("instance: {network: {nameservers: @}}", "[10.0.0.2]"),
    ("instance: {network: {domains: @}}", "[a.b]"),
    ("kubelet: {config: @}", "{maxPods: 58}"),
    ("kubelet: {flags: @}", "['--v=2']"),
    ("kubelet: {maxPodsExpression: @}", "'10'"),
];

#[test]
fn a_field_of_another_shape_is_refused() {
    for (field, right) in FIELDS {
        let of = |value: &str| of_parts(&[(NODE_CONFIG, &with(&field.replace('@', value)))]);
        check_silent(&of(right), "node-config-broken");
        // Go's decoder leaves a field that is null as it is.
        check_silent(&of("null"), "node-config-broken");
        for wrong in ["text", "7", "true", "[a]", "[7]", "{a: b}", "{a: [b]}"] {
            // Whatever is no base64 is refused as text, too.
            let is_bytes = field.contains("certificateAuthority");
            let fits = match right.chars().next() {
                Some('{') if field.contains("environment: @") => false,
                Some('{') if field.contains("default: @") => wrong == "{a: b}",
                Some('{') => wrong.starts_with('{'),
                Some('[') => wrong == "[a]",
                _ if right == "false" => wrong == "true",
                _ if is_bytes => matches!(wrong, "text" | "[7]" | "[a]"),
                _ => wrong == "text",
            };
            let found = of(wrong);
            if fits {
                check_silent(&found, "node-config-broken");
            } else {
                check_refused(&found, "its decoder fails");
            }
        }
    }
}

#[test]
fn the_maps_above_and_the_gates_have_a_shape_too() {
    for (spec, words) in [
        ("spec: []", "spec is a list"),
        ("spec: text", "spec is a text"),
        (
            "spec: {featureGates: [FastImagePull=true]}",
            "spec.featureGates is a list",
        ),
        (
            "spec: {featureGates: FastImagePull=true}",
            "spec.featureGates is a text",
        ),
        (
            "spec: {featureGates: {FastImagePull: \"true\"}}",
            "FastImagePull",
        ),
        ("metadata: {name: 7}\nspec: {}", "metadata.name is a number"),
        (
            "metadata: {labels: {a: true}}\nspec: {}",
            "metadata.labels.a is true or false",
        ),
    ] {
        let config = format!("apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\n{spec}\n");
        check_refused(&of_parts(&[(NODE_CONFIG, &config)]), words);
    }
}

#[test]
fn a_gate_that_is_null_is_off() {
    let gates = |value: &str| with("kubelet: {}").replace("true}", &format!("{value}}}"));
    let (on, null) = (gates("true"), gates("null"));
    for parts in [
        vec![(NODE_CONFIG, null.as_str())],
        vec![(NODE_CONFIG, on.as_str()), (NODE_CONFIG, null.as_str())],
    ] {
        let found = of_parts(&parts);
        check_verdict(&found, SociStatus::Off);
        check_silent(&found, "node-config-broken");
    }
}

#[test]
fn what_a_template_fills_in_may_be_of_any_shape() {
    for field in [
        "containerd: {config: '${CONFIG}'}",
        "kubelet: {flags: '${FLAGS}'}",
    ] {
        let found = import(&[&class(
            "al2023@v20260930",
            "",
            &[(NODE_CONFIG, &with(field))],
        )]);
        check_silent(&found, "node-config-broken");
    }
}
