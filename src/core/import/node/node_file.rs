//! A file of a node by itself: what can be said of SOCI without the userData that writes it, and what
//! cannot.

use super::native::Native;
use super::report::Half;
use super::wiring::{SOCKET, Wiring, annotations_off, wiring_of};
use super::{NodeReport, NodeReportBuilder, SociStatus, limits, without_gate};
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::diagnostic::Diagnostic;
use crate::core::import::document::user_data::soci_file::SociFile;
use crate::core::import::document::user_data::toml;
use crate::core::import::source::NodeFile;
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::Node;

/// What the AMIs do with such a file.
const OF_NODEADM: &str = "On EKS AL2023, nodeadm writes this file at every boot.";

/// What each of two files leaves to the other.
const OF_CONTAINERD: &str = "containerd's configuration, which decides whether SOCI is used";
const OF_SOCI: &str = "SOCI's own configuration, which decides whether it pulls in parallel";

/// Puts containerd's configuration and SOCI's together, where each is there once: with both, a node pulls
/// with SOCI in parallel.
pub(in crate::core::import) fn join_halves(reports: &mut [(usize, NodeReport)]) {
    let of = |half: Half| {
        reports
            .iter()
            .filter(|(_, on)| on.half == Some(half))
            .count()
    };
    if (of(Half::Asked), of(Half::Parallel)) != (1, 1) {
        return;
    }
    for (_, on) in reports.iter_mut().filter(|(_, on)| on.half.is_some()) {
        if on.verdict == SociStatus::Unknown {
            on.verdict = SociStatus::On;
        }
        on.unread
            .retain(|one| one != OF_CONTAINERD && one != OF_SOCI);
        let is_half = |reason: &Diagnostic| {
            reason.rule == &rules::NODE_FILE_ALONE && reason.severity == Severity::Note
        };
        on.reasons.retain(|reason| !is_half(reason));
    }
}

pub(super) fn analyze(report: &mut NodeReportBuilder<'_>, file: NodeFile) {
    report.on.of = file.describe().to_owned();
    report.on.system = "its own".to_owned();
    report.on.verdict = SociStatus::Unknown;
    let text = report.text.as_ref().map_or("", |text| text.text);
    match file {
        NodeFile::SociConfig => of_soci(report, text),
        NodeFile::ContainerdConfig => of_containerd(report, text),
        NodeFile::RegistryHosts => of_hosts(report, text),
        // It is left unread, and said so.
        NodeFile::SystemdUnit => {}
    }
}

fn of_soci(report: &mut NodeReportBuilder<'_>, text: &str) {
    let lines = text.lines().enumerate();
    let mut file = SociFile::of_ami(None);
    file.write(&lines.map(|(at, line)| (line.to_owned(), at + 1)).collect());
    limits::unknown_keys(report, &file, 1);
    if let Some(line) = file.open_line() {
        let place = report.line_words(line);
        return report.unread(format!("{place}, which is still to be filled in"));
    }
    let parallel = file.parallel();
    let (is_on, line) = match parallel {
        Ok(parallel) => parallel,
        Err((line, message)) => {
            return report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::SOCI_CONFIG_BROKEN,
                Severity::Error,
                line.unwrap_or(1),
                format!("SOCI cannot parse this and does not start; no pod starts where containerd unpacks with it: {message}"),
            );
        }
    };
    if !is_on {
        return report.diagnose(
            Some(SociStatus::Off),
            &rules::SOCI_CONFIG_WRITTEN,
            Severity::Error,
            line.unwrap_or(1),
            "the parallel mode is not on in this file (enable = true under [pull_modes.parallel_pull_unpack]): images are loaded lazily if they have an index, and one layer at a time if not.",
        );
    }
    report.diagnose(
        None,
        &rules::NODE_FILE_ALONE,
        Severity::Note,
        line.unwrap_or(1),
        format!("the parallel mode is on in this file. Whether SOCI pulls images depends on containerd's configuration, which is not here. {OF_NODEADM}"),
    );
    report.unread(OF_CONTAINERD.to_owned());
    report.on.half = Some(Half::Parallel);
    let values = file.values().unwrap_or_default();
    limits::analyze(
        report,
        &values,
        "SOCI",
        "this file",
        None,
        limits::Reader::Soci,
    );
}

