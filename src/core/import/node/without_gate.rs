//! AL2023 without FastImagePull: SOCI installed and wired by hand, or not at all.

use super::before_start::edit_of_limits;
use super::by_hand::{self, ByHand};
use super::services::ROOT;
use super::wiring::{ENDPOINT, SOCKET, Wiring, annotations_off, of_containerd};
use super::{NodeReportBuilder, SociStatus, limits, native, services};
use crate::core::config::Al2023Version;
use crate::core::error::quoted;
use crate::core::findings::{Severity, ami, file_rules as rules};
use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::files::{Content, How, Reach};
use crate::core::import::document::user_data::shell::{Install, Script, ScriptRef};
use crate::core::import::document::user_data::soci_file::SociFile;
use crate::core::import::document::user_data::toml;
use crate::core::placeholder::holds_placeholder;
use crate::core::versions::CONTAINERD_2_KUBERNETES;
use crate::core::yaml::Node;

/// What the NodeConfigs wire, and what is wrong with containerd's configuration.
pub(super) fn wiring(report: &mut NodeReportBuilder<'_>, parts: &Parts) -> Wiring {
    let mut found = Wiring::default();
    for node in parts.merged_configs() {
        let keys = ["spec", "kubelet", "config", "imageServiceEndpoint"];
        if let Some(endpoint) = node.str_at(&keys) {
            found.endpoint = Some((endpoint.to_owned(), node.line_at(&keys)));
        }
        // A flag is stronger than the configuration.
        let flags = node.at(&["spec", "kubelet", "flags"]).map(Node::items);
        for flag in flags.unwrap_or_default() {
            let value = flag.as_str().and_then(|flag| flag.split_once('='));
            if let Some(("--image-service-endpoint", endpoint)) = value {
                found.endpoint = Some((endpoint.to_owned(), flag.line));
            }
        }
        let keys = ["spec", "containerd", "config"];
        let Some(config) = node.at(&keys) else {
            continue;
        };
        let first = node.line_at(&keys) + usize::from(config.block);
        match toml::read(config.as_str().unwrap_or_default(), first) {
            Ok(config) => of_containerd(&mut found, &config),
            Err(wrong) => report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::CONTAINERD_CONFIG_BROKEN,
                Severity::Error,
                wrong.line,
                format!("containerd's configuration is not valid TOML; nodeadm fails and the node never joins: {}", wrong.message),
            ),
        }
    }
    // A script may write the whole file itself; what nodeadm has written is gone then.
    if let Some((config, _)) = written_containerd(parts) {
        found.replace(&config);
    }
    found
}

/// containerd's own configuration.
const CONTAINERD_CONFIG: &str = "/etc/containerd/config.toml";

/// The configuration that the userData writes in place of nodeadm's, and its line.
fn written_containerd(parts: &Parts) -> Option<(Node, usize)> {
    if !parts.drop_ins.is_empty() {
        // nodeadm-run writes its own again.
        return None;
    }
    let files = parts.files();
    let file = files
        .iter()
        .rev()
        .find(|file| file.path == CONTAINERD_CONFIG)?;
    let How::Whole(Content::Known(lines)) = &file.how else {
        return None;
    };
    let text: Vec<&str> = lines.iter().map(|(text, _)| text.as_str()).collect();
    let first = lines.first().map_or(file.line, |(_, line)| *line);
    Some((toml::read(&text.join("\n"), first).ok()?, file.line))
}

/// With the gate on, containerd's whole configuration is written by somebody who leaves SOCI out.
pub(super) fn overwritten(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let Some((config, line)) = written_containerd(parts) else {
        return;
    };
    let mut found = Wiring::default();
    of_containerd(&mut found, &config);
    if found.snapshotter.is_none() && config.get("imports").is_none() {
        report.diagnose(
            Some(SociStatus::Off),
            &rules::CONTAINERD_CONFIG_WRITTEN,
            Severity::Error,
            line,
            "containerd's whole configuration is written here, after nodeadm's own and without SOCI as the snapshotter: SOCI is never used. Put your changes into the NodeConfig's containerd.config, which nodeadm merges.",
        );
    }
}

