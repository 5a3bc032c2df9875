//! What files hold, once they are read.

use super::Document;
use crate::core::import::source::{SourceLocation, Unread};

/// What files hold.
pub(in crate::core::import) struct Held {
    pub(in crate::core::import) documents: Vec<Document>,
    pub(in crate::core::import) unread: Vec<Unread>,
    /// Regions that something around the documents says.
    pub(in crate::core::import) regions: Vec<PlacedRegion>,
}

/// A Region that something around the documents says the cluster is in.
pub(in crate::core::import) struct PlacedRegion {
    pub(in crate::core::import) place: SourceLocation,
    pub(in crate::core::import) region: String,
    /// Where it stands there: `provider.aws.region`.
    pub(in crate::core::import) path: String,
}
