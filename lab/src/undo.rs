//! What the lab changes on the machine, and how each change is taken back: at the end, on an error, on a
//! panic; and after a lab that was ended from outside, by the next one, which finds its journal.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

/// One step back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Runs a program.
    Run(Vec<String>),
    /// Writes a text into a file of the kernel.
    Write(String, String),
    /// Removes a folder with all that is in it.
    Remove(String),
    /// Ends a process that the lab started: its id, and the name it must have.
    End(u32, String),
}

impl Step {
    /// One line of the journal; fields are parted by tabs.
    fn to_line(&self) -> String {
        match self {
            Self::Run(words) => format!("run\t{}", words.join("\t")),
            Self::Write(file, text) => format!("write\t{file}\t{text}"),
            Self::Remove(folder) => format!("remove\t{folder}"),
            Self::End(process, name) => format!("end\t{process}\t{name}"),
        }
    }

    fn from_line(line: &str) -> Option<Self> {
        let mut fields = line.split('\t').map(str::to_owned);
        Some(match fields.next()?.as_str() {
            "run" => Self::Run(fields.collect()),
            "write" => Self::Write(fields.next()?, fields.next()?),
            "remove" => Self::Remove(fields.next()?),
            "end" => Self::End(fields.next()?.parse().ok()?, fields.next()?),
            _ => return None,
        })
    }

    fn shown(&self) -> String {
        match self {
            Self::Run(words) => words.join(" "),
            Self::Write(file, text) => format!("{file} = {text}"),
            Self::Remove(folder) => format!("rm -r {folder}"),
            Self::End(process, name) => format!("end {name} ({process})"),
        }
    }

    fn take(&self) {
        eprintln!("    undo: {}", self.shown());
        let done = match self {
            Self::Run(words) => run(words),
            Self::Write(file, text) => fs::write(file, text).context("not written"),
            Self::Remove(folder) => fs::remove_dir_all(folder).context("not removed"),
            Self::End(process, name) => end(*process, name),
        };
        if let Err(error) = done {
            eprintln!("    undo failed: {}: {error:#}", self.shown());
        }
    }
}

