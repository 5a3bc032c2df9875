//! Reads the rows of a CSV table whose columns are known. The tables are the project's own and
//! checked by its tests, so the grammar is small: no quotes, no blanks, `,` between cells. The
//! crate csv, with which `upkeep` checks them, would cost each first visit 5 kB (brotli) for quotes that
//! are not there.

use std::fmt;
use std::str::FromStr;

/// Why a table could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// One-based line.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for TableError {}

/// One row: its line and what is left of its cells.
pub(super) struct Row<'a, 'c> {
    line: usize,
    cells: Cells<'a, 'c>,
}

/// Cells that are still to be read.
enum Cells<'a, 'c> {
    /// What is left of a line.
    Line(Option<&'a str>),
    /// The next columns, each with what is left of it.
    Columns(std::slice::IterMut<'c, Option<&'a str>>),
}

/// A table that has a line for each column, with the column's name first.
pub(super) struct Columns<'a> {
    line: usize,
    rest: Vec<Option<&'a str>>,
}

impl<'a> Columns<'a> {
    /// The table, whose columns must be exactly these.
    pub(super) fn new(table: &'a str, header: &str) -> Result<Self, TableError> {
        let mut rest: Vec<_> = table.lines().map(Some).collect();
        let names = rest.iter_mut().map_while(next_cell);
        if names.eq(header.split(',')) {
            // The line that the header has in the table by rows.
            Ok(Self { line: 1, rest })
        } else {
            Err(wrong_header(header))
        }
    }

    /// The next row, until the first column ends.
    pub(super) fn next_row(&mut self) -> Option<Row<'a, '_>> {
        self.line += 1;
        self.rest.first()?.is_some().then_some(Row {
            line: self.line,
            cells: Cells::Columns(self.rest.iter_mut()),
        })
    }
}

fn wrong_header(header: &str) -> TableError {
    TableError {
        line: 1,
        message: format!("the header must be {header}"),
    }
}

/// The rows below a header that must be exactly this one.
pub(super) fn rows<'a>(
    table: &'a str,
    header: &str,
) -> Result<impl Iterator<Item = Row<'a, 'a>>, TableError> {
    let mut lines = table.lines().zip(1..);
    match lines.next() {
        Some((found, _)) if found == header => {}
        _ => {
            return Err(wrong_header(header));
        }
    }
    Ok(lines
        .filter(|(text, _)| !text.is_empty())
        .map(|(text, line)| Row {
            line,
            cells: Cells::Line(Some(text)),
        }))
}

/// The next cell of what is left of a line. Cells are a few letters long: to look at one after the
/// other finds their end sooner than a search that is made for long texts.
fn next_cell<'a>(rest: &mut Option<&'a str>) -> Option<&'a str> {
    let left = (*rest)?;
    let end = left.bytes().position(|byte| byte == b',');
    let (cell, after) = match end.and_then(|end| left.split_at_checked(end)) {
        Some((cell, after)) => (cell, after.get(1..)),
        None => (left, None),
    };
    *rest = after;
    Some(cell)
}

impl<'a> Row<'a, '_> {
    /// An error at this row.
    pub(super) fn error(&self, message: impl Into<String>) -> TableError {
        TableError {
            line: self.line,
            message: message.into(),
        }
    }

    fn cell(&mut self) -> Option<&'a str> {
        match &mut self.cells {
            Cells::Line(rest) => next_cell(rest),
            Cells::Columns(columns) => next_cell(columns.next()?),
        }
    }

    /// The next cell; unknown if it is empty.
    pub(super) fn text(&mut self, column: &str) -> Result<Option<&'a str>, TableError> {
        match self.cell() {
            None => Err(self.error(format!("{column} is missing"))),
            Some("") => Ok(None),
            Some(text) => Ok(Some(text)),
        }
    }

    /// The next cell, which must not be empty.
    pub(super) fn needed(&mut self, column: &str) -> Result<&'a str, TableError> {
        self.text(column)?
            .ok_or_else(|| self.error(format!("{column} is empty")))
    }

    /// The next cell as a value; unknown if it is empty.
    pub(super) fn value<T: FromStr>(&mut self, column: &str) -> Result<Option<T>, TableError> {
        match self.text(column)? {
            None => Ok(None),
            Some(text) => text
                .parse()
                .map(Some)
                .map_err(|_| self.error(format!("{column} cannot be {text}"))),
        }
    }

    /// The next cell as a value, which must not be empty.
    pub(super) fn needed_value<T: FromStr>(&mut self, column: &str) -> Result<T, TableError> {
        self.value(column)?
            .ok_or_else(|| self.error(format!("{column} is empty")))
    }

    /// The row must end here.
    pub(super) fn end(mut self) -> Result<(), TableError> {
        match self.cell() {
            None => Ok(()),
            Some(_) => Err(self.error("there are more cells than columns")),
        }
    }
}
