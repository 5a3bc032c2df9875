//! What in a NodePool makes Karpenter launch one type before all others.
//!
//! Karpenter cannot be told to take a type; it takes the cheapest of those that are left. So a type
//! comes only where the NodePool leaves out everything cheaper. Of the ways to do that, the one that
//! leaves most types is best: when there is no capacity of the first, the next is launched.

use std::collections::BTreeSet;

use super::Launch;
use super::bounds::{MINIMA, Search};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::Fix;
use crate::core::config::{Config, Edit, Field};
use crate::core::plan::NodePlan;
use crate::core::selection::{Place, Selection, lower_first};
use crate::core::units::grouped;

/// What makes one type the launched one.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// How.
    pub by: LeadBy,
    /// The change of the NodePool; none where Karpenter launches the type already.
    pub edit: Option<Edit>,
    /// What of the NodePool does it: “launched as is”, “at least 8 vCPU”, “types: g6.2xlarge”.
    pub words: String,
    /// Types that may come then, the led one among them: at most the 60 that EC2 gets.
    pub types: usize,
}

/// How a type becomes the launched one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadBy {
    /// It is launched already.
    AsIs,
    /// A bound of the NodePool leaves out what is cheaper.
    Bound,
    /// The NodePool admits this type alone.
    Types,
}

impl LeadBy {
    /// For programs: `as-is`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AsIs => "as-is",
            Self::Bound => "bound",
            Self::Types => "types",
        }
    }
}

impl Lead {
    /// The smallest change of a Config's NodePool after which Karpenter launches the type at this
    /// position: none if it does already; else one bound, after what admits the type at all; else
    /// the type alone. None if no change of the NodePool leads there.
    pub fn toward(position: usize, config: &Config, catalogue: &Catalogue) -> Option<Self> {
        Leads::new(config, catalogue).toward(position)
    }

    /// In one clause, with the launched type: “at least 8 vCPU: Karpenter launches g6.2xlarge”.
    pub fn clause(&self, name: &str) -> String {
        match self.by {
            LeadBy::AsIs => format!("Karpenter launches {name} without a change"),
            LeadBy::Bound | LeadBy::Types => {
                format!("{}: Karpenter launches {name}", self.words)
            }
        }
    }

    /// What does it, and how many types may come then: “at least 8 vCPU, 38 types left”.
    pub fn with_types(&self) -> String {
        let types = match self.types {
            1 => "no other type left".to_owned(),
            count => format!("{} types left", grouped(count as u64)),
        };
        match self.by {
            LeadBy::Types => self.words.clone(),
            LeadBy::AsIs | LeadBy::Bound => format!("{}, {types}", self.words),
        }
    }
}

/// What leads to types, each from the same Config.
#[derive(Debug)]
pub(crate) struct Leads<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    selection: Selection,
    now: Launch,
    search: Search<'a>,
}

impl<'a> Leads<'a> {
    pub(crate) fn new(config: &'a Config, catalogue: &'a Catalogue) -> Self {
        let plan = NodePlan::new(config);
        let selection = Selection::new(&plan, catalogue);
        Self {
            now: Launch::new(&plan, catalogue, &selection),
            search: Search::new(&plan, catalogue, &selection),
            config,
            catalogue,
            selection,
        }
    }

    /// As [`Lead::toward`] has it.
    pub(crate) fn toward(&self, position: usize) -> Option<Lead> {
        if self.selection.admits(position) {
            return self.among(position, None);
        }
        let instance = self.catalogue.instances().get(position)?;
        let is_nodes =
            |field: &Field| field.path.starts_with("nodes.") && field.path != "nodes.architecture";
        // What the pod asks for and what the image is built for is not the NodePool's to change.
        if !self.selection.failed(instance).all(|condition| {
            condition.place != Place::PodRequest && condition.field.is_some_and(is_nodes)
        }) {
            return None;
        }
        let why = self.selection.why(position, self.config, self.catalogue);
        let fix = why.fix?;
        let admitting = self.config.apply(&fix.edit);
        Leads::new(&admitting, self.catalogue).among(position, Some(fix))
    }

    /// The types that come with a minimum at each of the next few values above the type's own.
    pub(crate) fn above(&self, instance: &Instance, steps: usize) -> BTreeSet<usize> {
        let mut positions = BTreeSet::new();
        for minimum in &MINIMA {
            let own = minimum.amount_on(instance);
            let values: BTreeSet<u32> = self
                .search
                .instances()
                .map(|instance| minimum.amount_on(instance))
                .filter(|value| *value > own)
                .collect();
            for least in values.into_iter().take(steps) {
                let sent = self.search.sent(&|instance| minimum.keeps(least, instance));
                positions.extend(sent.first());
            }
        }
        positions
    }

    /// The lead to an eligible type; `fix` is what admitted it.
    fn among(&self, position: usize, fix: Option<Fix>) -> Option<Lead> {
        let (config, catalogue) = (self.config, self.catalogue);
        if self.now.likely() == Some(position) {
            let by = match fix {
                Some(_) => LeadBy::Bound,
                None => LeadBy::AsIs,
            };
            return Some(Lead {
                by,
                types: sent(&self.now),
                words: fix
                    .as_ref()
                    .map_or("launched as is".to_owned(), |fix| lower_first(&fix.label)),
                edit: fix.map(|fix| fix.edit),
            });
        }
        for bound in self.search.bounds(position) {
            let Some(edit) = Edit::fix(bound.path, &bound.text, config) else {
                continue;
            };
            let led = Launch::for_config(&config.apply(&edit), catalogue);
            if led.likely() == Some(position) {
                return Some(Lead {
                    by: LeadBy::Bound,
                    types: sent(&led),
                    words: after(fix.as_ref(), &bound.words),
                    edit: Some(with(fix, edit)),
                });
            }
        }
        let alone = self
            .selection
            .exactly(&[position], config, catalogue)
            .ok()?;
        let led = Launch::for_config(&config.apply(&alone.edit), catalogue);
        let name = catalogue.instances().get(position)?.name;
        (led.likely() == Some(position)).then(|| Lead {
            by: LeadBy::Types,
            types: sent(&led),
            words: after(fix.as_ref(), &format!("types: {name}")),
            edit: Some(with(fix, alone.edit)),
        })
    }
}

/// Types that EC2 gets for the first node.
fn sent(launch: &Launch) -> usize {
    let first = launch.groups.first();
    first.map_or(0, |group| group.candidates.len())
}

fn with(fix: Option<Fix>, edit: Edit) -> Edit {
    match fix {
        Some(fix) => Edit::all(vec![fix.edit, edit]),
        None => edit,
    }
}

fn after(fix: Option<&Fix>, words: &str) -> String {
    match fix {
        Some(fix) => format!("{}, {words}", lower_first(&fix.label)),
        None => words.to_owned(),
    }
}
