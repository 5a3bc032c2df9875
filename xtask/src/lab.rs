//! The lab: real programs against the simulation. The package `lab` measures; this makes sure of the
//! programs.

use anyhow::Result;
use clap::Args;

use crate::shell::{self, ByHand, cargo, step};
use crate::tools;

#[derive(Debug, PartialEq, Eq, Args)]
pub struct Options {
    /// Less of everything and once each, in 3 min; prints the report and keeps none
    #[arg(long = "quick")]
    pub is_quick: bool,
    /// One stage, as `one-stream`; prints its report and keeps none
    #[arg(long, value_name = "STAGE")]
    pub only: Option<String>,
}

/// Programs that are measured or measure, each with its package.
pub const PROGRAMS: [(&str, &str); 8] = [
    ("containerd", "containerd"),
    ("docker-registry", "docker-registry"),
    ("unpigz", "pigz"),
    ("igzip", "isal"),
    ("zstd", "zstd"),
    ("tc", "iproute2"),
    ("mkfs.xfs", "xfsprogs"),
    ("losetup", "mount"),
];

pub fn run(options: &Options) -> Result<()> {
    tools::packages_of(&PROGRAMS).by_hand(
        "run it as root on Debian, or install the programs and run `cargo run --package lab` as root",
    )?;
    step("the lab (15 min, with --quick 3; it takes back whatever it changes on this machine)");
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "lab", "--"]);
    if options.is_quick {
        command.arg("--quick");
    }
    if let Some(stage) = &options.only {
        command.args(["--only", stage]);
    }
    shell::run(&mut command)
}
