//! Downloads at once need chunks to share.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::has_limits;
use crate::core::units::{ChunkSize, Limit, counted};

pub(super) static RULE: Rule = Rule {
    id: "whole-layer-requests",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "Many downloads are allowed per image, but each fetches a whole layer.",
    why: "One connection to a registry carries about 90 MB/s. Without chunks the largest layer uses one connection, however many are allowed, and has to arrive within SOCI's request timeout of five minutes.",
    how: "Set a chunk size of 8 to 16 MiB.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let limits = &config.engine.limits;
    let downloads = limits.max_concurrent_downloads_per_image;
    let few = matches!(downloads, Limit::AtMost(count) if count <= 3);
    if limits.concurrent_download_chunk_size != ChunkSize::WholeLayer || few || !has_limits(config)
    {
        return;
    }
    let allowed = downloads.count().map_or_else(
        || "Any number of downloads".to_owned(),
        |count| counted(count, "download"),
    );
    reporter.report(
        Severity::Warning,
        "engine.concurrentDownloadChunkSize",
        format!("{allowed} per image cannot share a layer while each fetches a whole one; 16 MiB chunks can."),
    );
    let right = ChunkSize::mebibytes(16).text(config.engine.kind.chunk_grammar());
    reporter.offer(
        format!("Set the chunk size to {right}"),
        "engine.concurrentDownloadChunkSize",
        &right,
    );
}
