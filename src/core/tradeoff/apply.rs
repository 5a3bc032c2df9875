//! From a point of the frontier to the change that takes it.

use super::frontier::{Frontier, TradeoffPoint};
use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, Edit, Field};
use crate::core::plan::NodePlan;
use crate::core::selection::Selection;

/// The fields in which a point may differ from the Config, the engine first: it decides how a
/// chunk size is read.
const FIELDS: [&str; 10] = [
    "engine.kind",
    "engine.maxConcurrentDownloadsPerImage",
    "engine.maxConcurrentUnpacksPerImage",
    "engine.concurrentDownloadChunkSize",
    "engine.maxConcurrentDownloads",
    "engine.maxConcurrentUnpacks",
    "storage.instanceStore",
    "storage.volume.volumeType",
    "storage.volume.iops",
    "storage.volume.throughput",
];

impl Frontier {
    /// The change that takes a point of this frontier: engine, limits, storage, and its type as
    /// the only one, with what keeps that type out set right. None for a point of another one.
    pub fn edit(
        &self,
        point: &TradeoffPoint,
        config: &Config,
        catalogue: &Catalogue,
    ) -> Option<Edit> {
        let wanted = self.config_of(point)?;
        let instance = catalogue.instances().get(point.position)?;
        let mut now = config.clone();
        let mut edits: Vec<Edit> = Vec::new();
        let mut take = |now: &mut Config, edit: Edit| {
            *now = now.apply(&edit);
            edits.push(edit);
        };
        for path in FIELDS {
            // Without an instance store it does not matter what would happen with one.
            if path == "storage.instanceStore" && instance.local_store.is_none() {
                continue;
            }
            let field = Field::find(path)?;
            let value = field.value(wanted);
            if value != field.value(&now) {
                let edit = Edit::set(field, value, &now).ok()?;
                take(&mut now, edit);
            }
        }
        let selection = |config: &Config| Selection::new(&NodePlan::new(config), catalogue);
        let first = selection(&now);
        if !first.admits(point.position) {
            let fix = first.why(point.position, &now, catalogue).fix?;
            take(&mut now, fix.edit);
        }
        let admitted = selection(&now);
        if admitted.admitted != [point.position] {
            let only = [point.position];
            let fix = admitted.exactly(&only, &now, catalogue).ok()?;
            take(&mut now, fix.edit);
        }
        Some(Edit::all(edits))
    }
}
