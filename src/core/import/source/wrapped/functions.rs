//! CloudFormation's functions, which userData is put together with.

use crate::core::import::source::{Lines, encoded};
use crate::core::yaml::{Node, Tree};

/// The text that `Fn::Base64`, `Fn::Sub` and `Fn::Join` put together, and how its lines count;
/// references in it are placeholders.
pub(super) fn user_data_text(node: &Node, key_line: usize) -> Option<(String, Lines)> {
    match &node.tree {
        Tree::Scalar(text) => {
            let lines = if node.block {
                Lines::From(key_line + 1)
            } else {
                Lines::At(node.line)
            };
            Some(match encoded::decoded(text) {
                Some(decoded) if text.len() >= 8 => (decoded, Lines::At(node.line)),
                _ => (text.clone(), lines),
            })
        }
        Tree::Mapping(pairs) => {
            let [(key, below)] = pairs.as_slice() else {
                return None;
            };
            match key.text.as_str() {
                "Fn::Base64" => user_data_text(below, key.line),
                // With a map of variables behind the text, or alone.
                "Fn::Sub" => match below.items() {
                    [] => user_data_text(below, key.line),
                    [text, ..] => user_data_text(text, text.line),
                },
                "Fn::Join" => joined(below),
                "Ref" | "Fn::GetAtt" => {
                    let name = match below.items() {
                        [] => below.as_str()?.to_owned(),
                        items => items
                            .iter()
                            .filter_map(Node::as_str)
                            .collect::<Vec<_>>()
                            .join("."),
                    };
                    Some((format!("${{{name}}}"), Lines::At(node.line)))
                }
                _ => None,
            }
        }
        // `!Join` without its tag.
        Tree::Sequence(_) => joined(node),
        Tree::Null => None,
    }
}

fn joined(node: &Node) -> Option<(String, Lines)> {
    let [between, list] = node.items() else {
        return None;
    };
    let between = match &between.tree {
        Tree::Null => "",
        _ => between.as_str()?,
    };
    let texts: Option<Vec<String>> = list
        .items()
        .iter()
        .map(|item| match &item.tree {
            Tree::Null => Some(String::new()),
            _ => user_data_text(item, item.line)
                .map(|(text, _)| text)
                .or_else(|| function(item)),
        })
        .collect();
    Some((texts?.join(between), Lines::At(node.line)))
}

/// A function whose result is not known here, as a placeholder of its name.
fn function(node: &Node) -> Option<String> {
    let [(key, _)] = node.pairs() else {
        return None;
    };
    key.text
        .starts_with("Fn::")
        .then(|| format!("${{{}}}", key.text.replace("::", ".")))
}

/// A template's text without the short forms of its functions, which no YAML reader knows:
/// references become placeholders, other tags go. Nothing if it is no such text.
pub(in crate::core::import) fn without_tags(text: &str) -> Option<String> {
    const TAGS: [&str; 17] = [
        "!Ref",
        "!GetAtt",
        "!Sub",
        "!Base64",
        "!Join",
        "!If",
        "!Select",
        "!FindInMap",
        "!Split",
        "!ImportValue",
        "!GetAZs",
        "!Cidr",
        "!Equals",
        "!And",
        "!Or",
        "!Not",
        "!Condition",
    ];
    let is_meant = text.contains("AWS::") && TAGS.iter().any(|tag| text.contains(tag));
    if !is_meant {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find('!') {
            let (before, tagged) = rest.split_at_checked(at)?;
            out.push_str(before);
            let is_begin = before.is_empty() && out.ends_with([' ', '[', ','])
                || before
                    .trim_end_matches(' ')
                    .ends_with([':', '-', '[', ',', '{'])
                || before.trim().is_empty();
            let tag = TAGS.iter().find(|tag| {
                tagged
                    .strip_prefix(**tag)
                    .is_some_and(|rest| rest.starts_with([' ', '\n', '\r']))
            });
            let Some(tag) = tag.filter(|_| is_begin) else {
                out.push('!');
                rest = tagged.get(1..).unwrap_or_default();
                continue;
            };
            rest = tagged.get(tag.len()..).unwrap_or_default();
            if matches!(*tag, "!Ref" | "!GetAtt" | "!ImportValue") {
                let name = rest.trim_start_matches(' ');
                let end = name
                    .find(|c: char| !(c.is_ascii_alphanumeric() || ":._-".contains(c)))
                    .unwrap_or(name.len());
                let (name, behind) = name.split_at_checked(end)?;
                if !name.is_empty() {
                    out.push_str(&format!("'${{{name}}}'"));
                    rest = behind;
                }
            }
        }
        out.push_str(rest);
    }
    Some(out)
}
