//! Names, labels and durations of Kubernetes and Karpenter.

use super::{alphanumeric_ends, ascii_word, invalid, validated_text};
use crate::core::error::{ValueError, quoted};

validated_text! {
    /// Name of a Kubernetes object: a DNS label, 1 to 63 lower-case letters, digits and `-`
    /// (Kubernetes, RFC 1123 label; subdomain names with dots are not needed here).
    ObjectName, check_object_name
}
validated_text! {
    /// Name that others are made from by adding `non-` or `-soci`: an object's name of at most
    /// 58 characters.
    BaseName, check_base_name
}
validated_text! {
    /// Key of a label or taint: an optional DNS prefix and `/`, then up to 63 characters
    /// (Kubernetes, qualified name).
    LabelKey, check_label_key
}
validated_text! {
    /// Value of a label or taint: empty or up to 63 of letters, digits and `-_.`, letter or
    /// digit at both ends (Kubernetes).
    LabelValue, check_label_value
}
validated_text! {
    /// A duration as Karpenter writes it: `30s`, `5m`, `1h30m`, or `Never` (NodePool CRD
    /// pattern since Karpenter 1.4).
    KarpenterDuration, check_duration
}
validated_text! {
    /// A duration that ends: `30s`, `5m`, `1h30m` (NodePool CRD of Karpenter v1.14.1,
    /// `terminationGracePeriod`).
    FiniteDuration, check_finite_duration
}

fn check_object_name(text: &str) -> Result<(), ValueError> {
    if is_object_name(text) {
        return Ok(());
    }
    let error = invalid(
        text,
        "a Kubernetes name",
        "1 to 63 lower-case letters, digits and -, with a letter or digit at both ends.",
    );
    let repaired: String = text
        .to_ascii_lowercase()
        .chars()
        .map(|c| {
            if c == '_' || c == ' ' || c == '.' {
                '-'
            } else {
                c
            }
        })
        .collect();
    if repaired != text && !text.is_empty() && is_object_name(&repaired) {
        return Err(error.suggest(repaired));
    }
    Err(error)
}

fn is_object_name(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        && alphanumeric_ends(text)
}

fn check_base_name(text: &str) -> Result<(), ValueError> {
    check_object_name(text)?;
    if text.len() > 58 {
        return Err(ValueError::new(format!(
            "{} has {} characters; the maximum is 58, to leave room for non- and -soci.",
            quoted(text),
            text.len()
        )));
    }
    Ok(())
}

fn check_label_key(text: &str) -> Result<(), ValueError> {
    let (prefix, name) = match text.split_once('/') {
        Some((prefix, name)) => (Some(prefix), name),
        None => (None, text),
    };
    let name_allowed =
        (1..=63).contains(&name.len()) && ascii_word(name, "-_.") && alphanumeric_ends(name);
    let prefix_allowed = prefix.is_none_or(|prefix| {
        (1..=253).contains(&prefix.len())
            && prefix.split('.').all(|part| {
                !part.is_empty()
                    && alphanumeric_ends(part)
                    && part
                        .chars()
                        .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
            })
    });
    if name_allowed && prefix_allowed {
        return Ok(());
    }
    Err(invalid(
        text,
        "a label key",
        "Up to 63 letters, digits, - _ and ., optionally after a DNS name and /.",
    ))
}

fn check_label_value(text: &str) -> Result<(), ValueError> {
    if text.is_empty() || (text.len() <= 63 && ascii_word(text, "-_.") && alphanumeric_ends(text)) {
        return Ok(());
    }
    Err(invalid(
        text,
        "a label value",
        "Up to 63 letters, digits, - _ and ., with a letter or digit at both ends.",
    ))
}

/// Whether numbers with the units h, m and s, in any order, are a duration that Go can hold: up to
/// 2^63 - 1 nanoseconds, 292 years (Go 1.24, time.ParseDuration).
pub(crate) fn is_go_duration(text: &str) -> bool {
    const SECOND: u64 = 1_000_000_000;
    const MAX_NANOS: u64 = i64::MAX as u64;
    let mut rest = text;
    let mut sum: u64 = 0;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (number, behind) = rest.split_at(digits);
        let mut behind = behind.chars();
        let unit = match behind.next() {
            Some('h') => 3600 * SECOND,
            Some('m') => 60 * SECOND,
            Some('s') => SECOND,
            _ => return false,
        };
        let time = number.parse().ok().and_then(|n: u64| n.checked_mul(unit));
        match time.and_then(|time| sum.checked_add(time)) {
            Some(more) if more <= MAX_NANOS => sum = more,
            _ => return false,
        }
        rest = behind.as_str();
    }
    !text.is_empty()
}

/// Numbers each with its unit, however long that is.
fn has_duration_form(text: &str) -> bool {
    let Some(numbers) = text.strip_suffix(['h', 'm', 's']) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers.split(['h', 'm', 's']).all(is_number)
}

fn check_duration(text: &str) -> Result<(), ValueError> {
    if text == "Never" {
        return Ok(());
    }
    check_span(
        text,
        "Karpenter accepts hours, minutes and seconds (720h, 5m, 1h30m) or Never; no days.",
        "; Never means no limit",
    )
}

fn check_finite_duration(text: &str) -> Result<(), ValueError> {
    check_span(
        text,
        "Karpenter accepts hours, minutes and seconds here (24h, 5m, 1h30m); no days, and not Never. Empty means no limit.",
        "",
    )
}

/// Whether Karpenter can read a text as a time; else what it reads.
fn check_span(text: &str, reads: &str, endless: &str) -> Result<(), ValueError> {
    if is_go_duration(text) {
        return Ok(());
    }
    if has_duration_form(text) {
        return Err(ValueError::new(format!(
            "{} exceeds Karpenter's maximum of 2562047h{endless}.",
            quoted(text)
        )));
    }
    let error = invalid(text, "a duration", reads);
    let days: Option<u32> = text.strip_suffix('d').and_then(|days| days.parse().ok());
    Err(match days.and_then(|days| days.checked_mul(24)) {
        Some(hours) => error.suggest(format!("{hours}h")),
        None => error,
    })
}

#[cfg(test)]
mod tests {
    use super::is_go_duration;

    #[test]
    fn durations_are_bounded_as_in_go() {
        for fine in [
            "0s",
            "720h",
            "1h30m",
            "5m1h",
            "2562047h",
            "2562047h47m16s",
            "9223372036s",
        ] {
            assert!(is_go_duration(fine), "{fine}");
        }
        for bad in [
            "",
            "h",
            "5",
            "1d",
            "1.5h",
            "1hm",
            "2562048h",
            "2562047h47m17s",
            "9223372037s",
            "99999999999999999999999h",
        ] {
            assert!(!is_go_duration(bad), "{bad}");
        }
    }
}
