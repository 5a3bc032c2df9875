//! Options to choose from, and what more throughput and IOPS cost.

use soci_configurator::core::{
    Availability, ByteRate, Config, CostCurve, KneeKind, LimitNote, Money, Severity, StorageAdvice,
    StorageCharts, StorageOption, evaluate,
};
use soci_configurator::data::catalogue;

use super::advice;
use crate::support::{config, preset};

fn option<'a>(advice: &'a StorageAdvice, name: &str) -> &'a StorageOption {
    let mut options = advice.options.iter();
    options
        .find(|option| option.name == name)
        .unwrap_or_else(|| panic!("no option {name}"))
}

fn charts(config: &Config) -> StorageCharts {
    StorageCharts::new(config, catalogue(), &advice(config))
}

fn knee(curve: &CostCurve, kind: KneeKind) -> Option<u32> {
    let knee = curve.knees.iter().find(|knee| knee.kind == kind);
    knee.map(|knee| knee.at)
}

#[test]
fn the_blueprints_setting_costs_four_times_what_is_enough() {
    let advice = advice(&preset("original-blueprint"));
    let cost = |name| option(&advice, name).per_month.map(Money::cents);
    for (name, dollars) in [
        ("gp3 3,000 / 125", "$8.00"),
        ("gp3 3,000 / 600", "$27.00"),
        ("gp3 3,000 / 750", "$33.00"),
        ("gp3 4,000 / 1,000", "$48.00"),
        ("gp3 16,000 / 1,000", "$108.00"),
        ("gp3 8,000 / 2,000", "$108.00"),
        ("NVMe only", "$1.60"),
        ("io2 4,000", "$272.50"),
    ] {
        assert_eq!(cost(name).as_deref(), Some(dollars), "{name}");
    }
    assert_eq!(
        option(&advice, "gp3 16,000 / 1,000").availability,
        Availability::Current
    );
    let cheaper = option(&advice, "gp3 4,000 / 1,000");
    let rate = |option: &StorageOption| option.rate.map(|rate| (rate.slowest, rate.fastest));
    assert_eq!(
        rate(cheaper),
        rate(option(&advice, "gp3 16,000 / 1,000")),
        "IOPS beyond four a MiB/s buy nothing"
    );
}

#[test]
fn a_row_does_what_it_says() {
    let start = Config::default();
    for option in &advice(&start).options {
        let Availability::Apply(fix) = &option.availability else {
            continue;
        };
        let after = start.apply(&fix.edit);
        let found = evaluate(&after, catalogue());
        let storage = found.storage.as_ref().expect("a volume of ours");
        assert_eq!(storage.per_month, option.per_month, "{}", option.name);
        let rate = if option.is_estimate {
            storage.on_store
        } else {
            storage.on_volume
        };
        assert_eq!(rate, option.rate, "{}", option.name);
        let same = storage.options.iter().find(|row| row.name == option.name);
        assert_eq!(
            same.map(|row| &row.availability),
            Some(&Availability::Current),
            "{}",
            option.name
        );
        assert!(found.is_ready() || !found.missing.is_empty());
        let errors = found.findings.iter();
        let errors = errors.filter(|finding| finding.severity == Severity::Error);
        assert_eq!(errors.count(), 0, "{}", option.name);
        for change in &option.changes {
            let value = change.field.value(&after).text(change.field.kind);
            assert_eq!(value, change.to, "{}", change.field.path);
            assert_ne!(value, change.from, "{}", change.field.path);
        }
    }
}

#[test]
fn a_row_that_is_not_possible_says_why() {
    let why =
        |settings: &[(&str, &str)], name: &str| match &option(&advice(&config(settings)), name)
            .availability
        {
            Availability::Impossible(why) => why.clone(),
            other => panic!("{name} at {settings:?}: {other:?}"),
        };
    let small: &[(&str, &str)] = &[
        ("image.compressedSize", "1GB"),
        ("storage.volume.volumeSize", "20Gi"),
    ];
    assert_eq!(
        why(small, "gp3 16,000 / 1,000"),
        "16,000 IOPS need 32Gi; the volume has 20Gi."
    );
    let auto: &[(&str, &str)] = &[("engine.kind", "auto-mode")];
    assert!(why(auto, "gp3 8,000 / 2,000").contains("1,000 MiB/s"));
    assert!(why(auto, "io2 4,000").contains("gp3"));
    assert!(why(auto, "NVMe only").contains("Auto Mode"));
    let without: &[(&str, &str)] = &[("nodes.types", "m6i.8xlarge")];
    assert_eq!(why(without, "NVMe only"), "No selected type has NVMe.");
    let old: &[(&str, &str)] = &[("cluster.al2023Version", "v20251120")];
    assert!(why(old, "NVMe only").contains("RAID0"));
}

