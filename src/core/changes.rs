//! Which lines an edit changed.

use super::diff::stretches;

/// One-based numbers of the lines in `after` that are not in `before`. A line that only went
/// away marks the line now in its place, so that every change shows.
pub fn changed_lines(before: &str, after: &str) -> Vec<usize> {
    if before == after {
        return Vec::new();
    }
    let (before, after): (Vec<&str>, Vec<&str>) =
        (before.lines().collect(), after.lines().collect());
    let mut lines: Vec<usize> = Vec::new();
    for stretch in stretches(&before, &after) {
        if stretch.same {
            continue;
        }
        if stretch.after.is_empty() {
            lines.push((stretch.after.start + 1).min(after.len().max(1)));
        }
        lines.extend(stretch.after.map(|index| index + 1));
    }
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
