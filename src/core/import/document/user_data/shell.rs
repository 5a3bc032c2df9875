//! What a shell part of userData does to SOCI, as far as it can be read without running it:
//! assignments, the install script, and edits of SOCI's configuration.

use super::lines::lines;

/// Where SOCI's configuration lies on AL2023.
pub(in crate::core::import) const SOCI_CONFIG: &str = "/etc/soci-snapshotter-grpc/config.toml";

/// Which version of the install script is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum ScriptRef {
    /// What the main branch holds at that moment.
    Main,
    /// One commit.
    Commit(String),
    /// A tag, a mirror or a copy.
    Other(String),
}

/// SOCI's install script is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Install {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) source: ScriptRef,
    /// Whether a checksum is compared before it runs.
    pub(in crate::core::import) verified: bool,
}

/// An edit of one line of SOCI's configuration: sed's pattern and replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Edit {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) pattern: String,
    pub(in crate::core::import) replacement: String,
    /// Whether the pattern is an extended expression.
    pub(in crate::core::import) extended: bool,
}

impl Edit {
    /// Whether it rests on a variable of the shell whose value is not known, as that of a loop.
    pub(in crate::core::import) fn has_variable(&self) -> bool {
        self.rests_on(|letter| letter.is_ascii_alphabetic() || matches!(letter, '_' | '{' | '('))
    }

    /// Whether it stands in a function, and rests on what that is called with.
    pub(in crate::core::import) fn has_argument(&self) -> bool {
        self.rests_on(|letter| letter.is_ascii_digit() || matches!(letter, '@' | '*'))
    }

    fn rests_on(&self, is_begin: fn(char) -> bool) -> bool {
        [&self.pattern, &self.replacement].into_iter().any(|text| {
            text.split('$')
                .skip(1)
                .any(|rest| rest.starts_with(is_begin))
        })
    }

    /// Whether it is about one of SOCI's limits.
    pub(in crate::core::import) fn is_of_limit(&self) -> bool {
        SOCI_KEYS
            .iter()
            .any(|key| self.replacement.contains(key) || self.pattern.contains(key))
    }
}

/// What a script does, with lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct Script {
    pub(in crate::core::import) has_shebang: bool,
    /// Variables and their values, in order.
    pub(in crate::core::import) variables: Vec<(String, String, usize)>,
    pub(in crate::core::import) install: Option<Install>,
    pub(in crate::core::import) edits: Vec<Edit>,
    /// The edits are made before every start of SOCI, by a systemd drop-in.
    pub(in crate::core::import) at_every_start: Option<usize>,
    /// The RAID0's mount point is used, before it is there.
    pub(in crate::core::import) early_disks: Option<usize>,
    /// The AL2 bootstrap script is called.
    pub(in crate::core::import) bootstrap: Option<usize>,
}

impl Script {
    /// The value that a variable has at the end.
    pub(in crate::core::import) fn variable(&self, name: &str) -> Option<(&str, usize)> {
        self.variables
            .iter()
            .rev()
            .find(|(own, ..)| own == name)
            .map(|(_, value, line)| (value.as_str(), *line))
    }
}

