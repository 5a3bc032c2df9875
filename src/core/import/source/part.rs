//! A text or tree that wrappers were taken off, and what is known of it.

use super::aligned::as_json;
use super::{Dialect, Launcher, Lines, NodeAmi};
use crate::core::yaml::Node;

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
    /// Who launches nodes with it, if it is userData.
    pub(in crate::core::import) launcher: Launcher,
    /// The AMI that stands beside it, if it is userData.
    pub(in crate::core::import) ami: NodeAmi,
    /// In which template language its placeholders are.
    pub(in crate::core::import) dialect: Dialect,
}

impl Part {
    /// A whole file; its name says whose template it is.
    pub(in crate::core::import) fn whole(name: &str, text: &str) -> Self {
        let name = name.to_ascii_lowercase();
        let is_terraform = name.ends_with(".tftpl")
            || (name.ends_with(".tpl") && !["{{", "{%"].iter().any(|mark| text.contains(mark)))
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

    pub(super) fn text(text: impl Into<String>, lines: Lines) -> Self {
        Self {
            content: Content::Text(text.into()),
            lines,
            form: PartForm::Unknown,
            origin: None,
            partial: None,
            launcher: Launcher::Unknown,
            ami: NodeAmi::Unknown,
            dialect: Dialect::Unknown,
        }
    }

    pub(super) fn tree(node: Node) -> Self {
        // A NodeConfig is what a node gets, whatever language it is written in.
        let is_node_config = node
            .str_at(&["apiVersion"])
            .is_some_and(|api| api.starts_with("node.eks.aws/"));
        if is_node_config {
            let (text, lines) = as_json(&node);
            return Self::text(text, lines).form(PartForm::UserData);
        }
        Self {
            content: Content::Tree(node),
            form: PartForm::Manifests,
            ..Self::text(String::new(), Lines::From(1))
        }
    }

    pub(super) fn with_origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    pub(super) fn launched_by(mut self, launcher: Launcher) -> Self {
        self.launcher = launcher;
        self
    }

    /// The same beside an AMI, unless a nearer one is known.
    pub(super) fn beside(mut self, ami: NodeAmi) -> Self {
        self.ami = self.ami.or(ami);
        self
    }

    pub(super) fn form(mut self, form: PartForm) -> Self {
        self.form = form;
        self
    }

    pub(super) fn partial(mut self, partial: Option<Partial>) -> Self {
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
        self.ami = self.ami.or(outer.ami);
        if self.launcher == Launcher::Unknown {
            self.launcher = outer.launcher;
        }
        if self.dialect == Dialect::Unknown {
            self.dialect = outer.dialect;
        }
        self
    }
}
