//! Names, labels, amounts and durations of Kubernetes and Karpenter, and image references.

use super::{alphanumeric_ends, ascii_word, invalid, validated_text};
use crate::core::error::{Invalid, quote};

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
    /// A container image's reference: `registry/repository:tag` or with `@sha256:…`, up to 512
    /// characters without blanks.
    ImageReference, check_image_reference
}
validated_text! {
    /// An amount of a resource as Kubernetes writes it: `4`, `500m`, `16Gi`.
    Quantity, check_quantity
}
validated_text! {
    /// A duration as Karpenter writes it: `30s`, `5m`, `1h30m`, or `Never` (NodePool CRD
    /// pattern since Karpenter 1.4).
    KarpenterDuration, check_duration
}

impl Quantity {
    /// The amount in thousandths, rounded up as Kubernetes does: CPU in millicores.
    pub fn thousandths(&self) -> u64 {
        u64::try_from(self.scaled(1000)).unwrap_or(u64::MAX)
    }

    /// The amount as a whole number, rounded up: bytes.
    pub fn whole(&self) -> u64 {
        u64::try_from(self.scaled(1)).unwrap_or(u64::MAX)
    }

    /// So many times the amount, rounded up. At most 15 digits on each side of the point, so
    /// 128 bits are enough.
    fn scaled(&self, times: u128) -> u128 {
        const UNITS: [(&str, u128, u128); 13] = [
            ("Ki", 1 << 10, 1),
            ("Mi", 1 << 20, 1),
            ("Gi", 1 << 30, 1),
            ("Ti", 1 << 40, 1),
            ("Pi", 1 << 50, 1),
            ("Ei", 1 << 60, 1),
            ("m", 1, 1000),
            ("k", 1_000, 1),
            ("M", 1_000_000, 1),
            ("G", 1_000_000_000, 1),
            ("T", 1_000_000_000_000, 1),
            ("P", 1_000_000_000_000_000, 1),
            ("E", 1_000_000_000_000_000_000, 1),
        ];
        let (number, multiple, divisor) = UNITS
            .iter()
            .find_map(|(suffix, multiple, divisor)| {
                Some((self.0.strip_suffix(suffix)?, *multiple, *divisor))
            })
            .unwrap_or((&self.0, 1, 1));
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| text.parse::<u128>().unwrap_or(0);
        let places = 10_u128.pow(u32::try_from(fraction.len()).unwrap_or(15));
        let unit = multiple * times;
        let of_fraction = (digits(fraction) * unit).div_ceil(places);
        (digits(whole) * unit + of_fraction).div_ceil(divisor)
    }
}

fn check_object_name(text: &str) -> Result<(), Invalid> {
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

fn check_base_name(text: &str) -> Result<(), Invalid> {
    check_object_name(text)?;
    if text.len() > 58 {
        return Err(Invalid::new(format!(
            "{} has {} characters; 58 leave room for non- and -soci.",
            quote(text),
            text.len()
        )));
    }
    Ok(())
}

fn check_label_key(text: &str) -> Result<(), Invalid> {
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

fn check_label_value(text: &str) -> Result<(), Invalid> {
    if text.is_empty() || (text.len() <= 63 && ascii_word(text, "-_.") && alphanumeric_ends(text)) {
        return Ok(());
    }
    Err(invalid(
        text,
        "a label value",
        "Up to 63 letters, digits, - _ and ., with a letter or digit at both ends.",
    ))
}

fn check_image_reference(text: &str) -> Result<(), Invalid> {
    let allowed = (1..=512).contains(&text.len())
        && ascii_word(text, "./:@_-+")
        && text
            .chars()
            .next()
            .is_some_and(|c| c.is_ascii_alphanumeric())
        && !text.contains("//")
        && !text.ends_with(['/', ':', '@']);
    if !allowed {
        let error = invalid(
            text,
            "an image reference",
            "Write registry/repository:tag or registry/repository@sha256:digest.",
        );
        let bare = ["https://", "http://", "docker://", "oci://"]
            .iter()
            .find_map(|scheme| text.strip_prefix(scheme));
        return Err(match bare {
            Some(bare) => error.suggest(bare),
            None => error,
        });
    }
    let (name, _) = text.split_once('@').unwrap_or((text, ""));
    let repository = name.split_once('/').map_or(name, |(_, rest)| rest);
    if repository.chars().any(|c| c.is_ascii_uppercase()) && !repository.contains(':') {
        return Err(Invalid::new(format!(
            "{} has capital letters in the repository; registries allow lower case only.",
            quote(text)
        ))
        .suggest(text.to_ascii_lowercase()));
    }
    Ok(())
}

fn check_quantity(text: &str) -> Result<(), Invalid> {
    const SUFFIXES: [&str; 13] = [
        "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "m", "k", "M", "G", "T", "P", "E",
    ];
    let number = SUFFIXES
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix))
        .unwrap_or(text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits =
        |part: &str| (1..=15).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit());
    let positive = number.chars().any(|c| ('1'..='9').contains(&c));
    if digits(whole) && digits(fraction) && positive {
        return Ok(());
    }
    let error = invalid(
        text,
        "an amount",
        "Write a positive number, with a unit if needed: 4, 500m, 16Gi.",
    );
    let bare = number.trim_end_matches("GiB").trim_end_matches("GB").trim();
    if text.ends_with("GiB") && digits(bare) {
        return Err(error.suggest(format!("{bare}Gi")));
    }
    Err(error)
}

fn check_duration(text: &str) -> Result<(), Invalid> {
    if text == "Never" {
        return Ok(());
    }
    let mut digits = 0_usize;
    let mut parts = 0_usize;
    let mut well_formed = text.len() <= 20;
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits += 1;
        } else if matches!(c, 's' | 'm' | 'h') && digits > 0 {
            digits = 0;
            parts += 1;
        } else {
            well_formed = false;
        }
    }
    if well_formed && parts > 0 && digits == 0 {
        return Ok(());
    }
    let error = invalid(
        text,
        "a duration",
        "Karpenter reads hours, minutes and seconds (720h, 5m, 1h30m) or Never; no days.",
    );
    let days: Option<u32> = text.strip_suffix('d').and_then(|days| days.parse().ok());
    Err(match days.and_then(|days| days.checked_mul(24)) {
        Some(hours) => error.suggest(format!("{hours}h")),
        None => error,
    })
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn amounts_are_counted_and_rounded_up() {
        for (text, thousandths, whole) in [
            ("4", 4000, 4),
            ("500m", 500, 1),
            ("1.5", 1500, 2),
            ("16Gi", 17_179_869_184_000, 17_179_869_184),
            ("0.1m", 1, 1),
            ("1.5Ki", 1_536_000, 1536),
            ("999999999999999E", u64::MAX, u64::MAX),
            ("0.999999999999999Ei", u64::MAX, 1_152_921_504_606_845_824),
        ] {
            let amount: Quantity = text.parse().unwrap();
            assert_eq!(amount.thousandths(), thousandths, "{text}");
            assert_eq!(amount.whole(), whole, "{text}");
        }
    }
}
