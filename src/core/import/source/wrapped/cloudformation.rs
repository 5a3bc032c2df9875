//! CloudFormation: launch templates.

use super::search;
use super::wrapper::Wrapper;
use crate::core::import::source::{NodeAmi, TakenApart};

/// The userData of a template's resources.
pub(super) fn take_apart(of: &Wrapper<'_>, found: &mut TakenApart) {
    let Some(resources) = of.node.get("Resources") else {
        return;
    };
    // A parameter may name the AMI.
    let of_template = NodeAmi::told_by(search::texts(of.node).into_iter());
    for (key, resource) in resources.pairs() {
        let kind = resource.str_at(&["Type"]).unwrap_or("a resource");
        let before = found.parts.len();
        let own = Wrapper {
            node: resource,
            title: format!("{} (CloudFormation)", key.text),
        };
        search::search(&own, found);
        for part in found.parts.iter_mut().skip(before) {
            part.ami = part.ami.or(of_template);
        }
        if found.parts.len() > before {
            found.leave(
                key.line,
                format!("{} ({kind})", key.text),
                "its userData and documents are read; everything else of it is not.",
            );
        }
    }
    if found.parts.is_empty() {
        of.leave(
            found,
            "a CloudFormation template",
            "no resource of it holds userData or a manifest.",
        );
    }
}
