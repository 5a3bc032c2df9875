//! Throughput that the instances that come cannot use.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EBS_BURST;
use crate::core::cost::{VolumeCost, VolumeSpec};
use crate::core::disk::ImagePlace;
use crate::core::findings::Fix;
use crate::core::findings::predicates::{
    edit_of, iops, iops_for, is_gp3, is_wasted, usable_throughput,
};
use crate::core::units::{ByteRate, Money, Throughput, grouped};

pub(super) static RULE: Rule = Rule {
    id: "throughput-above-instance-maximum",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A gp3 volume has more throughput than the types Karpenter launches can use.",
    why: "Each instance type has its own EBS maximum, which most sustain for 30 minutes per day. Throughput beyond it is paid for on every node and used on none.",
    how: "Lower the throughput to that maximum, or make Karpenter launch types with a higher one.",
    source: EBS_BURST,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let (Some(storage), Some(asked)) = (context.storage, config.storage.volume.throughput) else {
        return;
    };
    if !is_gp3(config) || !context.images_on_volume() {
        return;
    }
    let asked = asked.to_mebibytes();
    let Some((most, whose)) = usable(context) else {
        return;
    };
    let used = Throughput::mebibytes(most).to_mebibytes();
    if !is_wasted(asked, used) {
        return;
    }
    let prices = context.catalogue.ebs_prices(&config.cluster.region);
    let lower = VolumeSpec {
        throughput: Some(Throughput::mebibytes(used)),
        ..storage.volume
    };
    let saved = VolumeCost::new(&lower, prices)
        .per_month()
        .exactly()
        .zip(storage.per_month)
        .map(|(lower, now)| {
            now.to_micro_dollars()
                .saturating_sub(lower.to_micro_dollars())
        });
    let rest = match saved {
        Some(saved) => format!(
            "costs {} per month in {} per running node",
            Money::micro_dollars(saved).cents(),
            config.cluster.region
        ),
        None => "is paid for and never used".into(),
    };
    reporter.report(
        Severity::Waste,
        "storage.volume.throughput",
        format!(
            "{whose} writes more than {} MiB/s to its volumes; the rest of {} MiB/s {rest}.{}",
            grouped(u64::from(most)),
            grouped(u64::from(asked)),
            others(context, most),
        ),
    );
    let mut changes = vec![("storage.volume.throughput", used.to_string())];
    let needed = iops_for(used);
    if iops(config) > needed {
        changes.push(("storage.volume.iops", needed.to_string()));
    }
    if let Some(edit) = edit_of(&changes, config) {
        let label = match changes.len() {
            1 => format!("Set throughput to {}", grouped(u64::from(used))),
            _ => format!(
                "Set throughput to {} and IOPS to {}",
                grouped(u64::from(used)),
                grouped(u64::from(needed))
            ),
        };
        reporter.offer_fix(Fix { label, edit });
    }
}

/// The most MiB/s that the nodes that come use, and which nodes these are: the launched type where
/// it comes before all others, every type that may come where it does not, every selected type where
/// no prices are known. None if a maximum is not known.
fn usable(context: &RuleContext<'_>) -> Option<(u32, String)> {
    let storage = context.storage?;
    if context.launched().is_none() {
        let most = storage.reach.wasted_on_all()?;
        return (storage.reach.unknown == 0)
            .then(|| (most.to_mebibytes(), "No selected instance".to_owned()));
    }
    let most = usable_throughput(context, |each| each.place == ImagePlace::Volume)?;
    let whose = if context.launch.is_open() {
        "None of the types that may be launched".to_owned()
    } else {
        let name = context.launched()?.name;
        format!("{name}, the type Karpenter most likely launches, never")
    };
    Some((most, whose))
}

fn maximum(context: &RuleContext<'_>, name: &str) -> Option<ByteRate> {
    Some(context.catalogue.instance(name)?.ebs.maximum?.into())
}

/// How many of the others that may come have a higher maximum.
fn others(context: &RuleContext<'_>, most: u32) -> String {
    let higher = context
        .storage_on_candidates()
        .skip(1)
        .filter(|each| {
            maximum(context, each.name).is_some_and(|maximum| maximum.to_mebibytes() > most)
        })
        .count();
    match higher {
        0 => String::new(),
        1 => " One of the fallback types can use more.".to_owned(),
        higher => {
            format!(" {higher} of the fallback types can use more.")
        }
    }
}
