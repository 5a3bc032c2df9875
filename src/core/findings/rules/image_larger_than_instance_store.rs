//! A pull needs room on the NVMe too.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::IMAGE_RATIOS;
use crate::core::disk::Fit;

pub(super) static RULE: Rule = Rule {
    id: "image-larger-than-instance-store",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The NVMe of some selected types is too small to pull the image.",
    why: "With RAID0, images are on the NVMe, not on the volume. A pull needs space for the compressed and the unpacked image at once, and at 10 % free space the kubelet starts to evict pods.",
    how: "Require a larger instance store, or keep SOCI's data on the EBS volume.",
    source: IMAGE_RATIOS,
};

fn check(
    RuleContext {
        config, storage, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let Some((storage, space)) = storage.and_then(|storage| Some((storage, storage.space?))) else {
        return;
    };
    let small = storage
        .on_store_types()
        .filter(|each| {
            each.store
                .is_some_and(|store| matches!(store.fit, Some(Fit::TooSmall | Fit::Perhaps)))
        })
        .count();
    let Some((name, capacity)) = storage.smallest_store().filter(|_| small > 0) else {
        return;
    };
    let gigabytes = space.high.to_bytes().div_ceil(1_000_000_000);
    let assumed = match space.unpacked {
        Some(_) => "",
        None => " if it unpacks to 2.36 times its size",
    };
    reporter.report(
        Severity::Warning,
        "storage.instanceStore",
        format!(
            "A pull of {} needs {gigabytes} GB{assumed}; {name} has {} GB of NVMe, one of {small} types with too little.",
            space.compressed.rounded(),
            capacity.to_bytes() / 1_000_000_000,
        ),
    );
    if storage.all_on_store() && !config.engine.spec().is_auto_mode() {
        reporter.offer(
            format!("Require {gigabytes} GB of NVMe"),
            "nodes.minLocalNvme",
            &gigabytes.to_string(),
        );
    }
}
