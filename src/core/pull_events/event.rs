//! What is read from a paste.

use super::causes::PullCause;
use crate::core::units::{ByteSize, TimeSpan};

/// Which program measured a pull.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PullSource {
    /// The kubelet, in an event or its log.
    #[default]
    Kubelet,
    /// containerd, in its log: without the kubelet's queue, and without a pod.
    Containerd,
    /// The SOCI snapshotter, in its log: from its first layer to its last. It names no image.
    Soci,
}

impl PullSource {
    /// For output: `kubelet`, `containerd` or `soci`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kubelet => "kubelet",
            Self::Containerd => "containerd",
            Self::Soci => "soci",
        }
    }
}

/// One image that was pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullEvent {
    /// The pod that waited for it, where the paste tells.
    pub pod: Option<String>,
    /// The node, where the paste tells.
    pub node: Option<String>,
    /// The image, as the pod names it; `unknown` from SOCI's log.
    pub image: String,
    /// How long the pull took.
    pub pull: TimeSpan,
    /// The same with the time in the kubelet's queue.
    pub with_waiting: Option<TimeSpan>,
    /// Size in the registry; kubelets before 1.29 do not say it.
    pub size: Option<ByteSize>,
    /// Who measured it.
    pub source: PullSource,
}

impl PullEvent {
    /// How long the pull waited for others, if that is more than a tenth of the pull itself.
    pub fn waited(&self) -> Option<TimeSpan> {
        let (pull, both) = (self.pull.as_millis(), self.with_waiting?.as_millis());
        let notable = u64::from(both) * 10 > u64::from(pull) * 11;
        notable.then(|| TimeSpan::from_millis(both.saturating_sub(pull)))
    }

    /// Whether it is known which image this was.
    pub fn names_image(&self) -> bool {
        self.source != PullSource::Soci
    }
}

/// An image that was on the node already: no pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlreadyPresent {
    /// The pod, where the paste tells.
    pub pod: Option<String>,
    /// The image.
    pub image: String,
}

/// A pull whose time is no measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The pull.
    pub pull: PullEvent,
    /// Why it is none.
    pub why: Implausible,
}

/// A layer whose unpacking SOCI timed; it does so at the log level debug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnpackedLayer {
    /// Its digest, where the line tells.
    pub digest: Option<String>,
    /// Its size in the registry, where the line tells.
    pub size: Option<ByteSize>,
    /// How long it was unpacked, its download included.
    pub unpack: TimeSpan,
}

/// What was understood of a paste.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullEvents {
    /// Pulls, in the order of the paste, each once; those of journals behind the kubelet's.
    pub pulls: Vec<PullEvent>,
    /// Images that were there already, in the same way.
    pub already_present: Vec<AlreadyPresent>,
    /// Pulls that cannot have been: never measurements.
    pub left_out: Vec<LeftOut>,
    /// Layers that SOCI's log times.
    pub layers: Vec<UnpackedLayer>,
    /// Why pulls failed or waited, in the order of the paste.
    pub causes: Vec<PullCause>,
    /// What was left out, a sentence each.
    pub notes: Vec<String>,
}

/// Why a time is no measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Implausible {
    /// Faster than any node pulls: the content was there already.
    TooFast,
    /// 0 ms, without a size that would tell more.
    NoTime,
    /// Longer than any pull goes on.
    TooLong,
    /// Less time with waiting than without.
    WaitingBelowPull,
}
