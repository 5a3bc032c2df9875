//! What is said of files and no file says: the settings that judging them rests on.

use crate::core::config::{Config, Field, Preset, Value};
use crate::core::import::document::{Document, ami_family};
use crate::core::import::report::{Import, ImportedSet, Taken};
use crate::core::import::source::Launcher;

/// A setting that no file says, and that findings, prices or a Config made from the files rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// The setting.
    pub field: &'static Field,
    /// What is assumed.
    pub value: String,
}

const REGION: &str = "cluster.region";
const KUBERNETES: &str = "cluster.kubernetes";
const KARPENTER: &str = "cluster.karpenter";
const IMAGE: &str = "image.reference";

/// What a set is about, as far as it decides what has to be known of the cluster.
#[derive(Debug, Clone, Copy)]
pub(super) struct SetNodes<'a> {
    pub(super) class: Option<&'a Document>,
    pub(super) has_pool: bool,
    pub(super) has_user_data: bool,
    pub(super) launcher: Launcher,
    pub(super) is_auto_mode: bool,
}

impl SetNodes<'_> {
    fn has_nodes(&self) -> bool {
        self.class.is_some() || self.has_pool || self.has_user_data
    }
}

/// The fields that a set's Config has from the settings that it was read with. What was inferred has a
/// finding of its own.
pub(super) fn fields(
    config: &Config,
    base: &Config,
    taken: &[Taken],
    nodes: &SetNodes<'_>,
) -> Vec<&'static Field> {
    let launches = nodes.class.is_some() || nodes.has_pool;
    let is_said_by_ami = nodes
        .class
        .is_some_and(|class| ami_family::kubernetes(class).is_some());
    let asked = [
        // Prices, and the types that there are.
        (REGION, launches),
        // The AMI's releases, feature gates and flags.
        (KUBERNETES, nodes.has_nodes() && !is_said_by_ami),
        // The fields and rules of its manifests.
        (
            KARPENTER,
            launches && nodes.launcher == Launcher::Karpenter && !nodes.is_auto_mode,
        ),
        (IMAGE, true),
    ];
    asked
        .into_iter()
        .filter_map(|(path, matters)| matters.then(|| Field::find(path))?)
        .filter(|field| taken.iter().all(|taken| taken.field != *field))
        .filter(|field| field.value(config) == field.value(base))
        .filter(|field| is_of_nobody(field, base))
        .collect()
}

/// Whether a setting is as this tool has it: its default, or the image of a preset. Another one was chosen.
fn is_of_nobody(field: &Field, base: &Config) -> bool {
    let value = field.value(base);
    let is_of = |config: Config| field.value(&config) == value;
    is_of(Config::default())
        || field.path == IMAGE && Preset::ALL.iter().any(|preset| is_of(preset.config()))
}

/// The fields that a Config file leaves out.
pub(super) fn fields_left_out(left_out: &[&'static Field]) -> Vec<&'static Field> {
    let paths = [REGION, KUBERNETES, KARPENTER, IMAGE];
    let is_asked = |field: &&&'static Field| paths.contains(&field.path);
    left_out.iter().filter(is_asked).copied().collect()
}

impl ImportedSet {
    fn assumed(&self) -> impl Iterator<Item = Assumed> {
        self.from_settings.iter().map(|&field| Assumed {
            field,
            value: match field.value(&self.config) {
                Value::Empty => String::new(),
                Value::One(text) => text,
                Value::Many(texts) => texts.join(", "),
            },
        })
    }
}

impl Import {
    /// What findings and prices rest on and no file says, each value once.
    pub fn assumed(&self) -> Vec<Assumed> {
        let mut all = self.assumed_in_configs();
        // Without a size, nothing is said of an image.
        all.retain(|one| one.field.path != IMAGE);
        all
    }

    /// What the Configs made from the files say and no file does, each value once.
    pub fn assumed_in_configs(&self) -> Vec<Assumed> {
        let mut all: Vec<Assumed> = Vec::new();
        for one in self.sets.iter().flat_map(ImportedSet::assumed) {
            if !all.contains(&one) {
                all.push(one);
            }
        }
        all
    }
}

impl Assumed {
    /// All of them in one sentence; none if nothing is assumed: “Assumed, as no file settles it: Region
    /// us-east-1, Kubernetes version 1.35.”
    pub fn sentence(all: &[Self]) -> Option<String> {
        let each: Vec<String> = all.iter().map(Self::describe).collect();
        let each = each.join(", ");
        (!all.is_empty()).then(|| format!("Assumed, as no file settles it: {each}."))
    }

    fn describe(&self) -> String {
        let Self { field, value } = self;
        let example = if field.path == IMAGE {
            " (an example)"
        } else {
            ""
        };
        format!("{} {value}{example}", field.label)
    }
}
