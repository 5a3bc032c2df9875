//! Releases: the table that the page offers, and advice that never leads from one fault to another.

use soci_configurator::core::{
    Config, EngineKind, Field, Finding, Preset, Severity, findings_of, known_values,
};
use soci_configurator::data::catalogue;

use crate::import_blueprint::import;
use crate::support::{config, set};

const AMI: &str = "cluster.al2023Version";
const BOTTLEROCKET: &str = "cluster.bottlerocketVersion";
const KUBERNETES: &str = "cluster.kubernetes";

/// Rules whose subject is a release.
const RULES: &[&str] = &[
    "ami-before-fast-image-pull",
    "ami-release-missing",
    "ami-release-unconfirmed",
    "bottlerocket-before-kubernetes-1-28",
    "bottlerocket-before-soci",
    "bottlerocket-raid0-before-soci-directory",
    "broken-ami-release",
    "install-script-on-new-ami",
    "kubernetes-newer-than-karpenter",
    "moving-ami-release",
    "raid0-before-soci-directory",
    "release-newer-than-known",
    "soci-on-ebs-before-ami-support",
];

fn of_releases(config: &Config) -> Vec<Finding> {
    let mut found = findings_of(config, catalogue());
    found.retain(|finding| RULES.contains(&finding.rule.id));
    found
}

fn versions_of_kubernetes() -> impl Iterator<Item = String> {
    (26..=36).map(|minor| format!("1.{minor}"))
}

/// Releases on both sides of every bound: of the tables, of faults, and of what SOCI needs.
const OF_AL2023: &[&str] = &[
    "latest",
    "v20240101",
    "v20240213",
    "v20250519",
    "v20250610",
    "v20250715",
    "v20250819",
    "v20250821",
    "v20250915",
    "v20251112",
    "v20251120",
    "v20251209",
    "v20251217",
    "v20260101",
    "v20260107",
    "v20260114",
    "v20260120",
    "v20260304",
    "v20260311",
    "v20260318",
    "v20260409",
    "v20260423",
    "v20260505",
    "v20260512",
    "v20260520",
    "v20260610",
    "v20260709",
    "v20260714",
    "v20260724",
    "v20260801",
    "v20260903",
    "v20260917",
    "v20260923",
    "v20260930",
    "v20261231",
];
const OF_BOTTLEROCKET: &[&str] = &[
    "latest", "1.12.0", "1.43.0", "1.44.0", "1.45.9", "1.46.0", "1.47.0", "1.51.0", "1.52.0",
    "1.57.0", "1.58.0", "1.58.1", "1.59.0", "1.60.0", "1.61.0", "1.62.0", "1.62.1", "1.63.0",
    "1.64.0", "1.65.0", "1.66.0", "1.67.0", "2.0.0",
];

#[test]
fn a_fix_never_leads_from_one_fault_to_another() {
    let mut fixes = 0;
    for preset in Preset::ALL {
        let (path, releases) = match preset.config().engine.kind {
            EngineKind::Bottlerocket => (BOTTLEROCKET, OF_BOTTLEROCKET),
            EngineKind::AutoMode => continue,
            _ => (AMI, OF_AL2023),
        };
        for kubernetes in versions_of_kubernetes() {
            for release in releases {
                let settings = [(KUBERNETES, kubernetes.as_str()), (path, *release)];
                let start = set(preset.config(), &settings);
                for finding in of_releases(&start) {
                    fixes += usize::from(finding.fix.is_some());
                    leads_to_no_fault(&finding, &start);
                }
            }
        }
    }
    assert!(fixes > 1_000, "only {fixes} fixes were tried");
}

