//! The shapes that nodeadm's decoder wants of a NodeConfig's fields. It drops names that it does not know,
//! and fails on a value of another shape (nodeadm/api/v1alpha1/nodeconfig_types.go and
//! internal/api/bridge/decode.go, amazon-eks-ami 81fec2e8; Go's encoding/json, where null leaves a field
//! as it is).

use super::{NodeReportBuilder, SociStatus};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::placeholder::is_open;
use crate::core::yaml::{Node, Scalar, Tree};

/// What a field takes.
enum Shape {
    Text,
    Flag,
    /// A text of base64.
    Bytes,
    /// Whatever stands there.
    Any,
    List(&'static Shape),
    /// A map of any names.
    Map(&'static Shape),
    /// A map of these names; others are dropped.
    Fields(&'static [(&'static str, Shape)]),
}

const TEXTS: Shape = Shape::List(&Shape::Text);
const NAMED_TEXTS: Shape = Shape::Map(&Shape::Text);
const ANYTHING: Shape = Shape::Map(&Shape::Any);

static NODE_CONFIG: Shape = Shape::Fields(&[
    (
        "metadata",
        Shape::Fields(&[
            ("name", Shape::Text),
            ("namespace", Shape::Text),
            ("labels", NAMED_TEXTS),
            ("annotations", NAMED_TEXTS),
        ]),
    ),
    (
        "spec",
        Shape::Fields(&[
            (
                "cluster",
                Shape::Fields(&[
                    ("name", Shape::Text),
                    ("apiServerEndpoint", Shape::Text),
                    ("certificateAuthority", Shape::Bytes),
                    ("cidr", Shape::Text),
                    ("enableOutpost", Shape::Flag),
                    ("id", Shape::Text),
                ]),
            ),
            (
                "containerd",
                Shape::Fields(&[("config", Shape::Text), ("baseRuntimeSpec", ANYTHING)]),
            ),
            // What is wrong with a gate's value is said of the gate.
            ("featureGates", ANYTHING),
            (
                "instance",
                Shape::Fields(&[
                    (
                        "localStorage",
                        Shape::Fields(&[
                            ("strategy", Shape::Text),
                            ("mountPath", Shape::Text),
                            ("disabledMounts", TEXTS),
                        ]),
                    ),
                    ("environment", Shape::Map(&NAMED_TEXTS)),
                    (
                        "network",
                        Shape::Fields(&[("nameservers", TEXTS), ("domains", TEXTS)]),
                    ),
                ]),
            ),
            (
                "kubelet",
                Shape::Fields(&[
                    ("config", ANYTHING),
                    ("flags", TEXTS),
                    ("maxPodsExpression", Shape::Text),
                ]),
            ),
        ]),
    ),
]);

impl Shape {
    /// What a value has to be, in words.
    const fn describe(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Flag => "unquoted true or false",
            Self::Bytes => "a text of base64",
            Self::Any => "anything",
            Self::List(_) => "a list",
            Self::Map(_) | Self::Fields(_) => "a map",
        }
    }

    /// Whether a value is of this shape, whatever is below it.
    fn fits(&self, node: &Node) -> bool {
        match self {
            Self::Any => true,
            Self::Text => matches!(node.scalar(), Some(Scalar::Text(_))),
            Self::Flag => matches!(node.scalar(), Some(Scalar::Bool(_))),
            Self::Bytes => {
                // Go takes a list of numbers for bytes as well.
                let is_list = matches!(node.tree, Tree::Sequence(_));
                is_list || matches!(node.scalar(), Some(Scalar::Text(text)) if is_base64(text))
            }
            Self::List(_) => matches!(node.tree, Tree::Sequence(_)),
            Self::Map(_) | Self::Fields(_) => matches!(node.tree, Tree::Mapping(_)),
        }
    }

    /// The values that are not as the decoder wants them: keys, line, what is wanted.
    fn misfits(&self, node: &Node, line: usize, path: &str, found: &mut Vec<Misfit>) {
        if is_open(node) || node.tree == Tree::Null {
            return;
        }
        if !self.fits(node) {
            found.push(Misfit {
                path: path.to_owned(),
                line,
                is: describe(node),
                wanted: self.describe(),
            });
            return;
        }
        match self {
            Self::List(shape) => {
                for (index, item) in node.items().iter().enumerate() {
                    shape.misfits(item, item.line, &format!("{path}[{index}]"), found);
                }
            }
            Self::Map(shape) => {
                for (key, below) in node.pairs() {
                    shape.misfits(below, key.line, &format!("{path}.{}", key.text), found);
                }
            }
            Self::Fields(fields) => {
                for (key, below) in node.pairs() {
                    let own = fields.iter().find(|(name, _)| *name == key.text);
                    if let Some((_, shape)) = own {
                        let path = match path {
                            "" => key.text.clone(),
                            path => format!("{path}.{}", key.text),
                        };
                        shape.misfits(below, key.line, &path, found);
                    }
                }
            }
            Self::Text | Self::Flag | Self::Bytes | Self::Any => {}
        }
    }
}

struct Misfit {
    path: String,
    line: usize,
    is: &'static str,
    wanted: &'static str,
}

fn describe(node: &Node) -> &'static str {
    match &node.tree {
        Tree::Sequence(_) => "a list",
        Tree::Mapping(_) => "a map",
        Tree::Null | Tree::Scalar(_) => match node.scalar() {
            Some(Scalar::Text(_)) => "a text",
            Some(scalar) => scalar.describe(),
            None => "something else",
        },
    }
}

/// Base64 as Go decodes it: four letters at a time, padded, with line breaks left out.
fn is_base64(text: &str) -> bool {
    let letters: Vec<u8> = text
        .bytes()
        .filter(|b| !matches!(b, b'\n' | b'\r'))
        .collect();
    let padding = letters.iter().rev().take_while(|b| **b == b'=').count();
    let digits = letters.len() - padding;
    let is_digit = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    letters.len().is_multiple_of(4) && padding <= 2 && letters.iter().take(digits).all(is_digit)
}

/// Most values that are named.
const MAX_NAMED: usize = 20;

/// Says which values of a NodeConfig nodeadm's decoder fails on.
pub(super) fn check(report: &mut NodeReportBuilder<'_>, node: &Node) {
    let mut found = Vec::new();
    NODE_CONFIG.misfits(node, node.line, "", &mut found);
    for Misfit {
        path,
        line,
        is,
        wanted,
    } in found.into_iter().take(MAX_NAMED)
    {
        let is = match (is, wanted) {
            ("a text", "a text of base64") => "no base64".to_owned(),
            (is, _) => is.to_owned(),
        };
        report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::NODE_CONFIG_BROKEN,
            Severity::Error,
            line,
            format!("{path} is {is}, and nodeadm takes {wanted} there: its decoder fails, and the node never joins."),
        );
    }
}
