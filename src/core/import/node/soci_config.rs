//! SOCI's configuration on AL2023 with FastImagePull: what nodeadm writes, and what the userData
//! makes of it, at the first boot and after a reboot.

use super::before_start::before_start;
use super::{NodeReportBuilder, SociStatus, by_hand, limits, services};
use crate::core::config::Al2023Version;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::files::{
    Content, Effects, FileText, How, Reach, WrittenFile, text_of,
};
use crate::core::import::document::user_data::shell::{Edit, SOCI_CONFIG};
use crate::core::import::document::user_data::soci_file::{Edited, SociFile};
use crate::core::import::document::user_data::{DropInBody, Parts};

/// One change of the file.
struct Change<'a> {
    line: usize,
    every_boot: bool,
    reach: Reach,
    what: What<'a>,
}

enum What<'a> {
    /// A substitution by sed.
    Edit(&'a Edit),
    File(&'a WrittenFile),
}

/// All changes in their order.
fn changes<'a>(parts: &'a Parts, before_start: &'a [Effects]) -> Vec<Change<'a>> {
    let at_start = before_start.iter().flat_map(|effects| &effects.files);
    let all = parts
        .files()
        .into_iter()
        .map(|file| (file, file.stage.is_every_boot()))
        .chain(at_start.map(|file| (file, true)));
    let mut changes = Vec::new();
    for (file, every_boot) in all.filter(|(file, _)| file.path == SOCI_CONFIG) {
        let change = |line, what| Change {
            line,
            every_boot,
            reach: file.reach,
            what,
        };
        match &file.how {
            How::EditedBySed(edits) if !edits.is_empty() => {
                let edits = edits.iter();
                changes.extend(edits.map(|edit| change(edit.line, What::Edit(edit))));
            }
            _ => changes.push(change(file.line, What::File(file))),
        }
    }
    changes
}

/// The limits that hold with the gate on, after the first boot; nothing where they are not known.
pub(in crate::core::import) fn limits_with_gate(
    parts: &Parts,
    version: Option<Al2023Version>,
) -> Option<limits::Values> {
    let service = services::soci(parts);
    if service.config.is_some_and(|(path, _)| path != SOCI_CONFIG) {
        return by_hand::limits(parts, 1);
    }
    let (at_start, not_known) = before_start(parts);
    let mut file = SociFile::of_ami(version);
    let mut is_known = not_known.is_empty();
    let changes = changes(parts, &at_start);
    // What is so on some nodes only is not what holds.
    let is_sure = changes.iter().all(|change| change.reach == Reach::Always);
    for change in &changes {
        match apply(&mut file, change) {
            Applied::Edited(Edited::Unknown) | Applied::Unknown => is_known = false,
            Applied::Written => is_known = not_known.is_empty(),
            Applied::Edited(Edited::Changed(_) | Edited::Nothing) | Applied::Appended => {}
        }
    }
    // What SOCI cannot read is said; the AMI's own limits are as good as any then.
    let values = file
        .values()
        .or_else(|_| SociFile::of_ami(version).values());
    values.ok().filter(|_| is_known && is_sure)
}

/// Tells the limits that hold, and whether SOCI starts with them; true if SOCI keeps layers.
pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    version: Option<Al2023Version>,
) -> bool {
    let service = services::soci(parts);
    if let Some((line, why)) = &service.unknown {
        let place = report.line_words(*line);
        report.unread(format!("how SOCI is started, by {place}: {why}"));
        report.worsen(Some(SociStatus::Unknown));
    }
    if let Some((path, line)) = service.config.filter(|(path, _)| path != SOCI_CONFIG) {
        return elsewhere(report, parts, &path, line.unwrap_or(1));
    }
    let own = SociFile::of_ami(version);
    // What holds in any case, at the first boot and after a reboot, and what holds where every condition of
    // a script does.
    let (mut file, mut later, mut whole) = (own.clone(), own.clone(), own);
    let mut conditional: Option<(usize, usize)> = None;
    let (mut once, mut again, mut written) = (None, None, None);
    let (mut unknown, mut is_open) = (false, false);
    let (at_start, not_known) = before_start(parts);
    let at_start_is_known = not_known.is_empty();
    for (line, program) in not_known {
        let place = report.line_words(line);
        report.unread(format!(
            "{program}, run by {place} before SOCI starts: whether it changes SOCI's limits"
        ));
    }
    let changes = changes(parts, &at_start);
    for change in &changes {
        let in_whole = apply(&mut whole, change);
        if let Reach::If(condition) = change.reach {
            conditional.get_or_insert((change.line, condition));
            is_open |= matches!(
                in_whole,
                Applied::Edited(Edited::Unknown) | Applied::Unknown
            );
            continue;
        }
        if change.every_boot {
            apply(&mut later, change);
        }
        match (apply(&mut file, change), &change.what) {
            (Applied::Edited(Edited::Nothing), _) => report.diagnose(
                None,
                &rules::EDIT_MATCHES_NOTHING,
                Severity::Warning,
                change.line,
                "this expression matches no line of nodeadm's file, and sed does not report it: the limit stays at the AMI's default.",
            ),
            (Applied::Edited(Edited::Unknown) | Applied::Unknown, what) => {
                unknown = true;
                let what = match what {
                    What::Edit(..) => "this expression was not understood; its effect on SOCI's limits is unknown.",
                    What::File(_) => "the effect on SOCI's configuration is not known, so its limits are not known either.",
                };
                report.diagnose(
                    Some(SociStatus::Unknown),
                    &rules::EDIT_NOT_UNDERSTOOD,
                    Severity::Note,
                    change.line,
                    what,
                );
            }
            (Applied::Edited(Edited::Changed(_)), _) => {
                let place = if change.every_boot {
                    &mut again
                } else {
                    &mut once
                };
                place.get_or_insert(change.line);
            }
            (Applied::Appended, _) => {
                written = Some((change.line, change.every_boot, false));
            }
            (Applied::Written, _) => {
                unknown = false;
                written = Some((change.line, change.every_boot, true));
            }
        }
    }
    unknown |= !at_start_is_known;
    if let Some((line, condition)) = conditional {
        let (line, condition) = (report.line_words(line), report.line_words(condition));
        report.unread(format!(
            "the condition on {condition}: only if true, {line} changes SOCI's configuration"
        ));
        // Whether SOCI pulls rests on it.
        if is_open || is_on(&file) != is_on(&whole) {
            report.worsen(Some(SociStatus::Unknown));
            return false;
        }
    }
    reverted(report, parts, once.or(written.map(|(line, ..)| line)));
    if let (Some(line), None, None) = (once, again, written) {
        report.diagnose(
            None,
            &rules::SED_LOST_ON_REBOOT,
            Severity::Warning,
            line,
            "a script runs once per instance, and nodeadm rewrites SOCI's configuration at every boot: after a reboot the AMI's default limits apply.",
        );
    }
    let written = written.or(once
        .map(|line| (line, false, false))
        .filter(|_| is_off(&file)));
    if let Some((line, ..)) = written {
        limits::unknown_keys(report, &file, line);
    }
    if let Some(line) = file.open_line() {
        let place = report.line_words(line);
        report.unread(format!(
            "SOCI's configuration, because {place} was not understood"
        ));
        report.worsen(Some(SociStatus::Unknown));
        return false;
    }
    let off = verdict(report, &file, written, unknown);
    if unknown || off {
        return false;
    }
    match file.values() {
        Ok(values) => {
            let after = later.values().unwrap_or_default();
            // What a condition changes has no value that holds.
            let elsewhere = whole.values().unwrap_or_default();
            let is_sure = |(key, letters, _): &&(&str, String, Option<usize>)| {
                let mut others = elsewhere.iter().filter(|(other, ..)| other == key);
                conditional.is_none() || others.all(|(_, other, _)| other == letters)
            };
            let sure: limits::Values = values.iter().filter(is_sure).cloned().collect();
            limits::analyze(
                report,
                &sure,
                // What a whole file leaves out is no longer nodeadm's.
                if file.is_written() { "SOCI" } else { "the AMI" },
                "your script",
                Some(&after),
                limits::Reader::Soci,
            );
            values
                .iter()
                .any(|(key, letters, _)| *key == "discard_unpacked_layers" && letters == "false")
        }
        Err(_) => false,
    }
}

