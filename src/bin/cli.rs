//! The command line: the same core as the page, with files in and files out.
//!
//! Exit codes: 0 fine, 1 findings of level error or required values missing, 2 unusable input or
//! output that cannot be written.

#![allow(
    clippy::disallowed_methods,
    reason = "files and standard streams are the command line's work; core has none of it"
)]

#[path = "cli/arguments.rs"]
mod arguments;
#[path = "cli/assumed.rs"]
mod assumed;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/compare.rs"]
mod compare;
#[path = "cli/cost.rs"]
mod cost;
#[path = "cli/digests.rs"]
mod digests;
#[path = "cli/earlier_set.rs"]
mod earlier_set;
#[path = "cli/engines.rs"]
mod engines;
#[path = "cli/estimate.rs"]
mod estimate;
#[path = "cli/events.rs"]
mod events;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/files.rs"]
mod files;
#[path = "cli/fix.rs"]
mod fix;
#[path = "cli/frontier.rs"]
mod frontier;
#[path = "cli/image_manifest.rs"]
mod image_manifest;
#[path = "cli/import.rs"]
mod import;
#[path = "cli/in_view.rs"]
mod in_view;
#[path = "cli/input.rs"]
mod input;
#[path = "cli/instances.rs"]
mod instances;
#[path = "cli/launch.rs"]
mod launch;
#[path = "cli/measure.rs"]
mod measure;
#[path = "cli/measurements.rs"]
mod measurements;
#[path = "cli/output.rs"]
mod output;
#[path = "cli/overwrite.rs"]
mod overwrite;
#[path = "cli/own_pulls.rs"]
mod own_pulls;
#[path = "cli/prices.rs"]
mod prices;
#[path = "cli/read_file.rs"]
mod read_file;
#[path = "cli/report.rs"]
mod report;
#[path = "cli/sarif.rs"]
mod sarif;
#[path = "cli/signature.rs"]
mod signature;
#[path = "cli/storage.rs"]
mod storage;
#[path = "cli/terminal.rs"]
mod terminal;
#[path = "cli/write_files.rs"]
mod write_files;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;
use soci_configurator::core::{Bundle, Link, json_schema, read_own_files};

use arguments::{Arguments, Task};
use output::{complain, complain_lines, print_bytes, print_exact, print_text};
use overwrite::{NewFile, NewSet, SetKind, write_one, write_set};

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Everything that was asked for is done.
    Done,
    /// The Config is readable, but no files can be made from it.
    NotReady,
    /// What was given cannot be used, or what was asked for cannot be written.
    Unusable,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Done => Self::SUCCESS,
            Outcome::NotReady => Self::from(1),
            Outcome::Unusable => Self::from(2),
        }
    }
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(asked) => return without_task(&asked).into(),
    };
    let outcome = match arguments.task {
        Task::Generate { input, target } => generate(&input, &target),
        Task::Check(asked) => check::check(&asked),
        Task::Import(asked) => import::import(&asked),
        Task::Instances(asked) => instances::instances(&asked),
        Task::Explain(asked) => explain::explain(&asked),
        Task::Events(asked) => events::events(&asked),
        Task::Measure(asked) => measure::measure(&asked),
        Task::Cost(asked) => cost::cost(&asked),
        Task::Storage(asked) => storage::storage(&asked),
        Task::Launch(asked) => launch::launch(&asked),
        Task::Estimate(asked) => estimate::estimate(&asked),
        Task::Engines(asked) => engines::engines(&asked),
        Task::Compare(asked) => compare::compare(&asked),
        Task::Frontier(asked) => frontier::frontier(&asked),
        Task::Target(asked) => frontier::target(&asked),
        Task::Link {
            input,
            base,
            without_names,
        } => link(&input, base.as_deref(), without_names),
        Task::Presets => print_text(&report::presets()),
        Task::Images => print_text(&report::images()),
        Task::Fields => print_text(&report::fields()),
        Task::Schema => print_exact(&json_schema()),
    };
    match outcome {
        // What nobody could read was not said.
        Outcome::Done if output::is_something_lost() => Outcome::Unusable,
        outcome => outcome,
    }
    .into()
}

/// Help and the version, or what is wrong with the arguments.
fn without_task(asked: &clap::Error) -> Outcome {
    if asked.use_stderr() {
        complain_lines(asked.render().to_string().trim_end());
        return Outcome::Unusable;
    }
    if standard_streams::is_stdout_closed() {
        return print_bytes(&[]);
    }
    // clap knows which terminals show colours.
    output::printed(asked.print().and_then(|()| io::stdout().flush()))
}

fn generate(input: &arguments::Input, target: &arguments::Target) -> Outcome {
    let config = match input::config(input) {
        Ok(config) => config,
        Err(messages) => return unusable(&messages),
    };
    let (evaluation, catalogue) = match prices::evaluated(&config) {
        Ok(evaluated) => evaluated,
        Err(message) => return unusable(&[message]),
    };
    for line in report::lines(&evaluation) {
        complain(&line);
    }
    if !evaluation.is_ready() {
        complain(&report::why_not(&evaluation));
        return Outcome::NotReady;
    }
    let own = read_own_files(&config, &catalogue);
    let errors = check::errors_of(&evaluation, &own);
    for line in &errors {
        complain(line);
    }
    let objects = evaluation.bundle.objects();
    complain(&format!("kubectl apply creates {}.", objects.names()));
    match write_bundle(&evaluation.bundle, input.config.as_deref(), target) {
        Outcome::Done if !errors.is_empty() => {
            complain("The preserved fields are written unchanged, including the errors above.");
            Outcome::NotReady
        }
        outcome => outcome,
    }
}

/// Writes the files where they are asked for; `source` is the Config file they are made from.
fn write_bundle(bundle: &Bundle, source: Option<&Path>, target: &arguments::Target) -> Outcome {
    let allowed = target.overwrite.allowed();
    match (&target.place.out, &target.place.zip) {
        (Some(directory), _) => {
            let files: Vec<NewFile> = bundle.files().iter().map(NewFile::from).collect();
            let set = NewSet {
                files: &files,
                kind: SetKind::Manifests,
                source,
            };
            let outcome = write_set(directory, &set, allowed);
            if outcome == Outcome::Done {
                complain(&format!("{} files in {}", files.len(), directory.display()));
            }
            outcome
        }
        (None, Some(file)) => write_one(file, &bundle.archive(), allowed),
        (None, None) => {
            let stream = bundle.manifests();
            if stream.is_empty() {
                complain(
                    "note: kubectl cannot apply any of these files; write them with --out DIR or --zip FILE.",
                );
            }
            print_exact(&stream)
        }
    }
}

fn link(input: &arguments::Input, base: Option<&str>, without_names: bool) -> Outcome {
    let config = match input::config(input) {
        Ok(config) => config,
        Err(messages) => return unusable(&messages),
    };
    let mut link = Link::new(config);
    if without_names {
        link = link.without_names();
    }
    // An address that already shows other settings is as good as one that shows none.
    let page = base
        .unwrap_or_default()
        .split('#')
        .next()
        .unwrap_or_default();
    let written = link.write();
    if Link::is_long(&written) {
        complain(Link::LONG_NOTE);
    }
    print_text(&format!("{page}#{written}\n"))
}

fn unusable(messages: &[String]) -> Outcome {
    for message in messages {
        complain(message);
    }
    Outcome::Unusable
}
