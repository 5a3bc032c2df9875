//! What scripts of AL2023's userData do besides SOCI's configuration.

use super::{NodeReportBuilder, SociStatus, services};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::Document;
use crate::core::import::document::user_data::shell::Script;
use crate::core::import::document::user_data::{Part, Parts};
use crate::core::import::source::NodeAmi;

/// What a script does, in words.
pub(super) fn does(script: &Script, part: &Part, at_every_start: bool) -> &'static str {
    if script.install.is_some() {
        ", which downloads and starts SOCI"
    } else if script.at_every_start.is_some() && at_every_start {
        ", which makes systemd set SOCI's limits before every SOCI start"
    } else if part.effects.edit_of_limits().is_some() {
        ", which edits SOCI's configuration once"
    } else {
        ""
    }
}

/// What is wrong with commands of scripts.
pub(super) fn analyze(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    for (_, script) in parts.all_scripts() {
        if let Some(line) = script.early_disks {
            report.diagnose(
                None,
                &rules::DISKS_NOT_THERE_YET,
                Severity::Warning,
                line,
                "the RAID0 at /mnt/k8s-disks/0 is set up after the scripts have run; it is still empty.",
            );
        }
        match script.bootstrap {
            Some(line) if is_of_al2023(report, parts) => report.diagnose(
                None,
                &rules::BOOTSTRAP_OF_AL2,
                Severity::Error,
                line,
                "/etc/eks/bootstrap.sh belongs to AL2; AL2023 uses nodeadm, so this call fails.",
            ),
            Some(line) => report.diagnose(
                Some(SociStatus::Unknown),
                &rules::BOOTSTRAP_OF_AL2,
                Severity::Note,
                line,
                "/etc/eks/bootstrap.sh belongs to AL2, which has no SOCI; on AL2023 this call fails. The AMI is not known.",
            ),
            None => {}
        }
    }
    if let Some(line) = services::started_early(parts) {
        report.diagnose(
            None,
            &rules::STARTED_TOO_EARLY,
            Severity::Warning,
            line,
            "nodeadm-run starts containerd and SOCI later; started here, they run before the disks are set up.",
        );
    }
}

/// Whether it is known that AL2023 runs a userData: its node class says so, an AMI stands beside it, or
/// there is something in it for nodeadm.
pub(super) fn is_of_al2023(report: &NodeReportBuilder<'_>, parts: &Parts) -> bool {
    let is_beside = |bare: &Document| bare.ami == NodeAmi::Al2023;
    report.documents.class.is_some()
        || report.documents.bare.is_some_and(is_beside)
        || parts.merged_configs().next().is_some()
}
