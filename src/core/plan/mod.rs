//! The Config with every automatic choice made.

use crate::core::config::text::{ClusterName, InstanceProfileName, RoleName};
use crate::core::config::{
    Al2023Version, BandwidthScope, CapacityType, Config, ConsolidationPolicy, InstanceStore,
    OverrideTarget, Placeholders, SociLimits, Step, Volume, WorkloadKind,
};
use crate::core::engines::EngineSpec;
use crate::core::units::VolumeSize;
use crate::core::versions::{
    AL2023_LOWER_FLOOR, KARPENTER_BALANCED, KARPENTER_INITIALIZATION_RATE, KARPENTER_RESERVED,
};
use crate::core::yaml::Yaml;

/// Name of the variable that stands for the cluster's name, as in the blueprint.
pub(crate) const CLUSTER_NAME: &str = "CLUSTER_NAME";
/// Name of the variable that stands for the node role, as in the blueprint.
pub(crate) const NODE_ROLE: &str = "KARPENTER_NODE_IAM_ROLE_NAME";

/// Bottlerocket's OS volume, a gp3 one: Karpenter's own default and the AMI's smallest.
pub(crate) const BOTTLEROCKET_OS_VOLUME: VolumeSize = VolumeSize::gib(4);

/// What one NodePool of the set is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Pulls with the chosen engine.
    Soci,
    /// Pulls with stock containerd, to compare or on its own.
    Baseline,
}

/// How SOCI's limits reach an AL2023 node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimitsBy {
    /// They are the AMI's own.
    Ami,
    /// A script part sets these.
    Script(SociLimits),
}

/// The Config with every automatic choice made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NodePlan<'a> {
    pub(crate) config: &'a Config,
    /// The pools to write, the SOCI one first.
    pub(crate) sides: Vec<Side>,
    /// The pools that a Deployment is written for; none if the user's own pods use them.
    pub(crate) deployments: Vec<Side>,
    /// Where the bounds on bandwidth are written: without a workload only the pool can hold them.
    pub(crate) bandwidth_in: BandwidthScope,
    /// Fewest vCPU that a node may have: the user's or the feature gate's own floor.
    pub(crate) min_vcpu: Option<u32>,
    /// Minimum memory in MiB that a node may have, likewise.
    pub(crate) min_memory_mib: Option<u32>,
    /// How limits are set with FastImagePull.
    pub(crate) limits: LimitsBy,
    /// Capacity types that the chosen Karpenter knows.
    pub(crate) capacity_types: Vec<CapacityType>,
    /// Consolidation policy that the chosen Karpenter knows.
    pub(crate) consolidation_policy: ConsolidationPolicy,
}

/// Fewest vCPU and least nominal MiB with which FastImagePull does anything.
///
/// nodeadm ignores FastImagePull below this many vCPU and MiB: 4 and 7 GiB from AMI v20251016,
/// 8 and 8 GiB before. The label counts a type's nominal memory, so the floor is the next whole
/// size, 8 GiB, either way (nodeadm/internal/containerd/config.go, amazon-eks-ami 81fec2e8).
pub(crate) fn fast_image_pull_floor(ami: Al2023Version) -> (u32, u32) {
    if ami.is_before(AL2023_LOWER_FLOOR) {
        (8, 8192)
    } else {
        (4, 8192)
    }
}

/// Whether something that is kept from a file uses a variable of this name, as shells do.
pub(crate) fn uses_variable(config: &Config, name: &str) -> bool {
    config.placeholders == Placeholders::Envsubst
        && config.kept.iter().any(|kept| {
            kept.value
                .as_ref()
                .is_some_and(|value| has_variable(value, name))
        })
}

