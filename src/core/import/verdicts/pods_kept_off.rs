//! Whether the pods of a workload that is not written again fit the pool: a Job's, a StatefulSet's.

use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::Kind;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::pod_template::pod_templates;
use crate::core::import::source::SourceLocation;
use crate::core::launch::NoLaunch;
use crate::core::yaml::{Node, Yaml};

/// Says where the pool launches nothing for the pods. Those of a Deployment are the settings', and
/// for a DaemonSet's no node is launched anyway.
pub(in crate::core::import) fn check(main: &PoolManifests<'_>, remarks: &mut Vec<Diagnostic>) {
    let (Some(pool), Some(workload)) = (main.pool, main.deployment) else {
        return;
    };
    let is_waited_for = [pool, workload].iter().any(|one| one.gap().is_some());
    if workload.kind != Kind::Workload || workload.kind_word == "DaemonSet" || is_waited_for {
        return;
    }
    let templates = pod_templates(workload);
    let asks = templates
        .iter()
        .find(|template| template.asked_pool() == Some(pool.name.as_str()));
    let Some(template) = asks.or(templates.first()) else {
        return;
    };
    let below = |key: &str, value: Yaml| Yaml::Mapping(vec![(key.to_owned(), value)]);
    let pods = below(
        "spec",
        below(
            "template",
            below("spec", Yaml::from(template.spec.as_ref())),
        ),
    );
    let group = ["spec", "template", "spec", "nodeClassRef", "group"];
    let is_auto_mode = pool.node.str_at(&group) == Some("eks.amazonaws.com");
    let found = NoLaunch::of_documents(&Yaml::from(&pool.node), &pods, is_auto_mode);
    let Some(nothing @ NoLaunch::Pods { by_taint, .. }) = found else {
        return;
    };
    let (rule, key) = if by_taint {
        (&rules::TAINT_NOT_TOLERATED, "tolerations")
    } else {
        let keys = ["nodeName", "nodeSelector", "affinity"];
        let is_there = |key: &&&str| template.spec.get(key).is_some_and(|at| !is_empty(at));
        let key = keys.iter().find(is_there);
        (
            &rules::PODS_SELECT_OTHER_NODES,
            *key.unwrap_or(&"nodeSelector"),
        )
    };
    let place = SourceLocation {
        file: workload.place.file,
        line: template.spec.line_at(&[key]),
    };
    remarks.push(Diagnostic::at(
        rule,
        Severity::Warning,
        place,
        format!("{}.{key}", template.path),
        format!(
            "This pool launches nothing for these pods: {}.",
            nothing.why()
        ),
    ));
}

fn is_empty(node: &Node) -> bool {
    node.pairs().is_empty() && node.as_str().is_none_or(str::is_empty)
}
