//! String literals of Rust sources, and which of them a person would read on the page. What stands in
//! a `view!` is no Rust that a parser knows, so literals are judged by the code beside them.

use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A string literal where it stands.
pub struct Literal<'a> {
    /// One-based.
    pub line: usize,
    /// As it is written, without its quotes.
    pub text: &'a str,
    /// The code before it, to the end of the last token.
    before: &'a str,
    /// Whether nothing lies between that token and this one.
    touches: bool,
    /// What is behind it.
    after: &'a str,
}

/// Every string literal outside of comments, of attributes and of what is only there for tests.
pub fn literals(source: &str) -> Vec<Literal<'_>> {
    let stream = source.parse().expect("a Rust source");
    let mut found = Vec::new();
    collect(source, stream, &mut 0, &mut found);
    found
}

/// Goes through tokens; `last` is where the one before ends.
fn collect<'a>(
    source: &'a str,
    stream: TokenStream,
    last: &mut usize,
    found: &mut Vec<Literal<'a>>,
) {
    let mut rest = stream.into_iter().peekable();
    while let Some(tree) = rest.next() {
        let Range { start, end } = tree.span().byte_range();
        match &tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                let _ = rest.next_if(|tree| tree.to_string() == "!");
                let attribute = rest.next_if(|tree| matches!(tree, TokenTree::Group(_)));
                let text = attribute
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                if text == "[cfg (test)]" {
                    // An item for tests ends with its braces, or with a semicolon.
                    let _ = rest.find(|tree| match tree {
                        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
                        tree => tree.to_string() == ";",
                    });
                } else if let (true, Some(TokenTree::Group(group))) =
                    (text.starts_with("[prop "), attribute)
                {
                    // The default of a component's property; other attributes speak to programmers.
                    collect(source, group.stream(), last, found);
                }
                continue;
            }
            TokenTree::Group(group) => {
                *last = group.span_open().byte_range().end;
                collect(source, group.stream(), last, found);
            }
            TokenTree::Literal(literal) => {
                let written = &source[start..end];
                let quoted = written.trim_start_matches('r').trim_matches('#');
                if let Some(text) = quoted
                    .strip_prefix('"')
                    .and_then(|text| text.strip_suffix('"'))
                {
                    found.push(Literal {
                        line: literal.span().start().line,
                        text,
                        before: &source[..*last],
                        touches: *last == start,
                        after: source[end..].trim_start(),
                    });
                }
            }
            _ => {}
        }
        *last = end;
    }
}

/// Attributes of elements and properties of components that say nothing to a person.
const UNSEEN: &[&str] = &[
    "accept",
    "aria-atomic",
    "aria-autocomplete",
    "aria-busy",
    "aria-controls",
    "aria-describedby",
    "aria-haspopup",
    "aria-hidden",
    "aria-keyshortcuts",
    "aria-labelledby",
    "aria-live",
    "autocapitalize",
    "autocomplete",
    "class",
    "colspan",
    "d",
    "fill",
    "focusable",
    "for",
    "height",
    "hidden",
    "href",
    "id",
    "inputmode",
    "name",
    "path",
    "preserveAspectRatio",
    "rel",
    "role",
    "rows",
    "scope",
    "spellcheck",
    "stroke",
    "stroke-linecap",
    "stroke-linejoin",
    "tabindex",
    "target",
    "translate",
    "type",
    "value",
    "viewBox",
];

/// What is said to a programmer, when the page has a bug.
const BUGS: &[&str] = &[".expect(", "panic!(", "unreachable!(", "todo!("];

impl Literal<'_> {
    /// Whether a person reads it on the page, as far as its text and its place tell.
    pub fn is_read(&self) -> bool {
        let before = self.before;
        let shown = without_values(self.text);
        let has_letter = shown.chars().any(char::is_alphabetic);
        // What a match or a comparison knows something by is not shown.
        let is_pattern = ["=>", "|", "if "]
            .iter()
            .any(|sign| self.after.starts_with(sign));
        let is_compared = before.ends_with("==") || before.ends_with("!=");
        if is_pattern || is_compared || BUGS.iter().any(|call| before.ends_with(call)) {
            return false;
        }
        let code = before.strip_suffix("format!(").unwrap_or(before);
        if let Some(name) = attribute(code).filter(|_| self.touches) {
            let is_unseen = UNSEEN.contains(&name) || name.starts_with("data-");
            return has_letter && !is_unseen;
        }
        let is_arrow = before.ends_with("=>") || before.ends_with("->");
        if (before.ends_with('>') && !is_arrow) || before.ends_with('}') || before.ends_with('"') {
            // A command stays what it is in every language.
            return has_letter && !before.ends_with("<code>");
        }
        reads_like_words(&shown)
    }
}

