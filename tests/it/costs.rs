//! What volumes and nodes cost: published figures to the cent, and what is not known.

use soci_configurator::core::{
    Config, Costs, EbsPrices, Edit, Field, Iops, LikelyRange, LineItem, Money, NodeCase, Origin,
    Preset, Purchase, Role, Throughput, TimeSpan, Total, VolumeCost, VolumeSize, VolumeSpec,
    VolumeType, evaluate,
};
use soci_configurator::data::catalogue;

use crate::catalogue::with_prices;

fn ebs(region: &str) -> Option<&'static EbsPrices> {
    catalogue().ebs_prices(&region.parse().expect("a Region's code"))
}

fn gp3(gib: u32, iops: u32, throughput: u32) -> VolumeSpec {
    VolumeSpec {
        volume_type: VolumeType::Gp3,
        size: VolumeSize::gib(gib),
        iops: Some(Iops::new(iops)),
        throughput: Some(Throughput::mebibytes(throughput)),
    }
}

fn month(volume: &VolumeSpec, region: &str) -> Option<String> {
    let total = VolumeCost::new(volume, ebs(region)).per_month();
    total.exactly().map(Money::cents)
}

#[test]
fn gp3_figures_of_us_east_1_to_the_cent() {
    for (iops, throughput, dollars) in [
        (3000, 125, "$8.00"),
        (3000, 600, "$27.00"),
        (3000, 750, "$33.00"),
        (4000, 1000, "$48.00"),
        (16_000, 1000, "$108.00"),
        (8000, 2000, "$108.00"),
    ] {
        assert_eq!(
            month(&gp3(100, iops, throughput), "us-east-1").as_deref(),
            Some(dollars),
            "{iops}/{throughput}"
        );
    }
}

#[test]
fn other_types_by_their_own_formula() {
    let volume = |volume_type, gib, iops| VolumeSpec {
        volume_type,
        size: VolumeSize::gib(gib),
        iops,
        throughput: None,
    };
    let iops = |count| Some(Iops::new(count));
    for (volume, dollars) in [
        (volume(VolumeType::Gp2, 100, None), "$10.00"),
        (volume(VolumeType::Gp2, 100, iops(5000)), "$10.00"),
        (volume(VolumeType::Io1, 100, iops(5000)), "$337.50"),
        (volume(VolumeType::Io2, 100, iops(5000)), "$337.50"),
        // 12.50 + 32,000 × 0.065 + 32,000 × 0.0455 + 36,000 × 0.03185
        (volume(VolumeType::Io2, 100, iops(100_000)), "$4,695.10"),
        (volume(VolumeType::Io2, 100, iops(32_000)), "$2,092.50"),
    ] {
        assert_eq!(
            month(&volume, "us-east-1").as_deref(),
            Some(dollars),
            "{volume:?}"
        );
    }
}

#[test]
fn a_volume_without_a_price_is_unknown_not_free() {
    let cost = VolumeCost::new(&gp3(100, 3000, 600), ebs("mx-central-1"));
    let known: Vec<Option<Money>> = cost.lines.iter().map(LineItem::per_month).collect();
    // No IOPS above what is included: that part is really nothing.
    assert_eq!(known, [None, Some(Money::ZERO), None]);
    assert_eq!(cost.per_month().exactly(), None);
    // A Region that has gp3 prices and none of io2.
    let io2 = VolumeSpec {
        volume_type: VolumeType::Io2,
        ..gp3(100, 4000, 125)
    };
    assert_eq!(month(&io2, "af-south-1"), None);
    assert!(month(&gp3(100, 4000, 125), "af-south-1").is_some());
    // EC2 refuses io1 without IOPS; its price is no smaller for that.
    let bare = VolumeSpec {
        volume_type: VolumeType::Io1,
        iops: None,
        ..gp3(100, 3000, 125)
    };
    assert_eq!(month(&bare, "us-east-1"), None);
}

/// What a Config with these settings costs, with the prices of its own Region and us-east-1's.
fn costs(settings: &[(&str, &str)]) -> Costs {
    let config = set(Config::default(), settings);
    let region = Field::find("cluster.region")
        .expect("a field")
        .value(&config)
        .to_string();
    evaluate(&config, &with_prices(&[&region, "us-east-1"])).costs
}

