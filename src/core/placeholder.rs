//! Values that a template still has to fill in, in the notations that people use.
//!
//! A placeholder is a value like any other: it is kept letter for letter, no form is asked of it,
//! and it is named once as still to be filled in.

use std::ops::Range;

use crate::core::yaml::{Node, Tree};

/// Longest name between a placeholder's brackets.
const MAX_NAME: usize = 200;

/// Words in capitals that stand for a value: `REPLACE_ME`, `YOUR_CLUSTER`.
const WORDS: [&str; 8] = [
    "CHANGE", "FILL", "FIXME", "INSERT", "REPLACE", "TBD", "TODO", "YOUR",
];

/// Whether a text is a placeholder, or has one in it: `${var.role}`, `<<ROLE>>`, `<ROLE>`,
/// `{{ .Values.role }}`, `$ROLE`, `$(ROLE)`, `%ROLE%`, `@ROLE@`, `__ROLE__`, `#{ROLE}`,
/// `REPLACE_ME`.
pub(in crate::core) fn holds_placeholder(text: &str) -> bool {
    placeholders(text).next().is_some()
}

/// Whether a text is one placeholder and nothing else.
pub(in crate::core) fn is_placeholder(text: &str) -> bool {
    placeholders(text).next() == Some(text)
}

/// Whether a template still has to fill in what stands here, so that it may become anything.
pub(in crate::core) fn is_open(node: &Node) -> bool {
    node.as_str().is_some_and(holds_placeholder)
}

/// Whether a template still has to fill in something of what stands here or below, a map's keys
/// included.
pub(in crate::core) fn has_open(node: &Node) -> bool {
    match &node.tree {
        Tree::Null => false,
        Tree::Scalar(text) => holds_placeholder(text),
        Tree::Sequence(items) => items.iter().any(has_open),
        Tree::Mapping(pairs) => pairs
            .iter()
            .any(|(key, node)| holds_placeholder(&key.text) || has_open(node)),
    }
}

/// The placeholders in a text, in their order.
pub(in crate::core) fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    places(text).filter_map(|place| text.get(place))
}

/// Where the placeholders of a text stand, in bytes and in their order.
pub(in crate::core) fn places(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let letter = rest.chars().next()?;
            // Two dollar signs are how Terraform and others write one that is meant.
            if rest.starts_with("$${") {
                at += 3;
                continue;
            }
            let before = text.get(..at)?.chars().next_back();
            let length = match letter {
                '$' | '<' | '{' | '%' | '@' | '_' | '#' => length(rest),
                'A'..='Z' if !before.is_some_and(is_of_word) => word(rest),
                _ => None,
            };
            let begin = at;
            at += length.unwrap_or(letter.len_utf8());
            if length.is_some() {
                return Some(begin..at);
            }
        }
    })
}

/// The bytes of the placeholder that a text begins with.
fn length(text: &str) -> Option<usize> {
    for (open, close) in [("${", "}"), ("#{", "}"), ("$(", ")")] {
        if let Some(inside) = text.strip_prefix(open) {
            let end = balanced(inside, open, close)?;
            let name = inside.get(..end)?.trim();
            let is_one = open == "${" || is_name(name);
            return (is_one && !name.is_empty()).then_some(open.len() + end + close.len());
        }
    }
    if let Some(inside) = text.strip_prefix("{{") {
        let end = inside
            .get(..inside.len().min(MAX_NAME * 4))
            .map_or_else(|| inside.find("}}"), |near| near.find("}}"))?;
        return (!inside.get(..end)?.trim().is_empty()).then_some(end + 4);
    }
    if let Some(end) = directive(text) {
        return Some(end);
    }
    for (open, close) in [("<<", ">>"), ("<", ">")] {
        if let Some(inside) = text.strip_prefix(open)
            && let Some(end) = inside.find(close)
            && inside.get(..end).is_some_and(is_words)
        {
            return Some(open.len() + end + close.len());
        }
    }
    if let Some(inside) = text.strip_prefix('$') {
        let end = end_of_capitals(inside);
        let begins = inside.starts_with(|letter: char| letter.is_ascii_uppercase());
        return (begins && end > 1).then_some(1 + end);
    }
    for bracket in ["@@", "@", "%%", "%", "__"] {
        if let Some(inside) = text.strip_prefix(bracket)
            && let Some(end) = inside.find(bracket)
            && inside.get(..end).is_some_and(is_capitals)
            // One letter between single signs may be a date's or a printf's.
            && (end > 1 || bracket.len() > 1)
        {
            return Some(bracket.len() * 2 + end);
        }
    }
    None
}

