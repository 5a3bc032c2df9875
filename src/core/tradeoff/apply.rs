//! From a point of the frontier to the change that takes it.

use super::frontier::{Frontier, TradeoffPoint};
use super::settings::settings;
use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, Edit, TypeInView};

impl Frontier {
    /// The change that takes a point of this frontier: engine, limits, storage, and what makes its
    /// type the launched one. None for a point of another frontier.
    pub fn edit(
        &self,
        point: &TradeoffPoint,
        config: &Config,
        catalogue: &Catalogue,
    ) -> Option<Edit> {
        let lead = self.lead(point)?;
        let instance = catalogue.instances().get(point.position)?;
        let (mut edits, _) = settings(self.config_of(point)?, instance, config)?;
        edits.extend(lead.edit.clone());
        // The numbers are to be about the node that comes now.
        if let Some(TypeInView::One(name)) = &config.costs.instance_type
            && name.as_str() != instance.name
        {
            edits.push(Edit::fix("costs.instanceType", "", config)?);
        }
        Some(Edit::all(edits))
    }
}
