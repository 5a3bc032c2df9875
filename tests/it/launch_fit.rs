//! What can never be launched is never announced: pods, pool and class against each other, by kind.

use proptest::prelude::*;
use soci_configurator::core::{Config, InputFile, Launch, NoLaunch, read_files};
use soci_configurator::data::catalogue;

use crate::launch::us_east;
use crate::properties::runs;

/// A class, a pool and a Deployment as somebody writes them.
#[derive(Debug, Default, Clone)]
struct Files {
    /// The term that chooses the AMI; an alias where there is none.
    ami: String,
    /// Lines of the pool's `spec`.
    pool: String,
    labels: String,
    taints: String,
    /// Requirements, one a line.
    requirements: Vec<String>,
    /// Lines of the pods' `spec`; no Deployment where there are none.
    pods: Option<String>,
}

impl Files {
    fn text(&self) -> String {
        let Self {
            pool,
            labels,
            taints,
            ..
        } = self;
        let ami = match self.ami.as_str() {
            "" => "{alias: al2023@v20260930}",
            term => term,
        };
        let own: String = self
            .requirements
            .iter()
            .map(|one| format!("      - {one}\n"))
            .collect();
        let pods = self.pods.as_ref().map_or_else(String::new, |pods| {
            format!(
                "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: w}}
spec:
  replicas: 1
  selector: {{matchLabels: {{app: w}}}}
  template:
    metadata: {{labels: {{app: w}}}}
    spec:
      containers: [{{name: c, image: 'x:1', resources: {{requests: {{cpu: 1}}}}}}]
{pods}"
            )
        });
        format!(
            "apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {{name: p}}
spec:
  role: R
  amiFamily: AL2023
  amiSelectorTerms: [{ami}]
  subnetSelectorTerms: [{{tags: {{a: b}}}}]
  securityGroupSelectorTerms: [{{tags: {{a: b}}}}]
---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {{name: p}}
spec:
{pool}  template:
    metadata: {{labels: {{{labels}}}}}
    spec:
      nodeClassRef: {{group: karpenter.k8s.aws, kind: EC2NodeClass, name: p}}
      taints: [{taints}]
      requirements:
      - {{key: kubernetes.io/arch, operator: In, values: [amd64]}}
      - {{key: karpenter.k8s.aws/instance-category, operator: In, values: [c, m]}}
{own}{pods}"
        )
    }

    fn said(&self) -> (Launch, Vec<&'static str>) {
        let file = InputFile {
            name: "a.yaml".to_owned(),
            text: self.text(),
        };
        let import = read_files(&[file], &Config::default(), catalogue());
        let config = &import.sets.first().expect("a set").config;
        let ids = import.noticed(catalogue());
        let launch = Launch::for_config(config, &us_east());
        (launch, ids.iter().map(|one| one.rule.id).collect())
    }

    fn launch(&self) -> Launch {
        self.said().0
    }
}

/// Requirements on one key, and what each allows.
#[derive(Debug, Clone)]
struct Asked {
    operator: &'static str,
    values: Vec<&'static str>,
}

impl Asked {
    fn text(&self, key: &str) -> String {
        let Self { operator, values } = self;
        format!(
            "{{key: {key}, operator: {operator}, values: [{}]}}",
            values.join(", ")
        )
    }

    fn allows(&self, value: &str) -> bool {
        match self.operator {
            "In" => self.values.contains(&value),
            "NotIn" => !self.values.contains(&value),
            "Exists" => true,
            _ => false,
        }
    }

    fn lets_missing_through(&self) -> bool {
        matches!(self.operator, "NotIn" | "DoesNotExist")
    }
}

fn asked(values: &'static [&'static str]) -> impl Strategy<Value = Asked> {
    let some = proptest::sample::subsequence(values.to_vec(), 1..values.len());
    (
        proptest::sample::select(vec!["In", "NotIn", "Exists", "DoesNotExist"]),
        some,
    )
        .prop_map(|(operator, values)| Asked {
            operator,
            values: match operator {
                "In" | "NotIn" => values,
                _ => Vec::new(),
            },
        })
}

