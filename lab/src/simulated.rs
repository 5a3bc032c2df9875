//! The simulation, asked with rates that were measured here.

use soci_configurator::core::{
    ByteRate, ByteSize, ChunkSize, Compression, Constants, GivenRates, Layer, Parameter,
    PullTimeline, TimeSpan, UnpackOrder,
};

use crate::image::PackedLayer;
use crate::machine::threads_per_core;

/// More than anything here can do.
const ENDLESS: ByteRate = ByteRate::bytes(1_000_000_000_000_000);

/// A pull that nothing holds back; a stage sets what it is about.
pub fn unhindered() -> GivenRates {
    GivenRates {
        start: TimeSpan::from_millis(0),
        requests: 64,
        chunk: ChunkSize::WholeLayer,
        connection: ENDLESS,
        network: ENDLESS,
        order: UnpackOrder::AsTheyArrive(64),
        stream: ENDLESS,
        vcpus: 64,
        threads_per_core: threads_per_core(),
        disk: ENDLESS,
        cache: ByteSize::bytes(0),
        // Its images are far smaller than the memory.
        kept: ByteSize::bytes(1_000_000_000_000_000),
        keeps_layers: false,
        syncs_layers: false,
    }
}

/// MB/s as the core takes rates.
pub fn rate(megabytes: f64) -> ByteRate {
    ByteRate::bytes((megabytes * 1e6) as u64)
}

/// A layer of these sizes in bytes.
pub fn layer(compressed: u64, unpacked: u64) -> Layer {
    Layer {
        compressed: ByteSize::bytes(compressed),
        unpacked: Some(ByteSize::bytes(unpacked)),
        compression: Compression::Gzip,
    }
}

/// The layers of an image that was made here.
pub fn layers(packed: &[PackedLayer]) -> Vec<Layer> {
    packed
        .iter()
        .map(|it| layer(it.blob.size, it.unpacked))
        .collect()
}

/// Seconds of the whole pull.
pub fn seconds(timeline: &PullTimeline) -> f64 {
    f64::from(timeline.total.as_millis()) / 1000.0
}

/// The likely value of a figure.
pub fn figure(parameter: Parameter) -> f64 {
    f64::from(Constants::default().get(parameter).likely()) / 1000.0
}

/// What the model takes the kernel to hold in memory before it holds writers back, when `most` is what
/// `dirty_ratio` allows: that is a fifth of memory by default.
pub fn page_cache(most: u64) -> f64 {
    figure(Parameter::PageCache) / DIRTY_RATIO * most as f64
}

/// `vm.dirty_ratio` as Linux, AL2023 and Bottlerocket have it.
const DIRTY_RATIO: f64 = 0.2;

#[cfg(test)]
mod tests {
    use soci_configurator::core::GivenRates;

    use super::{layer, page_cache, rate, seconds, unhindered};

    #[test]
    fn only_what_a_stage_sets_takes_time() {
        let layers = vec![layer(50_000_000, 100_000_000); 2];
        assert_eq!(seconds(&unhindered().pull(&layers)), 0.0);
        let stream = rate(50.0);
        let unpacked = GivenRates {
            stream,
            ..unhindered()
        };
        assert_eq!(seconds(&unpacked.pull(&layers)), 2.0);
        assert!((page_cache(200) - 150.0).abs() < 1e-9);
    }
}
