//! cloud-init's own configuration, as far as it writes files, runs commands or mounts volumes
//! (cloud-init's modules `write_files`, `bootcmd`, `runcmd`, `mounts`).

use super::super::open_yaml::{self, OpenYaml};
use super::{Content, Effects, How, Lines, Reach, Stage, run};
use crate::core::import::source::base64_text;
use crate::core::yaml::{Node, Scalar, Tree};

/// Reads a cloud-config whose first line is `first`: what it does, and its commands as scripts.
pub(in crate::core::import) fn read(
    text: &str,
    first: usize,
) -> (Effects, Vec<(Stage, String, usize)>) {
    let mut effects = Effects::default();
    let mut scripts = Vec::new();
    if text.trim_start().starts_with("## template:") {
        effects.unread(first, "a cloud-config that is a Jinja template");
        return (effects, scripts);
    }
    let OpenYaml { documents, gaps } = open_yaml::read(text);
    for (line, what) in gaps {
        effects.unread(first + line - 1, format!("cloud-config inserted by {what}"));
    }
    let node = match documents.into_iter().next() {
        Some(Ok(document)) => document.node.shifted(first.saturating_sub(1)),
        Some(Err(_)) => {
            effects.unread(first, "a cloud-config that is not valid YAML");
            return (effects, scripts);
        }
        None => return (effects, scripts),
    };
    for file in items(&node, "write_files") {
        write(&mut effects, file);
    }
    for (key, stage) in [
        ("bootcmd", Stage::BootCommand),
        ("runcmd", Stage::RunCommand),
    ] {
        let own = commands(items(&node, key));
        effects.join(run::read_chunks(&own, stage));
        scripts.extend(own.into_iter().map(|(text, line)| (stage, text, line)));
    }
    for mount in items(&node, "mounts") {
        if let Some(target) = mount.items().get(1).and_then(Node::as_str) {
            effects.mount(target, mount.line);
        }
    }
    (effects, scripts)
}

fn items<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    node.get(key).map(Node::items).unwrap_or_default()
}

fn write(effects: &mut Effects, file: &Node) {
    let Some(path) = file.str_at(&["path"]) else {
        return;
    };
    let encoding = file.str_at(&["encoding"]).unwrap_or("text/plain");
    let is_base64 = matches!(encoding, "b64" | "base64");
    let text = file.str_at(&["content"]).unwrap_or_default();
    let content = file.get("content");
    let begins = content.map_or(file.line, |node| {
        file.line_at(&["content"]) + usize::from(node.block)
    });
    let is_block = content.is_some_and(|node| node.block);
    let content = if file.get("source").is_some() {
        Content::unknown("the contents of its source")
    } else if is_base64 {
        match base64_text(text) {
            Some(text) => {
                Content::Known(text.lines().map(|line| (line.to_owned(), begins)).collect())
            }
            None => Content::unknown("base64 data"),
        }
    } else if encoding == "text/plain" || encoding.is_empty() {
        Content::Known(numbered(text, begins, is_block))
    } else {
        Content::unknown(format!("its {encoding} contents"))
    };
    let how = match file.get("append").and_then(Node::scalar) {
        Some(Scalar::Bool(true)) => How::Appended(content),
        _ => How::Whole(content),
    };
    effects.write(path, how, file.line, Stage::WriteFiles, Reach::Always);
}

fn numbered(text: &str, begins: usize, is_block: bool) -> Lines {
    text.lines()
        .enumerate()
        .map(|(index, line)| (line.to_owned(), begins + if is_block { index } else { 0 }))
        .collect()
}

/// Each command as a script: a text for the shell, or a list of words that is run as it stands.
fn commands(items: &[Node]) -> Vec<(String, usize)> {
    items
        .iter()
        .filter_map(|item| match &item.tree {
            Tree::Scalar(text) => Some((text.clone(), item.line + usize::from(item.block))),
            Tree::Sequence(words) => {
                let words: Option<Vec<&str>> = words.iter().map(Node::as_str).collect();
                let words = words?;
                // What `sh -c` is given is a script itself.
                let text = match words.as_slice() {
                    [shell, flags, script] if is_shell(shell) && flags.ends_with('c') => {
                        (*script).to_owned()
                    }
                    words => {
                        let quoted = words.iter().map(|word| quoted(word));
                        quoted.collect::<Vec<_>>().join(" ")
                    }
                };
                Some((text, item.line))
            }
            Tree::Null | Tree::Mapping(_) => None,
        })
        .collect()
}

fn is_shell(word: &str) -> bool {
    matches!(
        word.rsplit('/').next(),
        Some("sh" | "bash" | "dash" | "zsh")
    )
}

fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}
