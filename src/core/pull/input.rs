//! What a pull is simulated with: the image and everything else that it depends on.
//!
//! Megabytes (decimal), seconds.

use super::network::Limited;
use super::rank::f64_sort_key;
use crate::core::config::Compression;
use crate::core::order;

/// A layer as the simulation sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct SimulatedLayer {
    /// MB in the registry, above zero.
    pub(in crate::core) compressed: f64,
    /// MB of its unpacked tree, above zero.
    pub(in crate::core) unpacked: f64,
    pub(in crate::core) compression: Compression,
}

/// Layers, with what is needed of them again and again.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::core) struct SimulatedImage {
    layers: Vec<SimulatedLayer>,
    by_size: Vec<usize>,
}

impl SimulatedImage {
    pub(in crate::core) fn new(layers: Vec<SimulatedLayer>) -> Self {
        let size = |at: &usize| layers.get(*at).map_or(0.0, |layer| layer.compressed);
        let mut by_size: Vec<usize> = (0..layers.len()).collect();
        order::stable_sort_by_u64(&mut by_size, |at| f64_sort_key(size(at)));
        Self { layers, by_size }
    }

    /// Places of the layers, the smallest download first.
    pub(in crate::core) fn by_size(&self) -> &[usize] {
        &self.by_size
    }

    /// The layers, the lowest first.
    pub(in crate::core) fn layers(&self) -> &[SimulatedLayer] {
        &self.layers
    }
}

/// In which order layers are unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum Order {
    /// One at a time, the lowest first: stock containerd.
    LowestFirst,
    /// As they arrive, this many at once: SOCI.
    AsTheyArrive { permits: usize },
    /// This many at once, the lowest first: a layer has its permit before it has arrived. containerd's
    /// transfer service (containerd 301026e, core/unpack/unpacker.go).
    InTurn { permits: usize },
}

/// Everything else that a pull depends on. Rates are in MB/s and above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct SimulationInput {
    /// Registry and manifest, before the first byte and after the last: seconds.
    pub(in crate::core) start: f64,
    /// Requests at once; infinite if there is no limit.
    pub(in crate::core) requests: f64,
    /// MB of one request; infinite for whole layers.
    pub(in crate::core) chunk: f64,
    /// One connection.
    pub(in crate::core) connection: f64,
    /// All connections together, and whose limit that is.
    pub(in crate::core) network: f64,
    pub(in crate::core) network_is: Limited,
    pub(in crate::core) order: Order,
    /// One stream that unpacks, in MB of unpacked output: gzip, zstd, plain.
    pub(in crate::core) stream: [f64; 3],
    /// Streams that the CPU runs at full speed.
    pub(in crate::core) streams: f64,
    /// What the disk writes.
    pub(in crate::core) disk: f64,
    /// MB that may wait in the page cache for it.
    pub(in crate::core) cache: f64,
    /// Whether a compressed layer is written a second time, into containerd's store.
    pub(in crate::core) keeps_layers: bool,
}

impl SimulationInput {
    pub(in crate::core) fn stream_of(&self, compression: Compression) -> f64 {
        let [gzip, zstd, plain] = self.stream;
        match compression {
            Compression::Gzip => gzip,
            Compression::Zstd => zstd,
            Compression::Plain => plain,
        }
    }
}

/// Conditions that lead to the same pull are equal here: what never binds is cut to the most that
/// could be used.
pub(in crate::core) type SimulationKey = [u64; 14];

impl SimulationInput {
    /// The key for an image.
    pub(in crate::core) fn key(&self, image: &SimulatedImage) -> SimulationKey {
        let count = image.layers.len() as f64;
        let (permits, is_ordered) = match self.order {
            Order::LowestFirst => (1.0, 1.0),
            Order::AsTheyArrive { permits } => ((permits.max(1) as f64).min(count), 0.0),
            Order::InTurn { permits } => ((permits.max(1) as f64).min(count), 2.0),
        };
        let network = if self.requests < f64::INFINITY {
            self.network.min(self.connection * self.requests)
        } else {
            self.network
        };
        let [gzip, zstd, plain] = self.stream;
        // What types of one pool differ by comes first, so that keys are told apart soon.
        [
            gzip,
            self.streams.min(permits),
            network,
            self.disk,
            self.cache,
            self.start,
            self.requests,
            self.chunk,
            self.connection,
            is_ordered,
            permits,
            zstd,
            plain,
            f64::from(u8::from(self.keeps_layers)),
        ]
        .map(f64::to_bits)
    }
}
