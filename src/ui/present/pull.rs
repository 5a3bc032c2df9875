//! The pull in words: the cell of the result line, the spread over types, levers, the node's start,
//! assumptions, and predictions beside published pulls.

use crate::core::{
    Catalogue, Config, Duration, Edit, Influence, Lever, Money, NoEstimate, OwnFigure,
    PredictedAgainstMeasured, PredictedPull, PullEstimates, PullModel, PulledBy, Range, StartPhase,
    TypeEstimate,
};
use crate::ui::texts;

/// A range of time, for comparing: `31–44 s`, `7.2–9.4 s`, `2 min 6 s to 16 min`.
pub fn span(time: Range<Duration>) -> String {
    const TEN: u32 = 10_000;
    const MANY: u32 = 600_000;
    let (low, high) = (time.low().to_milliseconds(), time.high().to_milliseconds());
    let text = |milliseconds| Duration::milliseconds(milliseconds).rounded();
    if high < TEN {
        let tenths = |milliseconds: u32| {
            let tenths = (milliseconds + 50) / 100;
            format!("{}.{}", tenths / 10, tenths % 10)
        };
        let (low, high) = (tenths(low), tenths(high));
        return if low == high {
            format!("{low} s")
        } else {
            format!("{low}–{high} s")
        };
    }
    if high < MANY {
        let seconds = |milliseconds: u32| (milliseconds + 500) / 1000;
        return match (seconds(low), seconds(high)) {
            (low, high) if low == high => format!("{low} s"),
            (low, high) => format!("{low}–{high} s"),
        };
    }
    match (text(low), text(high)) {
        (low, high) if low == high => low,
        (low, high) => texts::pull::from_to(&low, &high),
    }
}

/// `2.7×`, from hundredths.
pub fn times(hundredths: u32) -> String {
    let tenths = hundredths.saturating_add(5) / 10;
    format!("{}.{}×", tenths / 10, tenths % 10)
}

/// What the result line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullCell {
    /// `25–57 s`, or the word that stands for it.
    pub time: String,
    /// Whether it is not known.
    pub is_unknown: bool,
    /// `(88–179 s without SOCI)`, or empty.
    pub stock: String,
    /// `2.7×`, or empty.
    pub gain: String,
    /// What holds it up, or why it is not known.
    pub bound: String,
    /// How many types it stands for.
    pub over: String,
}

/// The cell of the result line.
pub fn cell(pull: &Result<PullEstimates, NoEstimate>) -> PullCell {
    match pull {
        Ok(estimates) => {
            let median = &estimates.engine.median.estimate;
            let count = estimates.engine.likely.len();
            let stock = estimates
                .stock
                .as_ref()
                .map(|stock| texts::pull::without_soci(&span(stock.median.estimate.time)));
            PullCell {
                time: span(median.time),
                is_unknown: false,
                stock: stock.unwrap_or_default(),
                gain: estimates
                    .gain()
                    .map_or_else(String::new, |gain| times(gain.likely())),
                bound: median.bound().words(),
                over: if count == 1 {
                    String::new()
                } else {
                    texts::pull::middle_of(count)
                },
            }
        }
        Err(why) => PullCell {
            time: texts::words::UNKNOWN.to_owned(),
            is_unknown: true,
            stock: String::new(),
            gain: String::new(),
            bound: match why {
                NoEstimate::ImageSize => texts::pull::NO_SIZE.to_owned(),
                NoEstimate::InstanceTypes => texts::pull::NO_TYPE.to_owned(),
            },
            over: String::new(),
        },
    }
}

/// What the estimates come to, in a few sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// `25–57 s`.
    pub time: String,
    /// On which type, and against what.
    pub against: String,
    /// What holds it up.
    pub bound: String,
    /// What the image's manifest would do, or empty.
    pub manifest: String,
    /// Two ways to pull that are far apart, or empty.
    pub two_speeds: String,
}

/// The first lines of the tab.
pub fn headline(estimates: &PullEstimates, name: &str) -> Headline {
    let spread = &estimates.engine;
    let median = &spread.median.estimate;
    let mut against = texts::pull::on(name, spread.likely.len());
    if let Some(stock) = &estimates.stock {
        let time = span(stock.median.estimate.time);
        against.push_str(&texts::pull::with_stock(&time));
    }
    match estimates.gain() {
        Some(gain) if gain.low() == gain.high() => {
            against.push_str(&texts::pull::as_fast(&times(gain.likely())));
        }
        Some(gain) => against.push_str(&texts::pull::as_fast_over(
            &times(gain.likely()),
            &times(gain.low()),
            &times(gain.high()),
        )),
        None => {}
    }
    against.push('.');
    let manifest = median.with_manifest().filter(|(now, then)| then < now);
    Headline {
        time: span(median.time),
        against,
        bound: texts::pull::bound(&median.bound().words()),
        manifest: manifest.map_or_else(String::new, |(now, then)| {
            texts::pull::manifest_narrows(now, then)
        }),
        two_speeds: two_speeds(estimates),
    }
}

