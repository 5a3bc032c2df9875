//! The storage.

use super::words::count;
use crate::core::grouped;

/// The picture of pull time and cost.
pub fn picture(name: &str) -> String {
    format!("Pull time and cost by volume throughput on {name}")
}

pub const THROUGHPUT_AXIS: &str = "Throughput, MiB/s";
pub const CURVE_HEADS: [&str; 6] = ["MiB/s", "IOPS", "pull", "lowest", "highest", "$ per month"];

/// A point of the curve, with its range if it has one.
pub fn curve_point(throughput: &str, iops: &str, time: &str, range: &str, cost: &str) -> String {
    let range = if range.is_empty() {
        String::new()
    } else {
        format!(" ({range})")
    };
    format!("{throughput} MiB/s with {iops} IOPS: {time}{range}, {cost}.")
}

/// At the line of images on NVMe, where they may lie already.
pub fn on_nvme(time: &str, is_yours: bool) -> String {
    if is_yours {
        format!("yours, on NVMe: {time}")
    } else {
        format!("images on NVMe: {time}")
    }
}

/// At the end of what helps; the axis below has the unit.
pub fn no_benefit(throughput: &str) -> String {
    format!("<5 % gain above {throughput}")
}

/// At the present setting.
pub fn yours_at(throughput: &str, time: &str) -> String {
    format!("yours: {throughput}, {time}")
}

pub const PRICE_UNKNOWN: &str = "price unknown";

pub fn a_month(cost: &str) -> String {
    format!("{cost} per month")
}

pub const SETTINGS_CAPTION: &str =
    "Storage settings with pull time and cost on this type, fastest first";
pub const SETTING_HEAD: &str = "Setting";
pub const PULL_HEAD: &str = "Pull";
pub const COST_HEAD: &str = "$ per month";
pub const AGAINST_HEAD: &str = "Versus yours";
pub const TAKE_HEAD: &str = "Use";
pub const USE: &str = "Use";
/// Beside the present setting.
pub const YOURS: &str = "yours";

/// Over the disks to choose from: which type their seconds are about.
pub fn disk_on(instance_type: &str) -> String {
    format!("Disk, with pull times on {instance_type}")
}

pub const OTHER_DISK: &str = "Another size, type, IOPS or throughput";
/// Beside the first setting.
pub const BEST: &str = "cheapest of the fastest";
/// The same on a card.
pub const BEST_SHORT: &str = "best";
pub const BEST_MEANS: &str =
    "Nothing here is more than 5 % faster, and nothing as fast costs 10 % less.";

/// In place of a pull's range, where times are not known.
pub fn writes(rate: &str, is_estimate: bool) -> String {
    if is_estimate {
        format!("writes about {rate}")
    } else {
        format!("writes {rate}")
    }
}

/// Before the field of the image's size, where that is not known.
pub const SET_SIZE: &str = "Pull times need the image's ";

/// What a setting changes besides the volume's rates.
pub const TO_EBS: &str = "Moves images to EBS";
pub const TO_NVME: &str = "Moves images to NVMe";

/// The same of any other field.
pub fn change(field: &str, from: &str, to: &str) -> String {
    format!("{field}: {from} → {to}")
}

/// Folded away under the table.
pub const CAVEATS: &str = "Unknowns and assumptions";
pub const LIMITS: &str = "Rates and limits over all eligible types";
pub const STORES: &str = "Local NVMe of all eligible types";
pub const STORES_CAPTION: &str =
    "Local NVMe of the selected types, slowest relative to their volume first";
pub const TYPE_HEAD: &str = "Type";
pub const NVME_HEAD: &str = "NVMe";
pub const NVME_WRITES_HEAD: &str = "Writes, estimated";
pub const VOLUME_WRITES_HEAD: &str = "Volume writes";
pub const COMPARISON_HEAD: &str = "NVMe is";

pub const ROOM: &str = "Space for the image";

/// How fast something is written; the low end of a range stands without its unit.
pub fn rates(low: &str, high: &str) -> String {
    format!("{low} to {high}")
}

/// What sets the volume's rate.
pub const BY_IOPS: &str = "IOPS";
pub const BY_THROUGHPUT: &str = "throughput";

