//! What Karpenter's own schema says of a document.

use crate::core::config::KarpenterVersion;
use crate::core::error::quoted;
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::import::diagnostic::{Diagnostic, unless_put_in};
use crate::core::import::document::{Document, Kind};
use crate::core::import::report::Refused;
use crate::core::import::source::{Partial, SourceLocation};
use crate::core::placeholder::holds_placeholder;
use crate::core::schema::{self, ViolationKind};

/// Checks one document against the tables of its kind, and notes the values that would be refused.
pub(in crate::core::import) fn check(
    found: &Document,
    karpenter: KarpenterVersion,
    refused: &mut Vec<Refused>,
    remarks: &mut Vec<Diagnostic>,
) {
    api_version(found, remarks);
    let kind = match found.kind {
        Kind::Ec2NodeClass => schema::Kind::Ec2NodeClass,
        Kind::NodePool => schema::Kind::NodePool,
        _ => return,
    };
    // A published fragment, a patch or a template leaves things out on purpose.
    let partly = found.partial.is_some();
    for violation in schema::check(kind, &found.node, karpenter) {
        let incomplete = matches!(
            violation.kind,
            ViolationKind::RequiredField | ViolationKind::CrossFieldRule
        );
        // A patch names what it changes; only items of its lists are whole.
        let is_elsewhere = found.partial == Some(Partial::Patch)
            && violation.kind == ViolationKind::RequiredField
            && !violation.path.is_in_list();
        let is_part = || {
            violation
                .path
                .find_in(&found.node)
                .is_some_and(|node| node.is_part)
        };
        if is_elsewhere || (incomplete && is_part()) {
            continue;
        }
        let place = SourceLocation {
            file: found.place.file,
            line: violation.line,
        };
        remarks.push(Diagnostic::at(
            rule(violation.kind),
            if partly && incomplete {
                Severity::Note
            } else {
                Severity::Error
            },
            place,
            violation.path.to_string(),
            match found.partial {
                Some(Partial::Template(line)) if incomplete => {
                    violation.message + &unless_put_in(line)
                }
                _ => violation.message,
            },
        ));
        if violation.kind != ViolationKind::CrossFieldRule {
            refused.push(Refused {
                document: found.number,
                path: violation.path,
                is_about_all_below: violation.kind.is_about_all_below(),
            });
        }
    }
    if let Some(Partial::Elided(line)) = found.partial {
        remarks.push(Diagnostic::of_file(
            &rules::SOMETHING_LEFT_OUT,
            Severity::Note,
            found.place.file,
            line,
            "… replaces omitted text; the rest is read as part of the same document.",
        ));
    }
}

fn rule(kind: ViolationKind) -> &'static Rule {
    match kind {
        ViolationKind::UnknownField => &rules::UNKNOWN_FIELD,
        ViolationKind::NewerField => &rules::NEWER_FIELD,
        ViolationKind::RequiredField => &rules::REQUIRED_FIELD,
        ViolationKind::WrongType => &rules::WRONG_TYPE,
        ViolationKind::WrongForm => &rules::WRONG_FORM,
        ViolationKind::WrongLength => &rules::WRONG_LENGTH,
        ViolationKind::OutOfRange => &rules::OUT_OF_RANGE,
        ViolationKind::RepeatedItem => &rules::REPEATED_ITEM,
        ViolationKind::UnknownValue => &rules::UNKNOWN_VALUE,
        ViolationKind::NewerValue => &rules::NEWER_VALUE,
        ViolationKind::CrossFieldRule => &rules::CROSS_FIELD_RULE,
    }
}

/// The group and version that go with a kind; no API server serves the kind under another one.
fn api_version(found: &Document, remarks: &mut Vec<Diagnostic>) {
    let (right, kind) = match found.kind {
        Kind::Ec2NodeClass => ("karpenter.k8s.aws/v1", "EC2NodeClass"),
        Kind::NodePool => ("karpenter.sh/v1", "NodePool"),
        Kind::NodeClass => ("eks.amazonaws.com/v1", "NodeClass"),
        _ => return workload_version(found, remarks),
    };
    let said = found.api_version.as_str();
    if said == right && found.kind_word == kind {
        return;
    }
    // That it is missing has been said.
    if said.is_empty() || holds_placeholder(said) {
        return;
    }
    let place = SourceLocation {
        file: found.place.file,
        line: found.node.line_at(&["apiVersion"]),
    };
    let group = right.split('/').next().unwrap_or_default();
    let (rule, message) = if said == format!("{group}/v1beta1") && found.kind_word == kind {
        (
            &rules::API_VERSION_GONE,
            format!(
                "{said} is no longer served since Karpenter 1.1; it is read as v1, and some fields differ."
            ),
        )
    } else {
        (
            &rules::WRONG_API_VERSION,
            format!(
                "no API has {} in {}: kubectl finds no match for it. Use apiVersion: {right} and kind: {kind}.",
                quoted(&found.kind_word),
                quoted(said)
            ),
        )
    };
    remarks.push(Diagnostic::at(
        rule,
        Severity::Error,
        place,
        "apiVersion",
        message,
    ));
}

/// Kubernetes' own workloads have one version each; the older ones are gone.
fn workload_version(found: &Document, remarks: &mut Vec<Diagnostic>) {
    let right = match found.kind_word.as_str() {
        "Deployment" | "StatefulSet" | "DaemonSet" | "ReplicaSet" => "apps/v1",
        "Job" | "CronJob" => "batch/v1",
        "Pod" | "ReplicationController" => "v1",
        _ => return,
    };
    let said = found.api_version.as_str();
    let group = said.split_once('/').map_or("", |(group, _)| group);
    // Others have workloads of the same name (Volcano's Job is one of its own group).
    let is_kubernetes = matches!(group, "" | "apps" | "batch" | "extensions");
    if said == right || said.is_empty() || !is_kubernetes || holds_placeholder(said) {
        return;
    }
    let place = SourceLocation {
        file: found.place.file,
        line: found.node.line_at(&["apiVersion"]),
    };
    remarks.push(Diagnostic::at(
        &rules::WRONG_API_VERSION,
        Severity::Error,
        place,
        "apiVersion",
        format!(
            "no current API server has {} in {}; use apiVersion: {right}.",
            quoted(&found.kind_word),
            quoted(said)
        ),
    ));
}
