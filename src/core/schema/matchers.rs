//! Forms of text that the CRDs give as patterns, written out by hand: the page carries no regex.
//! Several patterns are not anchored, and what they let through is let through here too.

use super::shape::Matcher;
use crate::core::config::{SCHEDULE_NAMES, is_budget_duration};

pub(super) static AMI_ID: Matcher = Matcher {
    is_right: |text| has_id(text, "ami-"),
    should: "an AMI's id is ami- and letters or digits",
};
pub(super) static SUBNET_ID: Matcher = Matcher {
    is_right: |text| has_id(text, "subnet-"),
    should: "a subnet's id is subnet- and letters or digits",
};
pub(super) static SECURITY_GROUP_ID: Matcher = Matcher {
    is_right: |text| has_id(text, "sg-"),
    should: "a security group's id is sg- and letters or digits",
};
pub(super) static RESERVATION_ID: Matcher = Matcher {
    is_right: |text| is_id(text, "cr-"),
    should: "a reservation's id is cr- and lower-case letters or digits",
};
pub(super) static PLACEMENT_GROUP_ID: Matcher = Matcher {
    is_right: |text| is_id(text, "pg-"),
    should: "a placement group's id is pg- and lower-case letters or digits",
};
pub(super) static OWNER_ID: Matcher = Matcher {
    is_right: |text| text.len() == 12 && all_digits(text),
    should: "an account has twelve digits",
};
pub(super) static VOLUME_SIZE: Matcher = Matcher {
    is_right: is_volume_size,
    should: "a volume's size is a whole number with its unit, such as 100Gi (1Gi to 59000Gi)",
};
pub(super) static QUANTITY: Matcher = Matcher {
    is_right: is_quantity,
    should: "an amount is a number with its unit if any, such as 4, 500m or 16Gi",
};
pub(super) static EVICTION: Matcher = Matcher {
    is_right: |text| text.is_empty() || is_percentage(text) || is_quantity(text),
    should: "a threshold is an amount such as 100Mi or a percentage such as 10%",
};
pub(super) static LABEL_VALUE: Matcher = Matcher {
    is_right: is_label_value,
    should: "a label's value has letters, digits and - _ . with a letter or digit at both ends",
};
pub(super) static QUALIFIED_NAME: Matcher = Matcher {
    is_right: is_qualified_name,
    should: "a key is a name with an optional domain before it, such as example.com/team",
};
pub(super) static NO_SLASH: Matcher = Matcher {
    is_right: |text| !text.contains('/'),
    should: "the group without the version, such as karpenter.k8s.aws",
};
pub(super) static AGE: Matcher = Matcher {
    is_right: |text| text == "Never" || is_duration(text, "smh"),
    should: "a duration has hours, minutes and seconds, such as 720h or 1h30m, or is Never; days and fractions are not allowed",
};
pub(super) static GRACE: Matcher = Matcher {
    is_right: |text| is_duration(text, "smh"),
    should: "a duration has hours, minutes and seconds, such as 1h30m",
};
pub(super) static WINDOW: Matcher = Matcher {
    is_right: is_budget_duration,
    should: "a budget's duration has hours and minutes only, such as 8h or 1h30m",
};
pub(super) static BUDGET_NODES: Matcher = Matcher {
    is_right: |text| match text.strip_suffix('%') {
        Some("100") => true,
        Some(number) => (1..=2).contains(&number.len()) && all_digits(number),
        None => all_digits(text),
    },
    should: "a budget is a number of nodes or a percentage up to 100%, as text",
};
pub(super) static SCHEDULE: Matcher = Matcher {
    is_right: is_schedule,
    should: "a schedule has five cron fields in UTC, such as 0 9 * * 1-5, or is @daily and the like",
};

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `prefix` and a lower-case letter or digit stand anywhere.
fn has_id(text: &str, prefix: &str) -> bool {
    text.match_indices(prefix).any(|(at, found)| {
        text.get(at + found.len()..)
            .and_then(|rest| rest.chars().next())
            .is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix).is_some_and(|rest| {
        !rest.is_empty()
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// The pattern's own ranges, with what they leave out (18Ti) and let in (`Ti` alone).
fn is_volume_size(text: &str) -> bool {
    let whole = |number: &str, most: u32| {
        all_digits(number)
            && !number.starts_with('0')
            && number.len() <= 5
            && number.parse::<u32>().is_ok_and(|number| number <= most)
    };
    // [1-9], or a tens digit with a units digit up to `units`, or nothing at all.
    let tens = |number: &str, tens: &str, units: &str, last: &[&str]| {
        let mut letters = number.chars();
        match (letters.next(), letters.next(), letters.next()) {
            (None, ..) => true,
            (Some(digit), None, _) => ('1'..='9').contains(&digit),
            (Some(ten), Some(unit), None) => {
                (tens.contains(ten) && units.contains(unit)) || last.contains(&number)
            }
            _ => false,
        }
    };
    if let Some(number) = text.strip_suffix("Gi") {
        return whole(number, 59_000);
    }
    if let Some(number) = text.strip_suffix('G') {
        return whole(number, 64_000);
    }
    if let Some(number) = text.strip_suffix("Ti") {
        return tens(number, "12345", "01234567", &["58"]);
    }
    text.strip_suffix('T').is_some_and(|number| {
        tens(
            number,
            "12345",
            "0123456789",
            &["60", "61", "62", "63", "64"],
        )
    })
}

/// Digits with at most one point: the length of the longest such start.
fn number(text: &str) -> Option<&str> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let rest = text.get(whole..)?;
    match rest.strip_prefix('.') {
        Some(fraction) => {
            let count = digits(fraction);
            (whole > 0 || count > 0).then(|| fraction.get(count..))?
        }
        None => (whole > 0).then_some(rest),
    }
}

pub(super) fn is_quantity(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some(unit) = number(unsigned) else {
        return false;
    };
    if let Some(exponent) = unit.strip_prefix(['e', 'E']) {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if number(unsigned) == Some("") {
            return true;
        }
    }
    matches!(
        unit,
        "" | "n"
            | "u"
            | "m"
            | "k"
            | "M"
            | "G"
            | "T"
            | "P"
            | "E"
            | "Ki"
            | "Mi"
            | "Gi"
            | "Ti"
            | "Pi"
            | "Ei"
    )
}

fn is_percentage(text: &str) -> bool {
    let Some(number) = text.strip_suffix('%') else {
        return false;
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let fits = |text: &str| (1..=2).contains(&text.len()) && all_digits(text);
    let zeros = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b == b'0');
    if whole == "100" {
        return fraction.is_none_or(zeros);
    }
    fits(whole) && fraction.is_none_or(fits)
}

fn is_label_value(text: &str) -> bool {
    text.is_empty() || is_name(text)
}

/// Letters, digits and `-_.`, with a letter or digit at both ends.
fn is_name(text: &str) -> bool {
    let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    end(text.chars().next())
        && end(text.chars().next_back())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

/// A DNS subdomain, of any length.
pub(super) fn is_subdomain(text: &str) -> bool {
    text.split('.').all(|part| {
        let end = |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        end(part.chars().next())
            && end(part.chars().next_back())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    })
}

fn is_qualified_name(text: &str) -> bool {
    match text.split_once('/') {
        Some((domain, name)) => is_subdomain(domain) && is_name(name),
        None => is_name(text),
    }
}

/// Numbers each with one of the units, at least one.
fn is_duration(text: &str, units: &str) -> bool {
    let mut rest = text;
    let mut parts = 0_usize;
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mut after = rest.get(digits..).unwrap_or_default().chars();
        let unit = after.next();
        if digits == 0 || !unit.is_some_and(|unit| units.contains(unit)) {
            return false;
        }
        rest = after.as_str();
        parts += 1;
    }
    parts > 0
}

fn is_schedule(text: &str) -> bool {
    if SCHEDULE_NAMES.iter().any(|name| text.starts_with(name)) {
        return true;
    }
    // Five pieces of one character or more, one blank between each; the pattern is not anchored
    // at its start. Bit 2n: piece n is to begin; bit 2n+1: within piece n.
    let mut states = 1_u16;
    for letter in text.chars() {
        let mut next = 1;
        for state in 0..10 {
            if states & (1 << state) == 0 {
                continue;
            }
            if letter != '\n' {
                next |= 1 << (state | 1);
            }
            if state & 1 == 1 && state < 9 && matches!(letter, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                next |= 1 << (state + 1);
            }
        }
        states = next;
    }
    states & (1 << 9) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_follow_the_pattern_to_its_faults() {
        for fine in [
            "1Gi", "59000Gi", "64000G", "17Ti", "58Ti", "Ti", "T", "64T", "9Ti",
        ] {
            assert!(is_volume_size(fine), "{fine}");
        }
        for bad in [
            "80", "0Gi", "01Gi", "59001Gi", "64001G", "18Ti", "59Ti", "65T", "1.5Gi", "100Mi", "",
            "Gi",
        ] {
            assert!(!is_volume_size(bad), "{bad}");
        }
    }

    #[test]
    fn amounts_and_times() {
        for fine in ["4", "500m", "1e3", "1E", "+.5Gi", "5.", "-1", "1e+3", "1Ei"] {
            assert!(is_quantity(fine), "{fine}");
        }
        for bad in ["", ".", "4 Gi", "4gb", "1e", "e3", "1Kib", "1K"] {
            assert!(!is_quantity(bad), "{bad}");
        }
        for fine in ["10%", "99.99%", "100%", "100.0%", "", "100Mi"] {
            assert!((EVICTION.is_right)(fine), "{fine}");
        }
        for bad in ["101%", "100.5%", "%", "5.%"] {
            assert!(!(EVICTION.is_right)(bad), "{bad}");
        }
        for fine in ["8h0m0s", "90m", "8h30m", "8h0s"] {
            assert!(is_budget_duration(fine), "{fine}");
        }
        for bad in ["30s", "8h30s", "h", "0s"] {
            assert!(!is_budget_duration(bad), "{bad}");
        }
        assert!(
            is_schedule("0 9 * * 1-5")
                && is_schedule("@daily x")
                && is_schedule("     a    ")
                && !is_schedule("     a   ")
        );
        assert!(!is_schedule("0 9 * *") && !is_schedule("daily"));
        assert!(
            is_qualified_name("a.b/c") && !is_qualified_name("/c") && !is_qualified_name("a/b/c")
        );
    }
}
