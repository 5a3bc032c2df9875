//! Maps of fields, in every version so far.

use std::sync::LazyLock;

use crate::core::choice::nearest;
use crate::core::config::fields::leading_first;
use crate::core::config::format::FormatVersion;
use crate::core::config::{Applies, Config, Field, Group, Kind, Value};
use crate::core::error::{FileError, quoted};
use crate::core::order;
use crate::core::yaml::{Node, Tree, Yaml, write as write_yaml};

type Pairs = [(crate::core::yaml::Key, Node)];

/// A value found in the file: its field, its line and its text.
struct Found {
    field: &'static Field,
    line: usize,
    value: Value,
}

pub(super) fn read(version: FormatVersion, pairs: &Pairs) -> Result<Config, Vec<FileError>> {
    let mut found = Vec::new();
    let mut errors = Vec::new();
    walk("", pairs, &mut found, &mut errors);
    leading_first(&mut found, |entry| Some(entry.field));
    let mut config = version.base().clone();
    let named: Vec<&str> = found.iter().map(|entry| entry.field.path).collect();
    for Found { field, line, value } in found {
        if let Err(invalid) = (field.set)(&mut config, &value) {
            let hint = invalid
                .suggestion()
                .map(|suggestion| format!(" Did you mean {}?", quoted(suggestion)))
                .unwrap_or_default();
            errors.push(FileError {
                line: Some(line),
                key: Some(field.path.to_owned()),
                message: format!("{}{hint}", invalid.message()),
            });
        }
    }
    if errors.is_empty() {
        version.complete(&mut config, |path| named.contains(&path));
        return Ok(config);
    }
    order::stable_sort_by_u64(&mut errors, |error| {
        error.line.map_or(0, |line| line as u64 + 1)
    });
    Err(errors)
}

fn walk(prefix: &str, pairs: &Pairs, found: &mut Vec<Found>, errors: &mut Vec<FileError>) {
    for (key, node) in pairs {
        let path = if prefix.is_empty() {
            key.text.clone()
        } else {
            format!("{prefix}.{}", key.text)
        };
        if path == "version" {
            continue;
        }
        let mut fail = |message: String| {
            errors.push(FileError {
                line: Some(key.line),
                key: Some(path.clone()),
                message,
            });
        };
        if let Some(field) = Field::find(&path) {
            match value_of(node, field.kind) {
                Ok(value) => found.push(Found {
                    field,
                    line: key.line,
                    value,
                }),
                Err(message) => fail(message),
            }
            continue;
        }
        let section = format!("{path}.");
        if Field::all().any(|field| field.path.starts_with(&section)) {
            match &node.tree {
                Tree::Mapping(inner) => walk(&path, inner, found, errors),
                Tree::Null => {}
                Tree::Scalar(_) | Tree::Sequence(_) => {
                    fail("a map of keys is needed here.".to_owned())
                }
            }
            continue;
        }
        fail(unknown(prefix, &key.text));
    }
}

fn unknown(prefix: &str, key: &str) -> String {
    let start = if prefix.is_empty() {
        String::new()
    } else {
        format!("{prefix}.")
    };
    let mut siblings: Vec<&'static str> = Field::all()
        .filter_map(|field| field.path.strip_prefix(start.as_str()))
        .filter_map(|rest| rest.split('.').next())
        .collect();
    siblings.dedup();
    if let Some(word) = nearest(key, siblings.iter().copied()) {
        return format!("unknown key. Did you mean {word}?");
    }
    let elsewhere = Field::all()
        .find(|field| field.path.rsplit('.').next() == Some(key))
        .map(|field| format!(" There is {}.", field.path))
        .unwrap_or_default();
    format!("unknown key.{elsewhere}")
}

fn value_of(node: &Node, kind: Kind) -> Result<Value, String> {
    let list = matches!(
        kind,
        Kind::List | Kind::Choices(_) | Kind::Pairs | Kind::Lines
    );
    match (&node.tree, list) {
        (Tree::Null, _) => Ok(Value::Empty),
        (Tree::Scalar(text), false) => Ok(Value::One(text.clone())),
        (Tree::Scalar(_), true) if kind == Kind::Pairs => {
            Err("a map of keys and values is needed here.".to_owned())
        }
        (Tree::Scalar(_), true) => Err("a list is needed here: [a, b].".to_owned()),
        (Tree::Sequence(nodes), true) => {
            let texts: Option<Vec<String>> = nodes
                .iter()
                .map(|node| match &node.tree {
                    Tree::Scalar(text) => Some(text.clone()),
                    Tree::Null | Tree::Sequence(_) | Tree::Mapping(_) => None,
                })
                .collect();
            match texts {
                Some(texts) if texts.is_empty() => Ok(Value::Empty),
                Some(texts) => Ok(Value::Many(texts)),
                None => Err("the list's entries must be words.".to_owned()),
            }
        }
        (Tree::Mapping(pairs), true) if kind == Kind::Pairs => {
            let texts: Option<Vec<String>> = pairs
                .iter()
                .map(|(key, node)| match &node.tree {
                    Tree::Scalar(value) => Some(format!("{}={value}", key.text)),
                    Tree::Null => Some(format!("{}=", key.text)),
                    Tree::Sequence(_) | Tree::Mapping(_) => None,
                })
                .collect();
            match texts {
                Some(texts) if texts.is_empty() => Ok(Value::Empty),
                Some(texts) => Ok(Value::Many(texts)),
                None => Err("the values must be words.".to_owned()),
            }
        }
        (Tree::Sequence(_) | Tree::Mapping(_), _) => {
            Err("one value is needed here, not a list or a map.".to_owned())
        }
    }
}

