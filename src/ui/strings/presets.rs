//! Where to start.

pub const LABEL: &str = "Start from";
/// In place of a preset's name.
pub const YOUR_OWN: &str = "Your own settings";
pub const YOUR_OWN_HELP: &str = "A preset replaces them but keeps the cluster names.";
pub const CHANGE: &str = "Change preset";
pub const MORE: &str = "More presets";
pub const FEWER: &str = "Fewer presets";
pub const IMPORT: &str = "Import existing files";
pub const IMPORT_HELP: &str = "Manifests, userData, Terraform, a Config file";

/// `66 s · $0.83/h on g6.xlarge`.
pub fn figures(instance_type: &str, pull: &str, price: &str) -> String {
    format!("{pull} · {price} on {instance_type}")
}
