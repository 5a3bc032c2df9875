//! From an EC2NodeClass, or Auto Mode's NodeClass, to settings.

use crate::core::import::document::Found;
use crate::core::import::document::ami_family::{self, Family};
use crate::core::import::document::placeholder::is_placeholder;
use crate::core::import::settings::builder::{From, Taking};
use crate::core::yaml::{Node, Scalar, Tree};

/// Takes what an EC2NodeClass says, but its userData.
pub(in crate::core::import) fn take(taking: &mut Taking, found: &Found, family: Family) {
    role_and_tags(taking, found);
    release(taking, found, family);
    let root = if matches!(family, Family::Bottlerocket(_)) {
        "/dev/xvdb"
    } else {
        "/dev/xvda"
    };
    volume(taking, found, root);
    let policy = found.node.letters_at(&["spec", "instanceStorePolicy"]);
    let from = From::keys(found, &["spec", "instanceStorePolicy"]);
    match policy {
        Some("RAID0") => {
            taking.one("storage.instanceStore", "raid0", &from);
        }
        _ => taking.assume("storage.instanceStore", "unused"),
    }
    reservations(taking, found);
}

/// Takes what Auto Mode's NodeClass says.
pub(in crate::core::import) fn take_auto_mode(taking: &mut Taking, found: &Found) {
    role_and_tags(taking, found);
    let storage = ["spec", "ephemeralStorage"];
    let below = |key| [storage[0], storage[1], key];
    if found.node.at(&storage).is_none() {
        // Auto Mode's own size (EKS User Guide, create-node-class).
        taking.assume("storage.volume.volumeSize", "80Gi");
    }
    taking.scalar("storage.volume.volumeSize", found, &below("size"));
    taking.scalar("storage.volume.iops", found, &below("iops"));
    taking.scalar("storage.volume.throughput", found, &below("throughput"));
    taking.scalar("storage.volume.kmsKeyID", found, &below("kmsKeyID"));
    taking.assume("storage.instanceStore", "unused");
}

const ENVSUBST_ROLE: &str = "${KARPENTER_NODE_IAM_ROLE_NAME}";

/// A value that waits to be filled in leaves the name that is known already.
fn role_and_tags(taking: &mut Taking, found: &Found) {
    for (field, key) in [
        ("cluster.nodeRole", "role"),
        ("cluster.instanceProfile", "instanceProfile"),
    ] {
        let text = found.node.letters_at(&["spec", key]).unwrap_or_default();
        let waits = is_placeholder(text);
        if !waits || text == ENVSUBST_ROLE {
            taking.clear(field);
        }
        if text == ENVSUBST_ROLE {
            taking.assume("placeholders", "envsubst");
        } else if !waits {
            taking.one(field, text, &From::keys(found, &["spec", key]));
        }
    }
    selector_terms(taking, found);
    let tags: Vec<String> = found
        .node
        .at(&["spec", "tags"])
        .map(Node::pairs)
        .unwrap_or_default()
        .iter()
        .filter_map(|(key, value)| Some(format!("{}={}", key.text, value.letters()?)))
        .collect();
    taking.many("cluster.tags", tags, &From::keys(found, &["spec", "tags"]));
}

fn selector_terms(taking: &mut Taking, found: &Found) {
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
            .map(|term| term.letters_at(&["id"]).map(str::to_owned))
            .collect();
        let from = From::keys(found, &["spec", key]);
        if !taking.many(field, ids.unwrap_or_default(), &from) {
            taking.clear(field);
        }
    }
    let tag = ["subnetSelectorTerms", "securityGroupSelectorTerms"]
        .iter()
        .find_map(|key| {
            let terms = found.node.at(&["spec", key])?.items();
            let [(tag, value)] = terms.first()?.get("tags")?.pairs() else {
                return None;
            };
            Some((*key, tag, value.letters()?))
        });
    taking.clear("cluster.discoveryValue");
    let Some((terms, tag, value)) = tag else {
        return;
    };
    let from = From::line(found, tag.line, format!("spec.{terms}[0].tags"));
    taking.one("cluster.discoveryTag", &tag.text, &from);
    if value == "${CLUSTER_NAME}" {
        taking.clear("cluster.name");
        taking.assume("placeholders", "envsubst");
    } else if is_placeholder(value) {
        // The page's own name stands for it.
    } else if tag.text == "karpenter.sh/discovery" && taking.one("cluster.name", value, &from) {
    } else {
        taking.one("cluster.discoveryValue", value, &from);
    }
}

