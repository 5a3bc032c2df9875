//! Writes TOML in the blueprint's style: a table's keys indented under its heading. The letters are those
//! that the `toml` crate writes, which reads files here; its own writer weighs more than the page needs.

use serde::Serialize;
use serde_json::{Map, Value};

/// Writes a document. Our own structs hold no text of several lines, so that a line is a
/// heading, a key or blank; what is kept from a file may hold some, and is left as it is.
pub(super) fn write<T: Serialize>(document: &T) -> String {
    let value = serde_json::to_value(document);
    debug_assert!(
        value.is_ok(),
        "our own documents can be written: {:?}",
        value.err()
    );
    indented(&plain(&value.unwrap_or_default()))
}

fn indented(written: &str) -> String {
    if written.contains("\"\"\"") || written.contains("'''") {
        return written.to_owned();
    }
    let mut text = String::new();
    for line in written.lines() {
        if line.is_empty() {
            continue;
        }
        if !line.starts_with('[') {
            text.push_str("  ");
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A document without indentation, a blank line between its tables.
fn plain(document: &Value) -> String {
    let mut done = Vec::new();
    if let Value::Object(pairs) = document {
        tables("", "", pairs, &mut done);
    }
    done.join("\n")
}

/// Writes a table, then those in it. `array` stands around its heading once more if it is one of several.
fn tables(path: &str, array: &str, pairs: &Map<String, Value>, done: &mut Vec<String>) {
    let mut body = String::new();
    let mut inner: Vec<(String, &str, &Map<String, Value>)> = Vec::new();
    for (key, value) in pairs {
        let key = of_key(key);
        let below = || match path {
            "" => key.clone(),
            _ => [path, ".", &key].concat(),
        };
        if let Value::Object(pairs) = value {
            inner.push((below(), "", pairs));
        } else if let Some(several) = all_tables(value) {
            inner.extend(several.into_iter().map(|pairs| (below(), "[]", pairs)));
        } else {
            body.push_str(&[&key, " = ", &inline(value), "\n"].concat());
        }
    }
    // A table that only holds others is there by their headings.
    let is_said = !body.is_empty() || !array.is_empty() || inner.is_empty();
    if path.is_empty() {
        done.extend(Some(body).filter(|body| !body.is_empty()));
    } else if is_said {
        let (open, close) = array.split_at_checked(1).unwrap_or_default();
        done.push([open, "[", path, "]", close, "\n", &body].concat());
    }
    for (path, array, pairs) in inner {
        tables(&path, array, pairs, done);
    }
}

/// The tables of a list that has nothing else, and some.
fn all_tables(value: &Value) -> Option<Vec<&Map<String, Value>>> {
    let items = value.as_array().filter(|items| !items.is_empty())?;
    items.iter().map(Value::as_object).collect()
}

/// A value on the line of its key.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => of_text(text),
        Value::Number(number) if !number.is_i64() && !number.is_u64() => {
            of_decimal(&number.to_string())
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(inline).collect();
            ["[", &items.join(", "), "]"].concat()
        }
        Value::Object(pairs) if pairs.is_empty() => "{}".to_owned(),
        Value::Object(pairs) => {
            let pair =
                |(key, value): (&String, &Value)| [&of_key(key), " = ", &inline(value)].concat();
            let pairs: Vec<String> = pairs.iter().map(pair).collect();
            ["{ ", &pairs.join(", "), " }"].concat()
        }
        // TOML has no null, and nobody asks for one.
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// A number with a fraction as TOML has it, with all its digits: `1e20` is `100000000000000000000.0`.
fn of_decimal(json: &str) -> String {
    let (mantissa, exponent) = json.split_once(['e', 'E']).unwrap_or((json, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let shift = usize::try_from(exponent.unsigned_abs()).unwrap_or(0);
    let zeros = "0".repeat(shift);
    // Room for the point to move in, then the point, then what is too much.
    let (whole, fraction) = if exponent < 0 {
        let digits = [zeros.as_str(), whole].concat();
        let (whole, moved) = digits
            .split_at_checked(whole.len())
            .unwrap_or((&digits, ""));
        (whole.to_owned(), [moved, fraction].concat())
    } else {
        let digits = [fraction, &zeros].concat();
        let (moved, fraction) = digits.split_at_checked(shift).unwrap_or((&digits, ""));
        ([whole, moved].concat(), fraction.to_owned())
    };
    let whole = whole.trim_start_matches('0');
    let fraction = fraction.trim_end_matches('0');
    let or_zero = |digits| if digits == "" { "0" } else { digits };
    [sign, or_zero(whole), ".", or_zero(fraction)].concat()
}

/// What decides how a text is quoted.
struct Letters {
    /// Something that only an escape can say.
    has_codes: bool,
    has_backslash: bool,
    /// The most quotes in a row, single and double.
    single: usize,
    double: usize,
}

impl Letters {
    fn of(text: &str) -> Self {
        let most = |quote: char| {
            let runs = text.split(|c| c != quote).map(str::len);
            runs.max().unwrap_or(0)
        };
        Self {
            has_codes: text
                .chars()
                .any(|c| c.is_ascii_control() && !matches!(c, '\t' | '\n')),
            has_backslash: text.contains('\\'),
            single: most('\''),
            double: most('"'),
        }
    }
}

/// A key, in quotes if it needs some.
fn of_key(key: &str) -> String {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !key.is_empty() && key.bytes().all(is_bare) {
        return key.to_owned();
    }
    let letters = Letters::of(key);
    let has_codes = letters.has_codes || key.contains('\n');
    let is_literal = (letters.has_backslash || letters.double > 0) && letters.single == 0;
    if is_literal && !has_codes {
        ["'", key, "'"].concat()
    } else {
        ["\"", &escaped(key, 0), "\""].concat()
    }
}

/// A text in the quotes that leave most of it as it is.
fn of_text(text: &str) -> String {
    let letters = Letters::of(text);
    let has_lines = text.contains('\n');
    let needs_escape = letters.has_codes || letters.has_backslash;
    if !needs_escape && letters.double == 0 && !has_lines {
        return ["\"", &escaped(text, 0), "\""].concat();
    }
    if !letters.has_codes && letters.single == 0 && !has_lines {
        return ["'", text, "'"].concat();
    }
    let line = if has_lines { "\n" } else { "" };
    let in_lines = ["\"\"\"", line, &escaped(text, 2), "\"\"\""].concat();
    if !needs_escape && letters.double <= 2 {
        in_lines
    } else if !letters.has_codes && letters.single <= 2 {
        ["'''", line, text, "'''"].concat()
    } else if has_lines {
        in_lines
    } else {
        ["\"", &escaped(text, 0), "\""].concat()
    }
}

/// A text for double quotes, of which so many may stand in it in a row; with some it has lines.
fn escaped(text: &str, quotes: usize) -> String {
    let mut done = String::with_capacity(text.len());
    let mut row = 0;
    for letter in text.chars() {
        row = if letter == '"' { row + 1 } else { 0 };
        match letter {
            '"' if row > quotes => {
                done.push_str("\\\"");
                row = 0;
            }
            '\u{8}' => done.push_str("\\b"),
            '\t' => done.push_str("\\t"),
            '\n' if quotes == 0 => done.push_str("\\n"),
            '\u{c}' => done.push_str("\\f"),
            '\r' => done.push_str("\\r"),
            '\\' => done.push_str("\\\\"),
            other if other.is_ascii_control() && other != '\n' => {
                done.push_str(&format!("\\u{:04X}", u32::from(other)));
            }
            other => done.push(other),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::plain;

    /// Texts in which everything stands that decides how they are quoted.
    fn text() -> impl Strategy<Value = String> {
        let letter = prop::sample::select(
            "aB-_.:/ '\"\\\n\t\r\u{8}\u{c}\u{1}\u{7f}ä→"
                .chars()
                .collect::<Vec<_>>(),
        );
        prop::collection::vec(letter, 0..9).prop_map(String::from_iter)
    }

    fn key() -> impl Strategy<Value = String> {
        prop_oneof!["[a-c]", "[a-z_-]{1,3}", text()]
    }

    fn decimal(digits: i64, power: i32) -> Value {
        Value::Number(format!("{digits}e{power}").parse().unwrap())
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (any::<i64>(), -300..280_i32).prop_map(|(digits, power)| decimal(digits, power)),
            (-9999..9999_i64, -12..25_i32).prop_map(|(digits, power)| decimal(digits, power)),
            text().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 40, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                table(inner),
            ]
        })
    }

    fn table(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
        prop::collection::vec((key(), value), 0..4)
            .prop_map(|pairs| Value::Object(pairs.into_iter().collect()))
    }

    proptest! {
        #[test]
        fn the_letters_are_those_of_the_toml_crate(document in table(value())) {
            prop_assert_eq!(plain(&document), toml::to_string(&document).unwrap());
        }
    }

    #[test]
    fn decimals_have_all_their_digits() {
        for number in [
            "0.0",
            "-0.0",
            "1.0",
            "-1.5",
            "0.1",
            "123.456",
            "1e15",
            "1e16",
            "1.25e17",
            "1e20",
            "-1.5e22",
            "1e300",
            "1e-5",
            "1e-7",
            "-2.5e-10",
            "1e-300",
            "0.30000000000000004",
        ] {
            let number: serde_json::Number = number.parse().unwrap();
            let document = json!({ "a": number });
            assert_eq!(plain(&document), toml::to_string(&document).unwrap());
        }
    }

    #[test]
    fn tables_and_lists_of_them_have_headings() {
        for document in [
            json!({}),
            json!({ "a": {} }),
            json!({ "a": { "b": {} }, "c": 1 }),
            json!({ "a": [], "b": [{}], "c": [{ "d": 1 }, { "e": { "f": [1, "x"] } }] }),
            json!({ "a": [{ "b": 1 }, 2], "c": [[{ "d": {} }]] }),
        ] {
            assert_eq!(plain(&document), toml::to_string(&document).unwrap());
        }
    }
}
