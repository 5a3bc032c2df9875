//! Reads YAML with the eyes of Kubernetes: scalars resolved by the rules of YAML 1.1 as its
//! reader (sigs.k8s.io/yaml over go-yaml) and older ones apply them, beside the 1.2 reading.
//!
//! Where readers of 1.1 disagree among themselves (`y`, `1:30`, dates), the reading here is the
//! one that is furthest from text: what passes is text to all of them.

use libyaml_safer::EventData;
use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

/// One document of a file.
#[derive(Debug)]
pub struct Document {
    /// What a reader of YAML 1.1 makes of it.
    pub value: Value,
    /// What a reader of YAML 1.2 makes of it.
    pub core: Value,
    /// Plain scalars that are not written as anybody would read them.
    pub doubtful: Vec<Doubtful>,
}

/// A plain scalar that readers do not agree about, or that is a number, truth or null in
/// another form than the usual one (`0x1F`, `1e3`, `True`), so that it was hardly meant.
#[derive(Debug, PartialEq, Eq)]
pub struct Doubtful {
    /// One-based line.
    pub line: usize,
    /// Its letters.
    pub text: String,
}

/// Reads every document of a file, by two parsers that share nothing: one of YAML 1.2, and a port of
/// libyaml. What they do not read alike is an error.
pub fn read(text: &str) -> Result<Vec<Document>, String> {
    let nodes = nodes_of_saphyr(text)?;
    let in_libyaml = nodes_of_libyaml(text).map_err(|error| format!("libyaml: {error}"))?;
    if nodes.len() != in_libyaml.len() {
        return Err("libyaml sees another number of documents".to_owned());
    }
    for (node, other) in nodes.iter().zip(&in_libyaml) {
        if let Some(difference) = node.difference(other) {
            return Err(format!("libyaml reads it otherwise: {difference}"));
        }
    }
    nodes
        .iter()
        .map(|node| {
            Ok(Document {
                value: node.value(Scalar::in_1_1)?,
                core: node.value(Scalar::in_1_2)?,
                doubtful: node.doubtful(),
            })
        })
        .collect()
}

fn nodes_of_libyaml(text: &str) -> Result<Vec<Node>, String> {
    let mut bytes = text.as_bytes();
    let mut parser = libyaml_safer::Parser::new();
    parser.set_input_string(&mut bytes);
    let mut documents = Vec::new();
    let mut open: Vec<(bool, Vec<Node>)> = Vec::new();
    loop {
        let event = parser.parse().map_err(|error| error.to_string())?;
        let done = match event.data {
            EventData::StreamEnd => return Ok(documents),
            EventData::Scalar { value, style, .. } => Node::Scalar {
                text: value,
                plain: style == libyaml_safer::ScalarStyle::Plain,
                line: usize::try_from(event.start_mark.line).unwrap_or_default() + 1,
            },
            EventData::SequenceStart { .. } => {
                open.push((false, Vec::new()));
                continue;
            }
            EventData::MappingStart { .. } => {
                open.push((true, Vec::new()));
                continue;
            }
            EventData::SequenceEnd | EventData::MappingEnd => closed(&mut open)?,
            EventData::Alias { anchor } => return Err(format!("an alias: {anchor}")),
            EventData::StreamStart { .. }
            | EventData::DocumentStart { .. }
            | EventData::DocumentEnd { .. } => continue,
        };
        match open.last_mut() {
            Some((_, nodes)) => nodes.push(done),
            None => documents.push(done),
        }
    }
}

/// The list or map that ends here.
fn closed(open: &mut Vec<(bool, Vec<Node>)>) -> Result<Node, String> {
    let (mapping, nodes) = open.pop().ok_or("an end without a start")?;
    Ok(if mapping {
        Node::Mapping(nodes)
    } else {
        Node::Sequence(nodes)
    })
}

