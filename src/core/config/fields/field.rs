//! One field of the Config: what the form, the files and `--set` know of it.

use super::{Applies, Group, Kind, ManifestPlace, Value};
use crate::core::config::Config;
use crate::core::config::sources::Source;
use crate::core::error::ValueError;

type Get = fn(&Config) -> Value;
type Set = fn(&mut Config, &Value) -> Result<(), ValueError>;

/// One field of the Config.
pub struct Field {
    /// Dotted path in a Config file and in `--set`: `storage.volume.iops`.
    pub path: &'static str,
    /// The step of the form that shows it.
    pub group: Group,
    /// What a person reads.
    pub label: &'static str,
    /// What it decides, in one line.
    pub help: &'static str,
    /// Unit of the number, or empty.
    pub unit: &'static str,
    /// What kind of value it holds.
    pub kind: Kind,
    /// The values that are allowed, in words.
    pub bounds: &'static str,
    /// Who sets the bounds.
    pub source: Source,
    /// Whether it means anything for this Config.
    pub applies: fn(&Config) -> Applies,
    /// Whether it is seldom needed, so that the form may fold it away.
    pub advanced: bool,
    /// A value that it takes, or empty where the kind says enough.
    pub example: &'static str,
    /// Where its value stands in a manifest as it is; none where code of its own writes it.
    pub(crate) place: Option<ManifestPlace>,
    pub(in crate::core::config) get: Get,
    pub(in crate::core::config) set: Set,
}

/// Fields that come before others, the first one first of all.
const LEADING: [&str; 2] = ["engine.kind", "image.reference"];

/// Puts what is about leading fields first; the rest stays as it stands.
pub(in crate::core::config) fn leading_first<T>(
    items: &mut [T],
    field: impl Fn(&T) -> Option<&'static Field>,
) {
    for path in LEADING.into_iter().rev() {
        crate::core::order::first(items, |item| {
            field(item).is_some_and(|field| field.path == path)
        });
    }
}

impl Field {
    /// Which of several changes comes first, the lowest: the engine decides how a chunk size is
    /// read, and a reference to another image clears what is known of the one before.
    pub fn rank(&self) -> usize {
        let leads = LEADING.iter().position(|path| *path == self.path);
        leads.unwrap_or(LEADING.len())
    }

    /// A value as it is shown, with the field's unit: `16 GPUs`, `1 GPU`; as it is where there is neither.
    pub fn with_unit(&self, value: &str) -> String {
        if value.is_empty() || self.unit.is_empty() {
            return value.to_owned();
        }
        let unit = match (value, self.unit) {
            ("1", "GPUs" | "layers" | "nodes" | "pods" | "requests" | "zones" | "hours") => {
                self.unit.strip_suffix('s').unwrap_or(self.unit)
            }
            (_, unit) => unit,
        };
        format!("{value} {unit}")
    }

    /// The field's value in a Config.
    pub fn value(&self, config: &Config) -> Value {
        (self.get)(config)
    }
}

impl std::fmt::Debug for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Field")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}
