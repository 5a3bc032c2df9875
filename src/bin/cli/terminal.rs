//! Text of others on a terminal: nothing in it steers the terminal, turns the direction of writing,
//! or passes for a line of ours.

/// A text of several lines, in which what steers a terminal is shown by its number.
pub fn printable(text: &str) -> String {
    shown(text, |letter| {
        steers(letter) && !matches!(letter, '\n' | '\t')
    })
}

/// The same as one line: a line feed in a name or a message is shown as well.
pub fn printable_line(text: &str) -> String {
    shown(text, |letter| steers(letter) && letter != '\t')
}

fn shown(text: &str, is_shown: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_shown(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Control characters, and those of Unicode that are not seen but move what is.
fn steers(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::{printable, printable_line};

    #[test]
    fn what_steers_a_terminal_is_shown() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}2J"), "a\\u{1b}[31mb\\u{9b}2J");
        assert_eq!(printable("x\u{202e}y\r"), "x\\u{202e}y\\u{d}");
        assert_eq!(printable("Zürich\n\t“x”"), "Zürich\n\t“x”");
        assert_eq!(printable_line("a\nb: error"), "a\\u{a}b: error");
    }
}
