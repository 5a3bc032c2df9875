//! From userData to the engine and its settings.

use crate::core::config::Al2023Version;
use crate::core::import::document::ami_family::Family;
use crate::core::import::document::user_data::shell::{SOCI_KEYS, Script, ScriptRef};
use crate::core::import::document::user_data::soci_file::SociFile;
use crate::core::import::document::user_data::{BOTTLEROCKET_LIMITS, disabled_mounts, gate};
use crate::core::import::document::user_data::{Parts, toml};
use crate::core::import::document::user_data_text::UserDataText;
use crate::core::import::settings::builder::{From, Taking};
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

fn field_of(key: &str) -> Option<&'static str> {
    FIELDS
        .iter()
        .find(|(own, _)| *own == key)
        .map(|(_, field)| *field)
}

/// Takes the engine and its settings.
pub(in crate::core::import) fn take(
    taking: &mut Taking,
    family: Family,
    text: Option<&UserDataText<'_>>,
) {
    match family {
        Family::Bottlerocket(_) => bottlerocket(taking, text),
        Family::Al2023(version) => al2023(taking, version, text),
        Family::Al2 | Family::Windows | Family::Custom | Family::Unknown => {
            taking.assume("engine.kind", "containerd");
        }
    }
}

fn al2023(taking: &mut Taking, version: Option<Al2023Version>, text: Option<&UserDataText<'_>>) {
    let Some(text) = text else {
        taking.assume("engine.kind", "containerd");
        return;
    };
    let parts = crate::core::import::document::user_data::al2023(text.text);
    let mounts = disabled_mounts(&parts);
    let install = parts
        .scripts()
        .find(|(_, script)| script.install.is_some())
        .map(|(_, script)| script.clone());
    match (gate(&parts), install) {
        (Some((true, line)), _) => {
            taking.one(
                "engine.kind",
                "fast-image-pull",
                &from_text(text, line, "featureGates.FastImagePull"),
            );
            edited_limits(taking, version, &parts, text);
        }
        (_, Some(script)) => install_script(taking, &script, text),
        _ => {
            taking.assume("engine.kind", "containerd");
        }
    }
    let mount = if taking.config.engine.kind == crate::core::config::EngineKind::Containerd {
        "Containerd"
    } else {
        "SOCI"
    };
    if let [(only, line)] = mounts.as_slice()
        && only == mount
        && taking.config.storage.instance_store == crate::core::config::InstanceStore::Raid0
    {
        taking.one(
            "storage.instanceStore",
            "raid0-soci-on-ebs",
            &from_text(text, *line, "disabledMounts"),
        );
    }
}

/// The AMI's limits with the edits of all scripts.
fn edited_limits(
    taking: &mut Taking,
    version: Option<Al2023Version>,
    parts: &Parts,
    text: &UserDataText<'_>,
) {
    let mut file = SociFile::of_ami(version);
    let mut at_every_start = false;
    let mut edited = None;
    for (_, script) in parts.scripts() {
        for edit in &script.edits {
            file.edit(edit);
            edited.get_or_insert(edit.line);
        }
        at_every_start |= script.at_every_start.is_some() && !script.edits.is_empty();
    }
    for (key, letters, line) in file.values().unwrap_or_default() {
        limit(taking, key, &letters, line, text);
    }
    if let Some(line) = edited {
        let word = if at_every_start { "drop-in" } else { "sed" };
        taking.one("engine.tuning", word, &from_text(text, line, "script"));
    }
}

fn limit(
    taking: &mut Taking,
    key: &str,
    letters: &str,
    line: Option<usize>,
    text: &UserDataText<'_>,
) {
    let Some(field) = field_of(key) else { return };
    let letters = match (key, letters) {
        ("concurrent_download_chunk_size", "" | "0") => "unlimited",
        (_, other) => other,
    };
    match line {
        Some(line) => {
            taking.one(field, letters, &from_text(text, line, key));
        }
        None => taking.assume(field, letters),
    }
}

