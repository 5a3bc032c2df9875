//! containerd unpacks in parallel from 2.2 on.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::CONTAINERD_TRANSFER;
use crate::core::findings::releases::{al2023, al2023_words, offer, with_instead};
use crate::core::versions::{AL2023_CONTAINERD_2_2, BOTTLEROCKET_CONTAINERD_UNPACKS};

pub(super) static RULE: Rule = Rule {
    id: "containerd-before-2-2",
    severities: &[Severity::Error],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The AMI's containerd is too old for its own parallel pull.",
    why: "containerd unpacks several layers at once since 2.2. AL2023 has it since v20260318, for Kubernetes 1.30 and newer; Bottlerocket has the setting since 1.60.0, mostly on variants for Kubernetes 1.33 and newer. On an older AL2023 the keys have no effect; an older Bottlerocket rejects its settings, and the node does not join.",
    how: "Use a newer release, or another engine if the cluster's Kubernetes version has none.",
    source: CONTAINERD_TRANSFER,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let spec = config.engine.spec();
    if !spec.has_transfer_service() {
        return;
    }
    let (system, first) = if spec.is_bottlerocket() {
        ("Bottlerocket", "1.60.0")
    } else {
        ("AL2023", "v20260318")
    };
    if !spec.suits_kubernetes(config.cluster.kubernetes.to_minor()) {
        let message = format!(
            "{system} has containerd 2.2, which unpacks in parallel, for Kubernetes 1.{} and later, not for {}.",
            spec.kubernetes_from.unwrap_or_default(),
            config.cluster.kubernetes
        );
        reporter.report(
            Severity::Error,
            "cluster.kubernetes",
            with_instead(message, config, catalogue),
        );
        return;
    }
    let (path, release) = if spec.is_bottlerocket() {
        let release = config.cluster.bottlerocket_version;
        if !release.is_before_minor(BOTTLEROCKET_CONTAINERD_UNPACKS) {
            return;
        }
        (
            "cluster.bottlerocketVersion",
            format!("Bottlerocket {release}"),
        )
    } else {
        if !al2023(config, catalogue).is_before(AL2023_CONTAINERD_2_2) {
            return;
        }
        let words = al2023_words(config, catalogue);
        ("cluster.al2023Version", format!("AMI {words}"))
    };
    let message = format!(
        "{release} is too old for containerd's own parallel pull; it needs {first} or newer."
    );
    reporter.report(
        Severity::Error,
        path,
        with_instead(message, config, catalogue),
    );
    offer(reporter, config, catalogue);
}
