//! What would change a pull or its price: each lever is what comes when it is taken.

use proptest::prelude::*;
use soci_configurator::core::{
    Catalogue, Config, Constants, InViewBecause, Launch, Lever, LeverKind, Money, Preset,
    PullModel, PullVariant, Severity, Worth, evaluate,
};
use soci_configurator::data::catalogue;

use crate::catalogue::with_prices;
use crate::support::{config, preset, set};

fn levers(config: &Config, catalogue: &Catalogue, position: usize) -> Vec<Lever> {
    let model =
        PullModel::new(config, catalogue, &Constants::from_config(config)).expect("a known size");
    model.levers(position).expect("a known type")
}

fn in_view(config: &Config, catalogue: &Catalogue) -> usize {
    let evaluation = evaluate(config, catalogue);
    evaluation.in_view.expect("a type is in view").position
}

fn likely(config: &Config, catalogue: &Catalogue, position: usize) -> u32 {
    let model =
        PullModel::new(config, catalogue, &Constants::from_config(config)).expect("a known size");
    let pull = model
        .estimate_on(PullVariant::Engine, position)
        .expect("a known type");
    pull.estimate.time.likely().as_millis()
}

/// Errors of a Config, each by its rule and field.
fn errors(config: &Config, catalogue: &Catalogue) -> Vec<(&'static str, &'static str)> {
    let found = evaluate(config, catalogue).findings.into_iter();
    found
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| (finding.rule.id, finding.field.path))
        .collect()
}

/// Takes every lever that is a setting, and looks whether what it said is what comes.
fn take_all(before: &Config, catalogue: &Catalogue, position: usize) -> Vec<Lever> {
    let all = levers(before, catalogue, position);
    let launched = Launch::for_config(before, catalogue).likely();
    let own = errors(before, catalogue);
    let node_hour = |config: &Config, position: usize| {
        let name = catalogue.instances()[position].name;
        let about = set(config.clone(), &[("costs.instanceType", name)]);
        let costs = evaluate(&about, catalogue).costs;
        let total = costs.typical()?.node_hour;
        (total.unknown == 0).then_some(total.at_least)
    };
    let mut taken: Vec<Config> = Vec::new();
    for lever in &all {
        let Some(edit) = &lever.edit else { continue };
        let after = before.apply(edit);
        let what = &lever.label;
        assert_ne!(&after, before, "{what}");
        assert!(!taken.contains(&after), "{what}: twice the same");
        let comes = Launch::for_config(&after, catalogue).likely();
        assert_eq!(comes, lever.launched, "{what}");
        // Nothing is said of a node that does not come; but for one that the user looks at, and
        // that nothing leads to.
        let is_of_another = launched != Some(position) && lever.position == position;
        assert!(comes == Some(lever.position) || is_of_another, "{what}");
        assert_eq!(
            likely(&after, catalogue, lever.position),
            lever.after.as_millis(),
            "{what}"
        );
        assert_eq!(
            likely(before, catalogue, position),
            lever.before.as_millis()
        );
        let added: Vec<_> = errors(&after, catalogue)
            .into_iter()
            .filter(|error| !own.contains(error))
            .collect();
        assert_eq!(added, [], "{what}");
        if let (Some(hour), Some(from), Some(to)) = (
            lever.cost.hour,
            node_hour(before, position),
            node_hour(&after, lever.position),
        ) {
            let more = to.to_micro_dollars().cast_signed() - from.to_micro_dollars().cast_signed();
            // Shares of a month are rounded, each for itself.
            assert!(
                (hour.to_micro_dollars() - more).abs() <= 6,
                "{what}: {hour:?} {more}"
            );
        }
        taken.push(after);
    }
    let worths: Vec<Worth> = all
        .iter()
        .map(|lever| Worth::from_lever(lever).expect("worth being said"))
        .collect();
    assert!(worths.is_sorted(), "{worths:?}");
    all
}

#[test]
fn every_lever_of_every_preset_is_what_comes_when_it_is_taken() {
    let catalogue = with_prices(&["us-east-1"]);
    for known in Preset::ALL {
        let before = known.config();
        let all = take_all(&before, &catalogue, in_view(&before, &catalogue));
        assert!(all.len() > 5, "{}", known.word);
    }
}

