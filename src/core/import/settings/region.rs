//! The Region of the cluster: what the files say, else what they tell.

use crate::core::config::regions::REGIONS;
use crate::core::config::text::{private_ecr_region, registry_host};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::{Document, Kind, PlacedStatement};
use crate::core::import::settings::builder::{ConfigBuilder, Provenance};
use crate::core::import::source::ClusterFact;
use crate::core::yaml::{Node, Tree};

/// Labels whose value is a zone of the cluster's.
const ZONES: [&str; 3] = [
    "topology.kubernetes.io/zone",
    "failure-domain.beta.kubernetes.io/zone",
    "topology.ebs.csi.aws.com/zone",
];

/// Labels whose value is the id of a zone, which is the same in every account.
const ZONE_IDS: [&str; 1] = ["topology.k8s.aws/zone-id"];

/// Labels whose value is the cluster's Region.
const REGION: [&str; 2] = [
    "topology.kubernetes.io/region",
    "failure-domain.beta.kubernetes.io/region",
];

/// Sets the Region that the files say, or that their zones, keys and registries tell: what is inferred
/// is said. `own` are the documents of the set; the others are of the same cluster unless they say
/// another Region. `is_chosen` says that the user has named one, which only zones contradict.
pub(in crate::core::import) fn take(
    builder: &mut ConfigBuilder,
    own: &[&Document],
    all: &[Document],
    stated: &[PlacedStatement],
    is_chosen: bool,
    remarks: &mut Vec<Diagnostic>,
) {
    let others: Vec<&Document> = all.iter().collect();
    let of_region = stated.iter().filter(|one| one.fact == ClusterFact::Region);
    let said = one(of_region.map(|one| Found {
        region: one.value.clone(),
        from: Provenance {
            place: one.place,
            path: one.path.clone(),
        },
        by: String::new(),
    }));
    let said = one(labels(own, &REGION, known))
        .or(said)
        .or_else(|| one(labels(&others, &REGION, known)));
    if let Some(said) = said {
        builder.set_text("cluster.region", &said.region, &said.from);
        return;
    }
    let told = most(labels(own, &ZONES, of_zone))
        .or_else(|| most(labels(own, &ZONE_IDS, of_zone_id)))
        .or_else(|| one(labels(&others, &ZONES, of_zone)));
    let told = told.or_else(|| {
        let is_of_nodes = |one: &&&Document| {
            matches!(
                one.kind,
                Kind::Ec2NodeClass | Kind::NodeClass | Kind::UserData(_)
            )
        };
        let of_nodes: Vec<&Document> = own.iter().filter(is_of_nodes).copied().collect();
        let of_arns = || one(texts(&of_nodes, of_arn));
        let of_hosts = || one(texts(&of_nodes, of_host));
        (!is_chosen).then(|| of_arns().or_else(of_hosts).or_else(|| of_image(builder)))?
    });
    let Some(told) = told else { return };
    let before = builder.config.cluster.region.to_string();
    let is_set = builder.set_text("cluster.region", &told.region, &told.from);
    if is_set && before != told.region {
        remarks.push(Diagnostic::at(
            &rules::REGION_INFERRED,
            Severity::Note,
            told.from.place,
            told.from.path,
            format!(
                "no file gives the cluster's Region: {} is inferred from {}. Set yours with cluster.region.",
                told.region, told.by
            ),
        ));
    }
}

/// A Region and what it was read from.
#[derive(Debug, Clone)]
struct Found {
    region: String,
    from: Provenance,
    /// What tells it, in words.
    by: String,
}

/// The one Region that all agree on.
fn one(mut found: impl Iterator<Item = Found>) -> Option<Found> {
    let first = found.next()?;
    found
        .all(|other| other.region == first.region)
        .then_some(first)
}

/// The Region that most agree on, the first of several: a zone of another is a mistake.
fn most(found: impl Iterator<Item = Found>) -> Option<Found> {
    let all: Vec<Found> = found.collect();
    let votes = |one: &Found| {
        all.iter()
            .filter(|other| other.region == one.region)
            .count()
    };
    let best = all.iter().map(votes).max()?;
    all.iter().find(|one| votes(one) == best).cloned()
}

/// What labels with these keys say: in requirements, selectors and a node's own labels.
fn labels<'a>(
    documents: &'a [&'a Document],
    keys: &'a [&'a str],
    region: fn(&str) -> Option<String>,
) -> impl Iterator<Item = Found> + 'a {
    documents.iter().flat_map(move |document| {
        let mut found = Vec::new();
        walk(&document.node, &mut |node| {
            for value in values(node, keys) {
                let text = value.as_str().unwrap_or_default();
                found.extend(region(text).map(|region| Found {
                    region,
                    from: Provenance::line(document, value.line, path(document)),
                    by: format!("the zone {text}"),
                }));
            }
        });
        found
    })
}

/// Where labels and keys stand in a document.
fn path(document: &Document) -> &'static str {
    match document.kind {
        Kind::NodePool => "spec.template.spec.requirements",
        Kind::UserData(_) => "",
        _ => "spec",
    }
}

