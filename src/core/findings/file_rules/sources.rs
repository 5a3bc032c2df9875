//! Where the facts of rules about files come from.

use crate::core::config::Source;

/// What kubectl and the API server take.
pub(super) const API_SERVER: Source = Source {
    label: "Kubernetes v1.34, API concepts: field validation (2026)",
    url: "https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
};
/// How Karpenter packs userData for AL2023.
pub(super) const KARPENTER_MIME: Source = Source {
    label: "Karpenter v1.14.1, amifamily/bootstrap/mime (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/amifamily/bootstrap/mime/mime.go",
};
/// What Karpenter adds to AL2023's userData.
pub(super) const KARPENTER_NODEADM: Source = Source {
    label: "Karpenter v1.14.1, amifamily/bootstrap/nodeadm.go (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/amifamily/bootstrap/nodeadm.go",
};
/// What Karpenter makes of Bottlerocket's settings.
pub(super) const KARPENTER_BOTTLEROCKET: Source = Source {
    label: "Karpenter v1.14.1, amifamily/bootstrap/bottlerocket.go (2026-08-20)",
    url: "https://github.com/aws/karpenter-provider-aws/blob/v1.14.1/pkg/providers/amifamily/bootstrap/bottlerocket.go",
};
/// How nodeadm reads its configuration.
pub(super) const NODEADM: Source = Source {
    label: "amazon-eks-ami 81fec2e8, nodeadm/internal/configprovider (2026-07-23)",
    url: "https://github.com/awslabs/amazon-eks-ami/tree/81fec2e8/nodeadm/internal/configprovider",
};
/// The fields that nodeadm knows.
pub(super) const NODEADM_API: Source = Source {
    label: "amazon-eks-ami 81fec2e8, nodeadm/api/v1alpha1 (2026-07-23)",
    url: "https://github.com/awslabs/amazon-eks-ami/blob/81fec2e8/nodeadm/api/v1alpha1/nodeconfig_types.go",
};
/// What cloud-init runs.
pub(super) const CLOUD_INIT: Source = Source {
    label: "cloud-init 25.1, user-data formats (2025)",
    url: "https://cloudinit.readthedocs.io/en/25.1/explanation/format.html",
};
/// What EC2 takes as userData.
pub(super) const EC2_USER_DATA: Source = Source {
    label: "EC2 User Guide, user data: at most 16 KB",
    url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html",
};
/// containerd's own parallel pull.
pub(super) const CONTAINERD: Source = Source {
    label: "containerd v2.2, docs/transfer.md (2026)",
    url: "https://github.com/containerd/containerd/blob/v2.2.0/docs/transfer.md",
};
/// The kubelet's configuration.
pub(super) const KUBELET: Source = Source {
    label: "Kubernetes v1.34, kubelet configuration v1beta1 (2026)",
    url: "https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/",
};
/// Flags that the kubelet no longer has.
pub(super) const KUBELET_FLAGS: Source = Source {
    label: "Kubernetes pull requests 106907 (1.24), 114017 (1.27), 122082 (1.31) and 133779 (1.35)",
    url: "https://github.com/kubernetes/kubernetes/pull/133779",
};
