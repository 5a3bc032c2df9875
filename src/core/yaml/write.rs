//! Writes YAML that a YAML 1.1 reader, as Kubernetes has, reads back unchanged.

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::{Node, Scalar, Tree};

/// A tree to write, in its own order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Yaml {
    Null,
    Flag(bool),
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
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Decimal(text) => match text.parse::<serde_json::Number>() {
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
            (_, Some(Scalar::Flag(flag))) => Self::Flag(flag),
            (_, Some(Scalar::Integer(number))) => Self::Number(number),
            (_, Some(Scalar::Decimal(text))) => Self::Decimal(text.to_owned()),
            (_, Some(Scalar::Text(text))) => Self::Text(text.to_owned()),
            (_, Some(Scalar::Null) | None) => Self::Null,
        }
    }
}

impl Yaml {
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

    /// One line of JSON, which is YAML too.
    pub(crate) fn to_line(&self) -> String {
        // Only a map with keys that are no text could fail, and there is none.
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// Writes one document in the blueprint's style: two blanks a level, lists not indented, long
/// texts of several lines as literal blocks, nothing folded.
pub(crate) fn write<T: Serialize>(document: &T) -> String {
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

/// Writes several documents into one file, `---` between them.
pub(crate) fn write_all(documents: &[String]) -> String {
    documents.join("---\n")
}

#[cfg(test)]
mod tests {
    use super::{Yaml, write};

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
}
