//! What triggers each rule and what is just still fine: one entry a rule.

mod kept;

use soci_configurator::core::Severity;

pub type Settings = &'static [(&'static str, &'static str)];

/// What triggers a rule: how bad it is, and a part of the message with the number needed.
pub struct Trigger(pub Severity, pub &'static str, pub Settings);

/// One rule with its cases.
pub struct Case {
    pub rule: &'static str,
    /// Settings at which the rule is silent: the boundary, or engines it does not concern.
    pub clean: &'static [Settings],
    pub triggers: &'static [Trigger],
}

pub const ERROR: Severity = Severity::Error;
const WARNING: Severity = Severity::Warning;
const WASTE: Severity = Severity::Waste;
pub const NOTE: Severity = Severity::Note;

const KIND: &str = "engine.kind";
const AMI: &str = "cluster.al2023Version";
const BOTTLEROCKET: &str = "cluster.bottlerocketVersion";
const KARPENTER: &str = "cluster.karpenter";
const STORE: &str = "storage.instanceStore";
const TYPE: &str = "storage.volume.volumeType";
const SIZE: &str = "storage.volume.volumeSize";
pub const IOPS: &str = "storage.volume.iops";
pub const THROUGHPUT: &str = "storage.volume.throughput";
const PER_IMAGE: &str = "engine.maxConcurrentDownloadsPerImage";
pub const IN_ALL: &str = "engine.maxConcurrentDownloads";
pub const UNPACKS: &str = "engine.maxConcurrentUnpacksPerImage";
const UNPACKS_IN_ALL: &str = "engine.maxConcurrentUnpacks";
const CHUNK: &str = "engine.concurrentDownloadChunkSize";
pub const DISCARD: &str = "engine.discardUnpackedLayers";
const ROOT: &str = "engine.install.rootDir";
const EBS_FREE: (&str, &str) = ("nodes.minEbsBandwidth", "");
const NETWORK_FREE: (&str, &str) = ("nodes.minNetworkBandwidth", "");
const SNAPSHOT: (&str, &str) = ("storage.volume.snapshotID", "snap-0123456789abcdef0");
const RATE: &str = "storage.volume.volumeInitializationRate";

/// Every case.
pub fn all() -> impl Iterator<Item = &'static Case> {
    [kept::CASES, CASES].into_iter().flatten()
}