fn nodes_of_saphyr(text: &str) -> Result<Vec<Node>, String> {
    let mut documents = Vec::new();
    let mut open: Vec<(bool, Vec<Node>)> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| error.to_string())?;
        let line = span.start.line();
        let done = match event {
            Event::Scalar(_, _, anchor, Some(tag)) => {
                return Err(format!("line {line}: a tag ({tag:?}, {anchor})"));
            }
            Event::Scalar(text, style, _, None) => Node::Scalar {
                text: text.into_owned(),
                plain: style == ScalarStyle::Plain,
                line,
            },
            Event::SequenceStart(..) => {
                open.push((false, Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push((true, Vec::new()));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => closed(&mut open)?,
            Event::Alias(_) => return Err(format!("line {line}: an alias")),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => continue,
        };
        match open.last_mut() {
            Some((_, nodes)) => nodes.push(done),
            None => documents.push(done),
        }
    }
    Ok(documents)
}

/// The only document of a text.
pub fn read_one(text: &str) -> Result<Document, String> {
    let mut documents = read(text)?;
    match (documents.pop(), documents.len()) {
        (Some(document), 0) => Ok(document),
        (_, others) => Err(format!("not one document but {others} others too: {text}")),
    }
}

#[derive(Debug)]
enum Node {
    Scalar {
        text: String,
        plain: bool,
        line: usize,
    },
    Sequence(Vec<Node>),
    /// Keys and values by turns.
    Mapping(Vec<Node>),
}

impl Node {
    /// Where two readings differ, if they do: lines apart, which are counted otherwise.
    fn difference(&self, other: &Self) -> Option<String> {
        match (self, other) {
            (
                Self::Scalar { text, plain, line },
                Self::Scalar {
                    text: other,
                    plain: is_plain,
                    ..
                },
            ) => (text != other || plain != is_plain)
                .then(|| format!("line {line}: {text:?} and {other:?}")),
            (Self::Sequence(nodes), Self::Sequence(others))
            | (Self::Mapping(nodes), Self::Mapping(others))
                if nodes.len() == others.len() =>
            {
                let pairs = nodes.iter().zip(others);
                pairs
                    .into_iter()
                    .find_map(|(node, other)| node.difference(other))
            }
            _ => Some(format!("{self:?} and {other:?}")),
        }
    }

    fn value(&self, resolve: fn(&str) -> Scalar) -> Result<Value, String> {
        Ok(match self {
            Self::Scalar {
                text, plain: true, ..
            } => resolve(text).into_value(text),
            Self::Scalar { text, .. } => Value::String(text.clone()),
            Self::Sequence(nodes) => Value::Array(
                nodes
                    .iter()
                    .map(|node| node.value(resolve))
                    .collect::<Result<_, _>>()?,
            ),
            Self::Mapping(nodes) => {
                let mut map = Map::new();
                for pair in nodes.chunks(2) {
                    let [key, value] = pair else {
                        return Err("a key without a value".to_owned());
                    };
                    let key = match key.value(resolve)? {
                        Value::String(key) => key,
                        // As Kubernetes does on the way to JSON.
                        Value::Null => "null".to_owned(),
                        other => other.to_string(),
                    };
                    if map.contains_key(&key) {
                        return Err(format!("the key {key:?} is there twice"));
                    }
                    map.insert(key, value.value(resolve)?);
                }
                Value::Object(map)
            }
        })
    }

    fn doubtful(&self) -> Vec<Doubtful> {
        match self {
            Self::Scalar {
                text,
                plain: true,
                line,
            } if is_doubtful(text) => vec![Doubtful {
                line: *line,
                text: text.clone(),
            }],
            Self::Scalar { .. } => Vec::new(),
            Self::Sequence(nodes) | Self::Mapping(nodes) => {
                nodes.iter().flat_map(Self::doubtful).collect()
            }
        }
    }
}

fn is_doubtful(text: &str) -> bool {
    let (old, new) = (Scalar::in_1_1(text), Scalar::in_1_2(text));
    let usual = match &old {
        Scalar::Text => true,
        Scalar::Null => text == "null",
        Scalar::Bool(_) => matches!(text, "true" | "false"),
        Scalar::Int(number) => number.to_string() == text,
        Scalar::Float(_) | Scalar::Time => false,
    };
    old != new || !usual
}

/// What a plain scalar is taken for.
#[derive(Debug, Clone, PartialEq)]
enum Scalar {
    Null,
    Bool(bool),
    Int(i128),
    Float(f64),
    Time,
    Text,
}

impl Scalar {
    fn into_value(self, text: &str) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Int(number) => i64::try_from(number).map_or_else(
                |_| Value::from(number as f64),
                |number| Value::Number(number.into()),
            ),
            Self::Float(number) => Number::from_f64(number)
                .map_or_else(|| Value::String(text.to_owned()), Value::Number),
            // Kubernetes' reader gives a date to JSON as the text that it was.
            Self::Time | Self::Text => Value::String(text.to_owned()),
        }
    }

    /// The core schema of YAML 1.2.
    fn in_1_2(text: &str) -> Self {
        if let Some(common) = common(text) {
            return common;
        }
        let digits = |text: &str, radix| {
            (!text.is_empty() && text.chars().all(|c| c.is_digit(radix)))
                .then(|| i128::from_str_radix(text, radix).ok())
                .flatten()
        };
        let (sign, magnitude) = signed(text);
        if let Some(number) = digits(magnitude, 10) {
            return Self::Int(sign * number);
        }
        let prefixed = [("0o", 8), ("0x", 16)]
            .into_iter()
            .find_map(|(prefix, radix)| digits(text.strip_prefix(prefix)?, radix));
        if let Some(number) = prefixed {
            return Self::Int(number);
        }
        float(text).unwrap_or(Self::Text)
    }

    /// YAML 1.1.
    fn in_1_1(text: &str) -> Self {
        if let Some(common) = common(text) {
            return common;
        }
        let is = |words: &[&str]| {
            words.iter().any(|word| {
                let capital = format!("{}{}", word[..1].to_uppercase(), &word[1..]);
                text == *word || text == capital || text == word.to_uppercase()
            })
        };
        if is(&["y", "yes", "on"]) {
            return Self::Bool(true);
        }
        if is(&["n", "no", "off"]) {
            return Self::Bool(false);
        }
        let (sign, magnitude) = signed(text);
        let starts_as_number = magnitude.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        if starts_as_number {
            let plain = magnitude.replace('_', "");
            if let Some(number) = int_in_1_1(&plain) {
                return Self::Int(sign * number);
            }
            if let Some(Self::Float(number)) = float(&plain) {
                return Self::Float(sign as f64 * number);
            }
            if let Some(seconds) = sexagesimal(&plain) {
                return seconds;
            }
        }
        if is_time(text) {
            return Self::Time;
        }
        Self::Text
    }
}

