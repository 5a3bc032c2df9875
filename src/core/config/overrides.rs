//! What imported files hold beyond the settings: kept word for word and merged back into the
//! documents that are written.

use std::fmt;
use std::str::FromStr;

use crate::core::error::{FileError, ValueError, quoted};
use crate::core::placeholder::{holds_placeholder, placeholders};
use crate::core::yaml::{self, Node, Yaml};

/// The document that a kept value belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OverrideTarget {
    Ec2NodeClass,
    NodePool,
    /// Auto Mode's.
    NodeClass,
    Deployment,
    /// nodeadm's configuration in userData.
    NodeConfig,
    /// Bottlerocket's settings in userData.
    Settings,
    /// A shell part of userData, whole.
    Script,
}

impl OverrideTarget {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Ec2NodeClass, "EC2NodeClass"),
        (Self::NodePool, "NodePool"),
        (Self::NodeClass, "NodeClass"),
        (Self::Deployment, "Deployment"),
        (Self::NodeConfig, "NodeConfig"),
        (Self::Settings, "Settings"),
        (Self::Script, "Script"),
    ];

    /// The word in a Config file.
    pub(crate) fn as_str(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(own, _)| *own == self)
            .map_or("", |(_, word)| word)
    }
}

/// One step of a path: a map's key, or a list's item by what names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Key(String),
    /// The item whose keys have these values: a requirement by its key and operator.
    Item(Vec<(String, String)>),
}

impl Step {
    /// The key, if it is one.
    pub(crate) fn key(&self) -> Option<&str> {
        match self {
            Self::Key(key) => Some(key),
            Self::Item(_) => None,
        }
    }
}

/// A value that is written as it was, or a value that is left out as it was:
/// `EC2NodeClass spec.kubelet.maxPods = 58`, `without NodePool spec.limits`. Values are JSON on one
/// line; `comparison` before the document means the pool with stock containerd beside. A Deployment
/// can be left out as a whole: `without comparison Deployment`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    pub(crate) document: OverrideTarget,
    /// Whether it is of the comparison's pool.
    pub(crate) comparison: bool,
    pub(crate) path: Vec<Step>,
    /// Nothing: what the settings would write here is left out.
    pub(crate) value: Option<Yaml>,
}

/// Longest notation of one; userData has up to 16 kB.
const MAX_LENGTH: usize = 100_000;
/// Deepest path; manifests have about ten levels.
const MAX_DEPTH: usize = 32;

impl Override {
    /// Whether it only names or places objects, and overrides nothing that a setting is for.
    pub(crate) fn is_naming(&self) -> bool {
        const NAMES: [&str; 5] = [
            "metadata",
            "labels",
            "annotations",
            "nodeClassRef",
            "apiVersion",
        ];
        self.document == OverrideTarget::Deployment
            || self
                .path
                .iter()
                .any(|step| matches!(step, Step::Key(key) if NAMES.contains(&key.as_str())))
    }

    /// What of its value a template still has to fill in. Scripts and what pods run have variables
    /// of their own, which are none.
    pub(crate) fn placeholders(&self) -> Vec<&str> {
        self.open_texts()
            .into_iter()
            .flat_map(placeholders)
            .collect()
    }

    /// The texts of its value that have such a placeholder, keys among them.
    pub(crate) fn open_texts(&self) -> Vec<&str> {
        const OWN: [&str; 5] = ["userData", "command", "args", "env", "annotations"];
        let is_own = |step: &Step| step.key().is_some_and(|key| OWN.contains(&key));
        // A tag or a label may be called env.
        let is_of_names = |step: &Step| step.key().is_some_and(|key| NAMES.contains(&key));
        let mut found = Vec::new();
        if self.document != OverrideTarget::Script
            && (!self.path.iter().any(is_own) || self.path.iter().any(is_of_names))
            && let Some(value) = &self.value
        {
            collect(value, &OWN, &mut found);
        }
        found
    }

    /// Document and path: `NodePool spec.weight`.
    pub(crate) fn place_text(&self) -> String {
        let place = [self.document.as_str(), " ", &self.path_text()].concat();
        place.trim_end().to_owned()
    }

    /// Whether it says which AMI a node class takes.
    pub(crate) fn chooses_ami(&self) -> bool {
        let starts = |keys: &[&str]| {
            let mut both = self.path.iter().zip(keys);
            self.path.len() >= keys.len() && both.all(|(step, key)| step.key() == Some(*key))
        };
        self.document == OverrideTarget::Ec2NodeClass
            && self.value.is_some()
            && starts(&["spec", "amiSelectorTerms"])
    }