enum Applied {
    Edited(Edited),
    Appended,
    Written,
    Unknown,
}

fn apply(file: &mut SociFile, change: &Change<'_>) -> Applied {
    match &change.what {
        What::Edit(edit) => Applied::Edited(file.edit(edit)),
        What::File(written) => match &written.how {
            How::Whole(Content::Known(lines)) => {
                file.write(lines);
                Applied::Written
            }
            How::Appended(Content::Known(lines)) => {
                file.append(lines);
                Applied::Appended
            }
            How::Removed => {
                file.write(&Vec::new());
                Applied::Written
            }
            _ => Applied::Unknown,
        },
    }
}

/// Says whether the parallel mode is on in what is written; true if it is not, or SOCI does not
/// start.
fn verdict(
    report: &mut NodeReportBuilder<'_>,
    file: &SociFile,
    written: Option<(usize, bool, bool)>,
    unknown: bool,
) -> bool {
    if unknown {
        told_unknown(report, file, written);
        return false;
    }
    let until = match written {
        Some((_, false, _)) => " After a reboot nodeadm's own applies again.",
        _ => "",
    };
    match file.parallel() {
        Err((line, message)) => {
            let at = line.or(written.map(|(line, ..)| line)).unwrap_or(1);
            report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::SOCI_CONFIG_BROKEN,
                Severity::Error,
                at,
                format!("after this SOCI cannot parse its configuration and does not start, so no pod starts either: {message}{until}"),
            );
            true
        }
        Ok((false, line)) => {
            let what = if matches!(written, Some((_, _, true))) {
                "SOCI's configuration is written here with its parallel mode off"
            } else {
                "this switches the parallel mode off in SOCI's configuration"
            };
            let at = line.or(written.map(|(line, ..)| line)).unwrap_or(1);
            report.diagnose(
                Some(SociStatus::Off),
                &rules::SOCI_CONFIG_WRITTEN,
                Severity::Error,
                at,
                format!("{what}: images are loaded lazily if they have an index, and one layer at a time if not.{until}"),
            );
            true
        }
        Ok((true, _)) => {
            if let Some((line, every_boot, whole)) = written {
                let what = if whole {
                    "SOCI's whole configuration is written here"
                } else {
                    "lines are appended to SOCI's configuration here"
                };
                let then = if every_boot {
                    "at every boot, after nodeadm's own"
                } else {
                    "once; nodeadm restores its own at the next boot"
                };
                report.diagnose(
                    None,
                    &rules::SOCI_CONFIG_WRITTEN,
                    if every_boot {
                        Severity::Note
                    } else {
                        Severity::Warning
                    },
                    line,
                    format!("{what}, {then}."),
                );
            }
            false
        }
    }
}

