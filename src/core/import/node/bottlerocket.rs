//! Bottlerocket: settings in TOML.

use super::layers::{Layer, LayerValue, flatten, settle};
use super::{NodeReportBuilder, SociStatus, bottlerocket_model, kubelet, limits, release};
use crate::core::config::{BottlerocketVersion, KarpenterVersion};
use crate::core::error::quoted;
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::ami_family::AmiFamily;
use crate::core::import::document::user_data::BOTTLEROCKET_LIMITS;
use crate::core::import::document::user_data::settings::{self, Settings};
use crate::core::import::document::user_data::shell::SOCI_KEYS;
use crate::core::import::document::user_data::{Form, MAX_BYTES, is_in_base64};
use crate::core::import::source::{SourceLocation, without_directives};
use crate::core::import::words::Words;
use crate::core::placeholder::{holds_placeholder, is_open};
use crate::core::versions::{
    BOTTLEROCKET_BINDS_SOCI, BOTTLEROCKET_CONTAINERD_2_2_KUBERNETES,
    BOTTLEROCKET_CONTAINERD_UNPACKS, BOTTLEROCKET_SOCI, KARPENTER_BINDS_SOCI,
};
use crate::core::yaml::{Node, Tree};

pub(super) fn analyze(report: &mut NodeReportBuilder<'_>, version: Option<BottlerocketVersion>) {
    report.on.verdict = SociStatus::On;
    report.step_of_karpenter(
        "keeps the settings table, overwrites its own keys in it, and drops everything else",
    );
    report.step(
        "early-boot-config",
        false,
        None,
        "reads the settings from userData, once per instance",
    );
    report.step(
        "the settings API",
        true,
        None,
        "writes containerd's, the kubelet's and SOCI's configuration from the settings",
    );
    if report.has_raid0_policy() {
        report.step("bootstrap commands", true, None, "Karpenter's own command sets the instance store up as RAID0 and binds directories to it");
    }
    report.step(
        "containerd",
        true,
        None,
        "starts with the snapshotter that the settings name, then the kubelet",
    );
    let Some(read) = read(report) else {
        return;
    };
    // Who reads a file of userData alone has named them.
    if report.documents.class.is_some() {
        for (line, what) in &read.gaps {
            let place = report.line_words(*line);
            report.unread(format!("{place}: the value of {what}"));
        }
    }
    let may_say_more = read.may_say_more();
    let settings = read.node;
    survives(report, &settings);
    let snapshotter = ["settings", "container-runtime", "snapshotter"];
    let has_soci = settings.str_at(&snapshotter) == Some("soci");
    release::analyze(report, AmiFamily::Bottlerocket(version), has_soci, None);
    values(report, &settings);
    bottlerocket_model::check(report, &settings);
    kubelet::settings(report, &settings);
    soci(report, &settings, version, may_say_more);
    around(report, &settings);
    instance_store(report, &settings, version);
}

/// The settings; nothing if there are none to read.
fn read(report: &mut NodeReportBuilder<'_>) -> Option<Settings> {
    let text = report.text.as_ref().map_or("", |text| text.text);
    match Form::detect(text) {
        Form::Mime | Form::NodeConfig if !looks_like_toml(text) => {
            report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::USER_DATA_OF_ANOTHER_OS,
                Severity::Error,
                1,
                Words::by_launcher(
                    "this is for AL2023's nodeadm and cloud-init; Bottlerocket reads only TOML, and Karpenter rejects this.",
                    "this is for AL2023's nodeadm and cloud-init; Bottlerocket reads only TOML.",
                ),
            );
            return None;
        }
        _ => {}
    }
    if text.len() > MAX_BYTES {
        return None;
    }
    match settings::read(text) {
        Ok(settings) => Some(settings),
        // With all of a template's conditions held it may be none, and they never are.
        Err(wrong) if without_directives(text).is_some() => {
            let place = report.line_words(wrong.line);
            report.unread(format!(
                "{place}: settings whose conditions are not all true at once: {}",
                wrong.message
            ));
            report.has_open_switch();
            None
        }
        Err(mut wrong) => {
            if is_in_base64(text) {
                wrong.message = "it is base64; write the text itself.".to_owned();
            }
            report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::SETTINGS_BROKEN,
                Severity::Error,
                wrong.line,
                Words::by_launcher(
                    format!(
                        "this is not valid TOML, so Karpenter launches no node: {}",
                        wrong.message
                    ),
                    format!(
                        "this is not valid TOML, so Bottlerocket gets no settings and the node does not join: {}",
                        wrong.message
                    ),
                ),
            );
            None
        }
    }
}

