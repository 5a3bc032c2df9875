//! Templates of Terraform, Helm and the like, read without being filled in: values stay
//! placeholders, letter for letter; lines of conditions and loops are taken out and named.

mod branches;
mod scan;

use super::held::{Held, can_hold};
use super::left::MAX_LEFT;
use super::{Content, Dialect, Left, Part};
use branches::Branches;
use scan::{MAX_MARKS, Mark, Span, scan};

/// A text as a reader can take it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Plain {
    /// The text, line for line, with marks for placeholders.
    pub(in crate::core::import) text: String,
    held: Held,
    /// What is not evaluated.
    pub(in crate::core::import) left: Vec<Left>,
    /// The first line at which the template puts in more than is read.
    pub(in crate::core::import) gap: Option<usize>,
}

impl Plain {
    /// A text with its placeholders again.
    pub(in crate::core::import) fn restored(&self, text: &str) -> String {
        self.held.restored(text)
    }

    /// A tree with its placeholders again.
    pub(in crate::core::import) fn restored_in(
        &self,
        node: crate::core::yaml::Node,
    ) -> crate::core::yaml::Node {
        self.held.restored_in(node)
    }
}

/// Longest line in which it matters what stands before a mark.
const MAX_LINE_LENGTH: usize = 4_000;

/// What kind of text the marks stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Language {
    Yaml,
    Toml,
    /// A script or a MIME archive, of which no letter may change.
    Other,
}

/// A part's text without what only a template's tool understands; nothing if it is as it should be.
pub(in crate::core::import) fn without_template(part: &Part) -> Option<Plain> {
    match &part.content {
        Content::Text(text) => plain(text, part.dialect),
        Content::Tree(_) => None,
    }
}

/// Reads a template; nothing if the text has no marks.
pub(super) fn plain(text: &str, dialect: Dialect) -> Option<Plain> {
    let has_marks = ["${", "{{", "%{"].iter().any(|mark| text.contains(mark));
    if !has_marks || !can_hold(text) {
        return None;
    }
    let spans = scan(text, dialect);
    if spans.is_empty() || spans.len() > MAX_MARKS {
        return None;
    }
    let language = language(text);
    let only_values = spans.iter().all(|span| span.mark == Mark::Value);
    if language == Language::Other && only_values {
        return None;
    }
    let mut filling = Filling {
        text,
        language,
        branches: Branches::of(text, &spans),
        blocks: blocks(text, language),
        out: String::with_capacity(text.len()),
        plain: Plain {
            text: String::new(),
            held: Held::default(),
            left: Vec::new(),
            gap: None,
        },
    };
    filling.run(&spans);
    filling.plain.text = filling.out;
    Some(filling.plain)
}

fn language(text: &str) -> Language {
    let trimmed = text.trim_start();
    if ["#!", "MIME-Version:", "Content-Type:", "<powershell>"]
        .iter()
        .any(|start| trimmed.starts_with(start))
    {
        return Language::Other;
    }
    let first = text
        .lines()
        .map(str::trim)
        .find(|line| !(line.is_empty() || line.starts_with(['#', '%']) || line.starts_with("{{")))
        .unwrap_or_default();
    let is_toml = ["[settings", "[\"settings", "settings."]
        .iter()
        .any(|start| first.starts_with(start));
    if is_toml {
        Language::Toml
    } else {
        Language::Yaml
    }
}

/// For every line whether it stands in a block scalar, and how far what holds it is indented.
fn blocks(text: &str, language: Language) -> Vec<Option<usize>> {
    let mut open: Option<usize> = None;
    text.lines()
        .map(|line| {
            if language != Language::Yaml {
                return None;
            }
            let trimmed = line.trim();
            let indent = line.len() - line.trim_start().len();
            let is_control = trimmed.starts_with("{{-")
                || trimmed.starts_with("{{ ")
                || trimmed.starts_with("%{");
            if let Some(parent) = open {
                if trimmed.is_empty() || indent > parent || is_control {
                    return Some(parent);
                }
                open = None;
            }
            if is_block_header(trimmed) {
                let dash = line
                    .trim_start()
                    .chars()
                    .take_while(|letter| matches!(letter, '-' | ' '))
                    .count();
                let has_key = trimmed.contains(": ") || trimmed.contains(":|");
                open = Some(if has_key { indent + dash } else { indent });
            }
            None
        })
        .collect()
}

