//! Templates of Terraform, Helm and the like, read without being filled in: values stay
//! placeholders, letter for letter; lines of conditions and loops are taken out and named.

mod blocks;
mod branches;
mod directives;
mod scan;
mod values;

use std::borrow::Cow;

use super::held::{Held, can_hold};
use super::left::{MAX_LEFT, push_bounded};
use super::{Content, Dialect, Left, Part};
use crate::core::placeholder::places;
use blocks::{Block, Blocks};
use branches::Branches;
pub(in crate::core::import) use branches::Guard;
pub(in crate::core::import) use directives::{GONE, without_directives};
use scan::{MAX_MARKS, Mark, Span, scan};
pub(in crate::core::import) use values::value_places;

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
    /// What of a document is not written again as it stands.
    pub(in crate::core::import) lost: Vec<Lost>,
    /// What of it stands under conditions, by its lines.
    pub(in crate::core::import) guards: Vec<Guard>,
    /// Whether some of it stands under conditions, or in loops.
    pub(in crate::core::import) has_directives: bool,
    /// Whether there is more to fill in than signs that stand for themselves.
    is_template: bool,
}

/// What an import does not write as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Lost {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) what: String,
    /// Whether something is not written at all, or where it must not stand; and not only what
    /// a condition guards in any case.
    pub(in crate::core::import) is_missing: bool,
}

impl Plain {
    /// A text as it stands: letter for letter, unless all that a template does to it is to take
    /// signs for themselves that are written twice.
    pub(in crate::core::import) fn kept<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        if self.is_template {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(self.restored(&self.text))
        }
    }

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

/// Beginnings of values that YAML has no place for without quotes.
const SIGNS: [&str; 6] = [": @", "- @", "[@", ": %", "- %", "[%"];

/// How far the text of userData is indented in the files that are written.
const WRITTEN_INDENT: usize = 4;

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
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    let has_signs = has(&SIGNS);
    if !(has_signs || has(&["${", "{{", "%{", "{%"])) || !can_hold(text) {
        return None;
    }
    let spans = scan(text, dialect);
    let language = language(text);
    let has_signs = has_signs && language == Language::Yaml;
    if spans.is_empty() && !has_signs || spans.len() > MAX_MARKS {
        return None;
    }
    let only_values = spans.iter().all(|span| span.mark == Mark::Value);
    if language == Language::Other && only_values {
        return None;
    }
    let blocks = if language == Language::Yaml {
        Blocks::parse(text, &spans)
    } else {
        Blocks::default()
    };
    let (within, without) = by_block(text, &spans, &blocks);
    let mut filling = Filling {
        text,
        language,
        branches: Branches::parse(text, &without),
        in_blocks: Branches::parse(text, &within),
        blocks,
        out: String::with_capacity(text.len()),
        plain: Plain {
            text: String::new(),
            held: Held::default(),
            left: Vec::new(),
            gap: None,
            lost: Vec::new(),
            guards: Vec::new(),
            has_directives: spans
                .iter()
                .any(|span| matches!(span.mark, Mark::If | Mark::Loop)),
            is_template: has_signs || spans.iter().any(|span| span.mark != Mark::Escape),
        },
    };
    filling.run(&spans);
    filling.plain.text = filling.out;
    filling.plain.guards = filling.branches.guards;
    filling.plain.guards.extend(filling.in_blocks.guards);
    Some(filling.plain)
}

