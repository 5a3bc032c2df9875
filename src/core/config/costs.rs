//! What the user knows about prices, and what to price. No manifest depends on any of it.

use super::text::InstanceType;
use crate::core::units::{Duration, Money, VolumeSize};

/// What the user knows about prices, and what to price. No manifest depends on any of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CostSettings {
    /// The one type that is looked at; all admitted types if empty.
    pub instance_type: Option<InstanceType>,
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
    pub provisioning: Option<Duration>,
    /// From the pull's start to its end; estimated if empty.
    pub pull_time: Option<Duration>,
    /// What moving one GB of the image to a node costs; not known if empty.
    pub transfer_price: Option<Money>,
    /// What the snapshot stores; not known if empty.
    pub snapshot_size: Option<VolumeSize>,
    /// Zones in which fast snapshot restore is on, 1 to 10; off if empty.
    pub fast_restore_zones: Option<u16>,
    /// Hours of a month in which it is on, 1 to 730; all of them if empty.
    pub fast_restore_hours: Option<u16>,
}
