//! What is measured: one variant for each engine and disk, all on one type, and what is predicted of
//! each before any of them runs.

use super::pinned::{KEY, is_user_data, pinned};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::wire::write_config;
use crate::core::config::{Config, EngineKind, Placeholders, without_names};
use crate::core::cost::Total;
use crate::core::disk::ImagePlace;
use crate::core::evaluate::{Evaluation, evaluate};
use crate::core::findings::Severity;
use crate::core::image_profile::ImageProfile;
use crate::core::plan::{NodePlan, Side};
use crate::core::pull::{TypeEstimate, image_place, node_start};
use crate::core::pull_events::Side as PullSide;
use crate::core::selection::has_effect;
use crate::core::units::{ByteSize, LikelyRange, TimeSpan};
use crate::core::worth::{storage_name, with_storage};

/// Longest that a node may take from the pod until the pod has a node.
const NODE_SECONDS: u32 = 900;
/// Longest that a node may take to go away.
const GONE_SECONDS: u32 = 900;
/// Shortest time after which a pull is given up.
const LEAST_PULL_SECONDS: u32 = 900;
/// What a node takes to go away, for the likely costs; assumed.
const LIKELY_GONE: TimeSpan = TimeSpan::from_secs(90);
/// Most runs of each variant.
const MOST_REPEATS: u32 = 20;
/// Most variants.
const MOST_VARIANTS: usize = 12;
/// The engine that stands for the Config's own.
const OWN: &str = "own";
/// The engine that stands for stock containerd on the Config's own system.
const STOCK: &str = "stock";

/// What somebody wants to have measured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeasureRequest {
    /// Engines: their words, `own`, and `stock` for stock containerd on the Config's own system; if
    /// empty, these two.
    pub engines: Vec<String>,
    /// Disks as this tool prints them, and `own`; the Config's own if empty.
    pub disks: Vec<String>,
    /// The type that all run on; the one that Karpenter most likely launches if none.
    pub instance: Option<String>,
    /// Runs of each variant.
    pub repeats: u32,
    /// Name of the measurement.
    pub name: String,
}

/// One engine on one disk.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureVariant {
    /// Name of its NodePool, node class and pods.
    pub id: String,
    /// Engine and disk, for a reader.
    pub label: String,
    /// The disk, as this tool calls it.
    pub disk: String,
    /// Who is to pull.
    pub by: PullSide,
    /// What is predicted of its pull.
    pub predicted: LikelyRange<TimeSpan>,
    /// One of its nodes with its volumes, an hour.
    pub node_hour: Total,
    /// The parts of a node's start, each with what is predicted of it where something is.
    pub phases: Vec<(&'static str, Option<LikelyRange<TimeSpan>>)>,
    /// Whether it is the Config's own engine or stock containerd beside it, on the Config's own disk, so that
    /// its pulls tell the Config's figures.
    pub is_own_storage: bool,
    /// Whether its images lie on the volume.
    pub(super) on_volume: bool,
    pub(super) config: Config,
    pub(super) side: Side,
}

/// Everything that is measured, and how long each step may take.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasurePlan {
    /// Its name: the value of the label on everything that it makes.
    pub name: String,
    /// Runs of each variant.
    pub repeats: u32,
    /// The type of all nodes.
    pub instance_type: &'static str,
    /// The variants, in the order in which they take turns.
    pub variants: Vec<MeasureVariant>,
    /// What was asked for and cannot be measured, each with the reason.
    pub left_out: Vec<(String, String)>,
    /// Required values that are still empty, by their paths.
    pub missing: Vec<&'static str>,
    pub(super) config: Config,
    pub(super) layers: ImageLayers,
}

/// What is known of the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ImageLayers {
    pub(super) compressed: ByteSize,
    /// How many layers there are and the largest, where the layers are known.
    pub(super) layers: Option<(usize, ByteSize)>,
}

