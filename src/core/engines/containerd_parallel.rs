//! containerd's own parallel pull on AL2023: the transfer service fetches in chunks and unpacks several
//! layers at once (containerd 301026e, 2026-08-22; amazon-eks-ami 81fec2e8, 2026-07-23).

use super::{
    AmiReleases, CONTAINERD_ROOT, EngineSpec, FileNames, GzipBy, ImagesIn, NodeCheck, NodeSystem,
    PulledBy, SociLimits, SociSetup, Unavailable, WorksOn,
};
use crate::core::units::ChunkGrammar;
use crate::core::versions::{AL2023_CONTAINERD_2_2, CONTAINERD_2_KUBERNETES};

/// Why limits over all images cannot be set with either system.
pub(super) const ONE_LIMIT: &str =
    "containerd has one limit over all images; here it is the limit per image.";
/// Why layers cannot be discarded with either system.
pub(super) const KEPT: &str = "containerd's parallel pull keeps the compressed layers.";

/// What its check on a node is called with either system.
pub(super) const PULLS_IN_PARALLEL: &str = "Check on the node that containerd pulls in parallel";

pub(super) static SPEC: EngineSpec = EngineSpec {
    system: NodeSystem::Al2023,
    soci: SociSetup::TransferService,
    pulled_by: PulledBy::TransferService,
    works_on: WorksOn::AllTypes,
    images_in: ImagesIn::Directory(CONTAINERD_ROOT),
    soci_in_ami: false,
    releases: AmiReleases::Al2023From(AL2023_CONTAINERD_2_2),
    kubernetes_from: Some(CONTAINERD_2_KUBERNETES),
    no_release: "No AMI for Kubernetes {kubernetes} has containerd 2.2: upgrade the cluster to {needed} or later, or use another engine.",
    feature_gate: None,
    own_limits: Some(SociLimits::CONTAINERD),
    defaults_of: "containerd's",
    chunk_grammar: ChunkGrammar::Containerd,
    gzip: GzipBy::Pigz,
    proposed: None,
    pulls_by: "containerd's own parallel pull (AL2023)",
    puller: "containerd",
    suffix: "-parallel",
    files: FileNames::PARALLEL,
    node_check: Some(NodeCheck {
        title: PULLS_IN_PARALLEL,
        text: "Several settings make CRI pull without the transfer service, and then the limits have no effect; containerd logs this once. Parallel unpacking is logged at debug level: image unpacked, parallel=true.",
        in_session: true,
        commands: &[
            (
                "In the session: must find nothing",
                "sudo journalctl -u containerd | grep -E 'local image pull mode|unpacking will be sequential'",
            ),
            (
                "In the session: the limits in force, and false for the other two",
                "sudo containerd config dump | grep -E 'max_concurrent_(downloads|unpacks)|concurrent_layer_fetch_buffer|discard_unpacked_layers|use_local_image_pull'",
            ),
            (
                "In the session: the transfer service is ok, and overlayfs has the capability rebase",
                "sudo ctr plugins ls | grep transfer; sudo ctr plugins ls --detailed id==overlayfs | grep -i -A 3 capabilities",
            ),
            NodeCheck::IMAGES_ARE_ON,
        ],
    }),
    beside_containerd: None,
    notes: &[
        "nodeadm's discard_unpacked_layers = true makes CRI pull without the",
        "transfer service, so its keys have no effect: it is false here, and",
        "the compressed layers stay on the disk.",
    ],
    unavailable: Unavailable {
        limits: None,
        limits_in_all: Some(ONE_LIMIT),
        discard: Some(KEPT),
        tuning: Some("The NodeConfig holds the limits."),
        install: Some("containerd is in the AMI."),
    },
};
