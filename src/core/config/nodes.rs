//! Instances Karpenter may launch, and how long they live.

use super::budget::Budget;
use super::literal::{literal, literals};
use super::scheduling::{LabelPair, Taint};
use super::storage::Tristate;
use super::text::{
    BaseName, CapacityReservationId, FiniteDuration, InstanceType, InstanceWord, KarpenterDuration,
    Quantity, Zone,
};
use crate::core::choice::choices;
use crate::core::units::MbitPerSec;

choices! {
    /// Processor architecture.
    Architecture, "an architecture", {
        /// x86-64.
        Amd64 = "amd64", "amd64", "Intel and AMD.";
        /// 64-bit Arm.
        Arm64 = "arm64", "arm64", "AWS Graviton; the image must be built for it.";
    }
}

choices! {
    /// How capacity is bought.
    CapacityType, "a capacity type", {
        /// Spare capacity that AWS may take back.
        Spot = "spot", "Spot", "Cheapest; may be reclaimed with two minutes' notice.";
        /// By the second.
        OnDemand = "on-demand", "On-demand", "Full price, kept until you stop it.";
        /// Capacity reservations; Karpenter 1.3 and later.
        Reserved = "reserved", "Reserved", "Your capacity reservations; Karpenter 1.3 and later.";
    }
}

choices! {
    /// Where the bounds on bandwidth are written.
    BandwidthScope, "a place for the bandwidth minimums", {
        /// The NodePool's requirements.
        NodePool = "node-pool", "In the NodePool", "Every node in the pool is fast enough, whatever runs on it.";
        /// The workload's node affinity.
        Affinity = "affinity", "In the workload's affinity", "Only this workload requires it, as in the blueprint; the pool stays open to others.";
    }
}

choices! {
    /// When Karpenter may remove or replace a running node.
    ConsolidationPolicy, "a consolidation policy", {
        /// Empty nodes and nodes that fit elsewhere.
        WhenEmptyOrUnderutilized = "WhenEmptyOrUnderutilized", "Empty or underutilized", "Also moves pods to fewer or cheaper nodes; each move is a new pull.";
        /// Only empty nodes.
        WhenEmpty = "WhenEmpty", "Empty only", "Nodes stay while a pod runs; fewest pulls.";
        /// Karpenter 1.14 and later.
        Balanced = "Balanced", "Balanced", "Weighs the saving against the disruption; Karpenter 1.14 and later.";
    }
}

/// A small count with a name: minimum vCPU, GiB, GB of NVMe, GPUs. 1 to 100,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeCount(u32);

impl NodeCount {
    /// Largest count.
    pub const MAX: u64 = 100_000;

