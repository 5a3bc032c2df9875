//! What files hold: Kubernetes documents, userData, or a Config file.

pub(super) mod ami_family;
mod ami_name;
mod looks;
pub(super) mod manifest_set;
pub(super) mod placeholder;
mod reading;
mod server_fields;
pub(super) mod user_data;
pub(super) mod user_data_text;

use crate::core::import::document::user_data::Form;
use crate::core::import::source::{Partial, SourceLocation};
use crate::core::yaml::Node;

pub(in crate::core::import) use reading::{read, read_own};

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
    /// Why it is not whole, so that what is missing is no fault.
    pub(in crate::core::import) partial: Option<Partial>,
    /// What it was found in: `kubectl_manifest.gpu (Terraform)`; nothing for a file of its own.
    pub(in crate::core::import) origin: Option<String>,
    /// Whether a userData's nodes are launched by another program than Karpenter.
    pub(in crate::core::import) launched_by_others: bool,
}

/// The letters of a list's items; none if one of them is no scalar.
pub(in crate::core::import) fn texts(node: Option<&Node>) -> Option<Vec<String>> {
    node?
        .items()
        .iter()
        .map(|item| item.as_str().map(str::to_owned))
        .collect()
}
