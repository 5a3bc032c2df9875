//! A template's placeholder may stand anywhere in a right file, in place of a value, an item, a list
//! or a map: nothing is known to be wrong then, and nothing is said to be.

use serde_json::{Value, json};
use soci_configurator::core::{Config, Import, InputFile, Severity, evaluate, read_files};
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

fn read(name: &str, text: &str) -> Import {
    let file = InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    read_files(&[file], &Config::default(), catalogue())
}

/// What a placeholder stands for is no number of ours: nothing that is said rests on one that could be
/// another.
#[test]
fn nothing_rests_on_a_limit_that_is_still_to_be_filled_in() {
    let limits = [
        (
            "max-concurrent-downloads-per-image",
            "15",
            "downloads per image",
        ),
        ("max-concurrent-unpacks-per-image", "10", "unpack"),
        ("concurrent-download-chunk-size", "\"16mib\"", "chunk"),
        ("discard-unpacked-layers", "true", "Kept layers"),
    ];
    for (open, _, about) in limits {
        for placeholder in [
            "%VALUE%",
            "{{ value }}",
            "${var.value}",
            "<VALUE>",
            "$VALUE",
        ] {
            // Of the others one at a time is not said, so that its default meets what is not known.
            for (left_out, ..) in limits.iter().filter(|(name, ..)| *name != open) {
                let mut text = "[settings.container-runtime]\nsnapshotter = \"soci\"\n\
                    [settings.container-runtime-plugins.soci-snapshotter]\npull-mode = \"parallel-pull-unpack\"\n\
                    [settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\n"
                    .to_owned();
                for (name, value, _) in limits.iter().filter(|(name, ..)| name != left_out) {
                    let value = if *name == open { placeholder } else { value };
                    text.push_str(&format!("{name} = {value}\n"));
                }
                let import = read("a.toml", &text);
                for one in import.noticed(catalogue()) {
                    let says = one.message.contains(about);
                    assert!(!says, "{text}{}: {}", one.rule.id, one.message);
                }
            }
        }
    }
}

/// An import cannot tell whether a file has quotes around what it writes with them, and says so.
#[test]
fn quotes_that_an_import_adds_are_said() {
    for (value, is_said) in [
        ("{{ .Values.maxPods }}", true),
        ("{% raw %}{{ max_pods }}{% endraw %}", true),
        ("%MAX_PODS%", true),
        ("${MAX_PODS}", false),
        ("<MAX_PODS>", false),
        ("__MAX_PODS__", false),
    ] {
        let text = format!(
            "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: a}}\nspec:\n  role: b\n  \
             amiSelectorTerms: [{{alias: al2023@v20260512}}]\n  kubelet:\n    maxPods: {value}\n"
        );
        let import = read("a.yaml", &text);
        let config = import.config().expect("a Config");
        let written = evaluate(config, catalogue()).bundle.manifests();
        let line = written.lines().find(|line| line.contains("maxPods:"));
        let line = line.unwrap_or_default().trim_start();
        assert_eq!(line.contains(['"', '\'']), is_said, "{value}: {line}");
        let said = import.noticed(catalogue());
        let said = said.iter().find(|one| one.rule.id == "placeholders-left");
        let said = &said.unwrap_or_else(|| panic!("{value}: nothing")).message;
        assert_eq!(said.contains("quotes around"), is_said, "{said}");
    }
}
