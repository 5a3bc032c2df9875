//! What no setting stands for, so that it is kept: found by comparing what the settings write
//! with what the file holds. Whatever the mapping misses, nothing is lost.

use super::kept_value::{MAX_KEPT, push};
use crate::core::config::{Config, Override, OverrideTarget, Step};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::ManifestSet;
use crate::core::import::document::{Document, Kind};
use crate::core::import::report::{DocumentPlace, ImportedOverride, OverrideKind};
use crate::core::import::settings::diff::{Difference, differences, keys};
use crate::core::import::settings::kept_user_data::user_data;
use crate::core::import::source::SourceLocation;
use crate::core::manifest::object;
use crate::core::plan::{NodePlan, Side};
use crate::core::yaml::{DocumentPath, Node, Yaml};

/// Everything to keep, so that the set's documents are written as they were.
pub(in crate::core::import) fn keep(
    config: &Config,
    set: &ManifestSet<'_>,
    remarks: &mut Vec<Diagnostic>,
) -> Vec<ImportedOverride> {
    let plan = NodePlan::new(config);
    let mut kept = Vec::new();
    let main = plan.sides.first().copied().unwrap_or(Side::Soci);
    let sides = [
        (main, false, &set.main),
        (Side::Baseline, true, &set.comparison),
    ];
    for (side, comparison, documents) in sides {
        for found in documents
            .all()
            .filter(|found| !matches!(found.kind, Kind::Deployment | Kind::Workload))
        {
            document(&plan, side, comparison, found, &mut kept, remarks);
        }
        let deployment = documents
            .deployment
            .filter(|one| one.kind == Kind::Deployment);
        if let Some(found) = deployment {
            document(&plan, side, comparison, found, &mut kept, remarks);
            selector(&plan, side, comparison, found, &mut kept);
        } else if let Some(beside) = documents.pool.or(documents.class) {
            without_deployment(&plan, side, comparison, beside, &mut kept);
        }
        user_data(&plan, side, comparison, documents, &mut kept, remarks);
        if let (Some(class), None) = (documents.class, documents.pool) {
            pool_beside(&plan, side, comparison, class, &mut kept);
        }
    }
    kept
}

/// The pool that is written with a class which no pool asks for has the class' name.
fn pool_beside(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    class: &Document,
    kept: &mut Vec<ImportedOverride>,
) {
    if class.name.is_empty() || plan.pool_name(side) == class.name || kept.len() >= MAX_KEPT {
        return;
    }
    let value = Override {
        document: OverrideTarget::NodePool,
        comparison,
        path: ["metadata", "name"]
            .map(|key| Step::Key(key.to_owned()))
            .to_vec(),
        value: Some(Yaml::Text(class.name.clone())),
    };
    kept.push(ImportedOverride {
        place: class.place,
        at: None,
        document: "added NodePool".to_owned(),
        path: value.path_text(),
        how: OverrideKind::Replaced,
        kept: value,
    });
}

/// Pods that ask by `intent` for a pool without that label go on to do so, as in the file.
fn selector(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    found: &Document,
    kept: &mut Vec<ImportedOverride>,
) {
    let with_kept = Config {
        kept: kept.iter().map(|value| value.kept.clone()).collect(),
        ..plan.config.clone()
    };
    if NodePlan::new(&with_kept).asked_by_pool_name(side).is_none() {
        return;
    }
    let path = ["spec", "template", "spec", "nodeSelector", "intent"].map(str::to_owned);
    let value = Override {
        document: OverrideTarget::Deployment,
        comparison,
        path: path.map(Step::Key).to_vec(),
        value: Some(Yaml::Text(plan.pool_name(side))),
    };
    kept.push(ImportedOverride {
        place: found.place,
        at: None,
        document: format!("{} {}", found.kind_word, found.name),
        path: value.path_text(),
        how: OverrideKind::Added,
        kept: value,
    });
}

/// One of two pools without a workload gets none because the other has one.
fn without_deployment(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    beside: &Document,
    kept: &mut Vec<ImportedOverride>,
) {
    if !plan.deployments.contains(&side) {
        return;
    }
    kept.push(no_deployment("Deployment".to_owned(), beside, comparison));
}

/// That no Deployment is written, at a document's place.
fn no_deployment(document: String, at: &Document, comparison: bool) -> ImportedOverride {
    ImportedOverride {
        place: at.place,
        at: None,
        document,
        path: "as a whole".to_owned(),
        how: OverrideKind::LeftOut,
        kept: Override {
            document: OverrideTarget::Deployment,
            comparison,
            path: Vec::new(),
            value: None,
        },
    }
}

