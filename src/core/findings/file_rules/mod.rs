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
mod user_data;

use super::rules;
use super::rules::RuleWords;
use super::{Rule, Severity};
use crate::core::config::Source;

pub(in crate::core) use al2023::*;
pub(in crate::core) use bottlerocket::*;
pub(in crate::core) use ec2_node_class::*;
pub(in crate::core) use input::*;
pub(in crate::core) use node_pool::*;
pub(in crate::core) use rules::{
    ABOUT_TYPES, AMI_BEFORE_FAST_IMAGE_PULL, AMI_RELEASE_MISSING, AMI_RELEASE_UNCONFIRMED,
    BOTTLEROCKET_BEFORE_SOCI, BOTTLEROCKET_RAID0_BEFORE_SOCI_DIRECTORY, BROKEN_AMI_RELEASE,
    DOWNLOADS_ABOVE_GLOBAL, INSTALL_SCRIPT_CUSTOM_ROOT_UNDER_CONTAINERD, INSTALL_SCRIPT_ON_NEW_AMI,
    IOPS_BEYOND_THROUGHPUT, IOPS_OUT_OF_RANGE, IOPS_PER_GIB, KEPT_INSTEAD_OF_SETTINGS,
    MOVING_AMI_RELEASE, RAID0_BEFORE_SOCI_DIRECTORY, RELEASE_NEWER_THAN_KNOWN, SED_LOST_ON_REBOOT,
    SLOW_VOLUME, THROUGHPUT_ABOVE_IOPS, UNPACKS_ABOVE_GLOBAL, UNPINNED_INSTALL_SCRIPT,
    VOLUME_SMALLER_THAN_AMI, VOLUME_TOO_SMALL_FOR_IMAGE,
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

/// Declares rules and the list that holds them all.
macro_rules! file_rules {
    ($($name:ident: [$($severity:ident),+] {
        id: $id:literal,
        what: $what:literal,
        why: $why:literal,
        how: $how:literal,
        source: $source:expr,
    })+) => {
        $(pub(in crate::core) static $name: Rule = Rule {
            id: $id,
            severities: &[$(Severity::$severity),+],
            check: None,
        };)+

        pub(super) const RULES: &[(&Rule, &RuleWords)] = &[$((&$name, &RuleWords {
            what: $what,
            why: $why,
            how: $how,
            source: $source,
        })),+];
    };
}
use file_rules;

/// What kubectl and the API server take.
const API_SERVER: Source = Source {
    label: "Kubernetes v1.34, API concepts: field validation (2026)",
    url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
};
/// How Karpenter packs userData for AL2023.
const KARPENTER_MIME: Source = Source {
    label: "Karpenter v1.14.1, amifamily/bootstrap/mime (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/amifamily/bootstrap/mime/mime.go",
};
/// What Karpenter adds to AL2023's userData.
const KARPENTER_NODEADM: Source = Source {
    label: "Karpenter v1.14.1, amifamily/bootstrap/nodeadm.go (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/amifamily/bootstrap/nodeadm.go",
};
/// What Karpenter makes of Bottlerocket's settings.
const KARPENTER_BOTTLEROCKET: Source = Source {
    label: "Karpenter v1.14.1, amifamily/bootstrap/bottlerocket.go (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/amifamily/bootstrap/bottlerocket.go",
};
/// How nodeadm reads its configuration.
const NODEADM: Source = Source {
    label: "amazon-eks-ami 81fec2e8, nodeadm/internal/configprovider (2026-07-23)",
    url: "https://github.com/awslabs/amazon-eks-ami/tree/81fec2e8/nodeadm/internal/configprovider",
};
/// The fields that nodeadm knows.
const NODEADM_API: Source = Source {
    label: "amazon-eks-ami 81fec2e8, nodeadm/api/v1alpha1 (2026-07-23)",
    url: "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/nodeadm/api/v1alpha1/nodeconfig_types.go",
};
/// What cloud-init runs.
const CLOUD_INIT: Source = Source {
    label: "cloud-init 25.1, user-data formats (2025)",
    url: "https://cloudinit.readthedocs.io/en/25.1/explanation/format.html",
};
/// What EC2 takes as userData.
const EC2_USER_DATA: Source = Source {
    label: "EC2 User Guide, user data: at most 16 KB",
    url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html",
};
/// containerd's own parallel pull.
const CONTAINERD: Source = Source {
    label: "containerd v2.2, docs/transfer.md (2026)",
    url: "https://github.com/containerd/containerd/blob/v2.2.0/docs/transfer.md",
};
/// The kubelet's configuration.
const KUBELET: Source = Source {
    label: "Kubernetes v1.34, kubelet configuration v1beta1 (2026)",
    url: "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
};
