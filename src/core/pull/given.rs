//! A pull whose rates are given and not those of a node: what the simulation says of rates that somebody
//! measured. `lab` compares it with real programs, stage by stage.

use super::conditions::{Conditions, sync_window};
use super::image::{SimulatedImage, SimulatedLayer};
use super::node::network::Limited;
use super::node::puller::Order;
use super::node::unpack;
use super::parameter::Constants;
use super::timeline::PullTimeline;
use crate::core::config::Layer;
use crate::core::units::{ByteRate, ByteSize, ChunkSize, TimeSpan};

/// In which order layers are unpacked, and how many at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnpackOrder {
    /// One at a time, the lowest first: stock containerd.
    OneAfterTheOther,
    /// So many at once, as they arrive: SOCI.
    AsTheyArrive(u32),
    /// So many at once, the lowest first: containerd's own parallel pull.
    InTurn(u32),
}

/// Everything but the image that a pull depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GivenRates {
    /// Before the first byte and after the last.
    pub start: TimeSpan,
    /// Requests at once.
    pub requests: u32,
    /// What one request fetches.
    pub chunk: ChunkSize,
    /// One connection.
    pub connection: ByteRate,
    /// All connections together.
    pub network: ByteRate,
    /// In which order layers are unpacked.
    pub order: UnpackOrder,
    /// Unpacked output of one stream that has its cores for itself, whatever packs the layer.
    pub stream: ByteRate,
    /// vCPUs that the streams share.
    pub vcpus: u32,
    /// How many of them are threads of one core.
    pub threads_per_core: u32,
    /// What the disk writes.
    pub disk: ByteRate,
    /// Written data that may wait in memory.
    pub cache: ByteSize,
    /// What memory keeps of it until it is read.
    pub kept: ByteSize,
    /// Whether a compressed layer is written a second time.
    pub keeps_layers: bool,
    /// Whether a layer is unpacked only once the disk has all of it.
    pub syncs_layers: bool,
}

/// MB, or MB/s, and never quite nothing.
fn mega(amount: u64) -> f64 {
    #[allow(
        clippy::cast_precision_loss,
        reason = "what can be measured is far below 2^53"
    )]
    let amount = amount as f64;
    (amount / 1e6).max(1e-6)
}

impl GivenRates {
    /// The pull of these layers, the lowest first. One whose unpacked size is unknown has its size in the
    /// registry.
    pub fn pull(&self, layers: &[Layer]) -> PullTimeline {
        let layers = layers.iter().map(|layer| SimulatedLayer {
            compressed: mega(layer.compressed.to_bytes()),
            unpacked: mega(layer.unpacked.unwrap_or(layer.compressed).to_bytes()),
            compression: layer.compression,
        });
        PullTimeline::under(&self.conditions(), &SimulatedImage::new(layers.collect()))
    }

