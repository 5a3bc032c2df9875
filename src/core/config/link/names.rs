//! Links for strangers: the settings without what names somebody's own things.

use crate::core::config::{Config, Edit, Field, Image, Value};

/// Fields that hold nothing but names, ids, what somebody's own contract says, or what was kept
/// from somebody's files.
const NAMES: [&str; 16] = [
    "kept",
    "dismissed",
    "cluster.name",
    "cluster.nodeRole",
    "cluster.instanceProfile",
    "cluster.discoveryTag",
    "cluster.discoveryValue",
    "cluster.subnetIds",
    "cluster.securityGroupIds",
    "cluster.tags",
    "nodes.capacityReservationIds",
    "storage.volume.kmsKeyID",
    "storage.volume.snapshotID",
    "costs.price",
    "costs.discount",
    "costs.transferPrice",
];
/// Labels keep their keys, which other settings may refer to.
const LABELS: &str = "nodes.labels";
const IMAGE: &str = "image.reference";
/// Digits of an AWS account id.
const ACCOUNT_DIGITS: usize = 12;

/// The Config without names and ids: cluster, role, instance profile, discovery tag, subnets,
/// security groups, tags, capacity reservations, KMS key and snapshot, own prices and the discount
/// are empty or the default; what is kept from files goes, as it may hold anything; labels keep
/// their keys and lose their values; an account id in the image's reference becomes
/// zeros, unless it is the one of the default image, which is AWS's own.
///
/// What stays are the names of pool, workload and namespace, the image's repository and tag, the
/// Region, zones, taints and tolerations: without them the settings would not be the same.
pub fn without_names(config: &Config) -> Config {
    let base = Config::default();
    let mut edits = Vec::new();
    let mut put = |path: &str, value: &dyn Fn(&Field) -> Value| {
        let edit = Field::find(path).and_then(|field| Edit::set(field, value(field), config).ok());
        edits.extend(edit);
    };
    for path in NAMES {
        put(path, &|field| field.value(&base));
    }
    put(LABELS, &|field| without_values(&field.value(config)));
    put(IMAGE, &|field| {
        let default = field.value(&base);
        let known = default.texts().first().map_or("", |text| account(text));
        without_account(&field.value(config), known)
    });
    let mut without = config.apply(&Edit::all(edits));
    // It is the same image.
    without.image = Image {
        reference: without.image.reference,
        ..config.image.clone()
    };
    without.costs.pull_time = config.costs.pull_time;
    without
}

/// The fields that [`without_names`] changes in this Config, in the order of the form.
pub fn left_out(config: &Config) -> Vec<&'static Field> {
    let without = without_names(config);
    Field::all()
        .filter(|field| field.value(config) != field.value(&without))
        .collect()
}

fn without_values(labels: &Value) -> Value {
    match labels {
        Value::Many(pairs) => Value::Many(
            pairs
                .iter()
                .map(|pair| match pair.split_once('=') {
                    Some((key, _)) => format!("{key}="),
                    None => pair.clone(),
                })
                .collect(),
        ),
        Value::Empty | Value::One(_) => labels.clone(),
    }
}

/// Every run of as many digits as an account id has becomes zeros; the digest, which is no name,
/// stays. A reference that starts with the known account stays whole.
fn without_account(reference: &Value, known: &str) -> Value {
    let Value::One(text) = reference else {
        return reference.clone();
    };
    if !known.is_empty() && account(text) == known {
        return reference.clone();
    }
    let (name, digest) = match text.split_once('@') {
        Some((name, digest)) => (name, Some(digest)),
        None => (text.as_str(), None),
    };
    let mut written = String::with_capacity(text.len());
    let mut rest = name;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, digits_on) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = digits_on
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(digits_on.len());
        let (digits, after) = digits_on.split_at_checked(end).unwrap_or((digits_on, ""));
        written.push_str(before);
        if digits.len() == ACCOUNT_DIGITS {
            written.push_str(&"0".repeat(ACCOUNT_DIGITS));
        } else {
            written.push_str(digits);
        }
        rest = after;
    }
    written.push_str(rest);
    if let Some(digest) = digest {
        written.push('@');
        written.push_str(digest);
    }
    Value::One(written)
}

/// The account id that a reference starts with.
fn account(reference: &str) -> &str {
    let first = reference.split('.').next().unwrap_or_default();
    if first.len() == ACCOUNT_DIGITS && first.chars().all(|c| c.is_ascii_digit()) {
        first
    } else {
        ""
    }
}
