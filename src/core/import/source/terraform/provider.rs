//! The Region of Terraform's AWS provider.

use hcl_edit::Span;
use hcl_edit::expr::{Expression, TraversalOperator};
use hcl_edit::structure::{Attribute, Block, Body};

use super::text::Source;
use crate::core::import::source::TakenApart;

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
