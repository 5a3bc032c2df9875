//! What keeps the project's knowledge true, behind `cargo xtask catalogue` and `cargo xtask corpus`.

mod corpus;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Args, Parser, Subcommand};
use upkeep::catalogue::refresh::{Input, Inputs, refresh};
use upkeep::catalogue::{Tables, check};

#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Check shape, order, references and ranges of the tables in data/
    Catalogue {
        #[command(subcommand)]
        task: Option<CatalogueTask>,
    },
    /// What `check` and `import` make of every file in a folder, as a table
    Corpus { folder: PathBuf },
}

#[derive(Subcommand)]
enum CatalogueTask {
    /// Check the tables, as without a task
    Check,
    /// Bring rows up to date from local files in the formats of the public sources; each may be given
    /// any number of times
    #[command(arg_required_else_help = true)]
    Refresh(Box<Refresh>),
}

/// Inputs are described in upkeep/src/catalogue/refresh/mod.rs.
#[derive(Args)]
struct Refresh {
    /// The day on which the sources said so
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: String,
    #[command(flatten)]
    files: Files,
    /// A Region's name in the calculator, where ebs_prices.csv does not have it
    #[arg(long, value_name = "CODE=NAME", value_parser = code_and_name)]
    region: Vec<(String, String)>,
    /// Rows that no input names go away
    #[arg(long)]
    remove_missing: bool,
    /// Only say what would change
    #[arg(long)]
    dry_run: bool,
}

#[derive(Args)]
#[group(required = true, multiple = true)]
struct Files {
    /// JSON of EC2's DescribeInstanceTypes
    #[arg(long, value_name = "FILE")]
    instances: Vec<PathBuf>,
    /// zz_generated.bandwidth.go of karpenter-provider-aws
    #[arg(long, value_name = "FILE")]
    bandwidth: Vec<PathBuf>,
    /// zz_generated.pricing_aws*.go of karpenter-provider-aws, or a feed of AWS's calculator
    #[arg(long, value_name = "FILE")]
    on_demand: Vec<PathBuf>,
    /// AWS's calculator feed of EBS prices
    #[arg(long, value_name = "FILE")]
    ebs: Vec<PathBuf>,
    /// CHANGELOG.md of amazon-eks-ami
    #[arg(long, value_name = "FILE")]
    ami_changelog: Vec<PathBuf>,
    /// Its git tags, one a line
    #[arg(long, value_name = "FILE")]
    ami_tags: Vec<PathBuf>,
    /// compatibility.yaml of karpenter-provider-aws
    #[arg(long, value_name = "FILE")]
    karpenter: Vec<PathBuf>,
}

fn code_and_name(text: &str) -> Result<(String, String), String> {
    text.split_once('=')
        .map(|(code, name)| (code.to_owned(), name.to_owned()))
        .ok_or_else(|| "a code and a name, with = between them".to_owned())
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Catalogue {
            task: None | Some(CatalogueTask::Check),
        } => check_tables(),
        Task::Catalogue {
            task: Some(CatalogueTask::Refresh(options)),
        } => refresh_tables(*options),
        Task::Corpus { folder } => corpus::run(&folder),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the repository, whatever folder the task was started from.
fn repository() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

fn check_tables() -> Result<()> {
    let tables = Tables::read(&repository().join("data")).context("data/ cannot be read")?;
    let report = check(&tables);
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    println!("{}", report.summary);
    if !report.problems.is_empty() {
        bail!("The tables are not as they must be.");
    }
    Ok(())
}

fn refresh_tables(options: Refresh) -> Result<()> {
    let folder = repository().join("data");
    let before = Tables::read(&folder).context("data/ cannot be read")?;
    let dry_run = options.dry_run;
    let refreshed = match refresh(&before, &options.read()?) {
        Ok(refreshed) => refreshed,
        Err(messages) => bail!("{}\nNothing is changed.", messages.join("\n")),
    };
    for change in &refreshed.changes {
        println!("{change}");
    }
    if dry_run {
        println!("Nothing is written (--dry-run).");
        return Ok(());
    }
    let written = refreshed
        .tables
        .write(&before, &folder)
        .context("data/ cannot be written")?;
    println!("{} files written", written.len());
    Ok(())
}

impl Refresh {
    fn read(self) -> Result<Inputs> {
        let read = |paths: Vec<PathBuf>| {
            let read_one = |path: PathBuf| {
                let name = path.display().to_string();
                let text = std::fs::read_to_string(&path).with_context(|| name.clone())?;
                Ok(Input { name, text })
            };
            paths.into_iter().map(read_one).collect::<Result<Vec<_>>>()
        };
        let files = self.files;
        Ok(Inputs {
            as_of: self.as_of,
            instances: read(files.instances)?,
            bandwidth: read(files.bandwidth)?,
            on_demand: read(files.on_demand)?,
            ebs: read(files.ebs)?,
            ami_changelog: read(files.ami_changelog)?,
            ami_tags: read(files.ami_tags)?,
            karpenter: read(files.karpenter)?,
            regions: self.region.into_iter().collect(),
            remove_missing: self.remove_missing,
        })
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Arguments, CatalogueTask, Refresh, Task};

    fn parse(line: &str) -> Result<Refresh, String> {
        let words = ["xtask", "catalogue", "refresh"].into_iter();
        let read = Arguments::try_parse_from(words.chain(line.split(' ')));
        match read.map_err(|error| error.to_string())?.task {
            Task::Catalogue {
                task: Some(CatalogueTask::Refresh(options)),
            } => Ok(*options),
            _ => panic!("{line} is a refresh"),
        }
    }

    #[test]
    fn options_are_read_and_nonsense_is_refused() {
        let line =
            "--as-of 2026-08-01 --ebs Cargo.toml --ebs clippy.toml --region x-y-1=Name --dry-run";
        let options = parse(line).expect("all of it is known");
        assert!(options.dry_run);
        let inputs = options.read().expect("both files are there");
        assert_eq!(inputs.ebs.len(), 2);
        assert_eq!(inputs.ebs[1].name, "clippy.toml");
        assert_eq!(inputs.regions["x-y-1"], "Name");
        for (line, message) in [
            ("--ebs a", "--as-of"),
            ("--as-of 2026-08-01", "--instances"),
            ("--as-of", "value is required"),
            ("--esb a", "--esb"),
            ("--as-of 2026-08-01 --ebs a --region x", "CODE=NAME"),
        ] {
            let wrong = parse(line).map(|_| ()).unwrap_err();
            assert!(wrong.contains(message), "{line}: {wrong}");
        }
        let missing = parse("--as-of 2026-08-01 --ebs no/such/file").expect("it is well-formed");
        assert!(missing.read().is_err());
    }
}
