//! The NodePool.

use crate::core::config::{Nodes, OverrideTarget, Taint as ConfigTaint};
use crate::core::manifest::model::{
    Budget, Disruption, Metadata, NodeClassRef, NodePool, NodePoolSpec, NodeTemplate,
    NodeTemplateSpec, Pairs, PlainFields, Taint, TemplateMetadata,
};
use crate::core::plan::{NodePlan, Side};
use crate::core::requirements;

pub(in crate::core::manifest) fn node_pool(plan: &NodePlan<'_>, side: Side) -> NodePool {
    let nodes = &plan.config.nodes;
    let name = plan.pool_name(side);
    let (group, kind) = plan.engine().system.node_class();
    let class = plan.written_class_name(side);
    let plain = |parent| PlainFields::new(plan.config, OverrideTarget::NodePool, parent);
    NodePool {
        api_version: "karpenter.sh/v1",
        kind: "NodePool",
        metadata: Metadata::named(name.clone()),
        spec: NodePoolSpec {
            plain: plain(&["spec"]),
            limits: plain(&["spec", "limits"]),
            disruption: Disruption {
                consolidation_policy: plan.consolidation_policy.as_str(),
                plain: plain(&["spec", "disruption"]),
                budgets: budgets(nodes),
            },
            template: NodeTemplate {
                metadata: TemplateMetadata {
                    labels: labels(nodes, &name),
                },
                spec: NodeTemplateSpec {
                    node_class_ref: NodeClassRef {
                        group,
                        kind,
                        name: class,
                    },
                    requirements: requirements::node_pool(plan)
                        .into_iter()
                        .map(|asked| asked.requirement)
                        .collect(),
                    plain: plain(&["spec", "template", "spec"]),
                    taints: nodes.taints.iter().map(taint).collect(),
                },
            },
        },
    }
}

fn budgets(nodes: &Nodes) -> Vec<Budget> {
    nodes
        .budgets
        .iter()
        .map(|budget| Budget {
            nodes: budget.nodes.clone(),
            reasons: budget
                .reasons
                .iter()
                .map(|reason| reason.as_str())
                .collect(),
            schedule: budget.window.as_ref().map(|(schedule, _)| schedule.clone()),
            duration: budget
                .window
                .as_ref()
                .map(|(_, duration)| duration.to_string()),
        })
        .collect()
}

/// The blueprint's `intent`, by which the workload finds its pool, then the user's own labels.
fn labels(nodes: &Nodes, name: &str) -> Pairs {
    let mut labels = Pairs::new("intent", name);
    for label in &nodes.labels {
        labels
            .0
            .push((label.key.to_string(), label.value.to_string()));
    }
    labels
}

fn taint(taint: &ConfigTaint) -> Taint {
    Taint {
        key: taint.key.to_string(),
        value: taint.value.as_ref().map(ToString::to_string),
        effect: taint.effect.as_str(),
    }
}
