//! What comes out of a simulated pull.
//!
//! Megabytes (decimal), seconds.

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
    pub(in crate::core) holdup: BottleneckKind,
}