/// What both versions agree about.
fn common(text: &str) -> Option<Scalar> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(Scalar::Null),
        "true" | "True" | "TRUE" => Some(Scalar::Bool(true)),
        "false" | "False" | "FALSE" => Some(Scalar::Bool(false)),
        _ => {
            let (sign, magnitude) = signed(text);
            match magnitude {
                ".inf" | ".Inf" | ".INF" => Some(Scalar::Float(sign as f64 * f64::INFINITY)),
                // Not NaN, which would differ from itself.
                ".nan" | ".NaN" | ".NAN" if text == magnitude => Some(Scalar::Float(0.0)),
                _ => None,
            }
        }
    }
}

fn signed(text: &str) -> (i128, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn int_in_1_1(text: &str) -> Option<i128> {
    let with = |prefixes: [&str; 2], radix| {
        prefixes
            .iter()
            .find_map(|prefix| text.strip_prefix(prefix))
            .and_then(|digits| i128::from_str_radix(digits, radix).ok())
    };
    if let Some(number) = with(["0x", "0X"], 16)
        .or_else(|| with(["0b", "0B"], 2))
        .or_else(|| with(["0o", "0O"], 8))
    {
        return Some(number);
    }
    if !text.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    // A leading zero means octal, and what is not octal after all is a float to go-yaml.
    let radix = if text.len() > 1 && text.starts_with('0') {
        8
    } else {
        10
    };
    i128::from_str_radix(text, radix).ok()
}

/// Digits with a point, an exponent or both; a sign before the exponent's digits is optional.
fn float(text: &str) -> Option<Scalar> {
    let (_, magnitude) = signed(text);
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    let (mantissa, exponent) = match magnitude.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(signed(exponent).1)),
        None => (magnitude, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_digits = !(whole.is_empty() && fraction.is_empty());
    let exponent_is_digits =
        exponent.is_none_or(|exponent| !exponent.is_empty() && digits(exponent));
    if has_digits && digits(whole) && digits(fraction) && exponent_is_digits {
        return text.parse().ok().map(Scalar::Float);
    }
    None
}

/// `1:30` is ninety, `12:30:45` is 45,045, `1:30.5` is ninety and a half.
fn sexagesimal(text: &str) -> Option<Scalar> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let parts: Vec<&str> = whole.split(':').collect();
    let number = |part: &&str| part.parse::<u32>().ok();
    let numbers: Option<Vec<u32>> = parts.iter().map(number).collect();
    let numbers = numbers
        .filter(|numbers| numbers.len() > 1 && numbers.iter().skip(1).all(|part| *part < 60))?;
    let seconds = numbers
        .iter()
        .fold(0_i128, |sum, part| sum * 60 + i128::from(*part));
    match fraction {
        None => Some(Scalar::Int(seconds)),
        Some(fraction) => format!("{seconds}.{fraction}")
            .parse()
            .ok()
            .map(Scalar::Float),
    }
}

