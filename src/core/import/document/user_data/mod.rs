//! userData, read as Karpenter and the node read it.

mod drop_ins;
mod file_text;
pub(in crate::core::import) mod files;
mod gate;
mod lines;
pub(in crate::core::import) mod mime;
mod node_config;
mod open_toml;
mod open_yaml;
mod part_type;
mod parts;
mod reach;
mod sed;
pub(in crate::core::import) mod settings;
pub(in crate::core::import) mod shell;
pub(in crate::core::import) mod soci_file;
pub(in crate::core::import) mod toml;
mod variables;

use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::source::{GONE, Launcher, without_directives};
use crate::core::import::words::Words;
use crate::core::placeholder::{holds_placeholder, is_placeholder};
use crate::core::yaml::{Tree, read_all};
pub(in crate::core::import) use drop_ins::{DROP_INS, DropIn, DropInBody};
use files::{Effects, Reach, Stage};
pub(in crate::core::import) use gate::{Gate, GateState, disabled_mounts, gate};
use mime::{Archive, is_mime};
pub(in crate::core::import) use part_type::{is_cloud_config, is_in_base64};
pub(in crate::core::import) use parts::{Body, Part, Parts, UserDataDiagnostic};
use shell::Script;

/// Most bytes that are read: EC2 takes 16,384, and nothing longer ever reaches a node.
pub(in crate::core::import) const MAX_BYTES: usize = 65_536;

/// What a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::core::import) enum Form {
    Mime,
    /// A NodeConfig, or any other map of YAML or JSON.
    NodeConfig,
    Shell,
    /// Bottlerocket's settings.
    Toml,
    PowerShell,
    Empty,
}

impl Form {
    /// What it is called.
    pub(in crate::core::import) const fn describe(self) -> &'static str {
        match self {
            Self::Mime => "MIME multipart",
            Self::NodeConfig => "a bare NodeConfig",
            Self::Shell => "a shell script",
            Self::Toml => "Bottlerocket settings",
            Self::PowerShell => "PowerShell",
            Self::Empty => "empty",
        }
    }

    /// What a text looks like, whatever node it is for.
    pub(in crate::core::import) fn detect(text: &str) -> Self {
        match without_directives(text) {
            Some(plain) => Self::of_plain(&plain.text),
            None => Self::of_plain(text),
        }
    }

    fn of_plain(text: &str) -> Self {
        let trimmed = text.trim_start_matches('\u{feff}');
        let trimmed = trimmed.trim_matches(|letter: char| letter.is_whitespace() || letter == GONE);
        if trimmed.is_empty() {
            return Self::Empty;
        }
        if is_mime(trimmed) {
            return Self::Mime;
        }
        if trimmed.starts_with("#!") {
            return Self::Shell;
        }
        if trimmed.starts_with("<powershell>") {
            return Self::PowerShell;
        }
        let first = trimmed
            .lines()
            .map(str::trim)
            .find(|line| !line.is_empty() && !line.starts_with('#'))
            .unwrap_or_default();
        let is_table = first.starts_with("[settings") || first.starts_with("[\"settings");
        let is_key = first.starts_with("settings.") && first.contains('=');
        if is_table || is_key {
            return Self::Toml;
        }
        if is_map(trimmed) {
            return Self::NodeConfig;
        }
        Self::Shell
    }
}

fn is_map(text: &str) -> bool {
    text.len() <= MAX_BYTES
        && matches!(
            open_yaml::read(text).documents.first(),
            Some(Ok(document)) if matches!(document.node.tree, Tree::Mapping(_))
        )
}

/// The same, of what nobody fills in any more.
fn is_map_already(text: &str) -> bool {
    matches!(
        read_all(text).first(),
        Some(Ok(document)) if matches!(document.node.tree, Tree::Mapping(_))
    )
}

fn has_comments_only(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .all(|line| line.is_empty() || line.starts_with('#'))
}

