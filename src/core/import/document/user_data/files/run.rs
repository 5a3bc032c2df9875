//! What the commands of a script do to files, as far as the text tells.

use super::commands::{self, Input, Segment, Simple, Word};
use super::{Call, Content, Effects, FileText, How, Lines, Mount, Stage, base64, matters};
use crate::core::import::document::user_data::{sed, shell};
use std::collections::{BTreeMap, BTreeSet};

/// Most commands that are followed, loops and called programs included.
const MAX_STEPS: usize = 4_000;
/// Most programs that call one another.
const MAX_DEPTH: usize = 3;
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

struct Shell {
    stage: Stage,
    effects: Effects,
    variables: BTreeMap<String, String>,
    directories: BTreeSet<String>,
    /// What files hold that this script has written.
    known: BTreeMap<String, Content>,
    steps: usize,
    depth: usize,
}

/// Words in front of a command that is run all the same.
const BEFORE: [&str; 15] = [
    "if", "then", "else", "elif", "do", "while", "until", "!", "{", "time", "exec", "nohup",
    "command", "builtin", "doas",
];

/// Programs that change no file that matters here, or whose files are read otherwise.
const HARMLESS: [&str; 66] = [
    "[",
    "[[",
    "test",
    "true",
    "false",
    ":",
    "cat",
    "grep",
    "egrep",
    "fgrep",
    "ls",
    "stat",
    "find",
    "head",
    "tail",
    "wc",
    "diff",
    "cmp",
    "echo",
    "printf",
    "chmod",
    "chown",
    "chgrp",
    "mkdir",
    "touch",
    "sleep",
    "set",
    "unset",
    "shift",
    "return",
    "exit",
    "break",
    "continue",
    "cd",
    "pushd",
    "popd",
    "trap",
    "wait",
    "logger",
    "systemctl",
    "journalctl",
    "dnf",
    "yum",
    "rpm",
    "apt-get",
    "df",
    "du",
    "findmnt",
    "lsblk",
    "blkid",
    "mkfs",
    "mkfs.xfs",
    "mkfs.ext4",
    "file",
    "fi",
    "done",
    "esac",
    "case",
    "read",
    "sha256sum",
    "modprobe",
    "sysctl",
    "hostnamectl",
    "export",
    "restorecon",
    "umount",
];

