//! SOCI's configuration where the userData writes all of it: SOCI is wired by hand, or pointed at a file of
//! its own.

use super::before_start::before_start;
use super::wiring::{ENDPOINT, Wiring, annotations_off, snapshotter};
use super::{NodeReportBuilder, SociStatus, limits, services};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::Kind;
use crate::core::import::document::user_data::files::{FileText, text_of};
use crate::core::import::document::user_data::shell::SOCI_CONFIG;
use crate::core::import::document::user_data::soci_file::SociFile;
use crate::core::import::document::user_data::{Body, Form, Parts, is_cloud_config};
use crate::core::import::source::{Launcher, NodeAmi};
use crate::core::placeholder::holds_placeholder;

/// What SOCI pulls by, where the userData writes its configuration and no gate does.
pub(super) enum ByHand {
    /// The userData writes none.
    Unwritten,
    /// Its parallel mode is on.
    On,
    /// It is off, SOCI does not start, or nobody knows; that is said.
    Said,
}

/// The configuration that the userData writes; nothing if it writes none.
fn written(parts: &Parts) -> Option<FileText> {
    let service = services::soci(parts);
    let path = service
        .config
        .map_or(SOCI_CONFIG.to_owned(), |(path, _)| path);
    let (at_start, not_known) = before_start(parts);
    let files = parts.files();
    let of_start = at_start.iter().flat_map(|effects| &effects.files);
    let own = files.iter().copied().chain(of_start);
    let text = text_of(None, own.filter(|file| file.path == path))?;
    Some(match not_known.into_iter().next() {
        Some((line, program)) => FileText::Unknown(line, format!("the result of {program}")),
        None => text,
    })
}

/// A whole file; lines of which nobody knows the place count as `first`.
fn file_of(lines: Vec<(String, Option<usize>)>, first: usize) -> SociFile {
    let lines = lines
        .into_iter()
        .map(|(text, own)| (text, own.unwrap_or(first)));
    let mut file = SociFile::of_ami(None);
    file.write(&lines.collect());
    file
}

/// The limits that are written, with the parallel mode on.
pub(super) fn limits(parts: &Parts, first: usize) -> Option<limits::Values> {
    let FileText::Known(lines) = written(parts)? else {
        return None;
    };
    let file = file_of(lines, first);
    let (is_on, _) = file.parallel().ok()?;
    file.values().ok().filter(|_| is_on)
}

/// The limits of a SOCI that is wired by hand with its parallel mode on, and the line that points
/// containerd at it.
pub(in crate::core::import) fn limits_by_hand(parts: &Parts) -> Option<(usize, limits::Values)> {
    let line = snapshotter(parts)?;
    Some((line, limits(parts, line)?))
}

/// Says that what a line makes of SOCI's configuration is not known.
fn open(report: &mut NodeReportBuilder<'_>, line: usize) -> ByHand {
    let place = report.line_words(line);
    report.unread(format!(
        "SOCI's configuration, because {place} was not understood"
    ));
    report.worsen(Some(SociStatus::Unknown));
    ByHand::Said
}

/// The line of what may write SOCI's configuration, in a way that is not followed: a program from
/// elsewhere, or commands about SOCI.
fn may_write(parts: &Parts) -> Option<usize> {
    const PROGRAMS: [&str; 5] = [
        "ansible",
        "chef-client",
        "cinc-client",
        "puppet",
        "salt-call",
    ];
    let of_effects = parts.parts.iter().flat_map(|part| &part.effects.unread);
    let unread = of_effects.map(|(line, _)| *line).next();
    let in_scripts = || {
        parts.parts.iter().find_map(|part| {
            if matches!(part.body, Body::NodeConfig(_)) {
                return None;
            }
            let is_about = |line: &str| {
                let line = line.trim_start();
                !line.starts_with('#')
                    && (line.contains("soci-snapshotter-grpc")
                        || PROGRAMS.iter().any(|program| line.starts_with(program)))
            };
            let at = part.text.lines().position(is_about)?;
            Some(part.first + at)
        })
    };
    unread.or_else(in_scripts)
}

