//! How userData is packed: MIME, parts, scripts.

use super::{CLOUD_INIT, KARPENTER_MIME, NODEADM, Rule, RuleWords, Severity, file_rules};

file_rules! {
    USER_DATA_OF_ANOTHER_OS: [Error] {
        id: "user-data-of-another-os",
        what: "The userData is for a different operating system than the AMI.",
        why: "AL2023 reads MIME, YAML and scripts, Bottlerocket reads TOML; the wrong format has no effect, or stops nodes from starting.",
        how: "Write the userData for the AMI, or choose the matching AMI.",
        source: KARPENTER_MIME,
    }
    MIME_HEADER: [Error] {
        id: "mime-header",
        what: "The MIME archive's headers cannot be parsed.",
        why: "No media type is found, so no node joins.",
        how: "Start the headers on the first line, unindented, and end them with a blank line.",
        source: KARPENTER_MIME,
    }
    MIME_PART_HEADER: [Error] {
        id: "mime-part-header",
        what: "A MIME part's headers cannot be parsed.",
        why: "The archive cannot be parsed, so no node joins.",
        how: "Put a blank line between the part's headers and what follows.",
        source: KARPENTER_MIME,
    }
    MIME_CONTENT_TYPE: [Error] {
        id: "mime-content-type",
        what: "The Content-Type is missing or invalid.",
        why: "No parts are found, so no node joins.",
        how: "Use Content-Type: multipart/mixed; boundary=\"//\".",
        source: KARPENTER_MIME,
    }
    MIME_BOUNDARY: [Error] {
        id: "mime-boundary",
        what: "The boundary is missing, or no line uses it.",
        why: "No parts are found, so no node joins.",
        how: "Set the boundary in the Content-Type, and start each part with two dashes and the boundary.",
        source: KARPENTER_MIME,
    }
    MIME_BOUNDARY_QUOTES: [Error] {
        id: "mime-boundary-quotes",
        what: "A value in the Content-Type needs quotes.",
        why: "A boundary with a slash or similar characters must be quoted, or the header cannot be parsed.",
        how: "Use boundary=\"//\".",
        source: KARPENTER_MIME,
    }
    MIME_NOT_CLOSED: [Error] {
        id: "mime-not-closed",
        what: "A MIME part has no end.",
        why: "The archive cannot be parsed, so no node joins.",
        how: "End the archive with two dashes, the boundary and two dashes.",
        source: KARPENTER_MIME,
    }
    MIME_WITHOUT_END: [Note] {
        id: "mime-without-end",
        what: "The archive has no closing delimiter.",
        why: "Karpenter accepts the end of the text instead; other parsers may not.",
        how: "End it with two dashes, the boundary and two dashes.",
        source: KARPENTER_MIME,
    }
    MIME_DELIMITER_IN_PART: [Error, Warning] {
        id: "mime-delimiter-in-part",
        what: "A line of a part starts with --//.",
        why: "Karpenter repacks the parts with the boundary //, so the line splits the part in two.",
        how: "Indent or rewrite the line.",
        source: KARPENTER_MIME,
    }
    PART_ENCODING_DROPPED: [Warning, Note] {
        id: "part-encoding-dropped",
        what: "A part is encoded, as its Content-Transfer-Encoding says.",
        why: "Karpenter keeps only the Content-Type, so the node receives the text still encoded.",
        how: "Write the part unencoded.",
        source: KARPENTER_MIME,
    }
    PART_OF_UNKNOWN_TYPE: [Warning] {
        id: "part-of-unknown-type",
        what: "A part has a type that nothing reads.",
        why: "Neither nodeadm nor cloud-init uses it.",
        how: "Use application/node.eks.aws for a NodeConfig, text/x-shellscript for a script.",
        source: CLOUD_INIT,
    }
    SCRIPT_READ_AS_NODE_CONFIG: [Warning] {
        id: "script-read-as-node-config",
        what: "A script is also valid YAML.",
        why: "Karpenter passes such text to nodeadm, and no shell runs it.",
        how: "Put it into a MIME part of type text/x-shellscript.",
        source: KARPENTER_MIME,
    }
    SCRIPT_WITHOUT_SHEBANG: [Warning] {
        id: "script-without-shebang",
        what: "A script does not start with #!.",
        why: "cloud-init does not run it.",
        how: "Start it with #!/bin/bash.",
        source: CLOUD_INIT,
    }
    NODE_CONFIG_BROKEN: [Error] {
        id: "node-config-broken",
        what: "nodeadm cannot parse a NodeConfig.",
        why: "It then rejects all NodeConfigs in the userData, and the node never joins.",
        how: "Fix the line named in the message.",
        source: NODEADM,
    }
}
