//! Local NVMe is not always faster than EBS.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::STORE_WRITE_IOPS;
use crate::core::disk::{StoreComparison, TypeStorage};
use crate::core::findings::predicates::{BetterOnVolume, FAST_VOLUME, better_on_volume};
use crate::core::units::{ByteRate, DataRate};

pub(super) static RULE: Rule = Rule {
    id: "instance-store-slower-than-volume",
    severities: &[Severity::Warning, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The NVMe that holds images is slower than the volume on the type Karpenter most likely launches, or on most of those that may be launched.",
    why: "Small instances have small, slow disks: published pulls on g6e.2xlarge fit about 250 MB/s, while its EBS volumes reach 625. AWS publishes no sequential rates, so this compares \
          likely pulls, with an estimated rate of the NVMe.",
    how: "Keep SOCI's data on the EBS volume; pods still use the NVMe. Or make Karpenter launch a larger type.",
    source: STORE_WRITE_IOPS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(storage) = context.storage else {
        return;
    };
    let compared = storage.on_store_types().filter(|each| {
        each.store
            .is_some_and(|store| store.against_volume != StoreComparison::Unknown)
    });
    let (compared, slower) = (compared.count(), storage.slower_on_store().count());
    let others = match slower {
        0 => String::new(),
        slower => format!(
            " NVMe is slower than the volume on {slower} of the {compared} eligible types that keep images on it."
        ),
    };
    if let (Some(here), Some(better)) = (context.storage_on_launched(), better_on_volume(context)) {
        reporter.report(
            Severity::Warning,
            "storage.instanceStore",
            format!("{}{others}", on_launched(here, &better)),
        );
        reporter.offer_fix(better.fix);
        return;
    }
    if context.config.engine.spec().is_auto_mode() {
        slow_on_auto_mode(context, reporter);
        return;
    }
    if context.launched().is_none() {
        if slower * 2 > compared {
            reporter.report(
                Severity::Warning,
                "storage.instanceStore",
                format!("The launched type is not known.{others}"),
            );
            if let Some(fix) = storage.keep_on_volume.clone() {
                reporter.offer_fix(fix);
            }
        }
        return;
    }
    // What comes in place of the likely type, where that one is not slower.
    let (mut on_store, mut slow) = (0, Vec::new());
    for each in context.storage_on_candidates().skip(1) {
        let Some(store) = each.store.filter(|_| is_on_store(each)) else {
            continue;
        };
        on_store += 1;
        if store.against_volume == StoreComparison::Slower {
            slow.push(each.name);
        }
    }
    if let Some(first) = slow.first().filter(|_| slow.len() * 2 > on_store) {
        reporter.report(
            Severity::Note,
            "storage.instanceStore",
            format!(
                "The likely type is not slowed by it, but on {} of the {on_store} others that may be launched with images on NVMe, for example {first}, the NVMe is slower than the volume.",
                slow.len()
            ),
        );
    }
}

/// As reports of disks have it: decimal.
fn megabytes(rate: ByteRate) -> String {
    let whole = (rate.to_bytes() + 500_000) / 1_000_000;
    DataRate::megabytes(u32::try_from(whole).unwrap_or(u32::MAX)).to_string()
}

fn is_on_store(each: &TypeStorage) -> bool {
    each.place == crate::core::disk::ImagePlace::InstanceStore
}

/// “On g6.xlarge, the type Karpenter most likely launches, the NVMe writes about 140 MB/s and
/// the volume 625 MB/s: a pull takes 4 min 2 s instead of 66 s.”
fn on_launched(here: &TypeStorage, better: &BetterOnVolume) -> String {
    let mut text = format!(
        "On {}, the type Karpenter most likely launches, ",
        here.name
    );
    let store = here.store.and_then(|store| store.rate);
    match (store, here.volume) {
        (Some(store), Some(volume)) => text.push_str(&format!(
            "the NVMe writes about {} and the volume {}",
            megabytes(store.rate.likely()),
            megabytes(volume.effective)
        )),
        (Some(store), None) => text.push_str(&format!(
            "the NVMe writes about {}",
            megabytes(store.rate.likely())
        )),
        (None, _) => text.push_str("images are on the NVMe"),
    }
    match better.pulls {
        Some((now, then)) => text.push_str(&format!(
            ": a pull takes {} there, and {} with the images on the volume.",
            now.rounded(),
            then.rounded()
        )),
        None => text.push('.'),
    }
    text
}

/// Auto Mode decides itself where images lie, so that only another type helps.
fn slow_on_auto_mode(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let Some(here) = context
        .storage_on_launched()
        .filter(|each| is_on_store(each))
    else {
        return;
    };
    let maximum = context.launched().and_then(|instance| instance.ebs.maximum);
    let (Some(store), Some(maximum)) = (here.store.and_then(|store| store.rate), maximum) else {
        return;
    };
    // What a volume that is fast enough for SOCI would write, whatever this one has.
    let volume = ByteRate::mebibytes(FAST_VOLUME).min(maximum.into());
    if store.rate.high() >= volume {
        return;
    }
    let volume = format!(
        ", slower than the {} of an EBS volume with {FAST_VOLUME} MiB/s",
        megabytes(volume)
    );
    reporter.report(
        Severity::Warning,
        "nodes.minLocalNvme",
        format!(
            "On {}, the type that Auto Mode most likely launches, the NVMe that holds images writes about {}{volume}. A minimum for vCPU or NVMe selects larger types with faster NVMe. With less ephemeralStorage than the NVMe holds, images would be on EBS; whether SOCI pulls there is not documented.",
            here.name,
            megabytes(store.rate.likely())
        ),
    );
}