/// What can be said although something else changes the file too.
fn told_unknown(
    report: &mut NodeReportBuilder<'_>,
    file: &SociFile,
    written: Option<(usize, bool, bool)>,
) {
    let Some((line, _, false)) = written else {
        return;
    };
    if let Err((at, message)) = file.parallel() {
        report.diagnose(
            None,
            &rules::SOCI_CONFIG_BROKEN,
            Severity::Warning,
            at.unwrap_or(line),
            format!("Inferred: with these appended lines SOCI cannot parse its configuration and does not start: {message}"),
        );
    } else {
        report.diagnose(
            None,
            &rules::SOCI_CONFIG_WRITTEN,
            Severity::Warning,
            line,
            "lines are appended to SOCI's configuration here, once; nodeadm restores its own at the next boot.",
        );
    }
}

/// Whether SOCI starts with the file, with its parallel mode on.
fn is_on(file: &SociFile) -> bool {
    let starts = || {
        let values = file.values();
        values.is_ok_and(|values| !limits::are_refused(&values, limits::Reader::Soci))
    };
    matches!(file.parallel(), Ok((true, _))) && starts()
}

/// Whether the file switches the parallel mode off.
fn is_off(file: &SociFile) -> bool {
    matches!(file.parallel(), Ok((false, _)))
}

/// A drop-in of nodeadm's makes it write SOCI's configuration once more, behind the scripts.
fn reverted(report: &mut NodeReportBuilder<'_>, parts: &Parts, change: Option<usize>) {
    let drop_in = parts.drop_ins.iter().find(|drop_in| {
        matches!(
            drop_in.body,
            DropInBody::NodeConfig(_) | DropInBody::Unknown(_)
        )
    });
    if let (Some(drop_in), Some(change)) = (drop_in, change) {
        let place = report.line_words(change);
        report.diagnose(
            None,
            &rules::EDITS_REVERTED,
            Severity::Error,
            drop_in.line,
            format!("a file in /etc/eks/nodeadm.d makes nodeadm rewrite SOCI's configuration after the scripts: the changes of {place} are lost."),
        );
    }
}

/// SOCI is pointed at another file, which nodeadm never touches; true if it keeps layers.
fn elsewhere(report: &mut NodeReportBuilder<'_>, parts: &Parts, path: &str, line: usize) -> bool {
    let files = parts.files();
    let own = files.iter().copied().filter(|file| file.path == path);
    match text_of(None, own) {
        Some(FileText::Known(lines)) => {
            let mut file = SociFile::of_ami(None);
            let lines: Vec<(String, usize)> = lines
                .into_iter()
                .map(|(text, own)| (text, own.unwrap_or(line)))
                .collect();
            file.write(&lines);
            if verdict(report, &file, Some((line, true, true)), false) {
                return false;
            }
            let values = file.values().unwrap_or_default();
            limits::analyze(report, &values, "SOCI", path, None, limits::Reader::Soci);
            values
                .iter()
                .any(|(key, letters, _)| *key == "discard_unpacked_layers" && letters == "false")
        }
        _ => {
            let place = report.line_words(line);
            report.worsen(Some(SociStatus::Unknown));
            report.unread(format!(
                "{path}, which SOCI is pointed at in {place} instead of its own file"
            ));
            false
        }
    }
}
