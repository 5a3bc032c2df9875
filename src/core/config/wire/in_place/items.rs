//! The items of a list in a text: some go, some come, the others stay as they are.

use std::ops::Range;

use super::notation::{eol, inline, insert_lines, line_end, line_start};
use crate::core::yaml::{Place, Yaml};

/// What becomes of a list's items, in the order of the new list.
pub(super) enum Step<'a> {
    /// The old item with this number stays.
    Keep(usize),
    Insert(&'a str),
}

/// Items that are in both lists in the same order stay.
pub(super) fn plan<'a>(before: &[String], after: &'a [String]) -> Vec<Step<'a>> {
    let mut next = 0;
    after
        .iter()
        .map(|item| {
            let rest = before.get(next..).unwrap_or_default();
            match rest.iter().position(|old| old == item) {
                Some(ahead) => {
                    let at = next + ahead;
                    next = at + 1;
                    Step::Keep(at)
                }
                None => Step::Insert(item),
            }
        })
        .collect()
}

/// The items of a list, or the entries of a map of words.
pub(super) struct Items<'a> {
    pub(super) text: &'a str,
    pub(super) spans: Vec<Range<usize>>,
    /// Whether they are `key=value`.
    pub(super) pairs: bool,
    pub(super) json: bool,
}

impl Items<'_> {
    fn written(&self, item: &str) -> String {
        let text = |text: &str| inline(&Yaml::Text(text.to_owned()), self.json);
        match item.split_once('=').filter(|_| self.pairs) {
            Some((key, value)) => [&text(key), ": ", &text(value)].concat(),
            None => text(item),
        }
    }

    /// In brackets: what stands between two items that stay and were neighbours stays, too.
    pub(super) fn in_flow(&self, place: &Place, plan: &[Step<'_>]) -> Option<String> {
        let first = self.spans.first()?;
        let last = self.spans.last()?;
        let mut new = self.text.get(place.start..first.start)?.to_owned();
        let mut before: Option<usize> = None;
        for (number, step) in plan.iter().enumerate() {
            let kept = match step {
                Step::Keep(at) => Some(*at),
                Step::Insert(_) => None,
            };
            if number > 0 {
                let own = kept.filter(|at| *at > 0 && before == Some(at - 1));
                new.push_str(match own {
                    Some(at) => self
                        .text
                        .get(self.spans.get(at - 1)?.end..self.spans.get(at)?.start)?,
                    None => self.between().unwrap_or(", "),
                });
            }
            match step {
                Step::Keep(at) => new.push_str(self.text.get(self.spans.get(*at)?.clone())?),
                Step::Insert(item) => new.push_str(&self.written(item)),
            }
            before = kept;
        }
        new.push_str(self.text.get(last.end..place.end)?);
        let head = self.text.get(..place.start)?;
        Some([head, &new, self.text.get(place.end..)?].concat())
    }

    /// What stands between the first two items, if it is a comma and blanks.
    fn between(&self) -> Option<&str> {
        let [first, second, ..] = self.spans.as_slice() else {
            return None;
        };
        let between = self.text.get(first.end..second.start)?;
        between
            .chars()
            .all(|letter| letter == ',' || letter.is_whitespace())
            .then_some(between)
    }

    /// On lines of their own: lines are taken out and put in, and no other is touched.
    pub(super) fn in_block(&self, plan: &[Step<'_>]) -> Option<String> {
        let first = self.spans.first()?;
        let head = self
            .text
            .get(line_start(self.text, first.start)..first.start)?;
        if !head.chars().all(|letter| matches!(letter, ' ' | '-')) {
            return None;
        }
        let eol = eol(self.text);
        // From behind, so that places stay true.
        let mut text = self.text.to_owned();
        let insert_behind = |at: usize, item: &str, text: &mut String| {
            let line = [head, &self.written(item), eol].concat();
            *text = insert_lines(text, at, &line);
        };
        let mut kept: Vec<usize> = Vec::new();
        let mut inserts: Vec<(Option<usize>, &str)> = Vec::new();
        for step in plan {
            match step {
                Step::Keep(at) => kept.push(*at),
                Step::Insert(item) => inserts.push((kept.last().copied(), item)),
            }
        }
        for (at, span) in self.spans.iter().enumerate().rev() {
            for (_, item) in inserts
                .iter()
                .rev()
                .filter(|(behind, _)| *behind == Some(at))
            {
                insert_behind(span.end, item, &mut text);
            }
            if !kept.contains(&at) {
                let end = line_end(&text, span.end);
                text.replace_range(line_start(&text, span.start)..end, "");
            }
        }
        for (_, item) in inserts.iter().rev().filter(|(behind, _)| behind.is_none()) {
            let line = [head, &self.written(item), eol].concat();
            text.insert_str(line_start(self.text, first.start), &line);
        }
        Some(text)
    }
}
