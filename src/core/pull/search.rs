//! Pulls of one image on many nodes with many settings: likely times alone, and a bound that is
//! quick to compute.

use super::conditions::Conditions;
use super::estimate::Estimator;
use super::node::PoolSetup;
use super::node::disk::Disk;
use super::numbers::duration;
use super::parameter::Constants;
use crate::core::catalogue::Instance;
use crate::core::config::Config;
use crate::core::disk::rate::{AttachedVolume, volume_of};
use crate::core::image_profile::ImageProfile;
use crate::core::plan::Side;
use crate::core::units::TimeSpan;

/// Pulls of one image, by likely figures.
#[derive(Debug)]
pub(in crate::core) struct PullSearch<'a> {
    estimator: Estimator<'a>,
    image: Sizes,
}

/// MB of the image.
#[derive(Debug)]
struct Sizes {
    compressed: f64,
    unpacked: f64,
}

/// A pull on one node.
#[derive(Debug, Clone, Copy)]
pub(in crate::core) struct NodePull {
    conditions: Conditions,
    disk: Disk,
    /// Whether the Config's engine pulls, and not containerd in its place.
    pub(in crate::core) has_effect: bool,
}

impl NodePull {
    /// Whether images are written to the instance store.
    pub(in crate::core) fn is_on_store(&self) -> bool {
        self.disk.is_store()
    }

    /// What the disk writes, in thousandths of a MB/s: to compare two of them.
    pub(in crate::core) fn disk_rate(&self) -> u64 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates, and rates are not negative"
        )]
        let rate = (self.conditions.disk * 1000.0) as u64;
        rate
    }
}

impl<'a> PullSearch<'a> {
    /// Pulls of this image on instances of a catalogue.
    pub(in crate::core) fn new(profile: &'a ImageProfile, constants: &Constants) -> Self {
        let estimator = Estimator::new(profile, constants);
        let mut image = Sizes {
            compressed: 0.0,
            unpacked: 0.0,
        };
        for layer in estimator.image().layers() {
            image.compressed += layer.compressed;
            image.unpacked += layer.unpacked;
        }
        Self { estimator, image }
    }

    /// The pull of a Config's engine on a type.
    pub(in crate::core) fn pull_on(&self, config: &Config, instance: &Instance) -> NodePull {
        let setup = PoolSetup::new(config, Side::Soci).on_instance(instance);
        NodePull {
            conditions: setup.conditions(self.estimator.draw()),
            disk: setup.disk,
            has_effect: !config.engine.spec().pulls_in_parallel() || !setup.puller.is_stock,
        }
    }

    /// The same pull with the volume of another Config.
    pub(in crate::core) fn with_volume(
        &self,
        pull: &NodePull,
        config: &Config,
        instance: &Instance,
    ) -> NodePull {
        let disk = Disk::volume(&AttachedVolume::new(&volume_of(config)), instance);
        NodePull {
            conditions: Conditions {
                disk: disk.rate(self.estimator.draw()),
                ..pull.conditions
            },
            disk,
            ..*pull
        }
    }

    /// The likely time, as [`super::PullModel::estimate_on`] gives it.
    pub(in crate::core) fn time(&mut self, pull: &NodePull) -> TimeSpan {
        duration(self.estimator.seconds(&pull.conditions))
    }

    /// A time that the pull does not fall below, whatever its disk.
    pub(in crate::core) fn least_on_any_disk(&self, pull: &NodePull) -> TimeSpan {
        least(self.without_disk(&pull.conditions))
    }

    /// A time that the pull does not fall below.
    pub(in crate::core) fn least(&self, pull: &NodePull) -> TimeSpan {
        let conditions = &pull.conditions;
        let mut written = self.image.compressed + self.image.unpacked;
        if conditions.keeps_layers {
            written += self.image.compressed;
        }
        let disk = conditions.start + (written - conditions.cache).max(0.0) / conditions.disk;
        least(self.without_disk(conditions).max(disk))
    }

    /// Seconds for the network, for all unpacking, and for each layer alone: the most of them.
    fn without_disk(&self, conditions: &Conditions) -> f64 {
        let network = conditions
            .network
            .min(conditions.connection * conditions.requests);
        #[allow(clippy::cast_precision_loss, reason = "a count of layers")]
        let permits = conditions.order.permits().max(1) as f64;
        let (mut unpacking, mut of_all_cores) = (0.0, 0.0);
        let mut slowest = 0.0_f64;
        for layer in self.estimator.image().layers() {
            let requests = (layer.compressed / conditions.chunk)
                .ceil()
                .clamp(1.0, conditions.requests.max(1.0));
            let download = layer.compressed / network.min(conditions.connection * requests);
            let unpack = layer.unpacked / conditions.stream_of(layer.compression);
            unpacking += unpack;
            of_all_cores += unpack / conditions.streams_of(layer.compression);
            slowest = slowest.max(download + unpack);
        }
        let all = (self.image.compressed / network).max(unpacking / permits);
        conditions.start + all.max(of_all_cores).max(slowest)
    }
}

/// Rounds as [`duration`] does, with room for what sums of fractions lose.
fn least(seconds: f64) -> TimeSpan {
    duration(seconds * (1.0 - 1e-9))
}
