//! Each check refuses tables in which exactly one thing is broken.

use super::{
    AL2023_RELEASES, BOTTLEROCKET_RELEASES, EBS_PRICES, INSTANCES, KARPENTER_RELEASES,
    KNOWN_BAD_RELEASES, KNOWN_IMAGES, KUBERNETES_RELEASES, MEASURED_PAIRS, MEASUREMENTS, SOURCES,
    Tables, check, columns,
};

const AMD: &str = "m6i.large,amd64,2,2,8192,m,m6i,6,large,false,false,false,nitro,intel,3500,18000.5,781,12500,1,650,10000,3600,40000,,,,,,,,,,,29";
const GPU: &str = "g6.xlarge,amd64,4,2,16384,g,g6,6,xlarge,false,false,false,nitro,amd,2600,20000,2500,10000,1,1000,5000,4000,20000,250,1,,l4,nvidia,1,22888,,,,58";
const ARM: &str = "m7g.metal,arm64,64,1,262144,m,m7g,7,metal,false,false,true,,aws,2600,22000,30000,30000,1,20000,20000,80000,80000,,,,,,,,,,,737";
const EBS: &str = "us-east-1,US East (N. Virginia),0.08,0.005,0.04,0.1,0.125,0.065,0.125,0.065,0.0455,0.03185,0.05,0.75,2024-07-18";
const BAD: &str = "symlink,al2023,v20260318,v20260505,1.30-,any,warning,v20260505,,some images do not start,issue 2682,https://github.com/x";
const PULL: &str = "A1,\"a README, of July\",2025-07-31,registry/vllm:1,10757041023,,,,AL2023,m6i.large,gp3,soci,10,10,16mb,unpigz,67.272,";
const IMAGE: &str =
    "x,a/b:1,amd64,2026-09-26,300000000,exact,,100000000 gzip;200000000 zstd,a page,";
const PAIR: &str = "X1,one node,2026,157.7,160.5,";

fn header(columns: &[columns::Column]) -> String {
    let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
    names.join(",")
}

/// Small tables in which nothing is wrong.
pub fn sound() -> Tables {
    let mut tables = Tables::default();
    let mut put = |name: &str, columns: &[columns::Column], rows: &[&str]| {
        tables.put(name, format!("{}\n{}\n", header(columns), rows.join("\n")));
    };
    put(INSTANCES, columns::INSTANCES, &[GPU, AMD, ARM]);
    put(EBS_PRICES, columns::EBS_PRICES, &[EBS]);
    put(MEASUREMENTS, columns::MEASUREMENTS, &[PULL]);
    put(KNOWN_IMAGES, columns::KNOWN_IMAGES, &[IMAGE]);
    put(MEASURED_PAIRS, columns::MEASURED_PAIRS, &[PAIR]);
    let prices = ["g6.xlarge,0.8048,2026-07-20", "m6i.large,0.096,2026-07-20"];
    put("ondemand/us-east-1.csv", columns::ON_DEMAND, &prices);
    put(
        AL2023_RELEASES,
        columns::AL2023_RELEASES,
        &[
            "v20260318,1.29-1.35,1.29:1.7.29 1.30:2.2.1,changelog",
            "v20260505,1.30-1.35,2.2.3,changelog",
            "v20260512,1.34 1.36,,seen",
            "v20260520,,,tag",
        ],
    );
    put(
        BOTTLEROCKET_RELEASES,
        columns::BOTTLEROCKET_RELEASES,
        &["1.58.0,released", "1.59.0,announced"],
    );
    put(
        KARPENTER_RELEASES,
        columns::KARPENTER_RELEASES,
        &[
            "1.0,1.25,1.30",
            "1.0.5,1.25,1.31",
            "1.10,1.26,1.35",
            "1.9,1.26,1.34",
        ],
    );
    put(
        KUBERNETES_RELEASES,
        columns::KUBERNETES_RELEASES,
        &["1.29,1.18.0,1.58.0,2026-03-23", "1.36,1.61.0,,"],
    );
    put(KNOWN_BAD_RELEASES, columns::KNOWN_BAD_RELEASES, &[BAD]);
    tables.put(
        SOURCES,
        "| table | rows | what | as of |\n\
         |---|---|---|---|\n\
         | `instances.csv` | 3 | types | labels 2026-07-11, EC2 limits 2026-08-01 |\n\
         | `ondemand/REGION.csv` | 2 in 1 Regions | prices | column `as_of` |\n\
         | `ebs_prices.csv` | 1 Regions | EBS | 2024-07-18 |\n\
         | `measurements.csv` | 1 | pulls | column `source_date` |\n\
         | `measured_pairs.csv` | 1 | pairs | column `source_date` |\n\
         | `known_images.csv` | 1 | images | column `as_of` |\n\
         | `al2023_releases.csv` | 4 | AMIs | 2026-11-28 |\n\
         | `bottlerocket_releases.csv` | 2 | releases | 2026-11-28 |\n\
         | `karpenter_releases.csv` | 4 | releases | 2026-11-28 |\n\
         | `kubernetes_releases.csv` | 2 | versions | 2026-11-28 |\n\
         | `known_bad_releases.csv` | 1 | faults | 2026-11-28 |\n",
    );
    tables
}

