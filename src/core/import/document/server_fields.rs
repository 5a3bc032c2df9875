//! What the API server and controllers add to a document, and nobody writes.

use crate::core::yaml::{Node, Tree};

/// Metadata that the API server writes.
const SERVER_METADATA: [&str; 8] = [
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
    "finalizers",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
];
/// Annotations that controllers and kubectl write.
const SERVER_ANNOTATIONS: [&str; 8] = [
    "compatibility.karpenter.k8s.aws/",
    "deployment.kubernetes.io/revision",
    "karpenter.k8s.aws/ec2nodeclass-hash",
    "karpenter.k8s.aws/instance-profile-name",
    "karpenter.sh/nodepool-hash",
    "karpenter.sh/stored-version-migrated",
    "kubectl.kubernetes.io/last-applied-configuration",
    "kubectl.kubernetes.io/restartedAt",
];

/// The document as somebody wrote it, and the paths that were left out.
pub(super) fn without_server_fields(mut node: Node) -> (Node, Vec<String>) {
    let mut ignored = Vec::new();
    let Tree::Mapping(pairs) = &mut node.tree else {
        return (node, ignored);
    };
    pairs.retain(|(key, _)| {
        let keep = key.text != "status";
        if !keep {
            ignored.push("status".to_owned());
        }
        keep
    });
    for (key, metadata) in pairs.iter_mut().filter(|(key, _)| key.text == "metadata") {
        let Tree::Mapping(entries) = &mut metadata.tree else {
            continue;
        };
        entries.retain(|(own, _)| {
            let keep = !SERVER_METADATA.contains(&own.text.as_str());
            if !keep {
                ignored.push(format!("{}.{}", key.text, own.text));
            }
            keep
        });
        for (_, annotations) in entries
            .iter_mut()
            .filter(|(own, _)| own.text == "annotations")
        {
            if let Tree::Mapping(entries) = &mut annotations.tree {
                entries.retain(|(own, _)| {
                    let keep = !SERVER_ANNOTATIONS
                        .iter()
                        .any(|known| own.text.starts_with(known));
                    if !keep {
                        ignored.push(format!("metadata.annotations.{}", own.text));
                    }
                    keep
                });
            }
        }
        entries.retain(|(own, node)| {
            own.text != "annotations" || !node.pairs().is_empty() || node.tree == Tree::Null
        });
    }
    (node, ignored)
}
