//! The AL2023 AMI's own SOCI, switched on by nodeadm's feature gate FastImagePull.

use super::{
    AmiReleases, BesideContainerd, EngineSpec, FileNames, GzipBy, ImagesIn, NodeCheck, NodeSystem,
    Proposed, PulledBy, SOCI_ROOT, SociLimits, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;
use crate::core::versions::AL2023_FAST_IMAGE_PULL;

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Al2023,
    soci: SociSetup::FeatureGate,
    pulled_by: PulledBy::Soci,
    works_on: WorksOn::GateFloor,
    images_in: ImagesIn::Directory(SOCI_ROOT),
    soci_in_ami: true,
    releases: AmiReleases::Al2023From(AL2023_FAST_IMAGE_PULL),
    kubernetes_from: None,
    no_release: "No AMI for Kubernetes {kubernetes} supports FastImagePull: upgrade the cluster, or use the install script.",
    feature_gate: Some("FastImagePull"),
    own_limits: Some(SociLimits::AL2023_AMI),
    defaults_of: "the AMI's (nodeadm's)",
    chunk_grammar: ChunkGrammar::Soci,
    gzip: GzipBy::Pigz,
    proposed: Some(Proposed {
        name: "AL2023 FastImagePull",
        puller: "SOCI (FastImagePull)",
    }),
    pulls_by: "SOCI parallel pull (AL2023, FastImagePull)",
    puller: "SOCI",
    suffix: "-soci",
    files: FileNames::SOCI,
    node_check: Some(NodeCheck::SOCI_SERVICE),
    beside_containerd: Some(BesideContainerd {
        switched_off_by: "nodeadm ignores the feature gate on small types and older AMIs.",
        needs: "AMI v20250821 or newer.",
        support: "SOCI is a feature gate of the EKS AMI, which sets the limits.",
    }),
    notes: &[
        "nodeadm ignores FastImagePull silently below 4 vCPU or 7 GiB (8 and 8",
        "before AMI v20251016), so the NodePool excludes smaller types.",
    ],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: None,
        discard: None,
        tuning: None,
        install: Some("The AMI has this built in."),
    },
};
