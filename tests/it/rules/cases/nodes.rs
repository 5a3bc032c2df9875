//! Cases of rules about the cluster and its nodes.

use super::*;

// One row a trigger, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case {
        rule: "role-and-instance-profile",
        clean: &[
            &[("cluster.nodeRole", "Node")],
            &[("cluster.instanceProfile", "Profile")],
        ],
        triggers: &[Trigger(ERROR, "not both", &[
            ("cluster.nodeRole", "Node"),
            ("cluster.instanceProfile", "Profile"),
        ])],
    },
    Case {
        rule: "kubernetes-newer-than-karpenter",
        clean: &[
            &[("cluster.kubernetes", "1.36")],
            &[("cluster.kubernetes", "1.35"), (KARPENTER, "1.13")],
            &[("cluster.kubernetes", "1.34"), (KARPENTER, "1.6")],
            &[("cluster.kubernetes", "1.36"), (KARPENTER, "1.3")],
            &[(KIND, "auto-mode"), ("cluster.kubernetes", "1.36"), (KARPENTER, "1.4")],
        ],
        triggers: &[
            Trigger(WARNING, "up to 1.35; 1.36 needs 1.14", &[("cluster.kubernetes", "1.36"), (KARPENTER, "1.13")]),
            Trigger(WARNING, "1.35 needs 1.9", &[("cluster.kubernetes", "1.35"), (KARPENTER, "1.8")]),
            Trigger(WARNING, "1.34 needs 1.6", &[("cluster.kubernetes", "1.34"), (KARPENTER, "1.5")]),
            Trigger(WARNING, "1.33 needs 1.5", &[("cluster.kubernetes", "1.33"), (KARPENTER, "1.4")]),
        ],
    },
    Case {
        rule: "ami-before-fast-image-pull",
        clean: &[
            &[(AMI, "v20250821")],
            &[(AMI, "v20250819"), (KIND, "containerd")],
        ],
        triggers: &[Trigger(ERROR, "v20250821", &[(AMI, "v20250819")])],
    },
    Case {
        rule: "broken-ami-release",
        clean: &[&[(AMI, "v20260423")], &[(AMI, "v20260512")]],
        triggers: &[Trigger(ERROR, "v20260512", &[(AMI, "v20260505")])],
    },
    Case {
        rule: "moving-ami-release",
        clean: &[
            &[(KIND, "containerd"), (AMI, "latest")],
            &[(KIND, "bottlerocket"), (AMI, "latest")],
        ],
        triggers: &[
            Trigger(WARNING, "v20260724", &[(AMI, "latest")]),
            Trigger(WARNING, "1.64.0", &[(KIND, "bottlerocket"), (BOTTLEROCKET, "latest")]),
        ],
    },
    Case {
        rule: "install-script-on-new-ami",
        clean: &[
            &[(KIND, "install-script"), (AMI, "v20260423")],
            &[(KIND, "install-script"), ("engine.install.distribution", "other")],
        ],
        triggers: &[
            Trigger(ERROR, "v20260423", &[(KIND, "install-script"), (AMI, "v20260505")]),
            Trigger(ERROR, "v20260423", &[(KIND, "install-script"), (AMI, "latest")]),
        ],
    },
    Case {
        rule: "raid0-before-soci-directory",
        clean: &[
            &[(AMI, "v20251217")],
            &[(AMI, "v20251209"), (STORE, "unused")],
            &[(AMI, "v20251209"), (KIND, "containerd")],
        ],
        triggers: &[
            Trigger(WARNING, "v20251217", &[(AMI, "v20251209")]),
            Trigger(WARNING, "v20251217", &[(KIND, "install-script"), (AMI, "v20251209")]),
        ],
    },
    Case {
        rule: "soci-on-ebs-before-ami-support",
        clean: &[
            &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20260120")],
            &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20251209")],
        ],
        triggers: &[
            Trigger(WARNING, "v20260120", &[(STORE, "raid0-soci-on-ebs"), (AMI, "v20251217")]),
            Trigger(WARNING, "v20260120", &[(KIND, "install-script"), (STORE, "raid0-soci-on-ebs"), (AMI, "v20260107")]),
        ],
    },
    Case {
        rule: "bottlerocket-before-soci",
        clean: &[
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.44.0")],
            &[(BOTTLEROCKET, "1.43.9")],
        ],
        triggers: &[Trigger(ERROR, "1.44.0", &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.43.9")])],
    },
    Case {
        rule: "bottlerocket-raid0-before-soci-directory",
        clean: &[
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.46.0"), (KARPENTER, "1.8")],
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.45.0"), (STORE, "raid0-soci-on-ebs")],
        ],
        triggers: &[
            Trigger(WARNING, "1.46.0", &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.45.9")]),
            Trigger(WARNING, "1.8 and newer", &[(KIND, "bottlerocket"), (KARPENTER, "1.7")]),
        ],
    },
    Case {
        rule: "bottlerocket-raid0-before-karpenter-1-1",
        clean: &[
            &[(KIND, "bottlerocket"), (KARPENTER, "1.1")],
            &[(KARPENTER, "1.0")],
        ],
        triggers: &[Trigger(WARNING, "needs 1.1", &[(KIND, "bottlerocket"), (KARPENTER, "1.0")])],
    },
    Case {
        rule: "no-capacity-type",
        clean: &[&[("nodes.capacityTypes", "spot")]],
        triggers: &[Trigger(ERROR, "At least one", &[("nodes.capacityTypes", "")])],
    },
    Case {
        rule: "reserved-before-karpenter-1-3",
        clean: &[
            &[("nodes.capacityTypes", "reserved, spot"), ("nodes.capacityReservationIds", "cr-0123456789abcdef0"), (KARPENTER, "1.3")],
            &[(KARPENTER, "1.2")],
        ],
        triggers: &[
            Trigger(WARNING, "only spot is written", &[("nodes.capacityTypes", "reserved, spot"), (KARPENTER, "1.2")]),
            Trigger(ERROR, "no other capacity type", &[("nodes.capacityTypes", "reserved"), (KARPENTER, "1.2")]),
        ],
    },
    Case {
        rule: "reserved-without-reservations",
        clean: &[
            &[("nodes.capacityTypes", "spot")],
            &[("nodes.capacityTypes", "reserved"), ("nodes.capacityReservationIds", "cr-0123456789abcdef0")],
        ],
        triggers: &[
            Trigger(WARNING, "at least 1 id", &[("nodes.capacityTypes", "reserved, spot")]),
            Trigger(WARNING, "at least 1 id", &[("nodes.capacityTypes", "reserved")]),
        ],
    },
    Case {
        rule: "both-in-and-out",
        clean: &[&[("nodes.excludedCategories", "t"), ("nodes.excludedSizes", "metal")]],
        triggers: &[
            Trigger(ERROR, "c: allowed and kept out", &[("nodes.excludedCategories", "c, t")]),
            Trigger(ERROR, "m6i: allowed", &[("nodes.families", "m6i"), ("nodes.excludedFamilies", "m6i")]),
            Trigger(ERROR, "2xlarge: allowed", &[("nodes.sizes", "2xlarge"), ("nodes.excludedSizes", "2xlarge")]),
            Trigger(ERROR, "m6i.4xlarge: allowed", &[("nodes.types", "m6i.4xlarge"), ("nodes.excludedTypes", "m6i.4xlarge")]),
        ],
    },
    Case {
        rule: "no-instance-type-matches",
        clean: &[
            &[("workload.gpus", "1"), ("nodes.categories", "c, g")],
            &[("workload.gpus", "1"), ("nodes.categories", "")],
            &[("nodes.sizes", "large, xlarge"), EBS_FREE, NETWORK_FREE],
            &[("nodes.sizes", "large"), (KIND, "bottlerocket"), EBS_FREE, NETWORK_FREE],
            &[("nodes.types", "m6i.8xlarge")],
        ],
        triggers: &[
            Trigger(ERROR, "nvidia.com/gpu request of 1", &[("workload.gpus", "1")]),
            Trigger(ERROR, "instance-cpu Gt 3", &[("nodes.sizes", "medium, large"), EBS_FREE, NETWORK_FREE]),
            Trigger(ERROR, "one type meets everything before instance-cpu Gt 3", &[("nodes.types", "m6i.large")]),
            Trigger(ERROR, "instance-memory Gt 8191 in the NodePool", &[("nodes.sizes", "xlarge"), (AMI, "v20251007"), (STORE, "unused")]),
            Trigger(ERROR, "Gt 9999 in the NodePool", &[("nodes.types", "m6i.2xlarge"), ("nodes.minNetworkBandwidth", "10000")]),
            Trigger(ERROR, "workload's affinity", &[("workload.kind", "deployment"), ("nodes.types", "m6i.2xlarge"), ("nodes.minNetworkBandwidth", "10000")]),
            Trigger(ERROR, "instance-type In m99.large", &[("nodes.types", "m99.large")]),
            Trigger(ERROR, "instance-gpu-name In h100", &[("nodes.gpuNames", "h100")]),
            Trigger(ERROR, "instance-local-nvme Gt 99999", &[("nodes.minLocalNvme", "100000")]),
            Trigger(ERROR, "cpu request of 999 CPU", &[("workload.cpu", "999")]),
            Trigger(ERROR, "memory request of", &[("workload.memory", "64Ti")]),
            Trigger(ERROR, "ephemeral-storage request of", &[("workload.ephemeralStorage", "2Ti"), (STORE, "unused")]),
        ],
    },
    Case {
        rule: "few-instance-types-for-spot",
        clean: &[
            &[("nodes.types", "m6i.8xlarge, m6i.12xlarge, m6i.16xlarge, m6i.24xlarge, m6i.32xlarge")],
            &[("nodes.types", "m6i.8xlarge"), ("nodes.capacityTypes", "on-demand")],
            &[("nodes.types", "m6i.large")],
        ],
        triggers: &[
            Trigger(NOTE, "Only one instance type", &[("nodes.types", "m6i.8xlarge")]),
            Trigger(NOTE, "Only 4 instance types", &[("nodes.types", "m6i.8xlarge, m6i.12xlarge, m6i.16xlarge, m6i.24xlarge")]),
        ],
    },
    Case {
        rule: "zones-outside-region",
        clean: &[
            &[("nodes.zones", "us-east-1a, us-east-1-bos-1a")],
            &[("cluster.region", "eu-west-1"), ("nodes.zones", "eu-west-1b")],
        ],
        triggers: &[
            Trigger(ERROR, "Not in us-east-1: eu-west-1a", &[("nodes.zones", "us-east-1a, eu-west-1a")]),
            Trigger(ERROR, "us-east-1a", &[("nodes.zones", "us-east-2a, us-east-2b")]),
            Trigger(ERROR, "us-east-1a", &[("nodes.zones", "us-east-2a, eu-west-1a")]),
            Trigger(ERROR, "us-east-10a", &[("nodes.zones", "us-east-10a")]),
        ],
    },
    Case {
        rule: "balanced-before-karpenter-1-14",
        clean: &[&[("nodes.consolidationPolicy", "Balanced")], &[(KARPENTER, "1.13")]],
        triggers: &[
            Trigger(WARNING, "1.14", &[("nodes.consolidationPolicy", "Balanced"), (KARPENTER, "1.13")]),
            Trigger(WARNING, "Auto Mode", &[(KIND, "auto-mode"), ("nodes.consolidationPolicy", "Balanced")]),
        ],
    },
    Case {
        rule: "auto-mode-without-soci-types",
        clean: &[
            &[(KIND, "auto-mode"), ("nodes.categories", "g, trn"), ("nodes.minLocalNvme", "1")],
            &[(KIND, "auto-mode"), ("nodes.families", "g6e, p5"), ("nodes.minLocalNvme", "1")],
            &[(KIND, "auto-mode"), ("nodes.types", "trn1.2xlarge"), ("nodes.minLocalNvme", "1")],
            &[(KIND, "auto-mode"), ("nodes.categories", "g"), ("nodes.families", "g6")],
        ],
        triggers: &[
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1")]),
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.categories", "")]),
            Trigger(WARNING, "g, p and trn", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "1"), ("nodes.families", "g6, m6id"), ("nodes.excludedCategories", "p")]),
            Trigger(WARNING, "6 types without, such as g5g.16xlarge", &[(KIND, "auto-mode"), ("nodes.architecture", "arm64"), ("nodes.categories", "g"), EBS_FREE, NETWORK_FREE]),
        ],
    },
    Case {
        rule: "auto-mode-nvme-above-ephemeral-storage",
        clean: &[
            &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "107")],
            &[("nodes.minLocalNvme", "3800")],
        ],
        triggers: &[Trigger(NOTE, "250 GB", &[(KIND, "auto-mode"), ("nodes.minLocalNvme", "250")])],
    },
    Case {
        rule: "auto-mode-ephemeral-storage-range",
        clean: &[
            &[(KIND, "auto-mode"), (IOPS, "16000"), (THROUGHPUT, "1000")],
            &[(IOPS, "16001"), (THROUGHPUT, "1001")],
        ],
        triggers: &[
            Trigger(ERROR, "3,000 to 16,000 IOPS", &[(KIND, "auto-mode"), (IOPS, "16001")]),
            Trigger(ERROR, "3,000 to 16,000 IOPS", &[(KIND, "auto-mode"), (IOPS, "2999")]),
            Trigger(ERROR, "125 to 1,000 MiB/s", &[(KIND, "auto-mode"), (THROUGHPUT, "1001"), (IOPS, "8000")]),
        ],
    },
    Case {
        rule: "auto-mode-class-named-default",
        clean: &[&[("nodes.name", "default")], &[(KIND, "auto-mode"), ("nodes.name", "default-soci")]],
        triggers: &[Trigger(ERROR, "another one is needed", &[(KIND, "auto-mode"), ("nodes.name", "default")])],
    },
    Case {
        rule: "bottlerocket-before-kubernetes-1-28",
        clean: &[
            &[(KIND, "bottlerocket"), ("cluster.kubernetes", "1.28")],
            &[("cluster.kubernetes", "1.27")],
        ],
        triggers: &[Trigger(ERROR, "1.28 and later, not for 1.27", &[(KIND, "bottlerocket"), ("cluster.kubernetes", "1.27")])],
    },
    Case {
        rule: "release-newer-than-known",
        clean: &[
            &[(AMI, "v20260724")],
            &[(AMI, "latest")],
            &[(KIND, "bottlerocket"), (AMI, "v20260725")],
            &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.64.0")],
        ],
        triggers: &[
            Trigger(NOTE, "newer than v20260724", &[(AMI, "v20260725")]),
            Trigger(NOTE, "newer than 1.64.0", &[(KIND, "bottlerocket"), (BOTTLEROCKET, "1.64.1")]),
        ],
    },
    Case {
        rule: "minimum-below-gate-floor",
        clean: &[
            &[("nodes.minVcpu", "4"), ("nodes.minMemory", "8")],
            &[("nodes.minVcpu", "2"), (KIND, "bottlerocket")],
        ],
        triggers: &[
            Trigger(NOTE, "asks for 4 instead of 3", &[("nodes.minVcpu", "3")]),
            Trigger(NOTE, "asks for 8 instead of 7", &[("nodes.minMemory", "7")]),
            Trigger(NOTE, "asks for 8 instead of 4", &[("nodes.minVcpu", "4"), (AMI, "v20251007"), (STORE, "unused")]),
        ],
    },
    Case {
        rule: "burstable-types",
        clean: &[
            &[],
            &[("nodes.categories", "m, t")],
            &[("nodes.categories", "t"), (KIND, "containerd"), EBS_FREE, NETWORK_FREE],
        ],
        triggers: &[
            Trigger(WARNING, "t2.2xlarge and 5 more", &[("nodes.categories", "m, t"), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "more", &[("nodes.categories", ""), EBS_FREE, NETWORK_FREE]),
            Trigger(WARNING, "admitted: t3.2xlarge.", &[("nodes.categories", "t"), ("nodes.types", "t3.2xlarge"), EBS_FREE, NETWORK_FREE]),
        ],
    },
    Case {
        rule: "pool-limit-below-smallest-type",
        clean: &[
            &[("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "32"), ("nodes.memoryLimit", "128Gi")],
            &[("nodes.categories", "g"), ("nodes.cpuLimit", "1"), ("nodes.types", "m6i.8xlarge")],
        ],
        triggers: &[
            Trigger(WARNING, "smallest selected type has 32", &[("nodes.types", "m6i.8xlarge"), ("nodes.cpuLimit", "31")]),
            Trigger(WARNING, "has 131072Mi", &[("nodes.types", "m6i.8xlarge"), ("nodes.memoryLimit", "100Gi")]),
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
            Trigger(NOTE, "24 times or more", &[("nodes.expireAfter", "1h")]),
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
