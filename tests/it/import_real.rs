//! Manifests as people have them, with mistakes that were made in earnest: each is read, taken
//! without loss and told what is wrong with it, at the right line.

use soci_configurator::core::{Config, EngineKind, Import, SociStatus, evaluate};
use soci_configurator::data::catalogue;

use crate::import_blueprint::{check_round_trip, import};
use crate::support::set;

/// What is said, as `rule:line`.
fn said(import: &Import) -> Vec<String> {
    import
        .remarks
        .iter()
        .map(|remark| format!("{}:{}", remark.rule, remark.place.line))
        .collect()
}

#[track_caller]
fn check_says(import: &Import, expected: &[&str]) {
    let said = said(import);
    for one in expected {
        assert!(
            said.iter().any(|other| other == one),
            "{one} is not said; {said:?}"
        );
    }
}

/// The head of a class that is right but for what a case is about.
fn class(alias: &str, rest: &str) -> String {
    format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata:\n  name: default\nspec:\n  role: KarpenterNodeRole-demo\n  amiSelectorTerms:\n  - alias: {alias}\n  subnetSelectorTerms:\n  - tags: {{karpenter.sh/discovery: demo}}\n  securityGroupSelectorTerms:\n  - tags: {{karpenter.sh/discovery: demo}}\n{rest}"
    )
}

