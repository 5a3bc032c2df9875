//! NodeConfigs that userData writes to `/etc/eks/nodeadm.d`: nodeadm-run merges them over those of
//! the userData, by file name (nodeadm/internal/configprovider/file.go and chain.go,
//! amazon-eks-ami 81fec2e8; since v20251023).

use super::files::{FileText, WrittenFile, by_path, text_of};
use super::mime::is_mime;
use super::open_yaml::{self, OpenYaml};
use crate::core::yaml::{Node, Tree};

/// Where nodeadm looks for them.
pub(in crate::core::import) const DROP_INS: &str = "/etc/eks/nodeadm.d/";

/// The one version that nodeadm's scheme has (nodeadm/internal/api/bridge/scheme.go): its decoder knows no
/// kind in another one.
pub(super) const API_VERSION: &str = "node.eks.aws/v1alpha1";

/// A file in nodeadm's directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct DropIn {
    pub(in crate::core::import) path: String,
    /// The userData line that writes it last.
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) body: DropInBody,
}

/// What nodeadm makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum DropInBody {
    NodeConfig(Node),
    /// nodeadm fails on it: line and reason.
    Broken(usize, String),
    /// What it holds is not known, and why.
    Unknown(String),
    /// Its name does not end as nodeadm wants it, so that it is not read.
    NotRead,
}

impl DropIn {
    pub(in crate::core::import) fn node(&self) -> Option<&Node> {
        match &self.body {
            DropInBody::NodeConfig(node) => Some(node),
            DropInBody::Broken(..) | DropInBody::Unknown(_) | DropInBody::NotRead => None,
        }
    }
}

/// The files that are there when nodeadm-run looks, by their names.
pub(super) fn read(files: &[&WrittenFile]) -> Vec<DropIn> {
    by_path(files)
        .into_iter()
        .filter_map(|(path, changes)| {
            let name = path
                .strip_prefix(DROP_INS)
                .filter(|name| !name.contains('/'))?;
            let line = changes.last()?.line;
            let text = text_of(None, changes.iter().copied())?;
            let lower = name.to_ascii_lowercase();
            let is_read = [".yaml", ".yml", ".json"]
                .iter()
                .any(|end| lower.ends_with(end));
            Some(DropIn {
                path: path.to_owned(),
                line,
                body: if is_read {
                    body(text, line)
                } else {
                    DropInBody::NotRead
                },
            })
        })
        .collect()
}

fn body(text: FileText, line: usize) -> DropInBody {
    let lines = match text {
        FileText::Unknown(_, why) => return DropInBody::Unknown(why),
        FileText::Known(lines) => lines,
    };
    let text: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
    let text = text.join("\n");
    if is_mime(text.trim_start()) {
        return DropInBody::Unknown("a MIME archive".to_owned());
    }
    if text.contains("${") || text.contains("$(") {
        return DropInBody::Unknown("unknown variables".to_owned());
    }
    let placed = |number: usize| {
        lines
            .get(number.saturating_sub(1))
            .and_then(|(_, line)| *line)
            .unwrap_or(line)
    };
    let OpenYaml { documents, gaps } = open_yaml::read(&text);
    if !gaps.is_empty() {
        return DropInBody::Unknown("lines inserted by a template".to_owned());
    }
    let node = match documents.into_iter().next() {
        None => return DropInBody::Broken(line, "it is empty".to_owned()),
        Some(Err(error)) => {
            return DropInBody::Broken(placed(error.line.unwrap_or(1)), error.message);
        }
        Some(Ok(document)) => moved(document.node, &placed),
    };
    let is_config = node.str_at(&["apiVersion"]) == Some(API_VERSION)
        && node.str_at(&["kind"]) == Some("NodeConfig");
    if is_config {
        DropInBody::NodeConfig(node)
    } else {
        let why = format!("apiVersion {API_VERSION} and kind NodeConfig are needed");
        DropInBody::Broken(node.line, why)
    }
}

/// A tree whose lines are those of the userData.
fn moved(mut node: Node, placed: &impl Fn(usize) -> usize) -> Node {
    node.line = placed(node.line);
    node.tree = match node.tree {
        Tree::Sequence(items) => {
            Tree::Sequence(items.into_iter().map(|item| moved(item, placed)).collect())
        }
        Tree::Mapping(pairs) => Tree::Mapping(
            pairs
                .into_iter()
                .map(|(mut key, value)| {
                    key.line = placed(key.line);
                    (key, moved(value, placed))
                })
                .collect(),
        ),
        other => other,
    };
    node
}
