//! What files hold: Kubernetes documents, userData, or a Config file.

pub(super) mod ami_family;
mod ami_name;
mod held;
mod kind;
mod looks;
mod lost;
pub(super) mod manifest_set;
mod openers;
pub(super) mod pod_template;
mod reading;
mod server_fields;
mod spark;
pub(super) mod user_data;
pub(super) mod user_data_text;

use crate::core::choice::nearest;
use crate::core::yaml::Node;

pub(in crate::core::import) use held::{Held, PlacedStatement};
pub(in crate::core::import) use kind::{Document, Kind};
pub(in crate::core::import) use reading::{read, read_own};

/// Most bytes of one file.
pub(in crate::core::import) const MAX_BYTES: usize = 5_000_000;

/// Groups of the APIs that these settings are about.
pub(in crate::core::import) const GROUPS: [&str; 3] =
    ["karpenter.sh", "karpenter.k8s.aws", "eks.amazonaws.com"];

/// What a document is, by its kind and by what it holds.
fn kind_of(api_version: &str, kind_word: &str, node: &Node) -> Kind {
    match of_karpenter(api_version, kind_word) {
        Some(kind) => kind,
        None if api_version == "apps/v1" && kind_word == "Deployment" => Kind::Deployment,
        None if pod_template::has_pods(node) => Kind::Workload,
        None => Kind::Other,
    }
}

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
