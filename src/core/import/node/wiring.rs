//! How containerd and the kubelet are pointed at SOCI, by NodeConfigs or by containerd's own file.

use super::{NodeReportBuilder, SociStatus};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::soci_file::dead_plugin;
use crate::core::import::document::user_data::toml;
use crate::core::placeholder::holds_placeholder;
use crate::core::yaml::Node;

/// What SOCI listens on, in the AMIs of EKS and where nobody says otherwise.
pub(super) const SOCKET: &str = "/run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";
/// SOCI's socket, as the kubelet names it.
pub(super) const ENDPOINT: &str = "unix:///run/soci-snapshotter-grpc/soci-snapshotter-grpc.sock";
const CRI_V2: &str = "io.containerd.grpc.v1.cri";
const CRI_V3: &str = "io.containerd.cri.v1.images";

/// What NodeConfigs wire by hand, with lines.
#[derive(Default)]
pub(super) struct Wiring {
    pub(super) snapshotter: Option<usize>,
    pub(super) endpoint: Option<(String, usize)>,
    pub(super) root: Option<(String, usize)>,
    pub(super) annotations_off: Option<usize>,
    /// Another snapshotter than SOCI's.
    pub(super) other_snapshotter: Option<(String, usize)>,
    /// Where containerd looks for SOCI.
    pub(super) address: Option<(String, usize)>,
    pub(super) dead: Option<usize>,
    pub(super) version_2: Option<usize>,
    pub(super) version_3: Option<usize>,
    /// containerd is told to keep compressed layers.
    pub(super) keeps_layers: Option<usize>,
    /// Registries have mirrors in containerd's own configuration.
    pub(super) mirrors: Option<usize>,
}

/// Says that containerd keeps from SOCI what it needs; `clause` says who does, behind what must be.
pub(super) fn annotations_off(report: &mut NodeReportBuilder<'_>, found: &Wiring, clause: &str) {
    if let Some(line) = found.annotations_off {
        report.diagnose(
            Some(SociStatus::Off),
            &rules::ANNOTATIONS_OFF,
            Severity::Error,
            line,
            format!("disable_snapshot_annotations must be false{clause}: without annotations SOCI does not know which image a layer is of."),
        );
    }
}

/// The line at which NodeConfigs point containerd at SOCI.
pub(super) fn snapshotter(parts: &Parts) -> Option<usize> {
    let mut found = Wiring::default();
    for node in parts.merged_configs() {
        let keys = ["spec", "containerd", "config"];
        let Some(config) = node.at(&keys) else {
            continue;
        };
        let first = node.line_at(&keys) + usize::from(config.block);
        of_containerd(&mut found, &toml::read(config.as_str()?, first).ok()?);
    }
    found.snapshotter
}

/// What a whole configuration of containerd wires.
pub(super) fn wiring_of(config: &Node) -> Wiring {
    let mut found = Wiring::default();
    of_containerd(&mut found, config);
    found
}

pub(super) fn of_containerd(found: &mut Wiring, config: &Node) {
    found.dead = found.dead.or(dead_plugin(config));
    let version_2 = ["plugins", CRI_V2];
    let version_3 = ["plugins", CRI_V3];
    if config.at(&version_2).is_some() {
        found.version_2 = Some(config.line_at(&version_2));
    }
    if config.at(&version_3).is_some() {
        found.version_3 = Some(config.line_at(&version_3));
    }
    let plugins: [&[&str]; 2] = [&["plugins", CRI_V2, "containerd"], &["plugins", CRI_V3]];
    for plugin in plugins {
        let Some(table) = config.at(plugin) else {
            continue;
        };
        let annotations = ["disable_snapshot_annotations"];
        if table.str_at(&annotations) == Some("true") {
            found.annotations_off = Some(table.line_at(&annotations));
        }
        match table.str_at(&["snapshotter"]) {
            Some("soci") | None => {}
            Some(other) if holds_placeholder(other) => {}
            Some(other) => {
                let line = table.line_at(&["snapshotter"]);
                found.other_snapshotter = Some((other.to_owned(), line));
            }
        }
        if table.str_at(&["snapshotter"]) == Some("soci") {
            found.other_snapshotter = None;
            found.snapshotter = Some(table.line_at(&["snapshotter"]));
            if table.str_at(&["disable_snapshot_annotations"]) != Some("false") {
                found.annotations_off = Some(table.line_at(&["disable_snapshot_annotations"]));
            }
        }
    }
    for plugin in [&version_2, &version_3] {
        let Some(table) = config.at(plugin) else {
            continue;
        };
        let keys = ["containerd", "discard_unpacked_layers"];
        for keys in [&keys[..], &keys[1..]] {
            match table.str_at(keys) {
                Some("false") => found.keeps_layers = Some(table.line_at(keys)),
                Some(_) => found.keeps_layers = None,
                None => {}
            }
        }
        let keys = ["registry", "mirrors"];
        if table.at(&keys).is_some() {
            found.mirrors = Some(table.line_at(&keys));
        }
    }
    let address = ["proxy_plugins", "soci", "address"];
    if let Some(text) = config.str_at(&address) {
        found.address = Some((text.to_owned(), config.line_at(&address)));
    }
    let root = ["proxy_plugins", "soci", "exports", "root"];
    if let Some(text) = config.str_at(&root) {
        found.root = Some((text.to_owned(), config.line_at(&root)));
    }
}
