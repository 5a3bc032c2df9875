//! What a measurement says of the predictions.

use super::read::{MeasuredPlan, Measurements, PlannedVariant, Run, Volume};
use crate::core::catalogue::Catalogue;
use crate::core::config::Config;
use crate::core::config::wire::read_config;
use crate::core::pull::OwnPulls;
use crate::core::pull_events::{PullEvent, Side, median};
use crate::core::units::{LikelyRange, TimeSpan};

/// A part of a node's start, predicted and measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseError {
    /// What happens.
    pub phase: String,
    /// What was predicted.
    pub predicted: LikelyRange<TimeSpan>,
    /// The median of what was measured.
    pub measured: TimeSpan,
}

/// What was measured of one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasuredVariant {
    /// Where it stands in the plan.
    pub variant: usize,
    /// Its pulls on nodes that were as planned, as far as is known, the shortest first.
    pub pulls: Vec<TimeSpan>,
    /// Their median; none if there is none.
    pub median: Option<TimeSpan>,
    /// Pulls of runs that were otherwise than planned: they say nothing of the prediction.
    pub set_aside: Vec<TimeSpan>,
    /// Runs without a pull: which, and how the script says that they ended.
    pub failed: Vec<(u64, String)>,
    /// The parts of the node's start before the pull.
    pub phases: Vec<PhaseError>,
}

/// Something that was otherwise than planned, so that a run says nothing of its prediction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The variant's name.
    pub variant: String,
    /// What it is, in a sentence.
    pub message: String,
}

impl MeasuredVariant {
    /// How far the likely time is from the median, in tenths of a percent of it: above 0 where the pull
    /// was predicted too slow.
    pub fn error(&self, plan: &MeasuredPlan) -> Option<i32> {
        let planned = plan.variants.get(self.variant)?;
        Some(planned.predicted.likely().off_by(self.median?))
    }

    /// Whether the median lies in the predicted range.
    pub fn is_in_range(&self, plan: &MeasuredPlan) -> Option<bool> {
        let predicted = plan.variants.get(self.variant)?.predicted;
        Some(predicted.contains(self.median?))
    }
}

impl Run {
    /// Whether SOCI was seen to pull: by the kubelet's configuration, where it shows there, else by SOCI's
    /// own log. None where neither says so.
    pub fn soci_seen(&self, planned: &PlannedVariant) -> Option<bool> {
        if self.node.soci_says_parallel {
            return Some(true);
        }
        let endpoint = self.node.image_endpoint.as_deref()?;
        let shows = planned.shows_in_kubelet || planned.by != Side::Soci;
        let is_soci = endpoint.contains("soci");
        (shows || is_soci).then_some(is_soci)
    }
}

impl PhaseError {
    /// How far the likely time is from the measured one, in tenths of a percent of it.
    pub fn error(&self) -> i32 {
        self.predicted.likely().off_by(self.measured)
    }
}

impl Measurements {
    /// Each variant of the plan with what was measured of it.
    pub fn variants(&self) -> Vec<MeasuredVariant> {
        let planned = self.plan.variants.iter().enumerate();
        planned
            .map(|(at, planned)| self.variant(at, planned))
            .collect()
    }

    fn variant(&self, at: usize, planned: &PlannedVariant) -> MeasuredVariant {
        let runs = || self.runs.iter().filter(move |run| run.variant == at);
        let (mut pulls, mut set_aside) = (Vec::new(), Vec::new());
        for run in runs() {
            let Some(pull) = &run.pull else { continue };
            if against(&self.plan, planned, run).is_empty() {
                pulls.push(pull.pull);
            } else {
                set_aside.push(pull.pull);
            }
        }
        pulls.sort_unstable();
        set_aside.sort_unstable();
        let failed = runs().filter(|run| run.pull.is_none()).map(|run| {
            let how = match run.outcome.as_str() {
                // The image was there, or the time cannot be.
                "pulled" => "no measurable pull",
                "pull-failed" => "the pull failed",
                "no-pull" => "the pull did not end in time",
                "no-node" => "no node started in time",
                "no-job" => "the Job was rejected",
                _ => "it did not end",
            };
            let why = run.why.as_deref().filter(|_| run.outcome == "no-node");
            let why = why.map_or(String::new(), |why| format!(": {why}"));
            (run.repeat, format!("{how}{why}"))
        });
        let phases = planned.phases.iter().filter_map(|(phase, predicted)| {
            let as_planned = runs().filter(|run| against(&self.plan, planned, run).is_empty());
            let times = as_planned.flat_map(|run| &run.phases);
            let times = times.filter(|(name, _)| name == phase);
            Some(PhaseError {
                phase: phase.clone(),
                predicted: *predicted,
                measured: median(times.map(|(_, time)| *time).collect())?,
            })
        });
        MeasuredVariant {
            variant: at,
            median: median(pulls.clone()),
            pulls,
            set_aside,
            failed: failed.collect(),
            phases: phases.collect(),
        }
    }

