//! The storage in words: what is written where and how fast, options, room.

use crate::core::{
    Availability, Bound, FieldChange, Fit, Fix, ImagePlace, RateSpread, StorageAdvice,
    StorageOption, StoreComparison, TypeStorage, grouped,
};
use crate::ui::present::words::count;

/// One row of the table of options.
#[derive(Debug, Clone, PartialEq)]
pub struct OptionRow {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What it costs in a month; none if that is not known.
    pub cost: Option<String>,
    /// How fast images are written; none if that is not known.
    pub rate: Option<String>,
    /// What is not known of the rate, or empty.
    pub rate_note: String,
    /// What it changes; empty if nothing.
    pub changes: String,
    /// The edit that takes it.
    pub fix: Option<Fix>,
    /// Whether it is the present setting.
    pub is_current: bool,
    /// Why it is not possible, or empty.
    pub why_not: String,
}

/// The table of options.
pub fn options(advice: &StorageAdvice) -> Vec<OptionRow> {
    advice.options.iter().map(option).collect()
}

fn option(option: &StorageOption) -> OptionRow {
    let (fix, is_current, why_not) = match &option.availability {
        Availability::Current => (None, true, String::new()),
        Availability::Apply(fix) => (Some(fix.clone()), false, String::new()),
        Availability::Impossible(why) => (None, false, why.clone()),
    };
    OptionRow {
        name: option.name,
        about: option.about,
        cost: option.per_month.map(|cost| cost.cents()),
        rate: option.rate.map(|rate| spread(rate, option.is_estimate)),
        rate_note: option.rate.map(unknown).unwrap_or_default(),
        changes: changes(&option.changes),
        fix,
        is_current,
        why_not,
    }
}

/// `417 to 600 MiB/s`, `about 383 to 6,121 MiB/s`.
fn spread(rate: RateSpread, is_estimate: bool) -> String {
    let (low, high) = (rate.slowest.0.rounded(), rate.fastest.0.rounded());
    let about = if is_estimate { "about " } else { "" };
    if low == high {
        return format!("{about}{high}");
    }
    let low = low.strip_suffix(" MiB/s").unwrap_or(&low);
    format!("{about}{low} to {high}")
}

fn unknown(rate: RateSpread) -> String {
    match rate.unknown {
        0 => String::new(),
        number => format!("unknown on {}", count(number, "type")),
    }
}

