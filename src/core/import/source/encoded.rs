//! base64, of a text or of gzip: texts that are packed for their way to a node.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::bytes::text;
use super::gzip::{gunzip, is_gzip};
use super::{Lines, Part, TakenApart};

/// Shortest base64 that is taken for it where nothing says so.
const SHORTEST: usize = 40;

/// A whole text that is base64, of a text or of gzip.
pub(super) fn take_apart(text: &str) -> Option<TakenApart> {
    let trimmed = text.trim();
    if trimmed.len() < SHORTEST || trimmed.contains([' ', '\t']) {
        return None;
    }
    let inner = decoded(text)?;
    Some(TakenApart {
        parts: vec![Part::text(inner, Lines::At(first_line(text))).with_origin("base64")],
        ..TakenApart::default()
    })
}

fn first_line(text: &str) -> usize {
    text.lines()
        .take_while(|line| line.trim().is_empty())
        .count()
        + 1
}

/// The text that base64 stands for, unpacked if it is gzip; nothing if it is neither.
pub(in crate::core::import) fn decoded(encoded: &str) -> Option<String> {
    let bytes = base64(encoded)?;
    let text = if is_gzip(&bytes) {
        text(&gunzip(&bytes)?)
    } else {
        text(&bytes)
    };
    text.ok().filter(|text| !text.contains('\0'))
}

/// Padding may be left out, as users and cloud-init do.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The bytes of base64 in either alphabet, blanks and line ends left out; none if it is no base64.
fn base64(text: &str) -> Option<Vec<u8>> {
    let letters: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace())
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        })
        .collect();
    LENIENT.decode(letters).ok()
}

/// The text that base64 stands for; none if it is no base64 or no UTF-8.
pub(in crate::core::import) fn base64_text(encoded: &str) -> Option<String> {
    String::from_utf8(base64(encoded)?).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn what_base64_writes_is_read() {
        for (encoded, text) in [
            ("YSBiCg==", Some("a b\n")),
            ("YSBiCg", Some("a b\n")),
            ("YS\nBi", Some("a b")),
            ("Pz8_", Some("???")),
            ("", Some("")),
            ("a*", None),
            ("YQ==YQ", None),
            ("YSBiC", None),
        ] {
            assert_eq!(super::base64_text(encoded).as_deref(), text, "{encoded}");
        }
    }

    #[test]
    fn base64_in_both_alphabets_and_over_several_lines() {
        assert_eq!(
            decoded("aGVsbG8g\nd29ybGQ=\n").as_deref(),
            Some("hello world")
        );
        assert_eq!(decoded("Pz8-").as_deref(), Some("??>"));
        assert_eq!(decoded("aGVsbG8").as_deref(), Some("hello"));
        for bad in ["a", "a=b=", "aGVsbG8g!", "/////w=="] {
            assert_eq!(decoded(bad), None, "{bad}");
        }
    }

    #[test]
    fn gzip_is_unpacked_and_a_torn_one_is_not() {
        // gzip -n of “#!/bin/bash\necho hi\n”.
        let packed = "H4sIAAAAAAAAA1NW1E/KzNNPSizO4EpNzshXyMjkAgCwlYsVFAAAAA==";
        assert_eq!(decoded(packed).as_deref(), Some("#!/bin/bash\necho hi\n"));
        assert_eq!(decoded(packed.get(..32).unwrap_or_default()), None);
    }
}
