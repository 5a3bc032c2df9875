//! `events`: measured pulls from pasted events.

use serde_json::{Value, json};
use soci_configurator::core::{
    Comparison, Implausible, OwnPulls, PullCause, PullEvent, PullEvents, Side, TimeSpan,
    compare_pulls, read_measurements, read_pull_events,
};

use crate::arguments::{Events, PullsFormat};
use crate::output::{aligned, complain, print_exact, print_text};
use crate::read_file::{name_of, text_of};
use crate::{Outcome, measurements, own_pulls, unusable};

/// Prints the pulls that a file tells of, and what pulling in parallel gained.
pub fn events(asked: &Events) -> Outcome {
    let name = name_of(&asked.file);
    let text = match text_of(&asked.file) {
        Ok(file) => file.text,
        Err(error) => return unusable(&[error.describe(&name)]),
    };
    let events = match read_measurements(&text) {
        Some(Ok(read)) => return measurements::measurements(asked, &read),
        Some(Err(error)) => Err(error),
        None => read_pull_events(&text),
    };
    let events = match events {
        Ok(events) => events,
        Err(error) => return unusable(&[format!("{name}: {error}")]),
    };
    if asked.format == PullsFormat::Submission {
        let message =
            format!("{name}: a submission can only be made from a file written by measure.sh.");
        return unusable(&[message]);
    }
    if asked.write_config.is_some() && asked.instance.is_none() {
        return unusable(&[
            "--write-config needs --instance: the figures depend on the instance type.".to_owned(),
        ]);
    }
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
        PullsFormat::Table | PullsFormat::Submission => {
            for note in &events.notes {
                complain(&format!("note: {note}"));
            }
            print_text(&table(&events, &comparisons, own))
        }
        PullsFormat::Json => print_exact(&json(&events, &comparisons, own)),
    }
}

/// Where a pull ran: by what the user says of the pods' names, or by soci in them.
fn side(pull: &PullEvent, soci: &[String]) -> Option<Side> {
    let pod = pull.pod.as_deref()?;
    Some(match soci {
        [] => Side::of_pod(pod),
        parts if parts.iter().any(|part| pod.contains(part.as_str())) => match Side::of_pod(pod) {
            Side::Containerd => Side::Containerd,
            Side::Soci | Side::Baseline => Side::Soci,
        },
        _ => Side::Baseline,
    })
}

fn table(events: &PullEvents, comparisons: &[Comparison], own: Option<&OwnPulls>) -> String {
    let mut text = if events.pulls.is_empty() {
        String::new()
    } else {
        rows(events, own)
    };
    for one in comparisons {
        text.push_str(&format!("\n{}\n  {}\n", one.image, gain(one)));
    }
    if let Some(fitted) = own.and_then(|own| own.fitted.as_ref()) {
        text.push_str(&own_pulls::table(fitted));
    }
    text.push_str(&causes(&events.causes, !text.is_empty()));
    text
}

/// Why pulls failed or waited, one after another.
pub fn causes(causes: &[PullCause], below_others: bool) -> String {
    let mut text = String::new();
    if causes.is_empty() {
        return text;
    }
    if below_others {
        text.push('\n');
    }
    text.push_str("Why pulls failed or waited:\n");
    for cause in causes {
        let kind = cause.kind;
        text.push_str(&format!(
            "  {} ({})\n    {}\n    Fix: {}\n",
            kind.id,
            cause.place(),
            kind.sentence(),
            kind.cure
        ));
        if let Some(field) = kind.field {
            text.push_str(&format!("    Field: {field}\n"));
        }
        if let Some(rule) = kind.rule {
            text.push_str(&format!("    Rule: {rule}\n"));
        }
        text.push_str(&format!("    Message: {}\n", cause.excerpt));
    }
    text
}

