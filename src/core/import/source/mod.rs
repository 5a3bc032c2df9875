//! Files as they were given, what wraps the documents in them, and places in them.

mod bytes;
mod encoded;
mod given_files;
mod held;
mod heredoc;
mod markdown;
mod shell;
mod template;
mod terraform;
mod wrapped;

use crate::core::yaml::Node;

pub use bytes::NotText;
pub(in crate::core::import) use encoded::{base64_text, decoded as unpacked_base64};
pub(in crate::core::import) use given_files::GivenFiles;
pub(in crate::core::import) use template::{Dialect, Plain};
pub(in crate::core::import) use wrapped::{PatchFile, PatchFiles};

/// A file as it was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputFile {
    /// Its name, for messages; its ending helps to tell what it is.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A line of one of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceLocation {
    /// Which file, counted from 0.
    pub file: usize,
    /// One-based line.
    pub line: usize,
}

/// Whether something that was read was also checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    /// All of it.
    Checked,
    /// Without these parts of it, each with why: “the unit drop-in of line 12 (its format is not
    /// understood here)”.
    Partial {
        /// What was not looked at; never empty.
        without: Vec<String>,
    },
    /// Nothing of it.
    Unchecked {
        /// Why: “no node class refers to it”.
        why: String,
    },
}

/// Something in a file that is no document that could be read: a loop, a remote chart, a template
/// that only its tool can fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it begins.
    pub place: SourceLocation,
    /// What it is: `module "eks" (terraform)`.
    pub what: String,
    /// Why it was not looked at.
    pub why: String,
}

/// How the lines of a text count in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum Lines {
    /// One by one, the first at this line.
    From(usize),
    /// All at this line: the text stands within quotes there, or encoded.
    At(usize),
}

impl Lines {
    /// The file's line of a one-based line of the text.
    pub(in crate::core::import) const fn line(self, own: usize) -> usize {
        match self {
            Self::From(first) => first + own.saturating_sub(1),
            Self::At(line) => line,
        }
    }

    /// Whether every line of the text is a line of the file.
    pub(in crate::core::import) const fn is_exact(self) -> bool {
        matches!(self, Self::From(_))
    }

    /// Lines of a text within this text.
    const fn within(self, outer: Self) -> Self {
        match (self, outer) {
            (Self::From(own), Self::From(_)) => Self::From(outer.line(own)),
            (Self::At(own) | Self::From(own), _) => Self::At(outer.line(own)),
        }
    }

    /// A tree that was read from the text, with the lines of the file.
    pub(in crate::core::import) fn place(self, node: Node) -> Node {
        match self {
            Self::From(first) => node.shifted(first.saturating_sub(1)),
            Self::At(line) => held::at_line(node, line),
        }
    }
}

/// What a part is known to be by what it was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum PartForm {
    /// Its own look decides.
    Unknown,
    /// Kubernetes documents.
    Manifests,
    /// userData, as the node gets it.
    UserData,
    /// Values of a chart, which may hold documents, and need not.
    Values,
}

/// Why a document is not whole, so that what is missing is no fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Partial {
    /// A line `...` of a published fragment.
    Elided(usize),
    /// A patch of kustomize or Flux: the rest is in another file.
    Patch,
    /// A template puts more in place, at this line.
    Template(usize),
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Content {
    Text(String),
    /// A tree that is written in another language than YAML, with lines of its own.
    Tree(Node),
}

/// A text or tree with what wrapped it taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Part {
    pub(in crate::core::import) content: Content,
    pub(in crate::core::import) lines: Lines,
    pub(in crate::core::import) form: PartForm,
    /// Who wrapped it: `kubectl_manifest.gpu (Terraform)`.
    pub(in crate::core::import) origin: Option<String>,
    pub(in crate::core::import) partial: Option<Partial>,
    /// Whether it is another program than Karpenter that launches nodes with it: eksctl, an
    /// autoscaling group, Cluster API.
    pub(in crate::core::import) launched_by_others: bool,
    /// In which template language its placeholders are.
    pub(in crate::core::import) dialect: Dialect,
}

impl Part {
    /// A whole file; its name says whose template it is.
    pub(in crate::core::import) fn whole(name: &str, text: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let is_terraform = name.ends_with(".tftpl")
            || (name.ends_with(".tpl") && !text.contains("{{"))
            || text.contains("%{ if ")
            || text.contains("%{ for ");
        let mut part = Self::text(text, Lines::From(1));
        if is_terraform {
            part.dialect = Dialect::Terraform;
        }
        part
    }

    /// The line at which it begins.
    pub(in crate::core::import) const fn first_line(&self) -> usize {
        match &self.content {
            Content::Text(_) => self.lines.line(1),
            Content::Tree(node) => node.line,
        }
    }

    fn text(text: impl Into<String>, lines: Lines) -> Self {
        Self {
            content: Content::Text(text.into()),
            lines,
            form: PartForm::Unknown,
            origin: None,
            partial: None,
            launched_by_others: false,
            dialect: Dialect::Unknown,
        }
    }

    fn tree(node: Node) -> Self {
        // A NodeConfig is what a node gets, whatever language it is written in.
        let is_node_config = node
            .str_at(&["apiVersion"])
            .is_some_and(|api| api.starts_with("node.eks.aws/"));
        if is_node_config {
            let (text, lines) = wrapped::as_json(&node);
            return Self::text(text, lines).form(PartForm::UserData);
        }
        Self {
            content: Content::Tree(node),
            form: PartForm::Manifests,
            ..Self::text(String::new(), Lines::From(1))
        }
    }

