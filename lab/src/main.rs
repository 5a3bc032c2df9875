//! The stages of an image pull, measured on real programs and compared with the simulation: what
//! saturates, what overlaps, where a knee is. `cargo xtask lab` installs what this needs and runs it.

mod containerd;
mod cri;
mod disk;
mod http;
mod image;
mod layers;
mod link;
mod machine;
mod report;
mod run;
mod simulated;
mod stage;
mod sysctl;
mod undo;
mod verdict;

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};

use crate::machine::Throttling;
use crate::report::{Comparison, StageReport};
use crate::run::run;
use crate::stage::STAGES;
use crate::undo::{Guard, Step, Undo};
use crate::verdict::Verdict;

/// What every stage works with.
#[derive(Debug)]
pub struct Lab {
    undo: Undo,
    /// A folder in memory.
    work: PathBuf,
    throttling: Throttling,
    is_quick: bool,
    /// Seconds that were waited for others.
    waited: Cell<f64>,
}

impl Lab {
    /// How often a measurement is repeated; the middle one counts.
    fn repeats(&self) -> usize {
        if self.is_quick { 1 } else { 3 }
    }

    /// MB as bytes, a third of them when it has to be quick.
    fn megabytes(&self, amount: u64) -> u64 {
        amount * 1_000_000 / if self.is_quick { 3 } else { 1 }
    }

    /// Repeats a measurement, each time when the machine has been left alone for a moment, if that comes
    /// about in the time that there is for waiting.
    fn repeat<T>(&self, mut measure: impl FnMut() -> Result<T>) -> Result<Vec<T>> {
        let runs = (0..self.repeats()).map(|_| {
            let started = Instant::now();
            while started.elapsed().as_secs_f64() < WAIT
                && self.waited.get() < self.patience()
                && machine::busy() > QUIET
            {}
            let waited = started.elapsed().as_secs_f64();
            self.waited.set(self.waited.get() + waited);
            measure()
        });
        runs.collect()
    }

    /// Seconds that are waited for others in all.
    fn patience(&self) -> f64 {
        if self.is_quick { 20.0 } else { 60.0 }
    }

    /// The middle one of several measurements.
    fn median(&self, what: &str, measure: impl FnMut() -> Result<f64>) -> Result<f64> {
        let middle = run::median(self.repeat(measure)?);
        eprintln!("    {what}: {}", report::number(middle));
        Ok(middle)
    }
}

/// Seconds that one measurement waits at most.
const WAIT: f64 = 3.0;
/// So many busy cores are no disturbance.
const QUIET: f64 = 0.2;

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Options {
    is_quick: bool,
    only: Option<String>,
}

const USAGE: &str = "cargo xtask lab [--quick] [--only STAGE]";

impl Options {
    fn parse(words: impl IntoIterator<Item = String>) -> Result<Self> {
        let mut options = Self::default();
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--quick" => options.is_quick = true,
                "--only" => {
                    let name = words.next().unwrap_or_default();
                    let known: Vec<&str> = STAGES.iter().map(|(name, _, _)| *name).collect();
                    ensure!(
                        known.contains(&name.as_str()),
                        "stages are {}",
                        known.join(", ")
                    );
                    options.only = Some(name);
                }
                _ => bail!("{USAGE}"),
            }
        }
        Ok(options)
    }

    /// Whether the report is that of all stages, as carefully as can be.
    fn is_whole(&self) -> bool {
        !self.is_quick && self.only.is_none()
    }
}