/// With the gate on, nodeadm wires SOCI itself.
pub(super) fn duplicates(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    found: &Wiring,
    version: Option<Al2023Version>,
) {
    dead(report, found);
    unwired(report, found);
    let own = found
        .endpoint
        .as_ref()
        .filter(|(endpoint, _)| endpoint == ENDPOINT);
    if let Some(line) = found.snapshotter.or(own.map(|(_, line)| *line)) {
        report.diagnose(
            None,
            &rules::GATE_AND_HAND_WIRING,
            Severity::Note,
            line,
            "with FastImagePull nodeadm writes this itself; it can be removed.",
        );
    }
    let service = services::soci(parts);
    if let Some((root, moved)) = &service.root {
        let (exports, line) = match &found.root {
            Some((exports, line)) => (exports.as_str(), Some(*line)),
            None => (ROOT, None),
        };
        let linked = parts.parts.iter().flat_map(|part| &part.effects.mounts);
        let mut linked = linked.map(|mount| mount.target.as_str());
        if exports.trim_end_matches('/') != root
            && !linked.any(|target| target == root || target == exports)
        {
            report.diagnose(
                None,
                &rules::EXPORTS_ROOT_DIFFERS,
                Severity::Warning,
                line.or(*moved).unwrap_or(1),
                format!(
                    "the kubelet watches the disk of {exports} for images, but SOCI keeps them in {root}."
                ),
            );
        }
    }
    names(report, found, version);
}

/// What the NodeConfigs say is merged over what nodeadm writes for SOCI (containerd/config.go,
/// kubelet/config.go in amazon-eks-ami), and wins.
fn unwired(report: &mut NodeReportBuilder<'_>, found: &Wiring) {
    if let Some((other, line)) = &found.other_snapshotter {
        report.diagnose(
            Some(SociStatus::Off),
            &rules::SNAPSHOTTER_NOT_SET,
            Severity::Error,
            *line,
            format!("this is merged over nodeadm's snapshotter = \"soci\", so containerd unpacks with {} and SOCI is never used, although the gate is on. Remove it.", quoted(other)),
        );
    }
    let clause = ", which nodeadm sets and this overrides";
    annotations_off(report, found, true, clause);
    if let Some((endpoint, line)) = &found.endpoint
        && endpoint != ENDPOINT
        && !holds_placeholder(endpoint)
    {
        report.diagnose(
            None,
            &rules::ENDPOINT_DIFFERS,
            Severity::Error,
            *line,
            format!("the kubelet's endpoint is not SOCI's socket, {ENDPOINT}, which nodeadm sets and this overrides: SOCI gets no credentials: private images fail, public ones work."),
        );
    }
    if let Some((address, line)) = &found.address
        && address != SOCKET
        && !holds_placeholder(address)
    {
        report.diagnose(
            None,
            &rules::ENDPOINT_DIFFERS,
            Severity::Error,
            *line,
            format!("containerd looks for SOCI here, but the AMI's SOCI listens on {SOCKET}: unless its unit changes that, no image is pulled."),
        );
    }
}

pub(super) fn dead(report: &mut NodeReportBuilder<'_>, found: &Wiring) {
    if let Some(line) = found.dead {
        report.diagnose(
            None,
            &rules::DEAD_PLUGIN_KEYS,
            Severity::Warning,
            line,
            "SOCI is a separate program with its own file: limits under containerd's plugins have no effect.",
        );
    }
}

/// containerd's version where it is 1.x: by the AMI's release and Kubernetes, or by a Kubernetes
/// whose AMIs never had another.
fn containerd_1(
    report: &NodeReportBuilder<'_>,
    version: Option<Al2023Version>,
) -> Option<&'static str> {
    let world = report.world;
    let known = match version {
        Some(Al2023Version::Pinned(date)) => world
            .catalogue
            .releases()
            .containerd(date, world.kubernetes),
        Some(Al2023Version::Latest) | None => None,
    };
    match known {
        Some(known) => Some(known).filter(|known| known.starts_with("1.")),
        None => (world.kubernetes.to_minor() < CONTAINERD_2_KUBERNETES).then_some("1.7"),
    }
}

