//! The next steps, made from the Config: look up, apply, wait, compare, check, clean up.

mod on_node;
mod step;

pub use self::step::{Command, Step};
use self::step::{POOL_LABEL, command, shell_word, step};
use super::bundle::File;
use super::objects::{CreatedObject, CreatedObjects};
use crate::core::SIGNATURE;
use crate::core::config::{Architecture, InstanceStore};
use crate::core::engines::NodeSystem;
use crate::core::plan::{NodePlan, Side};

pub(super) fn steps(
    plan: &NodePlan<'_>,
    objects: &CreatedObjects,
    variables: &[&'static str],
) -> Vec<Step> {
    let mut steps = Vec::new();
    if plan.by_hand() {
        steps.push(merge_by_hand());
    }
    steps.extend(look_up(plan));
    steps.extend(see_releases(plan));
    steps.push(apply(plan, objects, variables));
    steps.push(if objects.has_workload() {
        wait(plan, objects)
    } else {
        run_a_pod(plan)
    });
    steps.push(see_pull_times(plan, objects));
    steps.extend(on_node::check(plan));
    steps.push(clean_up(plan, objects, variables));
    steps
}

fn merge_by_hand() -> Step {
    step(
        "Merge the fragments into your nodes",
        "Another distribution has no NodeConfig, so merge these files yourself: install-soci.sh runs as root before containerd starts. The output of containerd --version decides which fragment goes into /etc/containerd/config.toml: containerd-2-soci.toml below version = 3 \
         for containerd 2, containerd-1-soci.toml below version = 2 for 1.7; the other one has no effect there. kubelet-soci.yaml goes into the kubelet's configuration. Import \
         the pause image into SOCI before the first pod, or no sandbox starts. You also write the pool's EC2NodeClass yourself.",
        Vec::new(),
    )
}

fn look_up(plan: &NodePlan<'_>) -> Option<Step> {
    let cluster = &plan.config.cluster;
    let region = cluster.region.as_str();
    let mut commands = Vec::new();
    if cluster.name.is_none() || (cluster.node_role.is_none() && plan.needs_node_role()) {
        commands.push(command(
            "From the blueprints' Terraform outputs",
            "export CLUSTER_NAME=$(terraform -chdir=\"../../cluster/terraform\" output -raw cluster_name)\n\
             export KARPENTER_NODE_IAM_ROLE_NAME=$(terraform -chdir=\"../../cluster/terraform\" output -raw node_instance_role_name)",
        ));
        commands.push(command(
            "Cluster name, from AWS",
            [
                "aws eks list-clusters --region ",
                region,
                " --query clusters --output text",
            ]
            .concat(),
        ));
        commands.push(command(
            "Node role name, from AWS: the role, not its ARN",
            "aws iam list-roles --query \"Roles[?contains(RoleName, 'Karpenter')].RoleName\" --output text",
        ));
    }
    if plan.selects_by_tag() {
        let filter = [
            "\"Name=tag:",
            cluster.discovery_tag.as_str(),
            ",Values=",
            &shell_value(plan),
            "\"",
        ]
        .concat();
        if cluster.subnet_ids.is_empty() {
            commands.push(command(
                "Are subnets tagged? At least one must be listed",
                [
                    "aws ec2 describe-subnets --region ",
                    region,
                    " --filters ",
                    &filter,
                    " --query \"Subnets[].[SubnetId,AvailabilityZone]\" --output text",
                ]
                .concat(),
            ));
        }
        if cluster.security_group_ids.is_empty() {
            commands.push(command(
                "Are security groups tagged? At least one must be listed",
                [
                    "aws ec2 describe-security-groups --region ",
                    region,
                    " --filters ",
                    &filter,
                    " --query \"SecurityGroups[].GroupId\" --output text",
                ]
                .concat(),
            ));
        }
    }
    let missing = cluster.name.is_none() || (cluster.node_role.is_none() && plan.needs_node_role());
    let (title, text) = if missing {
        (
            "Look up the cluster name and the node role",
            "Two values that only you know.",
        )
    } else {
        (
            "Check the discovery tags",
            "An empty list here is the most frequent reason for a node class that is not Ready.",
        )
    };
    (!commands.is_empty()).then(|| step(title, text, commands))
}

/// What exists today: this tool's own table ends with the day on which it was made.
fn see_releases(plan: &NodePlan<'_>) -> Option<Step> {
    let cluster = &plan.config.cluster;
    let kubernetes = cluster.kubernetes.to_string();
    let architecture = match plan.config.nodes.architecture {
        Architecture::Amd64 => "x86_64",
        Architecture::Arm64 => "arm64",
    };
    // Karpenter takes the variant that an instance type needs.
    let (nvidia, variant) = if plan.config.workload.gpus.is_some() {
        ("-nvidia", "/nvidia")
    } else {
        ("", "/standard")
    };
    let (about, path, pinned) = match plan.engine().system {
        NodeSystem::AutoMode => return None,
        _ if plan.by_hand() => return None,
        NodeSystem::Bottlerocket => (
            "Bottlerocket releases for this Kubernetes, among them latest",
            [
                "bottlerocket/aws-k8s-",
                &kubernetes,
                nvidia,
                "/",
                architecture,
            ]
            .concat(),
            cluster.bottlerocket_version.to_string(),
        ),
        NodeSystem::Al2023 => (
            "AL2023 AMIs for this Kubernetes, each with its release at the end of its name",
            [
                "eks/optimized-ami/",
                &kubernetes,
                "/amazon-linux-2023/",
                architecture,
                variant,
            ]
            .concat(),
            cluster.al2023_version.to_string(),
        ),
    };
    let list = [
        "aws ssm get-parameters-by-path --region ",
        cluster.region.as_str(),
        " --recursive --path /aws/service/",
        &path,
        " --query \"Parameters[].Name\" --output text | tr '\\t' '\\n' | sort",
    ]
    .concat();
    let text = if pinned == "latest" {
        "The node class uses latest: the newest of these when a node starts.".to_owned()
    } else {
        [
            "The node class names ",
            &pinned,
            ". If it is not in the list, the node class is not Ready and no node is launched.",
        ]
        .concat()
    };
    Some(step(
        "See which AMI releases exist",
        text,
        vec![command(about, list)],
    ))
}

/// The discovery tag's value as a shell reads it in double quotes: a placeholder becomes its
/// variable.
fn shell_value(plan: &NodePlan<'_>) -> String {
    let value = plan.discovery_value();
    match value
        .strip_prefix('<')
        .and_then(|rest| rest.strip_suffix('>'))
    {
        Some(variable) => ["$", variable].concat(),
        None => value,
    }
}

fn apply(plan: &NodePlan<'_>, objects: &CreatedObjects, variables: &[&'static str]) -> Step {
    let mut commands = Vec::new();
    match envsubst(variables) {
        None => commands.push(command(
            "In the directory of the files",
            "kubectl apply -k .",
        )),
        Some(envsubst) => {
            for variable in variables {
                commands.push(command(
                    "Your own value",
                    ["export ", variable, "=…"].concat(),
                ));
            }
            commands.push(command(
                "In the directory of the files: fills in these variables only, no others in the scripts",
                ["kubectl kustomize . | ", &envsubst, " | kubectl apply -f -"].concat(),
            ));
        }
    }
    let class = if plan.engine().is_auto_mode() {
        "nodeclass"
    } else {
        "ec2nodeclass"
    };
    commands.push(command(
        "Both show Ready: True, or the condition names the problem",
        ["kubectl get ", class, ",nodepool"].concat(),
    ));
    let mut text = ["Creates ", &objects.names(), ". "].concat();
    for sentence in objects.consequences() {
        text.push_str(&sentence);
        text.push(' ');
    }
    text.push_str(if plan.engine().is_auto_mode() {
        "Changing a node class later replaces its nodes, within the pool's disruption budgets."
    } else {
        "A changed AMI release or userData is drift: Karpenter then replaces every node of the class, as many at a time as the pool's disruption budgets allow, 10 % if none are set. With latest, each new AMI triggers this."
    });
    step("Apply", text, commands)
}

