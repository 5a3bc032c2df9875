//! What starting a node costs: it is paid for from its launch, and works once the image is there.

use super::item::{Factor, Formula, LineItem, Price, Total};
use crate::core::config::Config;
use crate::core::plan::NodePlan;
use crate::core::units::{LikelyRange, Money, TimeSpan};

/// From launch to Ready in one published run with Karpenter: 29 to 40 s. The 13 s before, from the
/// pod to the NodeClaim, cost nothing: there is no instance yet.
const PROVISIONING: [u32; 3] = [29_000, 34_500, 40_000];

/// From launch to Ready: the user's own figure, or the published ones.
pub(in crate::core) fn provisioning(config: &Config) -> LikelyRange<TimeSpan> {
    match config.costs.provisioning {
        Some(own) => LikelyRange::exactly(own),
        None => {
            let [low, likely, high] = PROVISIONING.map(TimeSpan::from_millis);
            LikelyRange::new(low, likely, high)
        }
    }
}

/// A total that follows an estimated time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// At the shortest time.
    pub low: Total,
    /// At the likely time.
    pub likely: Total,
    /// At the longest time.
    pub high: Total,
}

impl Spread {
    /// For reading: `$0.03 – $0.05`, `at least $0.03 – $0.05`, `unknown`.
    pub fn text(self, amount: impl Fn(Money) -> String) -> String {
        let (low, high) = (self.low.text(&amount), self.high.text(&amount));
        if low == high {
            return low;
        }
        format!("{low} – {}", amount(self.high.at_least))
    }

    fn each(self, by: impl Fn(Total) -> Total) -> Self {
        Self {
            low: by(self.low),
            likely: by(self.likely),
            high: by(self.high),
        }
    }

    /// This one and another.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            low: self.low.and(other.low),
            likely: self.likely.and(other.likely),
            high: self.high.and(other.high),
        }
    }

    /// This one so many times.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        self.each(|total| total.times(count))
    }
}

/// Something that is paid once a start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// What is paid for.
    pub what: &'static str,
    /// How its amount comes about.
    pub formula: Formula,
}

impl Charge {
    /// What it comes to; none if it is not known.
    pub fn amount(&self) -> Option<Money> {
        self.formula.amount()
    }

    /// The formula with its result.
    pub fn written_out(&self) -> String {
        match self.amount() {
            Some(amount) => format!("{} = ${amount} per start", self.formula),
            None => format!("{} = unknown", self.formula),
        }
    }
}

/// What one start of a node costs: the node's own lines while it provisions and pulls, and what
/// is paid once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeStart {
    /// From launch to Ready.
    pub provisioning: LikelyRange<TimeSpan>,
    /// Whether that is the user's own figure.
    pub own_provisioning: bool,
    /// What it costs.
    pub provisioning_cost: Spread,
    /// From the pull's start to its end; none if it is not known.
    pub pull: Option<LikelyRange<TimeSpan>>,
    /// Whether that is the user's own figure.
    pub own_pull: bool,
    /// What it costs.
    pub pull_cost: Spread,
    /// What is paid once a start.
    pub charges: Vec<Charge>,
    /// All of it.
    pub total: Spread,
}

impl NodeStart {
    /// A start of a node with these lines. `estimated` is how long its pull takes.
    pub(super) fn new<'l>(
        plan: &NodePlan<'_>,
        lines: impl Iterator<Item = &'l LineItem> + Clone,
        estimated: Option<LikelyRange<TimeSpan>>,
    ) -> Self {
        let costs = &plan.config.costs;
        let provisioning = provisioning(plan.config);
        let pull = costs.pull_time.map(LikelyRange::exactly).or(estimated);
        let provisioning_cost = idle(lines.clone(), Some(provisioning));
        let pull_cost = idle(lines, pull);
        let charges = charges(plan);
        let once = Total::sum(charges.iter().map(Charge::amount));
        let total = provisioning_cost
            .and(pull_cost)
            .each(|total| total.and(once));
        Self {
            provisioning,
            own_provisioning: costs.provisioning.is_some(),
            provisioning_cost,
            pull,
            own_pull: costs.pull_time.is_some(),
            pull_cost,
            charges,
            total,
        }
    }
}

/// What the lines cost in a time; not known if the time is not.
fn idle<'l>(
    lines: impl Iterator<Item = &'l LineItem> + Clone,
    time: Option<LikelyRange<TimeSpan>>,
) -> Spread {
    let at = |pick: fn(LikelyRange<TimeSpan>) -> TimeSpan| {
        let milliseconds = time.map(|time| u64::from(pick(time).as_millis()));
        Total::sum(
            lines
                .clone()
                .map(|line| line.per_milliseconds(milliseconds?)),
        )
    };
    Spread {
        low: at(LikelyRange::low),
        likely: at(LikelyRange::likely),
        high: at(LikelyRange::high),
    }
}

/// The image's size in the registry.
fn compressed_bytes(config: &Config) -> Option<u64> {
    if config.image.layers.is_empty() {
        return config.image.compressed_size.map(|size| size.to_bytes());
    }
    let layers = config.image.layers.iter();
    Some(layers.fold(0, |sum: u64, layer| {
        sum.saturating_add(layer.compressed.to_bytes())
    }))
}

fn charges(plan: &NodePlan<'_>) -> Vec<Charge> {
    let mut charges = Vec::new();
    if let Some(price) = plan.config.costs.transfer_price {
        charges.push(Charge {
            what: "Image transfer",
            formula: match compressed_bytes(plan.config) {
                Some(bytes) => Formula {
                    factors: vec![Factor::Gigabytes(bytes)],
                    price: Price::own(price, "per GB"),
                },
                None => Formula {
                    factors: Vec::new(),
                    price: Price::unknown("per pull", "the image's size is not set"),
                },
            },
        });
    }
    if !plan.by_hand()
        && plan
            .initialization_rate(&plan.config.storage.volume)
            .is_some()
    {
        charges.push(Charge {
            what: "Volume initialization rate",
            formula: Formula {
                factors: Vec::new(),
                price: Price::unknown(
                    "per volume",
                    "EBS charges for the rate by snapshot size; the price is not in the data",
                ),
            },
        });
    }
    charges
}
