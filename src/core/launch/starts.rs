//! Which nodes start when a set is applied, and what they cost until somebody deletes them.

use super::{Launch, LaunchGroup, PriceBasis};
use crate::core::catalogue::Catalogue;
use crate::core::cost::NodePrices;
use crate::core::plan::NodePlan;
use crate::core::units::{Money, grouped};

impl Launch {
    /// The nodes that start with a set, a sentence for each group and one for what they cost
    /// together; empty where no prices say which type comes.
    pub(crate) fn starts(&self, plan: &NodePlan<'_>, catalogue: &Catalogue) -> Vec<String> {
        if matches!(self.prices, PriceBasis::None { .. }) {
            return Vec::new();
        }
        let volumes = NodePrices::volumes_hour(plan, catalogue);
        let pools = u32::try_from(plan.sides.len()).unwrap_or(1);
        let hour = |group: &LaunchGroup| -> Option<Money> {
            Some(group.candidates.first()?.price? + volumes?)
        };
        let name = |group: &LaunchGroup| {
            let position = group.candidates.first()?.position;
            Some(catalogue.instances().get(position)?.name)
        };
        if self.nodes() == 0 {
            return self
                .groups
                .first()
                .and_then(|group| Some((name(group)?, hour(group)?)))
                .map(|(name, hour)| match self.own_pods() {
                    (_, 0 | 1) | (0, _) => format!(
                        "One pod would most likely launch one {name}, {} per hour with its volume ({}).",
                        hour.rounded(),
                        self.prices.describe()
                    ),
                    (nodes, pods) => format!(
                        "{} pods of yours would most likely launch {} × {name}, {} per hour each with its volume ({}).",
                        grouped(pods.into()),
                        grouped(nodes.into()),
                        hour.rounded(),
                        self.prices.describe()
                    ),
                })
                .into_iter()
                .collect();
        }
        let nodes = self.nodes().saturating_mul(pools);
        let kinds: Vec<String> = self
            .groups
            .iter()
            .filter_map(|group| {
                let count = group.nodes.saturating_mul(pools);
                Some(format!("{} × {}", grouped(count.into()), name(group)?))
            })
            .collect();
        let of_pools = match pools {
            1 => "",
            _ => ", over both pools",
        };
        let verb = if nodes == 1 {
            "node starts"
        } else {
            "nodes start"
        };
        let mut sentences = vec![format!(
            "{} {verb}, most likely {}{of_pools}.",
            grouped(nodes.into()),
            kinds.join(" and ")
        )];
        let total = self.groups.iter().try_fold(Money::ZERO, |sum, group| {
            let each = hour(group)?;
            Some(sum + each.scaled(u64::from(group.nodes.saturating_mul(pools)), 1))
        });
        sentences.extend(total.map(|total| {
            format!(
                "They cost about {} per hour with their volumes until you delete the pods ({}).",
                total.rounded(),
                self.prices.describe()
            )
        }));
        sentences
    }
}
