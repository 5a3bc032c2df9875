//! Layers in few letters: an image has up to some hundred of them, each with two long numbers.
//!
//! `4740000000 gzip unpacked 9900000000` is `26e2neoG4jq7cw0`: numbers to the base of 36 around a
//! capital for the compression.

/// The letter of each compression. Append-only, as codes are.
const PACKED: [(char, &str); 3] = [('G', "gzip"), ('Z', "zstd"), ('P', "plain")];
const UNPACKED: &str = "unpacked";

/// A layer in few letters; as it is, if it is written in another way than a Config writes it.
pub(super) fn short(text: &str) -> String {
    try_short(text).unwrap_or_else(|| text.to_owned())
}

fn try_short(text: &str) -> Option<String> {
    let mut words = text.split(' ');
    let compressed = base_36(words.next()?)?;
    let compression = words.next()?;
    let (letter, _) = PACKED.iter().find(|(_, word)| *word == compression)?;
    let unpacked = match (words.next(), words.next()) {
        (None, None) => String::new(),
        (Some(UNPACKED), Some(size)) => base_36(size)?,
        _ => return None,
    };
    words
        .next()
        .is_none()
        .then(|| format!("{compressed}{letter}{unpacked}"))
}

/// The layer that few letters stand for; as it is, if they stand for none.
pub(super) fn long(text: &str) -> String {
    try_long(text).unwrap_or_else(|| text.to_owned())
}

fn try_long(text: &str) -> Option<String> {
    let (letter, word) = PACKED.iter().find(|(letter, _)| text.contains(*letter))?;
    let (compressed, unpacked) = text.split_once(*letter)?;
    let compressed = number(compressed)?;
    if unpacked.is_empty() {
        return Some(format!("{compressed} {word}"));
    }
    let unpacked = number(unpacked)?;
    Some(format!("{compressed} {word} {UNPACKED} {unpacked}"))
}

fn number(text: &str) -> Option<u64> {
    let plain = |c: char| c.is_ascii_digit() || c.is_ascii_lowercase();
    let is_plain = !text.is_empty() && text.chars().all(plain);
    is_plain
        .then(|| u64::from_str_radix(text, 36).ok())
        .flatten()
}

fn base_36(text: &str) -> Option<String> {
    let mut number: u64 = text.parse().ok()?;
    if number.to_string() != text {
        return None;
    }
    let mut letters = Vec::new();
    loop {
        let digit = u32::try_from(number % 36).ok()?;
        letters.push(char::from_digit(digit, 36)?);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    Some(letters.iter().rev().collect())
}

#[cfg(test)]
mod tests {
    use super::{long, short};

    #[test]
    fn a_layer_is_short_and_comes_back() {
        for (text, letters) in [
            ("4740000000 gzip unpacked 9900000000", "26e2neoG4jq7cw0"),
            ("100 zstd", "2sZ"),
            ("0 plain unpacked 18446744073709551615", "0P3w5e11264sgsf"),
        ] {
            assert_eq!(long(&short(text)), text);
            assert_eq!(short(text), letters);
        }
        for other in [
            "",
            "4.74GB gzip",
            "1GB",
            "007 gzip",
            "5 lz4",
            "5 gzip unpacked",
            "5G6G7",
        ] {
            assert_eq!(long(&short(other)), other);
        }
        assert_eq!(long("G"), "G");
        assert_eq!(long("99999999999999999999G"), "99999999999999999999G");
    }
}