const CAPACITY: &str = "karpenter.sh/capacity-type";
const ZONE: &str = "topology.kubernetes.io/zone";

proptest! {
    #![proptest_config(ProptestConfig { cases: runs().cases.min(40), ..runs() })]

    #[test]
    fn a_node_comes_iff_some_capacity_type_meets_every_requirement(
        all in proptest::collection::vec(
            asked(&["on-demand", "spot", "reserved", "ondemand", "Spot"]),
            0..3,
        )
    ) {
        let files = Files {
            requirements: all.iter().map(|one| one.text(CAPACITY)).collect(),
            ..Files::default()
        };
        let launch = files.launch();
        // Nothing here selects reservations.
        let is_left = ["on-demand", "spot"]
            .iter()
            .any(|kind| all.iter().all(|one| one.allows(kind)));
        prop_assert_eq!(launch.likely().is_some(), is_left, "{:?}", launch.nothing);
        prop_assert_eq!(launch.nothing.is_none(), is_left);
    }

    #[test]
    fn a_node_comes_iff_a_zone_of_the_region_meets_pool_and_pods(
        pool in asked(&["us-east-1a", "us-east-1b", "us-east-1-bos-1a"]),
        pods in asked(&["us-east-1a", "us-east-1b", "us-east-1-bos-1a"]),
    ) {
        let files = Files {
            requirements: vec![pool.text(ZONE)],
            pods: Some(term(&[(ZONE, &pods)])),
            ..Files::default()
        };
        // A third zone stands for all that neither names.
        let is_left = |zone: &&str| pool.allows(zone) && pods.allows(zone);
        let regional = ["us-east-1a", "us-east-1b", "us-east-1c"].iter().any(is_left);
        let launch = files.launch();
        if pool.operator == "DoesNotExist" && pods.lets_missing_through() {
            // Both ask for nodes without a zone, which there are none of: not decided here.
        } else if regional {
            prop_assert!(launch.nothing.is_none(), "{:?}", launch.nothing);
        } else {
            prop_assert!(launch.likely().is_none());
            let is_local = is_left(&"us-east-1-bos-1a");
            prop_assert_eq!(launch.nothing.is_some_and(|why| why.is_unknown()), is_local);
        }
    }

    #[test]
    fn a_node_comes_iff_its_labels_meet_the_pods(
        pool in proptest::option::of(asked(&["a", "b", "c"])),
        pods in asked(&["a", "b", "c"]),
    ) {
        let files = Files {
            requirements: pool.iter().map(|one| one.text("team")).collect(),
            pods: Some(term(&[("team", &pods)])),
            ..Files::default()
        };
        let fits = match &pool {
            None => pods.lets_missing_through(),
            Some(pool) => {
                ["a", "b", "c", "d"].iter().any(|value| pool.allows(value) && pods.allows(value))
                    || (pool.lets_missing_through() && pods.lets_missing_through())
            }
        };
        let (launch, ids) = files.said();
        prop_assert_eq!(launch.likely().is_some(), fits, "{:?}", launch.nothing);
        prop_assert_eq!(ids.contains(&"pods-select-other-nodes"), !fits, "{:?}", ids);
    }
}

/// The required node affinity with one term.
fn term(all: &[(&str, &Asked)]) -> String {
    let all: Vec<String> = all.iter().map(|(key, asked)| asked.text(key)).collect();
    format!(
        "      affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{{matchExpressions: [{}]}}]}}}}}}\n",
        all.join(", ")
    )
}

#[test]
fn a_term_that_fits_is_enough() {
    let terms = |all: &str| {
        format!(
            "      affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{all}]}}}}}}\n"
        )
    };
    let (a, b) = (
        "{matchExpressions: [{key: team, operator: In, values: [a]}]}",
        "{matchExpressions: [{key: team, operator: In, values: [b]}]}",
    );
    for (all, fits) in [
        (format!("{a}, {b}"), true),
        (format!("{b}, {a}"), true),
        (b.to_owned(), false),
    ] {
        let files = Files {
            labels: "team: a".to_owned(),
            pods: Some(terms(&all)),
            ..Files::default()
        };
        assert_eq!(files.launch().likely().is_some(), fits, "{all}");
    }
}

