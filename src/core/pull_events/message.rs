//! The kubelet's messages in a text without blanks: a terminal may have broken a line anywhere.

use crate::core::units::{ByteSize, Duration};

const PULLED: &str = "Successfullypulledimage";
const PRESENT: &str = "Containerimage";

/// Longest reference of an image that is taken for one.
const LONGEST_IMAGE: usize = 1024;

/// A message and where it begins.
pub(super) struct Found {
    pub at: usize,
    pub message: Message,
}

pub(super) enum Message {
    Pulled {
        image: String,
        pull: Duration,
        with_waiting: Option<Duration>,
        size: Option<ByteSize>,
    },
    Present {
        image: String,
    },
    /// It breaks off before its seconds.
    Broken,
}

/// Every message, in order.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> {
    let pulled = text.match_indices(PULLED).map(|(at, marker)| {
        let after = text.get(at + marker.len()..).unwrap_or_default();
        let message = read_pulled(after).unwrap_or(Message::Broken);
        Found { at, message }
    });
    let present = text.match_indices(PRESENT).filter_map(|(at, marker)| {
        let after = text.get(at + marker.len()..)?;
        let (image, after) = image(after)?;
        after
            .starts_with("alreadypresentonmachine")
            .then_some(Found {
                at,
                message: Message::Present { image },
            })
    });
    pulled.chain(present)
}

/// What follows the marker: `"IMAGE"inD(Dincludingwaiting).Imagesize:Nbytes.`
fn read_pulled(text: &str) -> Option<Message> {
    let (image, after) = image(text)?;
    let (pull, after) = duration(after.strip_prefix("in")?)?;
    let waiting = || {
        let (with_waiting, after) = duration(after.strip_prefix('(')?)?;
        Some((with_waiting, after.strip_prefix("includingwaiting)")?))
    };
    let (with_waiting, after) = match waiting() {
        Some((with_waiting, after)) => (Some(with_waiting), after),
        None => (None, after),
    };
    let size = || {
        let after = after.trim_start_matches('.').strip_prefix("Imagesize:")?;
        let (digits, _) = after.split_once("bytes")?;
        let plain = digits.len() <= 16 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse().ok()).flatten()
    };
    Some(Message::Pulled {
        image,
        pull,
        with_waiting,
        size: size(),
    })
}

/// A reference in quotation marks, and what follows.
fn image(text: &str) -> Option<(String, &str)> {
    let quoted = text.strip_prefix('"')?;
    let end = quoted
        .bytes()
        .take(LONGEST_IMAGE)
        .position(|byte| byte == b'"')?;
    let (image, after) = quoted.split_at_checked(end)?;
    let plain = !image.is_empty() && !image.chars().any(|c| matches!(c, '<' | '>' | '\''));
    plain.then(|| (image.to_owned(), after.strip_prefix('"').unwrap_or(after)))
}

/// A span as Go writes it, which always ends in seconds or a part of one, and what follows.
fn duration(text: &str) -> Option<(Duration, &str)> {
    let end = text.bytes().take(32).position(|byte| byte == b's')?;
    let (span, after) = text.split_at_checked(end + 1)?;
    // Less than a millisecond is no pull that matters.
    let tiny = ["µs", "μs", "us", "ns"].iter().find_map(|unit| {
        let number = span.strip_suffix(unit)?;
        number
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.')
            .then_some(Duration::ZERO)
    });
    Some((tiny.or_else(|| span.parse().ok())?, after))
}
