//! One change by the user, as a value.

use super::fields::{Field, Kind, Value, leading_first};
use super::presets::Preset;
use super::{Config, CostSettings, Dismissal, Image, Layer};
use crate::core::error::ValueError;
use crate::core::units::ByteSize;

/// One change of a Config. Making it checks it; applying it cannot fail.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit(Change);

#[derive(Debug, Clone, PartialEq)]
enum Change {
    Field { field: &'static Field, value: Value },
    Reset(&'static Field),
    Several(Vec<Edit>),
    Replace(Box<Config>),
}

/// A bare number that is no size of an image in bytes, and that somebody means as another unit.
fn with_unit(text: &str) -> Result<(), ValueError> {
    const LEAST: u64 = 1_000_000;
    let text = text.trim();
    match text.parse::<u64>() {
        Ok(number @ 1..LEAST) => {
            let unit = if number < 100 { "GB" } else { "MB" };
            let message = format!("{number} bytes is no image: add a unit.");
            Err(ValueError::new(message).suggest([text, unit].concat()))
        }
        _ => Ok(()),
    }
}

impl Edit {
    /// Sets a field from what was typed, as it would be read in `config`.
    ///
    /// # Errors
    /// What the field refuses; the Config stays as it is.
    pub fn typed(field: &'static Field, text: &str, config: &Config) -> Result<Self, ValueError> {
        Self::set(field, Value::typed(text, field.kind), config)
    }

    /// The same of what a person types now: a bare number that is too small for an image's bytes is asked
    /// about, while files and links may hold it.
    ///
    /// # Errors
    /// What the field refuses, and such a number.
    pub fn by_hand(field: &'static Field, text: &str, config: &Config) -> Result<Self, ValueError> {
        if field.kind == Kind::Bytes {
            with_unit(text)?;
        }
        Self::typed(field, text, config)
    }

    /// Sets a field to a value.
    ///
    /// # Errors
    /// What the field refuses.
    pub fn set(field: &'static Field, value: Value, config: &Config) -> Result<Self, ValueError> {
        (field.set)(&mut config.clone(), &value)?;
        Ok(Self(Change::Field { field, value }))
    }

    /// Takes a field back to its default.
    pub fn reset(field: &'static Field) -> Self {
        Self(Change::Reset(field))
    }

    /// Several changes as one, which holds whatever their order: what is said of an image together
    /// with its reference is about that image.
    pub fn all(mut edits: Vec<Self>) -> Self {
        leading_first(&mut edits, |edit| match &edit.0 {
            Change::Field { field, .. } | Change::Reset(field) => Some(*field),
            Change::Several(_) | Change::Replace(_) => None,
        });
        Self(Change::Several(edits))
    }

    /// Puts another Config in place of the whole.
    pub fn replace(config: Config) -> Self {
        Self(Change::Replace(Box::new(config)))
    }

    /// Takes what is known of the image: its size, the share of its largest layer in percent and its
    /// layers. Sizes of another image would be wrong for this one, so the others are emptied.
    ///
    /// # Errors
    /// What a field refuses.
    pub(in crate::core) fn sizes_of_image(
        compressed: ByteSize,
        largest_layer: Option<u16>,
        layers: &[Layer],
        config: &Config,
    ) -> Result<Self, ValueError> {
        let share = largest_layer.map(|share| share.to_string());
        let layers = match layers {
            [] => Value::Empty,
            layers => Value::Many(layers.iter().map(Layer::to_string).collect()),
        };
        let edits = [
            ("image.compressedSize", Value::One(compressed.to_string())),
            ("image.unpackedSize", Value::Empty),
            ("image.largestLayer", share.map_or(Value::Empty, Value::One)),
            ("image.layers", layers),
        ]
        .into_iter()
        .map(|(path, value)| Self::set(Field::named(path)?, value, config))
        .collect::<Result<Vec<Self>, ValueError>>()?;
        Ok(Self::all(edits))
    }

    /// Takes the image of another Config: its size and its layers.
    pub fn image_of(other: &Config, config: &Config) -> Self {
        let mut next = config.clone();
        next.image = Image {
            reference: next.image.reference,
            own_figures: next.image.own_figures,
            ..other.image.clone()
        };
        Self::replace(next)
    }

    /// Takes the figures of the pull model that another Config holds.
    pub fn own_figures_of(other: &Config, config: &Config) -> Self {
        let mut next = config.clone();
        next.image.own_figures.clone_from(&other.image.own_figures);
        Self::replace(next)
    }

    /// Takes a preset, keeping what names the user's own cluster: name, Region, versions, role
    /// or profile, discovery and tags, and what the user knows about prices in
    /// general and has measured of pulls.
    pub fn preset(preset: &Preset, config: &Config) -> Self {
        let mut next = preset.config();
        let presets_own = next.cluster.clone();
        next.cluster = config.cluster.clone();
        next.cluster.al2023_version = presets_own.al2023_version;
        next.cluster.bottlerocket_version = presets_own.bottlerocket_version;
        next.placeholders = config.placeholders;
        // What was measured on the user's own cluster.
        next.image.own_figures.clone_from(&config.image.own_figures);
        // A type, its price and a measured pull belong to what the preset replaces.
        next.costs = CostSettings {
            instance_type: None,
            price: None,
            pull_time: None,
            ..config.costs.clone()
        };
        Self::replace(next)
    }

    /// Dismisses a rule, in place of what was said of it before.
    ///
    /// # Errors
    /// A list that is full.
    pub fn dismiss(dismissal: &Dismissal, config: &Config) -> Result<Self, ValueError> {
        let mut all = dismissed_beside(dismissal.rule.id, config);
        all.push(dismissal.to_string());
        Self::dismissed(all, config)
    }

    /// Puts back the rule with this id.
    pub fn put_back(rule: &str, config: &Config) -> Option<Self> {
        Self::dismissed(dismissed_beside(rule, config), config).ok()
    }

    fn dismissed(texts: Vec<String>, config: &Config) -> Result<Self, ValueError> {
        let field = Field::find("dismissed");
        let field = field.ok_or_else(|| ValueError::new("Unknown list."))?;
        Self::set(field, Value::many(texts), config)
    }

    /// A fix that a rule offers: a field and its new text. A text that the field refuses gives
    /// no edit, so a rule cannot offer what would not work.
    pub(crate) fn fix(path: &str, text: &str, config: &Config) -> Option<Self> {
        let field = Field::find(path)?;
        Self::typed(field, text, config).ok()
    }

    fn applied_to(&self, config: &Config) -> Config {
        match &self.0 {
            Change::Field { field, value } => with(config, field, value),
            Change::Reset(field) => with(config, field, &field.default_beside(config)),
            Change::Several(edits) => {
                let mut next = config.clone();
                if edits.iter().all(|edit| edit.is_set_in(&mut next)) {
                    next
                } else {
                    let apply = |config: Config, edit: &Self| edit.applied_to(&config);
                    edits.iter().fold(config.clone(), apply)
                }
            }
            Change::Replace(config) => config.as_ref().clone(),
        }
    }

    /// Sets a field without a copy of the Config, if this does no more than that and the field
    /// takes the value; otherwise the Config is not to be used any more.
    fn is_set_in(&self, config: &mut Config) -> bool {
        match &self.0 {
            Change::Field { field, value } => (field.set)(config, value).is_ok(),
            Change::Reset(_) | Change::Several(_) | Change::Replace(_) => false,
        }
    }
}

impl Config {
    /// Makes one change. An [`Edit`] is checked when it is made, so this cannot fail; an edit
    /// whose meaning the Config no longer allows leaves it as it is.
    #[must_use]
    pub fn apply(&self, edit: &Edit) -> Self {
        edit.applied_to(self)
    }
}

/// What a Config dismisses beside one rule.
fn dismissed_beside(rule: &str, config: &Config) -> Vec<String> {
    let kept = config
        .dismissed
        .iter()
        .filter(|other| other.rule.id != rule);
    kept.map(ToString::to_string).collect()
}

/// The Config with one field set; as it is, if the field no longer takes the value.
fn with(config: &Config, field: &Field, value: &Value) -> Config {
    let mut next = config.clone();
    if (field.set)(&mut next, value).is_ok() {
        next
    } else {
        config.clone()
    }
}
