//! What of a userData no setting stands for.
//!
//! Two ways at once: fields of NodeConfigs and settings, and scripts of their own, are kept one by
//! one and merged into what the settings write; and where that does not give the text back, the
//! whole text is kept too and goes before, until somebody takes it away.

use super::kept_value::push;
use crate::core::config::{Config, Override, OverrideTarget, Step};
use crate::core::engines::EngineKind;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::user_data::BOTTLEROCKET_LIMITS;
use crate::core::import::document::user_data::{
    Body, Form, MAX_BYTES, Parts, al2023, settings, toml,
};
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::node::edit_of_limits;
use crate::core::import::report::{DocumentPlace, ImportedOverride, OverrideKind};
use crate::core::import::settings::diff::{differences, keys};
use crate::core::import::source::{Launcher, SourceLocation};
use crate::core::manifest;
use crate::core::placeholder::is_placeholder;
use crate::core::plan::{NodePlan, Side};
use crate::core::yaml::Yaml;

/// Adds what is to be kept of a side's userData.
pub(in crate::core::import) fn user_data(
    plan: &NodePlan<'_>,
    side: Side,
    comparison: bool,
    documents: &PoolManifests<'_>,
    kept: &mut Vec<ImportedOverride>,
    remarks: &mut Vec<Diagnostic>,
) {
    if plan.engine().is_auto_mode() {
        return;
    }
    let ours = manifest::user_data(plan, side);
    let theirs = documents.user_data();
    let whole = |value: Option<&str>| Override {
        document: OverrideTarget::Ec2NodeClass,
        comparison,
        path: vec![
            Step::Key("spec".to_owned()),
            Step::Key("userData".to_owned()),
        ],
        value: value.map(|text| Yaml::Text(text.to_owned())),
    };
    let Some(theirs) = theirs else {
        if let (Some(class), Some(_)) = (documents.class, &ours) {
            let name = format!("{} {}", class.kind_word, class.name);
            push(
                whole(None),
                OverrideKind::LeftOut,
                at(class.place),
                name,
                kept,
                remarks,
            );
        }
        return;
    };
    if ours.as_deref() == Some(theirs.text) {
        return;
    }
    // What it would stand in makes other lines of it; reading the file has said so.
    if puts_in_lines(theirs.text.trim()) {
        if ours.is_some() {
            push(
                whole(None),
                OverrideKind::LeftOut,
                at(theirs.place(1)),
                documents.name_of_user_data(),
                kept,
                remarks,
            );
        }
        return;
    }
    let before = kept.len();
    // Bottlerocket's settings have parts for an engine of Bottlerocket's alone.
    let is_foreign = matches!(documents.family(), AmiFamily::Bottlerocket(_))
        && !plan.engine().is_bottlerocket();
    if theirs.text.len() <= MAX_BYTES && !is_foreign {
        parts(plan, comparison, ours.as_deref(), &theirs, kept, remarks);
    }
    let mut config = Config {
        kept: Vec::new(),
        ..plan.config.clone()
    };
    config.kept = kept
        .iter()
        .skip(before)
        .map(|kept| kept.kept.clone())
        .collect();
    let with_parts = manifest::user_data(&NodePlan::new(&config), side);
    if with_parts.as_deref() == Some(theirs.text) {
        return;
    }
    let how = if ours.is_some() {
        OverrideKind::Replaced
    } else {
        OverrideKind::Added
    };
    push(
        whole(Some(theirs.text)),
        how,
        at(theirs.place(1)),
        documents.name_of_user_data(),
        kept,
        remarks,
    );
}

/// Whether a placeholder stands for a value that brings its own lines and their indentation.
fn puts_in_lines(text: &str) -> bool {
    is_placeholder(text)
        && ["indent", "toYaml", "yamlencode("]
            .iter()
            .any(|word| text.contains(word))
}

/// A line of userData, which no schema refuses.
fn at(place: SourceLocation) -> (SourceLocation, Option<DocumentPlace>) {
    (place, None)
}

fn parts(
    plan: &NodePlan<'_>,
    comparison: bool,
    ours: Option<&str>,
    theirs: &UserDataText<'_>,
    kept: &mut Vec<ImportedOverride>,
    remarks: &mut Vec<Diagnostic>,
) {
    if is_placeholder(theirs.text.trim()) {
        return;
    }
    if plan.engine().is_bottlerocket() {
        of_settings(comparison, ours, theirs, kept, remarks);
        return;
    }
    if matches!(Form::detect(theirs.text), Form::Toml | Form::PowerShell) {
        return;
    }
    let read = al2023(theirs.text, Launcher::Karpenter);
    if read.has_directives || !read.gaps.is_empty() {
        return only_in_whole(theirs, remarks);
    }
    let own = merged(&al2023(ours.unwrap_or_default(), Launcher::Karpenter));
    let other = merged(&read);
    for difference in differences(&own, &other) {
        if difference.how == OverrideKind::LeftOut || is_own(&difference.path) {
            continue;
        }
        let line = line_in(&read, &difference.path);
        push(
            Override {
                document: OverrideTarget::NodeConfig,
                comparison,
                path: difference.path,
                value: difference.value,
            },
            difference.how,
            at(theirs.place(line)),
            "NodeConfig".to_owned(),
            kept,
            remarks,
        );
    }
    let at_every_start = edit_of_limits(&read).is_some_and(|(_, always)| always);
    for part in &read.parts {
        let Body::Script(script) = &part.body else {
            if matches!(part.body, Body::CloudConfig | Body::Ignored) {
                remarks.push(Diagnostic::at(
                    &rules::PART_ONLY_IN_WHOLE,
                    Severity::Note,
                    theirs.place(part.line),
                    "spec.userData",
                    format!("no setting covers a part of type {}; it survives only while the userData is preserved verbatim.", part.content_type),
                ));
            }
            continue;
        };
        let sets_limits = part.effects.edit_of_limits().is_some()
            || (at_every_start && script.at_every_start.is_some());
        let of_soci = script.install.is_some() || sets_limits;
        if of_soci {
            continue;
        }
        let mut text = part.text.trim_end().to_owned();
        text.push('\n');
        push(
            Override {
                document: OverrideTarget::Script,
                comparison,
                path: Vec::new(),
                value: Some(Yaml::Text(text)),
            },
            OverrideKind::Added,
            at(theirs.place(part.line)),
            "a script in userData".to_owned(),
            kept,
            remarks,
        );
    }
}

