//! Fields of the engine.

use super::applies::unless;
use super::row::field;
use super::{Applies, Field, Kind, Value};
use crate::core::config::{Config, Distribution, EngineKind, ScriptSource, Tuning};
use crate::core::error::ValueError;
use crate::core::units::ChunkSize;

const LIMIT: Kind = Kind::Limit;

fn available(reason: Option<&'static str>) -> Applies {
    reason.map_or(Applies::Yes, Applies::No)
}

fn has_limits(config: &Config) -> Applies {
    available(config.engine.spec().unavailable.limits)
}

fn has_limits_in_all(config: &Config) -> Applies {
    available(config.engine.spec().unavailable.limits_in_all)
}

fn discards(config: &Config) -> Applies {
    available(config.engine.spec().unavailable.discard)
}

fn is_tuned(config: &Config) -> Applies {
    match config.engine.spec().unavailable.tuning {
        None => unless(
            config.engine.spec().own_limits != Some(config.engine.limits),
            "The limits are the AMI's defaults, so nothing has to be set.",
        ),
        reason => available(reason),
    }
}

fn by_script(config: &Config) -> Applies {
    available(config.engine.spec().unavailable.install)
}

fn no_chunk(value: &Value) -> Result<&str, ValueError> {
    match value {
        Value::Empty => Ok("unlimited"),
        Value::One(text) => Ok(text),
        Value::Many(_) => Err(ValueError::new("One size is needed here.")),
    }
}

pub(super) const FIELDS: &[Field] = &[
    field!("engine.kind", Engine, "Engine",
        "How images are pulled.",
        Kind::Choice(EngineKind::CHOICES), "one of the engines", SOCI; engine.kind),
    field!("engine.maxConcurrentDownloadsPerImage", Engine, "Downloads per image",
        "Concurrent requests per image; 10 to 20 recommended for Amazon ECR.",
        LIMIT, "1 to 1,000, or -1 for no limit", SOCI, unit "requests", applies has_limits; engine.limits.max_concurrent_downloads_per_image),
    field!("engine.maxConcurrentUnpacksPerImage", Engine, "Unpacks per image",
        "Layers unpacked at once per image; one layer is one stream on one core.",
        LIMIT, "1 to 1,000, or -1 for no limit", SOCI, unit "layers", applies has_limits; engine.limits.max_concurrent_unpacks_per_image),
    field!("engine.concurrentDownloadChunkSize", Engine, "Chunk size",
    "Size of one request; unlimited: one request per layer.",
    Kind::Text, "1 KiB to 10 GiB, or unlimited", SOCI, applies has_limits;
    get |config| Value::One(config.engine.limits.concurrent_download_chunk_size.text(config.engine.kind.chunk_grammar())),
    set |config, value| {
        config.engine.limits.concurrent_download_chunk_size =
            ChunkSize::parse(no_chunk(value)?, config.engine.kind.chunk_grammar())?;
        Ok(())
    }),
    field!("engine.discardUnpackedLayers", Engine, "Discard unpacked layers",
        "Delete compressed layers once unpacked; keeping them costs their size on disk.",
        Kind::Bool, "true or false", SOCI, applies discards; engine.limits.discard_unpacked_layers),
    field!("engine.maxConcurrentDownloads", Engine, "Max concurrent downloads (node)",
        "Concurrent requests over all images on the node.",
        LIMIT, "1 to 1,000, or -1 for no limit", SOCI, unit "requests", applies has_limits_in_all, advanced true; engine.limits.max_concurrent_downloads),
    field!("engine.maxConcurrentUnpacks", Engine, "Max concurrent unpacks (node)",
        "Layers unpacked at once over all images on the node.",
        LIMIT, "1 to 1,000, or -1 for no limit", SOCI, unit "layers", applies has_limits_in_all, advanced true; engine.limits.max_concurrent_unpacks),
    field!("engine.tuning", Engine, "How limits are set",
        "The AMI has no setting for SOCI's limits, so a script part sets them.",
        Kind::Choice(Tuning::CHOICES), "drop-in or sed", FAST_IMAGE_PULL, applies is_tuned; engine.tuning),
    field!("engine.install.source", Engine, "Install script from",
        "Source of the script.",
        Kind::Choice(ScriptSource::CHOICES), "pinned or main", SOCI_SCRIPT, applies by_script; engine.install.source),
    field!("engine.install.sociVersion", Engine, "SOCI release",
        "Release the script downloads; its default, 0.11.1, if empty.",
        Kind::Text, "three numbers", SOCI_SCRIPT, applies by_script; engine.install.soci_version),
    field!("engine.install.rootDir", Engine, "SOCI root directory",
        "Where SOCI keeps its data.",
        Kind::Text, "an absolute path of letters, digits and / . _ -", SOCI_SCRIPT, applies by_script, advanced true; engine.install.root_dir),
    field!("engine.install.decompressor", Engine, "Decompressor",
        "Program for unpacking gzip; it must exist on the node, or SOCI does not start.",
        Kind::Text, "an absolute path of letters, digits and / . _ -", SOCI_SCRIPT, applies by_script, advanced true; engine.install.decompressor),
    field!("engine.install.distribution", Engine, "Distribution",
        "AL2023, or files to merge by hand for another one.",
        Kind::Choice(Distribution::CHOICES), "al2023 or other", SOCI_SCRIPT, applies by_script, advanced true; engine.install.distribution),
];
