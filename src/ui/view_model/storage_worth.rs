//! Whether the disk is worth its price, as rows and a picture.

use super::time_axis::time_axis;
use crate::core::{
    Availability, Ceiling, CurvePoint, DiskWorth, FieldChange, Fix, ImagePlace, LikelyRange, Money,
    SettingWorth, ThroughputCurve, TimeSpan, grouped,
};
use crate::ui::charts::scale::Scale;
use crate::ui::charts::{Axis, Level, Mark, RangeChart, RangePoint, Spot, TableTwin};
use crate::ui::strings;

/// Ticks of the horizontal axis, about.
const TICKS: u64 = 5;
/// Micro-dollars of a dollar.
const DOLLAR: u64 = 1_000_000;

/// A difference to the present setting.
#[derive(Debug, Clone, PartialEq)]
pub struct Delta {
    /// With its sign.
    pub text: String,
    /// Whether it is less: faster, cheaper.
    pub is_less: bool,
}

/// One row of the table of settings.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingRow {
    /// Its name.
    pub name: String,
    /// What it is known for.
    pub about: &'static str,
    /// What it changes besides the volume's rates; empty if nothing.
    pub changes: String,
    /// The volume's size with it, where that is another one.
    pub size: Option<String>,
    /// The likely pull; none if that is not known.
    pub time: Option<String>,
    /// Its range; how fast images are written where the pull is not known; or empty.
    pub range: String,
    /// What its volume costs a month; none if that is not known.
    pub cost: Option<String>,
    /// How much longer it takes than the present setting, and how much dearer it is.
    pub deltas: Vec<Delta>,
    /// The edit that takes it.
    pub fix: Option<Fix>,
    /// Whether it is the present setting.
    pub is_yours: bool,
    /// Whether it is the cheapest of the fastest.
    pub is_best: bool,
    /// Why it cannot be taken, or empty.
    pub why_not: String,
}

/// The table.
pub fn rows(worth: &DiskWorth) -> Vec<SettingRow> {
    let rows = worth.settings.iter().enumerate();
    rows.map(|(at, setting)| row(setting, is_best(worth, at)))
        .collect()
}

/// The settings that one chooses between first: the present one, the best, the cheapest volume, and local
/// NVMe; each once, in the order of the table.
pub fn cards(worth: &DiskWorth) -> Vec<SettingRow> {
    let settings = &worth.settings;
    let yours = settings.iter().position(SettingWorth::is_yours);
    let of_place = |place| {
        let settings = settings.iter().enumerate();
        settings.filter(move |(_, setting)| setting.place() == Some(place))
    };
    let cheapest = of_place(ImagePlace::Volume)
        .filter(|(_, setting)| setting.per_month.is_some())
        .min_by_key(|(_, setting)| setting.per_month)
        .map(|(at, _)| at);
    let local = of_place(ImagePlace::InstanceStore).next().map(|(at, _)| at);
    let mut shown: Vec<usize> = [yours, worth.answer, cheapest, local]
        .into_iter()
        .flatten()
        .collect();
    shown.sort_unstable();
    shown.dedup();
    let shown = shown.into_iter();
    shown
        .filter_map(|at| Some(row(settings.get(at)?, is_best(worth, at))))
        .collect()
}

/// Whether it is the answer, and no guess.
fn is_best(worth: &DiskWorth, at: usize) -> bool {
    worth.answer == Some(at) && !worth.is_guess()
}

fn row(setting: &SettingWorth, is_best: bool) -> SettingRow {
    let (fix, why_not) = match &setting.availability {
        Availability::Current => (None, String::new()),
        Availability::Apply(fix) => (Some(fix.clone()), String::new()),
        Availability::Impossible(why) => (None, why.clone()),
    };
    let is_yours = setting.is_yours();
    SettingRow {
        name: setting.name.clone(),
        about: setting.about,
        changes: changes(setting),
        size: setting
            .changes
            .iter()
            .find(|change| change.field.path == "storage.volume.volumeSize")
            .map(|change| change.to.clone()),
        time: setting.time.map(|time| time.likely().rounded()),
        range: match (setting.time, setting.rate) {
            (Some(time), _) => range(time),
            (None, Some(rate)) => {
                strings::storage::writes(&rate.likely().rounded(), rate.low() < rate.high())
            }
            (None, None) => String::new(),
        },
        cost: setting.per_month.map(Money::cents),
        deltas: if is_yours {
            Vec::new()
        } else {
            deltas(setting)
        },
        fix,
        is_yours,
        is_best,
        why_not,
    }
}

/// `53–85 s`; nothing where nothing is uncertain.
fn range(time: LikelyRange<TimeSpan>) -> String {
    if time.low() == time.high() {
        String::new()
    } else {
        time.rounded()
    }
}

