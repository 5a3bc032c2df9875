//! One document of a file, and what it is.

use crate::core::import::document::user_data::Form;
use crate::core::import::source::{
    Guard, Launcher, NodeAmi, NodeFile, Part, Partial, SourceLocation,
};
use crate::core::yaml::{Node, Tree};

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
    /// A file of the node, by itself.
    NodeFile(NodeFile),
    Config,
    /// Something else that Kubernetes knows.
    Other,
}

/// One document of a file.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::core::import) struct Document {
    /// Its number among the documents of all files: what is said of it is found by that, as
    /// several may stand on one line.
    pub(in crate::core::import) number: usize,
    pub(in crate::core::import) kind: Kind,
    pub(in crate::core::import) place: SourceLocation,
    pub(in crate::core::import) node: Node,
    /// apiVersion and kind as they stand there.
    pub(in crate::core::import) api_version: String,
    pub(in crate::core::import) kind_word: String,
    pub(in crate::core::import) name: String,
    /// What the cluster says of it, in a document that it printed.
    pub(in crate::core::import) status: Option<Node>,
    /// What the server adds and nobody writes: paths that are left out.
    pub(in crate::core::import) ignored: Vec<String>,
    /// Why it is not whole, so that what is missing is no fault.
    pub(in crate::core::import) partial: Option<Partial>,
    /// What of its file stands under a template's conditions.
    pub(in crate::core::import) guards: Vec<Guard>,
    /// What it was found in: `kubectl_manifest.gpu (Terraform)`; nothing for a file of its own.
    pub(in crate::core::import) origin: Option<String>,
    /// Who launches the nodes of a userData.
    pub(in crate::core::import) launcher: Launcher,
    /// The AMI that stands beside a userData.
    pub(in crate::core::import) ami: NodeAmi,
}

impl Document {
    /// A document as it stands in a part of a file, whole.
    pub(super) fn found_in(part: &Part, file: usize, node: Node, kind: Kind, word: &str) -> Self {
        Self {
            number: 0,
            kind,
            place: SourceLocation {
                file,
                line: node.line,
            },
            node,
            api_version: String::new(),
            kind_word: word.to_owned(),
            name: String::new(),
            status: None,
            ignored: Vec::new(),
            partial: None,
            guards: Vec::new(),
            origin: part.origin.clone(),
            launcher: part.launcher,
            ami: part.ami,
        }
    }

    /// Whether it is this very document, and not one that reads the same.
    pub(in crate::core::import) fn is_same(&self, other: &Self) -> bool {
        self.number == other.number
    }

    /// The condition that a line of the file stands under, and the whole document does not.
    pub(in crate::core::import) fn guard(&self, line: usize) -> Option<Guard> {
        let own = self.guards.iter().filter(|guard| guard.holds(line));
        own.filter(|guard| !guard.holds(self.place.line))
            .max_by_key(|guard| guard.from)
            .copied()
    }

    /// The same of what stands at a path: of the list or map itself, or of all that is in it.
    pub(in crate::core::import) fn guard_of(&self, line: usize, path: &str) -> Option<Guard> {
        let at_line = self.guard(line);
        if at_line.is_some() {
            return at_line;
        }
        let keys: Vec<&str> = path.split('.').collect();
        let node = self.node.at(&keys)?;
        let below: Vec<usize> = match &node.tree {
            Tree::Sequence(items) => items.iter().map(|item| item.line).collect(),
            Tree::Mapping(pairs) => pairs.iter().map(|(key, _)| key.line).collect(),
            Tree::Scalar(_) | Tree::Null => return None,
        };
        let guard = self.guard(*below.first()?)?;
        below.iter().all(|line| guard.holds(*line)).then_some(guard)
    }

    /// What to say behind something that two lines of the file do together, where a template's conditions
    /// put them there: nothing, where one implies the other.
    pub(in crate::core::import) fn together(&self, one: usize, other: usize) -> Option<String> {
        let of = |line: usize, beside: usize| {
            let guard = self.guard(line)?;
            (!guard.holds(beside)).then_some(guard.line)
        };
        match (of(one, other), of(other, one)) {
            (None, None) => None,
            (Some(line), None) | (None, Some(line)) => Some(format!(
                " This applies only if the condition on line {line} is true."
            )),
            (Some(line), Some(other)) => Some(format!(
                " This applies only if the conditions on lines {line} and {other} are both true; whether they can be is not known."
            )),
        }
    }

    /// The line at which a template puts more into it than is read.
    pub(in crate::core::import) const fn gap(&self) -> Option<usize> {
        match self.partial {
            Some(Partial::Template(line)) => Some(line),
            Some(Partial::Elided(_) | Partial::Patch) | None => None,
        }
    }
}
