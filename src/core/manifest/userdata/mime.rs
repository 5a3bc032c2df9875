//! MIME multipart, as Karpenter and nodeadm read it.
//!
//! Karpenter re-packs the parts with the boundary `//`, so no line of a part may begin with
//! `--//`; a blank line between headers and body is mandatory (karpenter-provider-aws 1d927085,
//! amifamily/bootstrap/mime).

use crate::core::config::ScriptSource;

/// One part of the archive.
pub(super) struct Part {
    content_type: &'static str,
    body: String,
}

impl Part {
    pub(super) fn script(body: String) -> Self {
        Self {
            content_type: "text/x-shellscript; charset=\"us-ascii\"",
            body,
        }
    }

    pub(super) fn node_config(body: String) -> Self {
        Self {
            content_type: "application/node.eks.aws",
            body,
        }
    }
}

/// How the archive ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With the closing delimiter, as the standard has it.
    Closed,
    /// Without its two dashes, as published in July 2025; Go's reader takes the end of the text
    /// instead.
    AsPublished,
}

impl Ending {
    pub(super) fn for_script(source: ScriptSource) -> Self {
        match source {
            ScriptSource::Pinned => Self::Closed,
            ScriptSource::Main => Self::AsPublished,
        }
    }
}

pub(super) fn write(parts: &[Part], ending: Ending) -> String {
    let mut text =
        String::from("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n");
    let mut last = None;
    for part in parts {
        text.push_str("\n--//\nContent-Type: ");
        text.push_str(part.content_type);
        text.push_str("\n\n");
        text.push_str(&part.body);
        last = Some(part);
    }
    debug_assert!(last.is_none_or(|part| part.body.ends_with('\n')));
    text.push_str(match ending {
        Ending::Closed => "--//--\n",
        Ending::AsPublished => "--//\n",
    });
    text
}
