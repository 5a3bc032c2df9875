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
const RUNTIME_V3: &str = "io.containerd.cri.v1.runtime";

/// A value with its line.
type Said = Option<(String, usize)>;

/// What is said under one of the names of containerd's plugin, the later of two parts over the earlier.
#[derive(Default)]
struct Cri {
    snapshotter: Said,
    annotations: Said,
}

/// What NodeConfigs wire by hand, with lines.
#[derive(Default)]
pub(super) struct Wiring {
    pub(super) snapshotter: Option<usize>,
    pub(super) endpoint: Said,
    pub(super) root: Said,
    /// Another snapshotter than SOCI's.
    pub(super) other_snapshotter: Said,
    /// Where containerd looks for SOCI.
    pub(super) address: Said,
    /// Whether it is a whole configuration, with nothing of nodeadm's below it.
    is_whole: bool,
    v2: Cri,
    v3: Cri,
    pub(super) dead: Option<usize>,
    pub(super) version_2: Option<usize>,
    pub(super) version_3: Option<usize>,
    /// containerd is told to keep compressed layers.
    pub(super) keeps_layers: Option<usize>,
    /// Registries have mirrors in containerd's own configuration.
    pub(super) mirrors: Option<usize>,
}

impl Wiring {
    /// Takes a whole configuration that replaces what was wired before.
    pub(super) fn replace(&mut self, config: &Node) {
        (self.v2, self.v3) = (Cri::default(), Cri::default());
        self.is_whole = true;
        of_containerd(self, config);
    }

    /// What counts once all is merged: with a name of version 3 anywhere, what stands under version 2's is
    /// dropped.
    fn cri(&self) -> &Cri {
        if self.version_3.is_some() {
            &self.v3
        } else {
            &self.v2
        }
    }

    fn settle(&mut self) {
        let said = self.cri().snapshotter.clone();
        let is_soci = |(name, _): &(String, usize)| name == "soci";
        self.snapshotter = said.as_ref().filter(|own| is_soci(own)).map(|own| own.1);
        self.other_snapshotter = said.filter(|own| !is_soci(own) && !holds_placeholder(&own.0));
    }

    /// The line that keeps annotations from SOCI. `has_template` says that nodeadm's own configuration for
    /// SOCI is below, where they are on; else they are off unless somebody says otherwise.
    fn annotations_off(&self, has_template: bool) -> Option<usize> {
        match &self.cri().annotations {
            Some((value, line)) => (value != "false" && !holds_placeholder(value)).then_some(*line),
            None if has_template && !self.is_whole => None,
            None => self.snapshotter,
        }
    }
}

/// Says that containerd keeps from SOCI what it needs; `clause` says who does, behind what must be.
pub(super) fn annotations_off(
    report: &mut NodeReportBuilder<'_>,
    found: &Wiring,
    has_template: bool,
    clause: &str,
) {
    if let Some(line) = found.annotations_off(has_template) {
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
    found.replace(config);
    found
}

pub(super) fn of_containerd(found: &mut Wiring, config: &Node) {
    found.dead = found.dead.or(dead_plugin(config));
    let version_2 = ["plugins", CRI_V2];
    let version_3 = ["plugins", CRI_V3];
    if config.at(&version_2).is_some() {
        found.version_2 = Some(config.line_at(&version_2));
    }
    // nodeadm looks for either name (containerd/config.go, Version3configInNodeConfig).
    for version_3 in [version_3, ["plugins", RUNTIME_V3]] {
        if config.at(&version_3).is_some() {
            found.version_3 = Some(config.line_at(&version_3));
        }
    }
    let plugins: [(&mut Cri, &[&str]); 2] = [
        (&mut found.v2, &["plugins", CRI_V2, "containerd"]),
        (&mut found.v3, &["plugins", CRI_V3]),
    ];
    for (own, plugin) in plugins {
        let Some(table) = config.at(plugin) else {
            continue;
        };
        let said = |key: &str| Some((table.str_at(&[key])?.to_owned(), table.line_at(&[key])));
        own.snapshotter = said("snapshotter").or(own.snapshotter.take());
        own.annotations = said("disable_snapshot_annotations").or(own.annotations.take());
    }
    found.settle();
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