fn problems(tables: &Tables) -> Vec<String> {
    let report = check(tables);
    report.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn sound_tables_pass() {
    let report = check(&sound());
    assert_eq!(problems(&sound()), [""; 0]);
    assert_eq!(
        report.summary,
        "3 types, 2 prices in 1 Regions, EBS prices of 1 Regions, 1 measured pulls, 12 releases, 1 known faults: nothing wrong"
    );
}

/// Replaces one text in one file; exactly one problem must follow.
#[track_caller]
fn breaks(file: &str, old: &str, new: &str, problem: &str) {
    let mut tables = sound();
    let text = tables.text(file).to_owned();
    assert_eq!(text.matches(old).count(), 1, "{old} must be there once");
    tables.put(file, text.replace(old, new));
    let found = problems(&tables);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].starts_with(problem), "{}", found[0]);
}

#[test]
fn shape() {
    for (old, new, problem) in [
        (
            "type,arch",
            "type,architecture",
            "data/instances.csv:1: the header",
        ),
        (
            ",,,,,29",
            ",,,,29",
            "data/instances.csv:3: there are 33 cells",
        ),
        (
            ",,,,,29",
            ",,,,,29,",
            "data/instances.csv:3: there are 35 cells",
        ),
        (
            ",2,2,8192,",
            ",,2,8192,",
            "data/instances.csv:3: vcpu is empty",
        ),
        (
            ",2,2,8192,",
            ",2,2,8192.5,",
            "data/instances.csv:3: memory_mib is a whole number",
        ),
        (
            ",2,2,8192,",
            ",2,2,08192,",
            "data/instances.csv:3: memory_mib is a whole number",
        ),
        (
            ",2,2,8192,",
            ",2,2,8,",
            "data/instances.csv:3: memory_mib is 8; plausible",
        ),
        (
            "18000.5",
            "18000.55",
            "data/instances.csv:3: coremark_per_thread is a number with at most 1",
        ),
        (
            "18000.5",
            "180005",
            "data/instances.csv:3: coremark_per_thread is 180005; plausible",
        ),
        (
            ",nitro,intel",
            ",nitro,via",
            "data/instances.csv:3: cpu_manufacturer is one of",
        ),
        (
            "large,false,false,false,nitro,intel",
            "large,false,no,false,nitro,intel",
            "data/instances.csv:3: burstable is one of",
        ),
        (
            ",650,10000,",
            ",6.5e2,10000,",
            "data/instances.csv:3: ebs_baseline_mbps is a whole number",
        ),
    ] {
        breaks(INSTANCES, old, new, problem);
    }
    breaks(
        EBS_PRICES,
        "0.75,2024-07-18",
        "0.75,2024-02-30",
        "data/ebs_prices.csv:2: as_of is a day",
    );
    breaks(
        EBS_PRICES,
        "0.005,0.04",
        "0.005,40.96",
        "data/ebs_prices.csv:2: gp3_mibps is 40.96; plausible",
    );
    breaks(
        EBS_PRICES,
        "US East (N. Virginia)",
        " US East",
        "data/ebs_prices.csv:2: location holds text",
    );
    breaks(
        MEASUREMENTS,
        "2025-07-31",
        "July",
        "data/measurements.csv:2: source_date begins with",
    );
    breaks(
        "ondemand/us-east-1.csv",
        "0.096,2026-07-20",
        "0.096,",
        "data/ondemand/us-east-1.csv:3: as_of is empty",
    );
    breaks(
        "ondemand/us-east-1.csv",
        "0.096,",
        "0.0960001,",
        "data/ondemand/us-east-1.csv:3: usd_per_hour is a number with at most 6",
    );
    breaks(
        "ondemand/us-east-1.csv",
        "0.096,",
        "9600,",
        "data/ondemand/us-east-1.csv:3: usd_per_hour is 9600; plausible",
    );
}

