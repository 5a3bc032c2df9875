//! `events`: measured pulls from pasted events.

use serde_json::{Value, json};
use soci_configurator::core::{
    Comparison, Duration, OwnPulls, PullEvent, PullEvents, Side, compare_pulls, read_pull_events,
};

use crate::arguments::{Events, EventsFormat};
use crate::output::{complain, print};
use crate::{Outcome, own_pulls, pasted, unusable};

/// Prints the pulls that a file tells of, and what SOCI gained.
pub fn events(asked: &Events) -> Outcome {
    let events = pasted::read(&asked.file).and_then(|text| {
        let name = asked.file.display();
        read_pull_events(&text).map_err(|error| format!("{name}: {error}"))
    });
    let events = match events {
        Ok(events) => events,
        Err(message) => {
            complain(&message);
            return Outcome::Unusable;
        }
    };
    let side = |pull: &PullEvent| side(pull, &asked.soci);
    let own = match own_pulls::own_pulls(asked, &events, &side) {
        Ok(own) => own,
        Err(messages) => return unusable(&messages),
    };
    if let Some((config, own)) = &own
        && let Err(message) = own_pulls::write(asked, config, own)
    {
        return unusable(&[message]);
    }
    let own = own.as_ref().map(|(_, own)| own);
    let comparisons = compare_pulls(&events.pulls, &side);
    match asked.format {
        EventsFormat::Table => {
            for note in &events.notes {
                complain(&format!("note: {note}"));
            }
            print(&table(&events, &comparisons, own))
        }
        EventsFormat::Json => print(&json(&events, &comparisons, own)),
    }
}

/// Where a pull ran: by what the user says of the pods' names, or by soci in them.
fn side(pull: &PullEvent, soci: &[String]) -> Option<Side> {
    let pod = pull.pod.as_deref()?;
    Some(match soci {
        [] => Side::of_pod(pod),
        parts if parts.iter().any(|part| pod.contains(part.as_str())) => Side::Soci,
        _ => Side::Baseline,
    })
}

fn table(events: &PullEvents, comparisons: &[Comparison], own: Option<&OwnPulls>) -> String {
    let unknown = || "unknown".to_owned();
    let estimate = |at: usize| {
        let own = own?;
        let time = own.estimates.get(at).copied().flatten();
        Some(time.map_or_else(unknown, |time| {
            format!("{} to {}", time.low().rounded(), time.high().rounded())
        }))
    };
    let head = ["POD", "PULL", "ESTIMATED", "WITH WAITING", "BYTES", "IMAGE"].map(str::to_owned);
    let rows = events.pulls.iter().enumerate().map(|(at, pull)| {
        let with_waiting = pull.with_waiting.map_or_else(unknown, |both| {
            let flag = if pull.waited().is_some() {
                " (waited)"
            } else {
                ""
            };
            format!("{both}{flag}")
        });
        [
            pull.pod.clone().unwrap_or_else(unknown),
            pull.pull.to_string(),
            estimate(at).unwrap_or_default(),
            with_waiting,
            pull.size.map_or_else(unknown, |size| size.to_string()),
            pull.image.clone(),
        ]
    });
    let rows: Vec<[String; 6]> = std::iter::once(head).chain(rows).collect();
    let mut widths = [0; 6];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for [pod, pull, estimated, waiting, bytes, image] in &rows {
        let [a, b, e, c, d, _] = widths;
        text.push_str(&format!("{pod:a$}  {pull:>b$}  "));
        if own.is_some() {
            text.push_str(&format!("{estimated:>e$}  "));
        }
        text.push_str(&format!("{waiting:>c$}  {bytes:>d$}  {image}\n"));
    }
    for one in comparisons {
        text.push_str(&format!("\n{}\n  {}\n", one.image, gain(one)));
    }
    if let Some(fitted) = own.and_then(|own| own.fitted.as_ref()) {
        text.push_str(&own_pulls::table(fitted));
    }
    text
}

fn gain(one: &Comparison) -> String {
    let against = |time: Duration, pulls: usize| match pulls {
        1 => time.to_string(),
        many => format!("{time} (median of {many})"),
    };
    let percent = one.saved_percent();
    let less = if percent < 0 { "more" } else { "less" };
    let factor = one.speed_up_hundredths().map_or(String::new(), |factor| {
        format!(", {}.{:02} times as fast", factor / 100, factor % 100)
    });
    format!(
        "SOCI {} against {}: {} % {less} time{factor}",
        against(one.soci, one.soci_pulls),
        against(one.baseline, one.baseline_pulls),
        percent.unsigned_abs()
    )
}

fn json(events: &PullEvents, comparisons: &[Comparison], own: Option<&OwnPulls>) -> String {
    let milliseconds = |span: Duration| span.to_milliseconds();
    let pulls: Vec<Value> = events
        .pulls
        .iter()
        .enumerate()
        .map(|(at, pull)| {
            let estimate = own.and_then(|own| own.estimates.get(at).copied().flatten());
            json!({
                "pod": pull.pod,
                "estimatedMilliseconds": estimate.map(own_pulls::milliseconds),
                "image": pull.image,
                "pullMilliseconds": milliseconds(pull.pull),
                "withWaitingMilliseconds": pull.with_waiting.map(milliseconds),
                "waitedMilliseconds": pull.waited().map(milliseconds),
                "imageBytes": pull.size.map(|size| size.to_bytes()),
            })
        })
        .collect();
    let present: Vec<Value> = events
        .already_present
        .iter()
        .map(|one| json!({"pod": one.pod, "image": one.image}))
        .collect();
    let comparisons: Vec<Value> = comparisons
        .iter()
        .map(|one| {
            json!({
                "image": one.image,
                "baselinePulls": one.baseline_pulls,
                "baselineMilliseconds": milliseconds(one.baseline),
                "sociPulls": one.soci_pulls,
                "sociMilliseconds": milliseconds(one.soci),
                "savedPercent": one.saved_percent(),
                "speedUpHundredths": one.speed_up_hundredths(),
            })
        })
        .collect();
    let report = json!({
        "pulls": pulls,
        "alreadyPresent": present,
        "comparisons": comparisons,
        "notes": events.notes,
        "fitted": own.and_then(|own| own.fitted.as_ref()).map(own_pulls::json),
    });
    format!("{report:#}\n")
}
