//! A rule whose findings somebody has read and does not want to see again.

use std::fmt;
use std::str::FromStr;

use crate::core::choice::nearest;
use crate::core::error::{ValueError, quoted};
use crate::core::findings::Rule;

/// A rule that is dismissed, and why: `moving-image-tag: our registry keeps tags`. Findings of
/// level error are shown all the same: with them there are no files.
#[derive(Debug, Clone, PartialEq)]
pub struct Dismissal {
    /// The rule.
    pub rule: &'static Rule,
    reason: String,
}

impl Eq for Dismissal {}

/// Most letters of a reason.
const MAX_LENGTH: usize = 200;

impl Dismissal {
    /// Dismisses a rule for a reason.
    ///
    /// # Errors
    /// A reason that is empty, longer than 200 characters, or not printable.
    pub fn new(rule: &'static Rule, reason: &str) -> Result<Self, ValueError> {
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(ValueError::new(format!(
                "A reason is needed for the next reader: {}: our reason.",
                rule.id
            )));
        }
        if reason.chars().count() > MAX_LENGTH {
            return Err(ValueError::new(format!(
                "A reason may have at most {MAX_LENGTH} characters."
            )));
        }
        if let Some(letter) = reason.chars().find(|letter| !is_printable(*letter)) {
            return Err(ValueError::new(format!(
                "U+{:04X} is not allowed in a reason.",
                u32::from(letter)
            )));
        }
        Ok(Self {
            rule,
            reason: reason.to_owned(),
        })
    }

    /// Why: 1 to 200 printable characters.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// No control characters, line separators or marks that turn the writing around.
fn is_printable(letter: char) -> bool {
    !letter.is_control()
        && !matches!(
            u32::from(letter),
            0x00AD | 0x061C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF
                | 0xFFF9..=0xFFFB | 0xFFFE | 0xFFFF | 0xE0000..=0xE007F
        )
}

impl fmt::Display for Dismissal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule.id, self.reason)
    }
}

impl FromStr for Dismissal {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let (id, reason) = text.trim().split_once(':').unwrap_or((text, ""));
        let id = id.trim();
        let rule = Rule::find_of_settings(id).ok_or_else(|| {
            let error = ValueError::new(format!(
                "{} is not a rule. Use rule-id: reason.",
                quoted(id)
            ));
            match nearest(id, Rule::OF_SETTINGS.iter().map(|rule| rule.id)) {
                Some(near) => error.suggest(format!("{near}: {}", reason.trim())),
                None => error,
            }
        })?;
        Self::new(rule, reason)
    }
}
