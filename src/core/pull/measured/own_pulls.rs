//! Pulls that a user measured beside the model: what it says of each, and the figures that they tell.

use std::collections::BTreeMap;

use super::calibrate::{CalibratedParameter, FitStatus};
use super::own_figures::MeasuredRun;
use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, Edit, Image, ParameterOverride};
use crate::core::pull::model::{PullModel, PullVariant};
use crate::core::pull::parameter::{Constants, Parameter};
use crate::core::pull_events::{PullEvent, Side, can_be_pulled};
use crate::core::units::{ByteSize, LikelyRange, TimeSpan};

/// Measured pulls against the model, on nodes of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPulls {
    /// The estimate of each pull, in their order; none where neither the pull nor the Config says
    /// how large the image is.
    pub estimates: Vec<Option<LikelyRange<TimeSpan>>>,
    /// Whether some of them are of an image that is not the Config's, by its size alone.
    pub by_size_alone: bool,
    /// What the pulls say of the model's figures; none without a pull that can be estimated.
    pub fitted: Option<FittedPulls>,
}

/// The model's figures as measured pulls tell them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FittedPulls {
    /// The figures that these pulls depend on most, and what they say of each.
    pub figures: Vec<(Parameter, CalibratedParameter)>,
    /// Those that they tell, with what stays uncertain.
    pub told: Vec<ParameterOverride>,
    /// Mean absolute error with the published figures and with these, in tenths of a percent.
    pub errors: (u32, u32),
    /// How many pulls it rests on: those of the image that was pulled most often.
    pub pulls: usize,
}

impl FittedPulls {
    /// Keeps the figures in the Config; none if the pulls tell none.
    pub fn edit(&self, config: &Config) -> Option<Edit> {
        if self.told.is_empty() {
            return None;
        }
        let mut next = config.clone();
        let own = &mut next.image.own_figures;
        own.retain(|kept| self.told.iter().all(|one| one.parameter != kept.parameter));
        own.extend(self.told.iter().copied());
        own.sort_by_key(|figure| figure.parameter);
        Some(Edit::replace(next))
    }
}

impl OwnPulls {
    /// Compares pulls with what the model says of them on the type at this position, and fits the
    /// published figures to them. `side` tells which ran on nodes with SOCI; the others, and all of
    /// a Config without SOCI, are taken as its engine's.
    pub fn new(
        config: &Config,
        catalogue: &Catalogue,
        pulls: &[PullEvent],
        side: &dyn Fn(&PullEvent) -> Option<Side>,
        position: usize,
    ) -> Self {
        let by = |pull: &PullEvent| match side(pull) {
            Some(Side::Baseline) if config.engine.spec().pulls_in_parallel() => {
                PullVariant::StockContainerd
            }
            _ => PullVariant::Engine,
        };
        let sizes = sizes(pulls);
        let size = |pull: &PullEvent| sizes.get(pull.image.as_str()).copied();
        // A paste has thousands of pulls of a few images.
        let mut known: BTreeMap<(Option<ByteSize>, PullVariant), Option<LikelyRange<TimeSpan>>> =
            BTreeMap::new();
        let constants = Constants::from_config(config);
        let mut estimate = |pull: &PullEvent| {
            if !pull.names_image() {
                return None;
            }
            let (by, size) = (by(pull), size(pull));
            *known.entry((size, by)).or_insert_with(|| {
                let config = with_size(config, size);
                let model = PullModel::new(&config, catalogue, &constants)?;
                Some(model.estimate_on(by, position)?.estimate.time)
            })
        };
        let estimates = pulls.iter().map(&mut estimate).collect();
        Self {
            estimates,
            by_size_alone: sizes.values().any(|size| !is_own(&config.image, *size)),
            fitted: fitted(config, catalogue, pulls, &by, position),
        }
    }
}

