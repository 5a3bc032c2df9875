//! How long pulls take: against what was published, and what is known of pulls whatever the
//! numbers.

use soci_configurator::core::{
    Bottleneck, Config, Constants, LikelyRange, MeasuredEngine, NoEstimate, Parameter,
    PredictedAgainstMeasured, PredictedPair, PredictedPull, PullKind, PullModel, PullVariant,
    TimeSpan, TypeEstimate, evaluate, node_start,
};
use soci_configurator::data::{MEASURED_PAIRS, MEASUREMENTS, catalogue};

use crate::support::{config, preset, set};

fn predicted() -> PredictedAgainstMeasured {
    PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &Constants::default())
        .expect("the committed table is well-formed")
}

/// One line for each row, for whoever reads a failure.
fn table(predicted: &PredictedAgainstMeasured) -> String {
    let row = |pull: &PredictedPull| {
        let range = pull.predicted;
        format!(
            "{:<22} measured {:>8} predicted {:>8} ({} to {}) on {} types, error {:?}\n",
            pull.measured.id,
            pull.measured.time.rounded(),
            range.likely().rounded(),
            range.low().rounded(),
            range.high().rounded(),
            pull.types,
            pull.error(),
        )
    };
    predicted.pulls.iter().map(row).collect()
}

#[test]
fn published_pulls_are_predicted() {
    let predicted = predicted();
    let table = table(&predicted);
    assert_eq!(predicted.pulls.len(), 25);
    let known = predicted.pulls.iter().filter(|pull| pull.error().is_some());
    assert_eq!(known.count(), 20);
    let mean = predicted.mean_error().expect("known types");
    assert!(
        mean <= 120,
        "mean error {mean} tenths of a percent\n{table}"
    );
    assert_eq!(predicted.in_range(), 25, "{table}");
}

#[test]
fn containerds_own_pull_is_predicted_from_socis_on_the_same_node() {
    let pairs = PredictedPair::all(
        catalogue(),
        MEASURED_PAIRS,
        MEASUREMENTS,
        &Constants::default(),
    )
    .expect("the committed tables are well-formed");
    assert_eq!(pairs.len(), 1);
    for pair in &pairs {
        let (range, name) = (pair.predicted, &pair.measured.id);
        assert!(pair.is_in_range(), "{name}: {range:?}");
        // Two runs of one pull differ by 9 %, so that no prediction can be better.
        assert!(pair.error().abs() <= 90, "{name}: {}", pair.error());
        assert_eq!(pair.settings, 9, "SOCI pulls on known types");
    }
}

/// Rows of one image, and of one type where that was published, are one published group.
#[test]
fn engines_are_ranked_as_published() {
    let predicted = predicted();
    let group = |pull: &PredictedPull| {
        let id = &pull.measured.id;
        let (group, _) = id.split_at(id.rfind('-').unwrap_or(2));
        group.to_owned()
    };
    let mut compared = 0;
    for one in &predicted.pulls {
        for other in &predicted.pulls {
            // Nobody published Auto Mode's limits: it is simulated like SOCI's own.
            let is_auto = one.measured.engine == MeasuredEngine::AutoMode;
            if group(one) != group(other) || one.measured.time >= other.measured.time || is_auto {
                continue;
            }
            compared += 1;
            assert!(
                one.predicted.likely() < other.predicted.likely(),
                "{} is faster than {}\n{}",
                one.measured.id,
                other.measured.id,
                table(&predicted)
            );
        }
    }
    assert_eq!(compared, 16);
}

fn on(config: &Config, by: PullVariant, name: &str) -> TypeEstimate {
    let position = catalogue().position(name).expect("a known type");
    PullModel::new(config, catalogue(), &Constants::default())
        .expect("a known size")
        .estimate_on(by, position)
        .expect("a known type")
}

/// Likely milliseconds.
fn likely(config: &Config, by: PullVariant, name: &str) -> u32 {
    on(config, by, name).estimate.time.likely().as_millis()
}

fn engine(config: &Config, name: &str) -> u32 {
    likely(config, PullVariant::Engine, name)
}

fn with_throughput(throughput: u32) -> Config {
    config(&[
        ("storage.volume.iops", "16000"),
        ("storage.volume.throughput", &throughput.to_string()),
    ])
}

