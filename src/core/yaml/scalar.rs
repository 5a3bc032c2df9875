//! What a plain scalar means to Kubernetes, whose reader (sigs.k8s.io/yaml over go-yaml 2)
//! follows YAML 1.1.

/// A scalar's meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scalar<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number with a fraction, or one too large for 64 bits.
    Decimal(&'a str),
    Text(&'a str),
}

impl<'a> Scalar<'a> {
    /// The meaning of a scalar without quotes.
    pub(crate) fn plain(text: &'a str) -> Self {
        match text {
            "" | "~" | "null" | "Null" | "NULL" => return Self::Null,
            "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
                return Self::Bool(true);
            }
            "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off"
            | "OFF" => return Self::Bool(false),
            ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf"
            | "-.INF" | ".nan" | ".NaN" | ".NAN" => return Self::Decimal(text),
            _ => {}
        }
        let begins = text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
        if !begins || text.len() > 64 {
            return Self::Text(text);
        }
        if let Some(number) = integer(text) {
            return Self::Integer(number);
        }
        if is_decimal(text) {
            return whole(text).map_or(Self::Decimal(text), Self::Integer);
        }
        Self::Text(text)
    }

    /// The word for what it is.
    pub(crate) fn describe(self) -> &'static str {
        match self {
            Self::Null => "empty",
            Self::Bool(_) => "true or false",
            Self::Integer(_) => "a number",
            Self::Decimal(_) => "a number with a fraction",
            Self::Text(_) => "text",
        }
    }
}

/// An integer in any of the notations that go-yaml takes: `1_000`, `0x1F`, `0b1`, `0o17`, `017`.
fn integer(text: &str) -> Option<i64> {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let (negative, digits) = match plain.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let prefixed = [
        ("0x", 16),
        ("0X", 16),
        ("0b", 2),
        ("0B", 2),
        ("0o", 8),
        ("0O", 8),
    ];
    let (digits, base) = prefixed
        .iter()
        .find_map(|(prefix, base)| digits.strip_prefix(prefix).map(|rest| (rest, *base)))
        .unwrap_or_else(|| match digits.strip_prefix('0') {
            Some(rest) if !rest.is_empty() => (rest, 8),
            _ => (digits, 10),
        });
    if digits.starts_with(['+', '-']) {
        return None;
    }
    let number = i128::from_str_radix(digits, base).ok()?;
    i64::try_from(if negative { -number } else { number }).ok()
}

/// A whole number that is written with a point or an exponent: kubectl sends `4e3` and `4000.0` to the API
/// server as JSON, where both are 4000.
fn whole(text: &str) -> Option<i64> {
    /// The first number that a float, which is what kubectl reads, cannot tell from its neighbour.
    const EXACT: i64 = 9_007_199_254_740_992;
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let (sign, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{before}{after}");
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let zeros = i32::try_from(digits.len() - significant.len()).ok()?;
    let fraction = i32::try_from(after.len()).ok()?;
    let exponent = exponent
        .parse::<i32>()
        .ok()?
        .checked_add(zeros - fraction)?;
    let power = 10_i64.checked_pow(u32::try_from(exponent).ok()?)?;
    let number: i64 = significant.parse().ok()?;
    let number = number.checked_mul(power).filter(|number| *number < EXACT)?;
    Some(sign * number)
}

/// Digits with at most one point, and an exponent if any. Underscores count for nothing, but in a
/// number that begins with its point.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain: String;
    let unsigned = if text.starts_with('.') {
        unsigned
    } else {
        plain = unsigned.chars().filter(|c| *c != '_').collect();
        &plain
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let whole = match mantissa.split_once('.') {
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
        None => digits(mantissa),
    };
    whole && exponent.is_none_or(|text| digits(text.strip_prefix(['+', '-']).unwrap_or(text)))
}

#[cfg(test)]
mod tests {
    use super::Scalar;

    #[test]
    fn plain_scalars_mean_what_kubernetes_reads() {
        for (text, meaning) in [
            ("yes", Scalar::Bool(true)),
            ("off", Scalar::Bool(false)),
            ("n", Scalar::Bool(false)),
            ("012", Scalar::Integer(10)),
            ("0x1F", Scalar::Integer(31)),
            ("1_000", Scalar::Integer(1000)),
            ("-5", Scalar::Integer(-5)),
            ("+5", Scalar::Integer(5)),
            ("0", Scalar::Integer(0)),
            ("1e3", Scalar::Integer(1000)),
            ("8e9", Scalar::Integer(8_000_000_000)),
            ("4000.0", Scalar::Integer(4000)),
            ("-0.0", Scalar::Integer(0)),
            ("1e-3", Scalar::Decimal("1e-3")),
            ("1e20", Scalar::Decimal("1e20")),
            ("1.30", Scalar::Decimal("1.30")),
            (".5", Scalar::Decimal(".5")),
            ("1_000.5", Scalar::Decimal("1_000.5")),
            (".5_0", Scalar::Text(".5_0")),
            ("08", Scalar::Integer(8)),
            (
                "99999999999999999999",
                Scalar::Decimal("99999999999999999999"),
            ),
            ("1:30", Scalar::Text("1:30")),
            ("100Gi", Scalar::Text("100Gi")),
            ("2001-01-01", Scalar::Text("2001-01-01")),
            ("-", Scalar::Text("-")),
            (".", Scalar::Text(".")),
            ("0x", Scalar::Text("0x")),
            ("1.2.3", Scalar::Text("1.2.3")),
            ("truE", Scalar::Text("truE")),
        ] {
            assert_eq!(Scalar::plain(text), meaning, "{text}");
        }
    }
}
