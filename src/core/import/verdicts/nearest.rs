//! Where a value would stand that a file leaves to a default, and whose default holds instead.
//!
//! Facts: the CRDs of karpenter-provider-aws v1.14.1 (defaults of `disruption`, `budgets`,
//! `expireAfter`), its `amifamily/*.go` (volumes without mappings), EC2's CreateVolume and
//! RunInstances (volumes with mappings), nodeadm's `soci-snapshotter.config.toml`; read 2026-08.

use crate::core::config::{Config, Field, OverrideTarget, VolumeType};
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::pod_template::pod_templates;
use crate::core::import::document::{Document, Kind};
use crate::core::import::report::{DefaultedField, Taken};
use crate::core::import::source::SourceLocation;
use crate::core::placeholder::is_open;
use crate::core::yaml::Node;

/// The fields that no line of a set's documents says, each at the nearest line that there is.
pub(in crate::core::import) fn defaults(
    config: &Config,
    documents: &PoolManifests<'_>,
    taken: &[Taken],
    refused: &[(Taken, String)],
) -> Vec<DefaultedField> {
    // What a file says is left to no default, whatever it is.
    let is_said = |field: &Field| refused.iter().any(|(taken, _)| taken.field == field);
    Field::all()
        .filter(|field| !taken.iter().any(|taken| taken.field == *field))
        .filter(|field| !waits(field, documents))
        .filter_map(|field| {
            let (place, path) = nearest(field, documents)?;
            Some(DefaultedField {
                field,
                place,
                path,
                holds: if is_said(field) {
                    String::new()
                } else {
                    holds(field, config, documents)
                },
            })
        })
        .collect()
}

/// The keys of a NodePool and of a node class at which a field's value stands.
fn keys_of_pool(field: &Field) -> &'static [&'static str] {
    if let Some(place) = field.place {
        return place.keys;
    }
    match field.path {
        "nodes.name" => &["metadata", "name"],
        "nodes.taints" => &["spec", "template", "spec", "taints"],
        "nodes.consolidationPolicy" => &["spec", "disruption", "consolidationPolicy"],
        "nodes.budgets" => &["spec", "disruption", "budgets"],
        _ => &["spec", "template", "spec", "requirements"],
    }
}

/// Whether a field of the nodes stands in the node class, not in the NodePool.
fn is_of_class(field: &Field) -> bool {
    field.path == "nodes.capacityReservationIds"
        || field
            .place
            .is_some_and(|place| place.document == OverrideTarget::Ec2NodeClass)
}

fn keys_of_class(field: &Field) -> &'static [&'static str] {
    if let Some(place) = field.place {
        return place.keys;
    }
    match field.path {
        "cluster.nodeRole" | "cluster.instanceProfile" => &["spec", "role"],
        "cluster.discoveryTag"
        | "cluster.discoveryValue"
        | "cluster.subnetIds"
        | "cluster.name" => &["spec", "subnetSelectorTerms"],
        "cluster.securityGroupIds" => &["spec", "securityGroupSelectorTerms"],
        "cluster.kubernetes" | "cluster.al2023Version" | "cluster.bottlerocketVersion" => {
            &["spec", "amiSelectorTerms"]
        }
        "cluster.karpenter" => &["apiVersion"],
        "cluster.tags" => &["spec", "tags"],
        "nodes.capacityReservationIds" => &["spec", "capacityReservationSelectorTerms"],
        "storage.instanceStore" => &["spec", "instanceStorePolicy"],
        path if path.starts_with("engine.") => &["spec", "userData"],
        _ => &["spec"],
    }
}

/// The keys of the mapping of the device that holds images, or of Auto Mode's storage, whose values
/// a template still has to fill in.
pub(in crate::core::import) fn open_volume(class: &Document) -> Vec<String> {
    let table = if class.kind == Kind::NodeClass {
        class.node.at(&["spec", "ephemeralStorage"])
    } else {
        mapping(class).and_then(|(_, mapping)| mapping.get("ebs"))
    };
    let pairs = table.map(Node::pairs).unwrap_or_default();
    pairs
        .iter()
        .filter(|(_, node)| is_open(node))
        .map(|(key, _)| key.text.clone())
        .collect()
}

/// Whether the file has a value for a field that a template still has to fill in: then no default
/// holds.
fn waits(field: &Field, documents: &PoolManifests<'_>) -> bool {
    let above = |document: &Document, keys: &[&str]| {
        (0..=keys.len()).any(|length| {
            let own = keys.get(..length).and_then(|keys| document.node.at(keys));
            own.is_some_and(is_open)
        })
    };
    let Some((group, key)) = field.path.split_once('.') else {
        return false;
    };
    match (group, documents.class, documents.pool) {
        ("nodes", _, Some(pool)) if !is_of_class(field) => above(pool, keys_of_pool(field)),
        ("storage", Some(class), _) if key.starts_with("volume.") => {
            let key = key.trim_start_matches("volume.");
            if class.kind == Kind::NodeClass {
                return above(class, &["spec", "ephemeralStorage", key]);
            }
            let mappings = ["spec", "blockDeviceMappings"];
            let list = class.node.at(&mappings).map(Node::items);
            above(class, &mappings)
                || list.unwrap_or_default().iter().any(|mapping| {
                    let below = |keys: &[&str]| mapping.at(keys).is_some_and(is_open);
                    is_open(mapping)
                        || below(&["deviceName"])
                        || below(&["ebs"])
                        || below(&["ebs", key])
                })
        }
        ("storage" | "cluster" | "nodes", Some(class), _) => above(class, keys_of_class(field)),
        _ => false,
    }
}

