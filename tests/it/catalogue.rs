//! The committed tables: what travels with the program and what is loaded by Region.

use std::path::Path;

use soci_configurator::core::{Catalogue, Finding, MbitPerSec, findings_of};
use soci_configurator::data::{PRICED_REGIONS, catalogue};

use crate::support::config;

/// The catalogue with the committed prices of these Regions.
pub fn with_prices(regions: &[&str]) -> Catalogue {
    regions.iter().fold(catalogue().clone(), |known, region| {
        known
            .with_on_demand(region, &table(region))
            .unwrap_or_else(|error| panic!("{region}: {error}"))
    })
}

fn table(region: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/ondemand/{region}.csv"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn every_committed_table_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/ondemand");
    let mut regions = 0;
    for entry in std::fs::read_dir(folder).expect("data/ondemand").flatten() {
        let path = entry.path();
        let region = path.file_stem().expect("a name").to_string_lossy();
        assert!(PRICED_REGIONS.contains(&region.as_ref()), "{region}");
        let priced = with_prices(&[&region]);
        let region = region.parse().expect("a Region's code");
        assert!(priced.on_demand(&region).is_some());
        regions += 1;
    }
    assert_eq!(regions, PRICED_REGIONS.len());
    assert!(PRICED_REGIONS.is_sorted());
    // What the page asks for before its program is there: no table that does not exist.
    let script = include_str!("../../public/first.js");
    let (_, listed) = script.split_once("const priced =").expect("the list");
    let (listed, _) = listed.split_once(';').expect("its end");
    let listed: Vec<&str> = listed
        .split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '-')
        .filter(|word| !word.is_empty())
        .collect();
    assert_eq!(listed, PRICED_REGIONS);
    assert_eq!(catalogue().instances().len(), 1363);
}

#[test]
fn the_tables_are_as_cargo_xtask_catalogue_wants_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let tables = upkeep::catalogue::Tables::read(&folder).expect("data/");
    let report = upkeep::catalogue::check(&tables);
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// A Region whose prices are here is none that nobody knows.
#[test]
fn every_region_with_a_price_is_a_known_one() {
    let known = catalogue();
    let volumes = include_str!("../../data/ebs_prices.csv").lines().skip(1);
    let of_volumes = volumes.filter_map(|row| row.split(',').next());
    let regions = PRICED_REGIONS.iter().copied().chain(of_volumes);
    let mut seen = 0;
    for region in regions {
        let config = config(&[("cluster.region", region)]);
        let found = findings_of(&config, known);
        let is_unknown = |finding: &Finding| finding.rule.id == "unknown-region";
        assert!(!found.iter().any(is_unknown), "{region}");
        seen += 1;
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn unknown_stays_unknown() {
    let priced = with_prices(&["us-east-1", "mx-central-1"]);
    let at = |name: &str| priced.position(name).unwrap_or_else(|| panic!("{name}"));
    let region = |code: &str| code.parse().expect("a Region's code");
    let mexico = priced.on_demand(&region("mx-central-1")).expect("loaded");
    assert_eq!(mexico.at(at("p5.48xlarge")), None);
    assert!(priced.on_demand(&region("eu-west-1")).is_none());
    assert!(priced.ebs_prices(&region("mx-central-1")).is_none());
    let m6i = priced.instance("m6i.8xlarge").expect("known");
    assert_eq!(m6i.ebs.maximum, Some(MbitPerSec::per_second(10_000)));
    assert_eq!(m6i.local_store, None);
}

#[test]
fn a_broken_table_is_refused_with_its_line() {
    let broken = |table: &str| {
        catalogue()
            .with_on_demand("us-east-1", table)
            .map(|_| ())
            .unwrap_err()
            .to_string()
    };
    assert!(broken("").starts_with("line 1:"));
    let header = "type,usd_per_hour,as_of\n";
    for (row, wrong) in [
        ("m6i.8xlarge,free,2026-07-20", "usd_per_hour cannot be free"),
        ("m6i.8xlarge,1.5", "as_of is missing"),
        ("m6i.8xlarge,1.5,2026-07-20,x", "more cells"),
        (
            "m99.8xlarge,1.5,2026-07-20",
            "unknown instance type m99.8xlarge",
        ),
        ("m6i.8xlarge,,2026-07-20", "usd_per_hour is empty"),
    ] {
        let message = broken(&format!("{header}{row}\n"));
        assert!(
            message.starts_with("line 2:") && message.contains(wrong),
            "{message}"
        );
    }
}
