//! From the types of a NodeClaim to those that EC2 gets.

use super::min_values::MinValues;
use super::prices::Prices;
use super::steps::{Bought, LaunchCandidate, LaunchStep, MAX_LISTED, MAX_SENT};
use crate::core::catalogue::{Catalogue, Instance};
use crate::core::order;
use crate::core::selection::allocatable;

/// What Karpenter's filters depend on.
#[derive(Debug)]
pub(super) struct Filters<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) prices: &'a Prices<'a>,
    pub(super) bought: Bought,
    pub(super) min_values: &'a MinValues,
}

impl Filters<'_> {
    /// The types that are sent, the cheapest first, and what each step left.
    pub(super) fn candidates(&self, types: &[usize]) -> (Vec<LaunchStep>, Vec<LaunchCandidate>) {
        let mut steps = Vec::new();
        let mut left = self.in_order(types, &mut steps);
        let of = left.len();
        left.truncate(MAX_SENT);
        if !self
            .min_values
            .are_met(left.iter().copied(), self.catalogue)
        {
            steps.push(LaunchStep::MinValuesUnmet { types: left.len() });
            return (steps, Vec::new());
        }
        steps.push(LaunchStep::Sent {
            types: left.len(),
            of,
        });
        let candidates = left.into_iter().map(|position| LaunchCandidate {
            position,
            price: self.price(position),
        });
        (steps, candidates.collect())
    }

    /// The types that could be sent, the cheapest first: all of them.
    pub(super) fn in_order(&self, types: &[usize], steps: &mut Vec<LaunchStep>) -> Vec<usize> {
        let mut left = self.priced(types, steps);
        // Equals stay in the catalogue's order; Karpenter's own sort leaves theirs open.
        order::stable_sort_by_u64(&mut left, |position| self.prices.rank(*position));
        if left.len() > MAX_LISTED {
            left.truncate(MAX_LISTED);
            steps.push(LaunchStep::Listed { types: left.len() });
        }
        if self.min_values.is_set {
            steps.push(LaunchStep::KeptByMinValues { types: left.len() });
        } else {
            self.without_exotic(&mut left, steps);
            self.without_dear_spot(&left, steps);
        }
        left
    }

    /// What an hour of a candidate costs as it is bought.
    fn price(&self, position: usize) -> Option<crate::core::units::Money> {
        if self.bought.spot && !self.bought.reserved {
            self.prices
                .spot(position)
                .or_else(|| self.prices.on_demand(position))
        } else {
            self.prices.on_demand(position)
        }
    }

    fn priced(&self, types: &[usize], steps: &mut Vec<LaunchStep>) -> Vec<usize> {
        if !self.prices.are_there() {
            return types.to_vec();
        }
        let (priced, unpriced): (Vec<usize>, Vec<usize>) = types
            .iter()
            .copied()
            .partition(|position| self.prices.on_demand(*position).is_some());
        if !unpriced.is_empty() {
            steps.push(LaunchStep::Priced {
                types: priced.len(),
                unpriced: unpriced.len(),
            });
        }
        priced
    }

    fn without_exotic(&self, left: &mut Vec<usize>, steps: &mut Vec<LaunchStep>) {
        let instances = self.catalogue.instances();
        let is_plain = |position: &usize| instances.get(*position).is_some_and(|it| !is_exotic(it));
        let plain = left.iter().filter(|position| is_plain(position)).count();
        let exotic = left.len() - plain;
        if exotic == 0 {
            return;
        }
        if plain == 0 {
            steps.push(LaunchStep::OnlyExotic { types: left.len() });
            return;
        }
        left.retain(is_plain);
        steps.push(LaunchStep::WithoutExotic {
            types: left.len(),
            exotic,
        });
    }

    /// Where both are bought, spot dearer than the cheapest on-demand type goes; the type itself
    /// stays, for its on-demand capacity.
    fn without_dear_spot(&self, left: &[usize], steps: &mut Vec<LaunchStep>) {
        if !(self.bought.spot && self.bought.on_demand) || left.is_empty() {
            return;
        }
        let cheapest = left
            .iter()
            .filter_map(|it| self.prices.on_demand(*it))
            .min();
        let Some((cheapest, _)) = cheapest.zip(self.prices.spot_percent) else {
            steps.push(LaunchStep::SpotPricesUnknown);
            return;
        };
        let dearer = left
            .iter()
            .filter(|it| self.prices.spot(**it).is_some_and(|price| price > cheapest))
            .count();
        if dearer > 0 {
            steps.push(LaunchStep::SpotAboveOnDemand {
                types: left.len() - dearer,
                dearer,
            });
        }
    }
}

/// Whether Karpenter launches the type only where nothing else is left: a size with `metal` in its
/// name, GPUs of NVIDIA and AMD, Neuron, Gaudi. Other accelerators do not count, nor does a part of
/// a GPU.
pub(super) fn is_exotic(instance: &Instance) -> bool {
    instance.size.contains("metal")
        || allocatable::nvidia_gpus(instance) > 0
        || allocatable::amd_gpus(instance) > 0
        || allocatable::neurons(instance) > 0
        || allocatable::gaudis(instance) > 0
}
