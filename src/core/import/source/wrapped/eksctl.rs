//! eksctl's ClusterConfig: what its node groups give to their nodes.

use super::wrapper::{Wrapper, pair, text_part};
use crate::core::import::source::aligned::{Aligned, settings};
use crate::core::import::source::node_archive::combined;
use crate::core::import::source::{Launcher, Lines, NodeAmi, Part, PartForm, TakenApart};
use crate::core::yaml::Node;

/// The userData of every node group.
pub(super) fn take_apart(of: &Wrapper<'_>, found: &mut TakenApart) {
    if let Some(region) = of.node.at(&["metadata", "region"]) {
        let text = region.as_str().unwrap_or_default();
        found.state_region(region.line, text, "metadata.region");
    }
    for list in ["managedNodeGroups", "nodeGroups"] {
        for group in of.node.get(list).map(Node::items).unwrap_or_default() {
            node_group(group, found);
        }
    }
    if let Some((key, _)) = pair(of.node, "karpenter") {
        found.leave(
            key.line,
            format!("karpenter of {}", of.title),
            "eksctl installs Karpenter with it; it contains no node class or NodePool.",
        );
    }
    if found.is_empty() {
        of.leave(
            found,
            of.title.clone(),
            "it has no node groups, so it does not affect nodes.",
        );
    }
}

fn node_group(group: &Node, found: &mut TakenApart) {
    let name = group.str_at(&["name"]).unwrap_or("without a name");
    let title = format!("node group {name} (eksctl)");
    let family = group.str_at(&["amiFamily"]).unwrap_or("AmazonLinux2023");
    let before = found.parts.len();
    match family {
        "AmazonLinux2023" => {
            let command = pair(group, "overrideBootstrapCommand")
                .and_then(|(key, text)| text_part(key.line, text, PartForm::UserData));
            let pieces = command.into_iter().chain(commands(group));
            // An AMI of one's own may be of any system.
            let is_own = group.get("ami").is_some() && group.get("amiFamily").is_none();
            let ami = if is_own {
                NodeAmi::Unknown
            } else {
                NodeAmi::Al2023
            };
            let pieces = pieces.map(|part| {
                let part = part.with_origin(title.clone()).beside(ami);
                part.launched_by(Launcher::Other)
            });
            found.parts.extend(combined(pieces.collect()));
        }
        "Bottlerocket" => {
            let own = group
                .get("bottlerocket")
                .and_then(|own| pair(own, "settings"));
            if let Some((key, node)) = own {
                let (text, lines) = settings(node, key.line);
                found.parts.push(
                    Part::text(text, lines)
                        .form(PartForm::UserData)
                        .launched_by(Launcher::Other)
                        .with_origin(title.clone()),
                );
            }
        }
        other => {
            return found.leave(
                group.line,
                title,
                format!(
                    "amiFamily is {other}; only AmazonLinux2023 and Bottlerocket are supported."
                ),
            );
        }
    }
    let why = if found.parts.len() > before {
        "its userData is read; instance types, volumes, labels and taints are not."
    } else {
        "it has no userData; instance types, volumes, labels and taints are not read."
    };
    found.leave(group.line, title, why);
}

/// The commands before the bootstrap as the script that eksctl makes of them.
fn commands(group: &Node) -> Option<Part> {
    let (key, list) = pair(group, "preBootstrapCommands")?;
    let mut script = Aligned::new(key.line);
    script.put(key.line, "#!/bin/bash");
    let mut exact = true;
    for command in list.items() {
        let first = command.line + usize::from(command.block);
        for (index, line) in command.as_str()?.lines().enumerate() {
            exact &= script.put(first + index, line);
        }
    }
    let lines = if exact {
        Lines::From(key.line)
    } else {
        Lines::At(key.line)
    };
    (!list.items().is_empty()).then(|| Part::text(script.text(), lines).form(PartForm::UserData))
}