fn main() -> ExitCode {
    match Options::parse(std::env::args().skip(1)).and_then(|options| start(&options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nlab: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(options: &Options) -> Result<()> {
    ensure!(
        run(&["id", "-u"])? == "0",
        "it mounts, throttles and makes namespaces: root only"
    );
    let undo = Undo::start(&std::env::temp_dir().join("soci-lab-journal"))?;
    let mut guard = undo.guard();
    let work = Path::new("/dev/shm/soci-lab");
    fs::create_dir(work).context("a folder in memory")?;
    guard.add(Step::Remove(work.display().to_string()));
    let lab = Lab {
        undo,
        work: work.to_path_buf(),
        throttling: Throttling::of_machine(),
        is_quick: options.is_quick,
        waited: Cell::new(0.0),
    };
    let mut machine = machine::describe(&lab.throttling)?;
    machine.push(match go_first(&mut guard) {
        Ok(()) => "everything measured runs at nice −10".to_owned(),
        Err(_) => "nothing keeps other programs from the cores".to_owned(),
    });
    let (started, load) = (Instant::now(), machine::load());
    let mut stages = Vec::new();
    for (word, name, measure) in STAGES {
        if options.only.as_ref().is_some_and(|only| only != word) {
            continue;
        }
        eprintln!("==> {name}");
        stages.push(measure(&lab).unwrap_or_else(|error| failed(name, &error)));
    }
    let minutes = started.elapsed().as_secs_f64() / 60.0;
    let repeats = match lab.repeats() {
        1 => "once each".to_owned(),
        times => format!("{times} times each, of which the middle one counts"),
    };
    machine.push(format!(
        "{minutes:.0} min, {:.0} s of it waiting until others were quiet; {repeats}; load of the machine before {load}, at the end {}",
        lab.waited.get(),
        machine::load()
    ));
    let text = report::write(&run(&["date", "-u", "+%F"])?, &machine, &stages);
    if options.is_whole() {
        save(&text)
    } else {
        println!("{text}");
        Ok(())
    }
}

/// What the lab starts is to have the cores, whatever else runs here.
fn go_first(guard: &mut Guard) -> Result<()> {
    run(&["renice", "-n", "-10", "-p", &std::process::id().to_string()])?;
    // Where each session is a group of its own, only the group's counts.
    let group = format!("/proc/{}/autogroup", std::process::id());
    if let Ok(before) = fs::read_to_string(&group) {
        let before = before
            .trim()
            .rsplit_once("nice ")
            .map_or("0", |(_, nice)| nice);
        guard.add(Step::Write(group.clone(), before.to_owned()));
        fs::write(&group, "-10")?;
    }
    Ok(())
}

/// A stage that broke off is reported as such.
fn failed(name: &'static str, error: &anyhow::Error) -> StageReport {
    eprintln!("    failed: {error:#}");
    StageReport {
        name,
        how: "It broke off.".to_owned(),
        comparisons: vec![Comparison {
            title: "all of it".to_owned(),
            column: "",
            unit: "",
            points: Vec::new(),
            verdict: Verdict::NotMeasured(format!("{error:#}")),
        }],
        notes: Vec::new(),
    }
}

fn save(text: &str) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    let file = root.context("the repository")?.join("docs/lab.md");
    let page = fs::read_to_string(&file).context("docs/lab.md")?;
    let page = report::put_in(&page, text).context("docs/lab.md has no marks")?;
    fs::write(&file, page).context("docs/lab.md")?;
    eprintln!("==> docs/lab.md is written");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Options, failed};

    #[test]
    fn only_a_whole_run_is_kept() {
        let options = |line: &str| Options::parse(line.split_whitespace().map(str::to_owned));
        assert!(options("").unwrap().is_whole());
        let quick = options("--quick --only download").unwrap();
        assert!(quick.is_quick && quick.only.as_deref() == Some("download"));
        assert!(!quick.is_whole() && !options("--quick").unwrap().is_whole());
        for line in ["--only", "--only lunch", "--fast", "download"] {
            assert!(options(line).is_err(), "{line}");
        }
    }

    #[test]
    fn a_stage_that_breaks_off_is_no_stage_that_is_left_out() {
        let report = failed("Download", &anyhow::anyhow!("no registry"));
        let said = report.comparisons[0].verdict.describe();
        assert_eq!(said, "not measured: no registry");
    }
}