fn run(words: &[String]) -> Result<()> {
    let (program, arguments) = words.split_first().context("no program")?;
    // What holds a mount or a device may need a moment to let go of it.
    for attempt in 0..25 {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null());
        let output = command.output().with_context(|| program.clone())?;
        if output.status.success() {
            return Ok(());
        }
        if attempt == 24 {
            anyhow::bail!("{}", String::from_utf8_lossy(&output.stderr).trim());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    Ok(())
}

/// Asks a process to end, and sees that it does.
fn end(process: u32, name: &str) -> Result<()> {
    let is_there = || {
        let comm = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        // One that has ended and was not waited for is gone for us.
        comm.trim() == name && !status.contains("State:\tZ")
    };
    for signal in ["-TERM", "-KILL"] {
        if !is_there() {
            return Ok(());
        }
        let mut command = Command::new("kill");
        command.arg(signal).arg(process.to_string()).status()?;
        let asked = Instant::now();
        while is_there() && asked.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    ensure!(!is_there(), "it goes on");
    Ok(())
}

/// The steps that are left to take, the last one first.
#[derive(Debug, Default)]
struct Steps {
    steps: Vec<(u64, Step)>,
    next: u64,
    journal: Option<PathBuf>,
}

impl Steps {
    fn write_journal(&self) {
        let Some(journal) = &self.journal else { return };
        // Whose it is, and what is left to do.
        let mut lines = vec![format!("lab\t{}", std::process::id())];
        lines.extend(self.steps.iter().map(|(_, step)| step.to_line()));
        if let Err(error) = fs::write(journal, lines.join("\n")) {
            eprintln!("the journal cannot be written: {error}");
        }
    }
}

/// Keeps the journal. Clones share it.
#[derive(Debug, Clone, Default)]
pub struct Undo(Arc<Mutex<Steps>>);

/// Takes its steps back when it goes out of scope.
#[derive(Debug)]
pub struct Guard {
    undo: Undo,
    steps: Vec<u64>,
}

impl Undo {
    /// Takes back what an earlier lab left behind, and starts a new journal.
    pub fn start(journal: &Path) -> Result<Self> {
        if let Ok(text) = fs::read_to_string(journal) {
            let owner = text.lines().find_map(|line| line.strip_prefix("lab\t"));
            let owner = owner.unwrap_or_default();
            let name = fs::read_to_string(format!("/proc/{owner}/comm")).unwrap_or_default();
            ensure!(name != "lab\n", "another lab is running: {owner}");
            let left: Vec<Step> = text.lines().filter_map(Step::from_line).collect();
            if !left.is_empty() {
                eprintln!("==> an earlier lab was ended before it had tidied up");
            }
            left.iter().rev().for_each(Step::take);
        }
        let steps = Steps {
            journal: Some(journal.to_path_buf()),
            ..Steps::default()
        };
        steps.write_journal();
        Ok(Self(Arc::new(Mutex::new(steps))))
    }

    /// A guard without steps.
    pub fn guard(&self) -> Guard {
        Guard {
            undo: self.clone(),
            steps: Vec::new(),
        }
    }

    fn with<T>(&self, what: impl FnOnce(&mut Steps) -> T) -> T {
        let mut steps = match self.0.lock() {
            Ok(steps) => steps,
            // Whoever panicked with it: the steps are whole.
            Err(poisoned) => poisoned.into_inner(),
        };
        what(&mut steps)
    }
}

impl Guard {
    /// One more step to take back, before those that are there.
    pub fn add(&mut self, step: Step) {
        let id = self.undo.with(|all| {
            all.next += 1;
            all.steps.push((all.next, step));
            all.write_journal();
            all.next
        });
        self.steps.push(id);
    }

    /// A program to run.
    pub fn run(&mut self, words: &[&str]) {
        self.add(Step::Run(words.iter().map(ToString::to_string).collect()));
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        for id in self.steps.drain(..).rev() {
            let step = self.undo.with(|all| {
                let at = all.steps.iter().position(|(other, _)| *other == id)?;
                Some(all.steps.remove(at).1)
            });
            if let Some(step) = step {
                step.take();
            }
            self.undo.with(|all| all.write_journal());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, Undo};

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("lab-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn write(file: &std::path::Path, text: &str) -> Step {
        Step::Write(file.display().to_string(), text.to_owned())
    }

    #[test]
    fn steps_are_taken_the_last_first_even_on_a_panic() {
        let folder = folder("order");
        let (file, journal) = (folder.join("value"), folder.join("journal"));
        let undo = Undo::start(&journal).unwrap();
        let panicked = std::panic::catch_unwind(|| {
            let mut guard = undo.guard();
            guard.add(write(&file, "first"));
            guard.add(write(&file, "second"));
            let lines = std::fs::read_to_string(&journal).unwrap();
            assert_eq!(lines.lines().count(), 3, "{lines}");
            panic!("as an experiment may");
        });
        assert!(panicked.is_err());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "first");
        let left = std::fs::read_to_string(&journal).unwrap();
        assert_eq!(left.lines().count(), 1, "{left}");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_an_earlier_lab_left_is_taken_back_by_the_next() {
        let folder = folder("journal");
        let (file, journal) = (folder.join("value"), folder.join("journal"));
        let undo = Undo::start(&journal).unwrap();
        let mut guard = undo.guard();
        guard.add(Step::Remove(folder.join("gone").display().to_string()));
        guard.add(write(&file, "as before"));
        std::fs::create_dir_all(folder.join("gone/deep")).unwrap();
        // Ended from outside: nothing is dropped.
        std::mem::forget(guard);
        Undo::start(&journal).unwrap();
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "as before");
        assert!(!folder.join("gone").exists());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_step_is_read_as_it_was_written() {
        for step in [
            Step::Run(vec!["umount".into(), "/a b".into()]),
            Step::Write("/proc/x".into(), "20".into()),
            Step::Remove("/tmp/x".into()),
            Step::End(12, "containerd".into()),
        ] {
            assert_eq!(Step::from_line(&step.to_line()), Some(step));
        }
        assert_eq!(Step::from_line("other\tx"), None);
        assert_eq!(Step::from_line("end\tx\ty"), None);
    }

    /// A process of another name than ours, which got the id of one of ours, is left alone.
    #[test]
    fn only_a_process_of_that_name_is_ended() {
        let mut child = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        // For a moment it still has our name.
        let comm = format!("/proc/{}/comm", child.id());
        while std::fs::read_to_string(&comm).unwrap() != "sleep\n" {
            std::thread::yield_now();
        }
        super::end(child.id(), "containerd").unwrap();
        assert!(child.try_wait().unwrap().is_none());
        super::end(child.id(), "sleep").unwrap();
        assert!(child.wait().unwrap().code().is_none());
    }
}
