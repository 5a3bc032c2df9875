//! SOCI's limits as its own program takes them.

use super::{NodeLimit, NodeReportBuilder, SettingSource, SociStatus};
use crate::core::error::quoted;
use crate::core::findings::{Rule, Severity, file_rules as rules};
use crate::core::placeholder::holds_placeholder;

pub(super) use crate::core::import::document::user_data::soci_file::Limits as Values;
use crate::core::import::document::user_data::soci_file::SociFile;

/// Who reads the chunk size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reader {
    Soci,
    Bottlerocket,
}

/// Limits of which the first, for one image, must not be above the second, for all of them.
const PAIRS: [(&Rule, &str, &str, &str); 2] = [
    (
        &rules::DOWNLOADS_ABOVE_GLOBAL,
        "max_concurrent_downloads_per_image",
        "max_concurrent_downloads",
        "downloads",
    ),
    (
        &rules::UNPACKS_ABOVE_GLOBAL,
        "max_concurrent_unpacks_per_image",
        "max_concurrent_unpacks",
        "unpacks",
    ),
];

/// Tells the limits, and whether SOCI refuses them.
pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    values: &Values,
    own: &str,
    changed_by: &str,
    after_reboot: Option<&Values>,
    reader: Reader,
) {
    for (key, letters, line) in values {
        let place = match (&report.text, line) {
            (Some(text), Some(line)) => Some(text.place(*line)),
            _ => None,
        };
        let later = after_reboot
            .and_then(|values| values.iter().find(|(other, ..)| other == key))
            .map(|(_, letters, _)| letters)
            .filter(|later| *later != letters);
        report.on.limits.push(NodeLimit {
            key,
            holds: SettingSource {
                value: letters.clone(),
                by: if line.is_some() { changed_by } else { own }.to_owned(),
                place,
            },
            after_reboot: later.cloned(),
        });
    }
    for (rule, per_image, in_all, what) in PAIRS {
        contradiction(report, values, rule, per_image, in_all, what);
    }
    chunk(report, values, reader);
}

/// Whether SOCI does not start with these limits.
pub(super) fn are_refused(values: &Values, reader: Reader) -> bool {
    let is_above = PAIRS
        .iter()
        .any(|(_, per_image, in_all, _)| above(values, per_image, in_all).is_some());
    is_above || refused_chunk(values, reader).is_some()
}

/// Says which keys of a file that somebody wrote SOCI passes over.
pub(super) fn unknown_keys(report: &mut NodeReportBuilder<'_>, file: &SociFile, first: usize) {
    for (key, line, meant) in file.unknown_keys() {
        let meant = meant.map_or(String::new(), |meant| format!(" Did you mean {meant}?"));
        report.diagnose(
            None,
            &rules::SOCI_UNKNOWN_KEY,
            Severity::Warning,
            line.unwrap_or(first),
            format!(
                "SOCI has no key {} there and silently ignores it.{meant}",
                quoted(&key)
            ),
        );
    }
}

fn contradiction(
    report: &mut NodeReportBuilder<'_>,
    values: &Values,
    rule: &'static Rule,
    per_image: &str,
    in_all: &str,
    what: &str,
) {
    if let Some((one, all, line)) = above(values, per_image, in_all) {
        report.diagnose(
            Some(SociStatus::NeverReady),
            rule,
            Severity::Error,
            line.unwrap_or(1),
            format!("{one} {what} per image exceed the node's limit of {all}: SOCI refuses to start, and without it no pod starts."),
        );
    }
}

/// A limit for one image above that for all: both, and the line that says so.
fn above(values: &Values, per_image: &str, in_all: &str) -> Option<(i64, i64, Option<usize>)> {
    let number = |key: &str| {
        values
            .iter()
            .find(|(own, ..)| *own == key)
            .and_then(|(_, letters, line)| Some((letters.parse::<i64>().ok()?, *line)))
    };
    let ((one, line), (all, other)) = (number(per_image)?, number(in_all)?);
    (all > 0 && one > all).then_some((one, all, line.or(other)))
}

/// A chunk size that is not read, and the line that says so.
fn refused_chunk(values: &Values, reader: Reader) -> Option<(&str, Option<usize>)> {
    let found = values
        .iter()
        .find(|(key, ..)| *key == "concurrent_download_chunk_size");
    let (_, letters, line) = found?;
    let fits = match reader {
        _ if holds_placeholder(letters) => true,
        Reader::Soci => is_size_of_soci(letters),
        Reader::Bottlerocket => is_size_of_bottlerocket(letters),
    };
    (!fits).then_some((letters, *line))
}

fn chunk(report: &mut NodeReportBuilder<'_>, values: &Values, reader: Reader) {
    let Some((letters, line)) = refused_chunk(values, reader) else {
        return;
    };
    let (who, write) = match reader {
        Reader::Soci => ("SOCI", "16mb (no 16MiB, no 16m)"),
        Reader::Bottlerocket => ("Bottlerocket", "16mib, without spaces"),
    };
    report.diagnose(
        Some(SociStatus::NeverReady),
        &rules::CHUNK_SIZE_GRAMMAR,
        Severity::Error,
        line.unwrap_or(1),
        format!(
            "{who} cannot parse the chunk size {} and does not start. Use {write}.",
            quoted(letters)
        ),
    );
}

/// soci-snapshotter config/parallel.go, parseSize: blanks, digits with a fraction, a unit of
/// 1024s, or nothing.
fn is_size_of_soci(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    if text.is_empty() {
        return true;
    }
    let number = ["kb", "mb", "gb", "b"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(&text)
        .trim_end();
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(fraction)
}

/// bottlerocket-settings-sdk: `unlimited`, a number, or a number and unit without blanks.
fn is_size_of_bottlerocket(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    if text == "unlimited" {
        return true;
    }
    let number = ["kib", "mib", "gib", "tib", "kb", "mb", "gb", "tb", "b"]
        .iter()
        .find_map(|unit| text.strip_suffix(unit))
        .unwrap_or(&text);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    !number.is_empty() && digits(whole) && digits(fraction) && !fraction.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{is_size_of_bottlerocket, is_size_of_soci};

    #[test]
    fn the_two_grammars() {
        for fine in ["16mb", "16MB", "8 mb", "1.5gb", "512", "0", ""] {
            assert!(is_size_of_soci(fine), "{fine}");
        }
        for bad in ["8MiB", "16m", "1tb", ".5gb", "-1", "unlimited", "abc"] {
            assert!(!is_size_of_soci(bad), "{bad}");
        }
        for fine in ["unlimited", "16mib", "8MiB", ".5gb", "16777216", "1tb"] {
            assert!(is_size_of_bottlerocket(fine), "{fine}");
        }
        for bad in ["", "-1", "10 mb", "16m", "abc"] {
            assert!(!is_size_of_bottlerocket(bad), "{bad}");
        }
    }
}