/// Judges the configuration that the userData writes for a SOCI that is wired by hand.
pub(super) fn analyze(report: &mut NodeReportBuilder<'_>, parts: &Parts) -> ByHand {
    let lines = match written(parts) {
        None => {
            return match may_write(parts) {
                Some(line) => open(report, line),
                None => ByHand::Unwritten,
            };
        }
        Some(FileText::Known(lines)) => lines,
        Some(FileText::Unknown(line, why)) => {
            let place = report.line_words(line);
            report.unread(format!("SOCI's configuration as {place} leaves it ({why})"));
            report.worsen(Some(SociStatus::Unknown));
            return ByHand::Said;
        }
    };
    let first = lines.iter().find_map(|(_, line)| *line).unwrap_or(1);
    let file = file_of(lines, first);
    limits::unknown_keys(report, &file, first);
    if let Some(line) = file.open_line() {
        return open(report, line);
    }
    match file.parallel() {
        Err((line, message)) => {
            report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::SOCI_CONFIG_BROKEN,
                Severity::Error,
                line.unwrap_or(first),
                format!("SOCI cannot parse the configuration written here and does not start, so no pod starts either: {message}"),
            );
            ByHand::Said
        }
        Ok((false, line)) => {
            report.diagnose(
                Some(SociStatus::Off),
                &rules::SOCI_CONFIG_WRITTEN,
                Severity::Error,
                line.unwrap_or(first),
                "SOCI's configuration is written here with its parallel mode off: images are loaded lazily if they have an index, and one layer at a time if not.",
            );
            ByHand::Said
        }
        Ok((true, _)) => {
            let values = file.values().unwrap_or_default();
            limits::analyze(
                report,
                &values,
                "SOCI",
                "your script",
                None,
                limits::Reader::Soci,
            );
            ByHand::On
        }
    }
}

/// Whether a script or a file of its own tells the kubelet where to ask for images.
fn sets_endpoint(parts: &Parts) -> bool {
    parts.parts.iter().any(|part| {
        !matches!(part.body, Body::NodeConfig(_))
            && ["imageServiceEndpoint", "image-service-endpoint"]
                .iter()
                .any(|name| part.text.contains(name))
    })
}

/// What else containerd and the kubelet are told where SOCI is wired by hand, at a line.
pub(super) fn wiring(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    found: &Wiring,
    line: usize,
) {
    match &found.endpoint {
        None if parts.may_say_more() => {}
        None if sets_endpoint(parts) => {
            report.unread("imageServiceEndpoint, set for the kubelet by a script".to_owned());
        }
        None => report.diagnose(
            None,
            &rules::ENDPOINT_MISSING,
            Severity::Error,
            line,
            "imageServiceEndpoint is not set for the kubelet: SOCI gets no credentials: private images fail, public ones work.",
        ),
        Some((endpoint, _)) if holds_placeholder(endpoint) => {}
        Some((endpoint, line)) if endpoint != ENDPOINT => report.diagnose(
            None,
            &rules::ENDPOINT_DIFFERS,
            Severity::Error,
            *line,
            format!("the kubelet's endpoint is not SOCI's socket, {ENDPOINT}."),
        ),
        Some(_) => {}
    }
    annotations_off(report, found, false, "");
}

/// Whether all that is there is a script or a configuration of cloud-init, of which nobody says what node
/// runs it.
pub(super) fn is_script_alone(report: &NodeReportBuilder<'_>) -> bool {
    let text = report.text.as_ref().map_or("", |text| text.text);
    report.documents.class.is_none()
        && report.documents.bare.is_some_and(|bare| {
            let is_script = bare.kind == Kind::UserData(Form::Shell);
            (is_script || is_cloud_config(text))
                && bare.launcher == Launcher::Unknown
                && bare.ami == NodeAmi::Unknown
        })
}

/// Says of a script by itself what it cannot tell: it may be one part of a userData, an installer for
/// AL2, or a program of an operator.
pub(super) fn script_alone(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let text = report.text.as_ref().map_or("", |text| text.text);
    let is_about_soci = |line: &&str| !line.trim_start().starts_with('#') && line.contains("soci");
    let line = text.lines().position(|line| is_about_soci(&line));
    let words = match line {
        Some(_) => {
            "the script configures SOCI, but does not show whether nodes pull with it: the AMI and the rest of the containerd and kubelet configuration are not here."
        }
        None => {
            "this script does not switch SOCI on. The AMI and the rest of the nodes' configuration are not here."
        }
    };
    report.diagnose(
        Some(SociStatus::Unknown),
        &rules::NOTHING_SWITCHES_SOCI_ON,
        Severity::Note,
        line.map_or(1, |line| line + 1),
        words,
    );
    report.unread("the rest of its nodes' userData, and their AMI".to_owned());
    if let Some(text) = written(parts) {
        report.unread(match text {
            FileText::Known(_) => "what uses the SOCI it configures".to_owned(),
            FileText::Unknown(line, why) => {
                format!("SOCI's configuration as line {line} leaves it ({why})")
            }
        });
    }
}
