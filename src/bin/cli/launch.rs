//! Which nodes Karpenter launches, as text and JSON.

use serde_json::{Value, json};
use soci_configurator::core::{
    Catalogue, Launch, LaunchCandidate, LaunchGroup, LaunchStep, NoLaunch, PriceBasis,
};

use crate::arguments::{Launch as Asked, OutputFormat};
use crate::output::{complain, print_exact, print_text};
use crate::prices::evaluated;
use crate::{Outcome, input, unusable};

/// Prints which nodes come.
pub fn launch(asked: &Asked) -> Outcome {
    let read = input::config(&asked.input)
        .and_then(|config| evaluated(&config).map_err(|message| vec![message]));
    let (evaluation, catalogue) = match read {
        Ok(read) => read,
        Err(messages) => return unusable(&messages),
    };
    let launch = &evaluation.launch;
    let printed = match asked.format {
        OutputFormat::Table => print_text(&text(launch, &catalogue)),
        OutputFormat::Json => print_exact(&format!("{:#}\n", json(launch, &catalogue))),
    };
    unless_nothing_is_launched(printed, launch.nothing.as_ref())
}

/// Says why no type can be named, beside an answer about one.
pub fn complain_of_nothing(nothing: Option<&NoLaunch>) {
    if let Some(nothing) = nothing {
        complain(&nothing.describe());
    }
}

/// That nothing can be launched is the exit code 1, once it is printed.
pub fn unless_nothing_is_launched(printed: Outcome, nothing: Option<&NoLaunch>) -> Outcome {
    match (printed, nothing) {
        (Outcome::Done, Some(why)) if !why.is_unknown() => Outcome::NotReady,
        (printed, _) => printed,
    }
}

/// Runners-up that a line names.
const NAMED: usize = 5;

fn name(position: usize, catalogue: &Catalogue) -> &'static str {
    let instance = catalogue.instances().get(position);
    instance.map_or("unknown", |instance| instance.name)
}

fn priced(candidate: &LaunchCandidate, catalogue: &Catalogue) -> String {
    let name = name(candidate.position, catalogue);
    match candidate.price {
        Some(price) => format!("{name} {}", price.rounded()),
        None => name.to_owned(),
    }
}

/// The nodes, how they come about and what is not known.
pub fn text(launch: &Launch, catalogue: &Catalogue) -> String {
    let mut text = String::new();
    for group in &launch.groups {
        text.push_str(&format!("{}\n", headline(launch, group, catalogue)));
        text.push_str(&format!("  {}.\n", group.describe(catalogue)));
        let next = group.candidates.get(1..).unwrap_or_default();
        if !next.is_empty() {
            let names: Vec<String> = next
                .iter()
                .take(NAMED)
                .map(|candidate| priced(candidate, catalogue))
                .collect();
            let rest = next.len().saturating_sub(NAMED);
            let more = if rest == 0 {
                String::new()
            } else {
                format!(" and {rest} more")
            };
            let lead = if launch.is_open() {
                "Or one of"
            } else {
                "If that has no capacity"
            };
            text.push_str(&format!("  {lead}: {}{more}.\n", names.join(", ")));
        }
    }
    if let Some(nothing) = &launch.nothing {
        text.push_str(&format!("{}\n", nothing.describe()));
    }
    let waiting = pods(launch.unplaced);
    match (launch.unplaced, &launch.nothing) {
        (0, _) | (_, Some(_)) => {}
        (1, None) => text.push_str(&format!(
            "{waiting} gets no node within the pool's limits.\n"
        )),
        (_, None) => text.push_str(&format!(
            "{waiting} get no node within the pool's limits.\n"
        )),
    }
    for caveat in launch.caveats() {
        text.push_str(&format!("{caveat}\n"));
    }
    text
}

/// `1 × g6.xlarge ($0.8048 an hour, on-demand), 1 pod on each`.
fn headline(launch: &Launch, group: &LaunchGroup, catalogue: &Catalogue) -> String {
    let Some(first) = group.candidates.first() else {
        return format!("Nothing is launched for {}.", pods(group.pods));
    };
    let price = first
        .price
        .map(|price| {
            format!(
                "{} per hour {}, ",
                price.rounded(),
                launch.prices.describe()
            )
        })
        .unwrap_or_default();
    let what = format!(
        "{} ({price}{})",
        name(first.position, catalogue),
        launch.capacity.describe()
    );
    match group.nodes {
        0 if group.for_own_pods > 1 || group.pods > 1 => format!(
            "No pods, so no nodes; of the pods that you start together, {} would launch {} × {what}.",
            group.for_own_pods.saturating_mul(group.pods),
            group.for_own_pods
        ),
        0 => format!("No pods, so no nodes; one pod would launch {what}."),
        1 => format!("1 × {what} for {}.", pods(group.pods)),
        nodes => format!("{nodes} × {what}, {} on each.", pods(group.pods)),
    }
}

fn pods(count: u32) -> String {
    match count {
        1 => "1 pod".to_owned(),
        count => format!("{count} pods"),
    }
}

/// The same for programs: the likely type first.
pub fn json(launch: &Launch, catalogue: &Catalogue) -> Value {
    let groups: Vec<Value> = launch
        .groups
        .iter()
        .map(|group| {
            json!({
                "nodes": group.nodes,
                "podsPerNode": group.pods,
                "steps": group.steps.iter().map(step).collect::<Vec<Value>>(),
                "candidates": group
                    .candidates
                    .iter()
                    .map(|candidate| json!({
                        "instanceType": name(candidate.position, catalogue),
                        "dollarsPerHour": candidate.price.map(|price| price.to_string()),
                    }))
                    .collect::<Vec<Value>>(),
            })
        })
        .collect();
    json!({
        "likelyType": launch.likely().map(|position| name(position, catalogue)),
        "nodes": launch.nodes(),
        "capacity": launch.capacity.describe(),
        "orderedBy": match &launch.prices {
            PriceBasis::Region { .. } => "region",
            PriceBasis::Reference { .. } => "us-east-1",
            PriceBasis::None { .. } => "size",
        },
        "prices": launch.prices.describe(),
        "unplacedPods": launch.unplaced,
        "inferred": launch.is_inferred,
        "notKnown": launch.caveats(),
        "groups": groups,
    })
}

fn step(step: &LaunchStep) -> Value {
    let (name, types) = match *step {
        LaunchStep::Admitted { types } => ("admitted", Some(types)),
        LaunchStep::WithinLimits { types } => ("withinLimits", Some(types)),
        LaunchStep::Packed { types, .. } => ("packed", Some(types)),
        LaunchStep::Priced { types, .. } => ("priced", Some(types)),
        LaunchStep::Listed { types } => ("listed", Some(types)),
        LaunchStep::WithoutExotic { types, .. } => ("withoutExotic", Some(types)),
        LaunchStep::OnlyExotic { types } => ("onlyExotic", Some(types)),
        LaunchStep::KeptByMinValues { types } => ("keptByMinValues", Some(types)),
        LaunchStep::SpotAboveOnDemand { types, .. } => ("spotBelowOnDemand", Some(types)),
        LaunchStep::SpotPricesUnknown => ("spotPricesUnknown", None),
        LaunchStep::Sent { types, .. } => ("sent", Some(types)),
        LaunchStep::MinValuesUnmet { types } => ("minValuesUnmet", Some(types)),
    };
    json!({"step": name, "typesLeft": types, "words": step.describe()})
}
