//! What EBS volumes cost in a Region.

use super::date::Date;
use super::table::{TableError, rows};
use crate::core::units::Money;

const HEADER: &str = "region,location,gp3_gb,gp3_iops,gp3_mibps,gp2_gb,io1_gb,io1_iops,io2_gb,io2_iops_t1,io2_iops_t2,io2_iops_t3,snapshot_gb,fsr_hour,as_of";

/// Prices of EBS volumes in a Region, each for a month of 730 hours unless said otherwise. Source
/// and date are in `data/SOURCES.md`; a price that is not known is none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EbsPrices {
    /// Code of the Region.
    pub region: &'static str,
    /// Its name.
    pub location: &'static str,
    /// gp3, one GiB.
    pub gp3_gib: Option<Money>,
    /// gp3, one of the IOPS above 3,000.
    pub gp3_iops: Option<Money>,
    /// gp3, one of the MiB/s above 125.
    pub gp3_throughput: Option<Money>,
    /// gp2, one GiB.
    pub gp2_gib: Option<Money>,
    /// io1, one GiB.
    pub io1_gib: Option<Money>,
    /// io1, one of the IOPS.
    pub io1_iops: Option<Money>,
    /// io2, one GiB.
    pub io2_gib: Option<Money>,
    /// io2, one of the IOPS up to 32,000, of those up to 64,000, and of those above.
    pub io2_iops: [Option<Money>; 3],
    /// A snapshot, one GiB.
    pub snapshot_gib: Option<Money>,
    /// Fast snapshot restore, one hour in one Availability Zone.
    pub fast_snapshot_restore_hour: Option<Money>,
    /// The day on which these prices were published.
    pub as_of: Date,
}

/// Reads `ebs_prices.csv`.
pub(super) fn parse(table: &'static str) -> Result<Vec<EbsPrices>, TableError> {
    rows(table, HEADER)?
        .map(|mut row| {
            let prices = EbsPrices {
                region: row.needed("region")?,
                location: row.needed("location")?,
                gp3_gib: row.value("gp3_gb")?,
                gp3_iops: row.value("gp3_iops")?,
                gp3_throughput: row.value("gp3_mibps")?,
                gp2_gib: row.value("gp2_gb")?,
                io1_gib: row.value("io1_gb")?,
                io1_iops: row.value("io1_iops")?,
                io2_gib: row.value("io2_gb")?,
                io2_iops: [
                    row.value("io2_iops_t1")?,
                    row.value("io2_iops_t2")?,
                    row.value("io2_iops_t3")?,
                ],
                snapshot_gib: row.value("snapshot_gb")?,
                fast_snapshot_restore_hour: row.value("fsr_hour")?,
                as_of: row.needed_value("as_of")?,
            };
            row.end()?;
            Ok(prices)
        })
        .collect()
}