fn has_variable(value: &Yaml, name: &str) -> bool {
    match value {
        Yaml::Text(text) => text.match_indices(name).any(|(at, _)| {
            let before = text.get(..at).unwrap_or_default();
            let after = text.get(at + name.len()..).unwrap_or_default();
            let is_open = before.ends_with("${");
            let ends = |letter: char| !(letter.is_ascii_alphanumeric() || letter == '_');
            (is_open && after.starts_with('}'))
                || (before.ends_with('$') && after.chars().next().is_none_or(ends))
        }),
        Yaml::Sequence(items) => items.iter().any(|item| has_variable(item, name)),
        Yaml::Mapping(pairs) => pairs.iter().any(|(_, value)| has_variable(value, name)),
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) | Yaml::Decimal(_) => false,
    }
}

/// Alone, the pool with stock containerd is the set's own and not the comparison's.
fn is_comparison(sides: &[Side], side: Side) -> bool {
    side == Side::Baseline && sides.len() > 1
}

/// The pools that a Deployment is written for: all, but for one that imported files had none for.
fn deployments(config: &Config, sides: &[Side]) -> Vec<Side> {
    match config.workload.kind {
        WorkloadKind::Absent => Vec::new(),
        WorkloadKind::Deployment => sides
            .iter()
            .copied()
            .filter(|side| {
                !config.kept.iter().any(|kept| {
                    kept.leaves_out(OverrideTarget::Deployment)
                        && kept.comparison == is_comparison(sides, *side)
                })
            })
            .collect(),
    }
}

impl<'a> NodePlan<'a> {
    pub(crate) fn new(config: &'a Config) -> Self {
        let spec = config.engine.spec();
        let sides = match (spec.pulls_in_parallel(), config.comparison) {
            (false, _) => vec![Side::Baseline],
            (true, true) if spec.has_comparison() => vec![Side::Soci, Side::Baseline],
            (true, _) => vec![Side::Soci],
        };
        let deployments = deployments(config, &sides);
        let bandwidth_in = if deployments.is_empty() {
            BandwidthScope::NodePool
        } else {
            config.nodes.bandwidth_in
        };
        let floor =
            (spec.has_feature_gate()).then(|| fast_image_pull_floor(config.cluster.al2023_version));
        let nodes = &config.nodes;
        let chosen_vcpu = nodes.min_vcpu.map(|count| count.get());
        let chosen_memory = nodes
            .min_memory
            .map(|count| count.get().saturating_mul(1024));
        let limits = if spec.has_feature_gate() && spec.own_limits != Some(config.engine.limits) {
            LimitsBy::Script(config.engine.limits)
        } else {
            LimitsBy::Ami
        };
        let karpenter = config.cluster.karpenter.to_minor();
        let knows_reserved = karpenter >= KARPENTER_RESERVED || spec.is_auto_mode();
        let knows_balanced = karpenter >= KARPENTER_BALANCED && !spec.is_auto_mode();
        Self {
            config,
            sides,
            deployments,
            bandwidth_in,
            min_vcpu: chosen_vcpu.max(floor.map(|(vcpu, _)| vcpu)),
            min_memory_mib: chosen_memory.max(floor.map(|(_, memory)| memory)),
            limits,
            capacity_types: nodes
                .capacity_types
                .iter()
                .copied()
                .filter(|kind| *kind != CapacityType::Reserved || knows_reserved)
                .collect(),
            consolidation_policy: match nodes.consolidation_policy {
                ConsolidationPolicy::Balanced if !knows_balanced => {
                    ConsolidationPolicy::WhenEmptyOrUnderutilized
                }
                policy => policy,
            },
        }
    }

