//! Runs other programs so that the reader sees what happens, and says what to do when one fails.

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};

/// Adds to an error what a person can do about it.
pub trait ByHand<T> {
    /// What to do by hand.
    fn by_hand(self, instructions: impl Display) -> Result<T>;
}

impl<T> ByHand<T> for Result<T> {
    fn by_hand(self, instructions: impl Display) -> Self {
        self.map_err(|error| anyhow!("{error:#}\nBy hand: {instructions}"))
    }
}

/// Says in one line what is being done and roughly how long it takes.
pub fn step(what: &str) {
    eprintln!("==> {what}");
}

/// The root of the repository, whatever folder the task was started from.
pub fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The cargo that runs this task.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(repository());
    command
}

/// Runs a command with its output visible; an exit code other than 0 is a failure.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status();
    succeeded(command, status.with_context(|| line(command))?)
}

/// An exit code other than 0 is a failure.
pub fn succeeded(command: &Command, status: ExitStatus) -> Result<()> {
    ensure!(status.success(), "`{}` failed ({status}).", line(command));
    Ok(())
}

/// Runs a command quietly and returns what it printed; none if it is missing or fails.
pub fn output_of(command: &mut Command) -> Option<String> {
    let quiet = command.stdin(Stdio::null()).stderr(Stdio::null());
    let output = quiet
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command, but ends it after `limit`: a network that swallows packets must not stop the
/// set-up for minutes when there is another way.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<()> {
    let started = Instant::now();
    let spawned = command.stdin(Stdio::null()).spawn();
    let mut child = spawned.with_context(|| line(command))?;
    while started.elapsed() < limit {
        if let Some(status) = child.try_wait()? {
            return succeeded(command, status);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    // It may have ended by itself since the last look.
    child.kill().ok();
    child.wait()?;
    bail!("`{}` was not done after {limit:?}.", line(command));
}

/// The command as one would type it: programs by their names, our files from the repository's root.
pub fn line(command: &Command) -> String {
    let root = format!("{}/", repository().display());
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(command.get_program());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().replace(&root, ""))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The place of a program on the PATH.
pub fn on_path(program: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

/// Writes a file and the folders that it lies in.
pub fn write(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .with_context(|| format!("{} cannot be written", path.display()))
}
