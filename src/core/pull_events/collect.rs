//! What was found so far: each pull once, and what speaks against it.

use std::collections::{BTreeMap, BTreeSet};

use super::causes::Causes;
use super::logs::LogLine;
use super::message::{self, Found, Message};
use super::plausible;
use super::pods::{Squeezed, scheduled};
use super::runtime::Journals;
use super::{AlreadyPresent, LeftOut, PullEvent, PullEvents, PullSource};
use crate::core::units::{ByteSize, TimeSpan, grouped};

/// Most pulls that are taken from one paste.
const MAX_PULLS: usize = 10_000;

/// Most pulls left out that are named one by one.
const MAX_NAMED: usize = 5;

/// Shortest wait that is worth a word.
const LONG_WAIT: TimeSpan = TimeSpan::from_secs(5);

/// Where a message stands.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    /// One-based line of the text.
    pub line: usize,
    pub pod: Option<String>,
    pub node: Option<String>,
}

/// What a pull is told apart by, besides its pod.
type Measured = (String, TimeSpan, Option<TimeSpan>, Option<ByteSize>);

/// Pulls that took the same time: those of named pods, and where the one without a name stands.
#[derive(Default)]
struct Known {
    pods: BTreeSet<String>,
    nameless: Option<usize>,
}

#[derive(Default)]
pub(super) struct Collected {
    pulls: Vec<PullEvent>,
    /// The line of each.
    lines: Vec<usize>,
    already_present: Vec<AlreadyPresent>,
    /// Pulls by what was measured.
    known: BTreeMap<Measured, Known>,
    /// Pods and images that were there already.
    present: BTreeSet<(Option<String>, String)>,
    /// Where pods were scheduled to.
    nodes: BTreeMap<String, String>,
    journals: Journals,
    causes: Causes,
    repeated: usize,
    pub broken: usize,
    negative: usize,
    beyond: usize,
}

impl Collected {
    /// Takes a message that stands for itself; whether it was understood.
    pub fn add_text(&mut self, text: &str, origin: &Origin) -> bool {
        if let Some(log) = LogLine::of_text(text)
            && self.add_log(&log, origin)
        {
            return true;
        }
        self.add_scheduled(text);
        let squeezed = Squeezed::new(text);
        let mut any = false;
        for found in message::find(&squeezed.text) {
            any = true;
            let pod = origin.pod.clone().or_else(|| squeezed.pod_before(found.at));
            let origin = Origin {
                pod,
                ..origin.clone()
            };
            self.add(found, origin);
        }
        any || self.add_cause(text, origin.line) || super::segments::is_known(text, false)
    }

    /// Takes a line of containerd's or SOCI's journal; whether it tells of pulls.
    pub fn add_log(&mut self, log: &LogLine, origin: &Origin) -> bool {
        let told = self.journals.add(log, origin.node.as_deref());
        let text = format!(
            "{} {}",
            log.message(),
            log.field("error").unwrap_or_default()
        );
        let failed = log.field("error").is_some() || log.field("level") != Some("info");
        let why = failed && self.add_cause(&text, origin.line);
        told || why
    }

    /// Takes what a message says of why a pull failed; whether it says anything.
    pub fn add_cause(&mut self, text: &str, line: usize) -> bool {
        self.causes.add(text, line)
    }

    /// Takes where a pod was scheduled to.
    pub fn add_scheduled(&mut self, text: &str) {
        if let Some((pod, node)) = scheduled(text)
            && self.nodes.len() < MAX_PULLS
        {
            self.nodes.insert(pod, node);
        }
    }

    pub fn add(&mut self, found: Found, origin: Origin) {
        let Origin { line, pod, node } = origin;
        match found.message {
            Message::Broken => self.broken += 1,
            Message::Negative => self.negative += 1,
            Message::Present { image } => {
                if self.already_present.len() < MAX_PULLS
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
            } => self.add_pull(
                PullEvent {
                    pod,
                    node,
                    image,
                    pull,
                    with_waiting,
                    size,
                    source: PullSource::Kubelet,
                },
                line,
            ),
        }
    }

