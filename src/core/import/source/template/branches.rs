//! Which branches of a template's conditions are read: all, or the first where they say the same
//! keys.

use std::collections::{BTreeMap, BTreeSet};

use super::scan::{Mark, Span};

/// What becomes of a condition's branches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// There is one.
    Alone,
    /// All are read.
    Both,
    /// The first is read.
    First,
}

/// The conditions of a text.
#[derive(Debug, Default)]
pub(super) struct Branches {
    fates: BTreeMap<usize, Fate>,
    left_out: Vec<(usize, usize)>,
}

/// A condition or loop that is open: its line, and the lines at which its branches begin.
struct Open {
    mark: Mark,
    line: usize,
    branches: Vec<(usize, usize)>,
    begins: usize,
}

impl Branches {
    pub(super) fn of(text: &str, spans: &[Span]) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut found = Self::default();
        let mut open: Vec<Open> = Vec::new();
        let (mut line, mut at) = (1, 0);
        for span in spans {
            line += text
                .get(at..span.start)
                .unwrap_or_default()
                .matches('\n')
                .count();
            at = span.start;
            match span.mark {
                Mark::If | Mark::Loop | Mark::Scope => open.push(Open {
                    mark: span.mark,
                    line,
                    branches: Vec::new(),
                    begins: line + 1,
                }),
                Mark::Else => {
                    if let Some(last) = open.last_mut() {
                        last.branches.push((last.begins, line));
                        last.begins = line + 1;
                    }
                }
                Mark::End => {
                    if let Some(mut last) = open.pop() {
                        last.branches.push((last.begins, line));
                        found.close(&last, &lines);
                    }
                }
                _ => {}
            }
        }
        found.left_out.sort_unstable();
        found
    }

    fn close(&mut self, open: &Open, lines: &[&str]) {
        if open.branches.len() < 2 {
            if open.mark == Mark::If {
                self.fates.insert(open.line, Fate::Alone);
            }
            return;
        }
        let mut keys: BTreeSet<&str> = BTreeSet::new();
        let mut fate = Fate::Both;
        for (begin, end) in &open.branches {
            let own = keys_of(lines.get(begin - 1..end - 1).unwrap_or_default());
            if own.iter().any(|key| keys.contains(key)) {
                self.left_out.push((*begin, *end));
                fate = Fate::First;
            } else {
                keys.extend(own);
            }
        }
        self.fates.insert(open.line, fate);
    }

    /// What becomes of the condition that begins at a line.
    pub(super) fn of_line(&self, line: usize) -> Fate {
        self.fates.get(&line).copied().unwrap_or(Fate::Alone)
    }

    /// Whether a line is in a branch that is not read.
    pub(super) fn leaves_out(&self, line: usize) -> bool {
        let before = self.left_out.partition_point(|(begin, _)| *begin <= line);
        // Branches nest, so one that began earlier may reach further.
        self.left_out
            .get(..before)
            .unwrap_or_default()
            .iter()
            .rev()
            .take(64)
            .any(|(_, end)| line < *end)
    }
}

/// The keys and tables at the least indent of some lines.
fn keys_of<'a>(lines: &[&'a str]) -> BTreeSet<&'a str> {
    let indent_of = |line: &str| line.len() - line.trim_start().len();
    let is_said = |line: &&&str| {
        let line = line.trim_start();
        !(line.is_empty() || line.starts_with(['#', '%']) || line.starts_with("{{"))
    };
    let least = lines
        .iter()
        .filter(is_said)
        .map(|line| indent_of(line))
        .min();
    let Some(least) = least else {
        return BTreeSet::new();
    };
    let mut found = BTreeSet::new();
    let own = lines
        .iter()
        .filter(is_said)
        .filter(|line| indent_of(line) == least);
    for line in own {
        let line = line.trim();
        let key = if line.starts_with('[') {
            Some(line)
        } else if line.starts_with("- ") {
            None
        } else {
            line.split_once([':', '=']).map(|(key, _)| key.trim_end())
        };
        found.extend(key.filter(|key| !key.contains(' ')));
    }
    found
}
