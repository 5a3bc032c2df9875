//! From a way of a search to the settings that it takes.

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, Edit, Field};
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

/// The changes to a way's engine, limits and storage, and the Config with them.
pub(super) fn settings(
    wanted: &Config,
    instance: &Instance,
    config: &Config,
) -> Option<(Vec<Edit>, Config)> {
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
    Lead::toward(position, &now, catalogue)
}
