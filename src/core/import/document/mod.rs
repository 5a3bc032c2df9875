//! What files hold: Kubernetes documents, userData, or a Config file.

pub(super) mod ami_family;
mod ami_name;
pub(super) mod manifest_set;
pub(super) mod pod_template;
mod server_fields;
pub(super) mod user_data;
pub(super) mod user_data_text;

use crate::core::config::choice::nearest;
use crate::core::error::quote;
use crate::core::findings::Severity;
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::user_data::{Form, MAX_BYTES as LONGEST_USER_DATA};
use crate::core::import::source::{InputFile, SourceLocation};
use crate::core::yaml::{Document as YamlDocument, MOST_DOCUMENTS, Node, Tree, read_all};
use server_fields::without_server_fields;

/// Most bytes of one file.
pub(in crate::core::import) const MAX_BYTES: usize = 5_000_000;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum Kind {
    Ec2NodeClass,
    NodePool,
    /// EKS Auto Mode's NodeClass.
    NodeClass,
    Deployment,
    /// Anything else that starts pods, whatever its kind.
    Workload,
    UserData(Form),
    Config,
    /// Something else that Kubernetes knows.
    Other,
}

/// One document of a file.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::core::import) struct Document {
    pub(in crate::core::import) kind: Kind,
    pub(in crate::core::import) place: SourceLocation,
    pub(in crate::core::import) node: Node,
    /// apiVersion and kind as they stand there.
    pub(in crate::core::import) api_version: String,
    pub(in crate::core::import) kind_word: String,
    pub(in crate::core::import) name: String,
    /// What the server adds and nobody writes: paths that are left out.
    pub(in crate::core::import) ignored: Vec<String>,
    /// A line `...` of a published fragment.
    pub(in crate::core::import) elided: Option<usize>,
}

impl Document {
    /// Whether it is this very document, and not one that reads the same.
    pub(in crate::core::import) fn is_same(&self, other: &Self) -> bool {
        self.place == other.place && self.kind == other.kind && self.name == other.name
    }

    /// The last line that it goes on to.
    pub(in crate::core::import) fn last_line(&self) -> usize {
        self.node.last_line().max(self.place.line)
    }
}

/// Everything that the files hold, and what is wrong with their syntax.
pub(in crate::core::import) fn read(
    files: &[InputFile],
    remarks: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let mut found = Vec::new();
    for (file, input) in files.iter().enumerate() {
        one(file, &input.text, &mut found, remarks);
        if found.len() > MOST_DOCUMENTS {
            found.truncate(MOST_DOCUMENTS);
            remarks.push(Diagnostic::of_file(
                "too-many-documents",
                Severity::Warning,
                file,
                1,
                format!("more than {MOST_DOCUMENTS} documents: the others are not read."),
            ));
            break;
        }
    }
    found
}

