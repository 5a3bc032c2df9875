//! Some registries refuse to give parts of a layer.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::RANGE_REQUESTS;
use crate::core::findings::predicates::is_private_ecr;
use crate::core::units::ChunkSize;

pub(super) static RULE: Rule = Rule {
    id: "range-requests-off-ecr",
    severities: &[Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "containerd sends range requests to a registry that is not private Amazon ECR.",
    why: "If a registry ignores the range, containerd fetches the layer whole, which is only slower. Some, such as Artifactory, return 400, and the pull fails.",
    how: "Try a pull from that registry first, or fetch whole layers.",
    source: RANGE_REQUESTS,
};

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let is_in_parts = config.engine.limits.concurrent_download_chunk_size != ChunkSize::WholeLayer;
    if !config.engine.spec().has_transfer_service() || !is_in_parts || is_private_ecr(config) {
        return;
    }
    reporter.report(
        Severity::Note,
        "engine.concurrentDownloadChunkSize",
        "This registry is not Amazon ECR: one that returns 400 for range requests, as Artifactory has done, fails every pull of a large layer. Try one pull first.".to_owned(),
    );
}
