//! What is assumed where no file says it, and the versions that files do say.

use soci_configurator::core::{Assumed, Config, Field, Import, InputFile, Preset, read_files};
use soci_configurator::data::catalogue;

use crate::import_account::{CLASS, POOL};
use crate::import_blueprint::import;

const ALL: [&str; 3] = ["cluster.region", "cluster.kubernetes", "cluster.karpenter"];

fn paths(all: &[Assumed]) -> Vec<&'static str> {
    all.iter().map(|one| one.field.path).collect()
}

fn read(name: &str, text: &str, base: &Config) -> Import {
    let file = |name: &str, text: &str| InputFile {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    let both = [CLASS, POOL].join("---\n");
    let files = [file("nodes.yaml", &both), file(name, text)];
    read_files(&files, base, catalogue())
}

/// The cluster's versions, as a set has them.
fn versions(import: &Import) -> [String; 2] {
    let cluster = &import.config().expect("a set").cluster;
    [
        cluster.kubernetes.to_string(),
        cluster.karpenter.to_string(),
    ]
}

#[test]
fn what_no_file_says_is_named() {
    let found = import(&[CLASS, POOL]);
    assert_eq!(paths(&found.assumed()), ALL);
    assert_eq!(paths(&found.assumed_in_configs())[3..], ["image.reference"]);
    assert_eq!(
        Assumed::sentence(&found.assumed()).as_deref(),
        Some(
            "Assumed, as no file settles it: Region us-east-1, Kubernetes version 1.35, Karpenter \
             version 1.14."
        )
    );
    let sentence = Assumed::sentence(&found.assumed_in_configs()).unwrap_or_default();
    assert!(sentence.ends_with(" (an example)."), "{sentence}");
    assert_eq!(Assumed::sentence(&[]), None);
}

#[test]
fn only_what_matters_to_the_files_is_assumed() {
    let node_config = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec: {}\n";
    let auto_mode =
        "apiVersion: eks.amazonaws.com/v1\nkind: NodeClass\nmetadata: {name: a}\nspec: {role: r}\n";
    let secret = "apiVersion: v1\nkind: Secret\nmetadata: {name: hub}\n";
    let zone = POOL.replace(
        "      requirements:\n",
        "      requirements:\n        - {key: topology.kubernetes.io/zone, operator: In, values: [eu-west-1a]}\n",
    );
    let named = CLASS.replace(
        "{alias: al2023@v20260714}",
        "{name: amazon-eks-node-al2023-x86_64-standard-1.33-v20260714}",
    );
    for (files, assumed) in [
        (vec![node_config], &ALL[1..2]),
        (vec![auto_mode], &ALL[..2]),
        (vec![secret], &[]),
        (vec![CLASS, &zone], &ALL[1..]),
        (vec![&named, POOL], &["cluster.region", "cluster.karpenter"]),
        (vec![CLASS], &ALL),
        (vec![POOL], &ALL),
    ] {
        let found = import(&files);
        assert_eq!(paths(&found.assumed()), assumed, "{files:?}");
    }
}

/// What was chosen in the settings is not assumed, and another default is what changes what is.
#[test]
fn what_is_assumed_is_what_other_settings_change() {
    let folder = "tests/it/cases";
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    let mut paths: Vec<_> = entries.map(|one| one.expect("an entry").path()).collect();
    paths.sort();
    let mut other = Config::default();
    for (path, text) in [
        ("cluster.region", "eu-west-3"),
        ("cluster.kubernetes", "1.34"),
        ("cluster.karpenter", "1.9"),
        ("image.reference", "registry.example.com/mine:1"),
    ] {
        let field = Field::find(path).expect("the field is there");
        let edit = soci_configurator::core::Edit::typed(field, text, &other).expect("it fits");
        other = other.apply(&edit);
    }
    let mut seen = 0;
    for path in paths {
        let file = InputFile {
            text: std::fs::read_to_string(&path).expect("a text"),
            name: path.display().to_string(),
        };
        let files = [file];
        let read = |base: &Config| read_files(&files, base, catalogue());
        let (found, changed) = (read(&Config::default()), read(&other));
        if found.sets.iter().any(|set| set.name == "Config file") {
            continue;
        }
        assert_eq!(changed.assumed_in_configs(), [], "{}", path.display());
        for (set, changed) in found.sets.iter().zip(&changed.sets) {
            let all = found.assumed_in_configs();
            for one in all {
                let before = one.field.value(&set.config);
                let is_own = set.taken.iter().any(|taken| taken.field == one.field);
                if is_own || before != one.field.value(&Config::default()) {
                    continue;
                }
                seen += 1;
                let after = one.field.value(&changed.config);
                assert_ne!(before, after, "{}: {}", path.display(), one.field.path);
            }
        }
    }
    assert!(seen > 100, "only {seen} are assumed in all samples");
}

#[test]
fn an_image_of_a_preset_is_an_example_and_ones_own_is_none() {
    for preset in Preset::ALL {
        let found = read("none.yaml", "", &preset.config());
        let paths = paths(&found.assumed_in_configs());
        assert!(paths.contains(&"image.reference"), "{paths:?}");
    }
}

/// Everything that says a version, as its tool has it.
const SAYING: [(&str, &str, [&str; 2]); 16] = [
    (
        "eksctl.yaml",
        "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, region: us-east-1, version: '1.33'}\nkarpenter: {version: '1.6.3'}\n",
        ["1.33", "1.6"],
    ),
    (
        "node.yaml",
        "apiVersion: v1\nkind: Node\nmetadata: {name: a}\nstatus: {nodeInfo: {kubeletVersion: v1.33.5-eks-113cf36}}\n",
        ["1.33", "1.14"],
    ),
    (
        "nodes.yaml",
        "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata: {name: a}\n  status: {nodeInfo: {kubeletVersion: v1.32.5}}\n",
        ["1.32", "1.14"],
    ),
    (
        "capi.yaml",
        "apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: AWSManagedControlPlane\nmetadata: {name: a}\nspec: {version: v1.33.0}\n",
        ["1.33", "1.14"],
    ),
    (
        "topology.yaml",
        "apiVersion: cluster.x-k8s.io/v1beta1\nkind: Cluster\nmetadata: {name: a}\nspec: {topology: {version: v1.33.0}}\n",
        ["1.33", "1.14"],
    ),
    (
        "ack.yaml",
        "apiVersion: eks.services.k8s.aws/v1alpha1\nkind: Cluster\nmetadata: {name: a}\nspec: {version: '1.34'}\n",
        ["1.34", "1.14"],
    ),
    (
        "crossplane.yaml",
        "apiVersion: eks.aws.upbound.io/v1beta1\nkind: Cluster\nmetadata: {name: a}\nspec: {forProvider: {version: '1.34'}}\n",
        ["1.34", "1.14"],
    ),
    (
        "flux.yaml",
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: k}\nspec: {chart: {spec: {chart: karpenter, version: 1.5.0}}}\n",
        ["1.35", "1.5"],
    ),
    (
        "oci.yaml",
        "apiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: {name: k}\nspec: {url: 'oci://public.ecr.aws/karpenter/karpenter', ref: {tag: 1.5.0}}\n",
        ["1.35", "1.5"],
    ),
    (
        "argo.yaml",
        "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: k}\nspec: {sources: [{repoURL: public.ecr.aws/karpenter, chart: karpenter, targetRevision: 1.7.1}]}\n",
        ["1.35", "1.7"],
    ),
    (
        "kustomization.yaml",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nhelmCharts: [{name: karpenter, version: 1.7.1}]\n",
        ["1.35", "1.7"],
    ),
    (
        "Chart.yaml",
        "apiVersion: v2\nname: mine\nversion: 0.1.0\ndependencies: [{name: karpenter, version: 1.7.1, repository: 'oci://public.ecr.aws/karpenter'}]\n",
        ["1.35", "1.7"],
    ),
    (
        "controller.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: karpenter}\nspec: {template: {spec: {containers: [{name: c, image: 'public.ecr.aws/karpenter/controller:1.8.1@sha256:0'}]}}}\n",
        ["1.35", "1.8"],
    ),
    (
        "stack.yaml",
        "Resources:\n  Cluster:\n    Type: AWS::EKS::Cluster\n    Properties: {Version: '1.33'}\n",
        ["1.33", "1.14"],
    ),
    (
        "main.tf",
        "locals { v = \"1.33\" }\nmodule \"eks\" {\n  source = \"terraform-aws-modules/eks/aws\"\n  cluster_version = local.v\n}\nresource \"helm_release\" \"k\" {\n  chart = \"karpenter\"\n  version = \"1.9.0\"\n}\n",
        ["1.33", "1.9"],
    ),
    (
        "cluster.tf",
        "resource \"aws_eks_cluster\" \"a\" {\n  name = \"a\"\n  version = \"1.34\"\n}\n",
        ["1.34", "1.14"],
    ),
];

