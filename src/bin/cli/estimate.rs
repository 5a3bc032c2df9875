//! How long a pull takes, as text and JSON.

use serde_json::{Value, json};
use soci_configurator::core::{
    ByteSize, Catalogue, Config, Constants, Evaluation, InView, Lever, LeverKind, LikelyRange,
    Money, MoneyChange, NodePulls, Parameter, PullEstimate, PullEstimates, PullKind, PullModel,
    PullSpreads, PullVariant, PullWork, StartPhase, TimeSpan, TypeEstimate, TypeInView, Worth,
    node_start,
};

use crate::arguments::{Estimate, OutputFormat};
use crate::output::{aligned, print_exact, print_text};
use crate::prices::evaluated;
use crate::{Outcome, in_view, launch, unusable};

/// Prints the estimate on the node that comes, on another type, or over all that are admitted.
pub fn estimate(asked: &Estimate) -> Outcome {
    let answer = in_view::config(&asked.input, &asked.view).and_then(|config| {
        let (evaluation, catalogue) = evaluated(&config).map_err(|message| vec![message])?;
        Answer::new(&config, evaluation, catalogue).map_err(|message| vec![message])
    });
    let answer = match answer {
        Ok(answer) => answer,
        Err(messages) => return unusable(&messages),
    };
    let printed = match asked.format {
        OutputFormat::Table => print_text(&answer.text()),
        OutputFormat::Json => print_exact(&format!("{:#}\n", answer.json())),
    };
    launch::unless_nothing_is_launched(printed, answer.evaluation.launch.nothing.as_ref())
}

/// What is printed.
struct Answer {
    catalogue: Catalogue,
    evaluation: Evaluation,
    in_view: InView,
    /// What each row is, and the estimate; the type in view first, with the engine.
    rows: Vec<(&'static str, PullVariant, TypeEstimate)>,
    /// What to say below them.
    notes: Vec<String>,
    levers: Vec<Lever>,
    start: Vec<StartPhase>,
}

impl Answer {
    fn new(config: &Config, evaluation: Evaluation, catalogue: Catalogue) -> Result<Self, String> {
        let estimates = evaluation
            .pull
            .as_ref()
            .map_err(|missing| missing.describe().to_owned())?;
        let in_view = evaluation
            .in_view
            .ok_or("No instance type is eligible, so no pull can be estimated.")?;
        let model = PullModel::new(config, &catalogue, &Constants::from_config(config))
            .ok_or("The image size is unknown.")?;
        let is_spread = config.costs.instance_type == Some(TypeInView::All);
        let spreads = is_spread
            .then(|| model.over(&evaluation.selection.admitted))
            .flatten();
        let mut rows = match &spreads {
            Some(spreads) => spread_rows(spreads, &model),
            None => Vec::new(),
        };
        if rows.is_empty() {
            rows = node_rows(&estimates.node);
        }
        let mut notes = Vec::new();
        match &spreads {
            Some(spreads) => notes.extend(over_all(spreads, evaluation.selection.admitted.len())),
            None => notes.extend(beside(estimates, &evaluation)),
        }
        let levers = model.levers(in_view.position).unwrap_or_default();
        let start = node_start(config, estimates.node.engine.estimate.time);
        Ok(Self {
            in_view,
            rows,
            notes,
            levers,
            start,
            evaluation,
            catalogue,
        })
    }
}

fn node_rows(node: &NodePulls) -> Vec<(&'static str, PullVariant, TypeEstimate)> {
    let stock = node.stock.clone();
    std::iter::once(("", PullVariant::Engine, node.engine.clone()))
        .chain(stock.map(|stock| ("", PullVariant::StockContainerd, stock)))
        .collect()
}

fn spread_rows(
    spreads: &PullSpreads,
    model: &PullModel<'_>,
) -> Vec<(&'static str, PullVariant, TypeEstimate)> {
    let both = [
        (PullVariant::Engine, Some(&spreads.engine)),
        (PullVariant::StockContainerd, spreads.stock.as_ref()),
    ];
    both.into_iter()
        .filter_map(|(by, spread)| Some((by, spread?)))
        .flat_map(|(by, spread)| {
            [
                ("fastest", by, spread.fastest.position),
                ("median", by, spread.median.position),
                ("slowest", by, spread.slowest.position),
            ]
        })
        .filter_map(|(which, by, position)| Some((which, by, model.estimate_on(by, position)?)))
        .collect()
}

fn over_all(spreads: &PullSpreads, admitted: usize) -> Vec<String> {
    let mut notes = vec![format!(
        "Over {admitted} eligible types, one row per instance type; Karpenter launches one of them (see above)."
    )];
    notes.extend(spreads.gain().map(|gain| {
        format!(
            "{} times as fast as stock containerd on the median type, {} to {} over all.",
            times(gain.likely()),
            times(gain.low()),
            times(gain.high())
        )
    }));
    if let Some((fast, slow)) = spreads.engine.two_speeds() {
        notes.push(format!(
            "Two speeds: {} on {} types {}, {} on {} types {}.",
            fast.times.likely().rounded(),
            fast.types,
            fast.kind.describe(),
            slow.times.likely().rounded(),
            slow.types,
            slow.kind.describe(),
        ));
    }
    notes
}

/// What stands beside the type in view: the gain on it, the types that may come too, all others.
fn beside(estimates: &PullEstimates, evaluation: &Evaluation) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(estimates.node.gain().map(|gain| match gain {
        // A twentieth is less than runs of the same pull differ by.
        105.. => format!(
            "{} times as fast as stock containerd on the same type.",
            times(gain)
        ),
        95..105 => "No faster than stock containerd on the same type.".to_owned(),
        _ => "Slower than stock containerd on the same type.".to_owned(),
    }));
    let node = &estimates.node;
    notes.extend(memory(node));
    let engine = match (node.engine.kind, node.is_soci) {
        (PullKind::WithoutEffect, _) | (_, false) => "containerd",
        (_, true) => "SOCI",
    };
    notes.push(cores(engine, &node.engine.work));
    notes.extend(
        node.stock
            .as_ref()
            .map(|stock| cores("Stock containerd", &stock.work)),
    );
    if let Some(over) = estimates.candidates.filter(|_| evaluation.launch.is_open()) {
        notes.push(format!(
            "On the types that may be launched instead, likely {} to {}.",
            over.low().rounded(),
            over.high().rounded()
        ));
    }
    if let Some(spread) = &estimates.spread
        && spread.likely.len() > 1
    {
        notes.push(format!(
            "Over all {} eligible types, likely {} to {} (--all-types).",
            spread.likely.len(),
            spread.fastest.time.rounded(),
            spread.slowest.time.rounded()
        ));
    }
    notes
}

