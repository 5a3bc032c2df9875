//! `karpenter.k8s.aws/v1 EC2NodeClass`, its spec.

use super::matchers::{
    AMI_ID, EVICTION, OWNER_ID, PLACEMENT_GROUP_ID, QUANTITY, RESERVATION_ID, SECURITY_GROUP_ID,
    SUBNET_ID, VOLUME_SIZE,
};
use super::shape::{Member, Schema};
use super::violations::Check;
use crate::core::placeholder::{has_open, holds_placeholder, is_open};
use crate::core::yaml::{Node, Scalar};

static TEXT: Schema = Schema::text();
static FLAG: Schema = Schema::flag();
static NUMBER: Schema = Schema::integer();
static COUNT: Schema = Schema::at_least(0);
static PERCENT: Schema = Schema::within(0, 100);
static TAGS: Schema = Schema::map_of(&TEXT, 20).ruled(&[no_empty_tags]);
static ENABLED: Schema = Schema::words(&[("enabled", 0), ("disabled", 0)]);

pub(super) static SPEC: Schema = Schema::object(&[
    Member::new("amiFamily", &AMI_FAMILY),
    Member::new("amiSelectorTerms", &AMI_TERMS).required(),
    Member::new("associatePublicIPAddress", &FLAG),
    Member::new("blockDeviceMappings", &MAPPINGS),
    Member::new("capacityReservationSelectorTerms", &RESERVATIONS).since(3),
    Member::new("connectionTracking", &CONNECTION_TRACKING).since(13),
    Member::new("context", &TEXT),
    Member::new("cpuOptions", &CPU_OPTIONS).since(13),
    Member::new("detailedMonitoring", &FLAG),
    Member::new("instanceProfile", &PROFILE),
    Member::new("instanceStorePolicy", &STORE_POLICY),
    Member::new("ipPrefixCount", &COUNT).since(8),
    Member::new("kubelet", &KUBELET),
    Member::new("metadataOptions", &METADATA_OPTIONS),
    Member::new("networkInterfaces", &INTERFACES).since(11),
    Member::new("placementGroupSelector", &PLACEMENT_GROUP).since(11),
    Member::new("role", &ROLE),
    Member::new("securityGroupSelectorTerms", &SECURITY_GROUPS).required(),
    Member::new("subnetSelectorTerms", &SUBNETS).required(),
    Member::new("tags", &INSTANCE_TAGS),
    Member::new("userData", &TEXT),
])
.ruled(&[role_or_profile, family_of_alias]);

static AMI_FAMILY: Schema = Schema::words(&[
    ("AL2", 0),
    ("AL2023", 0),
    ("Bottlerocket", 0),
    ("Custom", 0),
    ("Windows2019", 0),
    ("Windows2022", 0),
    ("Windows2025", 9),
]);
static STORE_POLICY: Schema = Schema::words(&[("RAID0", 0)]);
static ROLE: Schema = Schema::text().ruled(&[not_empty_role]);
static PROFILE: Schema = Schema::text().ruled(&[not_empty_profile]);

static AMI_TERMS: Schema = Schema::list_of(&AMI_TERM, 1, 30).ruled(&[ami_terms]);
static AMI_TERM: Schema = Schema::object(&[
    Member::new("alias", &ALIAS),
    Member::new("id", &AMI),
    Member::new("name", &TEXT),
    Member::new("owner", &TEXT),
    Member::new("ssmParameter", &TEXT).since(4),
    Member::new("tags", &TAGS),
]);
static ALIAS: Schema = Schema::sized(None, 0, 30).ruled(&[alias]);
static AMI: Schema = Schema::like(&AMI_ID);