fn two_speeds(estimates: &PullEstimates) -> String {
    let Some((fast, slow)) = estimates.engine.two_speeds() else {
        return String::new();
    };
    texts::pull::two_speeds(
        (fast.types, &span(fast.times), fast.kind.words()),
        (slow.types, &span(slow.times), slow.kind.words()),
    )
}

/// Role of the type in the middle.
pub const MIDDLE: &str = texts::pull::MIDDLE;

/// One of the types that the spread is shown by.
#[derive(Debug, Clone, PartialEq)]
pub struct PullCase {
    /// “Fastest”.
    pub role: &'static str,
    /// The type.
    pub name: &'static str,
    /// Where it stands in the catalogue.
    pub position: usize,
    /// With the engine.
    pub engine: TypeEstimate,
    /// With stock containerd on the same type; none if that is the engine.
    pub stock: Option<TypeEstimate>,
}

/// The fastest type, the one in the middle and the slowest, each once; then the one that costs are
/// looked at for.
pub fn cases(
    estimates: &PullEstimates,
    config: &Config,
    catalogue: &Catalogue,
    model: &PullModel<'_>,
) -> Vec<PullCase> {
    let spread = &estimates.engine;
    let chosen = config.costs.instance_type.as_ref();
    let chosen = chosen.and_then(|name| catalogue.position(name.as_str()));
    let chosen = chosen.and_then(|position| model.on(PulledBy::Engine, position));
    let fastest = if spread.likely.len() == 1 {
        texts::pull::ONLY
    } else {
        texts::pull::FASTEST
    };
    let all = [
        (fastest, Some(spread.fastest.clone())),
        (MIDDLE, Some(spread.median.clone())),
        (texts::pull::SLOWEST, Some(spread.slowest.clone())),
        (texts::pull::LOOKED_AT, chosen),
    ];
    let mut cases: Vec<PullCase> = Vec::new();
    for (role, estimate) in all {
        let Some(engine) = estimate else { continue };
        let position = engine.position;
        let Some(instance) = catalogue.instances().get(position) else {
            continue;
        };
        if cases.iter().any(|case| case.position == position) {
            continue;
        }
        cases.push(PullCase {
            role,
            name: instance.name,
            position,
            stock: estimates
                .stock
                .as_ref()
                .and_then(|_| model.on(PulledBy::StockContainerd, position)),
            engine,
        });
    }
    cases
}

/// A lever as a row.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverRow {
    /// The change.
    pub change: String,
    /// `14.7 s`; or that it saves nothing.
    pub saves: String,
    /// Whether it saves nothing, or costs time.
    pub is_idle: bool,
    /// From and to.
    pub note: String,
    /// Dollars an hour more or less; none if a price is not known.
    pub cost: Option<String>,
    /// The change, where it is a setting.
    pub edit: Option<Edit>,
}

/// Below this a lever saves nothing that could be seen.
const SEEN: i64 = 500;

/// Rows of the levers.
pub fn levers(levers: &[Lever]) -> Vec<LeverRow> {
    levers.iter().map(lever).collect()
}

fn lever(lever: &Lever) -> LeverRow {
    let saved = lever.saved();
    let size = Duration::milliseconds(u32::try_from(saved.unsigned_abs()).unwrap_or(u32::MAX));
    let is_seen = saved.abs() >= SEEN;
    LeverRow {
        change: lever.label.clone(),
        saves: match (is_seen, saved > 0) {
            (false, _) => texts::pull::SAVES_NOTHING.to_owned(),
            (true, true) => size.rounded(),
            (true, false) => format!("−{}", size.rounded()),
        },
        is_idle: saved < SEEN,
        note: if is_seen {
            format!("{} → {}", lever.before.rounded(), lever.after.rounded())
        } else {
            String::new()
        },
        cost: lever.per_hour.map(|(before, after)| dearer(before, after)),
        edit: lever.edit.clone(),
    }
}

fn dearer(before: Money, after: Money) -> String {
    let (before, after) = (before.to_micro_dollars(), after.to_micro_dollars());
    let more = Money::micro_dollars(after.abs_diff(before));
    // Less than a tenth of a cent an hour is less than a dollar a month.
    let more = if more < Money::micro_dollars(1_000) {
        "<$0.001".to_owned()
    } else {
        more.rounded()
    };
    match after.cmp(&before) {
        std::cmp::Ordering::Less => format!("−{more}"),
        std::cmp::Ordering::Equal => texts::pull::NO_CHANGE.to_owned(),
        std::cmp::Ordering::Greater => format!("+{more}"),
    }
}

/// A phase of the node's start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseRow {
    /// What happens.
    pub label: &'static str,
    /// How long; none if nothing can be said.
    pub time: Option<String>,
    /// Where the figure comes from.
    pub source: &'static str,
    /// Its place in the bar, from and width in hundredths of a percent of the known whole.
    pub bar: Option<(u32, u32)>,
}

