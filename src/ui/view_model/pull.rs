//! The pull in words: the type in view, the spread over types, levers, the node's start, assumptions,
//! and predictions beside published pulls.

use super::answer::{against_stock, is_faster, why};
use crate::core::{
    ByteSize, Catalogue, Edit, Evaluation, InViewBecause, LeaveOneOut, Lever, LeverKind,
    LikelyRange, MeasuredEngine, Money, MoneyChange, NodePulls, ParameterOverride,
    PredictedAgainstMeasured, PredictedPair, PredictedPull, PullDistribution, PullModel,
    PullSpreads, PullWork, Sensitivity, StartPhase, TimeSpan, TypeEstimate, TypeTime, Worth,
};
use crate::ui::strings;

/// `2.7×`, from hundredths.
pub fn times(hundredths: u32) -> String {
    let tenths = hundredths.saturating_add(5) / 10;
    format!("{}.{}×", tenths / 10, tenths % 10)
}

/// What the estimates come to, in a few sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Headline {
    /// `66 s`; over all types, `31 s – 2 min 27 s`.
    pub time: String,
    /// Its range, on which type, and why that one.
    pub about: String,
    /// How stock containerd does, or empty.
    pub against: String,
    /// What bounds it, or empty.
    pub bound: String,
    /// What the engine takes of the node meanwhile: cores and memory; or empty.
    pub work: String,
    /// What the image's manifest would do, or empty.
    pub manifest: String,
    /// Two ways to pull that are far apart, or empty.
    pub two_speeds: String,
}

/// The first lines of the tab, about one type.
pub fn headline(node: &NodePulls, name: &str, because: InViewBecause) -> Headline {
    let engine = &node.engine.estimate;
    let manifest = engine.with_manifest().filter(|(now, then)| then < now);
    Headline {
        time: engine.time.likely().rounded(),
        about: strings::pull::range_on(&engine.time.rounded(), name, because.describe()),
        against: against(node),
        bound: strings::pull::bound(&engine.bound().describe()),
        work: work(&node.engine.work),
        manifest: manifest.map_or_else(String::new, |(now, then)| {
            strings::pull::manifest_narrows(now, then)
        }),
        two_speeds: String::new(),
    }
}

fn against(node: &NodePulls) -> String {
    let Some(stock) = &node.stock else {
        return String::new();
    };
    let (time, engine) = (stock.estimate.time, node.engine.estimate.time.likely());
    let saved = time.likely().as_millis().checked_sub(engine.as_millis());
    let saved = saved.map(|saved| TimeSpan::from_millis(saved).rounded());
    let saved = saved.filter(|_| node.gain().is_some_and(is_faster));
    strings::pull::with_stock(
        (&time.likely().rounded(), &time.rounded()),
        node.is_soci,
        &against_stock(node).0.to_ascii_lowercase(),
        saved.as_deref(),
    )
}

/// The first lines of the tab, over all eligible types.
pub fn headline_over(spreads: &PullSpreads, median: &str) -> Headline {
    let over = spreads.engine.over_types();
    Headline {
        time: over.rounded(),
        about: strings::pull::over(
            spreads.engine.likely.len(),
            &over.likely().rounded(),
            median,
        ),
        against: spreads.gain().map_or_else(String::new, |gain| {
            let said = |gain| is_faster(gain).then(|| times(gain));
            strings::pull::as_fast_over(
                said(gain.likely()).as_deref(),
                said(gain.low()).as_deref(),
                said(gain.high()).as_deref(),
            )
        }),
        bound: String::new(),
        manifest: String::new(),
        work: String::new(),
        two_speeds: two_speeds(&spreads.engine),
    }
}

/// `Unpacking averages 1.2 cores (peak 3) over 57 s; holds about 0.5 GB of memory.`
fn work(work: &PullWork) -> String {
    let cores = strings::pull::cores(
        &work.average_cores().to_string(),
        &work.most_cores.to_string(),
        &work.unpacking.rounded(),
    );
    let memory = work.memory.as_ref().map_or_else(String::new, |held| {
        let gigabytes = |bytes: ByteSize| (bytes.to_bytes() + 50_000_000) / 100_000_000;
        strings::pull::held(
            [held.range.low(), held.range.likely(), held.range.high()].map(gigabytes),
            held.basis.as_str(),
        )
    });
    format!("{cores}{memory}.")
}

fn two_speeds(spread: &PullDistribution) -> String {
    let Some((fast, slow)) = spread.two_speeds() else {
        return String::new();
    };
    strings::pull::two_speeds(
        (fast.types, &fast.times.rounded(), fast.kind.describe()),
        (slow.types, &slow.times.rounded(), slow.kind.describe()),
    )
}

