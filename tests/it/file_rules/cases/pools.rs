//! NodePools that break a rule.

use super::{Error, Input, Note, Row, Warning, file, pool_with};

/// A rule, how bad it is, and a NodePool that breaks it.
pub fn all() -> Vec<Row> {
    let small = "template:\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n    requirements:\n    - {key: kubernetes.io/arch, operator: In, values: [amd64]}\n    - {key: node.kubernetes.io/instance-type, operator: In, values: [t3.small, m7i.2xlarge]}\n";
    let both = format!(
        "{}---\n{}",
        Input::Class(String::new()).text(),
        pool_with(small).text()
    );
    let of_auto_mode = both.replace(
        "{group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}",
        "{group: eks.amazonaws.com, kind: NodeClass, name: nodes}",
    );
    let twice = format!("{0}---\n{0}", pool_with("").text());
    vec![
        ("class-of-another-kind", Warning, Input::File(of_auto_mode)),
        ("same-object-twice", Warning, Input::File(twice)),
        (
            "architecture-open",
            Note,
            Input::File(pool_with("").text().replace(
                "{key: kubernetes.io/arch, operator: In, values: [amd64]}",
                "{key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: [\"3\"]}",
            )),
        ),
        (
            "architecture-open",
            Note,
            pool_with(
                "template:\n  metadata: {labels: {team: a}}\n  spec:\n    nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}\n    requirements: []\n",
            ),
        ),
        (
            "budgets-leave-gaps",
            Note,
            pool_with(
                "disruption:\n  consolidateAfter: 5m\n  budgets: [{nodes: \"0\", reasons: [Drifted]}]",
            ),
        ),
        (
            "schedule-unreadable",
            Error,
            pool_with(
                "disruption:\n  consolidateAfter: 5m\n  budgets: [{nodes: \"0\", schedule: \"0 9 * * 7\", duration: 8h}]",
            ),
        ),
        (
            "schedule-never-comes",
            Error,
            pool_with(
                "disruption:\n  consolidateAfter: 5m\n  budgets: [{nodes: \"0\", schedule: \"0 9 31 2,4 *\", duration: 8h}]",
            ),
        ),
        (
            "duration-too-long",
            Error,
            pool_with("disruption:\n  consolidateAfter: 2562048h"),
        ),
        (
            "label-of-karpenter-on-auto-mode",
            Error,
            pool_with(
                "template:\n  spec:\n    nodeClassRef: {group: eks.amazonaws.com, kind: NodeClass, name: auto}\n    requirements:\n    - {key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: [\"3\"]}\n",
            ),
        ),
        (
            "operator-unknown-to-pods",
            Error,
            file(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {app: a}}\n  template:\n    metadata: {labels: {app: a}}\n    spec:\n      containers: [{name: a, image: a}]\n      affinity:\n        nodeAffinity:\n          requiredDuringSchedulingIgnoredDuringExecution:\n            nodeSelectorTerms:\n            - matchExpressions: [{key: karpenter.k8s.aws/instance-cpu, operator: Gte, values: [\"4\"]}]\n",
            ),
        ),
        (
            "image-name-refused",
            Error,
            file(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: [{name: a, image: \"a:b:c\"}]\n",
            ),
        ),
        ("gate-below-floor", Error, Input::File(both)),
    ]
}
