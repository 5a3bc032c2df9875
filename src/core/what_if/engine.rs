//! Engines, their limits, and what unpacks.

use super::lever::LeverKind;
use super::tries::{Change, Tries};
use crate::core::config::{Architecture, Config, Edit};
use crate::core::disk::space::keeps_layers;
use crate::core::engines::{EngineSpec, GzipBy};
use crate::core::units::{ChunkSize, Limit};

/// Seconds below which two pulls count as equally fast.
pub(super) const SAME: f64 = 0.5;

pub(super) fn changes(tries: &mut Tries<'_>) -> Vec<Change> {
    let mut changes = engines(tries.config);
    if tries.config.engine.kind.own_limits().is_some() {
        downloads(tries, &mut changes);
        unpacks(tries, &mut changes);
        chunk_size(tries, &mut changes);
        if keeps_layers(tries.config) {
            let edit = Edit::fix("engine.discardUnpackedLayers", "true", tries.config);
            changes.extend(
                edit.map(|edit| {
                    Change::new(LeverKind::Discard, "Discard layers once unpacked", edit)
                }),
            );
        }
    }
    changes
}

/// The engines that the same cluster can use.
fn engines(config: &Config) -> Vec<Change> {
    let now = config.engine.kind;
    if now.spec().is_auto_mode() || config.engine.is_set_up_by_hand() {
        return Vec::new();
    }
    let mut changes: Vec<Change> = now
        .alternatives()
        .into_iter()
        .filter(|kind| *kind != now)
        .filter_map(|engine| {
            let label = label(now.spec(), engine.spec(), config.nodes.architecture)?;
            let edit = Edit::fix("engine.kind", engine.as_str(), config)?;
            Some(Change::new(LeverKind::Engine, label, edit))
        })
        .collect();
    if now.spec().has_install_script() {
        let path = "/usr/bin/unpigz";
        let edit = Edit::fix("engine.install.decompressor", path, config);
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let own = name(config.engine.install.decompressor.as_str());
        changes.extend(edit.map(|edit| {
            Change::new(
                LeverKind::Decompressor,
                format!("Decompressor {own} → {}", name(path)),
                edit,
            )
        }));
    }
    changes
}

/// What another engine is called as a change: by who pulls, where that alone changes or is stock
/// containerd again, and else by its name and by what unpacks gzip.
fn label(now: &EngineSpec, other: &EngineSpec, architecture: Architecture) -> Option<String> {
    let proposed = other.proposed?;
    let is_other_puller = now.pulled_by != other.pulled_by;
    if is_other_puller && (now.system == other.system || !other.pulls_in_parallel()) {
        let before = now.pulled_by.describe();
        return Some(format!("{} in place of {before}", proposed.puller));
    }
    let by = match (other.gzip, architecture) {
        (GzipBy::Pigz, _) => ", which unpacks gzip with unpigz",
        (GzipBy::IgzipOnAmd64, Architecture::Amd64) => ", which unpacks gzip with igzip",
        (GzipBy::IgzipOnAmd64, Architecture::Arm64) | (GzipBy::Chosen, _) => "",
    };
    Some([proposed.name, by].concat())
}

/// A limit for an image; SOCI does not start with more for an image than for all.
fn limited(config: &Config, (path, of_all): (&str, &str), most: Limit, count: u32) -> Option<Edit> {
    let mut edits = vec![Edit::fix(path, &count.to_string(), config)?];
    let has_both = config.engine.spec().unavailable.limits_in_all.is_none();
    if has_both && most.count().is_some_and(|most| most < count) {
        edits.push(Edit::fix(of_all, &count.to_string(), config)?);
    }
    Some(Edit::all(edits))
}

/// Offers more of a limit, and so many fewer as are faster: fewer for their own sake save nothing.
fn both_ways(
    tries: &mut Tries<'_>,
    changes: &mut Vec<Change>,
    kind: LeverKind,
    (what, now): (&str, Limit),
    advised: u32,
    edit: impl Fn(&Config, u32) -> Option<Edit>,
) {
    let config = tries.config;
    let shown = now
        .count()
        .map_or("unlimited".to_owned(), |it| it.to_string());
    let change =
        |count: u32, edit: Edit| Change::new(kind, format!("{what} {shown} → {count}"), edit);
    if let Some(now) = now.count() {
        let more = if now < advised {
            advised
        } else {
            now.saturating_mul(2)
        };
        changes.extend(edit(config, more).map(|edit| change(more, edit)));
    }
    let fewer = match now.count() {
        Some(now) => [advised, now / 2, 1],
        None => [advised, advised / 2, 1],
    };
    let mut best: Option<(f64, Change)> = None;
    for count in fewer {
        if count == 0 || now.count().is_some_and(|now| count >= now) {
            continue;
        }
        let Some(edit) = edit(config, count) else {
            continue;
        };
        let Some(seconds) = tries.seconds_with(&edit) else {
            continue;
        };
        let least = best.as_ref().map_or(tries.seconds, |(seconds, _)| *seconds);
        if seconds <= least - SAME {
            best = Some((seconds, change(count, edit)));
        }
    }
    changes.extend(best.map(|(_, change)| change));
}

fn downloads(tries: &mut Tries<'_>, changes: &mut Vec<Change>) {
    let limits = tries.config.engine.limits;
    let paths = (
        "engine.maxConcurrentDownloadsPerImage",
        "engine.maxConcurrentDownloads",
    );
    let what = (
        "Downloads per image",
        limits.max_concurrent_downloads_per_image,
    );
    both_ways(
        tries,
        changes,
        LeverKind::Downloads,
        what,
        20,
        |config, count| limited(config, paths, limits.max_concurrent_downloads, count),
    );
}

fn unpacks(tries: &mut Tries<'_>, changes: &mut Vec<Change>) {
    let limits = tries.config.engine.limits;
    let paths = (
        "engine.maxConcurrentUnpacksPerImage",
        "engine.maxConcurrentUnpacks",
    );
    let what = ("Unpacks per image", limits.max_concurrent_unpacks_per_image);
    both_ways(
        tries,
        changes,
        LeverKind::Unpacks,
        what,
        12,
        |config, count| limited(config, paths, limits.max_concurrent_unpacks, count),
    );
}

/// Larger and smaller requests: the one that is advised, or half of it.
fn chunk_size(tries: &mut Tries<'_>, changes: &mut Vec<Change>) {
    let now = tries.config.engine.limits.concurrent_download_chunk_size;
    let best = ChunkSize::mebibytes(16);
    let others: &[&str] = match now {
        size if size == best => &["8MiB", "32MiB"],
        _ => &["16MiB"],
    };
    let from = match now {
        ChunkSize::WholeLayer => "whole layers".to_owned(),
        size if size == best => "16 MiB".to_owned(),
        ChunkSize::Bytes(bytes) => format!("{} MB", bytes.div_ceil(1_000_000)),
    };
    let mut fastest: Option<(f64, Change)> = None;
    for to in others {
        let Some(edit) = Edit::fix("engine.concurrentDownloadChunkSize", to, tries.config) else {
            continue;
        };
        let Some(seconds) = tries.seconds_with(&edit) else {
            continue;
        };
        if fastest.as_ref().is_none_or(|(known, _)| seconds < *known) {
            let label = format!("Chunk size {from} → {}", to.replace("MiB", " MiB"));
            fastest = Some((seconds, Change::new(LeverKind::ChunkSize, label, edit)));
        }
    }
    changes.extend(fastest.map(|(_, change)| change));
}
