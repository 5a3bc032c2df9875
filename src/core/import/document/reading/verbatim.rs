//! Texts that a node gets letter for letter: userData, and files of a node by themselves.

use std::borrow::Cow;

use super::Reading;
use crate::core::error::quoted;
use crate::core::import::document::looks::{foreign, is_of_hybrid_nodes};
use crate::core::import::document::user_data::Form;
use crate::core::import::document::{Document, Kind};
use crate::core::import::source::{NodeFile, Part, Plain};
use crate::core::yaml::{Node, Tree};

impl Reading<'_> {
    /// Names a file that holds no document as it stands; whether it is one.
    pub(super) fn foreign(&mut self, text: &str) -> bool {
        let Some((what, why)) = foreign(&self.name, text) else {
            return false;
        };
        let what = if self.is_one_of_many {
            format!("{}, {what}", quoted(&self.name))
        } else {
            what.to_owned()
        };
        self.leave(1, what, why);
        true
    }

    pub(super) fn user_data(&mut self, part: &Part, text: &str, form: Form, plain: Option<&Plain>) {
        if form == Form::NodeConfig && is_of_hybrid_nodes(text) {
            return self.leave(
                part.lines.line(1),
                "a NodeConfig of EKS Hybrid Nodes",
                "it is for another nodeadm, on machines outside EC2 (aws/eks-hybrid).",
            );
        }
        self.verbatim(part, text, plain, Kind::UserData(form), form.describe());
    }

    /// A file of a node, without the userData that writes it.
    pub(super) fn node_file(
        &mut self,
        part: &Part,
        text: &str,
        file: NodeFile,
        plain: Option<&Plain>,
    ) {
        let what = file.describe();
        if file == NodeFile::SystemdUnit {
            let why = "a unit's effect on SOCI is reported with the userData that writes it.";
            return self.leave(part.lines.line(1), format!("a {what}"), why);
        }
        self.verbatim(part, text, plain, Kind::NodeFile(file), what);
    }

    /// A text that a node gets, letter for letter.
    fn verbatim(&mut self, part: &Part, text: &str, plain: Option<&Plain>, kind: Kind, word: &str) {
        let text = plain.map_or(Cow::Borrowed(text), |plain| plain.kept(text));
        let mut node = Node::new(part.lines.line(1), Tree::Scalar(text.into_owned()));
        // Its text begins on this very line; a block's would begin on the next.
        node.plain = part.lines.is_exact();
        self.found
            .push(Document::found_in(part, self.file, node, kind, word));
    }
}
