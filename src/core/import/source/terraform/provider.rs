//! What Terraform says of the cluster: the Region of its AWS provider, and the versions of Kubernetes
//! and Karpenter that it installs.

use hcl_edit::Span;
use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::{Attribute, Block, Body};

use super::text::Source;
use crate::core::import::source::{ClusterFact, TakenApart};

/// Notes the Region of the provider that resources have unless they name another: it has no alias.
/// Nothing if it is neither a literal nor a local value that is one.
pub(super) fn region(body: &Body, source: &Source<'_>, found: &mut TakenApart) {
    let Some(attribute) = attribute(body) else {
        return;
    };
    if let Some(region) = literal(&attribute.value, body) {
        let line = source.line(attribute.span().map_or(0, |span| span.start));
        found.state_region(line, &region, "provider.aws.region");
    }
}

fn attribute(body: &Body) -> Option<&Attribute> {
    let provider = body.get_blocks("provider").find(|block| {
        block
            .labels
            .first()
            .is_some_and(|label| label.as_str() == "aws")
            && !block.body.has_attribute("alias")
    })?;
    provider.body.get_attribute("region")
}

/// The attributes of terraform-aws-modules/eks that say the Kubernetes: before and since its version 21.
const OF_MODULE: [&str; 2] = ["cluster_version", "kubernetes_version"];

/// Notes the versions of Kubernetes and Karpenter that resources and modules ask for.
pub(super) fn versions(body: &Body, source: &Source<'_>, found: &mut TakenApart) {
    let mut state = |fact, block: &Block, name: &str| {
        if let Some(attribute) = block.body.get_attribute(name)
            && let Some(version) = literal(&attribute.value, body)
        {
            let line = source.line(attribute.span().map_or(0, |span| span.start));
            found.state(fact, line, &version, name);
        }
    };
    for block in body.blocks() {
        let text = |name: &str| literal(&block.body.get_attribute(name)?.value, body);
        let label = block.labels.first().map_or("", |label| label.as_str());
        if block.ident.as_str() == "module"
            && text("source").is_some_and(|source| source.contains("eks"))
        {
            for name in OF_MODULE {
                state(ClusterFact::Kubernetes, block, name);
            }
        }
        match (block.ident.as_str(), label) {
            ("resource", "aws_eks_cluster" | "aws_eks_node_group") => {
                state(ClusterFact::Kubernetes, block, "version");
            }
            ("resource", "helm_release")
                if text("chart").is_some_and(|chart| chart.ends_with("karpenter")) =>
            {
                state(ClusterFact::Karpenter, block, "version");
            }
            _ => {}
        }
    }
}

/// A text that stands there, or that a local value of the same file has.
fn literal(value: &Expression, body: &Body) -> Option<String> {
    if let Some(text) = value.as_str() {
        return Some(text.to_owned());
    }
    let traversal = value.as_traversal()?;
    let Expression::Variable(root) = &traversal.expr else {
        return None;
    };
    let [operator] = traversal.operators.as_slice() else {
        return None;
    };
    let TraversalOperator::GetAttr(name) = operator.value() else {
        return None;
    };
    if root.as_str() != "local" {
        return None;
    }
    body.get_blocks("locals")
        .find_map(|locals: &Block| locals.body.get_attribute(name.as_str()))
        .and_then(|local| Some(local.value.as_str()?.to_owned()))
}
