//! The day on which a fact was true.

use std::fmt;
use std::str::FromStr;

use crate::core::error::{ValueError, quoted};

/// A day, written `2026-07-20`. Core reads no clock; a date is only shown and compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Date {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let refuse = || {
            ValueError::new(format!(
                "{} is not a date such as 2026-07-20.",
                quoted(text)
            ))
        };
        let mut parts = text.splitn(3, '-');
        let mut part = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.parse::<u16>().ok()
        };
        let (year, month, day) = (part(4), part(2), part(2));
        let (Some(year), Some(month @ 1..=12), Some(day @ 1..=31)) = (year, month, day) else {
            return Err(refuse());
        };
        Ok(Self {
            year,
            month: u8::try_from(month).map_err(|_| refuse())?,
            day: u8::try_from(day).map_err(|_| refuse())?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn days_read_back() {
        assert_eq!(
            "2026-07-20".parse::<Date>().unwrap().to_string(),
            "2026-07-20"
        );
        for bad in [
            "",
            "2026-7-20",
            "2026-13-01",
            "2026-01-32",
            "20260720",
            "a-b-c",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }
}