#[test]
fn order() {
    let mut tables = sound();
    tables.put(
        INSTANCES,
        format!("{}\n{AMD}\n{GPU}\n{ARM}\n", header(columns::INSTANCES)),
    );
    assert_eq!(
        problems(&tables),
        ["data/instances.csv:3: g6.xlarge comes after m6i.large; rows are sorted by type"]
    );
    let twice = format!(
        "{}\ng6.xlarge,0.8,2026-07-20\ng6.xlarge,0.9,2026-07-20\n",
        header(columns::ON_DEMAND)
    );
    tables = sound();
    tables.put("ondemand/us-east-1.csv", twice);
    assert_eq!(
        problems(&tables),
        ["data/ondemand/us-east-1.csv:3: g6.xlarge is there twice"]
    );
}

#[test]
fn a_type_agrees_with_its_name_and_with_itself() {
    for (old, new, problem) in [
        (
            ",m,m6i,6,large",
            ",c,m6i,6,large",
            "data/instances.csv:3: category of m6i.large is m, not c",
        ),
        (
            ",m,m6i,6,large",
            ",m,m6a,6,large",
            "data/instances.csv:3: family of m6i.large is m6i",
        ),
        (
            ",m,m6i,6,large",
            ",m,m6i,7,large",
            "data/instances.csv:3: generation of m6i.large is 6",
        ),
        (
            ",m,m6i,6,large",
            ",m,m6i,6,xlarge",
            "data/instances.csv:3: size of m6i.large is large",
        ),
        (
            "large,false,false,false,nitro,intel",
            "large,true,false,false,nitro,intel",
            "data/instances.csv:3: flex of m6i.large is false",
        ),
        (
            "large,false,false,false,nitro,intel",
            "large,false,false,true,,intel",
            "data/instances.csv:3: bare_metal of m6i.large is false",
        ),
        (
            "m6i.large,amd64",
            "m6i.large,arm64",
            "data/instances.csv:3: arch of m6i.large is amd64",
        ),
        (
            ",true,,aws",
            ",true,nitro,aws",
            "data/instances.csv:4: bare metal has no hypervisor",
        ),
        (
            "nitro,intel",
            "nitro,aws",
            "data/instances.csv:3: processors by aws",
        ),
        (
            ",650,10000,3600,",
            ",10001,10000,3600,",
            "data/instances.csv:3: ebs_baseline_mbps 10001 is above",
        ),
        (
            "10000,3600,40000",
            "10000,40001,40000",
            "data/instances.csv:3: ebs_baseline_iops 40001 is above",
        ),
        (
            ",781,12500,",
            ",12501,12500,",
            "data/instances.csv:3: network_baseline_mbps 12501 is above",
        ),
        (
            ",250,1,,l4",
            ",,1,,l4",
            "data/instances.csv:2: local_nvme_disks is there without",
        ),
        (
            ",l4,nvidia,1,22888,",
            ",l4,nvidia,,22888,",
            "data/instances.csv:2: gpu_name, gpu_manufacturer",
        ),
        (
            ",,,,29",
            ",,aws,,29",
            "data/instances.csv:3: accelerator_name",
        ),
    ] {
        let mut tables = sound();
        let text = tables.text(INSTANCES).replacen(old, new, 1);
        assert_ne!(text, tables.text(INSTANCES), "{old}");
        tables.put(INSTANCES, text);
        let found = problems(&tables);
        assert!(
            found.iter().any(|found| found.starts_with(problem)),
            "{problem}: {found:#?}"
        );
        // A wrong architecture also disagrees with who made the processor.
        let many = if old.ends_with("amd64") { 2 } else { 1 };
        assert_eq!(found.len(), many, "{found:#?}");
    }
}

