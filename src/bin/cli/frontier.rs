//! `frontier` and `target`: time against money.

use serde_json::{Value, json};
use soci_configurator::core::{
    Catalogue, Config, Constants, CostBasis, Frontier, Launch, Lead, Money, Scope, Search, Target,
    TargetAnswer, TimeSpan, TradeoffPoint, ValueError, write_signed_config,
};

use crate::arguments::{self, OutputFormat};
use crate::output::{complain, print_exact, print_text};
use crate::overwrite::{Allowed, write_one};
use crate::prices::priced;
use crate::{Outcome, in_view, launch, unusable};

/// A Config's frontier, with what it was found in.
struct Found {
    config: Config,
    catalogue: Catalogue,
    frontier: Frontier,
}

/// Prints the frontier.
pub fn frontier(asked: &arguments::Frontier) -> Outcome {
    let found = match find(asked) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let nothing = Launch::for_config(&found.config, &found.catalogue).nothing;
    launch::complain_of_nothing(nothing.as_ref());
    let printed = match asked.format {
        OutputFormat::Table => print_text(&table(&found)),
        OutputFormat::Json => print_exact(&format!("{:#}\n", all_json(&found))),
    };
    launch::unless_nothing_is_launched(printed, nothing.as_ref())
}

/// Prints the answer to a target. That it cannot be met is the exit code 1.
pub fn target(asked: &arguments::Goal) -> Outcome {
    let wanted = match wanted(asked) {
        Ok(wanted) => wanted,
        Err(message) => return unusable(&[message]),
    };
    let found = match find(&asked.frontier) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let Some(answer) = wanted.solve(&found.frontier) else {
        complain("There are no configurations to choose from.");
        return Outcome::NotReady;
    };
    let name = |point: usize| {
        let point = found.frontier.points.get(point);
        point.map_or(String::new(), |point| name(&found, point))
    };
    let printed = match asked.frontier.format {
        OutputFormat::Table => print_text(&format!("{}\n", answer.describe(&name))),
        OutputFormat::Json => {
            let point = found.frontier.points.get(answer.point());
            let met = matches!(answer, TargetAnswer::Met(_));
            let point = point.map(|point| point_json(&found, point));
            let words = answer.describe(&name);
            print_exact(&format!(
                "{:#}\n",
                json!({"met": met, "answer": words, "point": point})
            ))
        }
    };
    let TargetAnswer::Met(point) = answer else {
        return match printed {
            Outcome::Done => Outcome::NotReady,
            other => other,
        };
    };
    match (&asked.write_config, found.frontier.points.get(point)) {
        (Some(path), Some(point)) if printed == Outcome::Done => {
            match found.frontier.edit(point, &found.config, &found.catalogue) {
                Some(edit) => {
                    let text = write_signed_config(&found.config.apply(&edit));
                    let allowed = Allowed {
                        force: asked.force,
                        ..Allowed::default()
                    };
                    write_one(path, text.as_bytes(), allowed)
                }
                None => {
                    complain("No combination of fields turns this Config into that point.");
                    Outcome::NotReady
                }
            }
        }
        _ => printed,
    }
}

fn wanted(asked: &arguments::Goal) -> Result<Target, String> {
    if asked.within.is_none() && asked.at_most.is_none() {
        return Err("Set a target: --within TIME, --at-most DOLLARS, or both.".to_owned());
    }
    let refused = |option: &str, error: &ValueError| format!("{option}: {error}");
    let time = asked.within.as_deref().map(str::parse::<TimeSpan>);
    let cost = asked.at_most.as_deref().map(str::parse::<Money>);
    Ok(Target {
        time: time
            .transpose()
            .map_err(|error| refused("--within", &error))?,
        cost: cost
            .transpose()
            .map_err(|error| refused("--at-most", &error))?,
    })
}

fn find(asked: &arguments::Frontier) -> Result<Found, Outcome> {
    let read = in_view::config(&asked.input, &asked.view)
        .and_then(|config| Ok((priced(&config).map_err(|error| vec![error])?, config)));
    let (catalogue, config) = read.map_err(|messages| unusable(&messages))?;
    let search = Search {
        scope: if asked.outside_pool {
            Scope::OutsidePool
        } else {
            Scope::from_config(&config)
        },
        basis: if asked.per_start {
            CostBasis::Start
        } else {
            CostBasis::Hour
        },
    };
    let constants = Constants::from_config(&config);
    let mut on = |_, _| true;
    match Frontier::find(&config, &catalogue, &constants, search, &mut on) {
        Ok(frontier) => Ok(Found {
            config,
            catalogue,
            frontier,
        }),
        Err(none) => {
            let nothing = Launch::for_config(&config, &catalogue).nothing;
            launch::complain_of_nothing(nothing.as_ref());
            complain(none.describe());
            Err(Outcome::NotReady)
        }
    }
}