#[test]
fn versions_that_files_say_are_those_of_the_cluster() {
    for (name, text, said) in SAYING {
        let found = read(name, text, &Config::default());
        assert_eq!(versions(&found), said, "{name}");
        let assumed = paths(&found.assumed());
        for (path, (said, default)) in ["cluster.kubernetes", "cluster.karpenter"]
            .into_iter()
            .zip(said.into_iter().zip(["1.35", "1.14"]))
        {
            assert_eq!(assumed.contains(&path), said == default, "{name}: {path}");
        }
    }
}

#[test]
fn a_version_that_was_chosen_stays() {
    let mut base = Config::default();
    let field = Field::find("cluster.kubernetes").expect("the field is there");
    let edit = soci_configurator::core::Edit::typed(field, "1.32", &base).expect("it fits");
    base = base.apply(&edit);
    for (name, text, [_, karpenter]) in SAYING {
        assert_eq!(
            versions(&read(name, text, &base)),
            ["1.32", karpenter],
            "{name}"
        );
    }
}

#[test]
fn files_that_disagree_or_say_a_range_settle_nothing() {
    let cluster = |version: &str| {
        format!(
            "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {{name: a, version: '{version}'}}\n"
        )
    };
    let both = [cluster("1.33"), cluster("1.34")].join("---\n");
    for text in [
        both,
        cluster("1.33.x"),
        cluster("{{ .Values.version }}"),
        cluster("9.1"),
    ] {
        let found = read("eksctl.yaml", &text, &Config::default());
        assert_eq!(versions(&found)[0], "1.35", "{text}");
        assert_eq!(paths(&found.assumed()), ALL[..3], "{text}");
    }
}

/// The default may be what a file says: a release that is not known for it then changes nothing.
#[test]
fn a_version_that_is_said_is_not_guessed_from_the_release() {
    let class = CLASS.replace("v20260714", "v20240703");
    let cluster = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {name: a, version: '1.35'}\n";
    let guessed = import(&[&class, POOL]);
    assert_ne!(versions(&guessed)[0], "1.35");
    let said = import(&[&class, POOL, cluster]);
    assert_eq!(versions(&said)[0], "1.35");
    let rules: Vec<&str> = said.remarks.iter().map(|one| one.rule.id).collect();
    assert!(!rules.contains(&"kubernetes-assumed"), "{rules:?}");
}