/// The bytes of a condition's or a loop's mark, Terraform's or Jinja's, that a text begins with.
fn directive(text: &str) -> Option<usize> {
    const WORDS: [&str; 8] = [
        "if", "elif", "else", "for", "endif", "endfor", "set", "include",
    ];
    [("%{", "}"), ("{%", "%}")]
        .into_iter()
        .find_map(|(open, close)| {
            let inside = text.strip_prefix(open)?;
            let near = inside.get(..inside.len().min(MAX_NAME * 4));
            let end = if close == "}" {
                balanced(inside, "{", "}")
            } else {
                near.unwrap_or(inside).find(close)
            }?;
            let inner = inside.get(..end)?.trim_matches(['~', '-', ' ']);
            let word = inner.split(' ').next()?;
            WORDS
                .contains(&word)
                .then_some(open.len() + end + close.len())
        })
}

/// Where the bracket that is open already closes; brackets inside are closed first.
fn balanced(inside: &str, open: &str, close: &str) -> Option<usize> {
    let mut depth = 1_usize;
    let opening = open.chars().next_back()?;
    let closing = close.chars().next()?;
    for (at, letter) in inside.char_indices().take(MAX_NAME * 4) {
        if letter == opening {
            depth += 1;
        } else if letter == closing {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

fn is_name(text: &str) -> bool {
    let begins = text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
    begins && text.len() <= MAX_NAME && text.chars().all(fits)
}

/// What stands between angle brackets: words, not a tag or a comparison.
fn is_words(text: &str) -> bool {
    let begins = text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '_');
    let fits = |letter: char| {
        letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-' | ' ' | ':' | '/')
    };
    begins && !text.ends_with(' ') && text.len() <= MAX_NAME && text.chars().all(fits)
}

fn is_capitals(text: &str) -> bool {
    let begins = text.starts_with(|letter: char| letter.is_ascii_uppercase());
    begins && text.len() <= MAX_NAME && end_of_capitals(text) == text.len()
}

fn end_of_capitals(text: &str) -> usize {
    let fits =
        |letter: char| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_';
    text.find(|letter| !fits(letter)).unwrap_or(text.len())
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-')
}

/// The bytes of a word in capitals that asks for another value, if a text begins with one.
fn word(text: &str) -> Option<usize> {
    let end = text
        .find(|letter| !is_of_word(letter))
        .unwrap_or(text.len());
    let own = text.get(..end.min(MAX_NAME))?;
    let is_capitals = !own.contains(|letter: char| letter.is_lowercase());
    let asks = |word: &&'static str| {
        own.strip_prefix(word)
            .is_some_and(|rest| rest.is_empty() || rest == "ME" || rest.starts_with(['_', '-']))
    };
    (is_capitals && WORDS.iter().any(asks)).then_some(own.len())
}

#[cfg(test)]
mod tests {
    use super::{holds_placeholder, placeholders};

    #[test]
    fn every_notation_is_known() {
        for (text, found) in [
            ("${subnet_a}", "${subnet_a}"),
            ("${module.k.node_role}", "${module.k.node_role}"),
            ("${jsonencode({a = 1})}", "${jsonencode({a = 1})}"),
            ("<<CLUSTER>>", "<<CLUSTER>>"),
            ("<your cluster>", "<your cluster>"),
            ("arn:aws:iam::<ACCOUNT>:role/x", "<ACCOUNT>"),
            ("al2023@{{ .Values.ami }}", "{{ .Values.ami }}"),
            ("node-$CLUSTER_NAME", "$CLUSTER_NAME"),
            ("$(ROLE)", "$(ROLE)"),
            ("%ROLE%", "%ROLE%"),
            ("@@ROLE@@", "@@ROLE@@"),
            ("__ROLE_NAME__", "__ROLE_NAME__"),
            ("@@N@@", "@@N@@"),
            ("__N__", "__N__"),
            ("#{Role.Name}", "#{Role.Name}"),
            ("REPLACE_ME", "REPLACE_ME"),
            ("CHANGEME", "CHANGEME"),
            ("YOUR_CLUSTER", "YOUR_CLUSTER"),
            ("al2023@REPLACE_ME", "REPLACE_ME"),
            ("%{ if a }", "%{ if a }"),
            ("{%- endif %}", "{%- endif %}"),
        ] {
            assert_eq!(placeholders(text).collect::<Vec<_>>(), [found], "{text}");
        }
        let two: Vec<&str> = placeholders("a${b}c<D>").collect();
        assert_eq!(two, ["${b}", "<D>"]);
    }

    #[test]
    fn values_that_are_filled_in_are_none() {
        for text in [
            "",
            "demo",
            "KarpenterNodeRole-demo",
            "al2023@v20260724",
            "subnet-0123456789abcdef0",
            "100Gi",
            "a < b > c",
            "10%",
            "$",
            "${}",
            "$${literal}",
            "<",
            "<<>>",
            "user@example.com",
            "50% of 100%",
            "__init__",
            "REPLACEMENT",
            "YOURS",
            "NOT_REPLACE_ME",
            "{a}",
            "price: $5",
            "%{http_code}",
            "{%Y-%m}",
            "%Y%M%",
            "a@B@c",
        ] {
            assert!(!holds_placeholder(text), "{text}");
        }
    }
}
