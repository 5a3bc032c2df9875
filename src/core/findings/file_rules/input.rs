//! Files that cannot be read, or not in full, and what an import cannot keep.

use super::{API_SERVER, Rule, RuleWords, Severity, file_rules};
use crate::core::config::sources::{AMI_RELEASES, CHOICE, EKS_API};

file_rules! {
    TOO_LARGE: [Error] {
        id: "too-large",
        what: "The file exceeds the size limit.",
        why: "The limit keeps the page and the command line responsive; manifests stay far below it.",
        how: "Pass only the manifests, or split them into several files.",
        source: CHOICE,
    }
    TOO_MANY_DOCUMENTS: [Warning] {
        id: "too-many-documents",
        what: "The file has more documents than the limit.",
        why: "The limit keeps the page and the command line responsive; documents beyond it are not checked.",
        how: "Check the rest in another run.",
        source: CHOICE,
    }
    EMPTY_FILE: [Error] {
        id: "empty-file",
        what: "The file is empty.",
        why: "Nothing was checked, which is not the same as passing.",
        how: "Pass the file that contains the manifests; a pipe may have been empty.",
        source: CHOICE,
    }
    SAME_OBJECT_TWICE: [Warning] {
        id: "same-object-twice",
        what: "Two documents of a file are the same object.",
        why: "kubectl applies both in turn, so the later one holds, and what only the earlier one says may be lost.",
        how: "Keep one of them, or give them different names.",
        source: API_SERVER,
    }
    NOT_UTF_8: [Warning] {
        id: "not-utf-8",
        what: "The file is not valid UTF-8.",
        why: "kubectl rejects such bytes, and the original character is lost.",
        how: "Save the file as UTF-8.",
        source: API_SERVER,
    }
    NOT_YAML: [Error] {
        id: "not-yaml",
        what: "The text is neither valid YAML nor JSON.",
        why: "kubectl cannot parse the document, so none of it is applied.",
        how: "Fix the line; the usual causes are indentation, a tab or an unclosed quote.",
        source: API_SERVER,
    }
    REPEATED_KEY: [Error] {
        id: "repeated-key",
        what: "A map has a duplicate key.",
        why: "kubectl rejects the document, and older parsers silently use the last value.",
        how: "Keep one of the two.",
        source: API_SERVER,
    }
    NO_MANIFEST: [Error] {
        id: "no-manifest",
        what: "A document is neither a manifest nor userData nor a Config file.",
        why: "Without apiVersion and kind no API accepts it.",
        how: "Add apiVersion and kind, or start a Config file with version: 2.",
        source: API_SERVER,
    }
    CONFIG_FILE: [Error] {
        id: "config-file",
        what: "A Config file contains an invalid entry.",
        why: "Skipping it would silently drop a setting, so the whole file is rejected.",
        how: "Fix the line; `soci-configurator schema` prints the file's JSON Schema.",
        source: CHOICE,
    }
    SOMETHING_LEFT_OUT: [Note] {
        id: "something-left-out",
        what: "An ellipsis replaces part of the document.",
        why: "The omitted part cannot be checked; a field reported as missing may be in it.",
        how: "Provide the whole document.",
        source: CHOICE,
    }
    KUBERNETES_ASSUMED: [Note] {
        id: "kubernetes-assumed",
        what: "The cluster's Kubernetes version is assumed from the AMI release.",
        why: "No file gives the version, and the release is not known to exist for the default version.",
        how: "Set yours with cluster.kubernetes.",
        source: AMI_RELEASES,
    }
    REGION_INFERRED: [Note] {
        id: "region-inferred",
        what: "The cluster's Region is inferred.",
        why: "No file gives it; zones, keys and registries belong to a Region, and nodes run in the Region of their zones.",
        how: "Set yours with cluster.region.",
        source: EKS_API,
    }
    NOT_KEPT: [Warning, Note] {
        id: "not-kept",
        what: "The import loses part of the file.",
        why: "No setting covers it, and it cannot be preserved: a value that is too long, or a template's condition, loop or lines.",
        how: "Add it to the generated files again, or shorten the preserved value.",
        source: CHOICE,
    }
    PART_ONLY_IN_WHOLE: [Note] {
        id: "part-only-in-whole",
        what: "A userData part survives only while the userData is preserved verbatim.",
        why: "No setting covers a part of that type, so it disappears with the preserved text.",
        how: "Keep the userData, or move the part's work into a script.",
        source: CHOICE,
    }
}
