//! What more throughput and more IOPS of a gp3 volume cost, as points and marks to draw.

use super::advice::StorageAdvice;
use super::limits::{
    GP3_IOPS, GP3_OLD_IOPS, GP3_OLD_THROUGHPUT, GP3_THROUGHPUT, IOPS_PER_MEBIBYTE, VolumeLimits,
    iops_for,
};
use crate::core::catalogue::{Catalogue, EbsPrices};
use crate::core::config::{Config, EngineKind, VolumeType};
use crate::core::cost::{VolumeCost, VolumeSpec};
use crate::core::units::{ByteRate, Iops, Money, Throughput, VolumeSize};

/// One setting of a gp3 volume.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CostPoint {
    /// Its throughput in MiB/s.
    pub throughput: u32,
    /// Its IOPS.
    pub iops: u32,
    /// What it costs in a month; none if a price is not known.
    pub per_month: Option<Money>,
    /// What it carries by itself.
    pub rate: ByteRate,
    /// How many of the selected types cannot use that rate in full.
    pub capped: usize,
}

/// What happens from a point on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KneeKind {
    /// More throughput is wasted on at least half of the types.
    WastedOnHalf,
    /// More throughput is wasted on all of the types.
    WastedOnAll,
    /// More throughput needs IOPS beyond the included ones.
    NeedsIops,
    /// The limit of before September 2025, which texts still name.
    OldLimit,
    /// More IOPS carry no more throughput.
    BuysNothing,
}

impl KneeKind {
    /// A label for a chart.
    pub const fn label(self) -> &'static str {
        match self {
            Self::WastedOnHalf => "wasted on half",
            Self::WastedOnAll => "wasted on all",
            Self::NeedsIops => "needs more IOPS",
            Self::OldLimit => "old limit",
            Self::BuysNothing => "buys nothing",
        }
    }

    /// What it means, in a sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::WastedOnHalf => {
                "From here on more throughput is wasted on half of these instances or more: it is their EBS maximum."
            }
            Self::WastedOnAll => {
                "From here on more throughput is wasted on all of these instances: it is the highest EBS maximum."
            }
            Self::NeedsIops => {
                "From here on throughput needs IOPS beyond the included 3,000: four for each MiB/s."
            }
            Self::OldLimit => {
                "The limit of before September 2025, which the CRD's text and some pages still name."
            }
            Self::BuysNothing => {
                "From here on IOPS make no pull faster: four carry each MiB/s of the throughput."
            }
        }
    }
}

/// A marked place on a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Knee {
    /// Where: MiB/s or IOPS.
    pub at: u32,
    /// What happens there.
    pub kind: KneeKind,
}

/// Cost against one setting, with the present one and what happens along the way.
#[derive(Debug, Clone, PartialEq)]
pub struct CostCurve {
    /// Settings that EC2 takes, lowest first; the cost between two of them lies on a line.
    pub points: Vec<CostPoint>,
    /// The present setting, if the volume is a gp3 one.
    pub current: Option<CostPoint>,
    /// What happens along the way, lowest first, within the points.
    pub knees: Vec<Knee>,
}

/// Both curves of a gp3 volume of the present size.
#[derive(Debug, Clone, PartialEq)]
pub struct StorageCharts {
    /// The size that both are for.
    pub size: VolumeSize,
    /// Cost against throughput, each with the IOPS that it needs.
    pub by_throughput: CostCurve,
    /// Cost against IOPS at the present throughput.
    pub by_iops: CostCurve,
    /// How many types have a known EBS maximum.
    pub types: usize,
    /// How many have none.
    pub unknown: usize,
}

impl StorageCharts {
    /// The charts for a Config and what is known of its storage.
    pub fn new(config: &Config, catalogue: &Catalogue, advice: &StorageAdvice) -> Self {
        let limits = match config.engine.kind {
            EngineKind::AutoMode => VolumeLimits::AUTO_MODE,
            _ => VolumeLimits::of(VolumeType::Gp3),
        };
        let pricing = Pricing {
            size: advice.volume.size,
            prices: catalogue.ebs_prices(&config.cluster.region),
            advice,
        };
        let current = (advice.volume.volume_type == VolumeType::Gp3).then(|| {
            let volume = &advice.volume;
            pricing.point(
                volume
                    .throughput
                    .map_or(GP3_THROUGHPUT, Throughput::to_mebibytes),
                volume.iops.map_or(GP3_IOPS, Iops::count),
            )
        });
        let most_iops = limits
            .iops_at(advice.volume.size.to_gib())
            .min(limits.iops.map_or(GP3_IOPS, |(_, most)| most));
        Self {
            size: advice.volume.size,
            by_throughput: by_throughput(&pricing, limits, most_iops, current),
            by_iops: by_iops(&pricing, most_iops, current),
            types: advice.reach.types(),
            unknown: advice.reach.unknown,
        }
    }
}

