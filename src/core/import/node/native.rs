//! containerd's own parallel pull on AL2023 (containerd 301026e, amazon-eks-ami 81fec2e8): the
//! transfer service unpacks in parallel, and each of several keys switches CRI to pulling without
//! it, with one warning in a log.

use super::{NodeReportBuilder, SociStatus};
use crate::core::config::Al2023Version;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::toml;
use crate::core::yaml::Node;

const TRANSFER: [&str; 2] = ["plugins", "io.containerd.transfer.v1.local"];
const IMAGES: [&str; 2] = ["plugins", "io.containerd.cri.v1.images"];
/// The keys that make its pull parallel.
const KEYS: [&str; 3] = [
    "max_concurrent_downloads",
    "concurrent_layer_fetch_buffer",
    "max_concurrent_unpacks",
];

/// Whether a value leaves the transfer service on.
type IsHarmless = fn(&str) -> bool;

/// Keys of CRI's images that switch the transfer service off, each with the values at which it does not
/// (containerd 301026e, CheckLocalImagePullConfigs).
const BLOCKING: [(&str, IsHarmless); 4] = [
    ("disable_snapshot_annotations", |value| value != "false"),
    ("use_local_image_pull", |value| value != "true"),
    ("image_pull_with_sync_fs", |value| value != "true"),
    ("max_concurrent_downloads", |value| value == "3"),
];

/// What NodeConfigs say of it: values with lines.
#[derive(Default)]
pub(in crate::core::import) struct Native {
    transfer: Vec<(&'static str, String, usize)>,
    /// Chunks of a pull without the transfer service.
    local_chunks: Option<usize>,
    discards: Option<(bool, usize)>,
    /// Other keys that switch the transfer service off, one line each.
    blocked: Vec<(String, usize)>,
}

impl Native {
    pub(in crate::core::import) fn read(parts: &Parts) -> Self {
        let mut found = Self::default();
        for node in parts.merged_configs() {
            let keys = ["spec", "containerd", "config"];
            let Some(config) = node.at(&keys) else {
                continue;
            };
            let first = node.line_at(&keys) + usize::from(config.block);
            if let Ok(config) = toml::read(config.as_str().unwrap_or_default(), first) {
                found.take(&config);
            }
        }
        found
    }

    /// What a whole configuration of containerd says, which nodeadm has not written.
    pub(super) fn of_whole(config: &Node) -> Self {
        let mut found = Self::default();
        found.take(config);
        // Nobody says true where it does not stand (containerd's own default is false).
        let line = found.line().unwrap_or(1);
        found.discards.get_or_insert((false, line));
        found
    }

    fn take(&mut self, config: &Node) {
        if let Some(transfer) = config.at(&TRANSFER) {
            for key in KEYS {
                if let Some(value) = transfer.str_at(&[key]) {
                    self.transfer.retain(|(own, ..)| *own != key);
                    self.transfer
                        .push((key, value.to_owned(), transfer.line_at(&[key])));
                }
            }
        }
        let Some(images) = config.at(&IMAGES) else {
            return;
        };
        let said = |key: &str| Some((images.str_at(&[key])?, images.line_at(&[key])));
        if let Some((value, line)) = said("concurrent_layer_fetch_buffer") {
            self.local_chunks = (value != "0").then_some(line);
        }
        if let Some((value, line)) = said("discard_unpacked_layers") {
            self.discards = Some((value == "true", line));
        }
        for (key, is_harmless) in BLOCKING {
            if let Some((value, line)) = said(key) {
                // What a later NodeConfig says goes before.
                self.blocked.retain(|(own, _)| !own.starts_with(key));
                if !is_harmless(value) {
                    self.blocked.push((format!("{key} = {value}"), line));
                }
            }
        }
        for key in ["mirrors", "configs", "auths"] {
            if let Some(registry) = images.get("registry")
                && let Some(hosts) = registry.get(key)
                && !hosts.pairs().is_empty()
            {
                let place = (format!("registry.{key}"), registry.line_at(&[key]));
                self.blocked.retain(|(own, _)| *own != place.0);
                self.blocked.push(place);
            }
        }
    }

    /// Whether the transfer service is what the NodeConfigs set up.
    pub(in crate::core::import) fn has_transfer(&self) -> bool {
        !self.transfer.is_empty()
    }

    /// The keys of the transfer service that are said, with their values and lines.
    pub(in crate::core::import) fn transfer(
        &self,
    ) -> impl Iterator<Item = (&'static str, &str, usize)> {
        self.transfer
            .iter()
            .map(|(key, value, line)| (*key, value.as_str(), *line))
    }

    fn line(&self) -> Option<usize> {
        self.transfer.iter().map(|(_, _, line)| *line).min()
    }

