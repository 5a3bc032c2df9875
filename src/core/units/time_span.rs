//! Spans of time.

use std::fmt;
use std::iter::Sum;
use std::ops::Add;
use std::str::FromStr;

use super::LikelyRange;
use crate::core::error::{ValueError, quoted};

/// A span of whole milliseconds, 0 to 30 days: what a pull or the start of a node takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeSpan(u32);

impl TimeSpan {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// Most milliseconds: 30 days.
    pub const MAX: u32 = 30 * 24 * 3600 * 1000;

    /// A span in milliseconds; clamped to the range.
    pub const fn from_millis(count: u32) -> Self {
        if count > Self::MAX {
            Self(Self::MAX)
        } else {
            Self(count)
        }
    }

    /// A span in seconds; clamped to the range.
    pub const fn from_secs(count: u32) -> Self {
        Self::from_millis(count.saturating_mul(1000))
    }

    /// Whole milliseconds.
    pub const fn as_millis(self) -> u32 {
        self.0
    }

    /// How far this prediction is from what was measured, in tenths of a percent of it, halves away from
    /// zero; above zero where more was predicted.
    pub fn off_by(self, measured: Self) -> i32 {
        let measured = i64::from(measured.as_millis()).max(1);
        let off = i64::from(self.as_millis()) - measured;
        let tenths = (off * 2000 + off.signum() * measured) / (measured * 2);
        i32::try_from(tenths).unwrap_or(i32::MAX)
    }

    /// For reading: `0.8 s`, `9.4 s`, `44 s`, `2 min 18 s`, `1 h 5 min`.
    pub fn rounded(self) -> String {
        let tenths = (self.0 + 50) / 100;
        if tenths < 100 {
            return match tenths % 10 {
                0 => format!("{} s", tenths / 10),
                digit => format!("{}.{digit} s", tenths / 10),
            };
        }
        let seconds = (self.0 + 500) / 1000;
        if seconds < 120 {
            return format!("{seconds} s");
        }
        if seconds < 3600 {
            return match seconds % 60 {
                0 => format!("{} min", seconds / 60),
                rest => format!("{} min {rest} s", seconds / 60),
            };
        }
        let minutes = (seconds + 30) / 60;
        match minutes % 60 {
            0 => format!("{} h", minutes / 60),
            rest => format!("{} h {rest} min", minutes / 60),
        }
    }
}

impl LikelyRange<TimeSpan> {
    /// From the shortest to the longest, for reading, in one unit where one is enough: `7.2–9.4 s`,
    /// `53–85 s`, `92 s – 3 min 5 s`; one time where both ends read the same.
    pub fn rounded(self) -> String {
        const TEN: TimeSpan = TimeSpan::from_secs(10);
        let (low, high) = (self.low(), self.high());
        // Both ends as finely as the longer one.
        let low_text = if high < TEN || low >= TEN {
            low.rounded()
        } else {
            format!("{} s", (low.0 + 500) / 1000)
        };
        let high_text = high.rounded();
        if low_text == high_text {
            return high_text;
        }
        match (low_text.strip_suffix(" s"), high_text.strip_suffix(" s")) {
            (Some(low), Some(high)) if !low.contains(' ') && !high.contains(' ') => {
                format!("{low}–{high} s")
            }
            _ => format!("{low_text} – {high_text}"),
        }
    }
}

impl Add for TimeSpan {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::from_millis(self.0.saturating_add(other.0))
    }
}

impl Sum for TimeSpan {
    fn sum<I: Iterator<Item = Self>>(spans: I) -> Self {
        spans.fold(Self::ZERO, Add::add)
    }
}

/// Exact, as Go writes it: `2m18.049s`, `67.272s` as `1m7.272s`, `500ms` as `0.5s`.
impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.0 / 3_600_000, self.0 / 60_000 % 60);
        if hours > 0 {
            write!(f, "{hours}h")?;
        }
        if hours > 0 || minutes > 0 {
            write!(f, "{minutes}m")?;
        }
        write!(f, "{}", self.0 / 1000 % 60)?;
        let rest = format!("{:03}", self.0 % 1000);
        let rest = rest.trim_end_matches('0');
        if !rest.is_empty() {
            write!(f, ".{rest}")?;
        }
        f.write_str("s")
    }
}

impl FromStr for TimeSpan {
    type Err = ValueError;

