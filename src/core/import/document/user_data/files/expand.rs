//! Words of commands, with the values of variables, and what commands read.

use super::Reach;
use super::commands::{Input, Segment, Simple, Word};
use super::run::{MAX_BYTES, MAX_KNOWN, Shell};
use super::{Content, numbered};
use crate::core::import::document::user_data::variables::{Variable, substitute};

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
                if is_assigning && let Some((name, is_appended)) = assignment(word) {
                    let value = text.split_once('=').map_or("", |(_, value)| value);
                    self.assign(&name, value, is_appended, command.line);
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
    fn assign(&mut self, name: &str, value: &str, is_appended: bool, line: usize) {
        let before = match self.variables.get(name) {
            Variable::Is(before) if is_appended => Some(before),
            Variable::Unknown if is_appended => None,
            _ => Some(""),
        };
        let value = before.map(|before| [before, value].concat());
        match value {
            Some(value) if self.reach == Reach::Always && value.len() <= MAX_BYTES => {
                if self.variables.len() < MAX_KNOWN || self.variables.contains(name) {
                    self.variables.set(name, value);
                } else {
                    self.effects.cut(line);
                }
            }
            _ => self.variables.forget(name),
        }
    }

    /// Puts the values of variables in place of their names; names without a value stay.
    fn substitute(&self, text: &str) -> String {
        substitute(text, MAX_BYTES, |name| self.variables.get(name))
    }

    pub(super) fn expand(&self, word: &Word) -> String {
        let mut out = String::new();
        for segment in &word.0 {
            match segment {
                Segment::Literal(text) => out.push_str(text),
                Segment::Expanding(text) => {
                    out.push_str(&self.substitute(text));
                }
            }
        }
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

/// The name of an assignment, `NAME=value` or `NAME+=value`, and whether it appends.
fn assignment(word: &Word) -> Option<(String, bool)> {
    let raw = word.raw();
    let (name, _) = raw.split_once('=')?;
    let (name, is_appended) = match name.strip_suffix('+') {
        Some(name) => (name, true),
        None => (name, false),
    };
    let is_name = !name.is_empty()
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    is_name.then(|| (name.to_owned(), is_appended))
}
