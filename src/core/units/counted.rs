//! Counts in sentences.

use super::grouped;

/// A count with what is counted, in English: `1 download`, `1,200 downloads`. `one` is a word whose
/// plural ends in s.
pub(in crate::core) fn counted(number: u32, one: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    [&grouped(u64::from(number)), " ", one, ending].concat()
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_no_plural() {
        assert_eq!(
            [0, 1, 2, 1200].map(|number| counted(number, "node")),
            ["0 nodes", "1 node", "2 nodes", "1,200 nodes"]
        );
    }
}
