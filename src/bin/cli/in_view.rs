//! The type that the numbers are about.

use soci_configurator::core::{Config, Edit, Field, TypeInView};

use crate::arguments::{Input, View};
use crate::input;

/// The Config that is asked for, about the type that `--instance` or `--all-types` name; without
/// both, about the one that it names itself.
///
/// # Errors
/// What `input::config` refuses, and a type that no table has.
pub fn config(input: &Input, view: &View) -> Result<Config, Vec<String>> {
    let config = input::config(input)?;
    match (&view.instance, view.all_types) {
        (Some(name), _) => on_instance(config, name).map_err(|message| vec![message]),
        (None, true) => about(config, "all").map_err(|message| vec![message]),
        (None, false) => Ok(config),
    }
}

/// A Config about this type.
///
/// # Errors
/// A type that no table has.
pub fn on_instance(config: Config, name: &str) -> Result<Config, String> {
    let known = soci_configurator::data::catalogue().named(name);
    known.map_err(|error| format!("--instance: {error}"))?;
    about(config, &name.trim().to_ascii_lowercase())
}

/// A Config about the launched type, if it asks for all; otherwise about what it names.
pub fn one_type(config: Config) -> Result<Config, String> {
    match config.costs.instance_type {
        Some(TypeInView::All) => about(config, ""),
        Some(TypeInView::One(_)) | None => Ok(config),
    }
}

fn about(config: Config, word: &str) -> Result<Config, String> {
    let Some(field) = Field::find("costs.instanceType") else {
        return Ok(config);
    };
    let edit = Edit::typed(field, word, &config).map_err(|error| format!("--instance: {error}"))?;
    Ok(config.apply(&edit))
}
