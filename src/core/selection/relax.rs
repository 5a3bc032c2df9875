//! What keeps a type out, and the smallest change that brings it in.

use std::collections::BTreeMap;

use super::allocatable::EphemeralStorage;
use super::condition::{Condition, Test, Wanted};
use super::label::{Label, LabelValue};
use super::{Excluded, Selection};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::Fix;
use crate::core::config::{Config, Edit, Field};
use crate::core::error::ValueError;
use crate::core::order;
use crate::core::plan::NodePlan;
use crate::core::requirements::Operator;
use crate::core::units::grouped;
use crate::core::volume_limits::largest_gib;

/// Why a type is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// Every condition that excludes it, in their order; none for an eligible type.
    pub reasons: Vec<Reason>,
    /// The change that brings it in, where fields decide all of that.
    pub fix: Option<Fix>,
}

/// One condition that excludes a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Which of the selection's conditions.
    pub condition: usize,
    /// What the type has, with its unit; nothing if it lacks the label.
    pub value: Option<String>,
}

/// Types that the same condition excludes first.
#[derive(Debug, Clone, PartialEq)]
pub struct ExcludedGroup {
    /// Which of the selection's conditions.
    pub condition: usize,
    /// The types, in the catalogue's order.
    pub positions: Vec<usize>,
    /// The smallest change that brings some of them in.
    pub relaxation: Option<Relaxation>,
}

/// A change that brings types in.
#[derive(Debug, Clone, PartialEq)]
pub struct Relaxation {
    /// The change.
    pub fix: Fix,
    /// The types that are admitted then and were not before, in the catalogue's order.
    pub brings: Vec<usize>,
}

/// One field's new text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    path: &'static str,
    text: String,
    label: String,
}

/// What a change is to bring in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Aim {
    /// The type at hand and as little else as can be.
    ThisType,
    /// Some types.
    AnyType,
}

/// Changes that are tried before a group is given up: the first one nearly always does.
const TRIES: usize = 4;

impl Selection {
    /// Why the type at this position is left out, and what brings it in.
    pub fn why(&self, position: usize, config: &Config, catalogue: &Catalogue) -> Why {
        let Some(instance) = catalogue.instances().get(position) else {
            return Why {
                reasons: Vec::new(),
                fix: None,
            };
        };
        let reasons: Vec<Reason> = self
            .conditions
            .iter()
            .enumerate()
            .filter(|(_, condition)| !condition.admits(instance))
            .map(|(condition, failed)| Reason {
                condition,
                value: failed.value_of(instance),
            })
            .collect();
        let fix = self
            .changes(instance, Aim::ThisType, config)
            .and_then(|changes| fix(&changes, config))
            .filter(|fix| admits(&config.apply(&fix.edit), instance));
        Why { reasons, fix }
    }

    /// The change that admits exactly these types: they become the exact types. What admits them
    /// now goes on admitting them, so nothing else changes.
    ///
    /// # Errors
    /// No type at all, a type that is left out, or more types than the list takes.
    pub fn exactly(
        &self,
        positions: &[usize],
        config: &Config,
        catalogue: &Catalogue,
    ) -> Result<Fix, ValueError> {
        let mut names = Vec::new();
        for position in positions {
            match catalogue.instances().get(*position) {
                Some(instance) if self.admits(*position) => names.push(instance.name),
                Some(instance) => {
                    return Err(ValueError::new(format!(
                        "{} is excluded; only eligible types can be kept.",
                        instance.name
                    )));
                }
                None => {}
            }
        }
        let Some(field) = Field::find("nodes.types").filter(|_| !names.is_empty()) else {
            return Err(ValueError::new("Choose at least one type."));
        };
        let label = match names.len() {
            1 => "Use exactly this type".to_owned(),
            count => format!("Use exactly these {} types", grouped(count as u64)),
        };
        let edit = Edit::typed(field, &names.join(", "), config)?;
        Ok(Fix { label, edit })
    }

