//! userData: what a node reads before it joins.

mod bottlerocket;
mod containerd;
mod install_script;
mod mime;
mod node_config;
mod soci_limits;

use super::bundle::Syntax;
use super::keep;
use crate::core::config::{InstanceStore, OverrideTarget, Step};
use crate::core::engines::SociSetup;
use crate::core::plan::{LimitsBy, NodePlan, Side};
use crate::core::yaml::Yaml;
pub(super) use containerd::{soci_fragment, soci_fragment_v3};
pub(super) use install_script::install_script;
use mime::{Ending, Part};
pub(super) use node_config::kubelet_fragment;
use node_config::{NodeConfig, SOCI_ENDPOINT};

/// A node's userData and what it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserData {
    pub(super) text: String,
    pub(super) syntax: Syntax,
}

/// The userData of a side's nodes; none where the AMI needs none.
pub(super) fn user_data(plan: &NodePlan<'_>, side: Side) -> Option<UserData> {
    if let Some(whole) = kept_whole(plan, side) {
        return whole;
    }
    match (plan.engine().soci, side) {
        (SociSetup::BuiltIn, _) => None,
        (SociSetup::Settings, _) => settings(plan, side),
        (SociSetup::TransferService, _) if plan.engine().is_bottlerocket() => settings(plan, side),
        (SociSetup::Absent, _) | (_, Side::Baseline) => baseline(plan, side),
        (SociSetup::FeatureGate, Side::Soci) => by_feature_gate(plan),
        (SociSetup::InstallScript, Side::Soci) => by_install_script(plan),
        (SociSetup::TransferService, Side::Soci) => by_transfer_service(plan),
    }
}

fn settings(plan: &NodePlan<'_>, side: Side) -> Option<UserData> {
    bottlerocket::settings(plan, side).map(|text| UserData {
        text,
        syntax: Syntax::Toml,
    })
}

/// userData that is kept word for word, or kept out.
fn kept_whole(plan: &NodePlan<'_>, side: Side) -> Option<Option<UserData>> {
    if plan.engine().is_auto_mode() {
        return None;
    }
    let place = [
        Step::Key("spec".to_owned()),
        Step::Key("userData".to_owned()),
    ];
    let kept = keep::overrides_for(plan, side, OverrideTarget::Ec2NodeClass)
        .find(|kept| kept.path == place)?;
    let Some(Yaml::Text(text)) = &kept.value else {
        return Some(None);
    };
    let start = text.trim_start();
    let syntax = if start.starts_with("MIME-Version:") || start.starts_with("Content-Type:") {
        Syntax::Mime
    } else if start.starts_with("#!") {
        Syntax::Shell
    } else if plan.engine().is_bottlerocket() {
        Syntax::Toml
    } else {
        Syntax::Yaml
    };
    Some(Some(UserData {
        text: text.clone(),
        syntax,
    }))
}

/// A bare NodeConfig while there is no script; with one, Karpenter needs MIME, because it would
/// take a script and a NodeConfig in one text for neither.
fn together(
    plan: &NodePlan<'_>,
    side: Side,
    node_config: Option<NodeConfig>,
    script: Option<String>,
    script_first: bool,
    ending: Ending,
) -> Option<UserData> {
    let mut scripts: Vec<Part> = script.into_iter().map(Part::script).collect();
    scripts.extend(
        keep::overrides_for(plan, side, OverrideTarget::Script).filter_map(|kept| {
            match &kept.value {
                Some(Yaml::Text(text)) => Some(Part::script(with_line_feed(text))),
                _ => None,
            }
        }),
    );
    let has_kept = keep::overrides_for(plan, side, OverrideTarget::NodeConfig)
        .next()
        .is_some();
    let node_config = node_config
        .or_else(|| has_kept.then(NodeConfig::empty))
        .map(|config| keep::write(plan, side, OverrideTarget::NodeConfig, &config));
    if scripts.is_empty() {
        return node_config.map(|text| UserData {
            text,
            syntax: Syntax::Yaml,
        });
    }
    let node_config = node_config.map(Part::node_config);
    let mut parts = Vec::new();
    if script_first {
        parts.append(&mut scripts);
    }
    parts.extend(node_config);
    parts.append(&mut scripts);
    Some(UserData {
        text: mime::write(&parts, ending),
        syntax: Syntax::Mime,
    })
}

fn with_line_feed(text: &str) -> String {
    let mut text = text.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn by_feature_gate(plan: &NodePlan<'_>) -> Option<UserData> {
    let script = match plan.limits {
        LimitsBy::Ami => None,
        LimitsBy::Script(limits) => Some(soci_limits::script(&limits, plan.config.engine.tuning)),
    };
    let node_config = NodeConfig::feature_gate(plan);
    together(
        plan,
        Side::Soci,
        Some(node_config),
        script,
        false,
        Ending::Closed,
    )
}

fn by_transfer_service(plan: &NodePlan<'_>) -> Option<UserData> {
    let config = containerd::transfer_service(&plan.config.engine.limits);
    let node_config = NodeConfig::with_containerd(plan, None, config);
    together(
        plan,
        Side::Soci,
        Some(node_config),
        None,
        false,
        Ending::Closed,
    )
}

fn by_install_script(plan: &NodePlan<'_>) -> Option<UserData> {
    let script = install_script(&plan.config.engine);
    let config = containerd::soci_fragment(&plan.config.engine);
    let node_config = NodeConfig::with_containerd(plan, Some(SOCI_ENDPOINT), config);
    let ending = Ending::for_script(plan.config.engine.install.source);
    together(
        plan,
        Side::Soci,
        Some(node_config),
        Some(script),
        true,
        ending,
    )
}

/// Stock containerd needs no userData, but where SOCI's data is kept on EBS, containerd's is
/// too: otherwise the pair would compare two disks.
fn baseline(plan: &NodePlan<'_>, side: Side) -> Option<UserData> {
    let on_ebs = plan.config.storage.instance_store == InstanceStore::Raid0SociOnEbs;
    let node_config = on_ebs.then(NodeConfig::containerd_on_ebs);
    together(plan, side, node_config, None, false, Ending::Closed)
}
