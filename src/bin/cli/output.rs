//! Where text and files go. Nothing here panics: a reader that goes away is no error.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use soci_configurator::core::Bundle;

use crate::Outcome;
use crate::arguments::Target;

/// Writes the files where they are asked for.
pub fn write(bundle: &Bundle, target: &Target) -> Outcome {
    match (&target.out, &target.zip) {
        (Some(directory), _) => into_directory(bundle, directory),
        (None, Some(file)) if file.as_os_str() == "-" => print_bytes(&bundle.archive()),
        (None, Some(file)) => into_file(file, &bundle.archive()),
        (None, None) => {
            let stream = bundle.manifests();
            if stream.is_empty() {
                complain(
                    "note: nothing here is for kubectl; --out DIR or --zip FILE write the files.",
                );
            }
            print(&stream)
        }
    }
}

/// Writes each file of the set; what else is in the directory stays as it is.
fn into_directory(bundle: &Bundle, directory: &Path) -> Outcome {
    if let Err(error) = fs::create_dir_all(directory) {
        return cannot_write(directory, &error);
    }
    for file in bundle.files() {
        if into_file(&directory.join(&file.path), file.text.as_bytes()) != Outcome::Done {
            return Outcome::Unusable;
        }
    }
    complain(&format!(
        "{} files in {}",
        bundle.files().len(),
        directory.display()
    ));
    Outcome::Done
}

/// Writes one file.
pub fn into_file(path: &Path, bytes: &[u8]) -> Outcome {
    match fs::write(path, bytes) {
        Ok(()) => Outcome::Done,
        Err(error) => cannot_write(path, &error),
    }
}

fn cannot_write(path: &Path, error: &io::Error) -> Outcome {
    complain(&format!("{}: cannot be written: {error}.", path.display()));
    Outcome::Unusable
}

/// Prints to standard output.
pub fn print(text: &str) -> Outcome {
    print_bytes(text.as_bytes())
}

fn print_bytes(bytes: &[u8]) -> Outcome {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Ok(()) => Outcome::Done,
        // `… | head` has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => cannot_write(Path::new("standard output"), &error),
    }
}

/// Says something on standard error; if nobody listens there, nothing is lost. Text of others may
/// be in it, so that what would steer a terminal is shown.
pub fn complain(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", printable(line));
}

/// A text in which nothing steers a terminal or turns the direction of writing: names, paths and
/// messages may come from files of others.
pub fn printable(text: &str) -> String {
    let steers = |letter: char| {
        let is_own = matches!(letter, '\n' | '\t');
        let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
        (letter.is_control() && !is_own) || turns
    };
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if steers(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}

/// Columns of equal width, two blanks apart. Figures are read best under each other: the columns
/// whose numbers are named stand to the right.
pub fn aligned(rows: &[Vec<String>], to_the_right: &[usize]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let blanks = std::iter::repeat_n(' ', width - cell.chars().count());
            if to_the_right.contains(&column) {
                line.extend(blanks);
                line.push_str(cell);
            } else {
                line.push_str(cell);
                line.extend(blanks);
            }
            line.push_str("  ");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::printable;

    #[test]
    fn what_steers_a_terminal_is_shown() {
        assert_eq!(printable("a\u{1b}[31mb\u{9b}2J"), "a\\u{1b}[31mb\\u{9b}2J");
        assert_eq!(printable("x\u{202e}y\r"), "x\\u{202e}y\\u{d}");
        assert_eq!(printable("Zürich\n\t“x”"), "Zürich\n\t“x”");
    }
}
