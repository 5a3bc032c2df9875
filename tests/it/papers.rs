//! The papers tell the truth: commands run, links and paths lead somewhere, tables are those of the
//! program, and one thing has one name.

mod markdown;
mod tables;

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use crate::literals::literals;
use markdown::{anchors, blocks, commands, links, prose, without_code};

const COMMUNITY: [&str; 5] = [
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CODE_OF_CONDUCT.md",
    "CHANGELOG.md",
];

/// The folders whose paths papers name.
const FOLDERS: [&str; 15] = [
    ".cargo/",
    ".ci/",
    ".github/",
    "benches/",
    "data/",
    "docs/",
    "lab/",
    "public/",
    "site/",
    "src/",
    "standard_streams/",
    "style/",
    "tests/",
    "upkeep/",
    "xtask/",
];

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The pages in `docs/`.
pub fn pages() -> Vec<String> {
    let folder = std::fs::read_dir(root().join("docs")).expect("docs");
    let mut names: Vec<String> = folder
        .map(|entry| entry.expect("an entry").file_name())
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".md"))
        .map(|name| format!("docs/{name}"))
        .collect();
    names.sort();
    assert!(names.len() >= 10, "{names:?}");
    names
}

/// The commands of a paper.
pub fn commands_of(name: &str) -> Vec<String> {
    commands(&read(name))
}

/// Name and text of every paper.
fn papers() -> Vec<(String, String)> {
    let names = COMMUNITY.map(str::to_owned).into_iter().chain(pages());
    names.map(|name| (name.clone(), read(&name))).collect()
}

#[track_caller]
fn check_none(found: &[String], why: &str) {
    assert!(found.is_empty(), "{why}\n  {}", found.join("\n  "));
}

/// What a path says without `..`, seen from the repository; none if it leads out.
fn within(folder: &Path, target: &str) -> Option<PathBuf> {
    let mut path = PathBuf::new();
    for part in folder.join(target).components() {
        match part {
            Component::Normal(name) => path.push(name),
            Component::CurDir => {}
            Component::ParentDir if path.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(path)
}

/// Why a link of a paper leads nowhere.
fn fault(paper: &str, target: &str) -> Option<String> {
    let (path, anchor) = match target.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor)),
        None => (target, None),
    };
    let path = if path.is_empty() {
        PathBuf::from(paper)
    } else {
        let folder = Path::new(paper).parent().unwrap_or(Path::new(""));
        match within(folder, path) {
            Some(path) => path,
            None => return Some("leads out of the repository".to_owned()),
        }
    };
    let name = path.to_str()?;
    if !root().join(&path).exists() {
        return Some(format!("{name} is not there"));
    }
    let anchor = anchor?;
    let is_heading = name.ends_with(".md") && anchors(&read(name)).iter().any(|one| one == anchor);
    (!is_heading).then(|| format!("{name} has no heading {anchor}"))
}

#[test]
fn links_lead_somewhere() {
    let mut seen = 0;
    let mut found = Vec::new();
    for (name, text) in papers() {
        for line in prose(&text) {
            for target in links(line.text) {
                if target.starts_with("https://") {
                    continue;
                }
                seen += 1;
                if let Some(fault) = fault(&name, &target) {
                    found.push(format!("{name}:{}: {target}: {fault}", line.number));
                }
            }
        }
    }
    check_none(&found, "links that lead nowhere:");
    assert!(seen > 50, "{seen} links were found");
    assert_eq!(fault("docs/cli.md", "cli.md#exit-codes"), None);
    assert_eq!(fault("docs/cli.md", "../README.md"), None);
    for broken in ["no.md", "#no", "../../no.md", "../README.md#no"] {
        assert!(fault("docs/cli.md", broken).is_some(), "{broken}");
    }
}

#[test]
fn paths_that_are_named_exist() {
    let mut seen = 0;
    let mut found = Vec::new();
    for (name, text) in papers() {
        // A changelog speaks of what was.
        if name == "CHANGELOG.md" {
            continue;
        }
        for line in prose(&text) {
            for code in without_code(line.text).1 {
                let is_path = FOLDERS.iter().any(|folder| code.starts_with(folder));
                let stands_for_others = code.contains(|letter: char| " *<>{}".contains(letter))
                    || code.split(['/', '.']).any(|part| {
                        part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_uppercase())
                    });
                if !is_path || stands_for_others {
                    continue;
                }
                seen += 1;
                if !root().join(code).exists() {
                    found.push(format!("{name}:{}: {code}", line.number));
                }
            }
        }
    }
    check_none(&found, "papers name what is not there:");
    assert!(seen > 60, "{seen} paths were found");
}

