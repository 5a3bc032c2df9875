//! containerd's own parallel pull on Bottlerocket, switched on by its settings (bottlerocket issue 4801,
//! core-kit 886).

use super::containerd_parallel::{KEPT, ONE_LIMIT, PULLS_IN_PARALLEL};
use super::{
    AmiReleases, CONTAINERD_ROOT, EngineSpec, FileNames, GzipBy, ImagesIn, NodeCheck, NodeSystem,
    PulledBy, SociLimits, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;
use crate::core::versions::{
    BOTTLEROCKET_CONTAINERD_2_2_KUBERNETES, BOTTLEROCKET_CONTAINERD_UNPACKS,
};

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Bottlerocket,
    soci: SociSetup::TransferService,
    pulled_by: PulledBy::TransferService,
    works_on: WorksOn::AllTypes,
    images_in: ImagesIn::Directory(CONTAINERD_ROOT),
    soci_in_ami: false,
    releases: AmiReleases::BottlerocketFrom(BOTTLEROCKET_CONTAINERD_UNPACKS),
    kubernetes_from: Some(BOTTLEROCKET_CONTAINERD_2_2_KUBERNETES),
    no_release: "No Bottlerocket for Kubernetes {kubernetes} has containerd 2.2: upgrade the cluster to {needed} or later, or use another engine.",
    feature_gate: None,
    own_limits: Some(SociLimits::CONTAINERD),
    defaults_of: "Bottlerocket's",
    chunk_grammar: ChunkGrammar::Bottlerocket,
    gzip: GzipBy::IgzipOnAmd64,
    proposed: None,
    pulls_by: "containerd's own parallel pull (Bottlerocket)",
    puller: "containerd",
    suffix: "-parallel",
    files: FileNames::PARALLEL,
    node_check: Some(NodeCheck {
        title: PULLS_IN_PARALLEL,
        text: "In the session, run: apiclient get settings.container-runtime. With the admin container, use enter-admin-container and sudo sheltie for containerd's log: two lines there report that the transfer service is not used, or unpacks one layer at a time.",
        in_session: true,
        commands: &[(
            "In sheltie: must find nothing",
            "journalctl -u containerd | grep -E 'local image pull mode|unpacking will be sequential'",
        )],
    }),
    beside_containerd: None,
    notes: &[
        "Bottlerocket before 1.60.0 rejects max-concurrent-unpacks, and the node",
        "does not join.",
    ],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: Some(ONE_LIMIT),
        discard: Some(KEPT),
        tuning: Some("Bottlerocket has settings for the limits."),
        install: Some("Bottlerocket has this built in."),
    },
};