/// What the volume costs a month, how fast it is written, and what sets that.
pub fn volume(cost: Option<&str>, rate: Option<(&str, &str)>) -> String {
    let cost = match cost {
        Some(cost) => format!("costs {cost} per month"),
        None => "has no known price in this Region".into(),
    };
    match rate {
        Some((rate, set_by)) => {
            format!("The volume {cost} and writes {rate} on its own, limited by its {set_by}.")
        }
        None => format!("The volume {cost}; how fast it writes is unknown without IOPS."),
    }
}

/// How fast the types write that keep images on the volume; the slowest if they differ.
pub fn images_on_volume(rates: &str, types: usize, slowest: Option<&str>) -> String {
    let slowest = match slowest {
        Some(name) => format!("; {name} is the slowest"),
        None => String::new(),
    };
    format!(
        "Images are written at {rates} on {} that keep them on the volume{slowest}.",
        count(types, "type")
    )
}

/// How many types cannot use the volume's rate.
pub fn ebs_maxima(capped: usize, types: usize) -> String {
    match capped {
        0 => format!("All {types} can use that in full."),
        1 => format!("1 of {types} types has a lower EBS maximum."),
        capped => format!("{capped} of {types} types have a lower EBS maximum."),
    }
}

/// Follows [`ebs_maxima`].
pub fn more_unknown(types: usize) -> String {
    format!("Unknown on {}.", count(types, "more type"))
}

/// How many types fall to a lower rate, and the one that falls lowest.
pub fn burst(types: usize, name: &str, rate: &str) -> String {
    let have = match types {
        1 => "1 type has this rate".to_owned(),
        types => format!("{types} types have this rate"),
    };
    format!("{have} only in bursts, at least 30 minutes per day: {name} falls to {rate}.")
}

pub const NO_SIZE: &str = "The space a pull needs is unknown without the image's compressed size.";

/// What room a pull needs; the least where the unpacked size is not known.
pub fn room(compressed: &str, keeps_layers: bool, least: Option<&str>, most: &str) -> String {
    let parts = if keeps_layers {
        "compressed twice and unpacked once"
    } else {
        "compressed and unpacked at once"
    };
    let need = match least {
        None => most.to_owned(),
        Some(least) => format!("{least} to {most}, for 1.89 to 2.36 times its size unpacked"),
    };
    format!(
        "A pull of {compressed} is on the disk {parts}; with 10 % kept free to avoid eviction it needs {need}."
    )
}

/// Whether there is the room, after what it is asked of.
pub const FITS: &str = "has enough space";
pub const MAY_FIT: &str = "may have enough space";
pub const TOO_SMALL: &str = "is too small";
pub const FIT_UNKNOWN: &str = "may or may not have enough space";

/// Whether the volume has it, and the smallest one that does, if there is one.
pub fn room_of_volume(size: &str, fits: &str, smallest: Option<&str>) -> String {
    let smallest = match smallest {
        Some(smallest) => format!("{smallest} is the smallest that fits"),
        None => "no volume of this type is large enough".into(),
    };
    format!("The volume of {size} {fits}; {smallest}.")
}

pub fn room_of_store(gigabytes: u64, name: &str, fits: &str) -> String {
    format!(
        "The smallest NVMe that holds images, {} GB of {name}, {fits}.",
        grouped(gigabytes)
    )
}

pub const NO_STORE: &str = "No selected type has local NVMe.";

/// How many types have NVMe, and how many of those keep images on it.
pub fn with_store(with: usize, types: usize, using: usize) -> String {
    let keep = match using {
        0 => "none of them keeps".to_owned(),
        all if all == with => "all of them keep".to_owned(),
        1 => "1 of them keeps".to_owned(),
        using => format!("{using} of them keep"),
    };
    format!(
        "{with} of {} have local NVMe; {keep} images on it.",
        count(types, "type")
    )
}

pub fn system_alone(cost: &str) -> String {
    format!("No image is written to the volume: its {cost} per month pays for the system alone.")
}

/// On how many types it is what.
pub fn against_volume(slower: usize, alike: usize, faster: usize, unknown: usize) -> String {
    format!(
        "Compared with the volume: slower on {slower}, similar on {alike}, faster on {faster}, unknown on {unknown}."
    )
}

/// Size of a type's NVMe, and its disks where their number is known.
pub fn store_size(gigabytes: u64, disks: Option<usize>) -> String {
    let size = grouped(gigabytes);
    match disks {
        Some(disks) => format!("{size} GB, {}", count(disks, "disk")),
        None => format!("{size} GB"),
    }
}
