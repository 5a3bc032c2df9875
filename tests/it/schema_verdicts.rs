//! Our own verdicts on EC2NodeClass and NodePool, held against Karpenter's CRDs: over generated
//! mutations of valid documents both accept or both refuse.

use serde_json::{Value, json};
use soci_configurator::core::{Config, InputFile, Severity, read_files};
use soci_configurator::data::catalogue;

use crate::crd_schema::Crd;
use crate::crds::{crds, samples};
use crate::schema_refusals::OF_SCHEMA;

/// What we say about a document, by the schema alone.
fn said(document: &Value) -> Vec<String> {
    let file = InputFile {
        name: "document.json".to_owned(),
        text: format!("{document:#}"),
    };
    let import = read_files(&[file], &Config::default(), catalogue());
    import
        .remarks
        .iter()
        .filter(|remark| remark.severity == Severity::Error)
        // What else is said is beyond the schema.
        .filter(|remark| OF_SCHEMA.contains(&remark.rule.id) || remark.rule.id == "no-manifest")
        .map(|remark| format!("{} {}: {}", remark.rule, remark.path, remark.message))
        .collect()
}

/// Every place in a document, as JSON pointers.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => {
            for (key, below) in fields {
                let key = key.replace('~', "~0").replace('/', "~1");
                places(below, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                places(below, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// What may be put in a place, chosen by what is there.
fn replacements(value: &Value) -> Vec<Value> {
    let mut all = vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(7),
        json!(1_000_000),
        json!(""),
        json!("text"),
        json!("100Gi"),
        json!("10%"),
        json!([]),
        json!({}),
        json!([{}]),
        json!(["a", "a"]),
        json!({"": ""}),
        json!({"a": "b"}),
    ];
    match value {
        Value::String(text) => {
            all.extend(
                [
                    format!("{text}@x"),
                    format!("{text}/x"),
                    format!(" {text}"),
                    text.to_ascii_uppercase(),
                    text.repeat(40),
                    text.chars().skip(1).collect(),
                    text.chars().rev().collect(),
                    format!("-{text}"),
                    format!("{text}.5"),
                    format!("{text}\n"),
                ]
                .map(Value::String),
            );
        }
        Value::Number(number) => {
            let number = number.as_i64().unwrap_or(0);
            all.extend([
                json!(number + 1),
                json!(number.to_string()),
                json!(number * 1000),
            ]);
        }
        Value::Array(items) => {
            let mut twice = items.clone();
            twice.extend(items.iter().cloned());
            all.push(json!(twice));
            let many: Vec<Value> = items
                .iter()
                .cycle()
                .take(items.len() * 60)
                .cloned()
                .collect();
            all.push(json!(many));
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let mut misspelt = fields.clone();
                misspelt.remove(key);
                misspelt.insert(format!("{key}s"), value.clone());
                all.push(Value::Object(misspelt));
                let mut without = fields.clone();
                without.remove(key);
                all.push(Value::Object(without));
            }
            let mut more = fields.clone();
            more.insert("unheardOf".to_owned(), json!(1));
            all.push(Value::Object(more));
        }
        _ => {}
    }
    all
}

/// Words that matter to one field or another, put wherever a text stands.
const WORDS: &[&str] = &[
    "al2@latest",
    "al2023@latest",
    "bottlerocket@latest",
    "windows2025@latest",
    "windows2022@v1",
    "al2023",
    "@",
    "AL2",
    "AL2023",
    "Bottlerocket",
    "Custom",
    "Windows2025",
    "ami-0a",
    "subnet-1",
    "sg-1",
    "cr-1",
    "pg-1",
    "RAID0",
    "RAID10",
    "gp3",
    "io2",
    "Gp3",
    "1Gi",
    "59000Gi",
    "59001Gi",
    "Ti",
    "18Ti",
    "64T",
    "100",
    "1.5Gi",
    "5m",
    "1h30m",
    "Never",
    "7d",
    "0",
    "100%",
    "101%",
    "@daily",
    "0 9 * * *",
    "0 9 * *",
    "8h",
    "8h30m",
    "30s",
    "Balanced",
    "WhenEmpty",
    "In",
    "NotIn",
    "Gte",
    "Gt",
    "Exists",
    "DoesNotExist",
    "NoSchedule",
    "Drifted",
    "karpenter.sh/nodepool",
    "karpenter.sh/capacity-type",
    "karpenter.sh/x",
    "kubernetes.io/hostname",
    "kubernetes.io/x",
    "karpenter.k8s.aws/instance-cpu",
    "karpenter.k8s.aws/instance-pods",
    "x.karpenter.k8s.aws/instance-cpu",
    "k8s.io/x",
    "a/b/c",
    "-a",
    "a_b.c",
    "500m",
    "1e3",
    "1Ki",
    "+5",
    "-5",
    ".5",
    "5.",
    "memory.available",
    "enabled",
    "required",
    "open",
    "123456789012",
    "efa-only",
    "interface",
    "https://x",
    "é",
    "a b",
];

/// Fields of the schema that the samples lack, with right and wrong values.
fn additions(kind: &str) -> Vec<(&'static str, Value)> {
    if kind == "NodePool" {
        return vec![
            ("/spec/replicas", json!(3)),
            ("/spec/template/spec/terminationGracePeriod", json!("Never")),
            ("/spec/template/spec/terminationGracePeriod", json!("30m")),
            (
                "/spec/template/spec/startupTaints",
                json!([{"key": "a", "effect": "NoExecute", "value": ""}]),
            ),
            (
                "/spec/template/spec/startupTaints",
                json!([{"key": "a/b", "effect": "NoExecute", "value": "x"}]),
            ),
            ("/spec/template/metadata/annotations", json!({"a": "b"})),
            ("/spec/template/metadata/annotations", json!({"a": 1})),
            (
                "/spec/template/metadata/labels",
                json!({"karpenter.sh/capacity-type": "spot", "kubernetes.io/x": "y"}),
            ),
            (
                "/spec/template/metadata/labels",
                json!({"karpenter.sh/nodepool": "x"}),
            ),
            (
                "/spec/template/metadata/labels",
                json!({"a": "x".repeat(64)}),
            ),
            ("/spec/limits", json!({"nodes": 10})),
            ("/spec/limits", json!({"cpu": "1.5k"})),
            ("/spec/template/spec/requirements/0/minValues", json!(3)),
            ("/spec/template/spec/requirements/0/minValues", json!(2)),
            ("/spec/disruption/budgets/0/schedule", json!("@daily")),
            ("/spec/disruption/budgets/0/duration", json!("90m")),
            (
                "/spec/disruption/budgets/0/reasons",
                json!(["Empty", "Drifted"]),
            ),
            ("/spec/disruption/budgets/0", json!({"reasons": ["Empty"]})),
            ("/status", json!({"x": 1})),
        ];
    }
    vec![
        ("/spec/instanceProfile", json!("x")),
        ("/spec/associatePublicIPAddress", json!(true)),
        ("/spec/detailedMonitoring", json!("true")),
        ("/spec/context", json!("x")),
        ("/spec/ipPrefixCount", json!(0)),
        (
            "/spec/cpuOptions",
            json!({"nestedVirtualization": "enabled"}),
        ),
        ("/spec/cpuOptions", json!({"nestedVirtualization": true})),
        ("/spec/connectionTracking", json!({})),
        ("/spec/connectionTracking", json!({"udpTimeout": 30})),
        ("/spec/connectionTracking", json!({"udpTimeout": 29})),
        (
            "/spec/capacityReservationSelectorTerms",
            json!([{"id": "cr-1"}]),
        ),
        (
            "/spec/capacityReservationSelectorTerms",
            json!([{"id": "cr-1", "ownerID": "123456789012"}]),
        ),
        (
            "/spec/capacityReservationSelectorTerms",
            json!([{"id": "cr-1", "tags": {"a": "b"}}, {"id": "cr-2"}]),
        ),
        (
            "/spec/capacityReservationSelectorTerms",
            json!([{"ownerID": "123456789012"}]),
        ),
        ("/spec/capacityReservationSelectorTerms", json!([])),
        (
            "/spec/metadataOptions",
            json!({"httpTokens": "optional", "httpPutResponseHopLimit": 2}),
        ),
        (
            "/spec/metadataOptions",
            json!({"httpPutResponseHopLimit": 65}),
        ),
        ("/spec/networkInterfaces", json!([])),
        (
            "/spec/networkInterfaces",
            json!([{"deviceIndex": 0, "networkCardIndex": 0, "interfaceType": "interface"}]),
        ),
        (
            "/spec/networkInterfaces",
            json!([{"deviceIndex": 1, "networkCardIndex": 0, "interfaceType": "interface"}]),
        ),
        (
            "/spec/networkInterfaces",
            json!([
            {"deviceIndex": 0, "networkCardIndex": 0, "interfaceType": "interface"},
            {"deviceIndex": 1, "networkCardIndex": 0, "interfaceType": "efa-only"},
            {"deviceIndex": 2, "networkCardIndex": 0, "interfaceType": "efa-only"}]),
        ),
        (
            "/spec/networkInterfaces",
            json!([
            {"deviceIndex": 0, "networkCardIndex": 0, "interfaceType": "interface"},
            {"deviceIndex": 0, "networkCardIndex": 0, "interfaceType": "efa-only"}]),
        ),
        ("/spec/placementGroupSelector", json!({})),
        ("/spec/placementGroupSelector", json!({"name": "x"})),
        ("/spec/placementGroupSelector", json!({"name": ""})),
        (
            "/spec/placementGroupSelector",
            json!({"name": "x", "id": "pg-1"}),
        ),
        (
            "/spec/kubelet",
            json!({"maxPods": 58, "evictionHard": {"memory.available": "5%"}}),
        ),
        (
            "/spec/kubelet",
            json!({"evictionHard": {"memory.free": "5%"}}),
        ),
        (
            "/spec/kubelet",
            json!({"evictionSoft": {"memory.available": "5%"}}),
        ),
        (
            "/spec/kubelet",
            json!({"evictionSoft": {"memory.available": "5%"}, "evictionSoftGracePeriod": {"memory.available": "1m"}}),
        ),
        (
            "/spec/kubelet",
            json!({"evictionSoftGracePeriod": {"memory.available": "1m"}}),
        ),
        (
            "/spec/kubelet",
            json!({"imageGCHighThresholdPercent": 80, "imageGCLowThresholdPercent": 80}),
        ),
        (
            "/spec/kubelet",
            json!({"imageGCHighThresholdPercent": 81, "imageGCLowThresholdPercent": 80}),
        ),
        ("/spec/kubelet", json!({"kubeReserved": {"cpu": "-1"}})),
        ("/spec/kubelet", json!({"kubeReserved": {"gpu": "1"}})),
        (
            "/spec/kubelet",
            json!({"systemReserved": {"memory": "1Gi", "pid": "100"}}),
        ),
        ("/spec/kubelet", json!({"registryPullQPS": 5})),
        (
            "/spec/kubelet",
            json!({"clusterDNS": ["10.0.0.10"], "cpuCFSQuota": false, "podsPerCore": 2}),
        ),
        (
            "/spec/subnetSelectorTerms",
            json!([{"id": "subnet-1", "tags": {"a": "b"}}]),
        ),
        (
            "/spec/subnetSelectorTerms",
            json!([{"id": "subnet-1", "tags": {"a": "b"}}, {"id": "subnet-2"}]),
        ),
        ("/spec/subnetSelectorTerms", json!([{"tags": {"a": ""}}])),
        ("/spec/subnetSelectorTerms", json!([])),
        ("/spec/securityGroupSelectorTerms", json!([{"name": "x"}])),
        (
            "/spec/securityGroupSelectorTerms",
            json!([{"name": "x", "id": "sg-1"}]),
        ),
        (
            "/spec/securityGroupSelectorTerms",
            json!([{"name": "x", "id": "sg-1"}, {"id": "sg-2"}]),
        ),
        (
            "/spec/amiSelectorTerms",
            json!([{"id": "ami-1"}, {"name": "x", "owner": "self"}]),
        ),
        (
            "/spec/amiSelectorTerms",
            json!([{"id": "ami-1", "name": "x"}]),
        ),
        (
            "/spec/amiSelectorTerms",
            json!([{"ssmParameter": "x", "id": "ami-1"}]),
        ),
        ("/spec/amiSelectorTerms", json!([{"owner": "self"}])),
        ("/spec/amiSelectorTerms", json!([{"alias": "al2023@a@b"}])),
        (
            "/spec/amiSelectorTerms",
            json!([{"alias": "AL2023@latest"}]),
        ),
        (
            "/spec/blockDeviceMappings",
            json!([{"rootVolume": true}, {"rootVolume": true}]),
        ),
        (
            "/spec/blockDeviceMappings",
            json!([{"rootVolume": true, "ebs": {"snapshotID": "x"}}]),
        ),
        ("/spec/blockDeviceMappings", json!([{"ebs": {}}])),
        (
            "/spec/blockDeviceMappings",
            json!([{"ebs": {"volumeSize": "1Gi", "volumeInitializationRate": 100}}]),
        ),
        (
            "/spec/blockDeviceMappings",
            json!([{"virtualName": "ephemeral0"}]),
        ),
        ("/spec/tags", json!({"eks:eks-cluster-name": "x"})),
        ("/spec/tags", json!({"kubernetes.io/cluster/x": "owned"})),
        ("/spec/tags", json!({"": "x"})),
        ("/spec/tags", json!({"a": ""})),
    ]
}

fn put(document: &mut Value, at: &str, value: Value) -> bool {
    if at.is_empty() {
        return false;
    }
    let (parent, last) = at.rsplit_once('/').expect("a pointer");
    let last = last.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(fields)) => {
            fields.insert(last, value);
            true
        }
        Some(Value::Array(items)) => {
            let index: usize = last.parse().expect("an index");
            match items.get_mut(index) {
                Some(item) => {
                    *item = value;
                    true
                }
                None => false,
            }
        }
        _ => false,
    }
}

