//! Scripts and programs that a script runs.

use super::numbered;
use super::run::{MAX_DEPTH, RunIn, Shell};
use super::{Content, How, Unknown, matters};

/// Programs that change no file that matters here, or whose files are read otherwise.
const HARMLESS: [&str; 62] = [
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
    /// Another script: of this text, of a file that is known, or of one that is not.
    pub(super) fn script(
        &mut self,
        name: &str,
        args: &[String],
        input: Option<Content>,
        line: usize,
    ) {
        let inline = args
            .iter()
            .position(|arg| arg.starts_with('-') && !arg.starts_with("--") && arg.ends_with('c'));
        if let Some(at) = inline {
            let text = args.get(at + 1).cloned().unwrap_or_default();
            let text = Content::Known(numbered(&text, line));
            return self.called(text, "a script", line, RunIn::ChildShell);
        }
        if name == "eval" {
            let text = args.join(" ");
            if text.contains("$(") || text.contains('`') {
                return self
                    .effects
                    .unread(line, "eval runs another command's output");
            }
            let text = Content::Known(numbered(&text, line));
            return self.called(text, "a script", line, RunIn::ThisShell);
        }
        let path = args
            .iter()
            .find(|arg| !arg.starts_with('-') || arg.starts_with("<("));
        match (path, input) {
            (Some(path), _) if path.starts_with("<(") => self.unread_call(path, line),
            (Some(path), _) => {
                let content = self.content_of(path);
                let shell = match name {
                    "source" | "." => RunIn::ThisShell,
                    _ => RunIn::ChildShell,
                };
                self.called(content, path, line, shell);
            }
            (None, Some(content)) => {
                self.called(
                    content,
                    &format!("the input piped into {name}"),
                    line,
                    RunIn::ChildShell,
                );
            }
            (None, None) => {}
        }
    }

    fn unread_call(&mut self, what: &str, line: usize) {
        if !what.contains("parallel-mode-install.sh") {
            let what: String = what.chars().take(80).collect();
            self.effects
                .unread(line, format!("{what} is run, and its effect is not known"));
        }
    }

    /// Runs a text as a script.
    fn called(&mut self, content: Content, what: &str, line: usize, shell: RunIn) {
        match content {
            Content::Known(_) if self.depth >= MAX_DEPTH => self.effects.cut(line),
            Content::Known(lines) => {
                let text: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
                let first = lines.first().map_or(line, |(_, line)| *line);
                self.depth += 1;
                self.nested(&text.join("\n"), first, shell);
                self.depth -= 1;
            }
            Content::Unknown(Unknown::InstallScript) => {}
            Content::Unknown(why) => {
                let what = match why {
                    Unknown::CopyOf(_) => {
                        format!("{what} is run, which is not in this userData")
                    }
                    why => format!("{what} is run: {why}, and its effect is not known"),
                };
                let what: String = what.chars().take(160).collect();
                self.effects.unread(line, what);
            }
        }
    }

    /// A program that is not known: what it is told may be a file that matters.
    pub(super) fn other(
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
            return self.called(content, first, line, RunIn::ChildShell);
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
        for path in named {
            self.known.insert(
                path.clone(),
                Content::unknown(format!("the result of {name}")),
            );
            let how = How::EditedBy(name.to_owned());
            self.effects.write(&path, how, line, self.stage, self.reach);
        }
        let is_local =
            first.starts_with("./") || first.starts_with("/tmp/") || first.starts_with("/opt/");
        if is_local || first.starts_with('$') && first.contains('/') {
            self.unread_call(first, line);
        }
    }
}
