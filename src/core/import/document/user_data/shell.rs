//! What a shell part of userData says of SOCI's install script and its settings, and substitutions by
//! sed. What its commands do to files is read by `files`.

use super::lines::lines;
use super::reach::Reach;
use super::variables::{self, Variable};

/// Longest value that variables are replaced in.
const MAX_VALUE: usize = 10_000;

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
    /// When it is run.
    pub(in crate::core::import) reach: Reach,
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
                reach: Reach::Always,
            });
        }
    }
    if let Some(install) = &mut script.install {
        install.verified = checks_sum;
    }
    script
}

/// The program that runs a script which is none of a shell's: `python3`.
pub(super) fn other_interpreter(text: &str) -> Option<&str> {
    const SHELLS: [&str; 6] = ["ash", "bash", "dash", "ksh", "sh", "zsh"];
    let line = text.lines().next()?.strip_prefix("#!")?;
    let mut words = line.split_whitespace().map(|word| {
        let name = word.rsplit('/').next();
        name.unwrap_or_default()
    });
    let is_option = |word: &str| word.starts_with('-') || word.contains('=');
    let program = words.find(|word| *word != "env" && !is_option(word))?;
    let is_known = SHELLS.contains(&program) || program.contains(['$', '{', '<']);
    (!is_known).then_some(program)
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
    variables::substitute(text, MAX_VALUE, |name| match script.variable(name) {
        Some((value, _)) => Variable::Is(value),
        // The lines are not followed here: another one may have set it.
        None => Variable::Unknown,
    })
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

/// The substitutions of one of sed's expressions; none if it holds anything else, or flags that change
/// what is matched.
pub(super) fn substitutions(expression: &str, line: usize, extended: bool) -> Option<Vec<Edit>> {
    let mut letters = expression.chars().peekable();
    let mut found = Vec::new();
    loop {
        while letters
            .next_if(|letter| letter.is_whitespace() || *letter == ';')
            .is_some()
        {}
        match letters.next() {
            None => return (!found.is_empty()).then_some(found),
            Some('s') => {}
            Some(_) => return None,
        }
        let delimiter = letters.next()?;
        let pattern = field(&mut letters, delimiter)?;
        let replacement = field(&mut letters, delimiter)?;
        while let Some(flag) = letters.next_if(|letter| !letter.is_whitespace() && *letter != ';') {
            if !matches!(flag, 'g' | 'p') {
                return None;
            }
        }
        found.push(Edit {
            line,
            pattern,
            replacement,
            extended,
        });
    }
}

/// A part of a substitution, to its delimiter.
fn field(
    letters: &mut std::iter::Peekable<std::str::Chars<'_>>,
    delimiter: char,
) -> Option<String> {
    let mut field = String::new();
    loop {
        match letters.next()? {
            '\\' => {
                let escaped = letters.next()?;
                if escaped != delimiter {
                    field.push('\\');
                }
                field.push(escaped);
            }
            letter if letter == delimiter => return Some(field),
            letter => field.push(letter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ScriptRef, other_interpreter, read, substitutions};

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
    fn substitutions_and_nothing_else() {
        let read = |text| substitutions(text, 3, false);
        let found = read("s/^a = .*/a = 1/; s|b\\|c|d|g\n").unwrap();
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|edit| (edit.pattern.as_str(), edit.replacement.as_str()))
            .collect();
        assert_eq!(found, [("^a = .*", "a = 1"), ("b|c", "d")]);
        for other in [
            "", "/a/d", "s/a/b/I", "s/a/b/2", "2s/a/b/", "s/a/b", "y/a/b/", "s",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn programs_that_are_no_shell_are_told() {
        for (first, program) in [
            ("#!/bin/bash -e", None),
            ("#!/usr/bin/env bash", None),
            ("#!/usr/bin/env -S bash -x", None),
            ("#!/usr/bin/env python3", Some("python3")),
            ("#!/usr/bin/perl -w", Some("perl")),
            ("#cloud-boothook", None),
            ("", None),
        ] {
            assert_eq!(other_interpreter(first), program, "{first}");
        }
    }
}
