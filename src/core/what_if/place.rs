//! Where images lie: NVMe or EBS, both ways.

use super::lever::LeverKind;
use super::tries::{Change, Tries};
use super::volume::{as_fast_as_the_best, rungs};
use crate::core::config::{Config, Edit, InstanceStore};
use crate::core::disk::place::images_can_stay_on_volume;
use crate::core::disk::space::{keeps_layers, roomy_gib};
use crate::core::pull::PullVariant;
use crate::core::pull::node::PoolSetup;
use crate::core::units::grouped;

/// GiB that Auto Mode's NodeClass has where it says nothing (EKS User Guide, create-node-class,
/// April 2025).
const AUTO_MODE_OWN_SIZE: u64 = 80;

pub(super) fn changes(tries: &mut Tries<'_>) -> Vec<Change> {
    if tries.instance.local_store.is_none() {
        return Vec::new();
    }
    if tries.setup.disk.is_store() {
        to_volume(tries)
    } else {
        to_store(tries)
    }
}

/// Whether images of the node lie on the instance store with another Config.
pub(super) fn is_on_store(config: &Config, tries: &Tries<'_>, position: usize) -> bool {
    let instance = tries.catalogue.instances().get(position);
    instance.is_some_and(|instance| {
        let setup = PoolSetup::new(config, PullVariant::Engine.side()).on_instance(instance);
        setup.disk.is_store()
    })
}

/// Images on EBS: with the volume as it is, and with the least one that is as fast as any.
fn to_volume(tries: &mut Tries<'_>) -> Vec<Change> {
    let config = tries.config;
    let Some((label, edit)) = onto_volume(config, tries) else {
        return Vec::new();
    };
    let next = config.apply(&edit);
    if is_on_store(&next, tries, tries.position) {
        return Vec::new();
    }
    let mut changes = vec![Change::new(
        LeverKind::EbsVolume,
        label.clone(),
        edit.clone(),
    )];
    let rungs = rungs(tries, &next);
    if let Some(rung) = as_fast_as_the_best(&rungs) {
        let volume = rung.label.trim_start_matches("gp3 ");
        changes.push(Change::new(
            LeverKind::EbsVolume,
            format!("{label}, gp3 {volume}"),
            Edit::all(vec![edit, rung.edit.clone()]),
        ));
    }
    changes
}

/// What moves images to the volume, with room for them.
fn onto_volume(config: &Config, tries: &Tries<'_>) -> Option<(String, Edit)> {
    let own = u64::from(config.storage.volume.volume_size.to_gib());
    let roomy = roomy_gib(config, keeps_layers(config));
    let size = |gib: u64| Edit::fix("storage.volume.volumeSize", &format!("{gib}Gi"), config);
    if config.engine.spec().is_auto_mode() {
        // The NodeClass uses the disks if it asks for as much as they have.
        let store = tries.instance.local_store?.capacity.to_bytes() >> 30;
        let gib = roomy?.max(AUTO_MODE_OWN_SIZE);
        let label = format!(
            "Images from NVMe to EBS ({} → {} GiB of storage)",
            grouped(own),
            grouped(gib)
        );
        if gib >= store {
            return None;
        }
        return Some((label, size(gib)?));
    }
    // Pods keep the NVMe where images can stay beside it; containerd's own directory cannot.
    let has_limits = config.engine.spec().pulls_in_parallel();
    let store = if has_limits && images_can_stay_on_volume(config) {
        InstanceStore::Raid0SociOnEbs
    } else {
        InstanceStore::Unused
    };
    let mut edits = vec![Edit::fix("storage.instanceStore", store.as_str(), config)?];
    if let Some(gib) = roomy.filter(|gib| *gib > own) {
        edits.push(size(gib)?);
    }
    Some(("Images from NVMe to EBS".to_owned(), Edit::all(edits)))
}

/// Images on the instance store: with the volume as it is, and with what gp3 includes, as nothing
/// much is written there then.
fn to_store(tries: &mut Tries<'_>) -> Vec<Change> {
    let config = tries.config;
    let Some((label, edit)) = onto_store(config, tries) else {
        return Vec::new();
    };
    let next = config.apply(&edit);
    if !is_on_store(&next, tries, tries.position) {
        return Vec::new();
    }
    let mut changes = vec![Change::new(
        LeverKind::InstanceStore,
        label.clone(),
        edit.clone(),
    )];
    if let Some(rung) = rungs(tries, &next).first() {
        let volume = rung.label.trim_start_matches("gp3 ");
        changes.push(Change::new(
            LeverKind::InstanceStore,
            format!("{label}, gp3 {volume}"),
            Edit::all(vec![edit, rung.edit.clone()]),
        ));
    }
    changes
}

/// What moves images to the instance store of the type.
fn onto_store(config: &Config, tries: &Tries<'_>) -> Option<(String, Edit)> {
    let store = tries.instance.local_store?;
    if config.engine.spec().is_auto_mode() {
        let own = config.storage.volume.volume_size.to_gib();
        let gib = store.capacity.to_bytes().div_ceil(1 << 30);
        let label = format!(
            "Images from EBS to NVMe ({} → {} GiB of storage)",
            grouped(u64::from(own)),
            grouped(gib)
        );
        let size = format!("{gib}Gi");
        let edit = Edit::fix("storage.volume.volumeSize", &size, config)?;
        return Some((label, edit));
    }
    let word = InstanceStore::Raid0.as_str();
    let edit = Edit::fix("storage.instanceStore", word, config)?;
    Some(("Images from EBS to NVMe".to_owned(), edit))
}
