//! What the API server refuses of Karpenter's documents, by the CRDs of v1.0.0 to v1.14.1.

use super::{API_SERVER, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{EC2NODECLASS, KARPENTER_UPGRADE, NODEPOOL, SOCI};

file_rules! {
    UNKNOWN_FIELD: [Error] {
        id: "unknown-field",
        what: "A field is not in Karpenter's schema.",
        why: "kubectl rejects it; without validation the API server drops it, so it has no effect.",
        how: "Use the schema's name, or remove the field.",
        source: EC2NODECLASS,
    }
    NEWER_FIELD: [Error] {
        id: "newer-field",
        what: "A field is newer than the cluster's Karpenter.",
        why: "Its CRDs lack the field: kubectl rejects it, or the API server drops it.",
        how: "Remove the field, or upgrade Karpenter and its CRDs first.",
        source: KARPENTER_UPGRADE,
    }
    REQUIRED_FIELD: [Error, Note] {
        id: "required-field",
        what: "A required field is missing.",
        why: "The API server rejects the document. In a fragment or patch the field may be elsewhere.",
        how: "Add the field.",
        source: EC2NODECLASS,
    }
    WRONG_TYPE: [Error] {
        id: "wrong-type",
        what: "A value does not have the schema's type.",
        why: "The API server rejects the document; a quoted number is a string, and an unquoted true is not.",
        how: "Use the type named in the message.",
        source: EC2NODECLASS,
    }
    WRONG_FORM: [Error] {
        id: "wrong-form",
        what: "A string does not match the schema's pattern.",
        why: "The API server rejects the document because of the field's pattern.",
        how: "Correct it as the message says.",
        source: EC2NODECLASS,
    }
    WRONG_LENGTH: [Error] {
        id: "wrong-length",
        what: "A string or list is too short or too long.",
        why: "The API server rejects the document.",
        how: "Stay within the limit named in the message.",
        source: EC2NODECLASS,
    }
    OUT_OF_RANGE: [Error] {
        id: "out-of-range",
        what: "A number is outside the schema's range.",
        why: "The API server rejects the document.",
        how: "Stay within the limits named in the message.",
        source: EC2NODECLASS,
    }
    REPEATED_ITEM: [Error] {
        id: "repeated-item",
        what: "A list that must be unique has a duplicate item.",
        why: "The API server rejects the document.",
        how: "Keep one of the two.",
        source: NODEPOOL,
    }
    UNKNOWN_VALUE: [Error] {
        id: "unknown-value",
        what: "A value is not one the field allows.",
        why: "The API server rejects the document.",
        how: "Use one of the values named in the message.",
        source: EC2NODECLASS,
    }
    NEWER_VALUE: [Error] {
        id: "newer-value",
        what: "A value is newer than the cluster's Karpenter.",
        why: "Its CRDs lack the value, and the API server rejects the document.",
        how: "Use an older value, or upgrade Karpenter and its CRDs first.",
        source: KARPENTER_UPGRADE,
    }
    CROSS_FIELD_RULE: [Error, Note] {
        id: "cross-field-rule",
        what: "Fields conflict.",
        why: "A CRD rule across fields rejects the document. In a fragment or patch the missing part may be elsewhere.",
        how: "Change the field named in the message.",
        source: NODEPOOL,
    }
    API_VERSION_GONE: [Error] {
        id: "api-version-gone",
        what: "The API version is no longer served.",
        why: "Karpenter removed v1beta1 in 1.1: kubectl finds no match for the kind.",
        how: "Use v1; some of its fields differ, and the other findings say which.",
        source: KARPENTER_UPGRADE,
    }
    WRONG_API_VERSION: [Error] {
        id: "wrong-api-version",
        what: "A kind has a group or version that does not define it.",
        why: "kubectl finds no match for it and applies nothing.",
        how: "Use the apiVersion named in the message.",
        source: API_SERVER,
    }
    VALUE_NOT_JUDGED: [Note] {
        id: "value-not-judged",
        what: "A file has a value that no setting takes.",
        why: "The value may be valid on the node, but settings cannot hold it: no finding and no number takes it into account.",
        how: "Nothing is to be done if that is wanted; otherwise take a value that settings take.",
        source: SOCI,
    }
}
