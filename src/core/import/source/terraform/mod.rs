//! Terraform: manifests and userData in resources, modules and locals. Nothing is evaluated: what
//! stands there as a literal is read, with interpolations as placeholders.

mod joined;
mod provider;
mod text;
mod tree;

use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::parser::parse_body;
use hcl_edit::structure::{Block, Body, Structure};

use super::node_archive::combined;
use super::{Absent, Dialect, Launcher, Lines, NodeAmi, Part, PartForm, TakenApart};
use crate::core::error::quoted;
use joined::Locals;
use text::{Source, heredocs};
use tree::{is_cloud_config, key_of};

/// Attributes whose text is userData, whatever it looks like.
const USER_DATA: [&str; 6] = [
    "user_data",
    "user_data_base64",
    "bootstrap_extra_args",
    "pre_bootstrap_user_data",
    "post_bootstrap_user_data",
    "user_data_raw",
];

/// Attributes that take manifests or userData, so that a file named there is missed.
const MATTERS: [&str; 7] = [
    "yaml_body",
    "manifest",
    "values",
    "content",
    "user_data",
    "user_data_base64",
    "user_data_template_path",
];

/// A file that is filled in or taken over by a function; read by itself once it is given.
fn template_file(path: &str) -> Absent {
    Absent::File {
        path: path.trim().to_owned(),
        given: Some("the file is read separately, without the values inserted here."),
    }
}

/// Whether a text without a telling name is Terraform: it begins as a block does.
pub(super) fn is_meant(text: &str) -> bool {
    let mut in_comment = false;
    let first = text.lines().map(str::trim).find(|line| {
        if in_comment {
            in_comment = !line.ends_with("*/");
            return false;
        }
        in_comment = line.starts_with("/*") && !line.ends_with("*/");
        let is_comment = ["#", "//", "/*"]
            .iter()
            .any(|start| line.starts_with(start));
        !(line.is_empty() || is_comment)
    });
    let Some(first) = first else { return false };
    let word: &str = first
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .next()
        .unwrap_or_default();
    let rest = first.get(word.len()..).unwrap_or_default().trim_start();
    let is_block = matches!(
        word,
        "resource"
            | "module"
            | "data"
            | "locals"
            | "variable"
            | "provider"
            | "terraform"
            | "output"
    ) && (rest.starts_with('"') || rest.starts_with('{'))
        && rest.trim_end().ends_with(['{', '}']);
    let is_attribute = rest.starts_with('=')
        && !rest.starts_with("==")
        && (USER_DATA.contains(&word)
            || MATTERS.contains(&word)
            || word.ends_with("managed_node_groups")
            || word.starts_with("cloudinit_"))
        && (rest.contains("<<") || rest.trim_end().ends_with(['{', '[', '(']));
    is_block || is_attribute
}

/// What a file of Terraform holds.
pub(super) fn take_apart(text: &str) -> TakenApart {
    let source = Source::new(text);
    let parsed = parse_body(text);
    let mut walk = Walk {
        source: &source,
        found: TakenApart::default(),
        data: Vec::new(),
        locals: Locals::default(),
        others: Vec::new(),
    };
    match &parsed {
        Ok(body) => {
            walk.data = data_sources(body, &source);
            walk.locals = Locals::new(body, &source);
            walk.body(body);
            walk.pieces();
            provider::region(body, &source, &mut walk.found);
            provider::versions(body, &source, &mut walk.found);
        }
        Err(error) => {
            let line = error.location().line();
            for heredoc in heredocs(text) {
                walk.heredoc_of_broken(heredoc);
            }
            walk.found.leave(
                line,
                "incomplete Terraform",
                format!(
                    "it cannot be parsed ({}); only its here-documents are read.",
                    error.message()
                ),
            );
        }
    }
    walk.summary();
    walk.found
}

struct Walk<'a> {
    source: &'a Source<'a>,
    found: TakenApart,
    /// Data sources, by how others refer to them, with their letters.
    data: Vec<(String, &'a str)>,
    locals: Locals<'a>,
    /// Blocks that hold nothing of ours.
    others: Vec<(usize, String)>,
}

/// Attributes that node groups of Terraform's EKS module have, and nothing of Karpenter's
/// (terraform-aws-eks v21, modules/eks-managed-node-group and self-managed-node-group).
const OF_NODE_GROUP: [&str; 7] = [
    "ami_type",
    "bootstrap_extra_args",
    "cloudinit_post_nodeadm",
    "cloudinit_pre_nodeadm",
    "enable_bootstrap_user_data",
    "post_bootstrap_user_data",
    "pre_bootstrap_user_data",
];

