//! The tables' own form of CSV: a header, one row a line, cells between commas. A cell that holds a
//! comma or a quotation mark stands in quotes, with its own quotation marks doubled.

use super::problem::Problem;

/// A table as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub header: Vec<String>,
    /// What stands below, in the order of the file.
    pub rows: Vec<Row>,
}

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// One-based line of the file.
    pub line: usize,
    /// Its cells, without quotes.
    pub cells: Vec<String>,
}

impl Table {
    /// Reads a table and adds what is wrong with its form to the problems.
    pub fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Self {
        let mut table = Self {
            header: Vec::new(),
            rows: Vec::new(),
        };
        if !text.is_empty() && !text.ends_with('\n') {
            let last = text.lines().count();
            problems.push(Problem::at(file, last, "the last line has no end"));
        }
        for (line, written) in (1..).zip(text.split_terminator('\n')) {
            if written.ends_with('\r') {
                problems.push(Problem::at(
                    file,
                    line,
                    "the line ends as on Windows; a line feed alone ends a line",
                ));
            }
            if written.is_empty() {
                problems.push(Problem::at(file, line, "the line is empty"));
                continue;
            }
            let Some(cells) = cells(written) else {
                problems.push(Problem::at(
                    file,
                    line,
                    "a quotation mark is not closed, or stands within a cell without quotes",
                ));
                continue;
            };
            if line == 1 {
                table.header = cells;
            } else {
                table.rows.push(Row { line, cells });
            }
        }
        table
    }

    /// The table as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for cells in std::iter::once(&self.header).chain(self.rows.iter().map(|row| &row.cells)) {
            let line: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            text.push_str(&line.join(","));
            text.push('\n');
        }
        text
    }

    /// Where a column stands.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|column| column == name)
    }
}

impl Row {
    /// A cell; empty where the row is too short.
    pub fn cell(&self, column: Option<usize>) -> &str {
        column
            .and_then(|column| self.cells.get(column))
            .map_or("", String::as_str)
    }
}

fn cells(line: &str) -> Option<Vec<String>> {
    let mut cells = Vec::new();
    let mut rest = line.trim_end_matches('\r');
    loop {
        let (cell, after) = match rest.strip_prefix('"') {
            Some(quoted) => until_quote(quoted)?,
            None => {
                let end = rest.find(',').unwrap_or(rest.len());
                let (cell, after) = rest.split_at(end);
                if cell.contains('"') {
                    return None;
                }
                (cell.to_owned(), after)
            }
        };
        cells.push(cell);
        match after.strip_prefix(',') {
            Some(next) => rest = next,
            None if after.is_empty() => return Some(cells),
            None => return None,
        }
    }
}

/// A quoted cell and what follows its closing mark.
fn until_quote(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text;
    loop {
        let (before, after) = rest.split_once('"')?;
        cell.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return Some((cell, after)),
        }
    }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn read(text: &str) -> (Table, Vec<String>) {
        let mut problems = Vec::new();
        let table = Table::read("t.csv", text, &mut problems);
        (table, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn quotes_are_read_and_written() {
        let text = "id,notes\na,\"one, \"\"two\"\"\"\nb,\n";
        let (table, problems) = read(text);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(table.rows[0].cells, ["a", "one, \"two\""]);
        assert_eq!(table.rows[1].line, 3);
        assert_eq!(table.text(), text);
    }

    #[test]
    fn every_fault_of_form_has_its_line() {
        for (text, problem) in [
            ("a\n\nb\n", "data/t.csv:2: the line is empty"),
            ("a\nb", "data/t.csv:2: the last line has no end"),
            ("a\nb\r\n", "data/t.csv:2: the line ends as on Windows"),
            ("a\n\"b\n", "data/t.csv:2: a quotation mark"),
            ("a\nb\"c\n", "data/t.csv:2: a quotation mark"),
            ("a\n\"b\"c\n", "data/t.csv:2: a quotation mark"),
        ] {
            let (_, problems) = read(text);
            assert_eq!(problems.len(), 1, "{text:?}: {problems:?}");
            assert!(problems[0].starts_with(problem), "{problems:?}");
        }
    }
}
