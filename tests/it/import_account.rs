//! What was looked at and what was not; the same findings wherever the same input is judged; and
//! nothing that a file holds is lost.

use std::collections::BTreeSet;

use soci_configurator::core::{
    Catalogue, Config, Coverage, Import, InputFile, evaluate, read_config, read_files,
    read_own_files, write_config,
};
use soci_configurator::data::catalogue;

use crate::import_blueprint::{PUBLISHED, check_round_trip, import};

pub const CLASS: &str = "apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: gpu}
spec:
  role: node-role
  amiSelectorTerms: [{alias: al2023@v20260714}]
  subnetSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]
  securityGroupSelectorTerms: [{tags: {karpenter.sh/discovery: demo}}]
  blockDeviceMappings:
    - {deviceName: /dev/xvda, ebs: {volumeSize: 300Gi, volumeType: gp3, encrypted: true}}
  userData: |
    apiVersion: node.eks.aws/v1alpha1
    kind: NodeConfig
    spec: {featureGates: {FastImagePull: true}}
";

pub const POOL: &str = "apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: gpu}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: gpu}
      requirements:
        - {key: karpenter.k8s.aws/instance-category, operator: In, values: [g]}
        - {key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}
";

const JOB: &str = "apiVersion: batch/v1
kind: Job
metadata: {name: train}
spec:
  parallelism: 3
  template:
    spec:
      nodeSelector: {karpenter.sh/nodepool: gpu}
      restartPolicy: Never
      containers:
        - {name: main, image: 'registry.example.com/train:latest', resources: {requests: {cpu: '6', memory: 20Gi}}}
";

/// The state of each document: `EC2NodeClass gpu: checked`.
fn states(import: &Import) -> Vec<String> {
    import
        .recognised
        .iter()
        .map(|one| {
            let state = match &one.coverage {
                Coverage::Checked => "checked",
                Coverage::Partial { .. } => "in part",
                Coverage::Unchecked { .. } => "not",
            };
            format!("{}: {state}", one.what)
        })
        .collect()
}

#[test]
fn every_document_is_checked_or_said_not_to_be() {
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: hub}\n";
    let other_job = JOB
        .replace("nodepool: gpu", "nodepool: cpu")
        .replace("train", "other");
    let found = import(&[CLASS, POOL, JOB, secret, &other_job]);
    assert_eq!(
        states(&found),
        [
            "EC2NodeClass gpu: checked",
            "NodePool gpu: checked",
            "Job train: in part",
            "Secret hub: not",
            "Job other: not",
        ]
    );
    let account = found.account();
    assert!(!account.is_nothing());
    assert_eq!(
        account.sentence(false),
        "No findings in 1 EC2NodeClass, 1 NodePool; checked in part: Job train (without fields \
         beyond image, requests, replicas, node selection and tolerations); not checked: Secret \
         hub (it affects neither nodes nor pulls), Job other (its NodePool cpu is not in these files)."
    );
    let nothing = import(&[secret]).account();
    assert!(nothing.is_nothing());
    assert_eq!(
        nothing.sentence(false),
        "Nothing was checked; not checked: Secret hub (it affects neither nodes nor pulls)."
    );
}

#[test]
fn what_a_pool_or_a_class_lacks_is_said() {
    for (text, state, said) in [
        (
            POOL.to_owned(),
            "NodePool gpu: in part",
            "its EC2NodeClass gpu, which is not in",
        ),
        (
            POOL.replace("kind: EC2NodeClass", "kind: AKSNodeClass"),
            "NodePool gpu: in part",
            "not an EKS class",
        ),
        (
            CLASS.replace("alias: al2023@v20260714", "id: ami-0123456789abcdef0"),
            "EC2NodeClass gpu: in part",
            "the operating system is not known",
        ),
        (
            "apiVersion: karpenter.sh/v1alpha5\nkind: Provisioner\nmetadata: {name: a}\n"
                .to_owned(),
            "Provisioner a: not",
            "0.33",
        ),
    ] {
        let found = import(&[&text]);
        assert_eq!(states(&found), [state], "{text}");
        let sentence = found.account().sentence(true);
        assert!(sentence.contains(said), "{sentence}");
    }
}