fn of_containerd(report: &mut NodeReportBuilder<'_>, text: &str) {
    let config = match toml::read(text, 1) {
        Ok(config) => config,
        Err(wrong) => {
            return report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::CONTAINERD_CONFIG_BROKEN,
                Severity::Error,
                wrong.line,
                format!(
                    "this is not valid TOML, and containerd does not start with it: {}",
                    wrong.message
                ),
            );
        }
    };
    let found = wiring_of(&config);
    without_gate::dead(report, &found);
    without_gate::names(report, &found, None);
    if let Some(line) = found.snapshotter {
        return with_soci(report, &config, &found, line);
    }
    let native = Native::of_whole(&config);
    if native.alone(report, None) {
        if report.on.verdict != SociStatus::Off {
            report.on.verdict = SociStatus::Containerd;
        }
        return;
    }
    let (line, what) = match &found.other_snapshotter {
        Some((other, line)) => (*line, format!("with this file containerd unpacks with {}, not with SOCI.", quoted(other))),
        None => (1, "this file configures neither SOCI nor containerd's own parallel pull: unless containerd reads more, stock containerd pulls the images.".to_owned()),
    };
    report.diagnose(
        None,
        &rules::NODE_FILE_ALONE,
        Severity::Note,
        line,
        format!("{what} {OF_NODEADM}"),
    );
    report.unread(
        "the rest of containerd's configuration: imported files, and nodeadm's merges".to_owned(),
    );
}

fn with_soci(report: &mut NodeReportBuilder<'_>, config: &Node, found: &Wiring, line: usize) {
    annotations_off(report, found, false, ", and defaults to true");
    match &found.address {
        Some((address, _)) if address == SOCKET || holds_placeholder(address) => {}
        Some((_, line)) => report.diagnose(
            None,
            &rules::NODE_FILE_ALONE,
            Severity::Warning,
            *line,
            format!("containerd looks for SOCI here, but SOCI listens on {SOCKET} unless its unit changes that: then no image is pulled."),
        ),
        None => report.diagnose(
            None,
            &rules::NODE_FILE_ALONE,
            Severity::Warning,
            line,
            format!("containerd unpacks with SOCI, but this file does not set its address ([proxy_plugins.soci] with type = \"snapshot\" and address = \"{SOCKET}\"): unless an imported file does, no image is pulled."),
        ),
    }
    let imports = config.get("imports").is_some();
    report.diagnose(
        None,
        &rules::NODE_FILE_ALONE,
        Severity::Note,
        line,
        format!("with this file containerd unpacks with SOCI. Whether SOCI pulls in parallel depends on its own /etc/soci-snapshotter-grpc/config.toml, which is not here. {OF_NODEADM}"),
    );
    report.unread(OF_SOCI.to_owned());
    report.on.half = Some(Half::Asked);
    if imports {
        report.unread("the files containerd imports".to_owned());
    }
}

fn of_hosts(report: &mut NodeReportBuilder<'_>, text: &str) {
    if let Err(wrong) = toml::read(text, 1) {
        return report.diagnose(
            None,
            &rules::CONTAINERD_CONFIG_BROKEN,
            Severity::Error,
            wrong.line,
            format!(
                "this is not valid TOML, and containerd cannot pull from its registry: {}",
                wrong.message
            ),
        );
    }
    report.diagnose(
        None,
        &rules::MIRROR_BYPASSED,
        Severity::Warning,
        1,
        "Inferred: containerd resolves images through this mirror, but SOCI has its own [resolver] and ignores it. Where SOCI pulls, layers are fetched from the registry itself, and fail where only the mirror is reachable. Put the mirror's host into the image name.",
    );
    report.unread("whether these nodes pull with SOCI".to_owned());
}