/// Reads a script whose first line is `first`.
pub(in crate::core::import) fn read(text: &str, first: usize) -> Script {
    let mut script = Script {
        has_shebang: text.starts_with("#!"),
        ..Script::default()
    };
    let mut in_sed = None;
    let mut checks_sum = false;
    for line in lines(text, first) {
        let plain = line.text.trim();
        if plain.starts_with('#') || plain.is_empty() {
            continue;
        }
        assignment(&mut script, plain, line.number);
        let said = substitute(plain, &script);
        let note = |place: &mut Option<usize>, there: bool| {
            if there && place.is_none() {
                *place = Some(line.number);
            }
        };
        let is_before_soci = said.starts_with("Before=") && said.contains("soci-snapshotter");
        note(
            &mut script.at_every_start,
            said.contains("ExecStartPre") || is_before_soci,
        );
        note(&mut script.early_disks, said.contains("/mnt/k8s-disks/0"));
        note(
            &mut script.bootstrap,
            said.contains("/etc/eks/bootstrap.sh"),
        );
        checks_sum |= said.contains("sha256sum");
        if let Some(source) = install_source(&said)
            && script.install.is_none()
        {
            script.install = Some(Install {
                line: line.number,
                source,
                verified: false,
            });
        }
        // sed's expressions may go on over several lines.
        let is_shown = ["echo ", "printf "]
            .iter()
            .any(|start| said.trim_start().starts_with(start));
        if in_sed.is_none() && !is_shown && words(&said).any(is_sed) {
            let extended =
                said.contains(" -E") || said.contains(" -r") || said.contains(" --regexp-extended");
            in_sed = Some((extended, script.edits.len(), String::new()));
        }
        if let Some((extended, from, command)) = &mut in_sed {
            edits(&said, line.number, *extended, &mut script.edits);
            command.push_str(&said);
            command.push(' ');
            if !plain.ends_with('\\') {
                if is_of_another_file(command) {
                    script.edits.truncate(*from);
                }
                in_sed = None;
            }
        }
        if let Some(call) = said.strip_prefix("set_limit ")
            && let Some((key, value)) = call.trim().split_once(' ')
        {
            script.edits.push(Edit {
                line: line.number,
                pattern: format!("^{key} = .*"),
                replacement: format!("{key} = {}", value.trim().trim_matches('\'')),
                extended: false,
            });
        }
    }
    if let Some(install) = &mut script.install {
        install.verified = checks_sum;
    }
    // A sed of another file, or one that could not be read, says nothing about SOCI.
    script
        .edits
        .retain(|edit| edit.is_of_limit() || (edit.has_variable() && !edit.has_argument()));
    script
}

/// The keys of SOCI's parallel mode.
pub(in crate::core::import) const SOCI_KEYS: [&str; 6] = [
    "max_concurrent_downloads",
    "max_concurrent_downloads_per_image",
    "concurrent_download_chunk_size",
    "max_concurrent_unpacks",
    "max_concurrent_unpacks_per_image",
    "discard_unpacked_layers",
];

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ';' | '|' | '&' | '('))
}

/// Whether a word calls sed, by a path too, or as what a unit runs (`ExecStartPre=-/usr/bin/sed`).
fn is_sed(word: &str) -> bool {
    let program = word.rsplit(['/', '=']).next().unwrap_or_default();
    program.trim_start_matches(['-', '@', '+', '!', ':']) == "sed"
}

/// Whether a command of sed names files, and none of SOCI's.
fn is_of_another_file(command: &str) -> bool {
    let mut files = words(command)
        .map(|word| word.trim_matches(['"', '\'']))
        .filter(|word| word.starts_with('/') && !is_sed(word) && !word.starts_with("/dev/"))
        .peekable();
    files.peek().is_some() && files.all(|file| !file.contains("soci"))
}

fn assignment(script: &mut Script, text: &str, line: usize) {
    let bare = text.strip_prefix("export ").unwrap_or(text).trim_start();
    let Some((name, value)) = bare.split_once('=') else {
        return;
    };
    let is_name = !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !name.starts_with(|c: char| c.is_ascii_digit());
    if !is_name || script.variables.len() >= 200 {
        return;
    }
    let value = match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value
            .get(1..)
            .and_then(|rest| rest.split(quote).next())
            .unwrap_or_default(),
        _ => value
            .split(|c: char| c.is_whitespace() || c == ';')
            .next()
            .unwrap_or_default(),
    };
    let value = substitute(value, script);
    script.variables.push((name.to_owned(), value, line));
}

/// Puts the values of variables in place of their names; names without a value stay.
fn substitute(text: &str, script: &Script) -> String {
    if !text.contains('$') {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (name, left, whole) = match after.strip_prefix('{') {
            Some(braced) => match braced.split_once('}') {
                Some((inner, left)) => {
                    let name = inner.split([':', '-']).next().unwrap_or_default();
                    (name, left, ["${", inner, "}"].concat())
                }
                None => ("", after, "$".to_owned()),
            },
            None => {
                let end = after
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(after.len());
                let (name, left) = after.split_at_checked(end).unwrap_or((after, ""));
                (name, left, ["$", name].concat())
            }
        };
        match script.variable(name) {
            Some((value, _)) if out.len() < 10_000 => out.push_str(value),
            _ => out.push_str(&whole),
        }
        rest = left;
    }
    out.push_str(rest);
    out
}

