//! From the eligible types to those that EC2 gets: the steps, and what is left of them.

use crate::core::units::Money;

/// The most types that Karpenter sends to EC2 for one node (`maxInstanceTypes` in instance.go).
pub(crate) const MAX_SENT: usize = 60;
/// The most types that a NodeClaim lists (`MaxInstanceTypes` in nodeclaimtemplate.go).
pub(super) const MAX_LISTED: usize = 600;

/// A type that may be launched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LaunchCandidate {
    /// Where the type stands in `Catalogue::instances`.
    pub position: usize,
    /// What it is ordered by, an hour; none if nobody knows a price.
    pub price: Option<Money>,
}

/// One step from the eligible types to those that EC2 gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaunchStep {
    /// The requirements of NodePool and workload are met, and one pod fits.
    Admitted {
        /// Types.
        types: usize,
    },
    /// The pool's limits leave room for a node of the type.
    WithinLimits {
        /// Types that are left.
        types: usize,
    },
    /// So many pods fit on one node.
    Packed {
        /// Pods.
        pods: u32,
        /// Types that are left.
        types: usize,
    },
    /// A price is known; Karpenter launches no type without one.
    Priced {
        /// Types that are left.
        types: usize,
        /// Types without a price here: not offered in the Region, or newer than the table.
        unpriced: usize,
    },
    /// The 600 cheapest are listed in the NodeClaim.
    Listed {
        /// Types that are left.
        types: usize,
    },
    /// Metal and accelerators are out.
    WithoutExotic {
        /// Types that are left.
        types: usize,
        /// Types that are out.
        exotic: usize,
    },
    /// All types are metal or have accelerators, so that they stay.
    OnlyExotic {
        /// Types.
        types: usize,
    },
    /// `minValues` keeps exotic types and dear spot in.
    KeptByMinValues {
        /// Types.
        types: usize,
    },
    /// Spot capacity of so many types is dearer than the cheapest on-demand type, and out; their
    /// on-demand capacity stays.
    SpotAboveOnDemand {
        /// Types whose spot capacity is left.
        types: usize,
        /// Types whose spot capacity is out.
        dearer: usize,
    },
    /// The same step, not taken: spot prices are not known here.
    SpotPricesUnknown,
    /// The cheapest are sent to EC2.
    Sent {
        /// Types.
        types: usize,
        /// Of how many.
        of: usize,
    },
    /// The types that are left are fewer kinds than `minValues` asks for: nothing is launched.
    MinValuesUnmet {
        /// Types that are left.
        types: usize,
    },
}

/// Ways to buy capacity that are open to a pool and its workload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bought {
    pub(super) on_demand: bool,
    pub(super) spot: bool,
    pub(super) reserved: bool,
}
