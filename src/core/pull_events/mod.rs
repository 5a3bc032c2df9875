//! From pasted events of pods to measured pulls.
//!
//! What is recognised: `kubectl describe pod`, its lines that `grep Pulled` leaves, the tables of
//! `kubectl get events` and `kubectl events`, and events as JSON or YAML. The message is the
//! kubelet's own and English whatever the locale (kubernetes v1.34, pkg/kubelet/images).

mod compare;
mod message;
mod pods;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::core::error::Invalid;
use crate::core::units::{ByteSize, Duration, grouped};
use crate::core::{json, paste};
pub use compare::{Comparison, Side, compare_pulls};
use message::{Found, Message};
use pods::Squeezed;

/// Most pulls that are taken from one paste.
const MOST_PULLS: usize = 10_000;

/// One image that was pulled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullEvent {
    /// The pod that waited for it, where the paste tells.
    pub pod: Option<String>,
    /// The image, as the pod names it.
    pub image: String,
    /// How long the pull took.
    pub pull: Duration,
    /// The same with the time in the kubelet's queue.
    pub with_waiting: Option<Duration>,
    /// Size in the registry; kubelets before 1.29 do not say it.
    pub size: Option<ByteSize>,
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
}

/// An image that was on the node already: no pull.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlreadyPresent {
    /// The pod, where the paste tells.
    pub pod: Option<String>,
    /// The image.
    pub image: String,
}

/// What was understood of a paste.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PullEvents {
    /// Pulls, in the order of the paste, each once.
    pub pulls: Vec<PullEvent>,
    /// Images that were there already, in the same way.
    pub already_present: Vec<AlreadyPresent>,
    /// What was left out, a sentence each.
    pub notes: Vec<String>,
}

/// Reads pasted events.
///
/// # Errors
/// Text without any pull: what it is instead, and what to paste.
pub fn read_pull_events(text: &str) -> Result<PullEvents, Invalid> {
    let text = paste::clean(text)?;
    if let Some(page) = paste::web_page(&text) {
        return Err(page);
    }
    let documents = json::documents(&text);
    let mut collected = Collected::default();
    for document in &documents.values {
        for event in events(document) {
            collected.add_event(event);
        }
    }
    let lines = Squeezed::new(&documents.others);
    for found in message::find(&lines.text) {
        let pod = lines.pod_before(found.at);
        collected.add(found, pod);
    }
    if collected.pulls.is_empty() && collected.already_present.is_empty() {
        return Err(nothing_found(&lines.text, collected.broken));
    }
    Ok(collected.finish())
}

fn nothing_found(squeezed: &str, broken: usize) -> Invalid {
    Invalid::new(if broken > 0 {
        "There are pulls in this, but each breaks off before its seconds. Copy the lines whole."
    } else if squeezed.contains("Failedtopullimage") {
        "The pull failed: there is only “Failed to pull image” in this."
    } else if squeezed.contains("Pullingimage") {
        "The pull is still going on: there is only “Pulling image” in this. Paste it again when the pod runs."
    } else {
        "There is no “Successfully pulled image” in this. Paste what kubectl describe pod NAME or kubectl get events prints; events are kept for an hour."
    })
}

/// The events of a document: a list of them, or one.
fn events(document: &Value) -> &[Value] {
    let listed = document.get("items").unwrap_or(document);
    match listed {
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// What a pull is told apart by, besides its pod.
type Measured = (String, Duration, Option<Duration>, Option<ByteSize>);

/// Pulls that took the same time: those of named pods, and where the one without a name stands.
#[derive(Default)]
struct Known {
    pods: BTreeSet<String>,
    nameless: Option<usize>,
}

#[derive(Default)]
struct Collected {
    pulls: Vec<PullEvent>,
    already_present: Vec<AlreadyPresent>,
    /// Pulls by what was measured.
    known: BTreeMap<Measured, Known>,
    /// Pods and images that were there already.
    present: BTreeSet<(Option<String>, String)>,
    repeated: usize,
    broken: usize,
    beyond: usize,
}

impl Collected {
    /// An event of core/v1 (`message`, `involvedObject`) or of events.k8s.io (`note`, `regarding`).
    fn add_event(&mut self, event: &Value) {
        let text = |names: [&str; 2]| {
            let value = names.iter().find_map(|name| event.get(*name))?;
            value.as_str()
        };
        let Some(message) = text(["message", "note"]) else {
            return;
        };
        let object = event
            .get("involvedObject")
            .or_else(|| event.get("regarding"));
        let pod = object
            .and_then(|object| object.get("name")?.as_str())
            .filter(|name| pods::is_name(name))
            .map(str::to_owned);
        let squeezed = Squeezed::new(message);
        for found in message::find(&squeezed.text) {
            self.add(found, pod.clone());
        }
    }

    fn add(&mut self, found: Found, pod: Option<String>) {
        match found.message {
            Message::Broken => self.broken += 1,
            Message::Present { image } => {
                if self.already_present.len() < MOST_PULLS
                    && self.present.insert((pod.clone(), image.clone()))
                {
                    self.already_present.push(AlreadyPresent { pod, image });
                }
            }
            Message::Pulled {
                image,
                pull,
                with_waiting,
                size,
            } => self.add_pull(PullEvent {
                pod,
                image,
                pull,
                with_waiting,
                size,
            }),
        }
    }

    /// The same pull may be pasted as an event, as a line of describe and once more; two pods with
    /// the same image on two nodes never take the same milliseconds and stay two.
    fn add_pull(&mut self, event: PullEvent) {
        let measured = (
            event.image.clone(),
            event.pull,
            event.with_waiting,
            event.size,
        );
        let known = self.known.entry(measured).or_default();
        let repeats = match &event.pod {
            None => known.nameless.is_some() || !known.pods.is_empty(),
            Some(pod) => match known.nameless.and_then(|place| self.pulls.get_mut(place)) {
                _ if known.pods.contains(pod) => true,
                Some(nameless) => {
                    nameless.pod = Some(pod.clone());
                    known.nameless = None;
                    known.pods.insert(pod.clone());
                    true
                }
                None => false,
            },
        };
        if repeats {
            self.repeated += 1;
        } else if self.pulls.len() >= MOST_PULLS {
            self.beyond += 1;
        } else {
            match &event.pod {
                Some(pod) => {
                    known.pods.insert(pod.clone());
                }
                None => known.nameless = Some(self.pulls.len()),
            }
            self.pulls.push(event);
        }
    }

    fn finish(self) -> PullEvents {
        let mut notes = Vec::new();
        let mut note = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => notes.push(one.to_owned()),
            several => notes.push(format!("{} {many}", grouped(several as u64))),
        };
        note(
            self.repeated,
            "One pull is there twice and counts once.",
            "pulls are repeated and count once.",
        );
        note(
            self.broken,
            "One pull breaks off before its seconds and is left out.",
            "pulls break off before their seconds and are left out.",
        );
        note(
            self.already_present.len(),
            "One image was on the node already, which is no pull.",
            "images were on the node already, which is no pull.",
        );
        note(
            self.beyond,
            "One pull more than this tool takes is left out.",
            "pulls more than this tool takes are left out.",
        );
        PullEvents {
            pulls: self.pulls,
            already_present: self.already_present,
            notes,
        }
    }
}