fn envsubst(variables: &[&'static str]) -> Option<String> {
    if variables.is_empty() {
        return None;
    }
    let names: Vec<String> = variables
        .iter()
        .map(|name| ["${", name, "}"].concat())
        .collect();
    Some(["envsubst '", &names.join(" "), "'"].concat())
}

/// The objects that run the sides' pods, with the side of each.
fn workloads<'a>(
    plan: &'a NodePlan<'_>,
    objects: &'a CreatedObjects,
) -> impl Iterator<Item = (Side, &'a CreatedObject)> {
    let running = objects.iter().filter(|object| object.pods.is_some());
    plan.deployments.iter().copied().zip(running)
}

/// ` --namespace ai`; nothing where kubectl's current namespace is meant.
fn in_namespace(object: &CreatedObject) -> String {
    let namespace = object.namespace.as_deref();
    namespace.map_or_else(String::new, |name| {
        [" --namespace ", &shell_word(name)].concat()
    })
}

/// How a pod of the user's own gets onto the nodes of a set that brings none.
fn run_a_pod(plan: &NodePlan<'_>) -> Step {
    let selectors: Vec<String> = plan
        .sides
        .iter()
        .map(|side| [POOL_LABEL, ": ", &plan.written_pool_name(*side)].concat())
        .collect();
    let mut text = [
        "A node starts when one of your pods needs it. Give the pod the node selector ",
        &selectors.join(" or "),
        ".",
    ]
    .concat();
    let taints: Vec<String> = plan
        .config
        .nodes
        .taints
        .iter()
        .map(ToString::to_string)
        .collect();
    if !taints.is_empty() {
        text.push_str(&[" It has to tolerate ", &taints.join(" and "), "."].concat());
    }
    if plan.config.workload.gpus.is_some() && !plan.engine().is_auto_mode() {
        text.push_str(
            " GPU pods also wait for the NVIDIA device plugin's DaemonSet, which must tolerate the \
             pool's taints.",
        );
    }
    let commands = plan
        .sides
        .iter()
        .map(|side| {
            let pool = plan.written_pool_name(*side);
            let about = match side {
                Side::Soci => format!("Nodes with {} as they start", plan.engine().parallel_pull()),
                Side::Baseline => "Nodes with stock containerd as they start".to_owned(),
            };
            command(
                &about,
                [
                    "kubectl get nodeclaims --watch --selector ",
                    &shell_word(&[POOL_LABEL, "=", &pool].concat()),
                ]
                .concat(),
            )
        })
        .collect();
    step("Run one of your pods on the pool", text, commands)
}

