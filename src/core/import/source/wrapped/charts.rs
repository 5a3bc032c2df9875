//! Argo CD, Flux and k3s: charts that are elsewhere, with values that are here.

use super::patches;
use super::wrapper::{Wrapper, pair, text_part, values_part};
use crate::core::import::source::{PartForm, TakenApart};
use crate::core::yaml::Node;

const REMOTE: &str =
    "it is not here, so its output is not known; documents in its values and patches are read.";

/// An Application: its source, or its sources.
pub(super) fn application(of: &Wrapper<'_>, spec: &[&str], found: &mut TakenApart) {
    let Some(spec) = of.node.at(spec) else { return };
    let one = spec.get("source").into_iter();
    let more = spec.get("sources").map(Node::items).unwrap_or_default();
    for source in one.chain(more) {
        source_of(of, source, found);
    }
}

/// An ApplicationSet: its template, once.
pub(super) fn application_set(of: &Wrapper<'_>, found: &mut TakenApart) {
    application(of, &["spec", "template", "spec"], found);
    if let Some((key, _)) = of
        .node
        .get("spec")
        .and_then(|spec| pair(spec, "generators"))
    {
        found.leave(
            key.line,
            format!("generators of {}", of.title),
            "they are not run; the template is read once.",
        );
    }
}

fn source_of(of: &Wrapper<'_>, source: &Node, found: &mut TakenApart) {
    if let Some(helm) = source.get("helm") {
        values(of, helm, "values", found);
        values(of, helm, "valuesObject", found);
        for (name, what) in [
            ("parameters", "single values"),
            ("valueFiles", "values in files"),
            ("fileParameters", "values in files"),
        ] {
            if let Some((key, _)) = pair(helm, name) {
                found.leave(
                    key.line,
                    format!("helm.{name} of {}", of.title),
                    format!("{what} of a chart that is not here."),
                );
            }
        }
    }
    if let Some(kustomize) = source.get("kustomize") {
        patches::list(of, kustomize, "patches", found);
    }
    let text = |key: &str| source.str_at(&[key]).unwrap_or_default();
    let (chart, path, repo) = (text("chart"), text("path"), text("repoURL"));
    let what = match (chart, path, repo) {
        ("", "", "") => format!("the source of {}", of.title),
        ("", "", repo) => format!("{repo} of {}", of.title),
        ("", path, "") => format!("{path} of {}", of.title),
        ("", path, repo) => format!("{path} in {repo}"),
        (_, _, "") => format!("{} of {}", named(chart, text("targetRevision")), of.title),
        (_, _, repo) => format!("{} of {repo}", named(chart, text("targetRevision"))),
    };
    found.leave(source.line, what, REMOTE);
}

/// A chart by its name and version, either of which may be empty.
fn named(chart: &str, version: &str) -> String {
    match (chart, version) {
        ("", _) => "its chart".to_owned(),
        (chart, "") => format!("chart {chart}"),
        (chart, version) => format!("chart {chart} {version}"),
    }
}

/// A text of values.
fn values(of: &Wrapper<'_>, node: &Node, name: &str, found: &mut TakenApart) {
    let part = pair(node, name).and_then(|(key, value)| match value.as_str() {
        Some(_) => text_part(key.line, value, PartForm::Values),
        None => Some(values_part(value)),
    });
    found
        .parts
        .extend(part.map(|part| part.with_origin(of.title.clone())));
}

/// Flux's HelmRelease.
pub(super) fn helm_release(of: &Wrapper<'_>, found: &mut TakenApart) {
    let Some(spec) = of.node.get("spec") else {
        return;
    };
    values(of, spec, "values", found);
    if let Some((key, _)) = pair(spec, "valuesFrom") {
        found.leave(
            key.line,
            format!("valuesFrom of {}", of.title),
            "the ConfigMaps and Secrets are not followed; ConfigMaps in these files are read.",
        );
    }
    for renderer in spec
        .get("postRenderers")
        .map(Node::items)
        .unwrap_or_default()
    {
        if let Some(kustomize) = renderer.get("kustomize") {
            patches::list(of, kustomize, "patches", found);
        }
    }
    let name = spec
        .str_at(&["chart", "spec", "chart"])
        .or_else(|| spec.str_at(&["chartRef", "name"]))
        .unwrap_or_default();
    let version = spec
        .str_at(&["chart", "spec", "version"])
        .unwrap_or_default();
    let line = spec.line_at(&["chart", "spec", "chart"]);
    found.leave(
        line,
        format!("{} of {}", named(name, version), of.title),
        REMOTE,
    );
}

/// k3s' and RKE2's HelmChart.
pub(super) fn helm_chart(of: &Wrapper<'_>, found: &mut TakenApart) {
    let Some(spec) = of.node.get("spec") else {
        return;
    };
    values(of, spec, "valuesContent", found);
    let name = spec.str_at(&["chart"]).unwrap_or_default();
    let what = format!("{} of {}", named(name, ""), of.title);
    found.leave(spec.line, what, REMOTE);
}
