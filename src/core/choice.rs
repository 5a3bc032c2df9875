//! Closed choices: an enum, its words in a Config file, and one line about each. How far two words are
//! apart is counted here: strsim would save thirty lines, and cost each first visit half a kB.

use crate::core::error::{ValueError, quoted};

/// One of the words that a choice field accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The word in a Config file and in `--set`.
    pub word: &'static str,
    /// What a person reads.
    pub label: &'static str,
    /// When to take it, in one or two short sentences.
    pub help: &'static str,
}

/// Declares an enum together with its [`Choice`] table, `FromStr` and `Display`. `@[cfg(…)]` before a
/// variant says where it exists.
macro_rules! choices {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$vdoc:meta])* $(@[$vcfg:meta])? $variant:ident = $word:literal, $label:literal, $help:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$vdoc])* $(#[$vcfg])? $variant,)+
        }

        impl $name {
            /// Every choice in the order in which it is offered.
            pub const ALL: &'static [Self] = &[$($(#[$vcfg])? Self::$variant,)+];
            /// The words, labels and help texts in the same order.
            pub const CHOICES: &'static [$crate::core::choice::Choice] = &[$(
                $(#[$vcfg])?
                $crate::core::choice::Choice { word: $word, label: $label, help: $help },
            )+];

            /// The word in a Config file.
            pub const fn as_str(self) -> &'static str {
                match self { $($(#[$vcfg])? Self::$variant => $word,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::core::error::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text.trim() {
                    $($(#[$vcfg])? $word => Ok(Self::$variant),)+
                    other => Err($crate::core::choice::not_a_choice(other, $what, Self::CHOICES)),
                }
            }
        }
    };
}
pub(crate) use choices;

/// The refusal of a word that is none of the choices, suggesting the nearest.
pub(crate) fn not_a_choice(text: &str, what: &str, choices: &[Choice]) -> ValueError {
    let words: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
    let error = ValueError::new(format!(
        "{} is not {what}. It is one of {}.",
        quoted(text),
        words.join(", ")
    ));
    match nearest(text, words.iter().copied()) {
        Some(word) => error.suggest(word),
        None => error,
    }
}

/// The candidate that differs from `text` in the fewest letters, if it is near enough to be
/// what was meant: at most a third of its letters, and capitals do not count.
pub(crate) fn nearest<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    if text.chars().count() > 64 {
        return None;
    }
    let wanted: Vec<char> = text.to_ascii_lowercase().chars().collect();
    candidates
        .map(|candidate| {
            let letters: Vec<char> = candidate.to_ascii_lowercase().chars().collect();
            (distance(&wanted, &letters), candidate)
        })
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Letters to change, add or leave out, and neighbours to swap.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, a) in left.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, b) in right.iter().enumerate() {
            let at =
                |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let replaced = at(&last, column) + usize::from(a != b);
            let mut best = replaced
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(b)
                && right.get(column - 1) == Some(a);
            if swapped {
                best = best.min(at(&before_last, column - 1) + 1);
            }
            next.push(best);
        }
        before_last = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_is_recognised_and_nonsense_is_not() {
        let words = ["fast-image-pull", "install-script", "bottlerocket"];
        assert_eq!(
            nearest("bottelrocket", words.into_iter()),
            Some("bottlerocket")
        );
        assert_eq!(
            nearest("FastImagePull", words.into_iter()),
            Some("fast-image-pull")
        );
        assert_eq!(nearest("zebra", words.into_iter()), None);
        assert_eq!(nearest(&"x".repeat(10_000), words.into_iter()), None);
    }
}
