//! NodeConfigs of `/etc/eks/nodeadm.d` on AL2023: which of them count, and what they do.

use super::{NodeReportBuilder, SociStatus};
use crate::core::config::Al2023Version;
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::{DROP_INS, DropIn, DropInBody, Parts};

/// nodeadm-run merges them since this release (amazon-eks-ami's changelog, pull request 2427).
const FIRST: u32 = 20_251_023;

/// Takes away the ones that this release does not read, and says what is wrong with others.
pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    parts: &mut Parts,
    version: Option<Al2023Version>,
) {
    if version.is_some_and(|version| version.is_before(FIRST)) {
        for drop_in in std::mem::take(&mut parts.drop_ins) {
            report.diagnose(
                None,
                &rules::DROP_IN_NOT_READ,
                Severity::Warning,
                drop_in.line,
                format!("nodeadm reads {DROP_INS} since AMI v20251023; this AMI does not, so {} has no effect.", quoted(&drop_in.path)),
            );
        }
        return;
    }
    for drop_in in parts.drop_ins.clone() {
        one(report, &drop_in);
    }
    parts
        .drop_ins
        .retain(|drop_in| drop_in.body != DropInBody::NotRead);
}

fn one(report: &mut NodeReportBuilder<'_>, drop_in: &DropIn) {
    let path = &drop_in.path;
    match &drop_in.body {
        DropInBody::NodeConfig(_) => {}
        DropInBody::NotRead => report.diagnose(
            None,
            &rules::DROP_IN_NOT_READ,
            Severity::Warning,
            drop_in.line,
            format!("nodeadm reads only files ending in .yaml, .yml or .json in {DROP_INS}; {} has no effect.", quoted(path)),
        ),
        DropInBody::Broken(line, why) => report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::NODE_CONFIG_BROKEN,
            Severity::Error,
            *line,
            format!("nodeadm-run fails on {path} and the node never joins: {why}"),
        ),
        DropInBody::Unknown(why) => {
            report.worsen(Some(SociStatus::Unknown));
            let place = report.line_words(drop_in.line);
            report.unread(format!(
                "{path}, which nodeadm merges over the userData, is written by {place}: {why}"
            ));
        }
    }
}
