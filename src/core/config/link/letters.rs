//! From any text to letters that survive every way of copying, and back.

/// Letters that have an escape of their own, because values often hold them.
const SHORT: [(char, char); 11] = [
    ('/', 's'),
    (':', 'c'),
    ('=', 'e'),
    ('_', 'u'),
    ('~', 't'),
    (' ', 'b'),
    (',', 'k'),
    (';', 'm'),
    ('@', 'a'),
    ('%', 'p'),
    ('*', 'r'),
];
/// Parts the entries of a list.
const NEXT: &str = "~n";

/// Writes texts as one value.
pub(super) fn escaped(texts: &[String]) -> String {
    let each: Vec<String> = texts.iter().map(|text| escaped_one(text)).collect();
    each.join(NEXT)
}

/// Writes one text; every byte that is not plain becomes an escape.
pub(super) fn escaped_one(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.') {
            written.push(letter);
        } else if let Some((_, short)) = SHORT.iter().find(|(long, _)| *long == letter) {
            written.push('~');
            written.push(*short);
        } else {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                written.push_str(&format!("~{byte:02X}"));
            }
        }
    }
    written
}

/// The entries of a value. `None` if an escape is broken or the bytes are no text.
pub(super) fn entries(value: &str) -> Option<Vec<String>> {
    value.split(NEXT).map(unescaped).collect()
}

fn unescaped(value: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut letters = value.chars();
    while let Some(letter) = letters.next() {
        if letter != '~' {
            bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        let first = letters.next()?;
        if let Some((long, _)) = SHORT.iter().find(|(_, short)| *short == first) {
            bytes.push(u8::try_from(*long).ok()?);
            continue;
        }
        bytes.push(hex(first, letters.next()?)?);
    }
    String::from_utf8(bytes).ok()
}

/// Capitals only, or `~c` followed by a digit would be two things.
fn hex(high: char, low: char) -> Option<u8> {
    let digit = |c: char| match c {
        'a'..='f' => None,
        other => other.to_digit(16),
    };
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// What stands behind the `#` of a text that was copied from somewhere: decoded, however often it
/// was encoded; without blanks, line breaks, and the marks that mail and chat put around it.
pub(super) fn unwrapped(text: &str) -> String {
    /// Times that a link is encoded on its way, at most.
    const TIMES: usize = 6;
    let mut text: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    for _ in 0..TIMES {
        if !text.contains('%') {
            break;
        }
        text = percent_decoded(&text);
    }
    let link = text.split_once('#').map_or(text.as_str(), |(_, link)| link);
    link.trim_start_matches(['<', '"', '\'', '(', '[', '“', '#'])
        .trim_end_matches(['>', '"', '\'', ')', ']', '”', '.', ',', ';', ':', '!', '?'])
        .to_owned()
}

fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = match (first, after) {
            (b'%', [high, low, ..]) => char::from(*high)
                .to_digit(16)
                .zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        if let Some((high, low)) = pair {
            decoded.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            rest = after.get(2..).unwrap_or_default();
        } else {
            decoded.push(*first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::{entries, escaped, unwrapped};

    #[test]
    fn every_text_comes_back_from_plain_letters() {
        for texts in [
            vec!["karpenter.sh/discovery"],
            vec!["0; schedule=0 9 * * 1-5; duration=8h", "10%"],
            vec!["a~b_c", "ä🚀", "\u{0}\n\"'<>&#?+"],
            vec![""],
        ] {
            let texts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
            let value = escaped(&texts);
            assert!(
                value
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '~')),
                "{value}"
            );
            assert_eq!(entries(&value), Some(texts), "{value}");
        }
        for broken in ["~", "a~Z", "~2", "~zz", "~FF", "~ff", "a~nb~"] {
            assert_eq!(entries(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_link_is_found_in_what_was_copied() {
        for copied in [
            "v1_cn.a_z",
            "#v1_cn.a_z",
            "https://example.org/soci/?embed=1#v1_cn.a_z",
            "<https://example.org/#v1_cn.a_z>.",
            "(https://example.org/#v1_cn.a_z)",
            "https%3A%2F%2Fexample.org%2F%23v1_cn.a_z",
            "https%253A%252F%252Fexample.org%252F%2523v1%255Fcn.a_z",
            "https://example.org/#v1%5fcn%2Ea%5Fz",
            "  https://example.org/#v1_\r\n cn.a_z\n",
        ] {
            assert_eq!(unwrapped(copied), "v1_cn.a_z", "{copied}");
        }
        assert_eq!(unwrapped("100%"), "100%");
        assert_eq!(unwrapped("%%%25%"), "%%%%");
    }
}