/// Whether xtask has a task of that name: `bench-page` is `Task::BenchPage`.
pub fn is_task(name: &str) -> bool {
    let variant: String = name
        .split('-')
        .filter_map(|word| Some(word.get(..1)?.to_uppercase() + word.get(1..)?))
        .collect();
    read("xtask/src/main.rs")
        .split(|c: char| !c.is_alphanumeric() && c != ':')
        .any(|word| word == format!("Task::{variant}"))
}

#[test]
fn tasks_that_are_named_are_tasks_of_xtask() {
    assert!(is_task("bench-page") && !is_task("bench") && !is_task("benchpage") && !is_task(""));
    let mut named = BTreeSet::new();
    for (name, text) in papers() {
        let of_prose = prose(&text);
        let codes = of_prose.iter().flat_map(|line| without_code(line.text).1);
        for command in commands(&text).iter().map(String::as_str).chain(codes) {
            let Some((_, rest)) = command.split_once("cargo xtask ") else {
                continue;
            };
            let task = rest.split_whitespace().next().unwrap_or_default();
            assert!(is_task(task), "{name}: xtask has no {task}");
            named.insert(task.to_owned());
        }
    }
    assert!(named.len() > 8, "{named:?}");
}

#[test]
fn config_files_are_accepted() {
    let mut seen = 0;
    for (name, text) in papers() {
        for file in blocks(&text, "yaml") {
            if file.contains("apiVersion:") || !file.starts_with("version:") {
                continue;
            }
            let read = soci_configurator::core::read_config(&file).map(|_| ());
            assert_eq!(read, Ok(()), "{name}\n{file}");
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen} Config files were found");
}

/// The terms of `docs/terms.md` that are not used any more, each with what is said instead.
fn retired() -> Vec<(String, String)> {
    let text = read("docs/terms.md");
    let mut retired = Vec::new();
    for line in prose(&text) {
        let cells: Vec<&str> = line.text.split('|').map(str::trim).collect();
        let &["", term, _, not, ""] = cells.as_slice() else {
            continue;
        };
        let term = term.trim_matches('*').to_owned();
        for phrase in not.split(';').map(str::trim) {
            if !phrase.is_empty() && !matches!(phrase, "not" | "–" | "---") {
                retired.push((phrase.to_lowercase(), term.clone()));
            }
        }
    }
    assert!(retired.len() > 30, "{retired:?}");
    retired
}

fn holds_phrase(text: &str, phrase: &str) -> bool {
    text.match_indices(phrase).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + phrase.len()..].chars().next();
        [before, after]
            .into_iter()
            .flatten()
            .all(|letter| !letter.is_alphanumeric())
    })
}

/// A format string without the values that it is filled with.
fn without_values(text: &str) -> String {
    let mut depth = 0_u32;
    let outside = text.chars().filter(|letter| {
        match letter {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => return depth == 0,
        }
        false
    });
    outside.collect()
}

/// Sources whose texts people read: the core, the page's words, the command line, the static pages.
fn texts_of_the_program() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    let mut folders: Vec<PathBuf> = ["src/core", "src/ui", "src/bin/cli", "site/src"]
        .iter()
        .map(|folder| root().join(folder))
        .collect();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap_or(&path);
                let text = std::fs::read_to_string(&path).expect("a source");
                sources.push((name.display().to_string(), text));
            }
        }
    }
    sources.sort();
    assert!(sources.len() > 300, "{} sources", sources.len());
    sources
}

/// The help of the command line, which clap takes from comments, and the static first screen: name and text.
fn help_and_first_screen() -> Vec<(String, String)> {
    let help = read("src/bin/cli/arguments.rs");
    let help: Vec<&str> = help
        .lines()
        .map(|line| line.trim().strip_prefix("/// ").unwrap_or_default())
        .collect();
    let page = read("index.html");
    let shown = page.split_once("<body").map_or("", |(_, body)| body);
    let screen: String = shown
        .split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text)
        .collect();
    vec![
        ("src/bin/cli/arguments.rs".to_owned(), help.join("\n")),
        ("index.html".to_owned(), screen),
    ]
}

