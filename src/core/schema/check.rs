//! Holds a document against its table.

use super::kind::Kind;
use super::matchers::is_subdomain;
use super::shape::{Member, Schema, Shape};
use super::violations::{Check, MAX_VIOLATIONS, Violation, ViolationKind};
use crate::core::choice::nearest;
use crate::core::config::KarpenterVersion;
use crate::core::error::quoted;
use crate::core::placeholder::{holds_placeholder, is_placeholder};
use crate::core::yaml::{DocumentPath, Node, Scalar, Tree};

/// Everything for which Karpenter's API of this minor version refuses the document.
pub(crate) fn check(kind: Kind, document: &Node, karpenter: KarpenterVersion) -> Vec<Violation> {
    let mut check = Check {
        karpenter,
        path: DocumentPath::default(),
        found: Vec::new(),
        structural: 0,
        more: 0,
    };
    check.top(kind, &without_nulls(document));
    if check.more > 0
        && let Some(last) = check.found.last_mut()
    {
        last.message.push_str(&format!(
            " And {} more violations in this document.",
            check.more
        ));
    }
    check.found
}

/// A document as the server decodes it, before it validates: a field that is empty is one that is not
/// there (apiextensions-apiserver, PruneNonNullableNullsWithoutDefaults).
fn without_nulls(node: &Node) -> Node {
    let mut node = node.clone();
    node.tree = match node.tree {
        Tree::Mapping(pairs) => {
            let pairs = pairs
                .into_iter()
                .filter(|(_, below)| below.tree != Tree::Null);
            Tree::Mapping(
                pairs
                    .map(|(key, below)| (key, without_nulls(&below)))
                    .collect(),
            )
        }
        Tree::Sequence(items) => Tree::Sequence(items.iter().map(without_nulls).collect()),
        other => other,
    };
    node
}

impl Check {
    fn top(&mut self, kind: Kind, document: &Node) {
        const KEYS: [&str; 5] = ["apiVersion", "kind", "metadata", "spec", "status"];
        for (key, node) in document.pairs() {
            self.within(&key.text, |check| match key.text.as_str() {
                "metadata" => check.metadata(node),
                "spec" => check.place(kind.spec(), node, key.line),
                name if KEYS.contains(&name) => {}
                name => check.unknown(name, key.line, KEYS.into_iter()),
            });
        }
        if document.get("metadata").is_none() {
            self.structure(
                ViolationKind::RequiredField,
                document.line,
                "metadata.name is missing.".to_owned(),
            );
        }
        if document.get("spec").is_none() && kind.requires_spec() {
            self.structure(
                ViolationKind::RequiredField,
                document.line,
                "spec is missing.".to_owned(),
            );
        }
    }

    /// The server checks metadata by rules of its own; only the name is looked at here.
    fn metadata(&mut self, node: &Node) {
        if node.get("generateName").is_some() && node.get("name").is_none() {
            return;
        }
        let line = node.line_at(&["name"]);
        self.within("name", |check| {
            match node.get("name").and_then(Node::scalar) {
                Some(Scalar::Text(name)) if is_object_name(name) || holds_placeholder(name) => {}
                Some(Scalar::Text(name)) => check.structure(
                    ViolationKind::WrongForm,
                    line,
                    format!(
                        "{} is not a valid object name: use lower-case letters, digits, - and dots.",
                        quoted(name)
                    ),
                ),
                None => check.structure(
                    ViolationKind::RequiredField,
                    line,
                    "the name is missing.".to_owned(),
                ),
                Some(other) => check.wrong_type(line, "text", other.describe()),
            }
        });
    }

    fn wrong_type(&mut self, line: usize, wanted: &str, found: &str) {
        let hint = match (wanted, found) {
            ("text", "a number" | "a number with a fraction" | "true or false") => {
                " Put it in quotes."
            }
            (_, "empty") => " Fill it in or leave the key out.",
            ("a whole number" | "true or false", "text") => " Remove the quotes.",
            _ => "",
        };
        self.structure(
            ViolationKind::WrongType,
            line,
            format!("{wanted} is needed here, and this is {found}.{hint}"),
        );
    }

