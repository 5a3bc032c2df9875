//! Whether a disk is worth its price: settings with seconds and dollars, the curve, the sentences.

use soci_configurator::core::{
    Availability, Ceiling, Config, DiskWorth, Evaluation, Money, NoWorth, SettingWorth, evaluate,
};
use soci_configurator::data::catalogue;

use crate::support::{config, preset, set};

/// With the on-demand prices of us-east-1, by which Karpenter's choice is known.
pub(super) fn priced() -> &'static soci_configurator::core::Catalogue {
    static PRICED: std::sync::OnceLock<soci_configurator::core::Catalogue> =
        std::sync::OnceLock::new();
    PRICED.get_or_init(|| {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let table = root.join("data/ondemand/us-east-1.csv");
        let table = std::fs::read_to_string(table).expect("a table");
        let known = catalogue().with_on_demand("us-east-1", &table);
        known.expect("a well-formed table")
    })
}

pub(super) fn evaluated(config: &Config) -> Evaluation {
    evaluate(config, priced())
}

fn worth(config: &Config) -> DiskWorth {
    DiskWorth::new(config, priced(), &evaluated(config)).expect("a type in view")
}

fn on(name: &str, settings: &[(&str, &str)]) -> Config {
    let config = config(settings);
    set(config, &[("costs.instanceType", name)])
}

fn row<'a>(worth: &'a DiskWorth, name: &str) -> &'a SettingWorth {
    let mut rows = worth.settings.iter();
    rows.find(|row| row.name == name).unwrap_or_else(|| {
        let names: Vec<&str> = worth.settings.iter().map(|row| row.name.as_str()).collect();
        panic!("no setting {name} among {names:?}")
    })
}

fn seconds(row: &SettingWorth) -> u32 {
    let time = row.time.expect("a time").likely();
    (time.as_millis() + 500) / 1000
}

/// g6 nodes with images on NVMe and the blueprint's volume: what many have today.
pub(super) const G6: &[(&str, &str)] = &[
    ("nodes.categories", "g"),
    ("nodes.families", "g6"),
    ("nodes.capacityTypes", "on-demand"),
    ("nodes.minEbsBandwidth", ""),
    ("nodes.minNetworkBandwidth", ""),
    ("storage.instanceStore", "raid0"),
    ("storage.volume.iops", "16000"),
    ("storage.volume.throughput", "1000"),
];

#[test]
fn nvme_of_g6_is_not_worth_its_volume() {
    let worth = worth(&config(G6));
    assert_eq!(worth.instance_type, "g6.xlarge");
    let (yours, best) = (worth.yours().expect("yours"), worth.best().expect("best"));
    assert_eq!(yours.name, "NVMe with gp3 16000/1000");
    assert_eq!(best.name, "gp3 3000/600");
    assert_eq!((seconds(yours), seconds(best)), (242, 66));
    assert_eq!(best.against_yours.micro_dollars, Some(-81_000_000));
    let sentence = worth.sentence();
    for said in [
        "times slower than EBS on g6.xlarge",
        "3000/600 takes about 66 s instead of 4 min 2 s",
        "$81 per month less",
    ] {
        assert!(sentence.contains(said), "{said}\n{sentence}");
    }
    let curve = worth.curve.as_ref().expect("a curve");
    assert!(matches!(curve.ceiling, Some(Ceiling::Instance(_))));
    // 5,000 Mbit/s are 596 MiB/s.
    let enough = curve.enough.expect("an end").throughput;
    assert!((550..=597).contains(&enough), "{enough}");
}

