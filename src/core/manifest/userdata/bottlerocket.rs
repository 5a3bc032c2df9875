//! Bottlerocket's settings.
//!
//! Karpenter keeps `settings` and of it everything but `kubernetes` and `bootstrap-commands`
//! untouched (karpenter-provider-aws 1d927085, bootstrap/bottlerocket.go).

use serde::Serialize;

use crate::core::config::{InstanceStore, Override, OverrideTarget, SociLimits};
use crate::core::manifest::keep;
use crate::core::manifest::toml::write;
use crate::core::plan::{NodePlan, Side};
use crate::core::units::{ChunkGrammar, ChunkSize};
use crate::core::yaml::{self, Yaml};

#[derive(Serialize)]
struct UserData {
    settings: Settings,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Settings {
    #[serde(skip_serializing_if = "Option::is_none")]
    container_runtime: Option<ContainerRuntime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    container_runtime_plugins: Option<Plugins>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bootstrap_commands: Option<BootstrapCommands>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ContainerRuntime {
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshotter: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_concurrent_downloads: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    concurrent_download_chunk_size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_concurrent_unpacks: Option<u32>,
}

impl ContainerRuntime {
    const SOCI: Self = Self {
        snapshotter: Some("soci"),
        max_concurrent_downloads: None,
        concurrent_download_chunk_size: None,
        max_concurrent_unpacks: None,
    };

    /// containerd's own parallel pull. What has no limit is left to Bottlerocket.
    fn transfer_service(limits: &SociLimits) -> Self {
        let chunk = limits.concurrent_download_chunk_size;
        Self {
            snapshotter: None,
            max_concurrent_downloads: limits.max_concurrent_downloads_per_image.count(),
            concurrent_download_chunk_size: (chunk != ChunkSize::WholeLayer)
                .then(|| chunk.setting(ChunkGrammar::Bottlerocket)),
            max_concurrent_unpacks: limits.max_concurrent_unpacks_per_image.count(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Plugins {
    soci_snapshotter: SociSnapshotter,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct SociSnapshotter {
    pull_mode: &'static str,
    parallel_pull_unpack: ParallelPullUnpack,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct ParallelPullUnpack {
    max_concurrent_downloads: i64,
    max_concurrent_downloads_per_image: i64,
    concurrent_download_chunk_size: String,
    max_concurrent_unpacks: i64,
    max_concurrent_unpacks_per_image: i64,
    discard_unpacked_layers: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct BootstrapCommands {
    k8s_ephemeral_storage: BootstrapCommand,
}

#[derive(Serialize)]
struct BootstrapCommand {
    commands: Vec<Vec<&'static str>>,
    mode: &'static str,
    essential: bool,
}

/// The settings of a side's nodes; none where the OS's own are right.
pub(super) fn settings(plan: &NodePlan<'_>, side: Side) -> Option<String> {
    let is_own = side == Side::Soci;
    let soci = is_own && plan.engine().pulls_with_soci();
    let limits = &plan.config.engine.limits;
    let on_ebs = plan.config.storage.instance_store == InstanceStore::Raid0SociOnEbs;
    let kept: Vec<&Override> = keep::overrides_for(plan, side, OverrideTarget::Settings).collect();
    if !is_own && !on_ebs && kept.is_empty() {
        return None;
    }
    let data = UserData {
        settings: Settings {
            container_runtime: if soci {
                Some(ContainerRuntime::SOCI)
            } else {
                is_own.then(|| ContainerRuntime::transfer_service(limits))
            },
            container_runtime_plugins: soci.then(|| plugins(limits)),
            bootstrap_commands: on_ebs.then(|| bind_without_images(soci)),
        },
    };
    Some(with_kept(&data, &kept).unwrap_or_else(|| write(&data)))
}

/// The settings with what is kept, if there is anything.
fn with_kept(data: &UserData, kept: &[&Override]) -> Option<String> {
    if kept.is_empty() {
        return None;
    }
    let node = yaml::read(&yaml::write(data)).ok()?;
    let mut tree = Yaml::from(&node);
    for kept in kept {
        keep::apply(&mut tree, &kept.path, kept.value.as_ref());
    }
    Some(write(&tree.without_nulls()))
}

fn plugins(limits: &SociLimits) -> Plugins {
    Plugins {
        soci_snapshotter: SociSnapshotter {
            pull_mode: "parallel-pull-unpack",
            parallel_pull_unpack: ParallelPullUnpack {
                max_concurrent_downloads: limits.max_concurrent_downloads.setting(),
                max_concurrent_downloads_per_image: limits
                    .max_concurrent_downloads_per_image
                    .setting(),
                concurrent_download_chunk_size: limits
                    .concurrent_download_chunk_size
                    .setting(ChunkGrammar::Bottlerocket),
                max_concurrent_unpacks: limits.max_concurrent_unpacks.setting(),
                max_concurrent_unpacks_per_image: limits.max_concurrent_unpacks_per_image.setting(),
                discard_unpacked_layers: limits.discard_unpacked_layers,
            },
        },
    }
}

/// Puts pods on the NVMe and leaves images on the volume: SOCI's directory is never bound, and
/// for stock containerd, whose images are in its own directory, that is left out too.
/// `init` does nothing on a type without NVMe, so the command may be essential.
fn bind_without_images(soci: bool) -> BootstrapCommands {
    let mut bind = vec!["apiclient", "ephemeral-storage", "bind", "--dirs"];
    if soci {
        bind.push("/var/lib/containerd");
    }
    bind.extend(["/var/lib/kubelet", "/var/log/pods"]);
    BootstrapCommands {
        k8s_ephemeral_storage: BootstrapCommand {
            commands: vec![vec!["apiclient", "ephemeral-storage", "init"], bind],
            mode: "always",
            essential: true,
        },
    }
}
