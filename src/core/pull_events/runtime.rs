//! Journals of containerd and of the SOCI snapshotter: pulls that no event tells of.

use std::collections::{BTreeMap, BTreeSet};

use super::logs::LogLine;
use super::message;
use super::{PullEvent, PullSource, UnpackedLayer};
use crate::core::units::{ByteSize, TimeSpan, grouped};

/// Most pulls that may be under way, and layers that are kept.
const MAX_LINES: usize = 10_000;

/// How messages begin with which SOCI begins a layer, as far as releases agree: `preparing snapshot
/// with parallel pull/unpack`, `preparing filesystem mount at mountpoint=…`, `fetching artifact from
/// remote` (soci-snapshotter v0.15.0, snapshot/snapshot.go, fs/parallel_artifact_fetcher.go).
const SOCI_BEGINS: [&str; 2] = ["preparing ", "fetching artifact from remote"];

/// What messages have with which SOCI is done with one: `local snapshot successfully prepared`,
/// `Layer successfully unpacked` (snapshot/snapshot.go, fs/parallel_unpacker.go).
const SOCI_ENDS: [&str; 5] = [
    "snapshot successfully prepared",
    "successfully unpacked",
    "unpacked layer",
    "layer unpacked",
    "claimed layer",
];

/// What containerd warns of when its settings keep it from its transfer service (containerd 301026e,
/// internal/cri/config/config.go): `Found 'X' in CRI config which is incompatible with transfer service
/// (…). Falling back to local image pull mode.` The first of several is named.
const LOCAL_PULL: &str = "in CRI config which is incompatible with transfer service";

/// The names in that line, and the keys that stand for them in the file.
const LOCAL_PULL_KEYS: [(&str, &str); 7] = [
    ("DisableSnapshotAnnotations", "disable_snapshot_annotations"),
    ("DiscardUnpackedLayers", "discard_unpacked_layers"),
    ("Registry.Mirrors", "registry.mirrors"),
    ("Registry.Configs", "registry.configs"),
    ("Registry.Auths", "registry.auths"),
    ("MaxConcurrentDownloads", "max_concurrent_downloads"),
    ("ImagePullWithSyncFs", "image_pull_with_sync_fs"),
];

/// What it says where the snapshotter cannot take layers out of turn (core/unpack/unpacker.go).
const SEQUENTIAL: &str = "does not support rebase capability";

/// Milliseconds without a layer after which SOCI's next line belongs to another pull.
const IDLE: i64 = 30_000;

/// What the lines so far tell.
#[derive(Default)]
pub(super) struct Journals {
    /// When containerd began to pull, by host and image.
    begun: BTreeMap<(Option<String>, String), i64>,
    /// SOCI's layers, by host.
    runs: BTreeMap<Option<String>, Run>,
    /// Pulls that are done.
    pub pulls: Vec<PullEvent>,
    /// Layers whose unpacking SOCI timed.
    pub layers: Vec<UnpackedLayer>,
    /// Keys that keep containerd from its transfer service.
    local_pull: BTreeSet<String>,
    /// Whether containerd's transfer service unpacks one layer after the other.
    is_sequential: bool,
}

/// Layers of SOCI, one close upon another.
struct Run {
    first: i64,
    last: i64,
    done: usize,
}

impl Journals {
    /// Takes a line; whether it is one of those that tell of pulls.
    pub fn add(&mut self, line: &LogLine, host: Option<&str>) -> bool {
        let message = line.message();
        if let Some(rest) = message.strip_prefix("PullImage ") {
            self.pull_image(line, rest, host);
            return true;
        }
        if let Some(rest) = message.strip_prefix("Pulled image ") {
            self.pulled_image(rest, host);
            return true;
        }
        if message.starts_with("stop pulling image") {
            return true;
        }
        self.parallel_pull(message) || self.soci(line, host)
    }

    /// Why containerd's own parallel pull is off.
    fn parallel_pull(&mut self, message: &str) -> bool {
        if message.contains(SEQUENTIAL) {
            self.is_sequential = true;
            return true;
        }
        if !message.contains(LOCAL_PULL) {
            return false;
        }
        let named = message.split('\'').nth(1).unwrap_or_default();
        let key = LOCAL_PULL_KEYS.iter().find(|(name, _)| *name == named);
        // A key that a newer containerd has is no word of ours.
        let key = key.map_or("a setting named in its log", |(_, key)| key);
        self.local_pull.insert(key.to_owned());
        true
    }

    /// Whether containerd says how it pulls, in lines that tell of no pull.
    pub fn says_how(&self) -> bool {
        self.is_sequential || !self.local_pull.is_empty()
    }

    /// What containerd says of how it pulls, in sentences.
    pub fn how(&self) -> Vec<String> {
        let mut told = Vec::new();
        if !self.local_pull.is_empty() {
            let keys: Vec<&str> = self.local_pull.iter().map(String::as_str).collect();
            told.push(format!(
                "containerd fell back to its local image pull mode because of {}: its own parallel pull is off there. With SOCI and stock containerd this is expected.",
                keys.join(" and ")
            ));
        }
        if self.is_sequential {
            told.push(
                "containerd's own parallel pull unpacks one layer at a time there: its snapshotter cannot rebase."
                    .to_owned(),
            );
        }
        told
    }

