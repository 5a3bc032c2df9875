//! Whether a disk is worth its price: pull time against volume throughput, the settings that people
//! choose between with seconds and dollars, and which of them is the answer; all on the type in view.
//!
//! It is asked for where it is shown, not with every edit: a curve takes some hundred simulated
//! pulls. Every number is that of the Config with the setting taken: `setting` makes the edit, the
//! pull model is asked about what it leads to, and the volume is priced as `cost` prices it.

mod asked;
mod curve;
mod ranking;
mod setting;
mod words;

use super::catalogue::{Catalogue, Instance, LocalStore};
use super::config::Config;
use super::config::Fix;
use super::disk::{ImagePlace, StoreRate, WriteRate};
use super::evaluate::Evaluation;
use super::launch::InViewBecause;
use super::pull::NoEstimate;
use super::units::{ByteRate, LikelyRange, Money, TimeSpan};
pub use asked::{AgainstYours, SettingWorth};
use asked::{Asked, Row, are_alike};
pub use curve::{Ceiling, CurvePoint, Enough, ThroughputCurve};
pub use ranking::{BetterElsewhere, OverCandidates};
pub use setting::{Availability, FieldChange, StorageSetting};
use setting::{Named, SettingBuilder, Taken};
pub(crate) use setting::{storage_name, with_storage};

/// Why nothing can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoWorth {
    /// The node class is the user's own to write, and its storage with it.
    NotOurs,
    /// There is no type to look at.
    NoType(NoEstimate),
}

impl NoWorth {
    /// In a sentence.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::NotOurs => {
                "For another distribution you write the node class and its storage yourself."
            }
            Self::NoType(why) => why.describe(),
        }
    }
}

/// The local disks of the type in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreWorth {
    /// The disks.
    pub disks: LocalStore,
    /// How fast they write, estimated; none if nobody publishes anything to estimate it from.
    pub rate: Option<StoreRate>,
    /// The pull with images on them; none if they cannot lie there, or the image's size is not
    /// known. Without a rate it rests on what other families' disks write for each GB.
    pub time: Option<LikelyRange<TimeSpan>>,
}

/// Whether the disk is worth its price, on the type in view.
#[derive(Debug, Clone, PartialEq)]
pub struct DiskWorth {
    /// The type that all numbers are about.
    pub instance_type: &'static str,
    /// Why this one.
    pub because: InViewBecause,
    /// Code of the Region whose EBS prices these are.
    pub region: String,
    /// What keeps times from being known.
    pub without_times: Option<NoEstimate>,
    /// Settings to choose from: those that can be taken, the fastest first and of those that are as
    /// fast the cheapest; then the others. The present one is always among them.
    pub settings: Vec<SettingWorth>,
    /// Which of the settings is the answer: the cheapest of the fastest. None without times.
    pub answer: Option<usize>,
    /// Pull time and cost against throughput, with images on a gp3 volume; or why they cannot lie
    /// there.
    pub curve: Result<ThroughputCurve, String>,
    /// The type's local disks; none if it has none.
    pub store: Option<StoreWorth>,
    /// What the answer is on the types that may come instead; none where the likely one comes
    /// before all others.
    pub elsewhere: Option<OverCandidates>,
    is_volume_known: bool,
    is_auto_mode: bool,
    are_layers_known: bool,
}

impl DiskWorth {
    /// The answer for a Config, by what was evaluated of it.
    ///
    /// # Errors
    /// Why there is none.
    pub fn new(
        config: &Config,
        catalogue: &Catalogue,
        evaluation: &Evaluation,
    ) -> Result<Self, NoWorth> {
        if config.engine.is_set_up_by_hand() {
            return Err(NoWorth::NotOurs);
        }
        let why = *evaluation
            .pull
            .as_ref()
            .err()
            .unwrap_or(&NoEstimate::InstanceTypes);
        let in_view = evaluation.in_view.ok_or(NoWorth::NoType(why))?;
        let instance = catalogue
            .instances()
            .get(in_view.position)
            .ok_or(NoWorth::NoType(NoEstimate::UnknownType))?;
        let taking = SettingBuilder {
            config,
            catalogue,
            admitted: &evaluation.selection.admitted,
            instance,
            in_view,
        };
        Ok(Asked::new(taking).answer(evaluation))
    }

    /// Whether the answer rests on what nobody documents: SOCI on Auto Mode's EBS.
    pub fn is_guess(&self) -> bool {
        let place = |setting: Option<&SettingWorth>| setting.and_then(SettingWorth::place);
        self.is_auto_mode
            && place(self.yours()) == Some(ImagePlace::InstanceStore)
            && place(self.best()) == Some(ImagePlace::Volume)
    }

    /// The present setting.
    pub fn yours(&self) -> Option<&SettingWorth> {
        self.settings.iter().find(|setting| setting.is_yours())
    }

    /// The answer: the cheapest of the fastest.
    pub fn best(&self) -> Option<&SettingWorth> {
        self.settings.get(self.answer?)
    }
}

