//! Programs, the time they take and the processor time they use.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, ensure};

/// What something took.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Took {
    /// Seconds on the clock.
    pub wall: f64,
    /// Seconds of cores, in programs and in the kernel for them.
    pub cpu: f64,
}

impl Took {
    /// Cores that were busy on average.
    pub fn cores(self) -> f64 {
        self.cpu / self.wall
    }
}

/// A command from its words.
pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words.first().copied().unwrap_or_default());
    command.args(words.get(1..).unwrap_or_default());
    command.stdin(Stdio::null());
    command
}

/// As one would type it.
pub fn line(command: &Command) -> String {
    std::iter::once(command.get_program())
        .chain(command.get_args())
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command to its end and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| line(command))?;
    ensure!(
        output.status.success(),
        "`{}` failed: {}",
        line(command),
        String::from_utf8_lossy(&output.stderr).trim()
    );
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The same from words.
pub fn run(words: &[&str]) -> Result<String> {
    output(&mut command(words))
}

/// Clock ticks of user and system time in a line of `/proc/PID/stat`: the process's own, and those of
/// its children that it has waited for.
pub fn ticks_in(stat: &str) -> Option<(u64, u64)> {
    // The second field is the program's name, in brackets, and may hold anything.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let field = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some((field(11)? + field(12)?, field(13)? + field(14)?))
}

/// A tick is a hundredth of a second wherever Linux runs on amd64 and arm64.
const TICKS: f64 = 100.0;

/// Processor time of a process and of its children that it has waited for.
pub fn cpu_of(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let (own, children) = ticks_in(&stat).unwrap_or_default();
    (own + children) as f64 / TICKS
}

/// Processor time of the programs that the lab ran, without its own.
fn cpu_of_children() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    ticks_in(&stat).unwrap_or_default().1 as f64 / TICKS
}

/// Measures what the programs that are run meanwhile take; `others` are processes that work for them.
pub fn took<T>(others: &[u32], what: impl FnOnce() -> Result<T>) -> Result<(Took, T)> {
    let cpu = || cpu_of_children() + others.iter().map(|process| cpu_of(*process)).sum::<f64>();
    let (before, started) = (cpu(), Instant::now());
    let result = what()?;
    let wall = started.elapsed().as_secs_f64();
    let cpu = cpu() - before;
    Ok((Took { wall, cpu }, result))
}

/// Runs several commands at once, to the end of the last.
pub fn all_at_once(commands: &mut [Command]) -> Result<()> {
    let mut children: Vec<(String, Child)> = Vec::new();
    for command in commands {
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        children.push((
            line(command),
            command.spawn().with_context(|| line(command))?,
        ));
    }
    for (line, child) in children {
        let output = child.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{line}` failed: {}", said.trim());
    }
    Ok(())
}

/// The middle one of several measurements.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The one of the middle duration.
pub fn median_took(mut runs: Vec<Took>) -> Option<Took> {
    runs.sort_by(|one, other| one.wall.total_cmp(&other.wall));
    runs.get(runs.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::{Took, median, median_took, run, ticks_in, took};

    #[test]
    fn processor_time_is_found_behind_any_name() {
        let stat = "12 (a) b (c) S 1 1 1 0 -1 4194560 100 200 0 0 31 7 400 50 20 0 1 0 99";
        assert_eq!(ticks_in(stat), Some((38, 450)));
        assert_eq!(ticks_in("12 (a) S 1"), None);
        assert_eq!(ticks_in(""), None);
    }

    #[test]
    fn what_a_program_takes_is_measured() {
        let (slept, _) = took(&[], || run(&["sleep", "0.2"])).unwrap();
        assert!(slept.wall >= 0.2 && slept.wall < 5.0, "{slept:?}");
        assert!(run(&["false"]).is_err() && run(&["no-such-program"]).is_err());
    }

    #[test]
    fn one_odd_run_of_three_does_not_count() {
        assert_eq!(median(vec![9.0, 1.0, 2.0]), 2.0);
        let run = |wall| Took { wall, cpu: 1.0 };
        assert_eq!(
            median_took(vec![run(9.0), run(1.0), run(2.0)]),
            Some(run(2.0))
        );
        assert_eq!(median_took(Vec::new()), None);
    }
}
