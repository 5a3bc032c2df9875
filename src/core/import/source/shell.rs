//! Scripts of an operator, who applies manifests from here-documents; a node's own script is
//! userData and stays whole.

use super::heredoc::{Heredoc, Heredocs, heredocs, joined};
use super::{Absent, Lines, Part, PartForm, TakenApart};

/// Commands that take a manifest.
const TAKES: [&str; 9] = [
    "kubectl",
    "oc ",
    "envsubst",
    "eksctl",
    "helm ",
    "kustomize",
    "argocd",
    "flux ",
    "k apply",
];

/// What an operator's script gives to kubectl and its like, or writes to files beside it.
pub(super) fn take_apart(text: &str) -> Option<TakenApart> {
    let may_be = ["<<", "echo ", "printf ", "@\"", "@'"]
        .iter()
        .any(|word| text.contains(word))
        || text.trim_start().starts_with("#!");
    let is_about = text.contains("apiVersion")
        || text.lines().any(is_settings)
        || TAKES.iter().any(|word| text.contains(word));
    let may_be = may_be && is_about;
    // A document or an archive may hold such a script, and is none.
    if !may_be || is_other(text) {
        return None;
    }
    let Heredocs { all, unsearched } = heredocs(text);
    let of_script = all.clone();
    let (meant, rest): (Vec<Heredoc>, Vec<Heredoc>) = all.into_iter().partition(is_for_operator);
    if rest.iter().any(|one| is_on_node(&one.command)) || (meant.is_empty() && is_of_node(text)) {
        return None;
    }
    // A node that writes its own NodeConfig and starts nodeadm with it.
    let takes = |one: &Heredoc| TAKES.iter().any(|word| one.command.contains(word));
    let is_for_itself =
        |one: &Heredoc| is_user_data(&one.text) && !is_settings(&one.text) && !takes(one);
    let runs_on_node = ["nodeadm ", "systemctl ", "/etc/"]
        .iter()
        .any(|word| text.contains(word));
    if !meant.is_empty() && meant.iter().all(is_for_itself) && runs_on_node {
        return None;
    }
    let mut found = TakenApart::default();
    for one in meant {
        let form = if is_user_data(&one.text) {
            PartForm::UserData
        } else {
            PartForm::Unknown
        };
        found.parts.push(
            Part::text(one.text, Lines::From(one.first))
                .form(form)
                .with_origin("a here-document"),
        );
    }
    remote(text, &of_script, &mut found);
    if let Some(line) = unsearched {
        found.leave(
            line,
            "more of this script",
            "too many of its lines hold quotes: from here on only its here-documents are read.",
        );
    }
    if found.is_empty() {
        found.leave(
            1,
            "an operator's script",
            "it contains no manifest or userData.",
        );
    }
    Some(found)
}

/// Whether a script without manifests is one for nodes, or of no kind that is known: it calls
/// nothing that an operator calls, or touches what only a node has.
fn is_of_node(text: &str) -> bool {
    let calls = |word: &str| {
        text.lines().any(|line| {
            let line = line.trim_start();
            !line.starts_with('#') && line.contains(word)
        })
    };
    let is_operator = [
        "kubectl ",
        "helm ",
        "eksctl ",
        "terraform ",
        "kustomize ",
        "argocd ",
    ]
    .iter()
    .any(|word| calls(word));
    let is_node = [
        "/etc/",
        "systemctl",
        "nodeadm",
        "soci",
        "containerd",
        "kubelet",
        "bootstrap.sh",
        "yum ",
        "dnf ",
        "apt-get ",
        "apiclient",
        "mkfs",
        "sysctl",
    ]
    .iter()
    .any(|word| calls(word));
    !is_operator || is_node
}

/// Whether the text is a document, an archive or settings, and no script.
fn is_other(text: &str) -> bool {
    let trimmed = text.trim_start();
    if trimmed.starts_with("#!") {
        return false;
    }
    let begins = [
        "MIME-Version:",
        "Content-Type:",
        "[settings",
        "settings.",
        "{",
        "---",
    ];
    if begins.iter().any(|start| trimmed.starts_with(start)) {
        return true;
    }
    let first = trimmed
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .unwrap_or_default();
    let key = first.split(':').next().unwrap_or_default();
    first.contains(':') && !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric())
}

fn is_for_operator(one: &Heredoc) -> bool {
    if is_on_node(&one.command) {
        return false;
    }
    let command = &one.command;
    if TAKES.iter().any(|word| command.contains(word)) {
        return true;
    }
    // No node that runs scripts has a use for Bottlerocket's settings.
    is_manifest(&one.text)
        || is_settings(&one.text)
        || (is_user_data(&one.text) && command.contains('>'))
}

/// Whether a text begins with Bottlerocket's settings.
fn is_settings(text: &str) -> bool {
    text.trim_start().starts_with("[settings")
}

/// Whether the command writes to a place that only a node has.
fn is_on_node(command: &str) -> bool {
    const PLACES: [&str; 8] = [
        "/etc/", "/usr/", "/var/", "/opt/", "/lib/", "/run/", "/root", "/mnt/",
    ];
    let target = command
        .rsplit_once('>')
        .map(|(_, target)| target)
        .or_else(|| command.split_once("tee ").map(|(_, target)| target))
        .unwrap_or_default()
        .trim_start_matches([' ', '>', '"', '\'', '-', 'a']);
    PLACES.iter().any(|place| target.starts_with(place))
}