#[test]
fn why_a_document_is_not_checked_is_said() {
    let again = JOB.replace("train", "again");
    let asks_for_none =
        |job: &str| job.replace("      nodeSelector: {karpenter.sh/nodepool: gpu}\n", "");
    let class = CLASS.replace("name: gpu", "name: fast");
    let pool = POOL.replace("EC2NodeClass, name: gpu", "EC2NodeClass, name: fast");
    let (any, other) = (asks_for_none(JOB), asks_for_none(&again));
    for (texts, said) in [
        (
            vec![class.as_str(), &pool, JOB, &again],
            "Job again (without fields",
        ),
        (
            vec![&class, &pool, JOB, &other],
            "Job again (it selects none of these NodePools)",
        ),
        (
            vec![&class, &any, &other],
            "Job again (no NodePool or node class refers to it)",
        ),
        (
            vec!["apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a}\n"],
            "Widget a (its kind is unknown, and it contains no pod template)",
        ),
        (
            vec!["apiVersion: v1\nkind: List\nitems: [{metadata: {name: a}}]\n"],
            "a (it has no kind)",
        ),
    ] {
        let sentence = import(&texts).account().sentence(true);
        assert!(sentence.contains(said), "{sentence}");
    }
}

/// Rules that a document has, however it is judged.
pub fn of_file(import: &Import, catalogue: &Catalogue) -> BTreeSet<String> {
    let noticed = import.noticed(catalogue);
    noticed.iter().map(|one| one.rule.id.to_owned()).collect()
}

pub fn of_config(config: &Config, catalogue: &Catalogue) -> BTreeSet<String> {
    let evaluation = evaluate(config, catalogue);
    let own = read_own_files(config, catalogue);
    let findings = evaluation
        .findings
        .iter()
        .filter(|one| !own.contradict(one))
        .map(|one| one.rule.id.to_owned());
    let remarks = own.remarks.iter().map(|one| one.rule.id.to_owned());
    findings.chain(remarks).collect()
}

/// Rules about how the files are written, which have no say about a Config; and the one about what a
/// Config keeps.
pub const OF_WRITING: [&str; 9] = [
    "api-version-gone",
    "kept-instead-of-settings",
    "kubernetes-assumed",
    "not-kept",
    "part-only-in-whole",
    "region-inferred",
    "repeated-key",
    "something-left-out",
    "wrong-api-version",
];

#[test]
fn a_set_has_the_same_findings_as_files_and_as_a_config() {
    let whole = [CLASS, POOL].join("---\n");
    let slow = whole.replace(
        "encrypted: true",
        "encrypted: true, iops: 3000, throughput: 125",
    );
    let faulty = whole
        .replace("volumeSize: 300Gi", "volumeSize: 300")
        .replace("role:", "rol:");
    let no_mappings = whole.replace(
        "  blockDeviceMappings:\n    - {deviceName: /dev/xvda, ebs: {volumeSize: 300Gi, volumeType: gp3, encrypted: true}}\n",
        "",
    );
    let open = whole
        .replace("node-role", "${role}")
        .replace("demo", "<<CLUSTER>>");
    let br = whole
        .replace("al2023@v20260714", "bottlerocket@1.52.0")
        .replace("/dev/xvda", "/dev/xvdb")
        .replace(
            "    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {featureGates: {FastImagePull: true}}\n",
            "    [settings.container-runtime]\n    snapshotter = \"soci\"\n",
        );
    let off = whole.replace("FastImagePull: true", "FastImagePull: false");
    for text in [
        off,
        whole.clone(),
        slow,
        faulty,
        no_mappings,
        open,
        br,
        whole + "---\n" + JOB,
    ] {
        let import = import(&[&text]);
        let config = import.config().expect("a Config");
        let (mut files, mut own) = (
            of_file(&import, catalogue()),
            of_config(config, catalogue()),
        );
        // The same in its file.
        let written = read_files(
            &[InputFile {
                name: "config.yaml".to_owned(),
                text: write_config(config),
            }],
            &Config::default(),
            catalogue(),
        );
        let mut in_file = of_file(&written, catalogue());
        for rule in OF_WRITING {
            files.remove(rule);
            own.remove(rule);
            in_file.remove(rule);
        }
        assert_eq!(files, own, "{text}");
        assert_eq!(files, in_file, "{text}");
    }
}

