//! Selections worked out by hand from `data/instances.csv` and Karpenter's arithmetic.

pub type Settings = &'static [(&'static str, &'static str)];

/// A type that is left out: its name, the first condition that excludes it, and what it has;
/// “missing” for a label that it lacks.
pub struct Out(pub &'static str, pub &'static str, pub &'static str);

pub struct Case {
    pub what: &'static str,
    /// Set on top of a pool that is open to every amd64 type.
    pub settings: Settings,
    pub admitted: &'static [&'static str],
    pub left_out: &'static [Out],
}

const EBS: &str = "nodes.minEbsBandwidth";
const NETWORK: &str = "nodes.minNetworkBandwidth";
const GATE: (&str, &str) = ("engine.kind", "fast-image-pull");
const ARM: (&str, &str) = ("nodes.architecture", "arm64");
const NO_STORE: (&str, &str) = ("storage.instanceStore", "unused");
const SMALL: (&str, &str) = ("storage.volume.volumeSize", "20Gi");
const DISK: &str = "workload.ephemeralStorage";

// One line a type, however long.
#[rustfmt::skip]
pub const CASES: &[Case] = &[
    Case { what: "an open pool", settings: &[], admitted: &["m6i.large", "t2.large", "c1.medium", "g6.xlarge", "p5.48xlarge", "c7i.metal-24xl"], left_out: &[Out("m7g.large", "kubernetes.io/arch In amd64", "arm64")] },
    Case { what: "categories", settings: &[("nodes.categories", "c, m, r")], admitted: &["m6i.large", "c5.xlarge"], left_out: &[Out("g6.xlarge", "instance-category In c, m, r", "g"), Out("gr6f.4xlarge", "instance-category In c, m, r", "gr"), Out("t3.large", "instance-category In c, m, r", "t")] },
    Case { what: "category g is not gr", settings: &[("nodes.categories", "g")], admitted: &["g6.xlarge", "g4ad.xlarge"], left_out: &[Out("gr6f.4xlarge", "instance-category In g", "gr")] },
    Case { what: "a category kept out", settings: &[("nodes.excludedCategories", "t, inf")], admitted: &["m6i.large", "trn1.2xlarge"], left_out: &[Out("t3.nano", "instance-category NotIn t, inf", "t"), Out("inf2.xlarge", "instance-category NotIn t, inf", "inf")] },
    Case { what: "in one list and the other", settings: &[("nodes.categories", "c, m"), ("nodes.excludedCategories", "c")], admitted: &["m6i.large"], left_out: &[Out("c6i.xlarge", "instance-category NotIn c", "c"), Out("g6.xlarge", "instance-category In c, m", "g")] },
    Case { what: "families", settings: &[("nodes.families", "m6i, g6")], admitted: &["m6i.metal", "g6.xlarge"], left_out: &[Out("g6e.xlarge", "instance-family In m6i, g6", "g6e"), Out("m6id.large", "instance-family In m6i, g6", "m6id")] },
    Case { what: "a family kept out", settings: &[("nodes.excludedFamilies", "m5")], admitted: &["m5d.large"], left_out: &[Out("m5.large", "instance-family NotIn m5", "m5")] },
    Case { what: "a family with a dash", settings: &[("nodes.families", "m7i-flex")], admitted: &["m7i-flex.large"], left_out: &[Out("m6i.large", "instance-family In m7i-flex", "m6i")] },
    Case { what: "sizes", settings: &[("nodes.sizes", "xlarge, metal")], admitted: &["m6i.xlarge", "m6i.metal"], left_out: &[Out("m6i.2xlarge", "instance-size In xlarge, metal", "2xlarge"), Out("c7i.metal-24xl", "instance-size In xlarge, metal", "metal-24xl")] },
    Case { what: "a size kept out", settings: &[("nodes.excludedSizes", "metal")], admitted: &["c7i.metal-24xl"], left_out: &[Out("m6i.metal", "instance-size NotIn metal", "metal")] },
    Case { what: "exact types", settings: &[("nodes.types", "m6i.2xlarge, g6.xlarge")], admitted: &["m6i.2xlarge", "g6.xlarge"], left_out: &[Out("m6i.xlarge", "instance-type In m6i.2xlarge, g6.xlarge", "m6i.xlarge")] },
    Case { what: "an exact type kept out", settings: &[("nodes.excludedTypes", "m6i.2xlarge")], admitted: &["m6i.xlarge"], left_out: &[Out("m6i.2xlarge", "instance-type NotIn m6i.2xlarge", "m6i.2xlarge")] },
    Case { what: "arm64", settings: &[ARM], admitted: &["m7g.large", "g5g.xlarge"], left_out: &[Out("m6i.large", "kubernetes.io/arch In arm64", "amd64")] },
    Case { what: "a category stands before the architecture", settings: &[ARM, ("nodes.categories", "m")], admitted: &["m7g.large"], left_out: &[Out("g6.xlarge", "instance-category In m", "g"), Out("m6i.large", "kubernetes.io/arch In arm64", "amd64")] },
    Case { what: "how capacity is bought decides no type", settings: &[("nodes.capacityTypes", "spot")], admitted: &["m6i.large", "c1.medium"], left_out: &[] },
    Case { what: "zones decide no type", settings: &[("nodes.zones", "us-east-1a")], admitted: &["m6i.large", "c1.medium"], left_out: &[] },
    Case { what: "labels of the pool decide no type", settings: &[("nodes.labels", "team=ml")], admitted: &["m6i.large"], left_out: &[] },
    Case { what: "a lowest generation", settings: &[("nodes.minGeneration", "6")], admitted: &["m6i.large", "g6.xlarge"], left_out: &[Out("m5.large", "instance-generation Gt 5", "5"), Out("inf2.xlarge", "instance-generation Gt 5", "2")] },
    Case { what: "least vCPU", settings: &[("nodes.minVcpu", "8")], admitted: &["m6i.2xlarge", "c1.xlarge"], left_out: &[Out("m6i.xlarge", "instance-cpu Gt 7", "4 vCPU")] },
    Case { what: "least memory is nominal", settings: &[("nodes.minMemory", "16")], admitted: &["m6i.xlarge"], left_out: &[Out("c6i.xlarge", "instance-memory Gt 16383", "8,192 MiB"), Out("m3.xlarge", "instance-memory Gt 16383", "15,360 MiB")] },
    Case { what: "the gate's floor", settings: &[GATE], admitted: &["m6i.xlarge", "c5.xlarge", "g6.xlarge"], left_out: &[Out("m6i.large", "instance-cpu Gt 3", "2 vCPU"), Out("c3.xlarge", "instance-memory Gt 8191", "7,680 MiB"), Out("c1.xlarge", "instance-memory Gt 8191", "7,168 MiB"), Out("g6f.large", "instance-cpu Gt 3", "2 vCPU")] },
    Case { what: "the gate's floor before v20251016", settings: &[GATE, ("cluster.al2023Version", "v20251007")], admitted: &["m6i.2xlarge"], left_out: &[Out("m6i.xlarge", "instance-cpu Gt 7", "4 vCPU"), Out("c1.xlarge", "instance-memory Gt 8191", "7,168 MiB")] },
    Case { what: "a minimum below the floor", settings: &[GATE, ("nodes.minVcpu", "2"), ("nodes.minMemory", "4")], admitted: &["c5.xlarge"], left_out: &[Out("m6i.large", "instance-cpu Gt 3", "2 vCPU")] },
    Case { what: "a minimum above the floor", settings: &[GATE, ("nodes.minMemory", "16")], admitted: &["m6i.xlarge"], left_out: &[Out("c5.xlarge", "instance-memory Gt 16383", "8,192 MiB")] },
    Case { what: "no floor without the gate", settings: &[("engine.kind", "containerd")], admitted: &["m6i.large", "t3.nano"], left_out: &[] },
    Case { what: "the EBS label is the maximum", settings: &[(EBS, "8000")], admitted: &["m6i.large", "trn1.2xlarge", "gr6f.4xlarge"], left_out: &[Out("g6.xlarge", "instance-ebs-bandwidth Gt 7999", "5,000 Mbit/s"), Out("m5.large", "instance-ebs-bandwidth Gt 7999", "4,750 Mbit/s")] },
    Case { what: "no EBS label", settings: &[(EBS, "1")], admitted: &["m4.large"], left_out: &[Out("t2.large", "instance-ebs-bandwidth Gt 0", "missing"), Out("c1.xlarge", "instance-ebs-bandwidth Gt 0", "missing")] },
    Case { what: "a bound is inclusive", settings: &[(EBS, "10000")], admitted: &["m6i.large", "inf2.xlarge"], left_out: &[Out("gr6f.4xlarge", "instance-ebs-bandwidth Gt 9999", "8,000 Mbit/s")] },
    Case { what: "one more than it has", settings: &[(EBS, "10001")], admitted: &["trn1.2xlarge"], left_out: &[Out("m6i.large", "instance-ebs-bandwidth Gt 10000", "10,000 Mbit/s")] },
    Case { what: "the network label is the baseline", settings: &[(NETWORK, "3000")], admitted: &["m6i.2xlarge", "trn1.2xlarge"], left_out: &[Out("m6i.xlarge", "instance-network-bandwidth Gt 2999", "1,562 Mbit/s"), Out("g6.xlarge", "instance-network-bandwidth Gt 2999", "2,500 Mbit/s")] },
    Case { what: "the network label is a sum over cards", settings: &[(NETWORK, "3200000")], admitted: &["p5.48xlarge"], left_out: &[Out("g6.12xlarge", "instance-network-bandwidth Gt 3199999", "40,000 Mbit/s")] },
    Case { what: "no network label", settings: &[(NETWORK, "1")], admitted: &["t3.nano"], left_out: &[Out("m4.large", "instance-network-bandwidth Gt 0", "missing"), Out("d2.xlarge", "instance-network-bandwidth Gt 0", "missing")] },
    Case { what: "EBS before network", settings: &[(EBS, "8000"), (NETWORK, "8000")], admitted: &["m6i.metal"], left_out: &[Out("g6.xlarge", "instance-ebs-bandwidth Gt 7999", "5,000 Mbit/s"), Out("m6i.large", "instance-network-bandwidth Gt 7999", "781 Mbit/s")] },
    Case { what: "bounds in the NodePool stand before the GPU's model", settings: &[(EBS, "8000"), ("nodes.bandwidthIn", "node-pool"), ("nodes.gpuNames", "l4")], admitted: &["g6.12xlarge"], left_out: &[Out("g5.xlarge", "instance-ebs-bandwidth Gt 7999", "3,500 Mbit/s")] },
    Case { what: "bounds in the affinity stand after it", settings: &[(EBS, "8000"), ("nodes.gpuNames", "l4")], admitted: &["g6.12xlarge"], left_out: &[Out("g5.xlarge", "instance-gpu-name In l4", "a10g"), Out("g6.xlarge", "instance-ebs-bandwidth Gt 7999", "5,000 Mbit/s")] },
    Case { what: "any instance store", settings: &[("nodes.minLocalNvme", "1")], admitted: &["m5d.large", "g6.xlarge"], left_out: &[Out("m6i.large", "instance-local-nvme Gt 0", "missing"), Out("i2.xlarge", "instance-local-nvme Gt 0", "missing")] },
    Case { what: "instance store in decimal GB", settings: &[("nodes.minLocalNvme", "118")], admitted: &["m6id.large", "c6id.large"], left_out: &[Out("m5d.large", "instance-local-nvme Gt 117", "75 GB"), Out("g6f.large", "instance-local-nvme Gt 117", "100 GB")] },
    Case { what: "a GPU's model", settings: &[("nodes.gpuNames", "l4, h100")], admitted: &["g6.xlarge", "g6f.large", "p5.48xlarge"], left_out: &[Out("g6e.xlarge", "instance-gpu-name In l4, h100", "l40s"), Out("m6i.large", "instance-gpu-name In l4, h100", "missing")] },
    Case { what: "a node's GPUs", settings: &[("nodes.minGpuCount", "4")], admitted: &["g6.12xlarge", "p5.48xlarge"], left_out: &[Out("g6.xlarge", "instance-gpu-count Gt 3", "1"), Out("g6f.large", "instance-gpu-count Gt 3", "0"), Out("trn1.2xlarge", "instance-gpu-count Gt 3", "missing")] },
    Case { what: "a pod's GPU", settings: &[("workload.gpus", "1")], admitted: &["g6.xlarge", "p5.48xlarge"], left_out: &[Out("g6f.large", "nvidia.com/gpu request of 1", "none"), Out("g4ad.xlarge", "nvidia.com/gpu request of 1", "none"), Out("m6i.large", "nvidia.com/gpu request of 1", "none")] },
    Case { what: "a pod's eight GPUs", settings: &[("workload.gpus", "8")], admitted: &["p5.48xlarge"], left_out: &[Out("g6.12xlarge", "nvidia.com/gpu request of 8", "4")] },
    // 2,000 less 6 % of the first core and 1 % of the second.
    Case { what: "CPU that fits to the millicore", settings: &[("workload.cpu", "1930m")], admitted: &["m6i.large", "t3.nano"], left_out: &[] },
    Case { what: "a millicore more", settings: &[("workload.cpu", "1931m")], admitted: &["m6i.xlarge"], left_out: &[Out("m6i.large", "cpu request of 1.931 CPU", "1.93 CPU for pods")] },
    // 4,000 less 60, 10, 5 and 5; 8,000 less 10 more.
    Case { what: "CPU of larger types", settings: &[("workload.cpu", "3921m")], admitted: &["m6i.2xlarge"], left_out: &[Out("m6i.xlarge", "cpu request of 3.921 CPU", "3.92 CPU for pods")] },
    Case { what: "CPU of eight", settings: &[("workload.cpu", "7.911")], admitted: &["g6.12xlarge"], left_out: &[Out("m6i.2xlarge", "cpu request of 7.911 CPU", "7.91 CPU for pods")] },
    // 8,192 less ceil(614.4), 255 + 11 × 29 and 100: 6,903.
    Case { what: "memory that fits to the MiB", settings: &[("workload.memory", "6903Mi")], admitted: &["m5.large"], left_out: &[Out("t3.nano", "memory request of 6,903 MiB", "74 MiB for pods")] },
    // With 35 pods of t3.large 66 MiB less; c5.xlarge has 58.
    Case { what: "a MiB more, and more pods", settings: &[("workload.memory", "6904Mi")], admitted: &["m6i.xlarge"], left_out: &[Out("m5.large", "memory request of 6,904 MiB", "6,903 MiB for pods"), Out("t3.large", "memory request of 6,904 MiB", "6,837 MiB for pods"), Out("c5.xlarge", "memory request of 6,904 MiB", "6,584 MiB for pods")] },
    // 8,128 less ceil(609.6), 574 and 100: 6,844.
    Case { what: "Graviton's 64 MiB", settings: &[ARM, ("workload.memory", "6844Mi")], admitted: &["m6g.large", "m7g.large"], left_out: &[] },
    Case { what: "a MiB more on Graviton", settings: &[ARM, ("workload.memory", "6845Mi")], admitted: &[], left_out: &[Out("m6g.large", "memory request of 6,845 MiB", "6,844 MiB for pods")] },
    // 20 less 1 and a tenth: 17 GiB.
    Case { what: "disk that fits the default volume", settings: &[NO_STORE, SMALL, (DISK, "17Gi")], admitted: &["m6i.large", "m6id.large"], left_out: &[] },
    Case { what: "disk beyond it", settings: &[NO_STORE, SMALL, (DISK, "18Gi")], admitted: &[], left_out: &[Out("m6i.large", "ephemeral-storage request of 18,432 MiB", "17,408 MiB for pods"), Out("m6id.large", "ephemeral-storage request of 18,432 MiB", "17,408 MiB for pods")] },
    // 118 GB less a tenth and a GiB: 100,258 MiB; 75 GB: 63,349.
    Case { what: "disk on a RAID0", settings: &[SMALL, (DISK, "80Gi")], admitted: &["m6id.large", "g6.12xlarge"], left_out: &[Out("m6i.large", "ephemeral-storage request of 81,920 MiB", "17,408 MiB for pods"), Out("m5d.large", "ephemeral-storage request of 81,920 MiB", "63,349 MiB for pods")] },
    Case { what: "SOCI's data on EBS leaves pods the RAID0, by our own commands on Bottlerocket", settings: &[("storage.instanceStore", "raid0-soci-on-ebs"), GATE, SMALL, (DISK, "80Gi")], admitted: &["g6.12xlarge"], left_out: &[Out("m6i.xlarge", "ephemeral-storage request of 81,920 MiB", "17,408 MiB for pods")] },
    Case { what: "a node class of one's own says nothing of disks", settings: &[("engine.kind", "install-script"), ("engine.install.distribution", "other"), SMALL, (DISK, "80Gi")], admitted: &["m6i.large"], left_out: &[] },
    Case { what: "disk before GPUs", settings: &[SMALL, (DISK, "80Gi"), ("workload.gpus", "1")], admitted: &["g6.xlarge"], left_out: &[Out("m6i.large", "ephemeral-storage request of 81,920 MiB", "17,408 MiB for pods"), Out("m6id.large", "nvidia.com/gpu request of 1", "none")] },
    Case { what: "Auto Mode's own labels", settings: &[("engine.kind", "auto-mode"), ("nodes.categories", "g, p, trn"), ("nodes.minLocalNvme", "1"), (EBS, "8000")], admitted: &["g6.12xlarge", "trn1.2xlarge"], left_out: &[Out("m6i.large", "instance-category In g, p, trn", "m"), Out("g6.xlarge", "instance-ebs-bandwidth Gt 7999", "5,000 Mbit/s")] },
];