/// `2001-01-01`, with or without a time of day.
fn is_time(text: &str) -> bool {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let parts: Vec<&str> = date.split('-').collect();
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit())
    };
    let is_date = matches!(parts.as_slice(), [year, month, day]
        if year.len() == 4 && digits(year, 4) && digits(month, 2) && digits(day, 2));
    let of_day = rest.trim_start_matches(['T', 't', ' ']);
    is_date
        && (rest.is_empty()
            || of_day.starts_with(|c: char| c.is_ascii_digit()) && of_day.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::{read, read_one};
    use serde_json::{Value, json};

    #[test]
    fn scalars_are_read_as_yaml_1_1_reads_them() {
        let table = [
            ("yes", json!(true)),
            ("Yes", json!(true)),
            ("NO", json!(false)),
            ("on", json!(true)),
            ("Off", json!(false)),
            ("y", json!(true)),
            ("N", json!(false)),
            ("012", json!(10)),
            ("0o12", json!(10)),
            ("0b101", json!(5)),
            ("0x1F", json!(31)),
            ("1_000", json!(1000)),
            ("1_000.5", json!(1000.5)),
            ("-1_0", json!(-10)),
            ("1:30", json!(90)),
            ("12:30:45", json!(45045)),
            ("1:30.5", json!(90.5)),
            ("1e3", json!(1000.0)),
            ("1E+3", json!(1000.0)),
            (".5", json!(0.5)),
            ("1.", json!(1.0)),
            ("-.5", json!(-0.5)),
            ("09", json!(9.0)),
            ("2001-01-01", json!("2001-01-01")),
            ("2001-01-01T12:00:00Z", json!("2001-01-01T12:00:00Z")),
            ("2001-01-01 12:00:00", json!("2001-01-01 12:00:00")),
            (".inf", json!(".inf")),
            ("~", Value::Null),
            ("NULL", Value::Null),
            ("True", json!(true)),
        ];
        for (text, value) in table {
            let document = read_one(&format!("key: {text}\n")).unwrap();
            assert_eq!(document.value["key"], value, "{text}");
            assert_eq!(
                document.doubtful.len(),
                1,
                "{text}: {:?}",
                document.doubtful
            );
        }
    }

    #[test]
    fn what_everybody_reads_alike_is_not_doubtful() {
        let table = [
            ("true", json!(true)),
            ("null", Value::Null),
            ("8000", json!(8000)),
            ("-1", json!(-1)),
            ("100Gi", json!("100Gi")),
            ("v1", json!("v1")),
            ("1.2.3", json!("1.2.3")),
            ("yesterday", json!("yesterday")),
            ("a1:30", json!("a1:30")),
            ("m6i.8xlarge", json!("m6i.8xlarge")),
            ("/dev/xvda", json!("/dev/xvda")),
            ("2001-01", json!("2001-01")),
            ("5m", json!("5m")),
            ("\"yes\"", json!("yes")),
            ("'012'", json!("012")),
            ("al2023@v20260724", json!("al2023@v20260724")),
        ];
        for (text, value) in table {
            let document = read_one(&format!("key: {text}\n")).unwrap();
            assert_eq!(document.value["key"], value, "{text}");
            assert_eq!(document.core["key"], value, "{text}");
            assert_eq!(document.doubtful, [], "{text}");
        }
    }

    #[test]
    fn keys_documents_and_blocks() {
        let document = read_one("on: 1\n\"off\": 2\n").unwrap();
        assert_eq!(document.value, json!({"true": 1, "off": 2}));
        assert_eq!(document.doubtful[0].line, 1);
        let documents = read("a: |\n  one\n\n    two\n---\nb: |-\n  yes\n").unwrap();
        assert_eq!(documents[0].value, json!({"a": "one\n\n  two\n"}));
        assert_eq!(documents[1].value, json!({"b": "yes"}));
        assert!(
            documents
                .iter()
                .all(|document| document.doubtful.is_empty())
        );
        for bad in ["a: 1\na: 2\n", "a: *x\n", "a: !!str 1\n", "a: [1\n"] {
            assert!(read_one(bad).is_err(), "{bad}");
        }
    }
}
