//! What several rules ask of a Config.

use super::Fix;
use super::effect::Outcome;
use super::rule::{Reporter, RuleContext};
use crate::core::config::text::{
    KarpenterDuration, SociVersion, is_private_ecr as is_private_ecr_host, private_ecr_region,
    registry_host,
};
use crate::core::config::{Config, Edit, VolumeType};
use crate::core::disk::keep::{label, store_for_volume};
pub(super) use crate::core::disk::place::SOCI_ROOT;
pub(super) use crate::core::disk::rate::{VolumeRate, volume_of};
use crate::core::disk::space::bytes_of;
pub(super) use crate::core::disk::space::{
    UNPACKED_HIGH, UNPACKED_LOW, keeps_layers, known_unpacked, needed_gib, roomy_gib,
};
use crate::core::disk::{Fit, ImagePlace, Space, StoreComparison, TypeStorage};
use crate::core::units::{ByteRate, Limit, TimeSpan, VolumeSize};
pub(super) use crate::core::volume_limits::{GP3_IOPS, VolumeLimits, iops_for};
use crate::core::volume_limits::{GP3_THROUGHPUT, SMALLEST_ROOT};

/// AL2023 AMI releases at which something changed for SOCI.
pub(in crate::core) mod ami {
    pub(in crate::core) use crate::core::disk::ami::{RAID0_COVERS_SOCI, SOCI_STAYS_ON_EBS};
    pub(in crate::core) use crate::core::versions::{
        AL2023_CONTAINERD_2_2_3 as CONTAINERD_2_2_3, AL2023_FAST_IMAGE_PULL as FAST_IMAGE_PULL,
    };
}

/// Whether SOCI pulls the images.
pub(super) fn pulls_with_soci(config: &Config) -> bool {
    config.engine.spec().pulls_with_soci()
}

/// Whether images are pulled in parallel, by SOCI or by containerd itself.
pub(super) fn pulls_in_parallel(config: &Config) -> bool {
    config.engine.spec().pulls_in_parallel()
}

/// Whether images lie in SOCI's own directory on nodes with the EKS AL2023 AMI.
pub(super) fn has_soci_root(config: &Config) -> bool {
    config.engine.image_directory() == Some(SOCI_ROOT) && !config.engine.is_set_up_by_hand()
}

/// Whether SOCI pulls, with limits that are the user's to set.
pub(super) fn has_soci_limits(config: &Config) -> bool {
    pulls_with_soci(config) && has_limits(config)
}

/// Whether the limits are the user's to set.
pub(super) fn has_limits(config: &Config) -> bool {
    config.engine.kind.own_limits().is_some()
}

/// Whether the volume is a gp3 one; Auto Mode's ephemeral storage always is.
pub(super) fn is_gp3(config: &Config) -> bool {
    config.engine.spec().is_auto_mode() || config.storage.volume.volume_type == VolumeType::Gp3
}

/// The volume's IOPS: what is provisioned, or the 3,000 that gp3 includes.
pub(super) fn iops(config: &Config) -> u32 {
    config
        .storage
        .volume
        .iops
        .map_or(GP3_IOPS, |iops| iops.count())
}

/// The volume's throughput in MiB/s: what is provisioned, or the 125 that gp3 includes.
pub(super) fn throughput(config: &Config) -> u32 {
    config
        .storage
        .volume
        .throughput
        .map_or(GP3_THROUGHPUT, |rate| rate.to_mebibytes())
}

/// Whether Karpenter is older than 1.`minor`; Auto Mode's own never is.
pub(super) fn karpenter_before(config: &Config, minor: u8) -> bool {
    !config.engine.spec().is_auto_mode() && config.cluster.karpenter.to_minor() < minor
}

/// A duration in seconds; none for `Never`.
pub(super) fn seconds(duration: &KarpenterDuration) -> Option<u64> {
    let mut total: u64 = 0;
    let mut number = None;
    for letter in duration.as_str().chars() {
        if let Some(digit) = letter.to_digit(10) {
            let so_far: u64 = number.unwrap_or_default();
            number = Some(so_far.saturating_mul(10).saturating_add(u64::from(digit)));
            continue;
        }
        let unit = match letter {
            'h' => 3600,
            'm' => 60,
            's' => 1,
            _ => return None,
        };
        total = total.saturating_add(number.take()?.saturating_mul(unit));
    }
    Some(total)
}