    /// `PullImage "X"`, and from containerds that write no `Pulled image` `PullImage "X" returns
    /// image reference "sha256:…"`.
    fn pull_image(&mut self, line: &LogLine, rest: &str, host: Option<&str>) {
        let Some((image, after)) = message::image(rest) else {
            return;
        };
        let key = (host.map(str::to_owned), image);
        let Some(time) = line.time() else { return };
        if after.trim().is_empty() {
            if self.begun.len() < MAX_LINES {
                self.begun.insert(key, time);
            }
        } else if let Some(start) = self.begun.remove(&key)
            && after.trim_start().starts_with("returns image reference")
        {
            let (host, image) = key;
            self.push(PullEvent {
                pod: None,
                node: host,
                image,
                pull: span(time - start),
                with_waiting: None,
                size: None,
                source: PullSource::Containerd,
            });
        }
    }

    /// `Pulled image "X" with image id "…", …, size "N" in 1m10.1s` (containerd v2.2,
    /// internal/cri/server/images/image_pull.go).
    fn pulled_image(&mut self, rest: &str, host: Option<&str>) {
        let read = || {
            let (image, after) = message::image(rest)?;
            let (before, time) = after.rsplit_once(" in ")?;
            let (pull, _) = message::duration(time.trim())?;
            let size = before
                .rsplit_once("size \"")
                .and_then(|(_, size)| size.split('"').next()?.parse::<ByteSize>().ok());
            Some((image, pull, size))
        };
        let Some((image, pull, size)) = read() else {
            return;
        };
        self.begun.remove(&(host.map(str::to_owned), image.clone()));
        self.push(PullEvent {
            pod: None,
            node: host.map(str::to_owned),
            image,
            pull,
            with_waiting: None,
            size,
            source: PullSource::Containerd,
        });
    }

    fn soci(&mut self, line: &LogLine, host: Option<&str>) -> bool {
        let message = line.message().to_ascii_lowercase();
        let ends = SOCI_ENDS.iter().any(|end| message.contains(end));
        let begins = SOCI_BEGINS.iter().any(|begin| message.starts_with(begin));
        if !ends && !begins {
            return false;
        }
        let took = line
            .field("latency_ms")
            .and_then(|text| text.parse::<i64>().ok())
            .filter(|milliseconds| *milliseconds >= 0);
        if let Some(took) = took.filter(|_| ends && self.layers.len() < MAX_LINES) {
            let name = |field: &str| line.field(field).map(str::to_owned);
            self.layers.push(UnpackedLayer {
                digest: name("digest").or_else(|| name("layer")),
                size: line.field("size").and_then(|size| size.parse().ok()),
                unpack: span(took),
            });
        }
        let Some(time) = line.time() else { return true };
        let from = time.saturating_sub(took.unwrap_or(0));
        let key = host.map(str::to_owned);
        let stale = self
            .runs
            .get(&key)
            .is_some_and(|run| begins && run.done > 0 && time.saturating_sub(run.last) > IDLE);
        if stale && let Some(run) = self.runs.remove(&key) {
            self.close(key.clone(), &run);
        }
        if self.runs.len() >= MAX_LINES {
            return true;
        }
        let run = self.runs.entry(key).or_insert(Run {
            first: from,
            last: from,
            done: 0,
        });
        run.first = run.first.min(from);
        if ends {
            run.last = run.last.max(time);
            run.done += 1;
        }
        true
    }

    fn close(&mut self, node: Option<String>, run: &Run) {
        if run.done > 0 && run.last > run.first {
            self.push(PullEvent {
                pod: None,
                node,
                image: "unknown".to_owned(),
                pull: span(run.last - run.first),
                with_waiting: None,
                size: None,
                source: PullSource::Soci,
            });
        }
    }

    fn push(&mut self, pull: PullEvent) {
        if self.pulls.len() < MAX_LINES {
            self.pulls.push(pull);
        }
    }

    /// Ends what is under way; sentences on what the journals tell besides pulls.
    pub fn finish(&mut self) -> Vec<String> {
        for (node, run) in std::mem::take(&mut self.runs) {
            self.close(node, &run);
        }
        let mut notes = self.how();
        if self.pulls.iter().any(|pull| !pull.names_image()) {
            notes.push(
                "SOCI's log does not name images; containerd's “Pulled image” line of the same minute does."
                    .to_owned(),
            );
        }
        match self.begun.len() {
            0 => {}
            1 => notes.push("containerd started one pull without an end in this log.".to_owned()),
            many => notes.push(format!(
                "containerd started {} pulls without an end in this log.",
                grouped(many as u64)
            )),
        }
        if let Some(slowest) = self.layers.iter().max_by_key(|layer| layer.unpack) {
            let size = slowest.size.map_or(String::new(), |size| {
                format!(" ({} compressed)", size.rounded())
            });
            notes.push(format!(
                "SOCI's log has unpacking times for {}; the longest took {}{size}.",
                match self.layers.len() {
                    1 => "one layer".to_owned(),
                    many => format!("{} layers", grouped(many as u64)),
                },
                slowest.unpack,
            ));
        }
        notes
    }
}

/// A span of milliseconds, from 0 to the longest there is.
fn span(milliseconds: i64) -> TimeSpan {
    let bounded = milliseconds.clamp(0, i64::from(TimeSpan::MAX));
    TimeSpan::from_millis(u32::try_from(bounded).unwrap_or(TimeSpan::MAX))
}
