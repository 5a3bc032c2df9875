//! Cleans pasted text of what terminals, shells and other systems put around it.

use crate::core::error::ValueError;

/// Most bytes that are looked at.
pub(crate) const MAX_LENGTH: usize = 20_000_000;

/// The text without byte order mark, colours, cursor movements and control characters; every line
/// ends in a line feed.
///
/// # Errors
/// More than [`MAX_LENGTH`] bytes.
pub(crate) fn clean(text: &str) -> Result<String, ValueError> {
    if text.len() > MAX_LENGTH {
        return Err(ValueError::new(format!(
            "This is {} MB; paste at most {} MB.",
            text.len() / 1_000_000,
            MAX_LENGTH / 1_000_000
        )));
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\u{1b}' => skip_escape(&mut letters),
            '\r' => {
                if letters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\n' | '\t' => out.push(letter),
            // From web pages and chats.
            '\u{a0}' | '\u{202f}' | '\u{2007}' => out.push(' '),
            '\u{feff}' | '\u{200b}' => {}
            other if other.is_control() => {}
            other => out.push(other),
        }
    }
    Ok(out)
}

/// An escape sequence of a terminal: `ESC [` up to a letter, `ESC ]` up to a bell or `ESC \`, or one
/// letter.
fn skip_escape(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    match letters.peek() {
        Some('[') => {
            letters.next();
            // A sequence that is torn off ends with its line.
            while let Some(&letter) = letters.peek() {
                if letter == '\n' {
                    return;
                }
                letters.next();
                if ('\u{40}'..='\u{7e}').contains(&letter) {
                    return;
                }
            }
        }
        Some(']') => {
            while let Some(&letter) = letters.peek() {
                if letter == '\n' {
                    return;
                }
                letters.next();
                match letter {
                    '\u{7}' => return,
                    '\u{1b}' => {
                        letters.next_if_eq(&'\\');
                        return;
                    }
                    _ => {}
                }
            }
        }
        Some('\n') | None => {}
        Some(_) => {
            // `ESC ( B`: intermediate signs, then one that ends it.
            while letters
                .next_if(|letter| (' '..='/').contains(letter))
                .is_some()
            {}
            letters.next_if(|letter| *letter != '\n');
        }
    }
}

/// What is wrong with a text that is a web page instead, if it is one.
pub(crate) fn web_page(text: &str) -> Option<ValueError> {
    let start: String = text.trim_start().chars().take(200).collect();
    let start = start.to_ascii_lowercase();
    let is_page = start.starts_with("<!doctype html") || start.starts_with("<html");
    (is_page || (start.starts_with('<') && start.contains("html"))).then(|| {
        ValueError::new(
            "This is a web page, probably an error or sign-in page of a proxy or registry. Open it in a browser, sign in, and run the command again.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn what_terminals_add_goes() {
        for (pasted, plain) in [
            ("\u{feff}a\r\nb\rc", "a\nb\nc"),
            ("\u{1b}[1;31mred\u{1b}[0m\u{1b}[K", "red"),
            ("\u{1b}]0;title\u{7}x\u{1b}]8;;u\u{1b}\\y", "xy"),
            ("a\0b\u{8}c\u{a0}d", "abc d"),
            ("torn \u{1b}[12\nnext", "torn \nnext"),
            ("\u{1b}", ""),
            ("tab\tstays", "tab\tstays"),
            ("\u{1b}(B\u{1b}[mplain", "plain"),
        ] {
            assert_eq!(clean(pasted).unwrap(), plain, "{pasted:?}");
        }
    }

    #[test]
    fn too_much_is_refused() {
        let wrong = clean(&" ".repeat(20_000_001)).unwrap_err();
        assert!(wrong.message().contains("at most 20 MB"), "{wrong}");
    }
}
