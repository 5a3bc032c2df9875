//! From userData to the engine and its settings.

use crate::core::config::{Al2023Version, Field};
use crate::core::engines::{EngineKind, NodeSystem, SociSetup};
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::user_data::shell::{SOCI_KEYS, Script, ScriptRef};
use crate::core::import::document::user_data::soci_file::SociFile;
use crate::core::import::document::user_data::{BOTTLEROCKET_LIMITS, disabled_mounts, gate};
use crate::core::import::document::user_data::{MAX_BYTES, Parts, settings};
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::node::{Native, edit_of_limits, limits_by_hand, limits_with_gate};
use crate::core::import::settings::builder::{ConfigBuilder, Provenance};
use crate::core::yaml::Node;

/// The word of each limit's field.
const FIELDS: [(&str, &str); 6] = [
    ("max_concurrent_downloads", "engine.maxConcurrentDownloads"),
    (
        "max_concurrent_downloads_per_image",
        "engine.maxConcurrentDownloadsPerImage",
    ),
    (
        "concurrent_download_chunk_size",
        "engine.concurrentDownloadChunkSize",
    ),
    ("max_concurrent_unpacks", "engine.maxConcurrentUnpacks"),
    (
        "max_concurrent_unpacks_per_image",
        "engine.maxConcurrentUnpacksPerImage",
    ),
    ("discard_unpacked_layers", "engine.discardUnpackedLayers"),
];

/// What a script of SOCI's own would install, and how.
const OF_INSTALL: [&str; 4] = [
    "engine.install.decompressor",
    "engine.install.rootDir",
    "engine.install.sociVersion",
    "engine.install.source",
];

/// Leaves all limits open that no line says: a part of the text is not known, or not to be read.
fn leave_limits_open(builder: &mut ConfigBuilder) {
    for field in FIELDS.iter().filter_map(|(_, field)| Field::find(field)) {
        if !builder.taken.iter().any(|taken| taken.field == field) {
            builder.leave_open(field);
        }
    }
}

fn field_of(key: &str) -> Option<&'static str> {
    FIELDS
        .iter()
        .find(|(own, _)| *own == key)
        .map(|(_, field)| *field)
}

/// Takes the engine and its settings.
pub(in crate::core::import) fn take(
    builder: &mut ConfigBuilder,
    family: AmiFamily,
    text: Option<&UserDataText<'_>>,
) {
    match family {
        AmiFamily::Bottlerocket(_) => bottlerocket(builder, text),
        AmiFamily::Al2023(version) => al2023(builder, version, text),
        AmiFamily::Al2 | AmiFamily::Windows | AmiFamily::Custom | AmiFamily::Unknown => {
            builder.set_default("engine.kind", EngineKind::STOCK.as_str());
        }
    }
}

fn al2023(
    builder: &mut ConfigBuilder,
    version: Option<Al2023Version>,
    text: Option<&UserDataText<'_>>,
) {
    let Some(text) = text else {
        builder.set_default("engine.kind", EngineKind::STOCK.as_str());
        return;
    };
    let parts = crate::core::import::document::user_data::al2023(
        text.text,
        crate::core::import::source::Launcher::Karpenter,
    );
    let mounts = disabled_mounts(&parts);
    let install = parts
        .scripts()
        .find(|(_, script)| script.install.is_some())
        .map(|(_, script)| script.clone());
    match (gate(&parts), install) {
        (Some(gate), _) if gate.is_on() => {
            let name = gate.engine.spec().feature_gate.unwrap_or_default();
            builder.set_text(
                "engine.kind",
                gate.engine.as_str(),
                &from_text(text, gate.line, &format!("featureGates.{name}")),
            );
            edited_limits(builder, version, &parts, text);
            if parts.may_say_more() {
                leave_limits_open(builder);
            }
        }
        (_, Some(script)) => install_script(builder, &script, text),
        (_, None) if Native::read(&parts).has_transfer() => {
            transfer_service(builder, &Native::read(&parts), text);
        }
        _ => match limits_by_hand(&parts) {
            Some((line, limits)) => {
                let from = from_text(text, line, "snapshotter");
                builder.set_text("engine.kind", "install-script", &from);
                for (key, letters, line) in limits {
                    limit(builder, key, &letters, line, text);
                }
                // Which SOCI that is, and where it comes from, is in no line.
                for field in OF_INSTALL.into_iter().filter_map(Field::find) {
                    builder.leave_open(field);
                }
            }
            None => {
                builder.set_default("engine.kind", EngineKind::STOCK.as_str());
            }
        },
    }
    let mount = builder.config.engine.spec().image_mount();
    if let [(only, line)] = mounts.as_slice()
        && only == mount
        && builder.config.storage.instance_store == crate::core::config::InstanceStore::Raid0
    {
        builder.set_text(
            "storage.instanceStore",
            "raid0-soci-on-ebs",
            &from_text(text, *line, "disabledMounts"),
        );
    }
}