impl MeasurePlan {
    /// Plans a measurement of a Config.
    ///
    /// # Errors
    /// What makes it impossible altogether, in sentences.
    pub fn new(
        config: &Config,
        catalogue: &Catalogue,
        request: &MeasureRequest,
    ) -> Result<Self, String> {
        check(config, request)?;
        let instance = instance(config, catalogue, request)?;
        let base = pinned(config, instance, &request.name)?;
        let layers = image_layers(&base).ok_or(
            "The image size is unknown, so nothing can be predicted. Use --image-manifest, --published-size or image.compressedSize.",
        )?;
        let mut plan = Self {
            name: request.name.clone(),
            repeats: request.repeats,
            instance_type: instance.name,
            variants: Vec::new(),
            left_out: Vec::new(),
            missing: Vec::new(),
            config: without_names(&base),
            layers,
        };
        let disks = or_default(&request.disks, &[OWN]);
        let engines = or_default(&request.engines, &[OWN, STOCK]);
        for disk in &disks {
            let stored = match disk.as_str() {
                OWN => Ok(base.clone()),
                words => with_storage(&base, catalogue, words),
            };
            for engine in &engines {
                let made = stored.clone().and_then(|stored| {
                    let number = plan.variants.len() + 1;
                    variant(&stored, engine, &request.name, number, catalogue)
                });
                match made {
                    Ok((variant, missing)) => {
                        let same = plan.variants.iter().find(|one| one.is_same(&variant));
                        match same {
                            Some(same) => plan.left_out.push((
                                format!("{engine} on {disk}"),
                                format!("It is the same as {}.", same.label),
                            )),
                            None => {
                                plan.missing = missing;
                                plan.variants.push(MeasureVariant {
                                    is_own_storage: disk == OWN
                                        && (engine == OWN || engine == STOCK),
                                    ..variant
                                });
                            }
                        }
                    }
                    Err(why) => plan.left_out.push((format!("{engine} on {disk}"), why)),
                }
            }
        }
        if plan.variants.len() > MOST_VARIANTS {
            return Err(format!(
                "These are {} variants; the maximum is {MOST_VARIANTS}.",
                plan.variants.len()
            ));
        }
        if plan.variants.is_empty() {
            let why: Vec<String> = plan
                .left_out
                .iter()
                .map(|(what, why)| format!("{what}: {why}"))
                .collect();
            return Err(format!("Nothing is left to measure. {}", why.join(" ")));
        }
        Ok(plan)
    }

    /// All runs.
    pub fn runs(&self) -> u64 {
        u64::from(self.repeats) * self.variants.len() as u64
    }

    /// The variant that is predicted to pull soonest; none where there is nothing to compare.
    pub fn predicted_fastest(&self) -> Option<&MeasureVariant> {
        let fastest = self
            .variants
            .iter()
            .min_by_key(|one| one.predicted.likely());
        fastest.filter(|_| self.variants.len() > 1)
    }

    /// What all runs cost if each takes as long as predicted, and if each takes all the time that it
    /// may.
    pub fn costs(&self) -> (Total, Total) {
        let sum = |of: &dyn Fn(&MeasureVariant) -> Total| {
            let each = self.variants.iter().map(of);
            let once = each.fold(Total::default(), Total::and);
            once.times(self.repeats.into())
        };
        (
            sum(&MeasureVariant::likely_cost),
            sum(&MeasureVariant::most_cost),
        )
    }

    /// The image that is pulled.
    pub fn image(&self) -> &str {
        self.variants
            .first()
            .map_or("", |one| one.config.image.reference.as_str())
    }

    pub(super) fn namespace(&self) -> &str {
        self.config.workload.namespace.as_str()
    }

    /// `pull-measurement=NAME`, as kubectl selects by it.
    pub(super) fn selector(&self) -> String {
        [KEY, "=", &self.name].concat()
    }

    /// The Config of all variants, without names, as its file.
    pub(super) fn config_text(&self) -> String {
        write_config(&self.config)
    }

    /// Longest that a run waits for a node.
    pub(super) const fn node_seconds() -> u32 {
        NODE_SECONDS
    }

    /// Longest that a run waits for a node to go away.
    pub(super) const fn gone_seconds() -> u32 {
        GONE_SECONDS
    }

    /// Longest that a run waits for its pull: three times the longest that is predicted of any.
    pub(super) fn pull_seconds(&self) -> u32 {
        let longest = self.variants.iter().map(|one| one.predicted.high()).max();
        seconds_for(longest.unwrap_or(TimeSpan::ZERO))
    }
}

/// Seconds after which a pull is given up that is predicted to take this long.
fn seconds_for(predicted: TimeSpan) -> u32 {
    let seconds = predicted.as_millis().div_ceil(1000);
    seconds.saturating_mul(3).max(LEAST_PULL_SECONDS)
}

impl MeasureVariant {
    /// From launch to deletion, as predicted.
    pub fn likely_time(&self) -> TimeSpan {
        let phases = self.phases.iter().skip(1).filter_map(|(_, time)| *time);
        let all = phases.fold(LIKELY_GONE, |sum, time| sum + time.likely());
        all + self.predicted.likely()
    }

    /// The longest that a run may take.
    pub fn most_time(&self) -> TimeSpan {
        let seconds = NODE_SECONDS + seconds_for(self.predicted.high()) + GONE_SECONDS;
        TimeSpan::from_secs(seconds)
    }

