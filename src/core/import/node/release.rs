//! The AMI release: whether it exists for the cluster's Kubernetes, and its known faults.

use super::{NodeReportBuilder, SociStatus};
use crate::core::catalogue::{CHECKED, KnownBad, Presence, Pulls, Releases, pinned};
use crate::core::config::{Al2023Version, BottlerocketVersion, Config, KubernetesVersion};
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::Document;
use crate::core::import::document::ami_family::{self, AmiFamily};
use crate::core::import::words::Words;

/// A pinned release of either system.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Release {
    Al2023(u32),
    Bottlerocket((u16, u16, u16)),
}

impl Release {
    fn for_family(family: AmiFamily) -> Option<Self> {
        match family {
            AmiFamily::Al2023(Some(Al2023Version::Pinned(date))) => Some(Self::Al2023(date)),
            AmiFamily::Bottlerocket(Some(BottlerocketVersion::Pinned(major, minor, patch))) => {
                Some(Self::Bottlerocket((major, minor, patch)))
            }
            _ => None,
        }
    }

    fn describe(self) -> String {
        match self {
            Self::Al2023(date) => format!("AMI {}", Al2023Version::Pinned(date)),
            Self::Bottlerocket(version) => format!("Bottlerocket {}", pinned(version)),
        }
    }

    fn presence(self, kubernetes: KubernetesVersion, releases: &Releases) -> Presence {
        match self {
            Self::Al2023(date) => releases.al2023(date, kubernetes),
            Self::Bottlerocket(version) => releases.bottlerocket(version, kubernetes),
        }
    }
}

/// The Kubernetes of a node class: what its AMI's name says, else what the user said. Where nobody
/// said anything and the release is not known to exist for this tool's default, the newest
/// Kubernetes that it is known for: the cluster runs one of those.
pub(in crate::core::import) fn kubernetes(
    class: &Document,
    base: &Config,
    releases: &Releases,
) -> KubernetesVersion {
    if let Some(named) = ami_family::kubernetes(class) {
        return named;
    }
    let said = base.cluster.kubernetes;
    if said != Config::default().cluster.kubernetes {
        return said;
    }
    let Some(release) = Release::for_family(AmiFamily::from_class(class)) else {
        return said;
    };
    let is_known =
        |version: &KubernetesVersion| release.presence(*version, releases) == Presence::Known;
    let may_be = |version: &KubernetesVersion| {
        !matches!(release.presence(*version, releases), Presence::Missing(_))
    };
    if is_known(&said) {
        return said;
    }
    let newest =
        |fits: &dyn Fn(&KubernetesVersion) -> bool| KubernetesVersion::all().rev().find(fits);
    newest(&is_known)
        .or(Some(said).filter(may_be))
        .or_else(|| newest(&may_be))
        .unwrap_or(said)
}

/// The release that does it itself.
fn fixed(bad: &KnownBad) -> String {
    let fixed = bad.fixed.map(|fixed| format!(" {fixed} does that itself."));
    fixed.unwrap_or_default()
}

const TERMS: [&str; 2] = ["spec", "amiSelectorTerms"];

/// Says what is known of the release. `pulls_with_soci`: whether SOCI is switched on.
/// `pause_import`: the userData line that imports the pause image itself.
pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    family: AmiFamily,
    pulls_with_soci: bool,
    pause_import: Option<usize>,
) {
    let pulls = (pulls_with_soci, pause_import);
    let said = Release::for_family(family);
    let running = report.documents.class.and_then(ami_family::running);
    let running = running
        .and_then(Release::for_family)
        .filter(|running| said != Some(*running));
    if let Some(running) = running {
        faults(
            report,
            running,
            pulls,
            "according to the cluster, nodes get it now: ",
        );
    }
    if let Some(alias) = report
        .documents
        .class
        .and_then(ami_family::impossible_alias)
    {
        let words = format!(
            "{} names no release, so Karpenter finds no AMI and the EC2NodeClass is not Ready; {}.",
            quoted(alias),
            match family {
                AmiFamily::Bottlerocket(_) =>
                    "a version of Bottlerocket has three numbers, such as 1.64.0",
                _ => "a release of AL2023 is v and a date, such as v20260930",
            }
        );
        let rule = &rules::AMI_RELEASE_MISSING;
        report.diagnose_class(
            Some(SociStatus::NeverReady),
            rule,
            Severity::Error,
            &TERMS,
            words,
        );
    }
    let Some(release) = said else {
        return;
    };
    let world = report.world;
    let (kubernetes, releases) = (world.kubernetes, world.catalogue.releases());
    let words = release.describe();
    match release.presence(kubernetes, releases) {
        Presence::Known => {}
        Presence::Missing(reason) => report.diagnose_class(
            Some(SociStatus::NeverReady),
            &rules::AMI_RELEASE_MISSING,
            Severity::Error,
            &TERMS,
            Words::by_launcher(
                format!("there is no {words} for Kubernetes {kubernetes}, so the EC2NodeClass is not Ready: {reason}."),
                format!("there is no {words} for Kubernetes {kubernetes}: {reason}."),
            ),
        ),
        Presence::Unconfirmed(reason) => report.diagnose_class(
            None,
            &rules::AMI_RELEASE_UNCONFIRMED,
            Severity::Note,
            &TERMS,
            format!("{words} may not exist for Kubernetes {kubernetes}: {reason} (checked on {CHECKED})."),
        ),
        Presence::Newer => report.diagnose_class(
            None,
            &rules::RELEASE_NEWER_THAN_KNOWN,
            Severity::Note,
            &TERMS,
            format!("{words} is newer than every release known on {CHECKED}: whether it exists was not checked."),
        ),
    }
    faults(report, release, pulls, "");
}

/// Says the known faults of a release. `pulls`: whether SOCI is switched on, and the userData line that
/// imports the pause image itself. `how`: how it is known that nodes have it, where no AMI term says it.
fn faults(
    report: &mut NodeReportBuilder<'_>,
    release: Release,
    (pulls_with_soci, pause_import): (bool, Option<usize>),
    how: &str,
) {
    let words = release.describe();
    let world = report.world;
    let (kubernetes, releases) = (world.kubernetes, world.catalogue.releases());
    let faults: Vec<&KnownBad> = match release {
        Release::Al2023(date) => releases.faults_of_al2023(date, kubernetes).collect(),
        Release::Bottlerocket(version) => releases
            .faults_of_bottlerocket(version, kubernetes)
            .collect(),
    };
    for bad in faults {
        let met = match bad.pulls {
            Pulls::Any => true,
            Pulls::Soci => pulls_with_soci,
            Pulls::Stock => !pulls_with_soci,
        };
        if met
            && bad.is_of_pause_image()
            && let Some(line) = pause_import
        {
            report.diagnose(
                None,
                &rules::BROKEN_AMI_RELEASE,
                Severity::Note,
                line,
                format!("{how}{words} leaves SOCI without the pause image, and this imports it before the kubelet starts, a workaround published by users ({}).{}", bad.source, fixed(bad)),
            );
        } else if met {
            report.diagnose_class(
                (bad.severity == Severity::Error).then_some(SociStatus::NeverReady),
                &rules::BROKEN_AMI_RELEASE,
                bad.severity,
                &TERMS,
                format!("{how}{}", bad.message(&words)),
            );
        }
    }
}
