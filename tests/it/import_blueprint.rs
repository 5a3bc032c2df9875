//! The original blueprint and its later forms import without loss: what was imported is written
//! again, and nothing has to be kept that the settings can say.

use serde_json::Value;
use soci_configurator::core::{
    Config, EngineKind, Import, InputFile, OverrideKind, evaluate, read_files,
};
use soci_configurator::data::catalogue;

use crate::crds::{applied, filled};
use crate::support::preset;
use crate::yaml11;

pub fn import(texts: &[&str]) -> Import {
    let files: Vec<InputFile> = texts
        .iter()
        .enumerate()
        .map(|(index, text)| InputFile {
            name: format!("{index}.yaml"),
            text: (*text).to_owned(),
        })
        .collect();
    read_files(&files, &Config::default(), catalogue())
}

/// The documents that a Config writes, by kind and name.
fn written(config: &Config) -> Vec<(String, Value)> {
    applied(&evaluate(config, catalogue()).bundle)
        .into_iter()
        .map(|document| (key(&document), document))
        .collect()
}

fn key(document: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    format!(
        "{} {}",
        word(&document["kind"]),
        word(&document["metadata"]["name"])
    )
}

/// Lists whose order means nothing, sorted.
pub fn ordered(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, below)| {
                let mut below = ordered(below);
                let unordered = matches!(
                    key.as_str(),
                    "requirements"
                        | "matchExpressions"
                        | "blockDeviceMappings"
                        | "taints"
                        | "tolerations"
                        | "env"
                );
                if let (true, Value::Array(items)) = (unordered, &mut below) {
                    items.sort_by_key(ToString::to_string);
                }
                // An amount is the same as a number and as text.
                if let (true, Value::Object(amounts)) = (key == "limits", &mut below) {
                    for amount in amounts.values_mut().filter(|amount| amount.is_number()) {
                        *amount = Value::String(amount.to_string());
                    }
                }
                (key.clone(), below)
            })
            .collect(),
        Value::Array(items) => items.iter().map(ordered).collect(),
        other => other.clone(),
    }
}

/// Imports the texts and checks that each of their documents is written again.
#[track_caller]
pub fn check_round_trip(texts: &[&str]) -> Import {
    let import = import(texts);
    let config = import
        .config()
        .unwrap_or_else(|| panic!("nothing was taken: {import:#?}"));
    let now = written(config);
    for text in texts {
        for document in yaml11::read(text).expect("YAML") {
            let theirs = document.value;
            let ours = now
                .iter()
                .find(|(name, _)| *name == key(&theirs))
                .unwrap_or_else(|| {
                    panic!(
                        "{} is not written: {:?}",
                        key(&theirs),
                        now.iter().map(|(k, _)| k).collect::<Vec<_>>()
                    )
                });
            assert_eq!(
                ordered(&ours.1),
                ordered(&theirs),
                "{} is written otherwise; kept:\n{}",
                key(&theirs),
                import
                    .kept()
                    .iter()
                    .map(|kept| format!("  {}\n", kept.kept))
                    .collect::<String>()
            );
        }
    }
    // What is kept is kept in the Config file too.
    let file = soci_configurator::core::write_config(config);
    assert_eq!(
        soci_configurator::core::read_config(&file).as_ref(),
        Ok(config),
        "{file}"
    );
    import
}

fn blueprint() -> Config {
    filled(&preset("original-blueprint"))
}

#[test]
fn the_original_blueprint_is_taken_whole() {
    let config = blueprint();
    let text = evaluate(&config, catalogue()).bundle.manifests();
    let import = check_round_trip(&[&text]);
    let imported = import.config().cloned().expect("a Config");
    assert_eq!(imported.kept, [], "nothing has to be kept");
    assert!(imported.comparison);
    assert_eq!(imported, config);
    assert_eq!(import.recognised.len(), 6);
    assert!(import.recognised.iter().all(|one| one.taken));
}

#[test]
fn every_preset_is_taken_whole() {
    for preset in soci_configurator::core::Preset::ALL {
        let config = filled(&preset.config());
        let text = evaluate(&config, catalogue()).bundle.manifests();
        let import = check_round_trip(&[&text]);
        let kept: Vec<String> = import
            .kept()
            .iter()
            .map(|kept| kept.kept.to_string())
            .collect();
        // FastImagePull's floor is the settings' own, and stock containerd has no intent of ours.
        assert_eq!(kept, Vec::<String>::new(), "{}", preset.word);
    }
}

/// As published in July 2025, with the placeholders of its sed commands.
pub const PUBLISHED: &str = include_str!("published_class.yaml");

