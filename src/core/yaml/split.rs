//! Cuts a text into documents as `kubectl` does, before it reads any of them.
//!
//! Source: `YAMLOrJSONDecoder` and `YAMLReader` in `pkg/util/yaml/decoder.go` of
//! k8s.io/apimachinery, read on 2026-11-29.

/// What lies between two lines that begin with `---`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    /// Lines of the file before it.
    pub(super) before: usize,
    pub(super) content: Content<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// A document; the `---` before it belongs to it only if no document stands above.
    Document(&'a str),
    /// What stands behind `---` on its line and is no comment, so that `kubectl` reads no further.
    BadSeparator(&'a str),
}

/// The pieces of a text.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    before: usize,
}

impl<'a> Pieces<'a> {
    /// Pieces of a text that stands behind `before` lines of its file.
    pub(super) fn new(text: &'a str, before: usize) -> Self {
        Self { rest: text, before }
    }

    /// Takes the first `length` bytes, with `lines` lines.
    fn take(&mut self, length: usize, lines: usize) -> (usize, &'a str) {
        let before = self.before;
        let (taken, rest) = self
            .rest
            .split_at_checked(length)
            .unwrap_or((self.rest, ""));
        self.rest = rest;
        self.before += lines;
        (before, taken)
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let (mut length, mut lines) = (0, 0);
        for line in self.rest.split_inclusive('\n') {
            let behind = line.strip_prefix("---").map(str::trim);
            let is_bad = behind.is_some_and(|text| !text.is_empty() && !text.starts_with('#'));
            if behind.is_none() || (lines == 0 && !is_bad) {
                length += line.len();
                lines += 1;
                continue;
            }
            if lines == 0 {
                let (before, _) = self.take(line.len(), 1);
                return Some(Piece {
                    before,
                    content: Content::BadSeparator(behind.unwrap_or_default()),
                });
            }
            let (before, text) = self.take(length, lines);
            if !is_bad {
                self.take(line.len(), 1);
            }
            return Some(Piece {
                before,
                content: Content::Document(text),
            });
        }
        if lines == 0 {
            return None;
        }
        let (before, text) = self.take(length, lines);
        Some(Piece {
            before,
            content: Content::Document(text),
        })
    }
}

/// The first line of `...` that something follows. At the end of a document it is what YAML means
/// by it, and nothing is left out.
pub(super) fn elision(piece: &str) -> Option<usize> {
    let is_said = |line: &str| {
        let line = line.trim();
        !(line.is_empty() || line.starts_with('#') || is_elision(line))
    };
    let last = piece
        .lines()
        .enumerate()
        .filter(|(_, line)| is_said(line))
        .map(|(index, _)| index)
        .last()?;
    piece.lines().take(last).position(is_elision)
}

/// YAML's own end of a document. Where more follows, it stands for what is left out of a published
/// fragment, and what follows belongs to the same document.
pub(super) fn is_elision(line: &str) -> bool {
    line.trim_end() == "..."
}

pub(super) fn without_elisions(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| if is_elision(line) { "\n" } else { line })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Content, Pieces};

    #[test]
    fn a_text_is_cut_at_lines_that_begin_with_three_hyphens() {
        let pieces = |text| {
            Pieces::new(text, 0)
                .map(|piece| (piece.before, piece.content))
                .collect::<Vec<_>>()
        };
        assert_eq!(pieces(""), []);
        assert_eq!(
            pieces("a\n--- # x\r\nb\n---\n---\nc"),
            [
                (0, Content::Document("a\n")),
                (2, Content::Document("b\n")),
                (4, Content::Document("---\nc")),
            ]
        );
        assert_eq!(
            pieces("---\na\n----\nb\n --- c\n"),
            [
                (0, Content::Document("---\na\n")),
                (2, Content::BadSeparator("-")),
                (3, Content::Document("b\n --- c\n")),
            ]
        );
    }
}
