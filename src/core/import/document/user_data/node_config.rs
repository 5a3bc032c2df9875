//! A NodeConfig of userData, as nodeadm reads it.

use super::drop_ins::API_VERSION;
use super::files::Effects;
use super::open_yaml::{self, OpenYaml};
use super::parts::{Body, Part, Parts};
use crate::core::error::FileError;
use crate::core::findings::file_rules as rules;
use crate::core::import::source::unpacked_base64;
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::{Node, Tree};

/// One bad NodeConfig fails the whole, Karpenter's own part with it
/// (nodeadm/internal/configprovider/mime.go, amazon-eks-ami 81fec2e8).
pub(super) fn read(found: &mut Parts, text: &str, line: usize, first: usize, content_type: &str) {
    // nodeadm unpacks base64 and gzip itself, whatever the headers say (configprovider/mime.go).
    let packed = packed(text);
    let text = packed.as_deref().unwrap_or(text);
    let OpenYaml { documents, gaps } = open_yaml::read(text);
    let mut documents = documents.into_iter();
    let placed = |line: usize| {
        if packed.is_some() {
            first
        } else {
            first + line - 1
        }
    };
    let has_gaps = !gaps.is_empty();
    found
        .gaps
        .extend(gaps.into_iter().map(|(line, what)| (placed(line), what)));
    let node = match documents.next() {
        // All of it is still to be filled in.
        None if has_gaps => return,
        None => {
            return found.fail(
                &rules::NODE_CONFIG_BROKEN,
                first,
                "the NodeConfig is empty; nodeadm fails and the node never joins.",
            );
        }
        Some(Err(FileError { line, message, .. })) if found.has_directives => {
            let line = placed(line.unwrap_or(1));
            return not_at_once(found, text, line, content_type, &message);
        }
        Some(Err(FileError { line, message, .. })) => {
            return found.fail(
                &rules::NODE_CONFIG_BROKEN,
                first + line.unwrap_or(1) - 1,
                format!("nodeadm fails here and the node never joins: {message}"),
            );
        }
        Some(Ok(document)) => {
            if let Some(again) = document.repeated.first()
                && found.has_directives
            {
                let message = format!("{} is a duplicate.", again.text);
                let line = placed(again.second);
                return not_at_once(found, text, line, content_type, &message);
            }
            if let Some(again) = document.repeated.first() {
                found.fail(
                    &rules::NODE_CONFIG_BROKEN,
                    first + again.second - 1,
                    format!("{} is a duplicate key, first on line {} of the userData; nodeadm fails and the node never joins.", again.text, first + again.first - 1),
                );
            }
            document.node.shifted(first - 1)
        }
    };
    // Its lines are in no text that anybody sees.
    let node = if packed.is_some() {
        on_line(node, first)
    } else {
        node
    };
    let mut effects = Effects::default();
    if let Some(Ok(second)) = documents.next() {
        effects.unread.push((
            placed(second.node.line),
            "a second NodeConfig document; nodeadm reads only the first (inferred)".to_owned(),
        ));
    }
    let api = node.str_at(&["apiVersion"]).unwrap_or_default();
    let kind = node.str_at(&["kind"]).unwrap_or_default();
    let is_known = (api == API_VERSION || holds_placeholder(api))
        && (kind == "NodeConfig" || holds_placeholder(kind));
    let may_follow = has_gaps && (api.is_empty() || kind.is_empty());
    if !is_known && !may_follow {
        found.fail(
            &rules::NODE_CONFIG_BROKEN,
            node.line,
            format!(
                "apiVersion is {} and kind is {}, but {API_VERSION} and NodeConfig are needed; nodeadm fails and the node never joins.",
                if api.is_empty() { "missing" } else { api },
                if kind.is_empty() { "missing" } else { kind }
            ),
        );
    }
    found.parts.push(Part {
        line,
        first,
        body: Body::NodeConfig(node),
        text: text.to_owned(),
        content_type: content_type.to_owned(),
        effects,
        commands: Vec::new(),
    });
}

/// A NodeConfig that nodeadm could not read if all of a template's conditions held: they never do.
fn not_at_once(found: &mut Parts, text: &str, line: usize, content_type: &str, message: &str) {
    let mut effects = Effects::default();
    effects.unread.push((
        line,
        format!("a NodeConfig whose conditions are not all true at once: {message}"),
    ));
    found.is_part = true;
    found.parts.push(Part {
        line,
        first: line,
        body: Body::Ignored,
        text: text.to_owned(),
        content_type: content_type.to_owned(),
        effects,
        commands: Vec::new(),
    });
}

/// A NodeConfig that is packed as base64, of a text or of gzip.
pub(super) fn packed(text: &str) -> Option<String> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.contains([':', ' ', '{']) {
        return None;
    }
    unpacked_base64(trimmed)
}

/// The same tree, all of it on one line.
fn on_line(mut node: Node, line: usize) -> Node {
    node.line = line;
    node.block = false;
    node.tree = match node.tree {
        Tree::Sequence(items) => {
            Tree::Sequence(items.into_iter().map(|item| on_line(item, line)).collect())
        }
        Tree::Mapping(pairs) => Tree::Mapping(
            pairs
                .into_iter()
                .map(|(mut key, node)| {
                    key.line = line;
                    (key, on_line(node, line))
                })
                .collect(),
        ),
        scalar => scalar,
    };
    node
}