static MAPPINGS: Schema = Schema::list_of(&MAPPING, 0, 50).ruled(&[one_root_volume]);
static MAPPING: Schema = Schema::object(&[
    Member::new("deviceName", &TEXT),
    Member::new("ebs", &EBS),
    Member::new("rootVolume", &FLAG),
]);
static EBS: Schema = Schema::object(&[
    Member::new("deleteOnTermination", &FLAG),
    Member::new("encrypted", &FLAG),
    Member::new("iops", &NUMBER),
    Member::new("kmsKeyID", &TEXT),
    Member::new("snapshotID", &TEXT),
    Member::new("throughput", &NUMBER),
    Member::new("volumeInitializationRate", &INITIALIZATION_RATE).since(5),
    Member::new("volumeSize", &SIZE),
    Member::new("volumeType", &VOLUME_TYPE),
])
.ruled(&[volume]);
static INITIALIZATION_RATE: Schema = Schema::within(100, 300);
static SIZE: Schema = Schema::like(&VOLUME_SIZE);
static VOLUME_TYPE: Schema = Schema::words(&[
    ("standard", 0),
    ("io1", 0),
    ("io2", 0),
    ("gp2", 0),
    ("sc1", 0),
    ("st1", 0),
    ("gp3", 0),
]);

static RESERVATIONS: Schema = Schema::list_of(&RESERVATION, 0, 30).ruled(&[reservations]);
static RESERVATION: Schema = Schema::object(&[
    Member::new("id", &RESERVATION_BY_ID),
    Member::new("instanceMatchCriteria", &MATCH_CRITERIA).since(8),
    Member::new("ownerID", &OWNER),
    Member::new("tags", &TAGS),
]);
static RESERVATION_BY_ID: Schema = Schema::like(&RESERVATION_ID);
static MATCH_CRITERIA: Schema = Schema::words(&[("open", 0), ("targeted", 0)]);
static OWNER: Schema = Schema::like(&OWNER_ID);

static CONNECTION_TRACKING: Schema = Schema::object(&[
    Member::new("tcpEstablishedTimeout", &TCP_TIMEOUT),
    Member::new("udpStreamTimeout", &UDP_STREAM_TIMEOUT),
    Member::new("udpTimeout", &UDP_TIMEOUT),
])
.ruled(&[some_timeout]);
static TCP_TIMEOUT: Schema = Schema::within(60, 432_000);
static UDP_STREAM_TIMEOUT: Schema = Schema::within(60, 180);
static UDP_TIMEOUT: Schema = Schema::within(30, 60);
static CPU_OPTIONS: Schema = Schema::object(&[Member::new("nestedVirtualization", &ENABLED)]);

static KUBELET: Schema = Schema::object(&[
    Member::new("clusterDNS", &TEXTS),
    Member::new("cpuCFSQuota", &FLAG),
    Member::new("evictionHard", &EVICTIONS),
    Member::new("evictionMaxPodGracePeriod", &NUMBER),
    Member::new("evictionSoft", &EVICTIONS),
    Member::new("evictionSoftGracePeriod", &GRACE_PERIODS),
    Member::new("imageGCHighThresholdPercent", &PERCENT),
    Member::new("imageGCLowThresholdPercent", &PERCENT),
    Member::new("kubeReserved", &RESERVED),
    Member::new("maxPods", &COUNT),
    Member::new("podsPerCore", &COUNT),
    Member::new("systemReserved", &RESERVED),
])
.ruled(&[image_garbage, soft_evictions]);
static TEXTS: Schema = Schema::list(&TEXT);
static EVICTIONS: Schema = Schema::map(&THRESHOLD).ruled(&[eviction_signals]);
static THRESHOLD: Schema = Schema::like(&EVICTION);
static GRACE_PERIODS: Schema = Schema::map(&TEXT).ruled(&[eviction_signals]);
static RESERVED: Schema = Schema::map(&AMOUNT).ruled(&[reserved]);
static AMOUNT: Schema = Schema::like(&QUANTITY);

