//! Classes that patches among the files change: what their nodes do is known as far as no patch reaches.

use crate::core::findings::file_rules as rules;
use crate::core::import::document::Document;
use crate::core::import::node::{NodeReport, SociStatus};
use crate::core::import::source::Partial;

/// What of a class decides whether its nodes pull with SOCI.
const DECIDING: [&str; 3] = ["userData", "amiSelectorTerms", "amiFamily"];

/// Takes back the verdict on a class whose userData or AMI a patch sets, and what is said of them.
pub(in crate::core::import) fn hold_back(
    class: &Document,
    found: &[Document],
    report: &mut NodeReport,
) {
    for patch in found {
        if patch.partial != Some(Partial::Patch) || patch.kind != class.kind {
            continue;
        }
        if !may_mean(&patch.name, &class.name) {
            continue;
        }
        for key in DECIDING {
            let keys = ["spec", key];
            if patch.node.at(&keys).is_none() {
                continue;
            }
            let path = keys.join(".");
            report.reasons.retain(|reason| {
                reason.path != path && reason.rule != &rules::NOTHING_SWITCHES_SOCI_ON
            });
            report.verdict = SociStatus::Unknown;
            let by = patch
                .origin
                .as_deref()
                .unwrap_or("a patch among these files");
            let line = patch.node.line_at(&keys);
            report
                .unread
                .push(format!("its {key}, which {by} sets in line {line}"));
        }
    }
}

/// Whether a patch's target may be a class: kustomize reads names as regular expressions.
fn may_mean(target: &str, name: &str) -> bool {
    const OF_EXPRESSIONS: [char; 11] = ['*', '+', '?', '[', '(', '|', '^', '$', '\\', '{', '.'];
    target.is_empty() || target == name || target.contains(OF_EXPRESSIONS)
}