const POOL: &str = "apiVersion: karpenter.sh/v1
kind: NodePool
metadata:
  name: default
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
      requirements:
      - {key: karpenter.k8s.aws/instance-category, operator: In, values: [c, m, r, t]}
      - {key: karpenter.k8s.aws/instance-generation, operator: Gt, values: [\"2\"]}
      - {key: kubernetes.io/arch, operator: In, values: [amd64]}
      - {key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}
  limits:
    cpu: 1000
  disruption:
    consolidationPolicy: WhenEmptyOrUnderutilized
    consolidateAfter: 1m
";

#[test]
fn a_role_that_is_an_arn_is_told_its_name() {
    let text = class("al2023@v20260714", "").replace(
        "role: Karpenter",
        "role: arn:aws:iam::123456789012:role/team/Karpenter",
    );
    let import = import(&[&text]);
    check_says(&import, &["role-as-arn:6"]);
    let remark = import.remarks.iter().find(|one| one.rule == "role-as-arn");
    let message = &remark.expect("it is said").message;
    assert!(
        message.contains("Use “KarpenterNodeRole-demo”"),
        "{message}"
    );
    // A name alone is right.
    let named = said(&import_of_class());
    assert!(
        named.iter().all(|one| !one.starts_with("role-as-arn")),
        "{named:?}"
    );
}

fn import_of_class() -> Import {
    import(&[&class("al2023@v20260714", "")])
}

#[test]
fn kubectl_get_of_a_cluster_with_small_types() {
    let list = format!(
        r#"apiVersion: v1
kind: List
metadata: {{resourceVersion: ""}}
items:
- apiVersion: karpenter.k8s.aws/v1
  kind: EC2NodeClass
  metadata:
    annotations:
      karpenter.k8s.aws/ec2nodeclass-hash: "123"
      kubectl.kubernetes.io/last-applied-configuration: |
        {{"apiVersion":"karpenter.k8s.aws/v1"}}
      team: platform
    creationTimestamp: "2026-01-01T00:00:00Z"
    finalizers: [karpenter.k8s.aws/termination]
    generation: 3
    managedFields:
    - apiVersion: karpenter.k8s.aws/v1
      manager: kubectl
    name: default
    resourceVersion: "1"
    uid: 0a0a
  spec:
    role: KarpenterNodeRole-demo
    amiSelectorTerms:
    - alias: al2023@v20260714
    kubelet:
      maxPods: 58
    metadataOptions: {{httpEndpoint: enabled, httpProtocolIPv6: disabled, httpPutResponseHopLimit: 1, httpTokens: required}}
    subnetSelectorTerms:
    - tags: {{karpenter.sh/discovery: demo}}
    securityGroupSelectorTerms:
    - tags: {{karpenter.sh/discovery: demo}}
    userData: |
      apiVersion: node.eks.aws/v1alpha1
      kind: NodeConfig
      spec:
        featureGates:
          FastImagePull: true
        kubelet:
          config:
            maxPods: 110
            registryPullQPS: 20
  status:
    conditions: []
- {}
"#,
        POOL.replace('\n', "\n  ")
    );
    let import = import(&[&list]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::FastImagePull);
    assert!(import.ignored.iter().any(|(_, path)| path == "status"));
    assert!(
        import
            .ignored
            .iter()
            .any(|(_, path)| path == "metadata.managedFields")
    );
    let kept: Vec<String> = import
        .kept()
        .iter()
        .map(|kept| kept.kept.to_string())
        .collect();
    for expected in [
        "EC2NodeClass spec.kubelet.maxPods = 58",
        "NodeConfig spec.kubelet.config.registryPullQPS = 20",
        "without EC2NodeClass spec.blockDeviceMappings",
        "EC2NodeClass metadata.annotations.team = \"platform\"",
    ] {
        assert!(
            kept.iter().any(|kept| kept == expected),
            "{expected} is not kept; {kept:#?}"
        );
    }
    check_says(&import, &["overridden-by-karpenter:41"]);
    assert_eq!(import.on_nodes[0].verdict, SociStatus::OnSomeNodes);
    assert!(
        said(&import)
            .iter()
            .any(|said| said.starts_with("gate-below-floor:"))
    );
    let pods = import.on_nodes[0]
        .settings
        .iter()
        .find(|setting| setting.key == "kubelet.config.maxPods")
        .expect("the key");
    assert_eq!(
        (pods.holds.value.as_str(), pods.holds.by.as_str()),
        ("58", "Karpenter, from spec.kubelet")
    );
    assert_eq!(pods.lost[0].value, "110");
}

#[test]
fn bottlerocket_with_everything_on_the_wrong_device() {
    let text = class(
        "bottlerocket@1.50.0",
        "  blockDeviceMappings:\n  - deviceName: /dev/xvda\n    rootVolume: true\n    ebs: {volumeSize: 200Gi, volumeType: gp3, iops: 16000, throughput: 1000}\n  - deviceName: /dev/xvdb\n    ebs: {volumeSize: 100Gi, volumeType: gp3}\n  userData: |\n    [settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack]\n    max-concurrent-downloads-per-image = 20\n    [settings.kubernetes]\n    max-pods = 110\n",
    );
    let import = check_round_trip(&[&text]);
    check_says(
        &import,
        &[
            "root-volume-on-bottlerocket:15",
            "images-on-other-device:14",
            "snapshotter-not-soci:20",
            "overridden-by-karpenter:23",
        ],
    );
    assert_eq!(import.on_nodes[0].verdict, SociStatus::Off);
}

#[test]
fn bottlerocket_with_only_the_data_volume_and_a_command_of_its_own() {
    let text = class(
        "bottlerocket@1.60.0",
        "  instanceStorePolicy: RAID0\n  blockDeviceMappings:\n  - deviceName: /dev/xvdb\n    ebs: {volumeSize: 100Gi, volumeType: gp3, encrypted: true}\n  userData: |\n    [settings.container-runtime]\n    snapshotter = \"soci\"\n    [settings.bootstrap-commands.store]\n    commands = [[\"apiclient\", \"ephemeral-storage\", \"init\"], [\"apiclient\", \"ephemeral-storage\", \"bind\", \"--dirs\", \"/var/lib/soci-snapshotter-grpc\"]]\n    mode = \"always\"\n    essential = true\n",
    );
    let import = check_round_trip(&[&text]);
    check_says(
        &import,
        &[
            "device-missing:14",
            "ephemeral-command-and-policy:20",
            "bad-bind-directory:21",
            "limits-left-to-defaults:19",
        ],
    );
    assert_eq!(import.on_nodes[0].verdict, SociStatus::NeverReady);
}

#[test]
fn a_volume_without_a_unit_and_a_device_of_another_family() {
    let text = class(
        "al2023@v20260714",
        "  blockDeviceMappings:\n  - deviceName: /dev/sda1\n    virtualName: ephemeral0\n    ebs: {volumeSize: 80, volumeType: gp3, throughput: 1000, iops: 3000}\n",
    );
    let import = check_round_trip(&[&text]);
    check_says(
        &import,
        &[
            "unknown-field:15",
            "wrong-type:16",
            "wrong-root-device:13",
            "throughput-above-iops:16",
            "nothing-switches-soci-on:1",
        ],
    );
    let size = import
        .remarks
        .iter()
        .find(|remark| remark.rule == "wrong-type")
        .expect("the size");
    assert!(size.message.contains("80Gi"), "{}", size.message);
    // What would be refused is not part of the advice.
    let advised = import.recommended(import.first().expect("a set"), catalogue());
    assert!(
        advised
            .kept
            .iter()
            .all(|kept| !kept.to_string().contains("virtualName"))
    );
}

#[test]
fn a_helm_chart_with_misspelt_fields_and_other_objects() {
    let text = format!(
        "---\n# Source: karpenter-resources/templates/sa.yaml\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: x\n---\n# Source: karpenter-resources/templates/class.yaml\n{}---\n{}",
        class(
            "al2023@v20260714",
            "  tags:\n  blockDeviceMapping:\n  - deviceName: /dev/xvda\n  instanceStorePolicy: RAID10\n"
        ),
        POOL.replace(
            "operator: Gt, values: [\"2\"]",
            "operator: Gte, values: [3]"
        )
        .replace("instance-category", "instance-catgory"),
    );
    let import = import(&[&text]);
    let said = said(&import);
    assert!(
        import
            .recognised
            .iter()
            .any(|one| !one.taken && one.what == "ServiceAccount x")
    );
    // Empty tags are none: the server takes them for a field that is not there.
    assert!(
        !said.iter().any(|other| other.starts_with("wrong-type:21")),
        "{said:?}"
    );
    for rule in ["unknown-field:22", "unknown-value:24"] {
        assert!(said.iter().any(|other| other == rule), "{rule}: {said:?}");
    }
    let hint = |rule: &str| {
        import
            .remarks
            .iter()
            .filter(|remark| remark.rule == rule)
            .map(|remark| remark.message.clone())
            .collect::<String>()
    };
    assert!(hint("unknown-field").contains("Did you mean blockDeviceMappings?"));
    assert!(hint("cross-field-rule").contains("instance-category?"));
}

#[test]
fn limits_in_the_wrong_file_and_no_blank_line_before_the_body() {
    let text = class(
        "al2023@v20260714",
        "  userData: |\n    MIME-Version: 1.0\n    Content-Type: multipart/mixed; boundary=\"B\"\n\n    --B\n    Content-Type: application/node.eks.aws\n    ---\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    --B--\n",
    );
    let import = check_round_trip(&[&text]);
    check_says(&import, &["mime-part-header:19"]);
    assert_eq!(import.on_nodes[0].verdict, SociStatus::NeverReady);
    let dead = class(
        "al2023@v20260714",
        "  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec:\n      featureGate:\n        FastImagePull: true\n      containerd:\n        config: |\n          [plugins.\"io.containerd.snapshotter.v1.soci\".blob]\n          max_concurrent_downloads_per_image = 20\n",
    );
    let import = check_round_trip(&[&dead]);
    check_says(
        &import,
        &[
            "node-config-unknown-field:17",
            "dead-plugin-keys:21",
            "nothing-switches-soci-on:21",
        ],
    );
    assert_eq!(import.on_nodes[0].verdict, SociStatus::Off);
}

#[test]
fn a_gate_in_quotes_and_a_script_that_undoes_its_own_edit() {
    let text = class(
        "al2023@v20260714",
        "  userData: |\n    MIME-Version: 1.0\n    Content-Type: multipart/mixed; boundary=\"//\"\n\n    --//\n    Content-Type: application/node.eks.aws\n\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec:\n      featureGates:\n        FastImagePull: \"true\"\n    --//\n    Content-Type: text/x-shellscript\n\n    #!/bin/bash\n    sed -i 's/^concurrent_download_chunk_size = .*/concurrent_download_chunk_size = 8mb/' /etc/soci-snapshotter-grpc/config.toml\n    cp x.yaml /etc/eks/nodeadm.d/\n    ls /mnt/k8s-disks/0\n    --//--\n",
    );
    let import = check_round_trip(&[&text]);
    check_says(
        &import,
        &[
            "node-config-broken:24",
            "edit-without-gate:29",
            "disks-not-there-yet:31",
        ],
    );
    let on = text.replace("\"true\"", "true");
    let import = check_round_trip(&[&on]);
    check_says(&import, &["soci-config-broken:29", "edits-reverted:30"]);
    assert_eq!(import.on_nodes[0].verdict, SociStatus::NeverReady);
}

#[test]
fn a_custom_name_with_a_wildcard_and_al2_recipes() {
    let text = "apiVersion: karpenter.k8s.aws/v1beta1\nkind: EC2NodeClass\nmetadata: {name: default}\nspec:\n  amiFamily: AL2\n  role: x\n  amiSelectorTerms: [{name: amazon-eks-node-1.32-*}]\n  subnetSelectorTerms: [{id: subnet-0a1b2c3d}]\n  securityGroupSelectorTerms: [{id: sg-0a1b2c3d}]\n  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n";
    let import = import(&[text]);
    check_says(
        &import,
        &[
            "api-version-gone:1",
            "wildcard-ami-name:7",
            "al2-has-no-soci:5",
            "node-config-on-al2:11",
        ],
    );
}

#[test]
fn a_pool_for_auto_mode_with_karpenters_labels() {
    let pool = POOL
        .replace(
            "karpenter.k8s.aws, kind: EC2NodeClass",
            "eks.amazonaws.com, kind: NodeClass",
        )
        .replace(
            "  disruption:",
            "  disruption:\n    budgets: [{nodes: \"0\", reasons: [Drifted]}]",
        );
    let import = check_round_trip(&[&pool]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.engine.kind, EngineKind::AutoMode);
    check_says(
        &import,
        &[
            "label-of-karpenter-on-auto-mode:10",
            "budgets-leave-gaps:17",
        ],
    );
}

#[test]
fn a_workload_with_operators_that_pods_do_not_know() {
    let deployment = "apiVersion: apps/v1
kind: Deployment
metadata: {name: inference, namespace: ml}
spec:
  replicas: 3
  selector: {matchLabels: {app: inference}}
  template:
    metadata: {labels: {app: inference}}
    spec:
      nodeSelector: {karpenter.sh/nodepool: default}
      affinity:
        nodeAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            nodeSelectorTerms:
            - matchExpressions:
              - {key: karpenter.k8s.aws/instance-ebs-bandwidth, operator: Gte, values: [\"8000\"]}
      containers:
      - name: server
        image: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/inference:1
        env: [{name: A, value: b}]
        resources:
          requests: {cpu: 4, memory: 16Gi}
          limits: {nvidia.com/gpu: 1}
        ports: [{containerPort: 8000}]
      tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
";
    let import = check_round_trip(&[&class("al2023@v20260714", ""), POOL, deployment]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.workload.gpus, Some(1));
    assert_eq!(config.image.compressed_size, None);
    assert_eq!(config.engine.kind, EngineKind::Containerd);
    check_says(&import, &["operator-unknown-to-pods:16"]);
    // A pool without the label intent is asked for by its name when there is no workload.
    let alone = crate::import_blueprint::import(&[&class("al2023@v20260714", ""), POOL]);
    let alone = alone.config().cloned().expect("a Config");
    let manifests = |config: &Config| evaluate(config, catalogue()).bundle.manifests();
    let text = manifests(&alone);
    assert!(!text.contains("Deployment"), "{text}");
    let text = manifests(&set(alone, &[("workload.kind", "deployment")]));
    assert!(
        text.contains("karpenter.sh/nodepool: default") && !text.contains("intent:"),
        "{text}"
    );
}

/// Two files of one cluster with two pools: the one with SOCI is taken, the other is checked.
#[test]
fn the_pool_with_soci_is_the_one_that_is_taken() {
    let plain = class("al2023@v20260714", "");
    let soci = class("al2023@v20260714", "  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {featureGates: {FastImagePull: true}}\n")
        .replace("name: default", "name: fast");
    let import = import(&[&plain, &soci, "cluster: x", "{\"a\""]);
    let config = import.config().cloned().expect("a Config");
    assert_eq!(config.nodes.name.to_string(), "fast");
    assert_eq!(import.on_nodes.len(), 2);
    check_says(&import, &["no-manifest:1", "not-yaml:1"]);
    let names: Vec<&str> = import.sets.iter().map(|set| set.name.as_str()).collect();
    assert_eq!(names, ["EC2NodeClass fast", "EC2NodeClass default"]);
    assert!(import.recognised.iter().all(|one| one.taken));
}