fn set(config: Config, settings: &[(&str, &str)]) -> Config {
    settings.iter().fold(config, |config, (path, text)| {
        let field = Field::find(path).unwrap_or_else(|| panic!("{path}"));
        let edit = Edit::typed(field, text, &config);
        config.apply(&edit.unwrap_or_else(|error| panic!("{path}={text}: {error}")))
    })
}

fn only(costs: &Costs) -> &NodeCase {
    let [case] = costs.cases.as_slice() else {
        panic!("{} cases", costs.cases.len());
    };
    case
}

fn micro(total: Total) -> Option<u64> {
    total.exactly().map(Money::to_micro_dollars)
}

#[test]
fn a_node_of_one_type_by_hand() {
    // m6i.8xlarge costs $1.536 an hour in us-east-1 (2026-07-20), 100 GiB gp3 3000/600 $27.00 a
    // month: 8.00 + 0 + 19.00, which is 10,959 + 0 + 26,027 micro-dollars an hour.
    let costs = costs(&[
        ("costs.instanceType", "m6i.8xlarge"),
        ("costs.nodes", "10"),
        ("costs.pullTime", "60"),
        ("costs.provisioning", "30"),
        ("costs.nodeStarts", "2000"),
    ]);
    let node = only(&costs);
    assert_eq!(node.role, Role::Chosen);
    assert_eq!(costs.chosen_is_admitted, Some(true));
    assert_eq!(micro(node.instance_hour), Some(1_536_000));
    assert_eq!(micro(costs.disk_hour), Some(36_986));
    assert_eq!(micro(costs.disk_month), Some(27_000_000));
    assert_eq!(micro(node.node_hour), Some(1_572_986));
    assert_eq!(micro(node.node_month), Some(1_121_280_000 + 27_000_000));
    assert_eq!(micro(node.all_month), Some(11_482_800_000));
    // 30 s: 12,800 for the instance, 91 and 217 for the volume.
    assert_eq!(
        micro(node.start.provisioning_cost.likely),
        Some(12_800 + 91 + 217)
    );
    // 60 s: 25,600, 183 and 434.
    assert_eq!(micro(node.start.pull_cost.likely), Some(25_600 + 183 + 434));
    assert_eq!(micro(node.start.total.likely), Some(39_325));
    assert_eq!(micro(node.thousand_starts.high), Some(39_325_000));
    assert_eq!(
        node.monthly_starts.and_then(|starts| micro(starts.low)),
        Some(78_650_000)
    );
    assert_eq!(
        node.instance[0].written_out(),
        "$1.536 per hour = $1.536 per hour"
    );
    assert_eq!(
        costs.disk[2].written_out(),
        "(600 − 125 included) MiB/s × $0.04 per MiB/s-month = $19.00 per month"
    );
}

#[test]
fn the_published_start_is_a_range_and_an_unknown_pull_stays_unknown() {
    let costs = costs(&[
        ("costs.instanceType", "m6i.8xlarge"),
        ("image.compressedSize", ""),
    ]);
    let start = &only(&costs).start;
    assert_eq!(start.provisioning.low(), TimeSpan::from_secs(29));
    assert_eq!(start.provisioning.high(), TimeSpan::from_secs(40));
    assert!(start.provisioning_cost.low.at_least < start.provisioning_cost.high.at_least);
    assert!(start.pull.is_none());
    assert_eq!(start.total.likely.exactly(), None);
    assert_eq!(
        start.total.likely.at_least,
        start.provisioning_cost.likely.at_least
    );
    assert!(start.charges.is_empty());
}

#[test]
fn a_pull_that_is_not_measured_is_estimated_for_the_type() {
    let start = |settings: &[(&str, &str)]| {
        let costs = costs(settings);
        costs.cases[0].start.clone()
    };
    let wide = start(&[("costs.instanceType", "m6i.8xlarge")]);
    let pull = wide.pull.expect("estimated");
    assert!(pull.low() < pull.high() && !wide.own_pull);
    assert!(wide.total.low.at_least < wide.total.high.at_least);
    assert!(wide.total.high.exactly().is_some());
    let told = start(&[
        ("costs.instanceType", "m6i.8xlarge"),
        ("costs.pullTime", "39.553s"),
    ]);
    assert_eq!(
        told.pull,
        Some(LikelyRange::exactly(TimeSpan::from_millis(39_553)))
    );
    assert!(told.own_pull);
}

