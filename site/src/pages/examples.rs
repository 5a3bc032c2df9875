//! The example on a rule's page: what breaks the rule, what comes of it, and what does not break it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::files::Problem;
use crate::markup::escaped;

/// One example a rule. The tests of the rules write them, and hold that the bad one breaks its rule and
/// the good one does not.
const EXAMPLES: &str = include_str!("../../rule_examples.json");

/// A rule's example.
#[derive(Debug, Deserialize)]
pub struct Example {
    rule: String,
    /// What the file is called: `config.yaml` of settings, `nodes.yaml` of manifests.
    file: String,
    severity: String,
    message: String,
    /// The fix that makes the good one of the bad one, if the rule has one.
    fix: Option<String>,
    /// Lines behind a sign: `>` before those that the example is about, a space before the others.
    bad: Vec<String>,
    good: Vec<String>,
}

/// All examples by rule.
///
/// # Errors
/// If the committed file cannot be read.
pub fn all() -> Result<BTreeMap<String, Example>, Problem> {
    let examples: Vec<Example> = serde_json::from_str(EXAMPLES)
        .map_err(|error| format!("site/rule_examples.json cannot be read: {error}"))?;
    Ok(examples
        .into_iter()
        .map(|example| (example.rule.clone(), example))
        .collect())
}

impl Example {
    /// Both sides, each with a word and a sign that say which one it is.
    pub fn html(&self) -> String {
        let of_settings = self.file == "config.yaml";
        let elided = [&self.bad, &self.good]
            .into_iter()
            .flatten()
            .any(|line| line.ends_with('…'));
        let about = match (of_settings, elided) {
            (true, _) => "Parts of a Config file; every other setting has its default.",
            (false, true) => "Parts of a manifest; … marks omitted lines.",
            (false, false) => "A whole manifest each.",
        };
        let new = self.good.iter().any(|line| line.starts_with('>'));
        let made_good = match (&self.fix, new) {
            (Some(fix), _) => format!("after the fix “{fix}”"),
            (None, _) if self.bad.is_empty() => "with a manifest".to_owned(),
            (None, true) => "changes are marked".to_owned(),
            (None, false) => "without the wrong part".to_owned(),
        };
        let marked = self.bad.iter().filter(|line| line.starts_with('>')).count();
        let said_of = match marked {
            0 => "",
            1 => "the message is about the marked line",
            _ => "the message is about the marked lines",
        };
        let mut severity = self.severity.clone();
        if let Some(first) = severity.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let message = format!(
            "<p class=\"said {}\"><strong>{severity}</strong> <span>{}</span></p>\n",
            self.severity,
            escaped(&self.message)
        );
        format!(
            "<h2>Example</h2>\n<p>{about}</p>\n<div class=\"example\">\n{}{}</div>\n",
            self.side("Bad", "✕", said_of, &self.bad, &message),
            self.side("Good", "✓", &made_good, &self.good, ""),
        )
    }

    fn side(&self, word: &str, sign: &str, caption: &str, lines: &[String], below: &str) -> String {
        let class = word.to_ascii_lowercase();
        let code = if lines.is_empty() {
            "<p class=\"nothing\">The file is empty.</p>\n".to_owned()
        } else {
            let lines: Vec<String> = lines.iter().map(|line| drawn(line)).collect();
            format!(
                "<pre tabindex=\"0\" role=\"group\" aria-label=\"{word} {}\"><code>{}</code></pre>\n",
                self.file,
                lines.join("\n")
            )
        };
        format!(
            "<figure class=\"{class}\">\n<figcaption><strong><span aria-hidden=\"true\">{sign}</span> {word}</strong> \
             {}</figcaption>\n{code}{below}</figure>\n",
            escaped(caption)
        )
    }
}

/// A line without its sign, marked if the sign says so.
fn drawn(line: &str) -> String {
    let (sign, text) = line.split_at_checked(1).unwrap_or(("", line));
    match sign {
        // A mark without a letter has no height.
        ">" if text.is_empty() => "<mark> </mark>".to_owned(),
        ">" => format!("<mark>{}</mark>", escaped(text)),
        _ => escaped(text),
    }
}

#[cfg(test)]
mod tests {
    use soci_configurator::core::Rule;

    use super::{all, drawn};

    #[test]
    fn a_marked_line_is_marked_and_no_text_is_markup() {
        assert_eq!(drawn(" a: <b>"), "a: &lt;b&gt;");
        assert_eq!(drawn(">a: 1"), "<mark>a: 1</mark>");
        assert_eq!(drawn(">"), "<mark> </mark>");
    }

    #[test]
    fn every_rule_has_an_example_with_both_sides() {
        let examples = all().unwrap();
        assert_eq!(examples.len(), Rule::all().count());
        for rule in Rule::all() {
            let example = &examples[rule.id];
            assert!(
                rule.severities
                    .iter()
                    .any(|one| one.as_str() == example.severity),
                "{}",
                rule.id
            );
            assert!(!example.message.is_empty() && !example.good.is_empty());
            let html = example.html();
            let (bad, good) = html.split_once("<figure class=\"good\">").unwrap();
            assert!(bad.contains("> Bad</strong>"), "{}", rule.id);
            assert!(good.contains("> Good</strong>"), "{}", rule.id);
            // Nothing of an empty file can be marked.
            assert!(
                bad.contains("<mark>") || rule.id == "empty-file",
                "{}",
                rule.id
            );
        }
    }
}