/// The commit and checksum that are pinned here (soci-snapshotter 586e301c, 2025-09-29).
const PINNED: &str = "586e301cdbc9fa58e7e05e7e12f30f13b041d7d9";

fn install_script(taking: &mut Taking, script: &Script, text: &UserDataText<'_>) {
    let Some(install) = &script.install else {
        return;
    };
    let from = from_text(text, install.line, "script");
    taking.one("engine.kind", "install-script", &from);
    let source = match &install.source {
        ScriptRef::Main => "main",
        ScriptRef::Commit(commit) if commit == PINNED && install.verified => "pinned",
        // Kept word for word; the settings know these two only.
        ScriptRef::Commit(_) | ScriptRef::Other(_) => "pinned",
    };
    taking.one("engine.install.source", source, &from);
    for (key, letters, line) in SociFile::of_install(script).values().unwrap_or_default() {
        limit(taking, key, &letters, line, text);
    }
    taking.clear("engine.install.sociVersion");
    taking.assume("engine.install.rootDir", "/var/lib/soci-snapshotter-grpc");
    taking.assume("engine.install.decompressor", "/usr/bin/unpigz");
    for (variable, field) in [
        ("soci_version", "engine.install.sociVersion"),
        ("soci_root_dir", "engine.install.rootDir"),
        ("decompress_library", "engine.install.decompressor"),
    ] {
        if let Some((value, line)) = script.variable(variable)
            && !value.is_empty()
        {
            taking.one(field, value, &from_text(text, line, variable));
        }
    }
}

fn bottlerocket(taking: &mut Taking, text: Option<&UserDataText<'_>>) {
    taking.assume("engine.kind", "bottlerocket");
    // What Bottlerocket has where nothing is said.
    for (key, own) in [
        ("max_concurrent_downloads", "-1"),
        ("max_concurrent_downloads_per_image", "3"),
        ("concurrent_download_chunk_size", "unlimited"),
        ("max_concurrent_unpacks", "-1"),
        ("max_concurrent_unpacks_per_image", "1"),
        ("discard_unpacked_layers", "false"),
    ] {
        taking.assume(field_of(key).unwrap_or_default(), own);
    }
    let Some(text) = text else { return };
    if text.text.len() > crate::core::import::document::user_data::LONGEST {
        return;
    }
    let Ok(settings) = toml::read(text.text, 1) else {
        return;
    };
    let keys = ["settings", "container-runtime", "snapshotter"];
    if settings.letters_at(&keys) == Some("soci") {
        taking.one(
            "engine.kind",
            "bottlerocket",
            &from_text(text, settings.line_at(&keys), "snapshotter"),
        );
    }
    let table = settings.at(&BOTTLEROCKET_LIMITS);
    for key in SOCI_KEYS {
        let own = key.replace('_', "-");
        if let Some(letters) = table.and_then(|table| table.letters_at(&[&own])) {
            let line = table.map(|table| table.line_at(&[&own]));
            limit(taking, key, letters, line, text);
        }
    }
    let images_stay = images_stay_on_ebs(&settings);
    if let Some(line) = images_stay {
        taking.one(
            "storage.instanceStore",
            "raid0-soci-on-ebs",
            &from_text(text, line, "bootstrap-commands"),
        );
    }
}

/// The line of a bootstrap command that binds the instance store without SOCI's directory.
fn images_stay_on_ebs(settings: &Node) -> Option<usize> {
    let commands = settings.at(&["settings", "bootstrap-commands"])?;
    commands.pairs().iter().find_map(|(key, command)| {
        let calls = command.get("commands")?.items();
        let has = |word: &str| {
            calls
                .iter()
                .any(|call| call.items().iter().any(|item| item.letters() == Some(word)))
        };
        (has("ephemeral-storage")
            && has("bind")
            && has("--dirs")
            && !has("/var/lib/soci-snapshotter"))
        .then_some(key.line)
    })
}

/// Where a value of the userData stands.
fn from_text(text: &UserDataText<'_>, line: usize, path: &str) -> From {
    From {
        place: text.place(line),
        path: path.to_owned(),
    }
}