static METADATA_OPTIONS: Schema = Schema::object(&[
    Member::new("httpEndpoint", &ENABLED),
    Member::new("httpProtocolIPv6", &ENABLED),
    Member::new("httpPutResponseHopLimit", &HOPS),
    Member::new("httpTokens", &TOKENS),
]);
static HOPS: Schema = Schema::within(1, 64);
static TOKENS: Schema = Schema::words(&[("required", 0), ("optional", 0)]);

static INTERFACES: Schema = Schema::list_of(&INTERFACE, 0, 150).ruled(&[interfaces]);
static INTERFACE: Schema = Schema::object(&[
    Member::new("deviceIndex", &COUNT).required(),
    Member::new("interfaceType", &INTERFACE_TYPE).required(),
    Member::new("networkCardIndex", &COUNT).required(),
]);
static INTERFACE_TYPE: Schema = Schema::words(&[("interface", 0), ("efa-only", 0)]);
static PLACEMENT_GROUP: Schema =
    Schema::object(&[Member::new("id", &PLACEMENT_ID), Member::new("name", &NAME)])
        .ruled(&[placement_group]);
static PLACEMENT_ID: Schema = Schema::like(&PLACEMENT_GROUP_ID);
static NAME: Schema = Schema::sized(None, 1, usize::MAX);

static SECURITY_GROUPS: Schema = Schema::list_of(&SECURITY_GROUP, 0, 30).ruled(&[security_groups]);
static SECURITY_GROUP: Schema = Schema::object(&[
    Member::new("id", &GROUP_ID),
    Member::new("name", &TEXT),
    Member::new("tags", &TAGS),
]);
static GROUP_ID: Schema = Schema::like(&SECURITY_GROUP_ID);
static SUBNETS: Schema = Schema::list_of(&SUBNET, 0, 30).ruled(&[subnets]);
static SUBNET: Schema =
    Schema::object(&[Member::new("id", &SUBNET_BY_ID), Member::new("tags", &TAGS)]);
static SUBNET_BY_ID: Schema = Schema::like(&SUBNET_ID);
static INSTANCE_TAGS: Schema = Schema::map(&TEXT).ruled(&[instance_tags]);

fn no_empty_tags(tags: &Node, check: &mut Check) {
    for (key, value) in tags.pairs() {
        if key.text.is_empty() || value.as_str() == Some("") {
            check.broken(
                key.line,
                "empty tag keys or values are not supported; * matches any value.",
            );
        }
    }
}

fn not_empty_role(role: &Node, check: &mut Check) {
    if role.as_str() == Some("") {
        check.broken(role.line, "the role is empty.");
    }
}

fn not_empty_profile(profile: &Node, check: &mut Check) {
    if profile.as_str() == Some("") {
        check.broken(profile.line, "the instance profile is empty.");
    }
}

fn role_or_profile(spec: &Node, check: &mut Check) {
    match (spec.get("role"), spec.get("instanceProfile")) {
        (Some(_), Some(_)) => check.broken(
            spec.line_at(&["instanceProfile"]),
            "role and instanceProfile are both set; exactly one of them is needed.",
        ),
        (None, None) => check.broken(
            spec.line,
            "neither role nor instanceProfile is set; exactly one of them is needed.",
        ),
        _ => {}
    }
}

/// What an alias' family is called in amiFamily.
const FAMILIES: [(&str, &str); 6] = [
    ("al2", "AL2"),
    ("al2023", "AL2023"),
    ("bottlerocket", "Bottlerocket"),
    ("windows2019", "Windows2019"),
    ("windows2022", "Windows2022"),
    ("windows2025", "Windows2025"),
];

