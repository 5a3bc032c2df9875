//! What the user knows about prices, and what to price. No manifest depends on any of it.

use std::fmt;
use std::str::FromStr;

use super::text::InstanceType;
use crate::core::error::ValueError;
use crate::core::units::{Money, TimeSpan, VolumeSize};

/// The instance type that all numbers are about, where it is not the one that Karpenter most likely
/// launches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeInView {
    /// All eligible types: a spread.
    All,
    /// This type, admitted or not.
    One(InstanceType),
}

impl TypeInView {
    /// The word for all types in a Config file and in `--set`.
    const ALL: &'static str = "all";

    /// The one type, if it is one.
    pub const fn one(&self) -> Option<&InstanceType> {
        match self {
            Self::All => None,
            Self::One(name) => Some(name),
        }
    }
}

impl FromStr for TypeInView {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if text.trim() == Self::ALL {
            return Ok(Self::All);
        }
        text.parse().map(Self::One)
    }
}

impl fmt::Display for TypeInView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => f.write_str(Self::ALL),
            Self::One(name) => name.fmt(f),
        }
    }
}

/// What the user knows about prices, and what to price. No manifest depends on any of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostSettings {
    /// The type that all numbers are about; the one that Karpenter most likely launches if empty.
    pub instance_type: Option<TypeInView>,
    /// The user's own price of an hour of that type.
    pub price: Option<Money>,
    /// Percent off the on-demand price, 0 to 100.
    pub discount: Option<u16>,
    /// Percent of the on-demand price that spot capacity costs, 1 to 100.
    pub spot_percent: Option<u16>,
    /// Whether a price that a Region's table lacks is estimated from us-east-1.
    pub estimate_missing: bool,
    /// Nodes, 1 to 100,000; one if empty.
    pub nodes: Option<u32>,
    /// Starts of nodes in a month, 0 to 10,000,000.
    pub node_starts: Option<u32>,
    /// From launch until the node is Ready; the published figure if empty.
    pub provisioning: Option<TimeSpan>,
    /// From the pull's start to its end; estimated if empty.
    pub pull_time: Option<TimeSpan>,
    /// What moving one GB of the image to a node costs; not known if empty.
    pub transfer_price: Option<Money>,
    /// What the snapshot stores; not known if empty.
    pub snapshot_size: Option<VolumeSize>,
    /// Zones in which fast snapshot restore is on, 1 to 10; off if empty.
    pub fast_restore_zones: Option<u16>,
    /// Hours of a month in which it is on, 1 to 730; all of them if empty.
    pub fast_restore_hours: Option<u16>,
}
