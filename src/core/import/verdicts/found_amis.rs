//! Whether the AMIs that a cluster has found fit the pool: what a class says in its status.

use crate::core::config::Architecture;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::PoolManifests;
use crate::core::import::document::{Document, texts};
use crate::core::import::source::SourceLocation;
use crate::core::manifest::of_ami_name;
use crate::core::yaml::Node;

const ARCH: &str = "kubernetes.io/arch";
const BOTH: [Architecture; 2] = [Architecture::Amd64, Architecture::Arm64];

/// Says where a pool takes none of the architectures that its class has found AMIs for.
pub(in crate::core::import) fn check(main: &PoolManifests<'_>, remarks: &mut Vec<Diagnostic>) {
    let (Some(class), Some(pool)) = (main.class, main.pool) else {
        return;
    };
    let (Some(found), Some((line, wanted))) = (found(class), wanted(pool)) else {
        return;
    };
    if wanted.iter().any(|one| found.contains(one)) {
        return;
    }
    let words = |all: &[Architecture]| {
        let all: Vec<&str> = all.iter().map(|one| one.as_str()).collect();
        all.join(" and ")
    };
    let place = SourceLocation {
        file: pool.place.file,
        line,
    };
    remarks.push(Diagnostic::at(
        &rules::NO_INSTANCE_TYPE_MATCHES,
        Severity::Error,
        place,
        "spec.template.spec.requirements",
        format!(
            "No instance type is left: the cluster has found AMIs for {} by EC2NodeClass {}, and the pool takes {}.",
            words(&found),
            class.name,
            words(&wanted)
        ),
    ));
}

/// The architectures of the AMIs in a class' status; none where one does not say its own.
fn found(class: &Document) -> Option<Vec<Architecture>> {
    let amis = class.status.as_ref()?.get("amis").map(Node::items)?;
    let mut all = Vec::new();
    for ami in amis {
        let requirements = ami.get("requirements").map(Node::items);
        let said = requirements
            .unwrap_or_default()
            .iter()
            .find(|one| one.str_at(&["key"]) == Some(ARCH));
        match said {
            Some(said) if said.str_at(&["operator"]) == Some("In") => {
                let values = texts(said.get("values"))?;
                all.extend(
                    values
                        .iter()
                        .filter_map(|value| value.parse::<Architecture>().ok()),
                );
            }
            _ => all.push(of_ami_name(ami.str_at(&["name"])?)?),
        }
    }
    (!all.is_empty()).then_some(all)
}

/// The architectures that a pool takes and the line that says so; none where it leaves them open.
fn wanted(pool: &Document) -> Option<(usize, Vec<Architecture>)> {
    let list = pool
        .node
        .at(&["spec", "template", "spec", "requirements"])?;
    let said = list
        .items()
        .iter()
        .find(|one| one.str_at(&["key"]) == Some(ARCH))?;
    let values = texts(said.get("values"))?;
    let is_in = match said.str_at(&["operator"])? {
        "In" => true,
        "NotIn" => false,
        _ => return None,
    };
    let left: Vec<Architecture> = BOTH
        .into_iter()
        .filter(|one| values.iter().any(|value| value == one.as_str()) == is_in)
        .collect();
    (!left.is_empty()).then_some((said.line, left))
}
