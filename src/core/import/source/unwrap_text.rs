//! Takes the wrapper off a text: of Terraform, Markdown, a script, or base64.

use super::{PartForm, TakenApart, encoded, markdown, shell, terraform};

/// Takes the wrapper off a text, if it has one that is known; lines count from the text's first.
/// `name` is the file's name, or empty for a part of one.
pub(in crate::core::import) fn unwrap_text(
    name: &str,
    text: &str,
    form: PartForm,
) -> Option<TakenApart> {
    if let Some(found) = encoded::take_apart(text) {
        return Some(found);
    }
    if form == PartForm::UserData {
        return None;
    }
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if form == PartForm::Unknown {
        if ends(&[".tf", ".tofu", ".hcl", ".tfvars"]) || terraform::is_meant(text) {
            return Some(terraform::take_apart(text));
        }
        if ends(&[".md", ".markdown"]) || markdown::is_meant(text) {
            return Some(markdown::take_apart(text));
        }
        if let Some(found) = shell::take_apart(text) {
            return Some(found);
        }
    }
    None
}
