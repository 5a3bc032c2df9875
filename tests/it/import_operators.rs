//! Pods that an operator makes of fields of its own.

use soci_configurator::core::Import;

use crate::import_blueprint::import;
use crate::import_node::check_said;

const POOL: &str = "apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: jobs}
spec:
  template:
    spec:
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: jobs}
      requirements: [{key: karpenter.k8s.aws/instance-category, operator: In, values: [m]}]
      taints: [{key: jobs, effect: NoSchedule}]
";

const SPARK: &str = "apiVersion: sparkoperator.k8s.io/v1beta2
kind: SparkApplication
metadata: {name: etl, namespace: data}
spec:
  type: Python
  image: registry.example.com/etl:1
  driver:
    cores: 1
    memory: 2g
    nodeSelector: {karpenter.sh/nodepool: system}
  executor:
    cores: 4
    instances: 10
    memory: 8g
    nodeSelector: {karpenter.sh/nodepool: jobs}
    tolerations: [{key: jobs, operator: Exists}]
";

fn workload(import: &Import) -> (String, String, u16, Option<String>, Option<String>) {
    let config = import.config().expect("a Config");
    (
        config.image.reference.to_string(),
        config.workload.name.to_string(),
        config.workload.replicas,
        config.workload.cpu.as_ref().map(ToString::to_string),
        config.workload.memory.as_ref().map(ToString::to_string),
    )
}

#[test]
fn executors_of_spark_are_pods_with_their_overhead() {
    let of = |text: &str| import(&[POOL, text]);
    let expected = |memory: &str| {
        (
            "registry.example.com/etl:1".to_owned(),
            "etl".to_owned(),
            10,
            Some("4".to_owned()),
            Some(memory.to_owned()),
        )
    };
    assert_eq!(workload(&of(SPARK)), expected("11468Mi"));
    let jvm = SPARK.replace("type: Python", "type: Scala");
    assert_eq!(workload(&of(&jvm)), expected("9011Mi"));
    // The image in Spark's own configuration, and a schedule around the application.
    let conf = SPARK.replace(
        "  image: registry.example.com/etl:1\n",
        "  sparkConf: {spark.kubernetes.container.image: \"registry.example.com/etl:1\"}\n",
    );
    assert_eq!(workload(&of(&conf)), expected("11468Mi"));
    let (head, spec) = SPARK.split_once("spec:\n").expect("a spec");
    let spec: String = spec.lines().map(|line| format!("  {line}\n")).collect();
    let scheduled = format!("{head}spec:\n  schedule: \"@daily\"\n  template:\n{spec}");
    assert_eq!(workload(&of(&scheduled)), expected("11468Mi"));
}

#[test]
fn what_spark_asks_for_is_checked_where_it_stands() {
    let wrong = SPARK.replace("example.com/etl", "example.com/ETL");
    check_said(
        &import(&[POOL, &wrong]),
        "image-name-refused",
        "capital letters",
    );
    let kept_off = SPARK.replace("    tolerations: [{key: jobs, operator: Exists}]\n", "");
    check_said(&import(&[POOL, &kept_off]), "taint-not-tolerated", "jobs");
    // Without an image there is nothing to pull.
    let none = SPARK.replace("  image: registry.example.com/etl:1\n", "");
    assert_ne!(workload(&import(&[POOL, &none])).1, "etl");
}

#[test]
fn pods_stand_under_other_keys_than_a_template() {
    let inference = "apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: llm}
spec:
  predictor:
    nodeSelector: {karpenter.sh/nodepool: jobs}
    tolerations: [{key: jobs, operator: Exists}]
    containers: [{name: server, image: \"registry.example.com/llm:1\", resources: {requests: {cpu: 3}}}]
";
    let (image, name, replicas, cpu, _) = workload(&import(&[POOL, inference]));
    assert_eq!(
        (image.as_str(), name.as_str()),
        ("registry.example.com/llm:1", "llm")
    );
    assert_eq!((replicas, cpu.as_deref()), (1, Some("3")));
}
