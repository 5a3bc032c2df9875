//! Looks into a document that the set writes.

use crate::core::yaml::Yaml;

pub(super) fn at<'a>(tree: &'a Yaml, keys: &[&str]) -> Option<&'a Yaml> {
    keys.iter().try_fold(tree, |tree, key| tree.get(key))
}

pub(super) fn items(list: Option<&Yaml>) -> &[Yaml] {
    match list {
        Some(Yaml::Sequence(items)) => items,
        _ => &[],
    }
}

pub(super) fn pairs(map: Option<&Yaml>) -> &[(String, Yaml)] {
    match map {
        Some(Yaml::Mapping(pairs)) => pairs,
        _ => &[],
    }
}

pub(super) fn text_of(value: &Yaml) -> Option<String> {
    match value {
        Yaml::Text(text) | Yaml::Decimal(text) => Some(text.clone()),
        Yaml::Number(number) => Some(number.to_string()),
        Yaml::Bool(flag) => Some(flag.to_string()),
        Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) => None,
    }
}