    fn likely_cost(&self) -> Total {
        self.cost(self.likely_time())
    }

    fn most_cost(&self) -> Total {
        self.cost(self.most_time())
    }

    fn cost(&self, time: TimeSpan) -> Total {
        Total {
            at_least: self
                .node_hour
                .at_least
                .scaled(time.as_millis().into(), 3_600_000),
            ..self.node_hour
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        let setup = |one: &Self| {
            let config = &one.config;
            // On stock nodes it is the system that tells engines apart, and their disk.
            let kind = (one.side == Side::Soci).then_some(config.engine.kind);
            (kind, config.engine.spec().system, config.storage.clone())
        };
        setup(self) == setup(other)
    }

    /// What pulls, by the word of its engine; `stock` for stock containerd.
    pub(super) fn engine(&self) -> &'static str {
        match self.side {
            Side::Soci => self.config.engine.kind.as_str(),
            Side::Baseline => STOCK,
        }
    }

    /// The AMI's release that is asked for.
    pub(super) fn ami(&self) -> Option<String> {
        let cluster = &self.config.cluster;
        let spec = self.config.engine.spec();
        if spec.is_auto_mode() {
            return None;
        }
        Some(if spec.is_bottlerocket() {
            cluster.bottlerocket_version.to_string()
        } else {
            cluster.al2023_version.to_string()
        })
    }

    /// The system of its nodes, as a node's `osImage` begins.
    pub(super) fn os(&self) -> &'static str {
        if self.config.engine.spec().on_al2023() {
            "Amazon Linux 2023"
        } else {
            "Bottlerocket"
        }
    }

    /// Whether the kubelet is told to pull through SOCI by its own configuration, so that it shows
    /// there whether SOCI is on.
    pub(super) fn shows_in_kubelet(&self) -> bool {
        self.side == Side::Soci
            && self.config.engine.spec().on_al2023()
            && self.config.engine.spec().pulls_with_soci()
    }
}

fn or_default(asked: &[String], default: &[&str]) -> Vec<String> {
    if asked.is_empty() {
        return default.iter().map(|word| (*word).to_owned()).collect();
    }
    asked.iter().map(|word| word.trim().to_owned()).collect()
}

/// What no variant could cure.
fn check(config: &Config, request: &MeasureRequest) -> Result<(), String> {
    let name = &request.name;
    let is_name = (1..=20).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && name.starts_with(|letter: char| letter.is_ascii_lowercase())
        && !name.ends_with('-');
    if !is_name {
        return Err(
            "A measurement name has 1 to 20 lower-case letters, digits and hyphens, and starts with a letter."
                .to_owned(),
        );
    }
    // By these words in a pod's name pulls are told apart.
    if name
        .split('-')
        .any(|word| matches!(word, "soci" | "parallel"))
    {
        return Err(
            "The words soci and parallel in a name identify the engine; use another name."
                .to_owned(),
        );
    }
    if !(1..=MOST_REPEATS).contains(&request.repeats) {
        return Err(format!(
            "Each variant can be run 1 to {MOST_REPEATS} times."
        ));
    }
    if config.placeholders == Placeholders::Envsubst {
        return Err("A measurement needs values in place of placeholders for envsubst.".to_owned());
    }
    if config.engine.is_set_up_by_hand() {
        return Err(
            "With another distribution you write the node class yourself: measure by hand, and read the pod events with soci-configurator events."
                .to_owned(),
        );
    }
    Ok(())
}

fn instance<'a>(
    config: &Config,
    catalogue: &'a Catalogue,
    request: &MeasureRequest,
) -> Result<&'a Instance, String> {
    let position = match &request.instance {
        Some(name) => catalogue.named(name).map_err(|error| error.to_string())?,
        None => {
            let view = evaluate(config, catalogue).in_view;
            view.ok_or("No instance type is eligible; choose one with --instance.")?
                .position
        }
    };
    let found = catalogue.instances().get(position);
    found.ok_or_else(|| "Unknown instance type.".to_owned())
}

fn image_layers(config: &Config) -> Option<ImageLayers> {
    ImageProfile::of_image(&config.image)?;
    let layers = &config.image.layers;
    let sizes = layers.iter().map(|layer| layer.compressed.to_bytes());
    let total = sizes.clone().fold(0, u64::saturating_add);
    Some(ImageLayers {
        compressed: match layers.is_empty() {
            true => config.image.compressed_size?,
            false => ByteSize::bytes(total.min(ByteSize::MAX)),
        },
        layers: sizes.max().map(|max| (layers.len(), ByteSize::bytes(max))),
    })
}

