//! SOCI installed by a script when a node starts, as in the blueprint of July 2025.

use super::{
    AmiReleases, BesideContainerd, EngineSpec, FileNames, GzipBy, ImagesIn, NodeCheck, NodeSystem,
    PulledBy, SociLimits, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;
use crate::core::versions::AL2023_CONTAINERD_2_2_3;

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Al2023,
    soci: SociSetup::InstallScript,
    pulled_by: PulledBy::Soci,
    works_on: WorksOn::AllTypes,
    images_in: ImagesIn::ChosenDirectory,
    soci_in_ami: false,
    releases: AmiReleases::Al2023Before(AL2023_CONTAINERD_2_2_3),
    kubernetes_from: None,
    no_release: "Every AMI for Kubernetes {kubernetes} is too new for the script: use FastImagePull instead.",
    feature_gate: None,
    own_limits: Some(SociLimits::INSTALL_SCRIPT),
    defaults_of: "SOCI's",
    chunk_grammar: ChunkGrammar::Soci,
    gzip: GzipBy::Chosen,
    proposed: None,
    pulls_by: "SOCI parallel pull (AL2023, install script)",
    puller: "SOCI",
    suffix: "-soci",
    files: FileNames::SOCI,
    node_check: Some(NodeCheck::SOCI_SERVICE),
    beside_containerd: Some(BesideContainerd {
        switched_off_by: "none known; if the script fails, the node visibly does not become Ready.",
        needs: "an AMI before v20260505, whose containerd does not need the pause image in SOCI.",
        support: "SOCI is installed by your own script.",
    }),
    notes: &[
        "If the script fails, containerd has a missing snapshotter,",
        "and the node never becomes Ready.",
    ],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: None,
        discard: None,
        tuning: Some("The script writes the limits itself."),
        install: None,
    },
};
