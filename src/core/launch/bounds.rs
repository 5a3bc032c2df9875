//! Bounds of a NodePool, and which of them leads to a type.

use super::filters::Filters;
use super::packing::Packing;
use super::prices::Prices;
use super::{Bought, Pods, bought};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::config::{Config, Field};
use crate::core::order;
use crate::core::plan::NodePlan;
use crate::core::selection::label::{Label, LabelValue};
use crate::core::selection::{Selection, demand_of};
use crate::core::units::grouped;

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
    pub(crate) fn amount_on(&self, instance: &Instance) -> u32 {
        number(self.label, instance) / self.unit
    }

    /// Whether the minimum at this value leaves the type in.
    pub(super) fn keeps(&self, least: u32, instance: &Instance) -> bool {
        number(self.label, instance) >= least.saturating_mul(self.unit)
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
const MAX_KEPT_OUT: usize = 3;

/// A bound that ought to lead to the type, and what it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) path: &'static str,
    pub(super) text: String,
    pub(super) words: String,
    is_minimum: bool,
    left: Left,
}

/// What a bound leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Left {
    /// The type that comes then.
    first: Option<usize>,
    /// Types that EC2 gets.
    sent: usize,
    /// All that are admitted.
    admitted: usize,
}

/// The search for bounds, on the types that a plan admits.
#[derive(Debug)]
pub(super) struct Search<'a> {
    config: &'a Config,
    catalogue: &'a Catalogue,
    admitted: Vec<usize>,
    packing: Packing<'a>,
    prices: Prices<'a>,
    bought: Bought,
    /// The types that hold the pods of the first node, the cheapest first.
    in_order: Vec<usize>,
}

impl<'a> Search<'a> {
    pub(super) fn new(
        plan: &NodePlan<'a>,
        catalogue: &'a Catalogue,
        selection: &Selection,
    ) -> Self {
        let demand = demand_of(plan);
        let mut search = Self {
            config: plan.config,
            catalogue,
            admitted: selection.admitted.clone(),
            packing: Packing::new(plan, catalogue, selection, &demand),
            prices: Prices::new(plan, catalogue, &selection.admitted),
            bought: bought(plan.config, &demand),
            in_order: Vec::new(),
        };
        let all = search.first_node(&|_| true);
        search.in_order = search.filters().in_order(&all, &mut Vec::new());
        search
    }

    /// The bounds that lead to the type, the best first: those that leave most types, but
    ///
    /// - a minimum before a list that leaves less than twice as many: it says what a node needs, and
    ///   holds for types to come;
    /// - of minima that leave about as many types as any bound does, nine in ten at least, the first
    ///   of the table: vCPU are what people think in.
    pub(super) fn bounds(&self, position: usize) -> Vec<Bound> {
        let Some(instance) = self.catalogue.instances().get(position) else {
            return Vec::new();
        };
        let to = (position, instance);
        let minima = MINIMA.iter().filter_map(|minimum| self.least(minimum, to));
        let lists = LISTS.iter().filter_map(|list| self.listed(list, to));
        let mut bounds: Vec<Bound> = minima.chain(lists).collect();
        let most = bounds
            .iter()
            .map(|bound| bound.left.sent)
            .max()
            .unwrap_or(0);
        let about_as_many = |bound: &Bound| bound.is_minimum && bound.left.sent * 10 >= most * 9;
        let half_as_many = |bound: &Bound| bound.is_minimum && bound.left.sent * 2 >= most;
        let left = |bound: &Bound, count: usize| match about_as_many(bound) {
            true => 0,
            false => !(count as u64),
        };
        order::stable_sort_by_u64(&mut bounds, |bound| left(bound, bound.left.admitted));
        order::stable_sort_by_u64(&mut bounds, |bound| left(bound, bound.left.sent));
        order::stable_sort_by_u64(&mut bounds, |bound| {
            match (about_as_many(bound), half_as_many(bound)) {
                (true, _) => 0,
                (false, true) => 1,
                (false, false) => 2,
            }
        });
        bounds
    }

