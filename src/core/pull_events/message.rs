//! The kubelet's messages in a text without blanks: a terminal may have broken a line anywhere.

use crate::core::units::{ByteSize, TimeSpan};

const PULLED: &str = "Successfullypulledimage";
const PRESENT: &str = "Containerimage";

/// Longest reference of an image that is taken for one.
const MAX_IMAGE_LENGTH: usize = 1024;

/// A message, where it begins and where what was read of it ends.
pub(super) struct Found {
    pub at: usize,
    pub end: usize,
    pub message: Message,
}

pub(super) enum Message {
    Pulled {
        image: String,
        pull: TimeSpan,
        with_waiting: Option<TimeSpan>,
        size: Option<ByteSize>,
    },
    Present {
        image: String,
    },
    /// Its time is below zero.
    Negative,
    /// It breaks off before its seconds, or has none.
    Broken,
}

/// Every message, in order.
pub(super) fn find(text: &str) -> impl Iterator<Item = Found> {
    let pulled = text.match_indices(PULLED).map(|(at, marker)| {
        let after = text.get(at + marker.len()..).unwrap_or_default();
        let (message, rest) = read_pulled(after);
        Found {
            at,
            end: text.len() - rest.len(),
            message,
        }
    });
    let present = text.match_indices(PRESENT).filter_map(|(at, marker)| {
        let after = text.get(at + marker.len()..)?;
        let (image, after) = image(after)?;
        let rest = after.strip_prefix("alreadypresentonmachine")?;
        Some(Found {
            at,
            end: text.len() - rest.len(),
            message: Message::Present { image },
        })
    });
    pulled.chain(present)
}

/// What follows the marker: `"IMAGE"inD(Dincludingwaiting).Imagesize:Nbytes.`, and what follows
/// that.
fn read_pulled(text: &str) -> (Message, &str) {
    let Some((image, after)) = image(text) else {
        return (Message::Broken, text);
    };
    let Some(spans) = after.strip_prefix("in") else {
        return (Message::Broken, after);
    };
    if spans.starts_with(['-', '−']) {
        return (Message::Negative, spans);
    }
    let Some((pull, after)) = duration(spans) else {
        return (Message::Broken, after);
    };
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
        let (digits, rest) = after.split_once("bytes")?;
        let plain = digits.len() <= 16 && digits.bytes().all(|byte| byte.is_ascii_digit());
        Some((plain.then(|| digits.parse().ok()).flatten()?, rest))
    };
    let (size, rest) = match size() {
        Some((size, rest)) => (Some(size), rest),
        None => (None, after),
    };
    let message = Message::Pulled {
        image,
        pull,
        with_waiting,
        size,
    };
    (message, rest)
}

/// A reference in quotation marks, and what follows.
pub(super) fn image(text: &str) -> Option<(String, &str)> {
    let quoted = text.strip_prefix('"')?;
    let end = quoted
        .bytes()
        .take(MAX_IMAGE_LENGTH)
        .position(|byte| byte == b'"')?;
    let (image, after) = quoted.split_at_checked(end)?;
    let plain = !image.is_empty() && !image.chars().any(|c| matches!(c, '<' | '>' | '\'' | '='));
    plain.then(|| (image.to_owned(), after.strip_prefix('"').unwrap_or(after)))
}

/// A span as Go writes it, which always ends in seconds or a part of one, and what follows.
pub(super) fn duration(text: &str) -> Option<(TimeSpan, &str)> {
    let end = text.bytes().take(32).position(|byte| byte == b's')?;
    let (span, after) = text.split_at_checked(end + 1)?;
    // Less than a millisecond is no pull that matters.
    let tiny = ["µs", "μs", "us", "ns"].iter().find_map(|unit| {
        let number = span.strip_suffix(unit)?;
        number
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.')
            .then_some(TimeSpan::ZERO)
    });
    // Beyond what a span holds is beyond any pull, too.
    let huge = || {
        let digits = span.chars().filter(char::is_ascii_digit).count();
        let plain = span
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'h' | 'm' | 's'));
        (plain && digits >= 5).then_some(TimeSpan::from_millis(TimeSpan::MAX))
    };
    Some((tiny.or_else(|| span.parse().ok()).or_else(huge)?, after))
}
