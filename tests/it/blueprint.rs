//! The preset of the original blueprint makes the documents published in July 2025.

use serde_json::{Value, json};
use soci_configurator::core::{Config, Preset, evaluate};
use soci_configurator::data::catalogue;

use crate::crds::{applied, filled};
use crate::yaml11;

fn preset() -> Config {
    filled(
        &Preset::find("original-blueprint")
            .expect("the preset")
            .config(),
    )
}

fn document(kind: &str, name: &str) -> Value {
    applied(&evaluate(&preset(), catalogue()).bundle)
        .into_iter()
        .find(|document| document["kind"] == kind && document["metadata"]["name"] == name)
        .unwrap_or_else(|| panic!("no {kind} {name}"))
}

/// A fragment as the blueprint prints it, its indentation taken away.
fn published(text: &str) -> Value {
    yaml11::read_one(text).expect("the fragment is YAML").value
}

const USER_DATA: &str = r##"MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="//"

--//
Content-Type: text/x-shellscript; charset="us-ascii"

#!/bin/bash
export max_concurrent_downloads_per_image=10
export max_concurrent_unpacks_per_image=10
export soci_root_dir=/var/lib/containerd/io.containerd.snapshotter.v1.soci
curl -sSL https://raw.githubusercontent.com/awslabs/soci-snapshotter/refs/heads/main/scripts/parallel-mode-install.sh | bash

--//
Content-Type: application/node.eks.aws

apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  kubelet:
    config:
      imageServiceEndpoint: unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock
  containerd:
    config: |
      [proxy_plugins.soci]
        type = "snapshot"
        address = "/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock"
      [proxy_plugins.soci.exports]
        root = "/var/lib/containerd/io.containerd.snapshotter.v1.soci"
      [plugins."io.containerd.grpc.v1.cri".containerd]
        snapshotter = "soci"
        disable_snapshot_annotations = false
--//
"##;

const STORAGE: &str = "
blockDeviceMappings:
- deviceName: /dev/xvda
  ebs:
    volumeSize: 100Gi
    volumeType: gp3
    iops: 16000
    throughput: 1000
instanceStorePolicy: RAID0
";

const AFFINITY: &str = r#"
nodeAffinity:
  requiredDuringSchedulingIgnoredDuringExecution:
    nodeSelectorTerms:
    - matchExpressions:
      - key: karpenter.k8s.aws/instance-ebs-bandwidth
        operator: Gt
        values:
        - "8000"
      - key: karpenter.k8s.aws/instance-network-bandwidth
        operator: Gt
        values:
        - "8000"
"#;

const POOLS: [&str; 2] = ["soci-snapshotter", "non-soci-snapshotter"];

#[test]
fn user_data_is_the_published_text() {
    let class = document("EC2NodeClass", "soci-snapshotter");
    assert_eq!(class["spec"]["userData"].as_str(), Some(USER_DATA));
    let baseline = document("EC2NodeClass", "non-soci-snapshotter");
    assert_eq!(baseline["spec"].get("userData"), None);
}

#[test]
fn storage_is_the_published_storage_on_both_sides() {
    let storage = published(STORAGE);
    for name in POOLS {
        let class = document("EC2NodeClass", name);
        for key in ["blockDeviceMappings", "instanceStorePolicy"] {
            assert_eq!(class["spec"][key], storage[key], "{name} {key}");
        }
    }
}

#[test]
fn both_deployments_ask_for_bandwidth_and_their_own_pool() {
    let affinity = published(AFFINITY);
    for (name, pool) in [("vllm-soci", POOLS[0]), ("vllm", POOLS[1])] {
        let pod = &document("Deployment", name)["spec"]["template"]["spec"];
        assert_eq!(pod["affinity"], affinity, "{name}");
        assert_eq!(pod["nodeSelector"]["intent"], pool, "{name}");
        assert_eq!(
            pod["containers"][0]["image"],
            "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:0.9-gpu-py312-ec2"
        );
    }
}

#[test]
fn names_and_labels_are_the_published_ones() {
    for name in POOLS {
        let template = &document("NodePool", name)["spec"]["template"];
        assert_eq!(template["metadata"]["labels"], json!({"intent": name}));
        assert_eq!(
            template["spec"]["nodeClassRef"],
            json!({"group": "karpenter.k8s.aws", "kind": "EC2NodeClass", "name": name})
        );
    }
    let bundle = evaluate(&preset(), catalogue()).bundle;
    assert_eq!(
        applied(&bundle).len(),
        6,
        "two classes, two pools, two Deployments"
    );
}

/// Where the published page lies beside the repository, the fragments above are held against it.
#[test]
#[cfg_attr(
    not(has_published_page),
    ignore = "the published page is not beside the repository"
)]
fn the_fragments_are_on_the_published_page() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/blueprint/original-blueprint.md");
    let page = std::fs::read_to_string(path).expect("the published page");
    for (what, text, depth) in [
        ("userData", USER_DATA, 4),
        ("storage", STORAGE, 2),
        ("affinity", AFFINITY, 8),
    ] {
        let shifted: String = text
            .trim_matches('\n')
            .lines()
            .map(|line| match line {
                "" => "\n".to_owned(),
                line => format!("{}{line}\n", " ".repeat(depth)),
            })
            .collect();
        assert!(
            page.contains(&shifted),
            "{what} is not on the page:\n{shifted}"
        );
    }
}
