//! Patches of kustomize and Flux: parts of documents whose rest is elsewhere.

use std::collections::BTreeMap;

use super::wrapper::{Wrapper, pair, text_part, values_part};
use crate::core::import::source::{
    Absent, GivenFiles, InputFile, Lines, Part, PartForm, Partial, TakenApart,
};
use crate::core::yaml::{Key, Node, Tree, read_all};

/// The keys that hold patches.
const PATCHES: [&str; 3] = ["patches", "patchesJson6902", "patchesStrategicMerge"];
/// Most bytes of a kustomization that is looked at for what it names.
const MAX_KUSTOMIZATION_BYTES: usize = 256 * 1024;

/// Whether a document is a kustomization: by its API, its file's name, or its keys.
pub(super) fn is_kustomization(name: &str, node: &Node) -> bool {
    if let Some(api) = node.str_at(&["apiVersion"]) {
        return api.starts_with("kustomize.config.k8s.io/");
    }
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_named = matches!(
        file.to_ascii_lowercase().as_str(),
        "kustomization.yaml" | "kustomization.yml" | "kustomization"
    );
    let has = |key: &str| node.get(key).is_some();
    let is_list = |key: &str| matches!(node.get(key).map(|it| &it.tree), Some(Tree::Sequence(_)));
    is_named
        || ((has("resources") || has("bases")) && is_list("patches"))
        || is_list("patchesStrategicMerge")
        || is_list("patchesJson6902")
}

/// A kustomization's patches and what it names elsewhere.
pub(super) fn of_kustomization(of: &Wrapper<'_>, found: &mut TakenApart) {
    for key in PATCHES {
        list(of, of.node, key, found);
    }
    for chart in of
        .node
        .get("helmCharts")
        .map(Node::items)
        .unwrap_or_default()
    {
        let values = chart.get("valuesInline").map(values_part);
        found
            .parts
            .extend(values.map(|part| part.with_origin(title(of))));
        let name = chart.str_at(&["name"]).unwrap_or("a chart");
        found.leave(
            chart.line,
            format!("chart {name} of {}", title(of)),
            "it is not here, so its output is not known.",
        );
    }
    for key in ["resources", "bases", "components"] {
        if let Some((own, below)) = pair(of.node, key) {
            let names: Vec<String> = strings(below).map(str::to_owned).collect();
            if !names.is_empty() {
                found.leave_absent(
                    own.line,
                    format!("{key} of {}", title(of)),
                    "they are separate files; provide them too, or the output of kustomize build.",
                    Absent::Files(names),
                );
            }
        }
    }
    if found.is_empty() {
        of.leave(found, title(of), "it has no patches and no resources.");
    }
}

fn title(of: &Wrapper<'_>) -> String {
    if of.title.is_empty() {
        "Kustomization".to_owned()
    } else {
        of.title.clone()
    }
}

fn strings(list: &Node) -> impl Iterator<Item = &str> {
    list.items().iter().filter_map(Node::as_str)
}

/// Flux's Kustomization.
pub(super) fn of_flux(of: &Wrapper<'_>, found: &mut TakenApart) {
    let Some(spec) = of.node.get("spec") else {
        return;
    };
    list(of, spec, "patches", found);
    let path = spec.str_at(&["path"]).unwrap_or("its path");
    let source = spec.str_at(&["sourceRef", "name"]).unwrap_or("its source");
    found.leave(
        spec.line_at(&["path"]),
        format!("{path} of {source}, for {}", of.title),
        "the manifests are not here; its patches are read.",
    );
}

/// A list of patches: texts, maps with `patch` and `target`, or names of files.
pub(super) fn list(of: &Wrapper<'_>, node: &Node, key: &str, found: &mut TakenApart) {
    for item in node.get(key).map(Node::items).unwrap_or_default() {
        let target = item.get("target");
        match (&item.tree, pair(item, "patch")) {
            (Tree::Scalar(text), _) => {
                if text.contains('\n') {
                    one(of, item.line, item, target, found);
                } else {
                    file(of, item.line, text, found);
                }
            }
            (_, Some((own, patch))) => one(of, own.line, patch, target, found),
            (_, None) => {
                let path = item.str_at(&["path"]).unwrap_or("a patch without text");
                file(of, item.line, path, found);
            }
        }
    }
}

fn file(of: &Wrapper<'_>, line: usize, path: &str, found: &mut TakenApart) {
    found.leave_absent(
        line,
        format!("patch {path} of {}", title(of)),
        "it is a separate file; provide it too, or the output of kustomize build.",
        Absent::File {
            path: path.to_owned(),
            given: Some(
                "it is among these files and read there as a fragment; the result of kustomize build is not known.",
            ),
        },
    );
}

/// A patch that is a file of its own.
#[derive(Debug, Clone)]
pub(in crate::core::import) struct PatchFile {
    /// Who names it: `Kustomization gpu`.
    by: String,
    target: Option<Node>,
}

/// Patches by the number of the file that each is.
pub(in crate::core::import) type PatchFiles = BTreeMap<usize, PatchFile>;

