//! Where text goes. Nothing here panics: a reader that goes away is no error, but what nobody can
//! have read is one.

use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::Outcome;
use crate::terminal::{printable, printable_line};

/// Prints text for people to standard output. Text of others may be in it.
pub fn print_text(text: &str) -> Outcome {
    print_bytes(printable(text).as_bytes())
}

/// Prints what programs read to standard output, as it is: YAML, JSON, CSV.
pub fn print_exact(text: &str) -> Outcome {
    print_bytes(text.as_bytes())
}

/// Prints bytes to standard output.
pub fn print_bytes(bytes: &[u8]) -> Outcome {
    printed(if standard_streams::is_stdout_closed() {
        Err(io::Error::other("it is closed"))
    } else {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes).and_then(|()| stdout.flush())
    })
}

/// What an attempt to print to standard output came to.
pub fn printed(result: io::Result<()>) -> Outcome {
    match result {
        Ok(()) => Outcome::Done,
        // `… | head` has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Outcome::Done,
        Err(error) => cannot_write("standard output", &error),
    }
}

/// Says that something could not be written, and why.
pub fn cannot_write(name: impl fmt::Display, why: impl fmt::Display) -> Outcome {
    complain(&format!("{name}: cannot be written: {why}."));
    Outcome::Unusable
}

/// Says one line on standard error. Text of others may be in it.
pub fn complain(line: &str) {
    say(&printable_line(line));
}

/// Says several lines on standard error. Text of others may be in them.
pub fn complain_lines(text: &str) {
    say(&printable(text));
}

fn say(text: &str) {
    let said = if standard_streams::is_stderr_closed() {
        Err(ErrorKind::Other.into())
    } else {
        writeln!(io::stderr().lock(), "{text}")
    };
    if said.is_err_and(|error| error.kind() != ErrorKind::BrokenPipe) {
        IS_SOMETHING_LOST.store(true, Ordering::Relaxed);
    }
}

static IS_SOMETHING_LOST: AtomicBool = AtomicBool::new(false);

/// Whether something that was said on standard error reached nobody: a disk was full, or the stream
/// was closed.
pub fn is_something_lost() -> bool {
    IS_SOMETHING_LOST.load(Ordering::Relaxed)
}

/// Columns of equal width, two blanks apart. Figures are read best under each other: the columns
/// whose numbers are named stand to the right.
pub fn aligned(rows: &[Vec<String>], to_the_right: &[usize]) -> String {
    // What is shown by its number is wider than it was.
    let printable = |row: &Vec<String>| row.iter().map(|cell| printable_line(cell)).collect();
    let rows: Vec<Vec<String>> = rows.iter().map(printable).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in &rows {
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
