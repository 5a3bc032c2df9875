//! RAID0 covers known directories only.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::config::{Config, Distribution, Edit, InstanceStore};
use crate::core::disk::StorageAdvice;
use crate::core::disk::keep::store_for_volume;
use crate::core::disk::place::is_containerds;
use crate::core::findings::Fix;
use crate::core::findings::effect::Outcome;
use crate::core::findings::predicates::{SOCI_ROOT, edit_of, smallest_root};

pub(super) static RULE: Rule = Rule {
    id: "soci-root-off-raid0",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "SOCI's data should be on NVMe, but RAID0 does not cover its directory.",
    why: "The AMI moves /var/lib/kubelet, /var/lib/containerd, /var/lib/soci-snapshotter-grpc and \
          /var/log/pods to the array. Any other directory stays on the EBS volume.",
    how: "Leave the directory at its default, or keep SOCI's data on EBS.",
    source: AMI_INSTANCE_STORE,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let config = context.config;
    let install = &config.engine.install;
    let root = install.root_dir.as_str();
    if !config.engine.spec().has_install_script()
        || install.distribution != Distribution::Al2023
        || config.storage.instance_store != InstanceStore::Raid0
        || root == SOCI_ROOT
        || is_containerds(root)
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.install.rootDir",
        format!(
            "RAID0 does not cover {root}, so images stay on the EBS volume; it covers {SOCI_ROOT}."
        ),
    );
    // Images lie on the volume as it is: they stay there unless the NVMe of the launched type is
    // the faster of both.
    let default = Edit::fix("engine.install.rootDir", SOCI_ROOT, config);
    let position = context.launch.likely();
    let pull = |config: &Config| Outcome::on_instance(context, config, position).pull;
    let is_faster = default.as_ref().is_some_and(|edit| {
        let pulls = pull(&config.apply(edit)).zip(pull(config));
        pulls.is_none_or(|(on_nvme, on_ebs)| on_nvme <= on_ebs)
    });
    let mut changes = vec![("engine.install.rootDir", SOCI_ROOT.to_owned())];
    let label = if is_faster {
        let next = default.map(|edit| config.apply(&edit));
        let storage = next.and_then(|next| {
            StorageAdvice::new(&next, context.catalogue, &context.selection.admitted)
        });
        if storage.is_some_and(|storage| storage.all_on_store()) {
            changes.extend(smallest_root(config));
        }
        "Use the default directory"
    } else {
        changes.push((
            "storage.instanceStore",
            store_for_volume(config).as_str().to_owned(),
        ));
        "Use the default directory, and keep SOCI's data on EBS"
    };
    if let Some(edit) = edit_of(&changes, config) {
        reporter.offer_fix(Fix {
            label: label.to_owned(),
            edit,
        });
    }
}