fn leads_to_no_fault(finding: &Finding, start: &Config) {
    let place = |config: &Config| {
        format!(
            "{} at {:?}, Kubernetes {}, AMI {}, Bottlerocket {}",
            finding.rule.id,
            config.engine.kind,
            config.cluster.kubernetes,
            config.cluster.al2023_version,
            config.cluster.bottlerocket_version
        )
    };
    let Some(fix) = &finding.fix else {
        assert!(
            finding.severity != Severity::Error
                || finding.message.contains("upgrade the cluster")
                || finding.message.contains("use FastImagePull instead"),
            "{}: an error without a fix says what to change: {}",
            place(start),
            finding.message
        );
        return;
    };
    let after = start.apply(&fix.edit);
    let pins = after.cluster.al2023_version != start.cluster.al2023_version
        || after.cluster.bottlerocket_version != start.cluster.bottlerocket_version;
    for left in of_releases(&after) {
        // Another Karpenter leaves the AMI as it was.
        if !pins && left.field.path != "cluster.karpenter" {
            continue;
        }
        // Old clusters have no release whose RAID0 covers SOCI; nor does a Karpenter say so.
        let disks =
            left.rule.id.contains("raid0") || left.rule.id == "soci-on-ebs-before-ami-support";
        let karpenter = left.field.path == "cluster.karpenter";
        assert!(
            (disks || karpenter) && left.severity != Severity::Error,
            "{}: “{}” leads to {}: {}",
            place(start),
            fix.label,
            left.rule.id,
            left.message
        );
    }
}

fn texts(path: &str, settings: &[(&str, &str)]) -> Vec<(String, Option<String>)> {
    let field = Field::find(path).expect("a field");
    known_values(field, &config(settings), catalogue())
        .into_iter()
        .map(|release| (release.text, release.why_not))
        .collect()
}

#[test]
fn a_field_offers_what_exists_newest_first_with_what_speaks_against_it() {
    let found = texts(AMI, &[(KUBERNETES, "1.34")]);
    let at = |text: &str| {
        let release = found.iter().find(|(other, _)| other == text);
        release
            .unwrap_or_else(|| panic!("{text} is not supported"))
            .1
            .clone()
    };
    assert!(found.is_sorted_by(|a, b| a.0 > b.0), "{found:?}");
    assert_eq!(at("v20260923"), None);
    assert!(at("v20260930").is_some_and(|why| why.contains("for Kubernetes 1.35")));
    assert!(at("v20260505").is_some_and(|why| why.contains("never get Ready")));
    assert!(at("v20260423").is_some_and(|why| why.contains("containerd 2.2.1")));
    assert!(
        found.iter().all(|(text, _)| text != "v20260724"),
        "a tag alone is no release"
    );
    // For an old cluster the list goes on to the releases that fit.
    let old = texts(AMI, &[(KUBERNETES, "1.28")]);
    assert!(
        old.iter()
            .any(|(text, why)| text == "v20251112" && why.is_none())
    );
    let bottlerocket = texts(
        BOTTLEROCKET,
        &[(KUBERNETES, "1.36"), ("engine.kind", "bottlerocket")],
    );
    assert_eq!(bottlerocket.first(), Some(&("1.66.0".to_owned(), None)));
    assert!(
        bottlerocket
            .iter()
            .any(|(text, why)| text == "1.60.0" && why.is_some())
    );
    let karpenter = texts("cluster.karpenter", &[(KUBERNETES, "1.36")]);
    assert_eq!(karpenter.first(), Some(&("1.14".to_owned(), None)));
    assert_eq!(
        karpenter.iter().find(|(text, _)| text == "1.12"),
        Some(&(
            "1.12".to_owned(),
            Some("Karpenter 1.12 is tested up to Kubernetes 1.35".to_owned())
        ))
    );
    let kubernetes = texts(KUBERNETES, &[("cluster.karpenter", "1.12")]);
    assert_eq!(
        kubernetes.first(),
        Some(&(
            "1.36".to_owned(),
            Some("Karpenter 1.12 is tested up to Kubernetes 1.35".to_owned())
        ))
    );
    assert!(kubernetes.contains(&("1.35".to_owned(), None)));
    assert!(texts("cluster.name", &[]).is_empty());
}

#[test]
fn a_dozen_releases_that_fit_are_enough() {
    for (path, settings) in [
        (AMI, [(KUBERNETES, "1.34"), ("engine.kind", "containerd")]),
        (
            BOTTLEROCKET,
            [(KUBERNETES, "1.34"), ("engine.kind", "bottlerocket")],
        ),
    ] {
        let found = texts(path, &settings);
        let that_fit = found.iter().filter(|(_, why)| why.is_none()).count();
        assert_eq!(that_fit, 12, "{path}: {found:?}");
        assert_eq!(
            found.last().map(|(_, why)| why.is_none()),
            Some(true),
            "{path}"
        );
    }
}

