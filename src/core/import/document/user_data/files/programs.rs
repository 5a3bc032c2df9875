//! What single programs do to files, mounts and services.

use super::Reach;
use super::commands::Simple;
use super::run::Shell;
use super::{Content, How, Unknown};
use crate::core::import::document::user_data::shell::SOCI_CONFIG;

impl Shell {
    /// Runs one command; gives what it writes to its standard output.
    pub(super) fn command(
        &mut self,
        command: &Simple,
        words: Vec<String>,
        input: Option<Content>,
    ) -> Content {
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
                let content = input.unwrap_or_else(|| Content::unknown("the input of tee"));
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
                    self.known.remove(&self.resolved(path));
                    let path = self.resolved(path);
                    self.effects
                        .write(&path, How::Removed, line, self.stage, self.reach);
                }
            }
            "sed" => self.sed(args, line),
            "curl" | "wget" | "aws" => self.download(name, args, line),
            "mount" => self.mount(args, line),
            "read" | "mapfile" | "readarray" | "getopts" | "let" => {
                for name in &plain {
                    self.variables
                        .forget(name.split('=').next().unwrap_or_default());
                }
            }
            "unset" if self.reach == Reach::Always => {
                for name in &plain {
                    self.variables.unset(name);
                }
            }
            "unset" => {
                for name in &plain {
                    self.variables.forget(name);
                }
            }
            "cd" => self.directory = self.directory_of(&plain),
            "pushd" | "popd" => self.directory = None,
            "trap" => self.trap(args, line),
            "find"
                if args
                    .iter()
                    .any(|arg| arg.starts_with("-exec") || arg == "-delete") =>
            {
                let above = |arg: &String| {
                    let arg = arg.trim_end_matches('/');
                    arg.starts_with("/etc") && SOCI_CONFIG.starts_with(arg)
                };
                if args.iter().any(above) {
                    let how = How::EditedBy("find".to_owned());
                    self.effects
                        .write(SOCI_CONFIG, how, line, self.stage, self.reach);
                }
            }
            "reboot" => self.effects.unread(
                line,
                "a reboot: what holds after it is the state at the second boot",
            ),
            "dnf" | "yum" | "rpm" if removes(args) => {
                let words = std::iter::once(name.to_owned()).chain(args.iter().cloned());
                self.effects.call(words.collect(), line, self.reach);
            }
            "systemctl" | "ctr" | "crictl" | "nerdctl" | "swapoff" => {
                let words = std::iter::once(name.to_owned()).chain(args.iter().cloned());
                self.effects.call(words.collect(), line, self.reach);
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
                Unknown::InstallScript
            } else {
                Unknown::Other(format!("the download of {name}"))
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

    /// Where `cd` leads; nothing if that is not known.
    fn directory_of(&self, plain: &[String]) -> Option<String> {
        let [path] = plain else { return None };
        let path = self.resolved(path);
        (path.starts_with('/') && self.reach == Reach::Always).then_some(path)
    }

    /// `trap COMMANDS SIGNAL`: what is run at the end of the script is run.
    fn trap(&mut self, args: &[String], line: usize) {
        let [commands, signals @ ..] = args else {
            return;
        };
        let is_end = signals
            .iter()
            .any(|signal| matches!(signal.as_str(), "EXIT" | "0"));
        if is_end && commands != "-" {
            self.script_text(commands, line);
        }
    }
}

/// Whether a package of SOCI's or containerd's is taken away.
fn removes(args: &[String]) -> bool {
    let has = |words: &[&str]| args.iter().any(|arg| words.contains(&arg.as_str()));
    has(&["remove", "erase", "autoremove", "-e"])
        && args
            .iter()
            .any(|arg| arg.contains("soci") || arg.contains("containerd"))
}
