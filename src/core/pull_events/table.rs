//! Tables with a heading of the user's choice: CSV, and `kubectl get events -o custom-columns`.

/// Longest cell of a heading.
const MAX_NAME_LENGTH: usize = 40;

/// Most lines that one record of CSV may have: a quotation mark that is never closed ends there.
const MAX_RECORD_LINES: usize = 200;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Message,
    Reason,
    Pod,
    Node,
    Other,
}

impl Column {
    fn named(name: &str) -> Self {
        let name = name.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        let name = name
            .trim_start_matches(['@', '.', '_'])
            .replace([' ', '_', '-'], "");
        match name.as_str() {
            "message" | "msg" | "note" | "log" | "body" | "text" | "eventmessage" | "line" => {
                Self::Message
            }
            "reason" => Self::Reason,
            "pod"
            | "podname"
            | "object"
            | "name"
            | "involvedobject"
            | "involvedobject.name"
            | "regarding"
            | "regarding.name"
            | "kubernetes.podname"
            | "resource" => Self::Pod,
            "node" | "nodename" | "host" | "hostname" | "source.host" | "instance"
            | "kubernetes.host" => Self::Node,
            _ => Self::Other,
        }
    }
}

/// One row.
pub(super) struct Row {
    /// Its first line, counted from 0 in the lines that were given.
    pub line: usize,
    /// Lines that it has.
    pub lines: usize,
    /// Its message, after its reason.
    pub message: String,
    pub pod: Option<String>,
    pub node: Option<String>,
}

/// A table of CSV within lines.
pub(super) struct Csv {
    /// The line of its heading.
    pub heading: usize,
    pub rows: Vec<Row>,
}

/// Finds a heading that names a message among other columns, and reads what is below it.
pub(super) fn csv(lines: &[&str]) -> Option<Csv> {
    let (heading, separator, columns) = lines.iter().enumerate().find_map(|(at, line)| {
        [',', ';', '\t'].into_iter().find_map(|separator| {
            let columns = heading_of(line, separator)?;
            Some((at, separator, columns))
        })
    })?;
    let mut rows = Vec::new();
    let mut at = heading + 1;
    while at < lines.len() {
        let (cells, taken) = record(lines.get(at..).unwrap_or_default(), separator);
        let mut row = Row {
            line: at,
            lines: taken,
            message: String::new(),
            pod: None,
            node: None,
        };
        let mut reason = String::new();
        for (column, cell) in columns.iter().zip(cells) {
            match column {
                Column::Message => row.message.push_str(&cell),
                Column::Reason => reason = cell,
                Column::Pod if row.pod.is_none() => row.pod = pod_name(&cell),
                Column::Node if row.node.is_none() => {
                    row.node = Some(cell).filter(|cell| !cell.is_empty());
                }
                Column::Pod | Column::Node | Column::Other => {}
            }
        }
        if row.message.trim().is_empty() {
            // Not of this table: the line stands for itself.
            let own = lines.iter().skip(at).take(taken);
            row.message = own.copied().collect::<Vec<&str>>().join(" ");
        } else if !reason.is_empty() {
            row.message = format!("{reason} {}", row.message);
        }
        rows.push(row);
        at += taken;
    }
    Some(Csv { heading, rows })
}

fn heading_of(line: &str, separator: char) -> Option<Vec<Column>> {
    if line.len() > 2000 || !line.contains(separator) {
        return None;
    }
    let cells: Vec<&str> = line.split(separator).collect();
    let short = cells.iter().all(|cell| {
        let cell = cell.trim();
        !cell.is_empty()
            && cell.len() <= MAX_NAME_LENGTH
            && cell
                .chars()
                .all(|c| c.is_alphanumeric() || " ._-@\"'/:".contains(c))
    });
    let columns: Vec<Column> = cells.iter().map(|cell| Column::named(cell)).collect();
    (short && columns.len() >= 2 && columns.contains(&Column::Message)).then_some(columns)
}

/// One record (RFC 4180) and the lines that it takes; at least one.
fn record(lines: &[&str], separator: char) -> (Vec<String>, usize) {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for (number, line) in (1..).zip(lines.iter().take(MAX_RECORD_LINES)) {
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            let Some(cell) = cells.last_mut() else { break };
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    letters.next();
                    cell.push('"');
                }
                '"' if quoted => quoted = false,
                '"' if cell.trim().is_empty() => quoted = true,
                other if other == separator && !quoted => cells.push(String::new()),
                other => cell.push(other),
            }
        }
        if !quoted {
            return (cells, number);
        }
        if let Some(cell) = cells.last_mut() {
            cell.push(' ');
        }
    }
    // Never closed: the line stands for itself.
    let first = lines.first().copied().unwrap_or_default();
    (first.split(separator).map(str::to_owned).collect(), 1)
}

/// Columns of a table that is aligned with blanks.
pub(super) struct Aligned {
    columns: Vec<(Column, usize)>,
}

impl Aligned {
    /// A heading of `custom-columns` that names a message and a pod or node; the tables of kubectl
    /// itself name pods within the line.
    pub fn heading(line: &str) -> Option<Self> {
        if line.len() > 2000 || line.contains(',') {
            return None;
        }
        let mut columns = Vec::new();
        let mut within = false;
        let mut name = String::new();
        for (at, letter) in line.chars().chain(std::iter::once(' ')).enumerate() {
            if letter.is_whitespace() {
                if within && let Some((column, _)) = columns.last_mut() {
                    *column = Column::named(&name);
                }
                within = false;
                continue;
            }
            if !within {
                columns.push((Column::Other, at));
                name.clear();
                within = true;
            }
            if letter.is_lowercase() {
                return None;
            }
            name.push(letter);
        }
        let has = |wanted| columns.iter().any(|(column, _)| *column == wanted);
        let is_kubectls = line.starts_with("LAST SEEN") || line.contains("LAST SEEN  ");
        (!is_kubectls && has(Column::Message) && (has(Column::Pod) || has(Column::Node)))
            .then_some(Self { columns })
    }

    /// The pod and the node of a row.
    pub fn row(&self, line: &str) -> (Option<String>, Option<String>) {
        let cell = |wanted: Column| {
            let at = self
                .columns
                .iter()
                .position(|(column, _)| *column == wanted)?;
            let (_, start) = *self.columns.get(at)?;
            let before = line.chars().nth(start.checked_sub(1).unwrap_or(usize::MAX));
            // Where the line does not keep to the columns, nothing is told.
            if before.is_some_and(|letter| !letter.is_whitespace()) {
                return None;
            }
            let text: String = line
                .chars()
                .skip(start)
                .take_while(|letter| !letter.is_whitespace())
                .take(300)
                .collect();
            (!text.is_empty() && text != "<none>").then_some(text)
        };
        let pod = cell(Column::Pod).and_then(|text| pod_name(&text));
        (pod, cell(Column::Node))
    }
}

/// The pod's name of `pod/NAME`, `NAMESPACE/NAME`, `NAME` or an event's `NAME.17ab3f2c9d8e7f60`.
pub(super) fn pod_name(cell: &str) -> Option<String> {
    let name = cell.trim().rsplit('/').next().unwrap_or_default();
    let name = match name.rsplit_once('.') {
        Some((pod, suffix))
            if (14..=17).contains(&suffix.len())
                && suffix.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
        {
            pod
        }
        _ => name,
    };
    super::pods::is_name(name).then(|| name.to_owned())
}
