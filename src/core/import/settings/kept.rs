//! What no setting stands for, so that it is kept: found by comparing what the settings write
//! with what the file holds. Whatever the mapping misses, nothing is lost.

use super::kept_value::{MAX_KEPT, push};
use crate::core::config::{Config, Kept, KeptIn, Step};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::ManifestSet;
use crate::core::import::document::{Document, Kind};
use crate::core::import::report::{KeptHow, KeptValue};
use crate::core::import::settings::diff::{Difference, differences, keys};
use crate::core::import::settings::kept_user_data::user_data;
use crate::core::manifest::object;
use crate::core::plan::{NodePlan, Side};
use crate::core::yaml::{Node, Yaml};

/// Everything to keep, so that the set's documents are written as they were.
pub(in crate::core::import) fn keep(
    config: &Config,
    set: &ManifestSet<'_>,
    remarks: &mut Vec<Diagnostic>,
) -> Vec<KeptValue> {
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
    }
    kept
}

/// Pods that ask by `intent` for a pool without that label go on to do so, as in the file.
fn selector(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    found: &Document,
    kept: &mut Vec<KeptValue>,
) {
    let with_kept = Config {
        kept: kept.iter().map(|value| value.kept.clone()).collect(),
        ..plan.config.clone()
    };
    if NodePlan::new(&with_kept).asked_by_pool_name(side).is_none() {
        return;
    }
    let path = ["spec", "template", "spec", "nodeSelector", "intent"].map(str::to_owned);
    let value = Kept {
        document: KeptIn::Deployment,
        comparison,
        path: path.map(Step::Key).to_vec(),
        value: Some(Yaml::Text(plan.pool_name(side))),
    };
    kept.push(KeptValue {
        place: found.place,
        last_line: found.place.line,
        document: format!("{} {}", found.kind_word, found.name),
        path: value.path_text(),
        how: KeptHow::Added,
        kept: value,
    });
}

/// One of two pools without a workload gets none because the other has one.
fn without_deployment(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    beside: &Document,
    kept: &mut Vec<KeptValue>,
) {
    if !plan.deployments.contains(&side) {
        return;
    }
    kept.push(KeptValue {
        place: beside.place,
        last_line: beside.place.line,
        document: "Deployment".to_owned(),
        path: "as a whole".to_owned(),
        how: KeptHow::LeftOut,
        kept: Kept {
            document: KeptIn::Deployment,
            comparison,
            path: Vec::new(),
            value: None,
        },
    });
}

fn kept_in(found: &Document) -> Option<KeptIn> {
    match found.kind {
        Kind::Ec2NodeClass => Some(KeptIn::Ec2NodeClass),
        Kind::NodePool => Some(KeptIn::NodePool),
        Kind::NodeClass => Some(KeptIn::NodeClass),
        Kind::Deployment => Some(KeptIn::Deployment),
        Kind::Workload | Kind::UserData(_) | Kind::Config | Kind::Other => None,
    }
}

fn document(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    found: &Document,
    kept: &mut Vec<KeptValue>,
    remarks: &mut Vec<Diagnostic>,
) {
    let Some(document) = kept_in(found) else {
        return;
    };
    let Some(ours) = object(plan, side, document) else {
        return;
    };
    let theirs = Yaml::from(&found.node);
    for difference in differences(&ours, &theirs) {
        if is_left_alone(&difference, &ours) {
            continue;
        }
        if kept.len() >= MAX_KEPT {
            return remarks.push(Diagnostic::at(
                &rules::NOT_KEPT,
                Severity::Warning,
                found.place,
                "",
                format!("more than {MAX_KEPT} values would have to be kept; the others are not."),
            ));
        }
        let lines = lines_of(&found.node, &difference.path);
        push(
            Kept {
                document,
                comparison,
                path: difference.path,
                value: difference.value,
            },
            difference.how,
            (found.place.file, lines),
            format!("{} {}", found.kind_word, found.name),
            kept,
            remarks,
        );
    }
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

/// The first and last line of what stands at a path, or the line of what is nearest above it.
fn lines_of(node: &Node, path: &[Step]) -> (usize, usize) {
    let (mut node, mut line) = (node, node.line);
    for step in path {
        let below = match step {
            Step::Key(key) => node
                .pairs()
                .iter()
                .rev()
                .find(|(own, _)| own.text == *key)
                .map(|(own, below)| (below, own.line)),
            Step::Item(names) => node
                .items()
                .iter()
                .find(|item| {
                    names
                        .iter()
                        .all(|(key, value)| item.str_at(&[key]) == Some(value))
                })
                .map(|item| (item, item.line)),
        };
        match below {
            Some(below) => (node, line) = below,
            None => return (line, line),
        }
    }
    (line, node.last_line().max(line))
}