    /// The types that are left out, by the first condition that excludes them, in the conditions'
    /// order.
    pub fn groups(&self, config: &Config, catalogue: &Catalogue) -> Vec<ExcludedGroup> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for Excluded { position, by } in &self.excluded {
            groups.entry(*by).or_default().push(*position);
        }
        groups
            .into_iter()
            .map(|(condition, positions)| ExcludedGroup {
                condition,
                relaxation: self.relaxation(&positions, Some(condition), config, catalogue),
                positions,
            })
            .collect()
    }

    /// The smallest change that brings in any type at all.
    pub fn smallest_relaxation(
        &self,
        config: &Config,
        catalogue: &Catalogue,
    ) -> Option<Relaxation> {
        let positions: Vec<usize> = self.excluded.iter().map(|type_| type_.position).collect();
        self.relaxation(&positions, None, config, catalogue)
    }

    /// The smallest change that brings some of these types in: the fewest fields, then the
    /// nearest bound, then the most types.
    fn relaxation(
        &self,
        positions: &[usize],
        of: Option<usize>,
        config: &Config,
        catalogue: &Catalogue,
    ) -> Option<Relaxation> {
        let instances = catalogue.instances();
        let mut candidates: BTreeMap<Vec<Change>, (u64, usize, usize)> = BTreeMap::new();
        for position in positions {
            let Some(instance) = instances.get(*position) else {
                continue;
            };
            let Some(changes) = self.changes(instance, Aim::AnyType, config) else {
                continue;
            };
            let distance = match of.and_then(|of| self.conditions.get(of)) {
                Some(condition) => condition.test.distance(instance),
                None => self
                    .failed(instance)
                    .map(|condition| condition.test.distance(instance))
                    .fold(0, u64::saturating_add),
            };
            let (nearest, types, first) = candidates
                .entry(changes)
                .or_insert((distance, 0, *position));
            *nearest = distance.min(*nearest);
            *types += 1;
            *first = (*first).min(*position);
        }
        let mut candidates: Vec<(Vec<Change>, (u64, usize, usize))> =
            candidates.into_iter().collect();
        // Few changes count most, then how near the nearest type is, then how many there are.
        order::stable_sort_by_u64(&mut candidates, |(_, (_, types, _))| !(*types as u64));
        order::stable_sort_by_u64(&mut candidates, |(_, (nearest, ..))| *nearest);
        order::stable_sort_by_u64(&mut candidates, |(changes, _)| changes.len() as u64);
        candidates
            .into_iter()
            .take(TRIES)
            .find_map(|(changes, (_, _, first))| {
                let fix = fix(&changes, config)?;
                let after = config.apply(&fix.edit);
                let next = Self::for_config(&after, catalogue);
                next.admits(first).then(|| Relaxation {
                    brings: next
                        .admitted
                        .iter()
                        .copied()
                        .filter(|position| !self.admits(*position))
                        .collect(),
                    fix,
                })
            })
    }

    /// A change for every condition that excludes the type, one a field, in their order; nothing
    /// if some condition is no field's.
    fn changes(&self, instance: &Instance, aim: Aim, config: &Config) -> Option<Vec<Change>> {
        let mut changes: Vec<Change> = Vec::new();
        for condition in self.failed(instance) {
            let change = change(condition, instance, aim, config)?;
            if !changes.iter().any(|other| other.path == change.path) {
                changes.push(change);
            }
        }
        (!changes.is_empty()).then_some(changes)
    }
}

fn admits(config: &Config, instance: &Instance) -> bool {
    let plan = NodePlan::new(config);
    super::conditions(&plan)
        .iter()
        .all(|condition| condition.admits(instance))
}

fn fix(changes: &[Change], config: &Config) -> Option<Fix> {
    let edits: Option<Vec<Edit>> = changes
        .iter()
        .map(|change| Edit::fix(change.path, &change.text, config))
        .collect();
    let mut label = String::new();
    for (index, change) in changes.iter().enumerate() {
        match index {
            0 => label.push_str(&change.label),
            _ => {
                label.push_str(if index + 1 == changes.len() {
                    " and "
                } else {
                    ", "
                });
                label.push_str(&lower_first(&change.label));
            }
        }
    }
    Some(Fix {
        label,
        edit: Edit::all(edits?),
    })
}

