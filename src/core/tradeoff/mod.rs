//! Time against money: the exact frontier over types, engines, limits and volumes, and the
//! cheapest setting that meets a target.

mod apply;
mod frontier;
mod settings;
mod space;
mod target;
#[cfg(test)]
mod tests;

pub use frontier::{CostBasis, Frontier, NoFrontier, PresentPoint, Search, TradeoffPoint};
pub use space::Scope;
pub use target::{Target, TargetAnswer};
