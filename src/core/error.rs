//! Errors: an operation could not produce a value.

use std::fmt;

/// A value that was refused, with what would be right.
///
/// The message quotes the input; `suggestion` is a value that would be accepted and that the
/// page offers with one click (an ARN's name, a version without its patch number).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    message: String,
    suggestion: Option<String>,
    means_the_same: bool,
}

impl ValueError {
    /// A refusal with its reason in one sentence.
    #[cold]
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            suggestion: None,
            means_the_same: false,
        }
    }

    /// The same refusal, offering a value that would be accepted.
    #[must_use]
    pub fn suggest(mut self, value: impl Into<String>) -> Self {
        self.suggestion = Some(value.into());
        self
    }

    /// The same refusal of a text that says more than the value, or says it in another way: `v1.33.2`
    /// for 1.33. A form may take the value, as long as it says so.
    #[must_use]
    pub fn rewrite(self, value: impl Into<String>) -> Self {
        Self {
            means_the_same: true,
            ..self.suggest(value)
        }
    }

    /// A value that means what was typed.
    pub fn rewritten(&self) -> Option<&str> {
        self.suggestion().filter(|_| self.means_the_same)
    }

    /// What is wrong and what would be right, in one or two sentences.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// A value that would be accepted in place of the refused one.
    pub fn suggestion(&self) -> Option<&str> {
        self.suggestion.as_deref()
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ValueError {}

/// Shortens and escapes an input for quoting in a message: control characters are shown as
/// escapes and anything over 40 characters is cut, so that a pasted megabyte stays one line.
pub fn quoted(input: &str) -> String {
    const MAX_LENGTH: usize = 40;
    let mut shown: String = input
        .chars()
        .take(MAX_LENGTH)
        .flat_map(|c| {
            let escaped: Vec<char> = if c.is_control() {
                c.escape_default().collect()
            } else {
                vec![c]
            };
            escaped
        })
        .collect();
    let length = input.chars().count();
    if length > MAX_LENGTH {
        shown.push_str(&format!("… ({length} characters)"));
        return format!("“{shown}");
    }
    format!("“{shown}”")
}

/// Why a Config file could not be used: the first thing that is wrong, or several at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileError {
    /// One-based line in the file, where it is known.
    pub line: Option<usize>,
    /// Dotted path of the key, where it is known: `storage.volume.iops`.
    pub key: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if let Some(key) = &self.key {
            write!(f, "{key}: ")?;
        }
        f.write_str(&self.message)
    }
}

impl std::error::Error for FileError {}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn quote_keeps_a_message_on_one_line() {
        assert_eq!(quoted("a: b"), "“a: b”");
        assert_eq!(quoted("a\nb"), "“a\\nb”");
        let long = quoted(&"x".repeat(10_000));
        assert!(long.contains("10000 characters"), "{long}");
        assert!(long.chars().count() < 70);
    }
}