/// Cuts AL2023's userData into parts, as its nodes get them from their launcher. Lines count from 1.
pub(in crate::core::import) fn al2023(text: &str, launcher: Launcher) -> Parts {
    let mut found = Parts::default();
    if text.len() > MAX_BYTES {
        found.fail(
            &rules::USER_DATA_TOO_LARGE,
            1,
            format!("the userData has {} bytes; EC2 allows 16,384.", text.len()),
        );
        return found;
    }
    let plain = without_directives(text);
    let text = plain.as_ref().map_or(text, |plain| plain.text.as_str());
    found.has_directives = plain.is_some();
    found.is_part = plain.as_ref().is_some_and(|plain| plain.is_part);
    let is_cloud_config = is_cloud_config(text);
    match Form::of_plain(text) {
        Form::Empty => {}
        _ if is_cloud_config && launcher != Launcher::Karpenter => {
            if launcher == Launcher::Unknown {
                found.warn(
                    &rules::SCRIPT_READ_AS_NODE_CONFIG,
                    1,
                    Words::of_karpenter(SENT_TO_NODEADM),
                );
            }
            let part = cloud_config(text.to_owned(), 1, 1, "text/cloud-config");
            found.parts.push(part);
        }
        Form::Mime => archive(&mut found, text),
        Form::Toml => found.fail(
            &rules::USER_DATA_OF_ANOTHER_OS,
            1,
            "this is TOML, for Bottlerocket; AL2023 treats it as a shell script, and nothing is set.",
        ),
        Form::PowerShell => found.fail(
            &rules::USER_DATA_OF_ANOTHER_OS,
            1,
            "this is PowerShell, which no Linux node runs.",
        ),
        Form::NodeConfig => {
            let is_config = text.contains("NodeConfig");
            if !is_config && text.lines().any(|line| line.trim_start().starts_with('#')) {
                found.warn(
                    &rules::SCRIPT_READ_AS_NODE_CONFIG,
                    1,
                    Words::of_karpenter(SENT_TO_NODEADM),
                );
            }
            node_config::read(&mut found, text, 1, 1, "application/node.eks.aws");
        }
        // Karpenter's reader of YAML takes what holds comments only for an empty map
        // (bootstrap/nodeadm.go, parseUserData).
        Form::Shell if launcher == Launcher::Karpenter && is_yaml_too(text) => {
            found.warn(
                &rules::SCRIPT_READ_AS_NODE_CONFIG,
                1,
                Words::of_karpenter(SENT_TO_NODEADM),
            );
            node_config::read(&mut found, text, 1, 1, "application/node.eks.aws");
        }
        Form::Shell => {
            if launcher == Launcher::Unknown && is_yaml_too(text) {
                found.warn(
                    &rules::SCRIPT_READ_AS_NODE_CONFIG,
                    1,
                    Words::of_karpenter(SENT_TO_NODEADM),
                );
            }
            script(&mut found, text, 1, 1, "text/x-shellscript");
        }
    }
    found.drop_ins = drop_ins::read(&found.files());
    found
}

const SENT_TO_NODEADM: &str = "every line here is also valid YAML, so Karpenter passes it to nodeadm and no shell runs it; put it into a MIME part of type text/x-shellscript.";

/// Whether a script is a map to a reader of YAML.
fn is_yaml_too(text: &str) -> bool {
    has_comments_only(text) || (text.trim_start().starts_with("#!") && is_map_already(text))
}

/// Types of cloud-init's that bring what is not in the text (cloudinit/user_data.py).
const OF_CLOUD_INIT: [&str; 9] = [
    "text/x-include-url",
    "text/x-include-once-url",
    "text/cloud-config-archive",
    "text/cloud-config-jsonp",
    "text/part-handler",
    "text/jinja2",
    "text/template",
    "text/upstart-job",
    "application/octet-stream",
];

fn archive(found: &mut Parts, text: &str) {
    if text.starts_with(|c: char| c.is_whitespace()) {
        let line = text
            .lines()
            .take_while(|line| line.trim().is_empty())
            .count();
        return found.fail(
            &rules::MIME_HEADER,
            line.max(1),
            "the headers do not start at the beginning of the first line: this is treated as MIME, but no media type is found.",
        );
    }
    let archive: Archive<'_> = match mime::read(text, 1) {
        Ok(archive) => archive,
        Err(wrong) => return found.fail(wrong.rule, wrong.line, wrong.message),
    };
    if !archive.closed {
        found.said.push(UserDataDiagnostic::new(
            &rules::MIME_WITHOUT_END,
            Severity::Note,
            text.lines().count().max(1),
            Words::of_karpenter(
                "the archive has no closing delimiter (two more dashes); Karpenter uses the end of the text instead.",
            ),
        ));
    }
    found.gaps.extend(archive.gaps);
    for part in archive.parts {
        // What is no line of the archive is none of its parts either, whose readers count lines.
        let body = part.body.replace(GONE, "");
        if let Some(line) = part.encoding {
            let is_node_config = part.content_type == "application/node.eks.aws";
            if is_node_config && node_config::packed(&body).is_some() {
                found.said.push(UserDataDiagnostic::new(
                    &rules::PART_ENCODING_DROPPED,
                    Severity::Note,
                    line,
                    Words::of_karpenter(
                        "Karpenter drops this header, and nodeadm unpacks base64 and gzip itself; earlier AMIs may not, so write the NodeConfig unencoded.",
                    ),
                ));
            } else {
                found.warn(
                    &rules::PART_ENCODING_DROPPED,
                    line,
                    Words::of_karpenter(
                        "Karpenter keeps only a part's Content-Type: the node receives this text still encoded.",
                    ),
                );
            }
        }
        let split = body.lines().position(|line| line.starts_with("--//"));
        if let Some(index) = split {
            found.fail(
                &rules::MIME_DELIMITER_IN_PART,
                part.first + index,
                Words::of_karpenter(
                    "Karpenter repacks the parts with the boundary //, so a line starting with --// splits this part in two.",
                ),
            );
        }
        let content_type = part_type::detect(&part.content_type, &body);
        match content_type.as_str() {
            "application/node.eks.aws" => {
                node_config::read(found, &body, part.line, part.first, &content_type)
            }
            "text/x-shellscript"
            | "text/x-shellscript-per-boot"
            | "text/x-shellscript-per-instance"
            | "text/x-shellscript-per-once"
            | "text/cloud-boothook" => {
                script(found, &body, part.line, part.first, &content_type);
            }
            "text/cloud-config" => {
                let own = cloud_config(body, part.line, part.first, &content_type);
                found.parts.push(own);
            }
            other => {
                let mut effects = Effects::default();
                if holds_placeholder(other) {
                    found.gaps.push((part.line, other.to_owned()));
                } else if OF_CLOUD_INIT.contains(&other) {
                    let what = format!("the part of type {other}");
                    effects.unread.push((part.line, what));
                } else {
                    let is = match other {
                        "" => "not given",
                        other => other,
                    };
                    let begins = match part_type::is_by_beginning(other) {
                        true => ", and its first line says no other",
                        false => "",
                    };
                    found.warn(
                        &rules::PART_OF_UNKNOWN_TYPE,
                        part.line,
                        format!("the part's type is {is}{begins}: neither nodeadm (application/node.eks.aws) nor cloud-init (text/x-shellscript) uses it."),
                    );
                }
                found.parts.push(Part {
                    line: part.line,
                    first: part.first,
                    body: Body::Ignored,
                    text: body,
                    content_type,
                    effects,
                    commands: Vec::new(),
                });
            }
        }
    }
}

