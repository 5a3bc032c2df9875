//! Runs other programs so that the reader sees what happens, and says what to do when one fails.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Why a task stopped, and what a person can do about it.
#[derive(Debug)]
pub struct Failure {
    what: String,
    by_hand: Option<String>,
}

/// The result of a task that has nothing to hand back.
pub type Outcome<T = ()> = Result<T, Failure>;

impl Failure {
    /// A failure in one or more sentences.
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            by_hand: None,
        }
    }

    /// Adds what to do by hand.
    pub fn by_hand(mut self, instructions: impl Into<String>) -> Self {
        self.by_hand = Some(instructions.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "xtask: {}", self.what)?;
        if let Some(instructions) = &self.by_hand {
            write!(f, "\nBy hand: {instructions}")?;
        }
        Ok(())
    }
}

/// Says in one line what is being done and roughly how long it takes.
pub fn step(what: &str) {
    eprintln!("==> {what}");
}

/// The root of the repository, whatever folder the task was started from.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that runs this task.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(repository());
    command
}

/// Runs a command with its output visible; an exit code other than 0 is a failure.
pub fn run(command: &mut Command) -> Outcome {
    let status = command.stdin(Stdio::null()).status().map_err(|error| {
        Failure::new(format!(
            "`{}` could not be started: {error}.",
            line(command)
        ))
    })?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "`{}` failed ({status}).",
            line(command)
        )))
    }
}

/// Runs a command quietly and returns what it printed; none if it is missing or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command, but ends it after `limit`: a network that swallows packets must not stop the
/// set-up for minutes when there is another way.
pub fn run_within(command: &mut Command, limit: Duration) -> Outcome {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| {
            Failure::new(format!(
                "`{}` could not be started: {error}.",
                line(command)
            ))
        })?;
    let complaints = child.stderr.take().map(|mut stream| {
        std::thread::spawn(move || {
            let mut text = String::new();
            // What cannot be read is only missing from the message.
            stream.read_to_string(&mut text).ok();
            text
        })
    });
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if started.elapsed() > limit => {
                // It may have ended by itself since the last look.
                child.kill().ok();
                child.wait().ok();
                let seconds = limit.as_secs();
                return Err(Failure::new(format!(
                    "`{}` was not done after {seconds} s.",
                    line(command)
                )));
            }
            Ok(None) => std::thread::sleep(Duration::from_millis(50)),
            Err(error) => return Err(Failure::new(format!("`{}`: {error}.", line(command)))),
        }
    };
    if status.success() {
        return Ok(());
    }
    let complaints = complaints
        .and_then(|thread| thread.join().ok())
        .unwrap_or_default();
    let last = complaints
        .lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("no message");
    Err(Failure::new(format!(
        "`{}` failed: {}",
        line(command),
        last.trim()
    )))
}

/// The command as one would type it: programs by their names, our files from the repository's root.
pub fn line(command: &Command) -> String {
    let root = format!("{}/", repository().display());
    let program = Path::new(command.get_program());
    let name = program
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    let arguments = command
        .get_args()
        .map(|word| word.to_string_lossy().replace(&root, ""));
    std::iter::once(name)
        .chain(arguments)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The place of a program on the PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Whether this task runs as root, who may install packages.
pub fn is_root() -> bool {
    output_of(Command::new("id").arg("-u")).as_deref() == Some("0")
}

/// Writes a file and the folders that it lies in.
pub fn write(path: &Path, text: &str) -> Outcome {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::new(format!("{} cannot be written: {error}.", path.display())))
}
