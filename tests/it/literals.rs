//! String literals of Rust sources, and which of them a person would read on the page.

/// A string literal where it stands.
pub struct Literal {
    /// One-based.
    pub line: usize,
    /// As it is written, without its quotes.
    pub text: String,
    /// The code before it, without comments and without what other literals hold.
    before: String,
    /// The code after it, to the end of the file.
    after: String,
}

/// Every string literal outside of comments and of what is only there for tests.
pub fn literals(source: &str) -> Vec<Literal> {
    let all: Vec<char> = source.chars().collect();
    let (mut found, mut code) = (Vec::new(), String::new());
    let (mut at, mut line, mut depth) = (0, 1, 0_usize);
    // An item for tests is announced; it goes on until its brace is closed.
    let (mut announced, mut tests_from) = (false, None);
    while let Some(now) = all.get(at).copied() {
        let starts = |text: &str| {
            text.chars()
                .enumerate()
                .all(|(index, c)| all.get(at + index) == Some(&c))
        };
        let end = if starts("//") {
            end_of(&all, at, "\n")
        } else if starts("/*") {
            end_of(&all, at, "*/") + 2
        } else if now == '"' {
            let end = end_of_text(&all, at + 1);
            if !announced && tests_from.is_none() {
                found.push(Literal {
                    line,
                    text: all.get(at + 1..end).unwrap_or_default().iter().collect(),
                    before: code.clone(),
                    after: all.iter().skip(end + 1).take(40).collect(),
                });
            }
            code.push_str("\"\"");
            end + 1
        } else if starts("'\\") {
            end_of(&all, at + 3, "'") + 1
        } else if now == '\'' && all.get(at + 2) == Some(&'\'') {
            at + 3
        } else {
            code.push(now);
            announced |= code.ends_with("#[cfg(test)]");
            match now {
                '{' => {
                    if std::mem::take(&mut announced) {
                        tests_from = Some(depth);
                    }
                    depth += 1;
                }
                '}' => {
                    depth = depth.saturating_sub(1);
                    tests_from = tests_from.filter(|from| *from != depth);
                }
                ';' => announced = false,
                _ => {}
            }
            at + 1
        };
        let passed = all.get(at..end).unwrap_or_default();
        line += passed.iter().filter(|c| **c == '\n').count();
        at = end;
    }
    found
}

fn end_of(all: &[char], from: usize, mark: &str) -> usize {
    let mark: Vec<char> = mark.chars().collect();
    (from..all.len())
        .find(|at| all.get(*at..at + mark.len()) == Some(&mark[..]))
        .unwrap_or(all.len())
}

/// Where the closing quote of a text stands.
fn end_of_text(all: &[char], from: usize) -> usize {
    let mut at = from;
    while let Some(now) = all.get(at) {
        match now {
            '\\' => at += 2,
            '"' => return at,
            _ => at += 1,
        }
    }
    all.len()
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

impl Literal {
    /// Whether a person reads it on the page, as far as its text and its place tell.
    pub fn is_read(&self) -> bool {
        let code = self.before.strip_suffix("format!(").unwrap_or(&self.before);
        let before = self.before.trim_end();
        let after = self.after.trim_start();
        let shown = without_values(&self.text);
        let has_letter = shown.chars().any(char::is_alphabetic);
        // What a match or a comparison knows something by is not shown.
        let is_pattern = ["=>", "|", "if "]
            .iter()
            .any(|sign| after.starts_with(sign));
        let is_compared = before.ends_with("==") || before.ends_with("!=");
        let is_for_programmers = BUGS.iter().any(|call| before.ends_with(call))
            || (before.ends_with("reason =") && is_in_attribute(before));
        if is_pattern || is_compared || is_for_programmers {
            return false;
        }
        if let Some(name) = attribute(code) {
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

/// Whether an attribute of an item is open, as around the reason why a lint is silenced.
fn is_in_attribute(code: &str) -> bool {
    let mut attributes = code.rsplit("#[");
    let last = attributes.next().unwrap_or_default();
    attributes.next().is_some() && !last.contains(']')
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