fn family_of_alias(spec: &Node, check: &mut Check) {
    let list = spec.get("amiSelectorTerms");
    let terms = list.map(Node::items).unwrap_or_default();
    let aliases = terms.iter().filter_map(|term| term.str_at(&["alias"]));
    let Some(family) = spec.str_at(&["amiFamily"]) else {
        let waits = list.is_some_and(is_open) || terms.iter().any(is_open);
        if aliases.count() == 0 && !waits {
            check.broken(
                spec.line_at(&["amiSelectorTerms"]),
                "amiFamily is needed where no amiSelectorTerm has an alias.",
            );
        }
        return;
    };
    if holds_placeholder(family) {
        return;
    }
    for alias in aliases {
        let of_alias = alias.split('@').next().unwrap_or_default();
        let right = FAMILIES.iter().find(|(word, _)| *word == of_alias);
        if let Some((_, right)) = right
            && family != *right
            && family != "Custom"
        {
            check.broken(
                spec.line_at(&["amiFamily"]),
                format!("amiFamily is {family}, and the alias {alias} needs {right} or Custom."),
            );
        }
    }
}

fn ami_terms(terms: &Node, check: &mut Check) {
    let terms = terms.items();
    for term in terms.iter().filter(|term| !is_open(term)) {
        let has = |name: &str| term.get(name).is_some();
        if !["tags", "id", "name", "alias", "ssmParameter"]
            .iter()
            .any(|name| has(name))
        {
            check.broken(
                term.line,
                "a term needs one of tags, id, name, alias and ssmParameter.",
            );
        }
        let others = has("tags") || has("name") || has("owner");
        if has("id") && (has("alias") || others) {
            check.broken(
                term.line_at(&["id"]),
                "id must be the only key in its term.",
            );
        }
        if has("alias") && (has("id") || others) {
            check.broken(
                term.line_at(&["alias"]),
                "alias must be the only key in its term.",
            );
        }
        if has("alias") && terms.len() != 1 {
            check.broken(
                term.line_at(&["alias"]),
                "a term with an alias must be the only term.",
            );
        }
    }
}

fn alias(node: &Node, check: &mut Check) {
    let Some(alias) = node.as_str() else { return };
    let line = node.line;
    let (family, version) = alias.split_once('@').unwrap_or((alias, ""));
    if holds_placeholder(family) {
        return;
    }
    let waits = holds_placeholder(version);
    let form = alias.split_once('@').is_some_and(|(family, version)| {
        !family.is_empty()
            && family.chars().all(|c| c.is_ascii_alphanumeric())
            && !version.is_empty()
            && !version.contains('\n')
    });
    if !form {
        check.broken(
            line,
            "an alias has the form family@version, such as al2023@v20260724.",
        );
    }
    let mut parts = alias.split('@');
    let (family, version) = (parts.next().unwrap_or_default(), parts.next());
    let windows_2025 = family == "windows2025" && check.minor() < 9;
    if windows_2025 || !FAMILIES.iter().any(|(word, _)| *word == family) {
        check.broken(
            line,
            "the alias family is not one of al2, al2023, bottlerocket, windows2019, windows2022 and windows2025 (Karpenter 1.9 and newer).",
        );
    }
    if family.starts_with("windows") && version != Some("latest") && !waits {
        check.broken(line, "a Windows alias may only be latest.");
    }
}

fn one_root_volume(mappings: &Node, check: &mut Check) {
    let roots: Vec<&Node> = mappings
        .items()
        .iter()
        .filter(|mapping| {
            let root = mapping.get("rootVolume").and_then(Node::scalar);
            root == Some(Scalar::Bool(true))
        })
        .collect();
    if let [_, second, ..] = roots.as_slice() {
        check.broken(
            second.line_at(&["rootVolume"]),
            "only one mapping may set rootVolume: true.",
        );
    }
}

fn volume(ebs: &Node, check: &mut Check) {
    let snapshot = ebs.str_at(&["snapshotID"]);
    if snapshot.is_none() && ebs.get("volumeSize").is_none() {
        check.broken(ebs.line, "snapshotID or volumeSize is needed.");
    }
    if ebs.get("volumeInitializationRate").is_some() && snapshot.is_none_or(str::is_empty) {
        check.broken(
            ebs.line_at(&["volumeInitializationRate"]),
            "volumeInitializationRate needs a snapshotID.",
        );
    }
}

