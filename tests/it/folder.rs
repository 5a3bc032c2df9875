//! A directory of a test's own, in which the command line is run.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A directory of a test's own.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a directory of our own");
        Self(path)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), content).expect("a file is written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("a file is there")
    }

    /// Names in the directory and everything below it, with the bytes of files.
    pub fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut tree = BTreeMap::new();
        let mut open = vec![self.0.clone()];
        while let Some(directory) = open.pop() {
            for entry in std::fs::read_dir(&directory)
                .expect("a directory")
                .flatten()
            {
                let path = entry.path();
                let kind = entry.file_type().expect("a kind");
                let bytes = if kind.is_file() {
                    std::fs::read(&path).expect("a file is read")
                } else {
                    Vec::new()
                };
                if kind.is_dir() {
                    open.push(path.clone());
                }
                tree.insert(path, bytes);
            }
        }
        tree
    }

    /// Runs the command by a shell's line, in which it is `$S`.
    #[cfg(unix)]
    pub fn shell(&self, line: &str) -> Ran {
        let output = Command::new("sh")
            .args(["-c", line])
            .env("S", env!("CARGO_BIN_EXE_soci-configurator"))
            .current_dir(&self.0)
            .stdin(Stdio::null())
            .output()
            .expect("a shell");
        Ran::of(&output)
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.run_with(arguments, "")
    }

    pub fn run_with(&self, arguments: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
        let mut child = Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
            .args(arguments)
            .current_dir(&self.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let _ = child
            .stdin
            .take()
            .expect("its input")
            .write_all(stdin.as_ref());
        Ran::of(&child.wait_with_output().expect("it ends"))
    }
}

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: &Output) -> Self {
        Self {
            code: output.status.code().expect("it ended by itself"),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}
