//! What the runtime holds in memory while an image is pulled.
//!
//! SOCI writes chunks to the disk as they come. containerd's transfer service does not: each request
//! copies its chunk into a buffer that takes all of it, and one reader a layer takes the buffers in
//! their order and writes them (containerd 301026e, core/remotes/docker/fetcher.go). Nothing holds
//! a request back when the reader is behind, so what has arrived and is not yet written lies in
//! memory.
//!
//! # Inferred
//! From that, and from nothing that was measured for this purpose: the reader writes as fast as the
//! page cache and then the disk take it, of which unpacking takes its part; at the end of the
//! download, what they have not taken waits. At least each request has its chunk. Go's collector
//! may hold more, and hashing may make the reader slower; neither is counted.
//!
//! # Published
//! 4.2 to 19.2 GiB for containerd's own pull against 0.24 to 1.02 GiB for SOCI; and on a node with
//! 7.6 GiB an image of 31.4 GiB got the runtime killed three times of three, with SOCI never (arXiv
//! 2607.05596, 2026-07). A node with 32 GiB gives these for images of 10 and 31 GiB (`tests`); on
//! which nodes they were measured is not known here, so nothing is fitted to them.

use super::image::layers::constants_of;
use super::node::puller::{Holds, Puller};
use super::node::{NodeSetup, PoolSetup};
use super::parameter::{Constants, Parameter, ParameterValues};
use crate::core::catalogue::Instance;
use crate::core::config::Config;
use crate::core::image_profile::ImageProfile;
use crate::core::plan::Side;
use crate::core::selection::allocatable::memory_capacity;
use crate::core::units::{ByteSize, LikelyRange};

/// Where it is known from how much memory a runtime holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoryBasis {
    /// It was measured and published.
    Published,
    /// It follows from how the runtime works.
    Inferred,
}

impl MemoryBasis {
    /// One word: “published”.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Inferred => "inferred",
        }
    }
}

/// What a runtime holds in memory while an image is pulled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeldMemory {
    /// Least, likely, most.
    pub range: LikelyRange<ByteSize>,
    /// Where that is known from.
    pub basis: MemoryBasis,
}

/// Bytes that the system and the kubelet themselves use on a node that has just started: assumed.
pub(in crate::core) const SYSTEM_MEMORY: u64 = 512 << 20;

/// What is free on a node of a type when it begins to pull.
pub(in crate::core) fn free_memory(instance: &Instance) -> ByteSize {
    ByteSize::bytes(memory_capacity(instance).saturating_sub(SYSTEM_MEMORY))
}

/// What the runtime of a node of this type holds in memory while the image is pulled; none where it
/// holds nothing worth counting: layers that are fetched whole are written as they come.
pub(in crate::core) fn runtime_memory(
    config: &Config,
    instance: &Instance,
) -> Option<LikelyRange<ByteSize>> {
    let setup = PoolSetup::new(config, Side::Soci).on_instance(instance);
    Some(held_memory(&setup, config)?.range)
}

/// The same for one pull, with where it is known from.
pub(super) fn held_memory(setup: &NodeSetup, config: &Config) -> Option<HeldMemory> {
    Some(match setup.puller.holds {
        Holds::Nothing => return None,
        Holds::Published(mebibytes) => {
            let [least, likely, most] = mebibytes.map(|amount| ByteSize::bytes(amount << 20));
            HeldMemory {
                range: LikelyRange::new(least, likely, most),
                basis: MemoryBasis::Published,
            }
        }
        Holds::Chunks if setup.puller.chunk < f64::INFINITY => HeldMemory {
            range: buffered(setup, config, config.image.size()?),
            basis: MemoryBasis::Inferred,
        },
        Holds::Chunks => return None,
    })
}

/// The ends of the figures that decide it.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Low,
    Likely,
    High,
}

/// What is buffered: with a slow network and a fast disk, as is likely, and the other way round.
fn buffered(setup: &NodeSetup, config: &Config, compressed: ByteSize) -> LikelyRange<ByteSize> {
    #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
    let all = compressed.to_bytes() as f64 / 1e6;
    let Puller {
        requests, chunk, ..
    } = setup.puller;
    let in_flight = (requests * chunk).min(all);
    let constants = Constants::from_config(config);
    let part = 1.0 / (1.0 + ratio(config, &constants));
    let unread = |network: End, disk: End, part: f64| {
        let draw = draw(setup, &constants, network, disk);
        let (connection, together, _) = setup.card.rates(setup.registry, &draw);
        let rate = together.min(connection * requests).max(0.1);
        let (disk, cache, _) = setup.writes(&draw);
        let taken = cache + disk * part * (all / rate);
        bytes((all - taken).max(in_flight))
    };
    LikelyRange::new(
        // While nothing is unpacked, downloads have the disk to themselves.
        unread(End::Low, End::High, 1.0),
        unread(End::Likely, End::Likely, part),
        unread(End::High, End::Low, part),
    )
}