struct Pricing<'a> {
    size: VolumeSize,
    prices: Option<&'a EbsPrices>,
    advice: &'a StorageAdvice,
}

impl Pricing<'_> {
    fn point(&self, throughput: u32, iops: u32) -> CostPoint {
        let volume = VolumeSpec {
            volume_type: VolumeType::Gp3,
            size: self.size,
            iops: Some(Iops::new(iops)),
            throughput: Some(Throughput::mebibytes(throughput)),
        };
        let rate = ByteRate::mebibytes(throughput.min(iops / IOPS_PER_MEBIBYTE));
        CostPoint {
            throughput,
            iops,
            per_month: VolumeCost::of(&volume, self.prices).per_month().exactly(),
            rate,
            capped: self.advice.reach.capped_below(rate),
        }
    }
}

/// From `first` in steps to `last`, both included.
fn steps(first: u32, last: u32, step: usize) -> impl Iterator<Item = u32> {
    let between = (first..last).step_by(step);
    between.chain(std::iter::once(last.max(first)))
}

fn by_throughput(
    pricing: &Pricing<'_>,
    limits: VolumeLimits,
    most_iops: u32,
    current: Option<CostPoint>,
) -> CostCurve {
    const STEP: usize = 25;
    let most = limits.most_throughput.min(most_iops / IOPS_PER_MEBIBYTE);
    let points = steps(GP3_THROUGHPUT, most, STEP)
        .map(|throughput| pricing.point(throughput, iops_for(throughput)))
        .collect();
    let reach = &pricing.advice.reach;
    let half = reach.wasted_on_half().map(ByteRate::to_mebibytes);
    let all = reach.wasted_on_all().map(ByteRate::to_mebibytes);
    let knees = [
        (Some(GP3_IOPS / IOPS_PER_MEBIBYTE), KneeKind::NeedsIops),
        (
            half.filter(|half| Some(*half) != all),
            KneeKind::WastedOnHalf,
        ),
        (all, KneeKind::WastedOnAll),
        (Some(GP3_OLD_THROUGHPUT), KneeKind::OldLimit),
    ];
    CostCurve {
        knees: within(knees, GP3_THROUGHPUT, most),
        points,
        current,
    }
}

fn by_iops(pricing: &Pricing<'_>, most_iops: u32, current: Option<CostPoint>) -> CostCurve {
    let throughput = current.map_or(GP3_THROUGHPUT, |point| point.throughput);
    let needed = iops_for(throughput);
    let present = current.map_or(needed, |point| point.iops);
    // Nobody looks at 80,000 IOPS who has 3,000.
    let (most, step) = if present.max(needed) <= GP3_OLD_IOPS {
        (most_iops.min(GP3_OLD_IOPS), 250)
    } else {
        (most_iops, 1000)
    };
    let points = steps(needed, most, step)
        .map(|iops| pricing.point(throughput, iops))
        .collect();
    let knees = [
        (Some(needed), KneeKind::BuysNothing),
        (
            Some(GP3_OLD_IOPS).filter(|old| *old < most),
            KneeKind::OldLimit,
        ),
    ];
    CostCurve {
        knees: within(knees, needed, most.max(needed)),
        points,
        current,
    }
}

fn within(
    knees: impl IntoIterator<Item = (Option<u32>, KneeKind)>,
    first: u32,
    last: u32,
) -> Vec<Knee> {
    let mut knees: Vec<Knee> = knees
        .into_iter()
        .filter_map(|(at, kind)| Some(Knee { at: at?, kind }))
        .filter(|knee| (first..=last).contains(&knee.at))
        .collect();
    knees.sort_by_key(|knee| knee.at);
    knees
}
