//! What the kubelet refuses of its configuration: it does not start.

use soci_configurator::core::{Import, SociStatus};

use crate::import_blueprint::import;
use crate::import_node::{
    GATE, check_said, check_silent, check_unread, check_verdict, class, node, of_parts, of_script,
};

fn of(config: &str) -> Import {
    let config: String = config
        .lines()
        .map(|line| format!("      {line}\n"))
        .collect();
    of_parts(&[(
        "application/node.eks.aws",
        &format!("{GATE}  kubelet:\n    config:\n{config}"),
    )])
}

#[test]
fn what_the_kubelet_takes_is_not_complained_about() {
    let fine = of(
        "imageGCHighThresholdPercent: 70\nimageGCLowThresholdPercent: 60\nserializeImagePulls: false\nmaxParallelImagePulls: 8\nregistryPullQPS: 0\nregistryBurst: 40\nevictionHard: {imagefs.available: \"40%\", memory.available: 500Mi, nodefs.inodesFree: 5%}\nevictionSoft: {nodefs.available: 20%}\nevictionSoftGracePeriod: {nodefs.available: 1m30s}\nimageMaximumGCAge: 168h\nshutdownGracePeriod: 45s\nshutdownGracePeriodCriticalPods: 15s\ncontainerLogMaxFiles: 3\nsystemReserved: {cpu: 100m}\nimageMinimumGCAge: 0s\n",
    );
    check_silent(&fine, "kubelet-refuses");
    check_verdict(&fine, SociStatus::On);
    // One pull at a time is no contradiction.
    check_silent(
        &of("serializeImagePulls: true\nmaxParallelImagePulls: 1\n"),
        "kubelet-refuses",
    );
    // What waits to be filled in is nobody's mistake.
    check_silent(&of("registryPullQPS: ${QPS}\n"), "kubelet-refuses");
}

#[test]
fn what_the_kubelet_refuses_keeps_the_node_from_joining() {
    for (config, words) in [
        (
            "imageGCHighThresholdPercent: 60\nimageGCLowThresholdPercent: 60\n",
            "must be less",
        ),
        ("imageGCLowThresholdPercent: 90\n", "85, its default"),
        ("imageGCHighThresholdPercent: 80\n", "80, its default"),
        ("imageGCHighThresholdPercent: 120\n", "0 to 100"),
        (
            "serializeImagePulls: true\nmaxParallelImagePulls: 4\n",
            "serializeImagePulls: false",
        ),
        ("maxParallelImagePulls: 0\n", "1 or more"),
        ("registryPullQPS: -1\n", "0 or more"),
        ("registryBurst: -5\n", "0 or more"),
        ("maxParallelImagePulls: \"5\"\n", "unquoted"),
        ("serializeImagePulls: \"false\"\n", "true or false"),
        ("imageMinimumGCAge: 10\n", "a duration"),
        ("imageMaximumGCAge: 7d\n", "a duration"),
        ("imageMaximumGCAge: 1m\n", "more than imageMinimumGCAge"),
        (
            "evictionHard: {imagefs.free: 10%}\n",
            "not an eviction signal",
        ),
        ("evictionHard: {imagefs.available: 120%}\n", "up to 100%"),
        (
            "evictionHard: {imagefs.available: 10 Gi}\n",
            "quantity above 0",
        ),
        (
            "evictionHard: {imagefs.available: -1Gi}\n",
            "quantity above 0",
        ),
        ("evictionHard: {memory.available: 100}\n", "quoted"),
        (
            "evictionSoft: {imagefs.available: 20%}\n",
            "evictionSoftGracePeriod",
        ),
        (
            "shutdownGracePeriod: 10s\nshutdownGracePeriodCriticalPods: 20s\n",
            "must not be more",
        ),
        ("containerLogMaxFiles: 1\n", "2 or more"),
    ] {
        let import = of(config);
        check_said(&import, "kubelet-refuses", words);
        check_verdict(&import, SociStatus::NeverReady);
    }
}

