//! Puts the files of a set together.

use super::build;
use super::bundle::{Bundle, File, Syntax};
use super::guide::{self, Step};
use super::keep;
use super::objects::{CreatedObject, CreatedObjects, created};
use super::userdata;
use crate::core::SIGNATURE;
use crate::core::config::wire::write_signed_config;
use crate::core::config::{Config, InstanceStore, Override, OverrideTarget, Placeholders};
use crate::core::plan::{CLUSTER_NAME, NODE_ROLE, NodePlan, Side};
use crate::core::yaml::{self, Yaml, write, write_all};

const WORKLOAD: &str = "workload.yaml";

/// Renders every file of the set, and the steps that follow. `starts` says which nodes start with
/// the set's pods, a sentence each.
pub(crate) fn render(plan: &NodePlan<'_>, starts: &[String]) -> (Bundle, Vec<Step>) {
    let variables = variables(plan);
    let mut objects = Vec::new();
    let mut files: Vec<File> = plan
        .sides
        .iter()
        .map(|side| nodes(plan, *side, &mut objects))
        .collect();
    files.extend(workload(plan, &mut objects));
    let objects = CreatedObjects::new(objects, plan.has_taints(), starts);
    let steps = guide::steps(plan, &objects, &variables);
    let applied: Vec<String> = files.iter().map(|file| file.path.clone()).collect();
    files.push(kustomization(&applied));
    files.extend(for_reading(plan));
    files.push(File {
        path: "config.yaml".to_owned(),
        about: "The settings behind these files; opens in the page and on the command line."
            .to_owned(),
        syntax: Syntax::Yaml,
        applied: false,
        text: write_signed_config(plan.config),
    });
    files.push(File {
        path: "README.md".to_owned(),
        about: "Describes the files and the next steps; keep it with them.".to_owned(),
        syntax: Syntax::Markdown,
        applied: false,
        text: guide::readme(plan, &files, &objects, &steps),
    });
    (Bundle::new(files, objects, variables), steps)
}

/// One of the documents as a tree, if the set has it: what an imported one is compared with.
pub(crate) fn object(plan: &NodePlan<'_>, side: Side, document: OverrideTarget) -> Option<Yaml> {
    let is_auto_mode = plan.engine().is_auto_mode();
    let text = match document {
        OverrideTarget::NodePool => {
            keep::write(plan, side, document, &build::node_pool(plan, side))
        }
        OverrideTarget::Deployment if plan.deployments.contains(&side) => {
            keep::write(plan, side, document, &build::deployment(plan, side))
        }
        OverrideTarget::NodeClass if is_auto_mode => {
            keep::write(plan, side, document, &build::node_class(plan))
        }
        OverrideTarget::Ec2NodeClass if !is_auto_mode && !plan.by_hand() => {
            keep::write(plan, side, document, &build::ec2_node_class(plan, side))
        }
        _ => return None,
    };
    yaml::read(&text).ok().map(|node| Yaml::from(&node))
}

/// What the settings alone would write where each kept value stands, in the order of the Config.
pub(crate) fn written_instead(config: &Config) -> Vec<(&Override, Option<Yaml>)> {
    let bare = Config {
        kept: Vec::new(),
        ..config.clone()
    };
    let plan = NodePlan::new(&bare);
    let main = plan.sides.first().copied().unwrap_or(Side::Soci);
    let written = |kept: &Override| {
        let side = if kept.comparison {
            Side::Baseline
        } else {
            main
        };
        let tree = object(&plan, side, kept.document)?;
        keep::find(&tree, &kept.path).cloned()
    };
    config
        .kept
        .iter()
        .map(|kept| (kept, written(kept)))
        .collect()
}

/// The kept values that stand in place of what the settings would write, but for names.
pub(crate) fn overriding(config: &Config) -> Vec<&Override> {
    written_instead(config)
        .into_iter()
        .filter(|(kept, _)| !kept.is_naming())
        .filter(|(kept, own)| own.is_some() && kept.value != *own)
        .map(|(kept, _)| kept)
        .collect()
}

