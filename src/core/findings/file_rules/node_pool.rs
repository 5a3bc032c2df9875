//! What no schema refuses of a NodePool and of workloads, and what goes wrong all the same.

use super::{Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{
    AUTO_MODE, FAST_IMAGE_PULL, KARPENTER_BUDGETS, KARPENTER_LABELS, KUBERNETES_IMAGES, NODEPOOL,
};

file_rules! {
    ARCHITECTURE_OPEN: [Note] {
        id: "architecture-open",
        what: "The NodePool allows any architecture.",
        why: "Karpenter may also launch arm64 nodes, on which an amd64-only image does not start.",
        how: "Require kubernetes.io/arch in the pool, or select it in the pod.",
        source: KARPENTER_LABELS,
    }
    BUDGETS_LEAVE_GAPS: [Note] {
        id: "budgets-leave-gaps",
        what: "Every disruption budget has a reason or a schedule.",
        why: "Disruption outside them is unlimited; the 10% default applies only without any budget.",
        how: "Add a budget without either, such as 10%.",
        source: NODEPOOL,
    }
    CLASS_OF_ANOTHER_KIND: [Warning] {
        id: "class-of-another-kind",
        what: "A NodePool refers to a class of another kind than the one beside it.",
        why: "Auto Mode's NodeClass and Karpenter's EC2NodeClass are two objects, even under one name: the nodes follow the one that nodeClassRef names.",
        how: "Write the kind and group of the class that is meant into nodeClassRef.",
        source: NODEPOOL,
    }
    LABEL_OF_KARPENTER_ON_AUTO_MODE: [Error] {
        id: "label-of-karpenter-on-auto-mode",
        what: "An Auto Mode pool requires a Karpenter label.",
        why: "Auto Mode's nodes have no labels of karpenter.k8s.aws/, so no type fits.",
        how: "Use the eks.amazonaws.com/ label.",
        source: AUTO_MODE,
    }
    OPERATOR_UNKNOWN_TO_PODS: [Error] {
        id: "operator-unknown-to-pods",
        what: "A pod's affinity uses an operator that only NodePools support.",
        why: "The API server rejects the pod.",
        how: "Replace Gte with Gt and one less, and Lte with Lt and one more.",
        source: NODEPOOL,
    }
    IMAGE_NAME_REFUSED: [Error] {
        id: "image-name-refused",
        what: "A container's image is not a valid image name.",
        why: "The kubelet reports InvalidImageName and pulls nothing.",
        how: "Use registry/repository:tag or registry/repository@sha256:digest.",
        source: KUBERNETES_IMAGES,
    }
    GATE_FLOOR: [Note] {
        id: "gate-floor",
        what: "Small types are not excluded.",
        why: "nodeadm silently ignores FastImagePull on types below its vCPU and memory minimum.",
        how: "Exclude smaller types.",
        source: FAST_IMAGE_PULL,
    }
    GATE_BELOW_FLOOR: [Error] {
        id: "gate-below-floor",
        what: "The NodePool allows types on which nodeadm ignores FastImagePull.",
        why: "Such nodes join and silently pull without SOCI.",
        how: "Require more vCPU and memory, as the message says.",
        source: FAST_IMAGE_PULL,
    }
    SCHEDULE_UNREADABLE: [Error] {
        id: "schedule-unreadable",
        what: "A disruption budget has a schedule that Karpenter cannot read.",
        why: "The CRD's pattern accepts almost any five words, Karpenter's cron library does not; no node of the pool is then disrupted at all.",
        how: "Use five cron fields in UTC: minute, hour, day, month, weekday from 0 to 6.",
        source: KARPENTER_BUDGETS,
    }
    SCHEDULE_NEVER_COMES: [Error] {
        id: "schedule-never-comes",
        what: "A disruption budget's schedule names a day that does not exist in its months.",
        why: "Karpenter treats a time that never occurs as past, so the budget applies permanently.",
        how: "Use a day that exists in the months, or remove the schedule.",
        source: KARPENTER_BUDGETS,
    }
    DURATION_TOO_LONG: [Error] {
        id: "duration-too-long",
        what: "A duration exceeds Go's maximum.",
        why: "Karpenter cannot decode an object with such a value, nor any other object of that kind.",
        how: "Use at most 2562047h, or Never where the field allows it.",
        source: KARPENTER_BUDGETS,
    }
}
