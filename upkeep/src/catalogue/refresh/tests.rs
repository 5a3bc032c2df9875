//! A refresh from small inputs, written for these tests in each source's form.

use super::super::tests::sound;
use super::super::{AL2023_RELEASES, EBS_PRICES, INSTANCES, KARPENTER_RELEASES, SOURCES, Tables};
use super::{Input, Inputs, refresh};

fn input(text: &str) -> Vec<Input> {
    vec![Input {
        name: "input".to_owned(),
        text: text.to_owned(),
    }]
}

fn inputs() -> Inputs {
    Inputs {
        as_of: "2026-08-01".to_owned(),
        ..Inputs::default()
    }
}

/// What changed in words, and the tables.
#[track_caller]
fn refreshed(inputs: &Inputs) -> (Vec<String>, Tables) {
    let refreshed = refresh(&sound(), inputs).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let words = refreshed.changes.iter().map(ToString::to_string).collect();
    (words, refreshed.tables)
}

#[track_caller]
fn refused(inputs: &Inputs, message: &str) {
    let wrong = refresh(&sound(), inputs).unwrap_err();
    assert!(
        wrong.iter().any(|wrong| wrong.contains(message)),
        "{wrong:#?}"
    );
}

#[track_caller]
fn has_line(tables: &Tables, file: &str, line: &str) {
    let text = tables.text(file);
    assert!(
        text.lines().any(|found| found == line),
        "{line} is not in\n{text}"
    );
}

const EC2: &str = r#"{"InstanceTypes": [
  {"InstanceType": "m6i.large", "BareMetal": false, "Hypervisor": "nitro", "BurstablePerformanceSupported": false,
   "ProcessorInfo": {"SupportedArchitectures": ["x86_64"], "SustainedClockSpeedInGhz": 3.5, "Manufacturer": "Intel"},
   "VCpuInfo": {"DefaultVCpus": 2, "DefaultThreadsPerCore": 2}, "MemoryInfo": {"SizeInMiB": 8192},
   "EbsInfo": {"EbsOptimizedInfo": {"BaselineBandwidthInMbps": 700, "MaximumBandwidthInMbps": 10000, "BaselineIops": 3600, "MaximumIops": 40000}},
   "NetworkInfo": {"MaximumNetworkCards": 1, "DefaultNetworkCardIndex": 0, "Ipv4AddressesPerInterface": 10,
     "NetworkCards": [{"NetworkCardIndex": 0, "MaximumNetworkInterfaces": 3, "BaselineBandwidthInGbps": 0.781, "PeakBandwidthInGbps": 12.5}]}},
  {"InstanceType": "g6.2xlarge", "BareMetal": false, "Hypervisor": "nitro", "BurstablePerformanceSupported": false,
   "ProcessorInfo": {"SupportedArchitectures": ["x86_64"], "SustainedClockSpeedInGhz": 2.6, "Manufacturer": "AMD"},
   "VCpuInfo": {"DefaultVCpus": 8, "DefaultThreadsPerCore": 2}, "MemoryInfo": {"SizeInMiB": 32768},
   "InstanceStorageInfo": {"TotalSizeInGB": 450, "NvmeSupport": "required", "Disks": [{"SizeInGB": 450, "Count": 1, "Type": "ssd"}]},
   "GpuInfo": {"Gpus": [{"Name": "L4", "Manufacturer": "NVIDIA", "Count": 1, "MemoryInfo": {"SizeInMiB": 22888}}]},
   "EbsInfo": {"EbsOptimizedInfo": {"BaselineBandwidthInMbps": 2000, "MaximumBandwidthInMbps": 5000, "BaselineIops": 8000, "MaximumIops": 20000}},
   "NetworkInfo": {"MaximumNetworkCards": 1, "MaximumNetworkInterfaces": 4, "Ipv4AddressesPerInterface": 15,
     "NetworkCards": [{"NetworkCardIndex": 0, "MaximumNetworkInterfaces": 4, "PeakBandwidthInGbps": 10.0}]}},
  {"InstanceType": "mac2.metal", "ProcessorInfo": {"SupportedArchitectures": ["arm64_mac"], "Manufacturer": "Apple"}}
]}"#;

