//! Files that cannot be read, or not in full, and what an import cannot keep.

use super::{API_SERVER, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{AMI_RELEASES, CHOICE, EKS_API};

file_rules! {
    TOO_LARGE: [Error] {
        id: "too-large",
        what: "The file is larger than anything that is read.",
        why: "A bound keeps the page and the command responsive whatever they are given; manifests stay far below it.",
        how: "Give the manifests alone, or in several files.",
        source: CHOICE,
    }
    TOO_MANY_DOCUMENTS: [Warning] {
        id: "too-many-documents",
        what: "There are more documents than are read.",
        why: "A bound keeps the page and the command responsive; what comes after it is not checked.",
        how: "Give the rest in another run.",
        source: CHOICE,
    }
    EMPTY_FILE: [Error] {
        id: "empty-file",
        what: "The file is empty.",
        why: "Nothing was checked, which must not look as if all were well.",
        how: "Give the file that holds the manifests; a pipe may have had nothing in it.",
        source: CHOICE,
    }
    NOT_UTF_8: [Warning] {
        id: "not-utf-8",
        what: "The file is not UTF-8 throughout.",
        why: "kubectl refuses such bytes, and the letter that stood there is lost.",
        how: "Save the file as UTF-8.",
        source: API_SERVER,
    }
    NOT_YAML: [Error] {
        id: "not-yaml",
        what: "The text is neither YAML nor JSON.",
        why: "kubectl reads none of the document, so nothing of it is applied.",
        how: "Repair the line; often it is an indent, a tab or a quote that has no end.",
        source: API_SERVER,
    }
    REPEATED_KEY: [Error] {
        id: "repeated-key",
        what: "A key stands twice in one map.",
        why: "kubectl refuses the document, and older readers take the later value without a word.",
        how: "Keep one of the two.",
        source: API_SERVER,
    }
    NO_MANIFEST: [Error] {
        id: "no-manifest",
        what: "A document is neither a manifest nor userData nor a Config file.",
        why: "Without apiVersion and kind no API takes it.",
        how: "Add apiVersion and kind, or begin a Config file with version: 2.",
        source: API_SERVER,
    }
    CONFIG_FILE: [Error] {
        id: "config-file",
        what: "A Config file holds what it cannot hold.",
        why: "A setting that is not understood would be left out in silence, so nothing of the file is taken.",
        how: "Put right the line; `soci-configurator schema` prints the JSON Schema of the file.",
        source: CHOICE,
    }
    SOMETHING_LEFT_OUT: [Note] {
        id: "something-left-out",
        what: "An ellipsis stands for a part of the document.",
        why: "What is not there cannot be checked; a field that seems to be missing may stand there.",
        how: "Give the whole document.",
        source: CHOICE,
    }
    KUBERNETES_ASSUMED: [Note] {
        id: "kubernetes-assumed",
        what: "The cluster's Kubernetes version is assumed from the AMI release.",
        why: "No file says it, and the release is not known to exist for the version that is assumed otherwise.",
        how: "Say yours with cluster.kubernetes.",
        source: AMI_RELEASES,
    }
    REGION_INFERRED: [Note] {
        id: "region-inferred",
        what: "The cluster's Region is inferred.",
        why: "No file says it; zones, keys and registries belong to a Region, and nodes are in that of their zones.",
        how: "Say yours with cluster.region.",
        source: EKS_API,
    }
    NOT_KEPT: [Warning, Note] {
        id: "not-kept",
        what: "Something of the file is lost by the import.",
        why: "No setting stands for it, and it cannot be kept beside the settings either: a value that is too long, or a template's condition, loop or lines.",
        how: "Add it to the written files again, or shorten what is kept.",
        source: CHOICE,
    }
    PART_ONLY_IN_WHOLE: [Note] {
        id: "part-only-in-whole",
        what: "A part of userData lives only while the userData is kept word for word.",
        why: "No setting stands for a part of that type, so that it goes when the kept text goes.",
        how: "Keep the userData, or move what the part does into a script.",
        source: CHOICE,
    }
}
