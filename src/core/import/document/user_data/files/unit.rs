//! systemd units and their drop-ins, as far as they decide how a program is started
//! (systemd.unit(5), systemd.exec(5)).

use super::{FileText, WrittenFile, by_path, text_of};

/// A service after its drop-ins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct Unit {
    /// Its command lines, each with the userData line that says it.
    pub(in crate::core::import) starts: Vec<(String, Option<usize>)>,
    /// What it runs before that, in order.
    pub(in crate::core::import) before_start: Vec<(String, Option<usize>)>,
    /// Variables of its environment: name, value, userData line.
    pub(in crate::core::import) environment: Vec<(String, String, Option<usize>)>,
    /// Files that its environment is read from.
    pub(in crate::core::import) environment_files: Vec<(String, Option<usize>)>,
    /// Why it is not known, and the line.
    pub(in crate::core::import) unknown: Option<(usize, String)>,
    /// What may keep it from starting, and the line.
    pub(in crate::core::import) obstacle: Option<(usize, String)>,
}

/// Settings of a service that it may not start with: another user, another root, a test (systemd.exec(5),
/// systemd.service(5)).
const OBSTACLES: [&str; 5] = [
    "DynamicUser",
    "ExecCondition",
    "RootDirectory",
    "RootImage",
    "User",
];

/// Where units lie, the strongest last.
const PLACES: [&str; 4] = [
    "/usr/lib/systemd/system",
    "/lib/systemd/system",
    "/run/systemd/system",
    "/etc/systemd/system",
];

impl Unit {
    /// A service with what userData makes of it; `before` is what the AMI has.
    pub(in crate::core::import) fn read(
        name: &str,
        before: Option<&str>,
        files: &[&WrittenFile],
    ) -> Self {
        let mut unit = Self::default();
        let all = by_path(files);
        let mut text = before.map(|before| text_of(Some(before), std::iter::empty()));
        for place in PLACES {
            if let Some(changes) = all.get(format!("{place}/{name}").as_str()) {
                text = Some(text_of(before, changes.iter().copied()));
            }
        }
        unit.take(text.flatten());
        // Drop-ins of all places, by their file names.
        let mut drop_ins: Vec<(&str, &[&WrittenFile])> = Vec::new();
        for (path, changes) in &all {
            for place in PLACES {
                let directory = format!("{place}/{name}.d/");
                if let Some(file) = path.strip_prefix(directory.as_str())
                    && file.ends_with(".conf")
                {
                    drop_ins.push((file, changes));
                }
            }
        }
        drop_ins.sort_by_key(|(file, _)| *file);
        for (_, changes) in drop_ins {
            unit.take(text_of(None, changes.iter().copied()));
        }
        unit
    }

    fn take(&mut self, text: Option<FileText>) {
        let lines = match text {
            None => return,
            Some(FileText::Unknown(line, why)) => {
                self.unknown.get_or_insert((line, why));
                return;
            }
            Some(FileText::Known(lines)) => lines,
        };
        for (section, key, value, line) in sections(&lines) {
            match (section.as_str(), key.as_str()) {
                ("Service", "ExecStart") if value.is_empty() => self.starts.clear(),
                ("Service", "ExecStart") => self.starts.push((value, line)),
                ("Service", "ExecStartPre") if value.is_empty() => self.before_start.clear(),
                ("Service", "ExecStartPre") => self.before_start.push((value, line)),
                ("Service", "Environment") if value.is_empty() => self.environment.clear(),
                ("Service", "Environment") => {
                    let variables = variables(&value).into_iter();
                    self.environment
                        .extend(variables.map(|(name, value)| (name, value, line)));
                }
                ("Service", "EnvironmentFile") if value.is_empty() => {
                    self.environment_files.clear();
                }
                ("Service", "EnvironmentFile") => {
                    let path = value.trim_start_matches('-').to_owned();
                    self.environment_files.push((path, line));
                }
                ("Service", key) if OBSTACLES.contains(&key) => self.hinder(key, line),
                ("Unit", key) if key.starts_with("Condition") || key.starts_with("Assert") => {
                    self.hinder(key, line);
                }
                _ => {}
            }
        }
    }

    fn hinder(&mut self, key: &str, line: Option<usize>) {
        if let Some(line) = line {
            self.obstacle
                .get_or_insert((line, format!("{key} may keep it from starting")));
        }
    }

    /// The value of a variable, the last one said.
    pub(in crate::core::import) fn variable(&self, name: &str) -> Option<(&str, Option<usize>)> {
        self.environment
            .iter()
            .rev()
            .find(|(own, ..)| own == name)
            .map(|(_, value, line)| (value.as_str(), *line))
    }

    /// The value of an option of its command line: `--root /x` or `--root=/x`.
    pub(in crate::core::import) fn option(&self, name: &str) -> Option<(String, Option<usize>)> {
        let (start, line) = self.starts.last()?;
        let words: Vec<&str> = start.split_whitespace().collect();
        let long = format!("--{name}");
        let short = format!("-{name}");
        let value = words.iter().enumerate().rev().find_map(|(at, word)| {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            if key != long && key != short {
                return None;
            }
            if value.is_empty() {
                words.get(at + 1).copied()
            } else {
                Some(value)
            }
        })?;
        Some((value.trim_matches(['"', '\'']).to_owned(), *line))
    }
}

/// Section, key, value and line of every assignment.
pub(in crate::core::import) fn sections(
    lines: &[(String, Option<usize>)],
) -> Vec<(String, String, String, Option<usize>)> {
    let mut found = Vec::new();
    let mut section = String::new();
    let mut open: Option<(String, String, Option<usize>)> = None;
    for (text, line) in lines {
        let plain = text.trim();
        if let Some((key, mut value, first)) = open.take() {
            value.push(' ');
            value.push_str(plain.trim_end_matches('\\').trim_end());
            if plain.ends_with('\\') {
                open = Some((key, value, first));
            } else {
                found.push((section.clone(), key, value, first));
            }
            continue;
        }
        if plain.is_empty() || plain.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = plain
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            name.clone_into(&mut section);
            continue;
        }
        let Some((key, value)) = plain.split_once('=') else {
            continue;
        };
        let (key, value) = (key.trim().to_owned(), value.trim());
        if let Some(begin) = value.strip_suffix('\\') {
            open = Some((key, begin.trim_end().to_owned(), *line));
        } else {
            found.push((section.clone(), key, value.to_owned(), *line));
        }
    }
    found
}

/// `"A=b" C=d` as names and values.
fn variables(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for letter in text.chars().chain([' ']) {
        match (quote, letter) {
            (None, '"' | '\'') => quote = Some(letter),
            (Some(own), letter) if own == letter => quote = None,
            (None, letter) if letter.is_whitespace() => {
                if let Some((name, value)) = word.split_once('=') {
                    found.push((name.to_owned(), value.to_owned()));
                }
                word.clear();
            }
            (_, letter) => word.push(letter),
        }
    }
    found
}