#[test]
fn limits_from_ec2() {
    let (changes, tables) = refreshed(&Inputs {
        instances: input(EC2),
        ..inputs()
    });
    assert_eq!(
        changes,
        [
            "instances.csv (EC2): 1 added, 0 removed, 1 changed, 0 confirmed\n  1 left out: neither amd64 nor arm64"
        ]
    );
    // CoreMark and the network's baseline are not EC2's to say, and stay.
    has_line(
        &tables,
        INSTANCES,
        "m6i.large,amd64,2,2,8192,m,m6i,6,large,false,false,false,nitro,intel,3500,18000.5,781,12500,1,700,10000,3600,40000,,,,,,,,,,,29",
    );
    has_line(
        &tables,
        INSTANCES,
        "g6.2xlarge,amd64,8,2,32768,g,g6,6,2xlarge,false,false,false,nitro,amd,2600,,,10000,1,2000,5000,8000,20000,450,1,,l4,nvidia,1,22888,,,,58",
    );
    has_line(
        &tables,
        SOURCES,
        "| `instances.csv` | 4 | types | labels 2026-07-11, EC2 limits 2026-08-01 |",
    );
    // The list alone and an object by name say the same.
    let list = EC2
        .trim_start_matches("{\"InstanceTypes\":")
        .trim_end_matches('}');
    let (_, same) = refreshed(&Inputs {
        instances: input(list),
        ..inputs()
    });
    assert_eq!(same, tables);
}

#[test]
fn types_that_are_gone() {
    let inputs = Inputs {
        instances: input(EC2),
        remove_missing: true,
        ..inputs()
    };
    // Prices and measurements refer to the types that went.
    refused(&inputs, "there is no type g6.xlarge");
}

#[test]
fn implausible_rows_are_refused() {
    let slip = EC2.replace(
        "\"BaselineBandwidthInMbps\": 700",
        "\"BaselineBandwidthInMbps\": 70000000",
    );
    refused(
        &Inputs {
            instances: input(&slip),
            ..inputs()
        },
        "ebs_baseline_mbps is 70000000; plausible",
    );
    let go =
        "x = map[string]map[string]float64{\n\"us-east-1\": {\n\"m6i.large\": 9600.0,\n},\n}\n";
    refused(
        &Inputs {
            on_demand: input(go),
            ..inputs()
        },
        "usd_per_hour is 9600; plausible",
    );
}

#[test]
fn bandwidth_from_karpenter() {
    let go = "var (\n\tX = map[string]int64{\n\t\t// t1.micro is vague\n\t\t\"m6i.large\": 790,\n\t\t\"g6.xlarge\": 2500,\n\t\t\"m99.large\": 1,\n\t}\n)\n";
    let (changes, tables) = refreshed(&Inputs {
        bandwidth: input(go),
        ..inputs()
    });
    assert_eq!(
        changes,
        [
            "instances.csv (bandwidth): 0 added, 0 removed, 1 changed, 1 confirmed\n  1 left out: types that instances.csv does not have"
        ]
    );
    assert!(tables.text(INSTANCES).contains("18000.5,790,12500"));
    assert!(
        tables
            .text(SOURCES)
            .contains("EC2 limits 2026-08-01, bandwidth 2026-08-01 |")
    );
}

#[test]
fn prices_from_karpenter() {
    let go = "x = map[string]map[string]float64{\n// y\n\"us-east-1\": {\n// m6i family\n\"m6i.large\": 0.100000, \"cc2.8xlarge\": 2.0,\n},\n\"eu-west-1\": {\n\"m7g.metal\": 2.9,\n},\n}\n";
    let (changes, tables) = refreshed(&Inputs {
        on_demand: input(go),
        ..inputs()
    });
    assert_eq!(
        changes,
        [
            "ondemand/eu-west-1.csv: 1 added, 0 removed, 0 changed, 0 confirmed",
            "ondemand/us-east-1.csv: 0 added, 0 removed, 1 changed, 0 confirmed\n  1 left out: types that instances.csv does not have",
        ]
    );
    assert_eq!(
        tables.text("ondemand/us-east-1.csv"),
        "type,usd_per_hour,as_of\ng6.xlarge,0.8048,2026-07-20\nm6i.large,0.1,2026-08-01\n"
    );
    assert_eq!(
        tables.text("ondemand/eu-west-1.csv"),
        "type,usd_per_hour,as_of\nm7g.metal,2.9,2026-08-01\n"
    );
    has_line(
        &tables,
        SOURCES,
        "| `ondemand/REGION.csv` | 3 in 2 Regions | prices | column `as_of`: 2026-07-20 to 2026-08-01 |",
    );

    let inputs = Inputs {
        on_demand: input(go),
        remove_missing: true,
        ..inputs()
    };
    let (changes, tables) = refreshed(&inputs);
    assert!(changes[1].contains("1 removed"), "{changes:?}");
    assert!(!tables.text("ondemand/us-east-1.csv").contains("g6.xlarge"));
}

