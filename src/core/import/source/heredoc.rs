//! Here-documents of a shell script, with the command that each is given to.

use std::ops::RangeInclusive;

/// One here-document, or a text in quotes that is given to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heredoc {
    /// Line of its command, from 1.
    pub(super) line: usize,
    /// Line on which its text begins.
    pub(super) first: usize,
    /// Its text as the command gets it, but for variables, which stay.
    pub(super) text: String,
    /// The whole command, continued lines joined.
    pub(super) command: String,
}

impl Heredoc {
    /// Its lines, from the command to the word that ends it.
    pub(super) fn lines(&self) -> RangeInclusive<usize> {
        let count = self.text.lines().count();
        // A text in quotes begins on the line of its command and ends on a line of its own.
        let is_quoted = self.first == self.line;
        let last = (self.first + count).saturating_sub(usize::from(is_quoted));
        self.line..=last.max(self.line)
    }
}

/// Most lines at which a text in quotes is looked for: each look may go far.
const MAX_ATTEMPTS: usize = 5_000;
/// Most lines of such a text.
const MAX_QUOTED: usize = 2_000;

/// What is found in a script.
pub(super) struct Heredocs {
    pub(super) all: Vec<Heredoc>,
    /// The line from which on texts in quotes are not looked for any more.
    pub(super) unsearched: Option<usize>,
}

/// Every here-document of a script (bash's, and PowerShell's here-strings).
pub(super) fn heredocs(text: &str) -> Heredocs {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    let mut at = 0;
    let mut attempts = 0;
    let mut unsearched = None;
    while let Some(line) = lines.get(at) {
        if line.trim_start().starts_with('#') {
            at += 1;
            continue;
        }
        let (command, next) = joined(&lines, at);
        let words = openers(&command);
        if words.is_empty() {
            attempts += usize::from(line.contains(['"', '\'']));
            if attempts > MAX_ATTEMPTS {
                unsearched.get_or_insert(at + 1);
                at += 1;
                continue;
            }
            at = match quoted(&lines, at) {
                Some((heredoc, behind)) => {
                    found.push(heredoc);
                    behind
                }
                None => at + 1,
            };
            continue;
        }
        let mut first = next;
        for word in &words {
            let (text, behind) = body(&lines, first, word);
            found.push(Heredoc {
                line: at + 1,
                first: first + 1,
                text,
                command: command.clone(),
            });
            first = behind;
        }
        at = first;
    }
    Heredocs {
        all: found,
        unsearched,
    }
}

/// A command with the lines that it goes on to, and the line behind it.
pub(super) fn joined(lines: &[&str], at: usize) -> (String, usize) {
    let mut command = String::new();
    let mut next = at;
    while let Some(line) = lines.get(next) {
        next += 1;
        match line.strip_suffix('\\') {
            Some(more) if next - at < 20 => command.push_str(more),
            _ => {
                command.push_str(line);
                break;
            }
        }
    }
    (command, next)
}

/// The word behind `<<` that ends a here-document.
struct Opener {
    word: String,
    /// Whether variables in it stay as they are written, signs escaped with `\` too.
    quoted: bool,
    /// `<<-`: tabs before each line are taken off.
    dash: bool,
}

fn openers(command: &str) -> Vec<Opener> {
    let mut found = Vec::new();
    let mut rest = command;
    while let Some((before, after)) = rest.split_once("<<") {
        rest = after;
        if let Some(string) = after.strip_prefix('<') {
            rest = string;
            continue;
        }
        // In an arithmetic expression, `<<` shifts.
        if before.contains("((") && !before.contains("))") {
            continue;
        }
        let dash = after.starts_with('-');
        let word = after.strip_prefix('-').unwrap_or(after).trim_start();
        let quote = word.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (word, quoted) = match quote {
            Some(quote) => (
                word.get(1..)
                    .and_then(|word| word.split(quote).next())
                    .unwrap_or_default(),
                true,
            ),
            None => {
                let bare = word.strip_prefix('\\').unwrap_or(word);
                let end = bare
                    .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                    .unwrap_or(bare.len());
                (bare.get(..end).unwrap_or_default(), bare.len() < word.len())
            }
        };
        if !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit()) && found.len() < 4 {
            found.push(Opener {
                word: word.to_owned(),
                quoted,
                dash,
            });
        }
    }
    found
}

