//! The table of all fields: what the form shows, what a Config file holds, what `--set` takes
//! and what the JSON Schema says, from one place.
//!
//! To add a field: add it and its default to its struct in `config/`, add one row to the group's
//! table here, and a code for links. The form, the file format, the schema, the files that are
//! written, their import and explanation, and docs/config-reference.md follow; docs/architecture.md
//! names the places for fields with logic of their own.

mod cluster;
mod costs;
mod engine;
mod image;
mod nodes;
mod place;
mod storage;
mod value;

use super::Config;
use super::sources::Source;
use crate::core::choice::{Choice, nearest};
use crate::core::error::{ValueError, quoted};
pub(crate) use place::ManifestPlace;
pub(super) use value::FieldValue;
pub(crate) use value::MAX_LIST_LENGTH;
pub use value::Value;

/// A group of fields: one step of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The cluster.
    Cluster,
    /// The image and its workload.
    Image,
    /// The instances.
    Nodes,
    /// Volumes and instance store.
    Storage,
    /// How images are pulled.
    Engine,
    /// What nodes cost.
    Prices,
}

impl Group {
    /// All groups in the order of the form.
    pub const ALL: [Self; 6] = [
        Self::Cluster,
        Self::Image,
        Self::Nodes,
        Self::Storage,
        Self::Engine,
        Self::Prices,
    ];

    /// Short heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Cluster => "Cluster",
            Self::Image => "Image and workload",
            Self::Nodes => "Nodes",
            Self::Storage => "Storage",
            Self::Engine => "Engine",
            Self::Prices => "Prices",
        }
    }

    /// What the group decides, in one sentence.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Cluster => "Where the nodes join, and what they are found by.",
            Self::Image => "What is pulled, and the pod that pulls it.",
            Self::Nodes => "Which instances Karpenter may launch, and how long they stay.",
            Self::Storage => "The disk that the image is written to; usually what decides.",
            Self::Engine => "How the image is pulled, and with which limits.",
            Self::Prices => "What nodes cost; no manifest depends on it.",
        }
    }
}

/// What kind of value a field holds, and so which control edits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// A whole number.
    Number {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
        /// A sensible step.
        step: u64,
    },
    /// A whole number from 1 to 1,000, or -1 for no limit.
    Limit,
    /// A number of bytes, or a size with its unit.
    Bytes,
    /// Yes or no.
    Bool,
    /// One of some words.
    Choice(&'static [Choice]),
    /// Any of some words.
    Choices(&'static [Choice]),
    /// A list of words, separated by commas or blanks.
    List,
    /// `key=value` pairs, one a line.
    Pairs,
    /// Entries of their own notation, one a line.
    Lines,
}

/// Whether a field means anything for the Config as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// It does.
    Yes,
    /// It does not, for this reason.
    No(&'static str),
}

pub(super) type Get = fn(&Config) -> Value;
pub(super) type Set = fn(&mut Config, &Value) -> Result<(), ValueError>;

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
    pub(super) get: Get,
    pub(super) set: Set,
}

/// Fields that come before others, the first one first of all.
const LEADING: [&str; 2] = ["engine.kind", "image.reference"];

/// Puts what is about leading fields first; the rest stays as it stands.
pub(super) fn leading_first<T>(items: &mut [T], field: impl Fn(&T) -> Option<&'static Field>) {
    for path in LEADING.into_iter().rev() {
        crate::core::order::first(items, |item| {
            field(item).is_some_and(|field| field.path == path)
        });
    }
}

impl Field {
    /// Every field, in the order of the form and of a Config file.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [
            cluster::FIELDS,
            image::FIELDS,
            nodes::FIELDS,
            storage::FIELDS,
            engine::FIELDS,
            costs::FIELDS,
        ]
        .into_iter()
        .flatten()
    }

    /// The field at a path.
    pub fn find(path: &str) -> Option<&'static Self> {
        Self::all().find(|field| field.path == path)
    }

    /// The field at a path that somebody typed.
    ///
    /// # Errors
    /// A path that names no field; the nearest one is suggested.
    pub fn named(path: &str) -> Result<&'static Self, ValueError> {
        let path = path.trim();
        Self::find(path).ok_or_else(|| {
            let error = ValueError::new(format!("there is no field {}.", quoted(path)));
            let alone = |field: &&Self| field.path.rsplit('.').next() == Some(path);
            let near = nearest(path, Self::all().map(|field| field.path));
            match near.or_else(|| Self::all().find(alone).map(|field| field.path)) {
                Some(near) => error.suggest(near),
                None => error,
            }
        })
    }

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

