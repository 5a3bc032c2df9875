//! Where a bound or a fact comes from.

/// A source with its version and date, and where to read it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// Project, version and date.
    pub label: &'static str,
    /// Page to read, pinned to that version where there is one.
    pub url: &'static str,
}

/// Karpenter's EC2NodeClass schema.
pub const EC2NODECLASS: Source = Source {
    label: "Karpenter v1.14.1, EC2NodeClass CRD (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml",
};
/// Karpenter's NodePool schema.
pub const NODEPOOL: Source = Source {
    label: "Karpenter v1.14.1, NodePool CRD (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/apis/crds/karpenter.sh_nodepools.yaml",
};
/// How Karpenter reads disruption budgets.
pub const KARPENTER_BUDGETS: Source = Source {
    label: "sigs.k8s.io/karpenter v1.14, Budget.IsActive in pkg/apis/v1/nodepool.go (read 2026-11-29)",
    url: "https://github.com/kubernetes-sigs/karpenter/blob/main/pkg/apis/v1/nodepool.go",
};
/// How Karpenter sets its labels.
pub const KARPENTER_LABELS: Source = Source {
    label: "Karpenter v1.14.1, computeRequirements in instancetype/types.go",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instancetype/types.go",
};
/// How Karpenter matches requirements with instance types.
pub const KARPENTER_SCHEDULING: Source = Source {
    label: "Karpenter core v1.14, scheduling/requirements.go (2026-08-20)",
    url: "https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/pkg/scheduling/requirements.go",
};
/// Which taints Karpenter's pods have to tolerate.
pub const KARPENTER_TAINTS: Source = Source {
    label: "Karpenter core v1.14, ToleratesPod in scheduling/taints.go (2026-08-20)",
    url: "https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/pkg/scheduling/taints.go",
};
/// Which capacity types Karpenter knows, and what it does with others.
pub const KARPENTER_CAPACITY_TYPES: Source = Source {
    label: "Karpenter core v1.14, validateWellKnownValues in apis/v1/nodeclaim_validation.go (2026-08-20)",
    url: "https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/pkg/apis/v1/nodeclaim_validation.go",
};
/// What Local Zones offer.
pub const LOCAL_ZONES: Source = Source {
    label: "AWS Local Zones, features (2026-11)",
    url: "https://aws.amazon.com/about-aws/global-infrastructure/localzones/features/",
};
/// How Karpenter packs pods onto nodes, and what it counts for DaemonSets.
pub const KARPENTER_PACKING: Source = Source {
    label: "Karpenter core v1.14, provisioning/scheduling (2266468, 2026-08-20)",
    url: "https://github.com/kubernetes-sigs/karpenter/blob/v1.14.0/pkg/controllers/provisioning/scheduling/scheduler.go",
};
/// Which types Karpenter sends to EC2, and how EC2 chooses among them.
pub const KARPENTER_LAUNCH: Source = Source {
    label: "Karpenter v1.14.1, providers/instance with its filters (1d92708, 2026-08-21)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instance/filter/filter.go",
};
/// When Karpenter warns about spot.
pub const KARPENTER_SPOT: Source = Source {
    label: "Karpenter v1.14.1, providers/instance/instance.go",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/instance/instance.go",
};
/// Which Kubernetes each Karpenter runs on.
pub const KARPENTER_COMPATIBILITY: Source = Source {
    label: "Karpenter's compatibility.yaml at 1d927085 (2026-08-21)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/1d927085/hack/docs/compatibilitymatrix_gen/compatibility.yaml",
};
/// EKS' API.
pub const EKS_API: Source = Source {
    label: "EKS API, CreateCluster",
    url: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html",
};
/// The list of Regions.
pub const AWS_REGIONS: Source = Source {
    label: "AWS documentation, AWS Regions (2026-11)",
    url: "https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html",
};
/// IAM's API.
pub const IAM_API: Source = Source {
    label: "IAM API, CreateRole and CreateInstanceProfile",
    url: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
};
/// EC2's tags.
pub const EC2_TAGS: Source = Source {
    label: "EC2 User Guide, tag restrictions",
    url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html",
};
/// EC2's model of volumes.
pub const EBS_LIMITS: Source = Source {
    label: "EC2 API model in botocore 1.44.5, CreateVolume (2026)",
    url: "https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVolume.html",
};
/// Kubernetes' rules for names and labels.
pub const KUBERNETES_NAMES: Source = Source {
    label: "Kubernetes, object names and labels",
    url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
};
/// AMI releases and the Kubernetes that each exists for.
pub const AMI_RELEASES: Source = Source {
    label: "amazon-eks-ami's changelog and tags at 81fec2e8 (2026-07-23), later AMIs seen until 2026-10-02; Bottlerocket's release issues until 2026-09-22",
    url: "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/CHANGELOG.md",
};
/// AMI releases with a known fault.
pub const KNOWN_BAD: Source = Source {
    label: "Issues of amazon-eks-ami, containerd and Bottlerocket, named in each finding (2025-11 to 2026-08)",
    url: "https://github.com/awslabs/amazon-eks-ami/issues/2682",
};
/// nodeadm's feature gate.
pub const FAST_IMAGE_PULL: Source = Source {
    label: "amazon-eks-ami 81fec2e8, nodeadm/internal/containerd/config.go (2026-07-23)",
    url: "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/nodeadm/internal/containerd/config.go",
};
/// Releases of Bottlerocket.
pub const BOTTLEROCKET: Source = Source {
    label: "Bottlerocket settings 1.53.x; releases up to v1.64.0 (2026-08)",
    url: "https://bottlerocket.dev/en/os/latest/#/api/settings/container-runtime-plugins/",
};
/// SOCI's parallel mode.
pub const SOCI: Source = Source {
    label: "soci-snapshotter 77fb4266, config/parallel.go (2026-08-11)",
    url: "https://github.com/awslabs/soci-snapshotter/blob/v0.15.0/docs/parallel-mode.md",
};
/// containerd's own parallel pull.
pub const CONTAINERD_TRANSFER: Source = Source {
    label: "containerd 301026e, plugins/transfer/plugin.go and CheckLocalImagePullConfigs (2026-08-22)",
    url: "https://github.com/containerd/containerd/blob/301026e/plugins/transfer/plugin.go",
};
/// What containerd's own parallel pull holds in memory.
pub const CONTAINERD_MEMORY: Source = Source {
    label: "arXiv 2607.05596, memory of the runtime while it pulls (2026-07)",
    url: "https://arxiv.org/abs/2607.05596",
};
/// Registries that answer range requests with 400.
pub const RANGE_REQUESTS: Source = Source {
    label: "containerd issue 11953; bottlerocket issues 4677 and 4709 (2025)",
    url: "https://github.com/containerd/containerd/issues/11953",
};
/// SOCI's install script.
pub const SOCI_SCRIPT: Source = Source {
    label: "soci-snapshotter 586e301c, scripts/parallel-mode-install.sh (2025-09-29)",
    url: "https://github.com/awslabs/soci-snapshotter/blob/586e301cdbc9fa58e7e05e7e12f30f13b041d7d9/scripts/parallel-mode-install.sh",
};
/// EKS Auto Mode's NodeClass.
pub const AUTO_MODE: Source = Source {
    label: "EKS User Guide, create-node-class (2025-04); karpenter-blueprints 529b88c (2026-06-08)",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html",
};
/// What Auto Mode does with its nodes.
pub const AUTO_MODE_NODES: Source = Source {
    label: "EKS User Guide, automode-learn-instances and auto-odcr (read 2026-11-29)",
    url: "https://docs.aws.amazon.com/eks/latest/userguide/automode-learn-instances.html",
};
/// The blueprint that this grew from.
pub const BLUEPRINT: Source = Source {
    label: "Karpenter blueprint, SOCI snapshotter parallel pull/unpack mode (July 2025)",
    url: "https://github.com/aws-samples/karpenter-blueprints/tree/main/blueprints/soci-snapshotter",
};
/// How much speed the AMI's SOCI wants.
pub const FAST_IMAGE_PULL_ADVICE: Source = Source {
    label: "nodeadm's FastImagePull notes, since amazon-eks-ami v20250819 (2025-08-19)",
    url: "https://awslabs.github.io/amazon-eks-ami/nodeadm/doc/examples/",
};
/// The pause image that SOCI could not unpack.
pub const PAUSE_IMAGE: Source = Source {
    label: "amazon-eks-ami issues 2710 and 2712, fixed in v20260512 (2026-05)",
    url: "https://github.com/awslabs/amazon-eks-ami/issues/2710",
};
/// Layers that containerd already has.
pub const SOCI_DISCARD: Source = Source {
    label: "soci-snapshotter issue 2035, in v0.12.0 to v0.15.0 (2026-07)",
    url: "https://github.com/awslabs/soci-snapshotter/issues/2035",
};
/// What each EBS type costs.
pub const EBS_PRICES: Source = Source {
    label: "AWS price feed for EBS, by Region (2024-07-18)",
    url: "https://aws.amazon.com/ebs/pricing/",
};
/// What each instance type costs.
pub const ON_DEMAND_PRICES: Source = Source {
    label: "AWS calculator feed as stored in ec2.shop (2025-04-04); us-east-1 and GovCloud: Karpenter v1.14's price tables (2026-07-20)",
    url: "https://aws.amazon.com/ec2/pricing/on-demand/",
};
/// How long a node takes to start.
pub const NODE_START: Source = Source {
    label: "One published run with Karpenter: launch to Ready in 29 to 40 s (2025)",
    url: "https://karpenter.sh/docs/concepts/nodepools/",
};
/// Random writes of the instance store, and the one type whose sequential writes are known.
pub const STORE_WRITE_IOPS: Source = Source {
    label: "EC2 User Guide, instance store of d289961 (June 2023); m6idn.16xlarge about 3 GiB/s",
    url: "https://github.com/awsdocs/amazon-ec2-user-guide/blob/d289961/doc_source/storage-optimized-instances.md",
};
/// Writes of the G6 families' instance store.
pub const STORE_FITTED: Source = Source {
    label: "Published pulls on G6 and G6e (2025-2026), fitted by this tool",
    url: "https://github.com/awslabs/soci-snapshotter/blob/v0.15.0/docs/parallel-mode.md",
};
/// Instances that let their volumes burst.
pub const EBS_BURST: Source = Source {
    label: "EC2 User Guide, EBS-optimized instances of d289961 (June 2023)",
    url: "https://github.com/awsdocs/amazon-ec2-user-guide/blob/d289961/doc_source/ebs-optimized.md",
};
/// How large images get when they are unpacked.
pub const IMAGE_RATIOS: Source = Source {
    label: "Published pulls: CUDA and PyTorch layers 1.89, vLLM image 2.36 (2025-2026)",
    url: "https://github.com/awslabs/soci-snapshotter/blob/v0.15.0/docs/parallel-mode.md",
};
/// What Bottlerocket binds to the instance store.
pub const BOTTLEROCKET_RAID0: Source = Source {
    label: "Karpenter PR 8478 (v1.8.0) and Bottlerocket 1.46.0 (2025)",
    url: "https://github.com/aws/karpenter-provider-aws/pull/8478",
};
/// What changed between Karpenter's minor versions.
pub const KARPENTER_UPGRADE: Source = Source {
    label: "Karpenter upgrade guide and CRDs v1.0.0 to v1.14.1 (2026-08-20)",
    url: "https://karpenter.sh/docs/upgrading/upgrade-guide/",
};
/// EKS' AMI changes around the instance store.
pub const AMI_INSTANCE_STORE: Source = Source {
    label: "amazon-eks-ami, setup-local-disks: v20251217 and v20260120",
    url: "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/templates/al2023/runtime/bin/setup-local-disks",
};
/// Snapshots that are read when they are used.
pub const SNAPSHOT_READS: Source = Source {
    label: "bottlerocket-images-cache issue 13; EC2 API, volume initialization (2025)",
    url: "https://github.com/aws-samples/bottlerocket-images-cache/issues/13",
};
/// Images whose bytes are mostly one layer.
pub const LAYERS: Source = Source {
    label: "data-on-eks a546a19, SOCI on EKS guide: Ray image on g6e.2xlarge (2026)",
    url: "https://github.com/awslabs/data-on-eks/pull/1120",
};
/// Two pulls of one image at once.
pub const SOCI_TOGETHER: Source = Source {
    label: "soci-snapshotter issue 2036, in releases up to v0.15.0 (2026-07)",
    url: "https://github.com/awslabs/soci-snapshotter/issues/2036",
};
/// Where ECR keeps layers.
pub const ECR_PULLS: Source = Source {
    label: "Amazon ECR User Guide, private image replication (2026)",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html",
};
/// What ECR takes.
pub const ECR_QUOTAS: Source = Source {
    label: "Amazon ECR User Guide, service quotas (2026)",
    url: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html",
};
/// Sizes of popular images, row by row with who published them.
pub const KNOWN_IMAGES: Source = Source {
    label: "Sizes published for popular images (2025 and 2026)",
    url: "https://github.com/docker-library/repo-info",
};
/// How the kubelet decides whether to pull.
pub const KUBERNETES_IMAGES: Source = Source {
    label: "Kubernetes v1.34, images and imagePullPolicy (2026)",
    url: "https://kubernetes.io/docs/concepts/containers/images/",
};
/// GPU pools of their own.
pub const GPU_TAINT: Source = Source {
    label: "Karpenter v1.14, NodePools: taints and accelerators (2026-08-20)",
    url: "https://karpenter.sh/docs/concepts/scheduling/",
};
/// Our own choice.
pub const CHOICE: Source = Source {
    label: "This tool's own bound",
    url: "https://karpenter.sh/docs/concepts/nodepools/",
};
/// What this tool simulates, of rates that are published or fitted.
pub const SIMULATION: Source = Source {
    label: "simulated by this tool; rates as in docs/model-and-limits.md (2026-11)",
    url: "https://github.com/containerd/containerd/blob/301026e/core/unpack/unpacker.go",
};
