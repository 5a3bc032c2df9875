//! Amounts of a resource as Kubernetes writes them.

use super::{invalid, validated_text};
use crate::core::error::ValueError;

validated_text! {
    /// An amount of a resource as Kubernetes writes it, above zero: `4`, `.5`, `500m`, `16Gi`,
    /// `1e3` (k8s.io/apimachinery, pkg/api/resource, `ParseQuantity`). Up to 15 digits on each
    /// side of the point, and exponents up to 18.
    Quantity, check_quantity
}

/// What an amount's suffix stands for: so many times, divided by so many.
const SUFFIXES: [(&str, u128, u128); 15] = [
    ("Ki", 1 << 10, 1),
    ("Mi", 1 << 20, 1),
    ("Gi", 1 << 30, 1),
    ("Ti", 1 << 40, 1),
    ("Pi", 1 << 50, 1),
    ("Ei", 1 << 60, 1),
    ("n", 1, 1_000_000_000),
    ("u", 1, 1_000_000),
    ("m", 1, 1000),
    ("k", 1_000, 1),
    ("M", 1_000_000, 1),
    ("G", 1_000_000_000, 1),
    ("T", 1_000_000_000_000, 1),
    ("P", 1_000_000_000_000_000, 1),
    ("E", 1_000_000_000_000_000_000, 1),
];

/// Most digits on one side of the point.
const MAX_DIGITS: usize = 15;
/// Largest exponent, up or down.
const MAX_EXPONENT: u32 = 18;

/// A number's parts: digits before and after the point, and what it is multiplied with.
struct Parts<'a> {
    whole: &'a str,
    fraction: &'a str,
    multiple: u128,
    divisor: u128,
}

impl<'a> Parts<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let unsigned = text.strip_prefix('+').unwrap_or(text);
        let end = unsigned
            .bytes()
            .position(|byte| !(byte.is_ascii_digit() || byte == b'.'))
            .unwrap_or(unsigned.len());
        let (number, suffix) = unsigned.split_at(end);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if fraction.contains('.') || (whole.is_empty() && fraction.is_empty()) {
            return None;
        }
        let (multiple, divisor) = factor(suffix)?;
        Some(Self {
            whole,
            fraction,
            multiple,
            divisor,
        })
    }

    fn is_positive(&self) -> bool {
        let digits = self.whole.bytes().chain(self.fraction.bytes());
        digits.into_iter().any(|digit| digit != b'0')
    }

    fn fits(&self) -> bool {
        self.whole.len() <= MAX_DIGITS && self.fraction.len() <= MAX_DIGITS
    }
}

/// What a suffix multiplies with and divides by.
fn factor(suffix: &str) -> Option<(u128, u128)> {
    if suffix.is_empty() {
        return Some((1, 1));
    }
    if let Some(known) = SUFFIXES.iter().find(|(known, ..)| *known == suffix) {
        return Some((known.1, known.2));
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?;
    let (is_down, digits) = match exponent.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, exponent.strip_prefix('+').unwrap_or(exponent)),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let exponent: u32 = digits.parse().ok()?;
    let power = (exponent <= MAX_EXPONENT).then(|| 10_u128.pow(exponent))?;
    Some(if is_down { (1, power) } else { (power, 1) })
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
        let Some(parts) = Parts::parse(&self.0) else {
            return 0;
        };
        let digits = |text: &str| text.parse::<u128>().unwrap_or(0);
        let places = 10_u128.pow(u32::try_from(parts.fraction.len()).unwrap_or(15));
        let unit = parts.multiple * times;
        let of_fraction = (digits(parts.fraction) * unit).div_ceil(places);
        (digits(parts.whole) * unit + of_fraction).div_ceil(parts.divisor)
    }
}

fn check_quantity(text: &str) -> Result<(), ValueError> {
    if Parts::parse(text).is_some_and(|parts| parts.fits() && parts.is_positive()) {
        return Ok(());
    }
    let error = invalid(
        text,
        "an amount",
        "Use a positive number, with a unit if needed: 4, 500m, 16Gi.",
    );
    // `16 GiB`, as people write it.
    let bare = text.strip_suffix("GiB").map(str::trim);
    match bare.filter(|bare| Parts::parse(bare).is_some_and(|parts| parts.fits())) {
        Some(bare) => Err(error.suggest(format!("{bare}Gi"))),
        None => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::Quantity;

    #[test]
    fn amounts_are_counted_and_rounded_up() {
        for (text, thousandths, whole) in [
            ("4", 4000, 4),
            ("+4", 4000, 4),
            ("500m", 500, 1),
            ("1.5", 1500, 2),
            (".5", 500, 1),
            ("5.", 5000, 5),
            ("1e3", 1_000_000, 1000),
            ("1E3", 1_000_000, 1000),
            ("1.5e+2", 150_000, 150),
            ("25e-1", 2500, 3),
            ("1e18", u64::MAX, 1_000_000_000_000_000_000),
            ("1u", 1, 1),
            ("1n", 1, 1),
            ("2500000n", 3, 1),
            ("1E", u64::MAX, 1_000_000_000_000_000_000),
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

    #[test]
    fn what_is_no_amount_is_refused() {
        for bad in [
            "",
            ".",
            "+",
            "0",
            "0.0",
            "0e5",
            "-1",
            "++1",
            "1.2.3",
            "1e",
            "1e1.5",
            "e3",
            "1K",
            "1Kib",
            "1 Gi",
            "1e19",
            "1e-19",
            "4 cores",
            "1234567890123456",
            "1_000",
            "0x10",
        ] {
            assert!(bad.parse::<Quantity>().is_err(), "{bad}");
        }
        let error = "16 GiB".parse::<Quantity>().unwrap_err();
        assert_eq!(error.suggestion(), Some("16Gi"));
    }
}
