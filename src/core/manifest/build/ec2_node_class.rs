//! The EC2NodeClass.

use super::{security_group_terms, subnet_terms, tags};
use crate::core::config::{CapacityType, Config, OverrideTarget, Volume, VolumeType};
use crate::core::engines::NodeSystem;
use crate::core::manifest::model::{
    AmiSelectorTerm, BlockDeviceMapping, Ec2NodeClass, Ec2NodeClassSpec, Metadata, PlainFields,
    SelectorTerm,
};
use crate::core::manifest::userdata;
use crate::core::plan::{BOTTLEROCKET_OS_VOLUME, NodePlan, Side};

pub(in crate::core::manifest) fn ec2_node_class(plan: &NodePlan<'_>, side: Side) -> Ec2NodeClass {
    let cluster = &plan.config.cluster;
    Ec2NodeClass {
        api_version: "karpenter.k8s.aws/v1",
        kind: "EC2NodeClass",
        metadata: Metadata::named(plan.pool_name(side)),
        spec: Ec2NodeClassSpec {
            ami_selector_terms: vec![AmiSelectorTerm { alias: alias(plan) }],
            role: plan.node_role(),
            instance_profile: plan.instance_profile().map(ToString::to_string),
            capacity_reservation_selector_terms: capacity_reservations(plan),
            block_device_mappings: block_device_mappings(plan),
            instance_store_policy: plan.has_raid0_policy().then_some("RAID0"),
            security_group_selector_terms: security_group_terms(plan),
            subnet_selector_terms: subnet_terms(plan),
            tags: tags(cluster),
            plain: PlainFields::new(plan.config, OverrideTarget::Ec2NodeClass, &["spec"]),
            user_data: userdata::user_data(plan, side).map(|data| data.text),
        },
    }
}

/// Reservations, where the capacity type asks for them and Karpenter knows it.
pub(super) fn capacity_reservations(plan: &NodePlan<'_>) -> Vec<SelectorTerm> {
    if !plan.capacity_types.contains(&CapacityType::Reserved) {
        return Vec::new();
    }
    let ids = &plan.config.nodes.capacity_reservation_ids;
    ids.iter()
        .map(|id| SelectorTerm::Id(id.to_string()))
        .collect()
}

fn alias(plan: &NodePlan<'_>) -> String {
    let cluster = &plan.config.cluster;
    match plan.engine().system {
        NodeSystem::Bottlerocket => format!("bottlerocket@{}", cluster.bottlerocket_version),
        NodeSystem::Al2023 | NodeSystem::AutoMode => format!("al2023@{}", cluster.al2023_version),
    }
}

/// Images live on `/dev/xvda` on AL2023 and on `/dev/xvdb` on Bottlerocket, where a mapping of
/// one device alone would leave the other at the AMI's own 2 GiB (Karpenter issue 8747). No
/// mapping says rootVolume: on Bottlerocket it makes Karpenter count the OS volume as the pods'
/// (issue 8535), elsewhere the device's name is enough.
fn block_device_mappings(plan: &NodePlan<'_>) -> Vec<BlockDeviceMapping> {
    let data = |device_name| BlockDeviceMapping {
        device_name,
        ebs: data_volume(plan),
    };
    if !plan.engine().is_bottlerocket() {
        return vec![data("/dev/xvda")];
    }
    let system = BlockDeviceMapping {
        device_name: "/dev/xvda",
        ebs: os_volume(plan),
    };
    vec![system, data("/dev/xvdb")]
}

const EBS: &[&str] = &["spec", "blockDeviceMappings", "*", "ebs"];

/// What is said of the volume with images, in the blueprint's order.
fn data_volume(plan: &NodePlan<'_>) -> PlainFields {
    let rate = plan.initialization_rate(&plan.config.storage.volume);
    PlainFields::new(plan.config, OverrideTarget::Ec2NodeClass, EBS)
        .only(|key| key != "volumeInitializationRate" || rate.is_some())
        .first("volumeSize")
}

/// Bottlerocket's OS volume: a small one of gp3, kept as safe as the one with images.
fn os_volume(plan: &NodePlan<'_>) -> PlainFields {
    let mut config = Config::default();
    config.engine.kind = plan.config.engine.kind;
    config.storage.volume = Volume {
        volume_size: BOTTLEROCKET_OS_VOLUME,
        volume_type: VolumeType::Gp3,
        iops: None,
        throughput: None,
        snapshot_id: None,
        volume_initialization_rate: None,
        ..plan.config.storage.volume.clone()
    };
    PlainFields::new(&config, OverrideTarget::Ec2NodeClass, EBS).first("volumeSize")
}
