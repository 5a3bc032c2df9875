//! The files that a Config writes, judged as anybody's files are.

use super::pipeline::on_nodes;
use super::verdicts::{pitfalls, schema};
use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, KeptIn, Step};
use crate::core::evaluate;
use crate::core::findings::Severity;
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document;
use crate::core::import::node::NodeReport;
use crate::core::import::source::{InputFile, SourceLocation};

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
    let mut remarks = of_kept(config);
    let found = document::read(&files, &mut remarks);
    for one in &found {
        schema::check(one, config.cluster.karpenter, &mut Vec::new(), &mut remarks);
        pitfalls::check(one, &mut remarks);
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

/// What no value that is kept may do to the files.
fn of_kept(config: &Config) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut fault = |rule, path: String, message: &str| {
        let place = SourceLocation { file: 0, line: 1 };
        faults.push(Diagnostic::at(rule, Severity::Error, place, path, message));
    };
    for kept in &config.kept {
        if let [Step::Key(key)] = kept.path.as_slice()
            && matches!(key.as_str(), "kind" | "apiVersion")
            && !matches!(kept.document, KeptIn::NodeConfig | KeptIn::Settings)
        {
            fault(
                "kept-changes-kind",
                kept.path_text(),
                "what is kept may not make another kind or version of a document: the other files and commands of the set name it.",
            );
        }
        if kept.holds_delimiter() {
            fault(
                "delimiter-in-part",
                kept.path_text(),
                "Karpenter packs the parts of userData with the boundary //, so a line that begins with --// cuts this part in two.",
            );
        }
    }
    faults
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

/// Rules about values that may not be kept at all.
const OF_KEPT: [&str; 2] = ["kept-changes-kind", "delimiter-in-part"];

impl OwnFiles {
    /// Whether something that is kept makes other documents or parts of the files than they are
    /// named for, so that they are not to be written.
    pub fn is_unusable(&self) -> bool {
        self.remarks
            .iter()
            .any(|remark| OF_KEPT.contains(&remark.rule))
    }
}
