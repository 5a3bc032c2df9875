//! Words of commands, with the values of variables, and what commands read.

use super::Reach;
use super::commands::{Input, Segment, Simple, Word};
use super::run::{MAX_BYTES, MAX_KNOWN, Shell};
use super::{Content, numbered};

/// Words in front of a command that is run all the same.
const BEFORE: [&str; 6] = ["time", "nohup", "command", "builtin", "doas", "exec"];

impl Shell {
    /// A command's own words, without what stands before it.
    pub(super) fn words(&mut self, command: &Simple) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut is_assigning = true;
        for (at, word) in command.words.iter().enumerate() {
            let text = self.expand(word);
            if words.is_empty() {
                let asks = || {
                    let next = command.words.get(at + 1).map(Word::raw);
                    text == "command" && next.is_some_and(|next| next.starts_with("-v"))
                };
                if BEFORE.contains(&text.as_str()) && word.0.len() == 1 && !asks() {
                    continue;
                }
                if is_assigning && let Some((name, _)) = assignment(word) {
                    let value = text.get(name.len() + 1..).unwrap_or_default();
                    self.assign(name, value, command.line);
                    continue;
                }
            }
            if words.is_empty() && (text == "sudo" || text == "env") {
                continue;
            }
            // sudo's own options.
            if words.is_empty() && text.starts_with('-') {
                continue;
            }
            is_assigning = matches!(
                text.as_str(),
                "export" | "local" | "declare" | "readonly" | "typeset"
            );
            if is_assigning {
                continue;
            }
            words.push(text);
        }
        words
    }

    /// Gives a variable its value; one that it has only under a condition is not known any more.
    fn assign(&mut self, name: String, value: &str, line: usize) {
        if self.reach != Reach::Always {
            self.variables.remove(&name);
        } else if self.variables.len() < MAX_KNOWN || self.variables.contains_key(&name) {
            self.variables.insert(name, value.to_owned());
        } else {
            self.effects.cut(line);
        }
    }

    pub(super) fn expand(&self, word: &Word) -> String {
        let mut out = String::new();
        for segment in &word.0 {
            match segment {
                Segment::Literal(text) => out.push_str(text),
                Segment::Expanding(text) => out.push_str(&self.substitute(text)),
            }
        }
        out
    }

    /// Puts the values of variables in place of their names; names without a value stay.
    fn substitute(&self, text: &str) -> String {
        if !text.contains('$') {
            return text.to_owned();
        }
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let (name, default, left, whole) = match after.strip_prefix('{') {
                Some(braced) => match braced.split_once('}') {
                    Some((inner, left)) => {
                        let (name, default) = match inner.split_once(":-") {
                            Some((name, default)) => (name, Some(default)),
                            None => (inner, None),
                        };
                        (name, default, left, format!("${{{inner}}}"))
                    }
                    None => ("", None, after, "$".to_owned()),
                },
                None if after.starts_with(|c: char| c.is_ascii_digit()) => {
                    let (name, left) = after.split_at_checked(1).unwrap_or((after, ""));
                    (name, None, left, format!("${name}"))
                }
                None => {
                    let end = after
                        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                        .unwrap_or(after.len());
                    let (name, left) = after.split_at_checked(end).unwrap_or((after, ""));
                    (name, None, left, format!("${name}"))
                }
            };
            match self.variables.get(name).map(String::as_str).or(default) {
                Some(value) if out.len() < MAX_BYTES => out.push_str(value),
                _ => out.push_str(&whole),
            }
            rest = left;
        }
        out.push_str(rest);
        out
    }

    /// What a command reads.
    pub(super) fn input(&mut self, command: &Simple, pipe: Option<Content>) -> Option<Content> {
        if let Some(Input::Text(lines, _)) = &command.input {
            self.spend(lines.len());
        }
        match &command.input {
            Some(Input::Text(lines, expands)) => Some(Content::Known(
                lines
                    .iter()
                    .map(|(text, line)| {
                        let text = if *expands {
                            self.substitute(&text.replace("\\$", "\u{0}"))
                                .replace('\u{0}', "$")
                        } else {
                            text.clone()
                        };
                        (text, *line)
                    })
                    .collect(),
            )),
            Some(Input::Word(word, line)) => {
                Some(Content::Known(numbered(&self.expand(word), *line)))
            }
            Some(Input::File(word)) => {
                let path = self.expand(word);
                Some(self.content_of(&path))
            }
            None if command.piped => pipe,
            None => None,
        }
    }
}

/// The name of an assignment, `NAME=value`.
fn assignment(word: &Word) -> Option<(String, String)> {
    let raw = word.raw();
    let (name, value) = raw.split_once('=')?;
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then(|| (name.to_owned(), value.to_owned()))
}
