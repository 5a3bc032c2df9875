//! The Region of a cluster: of the files, if they say it or tell it; nothing is claimed of this tool's own
//! default.

use soci_configurator::core::{Config, Import, InputFile, Severity, read_files};
use soci_configurator::data::catalogue;

use crate::support::set;

/// Regions of several partitions and names; the first is this tool's default.
const REGIONS: [&str; 6] = [
    "us-east-1",
    "eu-west-1",
    "ap-northeast-1",
    "us-gov-west-1",
    "cn-northwest-1",
    "mx-central-1",
];

fn import_to(base: &Config, files: &[(&str, &str)]) -> Import {
    let files: Vec<InputFile> = files
        .iter()
        .map(|(name, text)| InputFile {
            name: (*name).to_owned(),
            text: (*text).to_owned(),
        })
        .collect();
    read_files(&files, base, catalogue())
}

fn import(files: &[(&str, &str)]) -> Import {
    import_to(&Config::default(), files)
}

fn pool(requirement: &str) -> String {
    format!(
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {{name: nodes}}\nspec:\n  template:\n    spec:\n      nodeClassRef: {{group: karpenter.k8s.aws, kind: EC2NodeClass, name: nodes}}\n      requirements:\n      - {{key: kubernetes.io/arch, operator: In, values: [amd64]}}\n{requirement}"
    )
}

fn class(spec: &str) -> String {
    format!(
        "apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {{name: nodes}}\nspec:\n  role: R\n  amiSelectorTerms: [{{alias: al2023@v20260930}}]\n{spec}"
    )
}

fn deployment(spec: &str) -> String {
    format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: app}}\nspec:\n  selector: {{matchLabels: {{app: app}}}}\n  template:\n    metadata: {{labels: {{app: app}}}}\n    spec:\n{spec}"
    )
}

fn zones(operator: &str, zones: &str) -> String {
    pool(&format!(
        "      - {{key: topology.kubernetes.io/zone, operator: {operator}, values: [{zones}]}}\n"
    ))
}

/// What is wrong with zones or images of other Regions.
fn claims(import: &Import) -> Vec<(&'static str, Severity)> {
    let noticed = import.noticed(catalogue());
    let about = [
        "zones-outside-region",
        "image-in-other-region",
        "unknown-region",
    ];
    let found = noticed.iter().map(|one| (one.rule.id, one.severity));
    found.filter(|(rule, _)| about.contains(rule)).collect()
}

#[track_caller]
fn check(region: &str, files: &[(&str, &str)], is_inferred: bool) {
    let import = import(files);
    let config = import.config().expect("a Config");
    assert_eq!(config.cluster.region.as_str(), region, "{files:?}");
    assert_eq!(claims(&import), [], "{files:?}");
    let is_said = import
        .remarks
        .iter()
        .any(|one| one.rule == "region-inferred");
    assert_eq!(is_said, is_inferred && region != REGIONS[0], "{files:?}");
}

#[test]
fn zones_keys_and_registries_tell_the_region_which_is_said() {
    for region in REGIONS {
        let plain = class("");
        let by_zones = |operator: &str| zones(operator, &format!("{region}a, {region}c"));
        check(region, &[("a.yaml", &by_zones("In"))], true);
        check(region, &[("a.yaml", &by_zones("NotIn"))], true);
        check(
            region,
            &[("a.yaml", &format!("{}---\n{plain}", by_zones("In")))],
            true,
        );
        check(
            region,
            &[("a.yaml", &zones("In", &format!("{region}-abc-1a")))],
            true,
        );
        // Another file's zones are of the same cluster.
        check(
            region,
            &[("a.yaml", &plain), ("b.yaml", &by_zones("In"))],
            true,
        );
        let key = class(&format!(
            "  blockDeviceMappings:\n  - deviceName: /dev/xvda\n    ebs: {{volumeSize: 80Gi, encrypted: true, kmsKeyID: \"arn:aws:kms:{region}:111122223333:key/1\"}}\n"
        ));
        check(region, &[("a.yaml", &key)], true);
        let image = deployment(&format!(
            "      containers: [{{name: a, image: \"111122223333.dkr.ecr.{region}.amazonaws.com/app:1.0\"}}]\n"
        ));
        check(region, &[("a.yaml", &image)], true);
        let selected = deployment(&format!(
            "      nodeSelector: {{topology.kubernetes.io/zone: {region}b}}\n      containers: [{{name: a, image: \"app:1.0\"}}]\n"
        ));
        check(region, &[("a.yaml", &selected)], true);
    }
}

#[test]
fn what_states_the_region_is_taken() {
    for region in REGIONS {
        let plain = format!("{}---\n{}", pool(""), class(""));
        let label = pool(&format!(
            "      - {{key: topology.kubernetes.io/region, operator: In, values: [{region}]}}\n"
        ));
        check(region, &[("a.yaml", &label)], false);
        let cluster = format!(
            "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: {{name: a, region: {region}}}\n"
        );
        check(region, &[("a.yaml", &plain), ("b.yaml", &cluster)], false);
        let plane = format!(
            "apiVersion: controlplane.cluster.x-k8s.io/v1beta2\nkind: AWSManagedControlPlane\nmetadata: {{name: a}}\nspec: {{region: {region}}}\n"
        );
        check(region, &[("a.yaml", &plain), ("b.yaml", &plane)], false);
        let provider = format!("provider \"aws\" {{ region = \"{region}\" }}\n");
        check(region, &[("a.yaml", &plain), ("b.tf", &provider)], false);
        let local = format!(
            "locals {{\n  region = \"{region}\"\n}}\nprovider \"aws\" {{\n  alias  = \"ecr\"\n  region = \"us-west-1\"\n}}\nprovider \"aws\" {{\n  region = local.region\n}}\n"
        );
        check(region, &[("a.yaml", &plain), ("b.tf", &local)], false);
    }
}

#[test]
fn what_is_stated_is_held_against_zones_and_images() {
    let eu = ("b.tf", "provider \"aws\" { region = \"eu-west-1\" }\n");
    let there = zones("In", "us-east-1a");
    let import = import(&[("a.yaml", &there), eu]);
    assert_eq!(claims(&import), [("zones-outside-region", Severity::Error)]);
    let mixed = import_to(
        &Config::default(),
        &[("a.yaml", &zones("In", "eu-west-1a, eu-west-1b, us-east-1a"))],
    );
    assert_eq!(claims(&mixed), [("zones-outside-region", Severity::Error)]);
}

#[test]
fn where_nothing_tells_it_a_region_of_ones_own_stays_and_nothing_is_claimed() {
    let plain = format!("{}---\n{}", pool(""), class(""));
    check(REGIONS[0], &[("a.yaml", &plain)], false);
    // Two clusters: neither is meant.
    let two = [
        ("b.tf", "provider \"aws\" { region = \"eu-west-1\" }\n"),
        ("c.tf", "provider \"aws\" { region = \"eu-west-2\" }\n"),
    ];
    check(REGIONS[0], &[("a.yaml", &plain), two[0], two[1]], false);
    // What a variable holds is not known.
    check(
        REGIONS[0],
        &[
            ("a.yaml", &plain),
            ("b.tf", "provider \"aws\" { region = var.region }\n"),
        ],
        false,
    );
    let own = set(Config::default(), &[("cluster.region", "eu-central-1")]);
    let import = import_to(&own, &[("a.yaml", &plain)]);
    assert_eq!(
        import.config().expect("a Config").cluster.region.as_str(),
        "eu-central-1"
    );
}
