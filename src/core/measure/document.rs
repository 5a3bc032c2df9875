//! The plan as JSON: in the script, and from there in the file with the measurements.

use serde_json::{Value, json};

use super::plan::{MeasurePlan, MeasureVariant};
use crate::core::SIGNATURE;
use crate::core::disk::rate::volume_of;
use crate::core::units::{Iops, LikelyRange, Throughput, TimeSpan};

/// The format of the file with the measurements. It is append-only: members may be added, and none
/// changes its meaning.
pub(super) const FORMAT: &str = "soci-configurator/measurements/1";

/// The plan on one line for each member.
pub(super) fn plan(plan: &MeasurePlan) -> String {
    let image = plan.layers;
    let value = json!({
        "madeBy": SIGNATURE,
        "name": plan.name,
        "repeats": plan.repeats,
        "instanceType": plan.instance_type,
        "region": plan.config.cluster.region.as_str(),
        "kubernetes": plan.config.cluster.kubernetes.to_string(),
        "image": {
            "reference": plan.image(),
            "compressedBytes": image.compressed.to_bytes(),
            "layers": image.layers.map(|(count, _)| count),
            "largestLayerBytes": image.layers.map(|(_, largest)| largest.to_bytes()),
        },
        "variants": plan.variants.iter().map(variant).collect::<Vec<_>>(),
        "config": plan.config_text(),
    });
    format!("{value:#}")
}

fn variant(one: &MeasureVariant) -> Value {
    let phases = one
        .phases
        .iter()
        .map(|(label, time)| json!({ "phase": label, "milliseconds": time.map(milliseconds) }));
    json!({
        "id": one.id,
        "label": one.label,
        "engine": one.engine(),
        "pulledBy": one.by.as_str(),
        "os": one.os(),
        "ami": one.ami(),
        "disk": one.disk,
        "volume": volume(one),
        "showsInKubelet": one.shows_in_kubelet(),
        "tellsOwnFigures": one.is_own_storage,
        "predictedMilliseconds": milliseconds(one.predicted),
        "phases": phases.collect::<Vec<_>>(),
    })
}

/// The volume with images, as the node class asks for it; none where they lie elsewhere.
fn volume(one: &MeasureVariant) -> Option<Value> {
    if one.config.engine.spec().is_auto_mode() || !one.on_volume {
        return None;
    }
    let volume = volume_of(&one.config);
    Some(json!({
        "type": volume.volume_type.as_str(),
        "size": volume.size.to_string(),
        "iops": volume.iops.map(Iops::count),
        "throughput": volume.throughput.map(Throughput::to_mebibytes),
    }))
}

/// A range of times, in milliseconds.
fn milliseconds(time: LikelyRange<TimeSpan>) -> [u32; 3] {
    [time.low(), time.likely(), time.high()].map(TimeSpan::as_millis)
}