    /// The variants that were predicted and measured to pull soonest, by their places in the plan; none
    /// where fewer than two were measured as they were planned.
    pub fn fastest(&self) -> Option<(usize, usize)> {
        let measured = self.variants();
        let with_pull = || measured.iter().filter(|one| one.median.is_some());
        if with_pull().count() < 2 {
            return None;
        }
        let likely = |one: &&MeasuredVariant| {
            let planned = self.plan.variants.get(one.variant);
            planned.map(|planned| planned.predicted.likely())
        };
        Some((
            with_pull().min_by_key(likely)?.variant,
            with_pull().min_by_key(|one| one.median)?.variant,
        ))
    }

    /// What was otherwise than planned, each once for a variant.
    pub fn contradictions(&self) -> Vec<Contradiction> {
        let mut found: Vec<Contradiction> = Vec::new();
        for run in &self.runs {
            let Some(planned) = self.plan.variants.get(run.variant) else {
                continue;
            };
            for message in against(&self.plan, planned, run) {
                let one = Contradiction {
                    variant: planned.id.clone(),
                    message,
                };
                if !found.contains(&one) {
                    found.push(one);
                }
            }
        }
        found
    }

    /// What could not be told, a sentence each.
    pub fn unknown(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (at, planned) in self.plan.variants.iter().enumerate() {
            if planned.by != Side::Soci {
                continue;
            }
            let mut runs = self.runs.iter().filter(|run| run.variant == at);
            let is_open = |run: &Run| run.pull.is_some() && run.soci_seen(planned).is_none();
            if let Some(run) = runs.find(|run| is_open(run)) {
                let why = run.soci_log_unknown.as_deref();
                said.push(format!(
                    "It is not known whether SOCI was on for {}: {}.",
                    planned.id,
                    why.unwrap_or("its log does not show it")
                        .trim_end_matches('.')
                ));
            }
        }
        said
    }

    /// All that is said of the predictions, a sentence or two each.
    pub fn sentences(&self) -> Vec<String> {
        let mut said: Vec<String> = self
            .variants()
            .iter()
            .filter_map(|one| self.sentence(one))
            .collect();
        if let Some(fastest) = self.fastest_sentence() {
            said.push(fastest);
        }
        let against = self.contradictions();
        said.extend(
            against
                .into_iter()
                .map(|one| format!("{}: {}", one.variant, one.message)),
        );
        said.extend(self.unknown());
        said
    }

    fn sentence(&self, one: &MeasuredVariant) -> Option<String> {
        let planned = self.plan.variants.get(one.variant)?;
        let name = format!("{} ({})", planned.label, planned.id);
        let aside = match one.set_aside.len() {
            0 => String::new(),
            count => format!(" {count} not run as planned, excluded."),
        };
        let Some(median) = one.median else {
            return Some(format!("{name}: no pull was measured as planned.{aside}"));
        };
        let (low, high) = (planned.predicted.low(), planned.predicted.high());
        let place = if one.is_in_range(&self.plan)? {
            "within range"
        } else if median < low {
            "faster than predicted"
        } else {
            "slower than predicted"
        };
        let times = match one.pulls.as_slice() {
            [_] => "one pull took".to_owned(),
            many => format!("the median of {} pulls is", many.len()),
        };
        Some(format!(
            "{name}: {times} {}, predicted {} ({} to {}): {place}.{aside}",
            median.rounded(),
            planned.predicted.likely().rounded(),
            low.rounded(),
            high.rounded()
        ))
    }

    /// Whether the variant that was predicted to be the fastest was it; a tie where the pulls of both
    /// overlap.
    pub fn fastest_sentence(&self) -> Option<String> {
        let (predicted, measured) = self.fastest()?;
        let label = |at: usize| self.plan.variants.get(at).map(|one| one.label.as_str());
        let (by_plan, by_pulls) = (label(predicted)?, label(measured)?);
        if predicted == measured {
            return Some(format!("Fastest, as predicted: {by_plan}."));
        }
        let variants = self.variants();
        let of = |at: usize| variants.get(at).map(|one| one.pulls.as_slice());
        let overlap = of(predicted)?.first()? <= of(measured)?.last()?;
        let tie = if overlap {
            " Their pulls overlap, so it may be chance."
        } else {
            ""
        };
        Some(format!(
            "Predicted fastest: {by_plan}; measured fastest: {by_pulls}.{tie}"
        ))
    }

