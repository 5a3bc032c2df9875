//! What an EBS volume costs.

use super::item::{Base, Factor, LineItem, Price, Total};
use crate::core::catalogue::EbsPrices;
use crate::core::config::VolumeType;
use crate::core::config::sources::EBS_PRICES;
use crate::core::engines::NodeSystem;
use crate::core::plan::{BOTTLEROCKET_OS_VOLUME, NodePlan};
use crate::core::units::{Iops, Money, Throughput, VolumeSize};

/// IOPS that the price of a gp3 volume's size includes (EC2 User Guide, read 2026-08).
const GP3_IOPS: u64 = 3000;
/// MiB/s that it includes.
const GP3_THROUGHPUT: u64 = 125;
/// IOPS of each of io2's first two price tiers.
const IO2_TIER: u64 = 32_000;
/// Why a volume has no price.
pub(super) const NO_PRICE: &str =
    "the EBS price table of 2024-07-18 has no price for this in this Region";

/// A volume of any type, as it would be provisioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VolumeSpec {
    /// Its type.
    pub volume_type: VolumeType,
    /// Its size.
    pub size: VolumeSize,
    /// Its IOPS; what gp3 includes if empty, and without a meaning for gp2.
    pub iops: Option<Iops>,
    /// Its throughput; what gp3 includes if empty, and without a meaning for other types.
    pub throughput: Option<Throughput>,
}

/// What a volume costs per month of 730 hours, line by line.
///
/// gp3: size, IOPS above 3,000, MiB/s above 125. gp2: size. io1: size and all IOPS. io2: size and
/// IOPS in three tiers: up to 32,000, up to 64,000, above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VolumeCost {
    /// The lines.
    pub lines: Vec<LineItem>,
}

impl VolumeCost {
    /// The price of a volume by a Region's prices; every line that costs anything is unknown
    /// where there are none.
    pub fn new(volume: &VolumeSpec, prices: Option<&EbsPrices>) -> Self {
        Self::named(&format!("{} volume", volume.volume_type), volume, prices)
    }

    /// What a month costs.
    pub fn per_month(&self) -> Total {
        Total::sum(self.lines.iter().map(LineItem::per_month))
    }

    fn named(name: &str, volume: &VolumeSpec, prices: Option<&EbsPrices>) -> Self {
        let kind = volume.volume_type;
        let size = size_price(kind, prices);
        let mut lines = vec![LineItem::new(
            format!("{name}: size"),
            Base::Month,
            vec![Factor::Count(u64::from(volume.size.to_gib()), "GiB")],
            price(size, "per GiB-month", prices),
        )];
        match kind {
            VolumeType::Gp2 => {}
            VolumeType::Gp3 => lines.extend(gp3_extras(name, volume, prices)),
            VolumeType::Io1 => lines.push(io1_iops(name, volume, prices)),
            VolumeType::Io2 => lines.extend(io2_iops(name, volume, prices)),
        }
        Self { lines }
    }
}

fn price(amount: Option<Money>, unit: &'static str, prices: Option<&EbsPrices>) -> Price {
    let source = (EBS_PRICES, prices.map(|prices| prices.as_of));
    Price::published(amount, unit, source, NO_PRICE)
}

fn size_price(kind: VolumeType, prices: Option<&EbsPrices>) -> Option<Money> {
    let prices = prices?;
    match kind {
        VolumeType::Gp3 => prices.gp3_gib,
        VolumeType::Gp2 => prices.gp2_gib,
        VolumeType::Io1 => prices.io1_gib,
        VolumeType::Io2 => prices.io2_gib,
    }
}

