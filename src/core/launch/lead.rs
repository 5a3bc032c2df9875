//! What in a NodePool makes Karpenter launch one type before all others.
//!
//! Karpenter cannot be told to take a type; it takes the cheapest of those that are left. So a type
//! comes only where the NodePool leaves out everything cheaper. Of the ways to do that, the one that
//! leaves most types is best: when there is no capacity of the first, the next is launched.

use super::filters::Filters;
use super::packing::Packing;
use super::prices::Prices;
use super::{Launch, bought};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, Edit, Field};
use crate::core::findings::Fix;
use crate::core::manifest::Demand;
use crate::core::order;
use crate::core::plan::NodePlan;
use crate::core::selection::label::{Label, LabelValue};
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
    pub const fn word(self) -> &'static str {
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
    pub fn to(position: usize, config: &Config, catalogue: &Catalogue) -> Option<Self> {
        let selection = Selection::for_config(config, catalogue);
        if selection.admits(position) {
            return Self::among(position, config, catalogue, &selection, None);
        }
        let instance = catalogue.instances().get(position)?;
        let is_nodes =
            |field: &Field| field.path.starts_with("nodes.") && field.path != "nodes.architecture";
        // What the pod asks for and what the image is built for is not the NodePool's to change.
        if !selection.failed(instance).all(|condition| {
            condition.place != Place::PodRequest && condition.field.is_some_and(is_nodes)
        }) {
            return None;
        }
        let fix = selection.why(position, config, catalogue).fix?;
        let admitting = config.apply(&fix.edit);
        let selection = Selection::for_config(&admitting, catalogue);
        Self::among(position, &admitting, catalogue, &selection, Some(fix))
    }

    /// In one clause, with the type that comes: “at least 8 vCPU: Karpenter launches g6.2xlarge”.
    pub fn clause(&self, name: &str) -> String {
        match self.by {
            LeadBy::AsIs => format!("Karpenter launches {name} as it is"),
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

    /// The lead to an admitted type; `fix` is what admitted it.
    fn among(
        position: usize,
        config: &Config,
        catalogue: &Catalogue,
        selection: &Selection,
        fix: Option<Fix>,
    ) -> Option<Self> {
        let plan = NodePlan::new(config);
        let now = Launch::new(&plan, catalogue, selection);
        if now.likely() == Some(position) {
            let by = match fix {
                Some(_) => LeadBy::Bound,
                None => LeadBy::AsIs,
            };
            return Some(Self {
                by,
                types: sent(&now),
                words: fix
                    .as_ref()
                    .map_or("launched as is".to_owned(), |fix| lower_first(&fix.label)),
                edit: fix.map(|fix| fix.edit),
            });
        }
        let tries = Search::new(&plan, catalogue, selection, position)
            .map_or_else(Vec::new, |search| search.bounds());
        for bound in tries {
            let Some(edit) = Edit::fix(bound.path, &bound.text, config) else {
                continue;
            };
            let led = Launch::for_config(&config.apply(&edit), catalogue);
            if led.likely() == Some(position) {
                return Some(Self {
                    by: LeadBy::Bound,
                    types: sent(&led),
                    words: after(fix.as_ref(), &bound.words),
                    edit: Some(with(fix, edit)),
                });
            }
        }
        let alone = selection.exactly(&[position], config, catalogue).ok()?;
        let led = Launch::for_config(&config.apply(&alone.edit), catalogue);
        let name = catalogue.instances().get(position)?.name;
        (led.likely() == Some(position)).then(|| Self {
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

/// A minimum of the NodePool: its field, the label that it bounds, how many of the label's units one
/// of the field's is, and its words around the number.
#[derive(Debug)]
pub(crate) struct Minimum {
    pub(crate) path: &'static str,
    label: Label,
    unit: u32,
    pub(crate) words: [&'static str; 2],
}

impl Minimum {
    /// What the type has of it, in the field's unit; nothing where it lacks the label.
    pub(crate) fn of(&self, instance: &Instance) -> u32 {
        number(self.label, instance) / self.unit
    }
}

/// The minima, those that people think in first.
pub(crate) const MINIMA: [Minimum; 7] = [
    Minimum {
        path: "nodes.minVcpu",
        label: Label::Cpu,
        unit: 1,
        words: ["at least ", " vCPU"],
    },
    Minimum {
        path: "nodes.minMemory",
        label: Label::Memory,
        unit: 1024,
        words: ["at least ", " GiB of memory"],
    },
    Minimum {
        path: "nodes.minEbsBandwidth",
        label: Label::EbsBandwidth,
        unit: 1,
        words: ["at least ", " Mbit/s to EBS"],
    },
    Minimum {
        path: "nodes.minNetworkBandwidth",
        label: Label::NetworkBandwidth,
        unit: 1,
        words: ["at least ", " Mbit/s of network"],
    },
    Minimum {
        path: "nodes.minGeneration",
        label: Label::Generation,
        unit: 1,
        words: ["generation ", " or newer"],
    },
    Minimum {
        path: "nodes.minLocalNvme",
        label: Label::LocalNvme,
        unit: 1,
        words: ["at least ", " GB of NVMe"],
    },
    Minimum {
        path: "nodes.minGpuCount",
        label: Label::GpuCount,
        unit: 1,
        words: ["at least ", " GPUs"],
    },
];

/// A list of the NodePool: its field, the label, whether it allows or keeps out, and its words around
/// what it names.
struct Listed {
    path: &'static str,
    label: Label,
    allows: bool,
    words: [&'static str; 2],
}

const LISTS: [Listed; 5] = [
    Listed {
        path: "nodes.excludedFamilies",
        label: Label::Family,
        allows: false,
        words: ["without family ", ""],
    },
    Listed {
        path: "nodes.excludedSizes",
        label: Label::Size,
        allows: false,
        words: ["without size ", ""],
    },
    Listed {
        path: "nodes.gpuNames",
        label: Label::GpuName,
        allows: true,
        words: ["GPU ", " only"],
    },
    Listed {
        path: "nodes.families",
        label: Label::Family,
        allows: true,
        words: ["family ", " only"],
    },
    Listed {
        path: "nodes.sizes",
        label: Label::Size,
        allows: true,
        words: ["size ", " only"],
    },
];

/// Most words that are kept out to reach a type; more are a list that nobody reads.
const MOST_KEPT_OUT: usize = 3;

/// A bound that ought to lead to the type, and what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Bound {
    path: &'static str,
    text: String,
    words: String,
    is_minimum: bool,
    /// Types that EC2 gets then, and all that are admitted.
    left: (usize, usize),
}

/// The search for bounds, on the types that a plan admits.
struct Search<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    admitted: &'a [usize],
    packing: Packing<'a>,
    prices: Prices<'a>,
    demand: Demand,
    position: usize,
    instance: &'a Instance,
}

impl<'a> Search<'a> {
    fn new(
        plan: &NodePlan<'a>,
        catalogue: &'a Catalogue,
        selection: &'a Selection,
        position: usize,
    ) -> Option<Self> {
        let demand = Demand::of(plan);
        Some(Self {
            config: plan.config,
            catalogue,
            admitted: &selection.admitted,
            packing: Packing::new(plan, catalogue, selection, &demand),
            prices: Prices::new(plan, catalogue, &selection.admitted),
            demand,
            position,
            instance: catalogue.instances().get(position)?,
        })
    }

    /// The bounds that lead to the type, the best first: those that leave most types, but
    ///
    /// - a minimum before a list that leaves less than twice as many: it says what a node needs, and
    ///   holds for types to come;
    /// - of minima that leave about as many types as any bound does, nine in ten at least, the first
    ///   of the table: vCPU are what people think in.
    fn bounds(&self) -> Vec<Bound> {
        let minima = MINIMA.iter().filter_map(|minimum| self.least(minimum));
        let lists = LISTS.iter().filter_map(|list| self.listed(list));
        let mut bounds: Vec<Bound> = minima.chain(lists).collect();
        let most = bounds.iter().map(|bound| bound.left.0).max().unwrap_or(0);
        let about_as_many = |bound: &Bound| bound.is_minimum && bound.left.0 * 10 >= most * 9;
        let half_as_many = |bound: &Bound| bound.is_minimum && bound.left.0 * 2 >= most;
        let left = |bound: &Bound, count: usize| match about_as_many(bound) {
            true => 0,
            false => !(count as u64),
        };
        order::by_number(&mut bounds, |bound| left(bound, bound.left.1));
        order::by_number(&mut bounds, |bound| left(bound, bound.left.0));
        order::by_number(&mut bounds, |bound| {
            match (about_as_many(bound), half_as_many(bound)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            }
        });
        bounds
    }

    /// The least minimum that leads to the type. Where another type comes, the minimum has to leave
    /// that one out: so it goes from one admitted value to the next until the type comes.
    fn least(&self, minimum: &Minimum) -> Option<Bound> {
        let own = minimum.of(self.instance);
        let mut values: Vec<u32> = self
            .instances()
            .map(|instance| minimum.of(instance))
            .filter(|value| *value <= own)
            .collect();
        values.sort_unstable();
        values.dedup();
        let is_kept = |least: u32, instance: &Instance| {
            number(minimum.label, instance) >= least.saturating_mul(minimum.unit)
        };
        let mut least = 0;
        loop {
            let sent = self.sent(&|instance| is_kept(least, instance));
            let comes = *sent.first()?;
            if comes == self.position {
                break;
            }
            let comes = number(minimum.label, self.catalogue.instances().get(comes)?);
            let above = values
                .iter()
                .find(|value| value.saturating_mul(minimum.unit) > comes)?;
            least = *above;
        }
        // The type's own value says more than the least one that does it, where about as many types
        // are left: “at least 32 GiB”, not 21.
        let kept_by = |least: u32| move |instance: &Instance| is_kept(least, instance);
        let mut left = self.left(&kept_by(least));
        let with_own = self.left(&kept_by(own));
        let comes = self.sent(&kept_by(own)).first() == Some(&self.position);
        if comes && with_own.0 * 10 >= left.0 * 9 && with_own.1 * 10 >= left.1 * 9 {
            (least, left) = (own, with_own);
        }
        let [before, behind] = minimum.words;
        // What is one of a kind is no plural.
        let behind = if least == 1 {
            behind.strip_suffix('s').unwrap_or(behind)
        } else {
            behind
        };
        let shown = grouped(u64::from(least));
        Some(Bound {
            path: minimum.path,
            text: least.to_string(),
            words: format!("{before}{shown}{behind}"),
            is_minimum: true,
            left,
        })
    }

    /// The list that leads to the type: its own word alone, or without the words of what would come
    /// before it.
    fn listed(&self, list: &Listed) -> Option<Bound> {
        let own = word(list.label, self.instance)?;
        let [before, behind] = list.words;
        let field = Field::find(list.path)?;
        if list.allows {
            let is_kept = |instance: &Instance| word(list.label, instance) == Some(own);
            let comes = *self.sent(&is_kept).first()?;
            return (comes == self.position).then(|| Bound {
                path: list.path,
                text: own.to_owned(),
                words: format!("{before}{own}{behind}"),
                is_minimum: false,
                left: self.left(&is_kept),
            });
        }
        let mut out: Vec<&str> = Vec::new();
        loop {
            let is_kept = |instance: &Instance| {
                word(list.label, instance).is_none_or(|word| !out.contains(&word))
            };
            let comes = *self.sent(&is_kept).first()?;
            if comes == self.position {
                break;
            }
            let comes = word(list.label, self.catalogue.instances().get(comes)?)?;
            if comes == own || out.len() == MOST_KEPT_OUT {
                return None;
            }
            out.push(comes);
        }
        let mut all = field.value(self.config).texts().to_vec();
        all.extend(out.iter().map(|word| (*word).to_owned()));
        Some(Bound {
            path: list.path,
            text: all.join(", "),
            words: format!("{before}{}{behind}", out.join(", ")),
            is_minimum: false,
            left: self.left(&|instance| {
                word(list.label, instance).is_none_or(|word| !out.contains(&word))
            }),
        })
    }

    fn instances(&self) -> impl Iterator<Item = &'a Instance> {
        let instances = self.catalogue.instances();
        self.admitted
            .iter()
            .filter_map(|position| instances.get(*position))
    }

    /// The types that EC2 gets for the first node, the cheapest first, if only these are kept.
    fn sent(&self, is_kept: &dyn Fn(&Instance) -> bool) -> Vec<usize> {
        let instances = self.catalogue.instances();
        let types = self
            .packing
            .first(u32::from(self.config.workload.replicas), |position| {
                instances.get(position).is_some_and(is_kept)
            });
        let filters = Filters {
            catalogue: self.catalogue,
            prices: &self.prices,
            bought: bought(self.config, &self.demand),
            min_values: self.packing.min_values(),
        };
        let (_, candidates) = filters.candidates(&types);
        candidates.iter().map(|it| it.position).collect()
    }

    fn left(&self, is_kept: &dyn Fn(&Instance) -> bool) -> (usize, usize) {
        let admitted = self.instances().filter(|instance| is_kept(instance));
        (self.sent(is_kept).len(), admitted.count())
    }
}

/// What a label counts; nothing where the type lacks it.
fn number(label: Label, instance: &Instance) -> u32 {
    match label.value(instance) {
        Some(LabelValue::Number(number)) => number,
        Some(LabelValue::Text(_)) | None => 0,
    }
}

fn word(label: Label, instance: &Instance) -> Option<&'static str> {
    match label.value(instance)? {
        LabelValue::Text(text) => Some(text),
        LabelValue::Number(_) => None,
    }
}
