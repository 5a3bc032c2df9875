//! What stands in userData besides YAML: MIME, TOML and scripts.

use super::rows::{Row, derived, field, form};
use crate::core::config::sources::{
    BOTTLEROCKET, BOTTLEROCKET_RAID0, CONTAINERD_TRANSFER, EC2NODECLASS, FAST_IMAGE_PULL, SOCI,
    SOCI_SCRIPT,
};

const PER_IMAGE: &[&str] = &["engine.maxConcurrentDownloadsPerImage"];
const IN_ALL: &[&str] = &["engine.maxConcurrentDownloads"];
const CHUNK: &[&str] = &["engine.concurrentDownloadChunkSize"];
const UNPACKS: &[&str] = &["engine.maxConcurrentUnpacksPerImage"];
const UNPACKS_IN_ALL: &[&str] = &["engine.maxConcurrentUnpacks"];
const DISCARD: &[&str] = &["engine.discardUnpackedLayers"];

#[rustfmt::skip]
pub(super) static MIME: &[Row] = &[
    form("", "MIME-Version", "Multi-part userData; Karpenter adds its own part.", EC2NODECLASS),
    form("", "Content-Type: multipart", "Sets the part delimiter, the same as Karpenter's.", EC2NODECLASS),
    form("", "Content-Type: application/node.eks.aws", "A part for nodeadm, which runs before cloud-init.", FAST_IMAGE_PULL),
    form("", "Content-Type: text/x-shellscript", "A part cloud-init runs once on a new node, before it joins.", FAST_IMAGE_PULL),
];

#[rustfmt::skip]
pub(super) static TOML: &[Row] = &[
    field("", "settings container-runtime max-concurrent-downloads", PER_IMAGE).rule("downloads-outside-ecr-advice"),
    field("", "settings container-runtime concurrent-download-chunk-size", CHUNK).rule("whole-layer-requests"),
    field("", "settings container-runtime max-concurrent-unpacks", UNPACKS).rule("single-unpack"),
    derived("", "settings container-runtime snapshotter", "Makes SOCI the snapshotter; without it the values below have no effect.",
        "The engine is Bottlerocket with SOCI.", &["engine.kind"], BOTTLEROCKET),
    derived("", "settings container-runtime **", "Pull settings of containerd, or of SOCI in its place.",
        "Determined by the engine.", &["engine.kind"], BOTTLEROCKET),
    field("", "settings container-runtime-plugins soci-snapshotter parallel-pull-unpack max-concurrent-downloads", IN_ALL).rule("downloads-above-global"),
    field("", "settings container-runtime-plugins soci-snapshotter parallel-pull-unpack max-concurrent-downloads-per-image", PER_IMAGE).rule("downloads-outside-ecr-advice"),
    field("", "settings container-runtime-plugins soci-snapshotter parallel-pull-unpack concurrent-download-chunk-size", CHUNK).rule("whole-layer-requests"),
    field("", "settings container-runtime-plugins soci-snapshotter parallel-pull-unpack max-concurrent-unpacks", UNPACKS_IN_ALL).rule("unpacks-above-global"),
    field("", "settings container-runtime-plugins soci-snapshotter parallel-pull-unpack max-concurrent-unpacks-per-image", UNPACKS).rule("single-unpack"),
    field("", "settings container-runtime-plugins soci-snapshotter parallel-pull-unpack discard-unpacked-layers", DISCARD).rule("layers-kept"),
    derived("", "settings container-runtime-plugins **", "SOCI settings; parallel pull is Bottlerocket's only mode.",
        "The engine is Bottlerocket with SOCI.", &["engine.kind"], BOTTLEROCKET),
    derived("", "settings bootstrap-commands **", "Prepares the NVMe at every boot, and puts pods on it, not images.",
        "Images stay on EBS, which Karpenter's own RAID0 policy cannot do here.", &["storage.instanceStore"], BOTTLEROCKET_RAID0),
    derived("", "settings **", "Bottlerocket's settings.", "The engine is Bottlerocket.", &["engine.kind"], BOTTLEROCKET),
    field("", "proxy_plugins soci exports root", &["engine.install.rootDir"]).rule("install-script-custom-root-under-containerd"),
    derived("", "proxy_plugins **", "Tells containerd where SOCI listens, and which disk the kubelet watches.",
        "Required for a hand-installed SOCI.", &["engine.kind"], SOCI),
    field("", "plugins io.containerd.grpc.v1.cri containerd discard_unpacked_layers", DISCARD).rule("layers-kept"),
    derived("", "plugins io.containerd.cri.v1.images discard_unpacked_layers", "False keeps the compressed layers. Required for containerd's own parallel pull; a setting with SOCI.",
        "Determined by the engine and by keeping layers.", &["engine.kind", "engine.discardUnpackedLayers"], CONTAINERD_TRANSFER).rule("layers-kept"),
    field("", "plugins io.containerd.transfer.v1.local max_concurrent_downloads", PER_IMAGE).rule("downloads-outside-ecr-advice"),
    field("", "plugins io.containerd.transfer.v1.local concurrent_layer_fetch_buffer", CHUNK).rule("whole-layer-requests"),
    field("", "plugins io.containerd.transfer.v1.local max_concurrent_unpacks", UNPACKS).rule("single-unpack"),
    derived("", "plugins io.containerd.transfer.v1.local **", "Limits of containerd's own parallel pull; they count over all images.",
        "The engine is containerd's own parallel pull.", &["engine.kind"], CONTAINERD_TRANSFER),
    derived("", "plugins **", "Makes SOCI containerd's snapshotter and passes it each image's name, or keeps layers.",
        "Determined by the engine and by keeping layers.", &["engine.kind", "engine.discardUnpackedLayers"], SOCI),
];