/// The userData of a side's nodes, if they have any.
pub(crate) fn user_data(plan: &NodePlan<'_>, side: Side) -> Option<String> {
    userdata::user_data(plan, side).map(|data| data.text)
}

/// The placeholders that are left in the files for envsubst.
fn variables(plan: &NodePlan<'_>) -> Vec<&'static str> {
    if plan.config.placeholders != Placeholders::Envsubst {
        return Vec::new();
    }
    let cluster = &plan.config.cluster;
    let mut variables = Vec::new();
    if cluster.name.is_none() && plan.needs_cluster_name() {
        variables.push(plan.variable(CLUSTER_NAME));
    }
    if cluster.node_role.is_none() && plan.needs_node_role() {
        variables.push(plan.variable(NODE_ROLE));
    }
    variables
}

fn header(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        text.push_str("# ");
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("# Made by ");
    text.push_str(SIGNATURE);
    text.push_str(" from config.yaml.\n");
    text
}

/// A script with our signature below the line that names its shell.
fn signed_script(script: &str) -> String {
    match script.split_once('\n') {
        Some((shell, rest)) if shell.starts_with("#!") => {
            [shell, "\n", &header(&[]), rest].concat()
        }
        _ => header(&[]) + script,
    }
}

/// The file that holds a side's nodes.
fn nodes_file(plan: &NodePlan<'_>, side: Side) -> &'static str {
    let files = plan.engine().files;
    match side {
        Side::Soci => files.nodes,
        Side::Baseline => files.baseline,
    }
}

fn nodes(plan: &NodePlan<'_>, side: Side, objects: &mut Vec<CreatedObject>) -> File {
    let pool = build::node_pool(plan, side);
    let pool = keep::write(plan, side, OverrideTarget::NodePool, &pool);
    let mut add = |document: OverrideTarget, text: &str| {
        let settings = CreatedObject {
            kind: document.as_str().to_owned(),
            name: plan.pool_name(side),
            namespace: None,
            pods: None,
            selector: None,
        };
        objects.push(created(plan, side, document, settings, text));
    };
    let class = if plan.by_hand() {
        None
    } else if plan.engine().is_auto_mode() {
        let class = build::node_class(plan);
        let text = keep::write(plan, side, OverrideTarget::NodeClass, &class);
        add(OverrideTarget::NodeClass, &text);
        Some(("NodeClass", text))
    } else {
        let class = build::ec2_node_class(plan, side);
        let text = keep::write(plan, side, OverrideTarget::Ec2NodeClass, &class);
        add(OverrideTarget::Ec2NodeClass, &text);
        Some(("EC2NodeClass", text))
    };
    add(OverrideTarget::NodePool, &pool);
    let path = nodes_file(plan, side);
    let by = match side {
        Side::Soci if plan.by_hand() => "SOCI parallel pull (set up by hand)",
        Side::Soci => plan.engine().pulls_by,
        Side::Baseline => "stock containerd, same storage",
    };
    let kinds = class.as_ref().map_or("NodePool", |(kind, _)| match *kind {
        "NodeClass" => "NodeClass and NodePool",
        _ => "EC2NodeClass and NodePool",
    });
    let mut lines = vec![format!("{kinds}: {by}.")];
    lines.extend(notes(plan, side).iter().map(|note| (*note).to_owned()));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let documents: Vec<String> = class
        .into_iter()
        .map(|(_, text)| text)
        .chain([pool])
        .collect();
    File {
        path: path.to_owned(),
        about: format!("{kinds} for nodes that pull with {by}."),
        syntax: Syntax::Yaml,
        applied: true,
        text: [header(&lines), write_all(&documents)].concat(),
    }
}

/// What a reader of the file must know and cannot see in it.
fn notes(plan: &NodePlan<'_>, side: Side) -> Vec<&'static str> {
    let mut notes = match side {
        Side::Soci if plan.by_hand() => vec![
            "Write the node class this refers to yourself: merge",
            "install-soci.sh, one of the two containerd fragments and kubelet-soci.yaml into it.",
        ],
        Side::Soci => plan.engine().notes.to_vec(),
        Side::Baseline => Vec::new(),
    };
    if plan.config.storage.instance_store == InstanceStore::Raid0SociOnEbs
        && side == Side::Baseline
        && plan.engine().pulls_in_parallel()
    {
        notes.push(
            "containerd's images also stay on EBS, so that both pools pull to the same disk.",
        );
    }
    notes
}

/// The file of the workload, if there is one.
fn workload(plan: &NodePlan<'_>, objects: &mut Vec<CreatedObject>) -> Option<File> {
    let mut write = |side: &Side| {
        let deployment = build::deployment(plan, *side);
        let settings = CreatedObject {
            kind: deployment.kind.to_owned(),
            name: deployment.metadata.name.clone(),
            namespace: deployment.metadata.namespace.clone(),
            pods: Some(u32::from(deployment.spec.replicas)),
            selector: Some(["app=", &deployment.metadata.name].concat()),
        };
        let text = keep::write(plan, *side, OverrideTarget::Deployment, &deployment);
        objects.push(created(
            plan,
            *side,
            OverrideTarget::Deployment,
            settings,
            &text,
        ));
        text
    };
    let documents: Vec<String> = plan.deployments.iter().map(&mut write).collect();
    if documents.is_empty() {
        return None;
    }
    let about = if documents.len() > 1 {
        "Deployments of the same image, one per pool, to compare the pulls."
    } else {
        "The Deployment that pulls the image on this pool's nodes."
    };
    Some(File {
        path: WORKLOAD.to_owned(),
        about: about.to_owned(),
        syntax: Syntax::Yaml,
        applied: true,
        text: [header(&[about]), write_all(&documents)].concat(),
    })
}

fn kustomization(resources: &[String]) -> File {
    #[derive(serde::Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Kustomization<'a> {
        api_version: &'static str,
        kind: &'static str,
        resources: &'a [String],
    }
    let about = "Applies all manifests at once: kubectl apply -k .";
    File {
        path: "kustomization.yaml".to_owned(),
        about: about.to_owned(),
        syntax: Syntax::Yaml,
        applied: false,
        text: [
            header(&[about]),
            write(&Kustomization {
                api_version: "kustomize.config.k8s.io/v1beta1",
                kind: "Kustomization",
                resources,
            }),
        ]
        .concat(),
    }
}

/// Files that are not applied: the userData as the node reads it, and for another distribution
/// what is to be merged by hand.
fn for_reading(plan: &NodePlan<'_>) -> Vec<File> {
    let plain = |path: &str, about: &str, syntax, text| File {
        path: path.to_owned(),
        about: about.to_owned(),
        syntax,
        applied: false,
        text,
    };
    if plan.by_hand() {
        let engine = &plan.config.engine;
        return vec![
            plain(
                "install-soci.sh",
                "Run this as root before containerd starts, on every new node or when building the image.",
                Syntax::Shell,
                signed_script(&userdata::install_script(engine)),
            ),
            plain(
                "containerd-2-soci.toml",
                "With containerd 2, merge this into containerd's configuration of version 3.",
                Syntax::Toml,
                userdata::soci_fragment_v3(engine),
            ),
            plain(
                "containerd-1-soci.toml",
                "With containerd 1.7, merge this into containerd's configuration of version 2 instead.",
                Syntax::Toml,
                header(&[]) + &userdata::soci_fragment(engine),
            ),
            plain(
                "kubelet-soci.yaml",
                "Merge this into the kubelet's configuration, so that SOCI gets registry credentials.",
                Syntax::Yaml,
                header(&[]) + &userdata::kubelet_fragment(),
            ),
        ];
    }
    let side = if !plan.engine().pulls_in_parallel() {
        Side::Baseline
    } else {
        Side::Soci
    };
    let of = nodes_file(plan, side);
    userdata::user_data(plan, side)
        .map(|data| {
            plain(
                "userdata.txt",
                &format!("The userData of {of} on its own, for reading; Karpenter adds its part when a node starts."),
                data.syntax,
                data.text,
            )
        })
        .into_iter()
        .collect()
}