/// What lets this type through one condition.
fn change(condition: &Condition, instance: &Instance, aim: Aim, config: &Config) -> Option<Change> {
    let field = condition.field?;
    match (&condition.wanted, &condition.test) {
        (Wanted::Label(requirement), Test::Label(label, ..)) => {
            let value = label.value(instance);
            match requirement.operator {
                // One exact type among hundreds would be an arbitrary choice.
                Operator::In if *label == Label::Type && aim == Aim::AnyType => Some(clear(field)),
                Operator::In => allow(field, *label, value, config),
                Operator::NotIn => no_longer_keep_out(field, value?, config),
                Operator::Gt => Some(lower(field, *label, value)),
                Operator::Exists
                | Operator::DoesNotExist
                | Operator::Lt
                | Operator::Gte
                | Operator::Lte => None,
            }
        }
        (_, Test::Cpu(wanted, node)) => {
            let cpu = node.cpu(instance).saturating_sub(wanted.daemon_sets);
            Some(set(field, format!("{cpu}m"), &format!("{cpu}m")))
        }
        (_, Test::Memory(wanted, node)) => {
            let mebibytes = node.memory(instance).saturating_sub(wanted.daemon_sets) >> 20;
            let shown = format!("{} MiB", grouped(mebibytes));
            Some(match mebibytes {
                0 => clear(field),
                _ => set(field, format!("{mebibytes}Mi"), &shown),
            })
        }
        (_, Test::Accelerators(_, count)) => Some(match count(instance) {
            0 => clear(field),
            count => set(field, count.to_string(), &count.to_string()),
        }),
        (_, Test::EphemeralStorage(wanted, storage)) => {
            Some(room(field, *wanted, *storage, instance, config))
        }
        _ => None,
    }
}

/// Adds the type's word to a list, or chooses it; a type without one needs the list cleared.
fn allow(
    field: &'static Field,
    label: Label,
    value: Option<LabelValue>,
    config: &Config,
) -> Option<Change> {
    let LabelValue::Text(word) = (match value {
        Some(value) => value,
        None => return Some(clear(field)),
    }) else {
        return None;
    };
    if label == Label::Architecture {
        return Some(Change {
            path: field.path,
            text: word.to_owned(),
            label: format!("Switch the architecture to {word}"),
        });
    }
    let mut words = field.value(config).texts().to_vec();
    words.push(word.to_owned());
    let what = match label {
        Label::Category => "category ",
        Label::Family => "family ",
        Label::Size => "size ",
        Label::GpuName => "GPU ",
        _ => "",
    };
    Some(Change {
        path: field.path,
        text: words.join(", "),
        label: format!("Allow {what}{word}"),
    })
}

fn no_longer_keep_out(field: &'static Field, value: LabelValue, config: &Config) -> Option<Change> {
    let LabelValue::Text(word) = value else {
        return None;
    };
    let mut words = field.value(config).texts().to_vec();
    words.retain(|other| other != word);
    Some(Change {
        path: field.path,
        text: words.join(", "),
        label: format!("No longer exclude {word}"),
    })
}

/// Lowers a minimum to what the type has, in the field's own unit.
fn lower(field: &'static Field, label: Label, value: Option<LabelValue>) -> Change {
    let number = match value {
        Some(LabelValue::Number(number)) if label == Label::Memory => number / 1024,
        Some(LabelValue::Number(number)) => number,
        Some(LabelValue::Text(_)) | None => 0,
    };
    if number == 0 {
        return clear(field);
    }
    let shown = field.with_unit(&grouped(u64::from(number)));
    set(field, number.to_string(), &shown)
}

/// Makes room on disk: a larger volume where that is what the type uses, else a smaller request.
fn room(
    field: &'static Field,
    wanted: u64,
    storage: EphemeralStorage,
    instance: &Instance,
    config: &Config,
) -> Change {
    let largest = u64::from(largest_gib(config));
    let volume = Field::find("storage.volume.volumeSize").filter(|_| storage.is_volume(instance));
    match (volume, storage.allocatable(instance) >> 20) {
        (Some(volume), _) if storage.volume_for(wanted) <= largest => {
            let gib = storage.volume_for(wanted);
            Change {
                path: volume.path,
                text: format!("{gib}Gi"),
                label: format!("Enlarge the volume to {} GiB", grouped(gib)),
            }
        }
        (_, 0) => clear(field),
        (_, mebibytes) => {
            let shown = format!("{} MiB", grouped(mebibytes));
            set(field, format!("{mebibytes}Mi"), &shown)
        }
    }
}

fn set(field: &'static Field, text: String, shown: &str) -> Change {
    Change {
        path: field.path,
        text,
        label: format!("Lower the {} to {shown}", lower_first(field.label)),
    }
}

fn clear(field: &'static Field) -> Change {
    Change {
        path: field.path,
        text: String::new(),
        label: format!("Clear the {}", lower_first(field.label)),
    }
}

/// `Minimum memory` as `least memory`; `CPU request` and `GPU models` stay. The texts are our own, in
/// letters of ASCII: the tables of all others would be most of a page's weight.
pub(crate) fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_ascii_uppercase() => {
            std::iter::once(first.to_ascii_lowercase())
                .chain(letters)
                .collect()
        }
        _ => text.to_owned(),
    }
}