fn looks_like_toml(text: &str) -> bool {
    text.lines()
        .any(|line| line.trim_start().starts_with("[settings"))
}

fn survives(report: &mut NodeReportBuilder<'_>, settings: &Node) {
    for (key, _) in settings.pairs() {
        if key.text != "settings" && !holds_placeholder(&key.text) {
            report.diagnose(
                None,
                &rules::DROPPED_BY_KARPENTER,
                Severity::Warning,
                key.line,
                Words::of_karpenter(format!(
                    "Karpenter keeps only the settings table; {} is dropped.",
                    quoted(&key.text)
                )),
            );
        }
    }
    const OVERWRITTEN: [&str; 6] = [
        "api-server",
        "cluster-certificate",
        "cluster-dns-ip",
        "cluster-name",
        "max-pods",
        "node-taints",
    ];
    let kubernetes = settings.at(&["settings", "kubernetes"]);
    for (key, _) in kubernetes.map(Node::pairs).unwrap_or_default() {
        if OVERWRITTEN.contains(&key.text.as_str()) {
            report.diagnose(
                None,
                &rules::OVERRIDDEN_BY_KARPENTER,
                Severity::Warning,
                key.line,
                Words::of_karpenter(format!("Karpenter overwrites settings.kubernetes.{}; set it in the EC2NodeClass or the NodePool.", key.text)),
            );
        }
    }
}

fn values(report: &mut NodeReportBuilder<'_>, settings: &Node) {
    let mut layers = Vec::new();
    if let Some(own) = settings.get("settings") {
        layers.push(Layer {
            by: "your settings".to_owned(),
            values: flatten(own, ""),
        });
    }
    let mut karpenter = vec![LayerValue {
        key: "kubernetes.max-pods".to_owned(),
        value: "set by Karpenter".to_owned(),
        line: None,
    }];
    if report.has_raid0_policy() {
        karpenter.push(LayerValue {
            key: "bootstrap-commands.000-mount-instance-storage".to_owned(),
            value: "ephemeral-storage init and bind".to_owned(),
            line: None,
        });
    }
    layers.extend(Layer::of_karpenter(report.launcher(), karpenter));
    let text = report.text.clone();
    report.on.settings = settle(layers, |line| match &text {
        Some(text) => text.place(line),
        None => SourceLocation { file: 0, line },
    });
}

