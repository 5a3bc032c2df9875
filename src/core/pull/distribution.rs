//! Likely times over all instance types that Karpenter may launch: a spread, not one number.

use super::numbers::{duration, f64_sort_key};
use crate::core::order;
use crate::core::units::{LikelyRange, TimeSpan};

/// How a type pulls, as far as types differ by more than speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PullKind {
    /// The engine does nothing here; containerd pulls.
    WithoutEffect,
    /// Images are written to the EBS volume.
    OnVolume,
    /// Images are written to the instance store.
    OnInstanceStore,
}

impl PullKind {
    /// A clause for a person: “with images on the volume”.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::WithoutEffect => "where the engine has no effect",
            Self::OnVolume => "with images on the volume",
            Self::OnInstanceStore => "with images on the instance store",
        }
    }
}

/// The likely time on one type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TypeTime {
    /// Where the type stands in `Catalogue::instances`.
    pub position: usize,
    /// How it pulls.
    pub kind: PullKind,
    /// The likely time.
    pub time: TimeSpan,
}

/// One type among others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Compared {
    pub(super) position: usize,
    pub(super) kind: PullKind,
    pub(super) seconds: f64,
}

/// Types that pull in the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindSpread {
    /// How they pull.
    pub kind: PullKind,
    /// How many they are.
    pub types: usize,
    /// Likely times: of the fastest, of the one in the middle, of the slowest.
    pub times: LikelyRange<TimeSpan>,
}

/// Likely times over the eligible types. There is one at least.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullDistribution {
    /// The type on which it takes least.
    pub fastest: TypeTime,
    /// The type in the middle.
    pub median: TypeTime,
    /// The type on which it takes longest.
    pub slowest: TypeTime,
    /// Likely time on each eligible type, in the order of `Selection::admitted`.
    pub likely: Vec<TimeSpan>,
    /// The spread of each way to pull that occurs.
    pub kinds: Vec<KindSpread>,
}

impl PullDistribution {
    /// The spread over these types; none if there are none.
    pub(super) fn from_compared(mut compared: Vec<Compared>) -> Option<Self> {
        let likely = compared.iter().map(|one| duration(one.seconds)).collect();
        // Stable: types of the same time stay in the catalogue's order.
        order::stable_sort_by_u64(&mut compared, |one| f64_sort_key(one.seconds));
        let on = |compared: &Compared| TypeTime {
            position: compared.position,
            kind: compared.kind,
            time: duration(compared.seconds),
        };
        Some(Self {
            fastest: on(compared.first()?),
            median: on(compared.get((compared.len() - 1) / 2)?),
            slowest: on(compared.last()?),
            likely,
            kinds: kinds(&compared),
        })
    }

    /// The likely times: what comes from the choice of types, not from what is uncertain.
    pub fn over_types(&self) -> LikelyRange<TimeSpan> {
        LikelyRange::new(self.fastest.time, self.median.time, self.slowest.time)
    }

    /// Two ways to pull between which most of the difference lies, the faster one first: their
    /// middles are half as far apart again, or more. “Why are pull times bimodal?”
    pub fn two_speeds(&self) -> Option<(KindSpread, KindSpread)> {
        let middle = |spread: &&KindSpread| spread.times.likely();
        let faster = self.kinds.iter().min_by_key(middle)?;
        let slower = self.kinds.iter().max_by_key(middle)?;
        let (fast, slow) = (faster.times.likely(), slower.times.likely());
        let is_apart = slow.as_millis() / 3 >= fast.as_millis() / 2;
        (faster.kind != slower.kind && is_apart).then_some((*faster, *slower))
    }
}

/// Likely times over the eligible types, with the engine and with stock containerd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullSpreads {
    /// With the engine.
    pub engine: PullDistribution,
    /// With stock containerd; none if that is the engine.
    pub stock: Option<PullDistribution>,
}

impl PullSpreads {
    /// How many times as fast the engine is, in hundredths, by likely times on the same type:
    /// least, in the middle, most over the types.
    pub fn gain(&self) -> Option<LikelyRange<u32>> {
        let stock = self.stock.as_ref()?;
        let mut gains: Vec<u32> = stock
            .likely
            .iter()
            .zip(&self.engine.likely)
            .map(|(stock, engine)| gain(*stock, *engine))
            .collect();
        order::stable_sort_by_u64(&mut gains, |gain| u64::from(*gain));
        let middle = *gains.get((gains.len().max(1) - 1) / 2)?;
        Some(LikelyRange::new(*gains.first()?, middle, *gains.last()?))
    }
}

/// How many times as fast the second time is as the first, in hundredths.
pub(super) fn gain(stock: TimeSpan, engine: TimeSpan) -> u32 {
    let hundredths = u64::from(stock.as_millis()) * 100;
    let gain = hundredths / u64::from(engine.as_millis().max(1));
    u32::try_from(gain).unwrap_or(u32::MAX)
}

/// The spread of each kind; `compared` is sorted by time.
fn kinds(compared: &[Compared]) -> Vec<KindSpread> {
    let kinds = [
        PullKind::WithoutEffect,
        PullKind::OnVolume,
        PullKind::OnInstanceStore,
    ];
    let spreads = kinds.into_iter().filter_map(|kind| {
        let times: Vec<f64> = compared
            .iter()
            .filter(|one| one.kind == kind)
            .map(|one| one.seconds)
            .collect();
        let middle = *times.get((times.len().max(1) - 1) / 2)?;
        Some(KindSpread {
            kind,
            types: times.len(),
            times: LikelyRange::new(
                duration(*times.first()?),
                duration(middle),
                duration(*times.last()?),
            ),
        })
    });
    spreads.collect()
}