#[test]
fn a_taint_is_tolerated_by_key_value_and_effect() {
    for (taint, toleration, fits) in [
        ("{key: x, value: a, effect: NoSchedule}", "", false),
        ("{key: x, value: a, effect: PreferNoSchedule}", "", true),
        (
            "{key: x, value: a, effect: NoExecute}",
            "{operator: Exists}",
            true,
        ),
        (
            "{key: x, value: a, effect: NoSchedule}",
            "{key: x, operator: Exists}",
            true,
        ),
        (
            "{key: x, value: a, effect: NoSchedule}",
            "{key: x, value: a}",
            true,
        ),
        (
            "{key: x, value: a, effect: NoSchedule}",
            "{key: x, operator: Equal, value: b}",
            false,
        ),
        ("{key: x, value: a, effect: NoSchedule}", "{key: x}", false),
        ("{key: x, effect: NoSchedule}", "{key: x}", true),
        (
            "{key: x, effect: NoSchedule}",
            "{key: y, operator: Exists}",
            false,
        ),
        (
            "{key: x, effect: NoSchedule}",
            "{key: x, operator: Exists, effect: NoSchedule}",
            true,
        ),
        (
            "{key: x, effect: NoExecute}",
            "{key: x, operator: Exists, effect: NoSchedule}",
            false,
        ),
    ] {
        let files = Files {
            taints: taint.to_owned(),
            pods: Some(format!("      tolerations: [{toleration}]\n")),
            ..Files::default()
        };
        let (launch, ids) = files.said();
        assert_eq!(launch.likely().is_some(), fits, "{taint} {toleration}");
        assert_eq!(
            ids.contains(&"taint-not-tolerated"),
            !fits,
            "{taint} {toleration} {ids:?}"
        );
    }
}

/// Only a Deployment is written again; the pods of others are judged as the files have them.
#[test]
fn pods_of_any_workload_are_held_against_the_pool() {
    let of = |kind: &str, pods: &str| {
        let files = Files {
            labels: "team: b".to_owned(),
            pods: Some(pods.to_owned()),
            ..Files::default()
        };
        let text = files.text().replace("kind: Deployment", kind);
        let file = InputFile {
            name: "a.yaml".to_owned(),
            text,
        };
        let import = read_files(&[file], &Config::default(), catalogue());
        let said = import.noticed(catalogue()).into_iter();
        said.map(|one| one.rule.id)
            .any(|id| id == "pods-select-other-nodes")
    };
    for (kind, is_said) in [("kind: StatefulSet", true), ("kind: DaemonSet", false)] {
        assert_eq!(
            of(kind, "      nodeSelector: {team: a}\n"),
            is_said,
            "{kind}"
        );
        assert!(!of(kind, "      nodeSelector: {team: b}\n"), "{kind}");
        assert!(!of(kind, ""), "{kind}");
    }
}

#[test]
fn a_limit_that_no_node_keeps_is_the_reason() {
    for (limit, comes) in [
        ("cpu: '0'", false),
        ("cpu: 0", false),
        ("cpu: -1", false),
        ("cpu: 500m", false),
        ("cpu: 1000", true),
        ("memory: 0Gi", false),
        ("memory: 1Ti", true),
        ("nodes: 0", false),
        ("nodes: 1", true),
        ("pods: 1", false),
        ("pods: 1000", true),
        ("ephemeral-storage: 10Gi", false),
        ("ephemeral-storage: 1Ti", true),
        // A type without the resource has none of it.
        ("nvidia.com/gpu: 0", true),
        ("nvidia.com/gpu: -1", false),
        ("example.com/thing: 0", true),
    ] {
        let files = Files {
            pool: format!("  limits: {{{limit}}}\n"),
            ..Files::default()
        };
        let (launch, ids) = files.said();
        assert_eq!(
            launch.likely().is_some(),
            comes,
            "{limit}: {:?}",
            launch.nothing
        );
        assert_eq!(
            matches!(launch.nothing, Some(NoLaunch::Limits(_))),
            !comes,
            "{limit}"
        );
        assert_eq!(
            ids.contains(&"pool-limit-below-smallest-type"),
            !comes,
            "{limit} {ids:?}"
        );
    }
}

