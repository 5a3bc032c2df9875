//! The room that a pull needs.

use crate::core::config::Config;
use crate::core::image_profile::ImageProfile;
use crate::core::units::{ByteSize, VolumeSize};
use crate::core::volume_limits::VolumeLimits;

/// What a compressed image grows to when unpacked, in hundredths, as published: CUDA and PyTorch
/// layers at the low end, a vLLM image at the high end.
pub const UNPACKED_LOW: u64 = 189;
/// The high end.
pub const UNPACKED_HIGH: u64 = 236;

/// Whether SOCI puts compressed layers into containerd's store besides unpacking them.
pub fn keeps_layers(config: &Config) -> bool {
    let is_set = config.engine.kind.own_limits().is_some();
    is_set
        && config.engine.spec().pulls_with_soci()
        && !config.engine.limits.discard_unpacked_layers
}

/// The image's unpacked size, if it is known for all of its layers.
pub fn known_unpacked(config: &Config) -> Option<ByteSize> {
    ImageProfile::of_image(&config.image)?.unpacked()
}

/// Bytes that must be free while the image is pulled, if its size is known: compressed and
/// unpacked at once, the compressed layers once more if they are kept, and 10 % at which the
/// kubelet begins to evict pods. `ratio` is the unpacked size in hundredths of the compressed
/// one, for images whose unpacked size is not known.
pub fn needed(config: &Config, keeps_layers: bool, ratio: u64) -> Option<u64> {
    let compressed = u128::from(config.image.size()?.to_bytes());
    let unpacked = known_unpacked(config).map_or_else(
        || compressed * u128::from(ratio),
        |unpacked| u128::from(unpacked.to_bytes()) * 100,
    );
    let copies = if keeps_layers { 200 } else { 100 };
    let bytes = (compressed * copies + unpacked) * 11;
    u64::try_from(bytes.div_ceil(1000)).ok()
}

/// The same in whole GiB, as volumes are sized.
pub fn needed_gib(config: &Config, keeps_layers: bool, ratio: u64) -> Option<u64> {
    needed(config, keeps_layers, ratio).map(|bytes| bytes.div_ceil(1 << 30))
}

/// A size that has room for the image by the high ratio, and for the AMI: whole tens of GiB.
pub fn roomy_gib(config: &Config, keeps_layers: bool) -> Option<u64> {
    let needed = needed_gib(config, keeps_layers, UNPACKED_HIGH)?;
    let size = needed.div_ceil(10).saturating_mul(10).max(20);
    let (_, largest) = VolumeLimits::of_config(config).size;
    (size <= u64::from(largest)).then_some(size)
}

/// Whether something has room for the image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// By the high ratio.
    Fits,
    /// By the low ratio only.
    Perhaps,
    /// By neither.
    TooSmall,
}

/// What a pull of the image needs, by the published ratios of unpacked to compressed size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// The image as it lies in the registry.
    pub compressed: ByteSize,
    /// Its unpacked size, where it is known.
    pub unpacked: Option<ByteSize>,
    /// Whether its compressed layers stay beside the unpacked ones.
    pub keeps_layers: bool,
    /// Room needed if it unpacks to 1.89 times its size; by its unpacked size where that is known.
    pub low: ByteSize,
    /// Room needed if it unpacks to 2.36 times its size; as `low` where its unpacked size is known.
    pub high: ByteSize,
    /// The smallest volume with room by the high ratio; none if no volume has.
    pub smallest_volume: Option<VolumeSize>,
}

impl Space {
    /// The room for a Config's image; none if its size is not known.
    pub fn from_config(config: &Config) -> Option<Self> {
        let compressed = config.image.size()?;
        let keeps_layers = keeps_layers(config);
        let high = needed(config, keeps_layers, UNPACKED_HIGH)?;
        let (least, most) = VolumeLimits::of_config(config).size;
        let gib = u32::try_from(high.div_ceil(1 << 30)).ok();
        Some(Self {
            compressed,
            unpacked: known_unpacked(config),
            keeps_layers,
            low: ByteSize::bytes(needed(config, keeps_layers, UNPACKED_LOW)?),
            high: ByteSize::bytes(high),
            smallest_volume: gib
                .filter(|gib| *gib <= most)
                .map(|gib| VolumeSize::gib(gib.max(least))),
        })
    }

    /// Whether a filesystem of this size has the room.
    pub fn fit(&self, size: ByteSize) -> Fit {
        if size >= self.high {
            Fit::Fits
        } else if size >= self.low {
            Fit::Perhaps
        } else {
            Fit::TooSmall
        }
    }
}

/// A volume's size in bytes.
pub fn bytes_of(size: VolumeSize) -> ByteSize {
    ByteSize::bytes(u64::from(size.to_gib()) << 30)
}
