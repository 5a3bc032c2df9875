//! One field of the form.

/// Before the default.
pub const DEFAULT: &str = "default ";
pub const RESET: &str = "Reset";

pub fn reset(label: &str) -> String {
    format!("Reset {label}")
}

/// In an empty number.
pub const NOT_SET: &str = "not set";

/// On the button that shows the help of a field, and hides it.
pub const INFO: &str = "i";

pub fn about(label: &str) -> String {
    format!("About {label}")
}

/// The allowed values, and who says so.
pub fn bounds_and_source(bounds: &str, source: &str) -> String {
    format!("{bounds}. Source: {source}")
}

pub fn source_of(label: &str) -> String {
    format!("Source of {label}")
}

/// At a text that is no value.
pub const NOT_TAKEN: &str = "invalid";

/// The button that takes what was probably meant.
pub fn use_instead(text: &str) -> String {
    format!("Use {text}")
}

/// Names the words that a list may hold.
pub const KNOWN_WORDS: &str = "Known words";

/// Takes a word out of a list.
pub fn remove(word: &str) -> String {
    format!("Remove {word}")
}

/// How a text was read that means a value and is written in another way.
pub fn read_as(typed: &str, value: &str) -> String {
    format!("{typed} is read as {value}.")
}

/// What may stand in a field, by its path, while it is empty.
const EXAMPLES: [(&str, &str); 25] = [
    ("cluster.name", "e.g. prod-ml"),
    ("cluster.nodeRole", "e.g. KarpenterNodeRole-prod-ml"),
    ("cluster.region", "e.g. eu-west-1"),
    ("cluster.instanceProfile", "e.g. KarpenterNodes-prod-ml"),
    ("cluster.discoveryValue", "e.g. prod-ml"),
    ("cluster.subnetIds", "e.g. subnet-0a1b2c3d4e5f67890"),
    ("cluster.securityGroupIds", "e.g. sg-0a1b2c3d4e5f67890"),
    ("cluster.tags", "team=ml-platform"),
    ("nodes.families", "e.g. g6, g6e; empty: all"),
    ("nodes.excludedFamilies", "e.g. t3, t3a"),
    ("nodes.categories", "e.g. c, m, r; empty: all"),
    ("nodes.sizes", "e.g. 2xlarge, 4xlarge; empty: all"),
    ("nodes.excludedSizes", "e.g. metal"),
    ("nodes.types", "e.g. m6i.8xlarge; empty: all"),
    ("nodes.excludedTypes", "e.g. m5.24xlarge"),
    ("nodes.gpuNames", "e.g. l4, l40s; empty: all"),
    ("nodes.zones", "e.g. us-east-1a; empty: all"),
    ("nodes.labels", "workload=inference"),
    ("nodes.taints", "nvidia.com/gpu:NoSchedule"),
    ("nodes.expireAfter", "e.g. 720h"),
    ("nodes.terminationGracePeriod", "e.g. 24h"),
    ("workload.cpu", "e.g. 4 or 500m"),
    ("workload.memory", "e.g. 16Gi"),
    ("workload.ephemeralStorage", "e.g. 50Gi"),
    ("storage.volume.snapshotID", "e.g. snap-0a1b2c3d4e5f67890"),
];

/// What may stand in a field while it is empty, if there is more to say than its bounds.
pub fn example(path: &str) -> Option<&'static str> {
    let found = EXAMPLES.iter().find(|(field, _)| *field == path);
    found.map(|(_, example)| *example)
}
