//! The tables of `data/` that travel with the program: core reads no files.

use std::sync::OnceLock;

use crate::core::{Catalogue, ReleaseTables};

/// `data/instances.csv` by columns, as `build.rs` wrote them.
pub const INSTANCES: &str = include_str!(concat!(env!("OUT_DIR"), "/instances.txt"));
/// `data/ebs_prices.csv`.
pub const EBS_PRICES: &str = include_str!("../data/ebs_prices.csv");

/// `data/*_releases.csv`.
pub const RELEASES: ReleaseTables = ReleaseTables {
    al2023: include_str!("../data/al2023_releases.csv"),
    bottlerocket: include_str!("../data/bottlerocket_releases.csv"),
    karpenter: include_str!("../data/karpenter_releases.csv"),
    kubernetes: include_str!("../data/kubernetes_releases.csv"),
    known_bad: include_str!("../data/known_bad_releases.csv"),
};

/// `data/measurements.csv`.
pub const MEASUREMENTS: &str = include_str!("../data/measurements.csv");

/// `data/measured_pairs.csv`.
pub const MEASURED_PAIRS: &str = include_str!("../data/measured_pairs.csv");

/// `data/known_images.csv`.
pub const KNOWN_IMAGES: &str = include_str!("../data/known_images.csv");

/// Codes of the Regions that have a table `data/ondemand/REGION.csv`, sorted.
pub const PRICED_REGIONS: [&str; 34] = [
    "af-south-1",
    "ap-east-1",
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
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
];

/// The catalogue without on-demand prices, which are loaded by Region.
///
/// # Panics
/// If a committed table is not well-formed; a test reads them all.
#[allow(
    clippy::expect_used,
    reason = "the tables are part of the program, and a test reads them"
)]
pub fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        Catalogue::parse(INSTANCES, EBS_PRICES, &RELEASES, KNOWN_IMAGES)
            .expect("the committed tables are well-formed")
    })
}

/// `data/ondemand/us-east-1.csv`, for the tests of core; the page loads it when it needs it.
#[cfg(test)]
pub const US_EAST_1: &str = include_str!("../data/ondemand/us-east-1.csv");

/// `data/instances.csv` as it lies there, for the tests of core.
#[cfg(test)]
pub const INSTANCE_ROWS: &str = include_str!("../data/instances.csv");