#[test]
fn flags_drop_ins_and_the_class_count_as_they_are_merged() {
    let flags = of_parts(&[(
        "application/node.eks.aws",
        &format!(
            "{GATE}  kubelet:\n    config: {{maxParallelImagePulls: 6}}\n    flags: [\"--serialize-image-pulls=true\"]\n"
        ),
    )]);
    check_said(&flags, "kubelet-refuses", "serializeImagePulls: false");
    let drop_in = of_script(
        "cat > /etc/eks/nodeadm.d/k.yaml <<E\napiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {registryPullQPS: -2}}}\nE\n",
    );
    check_said(&drop_in, "kubelet-refuses", "registryPullQPS");
    // A later value repairs an earlier one.
    let repaired = of_parts(&[
        (
            "application/node.eks.aws",
            &format!("{GATE}  kubelet: {{config: {{imageGCLowThresholdPercent: 95}}}}\n"),
        ),
        (
            "application/node.eks.aws",
            "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {kubelet: {config: {imageGCLowThresholdPercent: 50}}}\n",
        ),
    ]);
    check_silent(&repaired, "kubelet-refuses");
    let of_class = import(&[&class(
        "al2023@v20260930",
        "  kubelet: {imageGCHighThresholdPercent: 60}\n",
        &[("application/node.eks.aws", GATE)],
    )]);
    check_said(&of_class, "kubelet-refuses", "80, its default");
}

#[test]
fn strategies_for_local_disks_are_told_apart() {
    let of = |strategy: &str| {
        of_parts(&[(
            "application/node.eks.aws",
            &format!("{GATE}  instance:\n    localStorage:\n      strategy: {strategy}\n"),
        )])
    };
    check_said(&of("Mount"), "strategy-mount", "moves nothing");
    check_said(&of("RAID10"), "strategy-raid10", "four NVMe disks");
    check_said(
        &of("RAID0"),
        "strategy-without-policy",
        "instanceStorePolicy",
    );
    for other in ["Mount", "RAID10"] {
        check_silent(&of(other), "strategy-without-policy");
    }
    // Karpenter's RAID0 is stronger than a part's strategy, and a drop-in is stronger than that.
    let policy = |parts: &[(&str, &str)]| {
        import(&[&class(
            "al2023@v20260930",
            "  instanceStorePolicy: RAID0\n",
            parts,
        )])
    };
    let part = format!("{GATE}  instance: {{localStorage: {{strategy: Mount}}}}\n");
    check_silent(
        &policy(&[("application/node.eks.aws", &part)]),
        "strategy-mount",
    );
    let drop_in = format!("#!/bin/bash\ncat > /etc/eks/nodeadm.d/d.yaml <<E\n{part}E\n");
    let stronger = policy(&[("text/x-shellscript", &drop_in)]);
    check_said(&stronger, "strategy-mount", "moves nothing");
    let none = of("RAID5");
    check_said(&none, "strategy-unknown", "does not join");
    check_verdict(&none, SociStatus::NeverReady);
}

fn of_flags(flags: &str) -> Import {
    of_parts(&[(
        "application/node.eks.aws",
        &format!("{GATE}  kubelet:\n    flags: [{flags}]\n"),
    )])
}

#[test]
fn a_flag_that_the_kubelet_no_longer_has_keeps_the_node_out() {
    for flag in [
        "--pod-infra-container-image=a/pause",
        "--pod_infra_container_image=a/pause",
        "--container-runtime remote",
        "--node-labels=a=b --container-runtime=remote",
        "-container-runtime=remote",
        "--image-pull-progress-deadline=10m",
        "--keep-terminated-pod-volumes",
    ] {
        let import = of_flags(&format!("--max-pods=58, {flag:?}"));
        check_said(&import, "kubelet-flag-removed", "has no flag --");
        check_verdict(&import, SociStatus::NeverReady);
    }
    for fine in [
        "--node-labels=a=b",
        "--node-labels, a=b",
        "--node-labels a=b",
        "\"{{ .Values.flags }}\"",
        "'--node-labels=\"a=b c=d\"'",
        "--container-runtime-endpoint=unix:///run/containerd/containerd.sock",
        "\"--${FLAG}=1\"",
    ] {
        let import = of_flags(fine);
        check_silent(&import, "kubelet-flag-removed");
        check_silent(&import, "kubelet-refuses");
        assert!(node(&import).unread.is_empty(), "{fine}");
    }
    check_said(&of_flags("max-pods=58"), "kubelet-refuses", "is not a flag");
}

#[test]
fn flags_and_gates_that_are_not_known_here_are_named() {
    check_unread(
        &of_flags("--max-pods=58, --wat=1"),
        "the kubelet's flag --wat",
    );
    let gates = of("featureGates: {Fast: true, Slow: false}\n");
    check_unread(&gates, "has the feature gates Fast, Slow");
    let wrong = of("featureGates: {Fast: yes please}\n");
    check_said(&wrong, "kubelet-refuses", "“Fast” is not an unquoted");
}