#[test]
fn another_distribution_has_no_ami_that_the_engine_does_not_suit() {
    let script = ("engine.kind", "install-script");
    let of_engine = |settings: &[(&str, &str)]| {
        texts(AMI, settings)
            .into_iter()
            .filter(|(_, why)| why.as_deref() == Some("the chosen engine does not work on it"))
            .count()
    };
    assert!(of_engine(&[script, (KUBERNETES, "1.34")]) > 0);
    let other = ("engine.install.distribution", "other");
    assert_eq!(of_engine(&[script, other, (KUBERNETES, "1.34")]), 0);
}

#[test]
fn what_is_offered_as_fitting_has_no_finding() {
    for kubernetes in versions_of_kubernetes() {
        for (kind, path) in [
            ("fast-image-pull", AMI),
            ("install-script", AMI),
            ("containerd", AMI),
            ("bottlerocket", BOTTLEROCKET),
        ] {
            let settings = [("engine.kind", kind), (KUBERNETES, kubernetes.as_str())];
            for (text, why) in texts(path, &settings) {
                let all = [settings[0], settings[1], (path, text.as_str())];
                let found = of_releases(&config(&all));
                let against = |finding: &&Finding| {
                    let of_field = finding.field.path == path;
                    let of_cluster = finding.rule.id == "bottlerocket-before-kubernetes-1-28";
                    (of_field && !finding.rule.id.contains("raid0")) || of_cluster
                };
                assert_eq!(
                    found.iter().filter(against).count() == 0,
                    why.is_none(),
                    "{all:?}: {why:?} and {found:#?}"
                );
            }
        }
    }
}

#[test]
fn the_default_release_exists_for_the_default_kubernetes() {
    for preset in Preset::ALL {
        assert_eq!(of_releases(&preset.config()), Vec::new(), "{}", preset.word);
    }
}

#[test]
fn the_day_of_the_check_is_said_everywhere() {
    let sources = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/data/SOURCES.md"))
        .expect("data/SOURCES.md");
    let message = of_releases(&config(&[(AMI, "v20261231")]))
        .iter()
        .find(|finding| finding.rule.id == "release-newer-than-known")
        .expect("it is newer")
        .message
        .clone();
    let day = message
        .split("known on ")
        .nth(1)
        .and_then(|rest| rest.get(..10))
        .expect("a day");
    for table in [
        "al2023",
        "bottlerocket",
        "karpenter",
        "kubernetes",
        "known_bad",
    ] {
        let line = sources
            .lines()
            .find(|line| line.starts_with(&format!("| `{table}_releases.csv`")))
            .expect("a line for each table");
        assert!(line.contains(&format!("checked {day}")), "{line}");
    }
    for path in [AMI, BOTTLEROCKET] {
        let help = Field::find(path).expect("a field").help;
        assert!(help.contains(day), "{help}");
    }
}

fn class(terms: &str, rest: &str) -> String {
    format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: gpu}}\nspec:\n  role: node\n  amiFamily: AL2023\n  amiSelectorTerms: [{terms}]\n  subnetSelectorTerms: [{{id: subnet-0a1b2c3d}}]\n  securityGroupSelectorTerms: [{{id: sg-0a1b2c3d}}]\n{rest}"
    )
}

const GATE: &str = "  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {featureGates: {FastImagePull: true}}\n";

fn said(text: &str, rule: &str) -> Vec<String> {
    let import = import(&[text]);
    let all = import.remarks.iter().filter(|remark| remark.rule == rule);
    all.map(|remark| format!("{}: {}", remark.place.line, remark.message))
        .collect()
}