#[test]
fn admitted_types_are_a_range() {
    let node = costs(&[]);
    assert_eq!(only(&node).role, Role::Launched);
    assert_eq!(only(&node).instance_type.as_deref(), Some("m8azn.xlarge"));
    let costs = costs(&[("costs.instanceType", "all")]);
    let roles: Vec<Role> = costs.cases.iter().map(|case| case.role).collect();
    assert_eq!(roles, [Role::Cheapest, Role::Median, Role::Dearest]);
    let hours: Vec<Money> = costs
        .cases
        .iter()
        .map(|case| case.instance_hour.exactly().expect("priced"))
        .collect();
    assert!(hours.is_sorted());
    let evaluation = evaluate(&Config::default(), &with_prices(&["us-east-1"]));
    assert_eq!(
        costs.priced + costs.unpriced,
        evaluation.selection.admitted.len()
    );
    assert_eq!(costs.estimated, 0);
    assert_eq!(costs.purchase, Purchase::AtMostOnDemand);
}

#[test]
fn discount_spot_and_own_price() {
    let hour = |settings: &[(&str, &str)]| {
        let settings = [&[("costs.instanceType", "m6i.8xlarge")][..], settings].concat();
        micro(only(&costs(&settings)).instance_hour)
    };
    let on_demand = ("nodes.capacityTypes", "on-demand");
    assert_eq!(hour(&[on_demand]), Some(1_536_000));
    assert_eq!(
        hour(&[on_demand, ("costs.discount", "28")]),
        Some(1_105_920)
    );
    // Spot has no savings plan, and on-demand no spot price.
    let both = [("costs.discount", "28"), ("costs.spotPercent", "35")];
    assert_eq!(hour(&both), Some(537_600));
    assert_eq!(hour(&[on_demand, both[0], both[1]]), Some(1_105_920));
    assert_eq!(hour(&[("costs.price", "$1.25"), both[0]]), Some(1_250_000));
    assert_eq!(hour(&[on_demand, ("costs.discount", "100")]), Some(0));
}

#[test]
fn every_volume_that_is_written_is_priced() {
    for preset in Preset::ALL {
        let config = preset.config();
        let evaluation = evaluate(&config, catalogue());
        let manifests = evaluation.bundle.manifests();
        // The comparison pair has the same volumes once more.
        let classes = manifests.matches("\nkind: EC2NodeClass").count().max(1);
        let volumes = manifests.matches("volumeType:").count() / classes;
        let sizes = evaluation
            .costs
            .disk
            .iter()
            .filter(|line| line.what.ends_with(" size"))
            .count();
        assert_eq!(sizes, volumes.max(1), "{}", preset.word);
    }
    let bottlerocket = costs(&[("engine.kind", "bottlerocket")]);
    let sizes: Vec<String> = bottlerocket
        .disk
        .iter()
        .filter(|line| line.what.ends_with(" size"))
        .map(LineItem::written_out)
        .collect();
    assert_eq!(
        sizes,
        [
            "100 GiB × $0.08 per GiB-month = $8.00 per month",
            "4 GiB × $0.08 per GiB-month = $0.32 per month"
        ]
    );
}