#[test]
fn the_published_class_is_outdated_and_says_where() {
    let import = import(&[PUBLISHED]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::InstallScript);
    let kept: Vec<String> = config.kept.iter().map(ToString::to_string).collect();
    assert_eq!(
        kept,
        [
            "EC2NodeClass spec.role = \"<<KARPENTER_NODE_IAM_ROLE_NAME>>\"",
            "EC2NodeClass spec.securityGroupSelectorTerms = [{\"tags\":{\"karpenter.sh/discovery\":\"<<CLUSTER_NAME>>\"}}]",
            "EC2NodeClass spec.subnetSelectorTerms = [{\"tags\":{\"karpenter.sh/discovery\":\"<<CLUSTER_NAME>>\"}}]",
        ],
        "what waits to be filled in stays as it is"
    );
    let rules: Vec<(&str, usize)> = import
        .remarks
        .iter()
        .map(|remark| (remark.rule.id, remark.place.line))
        .collect();
    for expected in [
        ("install-script-on-new-ami", 34),
        ("unpinned-install-script", 34),
        ("install-script-custom-root-under-containerd", 33),
        ("encryption-not-said", 16),
    ] {
        assert!(
            rules.contains(&expected),
            "{expected:?} is not in {rules:?}"
        );
    }
    let class = &import.on_nodes[0];
    assert_eq!(class.verdict.describe(), "nodes do not become Ready");
    // What is advised has no error left but the values that only the user knows.
    let advised = import.recommended(import.first().expect("a set"), catalogue());
    let evaluation = evaluate(&advised, catalogue());
    assert!(
        evaluation
            .findings
            .iter()
            .all(|finding| finding.severity.as_str() != "error"),
        "{:?}",
        evaluation.findings
    );
}

/// The fragments of the published page, with their lines `...` for what is left out.
#[test]
fn fragments_of_the_page_are_understood() {
    let fragment = "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata:\n  name: soci-snapshotter\n...\n...\nspec:\n  blockDeviceMappings:\n  - deviceName: /dev/xvda\n    ebs:\n      volumeSize: 100Gi\n      volumeType: gp3\n      iops: 16000\n      throughput: 1000\n  instanceStorePolicy: RAID0\n...\n...\n";
    let import = import(&[fragment]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(
        config.storage.volume.iops.map(|iops| iops.count()),
        Some(16_000)
    );
    assert!(!import.has_errors(), "{:?}", import.remarks);
    assert!(
        import
            .remarks
            .iter()
            .any(|remark| remark.rule == "something-left-out" && remark.place.line == 5)
    );
}

/// Where the published page lies beside the repository, each of its YAML fragments says something
/// sensible: a document is taken, or it is said that there is none.
#[test]
#[cfg_attr(
    not(has_published_page),
    ignore = "the published page is not beside the repository"
)]
fn every_example_of_the_page_gives_an_answer() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/blueprint/original-blueprint.md");
    let page = std::fs::read_to_string(path).expect("the published page");
    let mut examples = 0;
    for (index, block) in page
        .split("```")
        .enumerate()
        .filter(|(index, _)| index % 2 == 1)
    {
        let text = block.split_once('\n').map_or("", |(_, text)| text);
        let import = import(&[text]);
        assert!(
            import.config().is_some() || import.has_errors() || !import.unread.is_empty(),
            "the example {index} gives neither a Config nor a message:\n{text}"
        );
        examples += 1;
    }
    assert!(examples >= 8, "{examples}");
}

const AL2023_LATER: &str = r##"apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: soci-snapshotter
spec:
  amiSelectorTerms:
  - alias: al2023@v20260512
  role: KarpenterNodeRole-demo
  securityGroupSelectorTerms:
  - tags:
      karpenter.sh/discovery: demo
  subnetSelectorTerms:
  - tags:
      karpenter.sh/discovery: demo
  blockDeviceMappings:
  - deviceName: /dev/xvda
    ebs:
      volumeSize: 100Gi
      volumeType: gp3
      iops: 16000
      throughput: 1000
      encrypted: true
  instanceStorePolicy: RAID0
  userData: |
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="BOUNDARY"

    --BOUNDARY
    Content-Type: application/node.eks.aws

    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec:
      featureGates:
        FastImagePull: true
    --BOUNDARY
    Content-Type: text/x-shellscript; charset="us-ascii"

    #!/bin/bash
    max_downloads=15
    sed -i "s/^max_concurrent_downloads_per_image = .*$/max_concurrent_downloads_per_image = $max_downloads/" /etc/soci-snapshotter-grpc/config.toml
    sed -i 's/^max_concurrent_unpacks_per_image = .*$/max_concurrent_unpacks_per_image = 10/' /etc/soci-snapshotter-grpc/config.toml
    --BOUNDARY--
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: soci-snapshotter
spec:
  disruption:
    consolidateAfter: 30s
    consolidationPolicy: WhenEmptyOrUnderutilized
  limits:
    cpu: 100
    memory: 500Gi
  template:
    metadata:
      labels:
        intent: soci-snapshotter
    spec:
      nodeClassRef:
        group: karpenter.k8s.aws
        kind: EC2NodeClass
        name: soci-snapshotter
      requirements:
      - key: karpenter.k8s.aws/instance-cpu
        operator: Gt
        values: ["7"]
      - key: karpenter.k8s.aws/instance-category
        operator: In
        values: [c, m, r]
      - key: kubernetes.io/arch
        operator: In
        values: [amd64]
      - key: karpenter.sh/capacity-type
        operator: In
        values: [spot, on-demand]
      - key: kubernetes.io/os
        operator: In
        values: [linux]