    fn of(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    fn launched_by_others(mut self) -> Self {
        self.launched_by_others = true;
        self
    }

    fn form(mut self, form: PartForm) -> Self {
        self.form = form;
        self
    }

    fn partial(mut self, partial: Option<Partial>) -> Self {
        self.partial = partial.or(self.partial);
        self
    }

    /// The same part of a text that stands in another part.
    pub(in crate::core::import) fn within(mut self, outer: &Self) -> Self {
        if let Content::Tree(node) = self.content {
            self.content = Content::Tree(outer.lines.place(node));
            self.lines = Lines::From(1);
        } else {
            self.lines = self.lines.within(outer.lines);
        }
        if let Some(Partial::Template(line)) = self.partial {
            self.partial = Some(Partial::Template(outer.lines.line(line)));
        }
        self.nested_in(outer)
    }

    /// The same part of a tree that stands in another part, with lines of the file already.
    pub(in crate::core::import) fn nested_in(mut self, outer: &Self) -> Self {
        self.origin = match (self.origin, &outer.origin) {
            (Some(own), Some(other)) if own != *other => Some(format!("{own}, in {other}")),
            (own, other) => own.or_else(|| other.clone()),
        };
        self.partial = self.partial.or_else(|| outer.partial.clone());
        self.launched_by_others |= outer.launched_by_others;
        if self.dialect == Dialect::Unknown {
            self.dialect = outer.dialect;
        }
        self
    }
}

/// Something that is left unread, at a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Left {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) what: String,
    pub(in crate::core::import) why: String,
    /// What is left only because files were not given that it names.
    pub(in crate::core::import) absent: Absent,
}

/// Files that another one names, by their paths from its folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) enum Absent {
    Nothing,
    /// One, with what to say once it is given; nothing if it is then read as it is meant.
    File {
        path: String,
        given: Option<&'static str>,
    },
    /// Several, whose names are added to what was left.
    Files(Vec<String>),
}

impl Left {
    fn new(line: usize, what: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            line,
            what: what.into(),
            why: why.into(),
            absent: Absent::Nothing,
        }
    }

    /// The same, once those files are known that were given.
    pub(in crate::core::import) fn once_given(
        mut self,
        is_given: impl Fn(&str) -> bool,
    ) -> Option<Self> {
        match &self.absent {
            Absent::Nothing => {}
            Absent::File { path, given } => {
                if is_given(path) {
                    self.why = (*given)?.to_owned();
                }
            }
            Absent::Files(paths) => {
                let missing: Vec<&str> = paths
                    .iter()
                    .map(String::as_str)
                    .filter(|path| !is_given(path))
                    .collect();
                let first: Vec<&str> = missing.iter().take(5).copied().collect();
                if first.is_empty() {
                    return None;
                }
                let more = if missing.len() > 5 { " …" } else { "" };
                self.what = format!("{}: {}{more}", self.what, first.join(", "));
            }
        }
        Some(self)
    }
}

/// What a wrapper held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::core::import) struct TakenApart {
    /// What can be read further, in the order in which it stands.
    pub(in crate::core::import) parts: Vec<Part>,
    pub(in crate::core::import) left: Vec<Left>,
}

impl TakenApart {
    pub(in crate::core::import) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.left.is_empty()
    }

    fn leave(&mut self, line: usize, what: impl Into<String>, why: impl Into<String>) {
        if self.left.len() < MAX_LEFT {
            self.left.push(Left::new(line, what, why));
        }
    }

    /// Leaves what stands in files of their own, unless they are given too.
    fn leave_absent(
        &mut self,
        line: usize,
        what: impl Into<String>,
        why: impl Into<String>,
        absent: Absent,
    ) {
        if self.left.len() < MAX_LEFT {
            self.left.push(Left {
                absent,
                ..Left::new(line, what, why)
            });
        }
    }
}

/// Most things of one text that are named as unread.
const MAX_LEFT: usize = 100;

/// Takes the wrapper off a text, if it has one that is known; lines count from the text's first.
/// `name` is the file's name, or empty for a part of one.
pub(in crate::core::import) fn take_apart(
    name: &str,
    text: &str,
    form: PartForm,
) -> Option<TakenApart> {
    if let Some(found) = encoded::take_apart(text) {
        return Some(found);
    }
    if form == PartForm::UserData {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if form == PartForm::Unknown {
        if ends(&[".tf", ".tofu", ".hcl", ".tfvars"]) || terraform::is_meant(text) {
            return Some(terraform::take_apart(text));
        }
        if ends(&[".md", ".markdown"]) || markdown::is_meant(text) {
            return Some(markdown::take_apart(text));
        }
        if let Some(found) = shell::take_apart(text) {
            return Some(found);
        }
    }
    None
}

/// The patches that stand in files of their own, and which of the files those are.
pub(in crate::core::import) fn patches_in_files(files: &[InputFile]) -> PatchFiles {
    wrapped::patches_in_files(files)
}

/// Takes the wrapper off a document, if it is of a kind that holds others; its lines are the
/// file's already, and so are those of the answer.
pub(in crate::core::import) fn unwrap_document(name: &str, node: &Node) -> Option<TakenApart> {
    wrapped::take_apart(name, node)
}

/// Documents and userData within the values of a chart.
pub(in crate::core::import) fn of_values(node: &Node) -> TakenApart {
    wrapped::of_values(node)
}

/// A part's text without what only a template's tool understands; nothing if it is as it should be.
pub(in crate::core::import) fn without_template(part: &Part) -> Option<Plain> {
    match &part.content {
        Content::Text(text) => template::plain(text, part.dialect),
        Content::Tree(_) => None,
    }
}

/// A text without tags that only CloudFormation knows; nothing if it has none.
pub(in crate::core::import) fn plain_yaml(text: &str) -> Option<String> {
    wrapped::without_tags(text)
}