fn gp3_extras(name: &str, volume: &VolumeSpec, prices: Option<&EbsPrices>) -> [LineItem; 2] {
    let iops = volume.iops.map_or(GP3_IOPS, |iops| u64::from(iops.count()));
    let throughput = volume
        .throughput
        .map_or(GP3_THROUGHPUT, |rate| u64::from(rate.to_mebibytes()));
    let above = |provisioned, included, unit| {
        vec![Factor::Above {
            provisioned,
            included,
            unit,
        }]
    };
    [
        LineItem::new(
            format!("{name}: IOPS"),
            Base::Month,
            above(iops, GP3_IOPS, "IOPS"),
            price(
                prices.and_then(|prices| prices.gp3_iops),
                "per IOPS-month",
                prices,
            ),
        ),
        LineItem::new(
            format!("{name}: throughput"),
            Base::Month,
            above(throughput, GP3_THROUGHPUT, "MiB/s"),
            price(
                prices.and_then(|prices| prices.gp3_throughput),
                "per MiB/s-month",
                prices,
            ),
        ),
    ]
}

fn io1_iops(name: &str, volume: &VolumeSpec, prices: Option<&EbsPrices>) -> LineItem {
    match volume.iops {
        Some(iops) => LineItem::new(
            format!("{name}: IOPS"),
            Base::Month,
            vec![Factor::Count(u64::from(iops.count()), "IOPS")],
            price(
                prices.and_then(|prices| prices.io1_iops),
                "per IOPS-month",
                prices,
            ),
        ),
        None => without_iops(name),
    }
}

/// One line a tier that the volume reaches.
fn io2_iops(name: &str, volume: &VolumeSpec, prices: Option<&EbsPrices>) -> Vec<LineItem> {
    let Some(iops) = volume.iops else {
        return vec![without_iops(name)];
    };
    let tiers: [(&str, Option<Money>); 3] = match prices.map(|prices| prices.io2_iops) {
        Some([first, second, third]) => [
            ("IOPS up to 32,000", first),
            ("IOPS up to 64,000", second),
            ("IOPS above 64,000", third),
        ],
        None => [
            ("IOPS up to 32,000", None),
            ("IOPS up to 64,000", None),
            ("IOPS above 64,000", None),
        ],
    };
    let mut left = u64::from(iops.count());
    let mut lines = Vec::new();
    for (index, (what, amount)) in tiers.into_iter().enumerate() {
        let here = if index == 2 { left } else { left.min(IO2_TIER) };
        if here == 0 {
            break;
        }
        left -= here;
        lines.push(LineItem::new(
            format!("{name}: {what}"),
            Base::Month,
            vec![Factor::Count(here, "IOPS")],
            price(amount, "per IOPS-month", prices),
        ));
    }
    lines
}

/// io1 and io2 have no IOPS of their own accord: EC2 refuses a volume without a number.
fn without_iops(name: &str) -> LineItem {
    LineItem::new(
        format!("{name}: IOPS"),
        Base::Month,
        Vec::new(),
        Price::unknown("per IOPS-month", "the volume's IOPS are not set"),
    )
}

/// Lines of every volume that a node of this plan is launched with.
pub(super) fn of_node(plan: &NodePlan<'_>, prices: Option<&EbsPrices>) -> Vec<LineItem> {
    if plan.by_hand() {
        return vec![LineItem::new(
            "Volume",
            Base::Month,
            Vec::new(),
            Price::unknown(
                "per month",
                "for another distribution you write the node class yourself",
            ),
        )];
    }
    let volume = &plan.config.storage.volume;
    let data = VolumeSpec {
        // Auto Mode's ephemeral storage has no type to choose.
        volume_type: if plan.engine().is_auto_mode() {
            VolumeType::Gp3
        } else {
            volume.volume_type
        },
        size: volume.volume_size,
        iops: volume.iops,
        throughput: volume.throughput,
    };
    match plan.engine().system {
        NodeSystem::Bottlerocket => {
            let system = VolumeSpec {
                volume_type: VolumeType::Gp3,
                size: BOTTLEROCKET_OS_VOLUME,
                iops: None,
                throughput: None,
            };
            let mut lines =
                VolumeCost::named(&format!("{} data volume", data.volume_type), &data, prices)
                    .lines;
            lines.extend(VolumeCost::named("gp3 OS volume", &system, prices).lines);
            lines
        }
        NodeSystem::AutoMode => {
            VolumeCost::named("Ephemeral storage, at gp3 prices", &data, prices).lines
        }
        NodeSystem::Al2023 => VolumeCost::new(&data, prices).lines,
    }
}