/// What the runtime holds in memory meanwhile.
fn memory(node: &NodePulls) -> Option<String> {
    let held = node.memory()?;
    let gib = |size: ByteSize| {
        let hundredths = (u128::from(size.to_bytes()) * 100 + (1 << 29)) >> 30;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    let (low, high) = (gib(held.low()), gib(held.high()));
    Some(if node.is_soci {
        format!("SOCI uses {low} to {high} GiB of memory during the pull (arXiv 2607.05596).")
    } else {
        format!(
            "containerd uses {low} to {high} GiB of memory during the pull, most likely {}, for data not yet written to disk (inferred; 4.2 to 19.2 GiB in arXiv 2607.05596).",
            gib(held.likely())
        )
    })
}

/// Which cores are busy with unpacking, and how long.
fn cores(who: &str, work: &PullWork) -> String {
    let unit = match work.most_cores.to_hundredths() {
        0..=104 => "core",
        _ => "cores",
    };
    format!(
        "{who}: unpacking peaks at {} {unit} for {} and averages {} over {} ({} of one core).",
        work.most_cores,
        work.most_for.rounded(),
        work.average_cores(),
        work.unpacking.rounded(),
        work.core_time.rounded()
    )
}

fn times(hundredths: u32) -> String {
    let tenths = hundredths.saturating_add(5) / 10;
    format!("{}.{}", tenths / 10, tenths % 10)
}

const fn puller(by: PullVariant) -> &'static str {
    match by {
        PullVariant::Engine => "engine",
        PullVariant::StockContainerd => "stock containerd",
    }
}

