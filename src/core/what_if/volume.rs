//! The volume's rates, up and down.

use super::engine::SAME;
use super::lever::LeverKind;
use super::tries::{Change, Tries};
use crate::core::config::{Config, Edit, VolumeType};
use crate::core::cost::NodePrices;
use crate::core::disk::rate::volume_of;
use crate::core::plan::NodePlan;
use crate::core::units::{Money, grouped};
use crate::core::volume_limits::{GP3_IOPS, GP3_THROUGHPUT, VolumeLimits, iops_for};

/// Throughputs in MiB/s that people provision.
const RUNGS: [u32; 9] = [GP3_THROUGHPUT, 250, 400, 500, 600, 750, 1000, 1500, 2000];

/// A gp3 volume with as many IOPS as its throughput needs, on the Config's other settings.
#[derive(Debug, Clone)]
pub(super) struct Rung {
    pub(super) label: String,
    pub(super) edit: Edit,
    pub(super) seconds: f64,
    /// What a month of the node's volumes costs.
    month: Option<Money>,
}

pub(super) fn changes(tries: &mut Tries<'_>) -> Vec<Change> {
    let config = tries.config;
    let now = shown(config);
    let own = month(config, tries);
    let rungs = rungs(tries, config);
    let change = |rung: &Rung| {
        Change::new(
            LeverKind::VolumeRates,
            format!("{now} → {}", rung.label),
            rung.edit.clone(),
        )
    };
    let mut changes = Vec::new();
    let is_cheaper = |rung: &&Rung| rung.month.zip(own).is_some_and(|(to, own)| to < own);
    // The least that is as fast as what is there. Volumes rise in price with their throughput.
    let is_as_fast = |rung: &&Rung| rung.seconds <= tries.seconds + SAME;
    let as_fast = rungs.iter().find(is_as_fast);
    changes.extend(as_fast.filter(is_cheaper).map(change));
    // The least that is as fast as the most, and what gains most for its money on the way there.
    let is_faster = |rung: &&Rung| rung.seconds <= tries.seconds - SAME;
    let best = as_fast_as_the_best(&rungs);
    changes.extend(best.filter(is_faster).map(change));
    let gain = |rung: &Rung| {
        let dearer = rung
            .month?
            .to_micro_dollars()
            .checked_sub(own?.to_micro_dollars())?;
        // Dollars a month: far below 2^32.
        #[allow(clippy::cast_precision_loss, reason = "months cost less than 2^53")]
        let dollars = dearer.max(1) as f64;
        Some((tries.seconds - rung.seconds) / dollars)
    };
    let mut steepest: Option<(f64, &Rung)> = None;
    for rung in rungs.iter().filter(is_faster) {
        let gain = gain(rung).unwrap_or(0.0);
        if steepest.is_none_or(|(known, _)| gain > known) {
            steepest = Some((gain, rung));
        }
    }
    changes.extend(steepest.map(|(_, rung)| change(rung)));
    // What gp3 includes in any case: the cheapest, which may be slower.
    changes.extend(rungs.first().filter(is_cheaper).map(change));
    iops(config, &mut changes);
    changes
}

/// The volumes that a Config can have, the slowest first.
pub(super) fn rungs(tries: &mut Tries<'_>, config: &Config) -> Vec<Rung> {
    let limits = if config.engine.spec().is_auto_mode() {
        VolumeLimits::AUTO_MODE
    } else {
        VolumeLimits::for_type(VolumeType::Gp3)
    };
    let (_, most) = limits.iops.unwrap_or((GP3_IOPS, GP3_IOPS));
    let mut rungs = Vec::new();
    for throughput in RUNGS {
        let iops = iops_for(throughput);
        if throughput > limits.most_throughput || iops > most {
            continue;
        }
        let Some(edit) = gp3(config, limits, iops, throughput) else {
            continue;
        };
        let next = config.apply(&edit);
        let position = tries.position;
        let Some(seconds) = tries.seconds_on(&next, position) else {
            continue;
        };
        rungs.push(Rung {
            label: shown(&next).trim_start_matches("gp3 ").to_owned(),
            month: month(&next, tries),
            edit,
            seconds,
        });
    }
    if volume_of(config).volume_type != VolumeType::Gp3 {
        for rung in &mut rungs {
            rung.label.insert_str(0, "gp3 ");
        }
    }
    rungs
}

/// The least volume that is as fast as any.
pub(super) fn as_fast_as_the_best(rungs: &[Rung]) -> Option<&Rung> {
    let best = rungs
        .iter()
        .map(|rung| rung.seconds)
        .fold(f64::INFINITY, f64::min);
    rungs.iter().find(|rung| rung.seconds < best + SAME)
}

/// The edit to a gp3 volume; a size that does not carry the IOPS grows.
fn gp3(config: &Config, limits: VolumeLimits, iops: u32, throughput: u32) -> Option<Edit> {
    let to = |path: &str, text: &str| Edit::fix(path, text, config);
    let mut edits = Vec::new();
    if volume_of(config).volume_type != VolumeType::Gp3 {
        edits.push(to("storage.volume.volumeType", VolumeType::Gp3.as_str())?);
    }
    edits.push(to("storage.volume.iops", &iops.to_string())?);
    edits.push(to("storage.volume.throughput", &throughput.to_string())?);
    let gib = config.storage.volume.volume_size.to_gib();
    if limits.iops_at(gib) < iops {
        let size = format!("{}Gi", limits.gib_for(iops));
        edits.push(to("storage.volume.volumeSize", &size)?);
    }
    Some(Edit::all(edits))
}

/// IOPS alone: down to what the throughput needs, or up, where there are no more than that.
fn iops(config: &Config, changes: &mut Vec<Change>) {
    let volume = volume_of(config);
    if volume.volume_type != VolumeType::Gp3 {
        return;
    }
    let limits = VolumeLimits::of_config(config);
    let now = volume.iops.map_or(GP3_IOPS, |iops| iops.count());
    let throughput = volume
        .throughput
        .map_or(GP3_THROUGHPUT, |rate| rate.to_mebibytes());
    let needed = iops_for(throughput);
    let (_, most) = limits.iops.unwrap_or((GP3_IOPS, GP3_IOPS));
    let other = if now > needed {
        needed
    } else {
        [16_000, 80_000]
            .into_iter()
            .find(|more| *more > now)
            .unwrap_or(now)
            .min(most)
    };
    if other == now {
        return;
    }
    if let Some(edit) = gp3(config, limits, other, throughput) {
        changes.push(Change::new(
            LeverKind::Iops,
            format!(
                "IOPS {} → {}",
                grouped(u64::from(now)),
                grouped(u64::from(other))
            ),
            edit,
        ));
    }
}

fn month(config: &Config, tries: &Tries<'_>) -> Option<Money> {
    NodePrices::volumes_month(&NodePlan::new(config), tries.catalogue)
}

/// Type, IOPS and MiB/s, as people call it and the options of the storage have it: `gp3 3000/600`.
fn shown(config: &Config) -> String {
    let volume = volume_of(config);
    match volume.volume_type {
        VolumeType::Gp3 => format!(
            "gp3 {}/{}",
            volume.iops.map_or(GP3_IOPS, |iops| iops.count()),
            volume
                .throughput
                .map_or(GP3_THROUGHPUT, |rate| rate.to_mebibytes())
        ),
        other => match volume.iops {
            Some(iops) if other != VolumeType::Gp2 => {
                format!("{other} {}", iops.count())
            }
            _ => other.to_string(),
        },
    }
}
