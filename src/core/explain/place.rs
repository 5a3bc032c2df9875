//! Where each line of a file stands: reads back what this tool writes, and nothing else.

use crate::core::config::Field;
use crate::core::set_file::{File, Syntax};

/// What a line belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Document {
    /// YAML; its kind is in the path.
    #[default]
    Yaml,
    /// Delimiters and headers of a MIME archive.
    Mime,
    /// TOML.
    Toml,
    /// A shell script.
    Shell,
}

/// A line and its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) document: Document,
    /// Kind of the document, for YAML.
    pub(super) kind: String,
    /// Segments of its path: keys, and `[name]` for an entry of a list that is known by a name.
    pub(super) path: Vec<String>,
    pub(super) text: String,
    pub(super) is_comment: bool,
}

impl Line {
    /// The field whose key in config.yaml the line is.
    pub(super) fn config_field(&self) -> Option<&'static Field> {
        let mut path = self.path.clone();
        while !path.is_empty() {
            if let Some(field) = Field::find(&path.join(".")) {
                return Some(field);
            }
            path.pop();
        }
        None
    }
}

/// Every line of a file.
pub(super) fn lines(file: &File) -> Vec<Line> {
    let texts: Vec<&str> = file.text.lines().collect();
    match file.syntax {
        Syntax::Yaml => yaml(&texts),
        Syntax::Toml => toml(&texts),
        Syntax::Mime => mime(&texts),
        Syntax::Shell => shell(&texts),
        Syntax::Markdown => texts.iter().map(|text| plain(text)).collect(),
    }
}

fn plain(text: &str) -> Line {
    Line {
        text: text.trim().to_owned(),
        ..Line::default()
    }
}

fn indent(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// Keys that lead to where a reader stands.
#[derive(Debug, Default)]
struct Stack(Vec<(usize, String, Option<String>)>);

impl Stack {
    fn path(&self) -> Vec<String> {
        let mut path = Vec::new();
        for (_, key, name) in &self.0 {
            path.push(key.clone());
            path.extend(name.clone());
        }
        path
    }

    /// Leaves what is further in than an entry of a list, or a key, at this depth.
    fn leave(&mut self, depth: usize, entry: bool) {
        while let Some((last, ..)) = self.0.last() {
            if *last > depth || (*last == depth && !entry) {
                self.0.pop();
            } else {
                break;
            }
        }
    }
}

fn yaml(texts: &[&str]) -> Vec<Line> {
    let mut done: Vec<Line> = Vec::with_capacity(texts.len());
    let mut start = 0;
    for (at, text) in texts.iter().enumerate() {
        if text.trim_end() == "---" {
            document(texts.get(start..at).unwrap_or_default(), &mut done);
            done.push(plain(text));
            start = at + 1;
        }
    }
    document(texts.get(start..).unwrap_or_default(), &mut done);
    done
}

fn document(texts: &[&str], done: &mut Vec<Line>) {
    let kind = texts
        .iter()
        .find_map(|text| text.strip_prefix("kind: "))
        .unwrap_or_default();
    let mut stack = Stack::default();
    let mut at = 0;
    while let Some(text) = texts.get(at) {
        at += 1;
        let mut line = Line {
            kind: kind.to_owned(),
            ..plain(text)
        };
        if line.text.is_empty() || line.text.starts_with('#') {
            line.is_comment = true;
            done.push(line);
            continue;
        }
        let content = line.text.clone();
        let mut depth = indent(text);
        let mut rest = content.as_str();
        let mut entry = false;
        while let Some(inner) = rest.strip_prefix("- ") {
            stack.leave(depth, true);
            if let Some((_, _, name)) = stack.0.last_mut() {
                *name = None;
            }
            (depth, rest, entry) = (depth + 2, inner, true);
        }
        let Some((key, value)) = split_key(rest) else {
            line.path = stack.path();
            done.push(line);
            if is_block(rest) {
                let block = block(texts.get(at..).unwrap_or_default(), depth.saturating_sub(2));
                at += block.len();
                embedded(&block, false, &stack.path(), kind, done);
            }
            continue;
        };
        stack.leave(depth, false);
        if entry
            && matches!(key.as_str(), "key" | "deviceName")
            && let Some((_, _, name)) = stack.0.last_mut()
        {
            *name = Some(["[", value.trim_matches('"'), "]"].concat());
        }
        let last = key == "config" || key == "userData";
        stack.0.push((depth, key, None));
        line.path = stack.path();
        done.push(line);
        if is_block(value) {
            let block = block(texts.get(at..).unwrap_or_default(), depth);
            at += block.len();
            embedded(&block, last, &stack.path(), kind, done);
        }
    }
}

/// Whether what stands behind a key opens a block: `|`, `|-`, `>2+`.
pub(super) fn is_block(value: &str) -> bool {
    value.starts_with(['|', '>'])
        && value
            .chars()
            .skip(1)
            .all(|c| matches!(c, '-' | '+' | '1'..='9'))
}

/// The lines of a literal block, without its indentation.
fn block<'a>(texts: &[&'a str], depth: usize) -> Vec<&'a str> {
    let inside = |text: &&&str| text.trim().is_empty() || indent(text) > depth;
    let texts: Vec<&'a str> = texts.iter().take_while(inside).copied().collect();
    let margin = texts
        .iter()
        .filter(|text| !text.trim().is_empty())
        .map(|text| indent(text))
        .min()
        .unwrap_or(0);
    texts
        .into_iter()
        .map(|text| text.get(margin..).unwrap_or_default())
        .collect()
}

