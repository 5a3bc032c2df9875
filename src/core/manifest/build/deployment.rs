//! The Deployment that pulls the image.

use crate::core::config::{Command, Toleration as ConfigToleration, Workload};
use crate::core::manifest::model::{
    Affinity, Container, Deployment, DeploymentSpec, Metadata, NodeAffinity, NodeSelector, Pairs,
    PodSpec, PodTemplate, Resources, Selector, TemplateMetadata, TermOfExpressions, Toleration,
};
use crate::core::plan::{NodePlan, Side};
use crate::core::requirements;

/// The pool's label of the blueprint.
const INTENT: &str = "intent";
/// The label by which Karpenter says a node's pool; its value is the pool's name too.
const POOL_LABEL: &str = "karpenter.sh/nodepool";
/// The blueprint's sleep: ends at once when the pod is told to stop.
const SLEEP: &str = "trap 'exit 0' TERM; sleep 9999 & wait";

pub(in crate::core::manifest) fn deployment(plan: &NodePlan<'_>, side: Side) -> Deployment {
    let workload = &plan.config.workload;
    let name = plan.workload_name(side);
    let app = Pairs::new("app", name.as_str());
    let in_namespace =
        (workload.namespace.as_str() != "default").then(|| workload.namespace.to_string());
    Deployment {
        api_version: "apps/v1",
        kind: "Deployment",
        metadata: Metadata {
            name,
            namespace: in_namespace,
            labels: app.clone(),
        },
        spec: DeploymentSpec {
            replicas: workload.replicas,
            selector: Selector {
                match_labels: app.clone(),
            },
            template: PodTemplate {
                metadata: TemplateMetadata { labels: app },
                spec: PodSpec {
                    containers: vec![container(plan)],
                    node_selector: node_selector(plan, side),
                    affinity: affinity(plan),
                    tolerations: tolerations(plan),
                },
            },
        },
    }
}

fn container(plan: &NodePlan<'_>) -> Container {
    let workload = &plan.config.workload;
    let (command, args) = match workload.command {
        Command::Sleep => (vec!["bash", "-c"], vec![SLEEP]),
        Command::Image => (Vec::new(), Vec::new()),
    };
    Container {
        name: workload.name.to_string(),
        image: plan.config.image.reference.to_string(),
        command,
        args,
        resources: resources(workload),
    }
}

fn resources(workload: &Workload) -> Option<Resources> {
    let mut requests = Pairs::default();
    let mut limits = Pairs::default();
    let mut request = |name: &str, amount: Option<String>| {
        requests
            .0
            .extend(amount.map(|amount| (name.to_owned(), amount)));
    };
    request("cpu", workload.cpu.as_ref().map(ToString::to_string));
    request("memory", workload.memory.as_ref().map(ToString::to_string));
    let storage = workload.ephemeral_storage.as_ref();
    request("ephemeral-storage", storage.map(ToString::to_string));
    let gpus = workload.gpus.map(|gpus| gpus.to_string());
    request("nvidia.com/gpu", gpus.clone());
    // Kubernetes wants an extended resource's limit to equal its request.
    limits
        .0
        .extend(gpus.map(|gpus| ("nvidia.com/gpu".to_owned(), gpus)));
    (!requests.is_empty()).then_some(Resources { requests, limits })
}

fn node_selector(plan: &NodePlan<'_>, side: Side) -> Pairs {
    let mut selector = Pairs(
        requirements::node_selector(plan, side)
            .into_iter()
            .map(|asked| {
                let value = asked.requirement.values.concat();
                (asked.requirement.key, value)
            })
            .collect(),
    );
    // A pool with a file's own labels is asked for by the one that Karpenter gives to its nodes.
    if let Some(pool) = plan.asked_by_pool_name(side)
        && let Some(intent) = selector.0.iter_mut().find(|(key, _)| key == INTENT)
    {
        *intent = (POOL_LABEL.to_owned(), pool);
    }
    selector
}

fn affinity(plan: &NodePlan<'_>) -> Option<Affinity> {
    let match_expressions: Vec<_> = requirements::affinity(plan)
        .into_iter()
        .map(|asked| asked.requirement)
        .collect();
    (!match_expressions.is_empty()).then_some(Affinity {
        node_affinity: NodeAffinity {
            required: NodeSelector {
                node_selector_terms: vec![TermOfExpressions { match_expressions }],
            },
        },
    })
}

/// The user's tolerations, then one for every taint of the pool that they do not cover.
fn tolerations(plan: &NodePlan<'_>) -> Vec<Toleration> {
    let own = &plan.config.workload.tolerations;
    let covers = |toleration: &ConfigToleration, taint: &crate::core::config::Taint| {
        toleration.key == taint.key
            && (toleration.value.is_none() || toleration.value == taint.value)
            && toleration
                .effect
                .is_none_or(|effect| effect == taint.effect)
    };
    let of_taints = plan
        .config
        .nodes
        .taints
        .iter()
        .filter(|taint| !own.iter().any(|toleration| covers(toleration, taint)))
        .map(|taint| ConfigToleration {
            key: taint.key.clone(),
            value: taint.value.clone(),
            effect: Some(taint.effect),
        });
    own.iter()
        .cloned()
        .chain(of_taints)
        .map(|toleration| Toleration {
            key: toleration.key.to_string(),
            operator: if toleration.value.is_some() {
                "Equal"
            } else {
                "Exists"
            },
            value: toleration.value.as_ref().map(ToString::to_string),
            effect: toleration.effect.map(|effect| effect.as_str()),
        })
        .collect()
}
