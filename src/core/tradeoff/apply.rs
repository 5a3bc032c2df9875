//! From a point of the frontier to the change that takes it.

use super::frontier::{Frontier, TradeoffPoint};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, Edit, Field, TypeInView};
use crate::core::launch::Lead;

/// The fields in which a point may differ from the Config, the engine first: it decides how a
/// chunk size is read.
const FIELDS: [&str; 11] = [
    "engine.kind",
    "engine.maxConcurrentDownloadsPerImage",
    "engine.maxConcurrentUnpacksPerImage",
    "engine.concurrentDownloadChunkSize",
    "engine.maxConcurrentDownloads",
    "engine.maxConcurrentUnpacks",
    "storage.instanceStore",
    "storage.volume.volumeSize",
    "storage.volume.volumeType",
    "storage.volume.iops",
    "storage.volume.throughput",
];

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

/// The changes to a way's engine, limits and storage, and the Config with them.
fn settings(wanted: &Config, instance: &Instance, config: &Config) -> Option<(Vec<Edit>, Config)> {
    let mut now = config.clone();
    let mut edits: Vec<Edit> = Vec::new();
    for path in FIELDS {
        // Without an instance store it does not matter what would happen with one.
        if path == "storage.instanceStore" && instance.local_store.is_none() {
            continue;
        }
        let field = Field::find(path)?;
        let value = field.value(wanted);
        if value != field.value(&now) {
            let edit = Edit::set(field, value, &now).ok()?;
            now = now.apply(&edit);
            edits.push(edit);
        }
    }
    Some((edits, now))
}

/// What makes a type the launched one, with a way's engine, limits and storage.
pub(super) fn lead(
    position: usize,
    wanted: &Config,
    config: &Config,
    catalogue: &Catalogue,
) -> Option<Lead> {
    let instance = catalogue.instances().get(position)?;
    let (_, now) = settings(wanted, instance, config)?;
    Lead::to(position, &now, catalogue)
}
