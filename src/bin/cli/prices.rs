//! On-demand prices: every Region's table travels with the command.

use include_dir::{Dir, include_dir};
use soci_configurator::core::{Catalogue, Config, Evaluation, Import, evaluate, price_regions};
use soci_configurator::data::catalogue;

static TABLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/ondemand");

/// Everything that follows from a Config, with the prices that it needs.
///
/// # Errors
/// A price table that is not well-formed.
pub fn evaluated(config: &Config) -> Result<(Evaluation, Catalogue), String> {
    let catalogue = priced(config)?;
    Ok((evaluate(config, &catalogue), catalogue))
}

/// What is known about EC2, with the prices that the Config of imported files needs.
///
/// # Errors
/// A price table that is not well-formed.
pub fn of_import(import: &Import) -> Result<Catalogue, String> {
    let mut known = catalogue().clone();
    for set in &import.sets {
        known = with_prices(known, &set.config)?;
    }
    Ok(known)
}

/// What is known about EC2, with the prices of the Regions that the Config needs, where there is
/// a table.
///
/// # Errors
/// A table that is not well-formed, with its line; a test reads them all.
pub fn priced(config: &Config) -> Result<Catalogue, String> {
    with_prices(catalogue().clone(), config)
}

fn with_prices(mut known: Catalogue, config: &Config) -> Result<Catalogue, String> {
    let table = |region: &str| {
        TABLES
            .get_file(format!("{region}.csv"))
            .and_then(|file| file.contents_utf8())
    };
    for region in price_regions(config, |region| table(region).is_some()) {
        if let Some(table) = table(&region) {
            known = known
                .with_on_demand(&region, table)
                .map_err(|error| format!("prices of {region}: {error}."))?;
        }
    }
    Ok(known)
}
