//! Writes YAML that a YAML 1.1 reader, as Kubernetes has, reads back unchanged.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Node, Scalar, Tree};

/// A tree to write, in its own order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    Null,
    Bool(bool),
    Number(i64),
    /// A number with a fraction, or one beyond 64 bits, by its letters.
    Decimal(String),
    Text(String),
    Sequence(Vec<Self>),
    Mapping(Vec<(String, Self)>),
}

impl Serialize for Yaml {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Decimal(text) => match json_number(text).parse::<serde_json::Number>() {
                Ok(number) => number.serialize(serializer),
                Err(_) => serializer.serialize_str(text),
            },
            Self::Text(text) => serializer.serialize_str(text),
            Self::Sequence(nodes) => {
                let mut sequence = serializer.serialize_seq(Some(nodes.len()))?;
                for node in nodes {
                    sequence.serialize_element(node)?;
                }
                sequence.end()
            }
            Self::Mapping(pairs) => {
                let mut mapping = serializer.serialize_map(Some(pairs.len()))?;
                for (key, node) in pairs {
                    mapping.serialize_entry(key, node)?;
                }
                mapping.end()
            }
        }
    }
}

/// A number's letters as JSON has them: `+1_000.` is `1000`, `.5` is `0.5`, `08` is `8`.
fn json_number(text: &str) -> String {
    let plain: String = text.chars().filter(|c| *c != '_').collect();
    let (sign, unsigned) = match plain.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", plain.strip_prefix('+').unwrap_or(&plain)),
    };
    let digits = unsigned.find(['e', 'E']).unwrap_or(unsigned.len());
    let (mantissa, exponent) = unsigned.split_at_checked(digits).unwrap_or((unsigned, ""));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{fraction}{exponent}")
}

impl From<&Node> for Yaml {
    /// What was read, by its meaning to Kubernetes.
    fn from(node: &Node) -> Self {
        match (&node.tree, node.scalar()) {
            (Tree::Sequence(items), _) => Self::Sequence(items.iter().map(Self::from).collect()),
            (Tree::Mapping(pairs), _) => Self::Mapping(
                pairs
                    .iter()
                    .map(|(key, node)| (key.text.clone(), Self::from(node)))
                    .collect(),
            ),
            (_, Some(Scalar::Bool(flag))) => Self::Bool(flag),
            (_, Some(Scalar::Integer(number))) => Self::Number(number),
            (_, Some(Scalar::Decimal(text))) => Self::decimal(text),
            (_, Some(Scalar::Text(text))) => Self::Text(text.to_owned()),
            (_, Some(Scalar::Null) | None) => Self::Null,
        }
    }
}

impl Yaml {
    /// A number as JSON has it, so that it is read back as it was; JSON has none that is infinite.
    fn decimal(text: &str) -> Self {
        match json_number(text).parse::<serde_json::Number>() {
            Ok(number) => Self::Decimal(number.to_string()),
            Err(_) => Self::Text(text.to_owned()),
        }
    }

