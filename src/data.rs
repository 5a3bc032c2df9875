//! The tables of `data/` that travel with the program: core reads no files.

use std::sync::OnceLock;

use crate::core::Catalogue;

/// `data/instances.csv`.
pub const INSTANCES: &str = include_str!("../data/instances.csv");
/// `data/ebs_prices.csv`.
pub const EBS_PRICES: &str = include_str!("../data/ebs_prices.csv");

/// `data/measurements.csv`.
pub const MEASUREMENTS: &str = include_str!("../data/measurements.csv");

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
        Catalogue::parse(INSTANCES, EBS_PRICES).expect("the committed tables are well-formed")
    })
}
