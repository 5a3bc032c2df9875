//! What something around the documents says of the cluster: a provider, a cluster's own description.

/// What of the cluster is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum ClusterFact {
    /// Its Region: `eu-west-1`.
    Region,
    /// Its Kubernetes: `1.33`, `v1.33.2`.
    Kubernetes,
    /// Its Karpenter, as its chart or its image has it: `1.8.1`.
    Karpenter,
}

/// What something around the documents says of the cluster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Statement {
    pub(in crate::core::import) line: usize,
    pub(in crate::core::import) fact: ClusterFact,
    /// As it stands there.
    pub(in crate::core::import) value: String,
    /// Where it stands there: `provider.aws.region`.
    pub(in crate::core::import) path: String,
}