#[test]
fn types_are_those_that_the_ami_is_built_for() {
    for (term, comes, is_known) in [
        ("{alias: al2023@v20260930}", true, true),
        (
            "{name: amazon-eks-node-al2023-x86_64-standard-1.34-v20260610}",
            true,
            true,
        ),
        (
            "{name: amazon-eks-node-al2023-arm64-standard-1.34-v20260610}",
            false,
            true,
        ),
        ("{name: 'amazon-eks-node-al2023-arm64-*'}", false, true),
        (
            "{ssmParameter: /aws/service/eks/optimized-ami/1.34/amazon-linux-2023/arm64/standard/recommended/image_id}",
            false,
            true,
        ),
        (
            "{name: bottlerocket-aws-k8s-1.34-aarch64-v1.49.0-0d1c9a91}",
            false,
            true,
        ),
        // Names of one's own say nothing for sure.
        ("{name: our-arm64-node}", true, false),
        ("{id: ami-0123456789abcdef0}", true, false),
        ("{tags: {a: b}}", true, false),
    ] {
        let files = Files {
            ami: term.to_owned(),
            ..Files::default()
        };
        let (launch, ids) = files.said();
        assert_eq!(
            launch.likely().is_some(),
            comes,
            "{term}: {:?}",
            launch.nothing
        );
        assert_eq!(
            ids.contains(&"no-instance-type-matches"),
            !comes,
            "{term} {ids:?}"
        );
        let says_so = launch.not_modelled.contains(&"the architecture of the AMI");
        assert_eq!(says_so, !is_known, "{term}");
    }
}

#[test]
fn the_reason_is_the_true_one() {
    let required = |key: &str, operator: &str, value: &str| Files {
        requirements: vec![format!(
            "{{key: {key}, operator: {operator}, values: ['{value}']}}"
        )],
        ..Files::default()
    };
    let with_min_values = Files {
        requirements: vec![
            "{key: karpenter.k8s.aws/instance-cpu-manufacturer, operator: Exists, minValues: 9}"
                .to_owned(),
        ],
        ..Files::default()
    };
    for (files, part) in [
        (
            required("karpenter.k8s.aws/instance-generation", "Gt", "99"),
            "instance-generation Gt 99",
        ),
        (
            required("kubernetes.io/os", "In", "windows"),
            "kubernetes.io/os In windows",
        ),
        (
            required("karpenter.k8s.aws/instance-memory", "Gt", "999999999"),
            "instance-memory Gt",
        ),
        (
            required(ZONE, "In", "us-east-1z"),
            "us-east-1 has no zone us-east-1z",
        ),
        (with_min_values, "minValues asks for 9 values"),
    ] {
        let launch = files.launch();
        let why = launch
            .nothing
            .as_ref()
            .map(NoLaunch::describe)
            .unwrap_or_default();
        assert!(why.contains(part), "{part}: {why}");
        assert!(!why.contains("limit"), "{why}");
        let next = launch
            .caveats()
            .iter()
            .any(|one| one.contains("next cheapest"));
        assert!(!next, "{part}");
    }
}

#[test]
fn ones_own_pods_size_the_nodes_as_the_sets_do() {
    use crate::launch::{pool, set};
    let types = ("nodes.types", "m5.2xlarge, m5.4xlarge");
    let config = pool(&[types, ("workload.cpu", "3"), ("workload.replicas", "10")]);
    let of_set = Launch::for_config(&config, &us_east());
    let own = Launch::for_config(&set(&config, &[("workload.kind", "none")]), &us_east());
    assert_eq!(own.nodes(), 0);
    assert_eq!(own.own_pods(), (of_set.nodes(), 10));
    assert_eq!(own.likely(), of_set.likely());
    let one = set(
        &config,
        &[("workload.kind", "none"), ("workload.replicas", "1")],
    );
    assert_eq!(Launch::for_config(&one, &us_east()).own_pods(), (1, 1));
}
