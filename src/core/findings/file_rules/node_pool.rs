//! What no schema refuses of a NodePool and of workloads, and what goes wrong all the same.

use super::{Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{
    AUTO_MODE, FAST_IMAGE_PULL, KARPENTER_BUDGETS, KARPENTER_LABELS, KUBERNETES_IMAGES, NODEPOOL,
};

file_rules! {
    ARCHITECTURE_OPEN: [Note] {
        id: "architecture-open",
        what: "The NodePool admits any architecture.",
        why: "Karpenter may launch arm64 nodes too, on which an image for amd64 alone does not start.",
        how: "Require kubernetes.io/arch in the pool, or select it in the pods.",
        source: KARPENTER_LABELS,
    }
    BUDGETS_LEAVE_GAPS: [Note] {
        id: "budgets-leave-gaps",
        what: "Every disruption budget has a reason or a schedule.",
        why: "What they do not cover is not limited at all; the default of 10% holds only where there is no budget.",
        how: "Add a budget without either, such as 10%.",
        source: NODEPOOL,
    }
    LABEL_OF_KARPENTER_ON_AUTO_MODE: [Error] {
        id: "label-of-karpenter-on-auto-mode",
        what: "A pool of Auto Mode asks for a label of Karpenter's.",
        why: "Auto Mode's nodes have no labels of karpenter.k8s.aws/, so no type fits.",
        how: "Take the label of eks.amazonaws.com/.",
        source: AUTO_MODE,
    }
    OPERATOR_UNKNOWN_TO_PODS: [Error] {
        id: "operator-unknown-to-pods",
        what: "A pod's affinity has an operator that only NodePools know.",
        why: "The API server refuses the pod.",
        how: "Write Gt with one less for Gte, and Lt with one more for Lte.",
        source: NODEPOOL,
    }
    IMAGE_NAME_REFUSED: [Error] {
        id: "image-name-refused",
        what: "A container's image is not an image's name.",
        why: "The kubelet reads names as containerd does, says InvalidImageName and pulls nothing.",
        how: "Write registry/repository:tag or registry/repository@sha256:digest.",
        source: KUBERNETES_IMAGES,
    }
    GATE_FLOOR: [Note] {
        id: "gate-floor",
        what: "Nothing here keeps small types out.",
        why: "nodeadm ignores FastImagePull without a word on types below its floor of vCPU and memory.",
        how: "Keep smaller types out.",
        source: FAST_IMAGE_PULL,
    }
    GATE_BELOW_FLOOR: [Error] {
        id: "gate-below-floor",
        what: "The NodePool admits types on which nodeadm ignores FastImagePull.",
        why: "Such nodes join and pull without SOCI, and nothing says so.",
        how: "Require more vCPU and memory, as the message says.",
        source: FAST_IMAGE_PULL,
    }
    SCHEDULE_UNREADABLE: [Error] {
        id: "schedule-unreadable",
        what: "A disruption budget has a schedule that Karpenter cannot read.",
        why: "The CRD's pattern takes almost any five words; Karpenter's cron library does not, and then \
              no node of the pool is disrupted at all.",
        how: "Write five cron fields in UTC: minute, hour, day, month, weekday from 0 to 6.",
        source: KARPENTER_BUDGETS,
    }
    SCHEDULE_NEVER_COMES: [Error] {
        id: "schedule-never-comes",
        what: "A disruption budget's schedule names a day that none of its months has.",
        why: "Karpenter takes a time that never comes for one that is past, so that the budget holds all the time.",
        how: "Name a day that the months have, or leave the schedule out.",
        source: KARPENTER_BUDGETS,
    }
    DURATION_TOO_LONG: [Error] {
        id: "duration-too-long",
        what: "A duration is longer than Go can count.",
        why: "Karpenter cannot read an object with such a value, and reads none beside it.",
        how: "Write 2562047h at most, or Never where the field takes it.",
        source: KARPENTER_BUDGETS,
    }
}