#[test]
fn slow_nvme_and_a_dear_volume_lead_to_images_on_ebs() {
    let catalogue = with_prices(&["us-east-1"]);
    let dear = set(
        preset("vllm-gpu"),
        &[
            ("storage.volume.iops", "16000"),
            ("storage.volume.throughput", "1000"),
            ("storage.instanceStore", "raid0"),
        ],
    );
    let position = in_view(&dear, &catalogue);
    assert_eq!(catalogue.instances()[position].name, "g6.xlarge");
    let all = take_all(&dear, &catalogue, position);
    let first = &all[0];
    assert_eq!(first.kind, LeverKind::EbsVolume);
    assert_eq!(first.label, "Images from NVMe to EBS, gp3 3000/600");
    assert_eq!(first.before.rounded(), "4 min 2 s");
    assert_eq!(first.after.rounded(), "66 s");
    let month = first.cost.month.expect("prices of volumes are known");
    assert_eq!(month.written(Money::rounded), "−$81.00");
    // And with images there, back to NVMe: slower, and cheaper.
    let on_ebs = dear.apply(first.edit.as_ref().expect("a setting"));
    let back = take_all(&on_ebs, &catalogue, position);
    let back = back.iter().find(|it| it.kind == LeverKind::InstanceStore);
    assert_eq!(
        back.map(Worth::from_lever),
        Some(Some(Worth::CheaperButSlower))
    );
    // The volume's rates go down where images are on it, as far as the pull stays as fast.
    let on_ebs = set(dear, &[("storage.instanceStore", "raid0-soci-on-ebs")]);
    let all = take_all(&on_ebs, &catalogue, position);
    let cheaper = all
        .iter()
        .find(|it| Worth::from_lever(it) == Some(Worth::Cheaper))
        .expect("a cheaper volume");
    assert_eq!(cheaper.label, "gp3 16000/1000 → 3000/600");
    let month = cheaper.cost.month.expect("prices of volumes are known");
    assert_eq!(month.written(Money::rounded), "−$81.00");
    let iops = all.iter().find(|it| it.kind == LeverKind::Iops);
    assert_eq!(
        iops.map(|it| it.label.as_str()),
        Some("IOPS 16,000 → 4,000")
    );
}

#[test]
fn auto_mode_moves_images_by_the_size_of_its_storage() {
    let catalogue = with_prices(&["us-east-1"]);
    let auto = preset("auto-mode");
    let position = in_view(&auto, &catalogue);
    let all = take_all(&auto, &catalogue, position);
    assert_eq!(all[0].kind, LeverKind::EbsVolume);
    assert_eq!(all[0].after.rounded(), "65 s");
    let small = auto.apply(all[0].edit.as_ref().expect("a setting"));
    assert!(small.storage.volume.volume_size < auto.storage.volume.volume_size);
    let back = take_all(&small, &catalogue, position);
    assert!(
        !back
            .iter()
            .any(|lever| lever.kind == LeverKind::InstanceStore
                && Worth::from_lever(lever) == Some(Worth::Faster))
    );
}

#[test]
fn bounds_lead_to_larger_and_to_cheaper_types() {
    let catalogue = with_prices(&["us-east-1"]);
    let gpu = set(
        preset("vllm-gpu"),
        &[("storage.instanceStore", "raid0-soci-on-ebs")],
    );
    let label = |config: &Config, kind: LeverKind| -> Vec<String> {
        let all = take_all(config, &catalogue, in_view(config, &catalogue));
        let of_kind = all.into_iter().filter(|lever| lever.kind == kind);
        of_kind.map(|lever| lever.label).collect()
    };
    let types = label(&gpu, LeverKind::NodeType);
    assert!(
        types.contains(&"at least 8 vCPU: Karpenter launches g6.2xlarge".to_owned()),
        "{types:?}"
    );
    let types = label(&Config::default(), LeverKind::NodeType);
    assert!(
        types.iter().any(|label| label
            .starts_with("without the minimum of 8,000 Mbit/s of network: Karpenter launches ")),
        "{types:?}"
    );
    let pinned = set(gpu.clone(), &[("nodes.types", "g6.2xlarge")]);
    let types = label(&pinned, LeverKind::NodeType);
    assert!(
        types.contains(
            &"without the list of instance types: Karpenter launches g6.xlarge".to_owned()
        ),
        "{types:?}"
    );
    // Another architecture is another image: it is said, not offered.
    let all = levers(&gpu, &catalogue, in_view(&gpu, &catalogue));
    let arm = all.iter().find(|it| it.kind == LeverKind::Architecture);
    let arm = arm.expect("Graviton with GPUs");
    assert!(arm.edit.is_none() && arm.label.contains("if the image is built for it"));
    let next = set(gpu, &[("nodes.architecture", "arm64")]);
    assert_eq!(Launch::for_config(&next, &catalogue).likely(), arm.launched);
    // Trainium has no relative on Arm.
    let trainium = config(&[("nodes.categories", "trn")]);
    let all = levers(&trainium, &catalogue, in_view(&trainium, &catalogue));
    assert!(!all.iter().any(|it| it.kind == LeverKind::Architecture));
}