fn embedded(block: &[&str], known: bool, path: &[String], kind: &str, done: &mut Vec<Line>) {
    if !known {
        done.extend(block.iter().map(|text| Line {
            kind: kind.to_owned(),
            path: path.to_vec(),
            ..plain(text)
        }));
        return;
    }
    let first = block.first().copied().unwrap_or_default();
    done.extend(if first.starts_with("MIME-Version") {
        mime(block)
    } else if first.starts_with('[') || first.contains(" = ") {
        toml(block)
    } else if first.starts_with("#!") {
        shell(block)
    } else {
        yaml(block)
    });
}

/// The key of a line and what stands behind its colon.
fn split_key(text: &str) -> Option<(String, &str)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let (key, rest) = quoted.split_once("\":")?;
        return Some((key.to_owned(), rest.trim()));
    }
    if let Some(quoted) = text.strip_prefix('\'') {
        let (key, rest) = quoted.split_once("':")?;
        return Some((key.to_owned(), rest.trim()));
    }
    if let Some(key) = text.strip_suffix(':') {
        return Some((key.to_owned(), ""));
    }
    let (key, value) = text.split_once(": ")?;
    Some((key.to_owned(), value.trim()))
}

fn mime(texts: &[&str]) -> Vec<Line> {
    let mut done = Vec::with_capacity(texts.len());
    let header = |text: &str| Line {
        document: Document::Mime,
        ..plain(text)
    };
    let mut at = 0;
    while let Some(text) = texts.get(at) {
        at += 1;
        done.push(header(text));
        if !text.starts_with("Content-Type: ") || text.contains("multipart") {
            continue;
        }
        // The body begins behind the blank line and ends before the next delimiter.
        done.extend(texts.get(at).map(|blank| header(blank)));
        at += 1;
        let rest = texts.get(at..).unwrap_or_default();
        let body: Vec<&str> = rest
            .iter()
            .take_while(|text| !text.starts_with("--//"))
            .copied()
            .collect();
        at += body.len();
        if text.contains("node.eks.aws") {
            done.extend(yaml(&body));
        } else {
            done.extend(shell(&body));
        }
    }
    done
}

fn toml(texts: &[&str]) -> Vec<Line> {
    let mut section: Vec<String> = Vec::new();
    let mut key = None;
    let mut open = 0_i32;
    let mut done = Vec::with_capacity(texts.len());
    for text in texts {
        let mut line = Line {
            document: Document::Toml,
            ..plain(text)
        };
        let content = line.text.as_str();
        line.is_comment = content.starts_with('#');
        if open == 0
            && let Some(header) = content.strip_prefix('[')
        {
            section = header_keys(header.trim_end_matches(']'));
            key = None;
        } else if open == 0
            && let Some((name, _)) = content.split_once(" = ")
        {
            key = Some(name.to_owned());
        }
        if key.is_some() {
            let brackets = content.chars().map(|letter| match letter {
                '[' => 1,
                ']' => -1,
                _ => 0,
            });
            open += brackets.sum::<i32>();
        }
        line.path = section.iter().cloned().chain(key.clone()).collect();
        done.push(line);
    }
    done
}

/// The keys of `[a."b.c".d]`.
fn header_keys(header: &str) -> Vec<String> {
    let mut keys = vec![String::new()];
    let mut quoted = false;
    for letter in header.chars() {
        match letter {
            '"' => quoted = !quoted,
            '.' if !quoted => keys.push(String::new()),
            _ => {
                if let Some(last) = keys.last_mut() {
                    last.push(letter);
                }
            }
        }
    }
    keys
}

fn shell(texts: &[&str]) -> Vec<Line> {
    texts
        .iter()
        .map(|text| {
            let line = plain(text);
            Line {
                document: Document::Shell,
                is_comment: line.text.starts_with("# "),
                ..line
            }
        })
        .collect()
}
