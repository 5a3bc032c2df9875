//! Each Karpenter is tested with some versions of Kubernetes.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::{CHECKED, Tested};
use crate::core::config::sources::KARPENTER_COMPATIBILITY;

pub(super) static RULE: Rule = Rule {
    id: "kubernetes-newer-than-karpenter",
    severities: &[Severity::Warning, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "This Karpenter version is not tested with the cluster's Kubernetes version.",
    why: "Karpenter keeps running: it logs an error about an unvalidated version and continues, although the combination is untested.",
    how: "Upgrade Karpenter before Kubernetes.",
    source: KARPENTER_COMPATIBILITY,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    if config.engine.spec().is_auto_mode() {
        return;
    }
    let (karpenter, kubernetes) = (config.cluster.karpenter, config.cluster.kubernetes);
    let path = "cluster.karpenter";
    let (severity, message, right) = match catalogue.releases().tested(karpenter, kubernetes) {
        Tested::Yes | Tested::Unknown => return,
        Tested::From(patch) => (
            Severity::Note,
            format!(
                "Kubernetes {kubernetes} is tested since Karpenter {karpenter}.{patch}: older patch releases are not tested with it."
            ),
            None,
        ),
        Tested::Newer { newest, lowest } => {
            let needed = match lowest {
                Some(lowest) => format!("{lowest} is the lowest that is"),
                None => format!("none that was known on {CHECKED} is"),
            };
            (
                Severity::Warning,
                format!(
                    "Karpenter {karpenter} is tested up to Kubernetes {newest}, not with {kubernetes}; {needed}."
                ),
                lowest,
            )
        }
        Tested::Older { oldest } => (
            Severity::Warning,
            format!(
                "Karpenter {karpenter} is tested with Kubernetes {oldest} and newer, not with {kubernetes}; upgrade the cluster first."
            ),
            None,
        ),
    };
    reporter.report(severity, path, message);
    if let Some(right) = right {
        reporter.offer(
            format!("Write for Karpenter {right}"),
            path,
            &right.to_string(),
        );
    }
}
