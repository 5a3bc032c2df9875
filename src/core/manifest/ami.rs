//! For which architecture a node class' AMIs are built, as far as the way they are chosen says it.
//!
//! Karpenter launches a type only where an AMI for its architecture is found (`MapToInstanceTypes`
//! in amifamily/ami.go, karpenter-provider-aws at 1d92708). An alias finds both; EKS' own names and
//! public SSM parameters say theirs (amazon-eks-ami and Bottlerocket, 2026-08).

use super::tree::{at, items, text_of};
use crate::core::config::Architecture;
use crate::core::yaml::Yaml;

/// How the names of AMIs begin that say their architecture.
const PUBLIC_NAMES: [&str; 4] = [
    "amazon-eks-node-",
    "amazon-eks-arm64-node-",
    "bottlerocket-aws-k8s-",
    "ubuntu-eks/",
];

/// The architecture that all AMIs of a class are built for; none where both are there or nobody
/// knows.
pub(super) fn ami_architecture(class: &Yaml) -> Option<Architecture> {
    let terms = items(at(class, &["spec", "amiSelectorTerms"]));
    let mut all = terms.iter().map(|term| {
        let name = term.get("name").and_then(text_of);
        let parameter = term.get("ssmParameter").and_then(text_of);
        let has_other = term.get("id").is_some() || term.get("alias").is_some();
        match (parameter, name) {
            _ if has_other => None,
            (Some(path), _) => of_parameter(&path),
            (None, Some(name)) => of_ami_name(&name),
            (None, None) => None,
        }
    });
    let first = all.next()??;
    all.all(|other| other == Some(first)).then_some(first)
}

/// Whether a class chooses its AMI by what says nothing of the architecture.
pub(super) fn chooses_unknown_ami(class: &Yaml) -> bool {
    let terms = items(at(class, &["spec", "amiSelectorTerms"]));
    let has_alias = terms.iter().any(|term| term.get("alias").is_some());
    !terms.is_empty() && !has_alias && ami_architecture(class).is_none()
}

/// What the name of an AMI says, where it is one of those that say it.
pub(crate) fn of_ami_name(name: &str) -> Option<Architecture> {
    let name = name.trim();
    PUBLIC_NAMES
        .iter()
        .any(|start| name.starts_with(start))
        .then(|| word(name))?
}

/// What a public SSM parameter says.
fn of_parameter(path: &str) -> Option<Architecture> {
    path.trim()
        .starts_with("/aws/service/")
        .then(|| word(path))?
}

fn word(text: &str) -> Option<Architecture> {
    let has = |words: [&str; 2]| words.iter().any(|word| text.contains(word));
    match (has(["arm64", "aarch64"]), has(["x86_64", "amd64"])) {
        (true, false) => Some(Architecture::Arm64),
        (false, true) => Some(Architecture::Amd64),
        _ => None,
    }
}
