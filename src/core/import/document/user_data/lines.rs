//! Lines of a text with their numbers and places.

/// One line without its line feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) struct Line<'a> {
    /// One-based number in the file.
    pub(in crate::core::import) number: usize,
    /// Byte at which it begins.
    pub(in crate::core::import) at: usize,
    pub(in crate::core::import) text: &'a str,
}

/// The lines of a text whose first line is `first`.
pub(in crate::core::import) fn lines(text: &str, first: usize) -> Vec<Line<'_>> {
    let mut at = 0;
    text.split_inclusive('\n')
        .enumerate()
        .map(|(index, line)| {
            let begin = at;
            at += line.len();
            Line {
                number: first + index,
                at: begin,
                text: line.strip_suffix('\n').unwrap_or(line),
            }
        })
        .collect()
}
