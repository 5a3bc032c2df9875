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
mod logs;
mod message;
mod plausible;
mod pods;
mod runtime;
mod segments;
mod table;

use std::collections::BTreeMap;

use crate::core::error::Invalid;
use crate::core::units::{ByteSize, Duration, grouped};
use crate::core::{json, paste};
pub use causes::{CauseKind, Certainty, PullCause};
use collect::{Collected, Origin};
pub use compare::{Comparison, Side, compare_pulls};
use logs::{LogLine, journal};
pub use plausible::Implausible;
pub(crate) use plausible::can_be_pulled;
use pods::Squeezed;
use segments::{is_document, is_known, segments};

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
pub fn read_pull_events(text: &str) -> Result<PullEvents, Invalid> {
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
    let squeezed = read_lines(&documents, &mut collected, &mut riddles);
    let mut told = collected.end_journals();
    if collected.is_empty() {
        return Err(nothing_found(&squeezed, collected.broken));
    }
    told.extend(riddles.sentence());
    Ok(collected.finish(told))
}

/// Lines and documents that were not understood.
#[derive(Default)]
struct Riddles {
    all: usize,
    unread: usize,
    first: Option<usize>,
}

impl Riddles {
    fn add(&mut self, understood: bool, line: usize) {
        self.all += 1;
        if !understood {
            self.unread += 1;
            self.first = Some(self.first.map_or(line, |first| first.min(line)));
        }
    }

    fn sentence(&self) -> Option<String> {
        let first = self.first?;
        let (unread, all) = (grouped(self.unread as u64), grouped(self.all as u64));
        Some(match self.unread {
            1 => format!("1 of {all} lines was not understood: line {first}."),
            _ => format!("{unread} of {all} lines were not understood; first: line {first}."),
        })
    }
}

/// Reads the lines that are no JSON; the text without blanks, for what to say if nothing is found.
fn read_lines(
    documents: &json::Documents,
    collected: &mut Collected,
    riddles: &mut Riddles,
) -> String {
    let mut lines: Vec<&str> = documents.others.lines().collect();
    let number = |at: usize| documents.other_lines.get(at).copied().unwrap_or(at + 1);
    let mut understood = vec![false; lines.len()];
    let mark = |understood: &mut Vec<bool>, from: usize, count: usize| {
        for one in understood.iter_mut().skip(from).take(count) {
            *one = true;
        }
    };
    if let Some(csv) = table::csv(&lines) {
        mark(&mut understood, csv.heading, 1);
        for row in csv.rows {
            let origin = Origin {
                line: number(row.line),
                pod: row.pod,
                node: row.node,
            };
            if collected.add_text(&row.message, &origin) {
                mark(&mut understood, row.line, row.lines);
            }
        }
        // Its rows are read; what stands above it goes on.
        for line in lines.iter_mut().skip(csv.heading) {
            *line = "";
        }
    }
    let named = Named::new(&lines);
    for heading in &named.headings {
        mark(&mut understood, *heading, 1);
    }
    for line in &lines {
        collected.add_scheduled(line);
    }
    let squeezed = Squeezed::new(&lines.join("\n"));
    for found in message::find(&squeezed.text) {
        let at = squeezed.line_of(found.at);
        let end = squeezed.line_of(found.end.saturating_sub(1)).max(at);
        mark(&mut understood, at, end - at + 1);
        let pod = named.pods.get(&at).cloned();
        let origin = Origin {
            line: number(at),
            pod: pod.or_else(|| squeezed.pod_before(found.at)),
            node: named.nodes.get(&at).cloned(),
        };
        collected.add(found, origin);
    }
    for segment in segments(&lines) {
        let origin = Origin {
            line: number(segment.line),
            pod: None,
            node: named.nodes.get(&segment.line).cloned(),
        };
        let told = LogLine::of_text(&segment.text).map(|log| collected.add_log(&log, &origin));
        let known = match told {
            Some(_) => true,
            None => {
                let squeezed = Squeezed::new(&segment.text);
                collected.add_cause(&segment.text, &squeezed.text, origin.line)
            }
        };
        // What was broken off before a message belongs to it; what follows it may be anything.
        let pieces = understood.iter().skip(segment.line).take(segment.lines);
        let up_to = match pieces.rev().position(|one| *one) {
            _ if known => segment.lines,
            Some(behind) => segment.lines - behind,
            None => 0,
        };
        mark(&mut understood, segment.line, up_to);
    }
    let document = is_document(&lines);
    for (at, line) in lines.iter().enumerate() {
        let known = understood.get(at).copied().unwrap_or(true);
        let known = known || (!line.is_empty() && is_known(line, document));
        riddles.add(known, number(at));
    }
    squeezed.text
}

/// Pods and nodes that lines name outside the kubelet's message.
struct Named {
    pods: BTreeMap<usize, String>,
    nodes: BTreeMap<usize, String>,
    /// Lines that only name columns.
    headings: Vec<usize>,
}

impl Named {
    fn new(lines: &[&str]) -> Self {
        let mut named = Self {
            pods: BTreeMap::new(),
            nodes: BTreeMap::new(),
            headings: Vec::new(),
        };
        let mut columns = None;
        let mut described = None;
        for (at, line) in lines.iter().enumerate() {
            if let Some(heading) = table::Aligned::heading(line) {
                columns = Some(heading);
                named.headings.push(at);
                continue;
            }
            let (pod, cell) = columns
                .as_ref()
                .map_or((None, None), |columns| columns.row(line));
            if let Some(pod) = pod {
                named.pods.insert(at, pod);
            }
            if line.starts_with("Name:") {
                described = None;
            }
            if let Some(node) = line.strip_prefix("Node:") {
                described = node.trim().split('/').next().map(str::to_owned);
            }
            let (host, _) = journal(line);
            let node = cell
                .or_else(|| host.map(str::to_owned))
                .or_else(|| kubelet_on(line))
                .or_else(|| described.clone());
            if let Some(node) = node.filter(|node| !node.is_empty() && node != "<none>") {
                named.nodes.insert(at, node);
            }
        }
        named
    }
}

/// The node of `kubelet, ip-10-0-0-1`, as wide tables and older descriptions have it.
fn kubelet_on(line: &str) -> Option<String> {
    let (_, after) = line.split_once("kubelet, ")?;
    let node = after.split_whitespace().next()?;
    pods::is_name(node).then(|| node.to_owned())
}

fn nothing_found(squeezed: &str, broken: usize) -> Invalid {
    Invalid::new(if broken > 0 {
        "There are pulls in this, but each breaks off before its seconds, or its kubelet writes none. Copy the lines whole."
    } else if squeezed.contains("Pullingimage") {
        "The pull is still going on: there is only “Pulling image” in this. Paste it again when the pod runs."
    } else {
        "There is no “Successfully pulled image” in this. Paste what kubectl describe pod NAME or kubectl get events prints, or the log of the kubelet or containerd; events are kept for an hour."
    })
}