#[test]
fn a_region_without_prices_has_none() {
    let advice = advice(&config(&[("cluster.region", "ap-southeast-7")]));
    assert_eq!(advice.per_month, None);
    assert!(
        advice
            .options
            .iter()
            .all(|option| option.per_month.is_none())
    );
    assert!(advice.options.iter().any(|option| option.rate.is_some()));
    // Cape Town has prices of gp3 but not of io2.
    let partly = super::advice(&config(&[("cluster.region", "af-south-1")]));
    assert!(option(&partly, "gp3 3,000 / 600").per_month.is_some());
    assert_eq!(option(&partly, "io2 4,000").per_month, None);
}

#[test]
fn knees_of_throughput_are_the_instances_own() {
    let types = [
        ("nodes.types", "m5.xlarge,g6.4xlarge,m6i.8xlarge"),
        ("nodes.categories", ""),
        ("nodes.minEbsBandwidth", ""),
        ("nodes.minNetworkBandwidth", ""),
        ("storage.instanceStore", "unused"),
    ];
    let charts = charts(&config(&types));
    let curve = &charts.by_throughput;
    assert_eq!((charts.types, charts.unknown), (3, 0));
    // Maxima: 4,750 Mbit/s, 8,000 and 10,000.
    assert_eq!(knee(curve, KneeKind::WastedOnHalf), Some(953));
    assert_eq!(knee(curve, KneeKind::WastedOnAll), Some(1192));
    assert_eq!(knee(curve, KneeKind::NeedsIops), Some(750));
    assert_eq!(knee(curve, KneeKind::OldLimit), Some(1000));
    let reach = advice(&config(&types)).reach;
    for (rate, capped) in [(566, 0), (567, 1), (954, 2), (1192, 2), (1193, 3)] {
        assert_eq!(
            reach.capped_below(ByteRate::mebibytes(rate)),
            capped,
            "{rate}"
        );
    }
    let current = curve.current.expect("a gp3 volume");
    assert_eq!(
        (current.throughput, current.iops, current.capped),
        (600, 3000, 1)
    );
    assert_eq!(
        current.per_month.map(Money::cents).as_deref(),
        Some("$27.00")
    );
    let point = |throughput| {
        let mut points = curve.points.iter();
        points.find(|point| point.throughput == throughput).copied()
    };
    let first = curve.points.first().expect("points");
    assert_eq!(first.per_month.map(Money::cents).as_deref(), Some("$8.00"));
    let most = point(2000).expect("the most that gp3 has");
    assert_eq!((most.iops, most.capped), (8000, 3));
    assert_eq!(most.per_month.map(Money::cents).as_deref(), Some("$108.00"));
}

#[test]
fn iops_buy_nothing_beyond_four_a_mebibyte() {
    for (throughput, iops, at) in [
        ("600", "3000", 3000),
        ("750", "3000", 3000),
        ("1000", "16000", 4000),
    ] {
        let charts = charts(&config(&[
            ("storage.volume.iops", iops),
            ("storage.volume.throughput", throughput),
        ]));
        let curve = &charts.by_iops;
        assert_eq!(knee(curve, KneeKind::BuysNothing), Some(at));
        assert!(
            curve
                .points
                .windows(2)
                .all(|pair| pair[0].rate == pair[1].rate)
        );
        assert!(
            curve
                .points
                .windows(2)
                .all(|pair| pair[0].per_month < pair[1].per_month)
        );
    }
    let many = charts(&config(&[("storage.volume.iops", "20000")]));
    assert_eq!(
        many.by_iops.points.last().map(|point| point.iops),
        Some(50_000)
    );
    assert_eq!(knee(&many.by_iops, KneeKind::OldLimit), Some(16_000));
}

#[test]
fn curves_end_where_the_volume_does() {
    let end = |config: &Config| {
        let curve = charts(config).by_throughput;
        curve.points.last().map(|point| point.throughput)
    };
    assert_eq!(end(&Config::default()), Some(2000));
    assert_eq!(end(&preset("auto-mode")), Some(1000));
    // 10 GiB carry 5,000 IOPS, and these 1,250 MiB/s.
    assert_eq!(
        end(&config(&[("storage.volume.volumeSize", "10Gi")])),
        Some(1250)
    );
    assert_eq!(
        end(&config(&[("storage.volume.volumeSize", "1Gi")])),
        Some(750)
    );
    let io2 = charts(&config(&[("storage.volume.volumeType", "io2")]));
    assert_eq!(
        (io2.by_throughput.current, io2.by_iops.current),
        (None, None)
    );
}

#[test]
fn limits_that_others_still_name_are_noted() {
    let notes = |settings: &[(&str, &str)]| advice(&config(settings)).notes;
    assert_eq!(notes(&[]), []);
    assert_eq!(
        notes(&[
            ("storage.volume.iops", "8000"),
            ("storage.volume.throughput", "2000")
        ]),
        [LimitNote::AboveOldLimits]
    );
    assert_eq!(
        notes(&[("storage.volume.iops", "16001")]),
        [LimitNote::AboveOldLimits]
    );
    assert_eq!(
        notes(&[("cluster.region", "us-gov-west-1")]),
        [LimitNote::RegionUnchecked]
    );
    assert_eq!(
        notes(&[("engine.kind", "auto-mode")]),
        [LimitNote::AutoMode]
    );
}
