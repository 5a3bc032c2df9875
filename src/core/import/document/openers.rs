//! What takes wrappers off.

use crate::core::import::source::{
    InputFile, Part, PartForm, PatchFiles, Plain, Statement, TakenApart, of_values,
    patches_in_files, statements, unwrap_document, unwrap_text, without_tags, without_template,
};
use crate::core::yaml::Node;

/// What takes wrappers off; by pointers, so that a program that never does links none of it.
#[derive(Clone, Copy)]
pub(super) struct Openers {
    pub(super) text: fn(&str, &str, PartForm) -> Option<TakenApart>,
    pub(super) template: fn(&Part) -> Option<Plain>,
    pub(super) yaml: fn(&str) -> Option<String>,
    pub(super) document: fn(&str, &Node) -> Option<TakenApart>,
    pub(super) statements: fn(&str, &str, &Node) -> Vec<Statement>,
    pub(super) values: fn(&Node) -> TakenApart,
    pub(super) patches: fn(&[InputFile]) -> PatchFiles,
}

pub(super) const OPENERS: Openers = Openers {
    text: unwrap_text,
    template: without_template,
    yaml: without_tags,
    document: unwrap_document,
    statements,
    values: of_values,
    patches: patches_in_files,
};
