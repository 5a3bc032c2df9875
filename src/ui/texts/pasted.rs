//! A manifest or pulls that are pasted, and what was read of them.

pub const READING: &str = "Reading it.";
pub const NO_WORKER: &str = "It could not be read in this browser; the command line reads it with --image-manifest and `events`.";

pub const MANIFEST: &str = "Paste your image's manifest";
/// Around the four commands.
pub const MANIFEST_HELP: [&str; 5] = [
    "What ",
    ", ",
    ", ",
    " or ",
    " print of it. The size of each layer narrows the range. It is read on this machine.",
];
pub const MANIFEST_LABEL: &str = "Image manifest";
pub const MANIFEST_HINT: &str = "{\"schemaVersion\": 2, …";

pub const PLATFORM: &str = "Platform";
pub const CHOOSE_PLATFORM: &str = "Choose one";
pub const USE_IMAGE: &str = "Use this image";
/// After the button.
pub const IMAGE_USED: &str = " It is in the settings now; Undo brings the one before back.";

pub const PULLS: &str = "Paste your own pulls";
/// Around the two commands and the instance type.
pub const PULLS_HELP: [&str; 4] = [
    "What ",
    " or ",
    " print. They are set beside the estimate for these settings on ",
    ", and can tell the model's figures for your cluster.",
];
pub const PULLS_LABEL: &str = "Events of pods";
pub const PULLS_HINT: &str = "Successfully pulled image … in 1m7.272s";

pub const PULLS_CAPTION: &str = "Measured pulls and the estimate of each";
pub const IMAGE_HEAD: &str = "Pod and image";
pub const SIZE_HEAD: &str = "Size";
pub const MEASURED_HEAD: &str = "Measured";
pub const WAITED_HEAD: &str = "Waited";
pub const ESTIMATED_HEAD: &str = "Estimated";
pub const NO_POD: &str = "pod unknown";

pub const FIGURES: &str = "The model's figures from these pulls";
pub const FIGURES_CAPTION: &str = "Figures of the model, published and from these pulls";
pub const FIGURE_HEAD: &str = "Figure";
pub const PUBLISHED_HEAD: &str = "Published";
pub const YOURS_HEAD: &str = "Yours (range)";
pub const NOT_TOLD: &str = "not told";
pub const KEEP_FIGURES: &str = "Keep these figures";
