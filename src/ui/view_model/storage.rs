//! The storage over all eligible types in words: what is written where and how fast, room.

use crate::core::{
    Bound, ByteRate, ByteSize, Fit, ImagePlace, RateSpread, StorageAdvice, StoreComparison,
    TypeStorage,
};
use crate::ui::strings;

/// `417 to 600 MiB/s`.
fn spread(rate: RateSpread) -> String {
    rates(rate.slowest.0, rate.fastest.0)
}

fn rates(low: ByteRate, high: ByteRate) -> String {
    let (low, high) = (low.rounded(), high.rounded());
    if low == high {
        return high;
    }
    let low = low.strip_suffix(" MiB/s").unwrap_or(&low);
    strings::storage::rates(low, &high)
}

/// What the present setting comes to, in a few sentences.
pub fn summary(advice: &StorageAdvice) -> Vec<String> {
    let mut sentences = vec![volume(advice)];
    if let Some(rate) = advice.on_volume {
        let slowest = (rate.slowest.0 < rate.fastest.0).then_some(rate.slowest.1);
        sentences.push(strings::storage::images_on_volume(
            &spread(rate),
            rate.types,
            slowest,
        ));
    }
    if let Some(capped) = capped(advice) {
        sentences.push(capped);
    }
    if let Some(burst) = burst(advice) {
        sentences.push(burst);
    }
    sentences
}

/// `The volume costs $27.00 per month and writes 600 MiB/s on its own, limited by its throughput.`
fn volume(advice: &StorageAdvice) -> String {
    let cost = advice.per_month.map(|cost| cost.cents());
    let rate = advice.volume_rate.map(|rate| {
        let set_by = match rate.bound {
            Bound::VolumeIops => strings::storage::BY_IOPS,
            Bound::VolumeThroughput | Bound::Instance => strings::storage::BY_THROUGHPUT,
        };
        (rate.rate.rounded(), set_by)
    });
    let rate = rate.as_ref().map(|(rate, set_by)| (rate.as_str(), *set_by));
    strings::storage::volume(cost.as_deref(), rate)
}

fn capped(advice: &StorageAdvice) -> Option<String> {
    let rate = advice.volume_rate?.rate;
    let known = match advice.reach.types() {
        0 => None,
        types => {
            let capped = advice.reach.capped_below(rate);
            Some(strings::storage::ebs_maxima(capped, types))
        }
    };
    let unknown = match advice.reach.unknown {
        0 => None,
        types => Some(strings::storage::more_unknown(types)),
    };
    let sentences: Vec<String> = known.into_iter().chain(unknown).collect();
    (!sentences.is_empty()).then(|| sentences.join(" "))
}

/// Types that fall to a lower rate after 30 minutes.
fn burst(advice: &StorageAdvice) -> Option<String> {
    let falling: Vec<&TypeStorage> = advice
        .types
        .iter()
        .filter(|each| each.place == ImagePlace::Volume)
        .filter(|each| each.volume.is_some_and(|rate| rate.after_burst().is_some()))
        .collect();
    let lowest = falling
        .iter()
        .filter_map(|each| Some((each.volume?.after_burst()?, each.name)))
        .min()?;
    Some(strings::storage::burst(
        falling.len(),
        lowest.1,
        &lowest.0.rounded(),
    ))
}

/// What room a pull needs and where, in a few sentences.
pub fn space(advice: &StorageAdvice) -> Vec<String> {
    let Some(space) = &advice.space else {
        return vec![strings::storage::NO_SIZE.into()];
    };
    let least = space.unpacked.is_none().then(|| space.low.rounded());
    let mut sentences = vec![strings::storage::room(
        &space.compressed.rounded(),
        space.keeps_layers,
        least.as_deref(),
        &space.high.rounded(),
    )];
    if !advice.all_on_store() {
        let smallest = space.smallest_volume.map(|smallest| smallest.to_string());
        sentences.push(strings::storage::room_of_volume(
            &advice.volume.size.to_string(),
            fit(advice.volume_fit()),
            smallest.as_deref(),
        ));
    }
    if let Some((name, capacity)) = advice.smallest_store() {
        sentences.push(strings::storage::room_of_store(
            gigabytes(capacity),
            name,
            fit(Some(space.fit(capacity))),
        ));
    }
    sentences
}

fn fit(fit: Option<Fit>) -> &'static str {
    match fit {
        Some(Fit::Fits) => strings::storage::FITS,
        Some(Fit::Perhaps) => strings::storage::MAY_FIT,
        Some(Fit::TooSmall) => strings::storage::TOO_SMALL,
        None => strings::storage::FIT_UNKNOWN,
    }
}

/// Decimal, as disks are sold.
fn gigabytes(size: ByteSize) -> u64 {
    size.to_bytes() / 1_000_000_000
}

/// What there is to say about local NVMe.
pub fn stores(advice: &StorageAdvice) -> Vec<String> {
    let with_nvme = advice
        .types
        .iter()
        .filter(|each| each.store.is_some())
        .count();
    if with_nvme == 0 {
        return vec![strings::storage::NO_STORE.into()];
    }
    let using = advice.on_store_types().count();
    let mut sentences = vec![strings::storage::with_store(
        with_nvme,
        advice.types.len(),
        using,
    )];
    if let Some(cost) = advice.per_month.filter(|_| advice.all_on_store()) {
        sentences.push(strings::storage::system_alone(&cost.cents()));
    }
    let of = |comparison: StoreComparison| {
        advice
            .on_store_types()
            .filter(|each| {
                each.store
                    .is_some_and(|store| store.against_volume == comparison)
            })
            .count()
    };
    if using > 0 {
        sentences.push(strings::storage::against_volume(
            of(StoreComparison::Slower),
            of(StoreComparison::Alike),
            of(StoreComparison::Faster),
            of(StoreComparison::Unknown),
        ));
    }
    sentences
}

/// One type with NVMe.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoreRow {
    /// The type.
    pub name: &'static str,
    /// Its size and disks.
    pub size: String,
    /// Its write rate; none if that is not known.
    pub rate: Option<String>,
    /// What the rate rests on.
    pub basis: &'static str,
    /// The volume on the same type; none if that is not known.
    pub volume: Option<String>,
    /// How they compare; none if that is not known.
    pub comparison: Option<&'static str>,
}

/// The types with NVMe, the slowest against their volume first.
pub fn store_rows(advice: &StorageAdvice) -> Vec<StoreRow> {
    let rank = |comparison| match comparison {
        StoreComparison::Slower => 0,
        StoreComparison::Alike => 1,
        StoreComparison::Unknown => 2,
        StoreComparison::Faster => 3,
    };
    let mut rows: Vec<(u8, StoreRow)> = advice
        .types
        .iter()
        .filter_map(|each| {
            let store = each.store?;
            let disks = store.disks.disks;
            let disks = disks.map(|disks| usize::try_from(disks).unwrap_or(usize::MAX));
            let row = StoreRow {
                name: each.name,
                size: strings::storage::store_size(gigabytes(store.disks.capacity), disks),
                rate: store
                    .rate
                    .map(|rate| rates(rate.rate.low(), rate.rate.high())),
                basis: store.rate.map_or("", |rate| rate.basis.describe()),
                volume: each.volume.map(|rate| rate.effective.rounded()),
                comparison: (store.against_volume != StoreComparison::Unknown)
                    .then(|| store.against_volume.describe()),
            };
            Some((rank(store.against_volume), row))
        })
        .collect();
    rows.sort_by_key(|(rank, row)| (*rank, row.name));
    rows.into_iter().map(|(_, row)| row).collect()
}