/// Thousandths as a number: 90, 2.36, 0.35.
fn number(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn figure(parameter: Parameter, value: LikelyRange<u32>) -> String {
    let unit = match parameter.unit() {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    format!(
        "{}: {}{unit} ({} to {})",
        parameter.label(),
        number(value.likely()),
        number(value.low()),
        number(value.high()),
    )
}

impl Answer {
    fn name(&self, position: usize) -> &'static str {
        let instance = self.catalogue.instances().get(position);
        instance.map_or("unknown", |instance| instance.name)
    }

    fn text(&self) -> String {
        let mut table = vec![
            [
                "pull",
                "",
                "type",
                "low",
                "likely",
                "high",
                "± %",
                "bottleneck",
            ]
            .map(str::to_owned)
            .to_vec(),
        ];
        for (which, by, row) in &self.rows {
            let time = row.estimate.time;
            table.push(vec![
                puller(*by).to_owned(),
                (*which).to_owned(),
                self.name(row.position).to_owned(),
                time.low().rounded(),
                time.likely().rounded(),
                time.high().rounded(),
                row.estimate.uncertainty().to_string(),
                row.estimate.bound().describe(),
            ]);
        }
        let mut text = format!(
            "{}: {}.\n",
            self.name(self.in_view.position),
            self.in_view.because.describe()
        );
        text.push_str(&launch::text(&self.evaluation.launch, &self.catalogue));
        text.push('\n');
        text.push_str(&aligned(&table, &[]));
        for note in &self.notes {
            text.push_str(&format!("{note}\n"));
        }
        if let Some((_, _, row)) = self.first_median() {
            text.push_str(&assumptions(&row.estimate));
        }
        if !self.levers.is_empty() {
            text.push_str("\nWhat-if, likely times, most valuable first:\n");
            let heads = ["pull", "per hour", "per month", "per start", "change"].map(str::to_owned);
            let rows = self.levers.iter().map(|lever| self.lever(lever));
            let rows: Vec<Vec<String>> = std::iter::once(heads.to_vec()).chain(rows).collect();
            text.push_str(&aligned(&rows, &[0, 1, 2, 3]));
            text.push_str(&self.with_all());
        }
        let start: Vec<Vec<String>> = self
            .start
            .iter()
            .map(|phase| vec![phase.label.to_owned(), between(phase.time)])
            .collect();
        if !start.is_empty() {
            text.push_str("\nPod start timeline:\n");
            text.push_str(&aligned(&start, &[]));
        }
        text
    }

    /// Whether the type in view is the one that comes as it is.
    fn is_launched(&self) -> bool {
        self.evaluation.launch.likely() == Some(self.in_view.position)
    }

    /// What goes with every setting, where the type in view is not the one that comes.
    fn with_all(&self) -> String {
        let with = self.levers.iter().find_map(|lever| lever.with.as_ref());
        match with.filter(|_| !self.is_launched()) {
            Some(with) => format!(
                "Each setting needs “{with}”, so that Karpenter launches {}.\n",
                self.name(self.in_view.position)
            ),
            None => String::new(),
        }
    }

    /// A lever as a row.
    fn lever(&self, lever: &Lever) -> Vec<String> {
        let change = |change: Option<MoneyChange>| {
            change.map_or("unknown".to_owned(), |change| {
                change.written(Money::rounded)
            })
        };
        let mut label = lever.label.clone();
        if let Some(with) = &lever.with
            && self.is_launched()
        {
            label.push_str(&format!(
                " (with {with}, so that Karpenter launches {})",
                self.name(lever.position)
            ));
        }
        if lever.edit.is_none() && lever.kind != LeverKind::Architecture {
            label.push_str(" (at image build)");
        }
        vec![
            saved(lever),
            change(lever.cost.hour),
            change(lever.cost.month),
            change(lever.cost.start),
            label,
        ]
    }

    /// The row that the notes are about: the engine on the middle type, or on the one.
    fn first_median(&self) -> Option<&(&'static str, PullVariant, TypeEstimate)> {
        let median = self.rows.iter().find(|(which, ..)| *which == "median");
        median.or_else(|| self.rows.first())
    }

    fn json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|(which, by, row)| {
                let influences: Vec<Value> = row
                    .estimate
                    .influences
                    .iter()
                    .map(|influence| {
                        json!({
                            "figure": influence.parameter.label(),
                            "unit": influence.parameter.unit(),
                            "thousandths": range(influence.value, |value| value),
                            "shorterMilliseconds": influence.shorter.as_millis(),
                            "longerMilliseconds": influence.longer.as_millis(),
                            "basis": influence.parameter.basis().describe(),
                            "source": influence.parameter.source(),
                        })
                    })
                    .collect();
                json!({
                    "pulledBy": puller(*by),
                    "which": which,
                    "instanceType": self.name(row.position),
                    "milliseconds": range(row.estimate.time, TimeSpan::as_millis),
                    "heldUpBy": row.estimate.bound().describe(),
                    "work": work(&row.work),
                    "assumptions": influences,
                })
            })
            .collect();
        let levers: Vec<Value> = self
            .levers
            .iter()
            .map(|lever| {
                let micro = |change: Option<MoneyChange>| change.map(MoneyChange::to_micro_dollars);
                json!({
                    "change": lever.label,
                    "with": lever.with,
                    "worth": Worth::from_lever(lever).map(Worth::as_str),
                    "instanceType": self.name(lever.position),
                    "launchedType": lever.launched.map(|position| self.name(position)),
                    "milliseconds": lever.after.as_millis(),
                    "savedMilliseconds": lever.saved(),
                    "hourMicroDollars": micro(lever.cost.hour),
                    "monthMicroDollars": micro(lever.cost.month),
                    "startMicroDollars": micro(lever.cost.start),
                    "isSetting": lever.edit.is_some(),
                })
            })
            .collect();
        let start: Vec<Value> = self
            .start
            .iter()
            .map(|phase| {
                json!({
                    "phase": phase.label,
                    "milliseconds": phase.time.map(|time| range(time, TimeSpan::as_millis)),
                    "source": phase.source,
                })
            })
            .collect();
        json!({
            "instanceType": self.name(self.in_view.position),
            "because": self.in_view.because.describe(),
            "estimates": rows,
            "launch": launch::json(&self.evaluation.launch, &self.catalogue),
            "notes": self.notes,
            "levers": levers,
            "nodeStart": start,
        })
    }
}