pub(super) fn names(
    report: &mut NodeReportBuilder<'_>,
    found: &Wiring,
    version: Option<Al2023Version>,
) {
    if let (Some(_), Some(line)) = (found.version_2, found.version_3) {
        report.diagnose(
            None,
            &rules::CONTAINERD_PLUGIN_NAMES,
            Severity::Error,
            line,
            "containerd's plugin names of both configuration versions are mixed: the keys under io.containerd.grpc.v1.cri are dropped.",
        );
    } else if let Some(line) = found.version_3
        && let Some(containerd) = containerd_1(report, version)
    {
        report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::CONTAINERD_PLUGIN_NAMES,
            Severity::Error,
            line,
            format!("these nodes have containerd {containerd}, which does not have this plugin name: nodeadm fails and the node never joins."),
        );
    }
}

/// SOCI by hand, or not at all. `gate` is the line at which the gate is off.
pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    version: Option<Al2023Version>,
    gate: Option<usize>,
) {
    let found = wiring(report, parts);
    let native = native::Native::read(parts);
    dead(report, &found);
    names(report, &found, version);
    let install = parts
        .all_scripts()
        .find_map(|(_, script)| script.install.as_ref().map(|install| (script, install)));
    let edit = edit_of_limits(parts).map(|(line, _)| line);
    if found.snapshotter.is_some() {
        services::masked(report, parts);
    }
    if let Some(Reach::If(condition)) = install.map(|(_, install)| install.reach) {
        let condition = report.line_words(condition);
        report.worsen(Some(SociStatus::Unknown));
        return report.unread(format!(
            "the condition on {condition}: only if true, the install script runs"
        ));
    }
    if install.is_none() && parts.may_say_more() {
        return report.has_open_switch();
    }
    // A script by itself is a part of a userData whose gate is elsewhere.
    let is_part = gate.is_none() && by_hand::is_script_alone(report);
    if let (Some(line), None, false) = (edit, install, is_part) {
        report.diagnose(
            None,
            &rules::EDIT_WITHOUT_GATE,
            Severity::Error,
            line,
            "nodeadm writes SOCI's configuration only with the FastImagePull gate: there is no file to edit.",
        );
    }
    match (install, found.snapshotter) {
        (None, None) => {
            let line = gate.or(found.dead).or(edit).unwrap_or(1);
            let is_native = native.alone(report, version);
            let is_too_old =
                version.filter(|version| version.is_before(ami::FAST_IMAGE_PULL) && gate.is_none());
            let is_containerd = report.on.verdict == SociStatus::Containerd;
            if !is_native && is_part {
                by_hand::script_alone(report, parts);
            } else if is_native && (gate.is_none() || is_containerd) {
                report.worsen(Some(SociStatus::Containerd));
            } else if let Some(version) = is_too_old {
                report.diagnose(
                    Some(SociStatus::Off),
                    &rules::NOTHING_SWITCHES_SOCI_ON,
                    Severity::Note,
                    line,
                    format!("stock containerd pulls the images: SOCI is not configured, and AMI {version} is older than FastImagePull (v20250821)."),
                );
            } else {
                report.diagnose(
                Some(SociStatus::Off),
                if gate.is_some() { &rules::GATE_OFF } else { &rules::NOTHING_SWITCHES_SOCI_ON },
                Severity::Warning,
                line,
                if let Some(path) = gate.and_then(|gate| of_drop_in(parts, gate)) {
                    format!("{path}, which nodeadm-run merges over the userData, sets FastImagePull to false, and that wins: stock containerd pulls the images.")
                } else if gate.is_some() {
                    "the FastImagePull gate is false: stock containerd pulls the images.".to_owned()
                } else {
                    "SOCI is not switched on: no FastImagePull gate, no install script. Set featureGates.FastImagePull: true in a NodeConfig.".to_owned()
                },
            );
            }
            if let Some((_, line)) = &found.endpoint {
                report.diagnose(
                    Some(SociStatus::NeverReady),
                    &rules::ENDPOINT_WITHOUT_SOCI,
                    Severity::Error,
                    *line,
                    "the kubelet uses SOCI for images, but nothing starts SOCI: no pod starts.",
                );
            }
        }
        (None, Some(line)) => {
            report.switched_on_at(line);
            match by_hand::analyze(report, parts) {
                ByHand::Unwritten => report.diagnose(
                    Some(SociStatus::Off),
                    &rules::SNAPSHOTTER_WITHOUT_PARALLEL_MODE,
                    Severity::Error,
                    line,
                    "containerd is pointed at SOCI, but parallel mode is not switched on: without its configuration SOCI loads lazily, and only images that have an index.",
                ),
                ByHand::On | ByHand::Said => by_hand::wiring(report, parts, &found, line),
            }
            pause(report, parts, version, line);
        }
        (Some((script, install)), _) => {
            by_script(report, parts, script, install, &found, version);
        }
    }
}

