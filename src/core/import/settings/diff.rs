//! The differences between what the settings write and what a file holds, as values to keep.

use crate::core::config::Step;
use crate::core::import::report::OverrideKind;
use crate::core::yaml::Yaml;

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::core::import) struct Difference {
    pub(in crate::core::import) path: Vec<Step>,
    /// The file's value; nothing if it has none there.
    pub(in crate::core::import) value: Option<Yaml>,
    pub(in crate::core::import) how: OverrideKind,
}

/// The keys of a path; an item of a list has none.
pub(in crate::core::import) fn keys(path: &[Step]) -> Vec<&str> {
    path.iter()
        .map(|step| match step {
            Step::Key(key) => key.as_str(),
            Step::Item(_) => "",
        })
        .collect()
}

/// Lists whose items have a name, and the keys that name them. Their order means nothing to
/// Kubernetes and Karpenter.
fn names_of(list: &str) -> &'static [&'static str] {
    match list {
        "requirements" | "matchExpressions" => &["key", "operator"],
        "blockDeviceMappings" => &["deviceName"],
        "taints" | "startupTaints" => &["key", "effect"],
        "containers" | "initContainers" | "volumes" | "env" | "imagePullSecrets" => &["name"],
        "volumeMounts" => &["mountPath"],
        "ports" => &["containerPort"],
        _ => &[],
    }
}

/// What has to be kept so that `ours` becomes `theirs`.
pub(in crate::core::import) fn differences(ours: &Yaml, theirs: &Yaml) -> Vec<Difference> {
    let mut found = Vec::new();
    walk(ours, theirs, &mut Vec::new(), &mut found);
    found
}

/// More differences than this are not looked for: no Config keeps so many.
const MAX_DIFFERENCES: usize = 2000;

fn walk(ours: &Yaml, theirs: &Yaml, path: &mut Vec<Step>, found: &mut Vec<Difference>) {
    match (ours, theirs) {
        _ if ours == theirs || found.len() > MAX_DIFFERENCES => {}
        (Yaml::Mapping(own), Yaml::Mapping(other)) => {
            for (key, value) in other {
                path.push(Step::Key(key.clone()));
                match ours.get(key) {
                    Some(own) => walk(own, value, path, found),
                    None => add(value, path, found),
                }
                path.pop();
            }
            for (key, _) in own {
                if theirs.get(key).is_none() {
                    path.push(Step::Key(key.clone()));
                    found.push(Difference {
                        path: path.clone(),
                        value: None,
                        how: OverrideKind::LeftOut,
                    });
                    path.pop();
                }
            }
        }
        (Yaml::Sequence(own), Yaml::Sequence(other)) => {
            let list = match path.last() {
                Some(Step::Key(key)) => key.as_str(),
                _ => "",
            };
            let keys = names_of(list);
            match (named(own, keys), named(other, keys)) {
                (Some(own), Some(other)) => items(&own, &other, path, found),
                _ => replace(theirs, path, found),
            }
        }
        _ => replace(theirs, path, found),
    }
}

/// Adds a value, a map's entries one by one: what the settings may once write beside them stays.
fn add(theirs: &Yaml, path: &mut Vec<Step>, found: &mut Vec<Difference>) {
    match theirs {
        _ if found.len() > MAX_DIFFERENCES => {}
        Yaml::Mapping(pairs) if !pairs.is_empty() && path.len() < 24 => {
            for (key, value) in pairs {
                path.push(Step::Key(key.clone()));
                add(value, path, found);
                path.pop();
            }
        }
        _ => found.push(Difference {
            path: path.clone(),
            value: Some(theirs.clone()),
            how: OverrideKind::Added,
        }),
    }
}

fn replace(theirs: &Yaml, path: &[Step], found: &mut Vec<Difference>) {
    found.push(Difference {
        path: path.to_vec(),
        value: Some(theirs.clone()),
        how: OverrideKind::Replaced,
    });
}

type Name = Vec<(String, String)>;
type Named<'a> = Vec<(Name, &'a Yaml)>;

/// The items with their names; none if one has no name or two have the same.
fn named<'a>(list: &'a [Yaml], keys: &[&str]) -> Option<Named<'a>> {
    if keys.is_empty() || list.len() > 200 {
        return None;
    }
    let mut found: Named<'a> = Vec::new();
    for item in list {
        let name: Option<Name> = keys
            .iter()
            .map(|key| {
                let text = match item.get(key)? {
                    Yaml::Text(text) => text.clone(),
                    Yaml::Number(number) => number.to_string(),
                    _ => return None,
                };
                Some(((*key).to_owned(), text))
            })
            .collect();
        let name = name?;
        if found.iter().any(|(other, _)| *other == name) {
            return None;
        }
        found.push((name, item));
    }
    Some(found)
}

fn items(own: &Named<'_>, other: &Named<'_>, path: &mut Vec<Step>, found: &mut Vec<Difference>) {
    for (name, theirs) in other {
        path.push(Step::Item(name.clone()));
        match own.iter().find(|(own, _)| own == name) {
            Some((_, ours)) => walk(ours, theirs, path, found),
            None => found.push(Difference {
                path: path.clone(),
                value: Some((*theirs).clone()),
                how: OverrideKind::Added,
            }),
        }
        path.pop();
    }
    for (name, _) in own {
        if !other.iter().any(|(other, _)| other == name) {
            path.push(Step::Item(name.clone()));
            found.push(Difference {
                path: path.clone(),
                value: None,
                how: OverrideKind::LeftOut,
            });
            path.pop();
        }
    }
}
