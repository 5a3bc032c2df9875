//! A change with what it does to the likely time and to the cost.

use crate::core::config::Edit;
use crate::core::units::{MoneyChange, TimeSpan};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeverKind {
    /// Another engine.
    Engine,
    /// Program that unpacks gzip.
    Decompressor,
    /// Requests at once.
    Downloads,
    /// Layers unpacked at once.
    Unpacks,
    /// The size of a request.
    ChunkSize,
    /// Compressed layers are thrown away once unpacked.
    Discard,
    /// The volume's rates: IOPS, throughput and type together.
    VolumeRates,
    /// The volume's IOPS alone.
    Iops,
    /// Images on the instance store.
    InstanceStore,
    /// Images on the EBS volume.
    EbsVolume,
    /// Another type, by a bound of the NodePool.
    NodeType,
    /// Another architecture, for an image that is built for it.
    Architecture,
    /// An image whose largest layer is split.
    SplitLargest,
    /// An image packed with zstd.
    Zstd,
}

/// What a lever costs more, or less; each none where a price that it needs is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeverCost {
    /// One node with its volumes, an hour.
    pub hour: Option<MoneyChange>,
    /// The same, a month of 730 hours.
    pub month: Option<MoneyChange>,
    /// One start: the hour's price for provisioning and the likely pull.
    pub start: Option<MoneyChange>,
}

/// One change and what it does to the likely time and to the cost.
#[derive(Debug, Clone, PartialEq)]
pub struct Lever {
    /// What is changed.
    pub kind: LeverKind,
    /// From and to: “gp3 16000/1000 → 3000/600”.
    pub label: String,
    /// What else the edit does so that Karpenter launches the type that the lever is about: “at least
    /// 4 vCPU”.
    pub with: Option<String>,
    /// Likely time as it is, on the type that was asked about.
    pub before: TimeSpan,
    /// Likely time with the change.
    pub after: TimeSpan,
    /// Where the type that it was estimated on stands in `Catalogue::instances`: the same one, but
    /// for what is a change of type.
    pub position: usize,
    /// The type that Karpenter most likely launches with the change; none where nothing comes.
    pub launched: Option<usize>,
    /// What it costs more.
    pub cost: LeverCost,
    /// The change as an edit, where it is a setting; an image is rebuilt by its owner.
    pub edit: Option<Edit>,
}

impl Lever {
    /// Milliseconds that it saves; below zero if it costs some.
    pub fn saved(&self) -> i64 {
        i64::from(self.before.as_millis()) - i64::from(self.after.as_millis())
    }
}