/// Writes every field that means something for the files, and every other that was changed.
pub(super) fn write(config: &Config) -> String {
    // Of every field, in the order of all fields: a Config is written after each edit.
    static DEFAULTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
        let base = FormatVersion::NEWEST.base();
        Field::all().map(|field| field.value(base)).collect()
    });
    let version = i64::from(FormatVersion::NEWEST.number());
    let mut sections = vec![("version".to_owned(), Yaml::Number(version))];
    let mut top = Vec::new();
    for (field, default) in Field::all().zip(DEFAULTS.iter()) {
        let value = field.value(config);
        let changed = value != *default;
        let applies = (field.applies)(config) == Applies::Yes;
        let for_files = field.group != Group::Prices;
        if !changed && (!applies || !for_files || field.says_nothing(&value)) {
            continue;
        }
        let node = node_of(&value, field.kind);
        match field.path.split_once('.') {
            Some(_) => insert(&mut sections, field.path, node),
            None => top.push((field.path.to_owned(), node)),
        }
    }
    sections.extend(top);
    write_yaml(&Yaml::Mapping(sections))
}

fn insert(pairs: &mut Vec<(String, Yaml)>, path: &str, node: Yaml) {
    let Some((section, rest)) = path.split_once('.') else {
        pairs.push((path.to_owned(), node));
        return;
    };
    if let Some((_, Yaml::Mapping(inner))) = pairs.iter_mut().find(|(key, _)| key == section) {
        insert(inner, rest, node);
        return;
    }
    let mut inner = Vec::new();
    insert(&mut inner, rest, node);
    pairs.push((section.to_owned(), Yaml::Mapping(inner)));
}

pub(super) fn node_of(value: &Value, kind: Kind) -> Yaml {
    match (value, kind) {
        (Value::Empty, Kind::Pairs) => Yaml::Mapping(Vec::new()),
        (Value::Empty, Kind::List | Kind::Choices(_) | Kind::Lines) => Yaml::Sequence(Vec::new()),
        (Value::Empty, _) => Yaml::Null,
        (Value::One(text), Kind::Bool | Kind::Choice(_)) if text == "true" || text == "false" => {
            Yaml::Bool(text == "true")
        }
        (Value::One(text), Kind::Number { .. } | Kind::Limit | Kind::Bytes) => text
            .parse()
            .map_or_else(|_| Yaml::Text(text.clone()), Yaml::Number),
        (Value::One(text), _) => Yaml::Text(text.clone()),
        (Value::Many(texts), Kind::Pairs) => Yaml::Mapping(
            texts
                .iter()
                .filter_map(|text| text.split_once('='))
                .map(|(key, value)| (key.to_owned(), Yaml::Text(value.to_owned())))
                .collect(),
        ),
        (Value::Many(texts), _) => {
            Yaml::Sequence(texts.iter().map(|text| Yaml::Text(text.clone())).collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::core::config::wire::{read_config, write_config};
    use crate::core::config::{Config, Edit, Field, Preset};

    #[test]
    fn every_preset_reads_back() {
        for preset in Preset::ALL {
            let config = preset.config();
            let text = write_config(&config);
            assert_eq!(read_config(&text), Ok(config), "{text}");
        }
    }

    #[test]
    fn an_emptied_default_stays_empty() {
        let mut config = Config::default();
        for (path, text) in [
            ("nodes.minEbsBandwidth", ""),
            ("nodes.categories", ""),
            ("storage.volume.iops", ""),
            ("cluster.tags", "yes=no\na=007"),
        ] {
            let field = Field::find(path).unwrap();
            config = config.apply(&Edit::typed(field, text, &config).unwrap());
        }
        let text = write_config(&config);
        assert!(text.contains("minEbsBandwidth: null"), "{text}");
        assert!(text.contains("categories: []"), "{text}");
        assert_eq!(read_config(&text), Ok(config), "{text}");
    }

    #[test]
    fn the_smallest_file_is_the_default() {
        assert_eq!(read_config("version: 2"), Ok(Config::default()));
        assert_eq!(
            read_config("version: 2\ncluster: {kubernetes: 1.30}")
                .map(|config| config.cluster.kubernetes.to_string())
                .as_deref(),
            Ok("1.30")
        );
    }

    #[test]
    fn errors_name_line_and_key() {
        let errors = |text: &str| -> Vec<String> {
            read_config(text)
                .unwrap_err()
                .iter()
                .map(ToString::to_string)
                .collect()
        };
        assert_eq!(
            errors("version: 1\ncluster:\n  nam: demo\n"),
            ["line 3: cluster.nam: unknown key. Did you mean name?"]
        );
        assert!(errors("version: 3")[0].starts_with("line 1: version: “3” is not"));
        assert!(errors("cluster: {}")[0].contains("version is missing"));
        let several = errors(
            "version: 1\nstorage: {volume: {volumeSize: 70000Gi}}\nengine: {kind: bottelrocket}\nnodes: {categories: c}",
        );
        assert_eq!(several.len(), 3, "{several:?}");
        assert!(several[0].contains("Did you mean “59000Gi”"));
        assert!(several[1].contains("Did you mean “bottlerocket”"));
        for bad in [
            "",
            "just text",
            "- a",
            "\u{0}\u{1}\u{2}",
            "version: 1\ncluster: [",
            "version: [1]",
        ] {
            assert!(read_config(bad).is_err(), "{bad}");
        }
        assert!(read_config(&"x".repeat(2 << 20)).is_err());
    }

    #[test]
    fn the_engine_decides_what_a_chunk_size_means() {
        let config = read_config(
            "version: 1\nengine: {concurrentDownloadChunkSize: 16mb, kind: bottlerocket}",
        )
        .unwrap();
        assert_eq!(
            config
                .engine
                .limits
                .concurrent_download_chunk_size
                .to_bytes(),
            Some(16_000_000)
        );
    }
}
