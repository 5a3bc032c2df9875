//! A moving AMI moves SOCI with it.

use super::{Config, Rule, Severity, Sink, Subject};
use crate::core::config::sources::PAUSE_IMAGE;
use crate::core::config::{Al2023Version, BottlerocketVersion, EngineKind};
use crate::core::findings::facts::recommended_ami;

pub(super) static RULE: Rule = Rule {
    id: "moving-ami-release",
    what: "The AMI is latest, so that every release reaches the nodes at once.",
    why: "SOCI comes with the AMI. When v20260505 broke it, every pool on latest stopped getting \
          Ready nodes; pools with a pinned release did not notice. Each release also replaces \
          every node.",
    how: "Pin a release and move on when you have tried the next one.",
    source: PAUSE_IMAGE,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let cluster = &config.cluster;
    let (family, path, pinned) = match config.engine.kind {
        EngineKind::FastImagePull if cluster.al2023_version == Al2023Version::Latest => {
            ("AL2023", "cluster.al2023Version", recommended_ami())
        }
        EngineKind::Bottlerocket if cluster.bottlerocket_version == BottlerocketVersion::Latest => {
            (
                "Bottlerocket",
                "cluster.bottlerocketVersion",
                Config::default().cluster.bottlerocket_version.to_string(),
            )
        }
        _ => return,
    };
    sink.report(
        Severity::Warning,
        path,
        format!("{family} is latest: a release that breaks SOCI reaches all nodes at once. {pinned} is the newest that this tool knows."),
    );
    sink.offer(format!("Pin {pinned}"), path, &pinned);
}
