//! The lines of two texts side by side.

use similar::{Algorithm, DiffOp, TextDiff};

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
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .diff_lines(left, right);
    let (left, right): (Vec<&str>, Vec<&str>) = (left.lines().collect(), right.lines().collect());
    let mut rows = Vec::new();
    // Lines of both sides that are done with.
    let mut done = (0, 0);
    for group in diff.grouped_ops(AROUND) {
        if let Some(first) = group.first() {
            between(first.old_range().start, done, &left, &right, &mut rows);
        }
        for op in group {
            let (old, mut new) = (op.old_range(), op.new_range());
            done = (old.end, new.end);
            if let DiffOp::Equal { .. } = op {
                let pairs = old.zip(new);
                rows.extend(pairs.map(|(a, b)| DiffRow::Same(line(&left, a), line(&right, b))));
                continue;
            }
            for a in old {
                let b = new.next().map(|b| line(&right, b));
                rows.push(DiffRow::Differs(Some(line(&left, a)), b));
            }
            rows.extend(new.map(|b| DiffRow::Differs(None, Some(line(&right, b)))));
        }
    }
    between(left.len(), done, &left, &right, &mut rows);
    rows
}

fn line(lines: &[&str], index: usize) -> DiffLine {
    DiffLine {
        number: index + 1,
        text: lines.get(index).copied().unwrap_or_default().to_owned(),
    }
}

/// What is the same up to a line of the left: counted, unless it is one line, which takes no more
/// room than its count.
fn between(
    until: usize,
    done: (usize, usize),
    left: &[&str],
    right: &[&str],
    rows: &mut Vec<DiffRow>,
) {
    match until.saturating_sub(done.0) {
        0 => {}
        1 => rows.push(DiffRow::Same(line(left, done.0), line(right, done.1))),
        count => rows.push(DiffRow::Gap(count)),
    }
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
