//! Any other document: whole documents and userData somewhere within.

use super::functions::user_data_text;
use super::wrapper::{Wrapper, pair, text_part};
use crate::core::import::source::{
    Launcher, Lines, NodeAmi, NodeFile, Part, PartForm, TakenApart, encoded,
};
use crate::core::yaml::{Key, Node, Tree};

/// Most parts of one document.
const MAX_PARTS: usize = 500;

/// Looks through a document.
pub(super) fn search(of: &Wrapper<'_>, found: &mut TakenApart) {
    let is_secret = of.title == "Secret" || of.title.starts_with("Secret ");
    let mut search = Search {
        title: &of.title,
        is_secret,
        ami: told(of.node),
        launcher: launcher(of.node),
        found,
    };
    for (key, below) in of.node.pairs() {
        if key.text != "metadata" {
            search.node(below, &key.text, key.line);
        }
    }
    // A list of documents, as charts take it.
    for item in of.node.items() {
        search.node(item, "", item.line);
    }
    leave_aliases(of, search.found);
    if !search.found.parts.is_empty() && !leave_launch_template(of.node, search.found) {
        leave_own_shape(of, search.found);
    }
}

struct Search<'a> {
    title: &'a str,
    is_secret: bool,
    /// The AMI that the maps around a node name.
    ami: NodeAmi,
    /// Who launches what the maps around a node are about.
    launcher: Launcher,
    found: &'a mut TakenApart,
}

impl Search<'_> {
    fn push(&mut self, part: Part) {
        if self.found.parts.len() >= MAX_PARTS {
            let why = format!("only the first {MAX_PARTS} texts of this file are read.");
            return self
                .found
                .leave(part.lines.line(1), "more of this file", why);
        }
        self.found.parts.push(if self.title.is_empty() {
            part
        } else {
            part.with_origin(self.title)
        });
    }

    fn node(&mut self, node: &Node, key: &str, key_line: usize) {
        if is_user_data_key(key)
            && let Some(mut part) = user_data(node, key_line)
        {
            // EC2's own spelling; the others stand in charts too, whose node classes are Karpenter's.
            part.launcher = if key == "UserData" {
                Launcher::Other
            } else {
                self.launcher
            };
            return self.push(part.beside(self.ami));
        }
        match &node.tree {
            Tree::Mapping(_) if is_document(node) => self.push(Part::tree(node.clone())),
            // Of kubernetes.core.k8s and its like.
            Tree::Mapping(_) if node.str_at(&["state"]) == Some("absent") && takes_away(node) => {
                self.found.leave(
                    key_line,
                    format!("{key} with state: absent"),
                    "it deletes what it names, so no node comes of it.",
                );
            }
            Tree::Mapping(pairs) => {
                if self.title.is_empty() && is_pools_key(key) {
                    self.found.leave(
                        key_line,
                        format!("{key} in a chart's custom structure"),
                        "only the chart knows how it uses them; provide the output of helm template.",
                    );
                }
                let around = (self.ami, self.launcher);
                self.ami = told(node).or(self.ami);
                for (key, below) in pairs {
                    if is_of_ec2(&key.text) {
                        self.launcher = Launcher::Other;
                    }
                    self.node(below, &key.text, key.line);
                    self.launcher = around.1;
                }
                self.ami = around.0;
            }
            Tree::Sequence(items) => {
                for item in items {
                    self.node(item, key, item.line);
                }
            }
            Tree::Scalar(text) => self.text(node, text, key_line),
            Tree::Null => {}
        }
    }

    fn text(&mut self, node: &Node, text: &str, key_line: usize) {
        if self.is_secret {
            let decoded = encoded::decoded(text).filter(|text| look(text).is_some());
            if let Some(decoded) = decoded {
                let form = look(&decoded).unwrap_or(PartForm::Unknown);
                return self.push(Part::text(decoded, Lines::At(node.line)).form(form));
            }
        }
        let of_node = NodeFile::detect("", text).filter(|file| *file != NodeFile::SystemdUnit);
        if let Some(form) = look(text).or(of_node.map(|_| PartForm::Unknown))
            && let Some(part) = text_part(key_line, node, form)
        {
            self.push(part);
        }
    }
}