/// The AMI's own advice: at least 600 MiB/s. m6i.2xlarge has 32 GiB.
#[test]
fn small_nodes_want_600_mebibytes_a_second() {
    let time = |throughput| engine(&with_throughput(throughput), "m6i.2xlarge");
    let (below, above) = (time(300) - time(600), time(900) - time(1200));
    assert!(below > above * 10, "{below} {above}");
    let bound = |throughput| {
        on(
            &with_throughput(throughput),
            PullVariant::Engine,
            "m6i.2xlarge",
        )
        .estimate
        .bound()
    };
    assert!(matches!(bound(600), Bottleneck::Disk { .. }));
    assert!(matches!(bound(750), Bottleneck::OneLayerUnpacks { .. }));
    // Slow enough a volume takes all the gain: 125 MiB/s are gp3's own.
    let slow = with_throughput(125);
    let stock = likely(&slow, PullVariant::StockContainerd, "m6i.2xlarge");
    assert!(time(125) * 100 > stock * 95, "{} {stock}", time(125));
    assert!(time(600) * 3 < stock * 2);
}

#[test]
fn iops_beyond_a_quarter_of_throughput_buy_nothing() {
    for throughput in [125, 600, 750] {
        let times: Vec<u32> = [3000, 16_000, 80_000]
            .iter()
            .map(|iops| {
                let config = config(&[
                    ("storage.volume.iops", &iops.to_string()),
                    ("storage.volume.throughput", &throughput.to_string()),
                ]);
                engine(&config, "m6i.2xlarge")
            })
            .collect();
        assert_eq!(times[0], times[1], "{throughput} MiB/s");
        assert_eq!(times[1], times[2], "{throughput} MiB/s");
    }
}

/// ray-llm on g6e.2xlarge with one 450 GB NVMe: 121 s with SOCI, 124 to 131 s without.
#[test]
fn one_dominant_layer_on_a_slow_nvme_gains_almost_nothing() {
    let ray = config(&[
        ("image.reference", "rayproject/ray-llm:2.56.0"),
        ("image.compressedSize", "11.6GB"),
        ("image.largestLayer", "41"),
        ("storage.instanceStore", "raid0"),
    ]);
    let soci = on(&ray, PullVariant::Engine, "g6e.2xlarge");
    assert_eq!(soci.kind, PullKind::OnInstanceStore);
    assert!(matches!(soci.estimate.bound(), Bottleneck::Disk { .. }));
    let stock = likely(&ray, PullVariant::StockContainerd, "g6e.2xlarge");
    let soci = soci.estimate.time.likely().as_millis();
    assert!(soci < stock && soci * 100 > stock * 85, "{soci} {stock}");
}

/// How many times as fast as stock containerd, in hundredths.
fn gain(config: &Config, name: &str) -> u32 {
    likely(config, PullVariant::StockContainerd, name) * 100 / engine(config, name)
}

#[test]
fn more_layers_and_more_cores_gain_more() {
    let layers = |count: usize| {
        let lines = vec![format!("{} gzip", 9_600_000_000 / count); count].join("\n");
        set(
            with_throughput(2000),
            &[("storage.volume.iops", "8000"), ("image.layers", &lines)],
        )
    };
    let gains = [1, 2, 4, 8].map(|count| gain(&layers(count), "m6i.16xlarge"));
    assert!(gains.windows(2).all(|pair| pair[0] < pair[1]), "{gains:?}");
    // One layer gains only by its download.
    assert!(gains[0] < 200, "{gains:?}");
    let many = layers(12);
    let sizes = ["m6i.xlarge", "m6i.2xlarge", "m6i.4xlarge", "m6i.8xlarge"];
    let gains = sizes.map(|name| gain(&many, name));
    assert!(gains.windows(2).all(|pair| pair[0] <= pair[1]), "{gains:?}");
    assert!(gains[0] * 3 < gains[3] * 2, "{gains:?}");
}