#[test]
fn one_thing_has_one_name() {
    let retired = retired();
    let mut found = Vec::new();
    for (name, text) in papers() {
        // The changelog keeps the words of its day; the list names what it retires.
        if matches!(name.as_str(), "CHANGELOG.md" | "docs/terms.md") {
            continue;
        }
        let mut is_generated = false;
        for line in prose(&text) {
            if line.text.starts_with("<!-- ") {
                is_generated = line.text.contains(": written by ");
            }
            if is_generated {
                continue;
            }
            let plain = without_code(line.text).0.to_lowercase();
            for (phrase, term) in &retired {
                if holds_phrase(&plain, phrase) {
                    found.push(format!(
                        "{name}:{}: \"{phrase}\" is \"{term}\"",
                        line.number
                    ));
                }
            }
        }
    }
    for (name, text) in help_and_first_screen() {
        for (number, line) in (1..).zip(text.lines()) {
            for (phrase, term) in &retired {
                if holds_phrase(&line.to_lowercase(), phrase) {
                    found.push(format!("{name}:{number}: \"{phrase}\" is \"{term}\""));
                }
            }
        }
    }
    // What the program says of itself, too; what stands in braces are names of values.
    for (name, source) in texts_of_the_program() {
        for literal in literals(&source) {
            let said = without_values(literal.text).to_lowercase();
            for (phrase, term) in &retired {
                if holds_phrase(&said, phrase) {
                    found.push(format!(
                        "{name}:{}: \"{phrase}\" is \"{term}\"",
                        literal.line
                    ));
                }
            }
        }
    }
    check_none(&found, "docs/terms.md has another word for:");
    assert_eq!(
        without_values("{puller} wants {rate} MiB/s"),
        " wants  MiB/s"
    );
    assert!(holds_phrase("the dearest type", "dearest"));
    assert!(!holds_phrase("the dearests", "dearest"));
}

#[test]
fn security_headers_are_those_that_are_served() {
    let page = read("docs/hosting.md");
    let headers = read("public/_headers");
    let mut seen = 0;
    for line in headers.lines().filter(|line| line.starts_with("  ")) {
        let Some((header, value)) = line.trim().split_once(": ") else {
            continue;
        };
        if header.starts_with('#') {
            continue;
        }
        seen += 1;
        assert!(
            page.contains(&format!("`{header}`")) && page.contains(&format!("`{value}")),
            "docs/hosting.md says nothing of {header}: {value}"
        );
    }
    assert!(seen >= 6, "{seen} headers were found");
}

/// What an engine is like: a new variant of these leads to the files that match on them.
const OF_ENGINES: [&str; 7] = [
    "SociSetup::",
    "PulledBy::",
    "NodeSystem::",
    "GzipBy::",
    "ImagesIn::",
    "WorksOn::",
    "AmiReleases::",
];

#[test]
fn the_recipe_for_an_engine_names_every_file_that_matches_on_what_it_is_like() {
    let page = read("docs/architecture.md");
    let (_, recipe) = page.split_once("\n## Add an engine\n").expect("it");
    let mut folders = vec![root().join("src/core")];
    let mut missing = Vec::new();
    let mut asking = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path
                .strip_prefix(root())
                .expect("within")
                .display()
                .to_string();
            if name == "src/core/engines" || name.ends_with("/tests.rs") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = read(&name);
            let code = text.split("#[cfg(test)]\nmod tests {").next();
            let asks = code.unwrap_or_default().lines().any(|line| {
                let is_code = !line.trim_start().starts_with("//");
                is_code && OF_ENGINES.iter().any(|one| line.contains(one))
            });
            asking += u32::from(asks);
            if asks && !recipe.contains(&format!("`{name}`")) {
                missing.push(name);
            }
        }
    }
    check_none(&missing, "docs/architecture.md, \"Add an engine\", lacks:");
    assert!(asking > 8, "{asking} files were found");
}

#[test]
fn every_package_is_under_both_licences() {
    for folder in [
        "",
        "xtask/",
        "upkeep/",
        "site/",
        "lab/",
        "standard_streams/",
        "tests/journeys/",
    ] {
        let name = format!("{folder}Cargo.toml");
        assert!(
            read(&name).contains("\nlicense.workspace = true\n"),
            "{name}"
        );
    }
    let workspace = read("Cargo.toml");
    assert!(workspace.contains("\nlicense = \"MIT OR Apache-2.0\"\n"));
    assert!(read("LICENSE-MIT").contains("The SOCI Configurator contributors"));
    assert!(read("LICENSE-APACHE").contains("Version 2.0, January 2004"));
}

