//! From an EC2NodeClass, or Auto Mode's NodeClass, to settings.

use crate::core::config::{Field, Kind, OverrideTarget};
use crate::core::import::document::Document;
use crate::core::import::document::ami_family::{self, AmiFamily};
use crate::core::import::settings::builder::{ConfigBuilder, Provenance};
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::{Node, Scalar, Tree};

/// Takes what an EC2NodeClass says, but its userData.
pub(in crate::core::import) fn take(
    builder: &mut ConfigBuilder,
    found: &Document,
    family: AmiFamily,
) {
    role_and_tags(builder, found);
    release(builder, found, family);
    let root = if matches!(family, AmiFamily::Bottlerocket(_)) {
        "/dev/xvdb"
    } else {
        "/dev/xvda"
    };
    volume(builder, found, root);
    let policy = found.node.str_at(&["spec", "instanceStorePolicy"]);
    let from = Provenance::keys(found, &["spec", "instanceStorePolicy"]);
    match policy {
        Some("RAID0") => {
            builder.set_text("storage.instanceStore", "raid0", &from);
        }
        _ => builder.set_default("storage.instanceStore", "unused"),
    }
    plain(builder, found);
    reservations(builder, found);
}

/// Takes what Auto Mode's NodeClass says.
pub(in crate::core::import) fn take_auto_mode(builder: &mut ConfigBuilder, found: &Document) {
    role_and_tags(builder, found);
    let storage = ["spec", "ephemeralStorage"];
    let below = |key| [storage[0], storage[1], key];
    if found.node.at(&storage).is_none() {
        // Auto Mode's own size (EKS User Guide, create-node-class).
        builder.set_default("storage.volume.volumeSize", "80Gi");
    }
    builder.set_scalar("storage.volume.volumeSize", found, &below("size"));
    builder.set_scalar("storage.volume.iops", found, &below("iops"));
    builder.set_scalar("storage.volume.throughput", found, &below("throughput"));
    builder.set_scalar("storage.volume.kmsKeyID", found, &below("kmsKeyID"));
    builder.set_default("storage.instanceStore", "unused");
    reservations(builder, found);
}

const ENVSUBST_ROLE: &str = "${KARPENTER_NODE_IAM_ROLE_NAME}";

fn role_and_tags(builder: &mut ConfigBuilder, found: &Document) {
    for (field, key) in [
        ("cluster.nodeRole", "role"),
        ("cluster.instanceProfile", "instanceProfile"),
    ] {
        let text = found.node.str_at(&["spec", key]).unwrap_or_default();
        // What is known already stays for the settings; the file's own stands in its place.
        let is_ours = text == ENVSUBST_ROLE || text == "<KARPENTER_NODE_IAM_ROLE_NAME>";
        if is_ours || !holds_placeholder(text) {
            builder.unset(field);
        }
        if text == ENVSUBST_ROLE {
            builder.set_default("placeholders", "envsubst");
        } else if !holds_placeholder(text) {
            builder.set_text(field, text, &Provenance::keys(found, &["spec", key]));
        }
    }
    selector_terms(builder, found);
    let tags: Vec<String> = found
        .node
        .at(&["spec", "tags"])
        .map(Node::pairs)
        .unwrap_or_default()
        .iter()
        .filter_map(|(key, value)| Some(format!("{}={}", key.text, value.as_str()?)))
        .collect();
    builder.set_list(
        "cluster.tags",
        tags,
        &Provenance::keys(found, &["spec", "tags"]),
    );
}

fn selector_terms(builder: &mut ConfigBuilder, found: &Document) {
    for (field, key) in [
        ("cluster.subnetIds", "subnetSelectorTerms"),
        ("cluster.securityGroupIds", "securityGroupSelectorTerms"),
    ] {
        let terms = found
            .node
            .at(&["spec", key])
            .map(Node::items)
            .unwrap_or_default();
        let ids: Option<Vec<String>> = terms
            .iter()
            .map(|term| term.str_at(&["id"]).map(str::to_owned))
            .collect();
        let from = Provenance::keys(found, &["spec", key]);
        if !builder.set_list(field, ids.unwrap_or_default(), &from) {
            builder.unset(field);
        }
    }
    let tag = ["subnetSelectorTerms", "securityGroupSelectorTerms"]
        .iter()
        .find_map(|key| {
            let terms = found.node.at(&["spec", key])?.items();
            let [(tag, value)] = terms.first()?.get("tags")?.pairs() else {
                return None;
            };
            Some((*key, tag, value.as_str()?))
        });
    builder.unset("cluster.discoveryValue");
    let Some((terms, tag, value)) = tag else {
        return;
    };
    let from = Provenance::line(found, tag.line, format!("spec.{terms}[0].tags"));
    builder.set_text("cluster.discoveryTag", &tag.text, &from);
    if value == "${CLUSTER_NAME}" {
        builder.unset("cluster.name");
        builder.set_default("placeholders", "envsubst");
    } else if value == "<CLUSTER_NAME>" {
        builder.unset("cluster.name");
    } else if holds_placeholder(value) {
        // It is kept as it stands.
    } else if tag.text == "karpenter.sh/discovery" && builder.set_text("cluster.name", value, &from)
    {
    } else {
        builder.set_text("cluster.discoveryValue", value, &from);
    }
}

