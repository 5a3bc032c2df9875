//! An engine that only tests know. Its gate and words are its own; all else is data that other
//! engines have as well.

use super::{
    AmiReleases, BesideContainerd, EngineSpec, FileNames, GzipBy, ImagesIn, NodeCheck, NodeSystem,
    PulledBy, SOCI_ROOT, SociLimits, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;
use crate::core::versions::AL2023_FAST_IMAGE_PULL;

pub(super) const GATE: &str = "TrialImagePull";

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Al2023,
    soci: SociSetup::FeatureGate,
    pulled_by: PulledBy::Soci,
    works_on: WorksOn::GateFloor,
    images_in: ImagesIn::Directory(SOCI_ROOT),
    soci_in_ami: true,
    releases: AmiReleases::Al2023From(AL2023_FAST_IMAGE_PULL),
    kubernetes_from: None,
    no_release: "No AMI for Kubernetes {kubernetes} knows the trial.",
    feature_gate: Some(GATE),
    own_limits: Some(SociLimits::AL2023_AMI),
    defaults_of: "the trial's",
    chunk_grammar: ChunkGrammar::Soci,
    gzip: GzipBy::Pigz,
    proposed: None,
    pulls_by: "a trial of parallel pull",
    puller: "SOCI",
    suffix: "-soci",
    files: FileNames::SOCI,
    node_check: Some(NodeCheck::SOCI_SERVICE),
    beside_containerd: Some(BesideContainerd {
        switched_off_by: "nothing.",
        needs: "any.",
        support: "It is a trial.",
    }),
    notes: &["A note of the trial engine."],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: None,
        discard: None,
        tuning: None,
        install: Some("The trial engine has no script."),
    },
};