/// The parts of a node group, whose nodes an autoscaling group launches.
fn of_node_group(parts: Vec<Part>) -> impl Iterator<Item = Part> {
    let of_group = |part: Part| match part.form {
        PartForm::UserData => part.launched_by(Launcher::Other),
        _ => part,
    };
    parts.into_iter().map(of_group)
}

/// The key of a userData in an object of one's own.
fn is_user_data_key(key: &str) -> bool {
    USER_DATA.contains(&key) || matches!(key, "userData" | "UserData")
}

/// The data sources of a file: `data.aws_ssm_parameter.ami` and the block's letters.
fn data_sources<'a>(body: &Body, source: &Source<'a>) -> Vec<(String, &'a str)> {
    let named = |block: &Block| {
        let [kind, name] = block.labels.as_slice() else {
            return None;
        };
        let name = format!("data.{}.{}", kind.as_str(), name.as_str());
        Some((name, source.slice(block.span())))
    };
    body.get_blocks("data").filter_map(named).collect()
}

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// Who holds it: `kubectl_manifest.gpu`.
    owner: &'a str,
    /// The nearest attribute or key.
    key: &'a str,
    /// Its line.
    key_line: usize,
}

impl Walk<'_> {
    fn line(&self, of: &impl Span) -> usize {
        self.source.line(of.span().map_or(0, |span| span.start))
    }

    fn body(&mut self, body: &Body) {
        for structure in body {
            match structure {
                Structure::Block(block) => self.block(block),
                Structure::Attribute(attribute) => {
                    let key = attribute.key.as_str();
                    let line = self.line(attribute);
                    let place = Place {
                        owner: key,
                        key,
                        key_line: line,
                    };
                    self.expression(&attribute.value, place);
                }
            }
        }
    }

    fn block(&mut self, block: &Block) {
        let labels: Vec<&str> = block.labels.iter().map(|label| label.as_str()).collect();
        let ident = block.ident.as_str();
        let owner = match (ident, labels.as_slice()) {
            ("resource", [kind, name, ..]) => format!("{kind}.{name}"),
            ("data", [kind, name, ..]) => format!("data.{kind}.{name}"),
            (_, [name, ..]) => format!("{ident}.{name}"),
            (_, []) => ident.to_owned(),
        };
        let line = self.line(block);
        let before = (self.found.parts.len(), self.found.left.len());
        self.attributes(&block.body, &owner, 0);
        if labels
            .first()
            .is_some_and(|kind| kind.ends_with("cloudinit_config"))
        {
            let own = self.found.parts.split_off(before.0);
            self.found.parts.extend(combined(own));
        }
        if labels.first() == Some(&"helm_release") {
            let chart = text_of(&block.body, "chart").unwrap_or_else(|| "a chart".to_owned());
            self.found.leave(
                line,
                format!("chart {chart} ({owner})"),
                "a remote chart: its output is not known; documents in its values are read.",
            );
        }
        let has_parts = self.found.parts.len() > before.0;
        if OF_NODE_GROUP
            .iter()
            .any(|key| block.body.has_attribute(key))
        {
            let own = self.found.parts.split_off(before.0);
            self.found.parts.extend(of_node_group(own));
        }
        if has_parts {
            let ami = self.ami(block);
            for part in self.found.parts.iter_mut().skip(before.0) {
                part.ami = part.ami.or(ami);
            }
            self.rest_of_nodes(block, &owner, before);
            for key in ["for_each", "count"] {
                if let Some(attribute) = block.body.get_attribute(key) {
                    self.found.leave(
                        self.line(attribute),
                        format!("{key} of {owner}"),
                        "it is not evaluated; its body is read once.",
                    );
                }
            }
        }
        if !has_parts && self.found.left.len() == before.1 {
            self.others.push((line, owner));
        }
    }

    /// What launches nodes has more than their userData. `before` is what was found ahead of it.
    fn rest_of_nodes(&mut self, block: &Block, owner: &str, before: (usize, usize)) {
        let own = self.found.parts.iter().skip(before.0);
        let has_user_data = own
            .clone()
            .any(|part| part.launcher == Launcher::Other && part.form == PartForm::UserData);
        // Of a group within it that is said already.
        let is_said = self.found.left.len() > before.1;
        if has_user_data && !is_said {
            self.found.leave(
                self.line(block),
                owner.to_owned(),
                "its userData is read; its AMI, instance types and disks are not.",
            );
        }
    }

    /// The AMI that a block or an object names, itself or by a data source.
    fn ami(&self, of: &impl Span) -> NodeAmi {
        let own = self.source.slice(of.span());
        let referred = self.data.iter().filter(|(name, _)| own.contains(name));
        NodeAmi::told_by(std::iter::once(own).chain(referred.map(|(_, text)| *text)))
    }

    fn attributes(&mut self, body: &Body, owner: &str, depth: usize) {
        for structure in body {
            match structure {
                Structure::Attribute(attribute)
                    if owner == "locals" && self.locals.is_piece(attribute.key.as_str()) => {}
                Structure::Attribute(attribute) => {
                    let key = attribute.key.as_str();
                    let place = Place {
                        owner,
                        key,
                        key_line: self.line(attribute),
                    };
                    self.expression(&attribute.value, place);
                }
                Structure::Block(block) if depth < 8 => {
                    let before = self.found.parts.len();
                    self.attributes(&block.body, owner, depth + 1);
                    if block.ident.as_str() == "dynamic" && self.found.parts.len() > before {
                        self.found.leave(
                            self.line(block),
                            format!("a dynamic block of {owner}"),
                            "it is not evaluated; its body is read once.",
                        );
                    }
                }
                Structure::Block(_) => {}
            }
        }
    }

    /// Looks for manifests and userData in an expression; the parser bounds its depth.
    fn expression(&mut self, value: &Expression, place: Place<'_>) {
        match value {
            Expression::String(_)
            | Expression::StringTemplate(_)
            | Expression::HeredocTemplate(_) => self.text(value, place),
            Expression::Array(items) => {
                for item in items {
                    self.expression(item, place);
                }
            }
            Expression::Object(_) => self.object(value, place),
            Expression::Parenthesis(inner) => self.expression(inner.inner(), place),
            Expression::Conditional(either) => {
                let before = self.found.parts.len();
                self.expression(&either.true_expr, place);
                if self.found.parts.len() > before {
                    self.found.leave(
                        self.line(value),
                        format!("the condition of {} in {}", place.key, place.owner),
                        "it is not evaluated; only its first branch is read.",
                    );
                } else {
                    self.expression(&either.false_expr, place);
                }
            }
            Expression::FuncCall(call) => {
                let name = call.name.name.as_str();
                if matches!(name, "templatefile" | "file" | "filebase64" | "fileset") {
                    if MATTERS.contains(&place.key) || USER_DATA.contains(&place.key) {
                        let what = self.source.one_line(value.span());
                        let path = call
                            .args
                            .iter()
                            .next()
                            .and_then(|first| self.source.text(first));
                        self.found.leave_absent(
                            self.line(value),
                            format!("{what} in {}", place.owner),
                            "the file is not here; provide it as a separate file.",
                            path.map_or(Absent::Nothing, |(path, _)| template_file(&path)),
                        );
                    }
                    return;
                }
                if let Some(text) = self.locals.joined(call, self.source) {
                    return self.push(text, Lines::At(self.line(value)), place);
                }
                for argument in call.args.iter() {
                    self.expression(argument, place);
                }
            }
            Expression::ForExpr(each) => {
                let before = self.found.parts.len();
                self.expression(&each.value_expr, place);
                if self.found.parts.len() > before {
                    self.found.leave(
                        self.line(value),
                        format!("the for expression of {} in {}", place.key, place.owner),
                        "it is not evaluated; its body is read once.",
                    );
                }
            }
            Expression::Null(_)
            | Expression::Bool(_)
            | Expression::Number(_)
            | Expression::Variable(_)
            | Expression::Traversal(_)
            | Expression::UnaryOp(_)
            | Expression::BinaryOp(_) => {}
        }
    }

    fn object(&mut self, value: &Expression, place: Place<'_>) {
        let Expression::Object(object) = value else {
            return;
        };
        let keys: Vec<String> = object.iter().map(|(key, _)| key_of(key)).collect();
        let has = |name: &str| keys.iter().any(|key| key == name);
        if has("apiVersion") && has("kind") {
            let node = tree::tree(self.source, value, &mut self.found);
            self.found.parts.push(self.signed(Part::tree(node), place));
            return;
        }
        // A chart's values, written as an object.
        if place.key == "values" {
            let node = tree::tree(self.source, value, &mut self.found);
            let mut part = self.signed(Part::tree(node), place);
            part.form = PartForm::Values;
            self.found.parts.push(part);
            return;
        }
        let is_group = OF_NODE_GROUP.iter().any(|key| has(key));
        let before = self.found.parts.len();
        for (key, below) in object.iter() {
            let own = key_of(key);
            let line = self.line(key);
            let group;
            let owner = if place.key.ends_with("managed_node_groups") {
                group = format!("node group {own} of {}", place.owner);
                group.as_str()
            } else {
                place.owner
            };
            let below_place = Place {
                owner,
                key: &own,
                key_line: line,
            };
            if own == "content" && is_cloud_config(object) {
                self.found.leave(
                    line,
                    format!("a cloud-config part in {owner}"),
                    "cloud-init's own configuration is read only within a MIME archive.",
                );
                continue;
            }
            self.expression(below.expr(), below_place);
        }
        let is_own_shape = keys.len() > 1 && keys.iter().any(|key| is_user_data_key(key));
        if is_own_shape && !is_group && self.found.parts.len() > before {
            self.found.leave(
                place.key_line,
                format!("{} of {} in a custom structure", place.key, place.owner),
                "its userData is read; AMIs, disks and everything else are not.",
            );
        }
        if is_group && self.found.parts.len() > before {
            let own = self.found.parts.split_off(before);
            let ami = self.ami(value);
            let own = of_node_group(combined(own)).map(|part| part.beside(ami));
            self.found.parts.extend(own);
            self.found.leave(
                place.key_line,
                place.owner.to_owned(),
                "its userData is read; its AMI, instance types and disks are not.",
            );
        }
    }

    /// A part that says who holds it.
    fn signed(&self, mut part: Part, place: Place<'_>) -> Part {
        part.dialect = Dialect::Terraform;
        if ["node group", "aws_", "awscc_"]
            .iter()
            .any(|start| place.owner.starts_with(start))
        {
            part.launcher = Launcher::Other;
        }
        part.with_origin(format!("{} (Terraform)", place.owner))
    }

    fn text(&mut self, value: &Expression, place: Place<'_>) {
        let Some((text, lines)) = self.source.text(value) else {
            return;
        };
        if place.key == "user_data_template_path" {
            self.found.leave_absent(
                self.line(value),
                format!("the template {} in {}", quoted(text.trim()), place.owner),
                "the file is not here; provide it as a separate file.",
                template_file(&text),
            );
            return;
        }
        self.push(text, lines, place);
    }

    fn push(&mut self, text: String, lines: Lines, place: Place<'_>) {
        let form = match look(&text, place.key) {
            Some(form) => form,
            None => {
                if place.key.ends_with("bootstrap_user_data") && text.lines().count() > 1 {
                    self.found.leave(
                        place.key_line,
                        format!("{} in {}", place.key, place.owner),
                        "it is part of AL2's bootstrap script, not separate userData.",
                    );
                }
                return;
            }
        };
        let part = self.signed(Part::text(text, lines).form(form), place);
        self.found.parts.push(part);
    }

    fn heredoc_of_broken(&mut self, (key, text, first): (String, String, usize)) {
        let place = Place {
            owner: &key,
            key: &key,
            key_line: first.saturating_sub(1).max(1),
        };
        self.push(text, Lines::From(first), place);
    }

    /// Names the pieces of texts that nothing was put together of.
    fn pieces(&mut self) {
        let left: Vec<(usize, String)> = self
            .locals
            .left()
            .filter(|(_, value)| self.source.text(value).is_some())
            .map(|(name, value)| (self.line(value), format!("local.{name} (Terraform)")))
            .collect();
        for (line, what) in left {
            let why = "join combines it with something that is not known.";
            self.found.leave(line, what, why);
        }
    }

    /// One line for all blocks that hold nothing of ours.
    fn summary(&mut self) {
        let Some((line, first)) = self.others.first() else {
            return;
        };
        let what = match self.others.len() {
            1 => first.clone(),
            many => format!("{first} and {} other blocks", many - 1),
        };
        self.found.leave(
            *line,
            format!("{what} (Terraform)"),
            "it contains no manifest or userData.",
        );
    }
}

