//! The rules: one file each, one table.
//!
//! To add a rule: write a file beside these with a `pub(super) static RULE: Rule` and its
//! `WORDS: RuleWords`, add it to `rules_of_settings`, and add a case to `tests/it/rules/cases.rs` that triggers it and one that does not.

mod ami_before_fast_image_pull;
mod ami_release_missing;
mod ami_release_unconfirmed;
mod auto_mode_class_named_default;
mod auto_mode_ephemeral_storage_range;
mod auto_mode_lifetime;
mod auto_mode_nvme_above_ephemeral_storage;
mod auto_mode_without_soci_types;
mod balanced_before_karpenter_1_14;
mod both_in_and_out;
mod bottlerocket_arm_without_igzip;
mod bottlerocket_before_kubernetes_1_28;
mod bottlerocket_before_soci;
mod bottlerocket_raid0_before_karpenter_1_1;
mod bottlerocket_raid0_before_soci_directory;
mod broken_ami_release;
mod burstable_types;
mod capacity_type_unknown;
mod chunk_above_largest_layer;
mod chunk_too_small;
mod consolidation_repeats_pulls;
mod containerd_before_2_2;
mod containerd_parallel_memory;
mod containerd_without_limit;
mod decompressor_not_on_ami;
mod delimiter_in_part;
mod discard_with_snapshot;
mod disruption_budget_of_zero;
mod downloads_above_global;
mod downloads_outside_ecr_advice;
mod expiry_repeats_pulls;
mod few_instance_types_for_spot;
mod gp2_dearer_than_gp3;
mod gpu_nodes_without_taint;
mod identical_pods_pull_together;
mod image_in_other_region;
mod image_larger_than_instance_store;
mod image_of_one_large_layer;
mod initialization_rate_before_karpenter_1_5;
mod initialization_rate_without_snapshot;
mod install_script_custom_root_under_containerd;
mod install_script_on_new_ami;
mod instance_store_slower_than_volume;
mod io1_older_than_io2;
mod iops_beyond_throughput;
mod iops_out_of_range;
mod iops_per_gib;
mod kept_changes_kind;
mod kept_instead_of_settings;
mod kms_key_without_encryption;
mod kubernetes_newer_than_karpenter;
mod label_domain_before_karpenter_1_9;
mod layer_above_ecr_maximum;
mod layer_beyond_request_timeout;
mod layers_kept;
mod local_nvme_unused;
mod local_zone_types_unknown;
mod many_downloads_off_ecr;
mod min_values_unmet;
mod minimum_below_gate_floor;
mod moving_ami_release;
mod moving_image_tag;
mod no_capacity_type;
mod no_instance_type_matches;
mod nothing_to_pull;
mod outdated_soci_release;
mod placeholders_left;
mod pods_beyond_pool_limit;
mod pods_select_other_nodes;
mod pool_limit_below_smallest_type;
mod pool_without_limit;
mod published_size_unused;
mod raid0_before_soci_directory;
mod raid0_without_nvme_types;
mod range_requests_off_ecr;
mod release_newer_than_known;
mod reserved_before_karpenter_1_3;
mod reserved_without_reservations;
mod role_and_instance_profile;
mod root_volume_for_nothing;
mod sed_lost_on_reboot;
mod single_unpack;
mod size_of_default_image;
mod slow_volume;
mod snapshot_read_lazily;
mod soci_before_parallel_mode;
mod soci_on_ebs_before_ami_support;
mod soci_root_off_raid0;
mod taint_not_tolerated;
mod throughput_above_instance_maximum;
mod throughput_above_iops;
mod unknown_region;
mod unpacks_above_global;
mod unpacks_above_vcpu;
mod unpinned_install_script;
mod volume_not_encrypted;
mod volume_outlives_node;
mod volume_size_out_of_range;
mod volume_smaller_than_ami;
mod volume_too_small_for_image;
mod whole_layer_requests;
mod zones_outside_region;