fn rows(events: &PullEvents, own: Option<&OwnPulls>) -> String {
    let unknown = || "unknown".to_owned();
    let estimate = |at: usize| {
        let own = own?;
        let time = own.estimates.get(at).copied().flatten();
        Some(time.map_or_else(unknown, |time| {
            format!("{} to {}", time.low().rounded(), time.high().rounded())
        }))
    };
    let with_nodes = events.pulls.iter().any(|pull| pull.node.is_some());
    // The columns that are there: nodes and estimates only where any is known.
    let shown = |cells: [String; 7]| -> Vec<String> {
        let [pod, node, pull, estimated, waiting, bytes, image] = cells;
        let node = with_nodes.then_some(node);
        let estimated = own.is_some().then_some(estimated);
        std::iter::once(pod)
            .chain(node)
            .chain([pull])
            .chain(estimated)
            .chain([waiting, bytes, image])
            .collect()
    };
    let head = [
        "POD",
        "NODE",
        "PULL",
        "ESTIMATED",
        "WITH WAITING",
        "BYTES",
        "IMAGE",
    ];
    let rows = events.pulls.iter().enumerate().map(|(at, pull)| {
        let with_waiting = pull.with_waiting.map_or_else(unknown, |both| {
            let flag = if pull.waited().is_some() {
                " (waited)"
            } else {
                ""
            };
            format!("{both}{flag}")
        });
        shown([
            pull.pod.clone().unwrap_or_else(unknown),
            pull.node.clone().unwrap_or_else(unknown),
            pull.pull.to_string(),
            estimate(at).unwrap_or_default(),
            with_waiting,
            pull.size.map_or_else(unknown, |size| size.to_string()),
            pull.image.clone(),
        ])
    });
    let rows: Vec<Vec<String>> = std::iter::once(shown(head.map(str::to_owned)))
        .chain(rows)
        .collect();
    let first = 1 + usize::from(with_nodes);
    let figures: Vec<usize> = (first..first + 3 + usize::from(own.is_some())).collect();
    aligned(&rows, &figures)
}

fn gain(one: &Comparison) -> String {
    let against = |time: TimeSpan, pulls: usize| match pulls {
        1 => time.to_string(),
        many => format!("{time} (median of {many})"),
    };
    let percent = one.saved_percent();
    let less = if percent < 0 { "more" } else { "less" };
    let factor = one.speed_up_hundredths().map_or(String::new(), |factor| {
        format!(", {}.{:02} times as fast", factor / 100, factor % 100)
    });
    format!(
        "{} {} against {}: {} % {less} time{factor}",
        one.by.label(),
        against(one.time, one.pulls),
        against(one.baseline, one.baseline_pulls),
        percent.unsigned_abs()
    )
}

fn json(events: &PullEvents, comparisons: &[Comparison], own: Option<&OwnPulls>) -> String {
    let milliseconds = |span: TimeSpan| span.as_millis();
    let pulls: Vec<Value> = events
        .pulls
        .iter()
        .enumerate()
        .map(|(at, pull)| {
            let estimate = own.and_then(|own| own.estimates.get(at).copied().flatten());
            json!({
                "pod": pull.pod,
                "node": pull.node,
                "source": pull.source.as_str(),
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
    let left_out: Vec<Value> = events
        .left_out
        .iter()
        .map(|one| {
            json!({
                "pod": one.pull.pod,
                "image": one.pull.image,
                "pullMilliseconds": milliseconds(one.pull.pull),
                "imageBytes": one.pull.size.map(|size| size.to_bytes()),
                "why": match one.why {
                    Implausible::TooFast => "too-fast",
                    Implausible::NoTime => "no-time",
                    Implausible::TooLong => "too-long",
                    Implausible::WaitingBelowPull => "waiting-below-pull",
                },
            })
        })
        .collect();
    let layers: Vec<Value> = events
        .layers
        .iter()
        .map(|layer| {
            json!({
                "digest": layer.digest,
                "compressedBytes": layer.size.map(|size| size.to_bytes()),
                "unpackMilliseconds": milliseconds(layer.unpack),
            })
        })
        .collect();
    let causes: Vec<Value> = events
        .causes
        .iter()
        .map(|cause| {
            json!({
                "cause": cause.kind.id,
                "certainty": cause.kind.certainty.as_str(),
                "message": cause.kind.sentence(),
                "cure": cause.kind.cure,
                "field": cause.kind.field,
                "rule": cause.kind.rule,
                "count": cause.count,
                "line": cause.line,
                "images": cause.images,
                "excerpt": cause.excerpt,
            })
        })
        .collect();
    let comparisons: Vec<Value> = comparisons
        .iter()
        .map(|one| {
            json!({
                "image": one.image,
                "baselinePulls": one.baseline_pulls,
                "baselineMilliseconds": milliseconds(one.baseline),
                "pulledBy": one.by.as_str(),
                "pulls": one.pulls,
                "milliseconds": milliseconds(one.time),
                "savedPercent": one.saved_percent(),
                "speedUpHundredths": one.speed_up_hundredths(),
            })
        })
        .collect();
    let report = json!({
        "pulls": pulls,
        "alreadyPresent": present,
        "leftOut": left_out,
        "layers": layers,
        "causes": causes,
        "comparisons": comparisons,
        "notes": events.notes,
        "fitted": own.and_then(|own| own.fitted.as_ref()).map(own_pulls::json),
    });
    format!("{report:#}\n")
}
