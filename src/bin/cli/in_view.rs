//! The type that the numbers are about.

use soci_configurator::core::{Config, Edit, Field};

use crate::arguments::{Input, View};
use crate::input;

/// The Config that is asked for, about the type that `--instance` or `--all-types` name; without
/// both, about the one that it names itself.
///
/// # Errors
/// What `input::config` refuses, and a type that no table has.
pub fn config(input: &Input, view: &View) -> Result<Config, Vec<String>> {
    let config = input::config(input)?;
    let word = match (&view.instance, view.all_types) {
        (Some(name), _) => {
            let known = soci_configurator::data::catalogue().named(name);
            known.map_err(|error| vec![format!("--instance: {error}")])?;
            name.trim().to_ascii_lowercase()
        }
        (None, true) => "all".to_owned(),
        (None, false) => return Ok(config),
    };
    let Some(field) = Field::find("costs.instanceType") else {
        return Ok(config);
    };
    let edit =
        Edit::typed(field, &word, &config).map_err(|error| vec![format!("--instance: {error}")])?;
    Ok(config.apply(&edit))
}