/// Every mutation of a sample: at each place each replacement and each word, and the additions.
fn mutations(sample: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    let mut found = Vec::new();
    places(sample, "", &mut found);
    for at in &found {
        let here = sample.pointer(at).expect("a place");
        let mut values = replacements(here);
        if here.is_string() {
            values.extend(WORDS.iter().map(|word| json!(word)));
        }
        for value in values {
            let mut document = sample.clone();
            if put(&mut document, at, value.clone()) {
                all.push((format!("{at} = {value:.60}"), document));
            }
        }
    }
    for (at, value) in additions(sample["kind"].as_str().unwrap_or_default()) {
        let mut document = sample.clone();
        put(&mut document, at, value.clone());
        all.push((format!("{at} = {value}"), document.clone()));
        // The same once more where the family is not said.
        if let Some(Value::Object(spec)) = document.pointer_mut("/spec") {
            spec.remove("amiFamily");
        }
        all.push((format!("{at} = {value}, without amiFamily"), document));
    }
    all
}

/// Places where the two may differ, each with its reason; anywhere else is a mistake of ours.
const DIFFERENT: [(&str, &str); 4] = [
    ("/kind", "another kind is checked by no table and no CRD"),
    (
        "/apiVersion",
        "another API is checked by no table and no CRD",
    ),
    (
        "/metadata",
        "the server checks metadata by rules of its own; we look at the name",
    ),
    (
        "/status",
        "the server ignores a status that comes with a manifest, whatever is in it",
    ),
];

