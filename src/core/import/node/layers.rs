//! Who wins each key: layers of configuration, the later one above the earlier.

use super::{NodeSetting, SettingSource};
use crate::core::import::source::Launcher;
use crate::core::yaml::{Node, Tree};

/// Keys of one source, flattened.
pub(super) struct Layer {
    pub(super) by: String,
    pub(super) values: Vec<LayerValue>,
}

pub(super) struct LayerValue {
    pub(super) key: String,
    pub(super) value: String,
    pub(super) line: Option<usize>,
}

impl Layer {
    /// What Karpenter sets over the userData; nothing where it has no part in it.
    pub(super) fn of_karpenter(launcher: Launcher, values: Vec<LayerValue>) -> Option<Self> {
        let by = match launcher {
            Launcher::Karpenter => "Karpenter",
            Launcher::Unknown => "Karpenter, if it launches the nodes",
            Launcher::Other => return None,
        };
        Some(Self {
            by: by.to_owned(),
            values,
        })
    }
}

/// Most keys that are told of one source.
const MAX_LAYERS: usize = 200;
/// Most items of a list that are shown.
const MAX_ITEMS: usize = 10;
/// Longest value that is shown.
const MAX_BYTES: usize = 80;

/// The leaves of a tree with dotted keys and lines. Empty values erase nothing and are left out.
pub(super) fn flatten(node: &Node, prefix: &str) -> Vec<LayerValue> {
    let mut found = Vec::new();
    walk(node, prefix, node.line, &mut found);
    found
}

fn walk(node: &Node, key: &str, line: usize, found: &mut Vec<LayerValue>) {
    if found.len() >= MAX_LAYERS {
        if found.len() == MAX_LAYERS {
            found.push(LayerValue {
                key: "…".to_owned(),
                value: format!("more than {MAX_LAYERS} keys, which are not listed"),
                line: Some(line),
            });
        }
        return;
    }
    match &node.tree {
        Tree::Mapping(pairs) => {
            for (own, below) in pairs {
                let key = if key.is_empty() {
                    own.text.clone()
                } else {
                    format!("{key}.{}", own.text)
                };
                walk(below, &key, own.line, found);
            }
        }
        Tree::Null => {}
        Tree::Scalar(text) => found.push(LayerValue {
            key: key.to_owned(),
            value: shown(text),
            line: Some(line),
        }),
        Tree::Sequence(items) => {
            let mut words: Vec<String> = items
                .iter()
                .take(MAX_ITEMS)
                .map(|item| item.as_str().map_or("…".to_owned(), shown))
                .collect();
            if items.len() > MAX_ITEMS {
                words.push("…".to_owned());
            }
            found.push(LayerValue {
                key: key.to_owned(),
                value: format!("[{}]", words.join(", ")),
                line: Some(line),
            });
        }
    }
}

/// A value on one line, cut where it is long.
pub(super) fn shown(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let cut: String = first.chars().take(MAX_BYTES).collect();
    if cut.len() < text.trim_end().len() {
        format!("{cut} …")
    } else {
        cut
    }
}

/// What holds for every key, in the order in which keys first appear.
pub(super) fn settle(
    layers: Vec<Layer>,
    place: impl Fn(usize) -> super::SourceLocation,
) -> Vec<NodeSetting> {
    let mut settings: Vec<NodeSetting> = Vec::new();
    for layer in layers {
        for value in layer.values {
            let said = SettingSource {
                value: value.value,
                by: layer.by.clone(),
                place: value.line.map(&place),
            };
            match settings.iter_mut().find(|setting| setting.key == value.key) {
                Some(setting) => {
                    let before = std::mem::replace(&mut setting.holds, said);
                    setting.lost.push(before);
                }
                None => settings.push(NodeSetting {
                    key: value.key,
                    holds: said,
                    lost: Vec::new(),
                }),
            }
        }
    }
    settings
}