fn soci(
    report: &mut NodeReportBuilder<'_>,
    settings: &Node,
    version: Option<BottlerocketVersion>,
    may_say_more: bool,
) {
    let keys = ["settings", "container-runtime", "snapshotter"];
    let plugin = settings.at(BOTTLEROCKET_LIMITS.get(..3).unwrap_or_default());
    let is_on = settings.str_at(&keys) == Some("soci");
    let asks = is_on || plugin.is_some();
    let is_old = version.is_some_and(|version| version.is_before_minor(BOTTLEROCKET_SOCI));
    match version {
        Some(version) if is_old && asks => report.diagnose_class(
            Some(SociStatus::Off),
            &rules::BOTTLEROCKET_BEFORE_SOCI,
            Severity::Error,
            &["spec", "amiSelectorTerms"],
            format!("Bottlerocket {version} has no SOCI; 1.44.0 is the first with it."),
        ),
        Some(BottlerocketVersion::Latest) => report.diagnose_class(
            None,
            &rules::MOVING_AMI_RELEASE,
            Severity::Warning,
            &["spec", "amiSelectorTerms"],
            format!(
                "{} changes with every release, and each release replaces every node. Pin one.",
                report.moving_ami("bottlerocket@latest")
            ),
        ),
        None if asks => report.diagnose(
            Some(SociStatus::Unknown),
            &rules::AMI_RELEASE_UNKNOWN,
            Severity::Note,
            1,
            "the Bottlerocket release is not known; SOCI needs 1.44.0 or newer.",
        ),
        Some(_) | None => {}
    }
    if is_on {
        report.switched_on_at(settings.line_at(&keys));
    }
    if !is_on && (open_switch(settings).is_some() || may_say_more && settings.at(&keys).is_none()) {
        if let Some(line) = open_switch(settings) {
            let place = report.line_words(line);
            report.unread(format!(
                "{place}: parallel pull, which is still to be filled in"
            ));
        }
        return report.has_open_switch();
    }
    let is_native = native(report, settings, version, is_on);
    // Of another shape, it is refused as a whole.
    let runtime = settings.at(&["settings", "container-runtime"]);
    if runtime.is_some_and(|runtime| !matches!(runtime.tree, Tree::Mapping(_))) {
        return;
    }
    if !is_on {
        let line = match (settings.at(&keys), plugin) {
            (Some(_), _) => settings.line_at(&keys),
            (None, Some(_)) => settings.line_at(BOTTLEROCKET_LIMITS.get(..3).unwrap_or_default()),
            (None, None) => 1,
        };
        if is_native && plugin.is_none() {
            return report.worsen(Some(SociStatus::Containerd));
        }
        if let Some(version) = version.filter(|_| is_old && plugin.is_none()) {
            return report.diagnose_class(
                Some(SociStatus::Off),
                &rules::BOTTLEROCKET_BEFORE_SOCI,
                Severity::Note,
                &["spec", "amiSelectorTerms"],
                format!("stock containerd pulls the images: SOCI is not configured, and Bottlerocket {version} is older than it (1.44.0)."),
            );
        }
        let numbers = if plugin.is_some() {
            " The limits alone have no effect."
        } else {
            ""
        };
        return report.diagnose(
            Some(SociStatus::Off),
            &rules::SNAPSHOTTER_NOT_SOCI,
            if plugin.is_some() { Severity::Error } else { Severity::Warning },
            line,
            format!("settings.container-runtime.snapshotter is not soci: stock containerd pulls the images.{numbers}"),
        );
    }
    let mode = plugin.and_then(|plugin| plugin.str_at(&["pull-mode"]));
    if let Some(mode) = mode
        && mode != "parallel-pull-unpack"
        && !holds_placeholder(mode)
    {
        let line = plugin.map_or(1, |plugin| plugin.line_at(&["pull-mode"]));
        report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::PULL_MODE_UNKNOWN,
            Severity::Error,
            line,
            format!("the pull mode {} does not exist; parallel-pull-unpack is the only valid mode; any other fails the boot.", quoted(mode)),
        );
    }
    limits_of(report, settings, may_say_more);
}

/// The line of a value that decides who pulls, where a template still has to fill it in.
fn open_switch(settings: &Node) -> Option<usize> {
    let keys = ["settings", "container-runtime", "snapshotter"];
    let mut own = settings;
    for (depth, key) in keys.iter().enumerate() {
        let Some(below) = own.get(key) else { break };
        if is_open(below) {
            return Some(settings.line_at(keys.get(..=depth).unwrap_or_default()));
        }
        own = below;
    }
    let runtime = settings.at(keys.get(..2)?)?;
    let is_open = |key: &&&str| runtime.get(key).is_some_and(is_open);
    let key = NATIVE.iter().find(is_open)?;
    Some(runtime.line_at(&[key]))
}

/// Keys of containerd's own parallel pull (bottlerocket 4801, core-kit 886).
const NATIVE: [&str; 4] = [
    "max-concurrent-unpacks",
    "concurrent-download-chunk-size",
    "concurrent-layer-fetch-buffer",
    "max-concurrent-downloads",
];

