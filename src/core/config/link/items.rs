//! Items of a code and a value, in every version so far.

use super::codes::CODES;
use super::state::{Link, LinkProblem, quoted_or_none};
use super::{layers, letters};
use crate::core::config::fields::leading_first;
use crate::core::config::format::FormatVersion;
use crate::core::config::presets::Preset;
use crate::core::config::{Field, Kind, Value};
use crate::core::error::quoted;
use crate::core::order;

/// Item of the preset's word.
const PRESET: &str = "pre";
/// Item of what is in view.
const TAB: &str = "tab";
/// Before the code of a field: a text that is no value of it.
const DRAFT: char = 'd';
/// Code of the layers, which are written in few letters.
const LAYERS: &str = "il";
/// The end, so that a link that was cut off is known as one.
const END: &str = "z";

/// Writes a link; texts that are no values only up to `longest` bytes each.
pub(super) fn write(link: &Link, longest: usize) -> String {
    let version = FormatVersion::NEWEST;
    let mut base = version.base().clone();
    // A reference to another image says already that nothing is known of it.
    base.image = link.config.defaults_beside().image;
    let mut items = vec![format!("v{}", version.number())];
    let mut put = |key: &str, value: String| {
        let dot = if value.is_empty() { "" } else { "." };
        items.push(format!("{key}{dot}{value}"));
    };
    for code in CODES {
        let Some(field) = code.field() else { continue };
        if field.is_changed(&link.config, &base) {
            let value = field.value(&link.config);
            let mut texts = value.texts().to_vec();
            if code.code == LAYERS {
                texts = texts.iter().map(|text| layers::short(text)).collect();
            }
            put(code.code, letters::escaped(&texts));
        }
        let refused = link.refused.iter().find(|(other, _)| *other == field);
        if let Some((_, text)) = refused.filter(|(_, text)| text.len() <= longest) {
            put(&format!("{DRAFT}{}", code.code), letters::escaped_one(text));
        }
    }
    if let Some(preset) = link.preset {
        put(PRESET, letters::escaped_one(preset));
    }
    if let Some(tab) = &link.tab {
        put(TAB, letters::escaped_one(tab));
    }
    items.push(END.to_owned());
    items.join("_")
}

/// What an item is about.
enum Key {
    Field(&'static Field),
    Draft(&'static Field),
    Gone(&'static str),
    Preset,
    Tab,
    End,
    Unknown,
}

impl Key {
    fn parse(text: &str) -> Self {
        match text {
            PRESET => Self::Preset,
            TAB => Self::Tab,
            END => Self::End,
            _ => match (field_of(text), text.strip_prefix(DRAFT).and_then(field_of)) {
                (Some(Ok(field)), _) => Self::Field(field),
                (Some(Err(path)), _) => Self::Gone(path),
                (None, Some(Ok(field))) => Self::Draft(field),
                // What was typed into a field that is gone is of no use to anybody.
                (None, Some(Err(path))) => Self::Gone(path),
                (None, None) => Self::Unknown,
            },
        }
    }
}

fn field_of(code: &str) -> Option<Result<&'static Field, &'static str>> {
    let row = CODES.iter().find(|row| row.code == code)?;
    Some(row.field().ok_or(row.path))
}

/// A value as it was found.
struct Found {
    field: &'static Field,
    entries: Vec<String>,
}

/// Reads items; `whole` says that nothing was cut off before.
pub(super) fn read(
    version: FormatVersion,
    items: &str,
    whole: bool,
    problems: &mut Vec<LinkProblem>,
) -> Link {
    let mut link = Link::new(version.base().clone());
    let mut found: Vec<Found> = Vec::new();
    let mut items: Vec<&str> = items.split('_').filter(|item| !item.is_empty()).collect();
    let ended = items.contains(&END);
    // What stands last in a link that was cut off may be half a value.
    let half = if ended { None } else { items.pop() };
    let mut say = |field: Option<&'static Field>, message: String| {
        problems.push(LinkProblem { field, message });
    };
    for item in items {
        let (key, value) = match item.split_once('.') {
            Some((key, value)) => (key, Some(value)),
            None => (item, None),
        };
        let Some(entries) = value.map_or(Some(Vec::new()), letters::entries) else {
            match Key::parse(key) {
                Key::Field(field) | Key::Draft(field) => say(
                    Some(field),
                    format!("{} is damaged; the default is used.", quoted(item)),
                ),
                _ => say(
                    None,
                    format!("{} is damaged and was ignored.", quoted(item)),
                ),
            }
            continue;
        };
        let entries = if key == LAYERS {
            entries.iter().map(|entry| layers::long(entry)).collect()
        } else {
            entries
        };
        let text = entries.first().map(String::as_str);
        match Key::parse(key) {
            Key::Field(field) => {
                if found.iter().any(|other| other.field == field) {
                    say(
                        Some(field),
                        format!(
                            "It appears more than once; the last value,{}, is used.",
                            quoted_or_none(text)
                        ),
                    );
                    found.retain(|other| other.field != field);
                }
                found.push(Found { field, entries });
            }
            Key::Draft(field) => {
                link.refused.retain(|(other, _)| *other != field);
                link.refused
                    .push((field, text.unwrap_or_default().to_owned()));
            }
            Key::Gone(path) => say(
                None,
                format!(
                    "{path} is no longer a setting;{} was ignored.",
                    quoted_or_none(text)
                ),
            ),
            Key::Preset => link.preset = text.and_then(Preset::find).map(|preset| preset.word),
            Key::Tab => link.tab = text.map(str::to_owned),
            Key::End => {}
            Key::Unknown => say(
                None,
                format!(
                    "{} is not a setting in this version;{} was ignored.",
                    quoted(key),
                    quoted_or_none(text)
                ),
            ),
        }
    }
    if whole && !ended {
        let half = half
            .map(|half| {
                format!(
                    " The last entry, {}, may be truncated too and was ignored.",
                    quoted(half)
                )
            })
            .unwrap_or_default();
        say(
            None,
            format!(
                "The end of the link is missing: it was truncated when copied.{half} Check the settings, or ask for the link again."
            ),
        );
    }
    let mut found: Vec<(u64, Found)> = (0..).zip(found).collect();
    leading_first(&mut found, |(_, found)| Some(found.field));
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for (place, Found { field, entries }) in found {
        let value = value_of(field.kind, entries);
        match (field.set)(&mut link.config, &value) {
            Ok(()) => taken.push(field.path),
            Err(invalid) => refused.push((place, field, value, invalid)),
        }
    }
    // Told in the order of the link.
    order::stable_sort_by_u64(&mut refused, |(place, ..)| *place);
    for (_, field, value, invalid) in refused {
        say(
            Some(field),
            format!("{} The default is used.", invalid.message()),
        );
        if !link.refused.iter().any(|(other, _)| *other == field) {
            link.refused.push((field, value.text(field.kind)));
        }
    }
    version.complete(&mut link.config, |path| taken.contains(&path));
    link
}

fn value_of(kind: Kind, entries: Vec<String>) -> Value {
    let list = matches!(
        kind,
        Kind::List | Kind::Choices(_) | Kind::Pairs | Kind::Lines
    );
    let mut entries = entries;
    match (entries.len(), list) {
        (0, _) => Value::Empty,
        (1, false) => entries.pop().map_or(Value::Empty, Value::One),
        _ => Value::Many(entries),
    }
}
