//! Other types, by what makes Karpenter launch them: larger ones, cheaper ones, Graviton.

use super::lever::{Lever, LeverKind};
use super::place::is_on_store;
use super::tries::Tries;
use super::worth::{self, Worth};
use crate::core::config::{Architecture, Config, Edit, Field, InstanceStore};
use crate::core::launch::{Leads, MINIMA};
use crate::core::units::{MoneyChange, grouped};

/// How many values of a bound above the type's own are tried.
const STEPS: usize = 3;
/// Most levers to types that are faster.
const MAX_FASTER: usize = 4;
/// Most levers to types that are cheaper.
const MAX_CHEAPER: usize = 3;
/// Lists of the NodePool that can be let go.
const LISTS: [(&str, &str); 3] = [
    ("nodes.types", "without the list of instance types"),
    ("nodes.families", "without the list of families"),
    ("nodes.sizes", "without the list of sizes"),
];

/// The levers to other types, each with its Config: those that no other beats in time and cost.
pub(super) fn levers(tries: &mut Tries<'_>) -> Vec<(Lever, Config)> {
    if tries.launch.likely().is_none() {
        return Vec::new();
    }
    let (config, catalogue) = (tries.config, tries.catalogue);
    let leads = Leads::new(config, catalogue);
    let mut found: Vec<(Lever, Config)> = Vec::new();
    // What leads there changes neither time nor money, and takes longer to find than both.
    for position in leads.above(tries.instance, STEPS) {
        if position != tries.position {
            let lever = tries.tried(LeverKind::NodeType, String::new(), config, position);
            found.extend(lever.map(|lever| (lever, config.clone())));
        }
    }
    found.extend(with_store(tries));
    found.extend(without_bounds(tries));
    found.retain(|(lever, _)| !matches!(Worth::from_lever(lever), None | Some(Worth::Nothing)));
    let best = best(found).into_iter();
    best.filter_map(|(lever, config)| match &lever.edit {
        Some(_) => Some((lever, config)),
        None => led(lever, &leads, tries),
    })
    .collect()
}

/// A lever to a type with what leads there.
fn led(lever: Lever, leads: &Leads<'_>, tries: &Tries<'_>) -> Option<(Lever, Config)> {
    let lead = leads.toward(lever.position)?;
    let name = tries.catalogue.instances().get(lever.position)?.name;
    let label = lead.clause(name);
    let edit = lead.edit?;
    let config = tries.config.apply(&edit);
    Some((
        Lever {
            label,
            edit: Some(edit),
            ..lever
        },
        config,
    ))
}

/// The same types and prices seen as points: those that none beats, a handful each way.
fn best(found: Vec<(Lever, Config)>) -> Vec<(Lever, Config)> {
    let hour = |lever: &Lever| lever.cost.hour.map(MoneyChange::to_micro_dollars);
    let beats = |one: &Lever, other: &Lever| {
        one.after <= other.after
            && match (hour(one), hour(other)) {
                (Some(one), Some(other)) => one <= other,
                (None, None) => true,
                _ => false,
            }
    };
    let mut kept: Vec<(Lever, Config)> = Vec::new();
    for (lever, config) in found {
        if kept.iter().any(|(known, _)| beats(known, &lever)) {
            continue;
        }
        kept.retain(|(known, _)| !beats(&lever, known));
        kept.push((lever, config));
    }
    let mut order: Vec<Lever> = kept.iter().map(|(lever, _)| lever.clone()).collect();
    worth::sort(&mut order);
    let is_faster = |lever: &&Lever| {
        matches!(
            Worth::from_lever(lever),
            Some(Worth::Faster | Worth::FasterForMoney)
        )
    };
    let faster = order.iter().filter(is_faster).take(MAX_FASTER);
    let cheaper = order.iter().filter(|it| !is_faster(it)).take(MAX_CHEAPER);
    let chosen: Vec<&Lever> = faster.chain(cheaper).collect();
    kept.retain(|(lever, _)| chosen.contains(&lever));
    kept
}

/// Nodes with NVMe, and images on it, where the type has none.
fn with_store(tries: &mut Tries<'_>) -> Option<(Lever, Config)> {
    let config = tries.config;
    if tries.instance.local_store.is_some() || config.engine.spec().is_auto_mode() {
        return None;
    }
    let mut edits = Vec::new();
    if config.storage.instance_store != InstanceStore::Raid0 {
        let word = InstanceStore::Raid0.as_str();
        edits.push(Edit::fix("storage.instanceStore", word, config)?);
    }
    if config.nodes.min_local_nvme.is_none() {
        edits.push(Edit::fix("nodes.minLocalNvme", "1", config)?);
    }
    let edit = Edit::all(edits);
    let next = config.apply(&edit);
    let position = tries.launched_with(&next)?;
    if !is_on_store(&next, tries, position) {
        return None;
    }
    let name = tries.catalogue.instances().get(position)?.name;
    let label = format!("nodes with NVMe, images on it: Karpenter launches {name}");
    let lever = tries.tried(LeverKind::InstanceStore, label, &next, position)?;
    Some((
        Lever {
            edit: Some(edit),
            ..lever
        },
        next,
    ))
}

/// What comes without a bound, or a list, that is set.
fn without_bounds(tries: &mut Tries<'_>) -> Vec<(Lever, Config)> {
    let config = tries.config;
    let minima = MINIMA.iter().filter_map(|minimum| {
        let value = Field::find(minimum.path)?.value(config).to_string();
        let number: u64 = value.parse().ok()?;
        let [_, unit] = minimum.words;
        let words = match minimum.path {
            "nodes.minGeneration" => format!("without the minimum generation {number}"),
            _ => format!("without the minimum of {}{unit}", grouped(number)),
        };
        Some((minimum.path, words))
    });
    let lists = LISTS.iter().filter_map(|(path, words)| {
        let is_set = !Field::find(path)?.value(config).texts().is_empty();
        is_set.then(|| (*path, (*words).to_owned()))
    });
    let all: Vec<(&str, String)> = minima.chain(lists).collect();
    let mut found = Vec::new();
    for (path, words) in all {
        let Some(edit) = Edit::fix(path, "", config) else {
            continue;
        };
        let next = config.apply(&edit);
        let Some(position) = tries
            .launched_with(&next)
            .filter(|it| *it != tries.position)
        else {
            continue;
        };
        let Some(instance) = tries.catalogue.instances().get(position) else {
            continue;
        };
        let label = format!("{words}: Karpenter launches {}", instance.name);
        if let Some(lever) = tries.tried(LeverKind::NodeType, label, &next, position) {
            let edit = Some(edit);
            found.push((Lever { edit, ..lever }, next));
        }
    }
    found
}

/// The other architecture, where the NodePool has types of it. Whether the image is built for it, the
/// settings do not say: so there is no edit, only what it would come to.
pub(super) fn other_architecture(tries: &mut Tries<'_>) -> Option<Lever> {
    let config = tries.config;
    let (other, name) = match config.nodes.architecture {
        Architecture::Amd64 => (Architecture::Arm64, "arm64 (Graviton)"),
        Architecture::Arm64 => (Architecture::Amd64, "amd64 (Intel and AMD)"),
    };
    let edit = Edit::fix("nodes.architecture", other.as_str(), config)?;
    let next = config.apply(&edit);
    let position = tries.launched_with(&next)?;
    if tries.adds_errors(&next) {
        return None;
    }
    let instance = tries.catalogue.instances().get(position)?;
    let label = format!(
        "{name}, if the image is built for it: Karpenter launches {}",
        instance.name
    );
    tries.tried(LeverKind::Architecture, label, &next, position)
}