fn nearest(field: &Field, documents: &PoolManifests<'_>) -> Option<(SourceLocation, String)> {
    let (group, key) = field.path.split_once('.').unwrap_or((field.path, ""));
    match group {
        "nodes" if !is_of_class(field) => documents.pool.map(|pool| at(pool, keys_of_pool(field))),
        "cluster" | "engine" | "storage" | "nodes" => match (documents.class, documents.bare) {
            (Some(class), _) if group == "storage" && key.starts_with("volume.") => {
                Some(of_volume(class, key.trim_start_matches("volume.")))
            }
            (Some(class), _) => Some(at(class, keys_of_class(field))),
            (None, Some(bare)) if group == "engine" => Some((bare.place, String::new())),
            _ => None,
        },
        "image" | "workload" => {
            let workload = documents.deployment?;
            let pods = pod_templates(workload);
            let first = pods.first()?;
            let containers = first.spec.get("containers").map(Node::items);
            let line = containers
                .and_then(|list| list.first())
                .map_or(first.spec.line, |container| container.line_at(&["image"]));
            let place = SourceLocation {
                file: workload.place.file,
                line,
            };
            Some((place, first.path_of_container("containers", 0)))
        }
        _ => None,
    }
}

fn at(document: &Document, keys: &[&str]) -> (SourceLocation, String) {
    let place = SourceLocation {
        file: document.place.file,
        line: document.node.line_at(keys),
    };
    (place, keys.join("."))
}

/// The key in the mapping of the device that holds images, else the mappings, else the spec.
fn of_volume(class: &Document, key: &str) -> (SourceLocation, String) {
    if class.kind == Kind::NodeClass {
        return at(class, &["spec", "ephemeralStorage", key]);
    }
    let keys = ["spec", "blockDeviceMappings"];
    match mapping(class) {
        Some((index, mapping)) => {
            let place = SourceLocation {
                file: class.place.file,
                line: mapping.line_at(&["ebs", key]),
            };
            (
                place,
                format!("spec.blockDeviceMappings[{index}].ebs.{key}"),
            )
        }
        None => at(class, &keys),
    }
}

/// The mapping of the device that holds images.
fn mapping(class: &Document) -> Option<(usize, &Node)> {
    let device = match AmiFamily::from_class(class) {
        AmiFamily::Bottlerocket(_) => "/dev/xvdb",
        _ => "/dev/xvda",
    };
    let list = class.node.at(&["spec", "blockDeviceMappings"])?;
    list.items()
        .iter()
        .enumerate()
        .find(|(_, mapping)| mapping.str_at(&["deviceName"]) == Some(device))
}

/// Whose the value of an engine's field is that no line says: the engine's own limits are its maker's, and
/// another value is what SOCI has where a whole file leaves it out.
fn whose_default(field: &Field, config: &Config) -> &'static str {
    let spec = config.engine.spec();
    let own = spec.own_limits.map(|limits| {
        let mut own = config.clone();
        own.engine.limits = limits;
        field.value(&own)
    });
    match own {
        Some(own) if own != field.value(config) => "SOCI's",
        _ => spec.defaults_of,
    }
}

/// What holds where the file says nothing, and whose default it is.
fn holds(field: &Field, config: &Config, documents: &PoolManifests<'_>) -> String {
    let said =
        |value: &str, whose: &str| format!("Not set in the file; {value} is {whose} default.");
    let has_mapping = documents.class.and_then(mapping).is_some();
    let gp3 = config.storage.volume.volume_type == VolumeType::Gp3;
    if let Some((value, whose)) = field.place.and_then(|place| place.omitted) {
        return said(value, whose);
    }
    match field.path {
        "storage.volume.throughput" if gp3 => said("125 MiB/s", "EC2's"),
        "storage.volume.iops" if gp3 => said("3,000 IOPS", "EC2's"),
        "storage.volume.volumeType" if has_mapping => said("gp2", "EC2's"),
        "storage.volume.volumeType" => said("gp3", "Karpenter's"),
        "storage.volume.volumeSize" if config.engine.spec().is_auto_mode() => {
            said("80Gi", "Auto Mode's")
        }
        "storage.volume.volumeSize" if has_mapping => {
            "Not set in the file; the snapshot's or the AMI's size applies.".to_owned()
        }
        "storage.volume.volumeSize" => said("20Gi of gp3, encrypted", "Karpenter's"),
        "storage.volume.encrypted" if has_mapping => {
            "Not set in the file; the account's default for new volumes applies.".to_owned()
        }
        "storage.instanceStore" => {
            "Not set in the file; Karpenter leaves the instance store unused.".to_owned()
        }
        "nodes.consolidationPolicy" => said("WhenEmptyOrUnderutilized", "Karpenter's"),
        "nodes.budgets" => said("10%", "Karpenter's"),
        "nodes.capacityTypes" => {
            "Not set in the file; Karpenter allows any capacity type, Spot before on-demand."
                .to_owned()
        }
        "nodes.cpuLimit" | "nodes.memoryLimit" => {
            "Not set in the file; without limits Karpenter launches as many nodes as the pods need."
                .to_owned()
        }
        "workload.replicas" => said("1", "Kubernetes'"),
        path if path.starts_with("engine.") => {
            let value = field.value(config).text(field.kind);
            let whose = whose_default(field, config);
            if value.is_empty() {
                String::new()
            } else {
                said(&value, whose)
            }
        }
        _ => String::new(),
    }
}
