//! What kinds of values fields hold.

use crate::core::choice::Choice;

/// What kind of value a field holds, and so which control edits it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    Text,
    /// A whole number.
    Number {
        /// Smallest.
        min: u64,
        /// Largest.
        max: u64,
        /// A sensible step.
        step: u64,
    },
    /// A whole number from 1 to 1,000, or -1 for no limit.
    Limit,
    /// A number of bytes, or a size with its unit.
    Bytes,
    /// Yes or no.
    Bool,
    /// One of some words.
    Choice(&'static [Choice]),
    /// Any of some words.
    Choices(&'static [Choice]),
    /// A list of words, separated by commas or blanks.
    List,
    /// `key=value` pairs, one a line.
    Pairs,
    /// Entries of their own notation, one a line.
    Lines,
}
