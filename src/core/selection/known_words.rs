//! The words that lists of instances can hold: families, categories, sizes, types, GPU models, zones.

use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::text::InstanceWord;
use crate::core::config::{Config, Field};

/// A word that a list of the nodes can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownWord {
    /// The word to type: `g6`.
    pub text: String,
    /// What it stands for: `10 types, 4–192 vCPU, l4`. Empty where nothing is known of it.
    pub note: String,
    /// Whether some type of it has the Config's architecture and category.
    pub fits: bool,
}

/// Zones that most Regions name. Which of them an account has is not known here.
const ZONE_LETTERS: [char; 3] = ['a', 'b', 'c'];

/// The words that are known for a list of the nodes: those that fit architecture and categories first, then by
/// size or by name. None for other fields. The field takes other words too: newer types may exist.
pub fn known_words(field: &Field, config: &Config, catalogue: &Catalogue) -> Vec<KnownWord> {
    let word: fn(&Instance) -> Option<&'static str> = match field.path {
        "nodes.categories" | "nodes.excludedCategories" => |one| Some(one.category),
        "nodes.families" | "nodes.excludedFamilies" => |one| Some(one.family),
        "nodes.sizes" | "nodes.excludedSizes" => |one| Some(one.size),
        "nodes.types" | "nodes.excludedTypes" => |one| Some(one.name),
        "nodes.gpuNames" => |one| Some(one.gpu.as_ref()?.name),
        "nodes.zones" => return zones(config),
        _ => return Vec::new(),
    };
    // What the categories keep out need not be chosen here.
    let in_categories = |one: &Instance| {
        let (only, without) = (&config.nodes.categories, &config.nodes.excluded_categories);
        let has = |all: &[InstanceWord]| all.iter().any(|word| word.as_str() == one.category);
        field.path.ends_with("ategories") || ((only.is_empty() || has(only)) && !has(without))
    };
    let mut groups: Vec<Group> = Vec::new();
    for instance in catalogue.instances() {
        let Some(word) = word(instance) else { continue };
        let at = match groups.binary_search_by_key(&word, |group| group.word) {
            Ok(at) => at,
            Err(at) => {
                groups.insert(at, Group::new(word, instance));
                at
            }
        };
        if let Some(group) = groups.get_mut(at) {
            group.add(instance, config, in_categories);
        }
    }
    let is_gpu = field.path == "nodes.gpuNames";
    if matches!(field.path, "nodes.sizes" | "nodes.excludedSizes") {
        crate::core::order::stable_sort_by_u64(&mut groups, |group| u64::from(group.vcpu.0));
    }
    crate::core::order::stable_sort_by_u64(&mut groups, |group| u64::from(!group.fits));
    groups.iter().map(|group| group.known(is_gpu)).collect()
}

fn zones(config: &Config) -> Vec<KnownWord> {
    let zone = |letter: char| KnownWord {
        text: format!("{}{letter}", config.cluster.region),
        note: String::new(),
        fits: true,
    };
    ZONE_LETTERS.into_iter().map(zone).collect()
}

/// The types that a word stands for.
struct Group {
    word: &'static str,
    types: u32,
    /// Fewest and most.
    vcpu: (u32, u32),
    first: Instance,
    /// Their families, each once, in order.
    families: Vec<&'static str>,
    has_one_family: bool,
    is_in_categories: bool,
    fits: bool,
}

impl Group {
    const fn new(word: &'static str, first: &Instance) -> Self {
        Self {
            word,
            types: 0,
            vcpu: (first.vcpu, first.vcpu),
            first: *first,
            families: Vec::new(),
            has_one_family: true,
            is_in_categories: false,
            fits: false,
        }
    }

    fn add(
        &mut self,
        instance: &Instance,
        config: &Config,
        in_categories: impl Fn(&Instance) -> bool,
    ) {
        let is_in = in_categories(instance);
        self.is_in_categories |= is_in;
        self.types += 1;
        self.vcpu = (
            self.vcpu.0.min(instance.vcpu),
            self.vcpu.1.max(instance.vcpu),
        );
        if !self.families.contains(&instance.family) {
            self.families.push(instance.family);
        }
        self.has_one_family = self.families.len() == 1;
        self.fits |= is_in && instance.architecture == config.nodes.architecture;
    }

    fn known(&self, is_gpu: bool) -> KnownWord {
        let (low, high) = self.vcpu;
        let mut parts = Vec::new();
        if self.types == 1 && self.word == self.first.name {
            parts.push(format!("{low} vCPU"));
            parts.push(self.first.memory.rounded());
        } else {
            let plural = if self.types == 1 { "" } else { "s" };
            parts.push(format!("{} type{plural}", self.types));
            parts.push(if low == high {
                format!("{low} vCPU")
            } else {
                format!("{low}–{high} vCPU")
            });
        }
        if is_gpu {
            parts.push(self.families.join(" "));
        } else if self.has_one_family {
            parts.extend(self.first.gpu.as_ref().map(|gpu| gpu.name.to_owned()));
            if self.is_in_categories && !self.fits {
                parts.push(self.first.architecture.as_str().to_owned());
            }
        }
        if !self.is_in_categories {
            parts.push("excluded by the categories".to_owned());
        }
        KnownWord {
            text: self.word.to_owned(),
            note: parts.join(", "),
            fits: self.fits,
        }
    }
}
