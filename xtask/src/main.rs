//! The tasks of this repository, as `cargo xtask <task>`.
//!
//! Every task first makes sure of the tools that it needs ([`tools`]); a rerun finds them and
//! goes straight on. Nothing is installed outside `target/tools` except what can only live
//! elsewhere: the WASM standard library (in the Rust toolchain) and the browser (by apt).

mod catalogue_task;
mod corpus;
mod dependencies;
mod lint;
mod page;
mod report;
mod serve;
mod shell;
mod test;
mod tools;

use std::process::ExitCode;

use shell::{Failure, Outcome};

const USAGE: &str = "\
cargo xtask <task>

  serve [--port 8080] [--release]   build the page, serve it on 127.0.0.1, rebuild it on every change
  test                              all tests: native, WASM in a browser, journeys over the built page
  build                             build the release page into dist/
  site                              the static pages alone, into dist/; `build` makes them too
  bench-page                        size, cold load and edit latency of the built page in a browser
  lint                              formatting and clippy for every part; warnings are errors
  dependencies                      licences, sources and known advisories of all dependencies, by cargo-deny
  catalogue [check]                 check the tables in data/
  catalogue refresh ...             bring their rows up to date from local files; `catalogue refresh` alone says how
  corpus DIR                        what `check` and `import` make of every file in a folder, as a table
  setup                             only install the tools that the page and its tests need
  screenshots [#hash or ?query ...] pictures of the built page, into target/screenshots
  screenshots readme                the picture of the built page in docs/, for README and the pages to read
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\n{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Outcome {
    let Some((task, options)) = arguments.split_first() else {
        print!("{USAGE}");
        return Ok(());
    };
    match task.as_str() {
        "serve" => serve::run(&serve::Options::parse(options)?),
        "test" => no_options(task, options).and_then(|()| test::all()),
        "build" => no_options(task, options).and_then(|()| page::build_release()),
        "site" => no_options(task, options).and_then(|()| page::static_pages()),
        "bench-page" => no_options(task, options).and_then(|()| page::bench()),
        "dependencies" => no_options(task, options).and_then(|()| dependencies::check()),
        "catalogue" => catalogue_task::run(options),
        "corpus" => corpus::run(options),
        "lint" => no_options(task, options).and_then(|()| lint::all()),
        "setup" => no_options(task, options).and_then(|()| {
            tools::axe::ensure()?;
            tools::karpenter_models::ensure()?;
            tools::for_page().map(|_| ())
        }),
        "screenshots" => page::screenshots(options),
        "help" | "--help" | "-h" => {
            print!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::new(format!("There is no task {other:?}.")).by_hand(USAGE)),
    }
}

fn no_options(task: &str, options: &[String]) -> Outcome {
    match options {
        [] => Ok(()),
        [first, ..] => Err(Failure::new(format!(
            "The task {task:?} takes no option, got {first:?}."
        ))
        .by_hand(USAGE)),
    }
}