/// The values of labels that a map holds as keys, or that it is a requirement of.
fn values<'a>(node: &'a Node, keys: &[&str]) -> Vec<&'a Node> {
    let is_asked = |key: &str| keys.contains(&key);
    if node.str_at(&["key"]).is_some_and(is_asked) {
        let all = node.get("values").map(Node::items).unwrap_or_default();
        return all.iter().collect();
    }
    let pairs = node.pairs().iter();
    pairs
        .filter(|(key, _)| is_asked(&key.text))
        .map(|(_, value)| value)
        .collect()
}

/// What the texts of documents tell, word by word.
fn texts<'a>(
    documents: &'a [&'a Document],
    region: fn(&str) -> Option<String>,
) -> impl Iterator<Item = Found> + 'a {
    documents.iter().flat_map(move |document| {
        let mut found = Vec::new();
        walk(&document.node, &mut |node| {
            let Tree::Scalar(text) = &node.tree else {
                return;
            };
            let words = text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '='));
            for word in words {
                found.extend(region(word).map(|region| Found {
                    region,
                    from: Provenance::line(document, node.line, path(document)),
                    by: word.chars().take(120).collect(),
                }));
            }
        });
        found
    })
}

/// Every node of a tree.
fn walk<'a>(node: &'a Node, visit: &mut impl FnMut(&'a Node)) {
    visit(node);
    for (_, below) in node.pairs() {
        walk(below, visit);
    }
    for below in node.items() {
        walk(below, visit);
    }
}

fn known(region: &str) -> Option<String> {
    REGIONS.contains(&region).then(|| region.to_owned())
}

/// The Region of a zone: of `us-east-1a`, and of the Local Zone `us-east-1-bos-1a`.
fn of_zone(zone: &str) -> Option<String> {
    let is_of = |region: &&&str| {
        zone.strip_prefix(**region)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '-'))
    };
    REGIONS
        .iter()
        .find(is_of)
        .map(|region| (*region).to_owned())
}

/// The Region of the zone id `euw1-az1` (EC2 User Guide, AZ IDs, read 2026-11).
fn of_zone_id(id: &str) -> Option<String> {
    let (short, _) = id.split_once("-az")?;
    let region = REGIONS.iter().find(|region| shortened(region) == short);
    region.map(|region| (*region).to_owned())
}

/// A Region as ids of its zones begin: `apne1` for `ap-northeast-1`.
fn shortened(region: &str) -> String {
    let mut parts = region.split('-');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |short, part| {
        let word = match part {
            "northeast" => "ne",
            "northwest" => "nw",
            "southeast" => "se",
            "southwest" => "sw",
            other => other.get(..1).unwrap_or_default(),
        };
        short + word
    })
}

/// The Region of `arn:aws:kms:eu-west-1:111122223333:key/…`; those of IAM have none.
fn of_arn(text: &str) -> Option<String> {
    let mut fields = text.strip_prefix("arn:aws")?.splitn(5, ':').skip(2);
    known(fields.next()?)
}

fn of_host(text: &str) -> Option<String> {
    let text = text.trim_start_matches("https://");
    let host = registry_host(text).unwrap_or(text.trim_end_matches('/'));
    known(private_ecr_region(host)?)
}

/// The Region of the registry that the image lies in: nodes pull from their own.
fn of_image(builder: &ConfigBuilder) -> Option<Found> {
    let reference = builder.config.image.reference.to_string();
    let taken = builder
        .taken
        .iter()
        .find(|taken| taken.field.path == "image.reference")?;
    Some(Found {
        region: of_host(&reference)?,
        from: Provenance {
            place: taken.place,
            path: taken.path.clone(),
        },
        by: "the image's registry".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{of_arn, of_host, of_zone, of_zone_id};

    #[test]
    fn zones_ids_keys_and_hosts_belong_to_a_region() {
        for (found, region) in [
            (of_zone("us-gov-west-1b"), "us-gov-west-1"),
            (of_zone("us-east-1-bos-1a"), "us-east-1"),
            (of_zone_id("use1-az6"), "us-east-1"),
            (of_zone_id("apne1-az4"), "ap-northeast-1"),
            (of_zone_id("usgw1-az1"), "us-gov-west-1"),
            (of_zone_id("cnnw1-az1"), "cn-northwest-1"),
            (of_arn("arn:aws-cn:kms:cn-north-1:1:key/a"), "cn-north-1"),
            (of_host("https://1.dkr.ecr.eu-west-3.amazonaws.com"), ""),
            (
                of_host("111122223333.dkr.ecr.eu-west-3.amazonaws.com/a:1"),
                "eu-west-3",
            ),
            (of_arn("arn:aws:iam::111122223333:role/a"), ""),
            (of_zone("zone-a"), ""),
            (of_zone_id("euw1"), ""),
        ] {
            assert_eq!(found.unwrap_or_default(), region);
        }
    }
}
