//! What is wrong between the documents of one input.

use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::manifest_set::{is_named_in, is_of};
use crate::core::import::document::{Document, Kind};
use crate::core::import::node::{NodeReport, SociStatus};
use crate::core::import::source::SourceLocation;
use crate::core::placeholder::holds_placeholder;

/// Says which objects are there twice, and which pools mean a class of another kind than is there.
pub(in crate::core::import) fn check(found: &[Document], remarks: &mut Vec<Diagnostic>) {
    for (index, one) in found.iter().enumerate() {
        if let Some(first) = found.iter().take(index).find(|other| is_same(other, one)) {
            twice(first, one, remarks);
        }
        if one.kind == Kind::NodePool {
            other_class(one, found, remarks);
        }
    }
}

/// Takes back the verdict on a class that a later document of its name replaces.
pub(in crate::core::import) fn hold_back(
    class: &Document,
    found: &[Document],
    report: &mut NodeReport,
) {
    let later = found
        .iter()
        .find(|other| other.number > class.number && is_same(class, other));
    if let Some(later) = later {
        report.verdict = SociStatus::Unknown;
        let line = later.place.line;
        report.unread.push(format!(
            "the document of the same name in line {line}, which replaces it"
        ));
    }
}

/// Whether two documents are one object, both applied as they stand.
fn is_same(one: &Document, other: &Document) -> bool {
    let is_plain = |one: &Document| {
        one.origin.is_none()
            && one.partial.is_none()
            && one.guards.is_empty()
            && !one.name.is_empty()
            && !holds_placeholder(&one.name)
    };
    let group = |one: &Document| one.api_version.split('/').next().map(str::to_owned);
    let space = |one: &Document| {
        let space = one.node.str_at(&["metadata", "namespace"]);
        space.map(str::to_owned)
    };
    matches!(
        one.kind,
        Kind::Ec2NodeClass | Kind::NodeClass | Kind::NodePool | Kind::Deployment | Kind::Workload
    ) && is_plain(one)
        && is_plain(other)
        && one.kind_word == other.kind_word
        && one.name == other.name
        && group(one) == group(other)
        && space(one) == space(other)
        // Files beside each other may be of different clusters.
        && one.place.file == other.place.file
}

fn twice(first: &Document, one: &Document, remarks: &mut Vec<Diagnostic>) {
    let keys = ["metadata", "name"];
    let place = SourceLocation {
        file: one.place.file,
        line: one.node.line_at(&keys),
    };
    let message = format!(
        "{} {} is there twice, first in line {}: kubectl applies both, and what this one says holds in the cluster.",
        one.kind_word, one.name, first.place.line
    );
    let mut remark = Diagnostic::at(
        &rules::SAME_OBJECT_TWICE,
        Severity::Warning,
        place,
        keys.join("."),
        message,
    );
    remark.document = Some(one.number);
    remarks.push(remark);
}

fn other_class(pool: &Document, found: &[Document], remarks: &mut Vec<Diagnostic>) {
    let classes = || {
        let kinds = [Kind::Ec2NodeClass, Kind::NodeClass];
        found.iter().filter(move |one| kinds.contains(&one.kind))
    };
    if classes().any(|class| is_of(pool, class)) {
        return;
    }
    let Some(class) = classes().find(|class| is_named_in(pool, class)) else {
        return;
    };
    let keys = ["spec", "template", "spec", "nodeClassRef"];
    let place = SourceLocation {
        file: pool.place.file,
        line: pool.node.line_at(&keys),
    };
    let (meant, is) = match class.kind {
        Kind::NodeClass => ("Karpenter's EC2NodeClass", "Auto Mode's NodeClass"),
        _ => ("Auto Mode's NodeClass", "Karpenter's EC2NodeClass"),
    };
    let message = format!(
        "this refers to {meant} {}, and the one that is here is {is}: its settings are not those of this pool's nodes.",
        class.name
    );
    let mut remark = Diagnostic::at(
        &rules::CLASS_OF_ANOTHER_KIND,
        Severity::Warning,
        place,
        keys.join("."),
        message,
    );
    remark.document = Some(pool.number);
    remarks.push(remark);
}