/// On whole Configs, better settings and larger sizes are never slower by more than a hundredth.
#[test]
fn better_settings_are_not_slower() {
    let check = |path: &str, values: &[&str], base: &Config| {
        for name in ["m6i.2xlarge", "m6i.8xlarge", "g6e.2xlarge", "c7a.4xlarge"] {
            let times: Vec<u32> = values
                .iter()
                .map(|value| engine(&set(base.clone(), &[(path, value)]), name))
                .collect();
            for pair in times.windows(2) {
                assert!(pair[1] * 100 <= pair[0] * 101, "{path} {name}: {times:?}");
            }
        }
    };
    let fast = with_throughput(1000);
    for base in [&Config::default(), &fast] {
        let path = "engine.maxConcurrentDownloadsPerImage";
        check(path, &["1", "2", "3", "5", "10", "20", "40"], base);
        let path = "engine.maxConcurrentUnpacksPerImage";
        check(path, &["1", "2", "3", "4", "8", "12", "24"], base);
    }
    let throughputs = ["125", "250", "400", "600", "750", "1000", "1500", "2000"];
    let many = config(&[("storage.volume.iops", "16000")]);
    check("storage.volume.throughput", &throughputs, &many);
    check(
        "storage.volume.iops",
        &["3000", "3500", "4000", "16000"],
        &fast,
    );
    for family in ["m6i", "c7a", "r6i"] {
        let sizes = ["xlarge", "2xlarge", "4xlarge", "8xlarge", "16xlarge"];
        let times = sizes.map(|size| engine(&fast, &format!("{family}.{size}")));
        for pair in times.windows(2) {
            assert!(pair[1] * 100 <= pair[0] * 101, "{family}: {times:?}");
        }
    }
}

#[test]
fn what_is_known_narrows_the_range() {
    let unknown = config(&[]);
    let width = |config: &Config| on(config, PullVariant::Engine, "m6i.8xlarge").estimate;
    let (wide, layers) = (
        width(&unknown),
        width(&set(
            unknown.clone(),
            &[("image.layers", "3.7GB\n3GB\n2GB\n1GB\n1GB")],
        )),
    );
    let widest = wide.influences.first().expect("something is uncertain");
    assert_eq!(widest.parameter, Parameter::LargestShare);
    let (from, to) = wide.with_manifest().expect("the layers are not known");
    assert_eq!(from, wide.uncertainty());
    assert!(to < from);
    assert_eq!(layers.with_manifest(), None);
    assert!(layers.uncertainty() < from, "{}", layers.uncertainty());
    let sizes = set(
        unknown,
        &[("image.layers", "3.7GB unpacked 8.7GB\n7GB unpacked 16GB")],
    );
    let known = width(&sizes);
    assert!(known.uncertainty() < layers.uncertainty());
    let is_ratio = |parameter| parameter == Parameter::UnpackedRatio;
    let parameters = known.influences.iter().map(|one| one.parameter);
    assert!(!parameters.into_iter().any(is_ratio));
}

#[test]
fn ranges_are_ordered_and_bounds_add_up() {
    for word in [
        "recommended",
        "vllm-gpu",
        "bottlerocket",
        "auto-mode",
        "stock-containerd",
    ] {
        let evaluation = evaluate(&preset(word), catalogue());
        let estimates = evaluation.pull.expect("an estimate");
        let admitted = evaluation.selection.admitted.len();
        let config = preset(word);
        let model =
            PullModel::new(&config, catalogue(), &Constants::default()).expect("a known size");
        let spreads = model
            .over(&evaluation.selection.admitted)
            .expect("some types");
        assert_eq!(estimates.spread.as_ref(), Some(&spreads.engine), "{word}");
        let both = [
            (PullVariant::Engine, Some(&spreads.engine)),
            (PullVariant::StockContainerd, spreads.stock.as_ref()),
        ];
        for (by, spread) in both {
            let Some(spread) = spread else { continue };
            assert_eq!(spread.likely.len(), admitted, "{word}");
            let types: usize = spread.kinds.iter().map(|kind| kind.types).sum();
            assert_eq!(types, admitted, "{word}");
            for one in [&spread.fastest, &spread.median, &spread.slowest] {
                let estimate = model
                    .estimate_on(by, one.position)
                    .expect("a known type")
                    .estimate;
                let time = estimate.time;
                assert!(time.low() < time.likely() && time.likely() < time.high());
                let held: TimeSpan = estimate.bounds.iter().map(|(_, time)| *time).sum();
                let off = held.as_millis().abs_diff(time.likely().as_millis());
                assert!(off < 50, "{word}: {held} of {}", time.likely());
            }
            let over = spread.over_types();
            assert!(over.low() <= over.likely() && over.likely() <= over.high());
            assert!(
                spread
                    .likely
                    .iter()
                    .all(|time| over.low() <= *time && *time <= over.high())
            );
        }
        assert_eq!(estimates.node.stock.is_none(), word == "stock-containerd");
        let in_view = evaluation.in_view.expect("a type").position;
        assert_eq!(estimates.node.engine.position, in_view, "{word}");
    }
}

