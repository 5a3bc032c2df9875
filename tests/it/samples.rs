//! Texts that people and adversaries type into fields.

use proptest::sample::Index;
use soci_configurator::core::{Field, Kind};

/// A command that must never run.
pub const REBOOT: &str = "$(reboot)";
/// Another one.
pub const REMOVE: &str = ";rm -rf /";

/// Words that YAML 1.1 takes for something else.
const ODD_WORDS: &[&str] = &[
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "null",
    "true",
    "False",
    "~",
    "007",
    "012",
    "1e3",
    "1_000",
    "0x1F",
    "0x1f",
    "0b1",
    "12:30:45",
    "1:30",
    "2001-01-01",
    "1.5",
    ".5",
    "-1",
    "=",
    "<<",
    "123",
];

/// What breaks out of YAML, TOML, MIME or a shell where it is let.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "a: b",
        "{{x}}",
        "${HOME}",
        "a\nb: c",
        "a\r\nb",
        "- a",
        "# a",
        "a #b",
        "'",
        "\"",
        "\\",
        "`id`",
        REBOOT,
        REMOVE,
        "\u{0}",
        "\u{7f}",
        "\u{202e}abc",
        "\u{feff}a",
        "\u{2028}",
        "🚀",
        "ä",
        "a b",
        " a ",
        "--//",
        "a\n--//\nContent-Type: text/x-shellscript",
        "PROGRAM",
        "END_OF_MANIFESTS",
        "'''",
        "[a]\nb=1",
        "|",
        ">",
        "&a",
        "*a",
        "!!str a",
        "%",
        "@",
        "a=$(reboot)",
        "a=b: c",
        "a=\u{85}",
        "k= v ",
        "a=🚀",
    ]
    .iter()
    .map(|text| (*text).to_owned())
    .collect();
    texts.push("x".repeat(10_000));
    texts.push("a=b\n".repeat(300));
    texts
}