fn wait(plan: &NodePlan<'_>, objects: &CreatedObjects) -> Step {
    let commands = workloads(plan, objects)
        .map(|(side, object)| {
            let about = match side {
                Side::Soci if plan.engine().pulls_with_soci() => {
                    "The pods on SOCI nodes".to_owned()
                }
                Side::Soci => format!("The pods on nodes with {}", plan.engine().parallel_pull()),
                Side::Baseline => "The pods on nodes with stock containerd".to_owned(),
            };
            let name = [&object.kind.to_ascii_lowercase(), "/", &object.name].concat();
            command(
                &about,
                [
                    "kubectl rollout status ",
                    &shell_word(&name),
                    &in_namespace(object),
                    " --timeout=15m",
                ]
                .concat(),
            )
        })
        .collect();
    let text = if plan.config.workload.gpus.is_some() && !plan.engine().is_auto_mode() {
        "A new node and a cold pull take minutes. GPU pods also wait for the NVIDIA device plugin's \
         DaemonSet, which must tolerate the pool's taints."
    } else {
        "A new node and a cold pull take minutes."
    };
    step("Wait for the pods", text, commands)
}

fn see_pull_times(plan: &NodePlan<'_>, objects: &CreatedObjects) -> Step {
    let mut commands: Vec<Command> = workloads(plan, objects)
        .map(|(side, object)| {
            let about = match side {
                Side::Soci => format!("With {}", plan.engine().parallel_pull()),
                Side::Baseline => "With stock containerd".to_owned(),
            };
            let selector = object
                .selector
                .as_deref()
                .map_or_else(String::new, |labels| {
                    [" --selector ", &shell_word(labels)].concat()
                });
            command(
                &about,
                [
                    "kubectl describe pods",
                    &in_namespace(object),
                    &selector,
                    " | grep Pulled",
                ]
                .concat(),
            )
        })
        .collect();
    if commands.is_empty() {
        commands.push(command(
            "Pulls of the last hour, in all namespaces",
            "kubectl get events --all-namespaces --field-selector reason=Pulled",
        ));
    }
    step(
        "See the pull times",
        "The kubelet's own measurement. “Including waiting” is longer where pulls queued; an image already on the node takes no time and is no comparison.",
        commands,
    )
}

fn clean_up(plan: &NodePlan<'_>, objects: &CreatedObjects, variables: &[&'static str]) -> Step {
    let delete = match envsubst(variables) {
        None => "kubectl delete -k .".to_owned(),
        Some(envsubst) => [
            "kubectl kustomize . | ",
            &envsubst,
            " | kubectl delete -f -",
        ]
        .concat(),
    };
    let mut text = ["Removes ", &objects.names_alone(), " and the nodes"].concat();
    if plan.config.storage.instance_store != InstanceStore::Unused {
        text.push_str("; what was on instance store is gone");
    }
    text.push('.');
    if !objects.has_workload() {
        text.push_str(" Your pods running there are evicted.");
    }
    step(
        "Clean up",
        text,
        vec![command("In the directory of the files", delete)],
    )
}

/// README.md of the set.
pub(super) fn readme(
    plan: &NodePlan<'_>,
    files: &[File],
    objects: &CreatedObjects,
    steps: &[Step],
) -> String {
    let mut text = [
        "# Karpenter nodes with ",
        plan.engine().pulls_by,
        "\n\nMade by ",
        SIGNATURE,
        " from `config.yaml`. To change something, open that file in the page, or edit it and run\n\
         `soci-configurator generate --config config.yaml --out .`\n\n## Files\n\n",
    ]
    .concat();
    for file in files {
        text.push_str(&["- `", &file.path, "`: ", &file.about, "\n"].concat());
    }
    text.push_str("\n## What this creates\n\n");
    for object in objects.iter() {
        text.push_str(&["- ", &object.describe(), "\n"].concat());
    }
    text.push('\n');
    for sentence in objects.consequences() {
        text.push_str(&[&sentence, "\n"].concat());
    }
    text.push_str("\n## Next steps\n");
    for (index, step) in steps.iter().enumerate() {
        text.push_str(&["\n### ", &(index + 1).to_string(), ". ", &step.title, "\n"].concat());
        if !step.text.is_empty() {
            text.push_str(&["\n", &step.text, "\n"].concat());
        }
        for command in &step.commands {
            text.push_str(
                &[
                    "\n",
                    &command.about,
                    ":\n\n```sh\n",
                    &command.text,
                    "\n```\n",
                ]
                .concat(),
            );
        }
    }
    text
}
