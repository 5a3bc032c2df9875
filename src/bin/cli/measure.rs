//! `measure`: the files of a measurement, and what it costs.

use serde_json::{Value, json};
use soci_configurator::core::{MeasurePlan, MeasureRequest, MeasureVariant, TimeSpan};

use crate::arguments::{Measure, OutputFormat};
use crate::cost::total_json;
use crate::estimate::range;
use crate::output::{complain, print_exact, print_text};
use crate::overwrite::{NewFile, NewSet, SetKind, write_set};
use crate::prices::priced;
use crate::{Outcome, in_view, input, unusable};

/// Prints what would be measured, and writes the files if a directory is named.
pub fn measure(asked: &Measure) -> Outcome {
    let config = input::config(&asked.input)
        .and_then(|config| in_view::one_type(config).map_err(|message| vec![message]));
    let config = match config {
        Ok(config) => config,
        Err(messages) => return unusable(&messages),
    };
    let request = MeasureRequest {
        engines: asked.engine.clone(),
        disks: asked.disk.clone(),
        instance: asked.instance.clone(),
        repeats: asked.repeats,
        name: asked.name.clone(),
    };
    let plan = priced(&config).and_then(|known| MeasurePlan::new(&config, &known, &request));
    let plan = match plan {
        Ok(plan) => plan,
        Err(message) => return unusable(&[message]),
    };
    let printed = match asked.format {
        OutputFormat::Table => print_text(&plan.costs_text()),
        OutputFormat::Json => print_exact(&format!("{:#}\n", json(&plan))),
    };
    for (what, why) in &plan.left_out {
        complain(&format!("Not measured: {what}. {why}"));
    }
    match &asked.out {
        None => printed,
        Some(_) if !plan.missing.is_empty() => {
            complain(&format!(
                "Required values are missing: {}. Set them with --set PATH=VALUE; nothing is written.",
                plan.missing.join(", ")
            ));
            Outcome::NotReady
        }
        Some(directory) => {
            let files = plan.files(&config);
            let files: Vec<NewFile> = files.iter().map(NewFile::from).collect();
            let allowed = asked.overwrite.allowed();
            let set = NewSet {
                files: &files,
                kind: SetKind::Manifests,
                source: asked.input.config.as_deref(),
            };
            let outcome = write_set(directory, &set, allowed);
            if outcome == Outcome::Done {
                complain(&format!(
                    "{} files in {}. Nothing is running yet: read README.md, then run sh measure.sh.",
                    files.len(),
                    directory.display()
                ));
            }
            outcome
        }
    }
}

fn json(plan: &MeasurePlan) -> Value {
    let (likely, most) = plan.costs();
    json!({
        "name": plan.name,
        "instanceType": plan.instance_type,
        "image": plan.image(),
        "repeats": plan.repeats,
        "variants": plan.variants.iter().map(variant).collect::<Vec<_>>(),
        "predictedFastest": plan.predicted_fastest().map(|one| &one.id),
        "likelyCost": total_json(likely),
        "mostCost": total_json(most),
        "notMeasured": plan
            .left_out
            .iter()
            .map(|(what, why)| json!({ "what": what, "why": why }))
            .collect::<Vec<_>>(),
        "missing": plan.missing,
    })
}

fn variant(one: &MeasureVariant) -> Value {
    json!({
        "id": one.id,
        "label": one.label,
        "disk": one.disk,
        "pulledBy": one.by.as_str(),
        "predictedMilliseconds": range(one.predicted, TimeSpan::as_millis),
        "nodeHour": total_json(one.node_hour),
    })
}