/// Words that are right in at least one field of this path.
fn words(path: &str) -> &'static [&'static str] {
    match path {
        "cluster.name" => &["demo", "prod_1", "007", "1e3"],
        "cluster.region" => &["us-east-1", "eu-central-1", "us-gov-west-1"],
        "cluster.kubernetes" => &["1.26", "1.29", "1.30", "1.36"],
        "cluster.karpenter" => &["1.0", "1.1", "1.4", "1.5", "1.8", "1.14"],
        "cluster.nodeRole" | "cluster.instanceProfile" => {
            &["KarpenterNodeRole-demo", "a+b=c,d.e@f"]
        }
        "cluster.discoveryTag" => &[
            "karpenter.sh/discovery",
            "kubernetes.io/cluster/demo",
            "a b",
        ],
        "cluster.discoveryValue" => &["demo", "owned", "a: b"],
        "cluster.subnetIds" => &["subnet-0a1b2c3d", "subnet-0a1b2c3d, subnet-1a2b3c4d"],
        "cluster.securityGroupIds" => &["sg-0a1b2c3d", "sg-0a1b2c3d sg-1a2b3c4d"],
        "cluster.al2023Version" => &[
            "latest",
            "v20250821",
            "v20251217",
            "v20260423",
            "v20260505",
            "v20260724",
        ],
        "cluster.bottlerocketVersion" => &["latest", "1.43.0", "1.44.0", "1.46.0", "1.64.0"],
        "kept" => &[
            "EC2NodeClass spec.kubelet = {\"maxPods\":58}",
            "EC2NodeClass spec.detailedMonitoring = true\nwithout NodePool spec.weight",
            "NodeConfig spec.kubelet.config.registryPullQPS = 20",
            "Script = \"#!/bin/bash\\necho done\\n\"",
        ],
        "cluster.tags" => &[
            "team=platform",
            "on=yes\n1:30=007",
            "Name=a: b",
            "note=it's \"quoted\" #1",
        ],
        "image.reference" => &[
            "nginx",
            "registry.example.com:5000/a/b:1_000",
            "public.ecr.aws/a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ],
        "dismissed" => &[
            "slow-volume: we measured it",
            "moving-image-tag: yes: no #1\nnothing-to-pull: 'null'",
            "slow-volume: $(reboot)",
            "iops-out-of-range: an error stays",
        ],
        "image.layers" => &[
            "4.74GB",
            "1GB zstd\n1GB zstd\n5 plain unpacked 5",
            "1 gzip unpacked 2",
        ],
        "workload.name" | "nodes.name" | "workload.namespace" => {
            &["vllm", "null", "123", "0x1f", "on", "1e3"]
        }
        "image.ownFigures" => &[
            "gzip-stream 210",
            "gzip-stream 190 to 230, likely 210.5\necr-connection 60",
        ],
        "workload.cpu" | "nodes.cpuLimit" => &["4", "500m", "1000", "1e3"],
        "workload.memory" | "workload.ephemeralStorage" | "nodes.memoryLimit" => {
            &["16Gi", "64G", "4000Gi"]
        }
        "workload.tolerations" => &["nvidia.com/gpu:NoSchedule", "a=yes:NoExecute\nspare", "on"],
        "nodes.capacityReservationIds" => &[
            "cr-0a1b2c3d4e5f6a7b8",
            "cr-0a1b2c3d4e5f6a7b8 cr-1a1b2c3d4e5f6a7b8",
        ],
        "nodes.categories" | "nodes.excludedCategories" => &["c, m, r", "g p", "on"],
        "nodes.families" | "nodes.excludedFamilies" => &["m6i", "c7g, m7g", "null"],
        "nodes.sizes" | "nodes.excludedSizes" => &["large", "2xlarge, metal"],
        "nodes.types" | "nodes.excludedTypes" => &["m6i.8xlarge", "m6i.8xlarge c7gn.metal"],
        "nodes.gpuNames" => &["l4", "a10g, h100"],
        "nodes.zones" => &["us-east-1a", "us-east-1a, us-east-1b"],
        "nodes.labels" => &[
            "team=ml",
            "y=n\n2001-01-01=0o17",
            "example.com/tier=1",
            "empty=",
            "karpenter.sh/x=y",
            "topology.kubernetes.io/zone=a",
        ],
        "nodes.taints" => &[
            "nvidia.com/gpu:NoSchedule",
            "yes=no:NoExecute",
            "a=b:PreferNoSchedule\nc:NoSchedule",
        ],
        "nodes.consolidateAfter" | "nodes.expireAfter" => &["30s", "1h30m", "Never"],
        "nodes.budgets" => &[
            "10%",
            "0",
            "10%\n0; reasons=Drifted; schedule=0 9 * * 1-5; duration=8h",
            "5; schedule=@daily; duration=1h30m",
        ],
        "storage.volume.volumeSize" => &["1Gi", "20Gi", "100", "500Gi", "59000Gi"],
        "costs.instanceType" => &["m6i.8xlarge", "g6e.2xlarge", "x99.large"],
        "costs.price" | "costs.transferPrice" => &["0.5", "$1.234567", "0", "0.045"],
        "costs.provisioning" | "costs.pullTime" => &["45", "39.553s", "2m18.049s", "1h"],
        "costs.snapshotSize" => &["1Gi", "30Gi", "59000Gi"],
        "storage.volume.kmsKeyID" => &[
            "alias/ebs",
            "1234abcd-12ab-34cd-56ef-1234567890ab",
            "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ],
        "storage.volume.snapshotID" => &["snap-0123456789abcdef0", "snap-01234567"],
        "engine.concurrentDownloadChunkSize" => {
            &["16mb", "8MiB", "unlimited", "1gb", "16000000", "1kb"]
        }
        "engine.install.sociVersion" => &["0.11.1", "0.15.0"],
        "engine.install.rootDir" => &["/var/lib/soci-snapshotter-grpc", "/mnt/soci_1/a.b"],
        "engine.install.decompressor" => &["/usr/bin/unpigz", "/usr/bin/igzip"],
        _ => &[],
    }
}

/// Every text that may be typed into a field, right ones first.
pub fn samples(field: &Field) -> Vec<String> {
    let mut texts: Vec<String> = words(field.path)
        .iter()
        .chain(Some(&field.example).filter(|example| !example.is_empty()))
        .map(|word| (*word).to_owned())
        .collect();
    match field.kind {
        Kind::Choice(choices) => texts.extend(choices.iter().map(|choice| choice.word.to_owned())),
        Kind::Choices(choices) => {
            let all: Vec<&str> = choices.iter().map(|choice| choice.word).collect();
            texts.extend(all.iter().map(|word| (*word).to_owned()));
            texts.push(all.join(", "));
        }
        Kind::Bool => texts.extend(["true".to_owned(), "false".to_owned()]),
        Kind::Number { min, max, step } => {
            texts.extend([min, max, min + step, (min + max) / 2].map(|number| number.to_string()));
            texts.extend([min.wrapping_sub(1), max + 1].map(|number| number.to_string()));
        }
        Kind::Limit => texts.extend(["-1", "1", "20", "1000", "0", "1001"].map(str::to_owned)),
        Kind::Bytes => {
            texts.extend(["1", "10757041023", "10.7GB", "500 MiB", "1000000GB"].map(str::to_owned))
        }
        Kind::Text | Kind::List | Kind::Pairs | Kind::Lines => {}
    }
    // Right ones are to be met as often as all the others together.
    while !texts.is_empty() && texts.len() < ODD_WORDS.len() + 40 {
        texts.extend_from_within(..);
    }
    texts.push(String::new());
    let odd = ODD_WORDS.iter().map(|word| (*word).to_owned());
    match field.kind {
        Kind::Pairs => texts.extend(odd.map(|word| format!("{word}={word}"))),
        _ => texts.extend(odd),
    }
    texts.extend(hostile());
    texts
}

/// One of them, or a number within the field's bounds.
pub fn text(field: &Field, choice: Index, number: u64) -> String {
    match field.kind {
        Kind::Number { min, max, .. } if number.is_multiple_of(2) => {
            (min + number / 2 % (max - min + 1)).to_string()
        }
        Kind::Limit if number.is_multiple_of(2) => (1 + number / 2 % 1000).to_string(),
        _ => choice.get(&samples(field)).clone(),
    }
}
