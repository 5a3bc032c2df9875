//! JSON Schema of the Config file, from the table of fields.
//!
//! It is for editors and reviews: everything that it accepts in shape may still be refused by a
//! field's own reading, which knows names, versions and units.

use serde_json::{Map, Value as Json, json};

use super::format::FormatVersion;
use super::{Choice, Config, Field, Kind, Value};

/// JSON Schema (draft 2020-12) of the Config file, as indented text that ends with a line feed.
///
/// Objects follow the dotted paths of [`Field::all`], in that order; unknown keys are refused, as
/// in the file itself.
pub fn json_schema() -> String {
    let default = Config::default();
    let versions = FormatVersion::ALL.map(FormatVersion::number);
    let mut properties = Map::new();
    properties.insert(
        "version".to_owned(),
        json!({
            "title": "Version",
            "description": "File format version. The defaults below are those of the newest.",
            "enum": versions,
        }),
    );
    for field in Field::all() {
        insert(&mut properties, field.path, of_field(field, &default));
    }
    let mut schema = Map::new();
    schema.insert(
        "$schema".to_owned(),
        json!("https://json-schema.org/draft/2020-12/schema"),
    );
    schema.insert("title".to_owned(), json!("SOCI Configurator: Config file"));
    schema.insert(
        "description".to_owned(),
        json!("Settings for a set of Karpenter manifests with SOCI parallel pull. Everything except the version has a default."),
    );
    schema.extend(object(properties));
    schema.insert("required".to_owned(), json!(["version"]));
    format!("{:#}\n", Json::Object(schema))
}

fn object(properties: Map<String, Json>) -> Map<String, Json> {
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Json::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    object
}

/// Puts a field's schema at its dotted path, making the objects on the way. A section may be
/// left empty in the file, so it may be null.
fn insert(properties: &mut Map<String, Json>, path: &str, schema: Json) {
    let Some((section, rest)) = path.split_once('.') else {
        properties.insert(path.to_owned(), schema);
        return;
    };
    let entry = properties.entry(section).or_insert_with(|| {
        let mut section = object(Map::new());
        section.insert("type".to_owned(), json!(["object", "null"]));
        Json::Object(section)
    });
    if let Some(Json::Object(inner)) = entry.get_mut("properties") {
        insert(inner, rest, schema);
    }
}

fn of_field(field: &Field, default: &Config) -> Json {
    let mut schema = Map::new();
    schema.insert("title".to_owned(), json!(field.label));
    schema.insert("description".to_owned(), json!(description(field)));
    schema.insert(
        "$comment".to_owned(),
        json!(format!(
            "Bounds: {} <{}>",
            field.source.label, field.source.url
        )),
    );
    schema.insert(
        "default".to_owned(),
        plain(&field.value(default), field.kind),
    );
    if !field.example.is_empty() {
        schema.insert("examples".to_owned(), json!([field.example]));
    }
    let may_be_empty = (field.set)(&mut default.clone(), &Value::Empty).is_ok();
    schema.extend(shape(field.kind, may_be_empty));
    Json::Object(schema)
}

/// What the field decides, what it takes, and each of its words.
fn description(field: &Field) -> String {
    let unit = match field.unit {
        "" => String::new(),
        unit => format!(" ({unit})"),
    };
    let mut text = format!("{} Allowed: {}{unit}.", field.help, field.bounds);
    if let Kind::Choice(choices) | Kind::Choices(choices) = field.kind {
        for choice in choices {
            text.push_str(&format!("\n{}: {}", choice.word, choice.help));
        }
    }
    text
}

/// The values that the file may hold for this kind: numbers with or without quotes, as YAML's
/// readers differ about them, and nothing at all where a field may be empty.
fn shape(kind: Kind, may_be_empty: bool) -> Map<String, Json> {
    let types = |names: &[&str]| {
        let mut names = names.to_vec();
        if may_be_empty {
            names.push("null");
        }
        json!(names)
    };
    let shape = match kind {
        Kind::Text => json!({"type": types(&["string", "number"])}),
        Kind::Number { min, max, .. } => {
            json!({"type": types(&["integer", "string"]), "minimum": min, "maximum": max})
        }
        Kind::Limit => json!({
            "type": types(&["integer", "string"]),
            "minimum": -1,
            "maximum": crate::core::units::Limit::MAX,
            "not": {"const": 0},
        }),
        Kind::Bytes => json!({
            "type": types(&["integer", "string"]),
            "minimum": 1,
            "maximum": crate::core::units::ByteSize::MAX,
        }),
        Kind::Bool => json!({"type": "boolean"}),
        Kind::Choice(choices) => json!({"enum": words(choices)}),
        Kind::Choices(choices) => json!({
            "type": types(&["array"]),
            "items": {"enum": words(choices)},
            "uniqueItems": true,
        }),
        Kind::List => json!({
            "type": types(&["array"]),
            "items": {"type": ["string", "number"]},
            "uniqueItems": true,
        }),
        Kind::Lines => json!({
            "type": types(&["array"]),
            "items": {"type": ["string", "number"]},
        }),
        Kind::Pairs => json!({
            "type": types(&["object", "array"]),
            "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
            "items": {"type": "string", "pattern": "="},
        }),
    };
    match shape {
        Json::Object(shape) => shape,
        _ => Map::new(),
    }
}

/// The words of a choice; yes and no are also YAML's own.
fn words(choices: &[Choice]) -> Vec<Json> {
    let mut words: Vec<Json> = choices.iter().map(|choice| json!(choice.word)).collect();
    for choice in choices {
        if let Ok(flag) = choice.word.parse::<bool>() {
            words.push(json!(flag));
        }
    }
    words
}

/// A value as the file writes it.
fn plain(value: &Value, kind: Kind) -> Json {
    match (value, kind) {
        (Value::Empty, Kind::Pairs) => json!({}),
        (Value::Empty, Kind::List | Kind::Choices(_) | Kind::Lines) => json!([]),
        (Value::Empty, _) => Json::Null,
        (Value::One(text), Kind::Bool | Kind::Choice(_)) if text == "true" || text == "false" => {
            json!(text == "true")
        }
        (Value::One(text), Kind::Number { .. } | Kind::Limit | Kind::Bytes) => text
            .parse::<i64>()
            .map_or_else(|_| json!(text), |number| json!(number)),
        (Value::One(text), _) => json!(text),
        (Value::Many(texts), Kind::Pairs) => {
            let pairs = texts.iter().filter_map(|text| text.split_once('='));
            pairs
                .map(|(key, value)| (key.to_owned(), json!(value)))
                .collect::<Map<_, _>>()
                .into()
        }
        (Value::Many(texts), _) => json!(texts),
    }
}