#[test]
fn types_without_effect_make_two_speeds() {
    let config = set(
        preset("auto-mode"),
        &[
            ("nodes.categories", "g, m"),
            ("nodes.minLocalNvme", ""),
            ("workload.gpus", ""),
            // Smaller than any instance store, so that images stay on the volume.
            ("storage.volume.volumeSize", "50Gi"),
            ("storage.volume.iops", "4000"),
            ("storage.volume.throughput", "1000"),
            ("nodes.minGeneration", "6"),
        ],
    );
    let pull = evaluate(&config, catalogue()).pull.expect("an estimate");
    let spread = pull.spread.expect("some types");
    let kinds = spread.kinds.iter().map(|kind| kind.kind);
    assert!(
        kinds
            .into_iter()
            .any(|kind| kind == PullKind::WithoutEffect)
    );
    let (fast, slow) = spread.two_speeds().expect("two speeds");
    assert_eq!(slow.kind, PullKind::WithoutEffect);
    assert!(fast.times.likely() < slow.times.likely());
}

#[test]
fn what_is_not_known_is_said() {
    let no_size = config(&[("image.compressedSize", "")]);
    assert_eq!(
        evaluate(&no_size, catalogue()).pull,
        Err(NoEstimate::ImageSize)
    );
    let no_type = config(&[("nodes.families", "m6i"), ("nodes.excludedFamilies", "m6i")]);
    assert_eq!(
        evaluate(&no_type, catalogue()).pull,
        Err(NoEstimate::InstanceTypes)
    );
    // A type without network figures: its range is wide, and says why.
    let unknown = catalogue()
        .instances()
        .iter()
        .find(|one| one.network.baseline.is_none() && one.network.peak.is_none() && one.vcpu >= 8);
    if let Some(instance) = unknown {
        let estimate = on(&Config::default(), PullVariant::Engine, instance.name).estimate;
        let parameters = estimate.influences.iter().map(|one| one.parameter);
        assert!(
            parameters
                .into_iter()
                .any(|one| one == Parameter::UnknownNetwork)
        );
    }
}

#[test]
fn a_users_own_figures_replace_ours() {
    let config = Config::default();
    let position = catalogue().position("m6i.8xlarge").expect("a known type");
    let time = |constants: &Constants| {
        let model = PullModel::new(&config, catalogue(), constants).expect("a known size");
        let row = model
            .estimate_on(PullVariant::Engine, position)
            .expect("a known type");
        row.estimate.time
    };
    let ours = Constants::default();
    let measured = ours
        .clone()
        .with(Parameter::GzipStream, LikelyRange::exactly(420_000))
        .with(Parameter::LargestShare, LikelyRange::exactly(350));
    assert!(time(&measured).likely() < time(&ours).likely());
    let width = |range: LikelyRange<TimeSpan>| range.high().as_millis() - range.low().as_millis();
    assert!(width(time(&measured)) < width(time(&ours)));
}

