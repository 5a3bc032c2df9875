//! Objects of Terraform as the trees that YAML is read into.

use hcl_edit::Span;
use hcl_edit::expr::{Expression, FuncCall, Object, ObjectKey};

use super::text::Source;
use crate::core::import::source::template::plain;
use crate::core::import::source::{Dialect, Lines, TakenApart};
use crate::core::yaml::{Key, Node, Tree};

/// A literal as a tree with the file's lines; what is computed is a placeholder `${…}`.
pub(super) fn tree(source: &Source<'_>, value: &Expression, found: &mut TakenApart) -> Node {
    let line = source.line(value.span().map_or(0, |span| span.start));
    let plain_scalar = |text: &str| {
        let mut node = Node::new(line, Tree::Scalar(text.to_owned()));
        node.plain = true;
        node
    };
    match value {
        Expression::Null(_) => Node::new(line, Tree::Null),
        Expression::Bool(_) | Expression::Number(_) => {
            plain_scalar(source.slice(value.span()).trim())
        }
        Expression::UnaryOp(operation) if operation.expr.as_number().is_some() => {
            plain_scalar(source.slice(value.span()).trim())
        }
        Expression::String(_) | Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => {
            match source.text(value) {
                Some((text, lines)) => scalar(text, lines, line, found),
                None => Node::new(line, Tree::Null),
            }
        }
        Expression::Array(items) => {
            let items = items.iter().map(|item| tree(source, item, found));
            Node::new(line, Tree::Sequence(items.collect()))
        }
        Expression::Object(object) => {
            let pairs = object.iter().map(|(key, below)| {
                let at = key.span().map_or(0, |span| span.start);
                let text = match key_of(key) {
                    text if text.is_empty() => {
                        let own = source.one_line(key.span());
                        let own = own.strip_prefix('(').unwrap_or(&own);
                        format!("${{{}}}", own.strip_suffix(')').unwrap_or(own))
                    }
                    text => text,
                };
                let key = Key {
                    line: source.line(at),
                    text,
                };
                (key, tree(source, below.expr(), found))
            });
            Node::new(line, Tree::Mapping(pairs.collect()))
        }
        Expression::Parenthesis(inner) => tree(source, inner.inner(), found),
        Expression::FuncCall(call) => match call_of(source, call, line, found) {
            Some(node) => node,
            None => placeholder(source, value, line),
        },
        Expression::Variable(_)
        | Expression::Conditional(_)
        | Expression::Traversal(_)
        | Expression::UnaryOp(_)
        | Expression::BinaryOp(_)
        | Expression::ForExpr(_) => placeholder(source, value, line),
    }
}

/// The name of a key; empty if it is computed.
pub(super) fn key_of(key: &ObjectKey) -> String {
    match key {
        ObjectKey::Ident(ident) => ident.as_str().to_owned(),
        ObjectKey::Expression(Expression::String(text)) => text.as_str().to_owned(),
        ObjectKey::Expression(Expression::Variable(ident)) => ident.as_str().to_owned(),
        ObjectKey::Expression(_) => String::new(),
    }
}

/// Whether the object is a part of a MIME archive with cloud-init's own configuration.
pub(super) fn is_cloud_config(object: &Object) -> bool {
    object.iter().any(|(key, value)| {
        key_of(key) == "content_type"
            && value
                .expr()
                .as_str()
                .is_some_and(|kind| kind.starts_with("text/cloud-config"))
    })
}

fn scalar(text: String, lines: Lines, line: usize, found: &mut TakenApart) -> Node {
    let text = match plain(&text, Dialect::Terraform) {
        Some(plain) => {
            for left in &plain.left {
                found.leave(lines.line(left.line), left.what.clone(), left.why.clone());
            }
            plain.restored(&plain.text)
        }
        None => text,
    };
    let mut node = Node::new(line, Tree::Scalar(text));
    node.block = matches!(lines, Lines::From(_));
    node
}

/// Functions that only put literals together.
fn call_of(
    source: &Source<'_>,
    call: &FuncCall,
    line: usize,
    found: &mut TakenApart,
) -> Option<Node> {
    let arguments: Vec<&Expression> = call.args.iter().collect();
    match (call.name.name.as_str(), arguments.as_slice()) {
        (
            "tostring" | "tonumber" | "tobool" | "tolist" | "toset" | "tomap" | "trimspace",
            [one],
        ) => Some(tree(source, one, found)),
        ("merge", objects) if objects.iter().all(|one| one.is_object()) => {
            let mut pairs: Vec<(Key, Node)> = Vec::new();
            for object in objects {
                let Tree::Mapping(own) = tree(source, object, found).tree else {
                    continue;
                };
                for (key, below) in own {
                    pairs.retain(|(other, _)| other.text != key.text);
                    pairs.push((key, below));
                }
            }
            Some(Node::new(line, Tree::Mapping(pairs)))
        }
        ("concat", lists) if lists.iter().all(|one| one.is_array()) => {
            let mut items = Vec::new();
            for list in lists {
                if let Tree::Sequence(own) = tree(source, list, found).tree {
                    items.extend(own);
                }
            }
            Some(Node::new(line, Tree::Sequence(items)))
        }
        ("join", [between, Expression::Array(texts)]) => {
            let between = between.as_str()?;
            let texts: Option<Vec<String>> = texts
                .iter()
                .map(|text| Some(source.text(text)?.0))
                .collect();
            let text = texts?.join(between);
            Some(scalar(text, Lines::At(line), line, found))
        }
        _ => None,
    }
}

/// A computed value by its own letters, as an interpolation would hold it.
fn placeholder(source: &Source<'_>, value: &Expression, line: usize) -> Node {
    let words = source.slice(value.span()).split_whitespace();
    let own = words.collect::<Vec<_>>().join(" ");
    let mut node = Node::new(line, Tree::Scalar(format!("${{{own}}}")));
    node.plain = true;
    node
}
