//! A Config for nodes of one type that nobody but a measurement uses.

use crate::core::catalogue::Instance;
use crate::core::config::{
    CapacityType, Config, ConsolidationPolicy, Override, OverrideTarget, TypeInView, WorkloadKind,
};
use crate::core::error::ValueError;

/// Key of the label and the taint of everything that is made; its value is the measurement's name.
pub(super) const KEY: &str = "pull-measurement";
/// What of a pod decides whether its image may be pulled, and is taken over from a file's own pod.
pub(super) const OF_THE_POD: [&str; 3] =
    ["serviceAccountName", "imagePullSecrets", "schedulerName"];

/// The Config with on-demand nodes of one type alone, and a pod that asks for nothing but the pool.
pub(super) fn pinned(config: &Config, instance: &Instance, name: &str) -> Result<Config, String> {
    let said = |error: ValueError| error.to_string();
    let mut next = config.clone();
    let nodes = &mut next.nodes;
    nodes.types = vec![instance.name.parse().map_err(said)?];
    nodes.architecture = instance.architecture;
    nodes.categories.clear();
    nodes.excluded_categories.clear();
    nodes.families.clear();
    nodes.excluded_families.clear();
    nodes.sizes.clear();
    nodes.excluded_sizes.clear();
    nodes.excluded_types.clear();
    nodes.gpu_names.clear();
    nodes.min_generation = None;
    nodes.min_vcpu = None;
    nodes.min_memory = None;
    nodes.min_ebs_bandwidth = None;
    nodes.min_network_bandwidth = None;
    nodes.min_local_nvme = None;
    nodes.min_gpu_count = None;
    nodes.capacity_types = vec![CapacityType::OnDemand];
    nodes.capacity_reservation_ids.clear();
    nodes.consolidation_policy = ConsolidationPolicy::WhenEmpty;
    nodes.consolidate_after = "10m".parse().map_err(said)?;
    nodes.expire_after = Some("3h".parse().map_err(said)?);
    nodes.termination_grace_period = Some("2m".parse().map_err(said)?);
    nodes.budgets.clear();
    // One node of a pool at a time, whatever goes wrong.
    nodes.cpu_limit = Some(instance.vcpu.to_string().parse().map_err(said)?);
    nodes.memory_limit = None;
    nodes.weight = None;
    let pair = format!("{KEY}={name}");
    nodes.labels.retain(|label| label.key.as_str() != KEY);
    nodes.labels.push(pair.parse().map_err(said)?);
    nodes.taints.retain(|taint| taint.key.as_str() != KEY);
    nodes
        .taints
        .push(format!("{pair}:NoSchedule").parse().map_err(said)?);
    next.cluster.tags.retain(|tag| tag.key.as_str() != KEY);
    next.cluster.tags.push(pair.parse().map_err(said)?);
    next.workload.kind = WorkloadKind::Deployment;
    next.workload.replicas = 1;
    // The pull comes before any of these is given out: a pod that asked for a GPU would only wait
    // longer, for the device plugin.
    next.workload.gpus = None;
    next.workload.cpu = None;
    next.workload.memory = None;
    next.workload.ephemeral_storage = None;
    next.comparison = false;
    next.comments = false;
    next.costs.instance_type = Some(TypeInView::One(instance.name.parse().map_err(said)?));
    next.kept.retain(is_about_the_pull);
    Ok(next)
}

/// Whether something that is kept from a file makes the node, lets the pod onto it or lets the image be
/// pulled; names, requirements and the rest of the pod's are the measurement's own.
fn is_about_the_pull(kept: &Override) -> bool {
    let keys: Vec<&str> = kept.path.iter().filter_map(|step| step.key()).collect();
    !kept.comparison
        && match kept.document {
            OverrideTarget::NodePool => {
                keys.starts_with(&["spec", "template", "spec", "startupTaints"])
            }
            OverrideTarget::Deployment => {
                let pod = ["spec", "template", "spec"];
                keys.starts_with(&pod)
                    && keys
                        .get(pod.len())
                        .is_some_and(|key| OF_THE_POD.contains(key))
            }
            OverrideTarget::Ec2NodeClass | OverrideTarget::NodeClass => {
                keys.first() != Some(&"metadata")
            }
            OverrideTarget::NodeConfig | OverrideTarget::Settings | OverrideTarget::Script => true,
        }
}

/// Whether something that is kept from a file is userData, which is one engine's.
pub(super) fn is_user_data(kept: &Override) -> bool {
    let keys = kept.path.iter().filter_map(|step| step.key());
    match kept.document {
        OverrideTarget::NodeConfig | OverrideTarget::Settings | OverrideTarget::Script => true,
        OverrideTarget::Ec2NodeClass => keys.take(2).eq(["spec", "userData"]),
        _ => false,
    }
}
