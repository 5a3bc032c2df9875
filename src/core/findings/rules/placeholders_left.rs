//! What a template fills in is not known here.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::EC2NODECLASS;
use crate::core::error::quoted;
use crate::core::yaml::{Yaml, write};

/// Most placeholders that are named.
const MAX_NAMED: usize = 6;

pub(super) static RULE: Rule = Rule {
    id: "placeholders-left",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "An imported file has placeholders that are still to be filled in.",
    why: "They are written unchanged, quoted where YAML needs it. Their values are not known, so nothing that depends on them is checked.",
    how: "Fill them in as you do today: Terraform, Helm, envsubst, sed. kubectl rejects them or treats them as names.",
    source: EC2NODECLASS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let mut found: Vec<&str> = Vec::new();
    let mut in_quotes: Vec<&str> = Vec::new();
    for kept in &config.kept {
        for text in kept.open_texts() {
            if !in_quotes.contains(&text) && is_quoted(text) {
                in_quotes.push(text);
            }
        }
        for placeholder in kept.placeholders() {
            if !found.contains(&placeholder) {
                found.push(placeholder);
            }
        }
    }
    let (values, are) = match found.len() {
        0 => return,
        1 => ("One value", "is"),
        _ => ("Values", "are"),
    };
    reporter.report(
        Severity::Note,
        "kept",
        format!(
            "{values} {are} still to be filled in, and kept: {}.{}",
            listed(&found),
            about_quotes(&in_quotes)
        ),
    );
}

/// Whether YAML takes the text only in quotes.
fn is_quoted(text: &str) -> bool {
    write(&Yaml::Text(text.to_owned())).starts_with(['"', '\''])
}

/// How an import writes `{{ … }}`: it does not know whether the file had quotes around it, which a
/// number must not have once it is filled in.
fn about_quotes(texts: &[&str]) -> String {
    if texts.is_empty() {
        return String::new();
    }
    let them = listed(texts);
    format!(
        " YAML needs quotes around {them}: an import writes them, so remove them where your file has none."
    )
}

fn listed(texts: &[&str]) -> String {
    let named = texts.iter().take(MAX_NAMED).map(|one| quoted(one));
    let named: Vec<String> = named.collect();
    match texts.len().saturating_sub(MAX_NAMED) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}
