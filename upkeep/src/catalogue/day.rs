//! Days as the tables write them.

/// Whether this is a day of the calendar, written 2026-07-20.
pub fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shaped {
        return false;
    }
    let number = |range| text.get(range).and_then(|digits: &str| digits.parse().ok());
    let (Some(year), Some(month), Some(day)): (Option<u32>, Option<u32>, Option<u32>) =
        (number(0..4), number(5..7), number(8..10))
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    // EC2 began in 2006.
    (2006..2100).contains(&year) && (1..=days).contains(&day)
}

/// Whether the text begins with a day, or with a year that nothing but words follow.
pub fn begins_with_day(text: &str) -> bool {
    if text.get(..10).is_some_and(is_day) {
        return true;
    }
    let (year, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    is_day(&format!("{year}-01-01")) && !rest.starts_with(|c: char| c == '-' || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{begins_with_day, is_day};

    #[test]
    fn days_of_the_calendar() {
        for day in ["2026-07-20", "2024-02-29", "2006-01-01"] {
            assert!(is_day(day), "{day}");
        }
        for no in [
            "2026-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "1999-01-01",
            "2026-7-20",
            "20260720",
            "",
            "2026-07-2٣",
        ] {
            assert!(!is_day(no), "{no}");
        }
        assert!(begins_with_day("2026 (Bottlerocket 1.64.0)"));
        assert!(begins_with_day("2026-07-20, evening"));
        assert!(!begins_with_day("2026-13-01"));
        assert!(!begins_with_day("spring"));
    }
}
