//! Whether each document was checked, and what of it was not.

use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::pod_template::pod_templates;
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::document::{Document, Kind};
use crate::core::import::node::{NodeReport, open_requirement};
use crate::core::import::source::{Coverage, Partial};

/// What a workload is looked at for.
const OF_WORKLOAD: &str = "fields beyond image, requests, replicas, node selection and tolerations";

/// Whether a document was checked. `report` is what its nodes were found to do; `is_taken` says
/// whether it is part of a set.
pub(in crate::core::import) fn check(
    document: &Document,
    all: &[Document],
    report: Option<&NodeReport>,
    is_taken: bool,
) -> Coverage {
    let mut without: Vec<String> = Vec::new();
    match document.kind {
        Kind::Ec2NodeClass => {
            user_data(document, report, &mut without);
        }
        Kind::UserData(_) | Kind::NodeFile(_) => match report {
            Some(report) => without.extend(report.unread.iter().cloned()),
            None => {
                return unchecked("too many node classes and userData to describe");
            }
        },
        Kind::NodeClass => {
            without.push("fields without a setting: Auto Mode's own schema is not known".to_owned())
        }
        Kind::NodePool => pool(document, all, &mut without),
        Kind::Deployment | Kind::Workload => {
            if !is_taken && !names_known_pool(document, all) {
                return unchecked(&why_no_pool(document, all));
            }
            without.push(OF_WORKLOAD.to_owned());
        }
        Kind::Config => {}
        Kind::Other => return unchecked(&why_other(document)),
    }
    if document.status.is_some() && document.kind != Kind::Other {
        without.push(
            match document.kind {
                Kind::Ec2NodeClass => "its status, except the AMIs it names",
                _ => "its status",
            }
            .to_owned(),
        );
    }
    match document.partial {
        Some(Partial::Elided(_)) => without.push("the part omitted by …".to_owned()),
        Some(Partial::Patch) => without.push("the document it patches".to_owned()),
        Some(Partial::Template(line)) => {
            without.push(format!("the template value on line {line}"));
        }
        None => {}
    }
    if without.is_empty() {
        Coverage::Checked
    } else {
        Coverage::Partial { without }
    }
}

fn unchecked(why: &str) -> Coverage {
    Coverage::Unchecked {
        why: why.to_owned(),
    }
}

fn user_data(class: &Document, report: Option<&NodeReport>, without: &mut Vec<String>) {
    if UserDataText::of_class(class).is_none() {
        return;
    }
    match (AmiFamily::from_class(class), report) {
        (AmiFamily::Al2023(_) | AmiFamily::Bottlerocket(_), Some(report)) => {
            without.extend(report.unread.iter().cloned());
        }
        (AmiFamily::Al2023(_) | AmiFamily::Bottlerocket(_), None) => {
            without.push("its userData: too many node classes to describe".to_owned());
        }
        (AmiFamily::Unknown, _) => {
            without.push("its userData: the operating system is not known".to_owned())
        }
        (family, _) => without.push(format!(
            "its userData: its effect on {} is not known",
            family.describe()
        )),
    }
}

/// A pool is judged with the class that it refers to.
fn pool(pool: &Document, all: &[Document], without: &mut Vec<String>) {
    if open_requirement(pool).is_some() {
        without.push("the types it allows, which are still to be filled in".to_owned());
    }
    let keys = ["spec", "template", "spec", "nodeClassRef"];
    let Some(class) = pool.node.at(&keys) else {
        return;
    };
    let kind = class.str_at(&["kind"]).unwrap_or("EC2NodeClass");
    let name = class.str_at(&["name"]).unwrap_or_default();
    let is_here = all
        .iter()
        .any(|one| matches!(one.kind, Kind::Ec2NodeClass | Kind::NodeClass) && one.name == name);
    if is_here {
        return;
    }
    without.push(if matches!(kind, "EC2NodeClass" | "NodeClass") {
        format!("its {kind} {name}, which is not in these files")
    } else {
        format!("its {kind} {name}, which is not an EKS class")
    });
}

/// Whether some pods of a workload ask for a pool that is here.
fn names_known_pool(workload: &Document, all: &[Document]) -> bool {
    pod_templates(workload).iter().any(|template| {
        template.asked_pool().is_some_and(|asked| {
            all.iter()
                .any(|one| one.kind == Kind::NodePool && one.name == asked)
        })
    })
}

fn why_no_pool(workload: &Document, all: &[Document]) -> String {
    let asked = pod_templates(workload)
        .iter()
        .find_map(|template| template.asked_pool().map(str::to_owned));
    match asked {
        Some(pool) => format!("its NodePool {pool} is not in these files"),
        None if all.iter().any(|one| one.kind == Kind::NodePool) => {
            "it selects none of these NodePools".to_owned()
        }
        None => "no NodePool or node class refers to it".to_owned(),
    }
}

/// Kinds that start no nodes and pull nothing.
const BESIDE: [&str; 30] = [
    "APIService",
    "Certificate",
    "ClusterRole",
    "ClusterRoleBinding",
    "ConfigMap",
    "CustomResourceDefinition",
    "Endpoints",
    "ExternalSecret",
    "HorizontalPodAutoscaler",
    "Ingress",
    "Kustomization",
    "LimitRange",
    "MutatingWebhookConfiguration",
    "Namespace",
    "NetworkPolicy",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "PodMonitor",
    "PriorityClass",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "RuntimeClass",
    "Secret",
    "Service",
    "ServiceAccount",
    "ServiceMonitor",
    "StorageClass",
    "ValidatingWebhookConfiguration",
];

fn why_other(document: &Document) -> String {
    match document.kind_word.as_str() {
        "Provisioner" | "AWSNodeTemplate" => {
            "Karpenter has ignored it since 0.33; NodePool and EC2NodeClass replaced it".to_owned()
        }
        "" => "it has no kind".to_owned(),
        kind if BESIDE.contains(&kind) => "it affects neither nodes nor pulls".to_owned(),
        _ => "its kind is unknown, and it contains no pod template".to_owned(),
    }
}
