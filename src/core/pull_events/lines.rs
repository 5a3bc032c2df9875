//! Lines that are no JSON: tables, descriptions, logs, and what of them was not understood.

use std::collections::BTreeMap;

use super::collect::{Collected, Origin};
use super::logs::{LogLine, journal};
use super::pods::{self, Squeezed};
use super::segments::{is_document, is_known, segments};
use super::{message, table};
use crate::core::json;
use crate::core::units::grouped;

/// Lines and documents that were not understood.
#[derive(Default)]
pub(super) struct Riddles {
    all: usize,
    unread: usize,
    first: Option<usize>,
}

impl Riddles {
    pub fn add(&mut self, understood: bool, line: usize) {
        self.all += 1;
        if !understood {
            self.unread += 1;
            self.first = Some(self.first.map_or(line, |first| first.min(line)));
        }
    }

    pub fn sentence(&self) -> Option<String> {
        let first = self.first?;
        let (unread, all) = (grouped(self.unread as u64), grouped(self.all as u64));
        Some(match self.unread {
            1 => format!("1 of {all} lines was not understood: line {first}."),
            _ => format!("{unread} of {all} lines were not understood; first: line {first}."),
        })
    }
}

/// Reads the lines that are no JSON; the text without blanks, for what to say if nothing is found.
pub(super) fn read(
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
            None => collected.add_cause(&segment.text, origin.line),
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
