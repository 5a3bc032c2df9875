//! Scripts of an operator, who applies manifests from here-documents; a node's own script is
//! userData and stays whole.

use super::heredoc::{Heredoc, heredocs};
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
    let may_be =
        may_be && (text.contains("apiVersion") || TAKES.iter().any(|word| text.contains(word)));
    // A document or an archive may hold such a script, and is none.
    if !may_be || is_other(text) {
        return None;
    }
    let all = heredocs(text);
    let (meant, rest): (Vec<Heredoc>, Vec<Heredoc>) = all.into_iter().partition(is_for_operator);
    if rest.iter().any(|one| is_on_node(&one.command)) || (meant.is_empty() && is_of_node(text)) {
        return None;
    }
    // A node that writes its own NodeConfig and starts nodeadm with it.
    let takes = |one: &Heredoc| TAKES.iter().any(|word| one.command.contains(word));
    let is_for_itself = |one: &Heredoc| is_user_data(&one.text) && !takes(one);
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
                .of("a here-document"),
        );
    }
    remote(text, &mut found);
    if found.is_empty() {
        found.leave(
            1,
            "a script of an operator",
            "no manifest and no userData stands in it.",
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
    is_manifest(&one.text) || (is_user_data(&one.text) && command.contains('>'))
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
fn remote(text: &str, found: &mut TakenApart) {
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('#') {
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let after = |flag: &[&str]| {
            let at = words.iter().position(|word| flag.contains(word))?;
            words.get(at + 1).copied()
        };
        if line.contains("kubectl") && (line.contains(" apply") || line.contains(" create")) {
            if let Some(file) = after(&["-f", "--filename", "-k", "--kustomize"])
                && !matches!(file, "-" | "/dev/stdin")
                && !file.starts_with("<(")
            {
                found.leave_absent(
                    index + 1,
                    format!("kubectl apply {file}"),
                    "it is not in this script; give it as a file of its own.",
                    Absent::File {
                        path: file.to_owned(),
                        given: None,
                    },
                );
            }
        } else if line.contains("helm ") && (line.contains(" install") || line.contains(" upgrade"))
        {
            let chart = words
                .iter()
                .find(|word| word.contains('/') && !word.starts_with('-'))
                .copied()
                .unwrap_or("a chart");
            found.leave(
                index + 1,
                format!("helm: {chart}"),
                "the chart is not here, so what it renders is not known.",
            );
        }
    }
}
