//! What several test modules need.

use soci_configurator::core::{Config, Edit, Field, Preset};

/// The default Config with these fields set, in this order, as they would be typed.
pub fn config(settings: &[(&str, &str)]) -> Config {
    set(Config::default(), settings)
}

/// A preset's Config.
pub fn preset(word: &str) -> Config {
    Preset::find(word)
        .unwrap_or_else(|| panic!("no preset {word}"))
        .config()
}

/// A Config with these fields set, in this order, as they would be typed.
pub fn set(config: Config, settings: &[(&str, &str)]) -> Config {
    settings.iter().fold(config, |config, (path, text)| {
        let field = Field::find(path).unwrap_or_else(|| panic!("no field {path}"));
        let edit = Edit::typed(field, text, &config)
            .unwrap_or_else(|error| panic!("{path} refuses {text}: {error}"));
        config.apply(&edit)
    })
}
