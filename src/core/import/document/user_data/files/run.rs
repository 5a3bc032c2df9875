//! What the commands of a script do to files, as far as the text tells.

use super::commands::{self, Input, Segment, Simple, Word};
use super::numbered;
use super::{Call, Content, Effects, How, Stage};
use std::collections::{BTreeMap, BTreeSet};

/// Most commands that are followed, loops and called programs included.
const MAX_STEPS: usize = 4_000;
/// Most programs that call one another.
pub(super) const MAX_DEPTH: usize = 3;
/// Longest text that a variable is replaced in.
const MAX_BYTES: usize = 20_000;

/// Reads a script whose first line is `first`.
pub(in crate::core::import) fn read(text: &str, first: usize, stage: Stage) -> Effects {
    read_chunks(&[(text.to_owned(), first)], stage)
}

/// Reads pieces of one script, each with its first line.
pub(super) fn read_chunks(chunks: &[(String, usize)], stage: Stage) -> Effects {
    let mut shell = Shell {
        stage,
        effects: Effects::default(),
        variables: BTreeMap::new(),
        directories: BTreeSet::new(),
        known: BTreeMap::new(),
        steps: 0,
        depth: 0,
    };
    for (text, first) in chunks {
        shell.run(&commands::read(text, *first));
    }
    shell.effects
}

pub(super) struct Shell {
    pub(super) stage: Stage,
    pub(super) effects: Effects,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) directories: BTreeSet<String>,
    /// What files hold that this script has written.
    pub(super) known: BTreeMap<String, Content>,
    pub(super) steps: usize,
    pub(super) depth: usize,
}

/// Words in front of a command that is run all the same.
const BEFORE: [&str; 15] = [
    "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "exec", "nohup",
    "command", "builtin", "doas",
];

impl Shell {
    pub(super) fn run(&mut self, commands: &[Simple]) {
        let mut at = 0;
        let mut pipe: Option<Content> = None;
        while let Some(command) = commands.get(at) {
            self.steps += 1;
            if self.steps > MAX_STEPS {
                return;
            }
            at += 1;
            let words = self.words(command);
            if words.first().map(String::as_str) == Some("for") && words.len() > 2 {
                let body_end = end_of_loop(commands, at);
                let body = commands.get(at..body_end).unwrap_or_default();
                self.each(&words, body);
                at = body_end;
                pipe = None;
                continue;
            }
            let input = self.input(command, pipe.take());
            pipe = Some(self.command(command, words, input));
        }
    }

    /// A loop over words: its body for each of them.
    fn each(&mut self, words: &[String], body: &[Simple]) {
        let Some(name) = words.get(1) else { return };
        let values: Vec<String> = words
            .iter()
            .skip(3)
            .flat_map(|word| word.split_whitespace())
            .take(10)
            .map(str::to_owned)
            .collect();
        self.variables.remove(name);
        if values.is_empty() || values.iter().any(|value| value.contains(['$', '`', '*'])) {
            return self.run(body);
        }
        for value in values {
            self.variables.insert(name.clone(), value);
            self.run(body);
        }
        self.variables.remove(name);
    }

