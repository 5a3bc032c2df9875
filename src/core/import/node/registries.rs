//! What is between SOCI and the registry on AL2023: proxies, mirrors, peer-to-peer distribution.
//! SOCI fetches layers itself, in a process of its own.

use super::wiring::Wiring;
use super::{NodeReportBuilder, services};
use crate::core::findings::{Severity, file_rules as rules};
use crate::core::import::document::user_data::Parts;
use crate::core::import::document::user_data::files::{Content, How, Lines, Unit, WrittenFile};
use crate::core::yaml::Node;

pub(super) fn analyze(
    report: &mut NodeReportBuilder<'_>,
    parts: &Parts,
    found: &Wiring,
    soci_keeps: bool,
) {
    proxies(report, parts);
    mirrors(report, parts, found);
    if let Some(line) = found.keeps_layers
        && !soci_keeps
    {
        report.diagnose(
            None,
            &rules::LAYERS_DISCARDED_ALL_THE_SAME,
            Severity::Warning,
            line,
            "Inferred: containerd can keep only the layers SOCI passes on, and SOCI's own discard_unpacked_layers is true, so no compressed layer stays on the node: a peer-to-peer mirror such as Spegel, which serves layers from containerd's store, has nothing to serve. Set SOCI's to false as well, at the cost of that disk space.",
        );
    }
}

/// The line that gives a service a proxy.
fn proxy_of(parts: &Parts, files: &[&WrittenFile], service: &str) -> Option<usize> {
    let unit = Unit::read(&format!("{service}.service"), None, files);
    let in_unit = unit
        .environment
        .iter()
        .find(|(name, ..)| is_proxy(name))
        .map(|(_, _, line)| line.unwrap_or(1));
    let in_file = || {
        unit.environment_files.iter().find_map(|(path, line)| {
            let named = path.to_ascii_lowercase().contains("proxy");
            (named || says_proxy(files, path).is_some()).then(|| line.unwrap_or(1))
        })
    };
    let in_config = || of_environment(services::environment(parts, service));
    in_unit.or_else(in_file).or_else(in_config)
}

fn of_environment<'a>(nodes: impl Iterator<Item = &'a Node>) -> Option<usize> {
    nodes
        .flat_map(|node| node.pairs())
        .find(|(key, _)| is_proxy(&key.text))
        .map(|(key, _)| key.line)
}

fn is_proxy(name: &str) -> bool {
    matches!(
        name.to_ascii_lowercase().as_str(),
        "http_proxy" | "https_proxy" | "all_proxy"
    )
}

fn lines_of(file: &WrittenFile) -> Option<&Lines> {
    match &file.how {
        How::Whole(Content::Known(lines)) | How::Appended(Content::Known(lines)) => Some(lines),
        _ => None,
    }
}

/// The line of a file that sets a proxy.
fn says_proxy(files: &[&WrittenFile], path: &str) -> Option<usize> {
    files
        .iter()
        .filter(|file| file.path == path)
        .filter_map(|file| lines_of(file))
        .flatten()
        .find(|(text, _)| {
            let name = text.trim().trim_start_matches("export ").split('=').next();
            name.is_some_and(is_proxy) && text.contains('=')
        })
        .map(|(_, line)| *line)
}

/// Whether every service has a proxy.
fn for_all(parts: &Parts, files: &[&WrittenFile]) -> bool {
    let by_config = of_environment(services::environment(parts, "default")).is_some();
    let by_manager = files.iter().any(|file| {
        file.path.starts_with("/etc/systemd/system.conf")
            && lines_of(file).into_iter().flatten().any(|(text, _)| {
                text.contains("DefaultEnvironment") && text.to_ascii_lowercase().contains("_proxy=")
            })
    });
    let by_call = parts
        .parts
        .iter()
        .flat_map(|part| &part.effects.calls)
        .any(|call| {
            let has = |word: &str| call.words.iter().any(|own| own == word);
            (has("set-environment") || has("import-environment"))
                && call
                    .words
                    .iter()
                    .any(|word| is_proxy(word.split('=').next().unwrap_or_default()))
        });
    by_config || by_manager || by_call
}

const NO_PROXY: &str = "Set NO_PROXY for 169.254.169.254, the cluster's own ranges and hosts behind VPC endpoints, such as ECR and S3.";

fn proxies(report: &mut NodeReportBuilder<'_>, parts: &Parts) {
    let files = parts.files();
    if for_all(parts, &files) || proxy_of(parts, &files, "soci-snapshotter").is_some() {
        return;
    }
    let given = ["containerd", "kubelet"]
        .into_iter()
        .find_map(|service| Some((service, proxy_of(parts, &files, service)?)));
    if let Some((service, line)) = given {
        return report.diagnose(
            None,
            &rules::PROXY_NOT_FOR_SOCI,
            Severity::Warning,
            line,
            format!("{service} gets a proxy here, but soci-snapshotter.service does not: SOCI fetches the layers itself, so it bypasses the proxy, or fails where the proxy is the only way out. Set the same variables for soci-snapshotter.service. {NO_PROXY}"),
        );
    }
    let of_logins = [
        "/etc/environment",
        "/etc/profile.d/proxy.sh",
        "/etc/profile",
    ]
    .into_iter()
    .find_map(|path| says_proxy(&files, path));
    if let Some(line) = of_logins {
        report.diagnose(
            None,
            &rules::PROXY_NOT_FOR_SOCI,
            Severity::Warning,
            line,
            format!("logins read this file, systemd services do not: containerd, the kubelet and SOCI get no proxy from it. Use drop-ins for containerd.service, kubelet.service and soci-snapshotter.service. {NO_PROXY}"),
        );
    }
}

fn mirrors(report: &mut NodeReportBuilder<'_>, parts: &Parts, found: &Wiring) {
    let files = parts.files();
    let resolves = files.iter().any(|file| {
        file.path.starts_with("/etc/soci-snapshotter-grpc/")
            && lines_of(file)
                .into_iter()
                .flatten()
                .any(|(text, _)| text.trim_start().starts_with("[resolver"))
    });
    let certs = files.iter().find(|file| {
        let path = &file.path;
        (path.starts_with("/etc/containerd/certs.d/") || path.starts_with("/etc/docker/certs.d/"))
            && path.ends_with("/hosts.toml")
            && file.how != How::Removed
    });
    let line = certs.map(|file| file.line).or(found.mirrors);
    let Some(line) = line.filter(|_| !resolves) else {
        return;
    };
    let of = certs
        .and_then(|file| file.path.split('/').nth_back(1))
        .filter(|registry| *registry != "_default")
        .unwrap_or("the registry in the image name");
    report.diagnose(
        None,
        &rules::MIRROR_BYPASSED,
        Severity::Warning,
        line,
        format!("Inferred: containerd resolves images through this mirror, but SOCI has its own [resolver] and ignores it: layers are fetched from {of} itself, and fail where only the mirror is reachable. Put the mirror's host into the image name."),
    );
}
