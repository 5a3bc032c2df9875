//! A template's placeholder may stand anywhere in a right file, in place of a value, an item, a list
//! or a map: nothing is known to be wrong then, and nothing is said to be.

use serde_json::{Value, json};
use soci_configurator::core::{Config, InputFile, Severity, read_files};
use soci_configurator::data::catalogue;

const USER_DATA: &str = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  featureGates:\n    FastImagePull: true\n";

fn class() -> Value {
    json!({
        "apiVersion": "karpenter.k8s.aws/v1",
        "kind": "EC2NodeClass",
        "metadata": {"name": "x"},
        "spec": {
            "amiFamily": "AL2023",
            "role": "r",
            "amiSelectorTerms": [{"alias": "al2023@v20260930"}],
            "subnetSelectorTerms": [{"tags": {"a": "b"}}],
            "securityGroupSelectorTerms": [{"id": "sg-1"}],
            "capacityReservationSelectorTerms": [{"id": "cr-1"}],
            "instanceStorePolicy": "RAID0",
            "detailedMonitoring": true,
            "tags": {"t": "v"},
            "metadataOptions": {"httpPutResponseHopLimit": 2, "httpTokens": "required"},
            "blockDeviceMappings": [{
                "deviceName": "/dev/xvda",
                "rootVolume": true,
                "ebs": {
                    "volumeSize": "300Gi", "volumeType": "gp3", "iops": 4000, "throughput": 1000,
                    "encrypted": true, "snapshotID": "snap-1", "volumeInitializationRate": 300
                }
            }],
            "kubelet": {
                "clusterDNS": ["10.0.0.10"],
                "maxPods": 110,
                "kubeReserved": {"cpu": "100m"},
                "evictionHard": {"memory.available": "5%"},
                "evictionSoft": {"memory.available": "6%"},
                "evictionSoftGracePeriod": {"memory.available": "1m"},
                "imageGCHighThresholdPercent": 80,
                "imageGCLowThresholdPercent": 70
            },
            "userData": USER_DATA
        }
    })
}

fn pool() -> Value {
    json!({
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "x"},
        "spec": {
            "weight": 10,
            "limits": {"cpu": "100"},
            "disruption": {
                "consolidationPolicy": "WhenEmpty",
                "consolidateAfter": "5m",
                "budgets": [{
                    "nodes": "10%", "schedule": "0 9 * * 1-5", "duration": "8h",
                    "reasons": ["Drifted"]
                }]
            },
            "template": {
                "metadata": {"labels": {"a": "b"}},
                "spec": {
                    "nodeClassRef": {
                        "group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "x"
                    },
                    "expireAfter": "720h",
                    "taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}],
                    "requirements": [
                        {"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
                        {
                            "key": "karpenter.k8s.aws/instance-category", "operator": "In",
                            "values": ["c", "m", "r"], "minValues": 2
                        },
                        {
                            "key": "karpenter.k8s.aws/instance-cpu", "operator": "Gt",
                            "values": ["7"]
                        },
                        {
                            "key": "karpenter.sh/capacity-type", "operator": "In",
                            "values": ["on-demand"]
                        }
                    ]
                }
            }
        }
    })
}

/// JSON pointers to everything below `spec`.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let mut go = |key: &str, below: &Value| {
        let own = format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        if own.starts_with("/spec") {
            found.push(own.clone());
        }
        places(below, &own, found);
    };
    match value {
        Value::Object(map) => map.iter().for_each(|(key, below)| go(key, below)),
        Value::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                go(&index.to_string(), below);
            }
        }
        _ => {}
    }
}

/// What is said of a class and a pool beyond notes, by rule.
fn said(class: &Value, pool: &Value) -> Vec<(Severity, &'static str, String)> {
    let file = InputFile {
        name: "a.json".to_owned(),
        text: format!("{class}\n{pool}\n"),
    };
    let import = read_files(&[file], &Config::default(), catalogue());
    import
        .noticed(catalogue())
        .into_iter()
        .filter(|one| one.severity != Severity::Note)
        .map(|one| (one.severity, one.rule.id, one.message))
        .collect()
}

#[test]
fn a_placeholder_anywhere_makes_nothing_wrong() {
    let (class, pool) = (class(), pool());
    let before = said(&class, &pool);
    assert!(
        before
            .iter()
            .all(|(severity, ..)| *severity != Severity::Error),
        "the files are right: {before:?}"
    );
    let mut count = 0;
    for is_class in [true, false] {
        let whole = if is_class { &class } else { &pool };
        let mut all = Vec::new();
        places(whole, "", &mut all);
        for place in all {
            for placeholder in ["${x}", "{{ .Values.x }}"] {
                let mut changed = whole.clone();
                *changed.pointer_mut(&place).expect("a place") = json!(placeholder);
                let now = if is_class {
                    said(&changed, &pool)
                } else {
                    said(&class, &changed)
                };
                let more: Vec<_> = now
                    .into_iter()
                    .filter(|one| !before.contains(one))
                    .collect();
                assert_eq!(more, [], "{placeholder} at {place}");
                count += 1;
            }
        }
    }
    assert!(count > 150, "{count}");
}