/// A variant, and the required values that it lacks.
fn variant(
    base: &Config,
    engine: &str,
    name: &str,
    number: usize,
    catalogue: &Catalogue,
) -> Result<(MeasureVariant, Vec<&'static str>), String> {
    let mut config = base.clone();
    let spec = config.engine.spec();
    let side = match engine {
        STOCK if !spec.pulls_in_parallel() => Side::Baseline,
        STOCK if spec.has_comparison() => {
            config.comparison = true;
            config.kept.retain(|kept| !is_user_data(kept));
            // The rest of a file's own node class and pod is the same on both sides.
            for kept in &mut config.kept {
                kept.comparison = true;
            }
            Side::Baseline
        }
        STOCK => return Err("There is no stock containerd for this engine.".to_owned()),
        word => {
            if word != OWN {
                let kind: EngineKind = word
                    .parse()
                    .map_err(|error: crate::core::error::ValueError| error.to_string())?;
                if kind != config.engine.kind {
                    if kind.spec().is_auto_mode() || spec.is_auto_mode() {
                        return Err(
                            "EKS Auto Mode and self-managed Karpenter cannot be measured together."
                                .to_owned(),
                        );
                    }
                    let edit = crate::core::config::Edit::fix("engine.kind", kind.as_str(), base);
                    config = base.apply(&edit.ok_or("The engine cannot be used.")?);
                    config.kept.retain(|kept| !is_user_data(kept));
                }
            }
            if config.engine.spec().pulls_in_parallel() {
                Side::Soci
            } else {
                Side::Baseline
            }
        }
    };
    let spec = config.engine.spec();
    let ending = match side {
        Side::Soci => spec.suffix,
        Side::Baseline => "-stock",
    };
    let id = format!("{name}-{number}{ending}");
    config.nodes.name = id
        .parse()
        .map_err(|error: crate::core::error::ValueError| error.to_string())?;
    let evaluation = evaluate(&config, catalogue);
    let error = evaluation
        .findings
        .iter()
        .find(|one| one.severity == Severity::Error);
    if let Some(error) = error {
        return Err(error.message.clone());
    }
    let (instance, pull) = pull(&evaluation, side, catalogue)?;
    if side == Side::Soci && !has_effect(&config, instance) {
        return Err(format!(
            "It is ignored on {}, where stock containerd pulls.",
            instance.name
        ));
    }
    let disk = storage_name(&config, instance);
    let by = match side {
        Side::Baseline => PullSide::Baseline,
        Side::Soci if spec.pulls_with_soci() => PullSide::Soci,
        Side::Soci => PullSide::Containerd,
    };
    let engine = match side {
        Side::Soci => config.engine.kind.label(),
        Side::Baseline if spec.is_bottlerocket() => "Bottlerocket's stock containerd",
        Side::Baseline => "stock containerd",
    };
    let predicted = pull.estimate.time;
    let phases = node_start(&config, predicted)
        .into_iter()
        .filter(|phase| phase.time.is_some() && phase.time != Some(predicted))
        .map(|phase| (phase.label, phase.time))
        .collect();
    let node_hour = match evaluation.costs.cases.as_slice() {
        [case, ..] => case.node_hour,
        [] => Total::default().plus(None),
    };
    let missing = evaluation.missing.iter().map(|one| one.field.path);
    Ok((
        MeasureVariant {
            label: format!("{engine} on {disk}"),
            id,
            disk,
            by,
            predicted,
            node_hour,
            phases,
            is_own_storage: false,
            on_volume: image_place(&config, instance) == ImagePlace::Volume,
            config: config.clone(),
            side,
        },
        missing.collect(),
    ))
}

/// The type that the pull is on, and what is predicted of it.
fn pull<'e>(
    evaluation: &'e Evaluation,
    side: Side,
    catalogue: &'e Catalogue,
) -> Result<(&'e Instance, &'e TypeEstimate), String> {
    let pulls = evaluation
        .pull
        .as_ref()
        .map_err(|why| why.describe().to_owned())?;
    let node = &pulls.node;
    let pull = match side {
        Side::Soci => &node.engine,
        Side::Baseline => node.stock.as_ref().unwrap_or(&node.engine),
    };
    if evaluation.selection.admitted.is_empty() {
        return Err("The type is not eligible with this engine.".to_owned());
    }
    let instance = catalogue.instances().get(pull.position);
    Ok((instance.ok_or("Unknown instance type.")?, pull))
}

impl MeasureVariant {
    pub(super) fn plan(&self) -> NodePlan<'_> {
        NodePlan::new(&self.config)
    }
}
