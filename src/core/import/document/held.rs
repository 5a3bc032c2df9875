//! What files hold, once they are read.

use super::Document;
use crate::core::import::source::{ClusterFact, SourceLocation, Unread};

/// What files hold.
pub(in crate::core::import) struct Held {
    pub(in crate::core::import) documents: Vec<Document>,
    pub(in crate::core::import) unread: Vec<Unread>,
    /// What something around the documents says of the cluster.
    pub(in crate::core::import) statements: Vec<PlacedStatement>,
}

/// What something around the documents says of the cluster, or one of them.
pub(in crate::core::import) struct PlacedStatement {
    pub(in crate::core::import) place: SourceLocation,
    pub(in crate::core::import) fact: ClusterFact,
    /// As it stands there.
    pub(in crate::core::import) value: String,
    /// Where it stands there: `provider.aws.region`.
    pub(in crate::core::import) path: String,
}
