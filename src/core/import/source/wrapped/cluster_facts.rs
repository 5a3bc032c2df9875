//! What documents say of their cluster's versions: descriptions of the cluster and of its nodes, and
//! what installs Karpenter.

use crate::core::import::source::{ClusterFact, Statement};
use crate::core::yaml::Node;

/// The versions that a document says, by its apiVersion and kind; both are empty for a template of
/// CloudFormation, a kustomization or a chart's description.
pub(in crate::core::import) fn statements(
    api_version: &str,
    kind: &str,
    node: &Node,
) -> Vec<Statement> {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let mut said = Said::default();
    match (group, kind) {
        ("eksctl.io", _) => {
            said.kubernetes(node, &["metadata", "version"]);
            said.karpenter(node, &["karpenter", "version"]);
        }
        // What printed a node knows what runs there.
        ("", "Node") => said.kubernetes(node, &["status", "nodeInfo", "kubeletVersion"]),
        ("controlplane.cluster.x-k8s.io" | "eks.services.k8s.aws", _) => {
            said.kubernetes(node, &["spec", "version"]);
        }
        ("cluster.x-k8s.io", "Cluster") => said.kubernetes(node, &["spec", "topology", "version"]),
        ("cluster.x-k8s.io", _) => {
            said.kubernetes(node, &["spec", "template", "spec", "version"]);
        }
        (group, _) if group.starts_with("eks.") => {
            said.kubernetes(node, &["spec", "forProvider", "version"]);
        }
        ("helm.toolkit.fluxcd.io", "HelmRelease") => {
            let of_chart = ["spec", "chart", "spec"];
            said.chart(node.at(&of_chart), "chart", "version", &of_chart.join("."));
        }
        ("source.toolkit.fluxcd.io", "OCIRepository")
            if is_karpenter(node.str_at(&["spec", "url"])) =>
        {
            said.karpenter(node, &["spec", "ref", "tag"]);
        }
        ("argoproj.io", _) => {
            for spec in [&["spec"][..], &["spec", "template", "spec"]] {
                let path = [&spec.join("."), ".source"].concat();
                let spec = node.at(spec);
                let source = spec.and_then(|spec| spec.get("source"));
                said.chart(source, "chart", "targetRevision", &path);
                for source in items(spec, "sources") {
                    said.chart(Some(source), "chart", "targetRevision", &path);
                }
            }
        }
        ("helm.cattle.io", _) => said.chart(node.get("spec"), "chart", "version", "spec"),
        ("apps", "Deployment") => said.controller(node),
        ("" | "kustomize.config.k8s.io", "" | "Kustomization") => {
            for list in ["helmCharts", "dependencies"] {
                for chart in items(Some(node), list) {
                    said.chart(Some(chart), "name", "version", list);
                }
            }
            said.cloudformation(node);
        }
        _ => {}
    }
    said.0
}

/// What was said so far.
#[derive(Default)]
struct Said(Vec<Statement>);

impl Said {
    fn state(&mut self, fact: ClusterFact, value: Option<&Node>, path: String) {
        let text = value.and_then(|value| Some((value.line, value.as_str()?)));
        if let Some((line, text)) = text {
            self.0.push(Statement {
                line,
                fact,
                value: text.to_owned(),
                path,
            });
        }
    }

    fn kubernetes(&mut self, node: &Node, keys: &[&str]) {
        self.state(ClusterFact::Kubernetes, node.at(keys), keys.join("."));
    }

    fn karpenter(&mut self, node: &Node, keys: &[&str]) {
        self.state(ClusterFact::Karpenter, node.at(keys), keys.join("."));
    }

    /// The version of a chart, if that is Karpenter's.
    fn chart(&mut self, of: Option<&Node>, name: &str, version: &str, path: &str) {
        if is_karpenter(of.and_then(|of| of.str_at(&[name]))) {
            let value = of.and_then(|of| of.get(version));
            let path = [path, ".", version].concat();
            self.state(ClusterFact::Karpenter, value, path);
        }
    }

    /// The version of the running controller, by its image.
    fn controller(&mut self, node: &Node) {
        let keys = ["spec", "template", "spec"];
        for container in items(node.at(&keys), "containers") {
            let image = container.get("image");
            let text = image.and_then(Node::as_str).unwrap_or_default();
            let bare = text.split('@').next().unwrap_or_default();
            if let Some((repository, tag)) = bare.rsplit_once(':')
                && repository.ends_with("karpenter/controller")
            {
                self.0.push(Statement {
                    line: image.map_or(node.line, |image| image.line),
                    fact: ClusterFact::Karpenter,
                    value: tag.to_owned(),
                    path: [&keys.join("."), ".containers.image"].concat(),
                });
            }
        }
    }

    fn cloudformation(&mut self, node: &Node) {
        for (key, resource) in node.get("Resources").map(Node::pairs).unwrap_or_default() {
            let version: &[&str] = match resource.str_at(&["Type"]).unwrap_or_default() {
                "AWS::EKS::Cluster" | "AWS::EKS::Nodegroup" => &["Properties", "Version"],
                "Custom::AWSCDK-EKS-Cluster" => &["Properties", "Config", "version"],
                _ => continue,
            };
            let path = ["Resources.", &key.text, ".", &version.join(".")].concat();
            self.state(ClusterFact::Kubernetes, resource.at(version), path);
        }
    }
}

fn items<'a>(of: Option<&'a Node>, key: &str) -> &'a [Node] {
    of.and_then(|of| of.get(key))
        .map(Node::items)
        .unwrap_or_default()
}

/// Whether a chart is Karpenter's own, or that of its CRDs, which has the same version.
fn is_karpenter(chart: Option<&str>) -> bool {
    let name = chart.and_then(|chart| chart.rsplit('/').next());
    matches!(name, Some("karpenter" | "karpenter-crd"))
}
