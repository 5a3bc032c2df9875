//! RAID0 is mounted over a running SOCI.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::AMI_INSTANCE_STORE;
use crate::core::config::{Al2023Version, Distribution, Edit, InstanceStore};
use crate::core::disk::place::is_containerds;
use crate::core::findings::predicates::{SOCI_ROOT, ami};
use crate::core::findings::releases::{al2023, recommended};

pub(in crate::core) static RULE: Rule = Rule {
    id: "install-script-custom-root-under-containerd",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "SOCI's directory is under /var/lib/containerd and the instance store becomes a RAID0.",
    why: "The script starts SOCI before the array exists. Then /var/lib/containerd is copied to it \
          and mounted over, while SOCI's databases stay open on the hidden EBS copy; after a \
          restart SOCI finds the stale copy. The workaround was needed only before AMI v20251217.",
    how: "Leave the directory at its default, which RAID0 covers since v20251217.",
    source: AMI_INSTANCE_STORE,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let install = &config.engine.install;
    if !config.engine.spec().has_install_script()
        || install.distribution != Distribution::Al2023
        || config.storage.instance_store == InstanceStore::Unused
        || !is_containerds(install.root_dir.as_str())
    {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.install.rootDir",
        format!(
            "RAID0 is mounted over {} while SOCI runs in it; {SOCI_ROOT} is moved with SOCI stopped.",
            install.root_dir
        ),
    );
    let path = "engine.install.rootDir";
    if !al2023(config, catalogue).is_before(ami::RAID0_COVERS_SOCI) {
        reporter.offer("Use the default directory", path, SOCI_ROOT);
        return;
    }
    // The default directory is no better on this AMI: both have to change.
    let moved = Edit::fix(path, SOCI_ROOT, config).map(|edit| config.apply(&edit));
    let newer = moved.and_then(|moved| recommended(&moved, catalogue));
    if let Some(newer) = newer.filter(|newer| covers_soci(newer)) {
        reporter.offer_all(
            format!("Use the default directory and pin {newer}"),
            &[(path, SOCI_ROOT), ("cluster.al2023Version", &newer)],
        );
    }
}

fn covers_soci(release: &str) -> bool {
    release
        .parse::<Al2023Version>()
        .is_ok_and(|release| release.is_at_least(ami::RAID0_COVERS_SOCI))
}