fn release(taking: &mut Taking, found: &Found, family: Family) {
    let terms = ["spec", "amiSelectorTerms"];
    let from = From::keys(found, &terms);
    match family {
        Family::Al2023(Some(version)) => {
            taking.one("cluster.al2023Version", &version.to_string(), &from);
        }
        Family::Bottlerocket(Some(version)) => {
            taking.one("cluster.bottlerocketVersion", &version.to_string(), &from);
        }
        _ => {}
    }
    if let Some(kubernetes) = ami_family::kubernetes(found) {
        taking.one("cluster.kubernetes", &kubernetes.to_string(), &from);
    }
}

/// The mapping of the device that holds images; without any, Karpenter's own default.
fn volume(taking: &mut Taking, found: &Found, device: &str) {
    let mappings = found
        .node
        .at(&["spec", "blockDeviceMappings"])
        .map(Node::items)
        .unwrap_or_default();
    let mine = mappings
        .iter()
        .position(|mapping| mapping.letters_at(&["deviceName"]) == Some(device));
    let fields = [
        ("storage.volume.volumeSize", "volumeSize"),
        ("storage.volume.volumeType", "volumeType"),
        ("storage.volume.iops", "iops"),
        ("storage.volume.throughput", "throughput"),
        ("storage.volume.encrypted", "encrypted"),
        ("storage.volume.deleteOnTermination", "deleteOnTermination"),
        ("storage.volume.kmsKeyID", "kmsKeyID"),
        ("storage.volume.snapshotID", "snapshotID"),
        (
            "storage.volume.volumeInitializationRate",
            "volumeInitializationRate",
        ),
    ];
    for (field, _) in fields {
        taking.clear(field);
    }
    let Some((index, mapping)) = mine.and_then(|index| Some((index, mappings.get(index)?))) else {
        // gp3 of 20 GiB, encrypted, at gp3's own speed (amifamily/*.go in v1.14.1).
        taking.assume("storage.volume.volumeType", "gp3");
        taking.assume("storage.volume.volumeSize", "20Gi");
        taking.assume("storage.volume.encrypted", "true");
        return;
    };
    taking.assume("storage.volume.encrypted", "unset");
    taking.assume("storage.volume.deleteOnTermination", "unset");
    let ebs = mapping.get("ebs");
    for (field, key) in fields {
        let Some(value) = ebs.and_then(|ebs| ebs.get(key)) else {
            continue;
        };
        let text = match value.scalar() {
            Some(Scalar::Flag(flag)) => flag.to_string(),
            _ if value.tree == Tree::Null => continue,
            _ => value.letters().unwrap_or_default().to_owned(),
        };
        let line = ebs.map_or(value.line, |ebs| ebs.line_at(&[key]));
        let path = format!("spec.blockDeviceMappings[{index}].ebs.{key}");
        taking.one(field, &text, &From::line(found, line, path));
    }
}

fn reservations(taking: &mut Taking, found: &Found) {
    let keys = ["spec", "capacityReservationSelectorTerms"];
    let terms = found.node.at(&keys).map(Node::items).unwrap_or_default();
    let ids: Option<Vec<String>> = terms
        .iter()
        .map(|term| term.letters_at(&["id"]).map(str::to_owned))
        .collect();
    taking.many(
        "nodes.capacityReservationIds",
        ids.unwrap_or_default(),
        &From::keys(found, &keys),
    );
}