#[test]
fn prices_from_the_calculator() {
    let rate = |kind: &str, system: &str, software: &str, price: &str| {
        format!(
            r#""{kind} {system} {software}": {{"price": "{price}", "Instance Type": "{kind}", "Operating System": "{system}", "Pre Installed S/W": "{software}"}}"#
        )
    };
    let feed = format!(
        r#"{{"manifest": {{"currencyCode": "USD"}}, "regions": {{"US East (N. Virginia)": {{{}, {}, {}}}, "US East (Boston)": {{}}}}, "sets": {{}}}}"#,
        rate("m6i.large", "Linux", "NA", "0.0960000000"),
        rate("m6i.large", "Linux", "SQL Web", "0.1630000000"),
        rate("m6i.large", "Windows", "NA", "0.1880000000"),
    );
    let (changes, tables) = refreshed(&Inputs {
        on_demand: input(&feed),
        ..inputs()
    });
    assert_eq!(
        changes,
        [
            "ondemand/us-east-1.csv: 0 added, 0 removed, 0 changed, 1 confirmed\n  left out, as no Region is known by that name: US East (Boston)"
        ]
    );
    has_line(
        &tables,
        "ondemand/us-east-1.csv",
        "m6i.large,0.096,2026-08-01",
    );
    let older = Inputs {
        as_of: "2026-07-01".to_owned(),
        on_demand: input(&feed),
        ..Inputs::default()
    };
    let (changes, tables) = refreshed(&older);
    assert!(
        changes[0].contains("1 stay: their prices are newer than 2026-07-01"),
        "{changes:?}"
    );
    has_line(
        &tables,
        "ondemand/us-east-1.csv",
        "m6i.large,0.096,2026-07-20",
    );
}

const FEED: &str = r#"{"manifest": {"currencyCode": "USD", "source": "ebs"}, "regions": {
  "US East (N. Virginia)": {
    "Storage General Purpose gp3 GB Mo": {"price": "0.0800000000"},
    "Provisioned EBS IOPS gp3 Volumes per IOPS Mo": {"price": "0.0050000000"},
    "Provisioned Throughput gp3 per GiBps mo": {"price": "40.9600000000"},
    "Storage General Purpose gp2 GB Mo": {"price": "0.1100000000"}},
  "Mexico (Central)": {"Storage General Purpose gp3 GB Mo": {"price": "0.0840000000"}},
  "US East (Boston)": {}}}"#;

#[test]
fn ebs_prices_from_the_calculator() {
    let mut inputs = Inputs {
        ebs: input(FEED),
        ..inputs()
    };
    inputs
        .regions
        .insert("mx-central-1".to_owned(), "Mexico (Central)".to_owned());
    let (changes, tables) = refreshed(&inputs);
    assert_eq!(
        changes,
        [
            "ebs_prices.csv: 1 added, 0 removed, 1 changed, 0 confirmed\n  left out, as no Region is known by that name: US East (Boston)"
        ]
    );
    // A price that the feed does not have that day is unknown.
    has_line(
        &tables,
        EBS_PRICES,
        "us-east-1,US East (N. Virginia),0.08,0.005,0.04,0.11,,,,,,,,,2026-08-01",
    );
    has_line(
        &tables,
        EBS_PRICES,
        "mx-central-1,Mexico (Central),0.084,,,,,,,,,,,,2026-08-01",
    );
    has_line(
        &tables,
        SOURCES,
        "| `ebs_prices.csv` | 2 Regions | EBS | 2026-08-01 |",
    );
}