/// What it changes besides type, IOPS and throughput, which its name says.
fn changes(setting: &SettingWorth) -> String {
    let one = |change: &FieldChange| {
        let field = change.field;
        match field.path.rsplit('.').next() {
            Some("volumeType" | "iops" | "throughput") => None,
            Some("instanceStore") => Some(match setting.place() {
                Some(ImagePlace::InstanceStore) => strings::storage::TO_NVME.to_owned(),
                Some(ImagePlace::Volume) | None => strings::storage::TO_EBS.to_owned(),
            }),
            _ => {
                let shown = |text: &str| super::words::value(field, text);
                Some(strings::storage::change(
                    field.label,
                    &shown(&change.from),
                    &shown(&change.to),
                ))
            }
        }
    };
    let changes: Vec<String> = setting.changes.iter().filter_map(one).collect();
    changes.join(", ")
}

fn deltas(setting: &SettingWorth) -> Vec<Delta> {
    let longer = setting.against_yours.milliseconds.map(|milliseconds| {
        let amount = u32::try_from(milliseconds.unsigned_abs()).unwrap_or(u32::MAX);
        // What reads as nothing has no sign.
        let signed = if amount < 50 { 0 } else { milliseconds };
        delta(signed, &TimeSpan::from_millis(amount).rounded())
    });
    let dearer = setting
        .against_yours
        .micro_dollars
        .map(|micro| delta(micro, &whole(Money::micro_dollars(micro.unsigned_abs()))));
    longer.into_iter().chain(dearer).collect()
}

/// Dollars as the sentence has them: whole from $10 on, cents below where there are any.
fn whole(amount: Money) -> String {
    let micro = amount.to_micro_dollars();
    let shown = if micro >= 10 * DOLLAR {
        Money::micro_dollars((micro + DOLLAR / 2) / DOLLAR * DOLLAR)
    } else {
        amount
    };
    let text = shown.cents();
    text.strip_suffix(".00").map_or(text.clone(), str::to_owned)
}

fn delta(signed: i64, amount: &str) -> Delta {
    Delta {
        text: match signed {
            0 => amount.to_owned(),
            1.. => format!("+{amount}"),
            _ => format!("−{amount}"),
        },
        is_less: signed < 0,
    }
}

/// The picture; none without times, or where no image can lie on a volume.
pub fn chart(worth: &DiskWorth) -> Option<RangeChart> {
    let curve = worth.curve.as_ref().ok()?;
    let end = last_shown(worth, curve);
    let points: Vec<RangePoint> = curve
        .points
        .iter()
        .filter(|point| point.throughput <= end)
        .filter_map(point)
        .collect();
    let (first, last) = (points.first()?.x, points.last()?.x);
    let on_store = worth.yours().and_then(SettingWorth::place) == Some(ImagePlace::InstanceStore);
    let level = worth.store.and_then(|store| store.time).map(|time| Level {
        y: triple(time),
        label: strings::storage::on_nvme(&time.likely().rounded(), on_store),
        is_current: on_store,
    });
    let spots = spots(worth, end);
    let slowest = points.iter().map(|point| point.y.2);
    let slowest = slowest.chain(level.iter().map(|level| level.y.2)).max()?;
    let dearest = points.iter().filter_map(|point| point.cost);
    let cost_spots = cost_spots(worth, end);
    let dearest = dearest.chain(cost_spots.iter().map(|spot| spot.y)).max();
    Some(RangeChart {
        title: strings::storage::picture(worth.instance_type),
        x: Axis::new(
            strings::storage::THROUGHPUT_AXIS,
            Scale::new(first, last),
            TICKS,
            grouped,
        ),
        y: time_axis("", slowest),
        cost: dearest.map_or_else(Axis::default, cost_axis),
        end: curve
            .enough
            .filter(|enough| enough.throughput < enough.most)
            .filter(|_| !matches!(curve.ceiling, Some(Ceiling::Volume(_))))
            .map(|enough| Mark {
                x: u64::from(enough.throughput),
                label: strings::storage::no_benefit(&grouped(enough.throughput.into())),
                meaning: worth.enough_sentence().unwrap_or_default(),
            }),
        level,
        rests_at: resting(worth),
        points,
        spots,
        cost_spots,
        twin: twin(curve),
    })
}

/// What is read out while nothing is pointed at: the present setting, else the answer.
fn resting(worth: &DiskWorth) -> u64 {
    let rates = |setting: Option<&SettingWorth>| setting.and_then(SettingWorth::gp3_rates);
    let at = rates(worth.yours()).or_else(|| rates(worth.best()));
    at.map_or(0, |(throughput, iops)| u64::from(throughput.min(iops / 4)))
}

