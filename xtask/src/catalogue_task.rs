//! `cargo xtask catalogue`: checks the tables of `data/`, or refreshes their rows.

use std::path::Path;

use xtask::catalogue::refresh::{Input, Inputs, refresh};
use xtask::catalogue::{Tables, check};

use crate::shell::{Failure, Outcome, repository, step};

/// What `catalogue` takes.
pub const USAGE: &str = "\
cargo xtask catalogue [check]
    check shape, order, references and ranges of the tables in data/

cargo xtask catalogue refresh --as-of YYYY-MM-DD INPUT...
    bring rows up to date from local files in the formats of the public sources; see
    xtask/src/catalogue/refresh/mod.rs. Inputs, each any number of times:
      --instances FILE     JSON of EC2's DescribeInstanceTypes
      --bandwidth FILE     zz_generated.bandwidth.go of karpenter-provider-aws
      --on-demand FILE     zz_generated.pricing_aws*.go of karpenter-provider-aws, or a feed of AWS's calculator
      --ebs FILE           AWS's calculator feed of EBS prices
      --ami-changelog FILE CHANGELOG.md of amazon-eks-ami
      --ami-tags FILE      its git tags, one a line
      --karpenter FILE     compatibility.yaml of karpenter-provider-aws
    and
      --region CODE=NAME   a Region's name in the calculator, where ebs_prices.csv does not have it
      --remove-missing     rows that no input names go away
      --dry-run            only say what would change
";

/// Runs the task.
pub fn run(words: &[String]) -> Outcome {
    match words.split_first() {
        None => check_tables(),
        Some((word, [])) if word == "check" => check_tables(),
        Some((word, options)) if word == "refresh" => refresh_tables(options),
        Some((other, _)) => Err(Failure::new(format!(
            "`catalogue` cannot {other:?} with these options."
        ))
        .by_hand(USAGE)),
    }
}

fn read(folder: &Path) -> Outcome<Tables> {
    Tables::read(folder).map_err(|error| Failure::new(format!("data/ cannot be read: {error}.")))
}

fn check_tables() -> Outcome {
    step("the tables in data/");
    let report = check(&read(&repository().join("data"))?);
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    println!("{}", report.summary);
    if report.problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::new("The tables are not as they must be."))
    }
}

fn refresh_tables(options: &[String]) -> Outcome {
    let (inputs, dry_run) = parse(options, |path| std::fs::read_to_string(path))?;
    let folder = repository().join("data");
    let before = read(&folder)?;
    let refreshed = refresh(&before, &inputs).map_err(|messages| {
        for message in &messages {
            eprintln!("{message}");
        }
        Failure::new("Nothing is changed.")
    })?;
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
        .map_err(|error| Failure::new(format!("data/ cannot be written: {error}.")))?;
    println!("{} files written", written.len());
    Ok(())
}

fn parse(
    words: &[String],
    read: impl Fn(&str) -> std::io::Result<String>,
) -> Outcome<(Inputs, bool)> {
    let mut inputs = Inputs::default();
    let mut dry_run = false;
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--remove-missing" => inputs.remove_missing = true,
            "--dry-run" => dry_run = true,
            option => {
                let list = match option {
                    "--instances" => Some(&mut inputs.instances),
                    "--bandwidth" => Some(&mut inputs.bandwidth),
                    "--on-demand" => Some(&mut inputs.on_demand),
                    "--ebs" => Some(&mut inputs.ebs),
                    "--ami-changelog" => Some(&mut inputs.ami_changelog),
                    "--ami-tags" => Some(&mut inputs.ami_tags),
                    "--karpenter" => Some(&mut inputs.karpenter),
                    "--as-of" | "--region" => None,
                    other => {
                        return Err(Failure::new(format!("`refresh` does not know {other:?}."))
                            .by_hand(USAGE));
                    }
                };
                let Some(value) = words.next() else {
                    return Err(Failure::new(format!("{option} takes a value.")).by_hand(USAGE));
                };
                match (list, option, value.split_once('=')) {
                    (Some(list), _, _) => {
                        let text = read(value).map_err(|error| {
                            Failure::new(format!("{value} cannot be read: {error}."))
                        })?;
                        let name = value.clone();
                        list.push(Input { name, text });
                    }
                    (None, "--as-of", _) => inputs.as_of.clone_from(value),
                    (None, _, Some((code, name))) => {
                        inputs.regions.insert(code.to_owned(), name.to_owned());
                    }
                    (None, _, None) => {
                        return Err(Failure::new(format!(
                            "--region takes CODE=NAME, got {value:?}."
                        )));
                    }
                }
            }
        }
    }
    let given = [
        &inputs.instances,
        &inputs.bandwidth,
        &inputs.on_demand,
        &inputs.ebs,
        &inputs.ami_changelog,
        &inputs.ami_tags,
        &inputs.karpenter,
    ];
    if inputs.as_of.is_empty() {
        return Err(Failure::new(
            "--as-of YYYY-MM-DD is needed: the day on which the sources said so.",
        ));
    }
    if given.iter().all(|list| list.is_empty()) {
        return Err(Failure::new("There is no input to refresh from.").by_hand(USAGE));
    }
    Ok((inputs, dry_run))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn options_are_read_and_nonsense_is_refused() {
        let parse = |line: &str| {
            let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
            parse(&words, |path| Ok(path.to_uppercase()))
        };
        let (inputs, dry_run) =
            parse("--as-of 2026-08-01 --ebs a --ebs b --region x-y-1=Name --dry-run").unwrap();
        assert!(dry_run && !inputs.remove_missing);
        assert_eq!(inputs.ebs.len(), 2);
        assert_eq!(inputs.ebs[1].text, "B");
        assert_eq!(inputs.regions["x-y-1"], "Name");
        for (line, message) in [
            ("--ebs a", "--as-of"),
            ("--as-of 2026-08-01", "no input"),
            ("--as-of", "takes a value"),
            ("--esb a", "--esb"),
            ("--as-of 2026-08-01 --ebs a --region x", "CODE=NAME"),
        ] {
            let wrong = parse(line).unwrap_err().to_string();
            assert!(wrong.contains(message), "{line}: {wrong}");
        }
    }
}
