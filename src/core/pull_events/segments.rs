//! Lines as they were written: those that a terminal broke are put together again.

use super::logs::{is_klog, journal};

/// A line shorter than this was not broken at a terminal's edge.
const SHORTEST_BROKEN: usize = 40;

/// Most bytes of one line that is put together.
const MAX_LENGTH: usize = 32_000;

/// A line with what was broken off it.
pub(super) struct Segment {
    /// Its first line, counted from 0.
    pub line: usize,
    /// Lines that it has.
    pub lines: usize,
    pub text: String,
}

/// Puts lines together.
pub(super) fn segments(lines: &[&str]) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut before = 0;
    for (at, line) in lines.iter().enumerate() {
        let length = line.trim_end().chars().take(SHORTEST_BROKEN).count();
        let goes_on = before >= SHORTEST_BROKEN && !begins(line);
        before = length;
        match segments.last_mut() {
            Some(last) if goes_on && last.text.len() + line.len() <= MAX_LENGTH => {
                last.text.push_str(line);
                last.lines += 1;
            }
            _ => segments.push(Segment {
                line: at,
                lines: 1,
                text: (*line).to_owned(),
            }),
        }
    }
    segments
}

/// How lines of events and logs begin.
const OPENERS: [&str; 22] = [
    "Normal",
    "Warning",
    "time=",
    "{",
    "[",
    "Failed to",
    "Error",
    "Successfully",
    "Pulling image",
    "Back-off",
    "Container image",
    "Created",
    "Started",
    "The node",
    "Name:",
    "Events:",
    "message:",
    "reason:",
    "note:",
    "- ",
    "$ ",
    "pod/",
];

const MONTHS: [&str; 12] = [
    "Jan ", "Feb ", "Mar ", "Apr ", "May ", "Jun ", "Jul ", "Aug ", "Sep ", "Oct ", "Nov ", "Dec ",
];

/// Whether a line begins something, rather than going on with the line before.
fn begins(line: &str) -> bool {
    let start = line.trim_start();
    if start.is_empty() || is_klog(start) {
        return true;
    }
    let starts = |word: &&str| start.starts_with(*word);
    if OPENERS.iter().any(&starts) || MONTHS.iter().any(starts) {
        return true;
    }
    // An age (`2m34s`), `<unknown>`, a date.
    let first = start.split_whitespace().next().unwrap_or_default();
    let is_age = first.starts_with(|c: char| c.is_ascii_digit())
        && first.ends_with(['s', 'm', 'h', 'd'])
        && first
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, 's' | 'm' | 'h' | 'd'));
    let is_date = first.get(4..5) == Some("-")
        && first
            .get(..4)
            .is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    is_age || is_date || first == "<unknown>"
}

/// Words of a heading or of an event's line, and what else stands around events.
const KNOWN: [&str; 22] = [
    "LAST SEEN",
    "NAMESPACE ",
    "----",
    "Events:",
    "No resources found",
    "kubectl ",
    "journalctl ",
    " Normal ",
    " Warning ",
    "Normal ",
    "Warning ",
    "Successfully assigned",
    "Pulling image",
    "Created container",
    "Started container",
    "Back-off pulling",
    "Back-off restarting",
    "ErrImagePull",
    "ImagePullBackOff",
    "Reason ",
    "MESSAGE",
    "-- Logs begin",
];

/// Whether a line is of a known shape that tells of no pull: a prompt, a heading, an event of
/// another kind, a line of a log. `document` is for texts that are a description or YAML.
pub(super) fn is_known(line: &str, document: bool) -> bool {
    let start = line.trim();
    let (host, body) = journal(start);
    if host.is_some() || is_klog(body.trim_start()) {
        return true;
    }
    if start.is_empty() || start.starts_with(['$', '>', '#', '%']) || start.ends_with(['$', '#']) {
        return true;
    }
    if start.chars().all(|c| !c.is_alphanumeric()) {
        return true;
    }
    if KNOWN.iter().any(|word| line.contains(word)) {
        return true;
    }
    document && (line.starts_with([' ', '\t', '-']) || is_key(start))
}

/// `key:` or `"key":`, with or without a value.
fn is_key(start: &str) -> bool {
    start.split_once(':').is_some_and(|(key, value)| {
        let key = key.trim_matches(['"', ' ', '{', ',']);
        (value.is_empty() || value.starts_with([' ', '\t']))
            && (1..=60).contains(&key.len())
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || " ._-/".contains(c))
    })
}

/// Whether a text is a description or YAML of the API: what is not of events there is no riddle.
pub(super) fn is_document(lines: &[&str]) -> bool {
    lines.iter().any(|line| {
        line.starts_with("Name:")
            || line
                .trim_start_matches(['-', ' ', '"'])
                .starts_with("apiVersion")
    })
}
