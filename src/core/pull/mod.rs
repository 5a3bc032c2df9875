//! How long an image pull takes: a simulation of what each layer does, and a range around it.
//!
//! # What is simulated
//! - **SOCI's parallel mode**: all layers start at once and share the requests for chunks evenly,
//!   so the largest is downloaded last; a layer waits for its whole blob and for a permit, then
//!   unpacks as one stream. Whole layers as chunks take one request each, in turn.
//! - **Stock containerd**: three layers at once over one connection each; one after the other is
//!   unpacked, the lowest first, while later ones download.
//! - **containerd's own parallel pull**: downloads as SOCI's, all layers sharing the requests; permits
//!   to unpack are given in the order of the layers, and one that waits for its download has its
//!   permit already. What it holds in memory is in `runtime_memory`. No published run tells its
//!   speed from SOCI's: 160.5 s against 157.7 on one node.
//! - **Network** (`node::network`): each connection has a rate by registry; all together have what a
//!   pull gets of one network card, or what the registry gives. A new node has its network
//!   credits, so the card's peak is likely and its baseline the low end.
//! - **Unpacking** (`node::unpack`): one stream has one core, whose speed is the family's CoreMark
//!   against m6i's, times the decompressor's factor; more streams than cores share them.
//! - **Disk** (`node::disk`): compressed blobs and unpacked trees are both written. A share of memory
//!   takes them in; once it is full, every writer is held back to the same rate, as Linux does,
//!   and together they write what volume and instance, or the instance store, let through. What
//!   is still in memory at the end is not waited for.
//!
//! # In which order to read it
//! Each file uses those before it (`tests/it/architecture/files.rs`):
//!
//! | what | where |
//! |---|---|
//! | the image: layers with sizes | `image` |
//! | the node: who pulls and how (`puller`), network, cores, disk | `node` |
//! | the conditions: a node with one value for each uncertain figure | `conditions` |
//! | the simulation, from event to event without a step in between, and its outcome | `simulation` |
//! | what held it up | `bottleneck` |
//! | the estimate: each figure is moved to both its ends; what was simulated is kept in `cache` | `estimate` |
//! | what else is said of it: a picture, memory, cores | `timeline`, `runtime_memory`, `work` |
//! | over types, and asked about | `distribution`, `model`, `search` |
//! | under rates that are given: how `lab` compares it with real programs | `given` |
//! | against what was measured | `measured` |
//!
//! `core::parameter` holds every uncertain figure with its range and source, `parameter` their values;
//! `core::what_if` has what could be changed. A new engine is a [`node::puller::Puller`].
//!
//! # What is not
//! The cost of many small files; several images at once, and what DaemonSets pull; an EBS burst
//! that is used up; the first touch of a volume made from a snapshot; a registry that throttles;
//! lazy loading; chunked downloads of stock containerd (off by default).
//! Blobs that are deleted before they reach the disk count as written. Runs of the same pull
//! differ by up to 9 % with SOCI and 30 % with containerd, and the model is off by more than that: no
//! range is narrower than its errors on published pulls that its figures do not know
//! (`measured::leave_one_out`).
//!
//! # Better may be slower
//! More disk, memory or faster cores never make a simulated pull by SOCI slower. More bandwidth, requests
//! or permits change the order of the work, and like any list schedule that can cost a little:
//! what arrives sooner takes disk and cores from the layer that all wait for (`simulation::tests`). Where
//! containerd's store syncs layers, a better disk and more memory can, too.

#![allow(
    clippy::float_arithmetic,
    reason = "rates are fractions; only exactly rounded operations are used (see core/mod.rs)"
)]

mod bottleneck;
pub(in crate::core) mod conditions;
mod distribution;
pub(in crate::core) mod estimate;
mod given;
pub(in crate::core) mod image;
mod measured;
pub(in crate::core) mod model;
pub(in crate::core) mod node;
mod node_start;
pub(in crate::core) mod numbers;
pub(in crate::core) mod parameter;
mod runtime_memory;
mod search;
pub(in crate::core) mod simulation;
mod timeline;
mod work;

pub use crate::core::image_profile::{ImageProfile, MAX_LAYERS};
pub use bottleneck::Bottleneck;
pub use distribution::{KindSpread, PullDistribution, PullKind, PullSpreads, TypeTime};
pub use estimate::cache::SimulationCache;
pub use estimate::{PullEstimate, Sensitivity};
pub use given::{GivenRates, UnpackOrder};
pub use measured::{
    CalibratedParameter, Calibration, CalibrationParameter, ErrorSummary, FitStatus, FittedPulls,
    LeaveOneOut, LeftUnseen, MeasuredEngine, MeasuredPair, MeasuredPull, MeasuredRun, OwnFigures,
    OwnPulls, PredictedAgainstMeasured, PredictedPair, PredictedPull, Residual, calibrate,
    read_measured_pairs, read_measured_pulls,
};
pub use model::{NoEstimate, NodePulls, PullEstimates, PullModel, PullVariant, TypeEstimate};
pub(in crate::core) use model::{Pulls, image_place};
pub use node_start::{StartPhase, node_start};
pub use parameter::{Basis, Constants, Parameter};
pub use runtime_memory::{HeldMemory, MemoryBasis};
pub(in crate::core) use runtime_memory::{SYSTEM_MEMORY, free_memory, runtime_memory};
pub(in crate::core) use search::{NodePull, PullSearch};
pub use timeline::{LayerBar, PullTimeline, Segment};
pub use work::PullWork;