impl Shell {
    fn run(&mut self, commands: &[Simple]) {
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

    fn content_of(&self, path: &str) -> Content {
        self.known
            .get(path)
            .cloned()
            .unwrap_or_else(|| Content::Unknown(format!("a copy of {path}")))
    }

    fn write(&mut self, path: &str, append: bool, content: Content, line: usize) {
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

    /// What a command writes to its standard output.
    fn output(&self, name: &str, args: &[String], input: Option<Content>, line: usize) -> Content {
        let unknown = || Content::Unknown(format!("what {name} writes"));
        let plain: Vec<&String> = args.iter().filter(|arg| !arg.starts_with('-')).collect();
        match name {
            "cat" => match plain.as_slice() {
                [] => input.unwrap_or_else(unknown),
                [path] => self.content_of(path),
                _ => unknown(),
            },
            "tee" => input.unwrap_or_else(unknown),
            "echo" => {
                let flags = args.iter().take_while(|arg| {
                    arg.len() > 1
                        && arg.starts_with('-')
                        && arg.chars().skip(1).all(|letter| "neE".contains(letter))
                });
                let flags: Vec<&String> = flags.collect();
                let text = args.get(flags.len()..).unwrap_or_default().join(" ");
                if flags.iter().any(|flag| flag.contains('e')) {
                    Content::Known(numbered(&unescaped(&text), line))
                } else {
                    Content::Known(numbered(&text, line))
                }
            }
            "printf" => {
                printf(args).map_or_else(unknown, |text| Content::Known(numbered(&text, line)))
            }
            "base64" if args.iter().any(|arg| is_decode(arg)) => {
                let from = match plain.as_slice() {
                    [] => input,
                    [path, ..] => Some(self.content_of(path)),
                };
                match from {
                    Some(Content::Known(lines)) => {
                        let text: String = lines.iter().map(|(text, _)| text.as_str()).collect();
                        match base64::text(&text) {
                            Some(text) => Content::Known(numbered(&text, line)),
                            None => Content::Unknown("bytes in base64".to_owned()),
                        }
                    }
                    _ => unknown(),
                }
            }
            _ => unknown(),
        }
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

    fn copy(&mut self, name: &str, args: &[String], input: Option<Content>, line: usize) {
        let takes_value = |arg: &str| {
            matches!(
                arg,
                "-m" | "-o" | "-g" | "-t" | "--mode" | "--owner" | "--group"
            ) || (name == "install" && matches!(arg, "-Dm" | "-pm"))
        };
        let mut paths = Vec::new();
        let mut skip = false;
        let mut target = None;
        for (at, arg) in args.iter().enumerate() {
            if std::mem::take(&mut skip) {
                continue;
            }
            if arg == "-t" {
                target = args.get(at + 1).cloned();
            }
            if takes_value(arg) {
                skip = true;
            } else if !arg.starts_with('-') || arg.len() == 1 {
                paths.push(arg.clone());
            }
        }
        let Some(target) = target.or_else(|| paths.pop()) else {
            return;
        };
        let into = target.ends_with('/')
            || self.directories.contains(&super::clean(&target))
            || paths.len() > 1
            || target.ends_with(".d");
        for from in &paths {
            let content = match from.as_str() {
                "/dev/stdin" | "-" => input
                    .clone()
                    .unwrap_or_else(|| Content::Unknown("what is read".to_owned())),
                from => self.content_of(from),
            };
            let path = if into {
                let file = from
                    .trim_end_matches('/')
                    .rsplit('/')
                    .next()
                    .unwrap_or_default();
                format!("{}/{file}", target.trim_end_matches('/'))
            } else {
                target.clone()
            };
            self.write(&path, false, content, line);
            if name == "mv" {
                self.known.remove(from);
                self.effects.write(from, How::Removed, line, self.stage);
            }
        }
    }

    fn link(&mut self, plain: &[String], line: usize) {
        if let [from, to] = plain {
            if from.starts_with('/') && to.starts_with("/var/lib") {
                self.effects.mount(to, line);
            } else {
                let content = self.content_of(from);
                let is_directory =
                    to.ends_with('/') || self.directories.contains(&super::clean(to));
                let file = from.rsplit('/').next().unwrap_or_default();
                let path = if is_directory {
                    format!("{}/{file}", to.trim_end_matches('/'))
                } else {
                    to.clone()
                };
                self.write(&path, false, content, line);
            }
        }
    }

    fn sed(&mut self, args: &[String], line: usize) {
        let in_place = args.iter().any(|arg| {
            arg.starts_with("--in-place")
                || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains('i'))
        });
        if !in_place {
            return;
        }
        let extended = args.iter().any(|arg| {
            arg == "--regexp-extended"
                || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains(['E', 'r']))
        });
        let mut expressions = Vec::new();
        let mut paths = Vec::new();
        let mut next_is = false;
        let has_option = args
            .iter()
            .any(|arg| arg == "-e" || arg.starts_with("--expression"));
        for arg in args {
            if std::mem::take(&mut next_is) {
                expressions.push(arg.clone());
            } else if arg == "-e" || arg == "--expression" {
                next_is = true;
            } else if let Some(own) = arg.strip_prefix("--expression=") {
                expressions.push(own.to_owned());
            } else if !arg.starts_with('-') {
                if expressions.is_empty() && !has_option {
                    expressions.push(arg.clone());
                } else {
                    paths.push(arg.clone());
                }
            }
        }
        let edits: Vec<shell::Edit> = expressions
            .iter()
            .map(|expression| shell::substitutions(expression, line, extended))
            .collect::<Option<Vec<_>>>()
            .map(|edits| edits.into_iter().flatten().collect())
            .unwrap_or_default();
        for path in paths {
            if let Some(Content::Known(lines)) = self.known.get(&path) {
                let lines = lines.iter().map(|(text, line)| (text.clone(), Some(*line)));
                let next = sed::apply(lines.collect(), &edits, line);
                let content = match next {
                    FileText::Known(lines) => Content::Known(
                        lines
                            .into_iter()
                            .map(|(text, own)| (text, own.unwrap_or(line)))
                            .collect(),
                    ),
                    FileText::Unknown(_, why) => Content::Unknown(why),
                };
                self.known.insert(path.clone(), content);
            }
            let how = How::EditedBySed(edits.clone());
            self.effects.write(&path, how, line, self.stage);
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

    /// Another script: of this text, of a file that is known, or of one that is not.
    fn script(&mut self, name: &str, args: &[String], input: Option<Content>, line: usize) {
        let inline = args
            .iter()
            .position(|arg| arg.starts_with('-') && !arg.starts_with("--") && arg.ends_with('c'));
        if let Some(at) = inline {
            let text = args.get(at + 1).cloned().unwrap_or_default();
            return self.called(Content::Known(numbered(&text, line)), "a script", line);
        }
        if name == "eval" {
            let text = args.join(" ");
            if text.contains("$(") || text.contains('`') {
                return self
                    .effects
                    .unread(line, "eval runs what another command writes");
            }
            return self.called(Content::Known(numbered(&text, line)), "a script", line);
        }
        let path = args
            .iter()
            .find(|arg| !arg.starts_with('-') || arg.starts_with("<("));
        match (path, input) {
            (Some(path), _) if path.starts_with("<(") => self.unread_call(path, line),
            (Some(path), _) => {
                let content = self.content_of(path);
                self.called(content, path, line);
            }
            (None, Some(content)) => {
                self.called(content, &format!("what is piped into {name}"), line);
            }
            (None, None) => {}
        }
    }

    fn unread_call(&mut self, what: &str, line: usize) {
        if !what.contains("parallel-mode-install.sh") {
            let what: String = what.chars().take(80).collect();
            self.effects.unread(
                line,
                format!("{what} is run, and what it does is not known"),
            );
        }
    }

    /// Runs a text as a script.
    fn called(&mut self, content: Content, what: &str, line: usize) {
        match content {
            Content::Known(_) if self.depth >= MAX_DEPTH => {}
            Content::Known(lines) => {
                let text: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
                let first = lines.first().map_or(line, |(_, line)| *line);
                self.depth += 1;
                self.run(&commands::read(&text.join("\n"), first));
                self.depth -= 1;
            }
            Content::Unknown(why) if why.contains("install script") => {}
            Content::Unknown(why) => {
                let what = if why.starts_with("a copy of") {
                    format!("{what} is run, which this userData does not hold")
                } else {
                    format!("{what} is run: {why}, and what that does is not known")
                };
                let what: String = what.chars().take(160).collect();
                self.effects.unread(line, what);
            }
        }
    }

    /// A program that is not known: what it is told may be a file that matters.
    fn other(
        &mut self,
        first: &str,
        name: &str,
        args: &[String],
        input: Option<Content>,
        line: usize,
    ) {
        if HARMLESS.contains(&name) {
            return;
        }
        if name.ends_with("()") || name.ends_with('(') || name == "}" {
            return;
        }
        // A program that this script has written itself, or one that it does not hold.
        if self.known.contains_key(first) {
            let content = self.content_of(first);
            return self.called(content, first, line);
        }
        let text = match &input {
            Some(Content::Known(lines)) => {
                let lines = lines.iter().map(|(text, _)| text.as_str());
                lines.collect::<Vec<_>>().join("\n")
            }
            _ => String::new(),
        };
        let told = [args.join(" "), text].join("\n");
        let mut named: Vec<String> = Vec::new();
        for word in told.split(|c: char| c.is_whitespace() || "'\"()=,;".contains(c)) {
            if word.starts_with("/etc/") && matters(word) && !named.iter().any(|own| own == word) {
                named.push(word.to_owned());
            }
        }
        for path in named.into_iter().take(10) {
            self.known.insert(
                path.clone(),
                Content::Unknown(format!("what {name} makes of it")),
            );
            self.effects
                .write(&path, How::EditedBy(name.to_owned()), line, self.stage);
        }
        let is_local =
            first.starts_with("./") || first.starts_with("/tmp/") || first.starts_with("/opt/");
        if is_local || first.starts_with('$') && first.contains('/') {
            self.unread_call(first, line);
        }
    }
}

/// Where the body of a loop ends: behind its `done`.
fn end_of_loop(commands: &[Simple], from: usize) -> usize {
    let mut depth = 1_usize;
    for (index, command) in commands.iter().enumerate().skip(from) {
        let words = command.words.iter().map(Word::raw);
        let word = words
            .skip_while(|word| matches!(word.as_str(), "do" | "then" | "else" | "{"))
            .next()
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

fn is_decode(arg: &str) -> bool {
    arg == "--decode"
        || (arg.starts_with('-') && !arg.starts_with("--") && arg.contains(['d', 'D']))
}

fn numbered(text: &str, line: usize) -> Lines {
    text.lines().map(|text| (text.to_owned(), line)).collect()
}

/// `\n`, `\t` and `\\` as `echo -e` and `printf` read them.
fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('\\') | None => out.push('\\'),
            Some('"') => out.push('"'),
            Some(other) => out.extend(['\\', other]),
        }
    }
    out
}

/// What `printf` writes, for `%s` and escapes; none for other formats.
fn printf(args: &[String]) -> Option<String> {
    let (format, values) = args.split_first()?;
    let format = unescaped(format);
    let count = format.matches("%s").count();
    let others = format.replace("%s", "").replace("%%", "");
    if others.contains('%') {
        return None;
    }
    if count == 0 {
        return Some(format.replace("%%", "%"));
    }
    let mut out = String::new();
    for chunk in values.chunks(count).take(1_000) {
        let mut parts = format.split("%s");
        out.push_str(parts.next().unwrap_or_default());
        for (index, part) in parts.enumerate() {
            out.push_str(chunk.get(index).map_or("", String::as_str));
            out.push_str(part);
        }
    }
    Some(out.replace("%%", "%"))
}

impl Effects {
    /// Targets that lines of `/etc/fstab` mount.
    pub(in crate::core::import) fn of_fstab(&self) -> Vec<Mount> {
        let mut mounts = Vec::new();
        for file in self.files.iter().filter(|file| file.path == "/etc/fstab") {
            if let How::Whole(Content::Known(lines)) | How::Appended(Content::Known(lines)) =
                &file.how
            {
                for (text, line) in lines {
                    let target = text.split_whitespace().nth(1);
                    if let Some(target) = target.filter(|target| target.starts_with('/')) {
                        mounts.push(Mount {
                            target: super::clean(target),
                            line: *line,
                        });
                    }
                }
            }
        }
        mounts
    }
}
