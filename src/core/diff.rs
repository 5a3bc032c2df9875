//! Which lines two texts have in common. Written by hand, because the crate similar does the same for
//! 14 kB of the page (brotli) and this for one.

use std::ops::Range;

/// Most pairs of lines that are compared; what is larger is taken to differ as a whole. Two files
/// of a thousand lines without a line in common stay below it.
const MAX_PAIRS: usize = 4_000_000;

/// A stretch of both texts: the same lines, or lines that differ. Stretches follow each other
/// without gaps, and two that are of one kind never stand side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hunk {
    /// Whether the lines are the same on both sides.
    pub same: bool,
    /// Its lines of the text before, counted from 0.
    pub before: Range<usize>,
    /// Its lines of the text after, counted from 0.
    pub after: Range<usize>,
}

/// The stretches of two texts, with as many lines in common as there can be in one order.
pub(super) fn stretches(before: &[&str], after: &[&str]) -> Vec<Hunk> {
    let head = common(before.iter().zip(after));
    let (left, right) = (
        before.get(head..).unwrap_or_default(),
        after.get(head..).unwrap_or_default(),
    );
    let tail = common(left.iter().rev().zip(right.iter().rev()));
    let left = left.get(..left.len() - tail).unwrap_or_default();
    let right = right.get(..right.len() - tail).unwrap_or_default();
    let mut stretches = Stretches::default();
    stretches.add(true, head, head);
    walk(left, right, &mut stretches);
    stretches.add(true, tail, tail);
    stretches.all
}

fn common<'a>(pairs: impl Iterator<Item = (&'a &'a str, &'a &'a str)>) -> usize {
    pairs.take_while(|(a, b)| a == b).count()
}

#[derive(Default)]
struct Stretches {
    all: Vec<Hunk>,
}

impl Stretches {
    /// So many lines of both sides come next.
    fn add(&mut self, same: bool, before: usize, after: usize) {
        if before + after == 0 {
            return;
        }
        let (from_before, from_after) = match self.all.last_mut() {
            Some(last) if last.same == same => {
                last.before.end += before;
                last.after.end += after;
                return;
            }
            Some(last) => (last.before.end, last.after.end),
            None => (0, 0),
        };
        self.all.push(Hunk {
            same,
            before: from_before..from_before + before,
            after: from_after..from_after + after,
        });
    }
}

/// Walks through both sides along a longest common subsequence.
fn walk(left: &[&str], right: &[&str], stretches: &mut Stretches) {
    if left.len().saturating_mul(right.len()) > MAX_PAIRS {
        stretches.add(false, left.len(), right.len());
        return;
    }
    let width = right.len() + 1;
    // For each pair of places, how many lines the rests from there on have in common.
    let mut rests = vec![0_u16; (left.len() + 1) * width];
    let at = |rests: &[u16], a: usize, b: usize| rests.get(a * width + b).copied().unwrap_or(0);
    for (a, line) in left.iter().enumerate().rev() {
        for (b, other) in right.iter().enumerate().rev() {
            let most = if line == other {
                at(&rests, a + 1, b + 1).saturating_add(1)
            } else {
                at(&rests, a + 1, b).max(at(&rests, a, b + 1))
            };
            if let Some(rest) = rests.get_mut(a * width + b) {
                *rest = most;
            }
        }
    }
    let (mut a, mut b) = (0, 0);
    while let (Some(line), Some(other)) = (left.get(a), right.get(b)) {
        if line == other {
            stretches.add(true, 1, 1);
            (a, b) = (a + 1, b + 1);
        } else if at(&rests, a + 1, b) >= at(&rests, a, b + 1) {
            stretches.add(false, 1, 0);
            a += 1;
        } else {
            stretches.add(false, 0, 1);
            b += 1;
        }
    }
    stretches.add(false, left.len() - a, right.len() - b);
}

#[cfg(test)]
mod tests {
    use super::stretches;

    /// The stretches as one line: `=` and the number of the same lines, `-` and `+` with theirs.
    fn drawn(before: &str, after: &str) -> String {
        let before: Vec<&str> = before.split_terminator(' ').collect();
        let after: Vec<&str> = after.split_terminator(' ').collect();
        let all = stretches(&before, &after);
        let drawn = all.iter().map(|stretch| {
            if stretch.same {
                assert_eq!(
                    before.get(stretch.before.clone()),
                    after.get(stretch.after.clone())
                );
                format!("={}", stretch.before.len())
            } else {
                format!("-{}+{}", stretch.before.len(), stretch.after.len())
            }
        });
        drawn.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_the_same_is_found_around_what_differs() {
        assert_eq!(drawn("", ""), "");
        assert_eq!(drawn("", "a"), "-0+1");
        assert_eq!(drawn("a b c", "a b c"), "=3");
        assert_eq!(drawn("a b c", "a x c"), "=1 -1+1 =1");
        assert_eq!(drawn("a c", "a b c"), "=1 -0+1 =1");
        assert_eq!(drawn("a b c d e", "x b y d z"), "-1+1 =1 -1+1 =1 -1+1");
        assert_eq!(drawn("a b c a b", "c a b a b"), "-0+1 =2 -1+0 =2");
        assert_eq!(drawn("a a a", "a a"), "=2 -1+0");
    }

    #[test]
    fn texts_too_long_to_compare_differ_as_a_whole() {
        let (before, after) = ("a ".repeat(2_100), "b ".repeat(2_100));
        assert_eq!(drawn(&before, &after), "-2100+2100");
        let (before, after) = (format!("same {before}end"), format!("same {after}end"));
        assert_eq!(drawn(&before, &after), "=1 -2100+2100 =1");
    }
}
