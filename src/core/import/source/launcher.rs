//! Who launches the nodes that get a userData.

/// Who launches the nodes that get a userData.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::core::import) enum Launcher {
    /// Karpenter, from a node class.
    Karpenter,
    /// Another program: eksctl, an autoscaling group, Cluster API.
    Other,
    /// The userData stands alone.
    #[default]
    Unknown,
}
