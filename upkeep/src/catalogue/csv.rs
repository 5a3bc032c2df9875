//! The tables' form of CSV: a header, one row a line, and each line exactly as the csv crate writes
//! it, so that a refresh changes no line but those whose figures change.

use csv::{ReaderBuilder, WriterBuilder};

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
    /// Reads a table and adds to the problems where it is not written as it would be here.
    pub fn read(file: &str, text: &str, problems: &mut Vec<Problem>) -> Self {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        // Text is always a table: what is quoted wrongly is read as it can be.
        let mut rows = reader.records().filter_map(Result::ok).map(|record| Row {
            line: record
                .position()
                .and_then(|place| usize::try_from(place.line()).ok())
                .unwrap_or_default(),
            cells: record.iter().map(str::to_owned).collect(),
        });
        let table = Self {
            header: rows.next().map(|row| row.cells).unwrap_or_default(),
            rows: rows.collect(),
        };
        problems.extend(table.differs_from(file, text));
        table
    }

    /// The first line of a text that is another one in the table's own text.
    fn differs_from(&self, file: &str, text: &str) -> Option<Problem> {
        let own = self.text();
        if own == text {
            return None;
        }
        let has_lines = |row: &&Row| row.cells.iter().any(|cell| cell.contains('\n'));
        if let Some(row) = self.rows.iter().find(has_lines) {
            let wrong = "a quotation mark is not closed";
            return Some(Problem::at(file, row.line, wrong));
        }
        let mut lines = (1..).zip(text.split('\n').zip(own.split('\n')));
        let Some((line, (found, own))) = lines.find(|(_, (found, own))| found != own) else {
            let last = text.lines().count();
            return Some(Problem::at(file, last, "the last line has no end"));
        };
        let wrong = if found.is_empty() {
            "the line is empty".to_owned()
        } else if found.ends_with('\r') {
            "the line ends as on Windows; a line feed alone ends a line".to_owned()
        } else {
            format!("in CSV this line is {own}")
        };
        Some(Problem::at(file, line, wrong))
    }

    /// The table as text.
    pub fn text(&self) -> String {
        if self.header.is_empty() {
            return String::new();
        }
        let mut writer = WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for cells in std::iter::once(&self.header).chain(self.rows.iter().map(|row| &row.cells)) {
            // Nothing fails that is written to memory.
            let _ = writer.write_record(cells);
        }
        // And what is made of text is text.
        String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
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
            ("a\n\"b\n", "data/t.csv:2: a quotation mark is not closed"),
            ("a\nb\"c\n", "data/t.csv:2: in CSV this line is"),
            ("a\n\"b\"c\n", "data/t.csv:2: in CSV this line is"),
        ] {
            let (_, problems) = read(text);
            assert_eq!(problems.len(), 1, "{text:?}: {problems:?}");
            assert!(problems[0].starts_with(problem), "{problems:?}");
        }
    }
}