/// Whether the text is for the cluster: a document of an API that is not nodeadm's.
fn is_manifest(text: &str) -> bool {
    text.lines().any(|line| {
        line.trim_start()
            .trim_start_matches("{\"")
            .strip_prefix("apiVersion")
            .is_some_and(|rest| {
                let value = rest.trim_start_matches(['"', ' ', ':', '\'']);
                !value.is_empty() && !value.starts_with("node.eks.aws/")
            })
    }) && text.contains("kind")
}

/// Whether the text is what a node gets.
fn is_user_data(text: &str) -> bool {
    let trimmed = text.trim_start();
    ["MIME-Version:", "Content-Type:", "#!", "[settings"]
        .iter()
        .any(|start| trimmed.starts_with(start))
        || (trimmed.contains("apiVersion: node.eks.aws/") && !is_manifest(text))
}

/// What else the script applies that is not in it.
fn remote(text: &str, all: &[Heredoc], found: &mut TakenApart) {
    let lines: Vec<&str> = text.lines().collect();
    let written: Vec<&str> = all.iter().filter_map(|one| target(&one.command)).collect();
    let mut at = 0;
    while at < lines.len() {
        // The text of a here-document is no command, and its command is read with it.
        if let Some(one) = all.iter().find(|one| one.lines().contains(&(at + 1))) {
            at = *one.lines().end();
            continue;
        }
        let (command, next) = joined(&lines, at);
        let line = at + 1;
        at = next;
        let command = command.trim();
        if !command.starts_with('#') {
            applied(command, line, &written, found);
        }
    }
}

/// What one command applies.
fn applied(command: &str, line: usize, written: &[&str], found: &mut TakenApart) {
    let words: Vec<&str> = command.split_whitespace().collect();
    let after = |flags: &[&str]| {
        words.iter().enumerate().find_map(|(at, word)| {
            if flags.contains(word) {
                return words.get(at + 1).copied();
            }
            let (flag, value) = word.split_once('=')?;
            flags.contains(&flag).then_some(value)
        })
    };
    let has = |names: &[&str]| words.iter().any(|word| names.contains(word));
    let is_kubectl = words.iter().any(|word| {
        let word = word.trim_start_matches(['(', '$', '`']);
        matches!(word, "kubectl" | "oc" | "k")
    });
    if is_kubectl && has(&["apply", "create", "replace"]) {
        let file = after(&["-f", "--filename", "-k", "--kustomize"]).map(unquoted);
        match file {
            Some("-" | "/dev/stdin") => piped(command, line, written, found),
            Some(file) if file.starts_with("<(") => piped(command, line, written, found),
            Some(file) if !is_written(file, written) => {
                file_of(line, format!("kubectl apply {file}"), file, found)
            }
            _ => {}
        }
    } else if is_kubectl && has(&["patch"]) {
        found.leave(
            line,
            shown("", command),
            "its changes are not applied to the documents read here.",
        );
    } else if command.contains("helm ") && has(&["install", "upgrade"]) {
        let chart = words
            .iter()
            .find(|word| word.contains('/') && !word.starts_with('-'))
            .copied()
            .unwrap_or("a chart");
        found.leave(
            line,
            format!("helm: {chart}"),
            "the chart is not here, so its output is not known.",
        );
    }
}

/// What a command gives to kubectl from elsewhere than a here-document.
fn piped(command: &str, line: usize, written: &[&str], found: &mut TakenApart) {
    let file = command
        .split_once('<')
        .map(|(_, behind)| behind.trim_start_matches(['<', '(']))
        .filter(|behind| !behind.trim_start().starts_with(['"', '\'', '$', '|']))
        .and_then(|behind| behind.split_whitespace().next())
        .or_else(|| {
            let behind = command.strip_prefix("cat ")?;
            behind.split_whitespace().next()
        })
        .map(|file| unquoted(file).trim_end_matches([')', '|', ';']))
        .filter(|file| file.contains('.') && !file.starts_with('-'));
    match file {
        Some(file) if is_written(file, written) => {}
        Some(file) => file_of(line, format!("kubectl apply {file}"), file, found),
        None => found.leave(
            line,
            shown("input to kubectl from ", command),
            "it is neither a here-document nor a separate file, so it is not read.",
        ),
    }
}

fn file_of(line: usize, what: String, path: &str, found: &mut TakenApart) {
    found.leave_absent(
        line,
        what,
        "it is not in this script; provide it as a separate file.",
        Absent::File {
            path: path.to_owned(),
            given: None,
        },
    );
}

/// Whether a here-document of this script writes the file.
fn is_written(file: &str, written: &[&str]) -> bool {
    let bare = |path: &'_ str| path.trim_start_matches("./").to_owned();
    written.iter().any(|own| bare(own) == bare(file))
}

/// The file that a command writes to.
fn target(command: &str) -> Option<&str> {
    let behind = command
        .rsplit_once('>')
        .map(|(_, behind)| behind)
        .or_else(|| command.split_once("tee ").map(|(_, behind)| behind))?;
    let words = behind.split_whitespace();
    let file = words
        .map(unquoted)
        .find(|word| !word.starts_with(['-', '<', '&']))?;
    (file != "/dev/null" && !file.is_empty()).then_some(file)
}

fn unquoted(word: &str) -> &str {
    word.trim_matches(['"', '\''])
}

/// The beginning of a command.
fn shown(before: &str, command: &str) -> String {
    const MAX_LETTERS: usize = 60;
    let mut letters = command.chars();
    let start: String = letters.by_ref().take(MAX_LETTERS).collect();
    let more = if letters.next().is_some() { "…" } else { "" };
    format!("{before}{start}{more}")
}
