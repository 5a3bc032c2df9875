//! What would change a pull or its price: one change at a time, about one instance type.
//!
//! A lever that can be taken is tried as it would be taken: its edit is applied, the launch is
//! modelled anew, and time and money are those of the node that comes then. Where a setting makes
//! another type come (an engine has its own floor of vCPU), the edit keeps the type, if any bound can:
//! otherwise two things would change at once. No lever brings an error that is not there already.

#![allow(
    clippy::float_arithmetic,
    reason = "rates are fractions; only exactly rounded operations are used (see core/mod.rs)"
)]

mod engine;
mod image;
mod lever;
mod node_type;
mod place;
mod tries;
mod volume;
mod worth;

use crate::core::config::Config;
use crate::core::pull::model::PullModel;
pub use lever::{Lever, LeverCost, LeverKind};
use tries::Tries;
pub use worth::Worth;

impl PullModel<'_> {
    /// What would change the Config's pull or its cost, about the type at this position; sorted by
    /// what is worth most, as [`Worth`] has it. What changes nothing is there too, because that is
    /// worth knowing; what is slower and no cheaper is not. None if there is no such type.
    pub fn levers(&self, position: usize) -> Option<Vec<Lever>> {
        let mut tries = Tries::new(self, position)?;
        let mut changes = engine::changes(&mut tries);
        changes.extend(volume::changes(&mut tries));
        changes.extend(place::changes(&mut tries));
        let mut found: Vec<(Lever, Config)> = changes
            .into_iter()
            .filter_map(|change| tries.lever(change))
            .collect();
        found.extend(node_type::levers(&mut tries));
        let mut kept: Vec<Lever> = Vec::new();
        let mut known: Vec<Config> = Vec::new();
        for (lever, config) in found {
            // Two ways to say one change are one lever.
            if Worth::from_lever(&lever).is_some()
                && !known.contains(&config)
                && !tries.adds_errors(&config)
            {
                kept.push(lever);
                known.push(config);
            }
        }
        kept.extend(node_type::other_architecture(&mut tries));
        kept.extend(image::levers(&tries));
        kept.retain(|lever| Worth::from_lever(lever).is_some());
        worth::sort(&mut kept);
        Some(kept)
    }
}