    /// The last key of its path.
    pub(crate) fn last_key(&self) -> Option<&str> {
        self.path.last().and_then(Step::key)
    }

    /// Whether something of it imports an image that is named so: `ctr images import pause.tar`.
    pub(crate) fn imports_pause_image(&self) -> bool {
        fn imports(value: &Yaml) -> bool {
            match value {
                Yaml::Text(text) => {
                    let text = text.to_ascii_lowercase();
                    text.contains("pause")
                        && ["ctr", "nerdctl", "crictl"]
                            .iter()
                            .any(|it| text.contains(it))
                }
                Yaml::Sequence(items) => items.iter().any(imports),
                Yaml::Mapping(pairs) => pairs.iter().any(|(_, value)| imports(value)),
                Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) | Yaml::Decimal(_) => false,
            }
        }
        self.value.as_ref().is_some_and(imports)
    }

    /// Whether it makes another kind or version of a document of Kubernetes.
    pub(crate) fn changes_kind(&self) -> bool {
        !matches!(
            self.document,
            OverrideTarget::NodeConfig | OverrideTarget::Settings | OverrideTarget::Script
        ) && matches!(self.path.as_slice(), [Step::Key(key)] if key == "kind" || key == "apiVersion")
    }

    /// Whether a line of it in a part of userData would begin with the delimiter of Karpenter's MIME
    /// archive.
    pub(crate) fn holds_delimiter(&self) -> bool {
        const DELIMITER: &str = "--//";
        fn holds(value: &Yaml) -> bool {
            match value {
                Yaml::Text(text) => text
                    .split(['\n', '\r'])
                    .any(|line| line.trim_start().starts_with(DELIMITER)),
                Yaml::Sequence(items) => items.iter().any(holds),
                Yaml::Mapping(pairs) => pairs
                    .iter()
                    .any(|(key, value)| key.starts_with(DELIMITER) || holds(value)),
                Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) | Yaml::Decimal(_) => false,
            }
        }
        let of_key = |step: &Step| step.key().is_some_and(|key| key.starts_with(DELIMITER));
        match self.document {
            OverrideTarget::Script => matches!(&self.value, Some(Yaml::Text(text)) if text
                .split(['\n', '\r'])
                .any(|line| line.starts_with(DELIMITER))),
            OverrideTarget::NodeConfig => {
                self.path.iter().any(of_key) || self.value.as_ref().is_some_and(holds)
            }
            _ => false,
        }
    }

    /// Whether it waits for what the settings know: with its placeholders filled in it would be
    /// `own`, which has none.
    pub(crate) fn waits_for(&self, own: &Yaml) -> bool {
        let mut open = Vec::new();
        collect(own, &[], &mut open);
        let value = self.value.as_ref();
        open.is_empty() && value.is_some_and(|value| is_template_of(value, own))
    }

    /// Whether a whole document of this kind is left out.
    pub(crate) fn leaves_out(&self, document: OverrideTarget) -> bool {
        self.document == document && self.path.is_empty() && self.value.is_none()
    }

    /// The path as it is written.
    pub(crate) fn path_text(&self) -> String {
        path_text(&self.path)
    }

    /// Whether two are about the same place, so that one of them would be lost.
    pub(crate) fn is_same_place(&self, other: &Self) -> bool {
        self.document != OverrideTarget::Script
            && self.document == other.document
            && self.comparison == other.comparison
            && self.path == other.path
    }
}

/// Whether a value is another one with some texts left open.
fn is_template_of(template: &Yaml, value: &Yaml) -> bool {
    match (template, value) {
        (Yaml::Text(text), Yaml::Text(_) | Yaml::Number(_) | Yaml::Bool(_)) => {
            let open: Vec<&str> = placeholders(text).collect();
            *template == *value || open == [text.as_str()]
        }
        (Yaml::Sequence(items), Yaml::Sequence(others)) => {
            let mut pairs = items.iter().zip(others);
            items.len() == others.len() && pairs.all(|(item, other)| is_template_of(item, other))
        }
        (Yaml::Mapping(pairs), Yaml::Mapping(others)) => {
            let is_so = |(key, value): &(String, Yaml)| {
                let other = others.iter().find(|(own, _)| own == key);
                other.is_some_and(|(_, other)| is_template_of(value, other))
            };
            pairs.len() == others.len() && pairs.iter().all(is_so)
        }
        _ => template == value,
    }
}