/// Who launches nodes by a document: kinds of Crossplane, ACK and Cluster API are EC2's own.
fn launcher(document: &Node) -> Launcher {
    const KINDS: [&str; 6] = [
        "AutoscalingGroup",
        "Instance",
        "LaunchConfiguration",
        "LaunchTemplate",
        "NodeGroup",
        "SpotInstanceRequest",
    ];
    match document.str_at(&["kind"]) {
        Some(kind) if KINDS.contains(&kind) => Launcher::Other,
        _ => Launcher::Unknown,
    }
}

/// Whether a module of Ansible's names the objects that it is about.
fn takes_away(node: &Node) -> bool {
    ["definition", "resource_definition", "inline"]
        .iter()
        .any(|key| node.get(key).is_some())
}

/// Whether a key is a resource of Terraform's, or a module of Ansible's, that launches instances.
fn is_of_ec2(key: &str) -> bool {
    const MODULES: [&str; 3] = [
        "ec2_instance",
        "ec2_launch_template",
        "autoscaling_launch_config",
    ];
    let module = key.rsplit('.').next().unwrap_or_default();
    let is_resource = ["aws_", "awscc_"]
        .iter()
        .any(|start| key.starts_with(start));
    is_resource || MODULES.contains(&module)
}

/// The AMI that a map names, beside its userData.
fn told(node: &Node) -> NodeAmi {
    NodeAmi::told_by(texts(node).into_iter())
}

/// The scalars of a tree, but of userData.
pub(super) fn texts(node: &Node) -> Vec<&str> {
    let mut found = Vec::new();
    collect(node, &mut found);
    found
}

fn collect<'a>(node: &'a Node, found: &mut Vec<&'a str>) {
    match &node.tree {
        Tree::Mapping(pairs) => {
            for (_, below) in pairs.iter().filter(|(key, _)| !is_user_data_key(&key.text)) {
                collect(below, found);
            }
        }
        Tree::Sequence(items) => items.iter().for_each(|item| collect(item, found)),
        Tree::Scalar(text) => found.push(text),
        Tree::Null => {}
    }
}

/// A whole document: an API and a kind, and more than a reference has.
fn is_document(node: &Node) -> bool {
    let has_text = |key: &str| node.str_at(&[key]).is_some_and(|text| !text.is_empty());
    let has_map = |key: &str| matches!(node.get(key).map(|it| &it.tree), Some(Tree::Mapping(_)));
    has_text("apiVersion") && has_text("kind") && (has_map("metadata") || has_map("spec"))
}

/// The key of a userData, as EC2, Karpenter, Terraform and charts spell it.
fn is_user_data_key(key: &str) -> bool {
    matches!(
        key,
        "UserData" | "userData" | "user_data" | "user-data" | "userdata" | "user_data_base64"
    )
}

/// The key of pools or classes in a chart's own words.
fn is_pools_key(key: &str) -> bool {
    matches!(
        key.to_ascii_lowercase().as_str(),
        "nodepools" | "nodeclasses" | "ec2nodeclasses" | "nodepool" | "nodeclass" | "ec2nodeclass"
    )
}

/// The userData at such a key, decoded.
fn user_data(node: &Node, key_line: usize) -> Option<Part> {
    // `describe-instance-attribute` puts it below `Value`.
    if let Some((key, value)) = pair(node, "Value") {
        return user_data(value, key.line);
    }
    if matches!(node.tree, Tree::Mapping(_) | Tree::Sequence(_)) {
        let (text, lines) = user_data_text(node, key_line)?;
        return Some(Part::text(text, lines).form(PartForm::UserData));
    }
    let text = node.as_str()?;
    if let Some(decoded) = encoded::decoded(text).filter(|_| text.len() >= 8) {
        return Some(Part::text(decoded, Lines::At(node.line)).form(PartForm::UserData));
    }
    let is_meant = text.contains('\n') || look(text).is_some();
    text_part(key_line, node, PartForm::UserData).filter(|_| is_meant)
}