/// The text up to the word, and the line behind it; without the word up to the end, as bash does.
fn body(lines: &[&str], first: usize, opener: &Opener) -> (String, usize) {
    let rest = lines.get(first..).unwrap_or_default();
    let bare = |line: &'_ str| -> String {
        let line = if opener.dash {
            line.trim_start_matches('\t')
        } else {
            line
        };
        if opener.quoted {
            line.to_owned()
        } else {
            unescaped(line)
        }
    };
    let is_end = |line: &&str| {
        let line = if opener.dash {
            line.trim_start_matches('\t')
        } else {
            line
        };
        line.trim_end_matches('\r') == opener.word
    };
    // Within Markdown or YAML the whole script may be indented; then its end is, too.
    let length = rest
        .iter()
        .position(is_end)
        .or_else(|| rest.iter().position(|line| line.trim() == opener.word))
        .unwrap_or(rest.len());
    let mut text = String::new();
    for line in rest.get(..length).unwrap_or_default() {
        text.push_str(&bare(line));
        text.push('\n');
    }
    (text, (first + length + 1).min(lines.len()))
}

/// What an unquoted here-document makes of escaped signs.
fn unescaped(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letters.peek() {
            Some(next @ ('$' | '`' | '\\')) if letter == '\\' => {
                out.push(*next);
                letters.next();
            }
            _ => out.push(letter),
        }
    }
    out
}

/// A text of several lines in quotes that goes to a command: `kubectl apply -f - <<< "…"`,
/// `echo '…' | kubectl apply -f -`, and PowerShell's `@"` to `"@`.
fn quoted(lines: &[&str], at: usize) -> Option<(Heredoc, usize)> {
    let line = lines.get(at)?;
    let trimmed = line.trim_end();
    let rest = lines.get(at + 1..)?;
    if let Some(quote) = trimmed
        .strip_suffix('"')
        .filter(|line| line.ends_with('@'))
        .map(|_| '"')
        .or_else(|| trimmed.ends_with("@'").then_some('\''))
    {
        let end = rest
            .iter()
            .take(MAX_QUOTED)
            .position(|line| line.starts_with(quote) && line.get(1..2) == Some("@"))?;
        let last = rest.get(end).copied().unwrap_or_default();
        return Some((
            Heredoc {
                line: at + 1,
                first: at + 2,
                text: lines_of(rest.get(..end)?),
                command: format!("{trimmed} {last}"),
            },
            at + end + 2,
        ));
    }
    let start = line.trim_start();
    let opening = match line.split_once("<<<") {
        Some((_, string)) => string,
        None if start.starts_with("echo ") || start.starts_with("printf ") => start,
        None => return None,
    };
    let from = opening.find(['"', '\''])?;
    let quote = opening.get(from..)?.chars().next()?;
    let begin = opening.get(from + 1..)?;
    if begin.contains(quote) {
        return None;
    }
    let closes = |line: &str| {
        line.char_indices()
            .find(|(at, letter)| {
                *letter == quote
                    && (quote == '\'' || !line.get(..*at).unwrap_or_default().ends_with('\\'))
            })
            .map(|(at, _)| at)
    };
    let (end, place) = rest
        .iter()
        .enumerate()
        .take(MAX_QUOTED)
        .find_map(|(index, line)| Some((index, closes(line)?)))?;
    let last = rest.get(end)?;
    let mut text = format!("{begin}\n{}", lines_of(rest.get(..end)?));
    text.push_str(last.get(..place)?);
    text.push('\n');
    let text = if quote == '"' {
        text.replace("\\\"", "\"")
    } else {
        text
    };
    Some((
        Heredoc {
            line: at + 1,
            first: at + 1,
            text,
            command: format!("{line} {}", last.get(place + 1..)?),
        },
        at + end + 2,
    ))
}

fn lines_of(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::heredocs;

    #[test]
    fn every_spelling_is_found_with_its_lines() {
        let script = "x=$((1 << 3))\ncat <<EOF | kubectl apply -f -\na: \\$x ${y}\nEOF\nkubectl apply \\\n  -f - <<-'END'\n\tb: \\$x\n\tEND\nkubectl apply -f - <<< \"c: 1\nd: 2\"\necho 'e: 1\n' | kubectl apply -f -\n@\"\nf: 1\n\"@ | kubectl apply -f -\ncat <<OPEN\ng: 1\n";
        let found: Vec<(usize, usize, String)> = heredocs(script)
            .all
            .into_iter()
            .map(|one| (one.line, one.first, one.text))
            .collect();
        let expected = [
            (2, 3, "a: $x ${y}\n"),
            (5, 7, "b: \\$x\n"),
            (9, 9, "c: 1\nd: 2\n"),
            (11, 11, "e: 1\n\n"),
            (13, 14, "f: 1\n"),
            (16, 17, "g: 1\n"),
        ];
        let expected: Vec<(usize, usize, String)> = expected
            .into_iter()
            .map(|(line, first, text)| (line, first, text.to_owned()))
            .collect();
        assert_eq!(found, expected);
    }
}
