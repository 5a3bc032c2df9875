//! A pull as a picture: what each layer does when, and what the node does meanwhile.

use super::bottleneck::{Bottleneck, bound, bounds};
use super::conditions::Conditions;
use super::image::SimulatedImage;
use super::node::NodeSetup;
use super::numbers::{bytes, data_rate, duration};
use super::parameter::ParameterValues;
use super::simulation::Simulator;
use super::simulation::outcome::Span;
use crate::core::config::Compression;
use crate::core::units::{ByteSize, DataRate, TimeSpan};

/// What one layer does; times are since the start of the pull.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LayerBar {
    /// Size in the registry.
    pub compressed: ByteSize,
    /// Size of the unpacked tree.
    pub unpacked: ByteSize,
    /// How it is packed.
    pub compression: Compression,
    /// It waited for a request until here.
    pub download_starts: TimeSpan,
    /// It downloaded until here.
    pub download_ends: TimeSpan,
    /// It waited for a permit, or its turn, until here.
    pub unpack_starts: TimeSpan,
    /// It unpacked until here.
    pub unpack_ends: TimeSpan,
}

/// What the node does for a while in which nothing changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Since the start of the pull.
    pub starts: TimeSpan,
    /// Likewise.
    pub ends: TimeSpan,
    /// Layers that download.
    pub downloads: u32,
    /// Layers that unpack.
    pub unpacks: u32,
    /// Bytes that come in meanwhile.
    pub downloaded: ByteSize,
    /// Bytes of unpacked files made meanwhile.
    pub unpacked: ByteSize,
    /// Bytes written, to the disk or into memory.
    pub written: ByteSize,
    /// Bytes that reach the disk.
    pub to_disk: ByteSize,
    /// Bytes that are read from the disk again, because memory did not keep them until they are unpacked.
    pub read: ByteSize,
    /// What holds the node back.
    pub bound: Bottleneck,
}

/// A simulated pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullTimeline {
    /// How long it takes.
    pub total: TimeSpan,
    /// What each layer does, the lowest first.
    pub layers: Vec<LayerBar>,
    /// What the node does, in the order of time.
    pub segments: Vec<Segment>,
    /// What holds the pull up, longest first, and how long; together it is the whole pull.
    pub bounds: Vec<(Bottleneck, TimeSpan)>,
    /// What the network can bring.
    pub network: DataRate,
    /// What the disk can write.
    pub disk: DataRate,
}

impl PullTimeline {
    pub(super) fn simulate(
        setup: &NodeSetup,
        image: &SimulatedImage,
        draw: &ParameterValues,
    ) -> Self {
        Self::under(&setup.conditions(draw), image)
    }

    /// The same without a node.
    pub(super) fn under(conditions: &Conditions, image: &SimulatedImage) -> Self {
        let layers = image.layers();
        let (outcome, times, spans) = Simulator::default().record(image, conditions);
        let bars = layers.iter().zip(&times).map(|(layer, times)| LayerBar {
            compressed: bytes(layer.compressed),
            unpacked: bytes(layer.unpacked),
            compression: layer.compression,
            download_starts: duration(times.download_starts),
            download_ends: duration(times.download_ends),
            unpack_starts: duration(times.unpack_starts),
            unpack_ends: duration(times.unpack_ends),
        });
        let mut sums = Sums::default();
        let segments = spans.iter().map(|span| {
            let [downloaded, unpacked, written, to_disk, read] = sums.next(span);
            Segment {
                starts: duration(span.from),
                ends: duration(span.to),
                downloads: u32::try_from(span.downloads).unwrap_or(u32::MAX),
                unpacks: u32::try_from(span.unpacks).unwrap_or(u32::MAX),
                downloaded,
                unpacked,
                written,
                to_disk,
                read,
                bound: bound(span.holdup, outcome.last, conditions, layers),
            }
        });
        Self {
            total: duration(outcome.seconds),
            layers: bars.collect(),
            segments: segments.collect(),
            bounds: bounds(&outcome, conditions, layers),
            network: data_rate(conditions.network),
            disk: data_rate(conditions.disk),
        }
    }

    /// How busy network and disk are meanwhile, in percent of what they can do.
    pub fn busy(&self, segment: &Segment) -> (u32, u32) {
        let span = segment
            .ends
            .as_millis()
            .saturating_sub(segment.starts.as_millis());
        let percent = |amount: ByteSize, rate: DataRate| {
            // A MB/s is a thousand bytes a millisecond.
            let most = u128::from(span) * u128::from(rate.to_megabytes()) * 1000;
            let percent = (u128::from(amount.to_bytes()) * 100).checked_div(most);
            u32::try_from(percent.unwrap_or(0).min(100)).unwrap_or(100)
        };
        let at_disk = segment.to_disk.to_bytes() + segment.read.to_bytes();
        let at_disk = ByteSize::bytes(at_disk);
        (
            percent(segment.downloaded, self.network),
            percent(at_disk, self.disk),
        )
    }

    /// How busy network and disk are over the whole pull, in percent.
    pub fn busy_on_average(&self) -> (u32, u32) {
        let sums = self
            .segments
            .iter()
            .fold((0, 0), |(network, disk), segment| {
                let span = u64::from(segment.ends.as_millis())
                    .saturating_sub(u64::from(segment.starts.as_millis()));
                let busy = self.busy(segment);
                (
                    network + span * u64::from(busy.0),
                    disk + span * u64::from(busy.1),
                )
            });
        let share = |sum: u64| {
            let percent = sum / u64::from(self.total.as_millis().max(1));
            u32::try_from(percent.min(100)).unwrap_or(100)
        };
        (share(sums.0), share(sums.1))
    }

    /// What holds the pull up longest.
    pub fn bound(&self) -> Bottleneck {
        self.bounds
            .first()
            .map_or(Bottleneck::Start, |(bound, _)| *bound)
    }
}

/// Sums so far, so that rounding to bytes never adds up.
#[derive(Debug, Default)]
struct Sums([f64; 5]);

impl Sums {
    fn next(&mut self, span: &Span) -> [ByteSize; 5] {
        let before = self.0;
        let more = [
            span.downloaded,
            span.unpacked,
            span.written,
            span.to_disk,
            span.read,
        ];
        let mut parts = [ByteSize::bytes(0); 5];
        let all = parts.iter_mut().zip(&mut self.0).zip(before).zip(more);
        for (((part, sum), before), more) in all {
            *sum += more;
            let (from, to) = (bytes(before).to_bytes(), bytes(*sum).to_bytes());
            *part = ByteSize::bytes(to.saturating_sub(from));
        }
        parts
    }
}