/// A type with its pulls.
#[derive(Debug, Clone, PartialEq)]
pub struct PullCase {
    /// “Fastest”; why it is in view.
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

/// The type in view.
pub fn case(evaluation: &Evaluation, catalogue: &Catalogue) -> Option<PullCase> {
    let node = &evaluation.pull.as_ref().ok()?.node;
    let view = evaluation.in_view?;
    Some(PullCase {
        role: why(view.because).0,
        name: catalogue.instances().get(view.position)?.name,
        position: view.position,
        engine: node.engine.clone(),
        stock: node.stock.clone(),
    })
}

/// The fastest type, the one in the middle and the slowest, each once.
pub fn cases(
    spread: &PullDistribution,
    catalogue: &Catalogue,
    model: &PullModel<'_>,
) -> Vec<PullCase> {
    let fastest = if spread.likely.len() == 1 {
        strings::pull::ONLY
    } else {
        strings::pull::FASTEST
    };
    let all = [
        (fastest, spread.fastest),
        (strings::pull::MIDDLE, spread.median),
        (strings::pull::SLOWEST, spread.slowest),
    ];
    let mut cases: Vec<PullCase> = Vec::new();
    for (role, TypeTime { position, .. }) in all {
        if cases.iter().any(|case| case.position == position) {
            continue;
        }
        let name = catalogue.instances().get(position);
        let pulls = model.node(position);
        cases.extend(name.zip(pulls).map(|(instance, pulls)| PullCase {
            role,
            name: instance.name,
            position,
            engine: pulls.engine,
            stock: pulls.stock,
        }));
    }
    cases
}

/// Time and range of one pull: `66 s`, and `53–85 s` below.
pub fn likely_and_range(time: LikelyRange<TimeSpan>) -> (String, String) {
    (time.likely().rounded(), time.rounded())
}

/// A lever as a row.
#[derive(Debug, Clone, PartialEq)]
pub struct LeverRow {
    /// The change.
    pub change: String,
    /// What goes with it so that the type comes, or empty.
    pub with: String,
    /// `14.7 s`; or that it saves nothing.
    pub saves: String,
    /// Whether it changes nothing that anybody would want.
    pub is_idle: bool,
    /// From and to.
    pub note: String,
    /// Dollars an hour, a month and a start more or less; none if a price is not known.
    pub costs: [Option<String>; 3],
    /// The change, where it is a setting.
    pub edit: Option<Edit>,
    /// In place of the button, for what is no setting.
    pub instead: &'static str,
}

/// Below this a lever saves nothing that could be seen.
const SEEN: i64 = 500;

/// Rows of the levers; `catalogue` names the launched type.
pub fn levers(levers: &[Lever], catalogue: &Catalogue) -> Vec<LeverRow> {
    levers.iter().map(|it| lever(it, catalogue)).collect()
}

fn lever(lever: &Lever, catalogue: &Catalogue) -> LeverRow {
    let saved = lever.saved();
    let size = TimeSpan::from_millis(u32::try_from(saved.unsigned_abs()).unwrap_or(u32::MAX));
    let is_seen = saved.abs() >= SEEN;
    let name = catalogue.instances().get(lever.position);
    let with = lever.with.as_ref().zip(name);
    LeverRow {
        change: lever.label.clone(),
        with: with.map_or_else(String::new, |(with, instance)| {
            strings::pull::with(with, instance.name)
        }),
        saves: match (is_seen, saved > 0) {
            (false, _) => strings::pull::SAVES_NOTHING.to_owned(),
            (true, true) => size.rounded(),
            (true, false) => format!("−{}", size.rounded()),
        },
        is_idle: Worth::from_lever(lever) == Some(Worth::Nothing),
        note: if is_seen {
            format!("{} → {}", lever.before.rounded(), lever.after.rounded())
        } else {
            String::new()
        },
        costs: [lever.cost.hour, lever.cost.month, lever.cost.start]
            .map(|change| change.map(dearer)),
        edit: lever.edit.clone(),
        instead: match lever.kind {
            LeverKind::Architecture => strings::pull::OTHER_IMAGE,
            _ => strings::pull::AT_BUILD,
        },
    }
}

/// More or less money; less than a thousandth of a cent is no change.
fn dearer(change: MoneyChange) -> String {
    if change.amount() < Money::micro_dollars(10) {
        return strings::pull::NO_CHANGE.to_owned();
    }
    change.written(Money::rounded)
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
        let time = phase.time.map(LikelyRange::likely).unwrap_or_default();
        u64::from(time.as_millis())
    };
    let sum = |end: fn(LikelyRange<TimeSpan>) -> TimeSpan| {
        let known = phases.iter().filter_map(|phase| phase.time);
        known.map(end).sum::<TimeSpan>()
    };
    let whole = phases.iter().map(likely).sum::<u64>().max(1);
    let place = |at: u64| u32::try_from(at * 10_000 / whole).unwrap_or(10_000);
    let mut at = 0;
    let rows = phases.iter().map(|phase| {
        let from = at;
        at += likely(phase);
        PhaseRow {
            label: phase.label,
            time: phase.time.map(LikelyRange::<TimeSpan>::rounded),
            source: phase.source,
            bar: phase.time.map(|_| (place(from), place(at) - place(from))),
        }
    });
    let rows = rows.collect();
    let all = LikelyRange::new(
        sum(LikelyRange::low),
        sum(LikelyRange::likely),
        sum(LikelyRange::high),
    );
    let summary = strings::pull::start(&all.rounded(), &all.likely().rounded());
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
pub fn assumptions(influences: &[Sensitivity], own: &[ParameterOverride]) -> Vec<AssumptionRow> {
    let rows = influences.iter().map(|influence| AssumptionRow {
        label: influence.parameter.label(),
        value: influence.parameter.shown(influence.value),
        moves: format!(
            "−{} / +{}",
            influence.shorter.rounded(),
            influence.longer.rounded()
        ),
        source: if own.iter().any(|own| own.parameter == influence.parameter) {
            strings::pull::OWN_PULLS
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
    /// Size of the image; none if it was not published.
    pub size: Option<String>,
    /// Who pulled.
    pub engine: &'static str,
    /// The type; none if it was not published.
    pub instance_type: Option<String>,
    /// How long it took.
    pub measured: String,
    /// What is predicted; none where nothing can be.
    pub predicted: Option<String>,
    /// Whether it was outside of the prediction.
    pub is_outside: bool,
    /// How far the likely time is off; none without a type.
    pub error: Option<String>,
    /// Who published it.
    pub source: String,
}

/// What the predictions are worth, in one sentence.
pub fn measured_summary(all: &PredictedAgainstMeasured, left_out: &LeaveOneOut) -> String {
    let unseen = left_out.all();
    let errors = match all.mean_error() {
        Some(fitted) if unseen.pulls > 0 => strings::pull::mean_error(
            unseen.pulls,
            [unseen, left_out.stock(), left_out.soci()].map(|errors| tenths(errors.mean)),
            &tenths(unseen.largest),
            &tenths(fitted),
        ),
        _ => String::new(),
    };
    strings::pull::in_range(&errors, all.in_range(), all.pulls.len())
}

/// Rows of the table: pulls, then those of which only pairs of times were published.
pub fn measured_rows(all: &PredictedAgainstMeasured, pairs: &[PredictedPair]) -> Vec<MeasuredRow> {
    let pulls = all.pulls.iter().map(measured_row);
    pulls.chain(pairs.iter().flat_map(pair_rows)).collect()
}

fn pair_rows(pair: &PredictedPair) -> [MeasuredRow; 2] {
    let measured = &pair.measured;
    let row = |engine: MeasuredEngine, time: TimeSpan| MeasuredRow {
        id: measured.id.clone(),
        size: None,
        engine: engine.label(),
        instance_type: None,
        measured: time.rounded(),
        predicted: None,
        is_outside: false,
        error: None,
        source: measured.source.clone(),
    };
    [
        row(MeasuredEngine::Soci, measured.soci),
        MeasuredRow {
            predicted: Some(strings::pull::from_soci(&pair.predicted.rounded())),
            is_outside: !pair.is_in_range(),
            error: Some(signed(pair.error())),
            ..row(
                MeasuredEngine::ContainerdParallel,
                measured.containerd_parallel,
            )
        },
    ]
}

fn signed(error: i32) -> String {
    let sign = if error < 0 { "−" } else { "+" };
    format!("{sign}{} %", tenths(error.unsigned_abs()))
}

fn measured_row(pull: &PredictedPull) -> MeasuredRow {
    let measured = &pull.measured;
    MeasuredRow {
        id: measured.id.clone(),
        size: Some(measured.compressed.rounded()),
        engine: measured.engine.label(),
        instance_type: measured.instance_type.clone(),
        measured: measured.time.rounded(),
        predicted: Some(pull.predicted.rounded()),
        is_outside: !pull.is_in_range(),
        error: pull.error().map(signed),
        source: measured.source.clone(),
    }
}

fn tenths(number: u32) -> String {
    format!("{}.{}", number / 10, number % 10)
}

#[cfg(test)]
mod tests {
    use super::{dearer, times};
    use crate::core::{Money, MoneyChange};

    #[test]
    fn numbers_read_well() {
        assert_eq!(
            [times(296), times(100), times(1_234)],
            ["3.0×", "1.0×", "12.3×"]
        );
        let more = |before, after| {
            let [before, after] = [before, after].map(Money::micro_dollars);
            dearer(MoneyChange::between(before, after))
        };
        assert_eq!(more(1_000_000, 1_500_000), "+$0.50");
        assert_eq!(more(1_500_000, 1_000_000), "−$0.50");
        assert_eq!(more(1, 1), "no change");
        assert_eq!(more(1, 400), "+$0.000399");
    }
}