fn text_of(body: &Body, key: &str) -> Option<String> {
    Some(body.get_attribute(key)?.value.as_str()?.to_owned())
}

/// What a text is, by its look and by the attribute that holds it.
fn look(text: &str, key: &str) -> Option<PartForm> {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace());
    // Directives may stand before the first line.
    let first = trimmed
        .lines()
        .map(str::trim)
        .find(|line| {
            !(line.is_empty()
                || line.starts_with("%{")
                || line.starts_with('#') && !line.starts_with("#!"))
        })
        .unwrap_or_default();
    let is_node = [
        "MIME-Version:",
        "Content-Type:",
        "[settings",
        "settings.",
        "<powershell>",
    ]
    .iter()
    .any(|start| first.starts_with(start));
    let has_api = text.contains("apiVersion");
    let is_node_config = has_api && text.contains("node.eks.aws/") && !text.contains("karpenter");
    let is_script = trimmed.starts_with("#!");
    let is_for_node = USER_DATA.contains(&key) || key == "content";
    if is_node || is_node_config || (is_script && is_for_node) {
        return Some(PartForm::UserData);
    }
    if key == "values" {
        return Some(PartForm::Values);
    }
    if (has_api && text.contains("kind")) || is_script {
        return Some(PartForm::Unknown);
    }
    // Packed userData.
    if USER_DATA.contains(&key) && super::encoded::take_apart(text).is_some() {
        return Some(PartForm::UserData);
    }
    None
}