    /// Reads Go's form (`1h5m`, `2m18.049s`, `850ms`) and a bare number of seconds (`45`, `39.5`),
    /// with or without blanks between the parts.
    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let refuse = || {
            ValueError::new(format!(
                "{} is not a duration. Use seconds or units: 45, 45s, 2m18s, 1h.",
                quoted(trimmed)
            ))
        };
        let parts: Vec<&str> = trimmed.split_whitespace().collect();
        // `5 5` is not 55.
        let torn = parts.windows(2).any(|pair| match pair {
            [left, right] => {
                left.ends_with(|c: char| c.is_ascii_digit())
                    && right.starts_with(|c: char| c.is_ascii_digit())
            }
            _ => false,
        });
        let compact = parts.concat();
        if torn || compact.is_empty() || compact.len() > 32 || !compact.is_ascii() {
            return Err(refuse());
        }
        let mut rest = compact.as_str();
        let mut total: u64 = 0;
        // Each unit at most once, the largest first, as Go writes it.
        let mut largest = u64::MAX;
        while !rest.is_empty() {
            let number_ends = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let (number, after) = rest.split_at(number_ends);
            let unit_ends = after
                .find(|c: char| c.is_ascii_digit() || c == '.')
                .unwrap_or(after.len());
            let (unit, after) = after.split_at(unit_ends);
            let scale = match unit {
                "h" => 3_600_000,
                "m" | "min" => 60_000,
                "s" => 1000,
                "" if total == 0 && largest == u64::MAX => 1000,
                "ms" => 1,
                _ => return Err(refuse()),
            };
            if scale >= largest {
                return Err(refuse());
            }
            largest = scale;
            total = total.saturating_add(scaled(number, scale).ok_or_else(refuse)?);
            rest = after;
        }
        u32::try_from(total)
            .ok()
            .filter(|count| *count <= Self::MAX)
            .map(Self)
            .ok_or_else(|| ValueError::new(format!("{} is above 30 days.", quoted(trimmed))))
    }
}

/// `18.049` × 1,000 in whole milliseconds, rounded half up.
fn scaled(number: &str, scale: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |part: &str| part.len() <= 9 && part.chars().all(|c| c.is_ascii_digit());
    if whole.is_empty() || fraction.is_empty() || !digits(whole) || !digits(fraction) {
        return None;
    }
    let part: u64 = format!("{fraction:0<9}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    Some(whole * scale + (part * scale + 500_000_000) / 1_000_000_000)
}

#[cfg(test)]
mod tests {
    use super::{LikelyRange, TimeSpan};

    #[test]
    fn spans_read_back() {
        for (text, milliseconds) in [
            ("2m18.049s", 138_049),
            ("1m7.272s", 67_272),
            ("39.553", 39_553),
            ("45", 45_000),
            ("850ms", 850),
            ("1h5m", 3_900_000),
            ("2 m 4 s", 124_000),
            ("0", 0),
        ] {
            let span: TimeSpan = text.parse().unwrap();
            assert_eq!(span.as_millis(), milliseconds, "{text}");
            assert_eq!(span.to_string().parse(), Ok(span), "{text}");
        }
        for bad in [
            "", "-1", "soon", "1d", "s", "1s2m", "1s2s", "5 5", "31000h", "1..2", "٣",
        ] {
            assert!(bad.parse::<TimeSpan>().is_err(), "{bad}");
        }
    }

    #[test]
    fn reading() {
        for (milliseconds, shown) in [
            (850, "0.9 s"),
            (9_960, "10 s"),
            (44_400, "44 s"),
            (138_049, "2 min 18 s"),
            (120_000, "2 min"),
            (3_900_000, "1 h 5 min"),
        ] {
            assert_eq!(TimeSpan::from_millis(milliseconds).rounded(), shown);
        }
    }

    #[test]
    fn ranges_are_as_short_as_they_can_be() {
        for (low, high, shown) in [
            (31_200, 44_400, "31–44 s"),
            (7_210, 9_440, "7.2–9.4 s"),
            (9_000, 9_000, "9 s"),
            (9_300, 10_400, "9–10 s"),
            (31_000, 31_200, "31 s"),
            (74_000, 119_000, "74–119 s"),
            (74_000, 185_000, "74 s – 3 min 5 s"),
            (126_000, 960_000, "2 min 6 s – 16 min"),
        ] {
            let [low, high] = [low, high].map(TimeSpan::from_millis);
            assert_eq!(LikelyRange::new(low, low, high).rounded(), shown);
        }
    }
}
