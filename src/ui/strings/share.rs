//! Sharing a link.

use super::words::count;

pub const BUTTON: &str = "Share";
pub const KEY: &str = "s outside text fields";
pub const TITLE: &str = "Share a link";
pub const HELP: &str = "Anyone who opens it sees these settings. They are in the link itself; nothing is sent to a server.";
pub const LINK: &str = "Link";

pub fn length(characters: usize) -> String {
    count(characters, "character")
}

/// Between the length and what is to be said of a long link.
pub const BEFORE_NOTE: &str = ". ";

pub const WITHOUT_NAMES: &str = "Leave out names and IDs";
/// What a link without names still holds.
pub const WHAT_STAYS: &str = "Included: names of pool, workload and namespace, the image's repository and tag, Region, zones, label keys, taints and tolerations.";
/// What a link without names never holds.
pub const WHAT_GOES: &str = "Removed: cluster, role, instance profile, discovery tag and value, subnet and security group ids, tags, preserved fields, reservations, KMS key, snapshot, label values, account IDs in the image name, reasons of dismissed findings, your own prices and discount, and invalid text.";

/// What leaving names out changes in these settings.
pub fn left_out_here(labels: &[&str]) -> String {
    if labels.is_empty() {
        return "These settings contain no names to leave out.".to_owned();
    }
    format!("In these settings: {}.", labels.join(", "))
}

pub const COPY_COMMAND: &str = "Copy as a command";
pub const COPY_LINK: &str = "Copy link";

/// What is copied, as [`copied`](super::actions::copied) names it.
pub const THE_LINK: &str = "Link";
pub const THE_COMMAND: &str = "Command";
