//! Every line of the files explained: what it does, why it has its value, and the source.
//!
//! The files are ours, so their lines are read back into places (`place`), and a table says what
//! stands at each place and which fields decide it (`manifests`, `user_data`).

mod blueprint;
mod comments;
mod find;
mod kept;
mod manifests;
mod place;
mod rows;
mod user_data;

use std::collections::BTreeMap;

use super::config::sources::{CHOICE, Source};
use super::config::{Config, Field, FieldChanges};
use super::findings::Rule;
use super::set_file::{File, Syntax};
pub use blueprint::{BlueprintDifference, since_blueprint};
pub(crate) use comments::with_comments;
use place::{Line, lines};
use rows::{Row, ValueOrigin};

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
    Override,
}

impl ValueFrom {
    /// One word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Form => "always",
            Self::Default => "default",
            Self::Yours => "yours",
            Self::Derived => "derived",
            Self::Override => "kept",
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
    let mut changes = Changes::new(config, &default);
    lines(file)
        .iter()
        .map(|line| explain(&mut changes, file, line))
        .collect()
}

/// Explains one line of a file, counted from 1.
pub fn explain_line(config: &Config, file: &File, number: usize) -> Option<Explanation> {
    let all = lines(file);
    let line = all.get(number.checked_sub(1)?)?;
    explain(&mut Changes::new(config, &Config::default()), file, line)
}

/// Which fields of a Config differ from the default. Each is looked at once, however many lines
/// come from it: to compare what is kept from files takes as long as there is of it.
struct Changes<'a> {
    config: &'a Config,
    default: &'a Config,
    between: FieldChanges<'a>,
    known: BTreeMap<&'static str, bool>,
}

impl<'a> Changes<'a> {
    fn new(config: &'a Config, default: &'a Config) -> Self {
        Self {
            config,
            default,
            between: FieldChanges::new(config, default),
            known: BTreeMap::new(),
        }
    }

    fn is_at(&mut self, field: &'static Field) -> bool {
        let between = &self.between;
        let known = self.known.entry(field.path);
        *known.or_insert_with(|| between.is_at(field))
    }

    fn first_of(&mut self, fields: &[&'static Field]) -> Option<&'static Field> {
        fields.iter().copied().find(|field| self.is_at(field))
    }
}

fn explain(changes: &mut Changes<'_>, file: &File, line: &Line) -> Option<Explanation> {
    if !line.text.chars().any(char::is_alphanumeric) {
        return None;
    }
    if let ("config.yaml", Some(field)) = (file.path.as_str(), line.config_field()) {
        return Some(of_field(changes, field));
    }
    let config = changes.config;
    let row = match file.syntax {
        Syntax::Markdown => Some(rows::PROSE),
        _ if line.is_comment => Some(rows::COMMENT),
        _ if kept::is_kept(config, file, line) => None,
        _ => find::find(line, config.engine.spec().is_bottlerocket()),
    };
    Some(of_row(changes, row.unwrap_or(rows::KEPT)))
}

fn of_field(changes: &mut Changes<'_>, field: &'static Field) -> Explanation {
    let changed = changes.first_of(&[field]);
    Explanation {
        what: field.help,
        from: if changed.is_some() {
            ValueFrom::Yours
        } else {
            ValueFrom::Default
        },
        why: why_of(changes, changed, Some(field)),
        fields: vec![field],
        rule: None,
        source: field.source,
    }
}

fn of_row(changes: &mut Changes<'_>, row: Row) -> Explanation {
    let fields: Vec<&'static Field> = row
        .fields
        .iter()
        .filter_map(|path| Field::find(path))
        .collect();
    let first = fields.first().copied();
    let changed = changes.first_of(&fields);
    let (from, why) = match row.from {
        ValueOrigin::Form => (ValueFrom::Form, "Always the same.".to_owned()),
        ValueOrigin::Override => (
            ValueFrom::Override,
            "No setting controls it: it is from your own files.".to_owned(),
        ),
        ValueOrigin::Field if changed.is_some() => {
            (ValueFrom::Yours, why_of(changes, changed, first))
        }
        ValueOrigin::Field => (ValueFrom::Default, why_of(changes, None, first)),
        ValueOrigin::Derived(why) if changed.is_some() => (
            ValueFrom::Derived,
            [why, " ", &why_of(changes, changed, first)].concat(),
        ),
        ValueOrigin::Derived(why) => (ValueFrom::Derived, why.to_owned()),
    };
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
fn why_of(
    changes: &Changes<'_>,
    changed: Option<&'static Field>,
    first: Option<&'static Field>,
) -> String {
    let Some(field) = changed else {
        let label = first.map_or("It", |field| field.label);
        let is_empty = first.is_some_and(|field| field.value(changes.config).texts().is_empty());
        let rest = if is_empty {
            " is empty, as by default."
        } else {
            " is the default."
        };
        return [label, rest].concat();
    };
    let text = field.value(changes.default).to_string().replace('\n', ", ");
    if text.is_empty() {
        return [field.label, " is yours; not set by default."].concat();
    }
    let shown = field.with_unit(&text);
    [field.label, " is yours; the default is ", &shown, "."].concat()
}

#[cfg(test)]
mod tests {
    use crate::core::config::{Config, written};
    use crate::core::set_file::{File, Syntax};

    /// Kept values that are written while a file is explained that has a kept text of so many lines.
    fn kept_written(lines: usize) -> usize {
        let note = "# a note of the team\\n".repeat(lines);
        let kept = format!("EC2NodeClass metadata.annotations.note = \"{note}\"");
        let config = Config {
            kept: vec![kept.parse().expect("a kept value")],
            comments: true,
            ..Config::default()
        };
        let note = "    # a note of the team\n".repeat(lines);
        let text = format!("kind: EC2NodeClass\nmetadata:\n  annotations:\n    note: |\n  {note}");
        let file = File {
            path: "soci-snapshotter.yaml".into(),
            about: String::new(),
            syntax: Syntax::Yaml,
            applied: true,
            text,
        };
        let before = written::count();
        let explained = super::explain_file(&config, &file);
        assert!(explained.iter().flatten().count() > lines);
        assert!(super::with_comments(&config, &file).lines().count() > lines);
        written::count() - before
    }

    #[test]
    fn a_kept_text_is_looked_at_once_however_long_it_is() {
        let few = kept_written(10);
        assert!(few > 0);
        assert_eq!(kept_written(1000), few);
    }
}
