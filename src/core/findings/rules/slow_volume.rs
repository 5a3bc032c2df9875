//! Parallel unpacking wants a fast disk.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::VolumeType;
use crate::core::config::sources::FAST_IMAGE_PULL_ADVICE;
use crate::core::disk::ImagePlace;
use crate::core::findings::predicates::{
    FAST_VOLUME as FAST, VolumeRate, pulls_in_parallel, throughput, usable_throughput, volume_of,
};

pub(in crate::core) static RULE: Rule = Rule {
    id: "slow-volume",
    severities: &[Severity::Warning, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume written by a parallel pull is slower than 600 MiB/s.",
    why: "A parallel pull writes many layers at once. Below 600 MiB/s it may be slower than one without SOCI, according to nodeadm's own notes; gp3 has 125 MiB/s by default, gp2 never more than 250.",
    how: "Use gp3 with 600 MiB/s or more; 3,000 IOPS support up to 750.",
    source: FAST_IMAGE_PULL_ADVICE,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    if !pulls_in_parallel(config) || !context.images_on_volume() {
        return;
    }
    // Where it does nothing on any type, it wants nothing of a volume.
    let selection = context.selection;
    let works_nowhere = selection.admitted.len() == selection.without_effect.len();
    if works_nowhere && !selection.admitted.is_empty() {
        return;
    }
    let puller = config.engine.spec().puller;
    let volume = &config.storage.volume;
    let iops = volume.iops.map_or(0, |iops| iops.count());
    let spec = volume_of(config);
    let kind = spec.volume_type;
    let (rate, path) = match kind {
        VolumeType::Gp3 => (throughput(config), "storage.volume.throughput"),
        VolumeType::Gp2 => (250, "storage.volume.volumeType"),
        VolumeType::Io1 | VolumeType::Io2 => {
            let Some(rate) = VolumeRate::for_volume(&spec) else {
                return;
            };
            let path = match kind {
                VolumeType::Io2 => "storage.volume.iops",
                _ => "storage.volume.volumeType",
            };
            (rate.rate.to_mebibytes(), path)
        }
    };
    // More than the nodes that come let their volumes have would be waste.
    let usable = usable_throughput(context, |each| each.place == ImagePlace::Volume)
        .map_or(FAST, |usable| usable.min(FAST));
    if rate >= usable {
        return;
    }
    let on_launched = context.storage_on_launched();
    let is_elsewhere = on_launched.is_some_and(|each| each.place != ImagePlace::Volume);
    let whose = match on_launched {
        Some(each) if is_elsewhere => format!(
            " On {}, the type Karpenter most likely launches, images are on NVMe; on other eligible types they are on the volume.",
            each.name
        ),
        _ => String::new(),
    };
    reporter.report(
        if is_elsewhere {
            Severity::Note
        } else {
            Severity::Warning
        },
        path,
        match kind {
            VolumeType::Gp3 => {
                format!("{puller} works best with {FAST} MiB/s or more; the volume has {rate}.{whose}")
            }
            VolumeType::Gp2 => {
                format!("{puller} works best with {FAST} MiB/s or more; gp2 has at most {rate}.{whose}")
            }
            VolumeType::Io1 | VolumeType::Io2 => format!(
                "{puller} works best with {FAST} MiB/s or more; {iops} IOPS on {kind} support at most {rate}.{whose}"
            ),
        },
    );
    if is_elsewhere {
        return;
    }
    match kind {
        VolumeType::Gp3 if iops == 0 || iops >= usable * 4 => reporter.offer(
            format!("Set throughput to {usable}"),
            "storage.volume.throughput",
            &usable.to_string(),
        ),
        VolumeType::Gp3 => {}
        VolumeType::Gp2 | VolumeType::Io1 | VolumeType::Io2 => reporter.offer_all(
            format!("Use gp3 with {usable} MiB/s"),
            &[
                ("storage.volume.volumeType", "gp3"),
                ("storage.volume.iops", "3000"),
                ("storage.volume.throughput", &usable.to_string()),
            ],
        ),
    }
}
