//! Fields of the image and its workload.

use super::applies::unless;
use super::row::field;
use super::value::{FieldValue, read_small, show_small};
use super::{Applies, Field, Kind, Value};
use crate::core::config::{Command, Config, WorkloadKind};

fn has_no_layers(config: &Config) -> Applies {
    unless(
        config.image.layers.is_empty(),
        "The actual layers are known.",
    )
}

/// For what only the object that runs the pod holds.
fn is_written(config: &Config) -> Applies {
    unless(
        config.workload.kind != WorkloadKind::Absent,
        "No workload is written; your own pods set this.",
    )
}

pub(super) const FIELDS: &[Field] = &[
    field!("image.reference", Image, "Image",
    "Registry, repository and tag or digest. Changing the image clears the previous sizes and layers.",
    Kind::Text, "up to 512 characters without spaces", KUBERNETES_NAMES;
    get |config| config.image.reference.show(),
    set |config, value| {
        let reference = FieldValue::read(value)?;
        if config.image.reference != reference {
            config.image.refer_to(reference);
            // It was measured with the image before.
            config.costs.pull_time = None;
        }
        Ok(())
    }),
    field!("image.compressedSize", Image, "Compressed size",
        "Size in the registry, as in the kubelet's “Image size” event: bytes, or 10.7GB. Empty: not known, and no pull is estimated.",
        Kind::Bytes, "1 byte to 1 PB", KUBERNETES_NAMES, unit "bytes"; image.compressed_size),
    field!("image.unpackedSize", Image, "Unpacked size",
        "Size of all layers unpacked, as in docker image ls; about twice the compressed size if empty.",
        Kind::Bytes, "1 byte to 1 PB", CHOICE, unit "bytes", advanced true; image.unpacked_size),
    field!("image.largestLayer", Image, "Largest layer",
    "Its share of the compressed size; it limits SOCI's gain. 35 is assumed if empty.",
    Kind::Number { min: 1, max: 100, step: 5 }, "1 to 100", CHOICE, unit "%", applies has_no_layers, advanced true;
    get |config| show_small(config.image.largest_layer),
    set |config, value| {
        config.image.largest_layer = read_small(value, "The largest layer's share in %", 1, 100, "a share of the whole")?;
        Ok(())
    }),
    field!("image.layers", Image, "Layers",
        "Layers of the manifest, lowest first, one per line: 4.74GB gzip unpacked 9.9GB.",
        Kind::Lines, "up to 500 layers", CHOICE, advanced true; image.layers),
    field!("image.ownFigures", Image, "Your own pull figures",
        "Figures of the pull model from your own pulls, one per line: gzip-stream 190 to 230, likely 210.",
        Kind::Lines, "a figure's name and its value", CHOICE, advanced true; image.own_figures),
    field!("workload.kind", Image, "Workload",
        "The workload in the set. Requests, GPUs and replicas size the nodes either way.",
        Kind::Choice(WorkloadKind::CHOICES), "none or deployment", CHOICE; workload.kind),
    field!("workload.name", Image, "Workload name",
        "Name of the Deployment; the one on SOCI nodes gets -soci added.",
        Kind::Text, "1 to 58 lower-case letters, digits and -", KUBERNETES_NAMES, applies is_written; workload.name),
    field!("workload.namespace", Image, "Namespace",
        "Namespace of the Deployment; it must exist.",
        Kind::Text, "1 to 63 lower-case letters, digits and -", KUBERNETES_NAMES, applies is_written; workload.namespace),
    field!("workload.replicas", Image, "Replicas",
    "Pods per Deployment, or your own pods that start together.",
    Kind::Number { min: 0, max: 1000, step: 1 }, "0 to 1,000", CHOICE, unit "pods";
    get |config| Value::One(config.workload.replicas.to_string()),
    set |config, value| {
        let read = read_small(value, "Replicas", 0, 1000, "this tool's maximum")?;
        config.workload.replicas = read.ok_or_else(|| crate::core::error::ValueError::new("A number of pods from 0 to 1,000 is needed here."))?;
        Ok(())
    }),
    field!("workload.gpus", Image, "GPUs per pod",
    "Request and limit of nvidia.com/gpu; empty for none.",
    Kind::Number { min: 1, max: 16, step: 1 }, "1 to 16", CHOICE, unit "GPUs";
    get |config| show_small(config.workload.gpus),
    set |config, value| {
        config.workload.gpus = read_small(value, "GPUs", 1, 16, "the range of EC2's GPU instances")?;
        Ok(())
    }),
    field!("workload.cpu", Image, "CPU request",
        "CPU request per pod, such as 4 or 500m.",
        Kind::Text, "a quantity above 0", KUBERNETES_NAMES; workload.cpu),
    field!("workload.memory", Image, "Memory request",
        "Memory request per pod, such as 16Gi.",
        Kind::Text, "a quantity above 0", KUBERNETES_NAMES; workload.memory),
    field!("workload.ephemeralStorage", Image, "Ephemeral storage request",
        "Disk request per pod in addition to its image, such as 50Gi.",
        Kind::Text, "a quantity above 0", KUBERNETES_NAMES, advanced true; workload.ephemeral_storage),
    field!("workload.command", Image, "Command",
        "Command the container runs.",
        Kind::Choice(Command::CHOICES), "sleep or image", BLUEPRINT, applies is_written; workload.command),
    field!("workload.tolerations", Image, "Tolerations",
        "Taints the pod tolerates, one per line: key:NoSchedule, key=value:NoSchedule or key.",
        Kind::Lines, "up to 50 entries", KUBERNETES_NAMES, applies is_written, advanced true; workload.tolerations),
];