#[test]
fn what_the_data_lacks_is_said() {
    // Auto Mode's fee.
    let auto = costs(&[
        ("engine.kind", "auto-mode"),
        ("costs.instanceType", "m6i.8xlarge"),
    ]);
    assert_eq!(only(&auto).node_hour.exactly(), None);
    assert!(only(&auto).node_hour.at_least >= Money::micro_dollars(1_536_000));
    assert!(
        auto.disk[0].what.contains("gp3 prices"),
        "{}",
        auto.disk[0].what
    );
    // A distribution whose node class the user writes.
    let by_hand = costs(&[
        ("engine.kind", "install-script"),
        ("engine.install.distribution", "other"),
    ]);
    assert_eq!(by_hand.disk_month.text(Money::cents), "unknown");
    // A type that is in no table.
    let nobody = costs(&[("costs.instanceType", "x99.large")]);
    assert_eq!(only(&nobody).instance_hour.text(Money::rounded), "unknown");
    assert_eq!(nobody.chosen_is_admitted, Some(false));
    // A Region whose prices are not loaded.
    let empty = evaluate(&Config::default(), catalogue()).costs;
    assert_eq!(only(&empty).role, Role::StandIn);
    assert_eq!(empty.priced, 0);
    assert!(empty.unpriced > 0);
    assert!(matches!(
        only(&empty).instance[0].formula.price.origin,
        Origin::Unknown(_)
    ));
    assert!(
        only(&empty)
            .node_month
            .text(Money::cents)
            .starts_with("at least $27.00")
    );
}

#[test]
fn a_region_with_partial_prices_is_estimated_only_when_asked() {
    let mexico = ("cluster.region", "mx-central-1");
    let known = costs(&[mexico]);
    assert!(known.unpriced > 0 && known.priced > 0 && known.estimated == 0);
    assert_eq!(known.disk_month.text(Money::cents), "unknown");
    assert!(known.cases.iter().all(|case| !case.estimated));

    let asked = costs(&[mexico, ("costs.estimateMissing", "true")]);
    assert!(asked.estimated > 0);
    assert_eq!(asked.priced, known.priced + asked.estimated);
    assert_eq!(asked.disk_month.text(Money::cents), "unknown");

    let missing = [mexico, ("costs.instanceType", "p5.48xlarge")];
    assert_eq!(only(&costs(&missing)).instance_hour.exactly(), None);
    let estimated = costs(&[&missing[..], &[("costs.estimateMissing", "true")]].concat());
    let line = &only(&estimated).instance[0];
    assert!(only(&estimated).estimated);
    let Origin::Estimated(how) = &line.formula.price.origin else {
        panic!("{line:?}");
    };
    assert!(how.starts_with("us-east-1's $55.04 × 1."), "{how}");
    // A whole table needs no estimate.
    let home = costs(&[("costs.estimateMissing", "true")]);
    assert_eq!(home.estimated, 0);
}

#[test]
fn an_estimate_takes_the_median_ratio_of_its_family() {
    let header = "type,usd_per_hour,as_of\n";
    let row = |name: &str, price: &str| format!("{name},{price},2026-01-01\n");
    let there = [
        row("m6i.2xlarge", "0.4"),
        row("m6i.4xlarge", "0.8"),
        row("m6i.8xlarge", "1.6"),
        row("m6i.xlarge", "0.2"),
    ];
    let here = [
        row("c6i.large", "9"),
        row("m6i.2xlarge", "0.44"),
        row("m6i.4xlarge", "0.96"),
        row("m6i.xlarge", "0.21"),
    ];
    let table = |rows: &[String]| format!("{header}{}", rows.concat());
    let priced = catalogue()
        .with_on_demand("us-east-1", &table(&there))
        .and_then(|known| known.with_on_demand("eu-west-1", &table(&here)))
        .expect("tables");
    let config = set(
        Config::default(),
        &[
            ("cluster.region", "eu-west-1"),
            ("costs.instanceType", "m6i.8xlarge"),
            ("costs.estimateMissing", "true"),
        ],
    );
    let costs = evaluate(&config, &priced).costs;
    let line = &only(&costs).instance[0];
    // Ratios 1.05, 1.1 and 1.2.
    assert_eq!(line.per_hour(), Some(Money::micro_dollars(1_760_000)));
    assert_eq!(
        line.formula.price.origin,
        Origin::Estimated(
            "us-east-1's $1.60 × 1.100, the median ratio of 3 m6i types that both Regions price"
                .to_owned()
        )
    );
}

