//! Prices as the sources write them, in whole micro-dollars as the tables hold them.

/// Reads `0.0480000000` exactly and divides it, rounded half up to a micro-dollar, without trailing
/// zeros; none if it is not a positive number.
pub fn micro_dollars(text: &str, divisor: u128) -> Option<String> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| {
        !part.is_empty() && part.len() <= 12 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let picodollars: u128 = format!("{whole}{fraction:0<12}").parse().ok()?;
    let step = 1_000_000 * divisor;
    let micro = (picodollars + step / 2) / step;
    if micro == 0 {
        return None;
    }
    let text = format!("{}.{:06}", micro / 1_000_000, micro % 1_000_000);
    Some(text.trim_end_matches('0').trim_end_matches('.').to_owned())
}

#[cfg(test)]
mod tests {
    use super::micro_dollars;

    #[test]
    fn prices_are_exact() {
        for (text, divisor, expected) in [
            ("0.1309000000", 1, Some("0.1309")),
            ("53.6576000000", 1024, Some("0.0524")),
            ("40.960000", 1024, Some("0.04")),
            ("2", 1, Some("2")),
            ("1.0003805", 1, Some("1.000381")),
            ("0.000000", 1, None),
            ("-1", 1, None),
            ("1e3", 1, None),
            ("", 1, None),
        ] {
            assert_eq!(micro_dollars(text, divisor).as_deref(), expected, "{text}");
        }
    }
}