/// What a pull takes of cores and memory.
fn work(work: &PullWork) -> Value {
    let memory = work.memory;
    json!({
        "coreMilliseconds": work.core_time.as_millis(),
        "unpackingMilliseconds": work.unpacking.as_millis(),
        "mostCoreHundredths": work.most_cores.to_hundredths(),
        "mostCoresMilliseconds": work.most_for.as_millis(),
        "averageCoreHundredths": work.average_cores().to_hundredths(),
        "memoryBytes": memory.map(|held| range(held.range, ByteSize::to_bytes)),
        "memoryIs": memory.map(|held| held.basis.as_str()),
    })
}

/// A range as an object of its ends and what is likely.
pub fn range<T: Copy + Ord, N: Into<Value>>(
    range: LikelyRange<T>,
    number: impl Fn(T) -> N,
) -> Value {
    let number = |end: T| -> Value { number(end).into() };
    json!({
        "low": number(range.low()),
        "likely": number(range.likely()),
        "high": number(range.high()),
    })
}

fn between(time: Option<LikelyRange<TimeSpan>>) -> String {
    match time {
        None => "unknown".to_owned(),
        Some(time) if time.low() == time.high() => time.low().rounded(),
        Some(time) => format!("{} to {}", time.low().rounded(), time.high().rounded()),
    }
}

fn saved(lever: &Lever) -> String {
    let tenths = (lever.saved().abs() + 50) / 100;
    let sign = match (tenths, lever.saved()) {
        (0, _) => "±",
        (_, 1..) => "−",
        _ => "+",
    };
    format!("{sign}{}.{} s", tenths / 10, tenths % 10)
}

/// The figures that matter most, and what a manifest would do.
fn assumptions(estimate: &PullEstimate) -> String {
    let mut text = "\nAssumptions, largest effect first:\n".to_owned();
    for influence in estimate.influences.iter().take(5) {
        text.push_str(&format!(
            "  {} (−{}, +{})\n",
            figure(influence.parameter, influence.value),
            influence.shorter.rounded(),
            influence.longer.rounded(),
        ));
    }
    if let Some((from, to)) = estimate.with_manifest() {
        text.push_str(&format!(
            "The image's layers would narrow the range from ±{from} % to ±{to} %.\n"
        ));
    }
    text
}
