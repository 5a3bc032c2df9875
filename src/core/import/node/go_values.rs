//! Values as Kubernetes and Go read them: durations, quantities, thresholds.

/// Nanoseconds of a second.
pub(super) const SECOND: i128 = 1_000_000_000;

/// A percentage of 0 to 100, or a quantity above zero (`takes_zero`: or zero).
pub(super) fn is_threshold(text: &str, takes_zero: bool) -> bool {
    if let Some(number) = text.strip_suffix('%') {
        let Some(number) = Decimal::read(number) else {
            return false;
        };
        let is_most = number.whole == 100 && !number.has_fraction;
        return number.is_zero() || (!number.negative && (number.whole < 100 || is_most));
    }
    quantity(text).is_some_and(|number| {
        if number.is_zero() {
            takes_zero
        } else {
            !number.negative
        }
    })
}

/// A number with its sign: whether it is below, at or above a whole number.
struct Decimal {
    negative: bool,
    whole: u128,
    /// Whether something other than zeros stands behind the point.
    has_fraction: bool,
}

impl Decimal {
    fn read(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() + fraction.len() == 0 || !is_digits(whole) || !is_digits(fraction) {
            return None;
        }
        Some(Self {
            negative,
            whole: if whole.is_empty() {
                0
            } else {
                whole.parse().unwrap_or(u128::MAX)
            },
            has_fraction: fraction.bytes().any(|byte| byte != b'0'),
        })
    }

    fn is_zero(&self) -> bool {
        self.whole == 0 && !self.has_fraction
    }
}

/// A Kubernetes quantity; none if it is no such thing.
fn quantity(text: &str) -> Option<Decimal> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c))
        .unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let is_exponent = unit.len() > 1
        && unit.starts_with(['e', 'E'])
        && unit
            .get(1..)
            .is_some_and(|rest| rest.parse::<i32>().is_ok());
    let known = [
        "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei",
    ];
    (is_exponent || known.contains(&unit))
        .then(|| Decimal::read(number))
        .flatten()
}

/// A duration as Go reads it: `1h30m`, `300ms`, `0`; none if it is no such thing.
pub(super) fn nanoseconds(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut all = 0_i128;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(end)?;
        let (unit, scale) = [
            ("ns", 1_i128),
            ("us", 1_000),
            ("µs", 1_000),
            ("ms", 1_000_000),
            ("s", SECOND),
            ("m", 60 * SECOND),
            ("h", 3_600 * SECOND),
        ]
        .into_iter()
        .filter(|(unit, _)| after.starts_with(unit))
        .max_by_key(|(unit, _)| unit.len())?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let whole: i128 = if whole.is_empty() {
            0
        } else {
            whole.parse().ok()?
        };
        all = all.checked_add(whole.checked_mul(scale)?)?;
        if !fraction.is_empty() {
            let digits: i128 = fraction.get(..fraction.len().min(9))?.parse().ok()?;
            let power = 10_i128.checked_pow(u32::try_from(fraction.len().min(9)).ok()?)?;
            all = all.checked_add(digits.checked_mul(scale)? / power)?;
        }
        rest = after.get(unit.len()..)?;
    }
    Some(sign * all)
}

#[cfg(test)]
mod tests {
    use super::{is_threshold, nanoseconds};

    #[test]
    fn durations_are_gos() {
        for (text, seconds) in [
            ("2m", 120),
            ("1h30m", 5_400),
            ("-5s", -5),
            ("0", 0),
            ("1.5m", 90),
        ] {
            assert_eq!(nanoseconds(text), Some(seconds * 1_000_000_000), "{text}");
        }
        assert_eq!(nanoseconds("300ms"), Some(300_000_000));
        for text in ["", "10", "5 m", "1d", "m", "1h x", "."] {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }

    #[test]
    fn thresholds_are_percentages_or_quantities() {
        for text in ["10%", "0%", "100%", "500Mi", "1e9", "0.5Gi"] {
            assert!(is_threshold(text, false), "{text}");
        }
        for text in [
            "", "%", "-1%", "101%", "100.5%", "+-1%", "10 Gi", "0", "-5Gi", "5GB", "x",
        ] {
            assert!(!is_threshold(text, false), "{text}");
        }
    }
}