/// containerd's own parallel pull; true if it is what the settings ask for.
fn native(
    report: &mut NodeReportBuilder<'_>,
    settings: &Node,
    version: Option<BottlerocketVersion>,
    has_soci: bool,
) -> bool {
    let runtime = settings.at(&["settings", "container-runtime"]);
    let said = |key: &str| {
        let runtime = runtime?;
        Some((runtime.str_at(&[key])?, runtime.line_at(&[key])))
    };
    let lines = NATIVE.iter().filter_map(|key| Some(said(key)?.1));
    let Some(line) = lines.min() else {
        return false;
    };
    let unpacks = said("max-concurrent-unpacks");
    if let Some((_, line)) = unpacks
        && version.is_some_and(|version| version.is_before_minor(BOTTLEROCKET_CONTAINERD_UNPACKS))
    {
        report.diagnose(
            Some(SociStatus::NeverReady),
            &rules::UNKNOWN_SETTING,
            Severity::Error,
            line,
            "max-concurrent-unpacks was added in Bottlerocket 1.60.0; older releases reject unknown settings, and the node does not join.",
        );
        return true;
    }
    if has_soci {
        report.diagnose(
            None,
            &rules::NATIVE_PULL_BESIDE_SOCI,
            Severity::Warning,
            line,
            "Inferred: with snapshotter soci, SOCI fetches and unpacks the layers, so containerd's own limits in settings.container-runtime have no effect; SOCI's are in settings.container-runtime-plugins.soci-snapshotter.parallel-pull-unpack.",
        );
        return true;
    }
    let chunk = said("concurrent-download-chunk-size").or(said("concurrent-layer-fetch-buffer"));
    let many = unpacks.is_some_and(|(count, _)| count.parse::<i64>().is_ok_and(|count| count > 1));
    let chunks = chunk.is_some_and(|(size, _)| !matches!(size, "0" | "unlimited"));
    if unpacks.is_none() && !chunks {
        return false;
    }
    let kubernetes = report.world.kubernetes;
    if kubernetes.to_minor() < BOTTLEROCKET_CONTAINERD_2_2_KUBERNETES {
        report.diagnose(
            Some(SociStatus::Off),
            &rules::NATIVE_PULL_NEEDS_CONTAINERD_2_2,
            Severity::Warning,
            line,
            format!("Bottlerocket's variants for Kubernetes {kubernetes} have a containerd before 2.2, which unpacks one layer at a time whatever max-concurrent-unpacks is; those for 1.{BOTTLEROCKET_CONTAINERD_2_2_KUBERNETES} and newer have 2.2, mostly."),
        );
        return true;
    }
    let does = match (chunks, many) {
        (true, true) => "layers are fetched in chunks and several are unpacked at once",
        (true, false) => "layers are fetched in chunks and unpacked one at a time",
        (false, false) => "layers are fetched whole and unpacked one at a time",
        (false, true) => "several layers are unpacked at once, each fetched whole",
    };
    report.diagnose(
        Some(SociStatus::Containerd),
        &rules::NATIVE_PARALLEL_PULL,
        Severity::Note,
        line,
        format!("containerd's own parallel pull is on, not SOCI's: {does}. It needs Bottlerocket 1.60.0 on a variant with containerd 2.2 (Kubernetes 1.33 and newer, mostly), a registry that supports range requests, and memory: it buffers chunks there, whereas SOCI uses the disk."),
    );
    true
}

fn limits_of(report: &mut NodeReportBuilder<'_>, settings: &Node, may_say_more: bool) {
    let table = settings.at(&BOTTLEROCKET_LIMITS);
    let mut values: limits::Values = Vec::new();
    let mut missing = Vec::new();
    for (key, own) in SOCI_KEYS
        .iter()
        .zip(["-1", "3", "unlimited", "-1", "1", "false"])
    {
        let name = key.replace('_', "-");
        match table.and_then(|table| table.str_at(&[&name])) {
            Some(letters) => {
                let line = table.map(|table| table.line_at(&[&name]));
                values.push((key, letters.to_owned(), line));
            }
            None if may_say_more => {}
            None => {
                missing.push(name);
                values.push((key, own.to_owned(), None));
            }
        }
    }
    let decisive = [
        "max-concurrent-downloads-per-image",
        "max-concurrent-unpacks-per-image",
        "concurrent-download-chunk-size",
    ];
    if decisive
        .iter()
        .all(|name| missing.iter().any(|own| own == name))
    {
        report.diagnose(
            None,
            &rules::LIMITS_LEFT_TO_DEFAULTS,
            Severity::Warning,
            settings.line_at(&["settings", "container-runtime", "snapshotter"]),
            "with Bottlerocket's default limits (3 whole-layer downloads, 1 unpack) SOCI gains almost nothing; set downloads, chunk size and unpacks.",
        );
    }
    limits::analyze(
        report,
        &values,
        "Bottlerocket",
        "your settings",
        None,
        limits::Reader::Bottlerocket,
    );
}

