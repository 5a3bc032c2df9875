//! The launch in words.

use super::{AfterReserved, Capacity, Launch, LaunchGroup, LaunchStep, PriceBasis};
use crate::core::catalogue::Catalogue;
use crate::core::units::grouped;

impl LaunchStep {
    /// What the step left, in a few words: “420 admitted”, “41 exotic types out”.
    pub fn describe(self) -> String {
        let count = |types: usize| grouped(types as u64);
        match self {
            Self::Admitted { types } => format!("{} eligible", count(types)),
            Self::WithinLimits { types } => {
                format!("{} within the pool's limits", count(types))
            }
            Self::Packed { pods, types } => {
                let pods = match pods {
                    1 => "1 pod".to_owned(),
                    pods => format!("{} pods", grouped(pods.into())),
                };
                format!("{} hold {pods}", count(types))
            }
            Self::Priced { unpriced, .. } => {
                format!("{} without a price skipped", count(unpriced))
            }
            Self::Listed { types } => format!("the {} cheapest listed", count(types)),
            Self::WithoutExotic { exotic, .. } => {
                format!("{} exotic skipped (metal, accelerators)", count(exotic))
            }
            Self::OnlyExotic { types } => {
                format!(
                    "all {} are metal or have accelerators, so they stay",
                    count(types)
                )
            }
            Self::KeptByMinValues { types } => {
                format!("minValues keeps all {}, exotic ones too", count(types))
            }
            Self::SpotAboveOnDemand { dearer, .. } => format!(
                "Spot skipped for {}, more expensive than the cheapest on-demand type",
                count(dearer)
            ),
            Self::SpotPricesUnknown => {
                "Spot prices unknown, so no Spot type is skipped as too expensive".to_owned()
            }
            Self::Sent { types, of } if types < of => {
                format!("the {} cheapest sent to EC2", count(types))
            }
            Self::Sent { types: 1, .. } => "1 sent to EC2".to_owned(),
            Self::Sent { types, .. } => format!("{} sent to EC2", count(types)),
            Self::MinValuesUnmet { types } => format!(
                "{} are fewer kinds than minValues requires: nothing is launched",
                count(types)
            ),
        }
    }
}

impl LaunchGroup {
    /// All steps in one line: “420 admitted, 41 exotic skipped (metal, accelerators), the 60
    /// cheapest sent to EC2, m8azn.xlarge is the cheapest”.
    pub fn describe(&self, catalogue: &Catalogue) -> String {
        let mut text: Vec<String> = self.steps.iter().map(|step| step.describe()).collect();
        let name = |position: usize| catalogue.instances().get(position).map(|it| it.name);
        match self.candidates.as_slice() {
            [] => {}
            [only] => text.extend(name(only.position).map(str::to_owned)),
            [first, ..] => text.extend(name(first.position).map(|name| {
                if first.price.is_some() {
                    format!("{name} is the cheapest")
                } else {
                    format!("{name} is the smallest")
                }
            })),
        }
        text.join(", ")
    }
}

impl Capacity {
    /// How it is bought, in words.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::OnDemand => "on-demand",
            Self::Spot { or_on_demand: true } => "spot, on-demand where there is none",
            Self::Spot {
                or_on_demand: false,
            } => "spot",
            Self::Reserved { then: None } => "your reservations",
            Self::Reserved {
                then: Some(AfterReserved::OnDemand),
            } => "your reservations, then on-demand",
            Self::Reserved {
                then: Some(AfterReserved::Spot),
            } => "your reservations, then spot",
        }
    }
}

impl PriceBasis {
    /// By which prices, in one clause: “by us-east-1's on-demand prices of 2026-07-20”.
    pub fn describe(&self) -> String {
        let of = |region: &str, as_of: Option<crate::core::catalogue::Date>| {
            let day = as_of.map_or(String::new(), |day| format!(" of {day}"));
            format!("by {region}'s on-demand prices{day}")
        };
        match self {
            Self::Region {
                region,
                as_of,
                with_estimates,
            } => {
                let rest = if *with_estimates {
                    " (some estimated)"
                } else {
                    ""
                };
                format!("{}{rest}", of(region, *as_of))
            }
            Self::Reference { region, as_of } => format!(
                "{}, as there are none for {region}",
                of("us-east-1", *as_of)
            ),
            Self::None { region } => format!(
                "by size, as there are no prices for {region}: the cheapest type is not known"
            ),
        }
    }
}

impl Launch {
    /// What is not known about this launch, a sentence each; the most important first.
    pub fn caveats(&self) -> Vec<String> {
        let mut caveats = Vec::new();
        if self.is_inferred {
            caveats.push(
                "Inferred: EKS Auto Mode runs its own Karpenter, whose source is not public."
                    .to_owned(),
            );
        }
        if self.nothing.is_some() {
            caveats.extend(self.not_taken_into_account());
            return caveats;
        }
        match self.capacity {
            Capacity::Spot { .. } => caveats.push(
                "On Spot, EC2 chooses one of the cheaper and deeper pools; their depth is not known outside AWS. Types are ordered by on-demand price."
                    .to_owned(),
            ),
            Capacity::Reserved { .. } => caveats.push(
                "Nodes in your reservations are launched first; their type is not in the settings. Choose that type to see its numbers."
                    .to_owned(),
            ),
            Capacity::OnDemand => caveats.push(
                "If the cheapest type has no capacity in your zones, the next cheapest is launched."
                    .to_owned(),
            ),
        }
        if !matches!(
            self.prices,
            PriceBasis::Region {
                with_estimates: false,
                ..
            }
        ) {
            caveats.push(format!("Types are ordered {}.", self.prices.describe()));
        }
        if !self.counts_daemon_sets {
            caveats.push(
                "DaemonSets are not counted, as their requests are not known; large ones lead to a larger type."
                    .to_owned(),
            );
        }
        caveats.extend(self.not_taken_into_account());
        caveats
    }

    fn not_taken_into_account(&self) -> Option<String> {
        let all = self.not_modelled.join(", ");
        (!all.is_empty()).then(|| format!("Not considered: {all}."))
    }
}