/// Keys of containerd's transfer service, as NodeConfigs and Bottlerocket's settings have them, and the
/// fields that stand for them: containerd's one limit over all images is the one for an image here.
const TRANSFER: [(&str, &[&str], &str); 3] = [
    (
        "max_concurrent_downloads",
        &["max-concurrent-downloads"],
        "max_concurrent_downloads_per_image",
    ),
    (
        "concurrent_layer_fetch_buffer",
        &[
            "concurrent-download-chunk-size",
            "concurrent-layer-fetch-buffer",
        ],
        "concurrent_download_chunk_size",
    ),
    (
        "max_concurrent_unpacks",
        &["max-concurrent-unpacks"],
        "max_concurrent_unpacks_per_image",
    ),
];

/// What containerd has where nothing is said.
fn containerds_own(builder: &mut ConfigBuilder) {
    for (key, own) in [
        ("max_concurrent_downloads", "-1"),
        ("max_concurrent_downloads_per_image", "3"),
        ("concurrent_download_chunk_size", "unlimited"),
        ("max_concurrent_unpacks", "-1"),
        ("max_concurrent_unpacks_per_image", "1"),
        ("discard_unpacked_layers", "true"),
    ] {
        builder.set_default(field_of(key).unwrap_or_default(), own);
    }
}

/// containerd's own parallel pull. What switches it off all the same is said by what is read of the
/// node; the engine is what the files ask for.
fn transfer_service(builder: &mut ConfigBuilder, native: &Native, text: &UserDataText<'_>) {
    let engine = EngineKind::with_setup(NodeSystem::Al2023, SociSetup::TransferService);
    let line = native
        .transfer()
        .map(|(_, _, line)| line)
        .min()
        .unwrap_or(1);
    builder.set_text(
        "engine.kind",
        engine.unwrap_or(EngineKind::STOCK).as_str(),
        &from_text(text, line, "io.containerd.transfer.v1.local"),
    );
    containerds_own(builder);
    for (key, value, line) in native.transfer() {
        if let Some((.., own)) = TRANSFER.iter().find(|(name, ..)| *name == key) {
            limit(builder, own, value, Some(line), text);
        }
    }
}

/// The same by Bottlerocket's settings, if they ask for it.
fn bottlerocket_transfer(builder: &mut ConfigBuilder, settings: &Node, text: &UserDataText<'_>) {
    let keys = ["settings", "container-runtime"];
    let Some(runtime) = settings.at(&keys) else {
        return;
    };
    let said: Vec<(&str, &str, usize)> = TRANSFER
        .iter()
        .filter_map(|(_, names, own)| {
            let name = names.iter().find(|name| runtime.get(name).is_some())?;
            Some((*own, runtime.str_at(&[name])?, runtime.line_at(&[name])))
        })
        .collect();
    // Fewer or more downloads alone are stock containerd's.
    let Some((.., line)) = said
        .iter()
        .find(|(own, ..)| *own != "max_concurrent_downloads_per_image")
    else {
        return;
    };
    let engine = EngineKind::with_setup(NodeSystem::Bottlerocket, SociSetup::TransferService);
    builder.set_text(
        "engine.kind",
        engine.unwrap_or(EngineKind::STOCK).as_str(),
        &from_text(text, *line, "container-runtime"),
    );
    containerds_own(builder);
    for (own, value, line) in said {
        limit(builder, own, value, Some(line), text);
    }
}

/// The AMI's limits with the edits of all scripts.
fn edited_limits(
    builder: &mut ConfigBuilder,
    version: Option<Al2023Version>,
    parts: &Parts,
    text: &UserDataText<'_>,
) {
    match limits_with_gate(parts, version) {
        Some(limits) => {
            for (key, letters, line) in limits {
                limit(builder, key, &letters, line, text);
            }
        }
        None => leave_limits_open(builder),
    }
    if let Some((line, at_every_start)) = edit_of_limits(parts) {
        let word = if at_every_start { "drop-in" } else { "sed" };
        builder.set_text("engine.tuning", word, &from_text(text, line, "script"));
    }
}

fn limit(
    builder: &mut ConfigBuilder,
    key: &str,
    letters: &str,
    line: Option<usize>,
    text: &UserDataText<'_>,
) {
    let Some(field) = field_of(key) else { return };
    let is_count = key.starts_with("max_concurrent_");
    let letters = match (key, letters) {
        ("concurrent_download_chunk_size", "" | "0") => "unlimited",
        // SOCI takes 0 and less for no limit.
        (_, number) if is_count && number.parse::<i64>().is_ok_and(|number| number <= 0) => "-1",
        (_, other) => other,
    };
    match line {
        Some(line) => {
            builder.set_text(field, letters, &from_text(text, line, key));
        }
        None => builder.set_default(field, letters),
    }
}