    /// The model's figures as the pulls of the plan's own storage tell them, with the Config that they are
    /// of; none where no such pull was measured, or the plan's Config cannot be read any more.
    pub fn own_pulls(&self, catalogue: &Catalogue) -> Option<(Config, OwnPulls)> {
        let config = read_config(&self.plan.config).ok()?;
        let position = catalogue.position(&self.plan.instance_type)?;
        let tells = |run: &&Run| {
            let planned = self.plan.variants.get(run.variant);
            planned.is_some_and(|planned| planned.tells_own_figures) && self.is_as_planned(run)
        };
        let runs: Vec<&Run> = self.runs.iter().filter(tells).collect();
        let pulls: Vec<PullEvent> = runs.iter().filter_map(|run| run.pull.clone()).collect();
        if pulls.is_empty() {
            return None;
        }
        let side = |pull: &PullEvent| self.side_of(pull);
        let own = OwnPulls::new(&config, catalogue, &pulls, &side, position);
        Some((config, own))
    }

    /// Whether nothing of a run is known to be otherwise than planned.
    pub(super) fn is_as_planned(&self, run: &Run) -> bool {
        let planned = self.plan.variants.get(run.variant);
        planned.is_some_and(|planned| against(&self.plan, planned, run).is_empty())
    }

    /// Who was to pull in the run of this pull.
    pub fn side_of(&self, pull: &PullEvent) -> Option<Side> {
        let is_its = |run: &&Run| run.pull.as_ref().is_some_and(|own| own.pod == pull.pod);
        let run = self.runs.iter().find(is_its)?;
        Some(self.plan.variants.get(run.variant)?.by)
    }
}

/// What of a run speaks against its plan.
fn against(plan: &MeasuredPlan, planned: &PlannedVariant, run: &Run) -> Vec<String> {
    let node = &run.node;
    let mut said = Vec::new();
    if let Some(kind) = &node.instance_type
        && *kind != plan.instance_type
    {
        said.push(format!(
            "The node type is {kind}, not {}.",
            plan.instance_type
        ));
    }
    if let Some(capacity) = node.capacity.as_deref().filter(|one| *one != "on-demand") {
        said.push(format!("The node is {capacity}, not on-demand."));
    }
    if let Some(os) = node.os.as_deref().filter(|os| !os.starts_with(&planned.os)) {
        said.push(format!("The node runs {os}, not {}.", planned.os));
    }
    if let (Some(name), Some(asked)) = (&node.ami, &planned.ami)
        && asked != "latest"
        && !name.contains(asked.trim_start_matches('v'))
    {
        said.push(format!("The node's AMI is {name}, not release {asked}."));
    }
    if let Some(version) = &node.containerd
        && planned.by == Side::Containerd
        && is_before_2_2(version)
    {
        said.push(format!(
            "The node has containerd {version}, whose transfer service does not unpack in parallel; that needs 2.2."
        ));
    }
    if let Some(endpoint) = &node.image_endpoint {
        let is_soci = endpoint.contains("soci");
        if planned.shows_in_kubelet && !is_soci {
            said.push(
                "SOCI is off: the kubelet pulls images with containerd, so this measured stock containerd."
                    .to_owned(),
            );
        }
        if planned.by != Side::Soci && is_soci {
            said.push(format!(
                "SOCI is on: the kubelet pulls images through {endpoint}."
            ));
        }
    }
    if let (Some(asked), Some(applied)) = (&planned.volume, &node.volume)
        && differs(asked, applied)
    {
        said.push(format!(
            "The node class specifies {}, not {}.",
            describe(applied),
            describe(asked)
        ));
    }
    if let Some(waited) = run.pull.as_ref().and_then(PullEvent::waited) {
        said.push(format!(
            "The pull waited {} for others on its node.",
            waited.rounded()
        ));
    }
    said
}

fn is_before_2_2(version: &str) -> bool {
    let mut parts = version.split(['.', '-']).map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < (2, 2),
        _ => false,
    }
}

/// Whether a volume differs in what the plan says of it.
fn differs(asked: &Volume, applied: &Volume) -> bool {
    let unlike = |one: &Option<u64>, other: &Option<u64>| one.is_some() && one != other;
    (asked.kind.is_some() && asked.kind != applied.kind)
        || (asked.size.is_some() && asked.size != applied.size)
        || unlike(&asked.iops, &applied.iops)
        || unlike(&asked.throughput, &applied.throughput)
}

fn describe(volume: &Volume) -> String {
    let mut words = volume.kind.clone().unwrap_or_else(|| "a volume".to_owned());
    if let Some(size) = &volume.size {
        words.push_str(&format!(" of {size}"));
    }
    if let Some(iops) = volume.iops {
        words.push_str(&format!(", {iops} IOPS"));
    }
    if let Some(rate) = volume.throughput {
        words.push_str(&format!(", {rate} MiB/s"));
    }
    words
}
