//! EKS Auto Mode, which switches SOCI on by itself on some types.

use super::{
    AmiReleases, EngineSpec, FileNames, GzipBy, ImagesIn, NodeCheck, NodeSystem, PulledBy,
    SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;

const NO_FIELD: &str = "Auto Mode sets SOCI up itself; its NodeClass has no field for it.";

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::AutoMode,
    soci: SociSetup::BuiltIn,
    pulled_by: PulledBy::Soci,
    works_on: WorksOn::AutoModeSociTypes,
    images_in: ImagesIn::SystemsOwn,
    soci_in_ami: true,
    releases: AmiReleases::Any,
    kubernetes_from: None,
    no_release: "No suitable release for Kubernetes {kubernetes} is known: upgrade the cluster.",
    feature_gate: None,
    own_limits: None,
    defaults_of: "SOCI's",
    chunk_grammar: ChunkGrammar::Soci,
    gzip: GzipBy::IgzipOnAmd64,
    proposed: None,
    pulls_by: "SOCI parallel pull (EKS Auto Mode)",
    puller: "SOCI",
    suffix: "-soci",
    files: FileNames::SOCI,
    node_check: Some(NodeCheck {
        title: "Check that SOCI is on",
        text: "Auto Mode nodes have no shell. Check the pull time and the instance type: G, P or Trn with NVMe.",
        in_session: false,
        commands: &[(
            "The instance types in use",
            "kubectl get nodes --selector {pool} --label-columns node.kubernetes.io/instance-type,eks.amazonaws.com/instance-local-nvme",
        )],
    }),
    beside_containerd: None,
    notes: &[
        "Auto Mode switches SOCI on by itself, on G, P and Trn types with NVMe",
        "only; its NodeClass has no userData and no field for SOCI.",
    ],
    unavailable: Unavailable {
        limits: Some(NO_FIELD),
        limits_in_all: Some(NO_FIELD),
        discard: Some(NO_FIELD),
        tuning: Some(NO_FIELD),
        install: Some(NO_FIELD),
    },
};
