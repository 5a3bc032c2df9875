//! The text of a node's own, without the lines of a template's conditions and loops: as it is where
//! they hold and run once, line for line.

use super::MAX_MARKS;
use super::branches::Branches;
use super::scan::{Mark, Span, scan};
use crate::core::import::source::Dialect;

/// A line of a template that leaves no line behind, in a MIME archive: there a blank one means
/// something.
pub(in crate::core::import) const GONE: char = '\u{E002}';

/// What only Terraform's templates hold. In them two signs are how one is written that is meant;
/// elsewhere two are two.
const OF_TERRAFORM: [&str; 8] = [
    "%{ ",
    "%{~",
    "${var.",
    "${local.",
    "${module.",
    "${each.",
    "${data.",
    "${path.",
];

/// A text and whether there is more to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct WithoutDirectives {
    pub(in crate::core::import) text: String,
    /// Whether a branch is left out of it.
    pub(in crate::core::import) is_part: bool,
}

/// Takes the lines of conditions and loops out; nothing if there are none.
pub(in crate::core::import) fn without_directives(text: &str) -> Option<WithoutDirectives> {
    let has = |marks: &[&str]| marks.iter().any(|mark| text.contains(mark));
    let is_escaped = text.contains("$${") && has(&OF_TERRAFORM);
    let has_marks = is_escaped || has(&["%{", "{{", "{%"]);
    if !has_marks || text.contains(GONE) {
        return None;
    }
    let all = scan(text, Dialect::Unknown);
    if all.len() > MAX_MARKS {
        return None;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let spans = of_lines(text, &all);
    if spans.is_empty() && !is_escaped {
        return None;
    }
    let branches = Branches::parse(
        text,
        &spans.iter().map(|(_, span)| *span).collect::<Vec<_>>(),
    );
    let fates = fates(text, &lines, &spans, &branches);
    let is_mime = lines
        .iter()
        .zip(&fates)
        .find(|(line, fate)| **fate == Fate::Stays && !line.trim().is_empty())
        .is_some_and(|(line, _)| {
            line.starts_with("MIME-Version:") || line.starts_with("Content-Type:")
        });
    let mut out = String::with_capacity(text.len());
    for (line, fate) in lines.iter().zip(fates) {
        match fate {
            Fate::Stays if is_escaped => out.push_str(&line.replace("$${", "${")),
            Fate::Stays => out.push_str(line),
            Fate::IsBlank => out.push_str(end_of(line)),
            Fate::IsGone => {
                if is_mime {
                    out.push(GONE);
                }
                out.push_str(end_of(line));
            }
        }
    }
    Some(WithoutDirectives {
        text: out,
        is_part: branches.leave_some_out(),
    })
}

/// What becomes of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Stays,
    /// It leaves a blank line behind.
    IsBlank,
    /// It leaves none.
    IsGone,
}

fn end_of(line: &str) -> &str {
    line.get(line.trim_end_matches(['\r', '\n']).len()..)
        .unwrap_or_default()
}

/// The marks that begin or end something and share their lines with nothing else, each with its line.
fn of_lines(text: &str, all: &[Span]) -> Vec<(usize, Span)> {
    let is_structure =
        |span: &&Span| !matches!(span.mark, Mark::Value | Mark::Lines | Mark::Escape);
    let all: Vec<&Span> = all.iter().filter(is_structure).collect();
    let (mut line, mut at) = (1, 0);
    let mut found = Vec::new();
    for (number, span) in all.iter().enumerate() {
        let between = text.get(at..span.start).unwrap_or_default();
        line += between.matches('\n').count();
        at = span.start;
        let before = number
            .checked_sub(1)
            .and_then(|before| all.get(before))
            .map_or(0, |before| before.end);
        let before = text.get(before..span.start).unwrap_or_default();
        let starts = before.rsplit('\n').next().unwrap_or_default();
        let next = all.get(number + 1).map_or(text.len(), |next| next.start);
        let behind = text.get(span.end..next).unwrap_or_default();
        let ends = behind.split('\n').next().unwrap_or_default();
        if starts.trim().is_empty() && ends.trim().is_empty() {
            found.push((line, **span));
        }
    }
    found
}

fn fates(text: &str, lines: &[&str], spans: &[(usize, Span)], branches: &Branches) -> Vec<Fate> {
    let mut fates: Vec<Fate> = (1..=lines.len())
        .map(|line| {
            if branches.leaves_out(line) {
                Fate::IsGone
            } else {
                Fate::Stays
            }
        })
        .collect();
    for (line, span) in spans {
        let own = text.get(span.start..span.end).unwrap_or_default();
        let count = own.matches('\n').count() + 1;
        for fate in fates.iter_mut().skip(line - 1).take(count) {
            if *fate != Fate::IsGone {
                *fate = if leaves_no_line(own) {
                    Fate::IsGone
                } else {
                    Fate::IsBlank
                };
            }
        }
    }
    fates
}

/// Whether a mark takes its line end with it. Of Jinja's it is a setting that says so (trim_blocks),
/// which those who write files by it have on.
fn leaves_no_line(mark: &str) -> bool {
    mark.starts_with("{%")
        || ["{{-", "%{~"].iter().any(|begin| mark.starts_with(begin))
        || ["-}}", "~}"].iter().any(|end| mark.ends_with(end))
}
