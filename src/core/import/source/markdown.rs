//! Markdown: its fences, each with its own lines.

use super::{Lines, NodeFile, Part, PartForm, TakenApart, terraform};

/// A fenced text.
struct Fence<'a> {
    /// Line on which its text begins, from 1.
    first: usize,
    /// The word behind the opening fence, in small letters.
    language: String,
    lines: Vec<&'a str>,
}

/// Whether a text without a telling name is Markdown: it has a fence, and is no document itself.
pub(super) fn is_meant(text: &str) -> bool {
    let trimmed = text.trim_start();
    let other = [
        "#!",
        "MIME-Version:",
        "Content-Type:",
        "<powershell>",
        "{",
        "[settings",
    ];
    if other.iter().any(|start| trimmed.starts_with(start)) {
        return false;
    }
    let mut has_fence = false;
    let mut open = None;
    for line in text.lines() {
        match open {
            None => {
                // A document, in one of whose texts there is a fence.
                if ["apiVersion:", "kind:", "version:"]
                    .iter()
                    .any(|key| line.starts_with(key))
                {
                    return false;
                }
                open = opening(line).map(|(mark, length, _)| (mark, length));
                has_fence |= open.is_some();
            }
            Some((mark, length)) => {
                if is_closing(line, mark, length) {
                    open = None;
                }
            }
        }
    }
    has_fence
}

/// The sign, length and language of an opening fence.
fn opening(line: &str) -> Option<(char, usize, String)> {
    let line = line.trim_start_matches([' ', '\t', '>']);
    // In a list, the fence may stand behind the item's mark.
    let line = ["- ", "* ", "+ "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
        .trim_start();
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = line.chars().take_while(|c| *c == mark).count();
    let info = line.trim_start_matches(mark).trim();
    if length < 3 || (mark == '`' && info.contains('`')) {
        return None;
    }
    let language = info
        .trim_start_matches(['{', '.'])
        .split([' ', ',', '{', '}', ':'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    Some((mark, length, language))
}

fn is_closing(line: &str, mark: char, length: usize) -> bool {
    let line = line.trim_matches([' ', '\t', '>', '\r']);
    line.len() >= length && line.chars().all(|c| c == mark)
}

fn fences(text: &str) -> Vec<Fence<'_>> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize, Fence<'_>)> = None;
    for (index, line) in text.lines().enumerate() {
        match &mut open {
            None => {
                open = opening(line).map(|(mark, length, language)| {
                    let fence = Fence {
                        first: index + 2,
                        language,
                        lines: Vec::new(),
                    };
                    (mark, length, fence)
                });
            }
            Some((mark, length, fence)) => {
                if is_closing(line, *mark, *length) {
                    found.extend(open.take().map(|(_, _, fence)| fence));
                } else {
                    fence.lines.push(line);
                }
            }
        }
    }
    // One that is not closed goes on to the end.
    found.extend(open.map(|(_, _, fence)| fence));
    found
}

impl Fence<'_> {
    /// Its text without the indent or the quote's sign of what it stands in.
    fn text(&self) -> String {
        let is_quoted = self
            .lines
            .iter()
            .all(|line| line.trim_start().starts_with('>') || line.trim().is_empty());
        let bare: Vec<&str> = self
            .lines
            .iter()
            .map(|line| match is_quoted {
                true => {
                    let line = line.trim_start().trim_start_matches('>');
                    line.strip_prefix(' ').unwrap_or(line)
                }
                false => line,
            })
            .collect();
        let indent = bare
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| line.len() - line.trim_start_matches([' ', '\t']).len())
            .min()
            .unwrap_or(0);
        bare.iter()
            .map(|line| format!("{}\n", line.get(indent..).unwrap_or_default()))
            .collect()
    }
}

/// Languages of fences that may hold something of ours.
const LANGUAGES: [&str; 24] = [
    "",
    "yaml",
    "yml",
    "json",
    "jsonc",
    "toml",
    "bash",
    "sh",
    "shell",
    "zsh",
    "console",
    "hcl",
    "terraform",
    "tf",
    "mime",
    "multipart",
    "text",
    "txt",
    "none",
    "plaintext",
    "powershell",
    "cloud-init",
    "userdata",
    "helm",
];

/// The fences that hold documents, userData, or what holds those.
pub(super) fn take_apart(text: &str) -> TakenApart {
    let mut found = TakenApart::default();
    let mut fragments = Vec::new();
    for fence in fences(text) {
        let own = fence.text();
        let is_known = LANGUAGES.contains(&fence.language.as_str());
        if is_known && is_transcript(&own) {
            outputs(&own, fence.first, &mut found);
            continue;
        }
        let look = look(&own);
        if OF_TERRAFORM.contains(&fence.language.as_str()) && matches!(look, Look::Document(_)) {
            of_terraform(&own, fence.first, &mut found);
            continue;
        }
        match look {
            Look::Document(form) if is_known => found.parts.push(
                Part::text(own, Lines::From(fence.first))
                    .form(form)
                    .with_origin("a Markdown code block"),
            ),
            Look::Document(_) | Look::Fragment => fragments.push(fence.first - 1),
            Look::Other => {}
        }
    }
    if let Some(first) = fragments.first() {
        let what = match fragments.len() {
            1 => "a code block with part of a manifest".to_owned(),
            many => format!("{many} code blocks with parts of manifests"),
        };
        found.leave(
            *first,
            what,
            "apiVersion and kind are missing, or the code block is in another language.",
        );
    }
    found
}

