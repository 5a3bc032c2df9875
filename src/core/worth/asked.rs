//! What was asked, about one Config on one type, and one setting with what it comes to.

use super::setting::{Availability, FieldChange, Named, SettingBuilder, StorageSetting, rates};
use crate::core::config::{Config, VolumeType};
use crate::core::cost::VolumeCost;
use crate::core::disk::ImagePlace;
use crate::core::disk::rate::volume_of;
use crate::core::pull::{Constants, PullEstimate, PullModel, PullVariant, Pulls, SimulationCache};
use crate::core::units::{ByteRate, LikelyRange, Money, TimeSpan};

/// What nobody notices: half a second of a pull.
pub(super) const NOTICED: u32 = 500;

/// By how much pulls of about so many milliseconds may differ and count as equally fast: half a second, or
/// the 5 % that sentences name, which is less than any of the figures is known.
pub(super) fn tolerance(time: u32) -> u32 {
    NOTICED.max(time / 20)
}

/// Whether two pulls, in milliseconds, are as fast as each other.
pub(super) fn are_alike(one: u32, other: u32) -> bool {
    one.abs_diff(other) <= tolerance(one.max(other))
}

/// How much longer, and how much dearer, something is than the present setting; below zero for
/// shorter and cheaper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AgainstYours {
    /// Likely milliseconds; none if one of both is not known.
    pub milliseconds: Option<i64>,
    /// Micro-dollars a month; none if one of both is not known.
    pub micro_dollars: Option<i64>,
}

/// One setting of the storage, with what it gives and costs on the type in view.
#[derive(Debug, Clone, PartialEq)]
pub struct SettingWorth {
    /// Its name: `gp3 3000/600`.
    pub name: String,
    /// The same in a sentence: `3000/600`.
    pub short_name: String,
    /// What it is known for, in a sentence.
    pub about: &'static str,
    /// Where images lie, and the volume; none if it cannot be taken.
    pub setting: Option<StorageSetting>,
    /// The pull; none if the setting cannot be taken, or the image's size is not known.
    pub time: Option<LikelyRange<TimeSpan>>,
    /// How fast images are written: one rate on a volume, an estimate on an instance store. None if
    /// nobody publishes it.
    pub rate: Option<LikelyRange<ByteRate>>,
    /// What its volume costs a month; none if a price is not known.
    pub per_month: Option<Money>,
    /// The difference to the present setting.
    pub against_yours: AgainstYours,
    /// Fields that it changes.
    pub changes: Vec<FieldChange>,
    /// Whether it can be taken, and by which edit.
    pub availability: Availability,
}

impl SettingWorth {
    /// Whether it is the present setting.
    pub fn is_yours(&self) -> bool {
        self.availability == Availability::Current
    }

    /// Whether it can be had here.
    pub fn is_possible(&self) -> bool {
        self.setting.is_some()
    }

    /// Where images lie with it; none if it cannot be taken.
    pub fn place(&self) -> Option<ImagePlace> {
        self.setting.map(|setting| setting.place)
    }

    /// MiB/s and IOPS of a gp3 volume that holds the images.
    pub fn gp3_rates(&self) -> Option<(u32, u32)> {
        let setting = self.setting?;
        let is_gp3 = setting.volume.volume_type == VolumeType::Gp3;
        let (iops, throughput) = rates(&setting.volume);
        (setting.place == ImagePlace::Volume && is_gp3).then_some((throughput, iops))
    }
}

/// A question about one Config on one type, with what was simulated for it.
pub(super) struct Asked<'a> {
    pub(super) taking: SettingBuilder<'a>,
    pub(super) constants: Constants,
    pub(super) memory: SimulationCache,
}

impl<'a> Asked<'a> {
    pub(super) fn new(taking: SettingBuilder<'a>) -> Self {
        Self {
            constants: Constants::from_config(taking.config),
            taking,
            memory: SimulationCache::default(),
        }
    }

    pub(super) fn position(&self) -> usize {
        self.taking.in_view.position
    }

    /// The model of a Config's pulls; none if the image's size is not known.
    pub(super) fn model<'c>(&self, config: &'c Config) -> Option<PullModel<'c>>
    where
        'a: 'c,
    {
        PullModel::new(config, self.taking.catalogue, &self.constants)
    }

    /// Asks the model of a Config's pulls, which goes on from what it found before; none if the image's size is not known.
    pub(super) fn pulls<T>(
        &mut self,
        config: &Config,
        ask: impl FnOnce(&mut Pulls<'_>) -> T,
    ) -> Option<T> {
        let model = self.model(config)?;
        let mut pulls = model.pulls(std::mem::take(&mut self.memory));
        let answer = ask(&mut pulls);
        self.memory = pulls.into_cache();
        Some(answer)
    }

    /// The pull with a Config on the type in view.
    pub(super) fn estimate(&mut self, config: &Config) -> Option<PullEstimate> {
        let position = self.position();
        let pull = self.pulls(config, |pulls| {
            pulls.estimate_on(PullVariant::Engine, position)
        })??;
        Some(pull.estimate)
    }

    pub(super) fn per_month(&self, config: &Config) -> Option<Money> {
        let prices = self.taking.catalogue.ebs_prices(&config.cluster.region);
        VolumeCost::new(&volume_of(config), prices)
            .per_month()
            .exactly()
    }
}

/// A setting with the Config that it leads to, while both are needed.
pub(super) struct Row {
    pub(super) worth: SettingWorth,
    pub(super) config: Option<Config>,
}

impl Row {
    pub(super) fn impossible(named: Named, about: &'static str, why: String) -> Self {
        let name = named.name();
        Self {
            worth: SettingWorth {
                short_name: name.strip_prefix("gp3 ").unwrap_or(&name).to_owned(),
                name,
                about,
                setting: None,
                time: None,
                rate: None,
                per_month: None,
                against_yours: AgainstYours::default(),
                changes: Vec::new(),
                availability: Availability::Impossible(why),
            },
            config: None,
        }
    }
}