/// The picture ends where nothing happens any more: after the settings that people name, the present
/// one and the end of what helps.
fn last_shown(worth: &DiskWorth, curve: &ThroughputCurve) -> u32 {
    const NAMED: u32 = 1000;
    let yours = worth.yours().and_then(SettingWorth::gp3_rates);
    let enough = curve.enough.map_or(0, |enough| enough.throughput);
    let wanted = NAMED
        .max(enough.saturating_add(enough / 10))
        .max(yours.map_or(0, |(throughput, _)| throughput));
    let mut throughputs = curve.points.iter().map(|point| point.throughput);
    let last = throughputs.clone().next_back().unwrap_or(wanted);
    throughputs
        .find(|throughput| *throughput >= wanted)
        .unwrap_or(last)
}

fn triple(time: LikelyRange<TimeSpan>) -> (u64, u64, u64) {
    let [low, likely, high] =
        [time.low(), time.likely(), time.high()].map(|it| u64::from(it.as_millis()));
    (low, likely, high)
}

fn point(point: &CurvePoint) -> Option<RangePoint> {
    let time = point.time?;
    Some(RangePoint {
        x: u64::from(point.throughput),
        y: triple(time),
        cost: point.per_month.map(Money::to_micro_dollars),
        words: strings::storage::curve_point(
            &grouped(point.throughput.into()),
            &grouped(point.iops.into()),
            &time.likely().rounded(),
            &range(time),
            &point.per_month.map_or_else(
                || strings::storage::PRICE_UNKNOWN.to_owned(),
                |cost| strings::storage::a_month(&cost.cents()),
            ),
        ),
    })
}

/// gp3 settings of the table, each with its place on the curve.
fn on_curve(worth: &DiskWorth, end: u32) -> impl Iterator<Item = (&SettingWorth, u32, u32)> {
    worth.settings.iter().filter_map(move |setting| {
        let (throughput, iops) = setting.gp3_rates()?;
        // Fewer IOPS than it needs carry less.
        let carried = throughput.min(iops / 4);
        (carried <= end).then_some((setting, carried, iops))
    })
}

fn spots(worth: &DiskWorth, end: u32) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for (setting, throughput, _) in on_curve(worth, end) {
        let Some(time) = setting.time else {
            continue;
        };
        let is_current = setting.is_yours();
        let x = u64::from(throughput);
        let likely = time.likely();
        let label = if is_current {
            strings::storage::yours_at(&grouped(throughput.into()), &likely.rounded())
        } else {
            grouped(throughput.into())
        };
        match spots.iter_mut().find(|spot| spot.x == x) {
            // Two settings with the same pull are one point; the present one names it.
            Some(spot) if is_current => (spot.label, spot.is_current) = (label, true),
            Some(_) => {}
            None => spots.push(Spot {
                x,
                y: u64::from(likely.as_millis()),
                label,
                is_current,
            }),
        }
    }
    spots
}

fn cost_spots(worth: &DiskWorth, end: u32) -> Vec<Spot> {
    on_curve(worth, end)
        .filter_map(|(setting, throughput, _)| {
            let cost = setting.per_month?;
            Some(Spot {
                x: u64::from(throughput),
                y: cost.to_micro_dollars(),
                label: whole(cost),
                is_current: setting.is_yours(),
            })
        })
        .collect()
}

/// From nothing to a little above the dearest; points have their own prices beside them.
fn cost_axis(dearest: u64) -> Axis {
    let scale = Scale::new(0, (dearest + dearest / 5).max(DOLLAR));
    Axis::new(strings::storage::COST_HEAD, scale, 2, |amount| {
        whole(Money::micro_dollars(amount))
    })
}

fn twin(curve: &ThroughputCurve) -> TableTwin {
    let unknown = || strings::words::UNKNOWN.to_owned();
    let time = |time: Option<TimeSpan>| time.map_or_else(unknown, TimeSpan::rounded);
    TableTwin {
        heads: strings::storage::CURVE_HEADS.to_vec(),
        rows: curve
            .points
            .iter()
            .map(|point| {
                vec![
                    grouped(point.throughput.into()),
                    grouped(point.iops.into()),
                    time(point.time.map(|time| time.likely())),
                    time(point.time.map(|time| time.low())),
                    time(point.time.map(|time| time.high())),
                    point.per_month.map_or_else(unknown, Money::cents),
                ]
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{delta, whole};
    use crate::core::Money;

    #[test]
    fn differences_have_a_sign_unless_they_are_nothing() {
        assert_eq!(delta(0, "0 s").text, "0 s");
        assert_eq!(delta(-2, "$81").text, "−$81");
        assert!(delta(-2, "$81").is_less && !delta(2, "$81").is_less);
        assert_eq!(delta(2, "3 s").text, "+3 s");
        for (micro, shown) in [
            (0, "$0"),
            (440_000, "$0.44"),
            (9_000_000, "$9"),
            (21_440_000, "$21"),
        ] {
            assert_eq!(whole(Money::micro_dollars(micro)), shown);
        }
    }
}
