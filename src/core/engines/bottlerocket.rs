//! Bottlerocket's built-in SOCI, switched on by its settings.

use super::{
    AmiReleases, BOTTLEROCKET_SOCI_ROOT, BesideContainerd, EngineSpec, FileNames, GzipBy, ImagesIn,
    NodeCheck, NodeSystem, Proposed, PulledBy, SociLimits, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;
use crate::core::versions::{BOTTLEROCKET_SOCI, BOTTLEROCKET_SOCI_KUBERNETES};

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Bottlerocket,
    soci: SociSetup::Settings,
    pulled_by: PulledBy::Soci,
    works_on: WorksOn::AllTypes,
    images_in: ImagesIn::Directory(BOTTLEROCKET_SOCI_ROOT),
    soci_in_ami: true,
    releases: AmiReleases::BottlerocketFrom(BOTTLEROCKET_SOCI),
    kubernetes_from: Some(BOTTLEROCKET_SOCI_KUBERNETES),
    no_release: "No Bottlerocket with SOCI has variants for Kubernetes {kubernetes}: upgrade the cluster to {needed} or later, or use another engine.",
    feature_gate: None,
    own_limits: Some(SociLimits::BOTTLEROCKET),
    defaults_of: "Bottlerocket's",
    chunk_grammar: ChunkGrammar::Bottlerocket,
    gzip: GzipBy::IgzipOnAmd64,
    proposed: Some(Proposed {
        name: "Bottlerocket",
        puller: "SOCI (Bottlerocket)",
    }),
    pulls_by: "SOCI parallel pull (Bottlerocket)",
    puller: "SOCI",
    suffix: "-soci",
    files: FileNames::SOCI,
    node_check: Some(NodeCheck {
        title: "Check on the node that SOCI is on",
        text: "In the session, run: apiclient get settings.container-runtime \
               settings.container-runtime-plugins",
        in_session: true,
        commands: &[],
    }),
    beside_containerd: Some(BesideContainerd {
        switched_off_by: "a release before 1.44.0 may ignore the settings, or not boot.",
        needs: "Bottlerocket 1.44.0 or newer.",
        support: "Both are settings of the system.",
    }),
    notes: &[],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: None,
        discard: None,
        tuning: Some("Bottlerocket has settings for the limits."),
        install: Some("Bottlerocket has this built in."),
    },
};
