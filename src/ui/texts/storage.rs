//! The storage.

pub const NOT_OURS: &str =
    "The node class of another distribution is yours to write, and so is its storage.";

pub const OPTIONS: &str = "Options";
pub const OPTIONS_CAPTION: &str = "Settings of the storage with their cost and write rate";
pub const SETTING_HEAD: &str = "Setting";
pub const COST_HEAD: &str = "$ a month";
pub const WRITES_HEAD: &str = "Writes";
pub const CHANGES_HEAD: &str = "Changes";
pub const TAKE_HEAD: &str = "Take it";
pub const USE: &str = "Use";
/// In place of the button, at the present setting.
pub const NOW: &str = "now";

pub const STORES: &str = "Local NVMe";
pub const STORES_CAPTION: &str =
    "Local NVMe of the selected types, the slowest against their volume first";
pub const TYPE_HEAD: &str = "Type";
pub const NVME_HEAD: &str = "NVMe";
pub const NVME_WRITES_HEAD: &str = "Writes, estimated";
pub const VOLUME_WRITES_HEAD: &str = "Volume writes";
pub const COMPARISON_HEAD: &str = "NVMe is";

pub const ROOM: &str = "Room";

/// The curve of throughput.
pub fn throughput_chart(size: &str) -> String {
    format!("Cost of throughput, gp3 of {size}")
}

pub const THROUGHPUT_AXIS: &str = "Throughput, MiB/s";
pub const THROUGHPUT_HEADS: [&str; 4] = [
    "MiB/s",
    "IOPS needed",
    "$ a month",
    "types that cannot use it",
];

pub fn throughput_point(throughput: &str, iops: &str, cost: &str, capped: &str) -> String {
    format!("{throughput} MiB/s with {iops} IOPS: {cost}; {capped}.")
}

pub fn capped_of(capped: usize, types: usize) -> String {
    format!("{capped} of {types}")
}

/// The curve of IOPS.
pub fn iops_chart(throughput: &str) -> String {
    format!("Cost of IOPS at {throughput} MiB/s")
}

pub const IOPS_AXIS: &str = "IOPS";
pub const IOPS_HEADS: [&str; 3] = ["IOPS", "$ a month", "a pull writes"];

pub fn iops_point(iops: &str, throughput: &str, cost: &str, rate: &str) -> String {
    format!("{iops} IOPS at {throughput} MiB/s: {cost}; a pull writes {rate}.")
}

pub const PRICE_UNKNOWN: &str = "price unknown";

pub fn a_month(cost: &str) -> String {
    format!("{cost} a month")
}

/// How many types cannot use a point's rate.
pub fn capped(capped: usize, types: usize) -> String {
    match (capped, types) {
        (_, 0) => "no type has a known EBS maximum".into(),
        (0, 1) => "the type can use it".into(),
        (0, types) => format!("all {types} types can use it"),
        (capped, types) => format!("{capped} of {types} types cannot use all of it"),
    }
}