fn reservations(terms: &Node, check: &mut Check) {
    let wrong = |term: &Node| {
        let others = ["tags", "ownerID", "instanceMatchCriteria"];
        term.get("id").is_some() && others.iter().any(|name| term.get(name).is_some())
    };
    for term in terms.items().iter().filter(|term| !is_open(term)) {
        if !["tags", "id", "instanceMatchCriteria"]
            .iter()
            .any(|name| term.get(name).is_some())
        {
            check.broken(
                term.line,
                "a term needs one of tags, id and instanceMatchCriteria.",
            );
        }
    }
    exclusive(
        terms,
        check,
        wrong,
        "id must be the only key in a capacity reservation term.",
    );
}

/// A rule that the API server only enforces when every term breaks it.
fn exclusive(terms: &Node, check: &mut Check, wrong: impl Fn(&Node) -> bool, message: &str) {
    if terms.items().iter().all(wrong) {
        let line = terms.items().first().map_or(terms.line, |term| term.line);
        check.broken(line, message);
    }
}

fn some_timeout(node: &Node, check: &mut Check) {
    if node.pairs().is_empty() {
        check.broken(
            node.line,
            "one of tcpEstablishedTimeout, udpStreamTimeout and udpTimeout is needed.",
        );
    }
}

fn image_garbage(kubelet: &Node, check: &mut Check) {
    let percent = |name: &str| match kubelet.get(name).and_then(Node::scalar) {
        Some(Scalar::Integer(number)) => Some(number),
        _ => None,
    };
    if let (Some(high), Some(low)) = (
        percent("imageGCHighThresholdPercent"),
        percent("imageGCLowThresholdPercent"),
    ) && high <= low
    {
        check.broken(
            kubelet.line_at(&["imageGCHighThresholdPercent"]),
            format!("imageGCHighThresholdPercent {high} must be greater than imageGCLowThresholdPercent {low}."),
        );
    }
}

fn soft_evictions(kubelet: &Node, check: &mut Check) {
    for (one, other) in [
        ("evictionSoft", "evictionSoftGracePeriod"),
        ("evictionSoftGracePeriod", "evictionSoft"),
    ] {
        for (key, _) in kubelet.get(one).map(Node::pairs).unwrap_or_default() {
            let waits = kubelet.get(other).is_some_and(has_open) || holds_placeholder(&key.text);
            if kubelet.at(&[other, &key.text]).is_none() && !waits {
                check.broken(
                    key.line,
                    format!("{} of {one} has no entry in {other}.", key.text),
                );
            }
        }
    }
}

fn eviction_signals(map: &Node, check: &mut Check) {
    const SIGNALS: [&str; 6] = [
        "memory.available",
        "nodefs.available",
        "nodefs.inodesFree",
        "imagefs.available",
        "imagefs.inodesFree",
        "pid.available",
    ];
    for (key, _) in map.pairs() {
        if !SIGNALS.contains(&key.text.as_str()) && !holds_placeholder(&key.text) {
            check.broken(
                key.line,
                format!(
                    "{} is not one of {}.",
                    crate::core::error::quoted(&key.text),
                    SIGNALS.join(", ")
                ),
            );
        }
    }
}

fn reserved(map: &Node, check: &mut Check) {
    const RESOURCES: [&str; 4] = ["cpu", "memory", "ephemeral-storage", "pid"];
    for (key, value) in map.pairs() {
        if !RESOURCES.contains(&key.text.as_str()) && !holds_placeholder(&key.text) {
            check.broken(
                key.line,
                format!(
                    "{} is not one of {}.",
                    crate::core::error::quoted(&key.text),
                    RESOURCES.join(", ")
                ),
            );
        }
        if value.as_str().is_some_and(|text| text.starts_with('-')) {
            check.broken(key.line, "a reserved amount may not be negative.");
        }
    }
}

