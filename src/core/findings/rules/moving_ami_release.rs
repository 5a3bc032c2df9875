//! A moving AMI moves SOCI with it.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::catalogue::CHECKED;
use crate::core::config::sources::PAUSE_IMAGE;
use crate::core::config::{Al2023Version, BottlerocketVersion};
use crate::core::findings::releases::{AmiFamily, al2023, offer, recommended};

pub(in crate::core) static RULE: Rule = Rule {
    id: "moving-ami-release",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The AMI is latest, so every release reaches the nodes at once.",
    why: "SOCI comes with the AMI. When v20260505 broke it, every pool on latest stopped getting Ready nodes; pools with a pinned release were unaffected. Each release also replaces \
          every node.",
    how: "Pin a release, and update it after testing the next one.",
    source: PAUSE_IMAGE,
};

fn check(
    RuleContext {
        config, catalogue, ..
    }: &RuleContext<'_>,
    reporter: &mut Reporter<'_>,
) {
    let family = AmiFamily::from_config(config).filter(|_| config.engine.spec().soci_in_ami);
    let (name, family) = match family {
        // For a Kubernetes that gets no further AMI, latest stays where it is.
        Some(family @ AmiFamily::Al2023) if al2023(config, catalogue) == Al2023Version::Latest => {
            ("AL2023", family)
        }
        Some(family @ AmiFamily::Bottlerocket)
            if config.cluster.bottlerocket_version == BottlerocketVersion::Latest =>
        {
            ("Bottlerocket", family)
        }
        _ => return,
    };
    let known = match recommended(config, catalogue) {
        Some(release) => format!(
            " {release} is the newest for Kubernetes {} without a known defect (checked on {CHECKED}).",
            config.cluster.kubernetes
        ),
        None => String::new(),
    };
    reporter.report(
        Severity::Warning,
        family.path(),
        format!("{name} is latest: a release that breaks SOCI reaches all nodes at once.{known}"),
    );
    offer(reporter, config, catalogue);
}