    /// The types before this one in the order of price, if it holds the pods at all.
    fn cheaper(&self, position: usize) -> impl Iterator<Item = &'a Instance> {
        let at = self.in_order.iter().position(|it| *it == position);
        let instances = self.catalogue.instances();
        self.in_order
            .iter()
            .take(at.unwrap_or(0))
            .filter_map(|position| instances.get(*position))
    }

    /// The least minimum that leads to the type. It has to leave out all that is cheaper; where
    /// another type comes all the same, as with fewer types on a node more of them fit, that one
    /// too: so it goes from one admitted value to the next until the type comes.
    fn least(&self, minimum: &Minimum, to: (usize, &'a Instance)) -> Option<Bound> {
        let (position, instance) = to;
        let own = minimum.amount_on(instance);
        let mut values: Vec<u32> = self
            .instances()
            .map(|instance| minimum.amount_on(instance))
            .filter(|value| *value <= own)
            .collect();
        values.sort_unstable();
        values.dedup();
        let above = |passed: u32| {
            let is_above = |value: &&u32| value.saturating_mul(minimum.unit) > passed;
            values.iter().find(is_above).copied()
        };
        let passed = self
            .cheaper(position)
            .map(|instance| number(minimum.label, instance))
            .max();
        let mut least = match passed {
            Some(passed) => above(passed)?,
            None => 0,
        };
        let mut left = loop {
            let left = self.left(&|instance| minimum.keeps(least, instance));
            let comes = left.first?;
            if comes == position {
                break left;
            }
            let comes = self.catalogue.instances().get(comes)?;
            least = above(number(minimum.label, comes))?;
        };
        // The type's own value says more than the least one that does it, where about as many types
        // are left: “at least 32 GiB”, not 21.
        if own != least {
            let with_own = self.left(&|instance| minimum.keeps(own, instance));
            let about_as_many = |own: usize, least: usize| own * 10 >= least * 9;
            if with_own.first == Some(position)
                && about_as_many(with_own.sent, left.sent)
                && about_as_many(with_own.admitted, left.admitted)
            {
                (least, left) = (own, with_own);
            }
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
    fn listed(&self, list: &Listed, to: (usize, &'a Instance)) -> Option<Bound> {
        let (position, instance) = to;
        let own = word(list.label, instance)?;
        let [before, behind] = list.words;
        let field = Field::find(list.path)?;
        if list.allows {
            let left = self.left(&|instance| word(list.label, instance) == Some(own));
            return (left.first == Some(position)).then(|| Bound {
                path: list.path,
                text: own.to_owned(),
                words: format!("{before}{own}{behind}"),
                is_minimum: false,
                left,
            });
        }
        let mut out: Vec<&str> = Vec::new();
        for cheaper in self.cheaper(position) {
            let cheaper = word(list.label, cheaper)?;
            if !out.contains(&cheaper) {
                out.push(cheaper);
            }
            if cheaper == own || out.len() > MAX_KEPT_OUT {
                return None;
            }
        }
        let left = loop {
            let left = self.left(&|instance| {
                word(list.label, instance).is_none_or(|word| !out.contains(&word))
            });
            let comes = left.first?;
            if comes == position {
                break left;
            }
            let comes = word(list.label, self.catalogue.instances().get(comes)?)?;
            if comes == own || out.len() == MAX_KEPT_OUT {
                return None;
            }
            out.push(comes);
        };
        let mut all = field.value(self.config).texts().to_vec();
        all.extend(out.iter().map(|word| (*word).to_owned()));
        Some(Bound {
            path: list.path,
            text: all.join(", "),
            words: format!("{before}{}{behind}", out.join(", ")),
            is_minimum: false,
            left,
        })
    }

    pub(super) fn instances(&self) -> impl Iterator<Item = &'a Instance> {
        let instances = self.catalogue.instances();
        self.admitted
            .iter()
            .filter_map(|position| instances.get(*position))
    }

    fn filters(&self) -> Filters<'_> {
        Filters {
            catalogue: self.catalogue,
            prices: &self.prices,
            bought: self.bought,
            min_values: self.packing.min_values(),
        }
    }

    /// The types on which the pods of the first node fit, if only these are kept.
    fn first_node(&self, is_kept: &dyn Fn(&Instance) -> bool) -> Vec<usize> {
        let instances = self.catalogue.instances();
        self.packing
            .first(Pods::from_config(self.config).packed(), |position| {
                instances.get(position).is_some_and(is_kept)
            })
    }

    /// The types that EC2 gets for the first node, the cheapest first, if only these are kept.
    pub(super) fn sent(&self, is_kept: &dyn Fn(&Instance) -> bool) -> Vec<usize> {
        let (_, candidates) = self.filters().candidates(&self.first_node(is_kept));
        candidates.iter().map(|it| it.position).collect()
    }

    fn left(&self, is_kept: &dyn Fn(&Instance) -> bool) -> Left {
        let sent = self.sent(is_kept);
        Left {
            first: sent.first().copied(),
            sent: sent.len(),
            admitted: self.instances().filter(|it| is_kept(it)).count(),
        }
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