fn instance<'a>(found: &'a Found, point: &TradeoffPoint) -> &'a str {
    let instance = found.catalogue.instances().get(point.position);
    instance.map_or("", |instance| instance.name)
}

fn name(found: &Found, point: &TradeoffPoint) -> String {
    format!(
        "{} with {} ({} for {} per hour; {})",
        instance(found, point),
        point.describe(),
        point.time.rounded(),
        point.per_hour.rounded(),
        launched_by(found, point),
    )
}

/// What of the NodePool makes the point's type the launched one.
fn launched_by(found: &Found, point: &TradeoffPoint) -> String {
    let lead = found.frontier.lead(point);
    lead.map_or(String::new(), Lead::with_types)
}

/// Which types were searched, in words.
fn scope(found: &Found) -> String {
    let frontier = &found.frontier;
    match frontier.search.scope {
        Scope::InView => {
            let first = frontier.points.first();
            let name = first.map_or("", |point| instance(found, point));
            format!("{name} (all eligible types: --all-types)")
        }
        Scope::Admitted => format!("{} eligible types", frontier.types),
        Scope::OutsidePool => format!(
            "{} types on which the pod fits, whatever the NodePool says",
            frontier.types
        ),
    }
}

fn table(found: &Found) -> String {
    let frontier = &found.frontier;
    let mut text = format!(
        "{}; {} settings each, {} pulls simulated",
        scope(found),
        frontier.settings,
        frontier.simulated
    );
    text.push_str(&match frontier.unpriced {
        0 => ".\n".to_owned(),
        1 => "; 1 type has no price.\n".to_owned(),
        count => format!("; {count} types have no price.\n"),
    });
    let by: Vec<String> = frontier
        .points
        .iter()
        .map(|point| launched_by(found, point))
        .collect();
    let settings: Vec<String> = frontier
        .points
        .iter()
        .map(TradeoffPoint::describe)
        .collect();
    let width = settings.iter().map(|it| it.chars().count()).max();
    let width = width.unwrap_or(0);
    text.push_str(&format!(
        "{:>10}  {:>10}  {:>10}  {:18}  {:width$}  LAUNCHED BY\n",
        "PULL", "PER HOUR", "PER START", "TYPE", "SETTING"
    ));
    for ((point, setting), by) in frontier.points.iter().zip(settings).zip(by) {
        text.push_str(&format!(
            "{:>10}  {:>10}  {:>10}  {:18}  {:width$}  {}\n",
            point.time.rounded(),
            point.per_hour.rounded(),
            point.per_start.rounded(),
            instance(found, point),
            setting,
            by
        ));
    }
    text
}

fn all_json(found: &Found) -> Value {
    let frontier = &found.frontier;
    let points: Vec<Value> = frontier
        .points
        .iter()
        .map(|point| point_json(found, point))
        .collect();
    json!({
        "scope": frontier.search.scope.as_str(),
        "types": frontier.types,
        "settings": frontier.settings,
        "simulated": frontier.simulated,
        "unpriced": frontier.unpriced,
        "points": points,
    })
}

fn point_json(found: &Found, point: &TradeoffPoint) -> Value {
    let lead = found.frontier.lead(point);
    json!({
        "type": instance(found, point),
        "engine": point.engine.as_str(),
        "setting": point.describe(),
        "imagesOnInstanceStore": point.on_instance_store,
        "iops": point.iops.map(|iops| iops.count()),
        "throughput": point.throughput.map(|rate| rate.to_mebibytes()),
        "pullMilliseconds": point.time.as_millis(),
        "dollarsPerHour": point.per_hour.to_string(),
        "dollarsPerStart": point.per_start.to_string(),
        "launchedBy": lead.map(|lead| json!({
            "how": lead.by.as_str(),
            "words": lead.words,
            "typesLeft": lead.types,
        })),
    })
}
