//! A chunk that no layer fills.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::has_limits;
use crate::core::pull::ImageProfile;
use crate::core::units::{ByteSize, ChunkSize};

pub(super) static RULE: Rule = Rule {
    id: "chunk-above-largest-layer",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A chunk is at least as large as the image's largest layer.",
    why: "Each layer is then one request over one connection, about 90 MB/s, however many downloads are allowed.",
    how: "Use chunks of 8 to 16 MiB.",
    source: SOCI,
};

const MIB: u64 = 1 << 20;
const SIXTEEN_MIB: u64 = 16 * MIB;

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let ChunkSize::Bytes(chunk) = config.engine.limits.concurrent_download_chunk_size else {
        return;
    };
    let Some(largest) = ImageProfile::of_image(&config.image).and_then(|image| image.largest())
    else {
        return;
    };
    if !has_limits(config) || chunk < largest.to_bytes() || chunk <= SIXTEEN_MIB {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.concurrentDownloadChunkSize",
        format!(
            "A chunk of {} is not smaller than the largest layer, {}, so no layer is split into chunks; use 16 MiB.",
            size_of(chunk),
            largest.rounded(),
        ),
    );
    let right = ChunkSize::mebibytes(16).text(config.engine.kind.chunk_grammar());
    reporter.offer(
        format!("Set the chunk size to {right}"),
        "engine.concurrentDownloadChunkSize",
        &right,
    );
}

/// Binary units where they are exact, as chunks are written.
fn size_of(chunk: u64) -> String {
    match chunk % MIB {
        0 => format!("{} MiB", chunk / MIB),
        _ => ByteSize::bytes(chunk).rounded(),
    }
}
