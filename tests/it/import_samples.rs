//! All samples of this repository: judged the same as files and as a Config.

use std::collections::BTreeSet;

use soci_configurator::core::{Config, InputFile, Severity, evaluate, read_files, read_own_files};
use soci_configurator::data::catalogue;

use crate::import_account::{CLASS, OF_WRITING, POOL, of_config, of_file};
use crate::import_blueprint::import;

/// Rules about what a file alone leaves open, and the documents that a Config adds say: which types a
/// pool admits, which release a class takes.
const OF_OPEN: [&str; 2] = ["ami-release-unknown", "gate-floor"];

/// Every sample that one set comes of: the same rules as files and as the Config of that set.
#[test]
fn every_sample_has_the_same_findings_as_files_and_as_a_config() {
    let mut compared = 0;
    let mut different = Vec::new();
    for folder in ["tests/it/cases", "tests/it/forms"] {
        let entries = std::fs::read_dir(folder).expect("the folder is there");
        let mut paths: Vec<_> = entries.map(|one| one.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            let name = path.display().to_string();
            let file = InputFile {
                text: std::fs::read_to_string(&path).expect("a text"),
                name: name.clone(),
            };
            let mut base = Config::default();
            base.image.compressed_size = None;
            let found = read_files(&[file], &base, catalogue());
            let [set] = found.sets.as_slice() else {
                continue;
            };
            let mut files = of_file(&found, catalogue());
            let mut own = of_config(&set.config, catalogue());
            for rule in OF_WRITING {
                files.remove(rule);
                own.remove(rule);
            }
            compared += 1;
            let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
                let rules: Vec<_> = one.difference(other).cloned().collect();
                rules.join(" ")
            };
            let has = |kind: &str| {
                found
                    .recognised
                    .iter()
                    .any(|one| one.taken && one.kind == kind)
            };
            let is_whole = has("NodePool") && (has("EC2NodeClass") || has("NodeClass"));
            if !is_whole {
                // What a Config adds may have findings of its own.
                files.retain(|rule| !OF_OPEN.contains(&rule.as_str()));
                own.retain(|rule| files.contains(rule));
            }
            if files != own {
                let (left, right) = (only(&files, &own), only(&own, &files));
                different.push(format!(
                    "{name}: files alone: {left}; Config alone: {right}"
                ));
            }
        }
    }
    assert!(compared > 30, "{compared}");
    assert!(different.is_empty(), "{different:#?}");
}

/// Bottlerocket without SOCI pulls as stock containerd does, and stays Bottlerocket.
#[test]
fn bottlerocket_without_soci_stays_bottlerocket() {
    let class = CLASS.replace("al2023@v20260714", "bottlerocket@1.52.0").replace(
        "    apiVersion: node.eks.aws/v1alpha1\n    kind: NodeConfig\n    spec: {featureGates: {FastImagePull: true}}\n",
        "    [settings.kubernetes]\n    max-pods = 58\n",
    );
    let settings = "[settings.kubernetes]\nmax-pods = 58\n";
    for (texts, kind) in [
        (vec![class.as_str(), POOL], "containerd"),
        (vec![settings], "bottlerocket"),
    ] {
        let found = import(&texts);
        let set = found.first().expect("a set");
        assert_eq!(set.config.engine.kind.as_str(), kind);
        let written = read_own_files(&set.config, catalogue());
        let system = &written.on_nodes.first().expect("nodes").system;
        assert!(system.starts_with("Bottlerocket"), "{system}");
        let advised = found.recommended(set, catalogue());
        let advised = read_own_files(&advised, catalogue());
        let on = advised.on_nodes.first().expect("nodes");
        assert!(on.system.starts_with("Bottlerocket"), "{}", on.system);
        assert_eq!(on.verdict.describe(), "SOCI parallel pull is on");
    }
}

/// No object is without a name, so advice does not leave one out as the file did.
#[test]
fn advice_on_a_class_without_a_name_has_one() {
    for metadata in ["", "metadata: {}\n", "metadata: {labels: {team: a}}\n"] {
        let text = format!(
            "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\n{metadata}spec:\n  role: r\n  amiSelectorTerms: [{{alias: al2023@latest}}]\n  subnetSelectorTerms: [{{id: subnet-0a1b2c3d}}]\n  securityGroupSelectorTerms: [{{id: sg-0a1b2c3d}}]\n"
        );
        let file = InputFile {
            name: "class.yaml".to_owned(),
            text,
        };
        let import = read_files(&[file], &Config::default(), catalogue());
        let advised = import.recommended(&import.sets[0], catalogue());
        let errors: Vec<_> = evaluate(&advised, catalogue())
            .findings
            .into_iter()
            .filter(|finding| finding.severity == Severity::Error)
            .map(|finding| finding.message)
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{metadata}");
        let written = evaluate(&advised, catalogue()).bundle.manifests();
        // Stock containerd alone has this name.
        assert!(
            written.contains("\n  name: non-soci-snapshotter\n"),
            "{written}"
        );
    }
}