/// Where the install script comes from, if a line fetches or runs it.
fn install_source(said: &str) -> Option<ScriptRef> {
    const NAME: &str = "parallel-mode-install.sh";
    if !said.contains(NAME) {
        return None;
    }
    let url = words(said).find(|word| word.contains(NAME))?;
    let url = url.trim_matches(['"', '\'']);
    let path = url
        .split_once("awslabs/soci-snapshotter/")
        .map_or(url, |(_, path)| path);
    let path = path.strip_prefix("refs/heads/").unwrap_or(path);
    let reference = path.split('/').next().unwrap_or_default();
    if reference == "main" {
        return Some(ScriptRef::Main);
    }
    if reference.len() == 40 && reference.chars().all(|c| c.is_ascii_hexdigit()) {
        return Some(ScriptRef::Commit(reference.to_owned()));
    }
    Some(ScriptRef::Other(url.to_owned()))
}

/// The substitutions of one of sed's expressions; none if it is anything else.
pub(super) fn substitutions(expression: &str, line: usize, extended: bool) -> Option<Vec<Edit>> {
    let mut found = Vec::new();
    edits(expression, line, extended, &mut found);
    let is_substitution = expression.trim_start().starts_with('s') && !found.is_empty();
    is_substitution.then_some(found)
}

/// The substitutions of a sed call's line.
fn edits(said: &str, line: usize, extended: bool, found: &mut Vec<Edit>) {
    let mut before = ' ';
    for (at, letter) in said.char_indices() {
        if letter != 's' || !matches!(before, '\'' | '"' | ';' | ' ') {
            before = letter;
            continue;
        }
        before = letter;
        let rest = said.get(at + 1..).unwrap_or_default();
        let mut letters = rest.chars();
        let Some(delimiter) = letters.next().filter(|c| "/|#,@!:%~".contains(*c)) else {
            continue;
        };
        let mut fields = vec![String::new()];
        let mut escaped = false;
        for letter in letters {
            let field_count = fields.len();
            let Some(field) = fields.last_mut() else {
                break;
            };
            if escaped {
                if letter != delimiter {
                    field.push('\\');
                }
                field.push(letter);
                escaped = false;
            } else if letter == '\\' {
                escaped = true;
            } else if letter == delimiter {
                if field_count == 2 {
                    fields.push(String::new());
                    break;
                }
                fields.push(String::new());
            } else {
                field.push(letter);
            }
        }
        if let [pattern, replacement, _] = fields.as_slice()
            && found.len() < 200
        {
            found.push(Edit {
                line,
                pattern: pattern.clone(),
                replacement: replacement.clone(),
                extended,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ScriptRef, read};

    #[test]
    fn the_install_script_and_its_settings() {
        let script = read(
            "#!/bin/bash\nexport max_concurrent_downloads_per_image=10\nexport soci_root_dir=\"/x\"\ncurl -sSL https://raw.githubusercontent.com/awslabs/soci-snapshotter/refs/heads/main/scripts/parallel-mode-install.sh | bash\n",
            5,
        );
        assert_eq!(
            script.variable("max_concurrent_downloads_per_image"),
            Some(("10", 6))
        );
        assert_eq!(script.variable("soci_root_dir"), Some(("/x", 7)));
        let install = script.install.unwrap();
        assert_eq!(
            (install.line, install.source, install.verified),
            (8, ScriptRef::Main, false)
        );
    }

    #[test]
    fn edits_with_variables_and_continued_lines() {
        let script = read(
            "n=15\nsed -i \"s/^max_concurrent_downloads_per_image = .*$/max_concurrent_downloads_per_image = $n/\" /etc/soci-snapshotter-grpc/config.toml\nsed -i \\\n  -e 's|^max_concurrent_unpacks = .*|max_concurrent_unpacks = ${m}|' \\\n  /etc/soci-snapshotter-grpc/config.toml\nsed 's/a/b/' other\n",
            1,
        );
        assert!(!script.has_shebang);
        let edits: Vec<(usize, &str)> = script
            .edits
            .iter()
            .map(|edit| (edit.line, edit.replacement.as_str()))
            .collect();
        assert_eq!(
            edits,
            [
                (2, "max_concurrent_downloads_per_image = 15"),
                (4, "max_concurrent_unpacks = ${m}")
            ]
        );
    }
}
