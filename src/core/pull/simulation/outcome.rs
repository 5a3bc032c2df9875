//! What comes out of a simulated pull.
//!
//! Megabytes (decimal), seconds.

use super::progress::{Clock, Progress};
use crate::core::pull::conditions::Conditions;
use crate::core::pull::node::puller::Order;
use crate::core::pull::numbers::fast_max;

/// What held a pull up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core) enum BottleneckKind {
    /// The disk.
    Disk,
    /// A layer's own stream.
    Stream,
    /// One layer after the other.
    Turns,
    /// The cores.
    Cpu,
    /// A free permit.
    Permits,
    /// All connections together.
    Network,
    /// Each connection's rate, and how many there are.
    Connections,
    /// The registry's first answers.
    Start,
}

impl BottleneckKind {
    pub(in crate::core) const COUNT: usize = 8;
    /// As declared, which is the order in which equal ones are named.
    pub(in crate::core) const ALL: [Self; Self::COUNT] = [
        Self::Disk,
        Self::Stream,
        Self::Turns,
        Self::Cpu,
        Self::Permits,
        Self::Network,
        Self::Connections,
        Self::Start,
    ];
}

/// How a simulated pull went.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct Outcome {
    /// From the first request to the last layer unpacked.
    pub(in crate::core) seconds: f64,
    /// What held it up longest.
    pub(in crate::core) holdup: BottleneckKind,
    /// Seconds by what held it up, in the order of [`BottleneckKind::ALL`]; they add up to all.
    pub(in crate::core) held: [f64; BottleneckKind::COUNT],
    /// The layer that was unpacked last.
    pub(in crate::core) last: usize,
    /// Most MB that waited in the page cache: with room for more, the pull is the same.
    pub(in crate::core) peak_dirty: f64,
}

/// Most MB that wait in the page cache, if these writes meet a disk that is never waited for.
pub(in crate::core) fn peak_dirty(writes: &[(f64, f64)], disk: f64) -> f64 {
    let (mut dirty, mut most) = (0.0_f64, 0.0_f64);
    for (seconds, rate) in writes {
        dirty = fast_max(dirty + (rate - disk) * seconds, 0.0);
        most = fast_max(most, dirty);
    }
    most
}

/// When a layer did what: seconds since the first request.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::core) struct Times {
    pub(in crate::core) download_starts: f64,
    pub(in crate::core) download_ends: f64,
    pub(in crate::core) unpack_starts: f64,
    pub(in crate::core) unpack_ends: f64,
}

/// What the whole node did for a while.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::core) struct Span {
    pub(in crate::core) from: f64,
    pub(in crate::core) to: f64,
    pub(in crate::core) downloads: usize,
    pub(in crate::core) unpacks: usize,
    /// Cores that unpack, each as busy as its stream is fast.
    pub(in crate::core) cores: f64,
    /// MB over the whole span.
    pub(in crate::core) downloaded: f64,
    pub(in crate::core) unpacked: f64,
    pub(in crate::core) written: f64,
    pub(in crate::core) to_disk: f64,
    /// What the disk read again.
    pub(in crate::core) read: f64,
    pub(in crate::core) holdup: BottleneckKind,
}

impl Outcome {
    /// What a run came to that ended at `end`, and what held it up. `turns` is what held up layers that are
    /// unpacked one after the other, in seconds.
    pub(super) fn new(
        progress: &[Progress],
        end: Clock,
        turns: &[f64; BottleneckKind::COUNT],
        peak_dirty: f64,
        conditions: &Conditions,
    ) -> Self {
        let mut last = (0, Progress::default());
        for (at, layer) in progress.iter().enumerate() {
            if layer.unpack_ends > last.1.unpack_ends {
                last = (at, *layer);
            }
        }
        let (last, layer) = last;
        let mut held = [0.0; BottleneckKind::COUNT];
        let mut add = |holdup: BottleneckKind, seconds: f64| {
            if let Some(held) = held.get_mut(holdup as usize) {
                *held += seconds.max(0.0);
            }
        };
        add(BottleneckKind::Start, conditions.start);
        if conditions.order == Order::LowestFirst {
            for holdup in BottleneckKind::ALL {
                let seconds = turns.get(holdup as usize).copied();
                add(holdup, seconds.unwrap_or(0.0));
            }
        } else {
            // Back along the layer that ended last: its download, its wait, its unpacking.
            let (downloaded, unpacks) = (layer.download_ends, layer.unpack_starts);
            add(BottleneckKind::Disk, end.disk);
            add(BottleneckKind::Network, downloaded.network);
            add(
                BottleneckKind::Connections,
                downloaded.now - downloaded.network - downloaded.disk,
            );
            let wait_cpu = unpacks.cpu - downloaded.cpu;
            add(BottleneckKind::Cpu, end.cpu - downloaded.cpu);
            add(
                BottleneckKind::Permits,
                unpacks.now - downloaded.now - (unpacks.disk - downloaded.disk) - wait_cpu,
            );
            add(
                BottleneckKind::Stream,
                end.now - unpacks.now - (end.disk - unpacks.disk) - (end.cpu - unpacks.cpu),
            );
        }
        let mut holdup = BottleneckKind::Disk;
        let of = |holdup: BottleneckKind| held.get(holdup as usize).copied().unwrap_or(0.0);
        for other in BottleneckKind::ALL {
            if of(other) > of(holdup) {
                holdup = other;
            }
        }
        Self {
            seconds: conditions.start + end.now,
            holdup,
            held,
            last,
            peak_dirty,
        }
    }
}
