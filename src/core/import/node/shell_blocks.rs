//! What of a script stands under a condition of the shell, which is not evaluated.

use crate::core::import::document::user_data::Parts;

/// Tests of whether something is there at all: what they guard is meant for every node.
const OF_PRESENCE: [&str; 10] = [
    " -f ",
    " -e ",
    " -d ",
    " -s ",
    " -w ",
    " -x ",
    "command -v",
    "grep -q",
    "which ",
    "systemctl",
];

/// The line of the `if` or `case` under which a line of the userData stands; none for a test of whether
/// something is there.
pub(super) fn condition(parts: &Parts, line: usize) -> Option<usize> {
    let part = parts.parts.iter().rev().find(|part| part.first <= line)?;
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (number, text) in part
        .text
        .lines()
        .enumerate()
        .map(|(at, text)| (at + part.first, text.trim()))
    {
        let begins = text.starts_with("if ") || text.starts_with("case ");
        if begins {
            let is_presence = OF_PRESENCE.iter().any(|test| text.contains(test));
            open.push((number, is_presence && text.starts_with("if ")));
        }
        if number == line {
            let outermost = open.iter().find(|(_, is_presence)| !is_presence);
            return outermost.map(|(number, _)| *number);
        }
        let ends = |word: &str| {
            text == word
                || [" ", ";", ")"].iter().any(|end| {
                    text.strip_prefix(word)
                        .is_some_and(|rest| rest.starts_with(end))
                })
        };
        if ends("fi")
            || ends("esac")
            || (begins && (text.ends_with("; fi") || text.ends_with(" esac")))
        {
            open.pop();
        }
    }
    None
}