/// The marks within block scalars, and the others.
fn by_block(text: &str, spans: &[Span], blocks: &Blocks) -> (Vec<Span>, Vec<Span>) {
    let (mut line, mut at) = (1, 0);
    spans.iter().partition(|span| {
        let between = text.get(at..span.start).unwrap_or_default();
        line += between.matches('\n').count();
        at = span.start;
        blocks.of_line(line).is_some()
    })
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

struct Filling<'a> {
    text: &'a str,
    language: Language,
    branches: Branches,
    /// Conditions within block scalars, of whose text nothing is left out.
    in_blocks: Branches,
    blocks: Blocks,
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
                self.signs(part, *line);
            }
            *line += usize::from(ended);
        }
    }

    /// Copies a line, or a piece of one, without the signs that YAML has no place for.
    fn signs(&mut self, part: &str, line: usize) {
        let is_text = self.language != Language::Yaml || self.blocks.of_line(line).is_some();
        let mut at = 0;
        for place in places(part).filter(|_| !is_text) {
            let own = part.get(place.clone()).unwrap_or_default();
            self.out
                .push_str(part.get(at..place.start).unwrap_or_default());
            at = place.end;
            let begins = self.out.trim_end_matches(' ').ends_with([':', '-', '[']);
            if begins && own.starts_with(['@', '%']) {
                let held = self.plain.held.hold(own);
                self.out.push_str(&held);
            } else {
                self.out.push_str(own);
            }
        }
        self.out.push_str(part.get(at..).unwrap_or_default());
    }

    /// Writes what stands for a mark, and says where the text goes on.
    fn mark(&mut self, spans: &[Span], index: usize, span: Span, line: usize) -> usize {
        let own = self.piece(span.start, span.end).to_owned();
        if self.branches.leaves_out(line) {
            self.out.push_str(&"\n".repeat(own.matches('\n').count()));
            return span.end;
        }
        if let Some(block) = self.blocks.of_line(line) {
            self.in_block(span, &own, line, block);
            return span.end;
        }
        match span.mark {
            Mark::Escape => {
                let held = self.plain.held.hold(self.kept(span, &own));
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
        let before = self.before(span);
        let alone = before.trim().is_empty() && self.ends_line(span);
        let first_of_value = self.ends_line(span)
            && before.trim_end().ends_with([':', '-'])
            && span.mark == Mark::Lines;
        let is_user_data = before.trim() == "userData:";
        let has_no_place = self.language != Language::Other && (alone || first_of_value);
        if has_no_place && !is_user_data {
            if self.language == Language::Yaml {
                self.take_back(span);
            }
            self.plain.gap.get_or_insert(line);
            self.leave(
                line,
                format!("the value of {}", short(own)),
                "only its tool knows the value; the rest of the document is read.",
            );
            self.lose(line, format!("the value of {}", short(own)), true);
            return self.skip(own);
        }
        if is_user_data && span.mark == Mark::Lines {
            self.lose(line, format!("the value of {}", short(own)), true);
        }
        let held = self.plain.held.hold(own);
        self.out.push_str(&held);
    }

    /// Copies a mark that stands in a text of YAML, as that text goes on to be one of a template.
    fn in_block(&mut self, span: Span, own: &str, line: usize, block: Block) {
        let before = self.before(span);
        let is_alone = before.trim().is_empty() && self.ends_line(span);
        let indent = before.len();
        let is_outside = before.trim().is_empty() && indent <= block.parent;
        if is_outside {
            let begin = self.out.rfind('\n').map_or(0, |at| at + 1);
            self.out.truncate(begin);
            self.out.push_str(&" ".repeat(block.content));
        }
        let goes_on = own.lines().skip(1);
        let is_torn = goes_on
            .filter(|line| !line.trim().is_empty())
            .any(|line| indent_of(line) < block.content);
        if is_alone {
            self.say(span, own, line);
        }
        // A mark that takes the blanks before it away may stand anywhere in its line.
        let is_moved = is_outside && is_alone && !own.starts_with("{{-") && !own.starts_with("{%-");
        let is_indented = own.contains("indent") && block.content != WRITTEN_INDENT;
        if is_torn || is_moved || is_indented {
            self.lose(line, format!("the indentation of {}", short(own)), true);
        }
        if is_torn {
            let held = self.plain.held.hold(own);
            self.out.push_str(&held);
        } else {
            self.out.push_str(self.kept(span, own));
        }
    }

    /// A mark as an import writes it.
    fn kept<'a>(&self, span: Span, own: &'a str) -> &'a str {
        if span.mark == Mark::Escape && !self.plain.is_template {
            own.get(1..).unwrap_or_default()
        } else {
            own
        }
    }

    /// Notes what an import does not write as it stands.
    fn lose(&mut self, line: usize, what: String, is_missing: bool) {
        if self.language == Language::Yaml && self.plain.lost.len() < MAX_LEFT {
            self.plain.lost.push(Lost {
                line,
                what,
                is_missing,
            });
        }
    }

    /// Says once what a condition or a loop is.
    fn say(&mut self, span: Span, own: &str, line: usize) {
        let is_text = self.blocks.of_line(line).is_some();
        let branches = if is_text {
            &self.in_blocks
        } else {
            &self.branches
        };
        let fate = branches.of_line(line);
        let why = match (span.mark, fate) {
            (Mark::If, branches::Fate::Alone) => {
                "the condition is not evaluated; its block is read as if it were true."
            }
            (Mark::If, branches::Fate::First) => {
                "the condition is not evaluated; only the first branch is read."
            }
            (Mark::Loop, _) => "the loop is not run; its body is read once.",
            (Mark::Scope, _) if own.contains("define") => {
                "the named template is read where it is defined, not where it is used."
            }
            _ => return,
        };
        self.leave(line, short(own), why);
        if !is_text {
            let has_more = span.mark != Mark::If || fate == branches::Fate::First;
            self.lose(line, short(own), has_more);
        }
    }

    fn leave(&mut self, line: usize, what: String, why: &str) {
        push_bounded(&mut self.plain.left, Left::new(line, what, why));
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
