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