/// Maps whose keys are names that anybody chooses.
const NAMES: [&str; 2] = ["tags", "labels"];

fn collect<'a>(value: &'a Yaml, without: &[&str], found: &mut Vec<&'a str>) {
    match value {
        Yaml::Text(text) => found.extend(holds_placeholder(text).then_some(text.as_str())),
        Yaml::Sequence(items) => {
            for item in items {
                collect(item, without, found);
            }
        }
        Yaml::Mapping(pairs) => {
            for (key, value) in pairs {
                if !without.contains(&key.as_str()) {
                    found.extend(holds_placeholder(key).then_some(key.as_str()));
                    let names = NAMES.contains(&key.as_str());
                    collect(value, if names { &[] } else { without }, found);
                }
            }
        }
        Yaml::Null | Yaml::Bool(_) | Yaml::Number(_) | Yaml::Decimal(_) => {}
    }
}

fn path_text(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if is_word(key) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(key);
            }
            Step::Key(key) => {
                text.push('[');
                text.push_str(&json(key));
                text.push(']');
            }
            Step::Item(names) => {
                let names: Vec<String> = names
                    .iter()
                    .map(|(key, value)| {
                        let value = if is_plain(value) {
                            value.clone()
                        } else {
                            json(value)
                        };
                        [key, "=", &value].concat()
                    })
                    .collect();
                text.push('[');
                text.push_str(&names.join(","));
                text.push(']');
            }
        }
    }
    text
}

fn json(text: &str) -> String {
    Yaml::Text(text.to_owned()).to_line()
}

fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':'))
}

/// How many kept values a test's thread has written: each takes as long as there is of it.
#[cfg(test)]
pub(crate) mod written {
    use std::cell::Cell;

    thread_local! {
        static COUNT: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn add() {
        COUNT.set(COUNT.get() + 1);
    }

    pub(crate) fn count() -> usize {
        COUNT.get()
    }
}

impl fmt::Display for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[cfg(test)]
        written::add();
        if self.value.is_none() {
            f.write_str("without ")?;
        }
        if self.comparison {
            f.write_str("comparison ")?;
        }
        f.write_str(self.document.as_str())?;
        if !self.path.is_empty() {
            write!(f, " {}", self.path_text())?;
        }
        match &self.value {
            Some(value) => write!(f, " = {}", value.to_line()),
            None => Ok(()),
        }
    }
}

impl FromStr for Override {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if text.len() > MAX_LENGTH {
            return Err(ValueError::new(format!(
                "This has {} characters; a preserved field may have at most {MAX_LENGTH}.",
                text.len()
            )));
        }
        let refuse = |why: &str| {
            ValueError::new(format!(
                "{} is not a preserved field: {why}. Use DOCUMENT PATH = JSON, such as EC2NodeClass spec.kubelet.maxPods = 58, or without DOCUMENT PATH.",
                quoted(text)
            ))
        };
        let (without, rest) = strip(text, "without ");
        let (comparison, rest) = strip(rest, "comparison ");
        let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
        let document = OverrideTarget::ALL
            .iter()
            .find(|(_, own)| *own == word)
            .map(|(document, _)| *document)
            .ok_or_else(|| refuse("it does not start with a document kind"))?;
        let (path, rest) =
            parse_path(rest.trim_start()).ok_or_else(|| refuse("its path cannot be parsed"))?;
        let rest = rest.trim_start();
        let value = match (without, rest.strip_prefix('=')) {
            (true, None) if rest.is_empty() => None,
            (false, Some(value)) => {
                let node = read_value(value.trim())
                    .map_err(|error| refuse(error.message.trim_end_matches('.')))?;
                Some(Yaml::from(&node))
            }
            _ => {
                return Err(refuse(
                    "= and a value are missing, or without precedes one that has them",
                ));
            }
        };
        let has_its_path = match document {
            OverrideTarget::Script => path.is_empty(),
            OverrideTarget::Deployment if without => true,
            _ => !path.is_empty(),
        };
        if !has_its_path {
            return Err(refuse("every document except a Script has a path"));
        }
        if document == OverrideTarget::Script && !matches!(value, Some(Yaml::Text(_))) {
            return Err(refuse("a Script is text"));
        }
        Ok(Self {
            document,
            comparison,
            path,
            value,
        })
    }
}

