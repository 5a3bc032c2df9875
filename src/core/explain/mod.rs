//! Every line of the files explained: what it does, why it has its value, and the source.
//!
//! The files are ours, so their lines are read back into places (`place`), and a table says what
//! stands at each place and which fields decide it (`manifests`, `user_data`).

mod blueprint;
mod comments;
mod kept;
mod manifests;
mod place;
mod rows;
mod user_data;

use super::config::sources::{CHOICE, Source};
use super::config::{Config, EngineKind, Field};
use super::findings::Rule;
use super::manifest::{File, Syntax};
pub use blueprint::{BlueprintDifference, since_blueprint};
pub(crate) use comments::with_comments;
use place::{Line, lines};
use rows::{From, Row};

/// Why a line has its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueFrom {
    /// A document of this kind has it always.
    Form,
    /// A setting, which has its default.
    Default,
    /// A setting that you changed.
    Yours,
    /// It follows from other settings or is required by something.
    Derived,
    /// Not from any setting: it comes from your own files.
    Kept,
}

impl ValueFrom {
    /// One word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form => "always",
            Self::Default => "default",
            Self::Yours => "yours",
            Self::Derived => "derived",
            Self::Kept => "kept",
        }
    }
}

/// What one line of a file does, and why it has its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// What it does, in a sentence.
    pub what: &'static str,
    /// Where its value comes from.
    pub from: ValueFrom,
    /// Why it has this value, in a sentence.
    pub why: String,
    /// The fields that decide it.
    pub fields: Vec<&'static Field>,
    /// The rule that knows more.
    pub rule: Option<&'static Rule>,
    /// Where that is written, with version and date.
    pub source: Source,
}

/// Explains the lines of a file that a Config made, one entry a line; none for a line without
/// letters or digits.
pub fn explain_file(config: &Config, file: &File) -> Vec<Option<Explanation>> {
    let default = Config::default();
    lines(file)
        .iter()
        .map(|line| explain(config, &default, file, line))
        .collect()
}

/// Explains one line of a file, counted from 1.
pub fn explain_line(config: &Config, file: &File, number: usize) -> Option<Explanation> {
    let all = lines(file);
    let line = all.get(number.checked_sub(1)?)?;
    explain(config, &Config::default(), file, line)
}

fn explain(config: &Config, default: &Config, file: &File, line: &Line) -> Option<Explanation> {
    if !line.text.chars().any(char::is_alphanumeric) {
        return None;
    }
    if let ("config.yaml", Some(field)) = (file.path.as_str(), line.config_field()) {
        return Some(of_field(config, default, field));
    }
    let row = match file.syntax {
        Syntax::Markdown => Some(&rows::PROSE),
        _ if line.is_comment => Some(&rows::COMMENT),
        _ if kept::is_kept(config, file, line) => None,
        _ => rows::find(line, config.engine.kind == EngineKind::Bottlerocket),
    };
    Some(match row {
        Some(row) => of_row(config, default, row),
        None => of_row(config, default, &rows::KEPT),
    })
}

fn of_field(config: &Config, default: &Config, field: &'static Field) -> Explanation {
    Explanation {
        what: field.help,
        from: if field.is_changed(config, default) {
            ValueFrom::Yours
        } else {
            ValueFrom::Default
        },
        why: why_of(config, default, &[field]),
        fields: vec![field],
        rule: None,
        source: field.source,
    }
}

fn of_row(config: &Config, default: &Config, row: &'static Row) -> Explanation {
    let fields: Vec<&'static Field> = row
        .fields
        .iter()
        .filter_map(|path| Field::find(path))
        .collect();
    let changed = fields.iter().any(|field| field.is_changed(config, default));
    let (from, why) = match row.from {
        From::Form => (ValueFrom::Form, "It is always so here.".to_owned()),
        From::Kept => (
            ValueFrom::Kept,
            "No setting decides it: it comes from your own files.".to_owned(),
        ),
        From::Field if changed => (ValueFrom::Yours, why_of(config, default, &fields)),
        From::Field => (ValueFrom::Default, why_of(config, default, &fields)),
        From::Derived(why) if changed => (
            ValueFrom::Derived,
            [why, " ", &why_of(config, default, &fields)].concat(),
        ),
        From::Derived(why) => (ValueFrom::Derived, why.to_owned()),
    };
    let first = fields.first();
    Explanation {
        what: match (row.what, first) {
            ("", Some(field)) => field.help,
            (what, _) => what,
        },
        from,
        why,
        rule: row.rule.and_then(Rule::find_of_settings),
        source: row
            .source
            .or_else(|| first.map(|field| field.source))
            .unwrap_or(CHOICE),
        fields,
    }
}

/// `Throughput is yours; the default is 600 MiB/s.`
fn why_of(config: &Config, default: &Config, fields: &[&'static Field]) -> String {
    let changed = fields
        .iter()
        .find(|field| field.is_changed(config, default));
    let Some(field) = changed else {
        let field = fields.first();
        let label = field.map_or("It", |field| field.label);
        let is_empty = field.is_some_and(|field| field.value(config).texts().is_empty());
        let rest = if is_empty {
            " is empty, as by default."
        } else {
            " is the default."
        };
        return [label, rest].concat();
    };
    let text = field.value(default).to_string().replace('\n', ", ");
    if text.is_empty() {
        return [field.label, " is yours; by default nothing is set."].concat();
    }
    let unit = if field.unit.is_empty() { "" } else { " " };
    [
        field.label,
        " is yours; the default is ",
        &text,
        unit,
        field.unit,
        ".",
    ]
    .concat()
}
