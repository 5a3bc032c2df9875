//! The launch in words: which nodes come, by which steps their type was found, what comes without it.

use super::type_choice::likely;
use crate::core::{
    Catalogue, Config, Evaluation, InstanceRows, LaunchCandidate, LaunchGroup, LaunchStep,
    NoLaunch, PriceBasis, TimeSpan,
};
use crate::ui::strings;
use crate::ui::view_model::answer::sentence;

/// Nodes that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupText {
    /// How many, of which type, for which pods.
    pub nodes: String,
    /// What each step left; the last one is the type.
    pub steps: Vec<String>,
    /// What the types after it are.
    pub next_head: &'static str,
    /// Those types.
    pub next: Vec<NextRow>,
}

/// A type that comes when the likely one does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextRow {
    /// The type.
    pub name: &'static str,
    /// The likely pull; none if it is not known.
    pub pull: Option<String>,
    /// The price of an hour; none if it is not known here.
    pub price: Option<String>,
}

/// The nodes that come, by kind.
pub fn groups(evaluation: &Evaluation, config: &Config, catalogue: &Catalogue) -> Vec<GroupText> {
    let text = Launched {
        evaluation,
        catalogue,
        rows: InstanceRows::new(catalogue, catalogue.on_demand(&config.cluster.region)),
    };
    let groups = evaluation.launch.groups.iter();
    groups.map(|group| text.group(group)).collect()
}

/// What bears on all of them: pods without a node, pools, what is not known.
pub fn notes(evaluation: &Evaluation) -> Vec<String> {
    let launch = &evaluation.launch;
    let mut notes = Vec::new();
    notes.extend(launch.nothing.as_ref().map(NoLaunch::describe));
    if launch.unplaced > 0 && launch.nothing.is_none() {
        notes.push(format!("{}.", strings::answer::unplaced(launch.unplaced)));
    }
    if evaluation.pools > 1 && launch.nodes() > 0 {
        notes.push(strings::pull::in_each_pool(evaluation.pools));
    }
    notes.extend(launch.caveats());
    notes
}

struct Launched<'a> {
    evaluation: &'a Evaluation,
    catalogue: &'a Catalogue,
    rows: InstanceRows<'a>,
}

impl Launched<'_> {
    fn name(&self, position: usize) -> &'static str {
        let instance = self.catalogue.instances().get(position);
        instance.map_or("", |instance| instance.name)
    }

    fn group(&self, group: &LaunchGroup) -> GroupText {
        let launch = &self.evaluation.launch;
        let steps = group.steps.iter().copied().map(LaunchStep::describe);
        let first = group.candidates.first();
        let last = first.map(|first| {
            let price = first.price.map(|price| price.rounded());
            strings::pull::first_is(
                self.name(first.position),
                price.as_deref(),
                launch.capacity.describe(),
                &launch.prices.describe(),
            )
        });
        let rest = group.candidates.get(1..).unwrap_or_default();
        GroupText {
            nodes: match first {
                Some(first) => strings::pull::nodes_of(
                    group.nodes,
                    group.for_own_pods,
                    self.name(first.position),
                    group.pods,
                ),
                None => strings::pull::nothing_for(group.pods),
            },
            // A type's name stays as it is.
            steps: steps.map(|step| sentence(&step)).chain(last).collect(),
            next_head: if launch.is_open() {
                strings::answer::MAY_COME
            } else {
                strings::answer::NEXT
            },
            next: rest.iter().map(|it| self.next(it)).collect(),
        }
    }

    fn next(&self, candidate: &LaunchCandidate) -> NextRow {
        // Prices of another Region put types in order; they are not what is paid.
        let is_own = matches!(self.evaluation.launch.prices, PriceBasis::Region { .. });
        let price = candidate.price.filter(|_| is_own);
        let price = price.or_else(|| self.rows.price(candidate.position));
        NextRow {
            name: self.name(candidate.position),
            pull: likely(self.evaluation, candidate.position).map(TimeSpan::rounded),
            price: price.map(|price| price.rounded()),
        }
    }
}