    /// What stands at a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Mapping(pairs) => pairs
                .iter()
                .find(|(own, _)| own == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The same tree without what is empty, which TOML cannot say.
    pub(crate) fn without_nulls(self) -> Self {
        match self {
            Self::Mapping(pairs) => Self::Mapping(
                pairs
                    .into_iter()
                    .filter(|(_, value)| *value != Self::Null)
                    .map(|(key, value)| (key, value.without_nulls()))
                    .collect(),
            ),
            Self::Sequence(items) => Self::Sequence(
                items
                    .into_iter()
                    .filter(|item| *item != Self::Null)
                    .map(Self::without_nulls)
                    .collect(),
            ),
            other => other,
        }
    }

    /// One line of JSON, which is YAML too: what ends a line in YAML or may not stand in it is
    /// escaped.
    pub(crate) fn to_line(&self) -> String {
        // Only a map with keys that are no text could fail, and there is none.
        let json = serde_json::to_string(self).unwrap_or_default();
        let needs_escape = |c: char| {
            c.is_control()
                || matches!(
                    c,
                    '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
                )
        };
        if !json.contains(needs_escape) {
            return json;
        }
        json.chars().fold(String::new(), |mut line, letter| {
            if needs_escape(letter) {
                line.push_str(&format!("\\u{:04x}", u32::from(letter)));
            } else {
                line.push(letter);
            }
            line
        })
    }
}

/// Writes one document in the blueprint's style: two blanks a level, lists not indented, long
/// texts of several lines as literal blocks, nothing folded.
pub(crate) fn write<T: Serialize>(document: &T) -> String {
    let value = serde_json::to_value(document);
    debug_assert!(value.is_ok(), "our own documents have keys of text");
    written(&Document(&value.unwrap_or_default()))
}

/// Not generic, so that the serializer is in the program once.
fn written(document: &Document<'_>) -> String {
    let options = serde_saphyr::ser_options! {
        compact_list_indent: true,
        // Folded text is unreadable in a manifest; literal blocks are still chosen by line feeds.
        folded_wrap_chars: usize::MAX,
    };
    let mut text = String::new();
    let written = serde_saphyr::to_fmt_writer_with_options(&mut text, document, options);
    debug_assert!(
        written.is_ok(),
        "our own documents can be written: {written:?}"
    );
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// A document whose texts stand in double quotes where a literal block could not be read back:
/// libyaml and go-yaml find out a block's indentation at its first line that is not empty, and
/// refuse a tab there; the serializer names the indentation for blanks only.
struct Document<'a>(&'a serde_json::Value);

impl Serialize for Document<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            serde_json::Value::String(text)
                if text.contains('\n')
                    && text
                        .lines()
                        .find(|line| !line.is_empty())
                        .is_some_and(|line| line.starts_with('\t')) =>
            {
                serde_saphyr::DoubleQuoted(text.as_str()).serialize(serializer)
            }
            serde_json::Value::Array(items) => serializer.collect_seq(items.iter().map(Document)),
            serde_json::Value::Object(pairs) => {
                serializer.collect_map(pairs.iter().map(|(key, value)| (key, Document(value))))
            }
            other => other.serialize(serializer),
        }
    }
}

/// Writes several documents into one file, `---` between them.
pub(crate) fn write_all(documents: &[String]) -> String {
    documents.join("---\n")
}

#[cfg(test)]
mod tests {
    use super::{Yaml, write};
    use crate::core::yaml::read;

    #[test]
    fn words_that_yaml_1_1_reads_otherwise_are_quoted() {
        for word in [
            "yes",
            "off",
            "1:30",
            "012",
            "1e3",
            "2001-01-01",
            "null",
            "~",
            "0x1F",
            "",
            " a",
            "a: b",
            "{{x}}",
            "1_000",
        ] {
            let text = write(&Yaml::Mapping(vec![(
                "key".to_owned(),
                Yaml::Text(word.to_owned()),
            )]));
            assert!(text.contains('"') || text.contains('\''), "{word}: {text}");
        }
    }

    #[test]
    fn several_lines_become_a_literal_block() {
        let text = write(&Yaml::Mapping(vec![(
            "userData".to_owned(),
            Yaml::Text(format!(
                "MIME-Version: 1.0\n\n  indented {}\n",
                "long ".repeat(40).trim_end()
            )),
        )]));
        assert!(
            text.starts_with("userData: |\n  MIME-Version: 1.0\n\n    indented long long"),
            "{text}"
        );
    }

    #[test]
    fn a_block_whose_first_line_begins_with_a_tab_is_read_back() {
        for (text, written) in [
            ("\tmake all\n\tmake test\n", "\"\\tmake all"),
            ("\n\n\t#!/bin/sh\n", "\"\\n\\n\\t#!"),
            ("\t\nx\n", "\"\\t\\nx"),
            ("  \tx\ny\n", "|2\n"),
            ("  \n\tx\n", "|2\n"),
            ("x\n\ty\n", "|\n"),
        ] {
            let tree = Yaml::Mapping(vec![
                (
                    "args".to_owned(),
                    Yaml::Sequence(vec![Yaml::Text(text.to_owned())]),
                ),
                ("other".to_owned(), Yaml::Text("a\nb".to_owned())),
            ]);
            let file = write(&tree);
            assert!(file.contains(written), "{text:?}: {file}");
            assert!(file.contains("other: |-\n  a\n  b\n"), "{file}");
            assert_eq!(Yaml::from(&read(&file).unwrap()), tree, "{file}");
        }
    }

    #[test]
    fn numbers_stay_numbers_in_whatever_notation_they_were() {
        for (read_as, written) in [
            ("1.50", "1.5"),
            (".5", "0.5"),
            ("-.5e1", "-5"),
            ("08", "8"),
            ("+1_000.5", "1000.5"),
            ("1.", "1"),
            ("99999999999999999999", "1.0e+20"),
        ] {
            let node = read(&format!("a: {read_as}\n")).unwrap();
            let text = write(&Yaml::from(&node));
            assert_eq!(text, format!("a: {written}\n"), "{read_as}");
        }
    }
}
