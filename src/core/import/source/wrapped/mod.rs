//! Documents that hold other documents, or userData: of Argo CD, Flux, kustomize, eksctl,
//! CloudFormation, EC2, Cluster API, and of any other kind that shows them openly.

mod charts;
mod cloudformation;
mod cluster_api;
mod cluster_facts;
mod eksctl;
mod functions;
mod patches;
mod search;
mod wrapper;

use super::TakenApart;
use crate::core::yaml::Node;
use wrapper::Wrapper;

pub(in crate::core::import) use cluster_facts::statements;
pub(in crate::core::import) use functions::without_tags;
pub(in crate::core::import) use patches::{PatchFile, PatchFiles, patches_in_files};

/// Takes the wrapper off a document, if it is of a kind that holds others; its lines are the
/// file's already, and so are those of the answer.
pub(in crate::core::import) fn unwrap_document(name: &str, node: &Node) -> Option<TakenApart> {
    let word = |key: &str| node.str_at(&[key]).unwrap_or_default();
    let (api, kind) = (word("apiVersion"), word("kind"));
    let group = api.split('/').next().unwrap_or_default();
    let mut found = TakenApart::default();
    let of = Wrapper {
        node,
        title: title(node, kind),
    };
    match (group, kind) {
        ("argoproj.io", "Application") => charts::application(&of, &["spec"], &mut found),
        ("argoproj.io", "ApplicationSet") => charts::application_set(&of, &mut found),
        ("helm.toolkit.fluxcd.io", "HelmRelease") => charts::helm_release(&of, &mut found),
        ("helm.cattle.io", "HelmChart" | "HelmChartConfig") => {
            charts::helm_chart(&of, &mut found);
        }
        ("kustomize.toolkit.fluxcd.io", "Kustomization") => {
            patches::of_flux(&of, &mut found);
        }
        ("kustomize.config.k8s.io", _) => patches::of_kustomization(&of, &mut found),
        ("eksctl.io", _) => eksctl::take_apart(&of, &mut found),
        _ if is_cluster_api(group) => cluster_api::take_apart(&of, kind, &mut found),
        ("", "") if patches::is_kustomization(name, node) => {
            patches::of_kustomization(&of, &mut found);
        }
        ("", "") if node.get("Resources").is_some_and(is_of_cloudformation) => {
            cloudformation::take_apart(&of, &mut found);
        }
        ("", "") if node.get("format_version").is_some() && is_of_terraform(node) => {
            of_terraform(&of, &mut found);
        }
        _ => search::search(&of, &mut found),
    }
    (!found.is_empty()).then_some(found)
}

/// Documents and userData within the values of a chart.
pub(in crate::core::import) fn of_values(node: &Node) -> TakenApart {
    let mut found = TakenApart::default();
    let of = Wrapper {
        node,
        title: String::new(),
    };
    search::search(&of, &mut found);
    found
}

/// Whether a map is what `terraform show -json` prints of a plan or a state.
fn is_of_terraform(node: &Node) -> bool {
    ["planned_values", "resource_changes", "values"]
        .iter()
        .any(|key| node.get(key).is_some())
}

/// Reads what there is after all changes: what was there before is none of what nodes get.
fn of_terraform(of: &Wrapper<'_>, found: &mut TakenApart) {
    for key in ["planned_values", "values"] {
        if let Some(own) = of.node.get(key) {
            let own = Wrapper {
                node: own,
                title: String::new(),
            };
            search::search(&own, found);
        }
    }
    let has_values = !found.is_empty();
    let changes = of.node.get("resource_changes");
    for change in changes.map(Node::items).unwrap_or_default() {
        if let Some(after) = change.at(&["change", "after"]).filter(|_| !has_values) {
            let after = Wrapper {
                node: after,
                title: String::new(),
            };
            search::search(&after, found);
        }
    }
    if let Some(changes) = changes {
        found.leave(
            changes.line,
            "the state before this plan's changes",
            "the state after them is read.",
        );
    }
}

fn is_cluster_api(group: &str) -> bool {
    group.ends_with("cluster.x-k8s.io")
}

fn is_of_cloudformation(resources: &Node) -> bool {
    resources.pairs().iter().any(|(_, resource)| {
        resource
            .str_at(&["Type"])
            .is_some_and(|kind| kind.contains("::"))
    })
}

/// Kind and name, as other messages say them.
fn title(node: &Node, kind: &str) -> String {
    let name = node.str_at(&["metadata", "name"]).unwrap_or_default();
    match (kind, name) {
        ("", _) => String::new(),
        (kind, "") => kind.to_owned(),
        (kind, name) => format!("{kind} {name}"),
    }
}
