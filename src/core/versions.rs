//! Versions at which something changed, each with the source that it was read from, and what a new
//! Config pins. Rules and files take them from here; which releases exist, what goes together and
//! what is known bad are tables (`catalogue/releases/`).

/// The Kubernetes that a new Config is for: the one for which [`PINNED_AL2023`] was seen.
pub(crate) const DEFAULT_KUBERNETES: u8 = 35;
/// The AL2023 AMI release that a new Config pins. Its SSM parameter for Kubernetes 1.35, which is what
/// Karpenter looks up, was seen in us-east-1 on 2026-10-02. Of v20260724, which was pinned before,
/// nothing but a git tag is known.
pub(crate) const PINNED_AL2023: u32 = 20_260_930;
/// The gate's limits went from 32 downloads an image to 20 (v20250819; amazon-eks-ami 81fec2e8,
/// soci-snapshotter.config.toml).
pub(crate) const AL2023_TWENTY_DOWNLOADS: u32 = 20_250_819;
/// The gate got its name FastImagePull (v20250821; amazon-eks-ami 81fec2e8, nodeadm/internal/api).
pub(crate) const AL2023_FAST_IMAGE_PULL: u32 = 20_250_821;
/// nodeadm's floor for the gate went from 8 vCPU and 8 GiB down to 4 and 7 (v20251016;
/// amazon-eks-ami 81fec2e8, nodeadm/internal/containerd/config.go).
pub(crate) const AL2023_LOWER_FLOOR: u32 = 20_251_016;
/// Every Kubernetes from 1.30 on has containerd 2.x (v20251209; amazon-eks-ami's changelog).
pub(crate) const AL2023_CONTAINERD_2: u32 = 20_251_209;
/// The first Kubernetes whose AMI has containerd 2.x (amazon-eks-ami's changelog: 1.28 and 1.29
/// stay on 1.7).
pub(crate) const CONTAINERD_2_KUBERNETES: u8 = 30;
/// containerd 2.2, whose transfer service unpacks in parallel: 2.2.1 for every Kubernetes from 1.30 on
/// (v20260318; amazon-eks-ami's changelog).
pub(crate) const AL2023_CONTAINERD_2_2: u32 = 20_260_318;
/// RAID0 also covers SOCI's own directory (v20251217; setup-local-disks at 81fec2e8).
pub(crate) const AL2023_RAID0_COVERS_SOCI: u32 = 20_251_217;
/// `disabledMounts: [SOCI]` is understood (v20260120; setup-local-disks at 81fec2e8).
pub(crate) const AL2023_SOCI_STAYS_ON_EBS: u32 = 20_260_120;
/// containerd 2.2.3: the pause image has to be unpacked in SOCI, and nobody does it; repaired in
/// v20260512 (v20260505; amazon-eks-ami issues 2710 and 2712).
pub(crate) const AL2023_CONTAINERD_2_2_3: u32 = 20_260_505;

/// The Bottlerocket release that a new Config pins: the newest that its makers have called released
/// (2026-08-05), with variants for Kubernetes 1.31 to 1.36. 1.65.0 and 1.66.0 are announced only.
pub(crate) const PINNED_BOTTLEROCKET: (u16, u16, u16) = (1, 64, 0);
/// The oldest Kubernetes whose Bottlerocket variants have SOCI (release notes of 1.44.0,
/// 2025-08-04).
pub(crate) const BOTTLEROCKET_SOCI_KUBERNETES: u8 = 28;
/// Bottlerocket 1.44 has SOCI (release notes, 2025-08-04).
pub(crate) const BOTTLEROCKET_SOCI: u16 = 44;
/// Bottlerocket 1.46 may bind SOCI's directory (Karpenter PR 8478, 2025).
pub(crate) const BOTTLEROCKET_BINDS_SOCI: u16 = 46;
/// Bottlerocket 1.60 has `max-concurrent-unpacks` for containerd's own pull (bottlerocket issue 4801,
/// core-kit 886).
pub(crate) const BOTTLEROCKET_CONTAINERD_UNPACKS: u16 = 60;
/// The oldest Kubernetes whose Bottlerocket variants have containerd 2.2, mostly (the same).
pub(crate) const BOTTLEROCKET_CONTAINERD_2_2_KUBERNETES: u8 = 33;

/// SOCI 0.11 has the parallel mode (release notes, 2025-06-30).
pub(crate) const SOCI_PARALLEL: u32 = 11;
/// SOCI 0.12 has its own fetcher and refuses wrong settings (release notes, 2025-11-25).
pub(crate) const SOCI_OWN_FETCHER: u32 = 12;
/// The newest SOCI that was read about (tag of 2026-07-30).
pub(crate) const NEWEST_SOCI: &str = "0.15.0";

/// Karpenter 1.1 makes a RAID0 on Bottlerocket (upgrade guide, 2026-08-20).
pub(crate) const KARPENTER_RAID0_ON_BOTTLEROCKET: u8 = 1;
/// Karpenter 1.3 knows capacity reservations (CRDs v1.0.0 to v1.14.1, 2026-08-20).
pub(crate) const KARPENTER_RESERVED: u8 = 3;
/// Karpenter 1.5 knows volumeInitializationRate (the same).
pub(crate) const KARPENTER_INITIALIZATION_RATE: u8 = 5;
/// Karpenter 1.8 binds SOCI's directory on Bottlerocket (PR 8478).
pub(crate) const KARPENTER_BINDS_SOCI: u8 = 8;
/// Karpenter 1.9 takes labels of one's own in Kubernetes' domains (CRDs v1.8 and v1.9).
pub(crate) const KARPENTER_KUBERNETES_LABELS: u8 = 9;
/// Karpenter 1.14 knows balanced consolidation (CRDs v1.0.0 to v1.14.1, 2026-08-20).
pub(crate) const KARPENTER_BALANCED: u8 = 14;