    fn conditions(&self) -> Conditions {
        let permits = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        Conditions {
            start: f64::from(self.start.as_millis()) / 1000.0,
            requests: f64::from(self.requests.max(1)),
            chunk: self.chunk.to_bytes().map_or(f64::INFINITY, mega),
            connection: mega(self.connection.to_bytes()),
            network: mega(self.network.to_bytes()),
            network_is: Limited::Card,
            order: match self.order {
                UnpackOrder::OneAfterTheOther => Order::LowestFirst,
                UnpackOrder::AsTheyArrive(count) => Order::AsTheyArrive {
                    permits: permits(count),
                },
                UnpackOrder::InTurn(count) => Order::InTurn {
                    permits: permits(count),
                },
            },
            stream: [mega(self.stream.to_bytes()); 3],
            streams: [unpack::streams(
                f64::from(self.vcpus),
                self.threads_per_core,
                1.0,
                &Constants::default().likely(),
            ); 3],
            disk: mega(self.disk.to_bytes()),
            cache: mega(self.cache.to_bytes()),
            kept: mega(self.kept.to_bytes()),
            keeps_layers: self.keeps_layers,
            sync_window: sync_window(self.syncs_layers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{GivenRates, UnpackOrder};
    use crate::core::config::{Compression, Layer};
    use crate::core::units::{ByteRate, ByteSize, ChunkSize, TimeSpan};

    const RATES: GivenRates = GivenRates {
        start: TimeSpan::from_millis(0),
        requests: 1,
        chunk: ChunkSize::WholeLayer,
        connection: ByteRate::bytes(10_000_000),
        network: ByteRate::bytes(1_000_000_000),
        order: UnpackOrder::OneAfterTheOther,
        stream: ByteRate::bytes(100_000_000),
        vcpus: 8,
        threads_per_core: 2,
        disk: ByteRate::bytes(1_000_000_000),
        cache: ByteSize::bytes(0),
        kept: ByteSize::bytes(1_000_000_000),
        keeps_layers: false,
        syncs_layers: false,
    };

    fn seconds(rates: GivenRates, count: usize) -> f64 {
        let layer = Layer {
            compressed: ByteSize::bytes(100_000_000),
            unpacked: Some(ByteSize::bytes(200_000_000)),
            compression: Compression::Gzip,
        };
        let total = rates.pull(&vec![layer; count]).total;
        f64::from(total.as_millis()) / 1000.0
    }

    #[test]
    fn each_given_rate_is_the_one_that_holds() {
        // 100 MB at 10 MB/s, then 200 MB at 100 MB/s.
        assert_eq!(seconds(RATES, 1), 12.0);
        let start = TimeSpan::from_millis(500);
        assert_eq!(seconds(GivenRates { start, ..RATES }, 1), 12.5);
        // Two download one after the other; the first unpacks meanwhile.
        assert_eq!(seconds(RATES, 2), 22.0);
        let chunks = GivenRates {
            requests: 8,
            chunk: ChunkSize::Bytes(10_000_000),
            ..RATES
        };
        assert_eq!(seconds(chunks, 1), 3.25);
        let network = ByteRate::bytes(20_000_000);
        assert_eq!(seconds(GivenRates { network, ..chunks }, 1), 7.0);
        // What is written waits for the disk from the first byte on, or only when memory is full.
        let disk = ByteRate::bytes(5_000_000);
        assert_eq!(seconds(GivenRates { disk, ..RATES }, 1), 60.0);
        let cache = ByteSize::bytes(100_000_000);
        let held = GivenRates {
            disk,
            cache,
            ..RATES
        };
        assert_eq!(seconds(held, 1), 40.0);
        // Of 100 MB, 300 pass from each byte to its reading, so half of the layer has gone: it is read again,
        // and 250 MB need the disk at once.
        let again = GivenRates {
            disk,
            kept: ByteSize::bytes(150_000_000),
            ..RATES
        };
        assert_eq!(seconds(again, 1), 70.0);
        // 100 MB arrive in 10 s; two thirds of what memory holds wait there for the disk.
        let synced = GivenRates {
            syncs_layers: true,
            disk: ByteRate::bytes(100_000_000),
            cache: ByteSize::bytes(90_000_000),
            ..RATES
        };
        assert_eq!(seconds(synced, 1), 12.6);
    }

    #[test]
    fn streams_share_the_cores_that_are_given() {
        let all = GivenRates {
            requests: 8,
            connection: ByteRate::bytes(1_000_000_000_000),
            network: ByteRate::bytes(1_000_000_000_000),
            order: UnpackOrder::AsTheyArrive(8),
            disk: ByteRate::bytes(1_000_000_000_000),
            ..RATES
        };
        // 8 vCPUs of two threads each run 8 / 1.7 streams; as cores of their own 8 x 1.4 / 1.7.
        assert!((seconds(all, 8) - 8.0 * 1.7 / 8.0 * 2.0).abs() < 0.01);
        let cores = GivenRates {
            threads_per_core: 1,
            ..all
        };
        assert!((seconds(cores, 8) - 8.0 * 1.7 / 1.4 / 8.0 * 2.0).abs() < 0.01);
        let order = UnpackOrder::InTurn(1);
        assert!((seconds(GivenRates { order, ..all }, 8) - 16.0).abs() < 0.01);
    }
}
