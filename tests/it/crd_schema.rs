//! A CustomResourceDefinition's schema: its structure, checked strictly, and its CEL rules.
//!
//! Stricter than the API server in one thing: it prunes a field that the schema does not know
//! and says nothing; here that is a refusal, because it is how a misspelt field looks.

use std::cell::RefCell;
use std::collections::BTreeMap;

use kube_cel::{CompiledSchema, ErrorKind, compile_schema, validate_compiled};
use regex::Regex;
use serde_json::Value;

use crate::yaml11;

/// Who refuses a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The structural schema.
    Schema,
    /// A CEL rule.
    Cel,
}

/// One refusal.
#[derive(Debug)]
pub struct Refusal {
    pub by: By,
    /// Where in the document: `spec.weight`.
    pub at: String,
    pub message: String,
}

/// One version of a CRD.
pub struct Crd {
    pub kind: String,
    pub api_version: String,
    schema: Value,
    compiled: CompiledSchema,
}

impl Crd {
    /// Reads the CRD from its YAML.
    pub fn parse(text: &str) -> Self {
        let crd = yaml11::read_one(text).expect("the CRD is YAML").value;
        let spec = &crd["spec"];
        let version = &spec["versions"][0];
        let word = |value: &Value| value.as_str().expect("a word in the CRD").to_owned();
        let schema = version["schema"]["openAPIV3Schema"].clone();
        Self {
            kind: word(&spec["names"]["kind"]),
            api_version: format!("{}/{}", word(&spec["group"]), word(&version["name"])),
            compiled: compile_schema(&schema),
            schema,
        }
    }

    /// Whether a document is of this kind.
    pub fn describes(&self, document: &Value) -> bool {
        document["kind"] == self.kind.as_str()
            && document["apiVersion"] == self.api_version.as_str()
    }

    /// Everything for which the API server would refuse the document when it is created, or
    /// when it replaces `old`.
    pub fn check(&self, document: &Value, old: Option<&Value>) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        let document = &without_nulls(&self.schema, document);
        // The server checks metadata by rules of its own.
        let name = document["metadata"]["name"].as_str().unwrap_or_default();
        if !is_dns_name(name) {
            refusals.push(Refusal {
                by: By::Schema,
                at: "metadata.name".to_owned(),
                message: format!("{name:?} is not a valid object name"),
            });
        }
        structure(&self.schema, document, "", &mut refusals);
        // As the server: rules run on what has the right structure.
        if refusals.is_empty()
            && let Err(errors) = validate_compiled(&self.compiled, document, old)
        {
            for error in errors.into_vec() {
                refusals.push(Refusal {
                    by: By::Cel,
                    at: error.field_path.clone(),
                    message: format!("{:?}: {}", error.kind, error.message),
                });
            }
        }
        refusals
    }

    /// Every CEL rule of the CRD with its place, whether it compares with the old object, and
    /// why it cannot be evaluated, if it cannot.
    pub fn rules(&self) -> Vec<Rule> {
        let mut rules = Vec::new();
        collect(&self.compiled, "", &mut rules);
        rules
    }
}

/// A CEL rule of a CRD.
pub struct Rule {
    pub at: String,
    pub is_transition: bool,
    pub broken: Option<String>,
}

fn collect(schema: &CompiledSchema, at: &str, rules: &mut Vec<Rule>) {
    for compiled in &schema.validations {
        rules.push(match compiled {
            Ok(compiled) => Rule {
                at: at.to_owned(),
                is_transition: compiled.is_transition_rule,
                broken: None,
            },
            Err(error) => Rule {
                at: at.to_owned(),
                is_transition: false,
                broken: Some(error.to_string()),
            },
        });
    }
    let mut names: Vec<&String> = schema.properties.keys().collect();
    names.sort();
    for name in names {
        collect(&schema.properties[name], &join(at, name), rules);
    }
    for inner in [&schema.items, &schema.additional_properties]
        .into_iter()
        .flatten()
    {
        collect(inner, &format!("{at}[]"), rules);
    }
}

/// Whether a refusal says that a rule could not be evaluated for want of a function, which would
/// be a gap of ours and no judgement of the document.
pub fn is_gap(refusal: &Refusal) -> bool {
    [
        ErrorKind::CompilationFailure,
        ErrorKind::UnsupportedReference,
        ErrorKind::InvalidRule,
        ErrorKind::InvalidResult,
        ErrorKind::SchemaTooDeep,
    ]
    .iter()
    .any(|kind| refusal.message.starts_with(&format!("{kind:?}:")))
}

fn join(at: &str, name: &str) -> String {
    if at.is_empty() {
        name.to_owned()
    } else {
        format!("{at}.{name}")
    }
}