// Reading files finds these too.
pub(in crate::core) use ami_before_fast_image_pull::RULE as AMI_BEFORE_FAST_IMAGE_PULL;
pub(in crate::core) use ami_release_missing::RULE as AMI_RELEASE_MISSING;
pub(in crate::core) use ami_release_unconfirmed::RULE as AMI_RELEASE_UNCONFIRMED;
pub(in crate::core) use bottlerocket_before_soci::RULE as BOTTLEROCKET_BEFORE_SOCI;
pub(in crate::core) use bottlerocket_raid0_before_soci_directory::RULE as BOTTLEROCKET_RAID0_BEFORE_SOCI_DIRECTORY;
pub(in crate::core) use broken_ami_release::RULE as BROKEN_AMI_RELEASE;
pub(in crate::core) use capacity_type_unknown::RULE as CAPACITY_TYPE_UNKNOWN;
pub(in crate::core) use downloads_above_global::RULE as DOWNLOADS_ABOVE_GLOBAL;
pub(in crate::core) use install_script_custom_root_under_containerd::RULE as INSTALL_SCRIPT_CUSTOM_ROOT_UNDER_CONTAINERD;
pub(in crate::core) use install_script_on_new_ami::RULE as INSTALL_SCRIPT_ON_NEW_AMI;
pub(in crate::core) use iops_beyond_throughput::RULE as IOPS_BEYOND_THROUGHPUT;
pub(in crate::core) use iops_out_of_range::RULE as IOPS_OUT_OF_RANGE;
pub(in crate::core) use iops_per_gib::RULE as IOPS_PER_GIB;
pub(in crate::core) use kept_instead_of_settings::RULE as KEPT_INSTEAD_OF_SETTINGS;
pub(in crate::core) use min_values_unmet::RULE as MIN_VALUES_UNMET;
pub(in crate::core) use moving_ami_release::RULE as MOVING_AMI_RELEASE;
pub(in crate::core) use no_capacity_type::RULE as NO_CAPACITY_TYPE;
pub(in crate::core) use no_instance_type_matches::RULE as NO_INSTANCE_TYPE_MATCHES;
pub(in crate::core) use pods_select_other_nodes::RULE as PODS_SELECT_OTHER_NODES;
pub(in crate::core) use pool_limit_below_smallest_type::RULE as POOL_LIMIT_BELOW_SMALLEST_TYPE;
pub(in crate::core) use raid0_before_soci_directory::RULE as RAID0_BEFORE_SOCI_DIRECTORY;
pub(in crate::core) use release_newer_than_known::RULE as RELEASE_NEWER_THAN_KNOWN;
pub(in crate::core) use reserved_without_reservations::RULE as RESERVED_WITHOUT_RESERVATIONS;
pub(in crate::core) use sed_lost_on_reboot::RULE as SED_LOST_ON_REBOOT;
pub(in crate::core) use slow_volume::RULE as SLOW_VOLUME;
pub(in crate::core) use taint_not_tolerated::RULE as TAINT_NOT_TOLERATED;
pub(in crate::core) use throughput_above_iops::RULE as THROUGHPUT_ABOVE_IOPS;
pub(in crate::core) use unpacks_above_global::RULE as UNPACKS_ABOVE_GLOBAL;
pub(in crate::core) use unpinned_install_script::RULE as UNPINNED_INSTALL_SCRIPT;
pub(in crate::core) use volume_smaller_than_ami::RULE as VOLUME_SMALLER_THAN_AMI;
pub(in crate::core) use volume_too_small_for_image::RULE as VOLUME_TOO_SMALL_FOR_IMAGE;

use super::predicates::{offer_limit, soci_minor, soci_numbers, soci_release};
use super::{Reporter, Rule, RuleContext, RuleWords, Severity};

/// What is about the instance types that a pool admits.
pub(in crate::core) static ABOUT_TYPES: [&Rule; 20] = [
    &auto_mode_nvme_above_ephemeral_storage::RULE,
    &auto_mode_without_soci_types::RULE,
    &bottlerocket_arm_without_igzip::RULE,
    &burstable_types::RULE,
    &containerd_parallel_memory::RULE,
    &few_instance_types_for_spot::RULE,
    &gpu_nodes_without_taint::RULE,
    &image_larger_than_instance_store::RULE,
    &instance_store_slower_than_volume::RULE,
    &local_nvme_unused::RULE,
    &min_values_unmet::RULE,
    &minimum_below_gate_floor::RULE,
    &no_instance_type_matches::RULE,
    &pods_beyond_pool_limit::RULE,
    &pool_limit_below_smallest_type::RULE,
    &raid0_without_nvme_types::RULE,
    &root_volume_for_nothing::RULE,
    &soci_root_off_raid0::RULE,
    &throughput_above_instance_maximum::RULE,
    &unpacks_above_vcpu::RULE,
];

