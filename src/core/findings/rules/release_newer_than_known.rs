//! Releases that this tool has not seen.

use super::Config;
use super::{Rule, Severity, Sink, Subject};
use crate::core::config::sources::EKS_AMI;
use crate::core::config::{Al2023Version, BottlerocketVersion, EngineKind};
use crate::core::findings::facts::recommended_ami;
use crate::core::versions::{NEWEST_AL2023, NEWEST_BOTTLEROCKET};

pub(super) static RULE: Rule = Rule {
    id: "release-newer-than-known",
    what: "The pinned AMI release is newer than what this tool knows.",
    why: "Whether it exists and whether SOCI works on it was not known when this tool was made; a release that does not exist leaves Karpenter without an AMI.",
    how: "Look at the release notes, or pin the newest one that is known.",
    source: EKS_AMI,
    check,
};

fn check(Subject { config, .. }: &Subject<'_>, sink: &mut Sink<'_>) {
    let cluster = &config.cluster;
    let newer = match (
        config.engine.kind,
        cluster.al2023_version,
        cluster.bottlerocket_version,
    ) {
        (kind, Al2023Version::Pinned(date), _) if kind.on_al2023() && date > NEWEST_AL2023 => (
            "cluster.al2023Version",
            cluster.al2023_version.to_string(),
            recommended_ami(),
        ),
        (EngineKind::Bottlerocket, _, BottlerocketVersion::Pinned(major, minor, patch))
            if (major, minor, patch) > NEWEST_BOTTLEROCKET =>
        {
            let known = Config::default().cluster.bottlerocket_version.to_string();
            (
                "cluster.bottlerocketVersion",
                cluster.bottlerocket_version.to_string(),
                known,
            )
        }
        _ => return,
    };
    let (path, asked, known) = newer;
    sink.report(
        Severity::Note,
        path,
        format!("{asked} is newer than {known}, the newest release that this tool knows."),
    );
    sink.offer(format!("Pin {known}"), path, &known);
}
