//! A JSON patch (RFC 6902) of a part of a document says nothing of what is beside it there.

use serde_json::{Value, json};
use soci_configurator::core::{Config, Diagnostic, InputFile, read_files};
use soci_configurator::data::catalogue;

fn class() -> Value {
    json!({"spec": {
        "role": "KarpenterNodeRole-demo",
        "amiSelectorTerms": [{"alias": "al2023@v20260930"}],
        "subnetSelectorTerms": [{"tags": {"karpenter.sh/discovery": "demo"}}],
        "securityGroupSelectorTerms": [{"id": "sg-0123456789abcdef0"}],
        "kubelet": {"maxPods": 50, "evictionSoft": {"memory.available": "5%"},
            "evictionSoftGracePeriod": {"memory.available": "1m0s"}},
        "metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1},
        "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp3",
            "volumeSize": "100Gi", "encrypted": true, "iops": 4000, "throughput": 1000}}],
        "tags": {"team": "a"},
    }})
}

fn pool() -> Value {
    json!({"spec": {
        "limits": {"cpu": "100"},
        "disruption": {"consolidationPolicy": "WhenEmpty", "consolidateAfter": "1m",
            "budgets": [{"nodes": "10%", "reasons": ["Drifted"], "schedule": "0 9 * * *", "duration": "8h"},
                {"nodes": "10%"}]},
        "template": {"metadata": {"labels": {"team": "a"}}, "spec": {
            "nodeClassRef": {"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": "gpu"},
            "taints": [{"key": "nvidia.com/gpu", "effect": "NoSchedule"}],
            "expireAfter": "720h",
            "requirements": [{"key": "kubernetes.io/arch", "operator": "In", "values": ["amd64"]},
                {"key": "karpenter.k8s.aws/instance-cpu", "operator": "Gt", "values": ["7"]}]}},
    }})
}

/// Every place below a value, as RFC 6901 writes it.
fn places(value: &Value, at: &str, found: &mut Vec<(String, Value)>) {
    let key = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(map) => {
            for (own, below) in map {
                found.push((key(own), below.clone()));
                places(below, &key(own), found);
            }
        }
        Value::Array(list) => {
            for (index, below) in list.iter().enumerate() {
                found.push((format!("{at}/{index}"), below.clone()));
                places(below, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

fn said(kind: &str, steps: &Value) -> Vec<Diagnostic> {
    let patch = json!({
        "apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization",
        "resources": ["base"],
        "patches": [{"target": {"kind": kind, "name": "gpu"}, "patch": steps.to_string()}],
    });
    let file = InputFile {
        name: "kustomization.yaml".to_owned(),
        text: patch.to_string(),
    };
    read_files(&[file], &Config::default(), catalogue()).noticed(catalogue())
}

#[test]
fn a_patch_of_any_part_of_a_sound_document_is_sound() {
    let mut read = 0;
    for (kind, document) in [("EC2NodeClass", class()), ("NodePool", pool())] {
        let mut all = Vec::new();
        places(&document, "", &mut all);
        for (path, value) in all {
            for op in ["replace", "add"] {
                let step = json!([{"op": op, "path": path, "value": value}]);
                assert_eq!(said(kind, &step), [], "{kind} {step}");
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read}");
}

#[test]
fn what_a_patch_sets_as_a_whole_is_judged_as_a_whole() {
    for (kind, path, value, rule) in [
        (
            "EC2NodeClass",
            "/spec/blockDeviceMappings/-",
            json!({"ebs": {"volumeSize": "100Gi", "encrypted": true}}),
            "mapping-incomplete",
        ),
        (
            "EC2NodeClass",
            "/spec/blockDeviceMappings/0/ebs",
            json!({"volumeType": "gp3", "volumeSize": "100Gi", "throughput": 1000, "encrypted": true}),
            "throughput-above-iops",
        ),
        (
            "EC2NodeClass",
            "/spec/blockDeviceMappings/0/ebs/throughput",
            json!("fast"),
            "wrong-type",
        ),
        (
            "NodePool",
            "/spec/template/spec/requirements/-",
            json!({"key": "kubernetes.io/arch"}),
            "required-field",
        ),
    ] {
        let found = said(kind, &json!([{"op": "add", "path": path, "value": value}]));
        assert!(
            found.iter().any(|one| one.rule.id == rule),
            "{path} {found:?}"
        );
    }
}
