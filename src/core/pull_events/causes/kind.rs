//! A kind of cause, and how sure it is.

/// How sure a cause is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Certainty {
    /// The message says so.
    Read,
    /// It follows from the message, but others are possible.
    Inferred,
}

impl Certainty {
    /// For output: `read` or `inferred`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Inferred => "inferred",
        }
    }
}

/// A kind of cause.
#[derive(Debug, PartialEq, Eq)]
pub struct CauseKind {
    /// Stable kebab-case name.
    pub id: &'static str,
    /// The likely cause, in one sentence.
    pub cause: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// What cures it, in one or two sentences.
    pub cure: &'static str,
    /// The rule that checks a Config for it.
    pub rule: Option<&'static str>,
    /// The field of the Config that cures it.
    pub field: Option<&'static str>,
    /// Texts of which one has to be there, each with all its parts.
    pub(in crate::core::pull_events) signs: &'static [&'static [&'static str]],
    /// Whether the message has to be about a pull besides.
    pub(in crate::core::pull_events) of_pulls_only: bool,
}

impl CauseKind {
    /// The cause as it is shown: what does not stand in the message begins with “Inferred:”.
    pub fn sentence(&self) -> String {
        match self.certainty {
            Certainty::Read => self.cause.to_owned(),
            Certainty::Inferred => format!("Inferred: {}", lower_first(self.cause)),
        }
    }
}

/// The text with a small first letter, unless it begins with a name.
fn lower_first(text: &str) -> String {
    ["The ", "A ", "Two ", "Nothing ", "Whoever "]
        .iter()
        .find_map(|word| Some((word, text.strip_prefix(word)?)))
        .map_or(text.to_owned(), |(word, rest)| {
            format!("{}{rest}", word.to_ascii_lowercase())
        })
}