#[test]
fn a_default_has_its_finding_at_the_nearest_line_and_its_owner() {
    let no_mappings = CLASS.replace(
        "  blockDeviceMappings:\n    - {deviceName: /dev/xvda, ebs: {volumeSize: 300Gi, volumeType: gp3, encrypted: true}}\n",
        "",
    );
    for (text, line, path) in [
        (CLASS, 10, "spec.blockDeviceMappings[0].ebs.throughput"),
        (no_mappings.as_str(), 4, "spec.blockDeviceMappings"),
    ] {
        let noticed = import(&[text, POOL]).noticed(catalogue());
        let slow = noticed
            .iter()
            .find(|one| one.rule == "slow-volume")
            .expect("the volume is slow");
        assert_eq!((slow.place.line, slow.path.as_str()), (line, path));
        assert!(
            slow.message.ends_with("125 MiB/s is EC2's default."),
            "{}",
            slow.message
        );
    }
}

#[test]
fn placeholders_stay_letter_for_letter_wherever_they_stand() {
    for placeholder in [
        "${module.eks.value}",
        "<<VALUE>>",
        "<VALUE>",
        "$(VALUE)",
        "{{ .Values.value }}",
        "$VALUE",
        "%VALUE%",
        "@@VALUE@@",
        "__VALUE__",
        "#{value}",
        "REPLACE_ME",
    ] {
        let quoted = format!("\"{placeholder}\"");
        for (from, to) in [
            ("role: node-role", format!("role: {quoted}")),
            (
                "amiSelectorTerms: [{alias: al2023@v20260714}]",
                format!("amiFamily: AL2023\n  amiSelectorTerms: [{{id: {quoted}}}]"),
            ),
            (
                "alias: al2023@v20260714",
                format!("alias: \"al2023@{placeholder}\""),
            ),
            (
                "{tags: {karpenter.sh/discovery: demo}}",
                format!("{{id: {quoted}}}"),
            ),
            ("discovery: demo", format!("discovery: {quoted}")),
            ("volumeSize: 300Gi", format!("volumeSize: {quoted}")),
            ("volumeType: gp3", format!("volumeType: {quoted}")),
            (
                "encrypted: true",
                format!(
                    "encrypted: {quoted}, iops: {quoted}, snapshotID: {quoted}, kmsKeyID: {quoted}"
                ),
            ),
            (
                "{name: gpu}",
                format!("{{name: gpu, labels: {{a: {quoted}}}}}"),
            ),
            ("values: [g]", format!("values: [{quoted}]")),
            ("values: [on-demand]", format!("values: [{quoted}]")),
            (
                "spec:\n  template",
                format!(
                    "spec:\n  weight: {quoted}\n  limits: {{cpu: {quoted}}}\n  disruption: {{consolidateAfter: {quoted}, budgets: [{{nodes: {quoted}}}]}}\n  template"
                ),
            ),
            (
                "        - {key: karpenter.sh/cap",
                format!(
                    "        - {{key: {quoted}, operator: In, values: [a]}}\n        - {{key: karpenter.sh/cap"
                ),
            ),
        ] {
            let text = [CLASS, POOL].join("---\n").replace(from, &to);
            assert!(text.contains(placeholder), "{from} is not there");
            let import = check_round_trip(&[&text]);
            let errors: Vec<&str> = import
                .noticed(catalogue())
                .iter()
                // Which of these types are too small has nothing to do with it.
                .filter(|one| one.severity.as_str() == "error" && one.rule != "gate-below-floor")
                .map(|one| one.rule.id)
                .collect();
            assert_eq!(errors, Vec::<&str>::new(), "{to}");
            let named = import
                .noticed(catalogue())
                .iter()
                .filter(|one| one.rule == "placeholders-left")
                .filter(|one| one.message.contains(placeholder))
                .count();
            assert_eq!(named, 1, "{to} is named once");
        }
    }
}