/// The files that a kustomization among them names as its patches.
pub(in crate::core::import) fn patches_in_files(files: &[InputFile]) -> PatchFiles {
    let mut patches = PatchFiles::new();
    // What is named as a resource as well, and kustomizations themselves, are no patches.
    let mut whole = Vec::new();
    let given = GivenFiles::new(files);
    for (own, file) in files.iter().enumerate() {
        let may = file.text.contains("patches") && file.text.len() <= MAX_KUSTOMIZATION_BYTES;
        let documents = if may {
            read_all(&file.text)
        } else {
            Vec::new()
        };
        for document in documents.into_iter().filter_map(Result::ok) {
            let node = &document.node;
            if !is_kustomization(&file.name, node) {
                continue;
            }
            whole.push(own);
            for key in ["resources", "bases"] {
                let names = node.get(key).map(strings).into_iter().flatten();
                whole.extend(names.filter_map(|name| given.find(&file.name, name)));
            }
            let by = match node.str_at(&["metadata", "name"]) {
                Some(name) => format!("Kustomization {name}"),
                None => "Kustomization".to_owned(),
            };
            for key in PATCHES {
                for item in node.get(key).map(Node::items).unwrap_or_default() {
                    let path = item.as_str().or_else(|| item.str_at(&["path"]));
                    let index = path.and_then(|path| given.find(&file.name, path));
                    if let Some(index) = index {
                        patches.entry(index).or_insert_with(|| PatchFile {
                            by: by.clone(),
                            target: item.get("target").cloned(),
                        });
                    }
                }
            }
        }
    }
    patches.retain(|index, _| !whole.contains(index));
    patches
}

impl PatchFile {
    /// What the text of the file holds.
    pub(in crate::core::import) fn take_apart(&self, text: &str) -> TakenApart {
        let origin = format!("a patch of {}", self.by);
        let mut found = TakenApart::default();
        let whole = |text: &str| {
            let part = Part::text(text, Lines::From(1)).form(PartForm::Manifests);
            part.partial(Some(Partial::Patch)).with_origin(&*origin)
        };
        let documents: Result<Vec<_>, _> = read_all(text).into_iter().collect();
        // What is wrong with it is said by the reader of documents.
        let documents = documents.unwrap_or_default();
        if documents.iter().all(|one| is_headed(&one.node)) {
            found.parts.push(whole(text));
            return found;
        }
        for document in documents {
            let node = document.node;
            let line = node.line;
            if is_headed(&node) {
                found.parts.push(
                    Part::tree(node)
                        .partial(Some(Partial::Patch))
                        .with_origin(&*origin),
                );
            } else {
                changed(node, line, self.target.as_ref(), &origin, &mut found);
            }
        }
        found
    }
}

fn is_headed(node: &Node) -> bool {
    node.get("kind").is_some() && node.get("apiVersion").is_some()
}

/// A patch without a head: a JSON patch, or a map that leaves its kind to its target.
fn changed(node: Node, line: usize, target: Option<&Node>, origin: &str, found: &mut TakenApart) {
    let tree = if matches!(node.tree, Tree::Sequence(_)) {
        taken_away(&node, origin, found);
        json_patch(&node, target)
    } else {
        headed(node, target)
    };
    match tree {
        Some(node) => found.parts.push(
            Part::tree(node)
                .partial(Some(Partial::Patch))
                .with_origin(origin),
        ),
        None => found.leave(
            line,
            origin,
            "its target's kind is not named, so the patched document is not known.",
        ),
    }
}

fn one(
    of: &Wrapper<'_>,
    key_line: usize,
    patch: &Node,
    target: Option<&Node>,
    found: &mut TakenApart,
) {
    let Some(part) = text_part(key_line, patch, PartForm::Manifests) else {
        return;
    };
    let read = read_all(patch.as_str().unwrap_or_default());
    let origin = format!("a patch of {}", title(of));
    let first = read.into_iter().next().and_then(Result::ok);
    let Some(document) = first else {
        // What is wrong with it is said by the reader of documents.
        found.parts.push(part.with_origin(origin));
        return;
    };
    let node = part.lines.place(document.node);
    if is_headed(&node) {
        // A text of its own, so that userData in it has its lines.
        found
            .parts
            .push(part.partial(Some(Partial::Patch)).with_origin(origin));
        return;
    }
    changed(node, part.lines.line(1), target, &origin, found);
}

/// The head of the document that a patch is a part of.
fn head(line: usize, target: Option<&Node>) -> Option<Vec<(Key, Node)>> {
    let target = target?;
    let kind = target.str_at(&["kind"])?;
    let known = match kind {
        "EC2NodeClass" => "karpenter.k8s.aws/v1",
        "NodePool" => "karpenter.sh/v1",
        "NodeClass" => "eks.amazonaws.com/v1",
        "Deployment" => "apps/v1",
        _ => "",
    };
    let group = target.str_at(&["group"]);
    let api = match (group, target.str_at(&["version"])) {
        (Some(group), Some(version)) => format!("{group}/{version}"),
        _ if known.is_empty() => return None,
        _ => known.to_owned(),
    };
    let text = |text: &str| Node::new(line, Tree::Scalar(text.to_owned()));
    let key = |name: &str| Key {
        line,
        text: name.to_owned(),
    };
    let mut pairs = vec![(key("apiVersion"), text(&api)), (key("kind"), text(kind))];
    if let Some(name) = target.str_at(&["name"]) {
        let names = vec![(key("name"), text(name))];
        pairs.push((key("metadata"), Node::new(line, Tree::Mapping(names))));
    }
    Some(pairs)
}