/// What a text is, if it is something of ours.
fn look(text: &str) -> Option<PartForm> {
    let trimmed = text.trim_start();
    let first = trimmed
        .lines()
        .map(str::trim_end)
        .find(|line| !(line.is_empty() || line.starts_with('#') || line.starts_with("---")))
        .unwrap_or_default();
    if trimmed.starts_with("MIME-Version:")
        || trimmed.starts_with("Content-Type: multipart/")
        || first.starts_with("[settings.")
        || first == "[settings]"
    {
        return Some(PartForm::UserData);
    }
    let has_api = text.lines().any(|line| {
        line.trim_start()
            .trim_start_matches(['[', '{', '"'])
            .starts_with("apiVersion")
    });
    if !has_api || !text.contains("kind") {
        return None;
    }
    let begins = [
        "apiVersion",
        "kind",
        "metadata",
        "{",
        "[{",
        "%{",
        "- apiVersion",
        "<<",
    ];
    let is_shell = text.contains("kubectl") && text.contains("<<");
    if !is_shell && !begins.iter().any(|start| first.starts_with(start)) {
        return None;
    }
    if text.contains("node.eks.aws/") && !text.contains("karpenter") {
        return Some(PartForm::UserData);
    }
    Some(PartForm::Unknown)
}

/// A launch template has more than its userData.
fn leave_launch_template(node: &Node, found: &mut TakenApart) -> bool {
    let is_template = [
        "LaunchTemplateVersions",
        "LaunchTemplateData",
        "ImageId",
        "Reservations",
    ]
    .iter()
    .any(|key| node.get(key).is_some());
    if is_template {
        found.leave(
            node.line,
            "an EC2 launch template or instance",
            "its userData is read; its AMI, instance type and disks are not.",
        );
    }
    is_template
}

/// A map in a shape of its own has more than its userData, and only its own tool knows what it makes of
/// that. `found` is what was found in it.
/// AMIs that stand beside a userData in a shape of somebody's own: which nodes have both is not known.
fn leave_aliases(of: &Wrapper<'_>, found: &mut TakenApart) {
    const MAX_NAMED: usize = 5;
    let is_user_data = |part: &Part| part.form == PartForm::UserData;
    if !of.title.is_empty() || !found.parts.iter().any(is_user_data) {
        return;
    }
    let mut aliases = Vec::new();
    collect_aliases(of.node, &mut aliases);
    for (line, alias) in aliases.into_iter().take(MAX_NAMED) {
        found.leave(
            line,
            format!("the AMI {alias}"),
            "only the chart knows which nodes use it, so no userData here is checked against it; provide the output of helm template.",
        );
    }
}

fn collect_aliases<'a>(node: &'a Node, found: &mut Vec<(usize, &'a str)>) {
    match &node.tree {
        Tree::Mapping(_) if is_document(node) => {}
        Tree::Mapping(pairs) => pairs
            .iter()
            .for_each(|(_, below)| collect_aliases(below, found)),
        Tree::Sequence(items) => items.iter().for_each(|item| collect_aliases(item, found)),
        Tree::Scalar(text)
            if ["al2023@", "bottlerocket@"]
                .iter()
                .any(|start| text.starts_with(start)) =>
        {
            found.push((node.line, text));
        }
        Tree::Scalar(_) | Tree::Null => {}
    }
}

fn leave_own_shape(of: &Wrapper<'_>, found: &mut TakenApart) {
    const MAX_NAMED: usize = 5;
    let has_user_data = found
        .parts
        .iter()
        .any(|part| part.form == PartForm::UserData);
    if !of.title.is_empty() || !has_user_data {
        return;
    }
    let is_rest = |(key, node): &&(Key, Node)| {
        // EC2 answers with it when it is asked for a userData.
        let is_asked = key.text == "InstanceId";
        let is_named = is_asked || is_user_data_key(&key.text) || is_pools_key(&key.text);
        !is_named && !texts(node).is_empty() && !is_document(node)
    };
    let rest: Vec<&str> = of
        .node
        .pairs()
        .iter()
        .filter(is_rest)
        .map(|(key, _)| key.text.as_str())
        .collect();
    let what = match (rest.as_slice(), of.node.items()) {
        ([], []) => return,
        ([], _) => "a list in a custom structure".to_owned(),
        (few, _) if few.len() <= MAX_NAMED => {
            format!("a map in a custom structure ({})", few.join(", "))
        }
        (many, _) => format!(
            "a map in a custom structure ({} and {} more)",
            many.iter()
                .take(MAX_NAMED)
                .copied()
                .collect::<Vec<_>>()
                .join(", "),
            many.len() - MAX_NAMED
        ),
    };
    found.leave(
        of.node.line,
        what,
        "its userData and documents are read; AMIs, disks and everything else are not: only its own tool knows how it uses them. Provide that tool's output.",
    );
}