#[test]
fn several_pools_and_classes_keep_their_own() {
    let other = |name: &str| {
        [
            CLASS
                .replace("name: gpu", &format!("name: {name}"))
                .replace("300Gi", "400Gi"),
            POOL.replace("name: gpu", &format!("name: {name}")),
        ]
        .join("---\n")
    };
    let shared = POOL
        .replace("metadata: {name: gpu}", "metadata: {name: gpu-spot}")
        .replace("on-demand", "spot");
    let text = [
        [CLASS, POOL].join("---\n"),
        other("batch"),
        shared,
        CLASS.replace("gpu", "alone"),
        PUBLISHED.to_owned(),
    ]
    .join("---\n");
    let import = import(&[&text]);
    let names: Vec<&str> = import.sets.iter().map(|set| set.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "NodePool gpu",
            "NodePool batch",
            "NodePool gpu-spot",
            "EC2NodeClass alone",
            "EC2NodeClass soci-snapshotter",
        ]
    );
    let sizes: Vec<String> = import
        .sets
        .iter()
        .take(3)
        .map(|set| set.config.storage.volume.volume_size.to_string())
        .collect();
    assert_eq!(sizes, ["300Gi", "400Gi", "300Gi"]);
    for set in &import.sets {
        let file = write_config(&set.config);
        assert_eq!(read_config(&file).as_ref(), Ok(&set.config), "{}", set.name);
    }
    // Each is checked on its own: both slow volumes are found, the shared one once.
    let slow: Vec<usize> = import
        .noticed(catalogue())
        .iter()
        .filter(|one| one.rule == "slow-volume")
        .map(|one| one.place.line)
        .collect();
    assert_eq!(slow.len(), 3, "{slow:?}");
}

#[test]
fn pods_of_any_workload_are_read() {
    let pods = "spec: {nodeSelector: {karpenter.sh/nodepool: gpu}, containers: [{name: a, image: 'registry.example.com/a:1', resources: {requests: {cpu: '6'}}}]}";
    for (kind, text, replicas) in [
        (
            "StatefulSet",
            format!(
                "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: a}}\nspec: {{replicas: 4, template: {{{pods}}}}}\n"
            ),
            4,
        ),
        (
            "CronJob",
            format!(
                "apiVersion: batch/v1\nkind: CronJob\nmetadata: {{name: a}}\nspec: {{jobTemplate: {{spec: {{parallelism: 2, template: {{{pods}}}}}}}}}\n"
            ),
            2,
        ),
        (
            "Pod",
            format!("apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\n{pods}\n"),
            1,
        ),
        (
            "RayCluster",
            format!(
                "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {{name: a}}\nspec: {{workerGroupSpecs: [{{replicas: 5, template: {{{pods}}}}}]}}\n"
            ),
            5,
        ),
        (
            "Something",
            format!(
                "apiVersion: example.com/v1\nkind: Something\nmetadata: {{name: a}}\nspec: {{groups: {{main: {{template: {{{pods}}}}}}}}}\n"
            ),
            1,
        ),
    ] {
        let found = import(&[CLASS, POOL, &text]);
        let config = found.config().expect("a Config");
        assert_eq!(
            config.image.reference.to_string(),
            "registry.example.com/a:1",
            "{kind}"
        );
        assert_eq!(config.workload.replicas, replicas, "{kind}");
        assert_eq!(
            config
                .workload
                .cpu
                .as_ref()
                .map(ToString::to_string)
                .as_deref(),
            Some("6"),
            "{kind}"
        );
        assert_eq!(
            config.workload.kind.as_str(),
            "none",
            "{kind} is not written again"
        );
        assert!(
            states(&found).contains(&format!("{kind} a: in part")),
            "{:?}",
            states(&found)
        );
    }
}