/// Unpacked against compressed size.
fn ratio(config: &Config, constants: &Constants) -> f64 {
    let known = ImageProfile::of_image(&config.image)
        .and_then(|image| Some((image.unpacked()?, image.compressed())));
    if let Some((unpacked, compressed)) = known {
        #[allow(clippy::cast_precision_loss, reason = "sizes are far below 2^53")]
        return unpacked.to_bytes() as f64 / (compressed.to_bytes() as f64).max(1.0);
    }
    let constants = constants_of(config.image.reference.as_str(), constants);
    f64::from(constants.get(Parameter::UnpackedRatio).likely()) / 1000.0
}

/// The likely figures, but for those of network and disk.
fn draw(setup: &NodeSetup, constants: &Constants, network: End, disk: End) -> ParameterValues {
    let mut draw = constants.likely();
    let mut set = |end: End, parameter: Parameter| {
        let range = constants.get(parameter);
        let value = match end {
            End::Low => range.low(),
            End::Likely => range.likely(),
            End::High => range.high(),
        };
        draw = draw.with(parameter, value);
    };
    setup
        .card
        .parameters(setup.registry, &mut |parameter| set(network, parameter));
    setup.disk.parameters(&mut |parameter| set(disk, parameter));
    draw
}

fn bytes(megabytes: f64) -> ByteSize {
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and nothing is below zero"
    )]
    ByteSize::bytes((megabytes * 1e6) as u64)
}

#[cfg(test)]
mod tests {
    use super::runtime_memory;
    use crate::core::catalogue::Instance;
    use crate::core::config::{Config, EngineKind};
    use crate::core::units::{ByteSize, ChunkSize, Limit};
    use crate::data::catalogue;

    fn gib(config: &Config, name: &str) -> Option<(u64, u64, u64)> {
        let named = |instance: &&Instance| instance.name == name;
        let instance = catalogue().instances().iter().find(named).expect("a type");
        let held = runtime_memory(config, instance)?;
        let tenths = |size: ByteSize| (size.to_bytes() * 10) >> 30;
        Some((
            tenths(held.low()),
            tenths(held.likely()),
            tenths(held.high()),
        ))
    }

    fn config_with(engine: &str, gib: u64) -> Config {
        let mut config = Config::default();
        let by = |kind: &&EngineKind| kind.as_str() == engine;
        config.engine.kind = *EngineKind::ALL.iter().find(by).expect("an engine");
        config.image.compressed_size = Some(ByteSize::bytes(gib << 30));
        config
    }

    #[test]
    fn what_was_published_lies_in_the_range() {
        // 31.4 GiB on a node with 7.6 GiB: containerd was killed each time, SOCI never.
        let (low, likely, high) =
            gib(&config_with("containerd-parallel", 31), "m6i.large").expect("a range");
        assert!(low < likely && likely < high, "{low} {likely} {high}");
        assert!(likely > 76, "{likely}");
        let (_, _, soci) =
            gib(&config_with("fast-image-pull", 31), "m6i.2xlarge").expect("a range");
        assert!(soci < 76);
        assert_eq!(gib(&config_with("fast-image-pull", 31), "m6i.large"), None);
        // 4.2 to 19.2 GiB over several images.
        let small = gib(&config_with("containerd-parallel", 10), "m6i.2xlarge").expect("a range");
        let large = gib(&config_with("containerd-parallel", 31), "m6i.2xlarge").expect("a range");
        assert!(small.0 <= 42 && small.2 >= 42, "{small:?}");
        assert!(large.0 <= 192 && large.2 >= 192, "{large:?}");
    }

    #[test]
    fn each_request_holds_its_chunk_and_no_image_more_than_itself() {
        let mut config = config_with("containerd-parallel", 1);
        let limits = &mut config.engine.limits;
        limits.max_concurrent_downloads_per_image = Limit::AtMost(8);
        limits.concurrent_download_chunk_size = ChunkSize::mebibytes(64);
        let (low, _, high) = gib(&config, "m6i.8xlarge").expect("a range");
        assert_eq!((low, high), (5, 5), "eight chunks of 64 MiB");
        config.engine.limits.max_concurrent_downloads_per_image = Limit::AtMost(1000);
        assert_eq!(gib(&config, "m6i.8xlarge").map(|it| it.2), Some(10));
        config.engine.limits.max_concurrent_downloads_per_image = Limit::Unlimited;
        assert_eq!(gib(&config, "m6i.8xlarge").map(|it| it.2), Some(10));
        config.engine.limits.concurrent_download_chunk_size = ChunkSize::WholeLayer;
        assert_eq!(gib(&config, "m6i.8xlarge"), None);
    }

    #[test]
    fn stock_containerd_holds_nothing_worth_counting() {
        assert_eq!(gib(&config_with("containerd", 31), "m6i.large"), None);
    }
}