#[test]
fn inputs_in_no_known_form_change_nothing() {
    for (inputs, message) in [
        (
            Inputs {
                as_of: "yesterday".to_owned(),
                ..Inputs::default()
            },
            "is not a day",
        ),
        (
            Inputs {
                instances: input("<html>"),
                ..inputs()
            },
            "input: this is not JSON",
        ),
        (
            Inputs {
                instances: input("{}"),
                ..inputs()
            },
            "input: there are no InstanceTypes",
        ),
        (
            Inputs {
                instances: input("[{}]"),
                ..inputs()
            },
            "input: an entry has no InstanceType",
        ),
        (
            Inputs {
                bandwidth: input("package p"),
                ..inputs()
            },
            "input: there is no map[string]",
        ),
        (
            Inputs {
                on_demand: input("x = map[string]int64{\n\"a\": 1,\n}"),
                ..inputs()
            },
            "a map of types",
        ),
        (
            Inputs {
                on_demand: input("{}"),
                ..inputs()
            },
            "no object `regions`",
        ),
        (
            Inputs {
                ebs: input(&FEED.replace("USD", "CNY")),
                ..inputs()
            },
            "not in US dollars",
        ),
        (
            Inputs {
                ebs: input(&FEED.replace("0.0800000000", "free")),
                ..inputs()
            },
            "has no price",
        ),
    ] {
        refused(&inputs, message);
    }
}

const CHANGELOG: &str = "\
# Changelog

# AMI Release v20260610
<details>
<summary><b>Kubernetes 1.36</b></summary>
  <td>amazon-eks-node-al2023-arm64-standard-1.36-v20260610</td>
  <th>Package</th><th>AL2023_ARM_64_STANDARD</th>
  <td>containerd</td>
      <td colspan=\"5\">2.2.4-1.amzn2023.0.3</td>
</details>
<details>
<summary><b>Kubernetes 1.30</b></summary>
  <td>amazon-eks-node-al2023-x86_64-standard-1.30-v20260610</td>
  <th>Package</th><th>AL2_x86_64</th>
  <td>containerd</td><td colspan=\"3\">1.7.1-1.amzn2</td>
  <th>Package</th><th>AL2023_x86_64_STANDARD</th>
  <td>containerd</td><td>1.7.29-1.amzn2023</td>
</details>
# [ABANDONED] AMI Release v20260520
<summary><b>Kubernetes 1.34</b></summary>
  <td>amazon-eks-node-al2023-x86_64-standard-1.34-v20260520</td>
  <th>Package</th><th>AL2023_x86_64_STANDARD</th><td>containerd</td><td>2.2.3-1</td>
# AMI Release v20231106
<summary><b>Kubernetes 1.28</b></summary>
  <td>amazon-eks-node-1.28-v20231106</td>
";

#[test]
fn amis_from_the_changelog_and_its_tags() {
    let (changes, tables) = refreshed(&Inputs {
        ami_changelog: input(CHANGELOG),
        ami_tags: input("v20231106\nv20260505\nv20260613\nv25\n"),
        ..inputs()
    });
    assert_eq!(
        changes,
        ["al2023_releases.csv: 2 added, 0 removed, 1 changed, 0 confirmed"]
    );
    for line in [
        "v20260520,,,abandoned",
        "v20260610,1.30 1.36,1.30:1.7.29 1.36:2.2.4,changelog",
        "v20260613,,,tag",
        "v20260505,1.30-1.35,2.2.3,changelog",
    ] {
        has_line(&tables, AL2023_RELEASES, line);
    }
    refused(
        &Inputs {
            ami_changelog: input("# Changes\n"),
            ..inputs()
        },
        "there is no part",
    );
}

#[test]
fn versions_from_karpenter() {
    let entry = |release: &str, to: &str| {
        format!("  - appVersion: {release}\n    minK8sVersion: 1.26\n    maxK8sVersion: {to}\n")
    };
    let text = [
        entry("0.37.x", "1.30"),
        entry("1.9.x", "1.35"),
        entry("1.11.x", "1.36"),
    ]
    .concat();
    let (changes, tables) = refreshed(&Inputs {
        karpenter: input(&text),
        ..inputs()
    });
    assert_eq!(
        changes,
        ["karpenter_releases.csv: 1 added, 0 removed, 1 changed, 0 confirmed"]
    );
    has_line(&tables, KARPENTER_RELEASES, "1.11,1.26,1.36");
    has_line(&tables, KARPENTER_RELEASES, "1.9,1.26,1.35");
    refused(
        &Inputs {
            karpenter: input("name: karpenter"),
            ..inputs()
        },
        "there is no appVersion",
    );
}
