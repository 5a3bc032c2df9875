//! The script part of the original blueprint: downloads and runs SOCI's own install script.

use crate::core::config::{Engine, ScriptSource, SociLimits};
use crate::core::units::{ChunkGrammar, ChunkSize};

/// The script's newest commit, and its checksum (soci-snapshotter 586e301c, 2025-09-29; 2,513
/// bytes, unchanged up to v0.15.0).
const COMMIT: &str = "586e301cdbc9fa58e7e05e7e12f30f13b041d7d9";
const SHA256: &str = "6d0f803da445add34d33e2dbd4095e7cd43a906d208d524464d7a9fc5219988d";
const REPOSITORY: &str = "https://raw.githubusercontent.com/awslabs/soci-snapshotter";
const SCRIPT: &str = "scripts/parallel-mode-install.sh";

/// The script's own values of what is not a limit.
const OWN_ROOT: &str = "/var/lib/soci-snapshotter-grpc";
const OWN_DECOMPRESSOR: &str = "/usr/bin/unpigz";

/// The script part. Only what differs from the script's own values is exported. Every exported
/// text has a type that holds no character with a meaning to a shell.
pub(in crate::core::manifest) fn install_script(engine: &Engine) -> String {
    let mut lines = vec!["#!/bin/bash".to_owned()];
    if engine.install.source == ScriptSource::Pinned {
        lines.push("set -euo pipefail".to_owned());
    }
    for (name, value) in exports(engine) {
        lines.push(["export ", name, "=", &value].concat());
    }
    match engine.install.source {
        ScriptSource::Main => lines.push(
            [
                "curl -sSL ",
                REPOSITORY,
                "/refs/heads/main/",
                SCRIPT,
                " | bash",
            ]
            .concat(),
        ),
        ScriptSource::Pinned => {
            lines.push("script=\"$(mktemp)\"".to_owned());
            lines.push(
                [
                    "curl -fsSL --retry 5 -o \"$script\" ",
                    REPOSITORY,
                    "/",
                    COMMIT,
                    "/",
                    SCRIPT,
                ]
                .concat(),
            );
            lines.push(
                [
                    "echo \"",
                    SHA256,
                    "  $script\" | sha256sum --check --quiet -",
                ]
                .concat(),
            );
            lines.push("bash \"$script\"".to_owned());
            lines.push("rm -f \"$script\"".to_owned());
        }
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

fn exports(engine: &Engine) -> Vec<(&'static str, String)> {
    let limits = &engine.limits;
    let own = SociLimits::INSTALL_SCRIPT;
    let install = &engine.install;
    let mut exports = Vec::new();
    let mut export = |name, value: String, differs: bool| {
        if differs {
            exports.push((name, value));
        }
    };
    export(
        "max_concurrent_downloads",
        limits.max_concurrent_downloads.to_string(),
        limits.max_concurrent_downloads != own.max_concurrent_downloads,
    );
    export(
        "max_concurrent_downloads_per_image",
        limits.max_concurrent_downloads_per_image.to_string(),
        limits.max_concurrent_downloads_per_image != own.max_concurrent_downloads_per_image,
    );
    export(
        "concurrent_download_chunk_size",
        chunk(limits.concurrent_download_chunk_size),
        limits.concurrent_download_chunk_size != own.concurrent_download_chunk_size,
    );
    export(
        "max_concurrent_unpacks",
        limits.max_concurrent_unpacks.to_string(),
        limits.max_concurrent_unpacks != own.max_concurrent_unpacks,
    );
    export(
        "max_concurrent_unpacks_per_image",
        limits.max_concurrent_unpacks_per_image.to_string(),
        limits.max_concurrent_unpacks_per_image != own.max_concurrent_unpacks_per_image,
    );
    export(
        "discard_unpacked_layers",
        limits.discard_unpacked_layers.to_string(),
        limits.discard_unpacked_layers != own.discard_unpacked_layers,
    );
    if let Some(version) = &install.soci_version {
        export("soci_version", version.to_string(), true);
    }
    let (root, program) = (install.root_dir.as_str(), install.decompressor.as_str());
    export("soci_root_dir", root.to_owned(), root != OWN_ROOT);
    export(
        "decompress_library",
        program.to_owned(),
        program != OWN_DECOMPRESSOR,
    );
    exports
}

/// The script reads an empty value as its own 16mb; SOCI reads 0 as the whole layer.
fn chunk(size: ChunkSize) -> String {
    match size {
        ChunkSize::WholeLayer => "0".to_owned(),
        ChunkSize::Bytes(_) => size.setting(ChunkGrammar::Soci),
    }
}
