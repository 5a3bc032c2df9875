//! Estimates of prices that a Region's table lacks.

use std::collections::BTreeMap;
use std::fmt;

use crate::core::catalogue::{Instance, OnDemandPrices};
use crate::core::order;
use crate::core::units::{Money, grouped};

/// The Region whose table is nearly whole.
pub(in crate::core) const REFERENCE: &str = "us-east-1";

/// Parts of a ratio: millionths.
const WHOLE: u64 = 1_000_000;

/// Types that an estimate's ratio is the median of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Alike<'a> {
    Family(&'a str),
    Category(&'a str),
    Region,
}

/// How a price was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Estimate<'a> {
    pub(super) price: Money,
    reference: Money,
    ratio: Ratio,
    alike: Alike<'a>,
}

/// `us-east-1's $1.536 × 1.105, the median of 96 types of category m that both Regions price`.
impl fmt::Display for Estimate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (median, count) = (self.ratio.median, grouped(self.ratio.types));
        let thousandths = (median + 500) / 1000;
        write!(
            f,
            "{REFERENCE}'s ${} × {}.{:03}, the median ratio of {count} ",
            self.reference,
            thousandths / 1000,
            thousandths % 1000
        )?;
        match self.alike {
            Alike::Family(family) => write!(f, "{family} types that both Regions price"),
            Alike::Category(category) => {
                write!(f, "types of category {category} that both Regions price")
            }
            Alike::Region => f.write_str("types that both Regions price"),
        }
    }
}

/// A median ratio of prices, and of how many types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ratio {
    median: u64,
    types: u64,
}

/// How a Region's prices relate to the reference Region's: by family, where the Region prices any
/// of its types, else by category, else over all types.
#[derive(Debug)]
pub(super) struct Ratios<'a> {
    instances: &'a [Instance],
    reference: &'a OnDemandPrices,
    families: BTreeMap<&'static str, Ratio>,
    categories: BTreeMap<&'static str, Ratio>,
    region: Option<Ratio>,
}

impl<'a> Ratios<'a> {
    pub(super) fn new(
        instances: &'a [Instance],
        region: &OnDemandPrices,
        reference: &'a OnDemandPrices,
    ) -> Self {
        let mut families: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
        let mut categories: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
        let mut all = Vec::new();
        for (position, instance) in instances.iter().enumerate() {
            let (Some(here), Some(there)) = (region.at(position), reference.at(position)) else {
                continue;
            };
            if there == Money::ZERO {
                continue;
            }
            let ratio = Money::micro_dollars(WHOLE)
                .scaled(here.to_micro_dollars(), there.to_micro_dollars())
                .to_micro_dollars();
            families.entry(instance.family).or_default().push(ratio);
            categories.entry(instance.category).or_default().push(ratio);
            all.push(ratio);
        }
        let medians = |groups: BTreeMap<&'static str, Vec<u64>>| {
            // Not collected: that would bring a sorting of its own (`core::order`).
            let mut medians = BTreeMap::new();
            for (name, ratios) in groups {
                if let Some(ratio) = median(ratios) {
                    medians.insert(name, ratio);
                }
            }
            medians
        };
        Self {
            instances,
            reference,
            families: medians(families),
            categories: medians(categories),
            region: median(all),
        }
    }

    /// What the type at this place probably costs; none if the reference Region does not say.
    pub(super) fn estimate(&self, position: usize) -> Option<Estimate<'a>> {
        let instance = self.instances.get(position)?;
        let reference = self.reference.at(position)?;
        let by_family = self.families.get(instance.family);
        let by_category = self.categories.get(instance.category);
        let (ratio, alike) = match (by_family, by_category, self.region) {
            (Some(ratio), ..) => (*ratio, Alike::Family(instance.family)),
            (None, Some(ratio), _) => (*ratio, Alike::Category(instance.category)),
            (None, None, ratio) => (ratio?, Alike::Region),
        };
        Some(Estimate {
            price: reference.scaled(ratio.median, WHOLE),
            reference,
            ratio,
            alike,
        })
    }
}

/// The middle one, or the mean of the two in the middle, rounded half up.
fn median(mut ratios: Vec<u64>) -> Option<Ratio> {
    order::stable_sort_by_u64(&mut ratios, |ratio| *ratio);
    let upper = *ratios.get(ratios.len() / 2)?;
    let lower = *ratios.get((ratios.len() - 1) / 2)?;
    Some(Ratio {
        median: (lower + upper).div_ceil(2),
        types: ratios.len() as u64,
    })
}

#[cfg(test)]
mod tests {
    use super::{Ratio, median};

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle_two() {
        let of = |ratios: &[u64]| median(ratios.to_vec()).map(|ratio| ratio.median);
        assert_eq!(of(&[]), None);
        assert_eq!(of(&[3]), Some(3));
        assert_eq!(of(&[9, 1, 4, 2]), Some(3));
        assert_eq!(
            median(vec![1, 2]),
            Some(Ratio {
                median: 2,
                types: 2
            })
        );
    }
}