#[test]
fn a_snapshot_costs_once_and_transfer_with_every_start() {
    let costs = costs(&[
        ("costs.instanceType", "m6i.8xlarge"),
        ("storage.volume.snapshotID", "snap-0123456789abcdef0"),
        ("costs.snapshotSize", "30Gi"),
        ("costs.fastRestoreZones", "2"),
        ("costs.fastRestoreHours", "100"),
        ("costs.nodes", "3"),
        ("costs.transferPrice", "0.045"),
        ("image.compressedSize", "10757041023"),
    ]);
    let months: Vec<Option<Money>> = costs.shared.iter().map(LineItem::per_month).collect();
    let dollars = |amount: u64| Some(Money::micro_dollars(amount * 1_000_000));
    // 30 × 0.05 and 2 × 100 × 0.75.
    assert_eq!(
        months,
        [Some(Money::micro_dollars(1_500_000)), dollars(150)]
    );
    let node = only(&costs);
    let nodes = micro(node.node_month).expect("known") * 3;
    assert_eq!(micro(node.all_month), Some(nodes + 151_500_000));
    let [transfer] = node.start.charges.as_slice() else {
        panic!("{:?}", node.start.charges);
    };
    assert_eq!(transfer.amount(), Some(Money::micro_dollars(484_067)));
    assert_eq!(
        transfer.written_out(),
        "10.757 GB × $0.045 per GB = $0.484067 per start"
    );
    let unsized_snapshot = self::costs(&[("storage.volume.snapshotID", "snap-0123456789abcdef0")]);
    assert_eq!(unsized_snapshot.shared[0].per_month(), None);
    // EBS charges for the rate, and nobody knows what.
    let rate = self::costs(&[
        ("storage.volume.snapshotID", "snap-0123456789abcdef0"),
        ("storage.volume.volumeInitializationRate", "300"),
        ("costs.pullTime", "40"),
    ]);
    assert_eq!(rate.cases[0].start.total.likely.unknown, 1);
}

#[test]
fn prices_change_no_manifest() {
    let changed = set(
        Config::default(),
        &[
            ("costs.discount", "20"),
            ("costs.nodes", "7"),
            ("costs.estimateMissing", "true"),
            ("costs.instanceType", "m6i.8xlarge"),
        ],
    );
    let (before, after) = (
        evaluate(&Config::default(), catalogue()),
        evaluate(&changed, catalogue()),
    );
    assert_eq!(before.findings, after.findings);
    for (old, new) in before.bundle.files().iter().zip(after.bundle.files()) {
        assert_eq!(
            old.text == new.text,
            old.path != "config.yaml",
            "{}",
            old.path
        );
    }
}

/// The command prints what the page shows: both take it from the same evaluation.
#[cfg(feature = "cli")]
#[test]
fn the_command_line_prints_the_same_numbers() {
    let run = |arguments: &[&str]| {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_soci-configurator"))
            .args(arguments)
            .output()
            .expect("the command starts");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        (String::from_utf8(output.stdout).expect("text"), errors)
    };
    let base = ["cost", "--set", "cluster.region=mx-central-1"];
    let (text, summary) = run(&base);
    let known = costs(&[("cluster.region", "mx-central-1")]);
    assert!(
        summary.contains(&format!("{} eligible types are priced", known.priced)),
        "{summary}"
    );
    for line in known.cases.iter().flat_map(|case| &case.instance) {
        assert!(text.contains(&line.what), "{text}");
    }
    assert!(text.contains("unknown: the EBS price table"), "{text}");
    assert!(text.contains("at least $"), "{text}");

    let estimated = [
        &base[..],
        &["--set", "costs.estimateMissing=true", "--format", "json"],
    ]
    .concat();
    let (json, _) = run(&estimated);
    let report: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let asked = costs(&[
        ("cluster.region", "mx-central-1"),
        ("costs.estimateMissing", "true"),
    ]);
    assert_eq!(report["typesWithEstimatedPrice"], asked.estimated);
    let lines: Vec<Option<u64>> = report["disk"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| line["monthMicroDollars"].as_u64())
        .collect();
    assert_eq!(lines, [None, Some(0), None]);
    let case = &report["cases"][0];
    assert_eq!(
        case["nodeHour"]["atLeastMicroDollars"],
        asked.cases[0].node_hour.at_least.to_micro_dollars()
    );
    assert_eq!(case["estimated"], asked.cases[0].estimated);
}