#[test]
fn references_between_tables() {
    breaks(
        "ondemand/us-east-1.csv",
        "m6i.large",
        "m6i.larger",
        "data/ondemand/us-east-1.csv:3: there is no type m6i.larger",
    );
    breaks(
        MEASUREMENTS,
        "m6i.large",
        "m6i.huge",
        "data/measurements.csv:2: there is no type m6i.huge",
    );
    breaks(
        MEASUREMENTS,
        "10757041023,,",
        "10757041023,10757041022,",
        "data/measurements.csv:2: compressed_bytes",
    );
    breaks(
        EBS_PRICES,
        "0.0455,0.03185",
        "0.0455,0.0456",
        "data/ebs_prices.csv:2: io2 costs less",
    );
    breaks(
        EBS_PRICES,
        "us-east-1,",
        "Virginia,",
        "data/ebs_prices.csv:2: Virginia is not the code",
    );
}

#[test]
fn files() {
    let mut tables = sound();
    tables.0.remove(EBS_PRICES);
    let missing = "data/ebs_prices.csv: the table is missing";
    assert!(problems(&tables).iter().any(|found| found == missing));
    tables = sound();
    let prices = tables.0.remove("ondemand/us-east-1.csv").unwrap();
    tables.put("ondemand/Virginia.csv", prices);
    assert_eq!(
        problems(&tables),
        ["data/ondemand/Virginia.csv: the file is not named REGION.csv"]
    );
}