"##;

#[test]
fn the_later_al2023_form_comes_back() {
    let import = check_round_trip(&[AL2023_LATER]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::FastImagePull);
    let limits = &config.engine.limits;
    assert_eq!(limits.max_concurrent_downloads_per_image.setting(), 15);
    assert_eq!(limits.max_concurrent_unpacks_per_image.setting(), 10);
    assert_eq!(config.nodes.min_vcpu.map(|count| count.get()), Some(8));
    let on = &import.on_nodes[0];
    assert_eq!(on.verdict.describe(), "SOCI parallel pull is on");
    let limit = on
        .limits
        .iter()
        .find(|limit| limit.key == "max_concurrent_downloads_per_image")
        .expect("the limit");
    assert_eq!(
        (limit.holds.value.as_str(), limit.after_reboot.as_deref()),
        ("15", Some("20"))
    );
    assert_eq!(limit.holds.place.map(|place| place.line), Some(41));
    assert!(
        import
            .remarks
            .iter()
            .any(|remark| remark.rule == "sed-lost-on-reboot" && remark.place.line == 41),
        "{:?}",
        import.remarks
    );
    // Advice drops the sed for a drop-in that survives a reboot, and keeps the numbers.
    let advised = import.recommended(import.first().expect("a set"), catalogue());
    assert_eq!(advised.engine.limits, config.engine.limits);
    assert!(
        advised
            .kept
            .iter()
            .all(|kept| !kept.to_string().contains("userData"))
    );
}

const BOTTLEROCKET_LATER: &str = r##"apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: soci-snapshotter-br
spec:
  amiSelectorTerms:
  - alias: bottlerocket@1.60.0
  role: KarpenterNodeRole-demo
  securityGroupSelectorTerms:
  - tags:
      karpenter.sh/discovery: demo
  subnetSelectorTerms:
  - tags:
      karpenter.sh/discovery: demo
  blockDeviceMappings:
  - deviceName: /dev/xvda
    ebs:
      volumeSize: 4Gi
      volumeType: gp3
  - deviceName: /dev/xvdb
    ebs:
      volumeSize: 100Gi
      volumeType: gp3
      iops: 16000
      throughput: 1000
  instanceStorePolicy: RAID0
  userData: |
    [settings.container-runtime]
    snapshotter = "soci"
    [settings.container-runtime-plugins.soci-snapshotter]
    pull-mode = "parallel-pull-unpack"
    [settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]
    max-concurrent-downloads-per-image = 20
    concurrent-download-chunk-size = "16mb"
    max-concurrent-unpacks-per-image = 12
    discard-unpacked-layers = true
    [settings.kernel.sysctl]
    "vm.max_map_count" = "262144"
"##;

#[test]
fn the_bottlerocket_form_comes_back() {
    let import = check_round_trip(&[BOTTLEROCKET_LATER]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::Bottlerocket);
    assert_eq!(
        config
            .engine
            .limits
            .concurrent_download_chunk_size
            .to_bytes(),
        Some(16_000_000)
    );
    assert_eq!(
        import.on_nodes[0].verdict.describe(),
        "SOCI parallel pull is on"
    );
    let kept: Vec<String> = import
        .kept()
        .iter()
        .map(|kept| kept.kept.to_string())
        .collect();
    assert!(
        kept.iter()
            .any(|kept| kept.starts_with("Settings settings.kernel")),
        "{kept:?}"
    );
    // What is merged into the settings' own TOML when the text itself is let go.
    let advised = import.recommended(import.first().expect("a set"), catalogue());
    let text = evaluate(&advised, catalogue()).bundle.manifests();
    assert!(text.contains("vm.max_map_count"), "{text}");
}

const AUTO_MODE: &str = "apiVersion: eks.amazonaws.com/v1
kind: NodeClass
metadata:
  name: soci-auto
spec:
  role: AmazonEKSAutoNodeRole
  ephemeralStorage:
    size: 900Gi
    iops: 5000
  subnetSelectorTerms:
  - id: subnet-0a1b2c3d
  securityGroupSelectorTerms:
  - tags:
      Name: eks-cluster-sg
  networkPolicy: DefaultAllow
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: soci-auto
spec:
  template:
    spec:
      nodeClassRef:
        group: eks.amazonaws.com
        kind: NodeClass
        name: soci-auto
      requirements:
      - key: eks.amazonaws.com/instance-category
        operator: In
        values: [g, p]
      - key: eks.amazonaws.com/instance-local-nvme
        operator: Gt
        values: [\"0\"]
";

#[test]
fn auto_mode_comes_back() {
    let import = check_round_trip(&[AUTO_MODE]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::AutoMode);
    assert!(
        import
            .kept()
            .iter()
            .any(|kept| kept.path == "spec.networkPolicy" && kept.how == OverrideKind::Added)
    );
}