impl Rule {
    /// Every rule about settings, in the order of the form.
    pub const OF_SETTINGS: &'static [&'static Self] = OF_SETTINGS;

    /// What is said of it, if settings can break it.
    pub fn words_of_settings(&self) -> Option<&'static RuleWords> {
        let at = Self::OF_SETTINGS.iter().position(|rule| *rule == self)?;
        WORDS.get(at).copied()
    }

    /// The page about it, beside the application: `rules/slow-volume.html`.
    pub fn page(&self) -> String {
        format!("rules/{}.html", self.id)
    }
}

/// The table of rules, and that of their words.
macro_rules! rules_of_settings {
    ($($name:ident),+ $(,)?) => {
        /// One table for all parts of the page that look a rule up.
        static OF_SETTINGS: &[&Rule] = &[$(&$name::RULE),+];

        /// What is said of each, in the same order.
        const WORDS: &[&RuleWords] = &[$(&$name::WORDS),+];
    };
}

rules_of_settings![
    unknown_region,
    role_and_instance_profile,
    kubernetes_newer_than_karpenter,
    ami_release_missing,
    ami_release_unconfirmed,
    ami_before_fast_image_pull,
    broken_ami_release,
    release_newer_than_known,
    moving_ami_release,
    install_script_on_new_ami,
    raid0_before_soci_directory,
    soci_on_ebs_before_ami_support,
    bottlerocket_before_kubernetes_1_28,
    bottlerocket_before_soci,
    containerd_before_2_2,
    bottlerocket_raid0_before_soci_directory,
    bottlerocket_raid0_before_karpenter_1_1,
    image_of_one_large_layer,
    layer_above_ecr_maximum,
    image_in_other_region,
    moving_image_tag,
    size_of_default_image,
    published_size_unused,
    nothing_to_pull,
    identical_pods_pull_together,
    bottlerocket_arm_without_igzip,
    no_capacity_type,
    capacity_type_unknown,
    reserved_before_karpenter_1_3,
    reserved_without_reservations,
    both_in_and_out,
    no_instance_type_matches,
    min_values_unmet,
    pods_select_other_nodes,
    taint_not_tolerated,
    minimum_below_gate_floor,
    burstable_types,
    few_instance_types_for_spot,
    zones_outside_region,
    local_zone_types_unknown,
    gpu_nodes_without_taint,
    balanced_before_karpenter_1_14,
    auto_mode_class_named_default,
    pool_limit_below_smallest_type,
    pods_beyond_pool_limit,
    pool_without_limit,
    label_domain_before_karpenter_1_9,
    disruption_budget_of_zero,
    expiry_repeats_pulls,
    consolidation_repeats_pulls,
    auto_mode_lifetime,
    auto_mode_without_soci_types,
    auto_mode_nvme_above_ephemeral_storage,
    auto_mode_ephemeral_storage_range,
    gp2_dearer_than_gp3,
    io1_older_than_io2,
    volume_size_out_of_range,
    volume_smaller_than_ami,
    volume_too_small_for_image,
    root_volume_for_nothing,
    iops_out_of_range,
    iops_per_gib,
    iops_beyond_throughput,
    throughput_above_iops,
    throughput_above_instance_maximum,
    slow_volume,
    local_nvme_unused,
    raid0_without_nvme_types,
    instance_store_slower_than_volume,
    image_larger_than_instance_store,
    kept_instead_of_settings,
    kept_changes_kind,
    delimiter_in_part,
    placeholders_left,
    volume_outlives_node,
    volume_not_encrypted,
    kms_key_without_encryption,
    snapshot_read_lazily,
    initialization_rate_before_karpenter_1_5,
    initialization_rate_without_snapshot,
    downloads_above_global,
    unpacks_above_global,
    unpacks_above_vcpu,
    downloads_outside_ecr_advice,
    many_downloads_off_ecr,
    single_unpack,
    chunk_too_small,
    chunk_above_largest_layer,
    whole_layer_requests,
    layer_beyond_request_timeout,
    containerd_without_limit,
    containerd_parallel_memory,
    range_requests_off_ecr,
    layers_kept,
    discard_with_snapshot,
    sed_lost_on_reboot,
    unpinned_install_script,
    outdated_soci_release,
    decompressor_not_on_ami,
    soci_before_parallel_mode,
    install_script_custom_root_under_containerd,
    soci_root_off_raid0,
];
