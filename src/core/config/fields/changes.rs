//! How a Config differs from another one, field by field.

use super::{Field, Value};
use crate::core::config::Config;

/// How a Config differs from another one, field by field.
#[derive(Debug)]
pub struct FieldChanges<'a> {
    config: &'a Config,
    from: &'a Config,
    /// The other one, as this one's engine reads it.
    seen: Config,
}

impl<'a> FieldChanges<'a> {
    /// Compares a Config with the one that it comes from.
    pub fn new(config: &'a Config, from: &'a Config) -> Self {
        let mut seen = from.clone();
        seen.engine.kind = config.engine.kind;
        Self { config, from, seen }
    }

    /// Whether they differ in this field.
    pub fn is_at(&self, field: &Field) -> bool {
        field.value(self.config) != self.before(field)
    }

    fn before(&self, field: &Field) -> Value {
        let is_engine = field.path == "engine.kind";
        field.value(if is_engine { self.from } else { &self.seen })
    }
}

impl Field {
    /// Whether the Config differs from another one here. To ask for many fields, make one
    /// [`FieldChanges`].
    pub fn is_changed(&self, config: &Config, from: &Config) -> bool {
        FieldChanges::new(config, from).is_at(self)
    }

    /// The default beside a Config's other settings: written as its engine reads it, as the same
    /// chunk size is `16mb` to SOCI and `16mib` to Bottlerocket, and empty for what is not known of
    /// an image that is not the default one.
    pub fn default_beside(&self, config: &Config) -> Value {
        FieldChanges::new(config, &config.defaults_beside()).before(self)
    }
}
