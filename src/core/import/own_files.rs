//! The files that a Config writes, judged as anybody's files are.

use super::pipeline::on_nodes;
use super::verdicts::{pitfalls, refused_by_karpenter, schema};
use crate::core::catalogue::Catalogue;
use crate::core::config::Config;
use crate::core::evaluate;
use crate::core::findings::{Finding, Rule, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document;
use crate::core::import::node::{NodeReport, SociStatus};
use crate::core::import::source::InputFile;

/// The files that a Config writes, read as anybody's files are: what to say of them, and what nodes
/// make of their userData. With [`evaluate`]'s findings this is all that there is to say of a Config;
/// its places are in the files that it writes.
pub fn read_own_files(config: &Config, catalogue: &Catalogue) -> OwnFiles {
    let bundle = evaluate(config, catalogue).bundle;
    let files: Vec<InputFile> = bundle
        .files()
        .iter()
        .filter(|file| file.applied)
        .map(|file| InputFile {
            name: file.path.clone(),
            text: file.text.clone(),
        })
        .collect();
    let mut remarks = Vec::new();
    let found = document::read_own(&files, &mut remarks);
    for one in &found {
        schema::check(one, config.cluster.karpenter, &mut Vec::new(), &mut remarks);
        pitfalls::check(one, &mut remarks);
        refused_by_karpenter::check(one, &mut remarks);
    }
    let on_nodes: Vec<NodeReport> =
        on_nodes(&found, config, catalogue, |_| config.cluster.kubernetes)
            .into_iter()
            .map(|(_, report)| report)
            .collect();
    for reason in on_nodes.iter().flat_map(|on| &on.reasons) {
        if !remarks.contains(reason) {
            remarks.push(reason.clone());
        }
    }
    remarks.sort_by_key(|remark| (remark.place, remark.severity));
    remarks.dedup();
    OwnFiles {
        files,
        remarks,
        on_nodes,
    }
}

/// What a Config's own files come to when they are read.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnFiles {
    /// The files.
    pub files: Vec<InputFile>,
    /// What was noticed, by file and line.
    pub remarks: Vec<Diagnostic>,
    /// What nodes make of their userData.
    pub on_nodes: Vec<NodeReport>,
}

impl OwnFiles {
    /// Whether a finding is about SOCI on nodes that do not pull with it, whatever the settings say:
    /// what is kept from a file switches it off.
    pub fn contradict(&self, finding: &Finding) -> bool {
        let first = self.on_nodes.first();
        first.is_some_and(|on| on.verdict == SociStatus::Off) && is_about_soci(finding)
    }
}

/// Whether a finding is about nothing where images are pulled without SOCI.
pub(super) fn is_about_soci(finding: &Finding) -> bool {
    const OF_DISKS: [&Rule; 3] = [
        &rules::RAID0_BEFORE_SOCI_DIRECTORY,
        &rules::BOTTLEROCKET_RAID0_BEFORE_SOCI_DIRECTORY,
        &rules::SLOW_VOLUME,
    ];
    finding.field.path.starts_with("engine.") || OF_DISKS.contains(&finding.rule)
}
