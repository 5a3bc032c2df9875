//! Whole numbers as people write them.

use crate::core::error::{ValueError, quoted};

/// Reads a whole number: digits, optionally grouped by commas or underscores in threes
/// (`16,000`), optionally with a `k` for thousands (`16k`).
///
/// # Errors
/// Anything else, a number below `min` or above `max`; the message says which and why (`why`
/// names who sets the bound).
pub fn parse_count(
    text: &str,
    what: &str,
    min: u64,
    max: u64,
    why: &str,
) -> Result<u64, ValueError> {
    let trimmed = text.trim();
    // Digits alone: what the thousands of cells of a table are.
    if trimmed.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = trimmed.parse()
        && (min..=max).contains(&number)
    {
        return Ok(number);
    }
    let refuse = || {
        ValueError::new(format!(
            "{} is not a whole number. {what} is a number from {} to {}.",
            quoted(trimmed),
            grouped(min),
            grouped(max)
        ))
    };
    if trimmed.is_empty() {
        return Err(ValueError::new(format!(
            "{what} is empty. It is a number from {} to {}.",
            grouped(min),
            grouped(max)
        )));
    }
    let (digits, thousands) = match trimmed.strip_suffix(['k', 'K']) {
        Some(rest) => (rest.trim_end(), true),
        None => (trimmed, false),
    };
    let plain = ungroup(digits).ok_or_else(|| {
        let negative = trimmed
            .strip_prefix('-')
            .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit()) && !rest.is_empty());
        if negative {
            ValueError::new(format!(
                "{trimmed} is negative. {what} is a number from {} to {}.",
                grouped(min),
                grouped(max)
            ))
            .suggest(min.to_string())
        } else {
            refuse()
        }
    })?;
    let too_large = || {
        ValueError::new(format!(
            "{} is above {}, {why}.",
            quoted(trimmed),
            grouped(max)
        ))
        .suggest(max.to_string())
    };
    let number: u64 = plain.parse().map_err(|_| too_large())?;
    let number = if thousands {
        number.checked_mul(1000).ok_or_else(too_large)?
    } else {
        number
    };
    if number > max {
        return Err(too_large());
    }
    if number < min {
        return Err(ValueError::new(format!(
            "{} is below {}, the least. {what} is a number from {} to {}.",
            quoted(trimmed),
            grouped(min),
            grouped(min),
            grouped(max)
        ))
        .suggest(min.to_string()));
    }
    Ok(number)
}

/// `16000` as `16,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Removes thousands separators if they stand where they belong.
pub(super) fn ungroup(text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    for separator in [',', '_'] {
        if text.contains(separator) {
            let groups: Vec<&str> = text.split(separator).collect();
            let well_grouped = groups.iter().enumerate().all(|(index, group)| {
                group.chars().all(|c| c.is_ascii_digit())
                    && if index == 0 {
                        (1..=3).contains(&group.len())
                    } else {
                        group.len() == 3
                    }
            });
            return well_grouped.then(|| groups.concat());
        }
    }
    text.chars()
        .all(|c| c.is_ascii_digit())
        .then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{grouped, parse_count};

    #[test]
    fn numbers_as_people_write_them() {
        let read = |text| parse_count(text, "IOPS", 100, 80_000, "the most that gp3 has");
        assert_eq!(read("3000"), Ok(3000));
        assert_eq!(read(" 16,000 "), Ok(16_000));
        assert_eq!(read("16k"), Ok(16_000));
        for bad in ["", "1,6000", "abc", "-5", "1e3", "3.5", "99", "80001", "٣"] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert!(read("99999999999999999999999").is_err());
        assert_eq!(read("-5").unwrap_err().suggestion(), Some("100"));
        // The reason of the upper bound is none of the lower one.
        let below = read("99").unwrap_err().to_string();
        assert!(!below.contains("the most that gp3 has"), "{below}");
    }

    #[test]
    fn grouping() {
        assert_eq!(grouped(7), "7");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(10_757_041_023), "10,757,041,023");
    }
}