fn is_dns_name(name: &str) -> bool {
    let part = |part: &str| {
        let ends =
            |c: Option<char>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        ends(part.chars().next())
            && ends(part.chars().next_back())
            && part
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    name.len() <= 253 && name.split('.').all(part)
}

/// The keywords that this validator knows; another one in a CRD is an error, not a blind spot.
const KEYWORDS: &[&str] = &[
    "type",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "enum",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "maxProperties",
    "x-kubernetes-int-or-string",
    "x-kubernetes-preserve-unknown-fields",
    "x-kubernetes-validations",
    "x-kubernetes-list-type",
    "x-kubernetes-map-type",
    "x-kubernetes-list-map-keys",
    "anyOf",
    "description",
    "default",
];

/// A document as the server decodes it, before it validates: a field that is null is one that is not
/// there, or has its default (apiextensions-apiserver, PruneNonNullableNullsWithoutDefaults). No CRD here
/// has `nullable`, which [`structure`] does not know.
fn without_nulls(schema: &Value, value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.iter().filter_map(|(name, value)| {
                let of_all = &schema["additionalProperties"];
                let own = schema["properties"]
                    .get(name)
                    .or(of_all.is_object().then_some(of_all));
                match (own, value) {
                    (Some(own), Value::Null) => Some((name.clone(), own.get("default")?.clone())),
                    (Some(own), value) => Some((name.clone(), without_nulls(own, value))),
                    (None, value) => Some((name.clone(), value.clone())),
                }
            });
            Value::Object(members.collect())
        }
        Value::Array(items) => items
            .iter()
            .map(|item| without_nulls(&schema["items"], item))
            .collect(),
        other => other.clone(),
    }
}

fn structure(schema: &Value, value: &Value, at: &str, refusals: &mut Vec<Refusal>) {
    let mut refuse = |message: String| {
        refusals.push(Refusal {
            by: By::Schema,
            at: at.to_owned(),
            message,
        });
    };
    let keywords = schema.as_object().expect("a schema is a map");
    if let Some(unknown) = keywords
        .keys()
        .find(|key| !KEYWORDS.contains(&key.as_str()))
    {
        panic!("{at}: the CRD uses {unknown}, which this validator does not know");
    }
    if !has_type(schema, value) {
        refuse(format!("{value} is not of type {}", schema["type"]));
        return;
    }
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        refuse(format!("{value} is none of {choices:?}"));
    }
    let limit = |key: &str| schema[key].as_f64();
    let mut within = |what: &str, number: f64, least: Option<f64>, most: Option<f64>| {
        if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
            refuse(format!(
                "{what} {number} is not within {least:?} to {most:?}"
            ));
        }
    };
    match value {
        Value::Number(number) => {
            within(
                "number",
                number.as_f64().unwrap_or(f64::NAN),
                limit("minimum"),
                limit("maximum"),
            );
        }
        Value::String(text) => {
            let length = text.chars().count() as f64;
            within("length", length, limit("minLength"), limit("maxLength"));
            if let Some(pattern) = schema["pattern"].as_str()
                && !matches(pattern, text)
            {
                refuse(format!("{text:?} does not match {pattern}"));
            }
        }
        Value::Array(items) => {
            within(
                "number of items",
                items.len() as f64,
                limit("minItems"),
                limit("maxItems"),
            );
            if schema["x-kubernetes-list-type"] == "set"
                && items
                    .iter()
                    .enumerate()
                    .any(|(at, item)| items[..at].contains(item))
            {
                refuse("an item is there twice".to_owned());
            }
            for (index, item) in items.iter().enumerate() {
                structure(&schema["items"], item, &format!("{at}[{index}]"), refusals);
            }
        }
        Value::Object(fields) => {
            within(
                "number of entries",
                fields.len() as f64,
                None,
                limit("maxProperties"),
            );
            for required in schema["required"].as_array().into_iter().flatten() {
                let required = required.as_str().unwrap_or_default();
                // An empty disruption gets no consolidateAfter: only the whole has a default.
                let defaulted = schema["properties"][required].get("default").is_some();
                if !fields.contains_key(required) && !defaulted {
                    refuse(format!("{required} is missing"));
                }
            }
            entries(schema, fields, at, refusals);
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn entries(
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    at: &str,
    refusals: &mut Vec<Refusal>,
) {
    for (name, value) in fields {
        let below = join(at, name);
        if let Some(known) = schema["properties"].get(name) {
            structure(known, value, &below, refusals);
        } else if schema["additionalProperties"].is_object() {
            structure(&schema["additionalProperties"], value, &below, refusals);
        } else if schema["x-kubernetes-preserve-unknown-fields"] != true && at != "metadata" {
            refusals.push(Refusal {
                by: By::Schema,
                at: below,
                message: "there is no such field; the API server would drop it".to_owned(),
            });
        }
    }
}

fn has_type(schema: &Value, value: &Value) -> bool {
    if schema["x-kubernetes-int-or-string"] == true {
        return value.is_i64() || value.is_u64() || value.is_string();
    }
    match schema["type"].as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        _ => false,
    }
}

/// Whether a text matches a pattern of Go's regexp, which the API server uses: classes mean ASCII
/// there. Compiled patterns are kept, as there are few of them and many texts.
fn matches(pattern: &str, text: &str) -> bool {
    thread_local! {
        static COMPILED: RefCell<BTreeMap<String, Regex>> = const { RefCell::new(BTreeMap::new()) };
    }
    COMPILED.with_borrow_mut(|compiled| {
        compiled
            .entry(pattern.to_owned())
            .or_insert_with(|| {
                let ascii = pattern
                    .replace(r"\d", "[0-9]")
                    .replace(r"\s", r"[\t\n\f\r ]");
                Regex::new(&ascii).unwrap_or_else(|error| panic!("{pattern}: {error}"))
            })
            .is_match(text)
    })
}
