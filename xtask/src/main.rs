//! The tasks of this repository, as `cargo xtask <task>`.
//!
//! Every task first makes sure of the tools that it needs ([`tools`]); a rerun finds them and
//! goes straight on. Nothing is installed outside `target/tools` except what can only live
//! elsewhere: the WASM standard library (in the Rust toolchain) and the browsers (by apt).

mod lab;
mod lint;
mod page;
mod report;
mod serve;
mod shell;
mod test;
mod tools;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};

#[derive(Parser)]
#[command(bin_name = "cargo xtask", disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

// `cargo xtask` lists them in this order.
#[derive(Debug, PartialEq, Subcommand)]
enum Task {
    /// Build the page, serve it on 127.0.0.1, rebuild it on every change
    Serve(serve::Options),
    /// All tests: native, WASM in a browser, journeys over the built page
    Test,
    /// Build the release page into dist/
    Build,
    /// The static pages alone, into dist/; `build` makes them too
    Site,
    /// What Trunk calls before and after each build (Trunk.toml)
    #[command(hide = true)]
    Hook { when: page::When },
    /// Size, cold load and edit latency of the built page in a browser
    BenchPage,
    /// Formatting and clippy for every part; warnings are errors
    Lint,
    /// Licences, sources and known advisories of all dependencies, by cargo-deny
    Dependencies,
    /// Check the tables in data/; `catalogue refresh` brings their rows up to date from local files
    #[command(disable_help_flag = true)]
    Catalogue(Words),
    /// What `check` and `import` make of every file in a folder, as a table
    #[command(disable_help_flag = true)]
    Corpus(Words),
    /// Stages of a pull on real programs against the simulation, into docs/lab.md (root, 15 min)
    Lab(lab::Options),
    /// Only install the tools that the page and its tests need
    Setup,
    /// Pictures of the built page, into target/screenshots; `screenshots readme` the one in docs/
    Screenshots {
        /// What to open the page with
        #[arg(value_name = "#HASH or ?QUERY")]
        places: Vec<String>,
    },
}

/// What another program understands.
#[derive(Debug, PartialEq, Args)]
struct Words {
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

fn main() -> ExitCode {
    match run(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Result<()> {
    match task {
        Task::Serve(options) => serve::run(&options),
        Task::Test => test::all(),
        Task::Build => page::build(&tools::for_page()?),
        Task::Site => page::static_pages("dist"),
        Task::Hook { when } => page::hook(when),
        Task::BenchPage => page::bench(),
        Task::Lint => lint::all(),
        Task::Dependencies => lint::dependencies(),
        Task::Catalogue(Words { words }) => upkeep("catalogue", &words),
        Task::Corpus(Words { words }) => upkeep("corpus", &words),
        Task::Lab(options) => lab::run(&options),
        Task::Setup => tools::all(),
        Task::Screenshots { places } => page::screenshots(&places),
    }
}

/// A task of the package `upkeep`, which only they compile who keep the tables or change rules.
fn upkeep(task: &str, words: &[OsString]) -> Result<()> {
    let mut command = shell::cargo();
    command.args(["run", "--quiet", "--package", "upkeep", "--", task]);
    // It says itself what is wrong. Paths are meant from where the reader is.
    command.current_dir(std::env::current_dir()?).args(words);
    match command.status()?.code() {
        Some(0) => Ok(()),
        code => std::process::exit(code.unwrap_or(1)),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::{Arguments, Task, Words, lab, serve};

    fn parse(line: &str) -> Option<Task> {
        let read = Arguments::try_parse_from(line.split(' '));
        read.ok().map(|arguments| arguments.task)
    }

    #[test]
    fn options_have_defaults_and_nonsense_is_refused() {
        Arguments::command().debug_assert();
        let serve = |port, release| Some(Task::Serve(serve::Options { port, release }));
        assert_eq!(parse("xtask serve"), serve(8080, false));
        assert_eq!(
            parse("xtask serve --release --port 9000"),
            serve(9000, true)
        );
        for line in [
            "serve --port 0",
            "serve --port",
            "serve --prot 9",
            "test it",
        ] {
            assert_eq!(parse(&format!("xtask {line}")), None);
        }
        let lab = |is_quick, only: Option<&str>| {
            let only = only.map(str::to_owned);
            Some(Task::Lab(lab::Options { is_quick, only }))
        };
        assert_eq!(parse("xtask lab"), lab(false, None));
        assert_eq!(
            parse("xtask lab --quick --only download"),
            lab(true, Some("download"))
        );
        let words = |words: &[&str]| Words {
            words: words.iter().map(Into::into).collect(),
        };
        assert_eq!(parse("xtask catalogue"), Some(Task::Catalogue(words(&[]))));
        assert_eq!(
            parse("xtask catalogue refresh --dry-run --help"),
            Some(Task::Catalogue(words(&["refresh", "--dry-run", "--help"])))
        );
    }
}
