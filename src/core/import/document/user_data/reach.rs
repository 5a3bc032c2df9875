//! When a script does something.

/// When something is done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::core::import) enum Reach {
    /// Whenever the script runs.
    #[default]
    Always,
    /// Only if what this line of the userData tests holds.
    If(usize),
}

impl Reach {
    /// This, and only if the other holds too.
    pub(in crate::core::import::document::user_data) const fn and(self, other: Self) -> Self {
        match self {
            Self::Always => other,
            Self::If(_) => self,
        }
    }
}
