//! Base64 as `base64 --decode` and cloud-init read it (RFC 4648, white space left out).

/// The bytes; none if a letter is none of base64's.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    let mut ended = false;
    for letter in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                ended = true;
                continue;
            }
            _ => return None,
        };
        if ended {
            return None;
        }
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// The text; none if it is no base64 or no UTF-8.
pub(super) fn text(encoded: &str) -> Option<String> {
    String::from_utf8(decode(encoded)?).ok()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn what_base64_writes_is_read() {
        assert_eq!(text("YSBiCg==").as_deref(), Some("a b\n"));
        assert_eq!(text("YS\nBi").as_deref(), Some("a b"));
        assert_eq!(text(""), Some(String::new()));
        assert_eq!(text("a*"), None);
        assert_eq!(text("YQ==YQ"), None);
    }
}