/// A configuration of cloud-init, with the commands in it.
fn cloud_config(text: String, line: usize, first: usize, content_type: &str) -> Part {
    let (mut effects, own) = files::cloud_config(&text, first);
    let commands = own
        .iter()
        .map(|(stage, text, first)| (*stage, reached(shell::read(text, *first), &mut effects)))
        .collect();
    Part {
        line,
        first,
        body: Body::CloudConfig,
        commands,
        effects,
        text,
        content_type: content_type.to_owned(),
    }
}

/// Without what no command of it does; what one does only under a condition is left to `effects`.
fn reached(mut script: Script, effects: &mut Effects) -> Script {
    if let Some(install) = &mut script.install {
        match effects.reach_of(install.line) {
            None => script.install = None,
            Some(reach) => install.reach = reach,
        }
    }
    for (place, what) in [
        (&mut script.bootstrap, "/etc/eks/bootstrap.sh is called"),
        (&mut script.early_disks, "/mnt/k8s-disks/0 is used"),
    ] {
        let reach = place.and_then(|line| effects.reach_of(line));
        if let Some(Reach::If(condition)) = reach {
            effects.unread(
                condition,
                format!("the condition here: only if true, {what}"),
            );
        }
        *place = place.filter(|_| reach == Some(Reach::Always));
    }
    script
}

fn script(found: &mut Parts, text: &str, line: usize, first: usize, content_type: &str) {
    // cloud-init takes the line away that says what it is (handlers/boot_hook.py).
    let (text, first) = match content_type {
        "text/cloud-boothook" => part_type::without_mark(text, first),
        _ => (text, first),
    };
    let script = shell::read(text, first);
    let interpreter = shell::other_interpreter(text);
    if !script.has_shebang && content_type != "text/cloud-boothook" {
        found.warn(
            &rules::SCRIPT_WITHOUT_SHEBANG,
            first,
            if part_type::is_in_base64(text) {
                Words::by_launcher(
                    "this is base64, which nothing on the node decodes: cloud-init finds no #! and runs nothing. Write the text itself; Karpenter encodes userData.",
                    "this is base64, which nothing on the node decodes: cloud-init finds no #! and runs nothing.",
                )
            } else {
                Words::from("the script does not start with #!, so cloud-init does not run it.")
            },
        );
    }
    let stage = match content_type {
        "text/cloud-boothook" => Stage::Boothook,
        "text/x-shellscript-per-boot" => Stage::PerBoot,
        _ => Stage::Script,
    };
    // What such a line runs is in no text: a template's, or a variable's.
    let open = text.lines().enumerate().filter_map(|(number, line)| {
        let own = line.trim();
        is_placeholder(own).then(|| (first + number, own.to_owned()))
    });
    found.gaps.extend(open);
    let is_run = script.has_shebang;
    let mut effects = match interpreter {
        _ if !is_run => Effects::default(),
        Some(interpreter) => files::program(text, first, stage, interpreter),
        None => files::script(text, first, stage),
    };
    let body = match interpreter {
        _ if !is_run => Body::Ignored,
        Some(_) => Body::Script(shell::Script::default()),
        None => Body::Script(reached(script, &mut effects)),
    };
    found.parts.push(Part {
        line,
        first,
        effects,
        commands: Vec::new(),
        body,
        text: text.to_owned(),
        content_type: content_type.to_owned(),
    });
}

/// The table of SOCI's limits in Bottlerocket's settings.
pub(in crate::core::import) const BOTTLEROCKET_LIMITS: [&str; 4] = [
    "settings",
    "container-runtime-plugins",
    "soci-snapshotter",
    "parallel-pull-unpack",
];
