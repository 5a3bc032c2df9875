//! The objects of a measurement: a NodePool and a node class for each variant, and the Job of a run.

use super::pinned::{KEY, OF_THE_POD};
use super::plan::{MeasurePlan, MeasureVariant};
use crate::core::config::OverrideTarget;
use crate::core::manifest::object;
use crate::core::plan::Side;
use crate::core::yaml::{Yaml, write, write_all};

/// A program that no image has: the container fails to start, so that nothing of the image runs.
const COMMAND: &str = "/pull-measurement-runs-nothing";
/// Somebody without rights on most systems, so that namespaces that restrict pods take it.
const NOBODY: i64 = 65_534;

/// NodePool and node class of a variant.
pub(super) fn nodes(plan: &MeasurePlan, variant: &MeasureVariant) -> String {
    let of_plan = variant.plan();
    let class = if of_plan.engine().is_auto_mode() {
        OverrideTarget::NodeClass
    } else {
        OverrideTarget::Ec2NodeClass
    };
    let written = of_plan.pool_name(variant.side);
    let documents = [class, OverrideTarget::NodePool]
        .into_iter()
        .filter_map(|kind| {
            let mut tree = object(&of_plan, variant.side, kind)?;
            rename(&mut tree, &written, &variant.id);
            put(&mut tree, &["metadata", "labels", KEY], text(&plan.name));
            Some(write(&tree))
        });
    write_all(&documents.collect::<Vec<_>>())
}

/// The Job of one run of a variant. It has a name of its own each time that it is created.
pub(super) fn job(plan: &MeasurePlan, variant: &MeasureVariant) -> String {
    let of_plan = variant.plan();
    let written = of_plan.pool_name(variant.side);
    let mut deployment =
        object(&of_plan, variant.side, OverrideTarget::Deployment).unwrap_or(Yaml::Null);
    rename(&mut deployment, &written, &variant.id);
    let of_deployment = |key: &str| {
        let spec = deployment.get("spec")?.get("template")?.get("spec")?;
        spec.get(key).cloned()
    };
    let labels = || map([(KEY, text(&plan.name)), ("variant", text(&variant.id))]);
    let container = map([
        ("name", text("pull")),
        ("image", text(variant.config.image.reference.as_str())),
        ("command", Yaml::Sequence(vec![text(COMMAND)])),
        (
            "securityContext",
            map([
                ("allowPrivilegeEscalation", Yaml::Bool(false)),
                (
                    "capabilities",
                    map([("drop", Yaml::Sequence(vec![text("ALL")]))]),
                ),
                ("runAsNonRoot", Yaml::Bool(true)),
                ("runAsUser", Yaml::Number(NOBODY)),
                ("seccompProfile", map([("type", text("RuntimeDefault"))])),
            ]),
        ),
    ]);
    let mut pod = vec![
        ("restartPolicy", text("Never")),
        ("automountServiceAccountToken", Yaml::Bool(false)),
        ("terminationGracePeriodSeconds", Yaml::Number(0)),
    ];
    let own = OF_THE_POD
        .into_iter()
        .chain(["nodeSelector", "tolerations"]);
    pod.extend(own.filter_map(|key| Some((key, of_deployment(key)?))));
    pod.push(("containers", Yaml::Sequence(vec![container])));
    let seconds = MeasurePlan::node_seconds() + plan.pull_seconds();
    let spec = map([
        ("backoffLimit", Yaml::Number(0)),
        ("activeDeadlineSeconds", Yaml::Number(seconds.into())),
        ("ttlSecondsAfterFinished", Yaml::Number(900)),
        (
            "template",
            map([
                (
                    "metadata",
                    map([
                        ("labels", labels()),
                        (
                            "annotations",
                            map([("karpenter.sh/do-not-disrupt", text("true"))]),
                        ),
                    ]),
                ),
                ("spec", map(pod)),
            ]),
        ),
    ]);
    write(&map([
        ("apiVersion", text("batch/v1")),
        ("kind", text("Job")),
        (
            "metadata",
            map([
                ("generateName", text(&[&variant.id, "-"].concat())),
                ("namespace", text(plan.namespace())),
                ("labels", labels()),
            ]),
        ),
        ("spec", spec),
    ]))
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn map<'k>(pairs: impl IntoIterator<Item = (&'k str, Yaml)>) -> Yaml {
    let pairs = pairs.into_iter();
    Yaml::Mapping(pairs.map(|(key, value)| (key.to_owned(), value)).collect())
}

/// Puts a value at a path of keys, making the maps that are not there.
fn put(tree: &mut Yaml, path: &[&str], value: Yaml) {
    let Some((key, rest)) = path.split_first() else {
        *tree = value;
        return;
    };
    if !matches!(tree, Yaml::Mapping(_)) {
        *tree = Yaml::Mapping(Vec::new());
    }
    let Yaml::Mapping(pairs) = tree else { return };
    match pairs.iter_mut().find(|(own, _)| own == key) {
        Some((_, below)) => put(below, rest, value),
        None => {
            let mut below = Yaml::Null;
            put(&mut below, rest, value);
            pairs.push(((*key).to_owned(), below));
        }
    }
}

/// Names every object and reference anew that has a name: the generator calls stock containerd's side
/// `non-` and the name of the other one.
fn rename(tree: &mut Yaml, from: &str, to: &str) {
    match tree {
        Yaml::Text(text) if text == from => to.clone_into(text),
        Yaml::Sequence(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        Yaml::Mapping(pairs) => pairs
            .iter_mut()
            .for_each(|(_, below)| rename(below, from, to)),
        _ => {}
    }
}

/// The resource of the node classes, as kubectl names it.
pub(super) fn class_resource(variant: &MeasureVariant) -> &'static str {
    if variant.config.engine.spec().is_auto_mode() {
        "nodeclasses.eks.amazonaws.com"
    } else {
        "ec2nodeclasses.karpenter.k8s.aws"
    }
}

/// Whether a variant's nodes write a log of SOCI.
pub(super) fn has_soci_log(variant: &MeasureVariant) -> bool {
    variant.side == Side::Soci && variant.config.engine.spec().pulls_with_soci()
}
