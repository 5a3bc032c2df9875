//! Keeping images on the volume of nodes that have NVMe.

use super::place::images_can_stay_on_volume;
use crate::core::config::Fix;
use crate::core::config::{Config, Edit, InstanceStore};

/// How the instance store is used when images are to lie on the volume.
pub(crate) fn store_for_volume(config: &Config) -> InstanceStore {
    if images_can_stay_on_volume(config) {
        InstanceStore::Raid0SociOnEbs
    } else {
        InstanceStore::Unused
    }
}

/// The edit that keeps images on the volume; Auto Mode has none.
pub(crate) fn keep_on_volume(config: &Config) -> Option<Fix> {
    if config.engine.spec().is_auto_mode() {
        return None;
    }
    let store = store_for_volume(config);
    let edit = Edit::fix("storage.instanceStore", store.as_str(), config)?;
    Some(Fix {
        label: label(config, store).into(),
        edit,
    })
}

/// What keeping images on the volume by a use of the instance store is called.
pub(crate) fn label(config: &Config, store: InstanceStore) -> &'static str {
    match store {
        InstanceStore::Raid0SociOnEbs if !config.engine.spec().pulls_with_soci() => {
            "Keep images on EBS"
        }
        InstanceStore::Raid0SociOnEbs => "Keep images on EBS",
        InstanceStore::Unused | InstanceStore::Raid0 => "Leave the NVMe unused",
    }
}
