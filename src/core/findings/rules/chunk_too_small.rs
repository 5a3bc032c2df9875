//! Small chunks are a flood of requests.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::has_limits;
use crate::core::units::{ChunkSize, grouped};

pub(super) static RULE: Rule = Rule {
    id: "chunk-too-small",
    severities: &[Severity::Warning],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A chunk is smaller than 1 MiB.",
    why: "Every chunk is a separate request: a 10 GB image in 64 KiB chunks takes 150,000 requests, and their round trips take longer than the data.",
    how: "Use 8 to 16 MiB, as SOCI's documentation does for Amazon ECR.",
    source: SOCI,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let grammar = config.engine.kind.chunk_grammar();
    let chunk = config.engine.limits.concurrent_download_chunk_size;
    let Some(bytes) = chunk.to_bytes().filter(|bytes| *bytes < 1 << 20) else {
        return;
    };
    if !has_limits(config) {
        return;
    }
    reporter.report(
        Severity::Warning,
        "engine.concurrentDownloadChunkSize",
        format!(
            "A chunk of {} bytes is too small; 16 MiB (16,777,216 bytes) works well with Amazon ECR.",
            grouped(bytes)
        ),
    );
    let right = ChunkSize::mebibytes(16).text(grammar);
    reporter.offer(
        format!("Set the chunk size to {right}"),
        "engine.concurrentDownloadChunkSize",
        &right,
    );
}
