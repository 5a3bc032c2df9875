//! Stock containerd: the baseline to compare with.

use super::{
    AmiReleases, CONTAINERD_ROOT, EngineSpec, FileNames, GzipBy, ImagesIn, NodeSystem, Proposed,
    PulledBy, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;

const NO_SOCI: &str = "Stock containerd pulls without SOCI.";

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Al2023,
    soci: SociSetup::Absent,
    pulled_by: PulledBy::Stock,
    works_on: WorksOn::AllTypes,
    images_in: ImagesIn::Directory(CONTAINERD_ROOT),
    soci_in_ami: false,
    releases: AmiReleases::Any,
    kubernetes_from: None,
    no_release: "No suitable release for Kubernetes {kubernetes} is known: upgrade the cluster.",
    feature_gate: None,
    own_limits: None,
    defaults_of: "SOCI's",
    chunk_grammar: ChunkGrammar::Soci,
    gzip: GzipBy::Pigz,
    proposed: Some(Proposed {
        name: "Stock containerd",
        puller: "Stock containerd",
    }),
    pulls_by: "stock containerd",
    puller: "containerd",
    suffix: "",
    files: FileNames::SOCI,
    node_check: None,
    beside_containerd: None,
    notes: &[],
    unavailable: Unavailable {
        limits: Some(NO_SOCI),
        limits_in_all: Some(NO_SOCI),
        discard: Some(NO_SOCI),
        tuning: Some(NO_SOCI),
        install: Some(NO_SOCI),
    },
};
