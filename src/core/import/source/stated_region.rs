//! A Region that something around the documents says: a provider, a cluster's own description.

/// A Region that something around the documents says the cluster is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct StatedRegion {
    pub(in crate::core::import) line: usize,
    /// Its code: `eu-west-1`.
    pub(in crate::core::import) region: String,
    /// Where it stands there: `provider.aws.region`.
    pub(in crate::core::import) path: String,
}