/// The attribute of an element whose value begins here.
fn attribute(code: &str) -> Option<&str> {
    let named = code.strip_suffix('=')?;
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ':');
    let name = &named[named.trim_end_matches(is_part).len()..];
    (!name.is_empty()).then_some(name)
}

/// A text without its placeholders and escapes.
fn without_values(text: &str) -> String {
    let mut shown = String::new();
    let mut letters = text.chars();
    let mut depth = 0_usize;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => {
                if letters.next() == Some('u') {
                    let _ = letters.by_ref().find(|c| *c == '}');
                }
                shown.push(' ');
            }
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            letter if depth == 0 => shown.push(letter),
            _ => {}
        }
    }
    shown
}

/// Ids, paths of fields, keys and classes are one word in small letters; words have blanks beside
/// them or begin with a capital.
fn reads_like_words(shown: &str) -> bool {
    let letters: Vec<char> = shown.chars().collect();
    // The path of a drawing has single letters between its numbers.
    let has_run = letters
        .windows(2)
        .any(|pair| pair.iter().all(|c| c.is_lowercase()))
        || letters.iter().all(|c| c.is_uppercase());
    let beside_blank = letters.windows(2).any(|pair| match pair {
        [one, other] => {
            (one.is_alphabetic() && *other == ' ') || (*one == ' ' && other.is_alphabetic())
        }
        _ => false,
    });
    let is_capital = letters.first().is_some_and(|c| c.is_uppercase());
    has_run && (beside_blank || is_capital || !shown.is_ascii())
}

#[cfg(test)]
mod tests {
    use super::literals;

    fn read(source: &str) -> Vec<String> {
        let all = literals(source).into_iter();
        all.filter(|literal| literal.is_read())
            .map(|literal| format!("{}: {}", literal.line, literal.text))
            .collect()
    }

    #[test]
    fn what_a_person_reads_is_found() {
        for (source, text) in [
            (r#"view! { <p>"now"</p> }"#, "now"),
            (r#"view! { <p>{time}" pull "</p> }"#, " pull "),
            (r#"view! { <p>"to "<b>{x}</b></p> }"#, "to "),
            (
                r#"view! { <p><FieldLink path="a.b" />" takes it"</p> }"#,
                " takes it",
            ),
            (r#"view! { <button title="Undo" /> }"#, "Undo"),
            (r#"view! { <input placeholder="name" /> }"#, "name"),
            (
                r#"view! { <b aria-label=format!("Copy {x}") /> }"#,
                "Copy {x}",
            ),
            (r#"state.say("Saved.");"#, "Saved."),
            (r#"const LEAD: &str = "the default";"#, "the default"),
            (r#"None => "No findings","#, "No findings"),
            (
                r#"let said = format!("{count} changed");"#,
                "{count} changed",
            ),
            (
                r#"#[cfg(test)] mod tests { fn a() { b("No."); } } fn c() { say("Yes."); }"#,
                "Yes.",
            ),
            (r#"let quote = '"'; say("Yes.");"#, "Yes."),
            (r##"say(r#"The "end"."#);"##, r#"The "end"."#),
            (r#"#[prop(default = "No files")] said: &str"#, "No files"),
            (
                r#"#[must_use] fn a() { let reason = "It fits."; }"#,
                "It fits.",
            ),
        ] {
            assert_eq!(read(source), [format!("1: {text}")], "{source}");
        }
    }

    #[test]
    fn what_nobody_reads_is_left_alone() {
        for source in [
            r#"view! { <a class="button small" href="about us.html" data-line="One two" /> }"#,
            r#"view! { <p class=format!("count {class}")>{x}" · "{y}"\u{a0}""\n"</p> }"#,
            r#"view! { <code>"kubectl get events"</code> }"#,
            r#"match key { "ArrowUp" | "Home" => a(), "Escape" => {} "End" if b => c(), _ => d() }"#,
            r#"if key == "Enter" { focus::element("save-name") }"#,
            r#"Field::find("costs.instanceType").expect("is a field");"#,
            r#"let path = "M4 1h6l3 3v6l-3 3H4z";"#,
            "/// say(\"Saved.\")\n// \"Saved.\" /* \" */\nlet x: &'static str;",
            r#"#[cfg(test)] mod tests { fn a() { assert_eq!(b(), "The end"); } }"#,
            r##"let place = format!("{page}#{link}");"##,
            r##"#[allow(clippy::a, reason = "it lies between 0 and 1")] fn a() {}"##,
        ] {
            assert!(read(source).is_empty(), "{source}: {:?}", read(source));
        }
    }
}
