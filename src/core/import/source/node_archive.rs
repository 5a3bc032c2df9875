//! The MIME archive that holds all that one node gets.

use super::aligned::Aligned;
use super::{Content, Lines, Part, PartForm};

/// Several NodeConfigs and scripts of one node as the MIME archive that their tool makes of them;
/// as they are, if one is an archive already, or settings.
pub(super) fn combined(parts: Vec<Part>) -> Vec<Part> {
    const BOUNDARY: &str = "//";
    let is_piece = |part: &Part| match &part.content {
        Content::Text(text) => {
            let text = text.trim_start();
            part.form == PartForm::UserData
                && !["MIME-Version:", "Content-Type:", "["]
                    .iter()
                    .any(|start| text.starts_with(start))
        }
        Content::Tree(_) => false,
    };
    let [first, _, ..] = parts.as_slice() else {
        return parts;
    };
    if !parts.iter().all(is_piece) {
        return parts;
    }
    let mut ordered: Vec<&Part> = parts.iter().collect();
    ordered.sort_by_key(|part| part.lines.line(1));
    let begin = ordered.first().map_or(1, |part| part.lines.line(1));
    let mut text = Aligned::new(begin.saturating_sub(6).max(1));
    let mut exact = begin > 6;
    for (index, line) in [
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=\"//\"",
        "",
    ]
    .iter()
    .enumerate()
    {
        text.put(begin.saturating_sub(6) + index, line);
    }
    for part in &ordered {
        let Content::Text(own) = &part.content else {
            continue;
        };
        let kind = if own.trim_start().starts_with("#!") {
            "text/x-shellscript"
        } else {
            "application/node.eks.aws"
        };
        let line = part.lines.line(1);
        let head = line.saturating_sub(3);
        exact &= part.lines.is_exact()
            && text.put(head, &format!("--{BOUNDARY}"))
            && text.put(head + 1, &format!("Content-Type: {kind}"))
            && text.put(head + 2, "");
        if !exact {
            break;
        }
        for (index, own) in own.lines().enumerate() {
            exact &= text.put(line + index, own);
        }
    }
    if !exact {
        return archive(&ordered, first, begin);
    }
    text.put(text.end(), &format!("--{BOUNDARY}--"));
    let mut whole = first.clone();
    whole.lines = Lines::From(text.first());
    whole.content = Content::Text(text.text());
    vec![whole]
}

/// The same where the file has no room for the archive's own lines.
fn archive(ordered: &[&Part], first: &Part, line: usize) -> Vec<Part> {
    let mut text =
        String::from("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"//\"\n\n");
    for part in ordered {
        if let Content::Text(own) = &part.content {
            let kind = if own.trim_start().starts_with("#!") {
                "text/x-shellscript"
            } else {
                "application/node.eks.aws"
            };
            text.push_str(&format!(
                "--//\nContent-Type: {kind}\n\n{}\n",
                own.trim_end()
            ));
        }
    }
    text.push_str("--//--\n");
    let mut whole = first.clone();
    whole.lines = Lines::At(line);
    whole.content = Content::Text(text);
    vec![whole]
}
