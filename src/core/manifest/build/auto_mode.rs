//! The NodeClass of EKS Auto Mode.

use super::ec2_node_class::capacity_reservations;
use super::{security_group_terms, subnet_terms, tags};
use crate::core::manifest::model::{EphemeralStorage, Metadata, NodeClass, NodeClassSpec};
use crate::core::plan::{NodePlan, Side};

pub(in crate::core::manifest) fn node_class(plan: &NodePlan<'_>) -> NodeClass {
    let volume = &plan.config.storage.volume;
    NodeClass {
        api_version: "eks.amazonaws.com/v1",
        kind: "NodeClass",
        metadata: Metadata::named(plan.pool_name(Side::Soci)),
        spec: NodeClassSpec {
            // Auto Mode has no instance profile, so a role or its placeholder is always there.
            role: plan.node_role().unwrap_or_default(),
            capacity_reservation_selector_terms: capacity_reservations(plan),
            ephemeral_storage: EphemeralStorage {
                size: volume.volume_size.to_string(),
                iops: volume.iops.map(|iops| iops.count()),
                throughput: volume.throughput.map(|rate| rate.to_mebibytes()),
                kms_key_id: volume.kms_key_id.as_ref().map(ToString::to_string),
            },
            security_group_selector_terms: security_group_terms(plan),
            subnet_selector_terms: subnet_terms(plan),
            tags: tags(&plan.config.cluster),
        },
    }
}