    fn unknown<'a>(&mut self, name: &str, line: usize, names: impl Iterator<Item = &'a str>) {
        if self.found.len() >= MAX_VIOLATIONS {
            return self.structure(ViolationKind::UnknownField, line, String::new());
        }
        let hint = match nearest(name, names) {
            Some(near) => format!(" Did you mean {near}?"),
            None => String::new(),
        };
        self.structure(
            ViolationKind::UnknownField,
            line,
            format!("there is no field {}: kubectl rejects it; without validation the API server drops it.{hint}", quoted(name)),
        );
    }

    /// Checks what stands at a place, then the rules about it.
    fn place(&mut self, schema: &'static Schema, node: &Node, line: usize) {
        let before = self.structural;
        self.shape(&schema.shape, node, line);
        // What a template fills in wholly may become anything; a rule of its own looks at the rest.
        let waits = node.as_str().is_some_and(is_placeholder);
        if self.structural == before && !waits {
            for rule in schema.rules {
                rule(node, self);
            }
        }
    }

    fn shape(&mut self, shape: &'static Shape, node: &Node, line: usize) {
        // What a template fills in may become anything.
        if node.as_str().is_some_and(holds_placeholder) {
            return;
        }
        let what = what(node);
        match shape {
            Shape::Text(matcher, least, most) => match node.scalar() {
                Some(Scalar::Text(text)) => {
                    let length = text.chars().count();
                    if length < *least {
                        self.structure(
                            ViolationKind::WrongLength,
                            line,
                            "this may not be empty.".to_owned(),
                        );
                    }
                    if length > *most {
                        self.structure(
                            ViolationKind::WrongLength,
                            line,
                            format!("this has {length} characters; the maximum is {most}."),
                        );
                    }
                    if let Some(matcher) = matcher
                        && !(matcher.is_right)(text)
                    {
                        self.structure(
                            ViolationKind::WrongForm,
                            line,
                            format!("{} is invalid: {}.", quoted(text), matcher.should),
                        );
                    }
                }
                _ => {
                    let unit = matcher
                        .filter(|matcher| std::ptr::eq(*matcher, &super::matchers::VOLUME_SIZE));
                    match (unit, node.as_str()) {
                        (Some(_), Some(number)) => self.structure(
                            ViolationKind::WrongType,
                            line,
                            format!("{number} has no unit; use {number}Gi."),
                        ),
                        _ => self.wrong_type(line, "text", what),
                    }
                }
            },
            Shape::Words(words) => self.word(words, node, line),
            Shape::Integer(least, most) => match node.scalar() {
                Some(Scalar::Integer(number)) => {
                    if least.is_some_and(|least| number < least)
                        || most.is_some_and(|most| number > most)
                    {
                        let range = match (least, most) {
                            (Some(least), Some(most)) => format!("from {least} to {most}"),
                            (Some(least), None) => format!("at least {least}"),
                            (None, Some(most)) => format!("at most {most}"),
                            (None, None) => String::new(),
                        };
                        self.structure(
                            ViolationKind::OutOfRange,
                            line,
                            format!("{number} is out of range: a number {range} is needed."),
                        );
                    }
                }
                _ => self.wrong_type(line, "a whole number", what),
            },
            Shape::Bool => {
                if !matches!(node.scalar(), Some(Scalar::Bool(_))) {
                    self.wrong_type(line, "true or false", what);
                }
            }
            Shape::Quantity(matcher) => match node.scalar() {
                Some(Scalar::Integer(_)) => {}
                Some(Scalar::Text(text)) if (matcher.is_right)(text) => {}
                Some(Scalar::Text(text)) => self.structure(
                    ViolationKind::WrongForm,
                    line,
                    format!("{} is invalid: {}.", quoted(text), matcher.should),
                ),
                _ => self.wrong_type(line, "an amount", what),
            },
            Shape::List(of, least, most) => self.list(of, *least, *most, node, line),
            Shape::Set(of, most) => {
                self.list(of, 0, *most, node, line);
                let texts: Vec<Option<&str>> = node.items().iter().map(Node::as_str).collect();
                let again = texts
                    .iter()
                    .enumerate()
                    .find(|(index, text)| texts.iter().take(*index).any(|other| other == *text));
                if let Some((index, _)) = again {
                    let line = node.items().get(index).map_or(line, |item| item.line);
                    self.structure(
                        ViolationKind::RepeatedItem,
                        line,
                        "this is a duplicate.".to_owned(),
                    );
                }
            }
            Shape::Map(of, most) => {
                let Tree::Mapping(pairs) = &node.tree else {
                    return self.wrong_type(line, "a map", what);
                };
                if pairs.len() > *most {
                    self.structure(
                        ViolationKind::WrongLength,
                        line,
                        format!("{} entries exceed the maximum of {most}.", pairs.len()),
                    );
                }
                for (key, node) in pairs {
                    self.within(&key.text, |check| check.place(of, node, key.line));
                }
            }
            Shape::Object(members) => self.object(members, node, line),
        }
    }

    fn word(&mut self, words: &'static [(&'static str, u8)], node: &Node, line: usize) {
        let Some(Scalar::Text(text)) = node.scalar() else {
            return self.wrong_type(line, "text", what(node));
        };
        let minor = self.minor();
        match words.iter().find(|(word, _)| *word == text) {
            Some((_, since)) if *since > minor => self.structure(
                ViolationKind::NewerValue,
                line,
                format!("{text} needs Karpenter 1.{since} or newer, but 1.{minor} is chosen."),
            ),
            Some(_) => {}
            None => {
                let known = words.iter().map(|(word, _)| *word);
                let hint = match nearest(text, known.clone()) {
                    Some(near) => format!(" Did you mean {near}?"),
                    None => String::new(),
                };
                let known: Vec<&str> = known.collect();
                self.structure(
                    ViolationKind::UnknownValue,
                    line,
                    format!("{} is not one of {}.{hint}", quoted(text), known.join(", ")),
                );
            }
        }
    }

    fn list(&mut self, of: &'static Schema, least: usize, most: usize, node: &Node, line: usize) {
        let Tree::Sequence(items) = &node.tree else {
            return self.wrong_type(line, "a list", what(node));
        };
        if items.len() < least {
            self.structure(
                ViolationKind::WrongLength,
                line,
                format!("at least {least} entry is needed here."),
            );
        }
        if items.len() > most {
            self.structure(
                ViolationKind::WrongLength,
                line,
                format!("{} entries exceed the maximum of {most}.", items.len()),
            );
        }
        for (index, item) in items.iter().enumerate() {
            self.item(index, |check| check.place(of, item, item.line));
        }
    }

    fn object(&mut self, members: &'static [Member], node: &Node, line: usize) {
        let Tree::Mapping(pairs) = &node.tree else {
            return self.wrong_type(line, "a map", what(node));
        };
        let minor = self.minor();
        for (key, node) in pairs {
            let member = members.iter().find(|member| member.name == key.text);
            self.within(&key.text, |check| match member {
                Some(member) if member.since > minor => check.structure(
                    ViolationKind::NewerField,
                    key.line,
                    format!(
                        "{} needs Karpenter 1.{} or newer, but 1.{minor} is chosen: it would be dropped.",
                        member.name, member.since
                    ),
                ),
                Some(member) => check.place(member.schema, node, key.line),
                None => {
                    let names = members
                        .iter()
                        .filter(|member| member.since <= minor)
                        .map(|member| member.name);
                    check.unknown(&key.text, key.line, names);
                }
            });
        }
        for member in members {
            if member.required && !pairs.iter().any(|(key, _)| key.text == member.name) {
                self.structure(
                    ViolationKind::RequiredField,
                    line,
                    format!("{} is missing here.", member.name),
                );
            }
        }
    }
}

fn what(node: &Node) -> &'static str {
    match (&node.tree, node.scalar()) {
        (_, Some(scalar)) => scalar.describe(),
        (Tree::Sequence(_), None) => "a list",
        _ => "a map",
    }
}

/// A DNS subdomain: what the API server takes as a name.
fn is_object_name(name: &str) -> bool {
    name.len() <= 253 && is_subdomain(name)
}
