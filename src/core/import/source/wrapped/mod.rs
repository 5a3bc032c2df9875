//! Documents that hold other documents, or userData: of Argo CD, Flux, kustomize, eksctl,
//! CloudFormation, EC2, Cluster API, and of any other kind that shows them openly.

mod aligned;
mod charts;
mod cloudformation;
mod cluster_api;
mod eksctl;
mod patches;
mod search;

use super::{Lines, Part, PartForm, TakenApart};
use crate::core::yaml::{Key, Node, Tree};

pub(super) use aligned::{as_json, combined};
pub(super) use cloudformation::without_tags;
pub(in crate::core::import) use patches::{PatchFile, PatchFiles, patches_in_files};

/// What a document holds; nothing if it holds no other.
pub(super) fn take_apart(name: &str, node: &Node) -> Option<TakenApart> {
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
        ("", "") if is_kustomization(name, node) => {
            patches::of_kustomization(&of, &mut found);
        }
        ("", "") if node.get("Resources").is_some_and(is_of_cloudformation) => {
            cloudformation::take_apart(&of, &mut found);
        }
        _ => search::search(&of, &mut found),
    }
    (!found.is_empty()).then_some(found)
}

/// Documents that the values of a chart hold.
pub(super) fn of_values(node: &Node) -> TakenApart {
    let mut found = TakenApart::default();
    let of = Wrapper {
        node,
        title: String::new(),
    };
    search::search(&of, &mut found);
    found
}

fn is_cluster_api(group: &str) -> bool {
    group.ends_with("cluster.x-k8s.io")
}

fn is_kustomization(name: &str, node: &Node) -> bool {
    if let Some(api) = node.str_at(&["apiVersion"]) {
        return api.starts_with("kustomize.config.k8s.io/");
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_named = matches!(
        file.to_ascii_lowercase().as_str(),
        "kustomization.yaml" | "kustomization.yml" | "kustomization"
    );
    let has = |key: &str| node.get(key).is_some();
    let is_list = |key: &str| matches!(node.get(key).map(|it| &it.tree), Some(Tree::Sequence(_)));
    is_named
        || ((has("resources") || has("bases")) && is_list("patches"))
        || is_list("patchesStrategicMerge")
        || is_list("patchesJson6902")
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

/// A document that holds others.
struct Wrapper<'a> {
    node: &'a Node,
    /// `Application karpenter-nodes`; empty if it has no kind.
    title: String,
}

impl Wrapper<'_> {
    /// The whole document is left unread.
    fn leave(&self, found: &mut TakenApart, what: impl Into<String>, why: &str) {
        found.leave(self.node.line, what, why);
    }
}

/// A pair of a map: the key's line is what a block's text counts from.
fn pair<'a>(node: &'a Node, name: &str) -> Option<(&'a Key, &'a Node)> {
    node.pairs()
        .iter()
        .rev()
        .find(|(key, _)| key.text == name)
        .map(|(key, below)| (key, below))
}

/// A scalar's text as a part. `key_line` is the line of its key, or its own in a list.
fn text_part(key_line: usize, value: &Node, form: PartForm) -> Option<Part> {
    let text = value.as_str()?;
    let lines = if value.block {
        Lines::From(key_line + 1)
    } else {
        Lines::At(value.line)
    };
    Some(Part::text(text, lines).form(form))
}

/// A tree as values of a chart.
fn values_part(node: &Node) -> Part {
    Part::tree(node.clone()).form(PartForm::Values)
}