impl Asked<'_> {
    fn answer(mut self, evaluation: &Evaluation) -> DiskWorth {
        let SettingBuilder {
            config, instance, ..
        } = self.taking;
        let curve = self
            .taking
            .on_volume()
            .map(|base| curve::throughput_curve(&mut self, base));
        let enough = curve.as_ref().ok().and_then(|curve| curve.enough);
        let mut rows = self.rows(enough);
        let answer = ranking::sort(&mut rows);
        let elsewhere = ranking::elsewhere(&mut self, &rows, answer, &evaluation.launch);
        let settings: Vec<SettingWorth> = rows.into_iter().map(|row| row.worth).collect();
        let model = self.model(config);
        DiskWorth {
            instance_type: instance.name,
            because: self.taking.in_view.because,
            region: config.cluster.region.to_string(),
            without_times: evaluation.pull.as_ref().err().copied(),
            store: self.store(&settings),
            settings,
            answer,
            curve,
            elsewhere,
            is_volume_known: instance.ebs.maximum.is_some(),
            is_auto_mode: config.engine.spec().is_auto_mode(),
            are_layers_known: model.is_some_and(|model| model.profile().known_layers().is_some()),
        }
    }

    fn store(&self, settings: &[SettingWorth]) -> Option<StoreWorth> {
        let instance = self.taking.instance;
        let on_store = |row: &&SettingWorth| row.place() == Some(ImagePlace::InstanceStore);
        Some(StoreWorth {
            disks: instance.local_store?,
            rate: StoreRate::for_instance(instance),
            time: settings.iter().find(on_store).and_then(|row| row.time),
        })
    }

    /// Every setting once, the present one among them.
    fn rows(&mut self, enough: Option<Enough>) -> Vec<Row> {
        let mut named: Vec<(Named, &'static str)> = Named::ALL.to_vec();
        named.extend(
            enough
                .and_then(|enough| least(enough, &named))
                .map(|named| (named, "Lowest setting that is as fast.")),
        );
        let mut rows: Vec<Row> = Vec::with_capacity(named.len() + 1);
        for (named, about) in named {
            let row = match self.taking.take(named) {
                Ok(taken) => self.possible(taken, about),
                Err(why) => Row::impossible(named, about, why),
            };
            // Two names may be one setting.
            let is_there = rows.iter().any(|other| {
                row.worth.setting.is_some() && other.worth.setting == row.worth.setting
            });
            if !is_there {
                rows.push(row);
            }
        }
        if !rows.iter().any(|row| row.worth.is_yours()) {
            let present = self.taking.present();
            let row = self.possible(present, "Current setting.");
            rows.push(row);
        }
        let yours = rows.iter().find(|row| row.worth.is_yours());
        let Some(yours) = yours.map(|row| (row.worth.time, row.worth.per_month)) else {
            return rows;
        };
        for row in &mut rows {
            row.worth.against_yours = against(&row.worth, yours);
        }
        rows
    }

    fn possible(&mut self, taken: Taken, about: &'static str) -> Row {
        let Taken {
            config,
            changes,
            edit,
        } = taken;
        let instance = self.taking.instance;
        let setting = StorageSetting::new(&config, instance);
        let name = setting.name();
        Row {
            worth: SettingWorth {
                time: self.estimate(&config).map(|estimate| estimate.time),
                rate: write_rate(setting, instance),
                per_month: self.per_month(&config),
                availability: if changes.is_empty() {
                    Availability::Current
                } else {
                    Availability::Apply(Fix {
                        label: format!("Use {name}"),
                        edit,
                    })
                },
                short_name: setting.short_name(),
                name,
                about,
                setting: Some(setting),
                against_yours: AgainstYours::default(),
                changes,
            },
            config: Some(config),
        }
    }
}

/// gp3 with the least throughput that is enough, in the steps of 25 MiB/s in which people buy it;
/// none where a named one has that, or up to a tenth more.
fn least(enough: Enough, named: &[(Named, &'static str)]) -> Option<Named> {
    const STEP: u32 = 25;
    let rounded = enough.throughput.div_ceil(STEP).saturating_mul(STEP);
    let most = enough.throughput.max(rounded.min(enough.most));
    let least = Named::gp3_of(most);
    let enough = most..=most.saturating_add(most / 10);
    let is_named = named.iter().any(|(named, _)| match named {
        Named::Gp3(_, throughput) => enough.contains(throughput),
        Named::Io2(_) | Named::Nvme => false,
    });
    (!is_named).then_some(least)
}

fn write_rate(setting: StorageSetting, instance: &Instance) -> Option<LikelyRange<ByteRate>> {
    match setting.place {
        ImagePlace::Volume => WriteRate::for_volume(&setting.volume, instance)
            .map(|rate| LikelyRange::exactly(rate.effective)),
        ImagePlace::InstanceStore => StoreRate::for_instance(instance).map(|rate| rate.rate),
    }
}

fn against(
    worth: &SettingWorth,
    (time, per_month): (Option<LikelyRange<TimeSpan>>, Option<Money>),
) -> AgainstYours {
    let milliseconds = |time: LikelyRange<TimeSpan>| i64::from(time.likely().as_millis());
    let micro = |money: Money| i64::try_from(money.to_micro_dollars()).unwrap_or(i64::MAX);
    AgainstYours {
        milliseconds: worth
            .time
            .zip(time)
            .map(|(its, yours)| milliseconds(its) - milliseconds(yours)),
        micro_dollars: worth
            .per_month
            .zip(per_month)
            .map(|(its, yours)| micro(its) - micro(yours)),
    }
}