    fn number(&self, key: &str) -> Option<i64> {
        let (_, value, _) = self.transfer.iter().find(|(own, ..)| *own == key)?;
        value.parse().ok()
    }

    /// With SOCI on, all of it is dead.
    pub(super) fn beside_soci(&self, report: &mut NodeReportBuilder<'_>) {
        if let Some(line) = self.line() {
            report.diagnose(
                None,
                &rules::NATIVE_PULL_BESIDE_SOCI,
                Severity::Warning,
                line,
                "with FastImagePull containerd pulls through SOCI and without its transfer service (disable_snapshot_annotations = false): the keys of io.containerd.transfer.v1.local have no effect. Use one engine or the other, not both.",
            );
        } else if let Some(line) = self.local_chunks {
            report.diagnose(
                None,
                &rules::NATIVE_PULL_BESIDE_SOCI,
                Severity::Warning,
                line,
                "Inferred: with FastImagePull SOCI fetches the layers, so containerd's concurrent_layer_fetch_buffer has no effect.",
            );
        }
    }

    /// Without SOCI: says what it comes to; false if nothing of it is said.
    pub(super) fn alone(
        &self,
        report: &mut NodeReportBuilder<'_>,
        version: Option<Al2023Version>,
    ) -> bool {
        let Some(line) = self.line().or(self.local_chunks) else {
            return false;
        };
        if let Some(old) = old_containerd(report, version) {
            report.diagnose(
                Some(SociStatus::Off),
                &rules::NATIVE_PULL_NEEDS_CONTAINERD_2_2,
                Severity::Warning,
                line,
                format!("these nodes have containerd {old}, but its own parallel pull needs 2.2: the keys have no effect. AL2023 has 2.2 since v20260318, for Kubernetes 1.30 and newer."),
            );
            return true;
        }
        if self.line().is_none() {
            report.diagnose(
                Some(SociStatus::Off),
                &rules::NATIVE_PULL_IN_CHUNKS,
                Severity::Note,
                line,
                "containerd downloads each layer in parallel chunks, but unpacks one layer at a time: only its transfer service unpacks in parallel, and nodeadm's discard_unpacked_layers = true stops CRI from using it.",
            );
            return true;
        }
        report.switched_on_at(line);
        let mut dead = self.blocked.clone();
        match self.discards {
            Some((false, _)) => {}
            Some((true, line)) => dead.push(("discard_unpacked_layers = true".to_owned(), line)),
            None => dead.push((
                "discard_unpacked_layers = true, which nodeadm sets unless the NodeConfig sets false,"
                    .to_owned(),
                line,
            )),
        }
        for (key, line) in &dead {
            report.diagnose(
                Some(SociStatus::Off),
                &rules::NATIVE_PULL_KEYS_DEAD,
                Severity::Warning,
                *line,
                format!("{key} makes CRI pull without the transfer service, and the only sign is a warning in containerd's log: the keys of io.containerd.transfer.v1.local have no effect. containerd's own parallel pull needs discard_unpacked_layers = false under io.containerd.cri.v1.images, without the other keys that switch it off."),
            );
        }
        if !dead.is_empty() {
            return true;
        }
        let unpacks = self.number("max_concurrent_unpacks").unwrap_or(1);
        let chunks = self.number("concurrent_layer_fetch_buffer").unwrap_or(0) >= 512;
        let fetch = if chunks { "in chunks" } else { "whole" };
        let unpack = if unpacks > 1 {
            format!("{unpacks} at once are unpacked")
        } else {
            "one at a time is unpacked".to_owned()
        };
        let downloads = self.number("max_concurrent_downloads").unwrap_or(3);
        let downloads = if downloads == 1 {
            "1 download".to_owned()
        } else {
            format!("{downloads} downloads")
        };
        report.diagnose(
            Some(SociStatus::Containerd),
            &rules::NATIVE_PARALLEL_PULL,
            Severity::Note,
            line,
            format!("containerd's own parallel pull is on, not SOCI's: {downloads}, layers fetched {fetch}, and {unpack}. It needs containerd 2.2 (AL2023 v20260318 or newer, Kubernetes 1.30 or newer), buffers chunks in memory, whereas SOCI uses the disk, and keeps the compressed layers on the volume."),
        );
        true
    }
}

/// containerd's version where it is known to be older than 2.2.
fn old_containerd(
    report: &NodeReportBuilder<'_>,
    version: Option<Al2023Version>,
) -> Option<&'static str> {
    let Some(Al2023Version::Pinned(date)) = version else {
        return None;
    };
    let world = report.world;
    let known = world
        .catalogue
        .releases()
        .containerd(date, world.kubernetes)?;
    let mut parts = known
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let major = parts.next()?;
    let minor = parts.next()?;
    ((major, minor) < (2, 2)).then_some(known)
}