#[test]
fn releases() {
    for (old, new, problem) in [
        (
            "v20260520,",
            "v20260532,",
            "5: v20260532 is not v and a day",
        ),
        (
            "1.29-1.35,1.29:",
            "1.35-1.29,1.29:",
            "2: kubernetes is like",
        ),
        (",1.34 1.36,", ",1.36 1.34,", "4: kubernetes is like"),
        (
            "1.29:1.7.29 1.30",
            "1.28:1.7.29 1.30",
            "2: containerd is a version",
        ),
        ("1.30-1.35,2.2.3,", "1.30-1.35,,", "3: the changelog names"),
        ("v20260520,,", "v20260520,1.34,", "5: a tag alone"),
    ] {
        let problem = format!("data/al2023_releases.csv:{problem}");
        breaks(AL2023_RELEASES, old, new, &problem);
    }
    breaks(
        BOTTLEROCKET_RELEASES,
        "1.59.0",
        "1.59",
        "data/bottlerocket_releases.csv:3: 1.59 is not three numbers",
    );
    for (old, new, problem) in [
        ("1.10,1.26,1.35", "1.10,1.26,1.33", "4: 1.10 goes less far"),
        ("1.9,1.26,1.34", "1.9,1.26,1.25", "5: kubernetes_from and"),
        ("1.0.5,", "1.0.5.1,", "3: 1.0.5.1 is not a release"),
    ] {
        let problem = format!("data/karpenter_releases.csv:{problem}");
        breaks(KARPENTER_RELEASES, old, new, &problem);
    }
    breaks(
        KUBERNETES_RELEASES,
        "1.18.0,1.58.0",
        "1.58.0,1.18.0",
        "data/kubernetes_releases.csv:2: bottlerocket_until comes after",
    );
    for (old, new, problem) in [
        (",v20260318,", ",v20260317,", "from is no release of al2023"),
        (
            "warning,v20260505",
            "warning,v20260506",
            "fixed is no release of al2023",
        ),
        (
            "warning,v20260505",
            "warning,v20260318",
            "fixed does not come before",
        ),
        (
            "v20260318,v20260505",
            "v20260318,v20260301",
            "before comes after",
        ),
        (
            "some images do not start",
            "\"some, images\"",
            "a cell holds a comma",
        ),
        ("https:", "http:", "url begins with"),
        (",1.30-,", ",x,", "kubernetes is like"),
    ] {
        let problem = format!("data/known_bad_releases.csv:2: {problem}");
        breaks(KNOWN_BAD_RELEASES, old, new, &problem);
    }
}

#[test]
fn sources_are_true() {
    breaks(
        SOURCES,
        "`instances.csv` | 3",
        "`instances.csv` | 4",
        "data/SOURCES.md:3: instances.csv has 3, not \"4\"",
    );
    breaks(
        SOURCES,
        "2 in 1 Regions",
        "2",
        "data/SOURCES.md:4: ondemand/REGION.csv has 2 in 1 Regions",
    );
    breaks(
        SOURCES,
        "`measurements.csv`",
        "`pulls.csv`",
        "data/SOURCES.md: the table measurements.csv is not named",
    );
    breaks(
        SOURCES,
        "| EBS | 2024-07-18 |",
        "| EBS | |",
        "data/SOURCES.md:5: ebs_prices.csv has no date",
    );
}

#[test]
fn known_images() {
    for (old, new, problem) in [
        (
            ",300000000,",
            ",300000001,",
            "data/known_images.csv:2: the layers together",
        ),
        (
            ",exact,,",
            ",exact,200000000,",
            "data/known_images.csv:2: layers say which",
        ),
        (
            "200000000 zstd",
            "200000000 lz4",
            "data/known_images.csv:2: layers are sizes",
        ),
        (
            ",amd64,",
            ",x86,",
            "data/known_images.csv:2: architecture is one of",
        ),
        (
            "2026-09-26",
            "2026",
            "data/known_images.csv:2: as_of is a day",
        ),
        (
            ",exact,",
            ",about,",
            "data/known_images.csv:2: precision is one of",
        ),
        ("a page", "", "data/known_images.csv:2: source is empty"),
    ] {
        breaks(KNOWN_IMAGES, old, new, problem);
    }
    // Twice, also under another short name.
    let mut tables = sound();
    let again = format!("{}y{}\n", tables.text(KNOWN_IMAGES), &IMAGE[1..]);
    tables.put(KNOWN_IMAGES, again);
    let found = problems(&tables);
    let twice = "data/known_images.csv:3: a/b:1 is there twice for \"amd64\"";
    assert!(found.iter().any(|one| one == twice), "{found:#?}");
}

#[test]
fn every_fault_is_told_not_only_the_first() {
    let mut tables = sound();
    tables.put(
        INSTANCES,
        tables
            .text(INSTANCES)
            .replace(",l4,", ",,")
            .replace("intel", "via"),
    );
    tables.put(EBS_PRICES, tables.text(EBS_PRICES).replace("0.08,", "8,"));
    assert_eq!(problems(&tables).len(), 3, "{:#?}", problems(&tables));
}
