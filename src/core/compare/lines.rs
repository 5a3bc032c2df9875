//! The lines of two texts side by side.

use crate::core::diff::stretches;

/// Lines that are shown around what differs.
const AROUND: usize = 3;

/// A line of one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// One-based number.
    pub number: usize,
    /// Its text, without the line feed.
    pub text: String,
}

/// A row of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiffRow {
    /// The same line on both sides.
    Same(DiffLine, DiffLine),
    /// A line that the other side does not have so: on the left, on the right, or one in place of
    /// the other.
    Differs(Option<DiffLine>, Option<DiffLine>),
    /// So many lines in between are the same.
    Gap(usize),
}

impl DiffRow {
    /// Whether the sides differ here.
    pub fn differs(&self) -> bool {
        matches!(self, Self::Differs(..))
    }
}

/// Rows of what differs and the lines around it; none if nothing does.
pub(super) fn rows(left: &str, right: &str) -> Vec<DiffRow> {
    if left == right {
        return Vec::new();
    }
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let line = |lines: &[&str], index: usize| DiffLine {
        number: index + 1,
        text: lines.get(index).copied().unwrap_or_default().to_owned(),
    };
    let stretches = stretches(&left, &right);
    let last = stretches.len().saturating_sub(1);
    let mut rows = Vec::new();
    for (place, stretch) in stretches.into_iter().enumerate() {
        let (mut old, mut new) = (stretch.before, stretch.after);
        if !stretch.same {
            for a in old {
                let b = new.next().map(|b| line(&right, b));
                rows.push(DiffRow::Differs(Some(line(&left, a)), b));
            }
            rows.extend(new.map(|b| DiffRow::Differs(None, Some(line(&right, b)))));
            continue;
        }
        // At the ends of the files, only the side towards what differs is of interest. A single
        // line takes no more room than its count.
        let before_gap = if place == 0 { 0 } else { AROUND };
        let after_gap = if place == last { 0 } else { AROUND };
        let gap = old.len().saturating_sub(before_gap + after_gap);
        let from = old.start + before_gap;
        while let (Some(a), Some(b)) = (old.next(), new.next()) {
            if gap < 2 || a < from || a >= from + gap {
                rows.push(DiffRow::Same(line(&left, a), line(&right, b)));
            } else if a == from {
                rows.push(DiffRow::Gap(gap));
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{DiffLine, DiffRow, rows};

    fn line(number: usize, text: &str) -> DiffLine {
        DiffLine {
            number,
            text: text.into(),
        }
    }

    #[test]
    fn changed_lines_stand_side_by_side_and_the_rest_is_counted() {
        assert_eq!(rows("a\n", "a\n"), []);
        assert_eq!(
            rows("a\nb\nc\n", "a\nx\nc\n"),
            [
                DiffRow::Same(line(1, "a"), line(1, "a")),
                DiffRow::Differs(Some(line(2, "b")), Some(line(2, "x"))),
                DiffRow::Same(line(3, "c"), line(3, "c")),
            ]
        );
        assert_eq!(
            rows("", "a\n"),
            [DiffRow::Differs(None, Some(line(1, "a")))]
        );
        let many = "a\n1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let found = rows(many, &many.replace('5', "five\nmore"));
        assert_eq!(found.first(), Some(&DiffRow::Gap(2)));
        assert_eq!(
            found.last(),
            Some(&DiffRow::Same(line(10, "9"), line(11, "9")))
        );
        assert_eq!(
            found.get(4..6),
            Some(
                &[
                    DiffRow::Differs(Some(line(6, "5")), Some(line(6, "five"))),
                    DiffRow::Differs(None, Some(line(7, "more"))),
                ][..]
            )
        );
    }
}
