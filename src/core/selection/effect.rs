//! Types on which the chosen engine silently does nothing.

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::EngineKind;
use crate::core::plan::{NodePlan, fast_image_pull_floor};

/// Categories on which Auto Mode pulls with SOCI, given local NVMe.
pub(crate) const AUTO_MODE_CATEGORIES: [&str; 3] = ["g", "p", "trn"];

/// Those of `positions` on which images are pulled as if the engine were not there.
pub(super) fn without(
    plan: &NodePlan<'_>,
    catalogue: &Catalogue,
    positions: &[usize],
) -> Vec<usize> {
    let has_effect: fn(&NodePlan<'_>, &Instance) -> bool = match plan.kind() {
        EngineKind::FastImagePull => reaches_floor,
        EngineKind::AutoMode => has_soci_on_auto_mode,
        EngineKind::InstallScript | EngineKind::Bottlerocket | EngineKind::Containerd => {
            return Vec::new();
        }
    };
    positions
        .iter()
        .copied()
        .filter(|position| {
            catalogue
                .instances()
                .get(*position)
                .is_some_and(|instance| !has_effect(plan, instance))
        })
        .collect()
}

/// nodeadm ignores the gate below its floor.
fn reaches_floor(plan: &NodePlan<'_>, instance: &Instance) -> bool {
    let (vcpu, mebibytes) = fast_image_pull_floor(plan.config.cluster.al2023_version);
    instance.vcpu >= vcpu && instance.memory.to_mebibytes() >= mebibytes
}

fn has_soci_on_auto_mode(_: &NodePlan<'_>, instance: &Instance) -> bool {
    AUTO_MODE_CATEGORIES.contains(&instance.category) && instance.local_store.is_some()
}
