//! The answer in sentences, the same on the page and on the command line.

use super::ranking::OverCandidates;
use super::{Availability, Ceiling, DiskWorth, Enough, SettingWorth, ThroughputCurve, are_alike};
use crate::core::disk::ImagePlace;
use crate::core::units::{Money, TimeSpan, grouped};

/// What nobody says of Auto Mode.
const UNDOCUMENTED: &str = "Whether Auto Mode pulls with SOCI when images are on EBS is not documented; it is assumed here.";

/// Dollars for a sentence: whole from $10 on, cents below where there are any.
fn dollars(micro: u64) -> String {
    const DOLLAR: u64 = 1_000_000;
    let micro = if micro >= 10 * DOLLAR {
        (micro + DOLLAR / 2) / DOLLAR * DOLLAR
    } else {
        micro
    };
    let text = Money::micro_dollars(micro).cents();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

/// A difference in price: `$81 a month more`.
fn dearer(micro: i64) -> String {
    match micro {
        0 => "as much per month".to_owned(),
        1.. => format!("{} per month more", dollars(micro.unsigned_abs())),
        _ => format!("{} per month less", dollars(micro.unsigned_abs())),
    }
}

/// How many times as long one time is as another, in tenths.
fn tenths(long: u32, short: u32) -> u64 {
    let short = u64::from(short.max(1));
    (u64::from(long) * 10 + short / 2) / short
}

/// How two times compare: “3.7 times slower”, “slower”, “about as fast”.
fn compared(time: TimeSpan, with: TimeSpan) -> String {
    let (time, with) = (time.as_millis(), with.as_millis());
    if are_alike(time, with) {
        return "about as fast".to_owned();
    }
    let (ratio, word) = if time > with {
        (tenths(time, with), "slower")
    } else {
        (tenths(with, time), "faster")
    };
    match ratio {
        // “1.0 times” and “1.1 times” say less than the word alone.
        ..=11 => format!("a little {word}"),
        ratio => format!("{}.{} times {word}", ratio / 10, ratio % 10),
    }
}

fn likely(setting: &SettingWorth) -> Option<TimeSpan> {
    setting.time.map(|time| time.likely())
}

/// What one setting saves against another: nothing, if it is the slower one.
fn saved(with: TimeSpan, without: TimeSpan) -> String {
    let saved = without.as_millis().saturating_sub(with.as_millis());
    TimeSpan::from_millis(saved).rounded()
}

impl SettingWorth {
    /// Whether images lie on the instance store with it.
    fn is_on_store(&self) -> bool {
        self.place() == Some(ImagePlace::InstanceStore)
    }
}

impl DiskWorth {
    /// The answer in one sentence: whether the present setting is worth its price.
    pub fn sentence(&self) -> String {
        let Some(yours) = self.yours() else {
            return String::new();
        };
        let both = self.best().zip(likely(yours));
        let Some((best, time)) =
            both.and_then(|(best, yours)| Some((best, (yours, likely(best)?))))
        else {
            return self.without_seconds(yours);
        };
        let body = match (yours.is_on_store(), best.is_on_store()) {
            _ if best.is_yours() => self.keep(yours, time.0),
            (true, false) => self.off_the_store(best, time),
            (false, true) => self.onto_the_store(best, time),
            (true, true) => self.smaller_volume(yours, best),
            (false, false) => self.other_volume(yours, best, time),
        };
        let says_nvme = yours.is_on_store() || best.is_on_store();
        let store = if says_nvme {
            None
        } else {
            self.store_clause(time.1)
        };
        format!("{body}{}.", store.unwrap_or_default())
    }

    /// What the sentence rests on where that is not known, a sentence each; often nothing.
    pub fn remarks(&self) -> Vec<String> {
        let Some((yours, best)) = self.yours().zip(self.best()) else {
            return Vec::new();
        };
        let speaks_of_nvme = yours.is_on_store() || best.is_on_store();
        let is_moved = self.is_guess();
        let guess = speaks_of_nvme.then(|| self.store_is_a_guess()).flatten();
        guess
            .into_iter()
            .chain(is_moved.then(|| UNDOCUMENTED.to_owned()))
            .chain(self.price_is_unknown(yours, best))
            .collect()
    }

    /// What a sentence about NVMe rests on, where nobody publishes how fast it is.
    fn store_is_a_guess(&self) -> Option<String> {
        let store = self.store.filter(|store| store.rate.is_none())?;
        let time = store.time?;
        Some(format!(
            "The speed of that NVMe is not published: the pull may take {} to {} there.",
            time.low().rounded(),
            time.high().rounded()
        ))
    }

    /// That the difference in price is not known.
    fn price_is_unknown(&self, yours: &SettingWorth, best: &SettingWorth) -> Option<String> {
        let is_known = best.against_yours.micro_dollars.is_some();
        let which = match (yours.per_month, best.per_month) {
            _ if is_known => return None,
            _ if best.is_yours() => "it costs",
            (None, None) => "they cost",
            _ => "one of them costs",
        };
        Some(format!("It is not known what {which} in {}.", self.region))
    }

    /// Without the image's size: prices and rates alone.
    fn without_seconds(&self, yours: &SettingWorth) -> String {
        let cost = match yours.per_month {
            Some(cost) => format!("costs {} per month", dollars(cost.to_micro_dollars())),
            None => format!("has no known price in {}", self.region),
        };
        let rate = match yours.rate {
            Some(rate) if rate.low() == rate.high() => {
                format!("writes {} there", rate.likely().rounded())
            }
            Some(rate) => format!("writes about {} there", rate.likely().rounded()),
            None => "has no published write rate".to_owned(),
        };
        let store = self
            .store
            .filter(|_| !yours.is_on_store())
            .and_then(|store| store.rate)
            .map(|rate| format!("; its NVMe about {}", rate.rate.likely().rounded()));
        format!(
            "How long the pull takes on {} is unknown without the image's size; {} {cost} and {rate}{}.",
            self.instance_type,
            yours.short_name,
            store.unwrap_or_default()
        )
    }

    /// The present setting is the answer.
    fn keep(&self, yours: &SettingWorth, time: TimeSpan) -> String {
        let name = self.instance_type;
        if yours.is_on_store() {
            let volume = self.fastest_volume();
            let against = volume.and_then(|volume| Some((volume, likely(volume)?)));
            return match against {
                Some((volume, other)) => format!(
                    "Keep the images on NVMe: on {name} it is {} than EBS, {} instead of {} at {}",
                    as_than(&compared(time, other)),
                    time.rounded(),
                    other.rounded(),
                    volume.short_name,
                ),
                None => format!(
                    "Images are on the NVMe of {name} and take about {}; they cannot be on EBS here",
                    time.rounded()
                ),
            };
        }
        let yours_name = &yours.short_name;
        let dearer_one = self.dearer_than(yours);
        match dearer_one.and_then(|other| Some((other, likely(other)?))) {
            Some((other, its)) => format!(
                "Keep {yours_name}: {} costs {} and saves {} on {name}",
                other.short_name,
                dearer(other.against_yours.micro_dollars.unwrap_or(0)),
                saved(its, time),
            ),
            None if yours.per_month.is_none() => {
                format!("Keep {yours_name}: nothing here is more than 5 % faster on {name}")
            }
            None => format!(
                "Keep {yours_name}: nothing here is more than 5 % faster on {name}, and nothing as fast costs 10 % less"
            ),
        }
    }

    /// A volume that is dearer than the present one, to compare that with: the blueprint's if it is
    /// one, else the dearest gp3.
    fn dearer_than(&self, yours: &SettingWorth) -> Option<&SettingWorth> {
        let is_dearer = |other: &&SettingWorth| {
            !other.is_yours()
                && other.gp3_rates().is_some()
                && other
                    .against_yours
                    .micro_dollars
                    .is_some_and(|more| more > 0)
        };
        let mut dearer = self.settings.iter().filter(is_dearer);
        let blueprints = (1000, 16_000);
        dearer
            .clone()
            .find(|other| other.gp3_rates() == Some(blueprints) && yours.gp3_rates().is_some())
            .or_else(|| dearer.by_ref().max_by_key(|other| other.per_month))
    }

    fn fastest_volume(&self) -> Option<&SettingWorth> {
        self.settings
            .iter()
            .find(|other| other.place() == Some(ImagePlace::Volume))
    }

    /// Images lie on NVMe and would be better off on the volume.
    fn off_the_store(&self, best: &SettingWorth, (time, its): (TimeSpan, TimeSpan)) -> String {
        let name = self.instance_type;
        let speed = as_than(&compared(time, its));
        let mode = match self.asked_size(best) {
            Some((now, then)) => format!(
                ", and Auto Mode uses it because {now} is requested; with {then}, images stay on EBS"
            ),
            None => ": with images on EBS".to_owned(),
        };
        let takes = if are_alike(time.as_millis(), its.as_millis()) {
            format!("{} is as fast", best.short_name)
        } else {
            let (its, time) = (its.rounded(), time.rounded());
            let takes = if self.is_guess() { "may take" } else { "takes" };
            format!("{} {takes} about {its} instead of {time}", best.short_name)
        };
        let joint = if self.asked_size(best).is_some() {
            " and"
        } else {
            ","
        };
        format!(
            "NVMe is {speed} than EBS on {name}{mode}{joint} {takes}{}",
            price_clause(best)
        )
    }

    /// Images lie on the volume and would be better off on NVMe.
    fn onto_the_store(&self, best: &SettingWorth, (time, its): (TimeSpan, TimeSpan)) -> String {
        let name = self.instance_type;
        let lead = match self.asked_size(best) {
            Some((_, then)) => format!(" if {then} is requested, as Auto Mode then uses it"),
            None => String::new(),
        };
        let price = price_clause(best);
        let (time_ms, its_ms) = (time.as_millis(), its.as_millis());
        if are_alike(time_ms, its_ms) {
            let its = its.rounded();
            return format!("NVMe is as fast as EBS on {name}{lead}, and takes about {its}{price}");
        }
        format!(
            "NVMe is {} than EBS on {name}{lead}: images on it take about {} instead of {}{price}",
            as_than(&compared(its, time)),
            its.rounded(),
            time.rounded(),
        )
    }

    /// The size that Auto Mode is asked for now, and the one that a setting asks for.
    fn asked_size(&self, setting: &SettingWorth) -> Option<(String, String)> {
        if !self.is_auto_mode {
            return None;
        }
        let is_size = |change: &&super::FieldChange| change.field.path.ends_with("volumeSize");
        let change = setting.changes.iter().find(is_size)?;
        Some((change.from.clone(), change.to.clone()))
    }

    /// Images lie on NVMe either way, and the volume is larger or faster than the system needs.
    fn smaller_volume(&self, yours: &SettingWorth, best: &SettingWorth) -> String {
        let name = self.instance_type;
        let volume = yours.name.strip_prefix("NVMe with ").unwrap_or(&yours.name);
        let cost = match best.against_yours.micro_dollars {
            Some(micro) => format!("the included gp3 performance costs {}", dearer(micro)),
            None => "the included gp3 performance is enough".to_owned(),
        };
        let ebs = self.fastest_volume();
        let ebs = ebs.and_then(|volume| Some((volume, likely(volume)?, likely(best)?)));
        let against = ebs.map_or_else(String::new, |(ebs, other, its)| {
            format!(
                "; on EBS at {} they would take {} instead of {}",
                ebs.short_name,
                other.rounded(),
                its.rounded()
            )
        });
        format!(
            "Images are on the NVMe of {name}, and {volume} holds only the system: {cost}{against}"
        )
    }

    /// Another volume is better.
    fn other_volume(
        &self,
        yours: &SettingWorth,
        best: &SettingWorth,
        (time, its): (TimeSpan, TimeSpan),
    ) -> String {
        let name = self.instance_type;
        let (yours_name, best_name) = (&yours.short_name, &best.short_name);
        let is_as_fast = are_alike(time.as_millis(), its.as_millis());
        let more = best.against_yours.micro_dollars;
        let saves = saved(its, time);
        match more {
            Some(more) if is_as_fast => format!(
                "{yours_name} costs {} than {best_name} and saves {} on {name}",
                dearer(more.saturating_neg()),
                saved(time, its),
            ),
            None if is_as_fast => format!("{best_name} is as fast as {yours_name} on {name}"),
            Some(0) => {
                format!("{best_name} costs as much as {yours_name} and saves {saves} on {name}")
            }
            Some(more) => format!(
                "{best_name} costs {} than {yours_name} and saves {saves} on {name}",
                dearer(more)
            ),
            None => format!("{best_name} saves {saves} over {yours_name} on {name}"),
        }
    }

    /// What there is to say of NVMe after a sentence about volumes: `; NVMe is 3.7 times slower
    /// there`.
    fn store_clause(&self, volume: TimeSpan) -> Option<String> {
        let Some(store) = self.store else {
            return Some("; it has no NVMe".to_owned());
        };
        let row = self
            .settings
            .iter()
            .find(|row| row.is_on_store() || row.name == "NVMe")?;
        let Some(time) = store.time else {
            let Availability::Impossible(why) = &row.availability else {
                return None;
            };
            let why = why.strip_suffix('.').unwrap_or(why);
            return Some(format!("; NVMe is not available: {why}"));
        };
        if store.rate.is_none() {
            return Some(format!(
                "; its NVMe speed is not published, so anything from {} to {} there",
                time.low().rounded(),
                time.high().rounded()
            ));
        }
        let speed = compared(time.likely(), volume);
        Some(match self.asked_size(row) {
            Some((_, then)) => {
                format!("; NVMe, which Auto Mode uses with {then} or more, is {speed} there")
            }
            None => format!("; NVMe is {speed} there"),
        })
    }

    /// Whether the answer is another on the types that may come instead; none where the likely one
    /// comes before all others.
    pub fn elsewhere_sentence(&self) -> Option<String> {
        /// Settings that are named.
        const NAMED: usize = 2;
        let over = self.elsewhere.as_ref()?;
        let best = &self.best()?.short_name;
        let OverCandidates {
            types,
            as_good,
            cheaper_would_do,
            ..
        } = *over;
        let spare = match cheaper_would_do {
            0 => String::new(),
            all if all == as_good => ", although a cheaper setting is enough".to_owned(),
            some => format!(", although on {some} of them a cheaper setting is enough"),
        };
        if as_good == types {
            return Some(format!(
                "On all {types} types that may be launched, nothing here is more than 5 % faster than {best}{spare}."
            ));
        }
        let mut better: Vec<String> = over
            .better
            .iter()
            .take(NAMED)
            .filter_map(|better| {
                let name = &self.settings.get(better.setting)?.short_name;
                let (least, most) = (better.saved.low().rounded(), better.saved.high().rounded());
                let saves = if least == most {
                    most
                } else {
                    format!("{least} to {most}")
                };
                Some(format!("on {} {name} saves {saves}", better.types))
            })
            .collect();
        let others = over.better.iter().skip(NAMED).map(|better| better.types);
        let others: usize = others.sum();
        if others > 0 {
            better.push(format!("on {others} other settings are faster"));
        }
        Some(format!(
            "On {as_good} of the {types} types that may be launched, nothing here is more than 5 % faster than {best}{spare}; {}.",
            better.join(", ")
        ))
    }

    /// From where on more throughput buys nothing, and why; none without times.
    pub fn enough_sentence(&self) -> Option<String> {
        let curve = self.curve.as_ref().ok()?;
        let Enough { throughput, most } = curve.enough?;
        let name = self.instance_type;
        let rate = grouped(throughput.into());
        if let Some(Ceiling::Volume(_)) = curve.ceiling {
            let most = grouped(most.into());
            return Some(format!(
                "Up to {most} MiB/s, the volume's maximum, more throughput makes the pull on {name} faster."
            ));
        }
        let lead = match throughput {
            crate::core::volume_limits::GP3_THROUGHPUT => {
                format!("More than the included {rate} MiB/s saves less than 5 % on {name}")
            }
            _ => format!("Above {rate} MiB/s more throughput saves less than 5 % on {name}"),
        };
        let why = why(curve);
        Some(if why.is_empty() {
            format!("{lead}.")
        } else {
            format!("{lead}: {why}.")
        })
    }

    /// What is not known, a sentence each.
    pub fn caveats(&self) -> Vec<String> {
        let name = self.instance_type;
        let mut caveats = Vec::new();
        caveats.extend(self.without_times.map(|why| why.describe().to_owned()));
        if let Some(store) = self.store {
            caveats.push(match store.rate {
                Some(rate) => format!("NVMe of {name}: {}", rate.basis.describe()),
                None => format!(
                    "The NVMe write rate of {name} is not published; its pull is based on other families' write rates per GB."
                ),
            });
        }
        if !self.is_volume_known {
            caveats.push(format!(
                "The EBS maximum of {name} is not known; it may limit volumes."
            ));
        }
        if self
            .settings
            .iter()
            .any(|row| row.is_possible() && row.per_month.is_none())
        {
            caveats.push(format!(
                "Some EBS prices for {} are not known; the price table is of 2024-07-18.",
                self.region
            ));
        }
        if !self.are_layers_known && self.without_times.is_none() {
            caveats.push(
                "The image's layers are not known: their sizes are assumed, which widens the ranges."
                    .to_owned(),
            );
        }
        if self.is_auto_mode {
            caveats.push(
                "According to the blueprint, Auto Mode uses NVMe only if at least its capacity is requested; Auto Mode's source is not public."
                    .to_owned(),
            );
            caveats.push(UNDOCUMENTED.to_owned());
        }
        caveats.push(
            "Only the pull is counted: the workload's own reads and writes may need more IOPS."
                .to_owned(),
        );
        caveats
    }
}

/// What keeps a pull from being faster, as a clause; empty if that is not known.
fn why(curve: &ThroughputCurve) -> String {
    let memory = if curve.memory_carries {
        "memory buffers what the volume does not write in time"
    } else {
        ""
    };
    let ceiling = match &curve.ceiling {
        Some(Ceiling::Instance(_)) => "the instance's EBS maximum is near".to_owned(),
        Some(Ceiling::Volume(most)) => {
            format!("{} MiB/s is the volume's maximum", grouped((*most).into()))
        }
        Some(Ceiling::Pull(bound)) => bound.describe(),
        None => String::new(),
    };
    match (memory.is_empty(), ceiling.is_empty()) {
        (true, _) => ceiling,
        (false, true) => memory.to_owned(),
        (false, false) => format!("{memory}, and {ceiling}"),
    }
}

/// `, for $81 a month less`; nothing where that is not known.
fn price_clause(best: &SettingWorth) -> String {
    match best.against_yours.micro_dollars {
        Some(0) => ", at the same price".to_owned(),
        Some(micro) => format!(", for {}", dearer(micro)),
        None => String::new(),
    }
}

/// A comparison before “than”.
fn as_than(compared: &str) -> String {
    match compared {
        "about as fast" => "no faster".to_owned(),
        other => other.to_owned(),
    }
}