#[test]
fn sentences_answer_every_case() {
    let small_nvme = on("c6id.large", &[("image.compressedSize", "60GB")]);
    for (config, said) in [
        (
            preset("vllm-gpu"),
            vec![
                "Keep 3000/600: 16000/1000 costs $81 per month more and saves 0 s on g6.xlarge",
                "; NVMe is 3.7 times slower there.",
            ],
        ),
        (
            preset("recommended"),
            vec![
                "costs $47 per month more than 3000/600 and saves 26 s on m8azn.xlarge; it has no NVMe.",
            ],
        ),
        (
            set(
                preset("vllm-gpu"),
                &[
                    ("storage.volume.iops", "16000"),
                    ("storage.volume.throughput", "1000"),
                ],
            ),
            vec![
                "16000/1000 costs $81 per month more than 3000/600 and saves 0 s on g6.xlarge; NVMe is 3.7 times slower there.",
            ],
        ),
        (
            set(
                preset("vllm-gpu"),
                &[
                    ("storage.volume.volumeType", "io2"),
                    ("storage.volume.iops", "4000"),
                ],
            ),
            vec!["io2 4000 costs $250 per month more than 3000/600 and saves 0 s on g6.xlarge"],
        ),
        (
            set(preset("vllm-gpu"), &[("storage.volume.volumeType", "gp2")]),
            vec!["3000/600 costs $15 per month more than gp2 of 200Gi and saves"],
        ),
        (
            preset("auto-mode"),
            vec![
                "NVMe is 3.7 times slower than EBS on g6.xlarge, and Auto Mode uses it because 500Gi is requested; with 232Gi, images stay on EBS and 3000/600 may take about 65 s instead of 4 min 2 s, for $21 per month less.",
            ],
        ),
        (
            on("m7i.48xlarge", &[]),
            vec![
                "3000/600 costs $19 per month more than 3000/125 and saves 0 s on m7i.48xlarge; it has no NVMe.",
            ],
        ),
        (
            on("i4i.16xlarge", &[("storage.volume.throughput", "125")]),
            vec!["NVMe", "i4i.16xlarge"],
        ),
        (
            on("m8id.4xlarge", &[]),
            vec![" The speed of that NVMe is not published: the pull may take "],
        ),
        (
            on("m8id.4xlarge", &[("storage.instanceStore", "unused")]),
            vec!["; its NVMe speed is not published, so anything from "],
        ),
        (
            on("c6i.8xlarge", &[("cluster.region", "ap-southeast-7")]),
            vec![
                "saves 5.4 s over 3000/600 on c6i.8xlarge; it has no NVMe. It is not known what they cost in ap-southeast-7.",
            ],
        ),
        (
            set(small_nvme, &[("storage.instanceStore", "unused")]),
            vec!["NVMe is not available: A pull needs"],
        ),
        (
            on("g6.xlarge", &[("image.compressedSize", "")]),
            vec!["How long the pull takes on g6.xlarge is unknown without the image's size; "],
        ),
    ] {
        let worth = worth(&config);
        let sentence = worth.sentence();
        let all = format!("{sentence} {}", worth.remarks().join(" "));
        for said in said {
            assert!(all.contains(said), "{said}\n{all}");
        }
        assert!(
            sentence.ends_with('.') && !sentence.contains(".."),
            "{sentence}"
        );
    }
}

#[test]
fn the_types_that_may_come_are_asked_too() {
    assert_eq!(worth(&config(G6)).elsewhere_sentence(), None);
    let spot = worth(&preset("spark-ci"));
    let over = spot.elsewhere.as_ref().expect("several types may come");
    let better: usize = over.better.iter().map(|better| better.types).sum();
    assert_eq!(over.as_good + better, over.types);
    assert!(over.types > 10 && over.cheaper_would_do <= over.as_good);
    let said = spot.elsewhere_sentence().expect("a sentence");
    assert!(
        said.contains(&format!("{} types that may be launched", over.types)),
        "{said}"
    );
}

#[test]
fn what_bounds_a_pull_is_said() {
    let said = |config: &Config| worth(config).enough_sentence().expect("times");
    assert!(said(&config(G6)).contains("the instance's EBS maximum is near"));
    assert!(said(&on("m7i.48xlarge", &[])).contains(
        "More than the included 125 MiB/s saves less than 5 % on m7i.48xlarge: memory buffers what the volume does not write in time"
    ));
    assert!(said(&on("c6i.8xlarge", &[])).contains("layer unpacks on one core"));
    // A volume of 1 GiB carries no more than 750 MiB/s.
    let small = on("m8azn.xlarge", &[("storage.volume.volumeSize", "1Gi")]);
    assert!(said(&small).starts_with("Up to 750 MiB/s, the volume's maximum"));
}

#[test]
fn a_row_that_is_not_possible_says_why() {
    let why = |config: &Config, name: &str| match &row(&worth(config), name).availability {
        Availability::Impossible(why) => why.clone(),
        other => panic!("{name}: {other:?}"),
    };
    let small = on(
        "m6i.8xlarge",
        &[
            ("image.compressedSize", "1GB"),
            ("storage.volume.volumeSize", "20Gi"),
        ],
    );
    assert_eq!(
        why(&small, "gp3 16000/1000"),
        "16,000 IOPS need 32Gi; the volume has 20Gi."
    );
    assert_eq!(why(&small, "NVMe"), "m6i.8xlarge has no NVMe.");
    assert!(why(&preset("auto-mode"), "io2 4000").contains("gp3"));
    let old = on("m6id.8xlarge", &[("cluster.al2023Version", "v20251120")]);
    assert!(why(&old, "NVMe").contains("RAID0"));
    let asks = on(
        "g6.xlarge",
        &[
            ("engine.kind", "auto-mode"),
            ("storage.volume.volumeSize", "500Gi"),
            ("nodes.minLocalNvme", "250"),
        ],
    );
    assert!(why(&asks, "gp3 3000/600").contains("Auto Mode keeps images on the NVMe"));
    assert!(worth(&asks).curve.is_err());
    assert_eq!(
        DiskWorth::new(
            &config(&[("nodes.minVcpu", "1000")]),
            priced(),
            &evaluated(&config(&[("nodes.minVcpu", "1000")]))
        )
        .map_err(NoWorth::describe),
        Err("No instance type is eligible, so no pull can be estimated.")
    );
}

