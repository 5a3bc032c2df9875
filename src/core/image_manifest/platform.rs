//! The platform that an image is built for.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::core::error::{ValueError, quoted};

/// A platform: `linux/amd64`, `linux/arm64/v8`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Platform {
    os: String,
    architecture: String,
    variant: Option<String>,
}

impl Platform {
    /// `linux`.
    pub fn os(&self) -> &str {
        &self.os
    }

    /// `amd64`.
    pub fn architecture(&self) -> &str {
        &self.architecture
    }

    /// Whether an image for the other platform is what is asked for here; a variant that is not
    /// said may be any.
    pub fn admits(&self, other: &Self) -> bool {
        self.os == other.os
            && self.architecture == other.architecture
            && (self.variant.is_none() || self.variant == other.variant)
    }

    /// Reads `{"os": "linux", "architecture": "amd64"}` of an index, or the capital letters of
    /// skopeo; none for attestations, whose platform is unknown/unknown.
    pub(super) fn of_json(json: &Value) -> Option<Self> {
        let word = |small: &str, capital: &str| {
            let said = json.get(small).or_else(|| json.get(capital))?.as_str()?;
            is_word(said).then(|| said.to_owned())
        };
        let platform = Self {
            os: word("os", "Os")?,
            architecture: word("architecture", "Architecture")?,
            variant: word("variant", "Variant"),
        };
        (platform.os != "unknown").then_some(platform)
    }
}

fn is_word(text: &str) -> bool {
    (1..=32).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'))
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.os, self.architecture)?;
        match &self.variant {
            Some(variant) => write!(f, "/{variant}"),
            None => Ok(()),
        }
    }
}

impl FromStr for Platform {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let mut parts = text.trim().split('/');
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(os), Some(architecture), variant, None)
                if is_word(os) && is_word(architecture) && variant.is_none_or(is_word) =>
            {
                Ok(Self {
                    os: os.to_owned(),
                    architecture: architecture.to_owned(),
                    variant: variant.map(str::to_owned),
                })
            }
            _ => Err(ValueError::new(format!(
                "{} is not a platform. Use os/architecture, such as linux/amd64 or linux/arm64/v8.",
                quoted(text)
            ))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Platform;

    #[test]
    fn platforms_read_back() {
        for text in ["linux/amd64", "linux/arm64/v8", "windows/amd64"] {
            assert_eq!(text.parse::<Platform>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "linux",
            "linux/",
            "a/b/c/d",
            "linux/am d64",
            "linux/amd64/",
        ] {
            assert!(bad.parse::<Platform>().is_err(), "{bad}");
        }
        let any: Platform = "linux/arm64".parse().unwrap();
        let eight: Platform = "linux/arm64/v8".parse().unwrap();
        assert!(any.admits(&eight) && eight.admits(&eight) && !eight.admits(&any));
    }
}