/// The phases, and what they come to.
pub fn start(phases: &[StartPhase]) -> (String, Vec<PhaseRow>) {
    let likely = |phase: &StartPhase| {
        let time = phase.time.map(Range::likely).unwrap_or_default();
        u64::from(time.to_milliseconds())
    };
    let sum = |end: fn(Range<Duration>) -> Duration| {
        let known = phases.iter().filter_map(|phase| phase.time);
        known.map(end).sum::<Duration>()
    };
    let whole = phases.iter().map(likely).sum::<u64>().max(1);
    let place = |at: u64| u32::try_from(at * 10_000 / whole).unwrap_or(10_000);
    let mut at = 0;
    let rows = phases.iter().map(|phase| {
        let from = at;
        at += likely(phase);
        PhaseRow {
            label: phase.label,
            time: phase.time.map(span),
            source: phase.source,
            bar: phase.time.map(|_| (place(from), place(at) - place(from))),
        }
    });
    let rows = rows.collect();
    let all = Range::new(sum(Range::low), sum(Range::likely), sum(Range::high));
    let summary = texts::pull::start(&span(all), &all.likely().rounded());
    (summary, rows)
}

/// A figure that the estimate rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumptionRow {
    /// What it is.
    pub label: &'static str,
    /// Likely value and range with its unit.
    pub value: String,
    /// How much it moves the estimate.
    pub moves: String,
    /// Where it comes from.
    pub source: &'static str,
}

/// What widens the estimate, most first.
pub fn assumptions(influences: &[Influence], own: &[OwnFigure]) -> Vec<AssumptionRow> {
    let rows = influences.iter().map(|influence| AssumptionRow {
        label: influence.parameter.label(),
        value: influence.parameter.shown(influence.value),
        moves: format!(
            "−{} / +{}",
            influence.shorter.rounded(),
            influence.longer.rounded()
        ),
        source: if own.iter().any(|own| own.parameter == influence.parameter) {
            texts::pull::OWN_PULLS
        } else {
            influence.parameter.source()
        },
    });
    rows.collect()
}

/// A published pull beside its prediction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredRow {
    /// Short name.
    pub id: String,
    /// Size of the image.
    pub size: String,
    /// Who pulled.
    pub engine: &'static str,
    /// The type; none if it was not published.
    pub instance_type: Option<String>,
    /// How long it took.
    pub measured: String,
    /// What is predicted.
    pub predicted: String,
    /// Whether it was outside of the prediction.
    pub is_outside: bool,
    /// How far the likely time is off; none without a type.
    pub error: Option<String>,
    /// Who published it.
    pub source: String,
}

/// What the predictions are worth, in one sentence.
pub fn measured_summary(all: &PredictedAgainstMeasured) -> String {
    let typed = all.pulls.iter().filter(|pull| pull.error().is_some());
    let errors = match all.mean_error().zip(all.largest_error()) {
        Some((mean, largest)) => {
            texts::pull::mean_error(typed.count(), &tenths(mean), &tenths(largest))
        }
        None => String::new(),
    };
    texts::pull::in_range(&errors, all.in_range(), all.pulls.len())
}

/// Rows of the table.
pub fn measured_rows(all: &PredictedAgainstMeasured) -> Vec<MeasuredRow> {
    all.pulls.iter().map(measured_row).collect()
}

fn measured_row(pull: &PredictedPull) -> MeasuredRow {
    let measured = &pull.measured;
    MeasuredRow {
        id: measured.id.clone(),
        size: measured.compressed.rounded(),
        engine: measured.engine.label(),
        instance_type: measured.instance_type.clone(),
        measured: measured.time.rounded(),
        predicted: span(pull.predicted),
        is_outside: !pull.is_in_range(),
        error: pull.error().map(|error| {
            let sign = if error < 0 { "−" } else { "+" };
            format!("{sign}{} %", tenths(error.unsigned_abs()))
        }),
        source: measured.source.clone(),
    }
}

fn tenths(number: u32) -> String {
    format!("{}.{}", number / 10, number % 10)
}

#[cfg(test)]
mod tests {
    use super::{dearer, span, times};
    use crate::core::{Duration, Money, Range};

    #[test]
    fn ranges_are_as_short_as_they_can_be() {
        for (low, high, text) in [
            (31_200, 44_400, "31–44 s"),
            (7_210, 9_440, "7.2–9.4 s"),
            (9_000, 10_400, "9–10 s"),
            (31_000, 31_200, "31 s"),
            (74_000, 179_000, "74–179 s"),
            (126_000, 960_000, "2 min 6 s to 16 min"),
        ] {
            let [low, high] = [low, high].map(Duration::milliseconds);
            assert_eq!(span(Range::new(low, low, high)), text);
        }
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [times(296), times(100), times(1_234)],
            ["3.0×", "1.0×", "12.3×"]
        );
        let money = Money::micro_dollars;
        assert_eq!(dearer(money(1_000_000), money(1_500_000)), "+$0.50");
        assert_eq!(dearer(money(1_500_000), money(1_000_000)), "−$0.50");
        assert_eq!(dearer(money(1), money(1)), "no change");
        assert_eq!(dearer(money(1), money(400)), "+<$0.001");
    }
}
