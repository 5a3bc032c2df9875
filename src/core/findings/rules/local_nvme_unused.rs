//! NVMe that nothing is put on.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;
use crate::core::config::{Config, InstanceStore};
use crate::core::disk::place::{images_can_stay_on_volume, is_containerds, raid0_covers_images};
use crate::core::findings::Fix;
use crate::core::findings::effect::Outcome;
use crate::core::findings::predicates::{
    Change, SOCI_ROOT, edit_of, smallest_root, volume_for_images,
};

pub(super) static RULE: Rule = Rule {
    id: "local-nvme-unused",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Only types with NVMe are allowed, and nothing uses it.",
    why: "Types with local disks cost more than those without. Without an instance store policy the disks stay unformatted, and Karpenter counts the EBS volume as pod storage.",
    how: "Use it (instanceStorePolicy: RAID0), or drop the NVMe requirement.",
    source: EC2NODECLASS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let Some(least) = config.nodes.min_local_nvme else {
        return;
    };
    if config.storage.instance_store != InstanceStore::Unused || config.engine.spec().is_auto_mode()
    {
        return;
    }
    reporter.report(
        Severity::Waste,
        "storage.instanceStore",
        format!("Every node has {least} GB of NVMe or more, all unused."),
    );
    // Images go where the launched type pulls sooner; pods use the array either way.
    let position = context.launch.likely();
    let root = default_root(config);
    let mut on_nvme = vec![("storage.instanceStore", "raid0".to_owned())];
    on_nvme.extend(root.clone());
    if edit_of(&on_nvme, config).is_some_and(|edit| raid0_covers_images(&config.apply(&edit))) {
        on_nvme.extend(smallest_root(config));
    }
    let on_ebs = images_can_stay_on_volume(config).then(|| {
        let mut changes = vec![("storage.instanceStore", "raid0-soci-on-ebs".to_owned())];
        changes.extend(root);
        changes.extend(volume_for_images(context, config));
        changes
    });
    let options = [
        on_ebs.map(|changes| ("Use it for pods (RAID0), images stay on EBS", changes)),
        Some(("Use it for pods and images (RAID0)", on_nvme)),
    ];
    let timed = options
        .into_iter()
        .flatten()
        .filter_map(|(label, changes)| {
            let edit = edit_of(&changes, config)?;
            let pull = Outcome::on_instance(context, &config.apply(&edit), position).pull;
            Some((pull, label, edit))
        });
    if let Some((_, label, edit)) = timed.min_by_key(|(pull, ..)| *pull) {
        reporter.offer_fix(Fix {
            label: label.to_owned(),
            edit,
        });
    }
}

/// The install script's own directory would lie under the array's mount.
fn default_root(config: &Config) -> Option<Change> {
    let root = config.engine.install.root_dir.as_str();
    let is_under = is_containerds(root);
    (config.engine.spec().has_install_script() && is_under)
        .then(|| ("engine.install.rootDir", SOCI_ROOT.to_owned()))
}