#[cfg(feature = "cli")]
mod with_command {
    use std::process::{Command, Output};

    use super::markdown::{commands, prose, words};
    use super::{papers, read};

    fn run(arguments: &[String], folder: &std::path::Path) -> Output {
        Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
            .args(arguments)
            .current_dir(folder)
            .output()
            .expect("the command starts")
    }

    /// Runs a paper's commands one after the other in a folder of their own, and returns how many.
    fn run_all(name: &str, text: &str) -> usize {
        let folder = tempfile::tempdir().expect("a folder of our own");
        let mut count = 0;
        for command in commands(text) {
            let Some(arguments) = command.strip_prefix("soci-configurator ") else {
                continue;
            };
            // What another program would read is not its concern.
            let arguments = arguments.split(" | ").next().unwrap_or_default();
            let output = run(&words(arguments), folder.path());
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{name}: {command}\n{errors}");
            count += 1;
        }
        count
    }

    #[test]
    fn every_command_succeeds() {
        let counts: Vec<(String, usize)> = papers()
            .into_iter()
            .map(|(name, text)| (name.clone(), run_all(&name, &text)))
            .collect();
        let least = [
            ("README.md", 8),
            ("docs/cli.md", 35),
            ("docs/config-reference.md", 6),
        ];
        for (name, least) in least {
            let found = counts.iter().find(|(paper, _)| paper == name);
            assert!(
                found.is_some_and(|(_, count)| *count >= least),
                "{name} lost its commands: {counts:?}"
            );
        }
    }

    #[test]
    #[should_panic(expected = "no-such-preset")]
    fn a_command_that_fails_is_noticed() {
        run_all(
            "a paper",
            "```sh\nsoci-configurator presets\nsoci-configurator generate --preset no-such-preset\n```\n",
        );
    }

    /// The names in the column of a help text that is headed so.
    fn listed(help: &str, heading: &str, is_meant: impl Fn(&str) -> Option<String>) -> Vec<String> {
        let (_, rest) = help.split_once(heading).unwrap_or_default();
        rest.lines().skip(1).filter_map(is_meant).collect()
    }

    fn help(arguments: &[&str]) -> String {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        let output = run(&arguments, std::path::Path::new("."));
        String::from_utf8(output.stdout).expect("text")
    }

    /// What a section says outside of its commands.
    fn section(page: &str, heading: &str) -> String {
        let start = format!("\n## {heading}\n");
        let (_, rest) = page
            .split_once(&start)
            .unwrap_or_else(|| panic!("docs/cli.md has no {heading}"));
        let section = rest.split("\n## ").next().unwrap_or_default();
        prose(section).iter().map(|line| line.text).collect()
    }

    /// Options by their long names, without `--help`.
    fn options(subcommand: &str) -> Vec<String> {
        let found = listed(&help(&[subcommand, "--help"]), "Options:", |line| {
            let name = line
                .trim_start()
                .strip_prefix("--")?
                .split([' ', '['])
                .next()?;
            Some(format!("--{name}"))
        });
        assert!(found.iter().all(|option| option != "--help"), "{found:?}");
        found
    }

    #[test]
    fn every_subcommand_and_option_is_described() {
        let page = read("docs/cli.md");
        let subcommands = listed(&help(&["--help"]), "Commands:", |line| {
            let name = line.strip_prefix("  ")?.split(' ').next()?;
            let is_name = !name.is_empty() && !name.starts_with('-') && name != "help";
            is_name.then(|| name.to_owned())
        });
        assert!(subcommands.len() > 12, "{subcommands:?}");
        let common = section(&page, "Where the Config comes from");
        let mut count = 0;
        for subcommand in subcommands {
            let mut described = section(&page, &subcommand) + &common;
            if described.contains("(#frontier)") {
                described += &section(&page, "frontier");
            }
            if described.contains("(#generate)") {
                described += &section(&page, "generate");
            }
            for option in options(&subcommand) {
                count += 1;
                let is_described = [format!("`{option}`"), format!("`{option} ")]
                    .iter()
                    .any(|code| described.contains(code));
                assert!(
                    is_described,
                    "docs/cli.md, {subcommand}: nothing about {option}"
                );
            }
        }
        assert!(count > 100, "{count} options were found");
    }
}
