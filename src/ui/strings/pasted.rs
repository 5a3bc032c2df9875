//! A manifest or pulls that are pasted, and what was read of them.

use crate::core::grouped;

pub const READING: &str = "Reading…";
pub const NO_WORKER: &str =
    "It could not be read in this browser; use --image-manifest and `events` on the command line.";

pub const MANIFEST: &str = "Paste your image's manifest";
/// Around the four commands.
pub const MANIFEST_HELP: [&str; 5] = [
    "Output of ",
    ", ",
    ", ",
    " or ",
    ". The layer sizes narrow the range. It never leaves this machine.",
];
pub const MANIFEST_LABEL: &str = "Image manifest";
pub const MANIFEST_HINT: &str = "{\"schemaVersion\": 2, …";

pub const PLATFORM: &str = "Platform";
pub const CHOOSE_PLATFORM: &str = "Choose one";
pub const USE_IMAGE: &str = "Use this image";
/// After the button.
pub const IMAGE_USED: &str = " Now in the settings; Undo restores the previous one.";

pub const PULLS: &str = "Calibrate with your pod events";
/// Around the two commands and the instance type.
pub const PULLS_HELP: [&str; 4] = [
    "Output of ",
    " or ",
    ", or the file that measure.sh wrote. Pulls are compared with the estimate for these settings on ",
    ", and can calibrate the model for your cluster. If they ran on another type, choose it beside the answer.",
];
pub const PULLS_LABEL: &str = "Pod events";
pub const PULLS_HINT: &str = "Successfully pulled image … in 1m7.272s";

pub const PULLS_CAPTION: &str = "Measured pulls with their estimates";
pub const IMAGE_HEAD: &str = "Pod and image";
pub const SIZE_HEAD: &str = "Size";
pub const MEASURED_HEAD: &str = "Measured";
pub const WAITED_HEAD: &str = "Waited";
pub const ESTIMATED_HEAD: &str = "Estimated";
pub const NO_POD: &str = "pod unknown";

pub const CAUSES: &str = "Why pulls failed or waited";

/// A cause, where it was read, its cure and the field that cures it.
pub fn cause(cause: &str, place: &str, cure: &str, field: Option<&str>) -> String {
    let field = field.map_or(String::new(), |field| format!(" Field: {field}."));
    format!("{cause} ({place}) {cure}{field}")
}

pub const FIGURES: &str = "Model figures from these pulls";
pub const FIGURES_CAPTION: &str = "Model figures, published and from these pulls";
pub const FIGURE_HEAD: &str = "Figure";
pub const PUBLISHED_HEAD: &str = "Published";
pub const YOURS_HEAD: &str = "Yours (range)";
pub const NOT_TOLD: &str = "not identifiable";
pub const KEEP_FIGURES: &str = "Keep these figures";

pub fn layers(count: usize) -> String {
    match count {
        1 => "1 layer".to_owned(),
        count => format!("{} layers", grouped(count as u64)),
    }
}

pub fn compressed(size: &str) -> String {
    format!("{size} compressed")
}

/// The estimate with the image and without it, each with its uncertainty in percent.
pub fn narrower(
    instance_type: Option<&str>,
    (after, after_percent): (&str, u32),
    (before, before_percent): (&str, u32),
) -> String {
    let on = instance_type.map_or_else(String::new, |name| format!(" on {name}"));
    format!(
        "Estimate{on}: {after} (±{after_percent} %) with this image, {before} (±{before_percent} %) with the current settings."
    )
}

/// What it gained to pull in parallel, by SOCI or by containerd itself; the factor in hundredths.
pub fn gain(
    image: &str,
    by: &str,
    parallel: &str,
    baseline: &str,
    saved_percent: i32,
    factor: Option<u32>,
) -> String {
    let less = if saved_percent < 0 { "more" } else { "less" };
    let factor = factor.map_or_else(String::new, |factor| {
        format!(", {}.{:02}× as fast", factor / 100, factor % 100)
    });
    format!(
        "{image}: {parallel} with {by}, {baseline} without. {} % {less} time{factor}.",
        saved_percent.unsigned_abs()
    )
}

pub fn more_rows(shown: usize, more: usize) -> String {
    format!(
        "The first {shown} are shown; {} more are counted too.",
        grouped(more as u64)
    )
}

/// How far the estimate is off where the pulls tell no figure.
pub fn tells_none(pulls: usize, before: &str) -> String {
    format!(
        "With the published figures the estimate is off by {before} % on average. {} none of them; pulls on other types or volumes would.",
        if pulls == 1 {
            "This pull identifies".to_owned()
        } else {
            format!("{} of one image identify", count_of_pulls(pulls))
        }
    )
}

/// How far the estimate is off, before and with what the pulls tell.
pub fn fits(pulls: usize, before: &str, after: &str) -> String {
    format!(
        "The estimate is off by {before} % on average with the published figures, by {after} % with figures from {} of one image.",
        count_of_pulls(pulls)
    )
}

fn count_of_pulls(pulls: usize) -> String {
    match pulls {
        1 => "1 pull".to_owned(),
        count => format!("{} pulls", grouped(count as u64)),
    }
}