/// A text for a field.
pub(super) type Change = (&'static str, String);

/// The edit that makes these changes; none if a field refuses one, or there are none.
pub(super) fn edit_of(changes: &[Change], config: &Config) -> Option<Edit> {
    let edits: Option<Vec<Edit>> = changes
        .iter()
        .map(|(path, text)| Edit::fix(path, text, config))
        .collect();
    edits.filter(|edits| !edits.is_empty()).map(Edit::all)
}

/// Mebibytes a second that the nodes that come let their volumes have at most: the launched type
/// where it comes before all others, the best of those that may come where it does not. None where
/// nothing is launched, prices are not known, or a maximum is not.
pub(super) fn usable_throughput(
    context: &RuleContext<'_>,
    counts: impl Fn(&TypeStorage) -> bool,
) -> Option<u32> {
    if !context.knows_launched() {
        return None;
    }
    let maximum = |each: &TypeStorage| {
        let instance = context.catalogue.instance(each.name)?;
        Some(ByteRate::from(instance.ebs.maximum?).to_mebibytes())
    };
    if !context.launch.is_open() {
        return context
            .storage_on_launched()
            .filter(|each| counts(each))
            .and_then(maximum);
    }
    let mut most = None;
    for each in context.storage_on_candidates().filter(|each| counts(each)) {
        most = most.max(Some(maximum(each)?));
    }
    most
}

/// What has to change of a Config's volume for images to lie on it: fast enough for SOCI, no faster
/// than the nodes can use, large enough.
pub(super) fn volume_for_images(context: &RuleContext<'_>, config: &Config) -> Vec<Change> {
    const THROUGHPUT: &str = "storage.volume.throughput";
    const IOPS: &str = "storage.volume.iops";
    let usable = usable_throughput(context, |_| true);
    let fast = usable.map_or(FAST_VOLUME, |usable| usable.min(FAST_VOLUME));
    let mut changes = Vec::new();
    let gp3 = |changes: &mut Vec<Change>, target: u32, may_lower: bool| {
        changes.push((THROUGHPUT, target.to_string()));
        let needed = iops_for(target);
        if iops(config) < needed || (may_lower && iops(config) > needed) {
            changes.push((IOPS, needed.to_string()));
        }
    };
    if is_gp3(config) {
        let now = throughput(config);
        match usable {
            _ if now < fast => gp3(&mut changes, fast, false),
            Some(usable) if is_wasted(now, usable) => gp3(&mut changes, usable, true),
            _ => {}
        }
    } else if VolumeRate::for_volume(&volume_of(config))
        .is_none_or(|own| own.rate.to_mebibytes() < fast)
    {
        changes.push(("storage.volume.volumeType", "gp3".to_owned()));
        changes.push((IOPS, iops_for(fast).to_string()));
        changes.push((THROUGHPUT, fast.to_string()));
    }
    let space = Space::from_config(config);
    let fit = space.map(|space| space.fit(bytes_of(config.storage.volume.volume_size)));
    if let (Some(Fit::TooSmall | Fit::Perhaps), Some(gib)) =
        (fit, roomy_gib(config, keeps_layers(config)))
    {
        changes.push(("storage.volume.volumeSize", format!("{gib}Gi")));
    }
    changes
}

/// Whether so many MiB/s are more than what is usable by an amount worth a word: a twentieth, as
/// maxima are no round numbers.
pub(super) fn is_wasted(throughput: u32, usable: u32) -> bool {
    throughput > usable + usable / 20
}

/// The smallest and cheapest root volume, for nodes whose images lie elsewhere. Never a larger one
/// than there is: types without NVMe might come in with it.
pub(super) fn smallest_root(config: &Config) -> [Change; 4] {
    let size = config
        .storage
        .volume
        .volume_size
        .min(VolumeSize::gib(SMALLEST_ROOT));
    [
        ("storage.volume.volumeType", "gp3".to_owned()),
        ("storage.volume.volumeSize", size.to_string()),
        ("storage.volume.iops", GP3_IOPS.to_string()),
        ("storage.volume.throughput", GP3_THROUGHPUT.to_string()),
    ]
}

/// What keeps images on the volume: the use of the NVMe, and a volume that is fit for them. None on
/// Auto Mode, which has no such setting.
pub(super) fn images_on_volume(context: &RuleContext<'_>) -> Option<Vec<Change>> {
    let config = context.config;
    if config.engine.spec().is_auto_mode() {
        return None;
    }
    let store = store_for_volume(config);
    let mut changes = vec![("storage.instanceStore", store.as_str().to_owned())];
    changes.extend(volume_for_images(context, config));
    Some(changes)
}

/// A change that brings images from the NVMe of the launched type to its volume, and is worth it.
#[derive(Debug, Clone)]
pub(super) struct BetterOnVolume {
    /// The change, and what it is called.
    pub(super) fix: Fix,
    /// The likely pull as it is and with the change; none where the image's size is not known.
    pub(super) pulls: Option<(TimeSpan, TimeSpan)>,
}

/// Whether the launched type keeps images on NVMe although its volume is faster, or would be with
/// what SOCI asks for: by likely pulls, else by the write rates.
pub(super) fn better_on_volume(context: &RuleContext<'_>) -> Option<BetterOnVolume> {
    let config = context.config;
    let here = context.storage_on_launched()?;
    if here.place != ImagePlace::InstanceStore {
        return None;
    }
    // Of NVMe whose rate nobody knows, nothing is said.
    here.store?.rate?;
    let changes = images_on_volume(context)?;
    let edit = edit_of(&changes, config)?;
    let mut label = label(config, store_for_volume(config)).to_owned();
    if let Some((_, throughput)) = changes
        .iter()
        .find(|(path, _)| path.ends_with("throughput"))
    {
        label.push_str(&format!(", on gp3 with {throughput} MiB/s"));
    }
    let next = config.apply(&edit);
    let fix = Fix { label, edit };
    let position = context.launch.likely();
    let pull = |config: &Config| Outcome::on_instance(context, config, position).pull;
    let Some((now, then)) = pull(config).zip(pull(&next)) else {
        let is_slower = here.store?.against_volume == StoreComparison::Slower;
        return is_slower.then_some(BetterOnVolume { fix, pulls: None });
    };
    let saved = now.as_millis().saturating_sub(then.as_millis());
    let worth = (now.as_millis() / 10).max(5_000);
    (saved >= worth).then_some(BetterOnVolume {
        fix,
        pulls: Some((now, then)),
    })
}

/// MiB/s of a volume that nodeadm's notes ask for where SOCI unpacks in parallel.
pub(super) const FAST_VOLUME: u32 = 600;

/// The Region of the private Amazon ECR registry that the image lies in; none if it lies elsewhere.
pub(super) fn ecr_region(config: &Config) -> Option<&str> {
    private_ecr_region(registry_host(config.image.reference.as_str())?)
}

/// Whether an image reference names a private Amazon ECR registry.
pub(super) fn is_private_ecr(config: &Config) -> bool {
    registry_host(config.image.reference.as_str()).is_some_and(is_private_ecr_host)
}

/// Offers a limit per image, raising the limit over all images where it would be below it.
pub(super) fn offer_limit(
    reporter: &mut Reporter<'_>,
    what: &str,
    (per_image, right): (&str, u32),
    (in_all, limit): (&str, Limit),
) {
    let text = right.to_string();
    let label = format!("Set {what} per image to {right}");
    if limit.count().is_some_and(|limit| limit < right) {
        reporter.offer_all(label, &[(per_image, &text), (in_all, &text)]);
    } else {
        reporter.offer(label, per_image, &text);
    }
}

/// Minor version of the SOCI release that the script installs: 11 of 0.11.1.
pub(super) fn soci_minor(config: &Config) -> u32 {
    match config
        .engine
        .install
        .soci_version
        .as_ref()
        .map(soci_release)
    {
        None => 11,
        Some((0, minor, _)) => minor,
        Some(_) => u32::MAX,
    }
}

/// The numbers of a SOCI release.
pub(super) fn soci_release(version: &SociVersion) -> (u32, u32, u32) {
    soci_numbers(version.as_str())
}

pub(super) fn soci_numbers(version: &str) -> (u32, u32, u32) {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}