#[test]
fn without_the_images_size_there_are_prices_and_rates() {
    let worth = worth(&on("g6.xlarge", &[("image.compressedSize", "")]));
    assert_eq!(worth.answer, None);
    for row in worth.settings.iter().filter(|row| row.is_possible()) {
        assert_eq!(row.time, None);
        assert!(
            row.per_month.is_some() && row.rate.is_some(),
            "{}",
            row.name
        );
    }
    let curve = worth.curve.as_ref().expect("a curve");
    assert!(curve.enough.is_none() && curve.points.iter().all(|point| point.time.is_none()));
    assert!(
        worth
            .caveats()
            .iter()
            .any(|said| said.contains("size is unknown"))
    );
}

#[test]
fn a_region_without_prices_has_none() {
    let unknown = worth(&on("c6id.4xlarge", &[("cluster.region", "ap-southeast-7")]));
    assert!(unknown.settings.iter().all(|row| row.per_month.is_none()));
    assert!(unknown.settings.iter().any(|row| row.time.is_some()));
    // Cape Town has prices of gp3 but not of io2.
    let partly = worth(&on("c6id.4xlarge", &[("cluster.region", "af-south-1")]));
    assert!(row(&partly, "gp3 3000/125").per_month.is_some());
    assert_eq!(row(&partly, "io2 4000").per_month, None);
}

#[test]
fn the_blueprints_setting_costs_four_times_what_is_enough() {
    let worth = worth(&set(
        preset("original-blueprint"),
        &[("costs.instanceType", "m6id.8xlarge")],
    ));
    for (name, dollars) in [
        ("gp3 3000/125", "$8.00"),
        ("gp3 3000/600", "$27.00"),
        ("gp3 4000/1000", "$48.00"),
        ("gp3 16000/1000", "$108.00"),
        ("io2 4000", "$272.50"),
    ] {
        let cost = row(&worth, name).per_month.map(Money::cents);
        assert_eq!(cost.as_deref(), Some(dollars), "{name}");
    }
    assert_eq!(
        row(&worth, "gp3 4000/1000").time,
        row(&worth, "gp3 16000/1000").time,
        "IOPS beyond four a MiB/s buy nothing"
    );
}

/// Throughput from the edge of what a volume takes; another curve each.
fn curves() -> Vec<Config> {
    let mut all: Vec<Config> = [
        "recommended",
        "vllm-gpu",
        "bottlerocket",
        "auto-mode",
        "stock-containerd",
    ]
    .map(preset)
    .to_vec();
    all.extend(["m7i.48xlarge", "c6i.2xlarge", "m5.large", "i4i.large"].map(|name| on(name, &[])));
    all
}

#[test]
fn more_throughput_never_makes_a_pull_slower_and_the_end_is_the_least() {
    for config in curves() {
        let worth = worth(&config);
        let curve = worth.curve.as_ref().expect("a curve");
        let likely: Vec<(u32, u32)> = curve
            .points
            .iter()
            .map(|point| {
                let time = point.time.expect("a time");
                (point.throughput, time.likely().as_millis())
            })
            .collect();
        for pair in likely.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{pair:?}");
            assert!(pair[0].1 >= pair[1].1, "{}: {pair:?}", worth.instance_type);
        }
        for pair in curve.points.windows(2) {
            assert!(pair[0].per_month <= pair[1].per_month);
        }
        let enough = curve.enough.expect("an end");
        let best = likely.last().expect("points").1;
        assert!(curve.at(enough.throughput).is_some());
        // One MiB/s less, asked anew.
        let at = |throughput: u32| {
            let iops = (throughput * 4).max(3000).to_string();
            let config = set(
                config.clone(),
                &[
                    ("costs.instanceType", worth.instance_type),
                    ("storage.volume.volumeType", "gp3"),
                    ("storage.volume.iops", &iops),
                    ("storage.volume.throughput", &throughput.to_string()),
                    ("storage.instanceStore", "unused"),
                ],
            );
            let pull = evaluated(&config).pull.expect("a pull");
            pull.node.engine.estimate.time.likely().as_millis()
        };
        if config == preset("auto-mode") {
            continue;
        }
        // 5 %, or half a second.
        let is_near = |time: u32| time - best.min(time) <= (time / 20).max(500);
        assert!(is_near(at(enough.throughput)), "{}", worth.instance_type);
        if enough.throughput > 125 {
            assert!(
                !is_near(at(enough.throughput - 1)),
                "{}",
                worth.instance_type
            );
        }
    }
}

#[test]
fn curves_end_where_the_volume_does() {
    let end = |config: &Config| {
        let worth = worth(config);
        let curve = worth.curve.expect("a curve");
        curve.points.last().map(|point| point.throughput)
    };
    assert_eq!(end(&Config::default()), Some(2000));
    assert_eq!(end(&preset("auto-mode")), Some(1000));
    // 10 GiB carry 5,000 IOPS, and these 1,250 MiB/s.
    let sized = |size| on("m6i.8xlarge", &[("storage.volume.volumeSize", size)]);
    assert_eq!(end(&sized("10Gi")), Some(1250));
    assert_eq!(end(&sized("1Gi")), Some(750));
}