fn one(file: usize, text: &str, found: &mut Vec<Document>, remarks: &mut Vec<Diagnostic>) {
    let mut refuse = |rule, line, message: String| {
        remarks.push(Diagnostic::of_file(
            rule,
            Severity::Error,
            file,
            line,
            message,
        ));
    };
    if text.len() > MAX_BYTES {
        return refuse(
            "too-large",
            1,
            format!(
                "the file has {} bytes, and {MAX_BYTES} are the most that are read.",
                text.len()
            ),
        );
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let form = Form::of(text);
    match form {
        Form::Empty => refuse("empty-file", 1, "the file is empty.".to_owned()),
        // A MIME archive, a script or settings begin as nothing else does; what is no map may be
        // YAML that is torn, so YAML's own message is the better one.
        Form::Mime | Form::Toml | Form::PowerShell => user_data(file, text, form, found),
        Form::Shell if text.trim_start().starts_with("#!") => user_data(file, text, form, found),
        Form::NodeConfig | Form::Shell => {
            for document in read_all(text) {
                match document {
                    Ok(document) => kubernetes(file, text, document, found, remarks),
                    Err(error) => remarks.push(Diagnostic::of_file(
                        "not-yaml",
                        Severity::Error,
                        file,
                        error.line.unwrap_or(1),
                        error.message,
                    )),
                }
            }
        }
    }
}

fn user_data(file: usize, text: &str, form: Form, found: &mut Vec<Document>) {
    let mut node = Node::new(1, Tree::Scalar(text.to_owned()));
    // Its text begins on this very line; a block's would begin on the next.
    node.plain = true;
    found.push(Document {
        kind: Kind::UserData(form),
        place: SourceLocation { file, line: 1 },
        node,
        api_version: String::new(),
        kind_word: form.what().to_owned(),
        name: String::new(),
        ignored: Vec::new(),
        elided: None,
    });
}

fn kubernetes(
    file: usize,
    text: &str,
    document: YamlDocument,
    found: &mut Vec<Document>,
    remarks: &mut Vec<Diagnostic>,
) {
    for again in document.repeated.iter().take(50) {
        remarks.push(Diagnostic::of_file(
            "repeated-key",
            Severity::Error,
            file,
            again.second,
            format!(
                "{} is there twice, first in line {}: kubectl refuses it, and older readers take the later one.",
                quote(&again.text),
                again.first
            ),
        ));
    }
    let node = document.node;
    let line = node.line;
    let mut refuse = |rule, message: String| {
        remarks.push(Diagnostic::of_file(
            rule,
            Severity::Error,
            file,
            line,
            message,
        ));
    };
    if !matches!(node.tree, Tree::Mapping(_)) {
        return refuse(
            "no-manifest",
            "this is neither a Kubernetes document nor userData nor a Config file: a map is needed."
                .to_owned(),
        );
    }
    let word = |key: &str| node.str_at(&[key]).unwrap_or_default().to_owned();
    let (api_version, kind_word) = (word("apiVersion"), word("kind"));
    if api_version.is_empty() && kind_word.is_empty() {
        if node.get("version").is_some() {
            found.push(Document {
                kind: Kind::Config,
                place: SourceLocation { file, line },
                node,
                api_version,
                kind_word: "Config".to_owned(),
                name: String::new(),
                ignored: Vec::new(),
                elided: None,
            });
            return;
        }
        return refuse(
            "no-manifest",
            "apiVersion and kind are missing, so this is no Kubernetes document; a Config file begins with “version: 2”."
                .to_owned(),
        );
    }
    if api_version.starts_with("node.eks.aws/") && text.len() <= LONGEST_USER_DATA {
        return user_data(file, text, Form::NodeConfig, found);
    }
    if kind_word.ends_with("List") && node.get("items").is_some() {
        for item in node.get("items").map(Node::items).unwrap_or_default() {
            // kubectl's lists of one kind leave kind and apiVersion of the items out.
            let own = item.get("kind").is_some();
            let item_kind = if own {
                item.str_at(&["kind"]).unwrap_or_default().to_owned()
            } else {
                kind_word.trim_end_matches("List").to_owned()
            };
            let item_api = item.str_at(&["apiVersion"]).unwrap_or(&api_version);
            push(file, item.clone(), item_api.to_owned(), item_kind, found);
        }
        return;
    }
    if kind_word.is_empty() || api_version.is_empty() {
        let missing = if kind_word.is_empty() {
            "kind"
        } else {
            "apiVersion"
        };
        refuse(
            "no-manifest",
            format!("{missing} is missing, so no API takes this document."),
        );
        if kind_word.is_empty() {
            return;
        }
    }
    push(file, node, api_version, kind_word, found);
    if let Some(last) = found.last_mut() {
        last.elided = document.elided;
    }
}

fn push(
    file: usize,
    node: Node,
    api_version: String,
    kind_word: String,
    found: &mut Vec<Document>,
) {
    let kind = match of_karpenter(&api_version, &kind_word) {
        Some(kind) => kind,
        None if api_version == "apps/v1" && kind_word == "Deployment" => Kind::Deployment,
        None if pod_template::has_pods(&node) => Kind::Workload,
        None => Kind::Other,
    };
    let name = node
        .str_at(&["metadata", "name"])
        .unwrap_or_default()
        .to_owned();
    let line = node.line;
    let (node, ignored) = if kind == Kind::Other {
        (node, Vec::new())
    } else {
        without_server_fields(node)
    };
    found.push(Document {
        kind,
        place: SourceLocation { file, line },
        node,
        api_version,
        kind_word,
        name,
        ignored,
        elided: None,
    });
}

/// Groups of the APIs that these settings are about.
pub(in crate::core::import) const GROUPS: [&str; 3] =
    ["karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com"];

/// What a document is if its kind is one of Karpenter's or Auto Mode's: its group may be wrong, which
/// is said, but a group of somebody else's is another thing (there are other NodePools).
fn of_karpenter(api_version: &str, kind: &str) -> Option<Kind> {
    let group = match api_version.split_once('/') {
        Some((group, _)) => group,
        None if GROUPS.contains(&api_version) => api_version,
        // `v1` alone is the core group; there is no such kind in it.
        None => "",
    };
    let is_ours = group.is_empty()
        || group.contains("karpenter")
        || GROUPS.contains(&group)
        || nearest(group, GROUPS.into_iter()).is_some();
    match kind {
        _ if !is_ours => None,
        "EC2NodeClass" => Some(Kind::Ec2NodeClass),
        "NodePool" => Some(Kind::NodePool),
        "NodeClass" if group == "eks.amazonaws.com" => Some(Kind::NodeClass),
        "NodeClass" if !group.is_empty() => Some(Kind::Ec2NodeClass),
        _ => None,
    }
}

/// The letters of a list's items; none if one of them is no scalar.
pub(in crate::core::import) fn texts(node: Option<&Node>) -> Option<Vec<String>> {
    node?
        .items()
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}