    /// The same pull may be pasted as an event, as a line of describe and once more; two pods with
    /// the same image on two nodes never take the same milliseconds and stay two.
    fn add_pull(&mut self, event: PullEvent, line: usize) {
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
                    nameless.node = nameless.node.take().or_else(|| event.node.clone());
                    known.nameless = None;
                    known.pods.insert(pod.clone());
                    true
                }
                None => false,
            },
        };
        if repeats {
            self.repeated += 1;
        } else if self.pulls.len() >= MAX_PULLS {
            self.beyond += 1;
        } else {
            match &event.pod {
                Some(pod) => {
                    known.pods.insert(pod.clone());
                }
                None => known.nameless = Some(self.pulls.len()),
            }
            self.pulls.push(event);
            self.lines.push(line);
        }
    }

    /// Whether nothing was found that is worth an answer.
    pub fn is_empty(&self) -> bool {
        self.pulls.is_empty()
            && self.already_present.is_empty()
            && self.causes.is_empty()
            && self.journals.pulls.is_empty()
            && self.journals.layers.is_empty()
            && self.negative == 0
    }

    /// What containerd says of how it pulls, where that is all there is.
    pub fn how(&self) -> Option<String> {
        let said = self.journals.says_how();
        said.then(|| self.journals.how().join(" "))
    }

    /// Ends what the journals have under way: what is not there now does not come any more.
    pub fn end_journals(&mut self) -> Vec<String> {
        self.journals.finish()
    }

    /// `told` are sentences that come first.
    pub fn finish(mut self, told: Vec<String>) -> PullEvents {
        let mut notes = Vec::new();
        let doubled = self.add_journals();
        for pull in &mut self.pulls {
            if let (None, Some(pod)) = (&pull.node, &pull.pod) {
                pull.node = self.nodes.get(pod).cloned();
            }
        }
        let left_out = self.leave_out(&mut notes);
        notes.extend(told);
        let mut note = |count: usize, one: &str, many: &str| match count {
            0 => {}
            1 => notes.push(one.to_owned()),
            several => notes.push(format!("{} {many}", grouped(several as u64))),
        };
        note(
            self.repeated,
            "One pull is a duplicate and counts once.",
            "pulls are duplicates and count once.",
        );
        note(
            doubled,
            "One pull was logged by two programs and counts once.",
            "pulls were logged by two programs and count once.",
        );
        note(
            self.broken,
            "One pull has no duration (cut off, or not logged by its kubelet) and is skipped.",
            "pulls have no duration (cut off, or not logged by their kubelet) and are skipped.",
        );
        note(
            self.negative,
            "One pull has a negative time and is skipped.",
            "pulls have a negative time and are skipped.",
        );
        note(
            self.already_present.len(),
            "One image was already on the node, so it was not pulled.",
            "images were already on the node, so they were not pulled.",
        );
        note(
            self.beyond,
            "One pull beyond this tool's limit is skipped.",
            "pulls beyond this tool's limit are skipped.",
        );
        for (pull, line) in self.pulls.iter().zip(&self.lines) {
            if let Some(waited) = long_wait(pull) {
                let text = format!(
                    "{} waited {waited} for a pull of {}",
                    pull.pod.as_deref().unwrap_or("A pod"),
                    pull.pull
                );
                self.causes.add_wait(*line, &pull.image, &text);
            }
        }
        PullEvents {
            pulls: self.pulls,
            already_present: self.already_present,
            left_out,
            layers: self.journals.layers,
            causes: self.causes.finish(),
            notes,
        }
    }

    /// Puts the pulls of the journals beside the kubelet's, unless they are the same ones: the
    /// kubelet's take a little longer, and SOCI's layers a little less than containerd's pull.
    fn add_journals(&mut self) -> usize {
        let mut doubled = 0;
        for source in [PullSource::Containerd, PullSource::Soci] {
            let mut taken = vec![false; self.pulls.len()];
            let found: Vec<PullEvent> = {
                let of_source = |pull: &PullEvent| pull.source == source;
                self.journals
                    .pulls
                    .iter()
                    .filter(|pull| of_source(pull))
                    .cloned()
                    .collect()
            };
            for pull in found {
                let twin = self.pulls.iter().zip(&taken).position(|(other, taken)| {
                    !taken && other.source != source && is_twin(&pull, other)
                });
                match twin {
                    Some(place) => {
                        doubled += 1;
                        if let Some(taken) = taken.get_mut(place) {
                            *taken = true;
                        }
                    }
                    None if self.pulls.len() >= MAX_PULLS => self.beyond += 1,
                    None => {
                        self.pulls.push(pull);
                        self.lines.push(0);
                        taken.push(true);
                    }
                }
            }
        }
        doubled
    }

    /// Takes out what cannot be a measurement, with a sentence each.
    fn leave_out(&mut self, notes: &mut Vec<String>) -> Vec<LeftOut> {
        // A kubelet that writes no size pulls the same image as one that does.
        let sizes: BTreeMap<String, ByteSize> = self
            .pulls
            .iter()
            .filter_map(|pull| Some((pull.image.clone(), pull.size?)))
            .collect();
        let mut left_out = Vec::new();
        let (mut pulls, mut lines) = (Vec::new(), Vec::new());
        let all = std::mem::take(&mut self.pulls).into_iter();
        for (pull, line) in all.zip(std::mem::take(&mut self.lines)) {
            let size = pull.size.or_else(|| sizes.get(&pull.image).copied());
            match plausible::check(&pull, size) {
                Some(why) => {
                    if left_out.len() < MAX_NAMED {
                        notes.push(why.sentence(&pull, size));
                    }
                    left_out.push(LeftOut { pull, why });
                }
                None => {
                    pulls.push(pull);
                    lines.push(line);
                }
            }
        }
        (self.pulls, self.lines) = (pulls, lines);
        let more = left_out.len().saturating_sub(MAX_NAMED);
        if more > 0 {
            notes.push(format!(
                "{} more pulls are skipped likewise.",
                grouped(more as u64)
            ));
        }
        left_out
    }
}

/// How long a pull waited, if that is longer than it took.
fn long_wait(pull: &PullEvent) -> Option<TimeSpan> {
    let waited = pull.waited()?;
    (waited >= pull.pull && waited >= LONG_WAIT).then_some(waited)
}

/// Whether a pull of a journal is the other one, told by another program.
fn is_twin(pull: &PullEvent, other: &PullEvent) -> bool {
    let same_node = match (&pull.node, &other.node) {
        (Some(one), Some(two)) => short_host(one) == short_host(two),
        _ => true,
    };
    let same_image =
        pull.source == PullSource::Soci || short_image(&pull.image) == short_image(&other.image);
    let (inner, outer) = (pull.pull.as_millis(), other.pull.as_millis());
    let allowed = match pull.source {
        PullSource::Soci => outer / 10 + 3000,
        _ => outer / 50 + 1000,
    };
    same_node && same_image && inner <= outer + 1000 && outer <= inner.saturating_add(allowed)
}

fn short_host(host: &str) -> &str {
    host.split('.').next().unwrap_or(host)
}

/// An image as the kubelet names it: containerd writes Docker Hub's host out.
fn short_image(image: &str) -> &str {
    let image = image.strip_prefix("docker.io/").unwrap_or(image);
    image.strip_prefix("library/").unwrap_or(image)
}
