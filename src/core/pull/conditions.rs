//! The conditions that a pull is simulated under: a node with one value for each uncertain figure.
//!
//! Megabytes (decimal), seconds.

use super::image::SimulatedLayer;
use super::node::NodeSetup;
use super::node::network::Limited;
use super::node::puller::Order;
use super::numbers::{fast_max, fast_min};
use super::parameter::{Parameter, ParameterValues};
use crate::core::config::Compression;

/// Seconds after which the kernel writes what waits in memory (`vm.dirty_expire_centisecs`, Linux,
/// Documentation/admin-guide/sysctl/vm.rst).
const DIRTY_EXPIRES: f64 = 30.0;

/// Of what the page cache holds before writers are held back, the share at which the kernel begins to
/// write: the middle of its two limits is the former, the lower one the latter (`vm.dirty_background_ratio`
/// 10, `vm.dirty_ratio` 20; Linux, Documentation/admin-guide/sysctl/vm.rst).
const BACKGROUND: f64 = 2.0 / 3.0;

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
    /// Streams that the CPU runs at full speed, if all are gzip, zstd, or plain.
    pub(in crate::core) streams: [f64; 3],
    /// What the disk writes.
    pub(in crate::core) disk: f64,
    /// MB that may wait in the page cache for it.
    pub(in crate::core) cache: f64,
    /// MB that the page cache keeps, written or not: a layer of which more has passed since it came is
    /// read from the disk again to be unpacked.
    pub(in crate::core) kept: f64,
    /// Whether a compressed layer is written a second time, into containerd's store.
    pub(in crate::core) keeps_layers: bool,
    /// Seconds for which written data waits in memory at most, where a layer is there only once the disk
    /// has all of it; zero where it need not wait for the disk.
    pub(in crate::core) sync_window: f64,
}

/// [`Conditions::sync_window`] of who syncs layers, or does not.
pub(in crate::core) const fn sync_window(syncs_layers: bool) -> f64 {
    if syncs_layers { DIRTY_EXPIRES } else { 0.0 }
}

impl Conditions {
    pub(in crate::core) fn stream_of(&self, compression: Compression) -> f64 {
        select(self.stream, compression)
    }

    /// Streams at full speed, if all layers are compressed so.
    pub(in crate::core) fn streams_of(&self, compression: Compression) -> f64 {
        select(self.streams, compression)
    }

    /// MB that are written for each MB of a layer that is unpacked.
    pub(in crate::core) fn written(&self, layer: &SimulatedLayer) -> f64 {
        if self.keeps_layers {
            1.0 + layer.compressed / layer.unpacked
        } else {
            1.0
        }
    }

    /// Share of a layer that has left the page cache when it is unpacked. So many MB passed through it from
    /// the layer's first byte until that is read, and from its last byte until that is: the oldest leaves
    /// first, and in between it is taken to be even.
    pub(in crate::core) fn read_again(&self, first: f64, last: f64) -> f64 {
        let (least, most) = (fast_min(first, last), fast_max(first, last));
        if most <= self.kept {
            0.0
        } else if least >= self.kept {
            1.0
        } else {
            (most - self.kept) / (most - least)
        }
    }

    /// MB of a layer that the disk has not got when the last of it arrives, after so many seconds, and
    /// that are waited for.
    pub(in crate::core) fn left_to_sync(&self, compressed: f64, seconds: f64) -> f64 {
        if self.sync_window <= 0.0 || self.disk == f64::INFINITY {
            return 0.0;
        }
        let recent = fast_min(self.sync_window / fast_max(seconds, self.sync_window), 1.0);
        fast_min(compressed * recent, self.cache * BACKGROUND)
    }
}

fn select([gzip, zstd, plain]: [f64; 3], compression: Compression) -> f64 {
    match compression {
        Compression::Gzip => gzip,
        Compression::Zstd => zstd,
        Compression::Plain => plain,
    }
}

impl NodeSetup {
    /// What the simulation runs with.
    pub(in crate::core) fn conditions(&self, draw: &ParameterValues) -> Conditions {
        let (connection, network, network_is) = self.card.rates(self.registry, draw);
        let (disk, cache, kept) = self.writes(draw);
        Conditions {
            start: draw.get(Parameter::Start),
            requests: self.puller.requests,
            chunk: self.puller.chunk,
            connection: connection.max(0.1),
            network: network.max(0.1),
            network_is,
            order: self.puller.order,
            stream: self.cores.stream(self.decompressor, draw),
            streams: self.cores.streams(self.decompressor, draw),
            disk,
            cache,
            kept,
            keeps_layers: self.puller.keeps_layers,
            sync_window: sync_window(self.puller.syncs_layers),
        }
    }
}
