//! Values that wait to be filled in.

/// A value that stands for one still to be filled in: `<<NAME>>`, `<NAME>`, `${NAME}`.
pub(in crate::core::import) fn is_placeholder(text: &str) -> bool {
    let text = text.trim();
    (text.starts_with('<') && text.ends_with('>'))
        || (text.starts_with("${") && text.ends_with('}'))
}
