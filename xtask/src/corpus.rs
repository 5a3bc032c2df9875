//! What the command makes of a folder of any files: a table to keep and to compare after a change
//! of rules, so that the change can be reviewed by what it does.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::shell::{Failure, Outcome, cargo, repository, run as run_visible, step};

/// Most files that are looked at.
const MAX_FILES: usize = 100_000;

/// Prints the table of a folder.
pub fn run(options: &[String]) -> Outcome {
    let [folder] = options else {
        return Err(Failure::new("corpus takes one folder."));
    };
    let folder = PathBuf::from(folder);
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort();
    step("the command, optimized (about 2 min, once)");
    run_visible(cargo().args(["build", "--quiet", "--release", "--features", "cli"]))?;
    let command = repository().join("target/release/soci-configurator");
    let rows: Vec<Row> = files
        .iter()
        .map(|file| Row::of(&command, &folder, file))
        .collect::<Outcome<_>>()?;
    print!("{}", table(&rows));
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    let unreadable =
        |error: std::io::Error| Failure::new(format!("{}: {error}.", folder.display()));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let is_link = path.is_symlink();
        if path.is_dir() && !is_link {
            collect(&path, files)?;
        } else if path.is_file() && files.len() < MAX_FILES {
            files.push(path);
        }
    }
    Ok(())
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
    fn of(command: &Path, folder: &Path, file: &Path) -> Outcome<Self> {
        let checked = answer(command, "check", file)?;
        let imported = answer(command, "import", file)?;
        let report: Value = serde_json::from_slice(&checked.stdout).unwrap_or_default();
        let name = file.strip_prefix(folder).unwrap_or(file);
        let mut row = Self {
            file: name.display().to_string(),
            exits: (checked.status.code(), imported.status.code()),
            kept: list(&report, "kept").len(),
            ..Self::default()
        };
        let documents = list(&report, "recognised")
            .iter()
            .chain(list(&report, "unread"));
        for document in documents {
            let state = match document["state"].as_str() {
                Some("checked") => 0,
                Some("checked in part") => 1,
                _ => 2,
            };
            if let Some(count) = row.states.get_mut(state) {
                *count += 1;
            }
        }
        for finding in list(&report, "findings") {
            let word = |key: &str| finding[key].as_str().unwrap_or_default().to_owned();
            let rule = format!("{}[{}]", word("severity"), word("rule"));
            *row.rules.entry(rule).or_default() += 1;
        }
        Ok(row)
    }
}

fn list<'a>(report: &'a Value, key: &str) -> &'a [Value] {
    report[key].as_array().map_or(&[], Vec::as_slice)
}

fn answer(command: &Path, task: &str, file: &Path) -> Outcome<Output> {
    Command::new(command)
        .args([task, "--format", "json"])
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Failure::new(format!("{}: {error}.", command.display())))
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
