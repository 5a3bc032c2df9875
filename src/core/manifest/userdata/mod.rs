//! userData: what a node reads before it joins.

mod bottlerocket;
mod containerd;
mod install_script;
mod mime;
mod node_config;
mod soci_limits;

use super::bundle::Syntax;
use crate::core::config::{EngineKind, InstanceStore};
use crate::core::plan::{LimitsBy, NodePlan, Side};
pub(super) use containerd::soci_fragment;
pub(super) use install_script::install_script;
use mime::{Ending, Part};
use node_config::NodeConfig;
pub(super) use node_config::kubelet_fragment;

/// A node's userData and what it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct UserData {
    pub(super) text: String,
    pub(super) syntax: Syntax,
}

/// The userData of a side's nodes; none where the AMI needs none.
pub(super) fn user_data(plan: &NodePlan<'_>, side: Side) -> Option<UserData> {
    match (plan.kind(), side) {
        (EngineKind::AutoMode, _) => None,
        (EngineKind::Bottlerocket, side) => {
            bottlerocket::settings(plan, side).map(|text| UserData {
                text,
                syntax: Syntax::Toml,
            })
        }
        (EngineKind::FastImagePull, Side::Soci) => Some(fast_image_pull(plan)),
        (EngineKind::InstallScript, Side::Soci) => Some(by_install_script(plan)),
        (
            EngineKind::FastImagePull | EngineKind::InstallScript | EngineKind::Containerd,
            Side::Baseline,
        )
        | (EngineKind::Containerd, Side::Soci) => baseline(plan),
    }
}

/// A bare NodeConfig while the limits are the AMI's own; with others, Karpenter needs MIME,
/// because it would take a script and a NodeConfig in one text for neither.
fn fast_image_pull(plan: &NodePlan<'_>) -> UserData {
    let node_config = NodeConfig::fast_image_pull(plan).text();
    match plan.limits {
        LimitsBy::Ami => UserData {
            text: node_config,
            syntax: Syntax::Yaml,
        },
        LimitsBy::Script(limits) => UserData {
            text: mime::write(
                &[
                    Part::node_config(node_config),
                    Part::script(soci_limits::script(&limits, plan.config.engine.tuning)),
                ],
                Ending::Closed,
            ),
            syntax: Syntax::Mime,
        },
    }
}

fn by_install_script(plan: &NodePlan<'_>) -> UserData {
    let script = install_script(&plan.config.engine);
    let node_config = NodeConfig::install_script(plan).text();
    UserData {
        text: mime::write(
            &[Part::script(script), Part::node_config(node_config)],
            Ending::of(plan.config.engine.install.source),
        ),
        syntax: Syntax::Mime,
    }
}

/// Stock containerd needs no userData, but where SOCI's data is kept on EBS, containerd's is
/// too: otherwise the pair would compare two disks.
fn baseline(plan: &NodePlan<'_>) -> Option<UserData> {
    let on_ebs = plan.config.storage.instance_store == InstanceStore::Raid0SociOnEbs;
    on_ebs.then(|| UserData {
        text: NodeConfig::containerd_on_ebs().text(),
        syntax: Syntax::Yaml,
    })
}