#[test]
fn a_timeline_accounts_for_every_byte() {
    let config = config(&[(
        "image.layers",
        "30MB\n1.2GB\n800MB unpacked 1.9GB\n4GB\n300MB zstd\n200MB plain",
    )]);
    let model = PullModel::new(&config, catalogue(), &Constants::default()).expect("a known size");
    let position = catalogue().position("m6i.2xlarge").expect("a known type");
    for by in [PullVariant::Engine, PullVariant::StockContainerd] {
        let timeline = model.timeline(by, position).expect("a known type");
        let compressed: u64 = timeline
            .layers
            .iter()
            .map(|bar| bar.compressed.to_bytes())
            .sum();
        let unpacked: u64 = timeline
            .layers
            .iter()
            .map(|bar| bar.unpacked.to_bytes())
            .sum();
        assert_eq!(compressed, 6_530_000_000);
        let sum = |of: fn(&soci_configurator::core::Segment) -> u64| -> u64 {
            timeline.segments.iter().map(of).sum()
        };
        assert!(sum(|one| one.downloaded.to_bytes()).abs_diff(compressed) < 10);
        assert!(sum(|one| one.unpacked.to_bytes()).abs_diff(unpacked) < 10);
        assert!(sum(|one| one.written.to_bytes()).abs_diff(compressed + unpacked) < 10);
        let last = timeline.layers.iter().map(|bar| bar.unpack_ends).max();
        assert_eq!(last, Some(timeline.total));
        let row = model.estimate_on(by, position).expect("a known type");
        assert_eq!(row.estimate.time.likely(), timeline.total);
        assert_eq!(row.estimate.bounds, timeline.bounds);
        let mut busiest = (0, 0);
        for segment in &timeline.segments {
            let (network, disk) = timeline.busy(segment);
            busiest = (busiest.0.max(network), busiest.1.max(disk));
        }
        let average = timeline.busy_on_average();
        assert!(busiest.0 <= 100 && average.0 <= busiest.0, "{average:?}");
        assert!(0 < average.1 && average.1 <= busiest.1, "{average:?}");
        // The average is the whole amount against what could have been written.
        let whole =
            u64::from(timeline.disk.to_megabytes()) * u64::from(timeline.total.as_millis()) * 1000;
        let written = sum(|one| one.to_disk.to_bytes()) * 100 / whole;
        assert!(
            written.abs_diff(u64::from(average.1)) <= 1,
            "{average:?} {written}"
        );
    }
}

#[test]
fn a_nodes_start_takes_ones_own_figure() {
    let pull = LikelyRange::exactly(TimeSpan::from_secs(40));
    let config = config(&[("costs.provisioning", "25s")]);
    let launch = node_start(&config, pull)
        .into_iter()
        .find(|phase| phase.label == "Launch to Ready")
        .expect("a phase");
    assert_eq!(
        launch.time,
        Some(LikelyRange::exactly(TimeSpan::from_secs(25)))
    );
    assert!(launch.source.starts_with("your own"));
}

#[test]
fn a_nodes_start_has_a_gpu_plugin_only_with_gpus() {
    let pull = LikelyRange::exactly(TimeSpan::from_secs(40));
    let labels = |config: &Config| -> Vec<&str> {
        let phases = node_start(config, pull);
        phases.iter().map(|phase| phase.label).collect()
    };
    assert!(!labels(&Config::default()).contains(&"GPU device plugin"));
    assert!(labels(&preset("vllm-gpu")).contains(&"GPU device plugin"));
}

/// Among many types, an image of many layers is simplified: times stay the same but for little.
#[test]
fn many_layers_are_compared_with_few() {
    let lines: Vec<String> = (0..127)
        .map(|at| match at % 16 {
            5 => "1200MB".to_owned(),
            9 => "300MB".to_owned(),
            _ => format!("{}kB", 1 + at * 50),
        })
        .collect();
    let config = config(&[("image.layers", &lines.join("\n"))]);
    let evaluation = evaluate(&config, catalogue());
    let admitted = &evaluation.selection.admitted;
    let model = PullModel::new(&config, catalogue(), &Constants::default()).expect("a known size");
    let over = model.over(admitted).expect("some types");
    let spreads = [
        (PullVariant::Engine, Some(over.engine)),
        (PullVariant::StockContainerd, over.stock),
    ];
    for (by, spread) in spreads {
        let spread = spread.expect("both");
        for (position, compared) in admitted.iter().zip(&spread.likely).step_by(7) {
            let exact = model.timeline(by, *position).expect("a known type").total;
            let off = exact.as_millis().abs_diff(compared.as_millis());
            assert!(off * 100 < exact.as_millis() * 3, "{exact} {compared}");
        }
    }
}
