//! What instance types cost in a Region.

use super::date::Date;
use super::instance::Instance;
use super::table::{TableError, rows};
use crate::core::units::Money;

const HEADER: &str = "type,usd_per_hour,as_of";

/// On-demand prices of a Region: Linux, shared tenancy, one hour.
#[derive(Debug, Clone, PartialEq)]
pub struct OnDemandPrices {
    region: String,
    /// In the order of the catalogue's instances.
    prices: Vec<Option<Money>>,
    as_of: Option<Date>,
}

impl OnDemandPrices {
    /// Code of the Region.
    pub fn region(&self) -> &str {
        &self.region
    }

    /// The price of the type that stands at this place among the catalogue's instances.
    pub fn at(&self, position: usize) -> Option<Money> {
        self.prices.get(position).copied().flatten()
    }

    /// The day of the oldest of these prices.
    pub fn as_of(&self) -> Option<Date> {
        self.as_of
    }
}

/// Reads a Region's table. A type that the catalogue does not have is an error: the tables are
/// refreshed together.
pub(super) fn parse(
    region: &str,
    table: &str,
    instances: &[Instance],
) -> Result<OnDemandPrices, TableError> {
    let mut prices = vec![None; instances.len()];
    let mut as_of: Option<Date> = None;
    for mut row in rows(table, HEADER)? {
        let name = row.needed("type")?;
        let price: Money = row.needed_value("usd_per_hour")?;
        let day: Date = row.needed_value("as_of")?;
        let place = instances
            .binary_search_by(|instance| instance.name.cmp(name))
            .ok()
            .and_then(|at| prices.get_mut(at));
        let Some(place) = place else {
            return Err(row.error(format!("unknown instance type {name}")));
        };
        if place.is_some() {
            return Err(row.error(format!("{name} has two prices")));
        }
        *place = Some(price);
        as_of = Some(as_of.map_or(day, |oldest| oldest.min(day)));
        row.end()?;
    }
    Ok(OnDemandPrices {
        region: region.to_owned(),
        prices,
        as_of,
    })
}