fn kept_in(found: &Document) -> Option<OverrideTarget> {
    match found.kind {
        Kind::Ec2NodeClass => Some(OverrideTarget::Ec2NodeClass),
        Kind::NodePool => Some(OverrideTarget::NodePool),
        Kind::NodeClass => Some(OverrideTarget::NodeClass),
        Kind::Deployment => Some(OverrideTarget::Deployment),
        Kind::Workload | Kind::UserData(_) | Kind::NodeFile(_) | Kind::Config | Kind::Other => None,
    }
}

fn document(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    found: &Document,
    kept: &mut Vec<ImportedOverride>,
    remarks: &mut Vec<Diagnostic>,
) {
    let Some(document) = kept_in(found) else {
        return;
    };
    let Some(ours) = object(plan, side, document) else {
        return;
    };
    let theirs = Yaml::from(&found.node);
    let (before, mut has_all) = (kept.len(), true);
    for difference in differences(&ours, &theirs) {
        if is_left_alone(&difference, &ours) {
            continue;
        }
        if kept.len() >= MAX_KEPT {
            remarks.push(Diagnostic::at(
                &rules::NOT_KEPT,
                Severity::Warning,
                found.place,
                "",
                format!("more than {MAX_KEPT} values would have to be preserved; the rest is not."),
            ));
            has_all = false;
            break;
        }
        let (line, path) = place_in(&found.node, &difference.path);
        let place = SourceLocation {
            file: found.place.file,
            line,
        };
        let at = path.map(|path| DocumentPlace {
            document: found.number,
            path,
        });
        let is_of_container = keys(&difference.path).contains(&"containers");
        let is_kept = push(
            Override {
                document,
                comparison,
                path: difference.path,
                value: difference.value,
            },
            difference.how,
            (place, at),
            format!("{} {}", found.kind_word, found.name),
            kept,
            remarks,
        );
        has_all &= is_kept || !is_of_container;
    }
    if document == OverrideTarget::Deployment && !has_all {
        kept.truncate(before);
        without(found, comparison, kept, remarks);
    }
}

/// Leaves a Deployment out of which a container, or a part of one, cannot be kept: the API server refuses
/// it without.
fn without(
    found: &Document,
    comparison: bool,
    kept: &mut Vec<ImportedOverride>,
    remarks: &mut Vec<Diagnostic>,
) {
    remarks.push(Diagnostic::at(
        &rules::NOT_KEPT,
        Severity::Warning,
        found.place,
        "",
        "this Deployment is left out as a whole, because its containers cannot be kept as they are.",
    ));
    let document = format!("{} {}", found.kind_word, found.name);
    kept.push(no_deployment(document, found, comparison));
}

/// The API's version is written as it is today, and userData is compared by its parts.
fn is_left_alone(difference: &Difference, ours: &Yaml) -> bool {
    let keys: Vec<&str> = keys(&difference.path);
    if matches!(keys.as_slice(), ["apiVersion"] | ["spec", "userData"]) {
        return true;
    }
    // An amount is the same as a number and as text.
    if matches!(keys.as_slice(), ["spec", "limits", _])
        && let Some(Yaml::Number(number)) = &difference.value
        && keys.iter().try_fold(ours, |value, key| value.get(key))
            == Some(&Yaml::Text(number.to_string()))
    {
        return true;
    }
    false
}

/// The line of what stands at a path, or of what is nearest above it; and the way there, if
/// something does stand there.
fn place_in(node: &Node, path: &[Step]) -> (usize, Option<DocumentPath>) {
    let (mut node, mut line) = (node, node.line);
    let mut way = DocumentPath::default();
    for step in path {
        let below = match step {
            Step::Key(key) => {
                way.push_key(key);
                node.pairs()
                    .iter()
                    .rev()
                    .find(|(own, _)| own.text == *key)
                    .map(|(own, below)| (below, own.line))
            }
            Step::Item(names) => node
                .items()
                .iter()
                .enumerate()
                .find(|(_, item)| {
                    names
                        .iter()
                        .all(|(key, value)| item.str_at(&[key]) == Some(value))
                })
                .map(|(index, item)| {
                    way.push_index(index);
                    (item, item.line)
                }),
        };
        match below {
            Some(below) => (node, line) = below,
            None => return (line, None),
        }
    }
    (line, Some(way))
}
