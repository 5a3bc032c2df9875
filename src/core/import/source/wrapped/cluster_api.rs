//! Cluster API for AWS: the NodeConfigs that its bootstrap provider writes.

use super::wrapper::{Wrapper, pair};
use crate::core::import::source::aligned::node_config;
use crate::core::import::source::{Launcher, Part, PartForm, TakenApart};
use crate::core::yaml::Node;

/// Fields of a NodeadmConfig that reach the NodeConfig as they are.
const OF_NODE_CONFIG: [&str; 4] = ["featureGates", "containerd", "instance", "kubelet"];

/// What a document of Cluster API gives to its nodes.
pub(super) fn take_apart(of: &Wrapper<'_>, kind: &str, found: &mut TakenApart) {
    let node = of.node;
    let spec = node
        .at(&["spec", "template", "spec"])
        .or_else(|| node.get("spec"));
    if matches!(
        kind,
        "AWSCluster" | "AWSManagedCluster" | "AWSManagedControlPlane"
    ) && let Some(region) = node.at(&["spec", "region"])
    {
        let text = region.as_str().unwrap_or_default();
        found.state_region(region.line, text, "spec.region");
    }
    match kind {
        "NodeadmConfig" | "NodeadmConfigTemplate" => {
            let fields: Vec<(usize, &str, &Node)> = spec
                .map(Node::pairs)
                .unwrap_or_default()
                .iter()
                .filter(|(key, _)| OF_NODE_CONFIG.contains(&key.text.as_str()))
                .map(|(key, below)| (key.line, key.text.as_str(), below))
                .collect();
            if let Some((text, lines)) = node_config(&fields) {
                found.parts.push(
                    Part::text(text, lines)
                        .form(PartForm::UserData)
                        .launched_by(Launcher::Other)
                        .with_origin(of.title.clone()),
                );
            }
            for (key, _) in spec.map(Node::pairs).unwrap_or_default() {
                if !OF_NODE_CONFIG.contains(&key.text.as_str()) {
                    found.leave(
                        key.line,
                        format!("{} of {}", key.text, of.title),
                        "Cluster API generates a cloud-init configuration from it, which is not read.",
                    );
                }
            }
        }
        "EKSConfig" | "EKSConfigTemplate" => of.leave(
            found,
            of.title.clone(),
            "it calls AL2's bootstrap script; AL2023 needs a NodeadmConfig.",
        ),
        "AWSMachineTemplate"
        | "AWSMachinePool"
        | "AWSManagedMachinePool"
        | "AWSManagedControlPlane" => of.leave(
            found,
            of.title.clone(),
            "Cluster API instance types, AMIs and volumes are not read.",
        ),
        _ => {
            if pair(node, "spec").is_some() {
                super::search::search(of, found);
            }
        }
    }
}
