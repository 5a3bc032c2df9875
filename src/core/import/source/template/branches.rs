//! Which branch of a template's conditions is read: never two, as no text ever holds both.

use std::collections::BTreeMap;

use super::scan::{Mark, Span};

/// What becomes of a condition's branches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// There is one that says anything.
    Alone,
    /// The first that says anything is read.
    First,
}

/// Lines that stand under a condition: they are there where it holds, or where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) struct Guard {
    /// The first of them.
    pub(in crate::core::import) from: usize,
    /// The line behind the last.
    pub(in crate::core::import) to: usize,
    /// The line of the condition.
    pub(in crate::core::import) line: usize,
}

impl Guard {
    /// Whether a line stands under it.
    pub(in crate::core::import) const fn holds(&self, line: usize) -> bool {
        self.from <= line && line < self.to
    }
}

/// The conditions of a text.
#[derive(Debug, Default)]
pub(super) struct Branches {
    pub(super) guards: Vec<Guard>,
    fates: BTreeMap<usize, Fate>,
    left_out: Vec<(usize, usize)>,
    /// What only has a name, for use elsewhere.
    defined: Vec<(usize, usize)>,
}

/// A condition or loop that is open: its line, and the lines at which its branches begin.
struct Open {
    mark: Mark,
    /// It only names what stands in it, for use elsewhere.
    is_define: bool,
    line: usize,
    branches: Vec<(usize, usize)>,
    begins: usize,
}

impl Branches {
    pub(super) fn parse(text: &str, spans: &[Span]) -> Self {
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
                    is_define: is_define(text.get(span.start..span.end).unwrap_or_default()),
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
        let says = |(begin, end): &&(usize, usize)| {
            let own = lines.get(begin - 1..end - 1).unwrap_or_default();
            own.iter().any(|line| !line.trim().is_empty())
        };
        if open.is_define {
            self.defined.extend(&open.branches);
            return;
        }
        if open.mark == Mark::If {
            let own = open.branches.iter().filter(|(begin, end)| begin < end);
            self.guards.extend(own.map(|(from, to)| Guard {
                from: *from,
                to: *to,
                line: open.line,
            }));
        }
        let mut saying = open.branches.iter().filter(says);
        saying.next();
        let before = self.left_out.len();
        self.left_out.extend(saying);
        let fate = if self.left_out.len() > before {
            Fate::First
        } else {
            Fate::Alone
        };
        if fate == Fate::First || open.mark == Mark::If {
            self.fates.insert(open.line, fate);
        }
    }

    /// What becomes of the condition that begins at a line.
    pub(super) fn of_line(&self, line: usize) -> Fate {
        self.fates.get(&line).copied().unwrap_or(Fate::Alone)
    }

    /// Whether some branch is not read.
    pub(super) fn leave_some_out(&self) -> bool {
        !self.left_out.is_empty()
    }

    /// Whether a line is in a branch that is not read.
    pub(super) fn leaves_out(&self, line: usize) -> bool {
        let is_in = |(begin, end): &(usize, usize)| *begin <= line && line < *end;
        if self.defined.iter().any(is_in) {
            return true;
        }
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

/// Whether a mark begins a part that Go's templates keep under a name, and render nowhere by itself.
fn is_define(mark: &str) -> bool {
    let inner = mark.trim_start_matches(['{', '-', ' ']);
    mark.starts_with("{{") && inner.starts_with("define ")
}
