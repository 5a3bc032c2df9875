//! Throughput that no selected instance can use.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::EBS_BURST;
use crate::core::cost::{VolumeCost, VolumeSpec};
use crate::core::findings::facts::is_gp3;
use crate::core::units::{Throughput, grouped};

pub(super) static RULE: Rule = Rule {
    id: "throughput-above-instance-maximum",
    what: "A gp3 volume has more throughput than any selected instance type lets its volumes have.",
    why: "An instance has an EBS maximum of its own, which most types sustain for 30 minutes a day. \
          What the volume has beyond it is paid for on every node and used on none.",
    how: "Lower the throughput to the highest maximum, or select types with a higher one.",
    source: EBS_BURST,
    check,
};

fn check(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let Subject {
        config, catalogue, ..
    } = subject;
    let (Some(storage), Some(asked)) = (subject.storage, config.storage.volume.throughput) else {
        return;
    };
    let Some(most) = storage.reach.wasted_on_all() else {
        return;
    };
    let asked = asked.to_mebibytes();
    let most = most.to_mebibytes();
    // What one type without a known maximum can do, nobody knows.
    if !is_gp3(config) || !subject.images_on_volume() || storage.reach.unknown > 0 {
        return;
    }
    let used = Throughput::mebibytes(most);
    if asked <= used.to_mebibytes() {
        return;
    }
    let prices = catalogue.ebs_prices(&config.cluster.region);
    let lower = VolumeSpec {
        throughput: Some(used),
        ..storage.volume
    };
    let saved = VolumeCost::of(&lower, prices)
        .per_month()
        .exactly()
        .zip(storage.per_month)
        .map(|(lower, now)| {
            now.to_micro_dollars()
                .saturating_sub(lower.to_micro_dollars())
        });
    let rest = match saved {
        Some(saved) => format!(
            "costs {} a month for each node that stays up",
            crate::core::units::Money::micro_dollars(saved).cents()
        ),
        None => "is paid for and never used".into(),
    };
    sink.report(
        Severity::Waste,
        "storage.volume.throughput",
        format!(
            "No selected instance writes more than {} MiB/s to its volumes; the rest of {} MiB/s {rest}.",
            grouped(u64::from(most)),
            grouped(u64::from(asked)),
        ),
    );
    sink.offer(
        format!(
            "Set throughput to {}",
            grouped(u64::from(used.to_mebibytes()))
        ),
        "storage.volume.throughput",
        &used.to_string(),
    );
}
