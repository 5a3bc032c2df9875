//! Where images lie on AL2023: instance store, and volumes that the userData mounts.

use super::services::{self, ROOT};
use super::{NodeReportBuilder, SociStatus};
use crate::core::config::Al2023Version;
use crate::core::error::quoted;
use crate::core::findings::{Severity, ami, file_rules as rules};
use crate::core::import::document::user_data::files::{
    FileText, Mount, by_path, sections, text_of,
};
use crate::core::import::document::user_data::{DropIn, Parts, disabled_mounts};
use crate::core::import::words::Words;

pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    version: Option<Al2023Version>,
    has_gate: bool,
) {
    let has_install = parts
        .all_scripts()
        .any(|(_, script)| script.install.is_some());
    let has_soci = has_gate || has_install;
    policy(report, parts, version, has_soci);
    strategy(report, parts);
    if has_gate {
        root_under_raid0(report, parts);
        volumes(report, parts);
    }
}

fn policy(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    version: Option<Al2023Version>,
    has_soci: bool,
) {
    let old = |date| version.is_some_and(|version: Al2023Version| version.is_before(date));
    if report.has_raid0_policy() && has_soci && old(ami::RAID0_COVERS_SOCI) {
        report.diagnose_class(
            None,
            &rules::RAID0_BEFORE_SOCI_DIRECTORY,
            Severity::Warning,
            &["spec", "instanceStorePolicy"],
            "before AMI v20251217, RAID0 does not cover SOCI's directory: images stay on the EBS volume.",
        );
    }
    let mounts = disabled_mounts(parts);
    if let Some((_, line)) = mounts.iter().find(|(word, _)| word == "SOCI")
        && has_soci
        && old(ami::SOCI_STAYS_ON_EBS)
    {
        report.diagnose(
            None,
            &rules::DISABLED_MOUNTS_IGNORED,
            Severity::Warning,
            *line,
            "AMIs before v20260120 ignore SOCI among disabledMounts.",
        );
    }
}

const STRATEGY: [&str; 4] = ["spec", "instance", "localStorage", "strategy"];

/// The strategy that the userData decides, and its line. Karpenter's own NodeConfig says RAID0 with
/// the policy, and only drop-ins are stronger.
fn said_strategy(report: &NodeReportBuilder<'_>, parts: &Parts) -> Option<(String, usize)> {
    let of_policy = report.has_raid0_policy();
    let own = parts.node_configs().map(|(_, node)| node);
    let drop_ins = parts.drop_ins.iter().filter_map(DropIn::node);
    own.filter(|_| !of_policy)
        .chain(drop_ins)
        .filter_map(|node| Some((node.str_at(&STRATEGY)?.to_owned(), node.line_at(&STRATEGY))))
        .last()
}

fn strategy(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let Some((strategy, line)) = said_strategy(report, parts) else {
        return;
    };
    const COUNTS: &str = "without instanceStorePolicy: RAID0, Karpenter still counts the EBS volume as pod storage; set that in the EC2NodeClass instead.";
    const TAKES_FOUR: &str = "RAID10 needs at least four NVMe disks: on a type with one to three setup-local-disks fails, and the node does not join.";
    match strategy.to_ascii_lowercase().as_str() {
        "raid0" if report.has_raid0_policy() => {}
        "raid0" => report.diagnose(
            None,
            &rules::STRATEGY_WITHOUT_POLICY,
            Severity::Warning,
            line,
            Words::of_karpenter(format!("the disks become {strategy}, but {COUNTS}")),
        ),
        "raid10" => report.diagnose(
            None,
            &rules::STRATEGY_RAID10,
            Severity::Warning,
            line,
            Words::by_launcher(format!("{TAKES_FOUR} And {COUNTS}"), TAKES_FOUR),
        ),
        "mount" => report.diagnose(
            None,
            &rules::STRATEGY_MOUNT,
            Severity::Note,
            line,
            "Mount puts each NVMe disk under /mnt/k8s-disks and moves nothing there: containerd, the kubelet and SOCI stay on the EBS volume.",
        ),
        "none" | "" => {}
        _ => report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::STRATEGY_UNKNOWN,
            Severity::Error,
            line,
            format!("there is no strategy {}: setup-local-disks accepts only RAID0, RAID10 and Mount; with anything else it fails and the node does not join.", quoted(&strategy)),
        ),
    }
}

/// The RAID0 is mounted over a directory of SOCI's own choice.
fn root_under_raid0(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let is_raid0 = match said_strategy(report, parts) {
        Some((strategy, _)) => strategy.to_ascii_lowercase().starts_with("raid"),
        None => report.has_raid0_policy(),
    };
    let keeps = |word: &str| !disabled_mounts(parts).iter().any(|(own, _)| own == word);
    let Some((root, line)) = services::soci(parts).root else {
        return;
    };
    if is_raid0 && root.starts_with("/var/lib/containerd/") && keeps("Containerd") {
        report.diagnose(
            None,
            &rules::SOCI_ROOT_UNDER_CONTAINERD,
            Severity::Warning,
            line.unwrap_or(1),
            "Inferred: SOCI's data is under /var/lib/containerd, and nodeadm mounts the RAID0 over that directory: it stops containerd first, but not SOCI. A SOCI already running continues with the covered files. Since AMI v20251217 RAID0 also covers SOCI's default directory: leave --root unset.",
        );
    }
}

/// All mounts and links of the userData.
fn mounts(parts: &Parts) -> Vec<Mount> {
    let mut all: Vec<Mount> = Vec::new();
    for part in &parts.parts {
        all.extend(part.effects.mounts.iter().cloned());
        all.extend(part.effects.of_fstab());
    }
    let files = parts.files();
    for (path, changes) in by_path(&files) {
        if !path.ends_with(".mount") {
            continue;
        }
        let Some(FileText::Known(lines)) = text_of(None, changes.iter().copied()) else {
            continue;
        };
        for (_, key, value, line) in sections(&lines) {
            if key == "Where" {
                all.push(Mount {
                    target: value.trim_end_matches('/').to_owned(),
                    line: line.unwrap_or(1),
                });
            }
        }
    }
    all
}

/// A volume under containerd's directory that SOCI's data is not on.
fn volumes(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let service = services::soci(parts);
    let Some((root, _)) = service.root else {
        return;
    };
    let mounts = mounts(parts);
    let covers = |target: &str, path: &str| {
        path == target
            || path
                .strip_prefix(target)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    if let Some(mount) = mounts.iter().find(|mount| covers(&mount.target, &root)) {
        report.on.has_own_mount = true;
        let place = report.line_words(mount.line);
        report.unread(format!(
            "how large and fast the volume is that {place} mounts over SOCI's data"
        ));
        return;
    }
    let containerd = mounts
        .iter()
        .filter(|mount| covers(&mount.target, "/var/lib/containerd"))
        .map(|mount| mount.line)
        .min();
    if let Some(line) = containerd {
        let own = if root == ROOT { ROOT } else { &root };
        report.diagnose(
            None,
            &rules::SOCI_STAYS_ON_ROOT_VOLUME,
            Severity::Warning,
            line,
            format!("a volume is mounted on /var/lib/containerd, but SOCI keeps layers and unpacked images in {own}, which stays on the root volume with its size and speed. Mount the volume there, or give the root volume that size and throughput."),
        );
    }
}
