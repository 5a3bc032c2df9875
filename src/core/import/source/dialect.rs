//! The template language of a text.

/// Which language a text's placeholders are in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::core::import) enum Dialect {
    /// Whatever it looks like.
    #[default]
    Unknown,
    /// Terraform's, where `$${` stands for `${`.
    Terraform,
}