    /// A count known when the program is written; at least 1.
    pub const fn new(count: u32) -> Self {
        if count < 1 { Self(1) } else { Self(count) }
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for NodeCount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::str::FromStr for NodeCount {
    type Err = crate::core::error::ValueError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let why = "more than any instance type has";
        let count = crate::core::units::parse_count(text, "This minimum", 1, Self::MAX, why)?;
        Ok(Self(u32::try_from(count).unwrap_or(100_000)))
    }
}

/// Instances Karpenter may launch, and how long they live. All minima are inclusive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nodes {
    /// Name of the NodePool and its node class; the comparison pair is called `non-` and this.
    pub name: BaseName,
    /// Processor architecture.
    pub architecture: Architecture,
    /// How capacity is bought; at least one.
    pub capacity_types: Vec<CapacityType>,
    /// Capacity reservations, for the capacity type `reserved`.
    pub capacity_reservation_ids: Vec<CapacityReservationId>,
    /// Instance categories that are allowed: `c`, `m`, `g`.
    pub categories: Vec<InstanceWord>,
    /// Instance categories that are kept out.
    pub excluded_categories: Vec<InstanceWord>,
    /// Instance families that are allowed: `m6i`.
    pub families: Vec<InstanceWord>,
    /// Instance families that are kept out.
    pub excluded_families: Vec<InstanceWord>,
    /// Instance sizes that are allowed: `2xlarge`.
    pub sizes: Vec<InstanceWord>,
    /// Instance sizes that are kept out.
    pub excluded_sizes: Vec<InstanceWord>,
    /// Instance types that are allowed.
    pub types: Vec<InstanceType>,
    /// Instance types that are kept out.
    pub excluded_types: Vec<InstanceType>,
    /// Minimum generation.
    pub min_generation: Option<NodeCount>,
    /// Fewest vCPU.
    pub min_vcpu: Option<NodeCount>,
    /// Minimum memory in GiB.
    pub min_memory: Option<NodeCount>,
    /// Minimum EBS bandwidth: the label holds the burst maximum.
    pub min_ebs_bandwidth: Option<MbitPerSec>,
    /// Minimum network bandwidth: the label holds the baseline.
    pub min_network_bandwidth: Option<MbitPerSec>,
    /// Where both bandwidth bounds are written.
    pub bandwidth_in: BandwidthScope,
    /// Minimum instance store in decimal GB; keeps out types without NVMe.
    pub min_local_nvme: Option<NodeCount>,
    /// GPU models that are allowed: `l4`, `a10g`, `h100`.
    pub gpu_names: Vec<InstanceWord>,
    /// Minimum GPUs of a node.
    pub min_gpu_count: Option<NodeCount>,
    /// Zones that are allowed; all of the subnets' if empty.
    pub zones: Vec<Zone>,
    /// Labels of the nodes, besides `intent`.
    pub labels: Vec<LabelPair>,
    /// Taints of the nodes.
    pub taints: Vec<Taint>,
    /// When Karpenter may remove a running node.
    pub consolidation_policy: ConsolidationPolicy,
    /// How long a node must have been quiet before that.
    pub consolidate_after: KarpenterDuration,
    /// How many nodes may be disrupted at once; Karpenter's own 10 % if empty.
    pub budgets: Vec<Budget>,
    /// Age at which a node is replaced; Karpenter's default, 720h, if empty.
    pub expire_after: Option<KarpenterDuration>,
    /// Longest that a node drains before its pods are stopped; without end if none.
    pub termination_grace_period: Option<FiniteDuration>,
    /// Most CPU of the pool's nodes together.
    pub cpu_limit: Option<Quantity>,
    /// Most memory of the pool's nodes together.
    pub memory_limit: Option<Quantity>,
    /// Preference among pools, 1 to 100.
    pub weight: Option<u16>,
    /// Whether CloudWatch has each instance's metrics every minute, at a price.
    pub detailed_monitoring: Tristate,
    /// CPU that the DaemonSets of a node request together; not counted if empty.
    pub daemon_set_cpu: Option<Quantity>,
    /// Memory that they request together; not counted if empty.
    pub daemon_set_memory: Option<Quantity>,
    /// How many they are, 1 to 100; not counted if empty.
    pub daemon_set_pods: Option<u16>,
}

impl Default for Nodes {
    fn default() -> Self {
        Self {
            name: literal("soci-snapshotter"),
            architecture: Architecture::Amd64,
            capacity_types: vec![CapacityType::Spot, CapacityType::OnDemand],
            capacity_reservation_ids: Vec::new(),
            categories: literals(&["c", "m", "r"]),
            excluded_categories: Vec::new(),
            families: Vec::new(),
            excluded_families: Vec::new(),
            sizes: Vec::new(),
            excluded_sizes: Vec::new(),
            types: Vec::new(),
            excluded_types: Vec::new(),
            min_generation: None,
            min_vcpu: None,
            min_memory: None,
            min_ebs_bandwidth: Some(MbitPerSec::per_second(8000)),
            min_network_bandwidth: Some(MbitPerSec::per_second(8000)),
            bandwidth_in: BandwidthScope::Affinity,
            min_local_nvme: None,
            gpu_names: Vec::new(),
            min_gpu_count: None,
            zones: Vec::new(),
            labels: Vec::new(),
            taints: Vec::new(),
            consolidation_policy: ConsolidationPolicy::WhenEmptyOrUnderutilized,
            consolidate_after: literal("5m"),
            budgets: Vec::new(),
            expire_after: None,
            termination_grace_period: None,
            // As in Karpenter's own getting-started: a bound on what a mistake may cost.
            cpu_limit: Some(literal("1000")),
            memory_limit: None,
            weight: None,
            detailed_monitoring: Tristate::Unset,
            daemon_set_cpu: None,
            daemon_set_memory: None,
            daemon_set_pods: None,
        }
    }
}
