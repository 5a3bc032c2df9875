//! What reading files can find: a descriptor for each id, registered by the macro that makes it, so
//! that a diagnostic without one does not compile. What settings and files have in common is one
//! rule, of the settings.
//!
//! To add one: write it into the list of its subject, and add a case to `tests/it/file_rules`.

mod al2023;
mod bottlerocket;
mod ec2_node_class;
mod input;
mod node_pool;
mod schema;
mod soci;
mod sources;
mod table;
mod user_data;

use self::sources::{
    API_SERVER, CLOUD_INIT, CONTAINERD, EC2_USER_DATA, KARPENTER_BOTTLEROCKET, KARPENTER_MIME,
    KARPENTER_NODEADM, KUBELET, KUBELET_FLAGS, NODEADM, NODEADM_API,
};
use self::table::file_rules;
use super::rules;
use super::{Rule, RuleWords, Severity};

pub(in crate::core) use al2023::*;
pub(in crate::core) use bottlerocket::*;
pub(in crate::core) use ec2_node_class::*;
pub(in crate::core) use input::*;
pub(in crate::core) use node_pool::*;
pub(in crate::core) use rules::{
    ABOUT_TYPES, AMI_BEFORE_FAST_IMAGE_PULL, AMI_RELEASE_MISSING, AMI_RELEASE_UNCONFIRMED,
    BOTTLEROCKET_BEFORE_SOCI, BOTTLEROCKET_RAID0_BEFORE_SOCI_DIRECTORY, BROKEN_AMI_RELEASE,
    CAPACITY_TYPE_UNKNOWN, DOWNLOADS_ABOVE_GLOBAL, INSTALL_SCRIPT_CUSTOM_ROOT_UNDER_CONTAINERD,
    INSTALL_SCRIPT_ON_NEW_AMI, IOPS_BEYOND_THROUGHPUT, IOPS_OUT_OF_RANGE, IOPS_PER_GIB,
    KEPT_INSTEAD_OF_SETTINGS, MIN_VALUES_UNMET, MOVING_AMI_RELEASE, NO_CAPACITY_TYPE,
    NO_INSTANCE_TYPE_MATCHES, PODS_SELECT_OTHER_NODES, POOL_LIMIT_BELOW_SMALLEST_TYPE,
    RAID0_BEFORE_SOCI_DIRECTORY, RELEASE_NEWER_THAN_KNOWN, RESERVED_WITHOUT_RESERVATIONS,
    SED_LOST_ON_REBOOT, SLOW_VOLUME, TAINT_NOT_TOLERATED, THROUGHPUT_ABOVE_IOPS,
    UNPACKS_ABOVE_GLOBAL, UNPINNED_INSTALL_SCRIPT, VOLUME_SMALLER_THAN_AMI,
    VOLUME_TOO_SMALL_FOR_IMAGE,
};
pub(in crate::core) use schema::*;
pub(in crate::core) use soci::*;
pub(in crate::core) use user_data::*;

/// Every rule that only files can break, by subject, each with what is said of it.
pub(super) const ALL: [&[(&Rule, &RuleWords)]; 8] = [
    input::RULES,
    schema::RULES,
    ec2_node_class::RULES,
    node_pool::RULES,
    user_data::RULES,
    al2023::RULES,
    soci::RULES,
    bottlerocket::RULES,
];