fn release(builder: &mut ConfigBuilder, found: &Document, family: AmiFamily) {
    let terms = ["spec", "amiSelectorTerms"];
    let from = Provenance::keys(found, &terms);
    match family {
        AmiFamily::Al2023(Some(version)) => {
            builder.set_text("cluster.al2023Version", &version.to_string(), &from);
        }
        AmiFamily::Bottlerocket(Some(version)) => {
            builder.set_text("cluster.bottlerocketVersion", &version.to_string(), &from);
        }
        _ => {}
    }
    if let Some(kubernetes) = ami_family::kubernetes(found) {
        builder.set_text("cluster.kubernetes", &kubernetes.to_string(), &from);
    }
}

const EBS: &[&str] = &["spec", "blockDeviceMappings", "*", "ebs"];

/// The mapping of the device that holds images; without any, Karpenter's own default.
fn volume(builder: &mut ConfigBuilder, found: &Document, device: &str) {
    let mappings = found
        .node
        .at(&["spec", "blockDeviceMappings"])
        .map(Node::items)
        .unwrap_or_default();
    let mine = mappings
        .iter()
        .position(|mapping| mapping.str_at(&["deviceName"]) == Some(device));
    let fields = || Field::directly_in(OverrideTarget::Ec2NodeClass, EBS);
    for (_, field) in fields() {
        builder.unset(field.path);
    }
    let Some((index, mapping)) = mine.and_then(|index| Some((index, mappings.get(index)?))) else {
        // gp3 of 20 GiB, encrypted, at gp3's own speed (amifamily/*.go in v1.14.1).
        builder.set_default("storage.volume.volumeType", "gp3");
        builder.set_default("storage.volume.volumeSize", "20Gi");
        builder.set_default("storage.volume.encrypted", "true");
        return;
    };
    builder.set_default("storage.volume.encrypted", "unset");
    builder.set_default("storage.volume.deleteOnTermination", "unset");
    let ebs = mapping.get("ebs");
    for (key, field) in fields() {
        let Some(value) = ebs.and_then(|ebs| ebs.get(key)) else {
            continue;
        };
        let Some(text) = text_of(value) else {
            continue;
        };
        let line = ebs.map_or(value.line, |ebs| ebs.line_at(&[key]));
        let path = format!("spec.blockDeviceMappings[{index}].ebs.{key}");
        builder.set_text(field.path, &text, &Provenance::line(found, line, path));
    }
}

/// What stands in the spec itself as its field has it.
fn plain(builder: &mut ConfigBuilder, found: &Document) {
    let fields = Field::directly_in(OverrideTarget::Ec2NodeClass, &["spec"]);
    for (key, field) in fields {
        builder.unset(field.path);
        if matches!(field.kind, Kind::Choice(_)) {
            builder.set_default(field.path, "unset");
        }
        let keys = ["spec", key];
        if let Some(text) = found.node.at(&keys).and_then(text_of) {
            builder.set_text(field.path, &text, &Provenance::keys(found, &keys));
        }
    }
}

/// A value as a field reads it: a yes of YAML's is true, and `4e3` is 4000. None for null.
fn text_of(value: &Node) -> Option<String> {
    match value.scalar() {
        Some(Scalar::Bool(flag)) => Some(flag.to_string()),
        Some(Scalar::Integer(number)) => Some(number.to_string()),
        _ if value.tree == Tree::Null => None,
        _ => Some(value.as_str().unwrap_or_default().to_owned()),
    }
}

fn reservations(builder: &mut ConfigBuilder, found: &Document) {
    let keys = ["spec", "capacityReservationSelectorTerms"];
    let terms = found.node.at(&keys).map(Node::items).unwrap_or_default();
    let ids: Option<Vec<String>> = terms
        .iter()
        .map(|term| term.str_at(&["id"]).map(str::to_owned))
        .collect();
    builder.set_list(
        "nodes.capacityReservationIds",
        ids.unwrap_or_default(),
        &Provenance::keys(found, &keys),
    );
}