#[test]
fn kinds_under_a_wrong_group_or_version_are_refused() {
    for (api, kind, right) in [
        (
            "karpenter.sh/v1",
            "EC2NodeClass",
            Some("karpenter.k8s.aws/v1"),
        ),
        (
            "karpenter.k8s.aws/v0",
            "EC2NodeClass",
            Some("karpenter.k8s.aws/v1"),
        ),
        (
            "karpenter.k8s.aws",
            "EC2NodeClass",
            Some("karpenter.k8s.aws/v1"),
        ),
        ("karpenter.k8s.aws/v1", "NodePool", Some("karpenter.sh/v1")),
        ("karpenter.sh/v2", "NodePool", Some("karpenter.sh/v1")),
        ("v1", "NodePool", Some("karpenter.sh/v1")),
        (
            "karpenter.k8s.aws/v1",
            "NodeClass",
            Some("karpenter.k8s.aws/v1"),
        ),
        (
            "eks.amazonaws.com/v2",
            "NodeClass",
            Some("eks.amazonaws.com/v1"),
        ),
        ("apps/v1beta1", "Deployment", Some("apps/v1")),
        ("apps/v1", "Job", Some("batch/v1")),
        ("batch.volcano.sh/v1alpha1", "Job", None),
        ("hypershift.openshift.io/v1beta1", "NodePool", None),
        ("karpenter.sh/v1", "NodePool", None),
    ] {
        let text = format!(
            "apiVersion: {api}\nkind: {kind}\nmetadata: {{name: a}}\nspec: {{template: {{spec: {{containers: [{{name: a, image: 'a/b:c'}}]}}}}}}\n"
        );
        let found = import(&[&text]);
        let said = found
            .remarks
            .iter()
            .find(|one| one.rule == "wrong-api-version");
        match (right, said) {
            (None, None) => {}
            (Some(right), Some(said)) => {
                assert!(said.message.contains(right), "{}", said.message);
                assert_eq!(said.severity.as_str(), "error");
            }
            other => panic!("{api} {kind}: {other:?}"),
        }
    }
}

#[test]
fn what_is_kept_is_judged_as_part_of_the_files() {
    let base = "version: 1\ncluster: {name: demo, nodeRole: R}\nkept:\n";
    for (kept, rule) in [
        ("- EC2NodeClass spec.foo = 1", "unknown-field"),
        (
            "- NodePool spec.template.spec.requirements = \"nonsense\"",
            "wrong-type",
        ),
    ] {
        let config = read_config(&format!("{base}{kept}\n")).expect("a Config");
        let own = read_own_files(&config, catalogue());
        let error = own.remarks.iter().find(|one| one.rule == rule);
        assert!(
            error.is_some_and(|one| one.severity.as_str() == "error"),
            "{kept}: {:?}",
            own.remarks
        );
    }
}

#[test]
fn envsubst_fills_in_our_variables_and_no_others() {
    let script = "#!/bin/bash\\nCLUSTER_NAME=$(cat /etc/cluster)\\necho ${CLUSTER_NAME} $CLUSTER_NAME $CLUSTER_NAMES\\n";
    let file = format!("version: 1\nplaceholders: envsubst\nkept:\n- 'Script = \"{script}\"'\n");
    let config = read_config(&file).expect("a Config");
    let bundle = evaluate(&config, catalogue()).bundle;
    assert_eq!(
        bundle.envsubst().as_deref(),
        Some("envsubst '${SOCI_CLUSTER_NAME} ${KARPENTER_NODE_IAM_ROLE_NAME}'")
    );
    let text = bundle.manifests();
    assert!(text.contains("echo ${CLUSTER_NAME} $CLUSTER_NAME $CLUSTER_NAMES"));
    assert!(
        text.contains("karpenter.sh/discovery: ${SOCI_CLUSTER_NAME}"),
        "{text}"
    );
    // A file whose scripts use them too is written as it was.
    let both = [CLASS, POOL].join("---\n").replace("demo", "\"${CLUSTER_NAME}\"").replace(
        "    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {featureGates: {FastImagePull: true}}\n",
        "    #!/bin/bash\n    echo ${CLUSTER_NAME}\n",
    );
    check_round_trip(&[&both]);
}