fn is_explained(what: &str) -> bool {
    DIFFERENT.iter().any(|(at, _)| what.starts_with(at))
}

#[test]
#[cfg_attr(not(has_crds), ignore = "the CRDs are not beside the repository")]
fn verdicts_are_the_crds() {
    let crds = crds();
    let mut count = 0;
    let mut refused = 0;
    let mut wrong = Vec::new();
    for sample in samples() {
        let crd: &Crd = crds
            .iter()
            .find(|crd| crd.describes(&sample))
            .expect("a CRD for the sample");
        assert!(said(&sample).is_empty(), "{:?}", said(&sample));
        for (what, document) in mutations(&sample) {
            if is_explained(&what) {
                continue;
            }
            count += 1;
            let theirs = crd.check(&document, None);
            let ours = said(&document);
            refused += usize::from(!theirs.is_empty());
            if theirs.is_empty() != ours.is_empty() {
                wrong.push(format!(
                    "{} {what}\n    CRD: {theirs:?}\n    we: {ours:?}",
                    crd.kind
                ));
            }
        }
    }
    println!("{count} mutations, {refused} refused");
    assert!(count > 2000, "the mutations went: {count}");
    assert!(
        count - refused > 100,
        "nearly nothing is accepted: {refused} of {count}"
    );
    assert!(
        wrong.is_empty(),
        "{} of {count} verdicts differ:\n{}",
        wrong.len(),
        wrong
            .iter()
            .take(40)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n")
    );
}
