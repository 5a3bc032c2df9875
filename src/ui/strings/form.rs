//! The form around its fields.

pub const LABEL: &str = "Settings";
pub const ESSENTIALS: &str = "Essentials";
/// After how many findings and missing values.
pub const TO_LOOK_AT: &str = " to review";
pub const NOT_USED: &str = "Not used with these settings";

/// The fold with what is seldom needed.
pub fn more(group: &str) -> String {
    format!("More {} settings", group.to_ascii_lowercase())
}

/// After how many.
pub const CHANGED: &str = " changed";

pub fn changed(count: usize) -> String {
    format!("{count} changed from the default")
}

/// What the line of a closed group says, each with the words around its value.
pub const SUMMARIES: [(&str, &str, &str); 23] = [
    ("Kubernetes ", "cluster.kubernetes", ""),
    ("Karpenter ", "cluster.karpenter", ""),
    ("AL2023 ", "cluster.al2023Version", ""),
    ("Bottlerocket ", "cluster.bottlerocketVersion", ""),
    ("", "workload.kind", ""),
    ("", "workload.replicas", "× replica"),
    ("", "workload.gpus", "× GPU"),
    ("", "workload.cpu", " CPU"),
    ("", "workload.memory", ""),
    ("", "nodes.categories", ""),
    ("", "nodes.sizes", ""),
    ("", "nodes.types", ""),
    ("", "nodes.capacityTypes", ""),
    ("", "nodes.taints", ""),
    ("", "storage.volume.volumeType", ""),
    ("", "storage.volume.volumeSize", ""),
    ("", "storage.instanceStore", ""),
    ("", "engine.maxConcurrentDownloadsPerImage", " downloads"),
    ("", "engine.maxConcurrentUnpacksPerImage", " unpacks"),
    ("chunks of ", "engine.concurrentDownloadChunkSize", ""),
    ("", "costs.discount", " % discount"),
    ("spot at ", "costs.spotPercent", " %"),
    ("", "costs.nodeStarts", " node starts per month"),
];
