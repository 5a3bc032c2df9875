//! The kinds that are checked.

use super::shape::Schema;

/// The kinds whose fields are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `karpenter.k8s.aws/v1 EC2NodeClass`.
    Ec2NodeClass,
    /// `karpenter.sh/v1 NodePool`.
    NodePool,
}

impl Kind {
    pub(super) fn spec(self) -> &'static Schema {
        match self {
            Self::Ec2NodeClass => &super::ec2_node_class::SPEC,
            Self::NodePool => &super::node_pool::SPEC,
        }
    }

    /// Whether a document must have a spec: the NodePool's CRD requires it, the EC2NodeClass' does
    /// not.
    pub(super) const fn requires_spec(self) -> bool {
        matches!(self, Self::NodePool)
    }
}