// One row a trigger, however long.
#[rustfmt::skip]
const CASES: &[Case] = &[
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
            Trigger(ERROR, "workload's affinity", &[("nodes.types", "m6i.2xlarge"), ("nodes.minNetworkBandwidth", "10000")]),
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
        rule: "volume-size-out-of-range",
        clean: &[
            &[(SIZE, "59000Gi")],
            &[(TYPE, "io1"), (IOPS, "3000"), (SIZE, "16384Gi")],
            &[(TYPE, "io2"), (IOPS, "3000"), (SIZE, "59000Gi")],
            &[(TYPE, "io2"), (IOPS, "3000"), (SIZE, "4Gi")],
        ],
        triggers: &[
            Trigger(ERROR, "1 to 16,384", &[(TYPE, "gp2"), (SIZE, "16385Gi")]),
            Trigger(ERROR, "4 to 16,384", &[(TYPE, "io1"), (IOPS, "100"), (SIZE, "3Gi")]),
            Trigger(ERROR, "4 to 59,000", &[(TYPE, "io2"), (IOPS, "100"), (SIZE, "3Gi")]),
        ],
    },
    Case {
        rule: "volume-smaller-than-ami",
        clean: &[&[(SIZE, "20Gi")], &[(SIZE, "19Gi"), (KIND, "auto-mode")]],
        triggers: &[
            Trigger(ERROR, "20 GiB", &[(SIZE, "19Gi")]),
            Trigger(ERROR, "20 GiB", &[(SIZE, "19Gi"), ("image.compressedSize", "")]),
            Trigger(WARNING, "20 GiB", &[(SIZE, "19Gi"), (KIND, "bottlerocket"), ("image.compressedSize", "1GB")]),
        ],
    },
    Case {
        rule: "volume-too-small-for-image",
        // 10,757,041,023 bytes need 31.85 GiB at 1.89 and 37.03 at 2.36, each with 10 %.
        clean: &[
            &[(SIZE, "38Gi")],
            &[(SIZE, "20Gi"), ("image.compressedSize", "")],
            &[(SIZE, "20Gi"), ("nodes.minLocalNvme", "75")],
        ],
        triggers: &[
            Trigger(ERROR, "at least 32 GiB", &[(SIZE, "31Gi")]),
            Trigger(WARNING, "needs 38 GiB", &[(SIZE, "32Gi")]),
            Trigger(WARNING, "needs 38 GiB", &[(SIZE, "37Gi")]),
            Trigger(WARNING, "needs 49 GiB", &[(SIZE, "48Gi"), (DISCARD, "false")]),
            Trigger(ERROR, "32 GiB", &[(SIZE, "20Gi"), ("nodes.minLocalNvme", "75"), (STORE, "unused")]),
            Trigger(ERROR, "32 GiB", &[(SIZE, "20Gi"), ("nodes.minLocalNvme", "75"), (AMI, "v20251209")]),
        ],
    },
    Case {
        rule: "iops-out-of-range",
        clean: &[
            &[(IOPS, "80000"), (SIZE, "160Gi")],
            &[(IOPS, "")],
            &[(TYPE, "io1"), (IOPS, "64000"), (SIZE, "1280Gi")],
            &[(TYPE, "io2"), (IOPS, "256000"), (SIZE, "256Gi")],
            &[(TYPE, "gp2"), (IOPS, "100")],
        ],
        triggers: &[
            Trigger(ERROR, "3,000 to 80,000", &[(IOPS, "2999")]),
            Trigger(ERROR, "3,000 to 80,000", &[(IOPS, "80001"), (SIZE, "200Gi")]),
            Trigger(ERROR, "100 to 64,000", &[(TYPE, "io1"), (IOPS, "64001"), (SIZE, "2000Gi")]),
            Trigger(ERROR, "io1 needs a number", &[(TYPE, "io1"), (IOPS, "")]),
            Trigger(ERROR, "io2 needs a number", &[(TYPE, "io2"), (IOPS, "")]),
        ],
    },
    Case {
        rule: "iops-per-gib",
        clean: &[
            &[(IOPS, "50000")],
            &[(IOPS, "3000"), (SIZE, "1Gi")],
            &[(TYPE, "io1"), (IOPS, "5000")],
            &[(TYPE, "io2"), (IOPS, "100000")],
            &[(TYPE, "gp2"), (IOPS, "50001")],
        ],
        triggers: &[
            Trigger(ERROR, "need 101Gi", &[(IOPS, "50001")]),
            Trigger(ERROR, "need 101Gi", &[(TYPE, "io1"), (IOPS, "5001")]),
            Trigger(ERROR, "need 101Gi", &[(TYPE, "io2"), (IOPS, "100001")]),
            Trigger(ERROR, "need 32Gi", &[(KIND, "auto-mode"), (IOPS, "16000"), (SIZE, "31Gi")]),
        ],
    },
    Case {
        rule: "iops-beyond-throughput",
        clean: &[
            &[(IOPS, "3000"), (THROUGHPUT, "125")],
            &[(IOPS, "4000"), (THROUGHPUT, "1000")],
            &[(TYPE, "io2"), (IOPS, "16000")],
        ],
        triggers: &[
            Trigger(Severity::Waste, "12,000 cost $60.00 a month", &[(IOPS, "16000"), (THROUGHPUT, "1000")]),
            Trigger(Severity::Waste, "the other 1 cost $0.01", &[(IOPS, "3001")]),
        ],
    },
    Case {
        rule: "throughput-above-iops",
        clean: &[
            &[(THROUGHPUT, "750")],
            &[(THROUGHPUT, "750"), (IOPS, "")],
            &[(TYPE, "gp2"), (THROUGHPUT, "2000")],
        ],
        triggers: &[
            Trigger(ERROR, "need 3004 IOPS", &[(THROUGHPUT, "751")]),
            Trigger(ERROR, "need 8000 IOPS", &[(THROUGHPUT, "2000"), (SIZE, "10Gi")]),
            Trigger(ERROR, "need 4000 IOPS", &[(KIND, "auto-mode"), (TYPE, "gp2"), (THROUGHPUT, "1000")]),
            Trigger(ERROR, "carry at most 25", &[(THROUGHPUT, "125"), (IOPS, "100")]),
        ],
    },
    Case {
        rule: "throughput-above-instance-maximum",
        clean: &[
            &[("nodes.types", "m6i.8xlarge"), (STORE, "unused"), (IOPS, "8000"), (THROUGHPUT, "1192")],
            &[("nodes.types", "m6i.8xlarge,m6in.32xlarge"), (IOPS, "8000"), (THROUGHPUT, "2000")],
            &[("nodes.types", "m6i.8xlarge"), (TYPE, "io2"), (IOPS, "8000"), (THROUGHPUT, "2000")],
            &[("nodes.types", "m6id.8xlarge"), ("nodes.minLocalNvme", "75"), (IOPS, "8000"), (THROUGHPUT, "2000")],
        ],
        triggers: &[
            Trigger(WASTE, "more than 1,192 MiB/s to its volumes; the rest of 2,000 MiB/s costs $32.32 a month", &[("nodes.types", "m6i.8xlarge"), (IOPS, "8000"), (THROUGHPUT, "2000")]),
            Trigger(WASTE, "the rest of 1,193 MiB/s is paid for", &[("nodes.types", "m6i.8xlarge"), ("cluster.region", "ap-southeast-7"), (IOPS, "8000"), (THROUGHPUT, "1193")]),
        ],
    },
    Case {
        rule: "instance-store-slower-than-volume",
        clean: &[
            &[],
            &[("nodes.types", "m6id.8xlarge,m6idn.2xlarge")],
            &[("nodes.types", "m6idn.2xlarge"), (STORE, "raid0-soci-on-ebs")],
            &[("nodes.categories", "g"), ("nodes.families", "g6f"), ("nodes.minEbsBandwidth", ""), ("nodes.minNetworkBandwidth", "")],
            &[("nodes.categories", "g"), (KIND, "auto-mode"), (SIZE, "500Gi"), ("nodes.families", "g5"), ("nodes.minEbsBandwidth", ""), ("nodes.minNetworkBandwidth", "")],
        ],
        triggers: &[
            Trigger(WARNING, "on 1 of 1 types, for example m6idn.2xlarge: about 383 MiB/s against 600 MiB/s", &[("nodes.types", "m6idn.2xlarge")]),
            Trigger(WARNING, "for example m6idn.2xlarge", &[("nodes.types", "m6idn.2xlarge"), (KIND, "containerd")]),
        ],
    },
    Case {
        rule: "image-larger-than-instance-store",
        clean: &[
            &[],
            &[("nodes.types", "m6idn.2xlarge"), ("image.compressedSize", "128GB"), (SIZE, "500Gi")],
            &[("nodes.types", "m6idn.2xlarge"), (STORE, "unused"), ("image.compressedSize", "200GB"), (SIZE, "800Gi")],
        ],
        triggers: &[
            Trigger(WARNING, "needs 481 GB", &[("nodes.types", "m6idn.2xlarge,m6idn.4xlarge"), ("image.compressedSize", "130GB"), (SIZE, "500Gi")]),
            Trigger(WARNING, "m6idn.2xlarge has 474 GB of NVMe", &[("nodes.types", "m6idn.2xlarge,m6i.8xlarge"), ("image.compressedSize", "130GB"), (SIZE, "500Gi")]),
        ],
    },
    Case {
        rule: "root-volume-for-nothing",
        clean: &[
            &[("nodes.minLocalNvme", "75"), (SIZE, "20Gi"), (THROUGHPUT, "125")],
            &[("nodes.minLocalNvme", "75"), (STORE, "unused")],
            &[("nodes.minLocalNvme", "75"), SNAPSHOT],
            &[("nodes.categories", "g"), (KIND, "auto-mode"), ("nodes.minLocalNvme", "75"), (SIZE, "8000Gi")],
            &[],
        ],
        triggers: &[
            Trigger(WASTE, "costs $27.00 a month for each node that stays up, $1.60 would do", &[("nodes.minLocalNvme", "75")]),
            Trigger(WASTE, "$272.50", &[("nodes.minLocalNvme", "75"), (TYPE, "io2"), (IOPS, "4000")]),
        ],
    },
    Case {
        rule: "slow-volume",
        clean: &[
            &[(KIND, "containerd"), (THROUGHPUT, "125")],
            &[(THROUGHPUT, "125"), ("nodes.minLocalNvme", "75")],
            &[(TYPE, "io2"), (IOPS, "2400")],
            &[(TYPE, "io1"), (IOPS, "38400"), (SIZE, "768Gi")],
        ],
        triggers: &[
            Trigger(WARNING, "600 MiB/s", &[(THROUGHPUT, "599")]),
            Trigger(WARNING, "the volume has 125", &[(THROUGHPUT, "")]),
            Trigger(WARNING, "the volume has 125", &[(THROUGHPUT, ""), (IOPS, "")]),
            Trigger(WARNING, "gp2 has at most 250", &[(TYPE, "gp2")]),
            Trigger(WARNING, "io1 carry at most 500", &[(TYPE, "io1"), (IOPS, "32000"), (SIZE, "640Gi")]),
            Trigger(WARNING, "io2 carry at most 256", &[(TYPE, "io2"), (IOPS, "1000")]),
            Trigger(WARNING, "600 MiB/s", &[(THROUGHPUT, "599"), ("nodes.minLocalNvme", "75"), (STORE, "raid0-soci-on-ebs")]),
        ],
    },
    Case {
        rule: "kms-key-without-encryption",
        clean: &[
            &[("storage.volume.kmsKeyID", "alias/nodes")],
            &[("storage.volume.encrypted", "false")],
        ],
        triggers: &[
            Trigger(ERROR, "it is unset", &[("storage.volume.kmsKeyID", "alias/nodes"), ("storage.volume.encrypted", "unset")]),
            Trigger(ERROR, "it is false", &[("storage.volume.kmsKeyID", "alias/nodes"), ("storage.volume.encrypted", "false")]),
        ],
    },
    Case {
        rule: "initialization-rate-before-karpenter-1-5",
        clean: &[&[SNAPSHOT, (RATE, "200"), (KARPENTER, "1.5")], &[SNAPSHOT, (KARPENTER, "1.4")]],
        triggers: &[Trigger(WARNING, "1.5 and newer", &[SNAPSHOT, (RATE, "200"), (KARPENTER, "1.4")])],
    },
    Case {
        rule: "initialization-rate-without-snapshot",
        clean: &[&[SNAPSHOT, (RATE, "200")]],
        triggers: &[Trigger(WARNING, "none is named", &[(RATE, "200")])],
    },
    Case {
        rule: "downloads-above-global",
        clean: &[
            &[(PER_IMAGE, "20"), (IN_ALL, "20")],
            &[(PER_IMAGE, "-1"), (IN_ALL, "5")],
            &[(KIND, "containerd"), (PER_IMAGE, "20"), (IN_ALL, "5")],
        ],
        triggers: &[
            Trigger(ERROR, "20 or more, or -1", &[(IN_ALL, "19")]),
            Trigger(ERROR, "20 or more, or -1", &[(KIND, "bottlerocket"), (IN_ALL, "19")]),
        ],
    },
    Case {
        rule: "unpacks-above-global",
        clean: &[&[(UNPACKS_IN_ALL, "12")], &[(UNPACKS, "-1"), (UNPACKS_IN_ALL, "5")]],
        triggers: &[Trigger(ERROR, "12 or more, or -1", &[(UNPACKS_IN_ALL, "11")])],
    },
    Case {
        rule: "downloads-outside-ecr-advice",
        clean: &[
            &[(PER_IMAGE, "10")],
            &[(PER_IMAGE, "9"), ("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
            &[(PER_IMAGE, "9"), (KIND, "auto-mode")],
        ],
        triggers: &[
            Trigger(WARNING, "10 to 20", &[(PER_IMAGE, "9")]),
            Trigger(WARNING, "10 to 20", &[(PER_IMAGE, "3"), (IN_ALL, "5")]),
            Trigger(WARNING, "10 to 20", &[(PER_IMAGE, "21")]),
            Trigger(WARNING, "No limit", &[(PER_IMAGE, "-1")]),
        ],
    },
    Case {
        rule: "many-downloads-off-ecr",
        clean: &[
            &[("image.reference", "docker.io/vllm/vllm-openai:v0.9")],
            &[(PER_IMAGE, "21")],
        ],
        triggers: &[
            Trigger(WARNING, "20 or fewer", &[("image.reference", "docker.io/vllm/vllm-openai:v0.9"), (PER_IMAGE, "21")]),
            Trigger(WARNING, "20 or fewer", &[("image.reference", "vllm:v1"), (PER_IMAGE, "-1"), (IN_ALL, "10")]),
        ],
    },
    Case {
        rule: "single-unpack",
        clean: &[&[(UNPACKS, "2")], &[(UNPACKS, "1"), (KIND, "containerd")]],
        triggers: &[
            Trigger(WARNING, "allows 12", &[(UNPACKS, "1")]),
            Trigger(WARNING, "allows 12", &[(UNPACKS, "1"), (UNPACKS_IN_ALL, "4")]),
        ],
    },
    Case {
        rule: "chunk-too-small",
        clean: &[&[(CHUNK, "1mb")], &[(CHUNK, "64kb"), (KIND, "containerd")]],
        triggers: &[
            Trigger(WARNING, "1,047,552 bytes", &[(CHUNK, "1023kb")]),
            Trigger(WARNING, "1,000,000 bytes", &[(KIND, "bottlerocket"), (CHUNK, "1mb")]),
        ],
    },
    Case {
        rule: "whole-layer-requests",
        clean: &[&[(CHUNK, "unlimited"), (PER_IMAGE, "3")]],
        triggers: &[
            Trigger(WARNING, "4 downloads", &[(CHUNK, "unlimited"), (PER_IMAGE, "4")]),
            Trigger(WARNING, "Any number", &[(CHUNK, "unlimited"), (PER_IMAGE, "-1")]),
        ],
    },
    Case {
        rule: "discard-with-snapshot",
        clean: &[
            &[SNAPSHOT, (DISCARD, "false")],
            &[SNAPSHOT, (KIND, "install-script")],
            &[SNAPSHOT, (KIND, "auto-mode")],
        ],
        triggers: &[
            Trigger(WARNING, "snap-0123456789abcdef0", &[SNAPSHOT]),
            Trigger(WARNING, "discarded", &[SNAPSHOT, (SIZE, "40Gi")]),
            Trigger(WARNING, "discarded", &[SNAPSHOT, (KIND, "install-script"), ("engine.install.sociVersion", "0.12.0")]),
        ],
    },
    Case {
        rule: "sed-lost-on-reboot",
        clean: &[&[("engine.tuning", "sed")], &[(UNPACKS, "8")]],
        triggers: &[Trigger(WARNING, "After a reboot", &[("engine.tuning", "sed"), (UNPACKS, "8")])],
    },
    Case {
        rule: "unpinned-install-script",
        clean: &[&[("engine.install.source", "main")], &[(KIND, "install-script")]],
        triggers: &[Trigger(WARNING, "2025-09-29", &[(KIND, "install-script"), ("engine.install.source", "main")])],
    },
    Case {
        rule: "soci-before-parallel-mode",
        clean: &[
            &[(KIND, "install-script"), ("engine.install.sociVersion", "0.11.0")],
            &[(KIND, "install-script"), ("engine.install.sociVersion", "1.0.0")],
        ],
        triggers: &[Trigger(WARNING, "0.11.0", &[(KIND, "install-script"), ("engine.install.sociVersion", "0.10.9")])],
    },
    Case {
        rule: "install-script-custom-root-under-containerd",
        clean: &[
            &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci"), (STORE, "unused")],
            &[(ROOT, "/var/lib/containerd/soci")],
        ],
        triggers: &[Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci")])],
    },
    Case {
        rule: "soci-root-off-raid0",
        clean: &[
            &[(KIND, "install-script"), (ROOT, "/data/soci"), (STORE, "unused")],
            &[(KIND, "install-script"), (ROOT, "/var/lib/containerd/soci")],
        ],
        triggers: &[Trigger(WARNING, "/var/lib/soci-snapshotter-grpc", &[(KIND, "install-script"), (ROOT, "/data/soci")])],
    },
];
