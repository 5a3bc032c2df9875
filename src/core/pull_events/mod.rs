//! From pasted events and logs to measured pulls, and to why others failed.
//!
//! What is recognised: `kubectl describe pod`, its lines that `grep Pulled` leaves, the tables of
//! `kubectl get events` and `kubectl events`, custom columns, CSV, events as JSON or YAML, also as
//! log stores wrap them; the logs of the kubelet, of containerd and of the SOCI snapshotter. The
//! messages are English whatever the locale (kubernetes v1.34, pkg/kubelet/images).

mod causes;
mod collect;
mod compare;
mod document;
mod lines;
mod logs;
mod message;
mod plausible;
mod pods;
mod runtime;
mod segments;
mod table;

use crate::core::error::ValueError;
use crate::core::units::{ByteSize, Duration};
use crate::core::{json, paste};
pub use causes::{CauseKind, Certainty, PullCause};
use collect::Collected;
pub use compare::{Comparison, Side, compare_pulls};
use lines::Riddles;
pub use plausible::Implausible;
pub(crate) use plausible::can_be_pulled;

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
    pub pull: Duration,
    /// The same with the time in the kubelet's queue.
    pub with_waiting: Option<Duration>,
    /// Size in the registry; kubelets before 1.29 do not say it.
    pub size: Option<ByteSize>,
    /// Who measured it.
    pub source: PullSource,
}

impl PullEvent {
    /// How long the pull waited for others, if that is more than a tenth of the pull itself.
    pub fn waited(&self) -> Option<Duration> {
        let (pull, both) = (
            self.pull.to_milliseconds(),
            self.with_waiting?.to_milliseconds(),
        );
        let notable = u64::from(both) * 10 > u64::from(pull) * 11;
        notable.then(|| Duration::milliseconds(both.saturating_sub(pull)))
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
    pub unpack: Duration,
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

/// Every kind of cause that [`read_pull_events`] knows.
pub fn cause_kinds() -> impl Iterator<Item = &'static CauseKind> {
    causes::kinds()
}

/// Reads pasted events and logs.
///
/// # Errors
/// Text without any pull, done or failed: what it is instead, and what to paste.
pub fn read_pull_events(text: &str) -> Result<PullEvents, ValueError> {
    let text = paste::clean(text)?;
    if let Some(page) = paste::web_page(&text) {
        return Err(page);
    }
    let documents = json::documents(&text);
    let mut collected = Collected::default();
    let mut riddles = Riddles::default();
    for (document, line) in documents.values.iter().zip(&documents.lines) {
        let understood = document::take(document, *line, &mut collected);
        riddles.add(understood, *line);
    }
    let squeezed = lines::read(&documents, &mut collected, &mut riddles);
    let mut told = collected.end_journals();
    if collected.is_empty() {
        return Err(nothing_found(&squeezed, collected.broken));
    }
    told.extend(riddles.sentence());
    Ok(collected.finish(told))
}

fn nothing_found(squeezed: &str, broken: usize) -> ValueError {
    ValueError::new(if broken > 0 {
        "There are pulls in this, but each breaks off before its seconds, or its kubelet writes none. Copy the lines whole."
    } else if squeezed.contains("Back-offpullingimage") || squeezed.contains("ImagePullBackOff") {
        "An earlier pull failed: “Back-off pulling image” or “ImagePullBackOff” says so, but not why. Paste the event with “Failed to pull image” as well; the kubelet's log keeps it longer than an hour."
    } else if squeezed.contains("Pullingimage") {
        "The pull is still going on: there is only “Pulling image” in this. Paste it again when the pod runs."
    } else {
        "There is no “Successfully pulled image” in this. Paste what kubectl describe pod NAME or kubectl get events prints, or the log of the kubelet or containerd; events are kept for an hour."
    })
}
