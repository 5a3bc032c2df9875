//! Block scalars of a template of YAML: what stands in one is text, the template's marks with it.

use super::scan::{Mark, Span};

/// A block scalar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// The line of its header.
    pub(super) header: usize,
    /// The first line of its text.
    first: usize,
    /// How far what holds it is indented.
    pub(super) parent: usize,
    /// How far its own text is.
    pub(super) content: usize,
}

/// Which lines of a text stand in block scalars, and which of its marks.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    lines: Vec<Option<Block>>,
}

impl Blocks {
    /// Finds the block scalars of YAML.
    pub(super) fn parse(text: &str, spans: &[Span]) -> Self {
        let lines: Vec<&str> = text.lines().collect();
        let mut found = Self {
            lines: vec![None; lines.len()],
        };
        let mut at = 0;
        while let Some(line) = lines.get(at) {
            at += 1;
            let Some(parent) = header(line) else {
                continue;
            };
            let end = at + length(lines.get(at..).unwrap_or_default(), parent);
            let own = lines.get(at..end).unwrap_or_default();
            let content = own
                .iter()
                .find(|line| !is_blank(line) && !is_mark(line) && indent(line) > parent)
                .or(own
                    .iter()
                    .find(|line| !is_blank(line) && indent(line) > parent));
            let blank = own.iter().take_while(|line| is_blank(line)).count();
            let block = Block {
                header: at,
                first: at + blank + 1,
                parent,
                content: content.map_or(parent + 2, |line| indent(line)),
            };
            for line in found.lines.iter_mut().take(end).skip(at) {
                *line = Some(block);
            }
            at = end;
        }
        found.give_back(text, spans);
        found.end_with_text(&lines);
        found
    }

    /// Values that a template puts in behind the last line of a block are none of its text.
    fn end_with_text(&mut self, lines: &[&str]) {
        let mut ended = None;
        for (number, place) in self.lines.iter_mut().enumerate().rev() {
            let (Some(block), Some(line)) = (*place, lines.get(number)) else {
                continue;
            };
            let is_first = block.first == number + 1;
            if ended == Some(block.header) || is_blank(line) || is_first {
                continue;
            }
            let is_behind = is_mark(line) && !is_structure(line) && indent(line) <= block.parent;
            if is_behind {
                *place = None;
            } else {
                ended = Some(block.header);
            }
        }
    }

    /// The block scalar that a line stands in.
    pub(super) fn of_line(&self, line: usize) -> Option<Block> {
        self.lines.get(line.checked_sub(1)?).copied().flatten()
    }

    /// The lines of marks that belong to what stands outside: those of a condition that begins or
    /// ends outside, and values behind the last line of a block.
    fn give_back(&mut self, text: &str, spans: &[Span]) {
        let mut open: Vec<Vec<usize>> = Vec::new();
        let (mut line, mut at) = (1, 0);
        for span in spans {
            let between = text.get(at..span.start).unwrap_or_default();
            line += between.matches('\n').count();
            at = span.start;
            match span.mark {
                Mark::If | Mark::Loop | Mark::Scope => open.push(vec![line]),
                Mark::Else => {
                    if let Some(last) = open.last_mut() {
                        last.push(line);
                    }
                }
                Mark::End => {
                    let mut group = open.pop().unwrap_or_default();
                    let is_whole = !group.is_empty();
                    group.push(line);
                    self.settle(&group, is_whole);
                }
                _ => {}
            }
        }
        for group in open {
            self.settle(&group, false);
        }
    }

    /// Takes the marks of a condition out of their blocks if they are not all in the same.
    fn settle(&mut self, group: &[usize], is_whole: bool) {
        let header = |line: &usize| self.of_line(*line).map(|block| block.header);
        let first = group.first().and_then(header);
        if is_whole && group.iter().all(|line| header(line) == first) {
            return;
        }
        for line in group {
            if let Some(place) = self.lines.get_mut(line - 1) {
                *place = None;
            }
        }
    }
}

/// How many of the lines behind a header belong to its text. A line of marks alone belongs to it
/// however it is indented, as long as text follows, or as it closes what was opened there.
fn length(lines: &[&str], parent: usize) -> usize {
    let mut end = 0;
    for (number, line) in lines.iter().enumerate() {
        if !is_blank(line) && indent(line) > parent {
            end = number + 1;
        } else if !is_blank(line) && !is_mark(line) {
            break;
        } else if is_mark(line) && is_structure(line) {
            end = number + 1;
        }
    }
    if end > 0 {
        return end;
    }
    // Where there is nothing else, what a template puts in is the text.
    let first = lines.iter().position(|line| !is_blank(line));
    first
        .filter(|first| lines.get(*first).is_some_and(|line| is_mark(line)))
        .map_or(0, |first| first + 1)
}

fn is_blank(line: &str) -> bool {
    line.trim().is_empty()
}

/// Whether a line begins with a mark.
fn is_mark(line: &str) -> bool {
    let line = line.trim_start();
    ["{{-", "{{ ", "{%", "%{"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// Whether a line's first mark begins or ends something.
fn is_structure(line: &str) -> bool {
    let inner = line
        .trim_start()
        .trim_start_matches(['{', '%', '-', '~', '+']);
    let word = inner.trim_start();
    let word = word
        .split([' ', '\t', '(', '}', '~', '-', '%'])
        .next()
        .unwrap_or_default();
    matches!(
        word,
        "if" | "else" | "elif" | "end" | "endif" | "endfor" | "for" | "range" | "with" | "define"
    )
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// How far what a block scalar's header stands in is indented, if a line is one: it ends in `|` or
/// `>` with their indicators, behind a key or a dash.
fn header(line: &str) -> Option<usize> {
    let trimmed = line.trim();
    if trimmed.starts_with('#') {
        return None;
    }
    let text = trimmed
        .split_once(" #")
        .map_or(trimmed, |(text, _)| text)
        .trim_end();
    let bare = text.trim_end_matches(|letter: char| matches!(letter, '+' | '-' | '1'..='9'));
    let before = bare.strip_suffix(['|', '>'])?.trim_end();
    let is_header =
        text.len() - bare.len() <= 2 && (before.ends_with(':') || before.ends_with('-'));
    if !is_header {
        return None;
    }
    let dashes = line
        .trim_start()
        .chars()
        .take_while(|letter| matches!(letter, '-' | ' '))
        .count();
    let has_key = trimmed.contains(": ") || trimmed.contains(":|");
    Some(if has_key {
        indent(line) + dashes
    } else {
        indent(line)
    })
}
