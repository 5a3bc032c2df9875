//! Merges what imported files held beyond the settings back into the documents.

use serde::Serialize;

use crate::core::config::{Override, OverrideTarget, Step};
use crate::core::plan::{NodePlan, Side};
use crate::core::yaml::{self, Yaml};

/// What is kept for one document of a side, in the order in which it was read.
pub(super) fn overrides_for<'a>(
    plan: &NodePlan<'a>,
    side: Side,
    document: OverrideTarget,
) -> impl Iterator<Item = &'a Override> + use<'a> {
    let comparison = plan.is_comparison(side);
    plan.config
        .kept
        .iter()
        .filter(move |kept| kept.document == document && kept.comparison == comparison)
}

/// Writes a document with what is kept for it.
pub(super) fn write<T: Serialize>(
    plan: &NodePlan<'_>,
    side: Side,
    document: OverrideTarget,
    object: &T,
) -> String {
    let text = yaml::write(object);
    let kept: Vec<&Override> = overrides_for(plan, side, document).collect();
    if kept.is_empty() {
        return text;
    }
    // Our own text can be read; if it could not, it would still be the best there is.
    match yaml::read(&text) {
        Ok(node) => {
            let mut tree = Yaml::from(&node);
            for kept in kept {
                apply(&mut tree, &kept.path, kept.value.as_ref());
            }
            yaml::write(&tree)
        }
        Err(_) => text,
    }
}

/// Puts a value at a path, or takes away what stands there.
pub(super) fn apply(tree: &mut Yaml, path: &[Step], value: Option<&Yaml>) {
    let Some((first, rest)) = path.split_first() else {
        if let Some(value) = value {
            *tree = value.clone();
        }
        return;
    };
    match first {
        Step::Key(key) => in_map(tree, key, rest, value),
        Step::Item(names) => in_list(tree, names, rest, value),
    }
}

fn in_map(tree: &mut Yaml, key: &str, rest: &[Step], value: Option<&Yaml>) {
    if !matches!(tree, Yaml::Mapping(_)) {
        if value.is_none() {
            return;
        }
        *tree = Yaml::Mapping(Vec::new());
    }
    let Yaml::Mapping(pairs) = tree else { return };
    if value.is_none() && rest.is_empty() {
        pairs.retain(|(own, _)| own != key);
        return;
    }
    if let Some((_, below)) = pairs.iter_mut().find(|(own, _)| own == key) {
        apply(below, rest, value);
    } else if value.is_some() {
        let mut below = Yaml::Null;
        apply(&mut below, rest, value);
        pairs.push((key.to_owned(), below));
    }
}

fn in_list(tree: &mut Yaml, names: &[(String, String)], rest: &[Step], value: Option<&Yaml>) {
    if !matches!(tree, Yaml::Sequence(_)) {
        if value.is_none() {
            return;
        }
        *tree = Yaml::Sequence(Vec::new());
    }
    let Yaml::Sequence(items) = tree else { return };
    let is_meant = |item: &Yaml| {
        names
            .iter()
            .all(|(key, value)| item.get(key).is_some_and(|own| is_text(own, value)))
    };
    if value.is_none() && rest.is_empty() {
        items.retain(|item| !is_meant(item));
        return;
    }
    if let Some(item) = items.iter_mut().find(|item| is_meant(item)) {
        apply(item, rest, value);
    } else if value.is_some() {
        let named = names
            .iter()
            .map(|(key, value)| (key.clone(), Yaml::Text(value.clone())))
            .collect();
        let mut item = Yaml::Mapping(named);
        apply(&mut item, rest, value);
        items.push(item);
    }
}

/// What stands at a path.
pub(super) fn find<'a>(tree: &'a Yaml, path: &[Step]) -> Option<&'a Yaml> {
    let Some((first, rest)) = path.split_first() else {
        return Some(tree);
    };
    let below = match first {
        Step::Key(key) => tree.get(key)?,
        Step::Item(names) => match tree {
            Yaml::Sequence(items) => items.iter().find(|item| {
                names
                    .iter()
                    .all(|(key, value)| item.get(key).is_some_and(|own| is_text(own, value)))
            })?,
            _ => return None,
        },
    };
    find(below, rest)
}

/// Whether a value is written with these letters.
fn is_text(value: &Yaml, text: &str) -> bool {
    match value {
        Yaml::Text(own) | Yaml::Decimal(own) => own == text,
        Yaml::Number(number) => number.to_string() == text,
        Yaml::Bool(flag) => flag.to_string() == text,
        Yaml::Null | Yaml::Sequence(_) | Yaml::Mapping(_) => false,
    }
}
