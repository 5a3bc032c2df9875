//! Local NVMe is not always faster than EBS.

use super::{Rule, Severity, Sink, Subject};
use crate::core::config::EngineKind;
use crate::core::config::sources::STORE_WRITE_IOPS;
use crate::core::disk::StoreComparison;

pub(super) static RULE: Rule = Rule {
    id: "instance-store-slower-than-volume",
    what: "On most selected types with NVMe, the NVMe that holds images is slower than the volume.",
    why: "Small instances have small, slow disks: on g6e.2xlarge published pulls fit about 250 MB/s, \
          where its EBS volumes reach 625. AWS publishes no sequential rates, so this compares the \
          high estimate with the volume.",
    how: "Keep SOCI's data on the EBS volume; pods still use the NVMe.",
    source: STORE_WRITE_IOPS,
    check,
};

fn check(
    Subject {
        config, storage, ..
    }: &Subject<'_>,
    sink: &mut Sink<'_>,
) {
    let Some(storage) = storage else {
        return;
    };
    // Auto Mode decides itself where images lie.
    if config.engine.kind == EngineKind::AutoMode {
        return;
    }
    let compared = storage.on_store_types().filter(|each| {
        each.store
            .is_some_and(|store| store.against_volume != StoreComparison::Unknown)
    });
    let (compared, slower) = (compared.count(), storage.slower_on_store().count());
    if slower * 2 <= compared {
        return;
    }
    let rates = storage.slower_on_store().filter_map(|each| {
        let rate = each.store?.rate?.rate;
        Some((rate.likely(), each.name, each.volume?.effective))
    });
    let Some((store, name, volume)) = rates.min() else {
        return;
    };
    sink.report(
        Severity::Warning,
        "storage.instanceStore",
        format!(
            "NVMe is slower than the volume on {slower} of {compared} types, for example {name}: \
             about {} against {}.",
            store.rounded(),
            volume.rounded(),
        ),
    );
    if let Some(fix) = storage.keep_on_volume.clone() {
        sink.offer_fix(fix);
    }
}