fn interfaces(list: &Node, check: &mut Check) {
    if has_open(list) {
        return;
    }
    let number = |node: &Node, name: &str| match node.get(name).and_then(Node::scalar) {
        Some(Scalar::Integer(number)) => number,
        _ => -1,
    };
    let read: Vec<(i64, i64, &str, usize)> = list
        .items()
        .iter()
        .map(|node| {
            (
                number(node, "networkCardIndex"),
                number(node, "deviceIndex"),
                node.str_at(&["interfaceType"]).unwrap_or_default(),
                node.line,
            )
        })
        .collect();
    let primary = |(card, device, kind, _): &(i64, i64, &str, usize)| {
        *card == 0 && *device == 0 && *kind == "interface"
    };
    if !read.is_empty() && !read.iter().any(primary) {
        check.broken(
            list.line,
            "networkInterfaces needs a primary one: card 0, device 0, type interface.",
        );
    }
    for (index, (card, device, kind, line)) in read.iter().enumerate() {
        let before = || read.iter().take(index);
        if before().any(|(other, number, ..)| other == card && number == device) {
            check.broken(
                *line,
                "this pair of networkCardIndex and deviceIndex is a duplicate.",
            );
        }
        if *kind == "efa-only" && before().any(|(other, _, same, _)| other == card && same == kind)
        {
            check.broken(*line, "a network card has at most one efa-only interface.");
        }
    }
}

fn placement_group(node: &Node, check: &mut Check) {
    match (node.get("name"), node.get("id")) {
        (None, None) => check.broken(node.line, "one of name and id is needed."),
        (Some(_), Some(_)) => check.broken(node.line, "name and id exclude each other."),
        _ => {}
    }
}

fn security_groups(terms: &Node, check: &mut Check) {
    if terms.items().is_empty() {
        return check.broken(terms.line, "securityGroupSelectorTerms may not be empty.");
    }
    for term in terms.items().iter().filter(|term| !is_open(term)) {
        if !["tags", "id", "name"]
            .iter()
            .any(|name| term.get(name).is_some())
        {
            check.broken(term.line, "a term needs one of tags, id and name.");
        }
    }
    let has = |term: &Node, name: &str| term.get(name).is_some();
    exclusive(
        terms,
        check,
        |term| has(term, "id") && (has(term, "tags") || has(term, "name")),
        "id must be the only key in a security group term.",
    );
    exclusive(
        terms,
        check,
        |term| has(term, "name") && (has(term, "tags") || has(term, "id")),
        "name must be the only key in a security group term.",
    );
}

fn subnets(terms: &Node, check: &mut Check) {
    if terms.items().is_empty() {
        return check.broken(terms.line, "subnetSelectorTerms may not be empty.");
    }
    for term in terms.items().iter().filter(|term| !is_open(term)) {
        if !["tags", "id"].iter().any(|name| term.get(name).is_some()) {
            check.broken(term.line, "a term needs one of tags and id.");
        }
    }
    exclusive(
        terms,
        check,
        |term| term.get("id").is_some() && term.get("tags").is_some(),
        "id must be the only key in a subnet term.",
    );
}

fn instance_tags(tags: &Node, check: &mut Check) {
    const OWN: [&str; 4] = [
        "eks:eks-cluster-name",
        "karpenter.sh/nodepool",
        "karpenter.sh/nodeclaim",
        "karpenter.k8s.aws/ec2nodeclass",
    ];
    for (key, _) in tags.pairs() {
        if key.text.is_empty() {
            check.broken(key.line, "empty tag keys are not supported.");
        }
        if OWN.contains(&key.text.as_str()) || key.text.starts_with("kubernetes.io/cluster") {
            check.broken(
                key.line,
                format!(
                    "Karpenter sets the tag {} itself and rejects it here.",
                    key.text
                ),
            );
        }
    }
}
