//! Commands that copy, link and edit files.

use super::Reach;
use super::run::{MAX_KNOWN, Shell};
use super::{Content, FileText, How, Unknown, clean};
use crate::core::import::document::user_data::shell::SOCI_CONFIG;
use crate::core::import::document::user_data::{sed, shell};

impl Shell {
    /// A path from the directory that the script is in, where that is known.
    pub(super) fn resolved(&self, path: &str) -> String {
        match &self.directory {
            // A pattern that SOCI's configuration fits stands for it.
            _ if path.contains(['*', '?']) && fits(path, SOCI_CONFIG) => SOCI_CONFIG.to_owned(),
            _ if path.starts_with(['/', '$', '`']) => path.to_owned(),
            _ if path.starts_with("~/") => path.replacen('~', "/root", 1),
            Some(directory) => clean(&format!("{directory}/{path}")),
            None => path.to_owned(),
        }
    }

    pub(super) fn content_of(&self, path: &str) -> Content {
        let path = self.resolved(path);
        self.known
            .get(&path)
            .cloned()
            .unwrap_or(Content::Unknown(Unknown::CopyOf(path)))
    }

    pub(super) fn write(&mut self, path: &str, append: bool, content: Content, line: usize) {
        if path.ends_with('/') {
            return;
        }
        let path = self.resolved(path);
        let before = match self.known.get(&path) {
            Some(Content::Known(before)) => before.len(),
            _ => 0,
        };
        self.spend(before);
        if self.has_done_too_much() {
            return self.effects.cut(line);
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
        let now = match self.reach {
            Reach::Always => now,
            Reach::If(_) => Content::unknown("the result of a condition"),
        };
        if self.known.len() < MAX_KNOWN || self.known.contains_key(&path) {
            self.known.insert(path.clone(), now);
        } else {
            self.effects.cut(line);
        }
        let how = if append {
            How::Appended(content)
        } else {
            How::Whole(content)
        };
        self.effects.write(&path, how, line, self.stage, self.reach);
    }

    pub(super) fn copy(
        &mut self,
        name: &str,
        args: &[String],
        input: Option<Content>,
        line: usize,
    ) {
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
            || self.directories.contains(&clean(&target))
            || paths.len() > 1
            || target.ends_with(".d");
        for from in &paths {
            let content = match from.as_str() {
                "/dev/stdin" | "-" => input
                    .clone()
                    .unwrap_or_else(|| Content::unknown("the input read")),
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
                self.known.remove(&self.resolved(from));
                let from = self.resolved(from);
                self.effects
                    .write(&from, How::Removed, line, self.stage, self.reach);
            }
        }
    }

    pub(super) fn link(&mut self, plain: &[String], line: usize) {
        if let [from, to] = plain {
            if from.starts_with('/') && to.starts_with("/var/lib") {
                self.effects.mount(to, line);
            } else {
                let content = self.content_of(from);
                let is_directory = to.ends_with('/') || self.directories.contains(&clean(to));
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

    pub(super) fn sed(&mut self, args: &[String], line: usize) {
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
            .map(|expression| shell::substitutions(&computed(expression), line, extended))
            .collect::<Option<Vec<_>>>()
            .map(|edits| edits.into_iter().flatten().collect())
            .unwrap_or_default();
        for path in paths {
            let path = self.resolved(&path);
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
                    FileText::Unknown(_, why) => Content::unknown(why),
                };
                let content = match self.reach {
                    Reach::Always => content,
                    Reach::If(_) => Content::unknown("the result of a condition"),
                };
                self.known.insert(path.clone(), content);
            }
            let how = How::EditedBySed(edits.clone());
            self.effects.write(&path, how, line, self.stage, self.reach);
        }
    }
}

/// A text with a placeholder for each value that the shell computes: `$(nproc)`.
fn computed(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("$(") {
        let (before, own) = rest.split_at(at);
        let mut depth = 0_usize;
        let end = own.char_indices().find_map(|(at, letter)| {
            match letter {
                '(' => depth += 1,
                ')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            (letter == ')' && depth == 0).then_some(at + 1)
        });
        let Some(end) = end else { break };
        out.push_str(before);
        out.push_str("${computed}");
        rest = own.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    let pieces: Vec<&str> = out.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return out.clone();
    }
    pieces
        .iter()
        .enumerate()
        .map(|(at, piece)| if at % 2 == 0 { *piece } else { "${computed}" })
        .collect()
}

/// Whether a path fits a pattern with `*` and `?`, which stand for no `/`.
fn fits(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut parts) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), parts.next()) {
            (None, None) => return true,
            (Some(pattern), Some(part)) if part_fits(pattern, part) => {}
            _ => return false,
        }
    }
}

fn part_fits(pattern: &str, part: &str) -> bool {
    let mut pieces = pattern.split('*');
    let starts = |rest: &str, piece: &str| {
        rest.len() >= piece.len()
            && rest
                .bytes()
                .zip(piece.bytes())
                .all(|(own, wanted)| wanted == b'?' || own == wanted)
    };
    let first = pieces.next().unwrap_or_default();
    if !starts(part, first) {
        return false;
    }
    let mut rest = part.get(first.len()..).unwrap_or_default();
    let mut last = None;
    for piece in pieces {
        last = Some(piece);
        let Some(at) =
            (0..=rest.len()).find(|at| rest.get(*at..).is_some_and(|rest| starts(rest, piece)))
        else {
            return false;
        };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    match last {
        None => rest.is_empty(),
        Some("") => true,
        Some(piece) => rest.is_empty() || part.ends_with(piece),
    }
}
