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
mod event;
mod lines;
mod logs;
mod message;
mod plausible;
mod pods;
mod runtime;
mod segments;
mod table;

use crate::core::error::ValueError;
use crate::core::{json, paste};
pub use causes::{CauseKind, Certainty, PullCause};
use collect::Collected;
pub(crate) use compare::median;
pub use compare::{Comparison, Side, compare_pulls};
pub use event::{
    AlreadyPresent, Implausible, LeftOut, PullEvent, PullEvents, PullSource, UnpackedLayer,
};
use lines::Riddles;
pub(crate) use logs::rfc3339;
pub(crate) use plausible::can_be_pulled;

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
        if let Some(how) = collected.how() {
            return Err(ValueError::new(format!(
                "{how} This contains no pull: paste the lines around “Pulled image” as well."
            )));
        }
        return Err(nothing_found(&squeezed, collected.broken));
    }
    told.extend(riddles.sentence());
    Ok(collected.finish(told))
}

fn nothing_found(squeezed: &str, broken: usize) -> ValueError {
    ValueError::new(if broken > 0 {
        "The pulls in this have no duration: they are cut off, or their kubelet does not log it. Copy the whole lines."
    } else if squeezed.contains("Back-offpullingimage") || squeezed.contains("ImagePullBackOff") {
        "An earlier pull failed, as “Back-off pulling image” or “ImagePullBackOff” shows, but not why. Paste the event with “Failed to pull image” as well; the kubelet's log keeps it longer than an hour."
    } else if squeezed.contains("ImageService/PullImage") {
        "This is CRI-O's log, which is not read: it has no duration of a pull, and EKS nodes run containerd. Paste the events of the pods, or the kubelet's log."
    } else if squeezed.contains("Pullingimage") {
        "The pull is still running: this contains only “Pulling image”. Paste it again when the pod runs."
    } else {
        "This contains no “Successfully pulled image”. Paste the output of kubectl describe pod NAME or kubectl get events, or the kubelet or containerd log; events are kept for an hour."
    })
}