/// Lines of scripts by how they begin; the first one that fits.
#[rustfmt::skip]
pub(super) static SHELL: &[Row] = &[
    form("", "#!", "The program that runs this part.", FAST_IMAGE_PULL),
    form("", "set -euo pipefail", "Stops at the first failing command.", FAST_IMAGE_PULL),
    field("", "set_limit max_concurrent_downloads_per_image", PER_IMAGE),
    field("", "set_limit max_concurrent_downloads", IN_ALL),
    field("", "set_limit concurrent_download_chunk_size", CHUNK),
    field("", "set_limit max_concurrent_unpacks_per_image", UNPACKS),
    field("", "set_limit max_concurrent_unpacks", UNPACKS_IN_ALL),
    field("", "set_limit discard_unpacked_layers", DISCARD),
    field("", "-e 's|^max_concurrent_downloads_per_image", PER_IMAGE),
    field("", "-e 's|^max_concurrent_downloads", IN_ALL),
    field("", "-e 's|^concurrent_download_chunk_size", CHUNK),
    field("", "-e 's|^max_concurrent_unpacks_per_image", UNPACKS),
    field("", "-e 's|^max_concurrent_unpacks", UNPACKS_IN_ALL),
    field("", "-e 's|^discard_unpacked_layers", DISCARD),
    field("", "export max_concurrent_downloads_per_image", PER_IMAGE),
    field("", "export max_concurrent_downloads", IN_ALL),
    field("", "export concurrent_download_chunk_size", CHUNK),
    field("", "export max_concurrent_unpacks_per_image", UNPACKS),
    field("", "export max_concurrent_unpacks", UNPACKS_IN_ALL),
    field("", "export discard_unpacked_layers", DISCARD),
    field("", "export soci_version", &["engine.install.sociVersion"]),
    field("", "export soci_root_dir", &["engine.install.rootDir"]),
    field("", "export decompress_library", &["engine.install.decompressor"]),
    derived("", "curl", "Downloads SOCI's install script.", "The source is a setting: a commit, or the main branch's current script.", &["engine.install.source"], SOCI_SCRIPT).rule("unpinned-install-script"),
    form("", "script=", "A place for the script.", SOCI_SCRIPT),
    form("", "echo \"", "Stops unless the script is byte for byte the 2025-09-29 version.", SOCI_SCRIPT),
    form("", "bash \"$script\"", "Installs SOCI and starts it.", SOCI_SCRIPT),
    form("", "rm -f \"$script\"", "Cleans up.", SOCI_SCRIPT),
    form("", "install -d", "Directories for the program and the drop-in.", FAST_IMAGE_PULL),
    form("", "cat >/usr/local", "Writes the program that sets SOCI's limits.", FAST_IMAGE_PULL),
    form("", "cat >/etc/systemd", "Writes a drop-in: systemd runs the program before every SOCI start, also after a reboot.", FAST_IMAGE_PULL),
    form("", "config=", "SOCI's file, which nodeadm rewrites at every boot.", FAST_IMAGE_PULL),
    form("", "[ -f", "Does nothing if the gate was ignored and the file does not exist.", FAST_IMAGE_PULL),
    form("", "if [ -f", "Does nothing if the gate was ignored and the file does not exist.", FAST_IMAGE_PULL),
    form("", "set_limit()", "Sets one limit in SOCI's file.", SOCI),
    form("", "sed -i", "Replaces the lines of the limits in SOCI's file.", SOCI),
    form("", "grep -qxF", "Logs to the journal if the limit is missing afterwards.", SOCI),
    form("", "\"$config\"", "The file sed edits.", SOCI),
    form("", "PROGRAM", "End of the program.", FAST_IMAGE_PULL),
    form("", "chmod", "Makes the program executable.", FAST_IMAGE_PULL),
    form("", "[Service]", "The drop-in adds to the service.", FAST_IMAGE_PULL),
    form("", "ExecStartPre", "Runs the program before SOCI starts; with the dash, its failure does not stop SOCI.", FAST_IMAGE_PULL),
    form("", "UNIT", "End of the drop-in.", FAST_IMAGE_PULL),
    form("", "systemctl daemon-reload", "Makes systemd read the drop-in.", FAST_IMAGE_PULL),
    form("", "fi", "End of the condition.", FAST_IMAGE_PULL),
];