fn strip<'a>(text: &'a str, word: &str) -> (bool, &'a str) {
    match text.strip_prefix(word) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// A path and what follows it.
fn parse_path(text: &str) -> Option<(Vec<Step>, &str)> {
    let mut path = Vec::new();
    let mut rest = text;
    loop {
        if path.len() > MAX_DEPTH {
            return None;
        }
        if let Some(inside) = rest.strip_prefix('[') {
            let (step, after) = bracketed(inside)?;
            path.push(step);
            rest = after;
            continue;
        }
        let dotted = match rest.strip_prefix('.') {
            Some(after) if !path.is_empty() => after,
            _ if path.is_empty() => rest,
            _ => return Some((path, rest)),
        };
        let end = dotted
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))
            .unwrap_or(dotted.len());
        let (word, after) = dotted.split_at_checked(end)?;
        if word.is_empty() {
            return path.is_empty().then_some((path, rest));
        }
        path.push(Step::Key(word.to_owned()));
        rest = after;
    }
}

/// What stands in brackets: a key in quotes, or an item's names.
fn bracketed(text: &str) -> Option<(Step, &str)> {
    if text.starts_with('"') {
        let (key, rest) = quoted_key(text)?;
        return Some((Step::Key(key), rest.strip_prefix(']')?));
    }
    let mut names = Vec::new();
    let mut rest = text;
    loop {
        let (key, after) = rest.split_once('=')?;
        if !is_word(key) || names.len() > 4 {
            return None;
        }
        let (value, after) = if after.starts_with('"') {
            quoted_key(after)?
        } else {
            let end = after.find([',', ']'])?;
            let (value, after) = after.split_at_checked(end)?;
            (value.to_owned(), after)
        };
        names.push((key.to_owned(), value));
        match after.strip_prefix(',') {
            Some(after) => rest = after,
            None => return Some((Step::Item(names), after.strip_prefix(']')?)),
        }
    }
}

/// A value as JSON, in which half a surrogate pair may be escaped, else as YAML.
fn read_value(text: &str) -> Result<Node, FileError> {
    let as_json = yaml::read(&["{\"value\": ", text, "}"].concat());
    match as_json.as_ref().map(Node::pairs) {
        Ok([(key, value)]) if key.text == "value" && text.starts_with(['"', '[', '{']) => {
            Ok(value.clone())
        }
        _ => yaml::read(text),
    }
}

/// A text in JSON's quotes and what follows it.
fn quoted_key(text: &str) -> Option<(String, &str)> {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find_map(|(at, letter)| {
        let is_end = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        is_end.then_some(at + 1)
    })?;
    let (json, rest) = text.split_at_checked(end)?;
    let value = read_value(json).ok()?;
    Some((value.as_str()?.to_owned(), rest))
}

#[cfg(test)]
mod tests {
    use super::Override;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "EC2NodeClass spec.kubelet.maxPods = 58",
            "without NodePool spec.limits",
            "without comparison Deployment",
            "comparison EC2NodeClass spec.tags[\"karpenter.sh/x\"] = \"a \\\"b\\\"\\n\"",
            "NodePool spec.template.spec.requirements[key=karpenter.k8s.aws/instance-hypervisor,operator=In] = {\"key\":\"a\",\"values\":[\"nitro\"]}",
            "Deployment spec.template.spec.containers[name=\"a b\"].env = []",
            "Script = \"#!/bin/bash\\necho é\\n\"",
            "NodeConfig spec[\"a.b\"].c = null",
            "NodePool spec.x = 0.5",
        ] {
            let read: Result<Override, _> = text.parse();
            assert_eq!(read.map(|kept| kept.to_string()).as_deref(), Ok(text));
        }
    }

    #[test]
    fn anything_else_is_refused() {
        for bad in [
            "",
            "EC2NodeClass",
            "EC2NodeClass = 1",
            "EC2NodeClass spec.a",
            "without EC2NodeClass spec.a = 1",
            "without NodePool",
            "without Script",
            "Deployment = {}",
            "Secret spec.a = 1",
            "EC2NodeClass spec. = 1",
            "EC2NodeClass spec[a = 1",
            "EC2NodeClass spec.a = [",
            "Script = 1",
            "Script spec = \"x\"",
        ] {
            assert!(bad.parse::<Override>().is_err(), "{bad}");
        }
    }
}