/// Declares one row of a table. The value is that of a struct's field, or what `get` and `set` make
/// of the Config. `at` names the place in a manifest where the value stands as it is.
macro_rules! field {
    (
        $path:literal, $group:ident, $label:literal, $help:literal,
        $kind:expr, $bounds:literal, $source:ident
        $(, unit $unit:literal)? $(, applies $applies:expr)? $(, advanced $advanced:literal)?
        $(, example $example:literal)?
        $(, at $document:ident [$($key:literal),+]
            $(, rule $rule:literal)? $(, omitted $omitted:literal $whose:literal)?)?
        ; get $get:expr, set $set:expr
    ) => {
        $crate::core::config::fields::Field {
            path: $path,
            group: $crate::core::config::fields::Group::$group,
            label: $label,
            help: $help,
            unit: field!(@or $($unit)?; ""),
            kind: $kind,
            bounds: $bounds,
            source: $crate::core::config::sources::$source,
            applies: field!(@or $($applies)?; $crate::core::config::fields::always),
            advanced: field!(@or $($advanced)?; false),
            example: field!(@or $($example)?; ""),
            place: field!(@or $(Some($crate::core::config::fields::ManifestPlace {
                document: $crate::core::config::OverrideTarget::$document,
                keys: &[$($key),+],
                rule: field!(@or $(Some($rule))?; None),
                omitted: field!(@or $(Some(($omitted, $whose)))?; None),
            }))?; None),
            get: $get,
            set: $set,
        }
    };
    (@or $given:expr; $default:expr) => { $given };
    (@or ; $default:expr) => { $default };
    (
        $path:literal, $group:ident, $label:literal, $help:literal,
        $kind:expr, $bounds:literal, $source:ident
        $(, unit $unit:literal)? $(, applies $applies:expr)? $(, advanced $advanced:literal)?
        $(, example $example:literal)?
        $(, at $document:ident [$($key:literal),+]
            $(, rule $rule:literal)? $(, omitted $omitted:literal $whose:literal)?)?
        ; $($at:ident).+
    ) => {
        field!($path, $group, $label, $help, $kind, $bounds, $source
            $(, unit $unit)? $(, applies $applies)? $(, advanced $advanced)?
            $(, example $example)?
            $(, at $document [$($key),+] $(, rule $rule)? $(, omitted $omitted $whose)?)?
            ; get |config| $crate::core::config::fields::FieldValue::show(&config.$($at).+),
            set |config, value| {
                config.$($at).+ = $crate::core::config::fields::FieldValue::read(value)?;
                Ok(())
            })
    };
}
use field;

fn always(_: &Config) -> Applies {
    Applies::Yes
}

fn unless(applies: bool, reason: &'static str) -> Applies {
    if applies {
        Applies::Yes
    } else {
        Applies::No(reason)
    }
}

fn not_on_auto_mode(config: &Config) -> Applies {
    match in_node_class(config) {
        Applies::Yes => unless(
            !config.engine.spec().is_auto_mode(),
            "Auto Mode decides this itself; its NodeClass has no such field.",
        ),
        no @ Applies::No(_) => no,
    }
}

/// For what only a node class holds.
fn in_node_class(config: &Config) -> Applies {
    unless(
        !config.engine.is_set_up_by_hand(),
        "The node class of another distribution is yours to write.",
    )
}

#[cfg(test)]
mod tests {
    use super::{Config, Field};

    #[test]
    fn paths_are_unique_and_texts_are_there() {
        let mut seen = std::collections::BTreeSet::new();
        for field in Field::all() {
            assert!(seen.insert(field.path), "{} twice", field.path);
            assert!(
                !field.label.is_empty() && field.help.ends_with('.'),
                "{}",
                field.path
            );
            assert!(!field.bounds.is_empty(), "{}", field.path);
            assert!(field.source.url.starts_with("https://"), "{}", field.path);
        }
        assert!(seen.len() > 60);
    }

    #[test]
    fn one_of_a_unit_is_one() {
        let with = |path: &str, value: &str| Field::find(path).map(|field| field.with_unit(value));
        for (path, value, shown) in [
            ("workload.gpus", "1", "1 GPU"),
            ("workload.gpus", "8", "8 GPUs"),
            ("nodes.minMemory", "1", "1 GiB"),
            ("storage.volume.iops", "1", "1 IOPS"),
            ("storage.volume.iops", "", ""),
            ("cluster.name", "1", "1"),
        ] {
            assert_eq!(with(path, value).as_deref(), Some(shown));
        }
    }

    #[test]
    fn every_field_reads_back_its_own_default() {
        let config = Config::default();
        for field in Field::all() {
            let mut copy = config.clone();
            let value = field.value(&config);
            assert_eq!((field.set)(&mut copy, &value), Ok(()), "{}", field.path);
            assert_eq!(copy, config, "{}", field.path);
        }
    }
}
