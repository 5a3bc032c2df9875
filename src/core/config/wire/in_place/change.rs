//! One field's new value in a text.

use std::ops::Range;

use super::items::{Items, Step, plan};
use super::notation::{
    eol, indentation, inline, insert_lines, is_first_of_line, is_json, line_end, nested,
};
use crate::core::config::wire::fields::node_of;
use crate::core::config::{Field, Kind, Value};
use crate::core::yaml::{Entry, Place, Places, Yaml, places};

/// One field of a text and its new value.
pub(super) struct Change<'a> {
    pub(super) text: &'a str,
    pub(super) field: &'static Field,
    pub(super) before: Value,
    pub(super) after: Value,
}

impl Change<'_> {
    /// The text with the change; none where it cannot be made.
    pub(super) fn applied(&self) -> Option<String> {
        let root = places(self.text)?;
        let json = is_json(self.text, &root);
        let new = node_of(&self.after, self.field.kind);
        let mut map = &root;
        let mut names: Vec<&str> = self.field.path.split('.').collect();
        while let Some((name, rest)) = names.split_first() {
            let Some(entry) = map.entry(name) else {
                return self.added(map, &names, &new, json);
            };
            if rest.is_empty() {
                return self.replaced(entry, &new, json);
            }
            if matches!(entry.value.places, Places::Mapping { .. }) {
                (map, names) = (&entry.value, rest.to_vec());
                continue;
            }
            let is_empty = match &entry.value.places {
                Places::Empty => true,
                Places::Scalar(text) => text == "null" || text == "~",
                _ => false,
            };
            return is_empty.then(|| self.put(&entry.value, &nested(rest, &new, json)));
        }
        None
    }

    fn spliced(&self, range: Range<usize>, new: &str) -> String {
        let before = self.text.get(..range.start).unwrap_or_default();
        let behind = self.text.get(range.end..).unwrap_or_default();
        [before, new, behind].concat()
    }

    /// Another value in the same place.
    fn put(&self, place: &Place, new: &str) -> String {
        let behind_colon = self
            .text
            .get(..place.start)
            .is_some_and(|before| before.ends_with(':'));
        let blank = if behind_colon { " " } else { "" };
        self.spliced(place.start..place.end, &[blank, new].concat())
    }

    fn replaced(&self, entry: &Entry, new: &Yaml, json: bool) -> Option<String> {
        if let Some(edited) = self.with_items(entry, new, json) {
            return Some(edited);
        }
        let new = inline(new, json);
        let is_block = matches!(
            entry.value.places,
            Places::Sequence { flow: false, .. } | Places::Mapping { flow: false, .. }
        );
        if !is_block {
            return Some(self.put(&entry.value, &new));
        }
        // What stands below a key goes up behind its colon.
        let colon = self.behind_colon(entry)?;
        Some(self.spliced(colon..entry.value.end, &[" ", &new].concat()))
    }

    fn behind_colon(&self, entry: &Entry) -> Option<usize> {
        let between = self.text.get(entry.key.end..entry.value.start)?;
        Some(entry.key.end + between.find(':')? + ":".len())
    }

    /// A list or a map of words with items taken out and put in, and the others as they are.
    fn with_items(&self, entry: &Entry, new: &Yaml, json: bool) -> Option<String> {
        let Value::Many(before) = &self.before else {
            return None;
        };
        let after: &[String] = match &self.after {
            Value::Many(after) => after,
            Value::Empty => &[],
            Value::One(_) => return None,
        };
        let (flow, spans): (bool, Vec<Range<usize>>) = match &entry.value.places {
            Places::Sequence { flow, items } => (
                *flow,
                items.iter().map(|item| item.start..item.end).collect(),
            ),
            Places::Mapping { flow, entries } => (
                *flow,
                entries
                    .iter()
                    .map(|entry| entry.key.start..entry.value.end)
                    .collect(),
            ),
            Places::Empty | Places::Scalar(_) | Places::Alias => return None,
        };
        if spans.len() != before.len() {
            return None;
        }
        let plan = plan(before, after);
        let items = Items {
            text: self.text,
            spans,
            pairs: self.field.kind == Kind::Pairs,
            json,
        };
        if flow {
            let keeps_any = plan.iter().any(|step| matches!(step, Step::Keep(_)));
            return keeps_any.then(|| items.in_flow(&entry.value, &plan))?;
        }
        let mut text = items.in_block(&plan)?;
        if after.is_empty() {
            text.insert_str(
                self.behind_colon(entry)?,
                &[" ", &inline(new, json)].concat(),
            );
        }
        Some(text)
    }

    /// A new entry at the end of a map.
    fn added(&self, map: &Place, names: &[&str], new: &Yaml, json: bool) -> Option<String> {
        let Places::Mapping { flow, entries } = &map.places else {
            return None;
        };
        let eol = eol(self.text);
        if *flow {
            let entry = nested(names, new, json);
            let entry = entry.get(1..entry.len() - 1)?;
            let Some(last) = entries.last() else {
                return Some(self.spliced(map.start..map.end, &["{", entry, "}"].concat()));
            };
            return Some(self.added_in_braces(last, entry));
        }
        let first = entries.first()?;
        let last = entries.last()?;
        let indent = indentation(self.text, first.key.start)?;
        let mut lines = String::new();
        for (depth, name) in names.iter().enumerate() {
            let is_last = depth + 1 == names.len();
            let value = if is_last {
                [" ", &inline(new, false)].concat()
            } else {
                String::new()
            };
            lines.push_str(indent);
            lines.push_str(&"  ".repeat(depth));
            lines.push_str(&[*name, ":", &value, eol].concat());
        }
        Some(insert_lines(self.text, last.value.end, &lines))
    }

    /// An entry behind the last one of a map in braces: on a line of its own if that has one, and
    /// then the comment behind it stays there.
    fn added_in_braces(&self, last: &Entry, new: &str) -> String {
        let end = last.value.end;
        let own_line = indentation(self.text, last.key.start)
            .filter(|indent| !indent.is_empty() || is_first_of_line(self.text, last.key.start));
        let Some(indent) = own_line else {
            return self.spliced(end..end, &[", ", new].concat());
        };
        let eol = eol(self.text);
        let next_line = line_end(self.text, end);
        let rest = self.text.get(end..next_line).unwrap_or_default();
        let (has_comma, behind) = match rest.trim_start().strip_prefix(',') {
            Some(behind) => (true, behind),
            None => (false, rest),
        };
        let behind = behind.trim();
        if !(behind.is_empty() || behind.starts_with('#')) {
            return self.spliced(end..end, &[",", eol, indent, new].concat());
        }
        let (first, second) = if has_comma { ("", ",") } else { (",", "") };
        [
            self.text.get(..end).unwrap_or_default(),
            first,
            rest,
            indent,
            new,
            second,
            eol,
            self.text.get(next_line..).unwrap_or_default(),
        ]
        .concat()
    }
}
