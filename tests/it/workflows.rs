//! The workflows of GitHub Actions: nothing that can change by itself, and no permission too many.

use std::path::Path;

use serde_json::Value;

use crate::yaml11;

/// The workflows, by name.
fn workflows() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let mut all: Vec<(String, String)> = std::fs::read_dir(folder)
        .expect("the folder of workflows")
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            let text = std::fs::read_to_string(&path).expect("a text");
            (name.into_owned(), text)
        })
        .collect();
    all.sort();
    all
}

/// Why an action may become another one: it is named by a tag or branch, or does not say which
/// version its commit is.
fn unpinned(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|line| {
            let (before, action) = line.split_once("uses:")?;
            let is_key = matches!(before.trim(), "" | "-") || before.trim().ends_with('{');
            let (action, comment) = action.split_once('#').unwrap_or((action, ""));
            let action = action.trim().trim_matches(['"', '\'']);
            let is_own = action.starts_with("./");
            let commit = action.split_once('@').map_or("", |(_, commit)| commit);
            let is_commit = commit.len() == 40
                && commit
                    .bytes()
                    .all(|one| one.is_ascii_digit() || (b'a'..=b'f').contains(&one));
            let version = comment.trim().strip_prefix('v').unwrap_or_default();
            let says_version = version.split('.').count() == 3
                && version.split('.').all(|part| part.parse::<u32>().is_ok());
            let is_fine = is_own || (is_commit && says_version);
            (is_key && !is_fine).then(|| line.trim().to_owned())
        })
        .collect()
}

#[test]
fn every_action_is_pinned_by_its_commit() {
    for (name, text) in workflows() {
        let found = unpinned(&text);
        assert!(found.is_empty(), "{name}: {found:?}");
    }
}

#[test]
fn what_is_not_pinned_is_found() {
    let commit = "3d3c42e5aac5ba805825da76410c181273ba90b1";
    let fine = [
        format!("- uses: actions/checkout@{commit} # v7.0.1"),
        format!("  uses: \"actions/checkout@{commit}\" # v7.0.1"),
        "uses: ./.github/workflows/ci.yml".to_owned(),
        "# uses: an action".to_owned(),
    ];
    assert_eq!(unpinned(&fine.join("\n")), Vec::<String>::new());
    for bad in [
        "- uses: actions/checkout@v7".to_owned(),
        "- uses: actions/checkout".to_owned(),
        "  uses: actions/checkout@main # v7.0.1".to_owned(),
        format!("- uses: actions/checkout@{}", &commit[..12]),
        format!("- uses: actions/checkout@{commit}"),
        format!("- uses: actions/checkout@{commit} # v7"),
        "- {name: a, uses: actions/checkout@v7}".replace("name: a, ", ""),
        "- uses: docker://alpine:3".to_owned(),
    ] {
        assert_eq!(unpinned(&bad).len(), 1, "{bad}");
    }
}

#[test]
fn workflows_may_read_and_no_more_but_where_a_job_says_so() {
    for (name, text) in workflows() {
        let workflow = yaml11::read_one(&text).expect(&name).value;
        assert_eq!(
            workflow["permissions"],
            serde_json::json!({"contents": "read"}),
            "{name}"
        );
        for (job, own) in workflow["jobs"].as_object().expect("jobs") {
            let may_write = own.get("permissions").is_some();
            assert!(!may_write || job == "deploy", "{name}: {job} may write");
            let runner = own["runs-on"].as_str();
            let is_called = own["uses"].is_string();
            assert!(
                is_called || runner.is_some_and(|runner| !runner.ends_with("latest")),
                "{name}: {job} runs on {runner:?}"
            );
        }
    }
}

#[test]
fn the_page_is_put_up_only_after_lints_and_tests() {
    let workflow = |name: &str| -> Value {
        let all = workflows();
        let (_, text) = all.iter().find(|(own, _)| own == name).expect(name);
        yaml11::read_one(text).expect(name).value
    };
    let pages = workflow("pages.yml");
    let checks = &pages["jobs"]["checks"];
    assert_eq!(checks["uses"], "./.github/workflows/ci.yml");
    assert_eq!(pages["jobs"]["build"]["needs"], "checks");
    assert_eq!(pages["jobs"]["deploy"]["needs"], "build");
    let ci = workflow("ci.yml").to_string();
    for task in [
        "cargo xtask lint",
        "cargo xtask test",
        "cargo xtask dependencies",
    ] {
        assert!(ci.contains(task), "{task}");
    }
    let local = include_str!("../../.ci/run");
    for task in ["cargo xtask lint", "cargo xtask test"] {
        assert!(local.contains(task), "{task}");
    }
    for skipping in ["continue-on-error", "if: always()"] {
        assert!(!ci.contains(skipping), "{skipping}");
    }
}
