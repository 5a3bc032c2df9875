//! nodeadm's NodeConfig, with only the fields that are ever written.
//!
//! Never the cluster, maxPods, clusterDNS or taints: Karpenter appends a NodeConfig of its own
//! last and wins on those (karpenter-provider-aws 1d927085, bootstrap/nodeadm.go).

use std::collections::BTreeMap;

use serde::Serialize;

use super::containerd;
use crate::core::config::InstanceStore;
use crate::core::plan::NodePlan;
use crate::core::yaml::write;

/// SOCI's socket on AL2023, as the kubelet names it.
pub(super) const SOCI_ENDPOINT: &str =
    "unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NodeConfig {
    api_version: &'static str,
    kind: &'static str,
    spec: Spec,
}

#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    #[serde(skip_serializing_if = "Option::is_none")]
    feature_gates: Option<BTreeMap<&'static str, bool>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<Instance>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kubelet: Option<Kubelet>,
    #[serde(skip_serializing_if = "Option::is_none")]
    containerd: Option<Containerd>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Instance {
    local_storage: LocalStorage,
}

/// The strategy comes from Karpenter's `instanceStorePolicy`, without which it would go on
/// counting the EBS volume as the pods' room.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct LocalStorage {
    disabled_mounts: Vec<&'static str>,
}

#[derive(Debug, Clone, Serialize)]
struct Kubelet {
    config: KubeletConfig,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct KubeletConfig {
    image_service_endpoint: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct Containerd {
    config: String,
}

impl NodeConfig {
    fn new(spec: Spec) -> Self {
        Self {
            api_version: "node.eks.aws/v1alpha1",
            kind: "NodeConfig",
            spec,
        }
    }

    /// The feature gate; SOCI's data kept on EBS and layers kept, where that is asked for.
    pub(super) fn feature_gate(plan: &NodePlan<'_>) -> Self {
        Self::new(Spec {
            feature_gates: plan
                .engine()
                .feature_gate
                .map(|gate| BTreeMap::from([(gate, true)])),
            instance: images_on_ebs(plan),
            containerd: (!plan.config.engine.limits.discard_unpacked_layers).then(|| Containerd {
                config: containerd::keep_layers(plan),
            }),
            ..Spec::default()
        })
    }

    /// containerd with this configuration and the kubelet's images from this endpoint; images kept on
    /// EBS where that is asked for.
    pub(super) fn with_containerd(
        plan: &NodePlan<'_>,
        endpoint: Option<&'static str>,
        config: String,
    ) -> Self {
        Self::new(Spec {
            instance: images_on_ebs(plan),
            kubelet: endpoint.map(image_service),
            containerd: Some(Containerd { config }),
            ..Spec::default()
        })
    }

    /// Stock containerd with its images on EBS although there is a RAID0.
    pub(super) fn containerd_on_ebs() -> Self {
        Self::new(Spec {
            instance: Some(Instance {
                local_storage: LocalStorage {
                    disabled_mounts: vec!["Containerd"],
                },
            }),
            ..Spec::default()
        })
    }

    /// Nothing of ours, to hold what is kept.
    pub(super) fn empty() -> Self {
        Self::new(Spec::default())
    }
}

fn images_on_ebs(plan: &NodePlan<'_>) -> Option<Instance> {
    (plan.config.storage.instance_store == InstanceStore::Raid0SociOnEbs).then(|| Instance {
        local_storage: LocalStorage {
            disabled_mounts: vec![plan.engine().image_mount()],
        },
    })
}

const fn image_service(endpoint: &'static str) -> Kubelet {
    Kubelet {
        config: KubeletConfig {
            image_service_endpoint: endpoint,
        },
    }
}

/// The kubelet's configuration for another distribution, to merge by hand.
pub(in crate::core::manifest) fn kubelet_fragment() -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Fragment {
        api_version: &'static str,
        kind: &'static str,
        #[serde(flatten)]
        config: KubeletConfig,
    }
    write(&Fragment {
        api_version: "kubelet.config.k8s.io/v1beta1",
        kind: "KubeletConfiguration",
        config: image_service(SOCI_ENDPOINT).config,
    })
}
