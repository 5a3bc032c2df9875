//! Which measured times can be those of a pull.

use super::event::{Implausible, PullEvent};
use crate::core::units::{ByteSize, TimeSpan};

/// Fastest pull that is believed, in bytes of the registry a millisecond: 2 GB/s. The fastest
/// published pull has a fifth of it (9.35 GB in 23.2 s with igzip on Bottlerocket, 2026-06-03):
/// what comes over the network is unpacked to twice its size and written, which no volume takes
/// faster (gp3 ends at 2,000 MiB/s). Content that is on the node already takes no time at all and
/// is far beyond it.
const MAX_BYTES_PER_MILLISECOND: u64 = 2_000_000;

/// Longest pull that is believed: a token of Amazon ECR is valid for 12 hours, and SOCI gives a
/// pull up after two.
const MAX_PULL: TimeSpan = TimeSpan::from_secs(12 * 3600);

/// Whether an image of this size can be pulled within this time.
pub(crate) fn can_be_pulled(size: ByteSize, time: TimeSpan) -> bool {
    let most = u64::from(time.as_millis()).saturating_mul(MAX_BYTES_PER_MILLISECOND);
    size.to_bytes() <= most
}

/// What is wrong with a pull, with the size of its image if any pull of the paste tells it.
pub(super) fn check(pull: &PullEvent, size: Option<ByteSize>) -> Option<Implausible> {
    if pull.with_waiting.is_some_and(|both| both < pull.pull) {
        return Some(Implausible::WaitingBelowPull);
    }
    if pull.pull > MAX_PULL {
        return Some(Implausible::TooLong);
    }
    if pull.pull == TimeSpan::ZERO {
        return Some(Implausible::NoTime);
    }
    size.is_some_and(|size| !can_be_pulled(size, pull.pull))
        .then_some(Implausible::TooFast)
}

impl Implausible {
    /// Why the pull is left out, in a sentence.
    pub(super) fn sentence(self, pull: &PullEvent, size: Option<ByteSize>) -> String {
        let of = match &pull.pod {
            Some(pod) => format!("The pull of pod {pod}"),
            None => "A pull".to_owned(),
        };
        let time = pull.pull;
        match (self, size) {
            (Self::TooFast, Some(size)) => format!(
                "{of} is skipped: {} in {time} would be {} GB/s, more than any node pulls (2 GB/s); the content was already on the node.",
                size.rounded(),
                rate(size, time),
            ),
            (Self::TooFast, None) | (Self::NoTime, _) => {
                format!("{of} is skipped: it took no time, so the content was already on the node.")
            }
            (Self::TooLong, _) => {
                format!("{of} is skipped: {time} is longer than any pull takes (12 h).")
            }
            (Self::WaitingBelowPull, _) => format!(
                "{of} is skipped: {time} exceeds its time including waiting, which is impossible."
            ),
        }
    }
}

/// GB/s with one decimal.
fn rate(size: ByteSize, time: TimeSpan) -> String {
    let milliseconds = u64::from(time.as_millis()).max(1);
    // Bytes a millisecond are kB/s; a tenth of a GB/s is 100,000 of them.
    let tenths = size.to_bytes() / milliseconds / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}
