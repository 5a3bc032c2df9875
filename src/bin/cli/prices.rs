//! On-demand prices: every Region's table travels with the command.

use include_dir::{Dir, include_dir};
use soci_configurator::core::{Catalogue, Config, price_regions};
use soci_configurator::data::catalogue;

static TABLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/ondemand");

/// What is known about EC2, with the prices of the Regions that the Config needs, where there is
/// a table.
///
/// # Errors
/// A table that is not well-formed, with its line; a test reads them all.
pub fn priced(config: &Config) -> Result<Catalogue, String> {
    let mut known = catalogue().clone();
    for region in price_regions(config) {
        let table = TABLES
            .get_file(format!("{region}.csv"))
            .and_then(|file| file.contents_utf8());
        if let Some(table) = table {
            known = known
                .with_on_demand(&region, table)
                .map_err(|error| format!("prices of {region}: {error}."))?;
        }
    }
    Ok(known)
}