fn changes(changes: &[FieldChange]) -> String {
    let one = |change: &FieldChange| {
        let shown = |text: &str| match text {
            "" => "empty".to_owned(),
            text => text.parse().map_or_else(|_| text.to_owned(), grouped),
        };
        format!(
            "{} {} → {}",
            change.field.label,
            shown(&change.from),
            shown(&change.to)
        )
    };
    changes.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// What the present setting comes to, in a few sentences.
pub fn summary(advice: &StorageAdvice) -> Vec<String> {
    let mut sentences = vec![volume(advice)];
    if let Some(rate) = advice.on_volume {
        let mut sentence = format!(
            "Images are written with {} on {} that keep them on the volume",
            spread(rate, false),
            count(rate.types, "type"),
        );
        if rate.slowest.0 < rate.fastest.0 {
            sentence.push_str(&format!("; {} is the slowest", rate.slowest.1));
        }
        sentences.push(sentence + ".");
    }
    if let Some(capped) = capped(advice) {
        sentences.push(capped);
    }
    if let Some(burst) = burst(advice) {
        sentences.push(burst);
    }
    sentences
}

/// `The volume costs $27.00 a month and writes 600 MiB/s by itself, set by its throughput.`
fn volume(advice: &StorageAdvice) -> String {
    let cost = match advice.per_month {
        Some(cost) => format!("costs {} a month", cost.cents()),
        None => "has no known price in this Region".into(),
    };
    match advice.volume_rate {
        Some(rate) => format!(
            "The volume {cost} and writes {} by itself, set by its {}.",
            rate.rate.rounded(),
            match rate.bound {
                Bound::VolumeIops => "IOPS",
                Bound::VolumeThroughput | Bound::Instance => "throughput",
            }
        ),
        None => format!("The volume {cost}; how fast it writes is unknown without IOPS."),
    }
}

fn capped(advice: &StorageAdvice) -> Option<String> {
    let rate = advice.volume_rate?.rate;
    let types = advice.reach.types();
    let unknown = match advice.reach.unknown {
        0 => String::new(),
        number => format!(" Unknown on {}.", count(number, "more type")),
    };
    if types == 0 {
        return (!unknown.is_empty()).then(|| unknown.trim_start().to_owned());
    }
    Some(match advice.reach.capped_below(rate) {
        0 => format!("All {types} can use that in full.{unknown}"),
        1 => format!("1 of {types} types has a lower EBS maximum of its own.{unknown}"),
        number => {
            format!("{number} of {types} types have a lower EBS maximum of their own.{unknown}")
        }
    })
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
    Some(format!(
        "{} only in a burst, at least 30 minutes a day: {} falls to {}.",
        match falling.len() {
            1 => "1 type has this rate".to_owned(),
            number => format!("{number} types have this rate"),
        },
        lowest.1,
        lowest.0.rounded(),
    ))
}

/// What room a pull needs and where, in a few sentences.
pub fn space(advice: &StorageAdvice) -> Vec<String> {
    let Some(space) = &advice.space else {
        return vec![
            "How much room a pull needs is unknown without the image's compressed size.".into(),
        ];
    };
    let parts = if space.keeps_layers {
        "compressed twice and unpacked once"
    } else {
        "compressed and unpacked at once"
    };
    let need = match space.unpacked {
        Some(_) => space.high.rounded(),
        None => format!(
            "{} to {}, for 1.89 to 2.36 times its size unpacked",
            space.low.rounded(),
            space.high.rounded()
        ),
    };
    let mut sentences = vec![format!(
        "A pull of {} lies on the disk {parts}; with 10 % kept free from eviction it needs {need}.",
        space.compressed.rounded()
    )];
    if !advice.all_on_store() {
        let size = advice.volume.size;
        let smallest = match space.smallest_volume {
            Some(smallest) => format!("{smallest} is the smallest that fits"),
            None => "no volume of this type is large enough".into(),
        };
        sentences.push(format!(
            "The volume of {size} {}; {smallest}.",
            fit(advice.volume_fit())
        ));
    }
    if let Some((name, capacity)) = advice.smallest_store() {
        sentences.push(format!(
            "The smallest NVMe that holds images, {} GB of {name}, {}.",
            grouped(capacity.to_bytes() / 1_000_000_000),
            fit(Some(space.fit(capacity)))
        ));
    }
    sentences
}

fn fit(fit: Option<Fit>) -> &'static str {
    match fit {
        Some(Fit::Fits) => "has the room",
        Some(Fit::Perhaps) => "may have the room",
        Some(Fit::TooSmall) => "is too small",
        None => "may or may not have the room",
    }
}

/// What there is to say about local NVMe.
pub fn stores(advice: &StorageAdvice) -> Vec<String> {
    let with_nvme = advice
        .types
        .iter()
        .filter(|each| each.store.is_some())
        .count();
    if with_nvme == 0 {
        return vec!["No selected type has local NVMe.".into()];
    }
    let using = advice.on_store_types().count();
    let mut sentences = vec![format!(
        "{with_nvme} of {} have local NVMe; {} images on it.",
        count(advice.types.len(), "type"),
        match using {
            0 => "none of them keeps".to_owned(),
            number if number == with_nvme => "all of them keep".to_owned(),
            1 => "1 of them keeps".to_owned(),
            number => format!("{number} of them keep"),
        }
    )];
    if let Some(cost) = advice.per_month.filter(|_| advice.all_on_store()) {
        sentences.push(format!(
            "No image is written to the volume: its {} a month are for the system alone.",
            cost.cents()
        ));
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
        sentences.push(format!(
            "Against the volume it is slower on {}, alike on {}, faster on {}, unknown on {}.",
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
            let capacity = grouped(store.disks.capacity.to_bytes() / 1_000_000_000);
            let row = StoreRow {
                name: each.name,
                size: match store.disks.disks {
                    Some(disks) => format!(
                        "{capacity} GB, {}",
                        count(usize::try_from(disks).unwrap_or(usize::MAX), "disk")
                    ),
                    None => format!("{capacity} GB"),
                },
                rate: store.rate.map(|rate| {
                    let low = rate.rate.low().rounded();
                    let low = low.strip_suffix(" MiB/s").unwrap_or(&low).to_owned();
                    format!("{low} to {}", rate.rate.high().rounded())
                }),
                basis: store.rate.map_or("", |rate| rate.basis.words()),
                volume: each.volume.map(|rate| rate.effective.rounded()),
                comparison: (store.against_volume != StoreComparison::Unknown)
                    .then(|| store.against_volume.words()),
            };
            Some((rank(store.against_volume), row))
        })
        .collect();
    rows.sort_by_key(|(rank, row)| (*rank, row.name));
    rows.into_iter().map(|(_, row)| row).collect()
}
