//! The stages of a pull, in the order of the report.

mod download;
mod many_streams;
mod one_stream;
mod page_cache;
mod small_files;
mod throttled_disk;
mod whole_pull;

use anyhow::Result;

use crate::Lab;
use crate::report::StageReport;

type Measure = fn(&Lab) -> Result<StageReport>;

/// Word, name, and what measures it.
pub const STAGES: [(&str, &str, Measure); 7] = [
    ("one-stream", one_stream::NAME, one_stream::measure),
    ("many-streams", many_streams::NAME, many_streams::measure),
    ("small-files", small_files::NAME, small_files::measure),
    (
        "throttled-disk",
        throttled_disk::NAME,
        throttled_disk::measure,
    ),
    ("page-cache", page_cache::NAME, page_cache::measure),
    ("download", download::NAME, download::measure),
    ("whole-pull", whole_pull::NAME, whole_pull::measure),
];
