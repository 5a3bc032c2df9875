//! Applies sed's substitutions to a text, for the expressions that edits of configuration files
//! use: anchors, `.`, classes, escapes and the usual repetitions.

use super::file_text::FileText;
use super::shell::Edit;

/// A file after substitutions; unknown if one of them is not understood, or if there are none.
pub(super) fn apply(
    mut lines: Vec<(String, Option<usize>)>,
    edits: &[Edit],
    line: usize,
) -> FileText {
    let unknown = || FileText::Unknown(line, "the result of sed".to_owned());
    if edits.is_empty() {
        return unknown();
    }
    for edit in edits {
        let Some(pattern) = Pattern::read(&edit.pattern, edit.extended) else {
            return unknown();
        };
        for (text, by) in &mut lines {
            if let Some(next) = pattern.replace(text, &edit.replacement) {
                *text = next;
                *by = Some(edit.line);
            }
        }
    }
    FileText::Known(lines)
}

/// One character, or a set of them.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Atom {
    Any,
    One(char),
    Blank,
    Class(Vec<(char, char)>, bool),
}

/// An atom and how often it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    atom: Atom,
    least: usize,
    most: usize,
}

/// A compiled expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pieces: Vec<Piece>,
    at_start: bool,
    at_end: bool,
}

const MANY: usize = usize::MAX;

impl Pattern {
    /// Reads an expression; none if it uses what this reader does not know, such as groups.
    pub(super) fn read(text: &str, extended: bool) -> Option<Self> {
        let mut pattern = Self {
            pieces: Vec::new(),
            at_start: false,
            at_end: false,
        };
        let mut letters = text.chars().peekable();
        if letters.next_if_eq(&'^').is_some() {
            pattern.at_start = true;
        }
        while let Some(letter) = letters.next() {
            let escaped = letter == '\\';
            let letter = if escaped { letters.next()? } else { letter };
            let repeats = match letter {
                '*' if !escaped && !pattern.pieces.is_empty() => Some((0, MANY)),
                '+' if escaped != extended => Some((1, MANY)),
                '?' if escaped != extended => Some((0, 1)),
                _ => None,
            };
            if let Some((least, most)) = repeats {
                let last = pattern.pieces.last_mut()?;
                (last.least, last.most) = (least, most);
                continue;
            }
            let special = matches!(letter, '(' | ')' | '{' | '}' | '|');
            if special && escaped != extended {
                return None;
            }
            let atom = match (letter, escaped) {
                ('$', false) if letters.peek().is_none() => {
                    pattern.at_end = true;
                    break;
                }
                ('.', false) => Atom::Any,
                ('[', false) => class(&mut letters)?,
                ('s', true) => Atom::Blank,
                ('w' | 'W' | 'S' | 'b' | 'B' | '1'..='9' | '<' | '>', true) => return None,
                (letter, _) => Atom::One(letter),
            };
            pattern.pieces.push(Piece {
                atom,
                least: 1,
                most: 1,
            });
            if pattern.pieces.len() > 200 {
                return None;
            }
        }
        Some(pattern)
    }

    /// Replaces the first match in a line; none if nothing matches.
    pub(super) fn replace(&self, line: &str, replacement: &str) -> Option<String> {
        let letters: Vec<char> = line.chars().collect();
        let mut steps = 20_000_usize;
        let last = if self.at_start { 0 } else { letters.len() };
        let (start, end) = (0..=last).find_map(|start| {
            let end = self.end(&letters, start, 0, &mut steps)?;
            Some((start, end))
        })?;
        let part = |from: usize, to: usize| -> String {
            letters.iter().skip(from).take(to - from).collect()
        };
        let whole = part(start, end);
        let put = replacement.replace("\\&", "\u{0}").replace('&', &whole);
        let put = put.replace('\u{0}', "&").replace('\\', "");
        Some([part(0, start), put, part(end, letters.len())].concat())
    }

    /// Where a match of the pieces from `piece` on ends that begins at `at`, the longest first.
    fn end(&self, letters: &[char], at: usize, piece: usize, steps: &mut usize) -> Option<usize> {
        *steps = steps.checked_sub(1)?;
        let Some(now) = self.pieces.get(piece) else {
            return (!self.at_end || at == letters.len()).then_some(at);
        };
        let fits = letters
            .iter()
            .skip(at)
            .take(now.most)
            .take_while(|letter| now.atom.takes(**letter))
            .count();
        (now.least..=fits)
            .rev()
            .find_map(|count| self.end(letters, at + count, piece + 1, steps))
    }
}

impl Atom {
    fn takes(&self, letter: char) -> bool {
        match self {
            Self::Any => true,
            Self::One(own) => *own == letter,
            Self::Blank => letter.is_ascii_whitespace(),
            Self::Class(ranges, negated) => {
                ranges
                    .iter()
                    .any(|(from, to)| (*from..=*to).contains(&letter))
                    != *negated
            }
        }
    }
}

fn class(letters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Atom> {
    let negated = letters.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    loop {
        let from = letters.next()?;
        match from {
            ']' if !ranges.is_empty() => return Some(Atom::Class(ranges, negated)),
            '[' if letters.peek() == Some(&':') => {
                let name: String = letters
                    .by_ref()
                    .take_while(|letter| *letter != ']')
                    .collect();
                match name.as_str() {
                    ":digit:" => ranges.push(('0', '9')),
                    ":space:" | ":blank:" => ranges.extend([(' ', ' '), ('\t', '\t')]),
                    ":alpha:" => ranges.extend([('a', 'z'), ('A', 'Z')]),
                    ":alnum:" => ranges.extend([('a', 'z'), ('A', 'Z'), ('0', '9')]),
                    _ => return None,
                }
            }
            from => {
                if letters.peek() == Some(&'-') {
                    let mut ahead = letters.clone();
                    ahead.next();
                    if let Some(to) = ahead.next().filter(|to| *to != ']') {
                        *letters = ahead;
                        ranges.push((from, to));
                        continue;
                    }
                }
                ranges.push((from, from));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    fn sed(pattern: &str, replacement: &str, line: &str) -> Option<String> {
        Pattern::read(pattern, false)?.replace(line, replacement)
    }

    #[test]
    fn as_sed_does() {
        let line = "max_concurrent_downloads_per_image = 20";
        assert_eq!(
            sed("^max_concurrent_downloads_per_image = .*$", "x = 5", line).as_deref(),
            Some("x = 5")
        );
        assert_eq!(sed("^max_concurrent_downloads = .*", "x", line), None);
        assert_eq!(
            sed("max_concurrent_downloads.*", "x", line).as_deref(),
            Some("x")
        );
        assert_eq!(
            sed("= [0-9]\\+", "= 7", line).as_deref(),
            Some("max_concurrent_downloads_per_image = 7")
        );
        assert_eq!(sed("a*b", "<&>", "xaaab!").as_deref(), Some("x<aaab>!"));
        assert_eq!(
            sed("20$", "9", line).as_deref(),
            Some("max_concurrent_downloads_per_image = 9")
        );
        assert_eq!(sed("\\(a\\)", "\\1", "a"), None);
        let many = "a*".repeat(100) + "b";
        assert_eq!(sed(&many, "", &"a".repeat(500)), None);
    }
}