/// A strategic merge patch whose head is in its target.
fn headed(node: Node, target: Option<&Node>) -> Option<Node> {
    let line = node.line;
    let mut pairs = head(line, target)?;
    let Tree::Mapping(own) = node.tree else {
        return None;
    };
    pairs.retain(|(key, _)| own.iter().all(|(other, _)| other.text != key.text));
    pairs.extend(own);
    Some(Node::new(line, Tree::Mapping(pairs)))
}

/// What a JSON patch does besides setting values: it is not known what that leaves.
fn taken_away(node: &Node, origin: &str, found: &mut TakenApart) {
    for step in node.items() {
        let op = step.str_at(&["op"]).unwrap_or_default();
        if let (Some(path), "remove" | "move" | "copy") = (step.str_at(&["path"]), op) {
            found.leave(
                step.line,
                format!("{op} {path}, in {origin}"),
                "it is not applied, because the document is not assembled here.",
            );
        }
    }
}

/// A path up to the first item of a list, which is known as a whole only.
fn without_index(path: &str) -> &str {
    let is_index = |step: &str| step == "-" || step.parse::<usize>().is_ok();
    let mut end = 0;
    for step in path.split('/').skip(1) {
        if is_index(step) {
            break;
        }
        end += 1 + step.len();
    }
    path.get(..end).unwrap_or(path)
}

/// Most steps of a path.
const MAX_STEPS: usize = 32;

/// The part of a document that a JSON patch (RFC 6902) sets.
fn json_patch(node: &Node, target: Option<&Node>) -> Option<Node> {
    let mut document = Node::new(node.line, Tree::Mapping(head(node.line, target)?));
    let mut places = BTreeMap::new();
    for step in node.items() {
        let op = step.str_at(&["op"]).unwrap_or_default();
        // What is taken away is null, as in a merge patch; of an item, its list is not known any more.
        let gone = Node::new(step.line, Tree::Null);
        let (path, (key, value)) = match (op, step.str_at(&["path"]), pair(step, "value")) {
            ("add" | "replace", Some(path), Some(value)) => (path, value),
            ("remove" | "move" | "copy", Some(path), _) => {
                let from = step.str_at(&["from"]).filter(|_| op == "move");
                let path = without_index(from.unwrap_or(path));
                match step.pairs().first() {
                    Some((key, _)) => (path, (key, &gone)),
                    None => continue,
                }
            }
            _ => continue,
        };
        let steps: Vec<String> = path
            .split('/')
            .skip(1)
            .map(|step| step.replace("~1", "/").replace("~0", "~"))
            .collect();
        if !steps.is_empty() && steps.len() <= MAX_STEPS {
            // A block's text is counted from its key; else the path is what a fault is about.
            let line = match pair(step, "path") {
                Some((own, _)) if !value.block => own.line,
                _ => key.line,
            };
            set(&mut document, &steps, "", line, value, &mut places);
        }
    }
    Some(document)
}

/// Puts a value at a path; `places` says where the items of lists came to stand.
fn set(
    node: &mut Node,
    steps: &[String],
    path: &str,
    line: usize,
    value: &Node,
    places: &mut BTreeMap<String, usize>,
) {
    let Some((step, rest)) = steps.split_first() else {
        *node = value.clone();
        return;
    };
    let own = format!("{path}/{step}");
    let is_index = |step: &String| step == "-" || step.parse::<usize>().is_ok();
    let fresh = || {
        let tree = match rest.first() {
            Some(next) if is_index(next) => Tree::Sequence(Vec::new()),
            _ => Tree::Mapping(Vec::new()),
        };
        // A patch says what it sets; what is beside that stands in the document.
        Node {
            is_part: true,
            ..Node::new(line, tree)
        }
    };
    match &mut node.tree {
        Tree::Sequence(items) => {
            let place = match places.get(&own) {
                Some(place) if step != "-" => *place,
                _ => {
                    items.push(fresh());
                    places.insert(own.clone(), items.len() - 1);
                    items.len() - 1
                }
            };
            if let Some(item) = items.get_mut(place) {
                set(item, rest, &own, line, value, places);
            }
        }
        Tree::Mapping(pairs) => {
            let place = match pairs.iter().position(|(key, _)| key.text == *step) {
                Some(place) => place,
                None => {
                    let key = Key {
                        line,
                        text: step.clone(),
                    };
                    pairs.push((key, fresh()));
                    pairs.len() - 1
                }
            };
            if let Some((_, below)) = pairs.get_mut(place) {
                set(below, rest, &own, line, value, places);
            }
        }
        Tree::Null | Tree::Scalar(_) => {}
    }
}
