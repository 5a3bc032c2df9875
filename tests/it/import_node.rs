//! What a node really makes of its userData: what the tests of it share.

use soci_configurator::core::{Import, NodeReport, SociStatus};

use crate::import_blueprint::import;

/// A gate that is on, as a part's body.
pub const GATE: &str = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGates:\n    FastImagePull: true\n";

/// A class of an AMI with userData of these parts; `spec` goes before it.
pub fn class(alias: &str, spec: &str, parts: &[(&str, &str)]) -> String {
    let mut user_data =
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"X\"\n\n".to_owned();
    for (kind, body) in parts {
        user_data.push_str(&format!("--X\nContent-Type: {kind}\n\n{body}\n"));
    }
    user_data.push_str("--X--\n");
    if parts.is_empty() {
        user_data.clear();
    }
    with_user_data(alias, spec, &user_data)
}

/// A class of an AMI with this userData.
pub fn with_user_data(alias: &str, spec: &str, user_data: &str) -> String {
    let mut text = format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: nodes}}\nspec:\n  role: NodeRole\n  amiSelectorTerms: [{{alias: {alias}}}]\n  subnetSelectorTerms: [{{tags: {{karpenter.sh/discovery: demo}}}}]\n  securityGroupSelectorTerms: [{{tags: {{karpenter.sh/discovery: demo}}}}]\n{spec}"
    );
    if !user_data.is_empty() {
        text.push_str("  userData: |\n");
        for line in user_data.lines() {
            text.push_str(&format!("    {line}\n"));
        }
    }
    text
}

/// What nodes of a current AMI with the gate make of a script.
pub fn of_script(script: &str) -> Import {
    of_parts(&[
        ("application/node.eks.aws", GATE),
        ("text/x-shellscript", &format!("#!/bin/bash\n{script}")),
    ])
}

pub fn of_parts(parts: &[(&str, &str)]) -> Import {
    import(&[&class("al2023@v20260930", "", parts)])
}

#[track_caller]
pub fn node(import: &Import) -> &NodeReport {
    import.on_nodes.first().expect("a node is described")
}

#[track_caller]
pub fn check_verdict(import: &Import, expected: SociStatus) {
    let verdict = node(import).verdict;
    assert_eq!(verdict, expected, "{:#?}", node(import).reasons);
}

/// The messages of a rule.
pub fn messages(import: &Import, rule: &str) -> String {
    import
        .remarks
        .iter()
        .filter(|remark| remark.rule == rule)
        .map(|remark| remark.message.clone() + "\n")
        .collect()
}

#[track_caller]
pub fn check_said(import: &Import, rule: &str, words: &str) {
    let said = messages(import, rule);
    assert!(
        !said.is_empty() && said.contains(words),
        "{rule} with {words:?} is not said: {:#?}",
        import.remarks
    );
}

#[track_caller]
pub fn check_silent(import: &Import, rule: &str) {
    let said = messages(import, rule);
    assert!(said.is_empty(), "{rule} is said: {said}");
}

#[track_caller]
pub fn check_unread(import: &Import, words: &str) {
    let unread = &node(import).unread;
    assert!(
        unread.iter().any(|one| one.contains(words)),
        "{words:?} is not named: {unread:#?}"
    );
}

#[track_caller]
pub fn check_all_read(import: &Import) {
    let unread = &node(import).unread;
    assert!(unread.is_empty(), "{unread:#?}");
}

/// The value of one of SOCI's limits after the first boot, and after a reboot if that differs.
#[track_caller]
pub fn limit<'a>(import: &'a Import, key: &str) -> (&'a str, Option<&'a str>) {
    let found = node(import).limits.iter().find(|limit| limit.key == key);
    let limit = found.expect("the limit is told");
    (limit.holds.value.as_str(), limit.after_reboot.as_deref())
}
