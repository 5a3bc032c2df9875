//! What the API server refuses of Karpenter's documents, by the CRDs of v1.0.0 to v1.14.1.

use super::{API_SERVER, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{EC2NODECLASS, KARPENTER_UPGRADE, NODEPOOL};

file_rules! {
    UNKNOWN_FIELD: [Error] {
        id: "unknown-field",
        what: "A field is not in Karpenter's schema.",
        why: "kubectl refuses it; without validation the API server drops it, and what it should do does not happen.",
        how: "Write the name as the schema has it, or take the field out.",
        source: EC2NODECLASS,
    }
    NEWER_FIELD: [Error] {
        id: "newer-field",
        what: "A field is newer than the cluster's Karpenter.",
        why: "Its CRDs do not know the field: kubectl refuses it, or the API server drops it.",
        how: "Take the field out, or upgrade Karpenter and its CRDs first.",
        source: KARPENTER_UPGRADE,
    }
    REQUIRED_FIELD: [Error, Note] {
        id: "required-field",
        what: "A field that must be there is missing.",
        why: "The API server refuses the document. In a fragment or a patch the field may stand elsewhere.",
        how: "Add the field.",
        source: EC2NODECLASS,
    }
    WRONG_TYPE: [Error] {
        id: "wrong-type",
        what: "A value has another type than the schema asks for.",
        why: "The API server refuses the document; a number in quotes is a text, and true without quotes is none.",
        how: "Write the value in the type that the message names.",
        source: EC2NODECLASS,
    }
    WRONG_FORM: [Error] {
        id: "wrong-form",
        what: "A text does not have the form that the schema asks for.",
        why: "The API server refuses the document by the field's pattern.",
        how: "Write it as the message says.",
        source: EC2NODECLASS,
    }
    WRONG_LENGTH: [Error] {
        id: "wrong-length",
        what: "A text or a list is too short or too long.",
        why: "The API server refuses the document.",
        how: "Keep within the bound that the message names.",
        source: EC2NODECLASS,
    }
    OUT_OF_RANGE: [Error] {
        id: "out-of-range",
        what: "A number is outside the schema's range.",
        why: "The API server refuses the document.",
        how: "Keep within the bounds that the message names.",
        source: EC2NODECLASS,
    }
    REPEATED_ITEM: [Error] {
        id: "repeated-item",
        what: "An item stands twice in a list that is a set.",
        why: "The API server refuses the document.",
        how: "Keep one of the two.",
        source: NODEPOOL,
    }
    UNKNOWN_VALUE: [Error] {
        id: "unknown-value",
        what: "A value is none of those that the field takes.",
        why: "The API server refuses the document.",
        how: "Write one of the values that the message names.",
        source: EC2NODECLASS,
    }
    NEWER_VALUE: [Error] {
        id: "newer-value",
        what: "A value is newer than the cluster's Karpenter.",
        why: "Its CRDs do not know the value, and the API server refuses the document.",
        how: "Take an older value, or upgrade Karpenter and its CRDs first.",
        source: KARPENTER_UPGRADE,
    }
    CROSS_FIELD_RULE: [Error, Note] {
        id: "cross-field-rule",
        what: "Fields do not go together.",
        why: "A rule of the CRD between fields refuses the document. In a fragment or a patch what is missing may stand elsewhere.",
        how: "Change the field that the message names.",
        source: NODEPOOL,
    }
    API_VERSION_GONE: [Error] {
        id: "api-version-gone",
        what: "The API version is not served any more.",
        why: "Karpenter dropped v1beta1 with 1.1: kubectl finds no match for the kind.",
        how: "Write v1, whose fields differ in places; the other findings say where.",
        source: KARPENTER_UPGRADE,
    }
    WRONG_API_VERSION: [Error] {
        id: "wrong-api-version",
        what: "A kind stands under a group or version that has none of it.",
        why: "kubectl finds no match for it, and nothing is applied.",
        how: "Write the apiVersion that the message names.",
        source: API_SERVER,
    }
}
