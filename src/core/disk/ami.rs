//! AL2023 AMI releases at which something changed for SOCI's data, as dates (tags of
//! amazon-eks-ami, read at 81fec2e8, 2026-07-23).

/// RAID0 also covers SOCI's own directory.
pub const RAID0_COVERS_SOCI: u32 = 20_251_217;
/// `disabledMounts: [SOCI]` is understood.
pub const SOCI_STAYS_ON_EBS: u32 = 20_260_120;