/// What the engine writes itself, and so is never kept on its own: a gate that is off would
/// outlive a change of the engine.
fn is_own(path: &[Step]) -> bool {
    let keys: Vec<&str> = keys(path);
    if let ["spec", "featureGates", gate] = keys.as_slice() {
        return EngineKind::of_feature_gate(gate).is_some();
    }
    matches!(
        keys.as_slice(),
        ["apiVersion"]
            | ["kind"]
            | ["spec", "kubelet", "config", "imageServiceEndpoint"]
            | ["spec", "instance", "localStorage", "disabledMounts"]
            | ["spec", "containerd", "config"]
    )
}

/// Whether a map that is kept as a whole holds what the engine writes itself.
fn without_own(value: Yaml, path: &[Step]) -> Option<Yaml> {
    if is_own(path) {
        return None;
    }
    let Yaml::Mapping(pairs) = value else {
        return Some(value);
    };
    let was_empty = pairs.is_empty();
    let left: Vec<(String, Yaml)> = pairs
        .into_iter()
        .filter_map(|(key, value)| {
            let mut below = path.to_vec();
            below.push(Step::Key(key.clone()));
            Some((key, without_own(value, &below)?))
        })
        .collect();
    (was_empty || !left.is_empty()).then_some(Yaml::Mapping(left))
}

/// All NodeConfigs of a userData as nodeadm merges them, without what the engine owns.
fn merged(parts: &Parts) -> Yaml {
    let mut all = Yaml::Mapping(Vec::new());
    for (_, node) in parts.node_configs() {
        merge(&mut all, Yaml::from(node), 0);
    }
    without_own(all, &[]).unwrap_or(Yaml::Mapping(Vec::new()))
}

/// Deep merge, the later one winning; an empty later value erases nothing, and the kubelet's flags
/// are appended (nodeadm/internal/api/merge.go, amazon-eks-ami 81fec2e8).
pub(in crate::core::import) fn merge(into: &mut Yaml, later: Yaml, depth: usize) {
    match (into, later) {
        (Yaml::Mapping(own), Yaml::Mapping(other)) if depth < 64 => {
            for (key, value) in other {
                match own.iter_mut().find(|(own, _)| *own == key) {
                    Some((_, Yaml::Sequence(flags))) if key == "flags" => {
                        if let Yaml::Sequence(more) = value {
                            flags.extend(more);
                        }
                    }
                    Some((_, below)) => merge(below, value, depth + 1),
                    None => own.push((key, value)),
                }
            }
        }
        (_, Yaml::Null) => {}
        (own, other) => *own = other,
    }
}

fn line_in(parts: &Parts, path: &[Step]) -> usize {
    let keys: Vec<&str> = keys(path);
    parts
        .node_configs()
        .filter(|(_, node)| node.at(&keys).is_some())
        .map(|(_, node)| node.line_at(&keys))
        .last()
        .unwrap_or(1)
}

/// A template says other things once it is filled in than what could be kept of it value by value.
fn only_in_whole(theirs: &UserDataText<'_>, remarks: &mut Vec<Diagnostic>) {
    remarks.push(Diagnostic::at(
        &rules::PART_ONLY_IN_WHOLE,
        Severity::Note,
        theirs.place(1),
        "spec.userData",
        "no setting covers this template's output; it survives only while the userData is preserved verbatim.",
    ));
}

fn of_settings(
    comparison: bool,
    ours: Option<&str>,
    theirs: &UserDataText<'_>,
    kept: &mut Vec<ImportedOverride>,
    remarks: &mut Vec<Diagnostic>,
) {
    let Ok(read) = settings::read(theirs.text) else {
        return;
    };
    if read.is_template {
        return only_in_whole(theirs, remarks);
    }
    let other = read.node;
    let own = toml::read(ours.unwrap_or_default(), 1);
    let own = own.as_ref().map_or(Yaml::Mapping(Vec::new()), Yaml::from);
    for difference in differences(&own, &Yaml::from(&other)) {
        let keys: Vec<&str> = keys(&difference.path);
        let of_soci = keys.starts_with(BOTTLEROCKET_LIMITS.get(..3).unwrap_or_default())
            || keys.starts_with(&["settings", "container-runtime", "snapshotter"]);
        // Only `settings` survives Karpenter.
        let survives = keys.first() == Some(&"settings") && keys.len() > 1;
        if difference.how == OverrideKind::LeftOut || of_soci || !survives {
            continue;
        }
        let line = other.line_at(&keys);
        push(
            Override {
                document: OverrideTarget::Settings,
                comparison,
                path: difference.path,
                value: difference.value,
            },
            difference.how,
            at(theirs.place(line)),
            "Bottlerocket settings".to_owned(),
            kept,
            remarks,
        );
    }
}