/// Whether a line ends in `|` or `>` with their indicators, behind a key or a dash.
fn is_block_header(trimmed: &str) -> bool {
    if trimmed.starts_with('#') {
        return false;
    }
    let line = trimmed
        .split_once(" #")
        .map_or(trimmed, |(line, _)| line)
        .trim_end();
    let bare = line.trim_end_matches(|letter: char| matches!(letter, '+' | '-' | '1'..='9'));
    let Some(before) = bare.strip_suffix(['|', '>']) else {
        return false;
    };
    let before = before.trim_end();
    line.len() - bare.len() <= 2 && (before.ends_with(':') || before.ends_with('-'))
}

struct Filling<'a> {
    text: &'a str,
    language: Language,
    branches: Branches,
    blocks: Vec<Option<usize>>,
    out: String,
    plain: Plain,
}

impl Filling<'_> {
    fn run(&mut self, spans: &[Span]) {
        let mut at = 0;
        let mut line = 1;
        for (index, span) in spans.iter().enumerate() {
            if span.start < at {
                continue;
            }
            self.copy(at, span.start, &mut line);
            at = self.mark(spans, index, *span, line);
            line += self.piece(span.start, at).matches('\n').count();
        }
        self.copy(at, self.text.len(), &mut line);
    }

    fn piece(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Copies what stands between marks, without the branches that are left out.
    fn copy(&mut self, start: usize, end: usize, line: &mut usize) {
        let piece = self.text.get(start..end).unwrap_or_default();
        for part in piece.split_inclusive('\n') {
            let ended = part.ends_with('\n');
            if self.branches.leaves_out(*line) {
                if ended {
                    self.out.push('\n');
                }
            } else {
                self.out.push_str(part);
            }
            *line += usize::from(ended);
        }
    }

    /// Writes what stands for a mark, and says where the text goes on.
    fn mark(&mut self, spans: &[Span], index: usize, span: Span, line: usize) -> usize {
        let own = self.piece(span.start, span.end).to_owned();
        if self.branches.leaves_out(line) && span.mark != Mark::End && span.mark != Mark::Else {
            self.out.push_str(&"\n".repeat(own.matches('\n').count()));
            return span.end;
        }
        match span.mark {
            Mark::Escape => {
                let held = self.plain.held.hold(own.get(1..).unwrap_or_default());
                self.out.push_str(&held);
            }
            Mark::Value | Mark::Lines => self.value(span, &own, line),
            Mark::Silent => self.skip(&own),
            Mark::If | Mark::Loop | Mark::Scope | Mark::Else | Mark::End => {
                if !self.is_first(span) && span.mark == Mark::If {
                    // Within a line: the whole of it is one placeholder.
                    if let Some(end) = self.end_in_line(spans, index) {
                        let whole = self.piece(span.start, end).to_owned();
                        let held = self.plain.held.hold(&whole);
                        self.out.push_str(&held);
                        return end;
                    }
                }
                self.say(span, &own, line);
                self.skip(&own);
            }
        }
        span.end
    }

    fn value(&mut self, span: Span, own: &str, line: usize) {
        let block = self.blocks.get(line - 1).copied().flatten();
        let before = self.before(span);
        let alone = before.trim().is_empty() && self.ends_line(span);
        let first_of_value = self.ends_line(span)
            && before.trim_end().ends_with([':', '-'])
            && span.mark == Mark::Lines;
        let indent = before.len();
        let bare_toml = self.language == Language::Toml
            && before.trim_end().ends_with('=')
            && self.ends_line(span);
        let has_no_place = match (self.language, block) {
            (Language::Other, _) => false,
            (_, Some(parent)) => alone && span.mark == Mark::Lines && indent <= parent,
            (_, None) => alone || first_of_value,
        };
        if has_no_place {
            let hangs = block.is_none() && self.language == Language::Yaml;
            if hangs {
                self.take_back(span);
            }
            self.plain.gap.get_or_insert(line);
            self.leave(
                line,
                format!("what {} puts in", short(own)),
                "only its tool knows it; the rest of the document is read.",
            );
            return self.skip(own);
        }
        let held = self.plain.held.hold(own);
        if bare_toml {
            self.out.push('"');
            self.out.push_str(&held);
            self.out.push('"');
        } else {
            self.out.push_str(&held);
        }
    }

    /// Says once what a condition or a loop is.
    fn say(&mut self, span: Span, own: &str, line: usize) {
        let why = match span.mark {
            Mark::If => match self.branches.of_line(line) {
                branches::Fate::Alone => {
                    "the condition is not evaluated; what it guards is read as if it held."
                }
                branches::Fate::Both => "the condition is not evaluated; both branches are read.",
                branches::Fate::First => {
                    "the condition is not evaluated; the first branch is read, the other is not."
                }
            },
            Mark::Loop => "the loop is not run; what it repeats is read once.",
            Mark::Scope if own.contains("define") => {
                "the named template is read as it stands, not where it is put in."
            }
            _ => return,
        };
        self.leave(line, short(own), why);
    }

    fn leave(&mut self, line: usize, what: String, why: &str) {
        if self.plain.left.len() < MAX_LEFT {
            self.plain.left.push(Left::new(line, what, why));
        }
    }

    /// Leaves a mark out, with its line ends.
    fn skip(&mut self, own: &str) {
        self.out.push_str(&"\n".repeat(own.matches('\n').count()));
    }

    /// What stands before a mark in its line.
    fn before(&self, span: Span) -> &str {
        let bytes = self.text.as_bytes().get(..span.start).unwrap_or_default();
        let window = bytes.len().saturating_sub(MAX_LINE_LENGTH);
        let far = bytes.get(window..).unwrap_or_default();
        match far.iter().rposition(|byte| *byte == b'\n') {
            Some(at) => self.piece(window + at + 1, span.start),
            None if window == 0 => self.piece(0, span.start),
            // No line that anybody reads is as long as that.
            None => "…",
        }
    }

    /// Whether nothing but blanks or a comment follows in the line.
    fn ends_line(&self, span: Span) -> bool {
        let bytes = self.text.as_bytes().get(span.end..).unwrap_or_default();
        let first = bytes
            .iter()
            .find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        matches!(first, None | Some(b'\n' | b'#'))
    }

    /// Takes the line so far back, and the keys above it below which nothing is left: what the
    /// template puts in there is not known, and empty is another value.
    fn take_back(&mut self, span: Span) {
        let begin = self.out.rfind('\n').map_or(0, |at| at + 1);
        let mut indent = indent_of(self.out.get(begin..).unwrap_or_default());
        self.out.truncate(begin);
        let behind = self.piece(span.end, self.text.len());
        let next = behind.lines().skip(1).take(100).find(|line| {
            let line = line.trim_start();
            !(line.is_empty() || line.starts_with("{{") || line.starts_with("%{"))
        });
        let next = next.map(|line| (indent_of(line), line.trim_start().starts_with('-')));
        for _ in 0..32 {
            let above = self.out.trim_end();
            let begin = above.rfind('\n').map_or(0, |at| at + 1);
            let key = above.get(begin..).unwrap_or_default();
            let own = indent_of(key);
            // What the template indents by itself may stand anywhere in its line.
            let is_above = own < indent || indent == 0 || own == indent && key.ends_with(':');
            let goes_on =
                next.is_some_and(|(next, is_item)| next > own || (is_item && next == own));
            let is_empty = key.ends_with(':') && !key.trim_start().starts_with(['#', '-']);
            if !is_empty || !is_above || goes_on {
                return;
            }
            let rest = self.out.get(above.len()..).unwrap_or_default().to_owned();
            self.out.truncate(begin);
            self.out.push_str(&rest);
            indent = own;
        }
    }

    /// Whether nothing but blanks, dashes and marks stands before it.
    fn is_first(&self, span: Span) -> bool {
        let before = self.before(span).trim_start();
        before.is_empty() || before.trim_end() == "-" || before.starts_with(['%', '{'])
    }

    /// Where what begins here ends, if in the same line.
    fn end_in_line(&self, spans: &[Span], index: usize) -> Option<usize> {
        let start = spans.get(index)?.start;
        let mut depth = 0_usize;
        for span in spans.get(index..)?.iter().take(64) {
            if self.piece(start, span.end).contains('\n') {
                return None;
            }
            match span.mark {
                Mark::If | Mark::Loop | Mark::Scope => depth += 1,
                Mark::End => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Some(span.end);
                    }
                }
                _ => {}
            }
        }
        None
    }
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// A mark in one line, cut off if it is long.
fn short(own: &str) -> String {
    let one: String = own.split_whitespace().collect::<Vec<_>>().join(" ");
    match one.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", one.get(..at).unwrap_or_default()),
        None => one,
    }
}