#[test]
fn the_type_stays_where_an_engine_would_change_it() {
    let catalogue = with_prices(&["us-east-1"]);
    // The feature gate's floor of 4 vCPU is not Bottlerocket's.
    let small = config(&[
        ("nodes.minEbsBandwidth", ""),
        ("nodes.minNetworkBandwidth", ""),
    ]);
    let position = in_view(&small, &catalogue);
    let all = take_all(&small, &catalogue, position);
    let other = all
        .iter()
        .find(|lever| lever.label.starts_with("Bottlerocket, which"))
        .expect("another engine");
    assert_eq!(other.position, position);
    assert_eq!(other.with.as_deref(), Some("at least 4 vCPU"));
    // A type that the user looks at comes with what leads to it.
    let chosen = set(preset("vllm-gpu"), &[("costs.instanceType", "g6.2xlarge")]);
    let evaluation = evaluate(&chosen, &catalogue);
    let in_view = evaluation.in_view.expect("the chosen type");
    assert_eq!(in_view.because, InViewBecause::Chosen { is_admitted: true });
    let all = take_all(&chosen, &catalogue, in_view.position);
    assert!(
        all.iter()
            .filter(|lever| lever.kind == LeverKind::VolumeRates)
            .all(|lever| lever.with.as_deref() == Some("at least 8 vCPU")
                && lever.launched == Some(in_view.position))
    );
}

#[test]
fn levers_say_what_helps_and_what_does_not() {
    let config = config(&[("nodes.types", "m6i.2xlarge")]);
    let position = catalogue().position("m6i.2xlarge").expect("a known type");
    let all = take_all(&config, catalogue(), position);
    let of = |kind| all.iter().find(|one| one.kind == kind);
    let saved = |kind| of(kind).map(Lever::saved);
    let iops = of(LeverKind::Iops).expect("more IOPS");
    assert_eq!(
        (iops.saved(), Worth::from_lever(iops)),
        (0, Some(Worth::Nothing))
    );
    assert!(saved(LeverKind::VolumeRates) > Some(5_000));
    assert!(saved(LeverKind::SplitLargest) > Some(5_000));
    let engines: Vec<_> = all
        .iter()
        .filter(|lever| lever.kind == LeverKind::Engine)
        .map(|lever| (lever.label.as_str(), lever.saved() > 0))
        .collect();
    assert_eq!(
        engines,
        [("Bottlerocket, which unpacks gzip with igzip", true)]
    );
    // Without a table of the instances' prices those of volumes are known all the same.
    let rates = of(LeverKind::VolumeRates).expect("a faster volume");
    assert!(rates.cost.month.is_some() && rates.cost.start.is_none());
}

#[test]
fn limits_go_down_only_where_that_is_faster() {
    let catalogue = with_prices(&["us-east-1"]);
    let config = config(&[("engine.maxConcurrentDownloadsPerImage", "3")]);
    let all = take_all(&config, &catalogue, in_view(&config, &catalogue));
    let downloads: Vec<&Lever> = all
        .iter()
        .filter(|lever| lever.kind == LeverKind::Downloads)
        .collect();
    assert_eq!(downloads.len(), 1, "{downloads:?}");
    assert_eq!(downloads[0].label, "Downloads per image 3 → 20");
}

fn settings() -> impl Strategy<Value = Config> {
    let fields: [(&'static str, &'static [&'static str]); 12] = [
        (
            "engine.kind",
            &[
                "fast-image-pull",
                "bottlerocket",
                "install-script",
                "containerd",
            ],
        ),
        ("nodes.categories", &["", "m", "c,m,r", "g"]),
        ("nodes.minVcpu", &["", "8"]),
        ("nodes.minEbsBandwidth", &["", "8000"]),
        ("nodes.capacityTypes", &["on-demand", "spot, on-demand"]),
        ("workload.replicas", &["0", "1", "9"]),
        ("workload.cpu", &["", "3"]),
        (
            "storage.instanceStore",
            &["unused", "raid0", "raid0-soci-on-ebs"],
        ),
        ("storage.volume.volumeType", &["gp3", "gp2", "io2"]),
        ("storage.volume.iops", &["", "3000", "16000"]),
        ("storage.volume.throughput", &["", "600", "1000"]),
        ("storage.volume.volumeSize", &["30Gi", "100Gi", "500Gi"]),
    ];
    let values: Vec<_> = fields
        .iter()
        .map(|(path, texts)| (Just(*path), prop::sample::select(*texts)))
        .collect();
    values.prop_map(|values| set(Config::default(), &values))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn levers_of_any_config_are_what_comes(config in settings(), other in 0_usize..1_300) {
        let catalogue = with_prices(&["us-east-1"]);
        if let Some(in_view) = evaluate(&config, &catalogue).in_view {
            take_all(&config, &catalogue, in_view.position);
            take_all(&config, &catalogue, other);
        }
    }
}