#[test]
fn the_name_of_an_ami_says_its_release() {
    for terms in [
        "{name: amazon-eks-node-al2023-x86_64-nvidia-1.34-v20260505, owner: amazon}",
        "{ssmParameter: /aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/amazon-eks-node-al2023-x86_64-standard-1.34-v20260505/image_id}",
        "{name: amazon-eks-node-al2023-x86_64-standard-1.34-v20260505}, {name: amazon-eks-node-al2023-arm64-standard-1.34-v20260505}",
    ] {
        let text = class(terms, GATE);
        let broken = said(&text, "broken-ami-release");
        assert_eq!(broken.len(), 1, "{terms}: {broken:?}");
        assert!(broken[0].starts_with("7: AMI v20260505"), "{broken:?}");
        let config = import(&[&text]).config().cloned().expect("a Config");
        assert_eq!(config.cluster.al2023_version.to_string(), "v20260505");
        assert_eq!(config.cluster.kubernetes.to_string(), "1.34");
    }
    // Terms that differ, and names that hold a placeholder, say nothing.
    for terms in [
        "{name: amazon-eks-node-al2023-x86_64-standard-1.34-v20260505}, {name: amazon-eks-node-al2023-arm64-standard-1.34-v20260512}",
        "{name: \"amazon-eks-node-al2023-x86_64-standard-1.34-${RELEASE}\"}",
        "{name: amazon-eks-node-al2023-x86_64-standard-1.34-v20260505}, {id: ami-0a1b2c3d}",
    ] {
        let text = class(terms, GATE);
        assert_eq!(
            said(&text, "broken-ami-release"),
            Vec::<String>::new(),
            "{terms}"
        );
        assert_eq!(said(&text, "ami-release-unknown").len(), 1, "{terms}");
    }
    let missing = class(
        "{name: amazon-eks-node-al2023-x86_64-standard-1.36-v20260505}",
        GATE,
    );
    assert!(
        said(&missing, "ami-release-missing")[0]
            .contains("the first AL2023 AMI for Kubernetes 1.36")
    );
}

#[test]
fn a_wildcard_takes_amis_of_other_kubernetes_versions() {
    let others = |name: &str| {
        let said = said(
            &class(&format!("{{name: \"{name}\"}}"), GATE),
            "wildcard-ami-name",
        );
        assert_eq!(said.len(), 1, "{name}: {said:?}");
        said[0].contains("AMIs for other versions than the cluster's")
    };
    assert!(others("amazon-eks-node-*-nvidia-*"));
    assert!(others("amazon-eks-node-al2023-x86_64-standard-*"));
    assert!(!others("amazon-eks-node-al2023-x86_64-standard-1.34-*"));
    assert!(!others("bottlerocket-aws-k8s-1.34-x86_64-*"));
}

#[test]
fn a_file_that_names_no_kubernetes_is_not_blamed_for_the_default() {
    // The release is of 1.28 to 1.34, and no file says which of them the cluster runs.
    let text = class("{alias: al2023@v20251112}", GATE).replace("  amiFamily: AL2023\n", "");
    assert_eq!(said(&text, "ami-release-missing"), Vec::<String>::new());
    // One that never existed is wrong for each of them.
    let text = class("{alias: al2023@v20251113}", GATE).replace("  amiFamily: AL2023\n", "");
    assert_eq!(said(&text, "ami-release-missing").len(), 1);
    let old = class("{alias: al2023@v20250519}", "").replace("  amiFamily: AL2023\n", "");
    assert_eq!(said(&old, "ami-release-missing"), Vec::<String>::new());
    assert!(said(&old, "kubernetes-assumed")[0].contains("1.33 is assumed"));
    let elsewhere = class("{alias: al2023@v20260923}", "").replace("  amiFamily: AL2023\n", "");
    assert_eq!(
        said(&elsewhere, "ami-release-unconfirmed"),
        Vec::<String>::new()
    );
}

#[test]
fn containerd_decides_on_the_names_of_its_plugins() {
    let fragment = "  userData: |\n    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec:\n      containerd:\n        config: |\n          [plugins.\"io.containerd.cri.v1.images\"]\n          discard_unpacked_layers = false\n";
    let of = |name: &str| {
        said(
            &class(&format!("{{name: {name}}}"), fragment),
            "containerd-plugin-names",
        )
    };
    let old = of("amazon-eks-node-al2023-x86_64-standard-1.33-v20251007");
    assert!(
        old.len() == 1 && old[0].contains("containerd 1.7.27"),
        "{old:?}"
    );
    assert_eq!(
        of("amazon-eks-node-al2023-x86_64-standard-1.33-v20251016"),
        Vec::<String>::new()
    );
    assert_eq!(
        of("amazon-eks-node-al2023-x86_64-standard-1.34-v20250915"),
        Vec::<String>::new()
    );
    assert_eq!(
        of("amazon-eks-node-al2023-x86_64-standard-1.29-v20260318").len(),
        1
    );
}
