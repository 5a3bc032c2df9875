//! `events` of a file that `measure.sh` wrote: what was measured beside what was predicted.

use serde_json::{Value, json};
use soci_configurator::core::{
    Config, MeasuredVariant, Measurements, OwnPulls, TimeSpan, submission,
};
use soci_configurator::data::catalogue;

use crate::arguments::{Events, PullsFormat};
use crate::events::causes;
use crate::output::{aligned, complain, print_exact, print_text};
use crate::{Outcome, input, own_pulls, unusable};

/// Prints what a measurement says of the predictions.
pub fn measurements(asked: &Events, read: &Measurements) -> Outcome {
    if asked.instance.is_some() {
        complain(
            "note: the file contains the instance type and settings of the pulls; --instance is not needed.",
        );
    }
    let own = read.own_pulls(catalogue());
    if let Some(path) = &asked.write_config {
        let Some((_, own)) = &own else {
            let message = "--write-config: no pull of the plan's own settings was measured.";
            return unusable(&[format!("{}: {message}", path.display())]);
        };
        // The plan's settings are without names: the figures go into the user's own.
        let written = input::config(&asked.input).and_then(|config| {
            own_pulls::write(asked, &config, own).map_err(|message| vec![message])
        });
        if let Err(messages) = written {
            return unusable(&messages);
        }
    }
    match asked.format {
        PullsFormat::Table => {
            for note in &read.events.notes {
                complain(&format!("note: {note}"));
            }
            print_text(&table(read, own.as_ref()))
        }
        PullsFormat::Json => print_exact(&format!("{:#}\n", json(read, own.as_ref()))),
        PullsFormat::Submission => print_exact(&submission(read)),
    }
}

fn table(read: &Measurements, own: Option<&(Config, OwnPulls)>) -> String {
    let plan = &read.plan;
    let mut text = format!(
        "{} on {}, predicted by {}\n\n",
        plan.image, plan.instance_type, plan.made_by
    );
    let head = [
        "VARIANT",
        "PULLS",
        "MEDIAN",
        "SHORTEST",
        "LONGEST",
        "PREDICTED",
        "ERROR",
        "",
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    let variants = read.variants();
    rows.extend(variants.iter().filter_map(|one| row(read, one)));
    text.push_str(&aligned(&rows, &[1, 2, 3, 4, 6]));
    for one in &variants {
        let Some(planned) = plan.variants.get(one.variant) else {
            continue;
        };
        text.push_str(&format!("{}: {}\n", planned.id, planned.label));
        for phase in &one.phases {
            text.push_str(&format!(
                "  {}: {}, predicted {}, error {}\n",
                phase.phase,
                phase.measured.rounded(),
                phase.predicted.rounded(),
                percent(phase.error()),
            ));
        }
        for time in &one.set_aside {
            text.push_str(&format!("  excluded, not as planned: {}\n", time.rounded()));
        }
        for (repeat, how) in &one.failed {
            text.push_str(&format!("  run {repeat}: {how}\n"));
        }
    }
    let layers = &read.events.layers;
    if let Some(slowest) = layers.iter().max_by_key(|layer| layer.unpack) {
        text.push_str(&format!(
            "SOCI's log has times for {} layers, download and unpacking together; the longest took {}.\n",
            layers.len(),
            slowest.unpack.rounded()
        ));
    }
    let against = read.contradictions();
    if !against.is_empty() {
        text.push_str("\nNot as planned, so these pulls say nothing about the prediction:\n");
        for one in &against {
            text.push_str(&format!("  {}: {}\n", one.variant, one.message));
        }
    }
    for sentence in read.fastest_sentence().into_iter().chain(read.unknown()) {
        text.push_str(&format!("\n{sentence}\n"));
    }
    if let Some(fitted) = own.and_then(|(_, own)| own.fitted.as_ref()) {
        text.push_str(&own_pulls::table(fitted));
    }
    text.push_str(&causes(&read.events.causes, true));
    text
}

fn row(read: &Measurements, one: &MeasuredVariant) -> Option<Vec<String>> {
    let planned = read.plan.variants.get(one.variant)?;
    let time = |time: Option<&TimeSpan>| time.map_or("none".to_owned(), |time| time.rounded());
    let predicted = planned.predicted;
    let place = match one.is_in_range(&read.plan) {
        None => "",
        Some(true) => "within range",
        Some(false) => "out of range",
    };
    Some(vec![
        planned.id.clone(),
        one.pulls.len().to_string(),
        time(one.median.as_ref()),
        time(one.pulls.first()),
        time(one.pulls.last()),
        format!("{} ({})", predicted.likely().rounded(), predicted.rounded()),
        one.error(&read.plan).map_or("–".to_owned(), percent),
        place.to_owned(),
    ])
}

/// Tenths of a percent, with a sign.
fn percent(tenths: i32) -> String {
    let sign = if tenths < 0 { "−" } else { "+" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{} %", tenths / 10, tenths % 10)
}

fn json(read: &Measurements, own: Option<&(Config, OwnPulls)>) -> Value {
    let plan = &read.plan;
    let id = |at: usize| plan.variants.get(at).map(|one| one.id.as_str());
    let fastest = read.fastest();
    json!({
        "name": plan.name,
        "predictedBy": plan.made_by,
        "image": plan.image,
        "instanceType": plan.instance_type,
        "variants": read.variants().iter().filter_map(|one| variant(read, one)).collect::<Vec<_>>(),
        "predictedFastest": fastest.and_then(|(predicted, _)| id(predicted)),
        "measuredFastest": fastest.and_then(|(_, measured)| id(measured)),
        "contradictions": read
            .contradictions()
            .iter()
            .map(|one| json!({ "variant": one.variant, "message": one.message }))
            .collect::<Vec<_>>(),
        "unknown": read.unknown(),
        "unpackedLayersMilliseconds": read
            .events
            .layers
            .iter()
            .map(|layer| layer.unpack.as_millis())
            .collect::<Vec<_>>(),
        "notes": read.events.notes,
        "fitted": own.and_then(|(_, own)| own.fitted.as_ref()).map(own_pulls::json),
    })
}

fn variant(read: &Measurements, one: &MeasuredVariant) -> Option<Value> {
    let planned = read.plan.variants.get(one.variant)?;
    let milliseconds = TimeSpan::as_millis;
    let phases = one.phases.iter().map(|phase| {
        json!({
            "phase": phase.phase,
            "measuredMilliseconds": milliseconds(phase.measured),
            "predictedMilliseconds": own_pulls::milliseconds(phase.predicted),
            "errorPermille": phase.error(),
        })
    });
    Some(json!({
        "id": planned.id,
        "label": planned.label,
        "engine": planned.engine,
        "pulledBy": planned.by.as_str(),
        "disk": planned.disk,
        "pullMilliseconds": one.pulls.iter().copied().map(milliseconds).collect::<Vec<_>>(),
        "setAsideMilliseconds": one.set_aside.iter().copied().map(milliseconds).collect::<Vec<_>>(),
        "medianMilliseconds": one.median.map(milliseconds),
        "predictedMilliseconds": own_pulls::milliseconds(planned.predicted),
        "inRange": one.is_in_range(&read.plan),
        "errorPermille": one.error(&read.plan),
        "phases": phases.collect::<Vec<_>>(),
        "failed": one
            .failed
            .iter()
            .map(|(repeat, how)| json!({ "repeat": repeat, "how": how }))
            .collect::<Vec<_>>(),
    }))
}
