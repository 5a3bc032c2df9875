//! What was read of a paste, in words.

use crate::background::{Fitted, ImageAnswer, MeasuredCause, MeasuredGain, MeasuredRow};
use crate::core::{ByteSize, LikelyRange, TimeSpan};
use crate::ui::strings;

/// Most rows that are shown: a table of thousands helps nobody and takes seconds to draw.
pub const MAX_ROWS: usize = 100;

/// Layers and size of an image.
pub fn image(image: &ImageAnswer) -> String {
    let layers = match image.layers {
        0 => None,
        count => Some(strings::pasted::layers(count)),
    };
    let size = image
        .compressed
        .map(|bytes| strings::pasted::compressed(&ByteSize::bytes(bytes).rounded()));
    match (layers, size) {
        (Some(layers), Some(size)) => format!("{layers}, {size}."),
        (Some(one), None) | (None, Some(one)) => format!("{one}."),
        (None, None) => String::new(),
    }
}

/// What the image does to the estimate.
pub fn narrower(image: &ImageAnswer) -> Option<String> {
    let [before, after] = image.times?.map(range);
    Some(strings::pasted::narrower(
        image.instance_type.as_deref(),
        (&after.rounded(), uncertainty(after)),
        (&before.rounded(), uncertainty(before)),
    ))
}

fn uncertainty(time: LikelyRange<TimeSpan>) -> u32 {
    let width = time.high().as_millis() - time.low().as_millis();
    let twice = u64::from(time.likely().as_millis().max(1)) * 2;
    u32::try_from((u64::from(width) * 100 + twice / 2) / twice).unwrap_or(u32::MAX)
}

fn range([low, likely, high]: [u32; 3]) -> LikelyRange<TimeSpan> {
    let [low, likely, high] = [low, likely, high].map(TimeSpan::from_millis);
    LikelyRange::new(low, likely, high)
}

/// What pulling in parallel gained on an image.
pub fn gain(gain: &MeasuredGain) -> String {
    strings::pasted::gain(
        &gain.image,
        &gain.by,
        &gain.soci,
        &gain.baseline,
        gain.saved_percent,
        gain.speed_up,
    )
}

/// Why pulls failed or waited, where that was read, and what cures it.
pub fn cause(cause: &MeasuredCause) -> String {
    strings::pasted::cause(
        &cause.cause,
        &cause.place,
        &cause.cure,
        cause.field.as_deref(),
    )
}

/// A measured pull in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullRow {
    /// The pod, where the paste tells.
    pub pod: Option<String>,
    /// The image.
    pub image: String,
    /// Its compressed size, where the paste tells.
    pub size: Option<String>,
    /// How long the pull took.
    pub measured: String,
    /// How long it waited besides, if notably.
    pub waited: Option<String>,
    /// The estimate, if there is one.
    pub estimated: Option<String>,
}

/// The cells of a measured pull.
pub fn row(row: &MeasuredRow) -> PullRow {
    PullRow {
        pod: row.pod.clone(),
        image: row.image.clone(),
        size: row.size.map(|bytes| ByteSize::bytes(bytes).rounded()),
        measured: row.time.clone(),
        waited: row.waited.clone(),
        estimated: row.estimated.map(|time| range(time).rounded()),
    }
}

/// That not all pulls are shown.
pub fn left_out(rows: usize) -> Option<String> {
    let more = rows.checked_sub(MAX_ROWS).filter(|more| *more > 0)?;
    Some(strings::pasted::more_rows(MAX_ROWS, more))
}

/// How well the figures fit.
pub fn fit(fitted: &Fitted) -> String {
    let tenths = |number: u32| format!("{}.{}", number / 10, number % 10);
    let before = tenths(fitted.error_before);
    if fitted.config.is_none() {
        return strings::pasted::tells_none(fitted.pulls, &before);
    }
    strings::pasted::fits(fitted.pulls, &before, &tenths(fitted.error_after))
}

#[cfg(test)]
mod tests {
    use super::{left_out, range, uncertainty};

    #[test]
    fn uncertainty_is_half_the_range() {
        assert_eq!(uncertainty(range([30_000, 40_000, 50_000])), 25);
        assert_eq!(uncertainty(range([0, 0, 0])), 0);
    }

    #[test]
    fn only_what_is_not_shown_is_left_out() {
        assert_eq!(left_out(100), None);
        assert_eq!(
            left_out(101).as_deref(),
            Some("The first 100 are shown; 1 more are counted too.")
        );
    }
}
