//! How userData is packed: MIME, parts, scripts.

use super::{CLOUD_INIT, KARPENTER_MIME, NODEADM, Rule, RuleWords, Severity, file_rules};

file_rules! {
    USER_DATA_OF_ANOTHER_OS: [Error] {
        id: "user-data-of-another-os",
        what: "The userData is of another operating system than the AMI.",
        why: "AL2023 reads MIME, YAML and scripts, Bottlerocket TOML; what is of the other sets nothing, or keeps nodes from starting.",
        how: "Write the userData for the AMI, or choose the AMI that it is for.",
        source: KARPENTER_MIME,
    }
    MIME_HEADER: [Error] {
        id: "mime-header",
        what: "The headers of the MIME archive cannot be read.",
        why: "Its readers find no media type: no node joins with it.",
        how: "Begin with the headers on the first line, unindented, and end them with a blank line.",
        source: KARPENTER_MIME,
    }
    MIME_PART_HEADER: [Error] {
        id: "mime-part-header",
        what: "The headers of a MIME part cannot be read.",
        why: "Its readers give up on the archive: no node joins with it.",
        how: "Put a blank line between the part's headers and what follows.",
        source: KARPENTER_MIME,
    }
    MIME_CONTENT_TYPE: [Error] {
        id: "mime-content-type",
        what: "The Content-Type is missing or is none.",
        why: "Its readers find no parts: no node joins with it.",
        how: "Write Content-Type: multipart/mixed; boundary=\"//\".",
        source: KARPENTER_MIME,
    }
    MIME_BOUNDARY: [Error] {
        id: "mime-boundary",
        what: "The boundary is missing, or no line is of it.",
        why: "Its readers find no parts: no node joins with it.",
        how: "Name the boundary in the Content-Type, and begin each part with two dashes and the boundary.",
        source: KARPENTER_MIME,
    }
    MIME_BOUNDARY_QUOTES: [Error] {
        id: "mime-boundary-quotes",
        what: "A value in the Content-Type needs quotes.",
        why: "A boundary with a slash and the like is no word without quotes: the header cannot be read.",
        how: "Write boundary=\"//\".",
        source: KARPENTER_MIME,
    }
    MIME_NOT_CLOSED: [Error] {
        id: "mime-not-closed",
        what: "A MIME part has no end.",
        why: "Its readers give up on the archive: no node joins with it.",
        how: "End the archive with two dashes, the boundary and two dashes.",
        source: KARPENTER_MIME,
    }
    MIME_WITHOUT_END: [Note] {
        id: "mime-without-end",
        what: "The archive has no closing delimiter.",
        why: "Karpenter takes the end of the text instead; other readers may not.",
        how: "End it with two dashes, the boundary and two dashes.",
        source: KARPENTER_MIME,
    }
    MIME_DELIMITER_IN_PART: [Error, Warning] {
        id: "mime-delimiter-in-part",
        what: "A line of a part begins with --//.",
        why: "Karpenter packs the parts again with the boundary //, so the line cuts the part in two.",
        how: "Indent the line, or write it in another way.",
        source: KARPENTER_MIME,
    }
    PART_ENCODING_DROPPED: [Warning, Note] {
        id: "part-encoding-dropped",
        what: "A part is encoded, as its Content-Transfer-Encoding says.",
        why: "Karpenter keeps only the Content-Type: what is encoded reaches the node as it stands.",
        how: "Write the part unencoded.",
        source: KARPENTER_MIME,
    }
    PART_OF_UNKNOWN_TYPE: [Warning] {
        id: "part-of-unknown-type",
        what: "A part is of a type that nobody reads.",
        why: "Neither nodeadm nor cloud-init does anything with it.",
        how: "Write application/node.eks.aws for a NodeConfig, text/x-shellscript for a script.",
        source: CLOUD_INIT,
    }
    SCRIPT_READ_AS_NODE_CONFIG: [Warning] {
        id: "script-read-as-node-config",
        what: "A script is YAML too.",
        why: "Karpenter sends such text to nodeadm, and no shell runs it.",
        how: "Put it into a MIME part of type text/x-shellscript.",
        source: KARPENTER_MIME,
    }
    SCRIPT_WITHOUT_SHEBANG: [Warning] {
        id: "script-without-shebang",
        what: "A script does not begin with #!.",
        why: "cloud-init does not run it.",
        how: "Begin it with #!/bin/bash.",
        source: CLOUD_INIT,
    }
    NODE_CONFIG_BROKEN: [Error] {
        id: "node-config-broken",
        what: "nodeadm cannot read a NodeConfig.",
        why: "It fails on all NodeConfigs of the userData, and the node never joins.",
        how: "Put right the line that the message names.",
        source: NODEADM,
    }
}