    /// What there is to know of the engine.
    pub(crate) const fn engine(&self) -> &'static EngineSpec {
        self.config.engine.spec()
    }

    /// Name of a side's NodePool, node class and `intent` label.
    pub(crate) fn pool_name(&self, side: Side) -> String {
        match side {
            Side::Soci => self.config.nodes.name.to_string(),
            Side::Baseline => format!("non-{}", self.config.nodes.name),
        }
    }

    /// The pool's name by which pods ask for a side's nodes, as Karpenter labels them with it: where
    /// a file's own labels stand in place of `intent`, and no file says by what its pods ask.
    pub(crate) fn asked_by_pool_name(&self, side: Side) -> Option<String> {
        let is_comparison = self.is_comparison(side);
        let keeps = |document: OverrideTarget, place: &[&str]| {
            self.config.kept.iter().any(|kept| {
                let mut both = kept.path.iter().zip(place);
                kept.document == document
                    && kept.comparison == is_comparison
                    && both.all(|(step, key)| step.key() == Some(key))
            })
        };
        let label = ["spec", "template", "metadata", "labels", "intent"];
        let selector = ["spec", "template", "spec", "nodeSelector"];
        let is_so = keeps(OverrideTarget::NodePool, &label)
            && !keeps(OverrideTarget::Deployment, &selector);
        is_so.then(|| self.written_pool_name(side))
    }

    /// Whether the pools' nodes have taints: those of the settings, or a file's own.
    pub(crate) fn has_taints(&self) -> bool {
        let keeps_taints = self.config.kept.iter().any(|kept| {
            kept.document == OverrideTarget::NodePool
                && kept.value.is_some()
                && kept.path.iter().any(|step| step.key() == Some("taints"))
        });
        keeps_taints || !self.config.nodes.taints.is_empty()
    }

    /// Name of a side's NodePool as it is written: a file's own, where one is kept.
    pub(crate) fn written_pool_name(&self, side: Side) -> String {
        self.kept_name(side, &[OverrideTarget::NodePool])
            .unwrap_or_else(|| self.pool_name(side))
    }

    /// Name of a side's node class as it is written, by which its pool asks for it.
    pub(crate) fn written_class_name(&self, side: Side) -> String {
        let classes = [OverrideTarget::Ec2NodeClass, OverrideTarget::NodeClass];
        self.kept_name(side, &classes)
            .unwrap_or_else(|| self.pool_name(side))
    }

    fn kept_name(&self, side: Side, of: &[OverrideTarget]) -> Option<String> {
        let is_comparison = self.is_comparison(side);
        let kept = self.config.kept.iter().find(|kept| {
            of.contains(&kept.document)
                && kept.comparison == is_comparison
                && matches!(kept.path.as_slice(), [Step::Key(metadata), Step::Key(name)] if metadata == "metadata" && name == "name")
        });
        match kept.and_then(|kept| kept.value.as_ref()) {
            Some(Yaml::Text(name)) => Some(name.clone()),
            _ => None,
        }
    }

    /// Whether a side is the one that stands beside the set's own to compare.
    pub(crate) fn is_comparison(&self, side: Side) -> bool {
        is_comparison(&self.sides, side)
    }

    /// Name of a side's Deployment.
    pub(crate) fn workload_name(&self, side: Side) -> String {
        match side {
            Side::Soci => format!("{}{}", self.config.workload.name, self.engine().suffix),
            Side::Baseline => self.config.workload.name.to_string(),
        }
    }

    /// Whether the nodes' distribution is one that the user sets up by hand.
    pub(crate) fn by_hand(&self) -> bool {
        self.config.engine.is_set_up_by_hand()
    }

    /// Whether Karpenter is to make a RAID0 of the instance store. On Bottlerocket with SOCI data
    /// on EBS it is not: our own bootstrap commands bind only what belongs there.
    pub(crate) fn has_raid0_policy(&self) -> bool {
        match self.config.storage.instance_store {
            InstanceStore::Unused => false,
            InstanceStore::Raid0 => true,
            InstanceStore::Raid0SociOnEbs => !self.engine().is_bottlerocket(),
        }
    }

    /// The snapshot's initialization rate, where Karpenter knows the field (1.5 and later) and
    /// the volume has a snapshot.
    pub(crate) fn initialization_rate(&self, volume: &Volume) -> Option<u16> {
        volume
            .volume_initialization_rate
            .filter(|_| self.config.cluster.karpenter.to_minor() >= KARPENTER_INITIALIZATION_RATE)
            .filter(|_| volume.snapshot_id.is_some())
    }

    /// The cluster's name or its placeholder.
    pub(crate) fn cluster_name(&self) -> String {
        self.or_placeholder(
            self.config.cluster.name.as_ref().map(ClusterName::as_str),
            CLUSTER_NAME,
        )
    }

    /// Value of the discovery tag: the user's, or the cluster's name. A tag that has the cluster's
    /// name in its key holds `owned` or `shared`, so that any value of it will do.
    pub(crate) fn discovery_value(&self) -> String {
        match &self.config.cluster.discovery_value {
            Some(value) => value.to_string(),
            None if self.is_cluster_tag() => "*".to_owned(),
            None => self.cluster_name(),
        }
    }

    /// Whether the discovery tag is the one by which Kubernetes marks what is a cluster's.
    fn is_cluster_tag(&self) -> bool {
        let tag = self.config.cluster.discovery_tag.as_str();
        tag.starts_with("kubernetes.io/cluster/")
    }

    /// The node role or its placeholder, unless an instance profile is given.
    pub(crate) fn node_role(&self) -> Option<String> {
        if self.instance_profile().is_some() && self.config.cluster.node_role.is_none() {
            return None;
        }
        Some(self.or_placeholder(
            self.config.cluster.node_role.as_ref().map(RoleName::as_str),
            NODE_ROLE,
        ))
    }

    /// The instance profile, where there is one and the engine can take it.
    pub(crate) fn instance_profile(&self) -> Option<&'a InstanceProfileName> {
        self.config
            .cluster
            .instance_profile
            .as_ref()
            .filter(|_| !self.engine().is_auto_mode())
    }

    /// Whether a file needs the cluster's name.
    pub(crate) fn needs_cluster_name(&self) -> bool {
        let by_name = self.config.cluster.discovery_value.is_none() && !self.is_cluster_tag();
        by_name && self.selects_by_tag()
    }

    /// Whether subnets or security groups are selected by the discovery tag.
    pub(crate) fn selects_by_tag(&self) -> bool {
        let cluster = &self.config.cluster;
        let by_tag = cluster.subnet_ids.is_empty() || cluster.security_group_ids.is_empty();
        let kept = self.keeps("subnetSelectorTerms") && self.keeps("securityGroupSelectorTerms");
        by_tag && !self.by_hand() && !kept
    }

    /// Whether a file needs the node role.
    pub(crate) fn needs_node_role(&self) -> bool {
        self.instance_profile().is_none() && !self.by_hand() && !self.keeps("role")
    }

    /// Whether a file's own value stands at this key of the node class' spec.
    fn keeps(&self, key: &str) -> bool {
        self.config.kept.iter().any(|kept| {
            let [Step::Key(spec), Step::Key(own)] = kept.path.as_slice() else {
                return false;
            };
            matches!(
                kept.document,
                OverrideTarget::Ec2NodeClass | OverrideTarget::NodeClass
            ) && !kept.comparison
                && spec == "spec"
                && own == key
        })
    }

    /// The name by which envsubst fills a variable in: another one where something that is kept
    /// from a file uses it, as envsubst would rewrite that too.
    pub(crate) fn variable(&self, name: &'static str) -> &'static str {
        if !uses_variable(self.config, name) {
            return name;
        }
        match name {
            CLUSTER_NAME => "SOCI_CLUSTER_NAME",
            NODE_ROLE => "SOCI_NODE_IAM_ROLE_NAME",
            other => other,
        }
    }

    fn or_placeholder(&self, value: Option<&str>, variable: &'static str) -> String {
        let variable = self.variable(variable);
        match (value, self.config.placeholders) {
            (Some(value), _) => value.to_owned(),
            (None, Placeholders::Wait) => format!("<{variable}>"),
            (None, Placeholders::Envsubst) => format!("${{{variable}}}"),
        }
    }
}
