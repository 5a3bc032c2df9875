//! Finds JSON documents among other lines: prompts before them, text behind them.

use serde_json::Value;

/// Most documents that are looked at: journals are one for each line.
const MAX_DOCUMENTS: usize = 50_000;

/// Bytes that may be read in vain before nothing more is taken for the start of a document.
const FAILED_BYTES: usize = 1_000_000;

/// What a text holds.
pub(crate) struct Documents {
    /// The documents, in their order.
    pub values: Vec<Value>,
    /// The one-based line at which each of them begins.
    pub lines: Vec<usize>,
    /// The lines that belong to none, as they stand; empty ones are left out.
    pub others: String,
    /// The one-based line of the text for each line of `others`.
    pub other_lines: Vec<usize>,
    /// Why a line that looks like the start of a document is none; the first of them.
    pub broken: Option<Broken>,
}

/// A document that could not be read.
pub(crate) struct Broken {
    /// One-based line of the text.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

/// Cuts a text into JSON documents and other lines. A document begins with a line: `{`, `[` or,
/// for a manifest within a string, `"{`.
pub(crate) fn documents(text: &str) -> Documents {
    let mut found = Documents {
        values: Vec::new(),
        lines: Vec::new(),
        others: String::new(),
        other_lines: Vec::new(),
        broken: None,
    };
    // What fails to parse is looked at again from its next line: this keeps a hostile text from
    // being read over and over.
    let mut budget = FAILED_BYTES;
    let mut rest = text;
    let mut line = 1_usize;
    while !rest.is_empty() {
        let start = rest.trim_start();
        let (skipped, _) = rest.split_at(rest.len() - start.len());
        line += line_feeds(skipped);
        if start.is_empty() {
            break;
        }
        let begins = start.starts_with(['{', '[']) || start.starts_with("\"{");
        if begins && budget > 0 && found.values.len() < MAX_DOCUMENTS {
            let mut stream = serde_json::Deserializer::from_str(start).into_iter::<Value>();
            match stream.next() {
                Some(Ok(value)) => {
                    found.values.push(value);
                    found.lines.push(line);
                    let (document, after) = start
                        .split_at_checked(stream.byte_offset())
                        .unwrap_or((start, ""));
                    line += line_feeds(document);
                    rest = after;
                    continue;
                }
                Some(Err(error)) => {
                    let read = length_of_lines(start, error.line());
                    budget = budget.saturating_sub(read);
                    if found.broken.is_none() {
                        found.broken = Some(Broken {
                            line: line + error.line().saturating_sub(1),
                            message: reason(&error),
                        });
                    }
                }
                None => {}
            }
        }
        let (other, after) = match start.split_once('\n') {
            Some((other, after)) => (other, after),
            None => (start, ""),
        };
        // With its indentation: columns are told by their place.
        let indentation = skipped.rsplit('\n').next().unwrap_or_default();
        found.others.push_str(indentation);
        found.others.push_str(other);
        found.others.push('\n');
        found.other_lines.push(line);
        line += 1;
        rest = after;
    }
    found
}

fn line_feeds(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

/// Bytes of the first lines.
fn length_of_lines(text: &str, lines: usize) -> usize {
    text.split_inclusive('\n')
        .take(lines)
        .map(str::len)
        .sum::<usize>()
        .max(1)
}

fn reason(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the text ends in the middle of a document; copy it whole".to_owned();
    }
    let text = error.to_string();
    if text.contains("recursion limit") {
        return "it is nested deeper than any manifest".to_owned();
    }
    // Without its own `at line 1 column 2`: lines are counted in the whole text.
    let plain = text.split(" at line ").next().unwrap_or_default();
    plain.to_owned()
}

#[cfg(test)]
mod tests {
    use super::documents;

    #[test]
    fn documents_among_other_lines() {
        let found =
            documents("$ crane manifest x\n{\"a\": 1}\n{\"b\": [\n2]} trailing\nbye\n\"{}\"");
        assert_eq!(found.values.len(), 3);
        assert_eq!(found.lines, [2, 3, 6]);
        assert_eq!(found.others, "$ crane manifest x\n trailing\nbye\n");
        assert_eq!(found.other_lines, [1, 4, 5]);
        assert!(found.broken.is_none());
    }

    #[test]
    fn what_is_broken_has_its_line() {
        let found = documents("x\n{\"a\": 1,\n b}\n");
        assert!(found.values.is_empty());
        assert_eq!(found.broken.map(|broken| broken.line), Some(3));
        let torn = documents("{\"a\": [1,");
        assert!(
            torn.broken
                .is_some_and(|broken| broken.message.contains("ends in the middle"))
        );
        let deep = documents(&"[".repeat(100_000));
        assert!(
            deep.broken
                .is_some_and(|broken| broken.message.contains("nested deeper"))
        );
    }

    #[test]
    fn many_false_starts_end_soon() {
        let text = "{\n".repeat(500_000);
        assert!(documents(&text).values.is_empty());
    }
}
