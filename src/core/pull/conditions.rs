//! The conditions that a pull is simulated under: a node with one value for each uncertain figure.
//!
//! Megabytes (decimal), seconds.

use super::node::NodeSetup;
use super::node::network::Limited;
use super::node::puller::Order;
use super::parameter::{Parameter, ParameterValues};
use crate::core::config::Compression;

/// Everything but the image that a pull depends on. Rates are in MB/s and above zero.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct Conditions {
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

impl Conditions {
    pub(in crate::core) fn stream_of(&self, compression: Compression) -> f64 {
        let [gzip, zstd, plain] = self.stream;
        match compression {
            Compression::Gzip => gzip,
            Compression::Zstd => zstd,
            Compression::Plain => plain,
        }
    }
}

impl NodeSetup {
    /// What the simulation runs with.
    pub(in crate::core) fn conditions(&self, draw: &ParameterValues) -> Conditions {
        let (connection, network, network_is) = self.card.rates(self.registry, draw);
        let (disk, cache) = self.writes(draw);
        Conditions {
            start: draw.get(Parameter::Start),
            requests: self.puller.requests,
            chunk: self.puller.chunk,
            connection: connection.max(0.1),
            network: network.max(0.1),
            network_is,
            order: self.puller.order,
            stream: self.cores.stream(self.decompressor, draw),
            streams: self.cores.streams(draw),
            disk,
            cache,
            keeps_layers: self.puller.keeps_layers,
        }
    }
}
