//! SOCI gives up a request after five minutes.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::sources::SOCI;
use crate::core::findings::predicates::{has_soci_limits, is_private_ecr};
use crate::core::pull::{Constants, ImageProfile, Parameter};
use crate::core::units::{ChunkSize, TimeSpan};

pub(super) static RULE: Rule = Rule {
    id: "layer-beyond-request-timeout",
    severities: &[Severity::Warning, Severity::Note],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "A layer is fetched in one request, which exceeds SOCI's request timeout.",
    why: "SOCI aborts a request after five minutes including the body (RequestTimeoutMsec, 300,000), without a fallback, so the pull fails. One connection to ECR carries 40 to 95 MB/s.",
    how: "Set a chunk size of 8 to 16 MiB, or split the layer at image build.",
    source: SOCI,
};

/// Seconds that a request may take (soci-snapshotter 77fb4266, config/defaults.go).
const MOST: u32 = 300;

fn check(RuleContext { config, .. }: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    const PATH: &str = "engine.concurrentDownloadChunkSize";
    let is_whole = config.engine.limits.concurrent_download_chunk_size == ChunkSize::WholeLayer;
    // Of other registries too little is known for a warning.
    if !is_whole || !has_soci_limits(config) || !is_private_ecr(config) {
        return;
    }
    let image = ImageProfile::of_image(&config.image);
    let Some(largest) = image.as_ref().and_then(ImageProfile::largest) else {
        return;
    };
    let connection = Constants::from_config(config).get(Parameter::EcrConnection);
    // Thousandths of MB/s are thousands of bytes a second.
    let seconds = |rate: u32| {
        let seconds = largest.to_bytes() / (u64::from(rate.max(1)) * 1000);
        u32::try_from(seconds).unwrap_or(u32::MAX)
    };
    let (severity, word, rate) = if seconds(connection.likely()) > MOST {
        (Severity::Warning, "takes", connection.likely())
    } else if seconds(connection.low()) > MOST {
        (Severity::Note, "may take", connection.low())
    } else {
        return;
    };
    reporter.report(
        severity,
        PATH,
        format!(
            "The largest layer, {}, {word} {} over one connection, at {} MB/s; SOCI aborts a request after 5 min.",
            largest.rounded(),
            TimeSpan::from_secs(seconds(rate)).rounded(),
            rate / 1000,
        ),
    );
    let right = ChunkSize::mebibytes(16).text(config.engine.kind.chunk_grammar());
    reporter.offer(format!("Set the chunk size to {right}"), PATH, &right);
}