    /// A command's own words, without what stands before it.
    fn words(&mut self, command: &Simple) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut is_assigning = true;
        for word in &command.words {
            let text = self.expand(word);
            if words.is_empty() {
                if BEFORE.contains(&text.as_str()) && word.0.len() == 1 {
                    continue;
                }
                if is_assigning && let Some((name, _)) = assignment(word) {
                    let value = text.get(name.len() + 1..).unwrap_or_default();
                    if self.variables.len() < 500 {
                        self.variables.insert(name, value.to_owned());
                    }
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

    fn expand(&self, word: &Word) -> String {
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

    /// Counts what a text of so many lines costs.
    fn spend(&mut self, lines: usize) {
        self.steps = self.steps.saturating_add(lines / 20);
    }

    /// What a command reads.
    fn input(&mut self, command: &Simple, pipe: Option<Content>) -> Option<Content> {
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

    pub(super) fn content_of(&self, path: &str) -> Content {
        self.known
            .get(path)
            .cloned()
            .unwrap_or_else(|| Content::Unknown(format!("a copy of {path}")))
    }

    pub(super) fn write(&mut self, path: &str, append: bool, content: Content, line: usize) {
        let mut path = path.to_owned();
        if path.ends_with('/') {
            return;
        }
        if path.starts_with("~/") {
            path.replace_range(..1, "/root");
        }
        let before = match self.known.get(&path) {
            Some(Content::Known(before)) => before.len(),
            _ => 0,
        };
        self.spend(before);
        if self.steps > MAX_STEPS {
            return;
        }
        let now = match (append, self.known.get(&path)) {
            (true, Some(Content::Known(before))) => match &content {
                Content::Known(more) => {
                    let mut all = before.clone();
                    all.extend(more.iter().cloned());
                    Content::Known(all)
                }
                Content::Unknown(_) => content.clone(),
            },
            _ => content.clone(),
        };
        if self.known.len() < 500 {
            self.known.insert(path.clone(), now);
        }
        let how = if append {
            How::Appended(content)
        } else {
            How::Whole(content)
        };
        self.effects.write(&path, how, line, self.stage);
    }

    /// Runs one command; gives what it writes to its standard output.
    fn command(&mut self, command: &Simple, words: Vec<String>, input: Option<Content>) -> Content {
        let line = command.line;
        let Some(first) = words.first().cloned() else {
            // `> file` alone empties it.
            for output in &command.outputs {
                let path = self.expand(&output.target);
                self.write(&path, output.append, Content::Known(Vec::new()), line);
            }
            return Content::Known(Vec::new());
        };
        let name = first.rsplit('/').next().unwrap_or_default().to_owned();
        let args = words.get(1..).unwrap_or_default().to_vec();
        let written = self.output(&name, &args, input.clone(), line);
        for output in &command.outputs {
            let path = self.expand(&output.target);
            self.write(&path, output.append, written.clone(), line);
        }
        self.does(&first, &name, &args, input, line);
        written
    }

    /// What a command does to files, mounts and services.
    fn does(
        &mut self,
        first: &str,
        name: &str,
        args: &[String],
        input: Option<Content>,
        line: usize,
    ) {
        let plain: Vec<String> = args
            .iter()
            .filter(|arg| !arg.starts_with('-') || arg.len() == 1)
            .cloned()
            .collect();
        match name {
            "tee" => {
                let append = args.iter().any(|arg| arg == "-a" || arg == "--append");
                let content =
                    input.unwrap_or_else(|| Content::Unknown("what tee reads".to_owned()));
                for path in &plain {
                    self.write(path, append, content.clone(), line);
                }
            }
            "mkdir" => self
                .directories
                .extend(plain.iter().map(|path| super::clean(path))),
            "install" if args.iter().any(|arg| arg == "-d" || arg == "--directory") => {
                self.directories
                    .extend(plain.iter().map(|path| super::clean(path)));
            }
            "install" | "cp" | "mv" | "rsync" => self.copy(name, args, input, line),
            "ln" => self.link(&plain, line),
            "rm" | "unlink" => {
                for path in &plain {
                    self.known.remove(path);
                    self.effects.write(path, How::Removed, line, self.stage);
                }
            }
            "sed" => self.sed(args, line),
            "curl" | "wget" | "aws" => self.download(name, args, line),
            "mount" => self.mount(args, line),
            "systemctl" | "ctr" | "crictl" | "nerdctl" | "swapoff" => {
                let words = std::iter::once(name.to_owned()).chain(args.iter().cloned());
                if self.effects.calls.len() < 500 {
                    self.effects.calls.push(Call {
                        words: words.collect(),
                        line,
                    });
                }
            }
            "bash" | "sh" | "dash" | "zsh" | "source" | "." | "eval" => {
                self.script(name, args, input, line);
            }
            _ => self.other(first, name, args, input, line),
        }
    }

    fn download(&mut self, name: &str, args: &[String], line: usize) {
        let mut path = None;
        for (at, arg) in args.iter().enumerate() {
            let is_short = arg.starts_with('-') && !arg.starts_with("--");
            let takes = match name {
                "curl" => arg == "--output" || (is_short && arg.ends_with('o')),
                "wget" => arg == "--output-document" || (is_short && arg.ends_with('O')),
                _ => false,
            };
            if takes {
                path = args.get(at + 1).cloned();
            } else if let Some(own) = arg
                .strip_prefix("--output=")
                .or_else(|| arg.strip_prefix("--output-document="))
            {
                path = Some(own.to_owned());
            }
        }
        if name == "aws" {
            let is_copy = args
                .iter()
                .any(|arg| arg == "cp" || arg == "sync" || arg == "get-object");
            path = args
                .last()
                .filter(|path| is_copy && path.contains('/'))
                .cloned();
        }
        if let Some(path) = path.filter(|path| path != "-") {
            let is_install = args
                .iter()
                .any(|arg| arg.contains("parallel-mode-install.sh"));
            let what = if is_install {
                "SOCI's install script".to_owned()
            } else {
                format!("what {name} downloads")
            };
            self.write(&path, false, Content::Unknown(what), line);
        }
    }

    fn mount(&mut self, args: &[String], line: usize) {
        let mut plain = Vec::new();
        let mut skip = false;
        for arg in args {
            if std::mem::take(&mut skip) {
                continue;
            }
            match arg.as_str() {
                "-t" | "-o" | "-L" | "-U" | "--types" | "--options" => skip = true,
                flag if flag.starts_with('-') => {}
                plain_arg => plain.push(plain_arg),
            }
        }
        if let Some(target) = plain.last().filter(|path| path.starts_with('/')) {
            self.effects.mount(target, line);
        }
    }
}

/// Where the body of a loop ends: behind its `done`.
fn end_of_loop(commands: &[Simple], from: usize) -> usize {
    let mut depth = 1_usize;
    for (index, command) in commands.iter().enumerate().skip(from) {
        let words = command.words.iter().map(Word::raw);
        let is_before = |word: &str| matches!(word, "do" | "then" | "else" | "{");
        let word = words
            .into_iter()
            .find(|word| !is_before(word))
            .unwrap_or_default();
        match word.as_str() {
            "for" | "while" | "until" | "select" => depth += 1,
            "done" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    commands.len()
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