/// The drop-in whose gate stands at a line.
fn of_drop_in(parts: &Parts, gate: usize) -> Option<&str> {
    let keys = ["spec", "featureGates", "FastImagePull"];
    parts
        .drop_ins
        .iter()
        .filter(|drop_in| {
            drop_in
                .node()
                .is_some_and(|node| node.at(&keys).is_some() && node.line_at(&keys) == gate)
        })
        .map(|drop_in| drop_in.path.as_str())
        .next_back()
}

fn by_script(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    script: &Script,
    install: &Install,
    found: &Wiring,
    version: Option<Al2023Version>,
) {
    report.switched_on_at(install.line);
    pause(report, parts, version, install.line);
    if install.source == ScriptRef::Main || !install.verified {
        report.diagnose(
            None,
            &rules::UNPINNED_INSTALL_SCRIPT,
            Severity::Warning,
            install.line,
            "every new node runs the current contents of this address as root, unverified; it installs SOCI 0.11.1 unless soci_version is set.",
        );
    }
    match found.snapshotter {
        None if parts.may_say_more() => report.has_open_switch(),
        None => report.diagnose(
            Some(SociStatus::Off),
            &rules::SNAPSHOTTER_NOT_SET,
            Severity::Error,
            install.line,
            "SOCI is installed, but no NodeConfig sets snapshotter = \"soci\" for containerd: it is never used.",
        ),
        Some(line) => by_hand::wiring(report, parts, found, line),
    }
    let (root, line) = script
        .variable("soci_root_dir")
        .unwrap_or((ROOT, install.line));
    if let Some((exports, exports_line)) = &found.root
        && exports != root
    {
        report.diagnose(
            None,
            &rules::EXPORTS_ROOT_DIFFERS,
            Severity::Error,
            *exports_line,
            format!("the kubelet watches the disk of {exports} for images, but SOCI keeps them in {root}."),
        );
    }
    if root.starts_with("/var/lib/containerd/") && report.has_raid0_policy() {
        report.diagnose(
            None,
            &rules::INSTALL_SCRIPT_CUSTOM_ROOT_UNDER_CONTAINERD,
            Severity::Warning,
            line,
            "SOCI starts here before the RAID0 is mounted over /var/lib/containerd: after a reboot it opens a stale copy of its data.",
        );
    }
    match SociFile::of_install(script).values() {
        Ok(values) => limits::analyze(
            report,
            &values,
            "the install script",
            "your script",
            None,
            limits::Reader::Soci,
        ),
        Err((line, message)) => report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::SOCI_CONFIG_BROKEN,
            Severity::Error,
            line.unwrap_or(install.line),
            format!("SOCI cannot parse the resulting configuration and does not start: {message}"),
        ),
    }
}

/// containerd 2.2.3 wants the pause image unpacked in SOCI, which only the gate sees to.
fn pause(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    version: Option<Al2023Version>,
    line: usize,
) {
    if let Some(line) = services::pause_import(parts) {
        return report.diagnose(
            None,
            &rules::INSTALL_SCRIPT_ON_NEW_AMI,
            Severity::Note,
            line,
            "since AMI v20260505, containerd needs the pause image unpacked in SOCI before the first pod, and nodeadm does that only with FastImagePull; this does it instead, a workaround published by users (amazon-eks-ami issue 2712).",
        );
    }
    match version {
        Some(version) if version.is_at_least(ami::CONTAINERD_2_2_3) => report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::INSTALL_SCRIPT_ON_NEW_AMI,
            Severity::Error,
            line,
            format!("since AMI v20260505, containerd needs the pause image unpacked in SOCI before the first pod; nodeadm does that only with FastImagePull, so nodes on {version} very probably never become Ready."),
        ),
        Some(_) => {}
        None => report.diagnose(
            Some(SociStatus::Unknown),
            &rules::AMI_RELEASE_UNKNOWN,
            Severity::Note,
            line,
            "the AMI release is not known; since v20260505, a hand-installed SOCI very probably leaves nodes NotReady.",
        ),
    }
}
