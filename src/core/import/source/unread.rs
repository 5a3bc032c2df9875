//! What a file holds that is not read, and why.

use super::SourceLocation;

/// Something in a file that is no document that could be read: a loop, a remote chart, a template
/// that only its tool can fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Where it begins.
    pub place: SourceLocation,
    /// What it is: `module "eks" (terraform)`.
    pub what: String,
    /// Why it was not looked at.
    pub why: String,
}
