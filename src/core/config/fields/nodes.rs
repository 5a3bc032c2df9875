//! Fields of the nodes.

use super::applies::{not_on_auto_mode, unless};
use super::row::field;
use super::value::{read_small, show_small};
use super::{Applies, Field, Kind};
use crate::core::config::{
    Architecture, BandwidthScope, CapacityType, Config, ConsolidationPolicy, Tristate, WorkloadKind,
};

const COUNT: Kind = Kind::Number {
    min: 1,
    max: 100_000,
    step: 1,
};
const MEGABITS: Kind = Kind::Number {
    min: 1,
    max: 10_000_000,
    step: 500,
};

fn with_reserved(config: &Config) -> Applies {
    unless(
        config
            .nodes
            .capacity_types
            .contains(&CapacityType::Reserved),
        "The capacity type reserved is not chosen.",
    )
}

fn with_bandwidth(config: &Config) -> Applies {
    if config.nodes.min_ebs_bandwidth.is_none() && config.nodes.min_network_bandwidth.is_none() {
        return Applies::No("No bandwidth minimum is set.");
    }
    unless(
        config.workload.kind != WorkloadKind::Absent,
        "No workload is written, so the NodePool sets it.",
    )
}

pub(super) const FIELDS: &[Field] = &[
    field!("nodes.name", Nodes, "Pool name",
        "Name of the NodePool and its node class, and value of the label intent.",
        Kind::Text, "1 to 58 lower-case letters, digits and -", KUBERNETES_NAMES; nodes.name),
    field!("nodes.architecture", Nodes, "Architecture",
        "Processor architecture; the image must be built for it.",
        Kind::Choice(Architecture::CHOICES), "amd64 or arm64", KARPENTER_LABELS; nodes.architecture),
    field!("nodes.capacityTypes", Nodes, "Capacity types",
        "Purchase options; at least one.",
        Kind::Choices(CapacityType::CHOICES), "spot, on-demand, reserved", NODEPOOL; nodes.capacity_types),
    field!("nodes.capacityReservationIds", Nodes, "Capacity reservations",
        "IDs of the reservations used for reserved capacity.",
        Kind::List, "up to 30 IDs: cr- and hexadecimal digits", EC2NODECLASS, applies with_reserved; nodes.capacity_reservation_ids),
    field!("nodes.categories", Nodes, "Instance categories",
        "First letters of the allowed types: c, m, r; g and p have GPUs.",
        Kind::List, "lower-case words; empty for all", KARPENTER_LABELS; nodes.categories),
    field!("nodes.excludedCategories", Nodes, "Excluded categories",
        "Categories that are never launched.",
        Kind::List, "lower-case words", KARPENTER_LABELS, advanced true; nodes.excluded_categories),
    field!("nodes.families", Nodes, "Instance families",
        "Allowed families, such as m6i, g6e; empty for all.",
        Kind::List, "lower-case words; empty for all", KARPENTER_LABELS; nodes.families),
    field!("nodes.excludedFamilies", Nodes, "Excluded families",
        "Families that are never launched.",
        Kind::List, "lower-case words", KARPENTER_LABELS, advanced true; nodes.excluded_families),
    field!("nodes.sizes", Nodes, "Instance sizes",
        "Allowed sizes, such as 2xlarge; empty for all.",
        Kind::List, "lower-case words; empty for all", KARPENTER_LABELS, advanced true; nodes.sizes),
    field!("nodes.excludedSizes", Nodes, "Excluded sizes",
        "Sizes that are never launched.",
        Kind::List, "lower-case words", KARPENTER_LABELS, advanced true; nodes.excluded_sizes),
    field!("nodes.types", Nodes, "Instance types",
        "Allowed types, such as m6i.8xlarge; empty for all.",
        Kind::List, "family.size; empty for all", KARPENTER_LABELS, advanced true; nodes.types),
    field!("nodes.excludedTypes", Nodes, "Excluded instance types",
        "Types that are never launched.",
        Kind::List, "family.size", KARPENTER_LABELS, advanced true; nodes.excluded_types),
    field!("nodes.minGeneration", Nodes, "Minimum generation",
        "6 allows m6i and m7g, not m5.",
        COUNT, "1 to 100,000", KARPENTER_LABELS, advanced true; nodes.min_generation),
    field!("nodes.minVcpu", Nodes, "Minimum vCPU",
        "FastImagePull requires at least 4 vCPU.",
        COUNT, "1 to 100,000", KARPENTER_LABELS, unit "vCPU"; nodes.min_vcpu),
    field!("nodes.minMemory", Nodes, "Minimum memory",
        "FastImagePull requires at least 8 GiB.",
        COUNT, "1 to 100,000", KARPENTER_LABELS, unit "GiB"; nodes.min_memory),
    field!("nodes.minEbsBandwidth", Nodes, "Minimum EBS bandwidth",
        "The label has the burst maximum; 8,000 Mbit/s is 1,000 MB/s.",
        MEGABITS, "1 to 10,000,000", KARPENTER_LABELS, unit "Mbit/s"; nodes.min_ebs_bandwidth),
    field!("nodes.minNetworkBandwidth", Nodes, "Minimum network bandwidth",
        "The label has the baseline; small types burst above it.",
        MEGABITS, "1 to 10,000,000", KARPENTER_LABELS, unit "Mbit/s"; nodes.min_network_bandwidth),
    field!("nodes.bandwidthIn", Nodes, "Bandwidth minimums",
        "Where both minimums are written.",
        Kind::Choice(BandwidthScope::CHOICES), "node-pool or affinity", BLUEPRINT, applies with_bandwidth; nodes.bandwidth_in),
    field!("nodes.minLocalNvme", Nodes, "Minimum instance store",
        "Total local NVMe, decimal GB; any value excludes types without it.",
        COUNT, "1 to 100,000", KARPENTER_LABELS, unit "GB"; nodes.min_local_nvme),
    field!("nodes.gpuNames", Nodes, "GPU models",
        "Allowed models, such as l4, l40s, a10g, h100.",
        Kind::List, "lower-case words; empty for all", KARPENTER_LABELS; nodes.gpu_names),
    field!("nodes.minGpuCount", Nodes, "Minimum GPUs",
        "GPUs per node.",
        COUNT, "1 to 100,000", KARPENTER_LABELS, unit "GPUs", advanced true; nodes.min_gpu_count),
    field!("nodes.zones", Nodes, "Zones",
        "Allowed Availability Zones; empty for all of the subnets'.",
        Kind::List, "zone names", EC2NODECLASS, advanced true; nodes.zones),
    field!("nodes.labels", Nodes, "Node labels",
        "Labels in addition to intent, as key=value, one per line.",
        Kind::Pairs, "up to 99 pairs; not Kubernetes' and Karpenter's own domains", NODEPOOL, advanced true; nodes.labels),
    field!("nodes.taints", Nodes, "Taints",
        "Node taints, one per line: key=value:NoSchedule. The workload tolerates them.",
        Kind::Lines, "up to 50 entries", NODEPOOL, advanced true; nodes.taints),
    field!("nodes.consolidationPolicy", Nodes, "Consolidation",
        "When Karpenter may remove a running node; every replacement is a new pull.",
        Kind::Choice(ConsolidationPolicy::CHOICES), "a policy of the NodePool", NODEPOOL, advanced true; nodes.consolidation_policy),
    field!("nodes.consolidateAfter", Nodes, "Consolidate after",
        "How long a node must be without pod changes.",
        Kind::Text, "hours, minutes, seconds or Never", NODEPOOL, advanced true, 
        example "5m", at NodePool ["spec", "disruption", "consolidateAfter"], rule "consolidation-repeats-pulls", omitted "0s" "Karpenter's"; nodes.consolidate_after),
    field!("nodes.budgets", Nodes, "Disruption budgets",
        "One per line: 10%, or 0; reasons=Drifted; schedule=0 9 * * 1-5; duration=8h.",
        Kind::Lines, "up to 50 budgets; UTC", NODEPOOL, advanced true; nodes.budgets),
    field!("nodes.expireAfter", Nodes, "Expire after",
        "Age at which a node is replaced; Karpenter's default, 720h, if empty.",
        Kind::Text, "hours, minutes, seconds or Never", NODEPOOL, advanced true, 
        example "720h", at NodePool ["spec", "template", "spec", "expireAfter"], rule "expiry-repeats-pulls", omitted "720h" "Karpenter's"; nodes.expire_after),
    field!("nodes.terminationGracePeriod", Nodes, "Termination grace period",
        "Maximum drain time: then pods are stopped despite their disruption budgets. Empty: no limit.",
        Kind::Text, "hours, minutes, seconds", NODEPOOL, advanced true,
        example "24h", at NodePool ["spec", "template", "spec", "terminationGracePeriod"]; nodes.termination_grace_period),
    field!("nodes.cpuLimit", Nodes, "CPU limit of the pool",
        "Maximum total CPU of its nodes.",
        Kind::Text, "a quantity above 0", NODEPOOL, advanced true, 
        example "1000", at NodePool ["spec", "limits", "cpu"], rule "pool-limit-below-smallest-type"; nodes.cpu_limit),
    field!("nodes.memoryLimit", Nodes, "Memory limit of the pool",
        "Maximum total memory of its nodes.",
        Kind::Text, "a quantity above 0", NODEPOOL, advanced true, 
        example "4000Gi", at NodePool ["spec", "limits", "memory"], rule "pool-limit-below-smallest-type"; nodes.memory_limit),
    field!("nodes.weight", Nodes, "Weight",
    "Pools with a higher weight are tried first.",
    Kind::Number { min: 1, max: 100, step: 1 }, "1 to 100", NODEPOOL, advanced true,
    at NodePool ["spec", "weight"];
    get |config| show_small(config.nodes.weight),
    set |config, value| {
        config.nodes.weight = read_small(value, "Weight", 1, 100, "the NodePool's range")?;
        Ok(())
    }),
    field!("nodes.detailedMonitoring", Nodes, "Detailed monitoring",
        "CloudWatch metrics per instance every minute instead of every five; CloudWatch charges for them.",
        Kind::Choice(Tristate::CHOICES), "true, false or unset", EC2NODECLASS, applies not_on_auto_mode, advanced true,
        example "true", at Ec2NodeClass ["spec", "detailedMonitoring"], omitted "false" "EC2's"; nodes.detailed_monitoring),
    field!("nodes.daemonSetCpu", Nodes, "DaemonSets' CPU",
        "Total CPU requests of the DaemonSet pods on one node; Karpenter adds it to the pods' before choosing a type.",
        Kind::Text, "a quantity above 0", KARPENTER_PACKING, advanced true; nodes.daemon_set_cpu),
    field!("nodes.daemonSetMemory", Nodes, "DaemonSets' memory",
        "Total memory requests of the DaemonSet pods on one node.",
        Kind::Text, "a quantity above 0", KARPENTER_PACKING, advanced true; nodes.daemon_set_memory),
    field!("nodes.daemonSetPods", Nodes, "DaemonSet pods",
    "DaemonSet pods on one node; each uses one of the node's pod slots.",
    Kind::Number { min: 1, max: 100, step: 1 }, "1 to 100", KARPENTER_PACKING, unit "pods", advanced true;
    get |config| show_small(config.nodes.daemon_set_pods),
    set |config, value| {
        config.nodes.daemon_set_pods = read_small(value, "DaemonSet pods", 1, 100, "more than a node's pod slots")?;
        Ok(())
    }),
    field!("comparison", Nodes, "Comparison pair",
        "Adds a second pool with the same storage and stock containerd, and its Deployment if there is a workload.",
        Kind::Bool, "true or false", BLUEPRINT, applies comparable; comparison),
];

fn comparable(config: &Config) -> Applies {
    match not_on_auto_mode(config) {
        Applies::No(_) => Applies::No("Auto Mode cannot switch SOCI off, so there is no baseline."),
        Applies::Yes => unless(
            config.engine.spec().pulls_in_parallel(),
            "Stock containerd is itself the baseline.",
        ),
    }
}
