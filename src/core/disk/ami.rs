//! AL2023 AMI releases at which something changed for SOCI's data.

pub(crate) use crate::core::versions::{
    AL2023_RAID0_COVERS_SOCI as RAID0_COVERS_SOCI, AL2023_SOCI_STAYS_ON_EBS as SOCI_STAYS_ON_EBS,
};
