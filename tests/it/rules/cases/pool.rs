//! Cases of rules about the NodePool: its limits, lifetime, disruption and taints.

use super::*;

const DEPLOYMENT: (&str, &str) = ("workload.kind", "deployment");
const POD_OF_20_CPU: (&str, &str) = ("workload.cpu", "20");

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case {
        rule: "pool-limit-below-smallest-type",
        clean: &[
            &[("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "32"), ("nodes.memoryLimit", "128Gi")],
            // What Karpenter takes of 128 GiB: 92.5 %.
            &[("nodes.types", "m6i.8xlarge"), ("nodes.memoryLimit", "127131031525")],
            &[("nodes.categories", "g"), ("nodes.cpuLimit", "1"), ("nodes.types", "m6i.8xlarge")],
        ],
        triggers: &[
            Trigger(WARNING, "smallest selected type has 32", &[("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "31")]),
            Trigger(WARNING, "has 131072Mi", &[("nodes.types", "m6i.8xlarge"), ("nodes.memoryLimit", "100Gi")]),
            Trigger(WARNING, "has 131072Mi", &[("nodes.types", "m6i.8xlarge"), ("nodes.memoryLimit", "127131031524")]),
            Trigger(WARNING, "limit of 0 cpu", &[("kept", "NodePool spec.limits.cpu = \"0\"")]),
            Trigger(WARNING, "limit of -1 memory", &[("kept", "NodePool spec.limits.memory = \"-1\"")]),
            Trigger(WARNING, "limit of 0 nodes", &[("kept", "NodePool spec.limits.nodes = 0")]),
            Trigger(WARNING, "limit of 1 pods", &[("kept", "NodePool spec.limits.pods = 1")]),
            Trigger(WARNING, "limit of 10Gi ephemeral-storage", &[("kept", "NodePool spec.limits[\"ephemeral-storage\"] = \"10Gi\"")]),
        ],
    },
    Case {
        rule: "pods-beyond-pool-limit",
        clean: &[
            &[POD_OF_20_CPU, ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "128"), ("nodes.memoryLimit", "512Gi")],
            &[POD_OF_20_CPU, ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "")],
            // One node less, but two pods share one.
            &[("workload.cpu", "15"), ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "64")],
            // No node at all is another rule's.
            &[POD_OF_20_CPU, ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "31")],
            // No pods of this set's own.
            &[("workload.kind", "none"), ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "32")],
        ],
        triggers: &[
            Trigger(WARNING, "limits fit 3 of 4 pods; nodes for all of them have 128 CPU", &[POD_OF_20_CPU, ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "127")]),
            Trigger(WARNING, "limits fit 2 of 4 pods; nodes for all of them have 524288Mi memory", &[POD_OF_20_CPU, ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.memoryLimit", "256Gi")]),
            Trigger(WARNING, "128 CPU and 524288Mi memory", &[POD_OF_20_CPU, ("workload.replicas", "4"), DEPLOYMENT, ("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "64"), ("nodes.memoryLimit", "256Gi")]),
            // The limit of new sets, on GPU nodes of which each has one pod.
            Trigger(WARNING, "of 40 pods", &[("workload.gpus", "1"), ("workload.replicas", "40"), DEPLOYMENT, ("nodes.categories", "g"), ("nodes.types", "g6.8xlarge"), ("nodes.cpuLimit", "1000")]),
        ],
    },
    Case {
        rule: "pool-without-limit",
        clean: &[
            &[("nodes.cpuLimit", "1000")],
            &[("nodes.cpuLimit", ""), ("nodes.memoryLimit", "4Ti")],
            &[("nodes.cpuLimit", ""), ("kept", "NodePool spec.limits = {\"nvidia.com/gpu\":8}")],
            &[("nodes.cpuLimit", ""), ("kept", "NodePool spec.replicas = 2")],
            &[],
        ],
        triggers: &[
            Trigger(NOTE, "The pool has no limits", &[("nodes.cpuLimit", "")]),
            Trigger(NOTE, "The pool has no limits", &[("nodes.cpuLimit", ""), ("kept", "NodePool spec.weight = 5")]),
            Trigger(NOTE, "The pool has no limits", &[("nodes.cpuLimit", ""), ("kept", "without NodePool spec.limits")]),
        ],
    },
    Case {
        rule: "label-domain-before-karpenter-1-9",
        clean: &[
            &[(KARPENTER, "1.9"), ("nodes.labels", "app.kubernetes.io/name=a")],
            &[(KARPENTER, "1.8"), ("nodes.labels", "node.kubernetes.io/pool=a\nteam=b\nexample.com/k8s.io=c")],
        ],
        triggers: &[
            Trigger(ERROR, "Karpenter 1.8 rejects the label app.kubernetes.io/name; 1.9", &[(KARPENTER, "1.8"), ("nodes.labels", "team=a\napp.kubernetes.io/name=b")]),
            Trigger(ERROR, "k8s.io/team", &[(KARPENTER, "1.0"), ("nodes.labels", "k8s.io/team=b")]),
            Trigger(ERROR, "node-role.kubernetes.io/x", &[(KARPENTER, "1.8"), ("nodes.labels", "node-role.kubernetes.io/x=")]),
        ],
    },
    Case {
        rule: "auto-mode-lifetime",
        clean: &[
            &[(KIND, "auto-mode"), ("nodes.expireAfter", "504h")],
            &[(KIND, "auto-mode")],
            &[("nodes.expireAfter", "Never")],
        ],
        triggers: &[
            Trigger(WARNING, "Never is written, but Auto Mode replaces nodes after 504h", &[(KIND, "auto-mode"), ("nodes.expireAfter", "Never")]),
            Trigger(WARNING, "after 504h", &[(KIND, "auto-mode"), ("nodes.expireAfter", "504h1s")]),
        ],
    },
    Case {
        rule: "disruption-budget-of-zero",
        clean: &[
            &[("nodes.budgets", "1")],
            &[("nodes.budgets", "0; reasons=Drifted")],
            &[("nodes.budgets", "0; schedule=0 9 * * 1-5; duration=8h")],
        ],
        triggers: &[
            Trigger(NOTE, "1 or more", &[("nodes.budgets", "0")]),
            Trigger(NOTE, "1 or more", &[("nodes.budgets", "10%\n0%")]),
        ],
    },
    Case {
        rule: "expiry-repeats-pulls",
        clean: &[&[("nodes.expireAfter", "24h")], &[("nodes.expireAfter", "Never")]],
        triggers: &[
            Trigger(NOTE, "after 1h", &[("nodes.expireAfter", "1h")]),
            Trigger(NOTE, "24h or longer", &[("nodes.expireAfter", "23h59m")]),
        ],
    },
    Case {
        rule: "consolidation-repeats-pulls",
        clean: &[
            &[("nodes.consolidateAfter", "1m")],
            &[("nodes.consolidateAfter", "Never")],
            &[("nodes.consolidateAfter", "0s"), ("nodes.consolidationPolicy", "WhenEmpty")],
            &[("nodes.consolidateAfter", "0s"), ("image.compressedSize", "999999999")],
        ],
        triggers: &[
            Trigger(NOTE, "10.8 GB again; 1m or longer", &[("nodes.consolidateAfter", "59s")]),
            Trigger(NOTE, "1m or longer", &[("nodes.consolidateAfter", "0s"), ("image.compressedSize", "1GB")]),
        ],
    },
    Case {
        rule: "bottlerocket-arm-without-igzip",
        clean: &[&[("nodes.architecture", "arm64")], &[(KIND, "bottlerocket")]],
        triggers: &[Trigger(NOTE, "needs amd64", &[(KIND, "bottlerocket"), ("nodes.architecture", "arm64")])],
    },
    Case {
        rule: "gpu-nodes-without-taint",
        clean: &[
            &[("nodes.categories", "g"), EBS_FREE, NETWORK_FREE, ("nodes.taints", "nvidia.com/gpu:NoSchedule")],
            &[("nodes.categories", "g, m"), EBS_FREE, NETWORK_FREE],
        ],
        triggers: &[Trigger(NOTE, "nvidia.com/gpu:NoSchedule", &[("nodes.categories", "g"), ("nodes.families", "g5, g6"), EBS_FREE, NETWORK_FREE])],
    },
];