/// Mirrors, and programs that the settings run.
fn around(report: &mut NodeReportBuilder<'_>, settings: &Node) {
    let keys = ["settings", "container-registry", "mirrors"];
    let snapshotter = ["settings", "container-runtime", "snapshotter"];
    if settings.at(&keys).is_some() && settings.str_at(&snapshotter) == Some("soci") {
        report.diagnose(
            None,
            &rules::MIRROR_BYPASSED,
            Severity::Note,
            settings.line_at(&keys),
            "Inferred: SOCI's parallel mode uses only a mirror's protocol settings, not its host: layers are fetched from the registry in the image name, and fail where only the mirror is reachable.",
        );
    }
    let containers = settings.at(&["settings", "bootstrap-containers"]);
    for (key, container) in containers.map(Node::pairs).unwrap_or_default() {
        if container.str_at(&["mode"]) != Some("off") {
            let place = report.line_words(key.line);
            report.unread(format!(
                "{place}: the bootstrap container {} runs, and its effect is not known",
                key.text
            ));
        }
    }
}

fn instance_store(
    report: &mut NodeReportBuilder<'_>,
    settings: &Node,
    version: Option<BottlerocketVersion>,
) {
    let raid0 = report.has_raid0_policy();
    let commands = settings.at(&["settings", "bootstrap-commands"]);
    for (key, command) in commands.map(Node::pairs).unwrap_or_default() {
        if key.text == "000-mount-instance-storage" {
            report.diagnose(
                None,
                &rules::RESERVED_BOOTSTRAP_COMMAND,
                Severity::Error,
                key.line,
                Words::of_karpenter(
                    "000-mount-instance-storage is Karpenter's own name; use another.",
                ),
            );
        }
        let calls = command.get("commands").map(Node::items).unwrap_or_default();
        let words: Vec<(&str, usize)> = calls
            .iter()
            .flat_map(|call| call.items().iter())
            .filter_map(|word| Some((word.as_str()?, word.line)))
            .collect();
        let ephemeral = words.iter().any(|(word, _)| *word == "ephemeral-storage");
        if ephemeral && raid0 {
            let (verdict, severity, words) = match report.together_with_policy(key.line) {
                None => (Some(SociStatus::NeverReady), Severity::Error, String::new()),
                Some(words) => (None, Severity::Warning, words),
            };
            report.diagnose(
                verdict,
                &rules::EPHEMERAL_COMMAND_AND_POLICY,
                severity,
                key.line,
                format!("instanceStorePolicy: RAID0 and your own command both set up the instance store: the boot fails. Keep one of them.{words}"),
            );
        }
        if let Some((_, line)) = words
            .iter()
            .find(|(word, _)| *word == "/var/lib/soci-snapshotter-grpc")
        {
            report.diagnose(
                Some(SociStatus::NeverReady),
                &rules::BAD_BIND_DIRECTORY,
                Severity::Error,
                *line,
                "Bottlerocket binds no such directory; SOCI's is /var/lib/soci-snapshotter. A failing essential command stops the boot.",
            );
        }
    }
    let old = version.is_some_and(|version| version.is_before_minor(BOTTLEROCKET_BINDS_SOCI));
    let keys = ["settings", "container-runtime", "snapshotter"];
    let has_soci = settings.str_at(&keys) == Some("soci");
    if raid0
        && has_soci
        && (old || report.world.karpenter < KarpenterVersion::minor(KARPENTER_BINDS_SOCI))
    {
        report.diagnose_class(
            None,
            &rules::BOTTLEROCKET_RAID0_BEFORE_SOCI_DIRECTORY,
            Severity::Warning,
            &["spec", "instanceStorePolicy"],
            Words::of_karpenter("before Karpenter 1.8 or Bottlerocket 1.46.0, RAID0 does not cover SOCI's directory: images stay on /dev/xvdb."),
        );
    }
}
