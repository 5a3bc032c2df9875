//! A number of bytes.

use std::fmt;
use std::str::FromStr;

use super::number::{grouped, ungroup};
use crate::core::error::{ValueError, quoted};

/// An exact number of bytes, 1 to 10^15. GB (decimal) and GiB (binary) are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ByteSize(u64);

/// Units, in letters of either case.
const UNITS: [(&str, u64); 14] = [
    ("TiB", 1 << 40),
    ("GiB", 1 << 30),
    ("MiB", 1 << 20),
    ("KiB", 1 << 10),
    ("Ti", 1 << 40),
    ("Gi", 1 << 30),
    ("Mi", 1 << 20),
    ("Ki", 1 << 10),
    ("TB", 1_000_000_000_000),
    ("GB", 1_000_000_000),
    ("MB", 1_000_000),
    ("kB", 1_000),
    ("G", 1_000_000_000),
    ("B", 1),
];

impl ByteSize {
    /// More than any image has: a petabyte.
    pub const MAX: u64 = 1_000_000_000_000_000;

    /// A size known when the program is written.
    pub const fn bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// The exact number of bytes.
    pub const fn to_bytes(self) -> u64 {
        self.0
    }

    /// For reading: decimal GB with one digit, or whole MB, kB or bytes below.
    pub fn rounded(self) -> String {
        match self.0 {
            1_000_000_000.. => {
                let tenths = (self.0 + 50_000_000) / 100_000_000;
                format!("{}.{} GB", tenths / 10, tenths % 10)
            }
            999_500.. => format!("{} MB", (self.0 + 500_000) / 1_000_000),
            1_000.. => format!("{} kB", (self.0 + 500) / 1_000),
            bytes => format!("{bytes} B"),
        }
    }
}

/// Reads `10757041023`, `10.7 GB` or `10 GiB` exactly, in integers.
///
/// # Errors
/// Text that is no size, or a size of zero or above `max` bytes.
pub(super) fn parse_bytes(text: &str, max: u64) -> Result<u64, ValueError> {
    let trimmed = text.trim();
    let refuse = || {
        ValueError::new(format!(
            "{} is not a size. Use bytes or a unit, for example 10757041023 or 10.7GB.",
            quoted(trimmed)
        ))
    };
    let (number, scale) = UNITS
        .iter()
        .find_map(|(unit, scale)| {
            let (number, own) = trimmed.split_at_checked(trimmed.len().checked_sub(unit.len())?)?;
            own.eq_ignore_ascii_case(unit)
                .then_some((number.trim_end(), *scale))
        })
        .unwrap_or((trimmed, 1));
    if number == trimmed && trimmed.contains('.') {
        let unit = ValueError::new(format!("{} has no unit.", quoted(trimmed)));
        return Err(match [trimmed, "GB"].concat() {
            size if parse_bytes(&size, max).is_ok() => unit.suggest(size),
            _ => refuse(),
        });
    }
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    // A comma groups thousands; `1,5GB` is no 15 GB.
    let whole = ungroup(whole).ok_or_else(refuse)?;
    if !all_digits(fraction) || fraction.len() > 9 {
        return Err(refuse());
    }
    let too_large = || {
        ValueError::new(format!(
            "{} is above the maximum of {} bytes.",
            quoted(trimmed),
            grouped(max)
        ))
    };
    let whole: u128 = whole.parse().map_err(|_| too_large())?;
    let mut divisor: u128 = 1;
    let mut part: u128 = 0;
    for digit in fraction.chars() {
        part = part * 10 + u128::from(digit.to_digit(10).unwrap_or(0));
        divisor *= 10;
    }
    let bytes = whole
        .checked_mul(u128::from(scale))
        .ok_or_else(too_large)?
        .saturating_add(part * u128::from(scale) / divisor);
    let bytes = u64::try_from(bytes).map_err(|_| too_large())?;
    if bytes > max {
        return Err(too_large());
    }
    if bytes == 0 {
        return Err(ValueError::new("The size cannot be 0 bytes."));
    }
    Ok(bytes)
}

impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ByteSize {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        parse_bytes(text, Self::MAX).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::ByteSize;

    #[test]
    fn decimal_and_binary_are_told_apart() {
        for (text, bytes) in [
            ("10757041023", 10_757_041_023),
            ("10.5GB", 10_500_000_000),
            ("10 GiB", 10_737_418_240),
            ("1,000", 1000),
            ("4.7gb", 4_700_000_000),
            ("10 gib", 10_737_418_240),
            ("7g", 7_000_000_000),
        ] {
            assert_eq!(
                text.parse::<ByteSize>().map(ByteSize::to_bytes),
                Ok(bytes),
                "{text}"
            );
        }
        for bad in [
            "",
            "0",
            "-1",
            "GB",
            "1.2.3GB",
            "1,5GB",
            "1,50",
            "10,7570GB",
            "ten",
            "99999999999999999999999999TB",
        ] {
            assert!(bad.parse::<ByteSize>().is_err(), "{bad}");
        }
        let bare = "4.7".parse::<ByteSize>().unwrap_err();
        assert_eq!(bare.suggestion(), Some("4.7GB"));
        for (bytes, shown) in [
            (10_757_041_023, "10.8 GB"),
            (999_500, "1 MB"),
            (999_499, "999 kB"),
            (32, "32 B"),
        ] {
            assert_eq!(ByteSize::bytes(bytes).rounded(), shown);
        }
    }
}
