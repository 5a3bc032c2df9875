//! Pods that Spark's operator makes of a SparkApplication: of fields of its own, not of a template.
//!
//! Facts: kubeflow/spark-operator v2, api/v1beta2 (2026); Spark 3.5, "Running Spark on Kubernetes": a pod asks
//! for its memory and an overhead of a tenth, of 0.4 for Python and R, of 384 MiB at least.

use crate::core::yaml::{Key, Node, Tree};

/// The pods of one role.
pub(super) struct MadePods<'a> {
    /// `executor` or `driver`.
    pub(super) key: &'static str,
    pub(super) spec: Node,
    /// How many executors there are; nothing for the driver, which is one.
    pub(super) replicas: Option<&'a Node>,
}

const LEAST_OVERHEAD_MIB: u64 = 384;

/// The executors and the driver, if a mapping is a SparkApplication's `spec`.
pub(super) fn pods(application: &Node) -> Vec<MadePods<'_>> {
    let is_application = ["driver", "executor"]
        .iter()
        .all(|key| matches!(application.get(key), Some(node) if !node.pairs().is_empty()));
    if !is_application {
        return Vec::new();
    }
    ["executor", "driver"]
        .into_iter()
        .filter_map(|key| {
            let role = application.get(key)?;
            Some(MadePods {
                key,
                spec: spec(application, role)?,
                replicas: role.get("instances"),
            })
        })
        .collect()
}

fn spec(application: &Node, role: &Node) -> Option<Node> {
    let of_conf = ["sparkConf", "spark.kubernetes.container.image"];
    let image = role
        .get("image")
        .or_else(|| application.get("image"))
        .or_else(|| application.at(&of_conf))?;
    image.as_str()?;
    let mut container = vec![
        pair("name", text(role.line, "spark")),
        pair("image", image.clone()),
    ];
    let mut requests = Vec::new();
    if let Some(cores) = role.get("coreRequest").or_else(|| role.get("cores")) {
        requests.push(pair("cpu", cores.clone()));
    }
    if let Some(memory) = role.get("memory") {
        let is_jvm = !matches!(application.str_at(&["type"]), Some("Python" | "R"));
        let overhead = role.str_at(&["memoryOverhead"]);
        if let Some(asked) = memory_asked(memory.as_str()?, overhead, is_jvm) {
            requests.push(pair("memory", text(memory.line, &format!("{asked}Mi"))));
        }
    }
    let mut resources = vec![pair("requests", mapping(role.line, requests))];
    if let (Some(name), Some(quantity)) =
        (role.str_at(&["gpu", "name"]), role.at(&["gpu", "quantity"]))
    {
        let limits = mapping(quantity.line, vec![pair(name, quantity.clone())]);
        resources.push(pair("limits", limits));
    }
    container.push(pair("resources", mapping(role.line, resources)));
    let containers = vec![mapping(role.line, container)];
    let mut pod = vec![pair(
        "containers",
        Node::new(role.line, Tree::Sequence(containers)),
    )];
    for key in ["nodeSelector", "tolerations", "affinity"] {
        if let Some(own) = role.get(key).or_else(|| application.get(key)) {
            pod.push(pair(key, own.clone()));
        }
    }
    Some(mapping(role.line, pod))
}

/// The MiB that a pod asks for; nothing if an amount cannot be read.
fn memory_asked(memory: &str, overhead: Option<&str>, is_jvm: bool) -> Option<u64> {
    let memory = mebibytes(memory)?;
    let overhead = match overhead {
        Some(own) => mebibytes(own)?,
        None if is_jvm => (memory / 10).max(LEAST_OVERHEAD_MIB),
        None => (memory * 2 / 5).max(LEAST_OVERHEAD_MIB),
    };
    Some(memory + overhead)
}

/// An amount as the JVM writes it, in MiB: `8g`, `512m`, `8Gi`.
fn mebibytes(text: &str) -> Option<u64> {
    let text = text.trim().to_ascii_lowercase();
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(end)?;
    let number: u64 = number.parse().ok().filter(|number| *number < 1 << 32)?;
    match unit {
        "k" | "kb" | "ki" => Some(number / 1024),
        "m" | "mb" | "mi" => Some(number),
        "g" | "gb" | "gi" => Some(number * 1024),
        "t" | "tb" | "ti" => Some(number * 1024 * 1024),
        _ => None,
    }
}

fn pair(key: &str, node: Node) -> (Key, Node) {
    let key = Key {
        line: node.line,
        text: key.to_owned(),
    };
    (key, node)
}

fn text(line: usize, text: &str) -> Node {
    Node::new(line, Tree::Scalar(text.to_owned()))
}

fn mapping(line: usize, pairs: Vec<(Key, Node)>) -> Node {
    Node::new(line, Tree::Mapping(pairs))
}

#[cfg(test)]
mod tests {
    use super::memory_asked;

    #[test]
    fn a_pod_asks_for_its_memory_and_an_overhead() {
        assert_eq!(memory_asked("8g", None, true), Some(8192 + 819));
        assert_eq!(memory_asked("8g", None, false), Some(8192 + 3276));
        assert_eq!(memory_asked("512m", None, true), Some(512 + 384));
        assert_eq!(memory_asked("8Gi", Some("1g"), true), Some(9216));
        for wrong in ["", "8", "g", "lots", "99999999999g"] {
            assert_eq!(memory_asked(wrong, None, true), None, "{wrong}");
        }
    }
}
