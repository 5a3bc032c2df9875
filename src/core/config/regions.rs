//! The Regions of AWS that are known here. A newer one is not among them.

/// Codes of Regions, by name: botocore's partitions.json, isolated partitions included, and those that
/// were opened since by the list of Regions of AWS' documentation (2026-11).
pub(crate) const REGIONS: [&str; 44] = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];

#[cfg(test)]
mod tests {
    use super::REGIONS;
    use crate::core::config::text::Region;

    #[test]
    fn every_known_region_is_one_that_the_field_takes() {
        for region in REGIONS {
            assert!(region.parse::<Region>().is_ok(), "{region}");
        }
        assert!(REGIONS.is_sorted());
    }
}