/// The commit and checksum that are pinned here (soci-snapshotter 586e301c, 2025-09-29).
const PINNED: &str = "586e301cdbc9fa58e7e05e7e12f30f13b041d7d9";

fn install_script(builder: &mut ConfigBuilder, script: &Script, text: &UserDataText<'_>) {
    let Some(install) = &script.install else {
        return;
    };
    let from = from_text(text, install.line, "script");
    builder.set_text("engine.kind", "install-script", &from);
    let source = match &install.source {
        ScriptRef::Main => "main",
        ScriptRef::Commit(commit) if commit == PINNED && install.verified => "pinned",
        // Kept word for word; the settings know these two only.
        ScriptRef::Commit(_) | ScriptRef::Other(_) => "pinned",
    };
    builder.set_text("engine.install.source", source, &from);
    for (key, letters, line) in SociFile::of_install(script).values().unwrap_or_default() {
        limit(builder, key, &letters, line, text);
    }
    builder.unset("engine.install.sociVersion");
    builder.set_default("engine.install.rootDir", "/var/lib/soci-snapshotter-grpc");
    builder.set_default("engine.install.decompressor", "/usr/bin/unpigz");
    for (variable, field) in [
        ("soci_version", "engine.install.sociVersion"),
        ("soci_root_dir", "engine.install.rootDir"),
        ("decompress_library", "engine.install.decompressor"),
    ] {
        if let Some((value, line)) = script.variable(variable)
            && !value.is_empty()
        {
            builder.set_text(field, value, &from_text(text, line, variable));
        }
    }
}

fn bottlerocket(builder: &mut ConfigBuilder, text: Option<&UserDataText<'_>>) {
    builder.set_default("engine.kind", "bottlerocket");
    // What Bottlerocket has where nothing is said.
    for (key, own) in [
        ("max_concurrent_downloads", "-1"),
        ("max_concurrent_downloads_per_image", "3"),
        ("concurrent_download_chunk_size", "unlimited"),
        ("max_concurrent_unpacks", "-1"),
        ("max_concurrent_unpacks_per_image", "1"),
        ("discard_unpacked_layers", "false"),
    ] {
        builder.set_default(field_of(key).unwrap_or_default(), own);
    }
    let Some(text) = text else {
        return;
    };
    let read = if text.text.len() <= MAX_BYTES {
        settings::read(text.text).ok()
    } else {
        None
    };
    let Some(read) = read else {
        return leave_limits_open(builder);
    };
    let may_say_more = read.may_say_more();
    let settings = read.node;
    let keys = ["settings", "container-runtime", "snapshotter"];
    let plugin = settings.at(BOTTLEROCKET_LIMITS.get(..3).unwrap_or_default());
    if settings.str_at(&keys) == Some("soci") {
        builder.set_text(
            "engine.kind",
            "bottlerocket",
            &from_text(text, settings.line_at(&keys), "snapshotter"),
        );
    } else if plugin.is_none() && settings.at(&keys).is_none() {
        bottlerocket_transfer(builder, &settings, text);
    }
    let table = settings.at(&BOTTLEROCKET_LIMITS);
    for key in SOCI_KEYS {
        let own = key.replace('_', "-");
        if let Some(letters) = table.and_then(|table| table.str_at(&[&own])) {
            let line = table.map(|table| table.line_at(&[&own]));
            limit(builder, key, letters, line, text);
        }
    }
    if may_say_more {
        leave_limits_open(builder);
    }
    let images = builder.config.engine.image_directory();
    let images_stay = images_stay_on_ebs(&settings, images.unwrap_or_default());
    if let Some(line) = images_stay {
        builder.set_text(
            "storage.instanceStore",
            "raid0-soci-on-ebs",
            &from_text(text, line, "bootstrap-commands"),
        );
    }
}

/// The line of a bootstrap command that binds the instance store without the directory of the images.
fn images_stay_on_ebs(settings: &Node, images: &str) -> Option<usize> {
    let commands = settings.at(&["settings", "bootstrap-commands"])?;
    commands.pairs().iter().find_map(|(key, command)| {
        let calls = command.get("commands")?.items();
        let has = |word: &str| {
            calls
                .iter()
                .any(|call| call.items().iter().any(|item| item.as_str() == Some(word)))
        };
        (has("ephemeral-storage") && has("bind") && has("--dirs") && !has(images))
            .then_some(key.line)
    })
}

/// Where a value of the userData stands.
fn from_text(text: &UserDataText<'_>, line: usize, path: &str) -> Provenance {
    Provenance {
        place: text.place(line),
        path: path.to_owned(),
    }
}
