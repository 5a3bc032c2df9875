//! SOCI's configuration on AL2023 with FastImagePull: what nodeadm writes, and what the userData
//! makes of it, at the first boot and after a reboot.

use super::before_start::before_start;
use super::{NodeReportBuilder, SociStatus, by_hand, limits, services, shell_blocks};
use crate::core::config::Al2023Version;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::files::{
    Content, Effects, FileText, How, Stage, WrittenFile, text_of,
};
use crate::core::import::document::user_data::shell::{Edit, SOCI_CONFIG};
use crate::core::import::document::user_data::soci_file::{Edited, SociFile};
use crate::core::import::document::user_data::{Body, DropInBody, Parts};

/// One change of the file.
enum Change<'a> {
    /// A substitution by sed.
    Edit(&'a Edit),
    File(&'a WrittenFile),
}

/// All changes in their order, each with its line and whether it is made at every boot.
fn changes<'a>(
    parts: &'a Parts,
    before_start: &'a [Effects],
) -> Vec<(Stage, usize, bool, Change<'a>)> {
    let mut all = Vec::new();
    for part in &parts.parts {
        let stage = match part.content_type.as_str() {
            "text/cloud-boothook" => Stage::Boothook,
            "text/x-shellscript-per-boot" => Stage::PerBoot,
            _ => Stage::Script,
        };
        let own = match &part.body {
            Body::Script(script) => Some((stage, script)),
            Body::NodeConfig(_) | Body::CloudConfig | Body::Ignored => None,
        };
        let commands = part.commands.iter().map(|(stage, script)| (*stage, script));
        for (stage, script) in own.into_iter().chain(commands) {
            let always = script.at_every_start.is_some();
            for edit in &script.edits {
                let change = Change::Edit(edit);
                all.push((stage, edit.line, stage.is_every_boot() || always, change));
            }
        }
        for file in &part.effects.files {
            if file.path != SOCI_CONFIG {
                continue;
            }
            let every_boot = file.stage.is_every_boot();
            match &file.how {
                How::EditedBySed(edits) if !edits.is_empty() => {
                    // Substitutions of limits are among the script's edits.
                    for edit in edits.iter().filter(|edit| !edit.is_of_limit()) {
                        all.push((file.stage, edit.line, every_boot, Change::Edit(edit)));
                    }
                }
                _ => all.push((file.stage, file.line, every_boot, Change::File(file))),
            }
        }
    }
    all.sort_by_key(|(stage, line, ..)| (*stage, *line));
    // The scripts' own readers have found those that stand in a script, as here-documents do.
    let is_known = |all: &[(Stage, usize, bool, Change<'_>)], edit: &Edit| {
        all.iter().any(|(_, _, every_boot, change)| {
            let same =
                |own: &Edit| own.pattern == edit.pattern && own.replacement == edit.replacement;
            *every_boot && matches!(change, Change::Edit(own) if same(own))
        })
    };
    for file in before_start.iter().flat_map(|effects| &effects.files) {
        if file.path != SOCI_CONFIG {
            continue;
        }
        match &file.how {
            How::EditedBySed(edits) if !edits.is_empty() => {
                for edit in edits {
                    if !is_known(&all, edit) {
                        all.push((Stage::RunCommand, edit.line, true, Change::Edit(edit)));
                    }
                }
            }
            _ => all.push((Stage::RunCommand, file.line, true, Change::File(file))),
        }
    }
    all
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
    for (.., change) in changes(parts, &at_start) {
        match apply(&mut file, &change) {
            Applied::Edited(Edited::Unknown) | Applied::Unknown => is_known = false,
            Applied::Written => is_known = not_known.is_empty(),
            Applied::Edited(Edited::Changed(_) | Edited::Nothing) | Applied::Appended => {}
        }
    }
    // What SOCI cannot read is said; the AMI's own limits are as good as any then.
    let values = file
        .values()
        .or_else(|_| SociFile::of_ami(version).values());
    values.ok().filter(|_| is_known)
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
    }
    if let Some((path, line)) = service.config.filter(|(path, _)| path != SOCI_CONFIG) {
        return elsewhere(report, parts, &path, line.unwrap_or(1));
    }
    let own = SociFile::of_ami(version);
    let (mut file, mut later) = (own.clone(), own);
    let (mut once, mut again, mut written, mut unknown) = (None, None, None, false);
    let (at_start, not_known) = before_start(parts);
    let at_start_is_known = not_known.is_empty();
    for (line, program) in not_known {
        let place = report.line_words(line);
        report.unread(format!(
            "{program}, which {place} runs before SOCI starts: whether it changes SOCI's limits"
        ));
    }
    let changes = changes(parts, &at_start);
    for (_, line, every_boot, change) in &changes {
        if *every_boot {
            apply(&mut later, change);
        }
        match (apply(&mut file, change), change) {
            (Applied::Edited(Edited::Nothing), _) => report.diagnose(
                None,
                &rules::EDIT_MATCHES_NOTHING,
                Severity::Warning,
                *line,
                "this expression matches no line of the file that nodeadm writes, and sed says nothing about that: the limit stays the AMI's own.",
            ),
            (Applied::Edited(Edited::Unknown) | Applied::Unknown, change) => {
                unknown = true;
                let what = match change {
                    Change::Edit(..) => "this expression is not understood here; what it makes of SOCI's limits is unknown.",
                    Change::File(_) => "what this makes of SOCI's configuration is not known here, so neither are its limits.",
                };
                report.diagnose(
                    Some(SociStatus::Unknown),
                    &rules::EDIT_NOT_UNDERSTOOD,
                    Severity::Note,
                    *line,
                    what,
                );
            }
            (Applied::Edited(Edited::Changed(_)), _) => {
                let place = if *every_boot { &mut again } else { &mut once };
                place.get_or_insert(*line);
            }
            (Applied::Appended, _) => {
                written = Some((*line, *every_boot, false));
            }
            (Applied::Written, _) => {
                unknown = false;
                written = Some((*line, *every_boot, true));
            }
        }
    }
    unknown |= !at_start_is_known;
    let conditional = changes
        .iter()
        .find_map(|(_, line, ..)| Some((*line, shell_blocks::condition(parts, *line)?)));
    if let Some((line, condition)) = conditional {
        let (line, condition) = (report.line_words(line), report.line_words(condition));
        report.unread(format!(
            "the condition of {condition}, under which alone {line} changes SOCI's configuration"
        ));
        // What it makes of SOCI is so on some nodes, or on none.
        if !matches!(file.parallel(), Ok((true, _))) {
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
            "a script runs once for an instance, and nodeadm writes SOCI's configuration at every boot: after a reboot the AMI's own limits hold.",
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
            "SOCI's configuration, of which {place} is not understood here"
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
            limits::analyze(
                report,
                &values,
                "the AMI",
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
    match change {
        Change::Edit(edit) => Applied::Edited(file.edit(edit)),
        Change::File(written) => match &written.how {
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
        Some((_, false, _)) => " After a reboot nodeadm has written its own again.",
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
                format!("after this SOCI cannot read its configuration and does not start, so no pod starts either: {message}{until}"),
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
                format!("{what}: images are loaded lazily if they have an index, and one layer after the other if not.{until}"),
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
                    "at every boot, behind nodeadm's own"
                } else {
                    "once; nodeadm writes its own again at the next boot"
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
            format!("Inferred: with what is appended here SOCI cannot read its configuration and does not start: {message}"),
        );
    } else {
        report.diagnose(
            None,
            &rules::SOCI_CONFIG_WRITTEN,
            Severity::Warning,
            line,
            "lines are appended to SOCI's configuration here, once; nodeadm writes its own again at the next boot.",
        );
    }
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
            format!("a file in /etc/eks/nodeadm.d makes nodeadm write SOCI's configuration once more after the scripts: what {place} does is lost."),
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