/// Languages of fences that hold Terraform, which may be a part of a file that begins like none.
const OF_TERRAFORM: [&str; 3] = ["hcl", "terraform", "tf"];

fn of_terraform(text: &str, first: usize, found: &mut TakenApart) {
    let fence = Part::text("", Lines::From(first)).with_origin("a Markdown code block");
    let own = terraform::take_apart(text);
    let parts = own.parts.into_iter().map(|part| part.within(&fence));
    found.parts.extend(parts);
    for mut left in own.left {
        left.line = fence.lines.line(left.line);
        found.left.push(left);
    }
}

/// Whether a line of a console is a command, and no output.
fn is_command(line: &str) -> bool {
    line.starts_with("$ ") || line.starts_with("kubectl ")
}

/// Whether a text is what a console shows: a command, and what it printed. A command that holds a
/// here-document is a script.
fn is_transcript(text: &str) -> bool {
    text.lines()
        .find(|line| !line.trim().is_empty())
        .is_some_and(is_command)
        && !text.contains("<<")
}

/// What commands printed, if it is something of ours.
fn outputs(text: &str, first: usize, found: &mut TakenApart) {
    let lines: Vec<&str> = text.lines().collect();
    let mut at = 0;
    for output in lines.split(|line| is_command(line)) {
        let own: String = output.iter().map(|line| format!("{line}\n")).collect();
        if let Look::Document(form) = look(&own) {
            found.parts.push(
                Part::text(own, Lines::From(first + at))
                    .form(form)
                    .with_origin("a Markdown code block"),
            );
        }
        at += output.len() + 1;
    }
}

enum Look {
    Document(PartForm),
    Fragment,
    Other,
}

fn look(text: &str) -> Look {
    let trimmed = text.trim_start();
    if [
        "#!",
        "MIME-Version:",
        "Content-Type: multipart",
        "[settings",
        "settings.",
    ]
    .iter()
    .any(|start| trimmed.starts_with(start))
    {
        return Look::Document(PartForm::Unknown);
    }
    if matches!(NodeFile::detect("", text), Some(file) if file != NodeFile::SystemdUnit) {
        return Look::Document(PartForm::Unknown);
    }
    let has = |word: &str| text.contains(word);
    let is_shell = has("<<") && (has("kubectl") || has("apiVersion"));
    let is_hcl = super::terraform::is_meant(text);
    let is_document = has("apiVersion") && has("kind");
    if is_shell || is_hcl || is_document {
        return Look::Document(PartForm::Unknown);
    }
    if [
        "amiSelectorTerms",
        "blockDeviceMappings",
        "userData:",
        "nodeClassRef",
        "featureGates",
    ]
    .iter()
    .any(|word| has(word))
    {
        return Look::Fragment;
    }
    Look::Other
}
#[cfg(test)]
mod tests {
    use super::{is_meant, take_apart};
    use crate::core::import::source::Content;

    #[test]
    fn fences_have_their_lines_in_lists_and_quotes_too() {
        let text = "# Pools\n\n1. Apply:\n\n   ```yaml\n   apiVersion: karpenter.sh/v1\n   kind: NodePool\n   ```\n\n> ~~~yml\n> apiVersion: v1\n> kind: List\n> ~~~\n\n```go\nfunc main() {}\n```\n```yaml\nuserData: |\n  x\n```\n";
        assert!(is_meant(text));
        let found = take_apart(text);
        let lines: Vec<usize> = found.parts.iter().map(|part| part.lines.line(1)).collect();
        assert_eq!(lines, [6, 11]);
        let texts = format!("{:?}", found.parts);
        assert!(
            texts.contains("\"apiVersion: v1\\nkind: List\\n\""),
            "{texts}"
        );
        assert_eq!(found.left.len(), 1);
        assert_eq!(found.left[0].line, 18);
        assert!(!is_meant(
            "apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n```\nx\n```\n"
        ));
    }

    #[test]
    fn a_console_shows_what_its_commands_printed() {
        let object = "apiVersion: v1\nkind: Service\n";
        for language in ["bash", "console", ""] {
            for command in ["$ kubectl get svc -o yaml", "kubectl get svc -o yaml"] {
                let text = format!("```{language}\n{command}\n\n{object}{command}\n{object}```\n");
                let found = take_apart(&text);
                let read: Vec<(usize, &Content)> = found
                    .parts
                    .iter()
                    .map(|part| (part.first_line(), &part.content))
                    .collect();
                let printed = Content::Text(object.to_owned());
                let first = Content::Text(format!("\n{object}"));
                assert_eq!(read, [(3, &first), (7, &printed)], "{text}");
            }
        }
    }

    #[test]
    fn a_fence_of_terraform_is_read_as_that_whatever_it_begins_with() {
        let config = "apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\n";
        for language in ["hcl", "terraform", "tf"] {
            let text = format!(
                "text\n```{language}\ngroup = {{\n  cloudinit_pre_nodeadm = [{{\n    content = <<EOT\n{config}EOT\n  }}]\n}}\n```\n"
            );
            let found = take_apart(&text);
            assert_eq!(found.parts.len(), 1, "{text}");
            assert_eq!(found.parts[0].content, Content::Text(config.to_owned()));
            assert_eq!(found.parts[0].first_line(), 6);
            // What of the group is not read.
            assert_eq!(found.left[0].line, 3, "{:?}", found.left);
        }
    }
}
