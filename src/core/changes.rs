//! Which lines an edit changed.

use similar::{Algorithm, ChangeTag, DiffOp, TextDiff};

/// One-based numbers of the lines in `after` that are not in `before`. A line that only went
/// away marks the line now in its place, so that every change shows.
pub fn changed_lines(before: &str, after: &str) -> Vec<usize> {
    if before == after {
        return Vec::new();
    }
    let diff = TextDiff::configure()
        .algorithm(Algorithm::Myers)
        .diff_lines(before, after);
    let count = after.lines().count();
    let mut lines: Vec<usize> = Vec::new();
    for op in diff.ops() {
        match *op {
            DiffOp::Delete { new_index, .. } => {
                lines.push((new_index + 1).min(count.max(1)));
            }
            DiffOp::Equal { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                for change in diff.iter_changes(op) {
                    if change.tag() == ChangeTag::Insert
                        && let Some(index) = change.new_index()
                    {
                        lines.push(index + 1);
                    }
                }
            }
        }
    }
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[cfg(test)]
mod tests {
    use super::changed_lines;

    #[test]
    fn changed_added_and_removed_lines_show() {
        assert_eq!(changed_lines("a\nb\nc\n", "a\nb\nc\n"), Vec::<usize>::new());
        assert_eq!(changed_lines("a\nb\nc\n", "a\nx\nc\n"), vec![2]);
        assert_eq!(changed_lines("a\nc\n", "a\nb\nc\n"), vec![2]);
        assert_eq!(changed_lines("a\nb\nc\n", "a\nc\n"), vec![2]);
        assert_eq!(changed_lines("a\nb\n", "a\n"), vec![1]);
        assert_eq!(changed_lines("", "a\n"), vec![1]);
    }
}
