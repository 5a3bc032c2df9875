//! What holds a pull up, with its numbers.

use super::conditions::Conditions;
use super::image::SimulatedLayer;
use super::node::network::Limited;
use super::numbers::{bytes, data_rate, duration, longest_first, whole};
use super::simulation::outcome::{BottleneckKind, Outcome};
use crate::core::order;
use crate::core::units::{ByteSize, DataRate, TimeSpan, counted};

/// What holds a pull up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bottleneck {
    /// The disk writes no faster.
    Disk {
        /// What it writes.
        rate: DataRate,
    },
    /// One layer unpacks on one core.
    OneLayerUnpacks {
        /// Its place in the image, from 0.
        layer: usize,
        /// Its size in the registry.
        compressed: ByteSize,
        /// What one core makes of it, unpacked.
        rate: DataRate,
    },
    /// Layers unpack one after the other.
    OneAfterTheOther {
        /// What one core unpacks.
        rate: DataRate,
    },
    /// More layers unpack than there are cores for.
    Cpu {
        /// Layers that unpack at full speed at once.
        streams: u32,
    },
    /// Layers wait for a permit to unpack.
    UnpackPermits {
        /// How many there are.
        permits: u32,
    },
    /// The network card is full.
    Network {
        /// What a pull gets of it.
        rate: DataRate,
    },
    /// The registry gives no more, however many connections there are.
    Registry {
        /// What it gives.
        rate: DataRate,
    },
    /// Each connection gives no more, and there are only so many.
    Connections {
        /// Requests at once; none if there is no limit but the image's own chunks.
        requests: Option<u32>,
        /// What one gives.
        rate: DataRate,
    },
    /// The registry's first answers take longest: a small image.
    Start,
}

impl Bottleneck {
    /// One clause for a person: “one 4.7 GB layer unpacks on one core”.
    pub fn describe(self) -> String {
        match self {
            Self::Disk { rate } => format!("the disk writes {rate}"),
            Self::OneLayerUnpacks { compressed, .. } => {
                format!("one {} layer unpacks on one core", compressed.rounded())
            }
            Self::OneAfterTheOther { rate } => {
                format!("layers unpack one at a time, {rate}")
            }
            Self::Cpu { streams } => {
                let layers = counted(streams, "layer");
                format!("the CPU unpacks {layers} at once at full speed")
            }
            Self::UnpackPermits { permits: 1 } => "only 1 layer unpacks at once".to_owned(),
            Self::UnpackPermits { permits } => format!("only {permits} layers unpack at once"),
            Self::Network { rate } => format!("the network card delivers {rate}"),
            Self::Registry { rate } => format!("the registry delivers {rate}"),
            Self::Connections {
                requests: Some(1),
                rate,
            } => format!("one request at a time delivers {rate}"),
            Self::Connections {
                requests: Some(requests),
                rate,
            } => format!("{requests} concurrent requests deliver {rate} each"),
            Self::Connections {
                requests: None,
                rate,
            } => format!("each request delivers {rate}"),
            Self::Start => "the registry's first responses take longest".to_owned(),
        }
    }
}

/// The bound behind a holdup.
pub(super) fn bound(
    holdup: BottleneckKind,
    last: usize,
    conditions: &Conditions,
    layers: &[SimulatedLayer],
) -> Bottleneck {
    let gzip = || data_rate(conditions.stream.into_iter().next().unwrap_or(0.0));
    match holdup {
        BottleneckKind::Disk => Bottleneck::Disk {
            rate: data_rate(conditions.disk),
        },
        BottleneckKind::Stream => Bottleneck::OneLayerUnpacks {
            layer: last,
            compressed: bytes(layers.get(last).map_or(0.0, |layer| layer.compressed)),
            rate: layers.get(last).map_or_else(gzip, |layer| {
                data_rate(conditions.stream_of(layer.compression))
            }),
        },
        BottleneckKind::Turns => Bottleneck::OneAfterTheOther { rate: gzip() },
        BottleneckKind::Cpu => Bottleneck::Cpu {
            streams: whole(
                layers
                    .get(last)
                    .map_or(0.0, |layer| conditions.streams_of(layer.compression)),
            ),
        },
        BottleneckKind::Permits => Bottleneck::UnpackPermits {
            permits: u32::try_from(conditions.order.permits()).unwrap_or(u32::MAX),
        },
        BottleneckKind::Network => {
            let rate = data_rate(conditions.network);
            match conditions.network_is {
                Limited::Card => Bottleneck::Network { rate },
                Limited::Registry => Bottleneck::Registry { rate },
            }
        }
        BottleneckKind::Connections => Bottleneck::Connections {
            requests: (conditions.requests < f64::INFINITY).then(|| whole(conditions.requests)),
            rate: data_rate(conditions.connection),
        },
        BottleneckKind::Start => Bottleneck::Start,
    }
}

/// Everything that held a pull up, longest first, without what held it up less than a hundredth
/// of a second.
pub(super) fn bounds(
    outcome: &Outcome,
    conditions: &Conditions,
    layers: &[SimulatedLayer],
) -> Vec<(Bottleneck, TimeSpan)> {
    let mut held: Vec<(Bottleneck, TimeSpan)> = BottleneckKind::ALL
        .into_iter()
        .zip(outcome.held)
        .filter(|(_, seconds)| *seconds >= 0.01)
        .map(|(holdup, seconds)| {
            let bound = bound(holdup, outcome.last, conditions, layers);
            (bound, duration(seconds))
        })
        .collect();
    order::stable_sort_by_u64(&mut held, |(_, time)| longest_first(*time));
    held
}
