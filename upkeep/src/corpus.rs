//! What the command makes of a folder of any files: a table to keep and to compare after a change
//! of rules, so that the change can be reviewed by what it does.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use crate::repository;

/// Most files that are looked at.
const MAX_FILES: usize = 100_000;

/// Prints the table of a folder.
pub fn run(folder: &Path) -> Result<()> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.sort();
    eprintln!("==> the command, optimized (about 2 min, once)");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .current_dir(repository())
        .args(["build", "--quiet", "--release", "--features", "cli"])
        .status()
        .context("cargo")?;
    ensure!(built.success(), "The command was not built.");
    let command = repository().join("target/release/soci-configurator");
    let rows: Vec<Row> = files
        .iter()
        .map(|file| Row::check(&command, folder, file))
        .collect::<Result<_>>()?;
    print!("{}", table(&rows));
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let is_link = path.is_symlink();
        if path.is_dir() && !is_link {
            collect(&path, files)?;
        } else if path.is_file() && files.len() < MAX_FILES {
            files.push(path);
        }
    }
    Ok(())
}

/// What `check` says of a file, as far as it is counted here.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Report {
    recognised: Vec<Document>,
    unread: Vec<Document>,
    kept: Vec<serde::de::IgnoredAny>,
    findings: Vec<Finding>,
}

#[derive(Debug, Deserialize)]
struct Document {
    state: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Finding {
    severity: String,
    rule: String,
}

/// What one file comes to.
#[derive(Debug, Default)]
struct Row {
    file: String,
    /// How `check` and `import` ended.
    exits: (Option<i32>, Option<i32>),
    /// Documents that were checked, checked in part and not checked.
    states: [usize; 3],
    /// Values that are kept word for word.
    kept: usize,
    /// How often each rule was found, by `severity[rule]`.
    rules: BTreeMap<String, usize>,
}

impl Row {
    fn check(command: &Path, folder: &Path, file: &Path) -> Result<Self> {
        let checked = answer(command, "check", file)?;
        let imported = answer(command, "import", file)?;
        // A file that the command cannot read at all has no report.
        let report: Report = serde_json::from_slice(&checked.stdout).unwrap_or_default();
        let name = file.strip_prefix(folder).unwrap_or(file);
        let mut row = Self {
            file: name.display().to_string(),
            exits: (checked.status.code(), imported.status.code()),
            kept: report.kept.len(),
            ..Self::default()
        };
        let [whole, part, not] = &mut row.states;
        for document in report.recognised.iter().chain(&report.unread) {
            *match document.state.as_deref() {
                Some("checked") => &mut *whole,
                Some("checked in part") => &mut *part,
                _ => &mut *not,
            } += 1;
        }
        for Finding { severity, rule } in report.findings {
            *row.rules.entry(format!("{severity}[{rule}]")).or_default() += 1;
        }
        Ok(row)
    }
}

fn answer(command: &Path, task: &str, file: &Path) -> Result<Output> {
    Command::new(command)
        .args([task, "--format", "json"])
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .with_context(|| command.display().to_string())
}

/// A line a file, then how often each rule was found in all of them.
fn table(rows: &[Row]) -> String {
    let mut text = String::from("file\tcheck\timport\tchecked\tin part\tnot\tkept\trules\n");
    let mut all: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let exit = |code: Option<i32>| code.map_or_else(|| "-".to_owned(), |code| code.to_string());
    for row in rows {
        let rules: Vec<String> = row
            .rules
            .iter()
            .map(|(rule, count)| match count {
                1 => rule.clone(),
                count => format!("{rule}×{count}"),
            })
            .collect();
        for (rule, count) in &row.rules {
            let (files, times) = all.entry(rule).or_default();
            *files += 1;
            *times += count;
        }
        let [checked, part, not] = row.states;
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{checked}\t{part}\t{not}\t{}\t{}",
            row.file,
            exit(row.exits.0),
            exit(row.exits.1),
            row.kept,
            rules.join(" ")
        );
    }
    text.push_str("\nrule\tfiles\ttimes\n");
    for (rule, (files, times)) in all {
        let _ = writeln!(text, "{rule}\t{files}\t{times}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Row, table};

    #[test]
    fn a_table_has_a_line_for_each_file_and_each_rule() {
        let row = |file: &str, rules: &[(&str, usize)]| Row {
            file: file.to_owned(),
            exits: (Some(0), None),
            states: [2, 1, 0],
            kept: 3,
            rules: rules
                .iter()
                .map(|(rule, count)| ((*rule).to_owned(), *count))
                .collect(),
        };
        let rows = [
            row("a.yaml", &[("error[x]", 2), ("note[y]", 1)]),
            row("b.yaml", &[("note[y]", 1)]),
        ];
        assert_eq!(
            table(&rows),
            "file\tcheck\timport\tchecked\tin part\tnot\tkept\trules\n\
             a.yaml\t0\t-\t2\t1\t0\t3\terror[x]×2 note[y]\n\
             b.yaml\t0\t-\t2\t1\t0\t3\tnote[y]\n\
             \nrule\tfiles\ttimes\nerror[x]\t1\t2\nnote[y]\t2\t2\n"
        );
    }
}