fn fitted(
    config: &Config,
    catalogue: &Catalogue,
    pulls: &[PullEvent],
    by: &dyn Fn(&PullEvent) -> PullVariant,
    position: usize,
) -> Option<FittedPulls> {
    let image = most_often(pulls)?;
    let mut of_image: Vec<&PullEvent> = pulls.iter().filter(|pull| pull.image == image).collect();
    let config = with_size(config, of_image.iter().find_map(|pull| pull.size));
    // The paste may say no size; the Config does, and what was on the node already tells nothing.
    if let Some(size) = own_size(&config.image) {
        of_image.retain(|pull| can_be_pulled(size, pull.pull));
    }
    if of_image.is_empty() {
        return None;
    }
    let runs: Vec<MeasuredRun> = of_image
        .into_iter()
        .map(|pull| MeasuredRun {
            by: by(pull),
            position,
            time: pull.pull,
        })
        .collect();
    // From the published figures, not from those of an earlier fit: the same pulls give the same.
    let model = PullModel::new(&config, catalogue, &Constants::default())?;
    let own = model.own_figures(&runs)?;
    let figures = own.parameters.iter().copied();
    let figures: Vec<_> = figures.zip(own.calibration.figures.clone()).collect();
    let told = figures
        .iter()
        .filter(|(_, figure)| matches!(figure.told, FitStatus::Alone | FitStatus::Instead(_)))
        .map(|(parameter, _)| ParameterOverride {
            parameter: *parameter,
            value: own.constants.get(*parameter),
        });
    Some(FittedPulls {
        told: told.collect(),
        errors: own.calibration.errors(),
        figures,
        pulls: runs.len(),
    })
}

/// The size of each image, as far as any of its pulls says it.
fn sizes(pulls: &[PullEvent]) -> BTreeMap<&str, ByteSize> {
    let known = pulls
        .iter()
        .filter_map(|pull| Some((pull.image.as_str(), pull.size?)));
    known.collect()
}

/// The image that was pulled most often: a fit is of one image.
fn most_often(pulls: &[PullEvent]) -> Option<&str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for pull in pulls.iter().filter(|pull| pull.names_image()) {
        *counts.entry(pull.image.as_str()).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    // The first of several in the paste.
    let mut images = pulls.iter().map(|pull| pull.image.as_str());
    images.find(|image| counts.get(image) == Some(&most))
}

/// The Config with an image of this size; its own image, layers and all, if that is about as large,
/// or if no size is known.
fn with_size(config: &Config, size: Option<ByteSize>) -> Config {
    let mut config = config.clone();
    if let Some(size) = size
        && !is_own(&config.image, size)
    {
        config.image.compressed_size = Some(size);
        config.image.layers = Vec::new();
        config.image.unpacked_size = None;
    }
    config
}

/// Whether an image of this size is the Config's: within 1 %. The kubelet counts the image's manifest
/// and configuration too, and who types a size rounds it.
fn is_own(image: &Image, size: ByteSize) -> bool {
    own_size(image).is_some_and(|own| {
        let own = own.to_bytes();
        own.abs_diff(size.to_bytes()) <= own / 100
    })
}

/// The size of the Config's image in the registry.
fn own_size(image: &Image) -> Option<ByteSize> {
    let layers = image.layers.iter().map(|layer| layer.compressed.to_bytes());
    match image.layers.as_slice() {
        [] => image.compressed_size,
        _ => Some(ByteSize::bytes(
            layers.fold(0, u64::saturating_add).min(ByteSize::MAX),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::{Constants, OwnPulls, PullModel, PullVariant};
    use crate::core::config::{Config, Edit, Field};
    use crate::core::pull_events::read_pull_events;
    use crate::data::catalogue;

    #[test]
    fn pulls_of_the_settings_own_image_are_estimated_as_everywhere() {
        let field = Field::find("image.layers").unwrap();
        let layers = "2GB\n1.9GB\n1.8GB\n1.7GB\n1.5GB\n1GB\n600MB\n200MB";
        let default = Config::default();
        let config = default.apply(&Edit::typed(field, layers, &default).unwrap());
        let position = catalogue().position("m6i.8xlarge").unwrap();
        let estimated = |size: &str| {
            let text = format!(
                "Normal  Pulled  3m43s  kubelet  Successfully pulled image \"vllm:0.9\" in 57s (57s including waiting). Image size: {size} bytes."
            );
            let pulls = read_pull_events(&text).unwrap().pulls;
            let own = OwnPulls::new(&config, catalogue(), &pulls, &|_| None, position);
            *own.estimates.first().unwrap()
        };
        let model = PullModel::new(&config, catalogue(), &Constants::from_config(&config)).unwrap();
        let shown = model
            .estimate_on(PullVariant::Engine, position)
            .unwrap()
            .estimate
            .time;
        // The layers come to 10,700,000,000 bytes.
        assert_eq!(estimated("10700012345"), Some(shown));
        assert_eq!(estimated("10757041023"), Some(shown));
        assert_ne!(estimated("5000000000"), Some(shown));
    }
}
