//! containerd's configuration, as far as SOCI needs it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::core::config::{Engine, KubernetesVersion, SociLimits};
use crate::core::manifest::toml::write;
use crate::core::plan::NodePlan;
use crate::core::units::ChunkSize;
use crate::core::versions::{AL2023_CONTAINERD_2, CONTAINERD_2_KUBERNETES};

const SOCI_SOCKET: &str = "/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";

#[derive(Serialize)]
struct SociConfig<'a, T> {
    proxy_plugins: ProxyPlugins<'a>,
    plugins: Only<T>,
}

/// A map with one key.
struct Only<T>(&'static str, T);

impl<T: Serialize> Serialize for Only<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([(self.0, &self.1)])
    }
}

#[derive(Serialize)]
struct ProxyPlugins<'a> {
    soci: ProxyPlugin<'a>,
}

#[derive(Serialize)]
struct ProxyPlugin<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    address: &'static str,
    exports: Exports<'a>,
}

/// The kubelet's garbage collection looks at the file system of this directory, so it is always
/// SOCI's real root.
#[derive(Serialize)]
struct Exports<'a> {
    root: &'a str,
}

#[derive(Serialize)]
struct CriV2 {
    containerd: CriContainerd,
}

/// The same keys stand in version 2 under the CRI plugin's `containerd`, in version 3 under the
/// images plugin itself.
#[derive(Serialize)]
struct CriContainerd {
    #[serde(skip_serializing_if = "Option::is_none")]
    snapshotter: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_snapshot_annotations: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    discard_unpacked_layers: Option<bool>,
}

/// Plugin names of configuration version 2, which containerd 1.7 knows and 2.x migrates.
const CRI_V2: &str = "io.containerd.grpc.v1.cri";
/// Plugin name of configuration version 3, which containerd 1.7 does not know.
const CRI_V3_IMAGES: &str = "io.containerd.cri.v1.images";

/// SOCI as containerd's snapshotter, in the names of configuration version 2. Layers are kept only
/// if containerd keeps them too.
pub(in crate::core::manifest) fn soci_fragment(engine: &Engine) -> String {
    let containerd = soci_images(engine);
    write(&SociConfig {
        proxy_plugins: soci_proxy(engine),
        plugins: Only(CRI_V2, CriV2 { containerd }),
    })
}

/// The same in the names of version 3, the only ones that containerd 2 reads in a configuration
/// that says `version = 3` (containerd, docs/cri/config.md, read 2026-11).
pub(in crate::core::manifest) fn soci_fragment_v3(engine: &Engine) -> String {
    write(&SociConfig {
        proxy_plugins: soci_proxy(engine),
        plugins: Only(CRI_V3_IMAGES, soci_images(engine)),
    })
}

fn soci_proxy(engine: &Engine) -> ProxyPlugins<'_> {
    ProxyPlugins {
        soci: ProxyPlugin {
            kind: "snapshot",
            address: SOCI_SOCKET,
            exports: Exports {
                root: engine.install.root_dir.as_str(),
            },
        },
    }
}

fn soci_images(engine: &Engine) -> CriContainerd {
    CriContainerd {
        snapshotter: Some("soci"),
        disable_snapshot_annotations: Some(false),
        discard_unpacked_layers: (!engine.limits.discard_unpacked_layers).then_some(false),
    }
}

/// Plugin of the transfer service.
const TRANSFER: &str = "io.containerd.transfer.v1.local";

/// containerd's own parallel pull, in the names of version 3. Both tables or neither: nodeadm's own
/// `discard_unpacked_layers = true` makes CRI pull without the transfer service, whose keys then do
/// nothing (containerd 301026e, CheckLocalImagePullConfigs). What has no limit is left to containerd,
/// which knows no unlimited; a rule says so.
pub(super) fn transfer_service(limits: &SociLimits) -> String {
    #[derive(Serialize)]
    struct Images {
        discard_unpacked_layers: bool,
    }
    #[derive(Serialize)]
    struct Transfer {
        #[serde(skip_serializing_if = "Option::is_none")]
        max_concurrent_downloads: Option<u32>,
        #[serde(skip_serializing_if = "Option::is_none")]
        concurrent_layer_fetch_buffer: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        max_concurrent_unpacks: Option<u32>,
    }
    #[derive(Serialize)]
    struct Config {
        plugins: Both,
    }
    /// The map of the two plugins.
    struct Both(Images, Transfer);
    impl Serialize for Both {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut map = serializer.serialize_map(Some(2))?;
            map.serialize_entry(CRI_V3_IMAGES, &self.0)?;
            map.serialize_entry(TRANSFER, &self.1)?;
            map.end()
        }
    }
    let images = Images {
        discard_unpacked_layers: false,
    };
    let transfer = Transfer {
        max_concurrent_downloads: limits.max_concurrent_downloads_per_image.count(),
        concurrent_layer_fetch_buffer: match limits.concurrent_download_chunk_size {
            ChunkSize::WholeLayer => None,
            ChunkSize::Bytes(bytes) => Some(bytes),
        },
        max_concurrent_unpacks: limits.max_concurrent_unpacks_per_image.count(),
    };
    write(&Config {
        plugins: Both(images, transfer),
    })
}

/// Makes containerd keep layers, in the plugin name that the node's containerd reads: nodeadm
/// fails on version 3's name with containerd 1.7.
pub(super) fn keep_layers(plan: &NodePlan<'_>) -> String {
    #[derive(Serialize)]
    struct Images {
        discard_unpacked_layers: bool,
    }
    #[derive(Serialize)]
    struct Plugins<T> {
        plugins: Only<T>,
    }
    let cluster = &plan.config.cluster;
    let version_3 = cluster.kubernetes >= KubernetesVersion::minor(CONTAINERD_2_KUBERNETES)
        && cluster.al2023_version.is_at_least(AL2023_CONTAINERD_2);
    if version_3 {
        return write(&Plugins {
            plugins: Only(
                CRI_V3_IMAGES,
                Images {
                    discard_unpacked_layers: false,
                },
            ),
        });
    }
    write(&Plugins {
        plugins: Only(
            CRI_V2,
            CriV2 {
                containerd: CriContainerd {
                    snapshotter: None,
                    disable_snapshot_annotations: None,
                    discard_unpacked_layers: Some(false),
                },
            },
        ),
    })
}
