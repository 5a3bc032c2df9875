//! The disk: limits and ratios, rates on instances, room, and what it is worth.

mod rows;
mod worth;

use proptest::prelude::*;
use soci_configurator::core::{
    Bound, ByteRate, Config, Constants, Fit, ImagePlace, Instance, Iops, LimitNote, PullKind,
    PullModel, PullVariant, StorageAdvice, StoreBasis, StoreComparison, StoreRate, Throughput,
    VolumeRate, VolumeSize, VolumeSpec, VolumeType, WriteRate, evaluate,
};
use soci_configurator::data::catalogue;

use crate::support::config;

const GB: u64 = 1_000_000_000;

fn volume(volume_type: VolumeType, gib: u32, iops: u32, throughput: u32) -> VolumeSpec {
    VolumeSpec {
        volume_type,
        size: VolumeSize::gib(gib),
        iops: (iops > 0).then(|| Iops::new(iops)),
        throughput: (throughput > 0).then(|| Throughput::mebibytes(throughput)),
    }
}

fn gp3(gib: u32, iops: u32, throughput: u32) -> VolumeSpec {
    volume(VolumeType::Gp3, gib, iops, throughput)
}

fn instance(name: &str) -> &'static Instance {
    catalogue()
        .instance(name)
        .unwrap_or_else(|| panic!("no type {name}"))
}

fn advice(config: &Config) -> StorageAdvice {
    evaluate(config, catalogue())
        .storage
        .expect("a volume of ours")
}

#[test]
fn volumes_by_themselves() {
    use Bound::{VolumeIops, VolumeThroughput};
    use VolumeType::{Gp2, Gp3, Io1, Io2};
    for (kind, gib, iops, throughput, rate, bound) in [
        (Gp3, 100, 0, 0, 125, VolumeThroughput),
        (Gp3, 100, 3000, 600, 600, VolumeThroughput),
        (Gp3, 100, 3000, 750, 750, VolumeThroughput),
        (Gp3, 100, 3000, 1000, 750, VolumeIops),
        (Gp3, 100, 4000, 1000, 1000, VolumeThroughput),
        (Gp3, 100, 8000, 2000, 2000, VolumeThroughput),
        (Gp3, 100, 80_000, 2000, 2000, VolumeThroughput),
        (Gp2, 170, 0, 0, 128, VolumeThroughput),
        (Gp2, 171, 0, 0, 250, VolumeThroughput),
        (Gp2, 334, 0, 0, 250, VolumeThroughput),
        (Gp2, 16_384, 0, 0, 250, VolumeThroughput),
        (Io1, 100, 1000, 0, 250, VolumeIops),
        (Io1, 100, 2000, 0, 500, VolumeThroughput),
        (Io1, 1000, 32_000, 0, 500, VolumeThroughput),
        (Io1, 1000, 48_000, 0, 750, VolumeThroughput),
        (Io1, 2000, 64_000, 0, 1000, VolumeThroughput),
        (Io2, 100, 4000, 0, 1024, VolumeIops),
        (Io2, 100, 15_625, 0, 4000, VolumeThroughput),
        (Io2, 1000, 256_000, 0, 4000, VolumeThroughput),
    ] {
        let spec = volume(kind, gib, iops, throughput);
        let found = VolumeRate::for_volume(&spec).expect("a rate");
        assert_eq!(
            (found.rate, found.bound),
            (ByteRate::mebibytes(rate), bound),
            "{spec:?}"
        );
    }
    for kind in [Io1, Io2] {
        assert_eq!(
            VolumeRate::for_volume(&volume(kind, 100, 0, 0)),
            None,
            "{kind}"
        );
    }
}

#[test]
fn small_gp2_volumes_live_on_credits() {
    // 3 IOPS a GiB at 256 KiB: 100 GiB sustain 75 MiB/s; 1 GiB has 100 IOPS at least.
    for (gib, sustained) in [(1, 25), (100, 75), (200, 150), (334, 250), (1000, 250)] {
        let found = VolumeRate::for_volume(&volume(VolumeType::Gp2, gib, 0, 0)).expect("a rate");
        assert_eq!(
            found.sustained.rounded(),
            format!("{sustained} MiB/s"),
            "{gib}"
        );
    }
}

#[test]
fn instances_have_a_baseline_and_a_maximum() {
    // MB/s of baseline and maximum, rounded down.
    let widest = volume(VolumeType::Io2, 1000, 256_000, 0);
    for (name, baseline, maximum) in [
        ("m5.large", 81, 593),
        ("g5.2xlarge", 106, 437),
        ("g5.4xlarge", 593, 593),
        ("g6e.2xlarge", 250, 625),
        ("g6.4xlarge", 1000, 1000),
        ("m6i.8xlarge", 1250, 1250),
        ("c6in.2xlarge", 781, 3125),
    ] {
        let found = WriteRate::for_volume(&widest, instance(name)).expect("a rate");
        assert_eq!(found.effective.to_bytes() / 1_000_000, maximum, "{name}");
        assert_eq!(
            found.sustained.map(|rate| rate.to_bytes() / 1_000_000),
            Some(baseline),
            "{name}"
        );
        assert_eq!(found.bound, Bound::Instance, "{name}");
        assert_eq!(found.after_burst().is_some(), baseline < maximum, "{name}");
    }
    // p5.48xlarge has 10,000 MB/s: more than any volume.
    let found = WriteRate::for_volume(&widest, instance("p5.48xlarge")).expect("a rate");
    assert_eq!(found.effective, ByteRate::mebibytes(4000));
    assert_eq!(found.bound, Bound::VolumeThroughput);
}

#[test]
fn the_volume_binds_where_the_instance_has_more() {
    let thousand = gp3(100, 4000, 1000);
    let on_m6i = WriteRate::for_volume(&thousand, instance("m6i.8xlarge")).expect("a rate");
    assert_eq!(on_m6i.bound, Bound::VolumeThroughput);
    assert_eq!(on_m6i.effective, ByteRate::mebibytes(1000));
    // 1,000 MB/s are less than 1,000 MiB/s.
    let on_g6 = WriteRate::for_volume(&thousand, instance("g6.4xlarge")).expect("a rate");
    assert_eq!(on_g6.bound, Bound::Instance);
    assert_eq!(on_g6.effective.to_mebibytes(), 953);
}

#[test]
fn what_is_not_known_of_an_instance_stays_unknown() {
    let volume = gp3(100, 3000, 600);
    let mut unknown = *instance("m6i.8xlarge");
    unknown.ebs.baseline = None;
    let found = WriteRate::for_volume(&volume, &unknown).expect("a rate");
    assert_eq!((found.sustained, found.after_burst()), (None, None));
    unknown.ebs.maximum = None;
    assert_eq!(WriteRate::for_volume(&volume, &unknown), None);
    let missing: Vec<&Instance> = catalogue()
        .instances()
        .iter()
        .filter(|instance| instance.ebs.maximum.is_none())
        .collect();
    for instance in missing {
        assert_eq!(
            WriteRate::for_volume(&volume, instance),
            None,
            "{}",
            instance.name
        );
    }
}

#[test]
fn io_volumes_are_held_back_without_nitro() {
    let fast = volume(VolumeType::Io1, 2000, 64_000, 0);
    let mut old = *instance("m6i.32xlarge");
    let rate =
        |instance: &Instance| WriteRate::for_volume(&fast, instance).map(|rate| rate.effective);
    assert_eq!(rate(&old), Some(ByteRate::mebibytes(1000)));
    old.hypervisor = Some("xen");
    assert_eq!(rate(&old), Some(ByteRate::mebibytes(500)));
}

#[test]
fn instance_stores_are_estimates_or_unknown() {
    // The one known pair: 536,668 IOPS, about 3 GiB/s.
    let pair = StoreRate::for_instance(instance("m6idn.16xlarge")).expect("a rate");
    assert_eq!(pair.basis, StoreBasis::WriteIops);
    assert_eq!(pair.rate.low().to_bytes(), 536_668 * 4096);
    assert_eq!(pair.rate.likely().to_bytes() / 100_000_000, 32);
    assert!(pair.rate.high() > pair.rate.likely());
    // 20,313 IOPS are 83 MB/s.
    let g5 = StoreRate::for_instance(instance("g5.2xlarge")).expect("a rate");
    assert_eq!(g5.rate.low().to_bytes() / 1_000_000, 83);
    // One disk of 450 GB at 0.4, 0.56 and 0.8 MB/s for each GB.
    let g6e = StoreRate::for_instance(instance("g6e.2xlarge")).expect("a rate");
    assert_eq!(g6e.basis, StoreBasis::Fitted);
    let rates = [g6e.rate.low(), g6e.rate.likely(), g6e.rate.high()];
    assert_eq!(
        rates.map(|rate| rate.to_bytes() / 1_000_000),
        [180, 252, 360]
    );
    for (name, has_disks) in [
        ("m6i.8xlarge", false),
        ("i8g.4xlarge", true),
        ("g6f.4xlarge", true),
    ] {
        let instance = instance(name);
        assert_eq!(instance.local_store.is_some(), has_disks, "{name}");
        assert_eq!(StoreRate::for_instance(instance), None, "{name}");
    }
}

#[test]
fn images_lie_where_the_engine_puts_them() {
    let nvme = instance("m6id.8xlarge");
    let place = |settings: &[(&str, &str)]| ImagePlace::new(&config(settings), nvme);
    assert_eq!(place(&[]), ImagePlace::InstanceStore);
    for on_volume in [
        &[("storage.instanceStore", "unused")][..],
        &[("storage.instanceStore", "raid0-soci-on-ebs")],
        &[("cluster.al2023Version", "v20251120")],
        &[
            ("engine.kind", "bottlerocket"),
            ("cluster.bottlerocketVersion", "1.45.0"),
        ],
        &[
            ("engine.kind", "bottlerocket"),
            ("cluster.karpenter", "1.7"),
        ],
        &[
            ("engine.kind", "install-script"),
            ("engine.install.rootDir", "/data/soci"),
        ],
        // 1,900 GB are more than 100 GiB of ephemeral storage.
        &[("engine.kind", "auto-mode")],
    ] {
        assert_eq!(place(on_volume), ImagePlace::Volume, "{on_volume:?}");
    }
    for on_store in [
        &[("engine.kind", "bottlerocket")][..],
        &[
            ("engine.kind", "containerd"),
            ("cluster.al2023Version", "v20251120"),
        ],
        &[
            ("engine.kind", "auto-mode"),
            ("storage.volume.volumeSize", "1770Gi"),
        ],
    ] {
        assert_eq!(place(on_store), ImagePlace::InstanceStore, "{on_store:?}");
    }
    assert_eq!(
        ImagePlace::new(&Config::default(), instance("m6i.8xlarge")),
        ImagePlace::Volume
    );
}

#[test]
fn pulls_are_estimated_where_images_lie() {
    let position = catalogue().position("m6id.8xlarge").expect("a type");
    for (store, kind, engine, stock) in [
        ("raid0", "fast-image-pull", true, true),
        ("unused", "fast-image-pull", false, false),
        // The stock nodes of the comparison keep containerd's directory out of the RAID0.
        ("raid0-soci-on-ebs", "fast-image-pull", false, false),
        ("raid0-soci-on-ebs", "containerd", false, false),
        ("raid0", "containerd", true, true),
    ] {
        let config = config(&[("engine.kind", kind), ("storage.instanceStore", store)]);
        let model = PullModel::new(&config, catalogue(), &Constants::default()).expect("a size");
        let on_store =
            |by| model.estimate_on(by, position).expect("a type").kind == PullKind::OnInstanceStore;
        assert_eq!(on_store(PullVariant::Engine), engine, "{kind}, {store}");
        assert_eq!(
            on_store(PullVariant::StockContainerd),
            stock,
            "stock, {kind}, {store}"
        );
        let place = ImagePlace::new(&config, instance("m6id.8xlarge"));
        assert_eq!(
            place == ImagePlace::InstanceStore,
            engine,
            "{kind}, {store}"
        );
    }
}

#[test]
fn stores_are_compared_with_the_volume_of_the_same_type() {
    let config = config(&[
        (
            "nodes.types",
            "g6e.2xlarge,g5.2xlarge,m6id.8xlarge,g6f.4xlarge",
        ),
        ("nodes.categories", ""),
        ("nodes.minEbsBandwidth", ""),
        ("nodes.minNetworkBandwidth", ""),
    ]);
    let advice = advice(&config);
    let comparison = |name: &str| {
        let each = advice.types.iter().find(|each| each.name == name)?;
        each.store.map(|store| store.against_volume)
    };
    assert_eq!(comparison("g6e.2xlarge"), Some(StoreComparison::Slower));
    assert_eq!(comparison("g5.2xlarge"), Some(StoreComparison::Slower));
    assert_eq!(comparison("m6id.8xlarge"), Some(StoreComparison::Faster));
    assert_eq!(comparison("g6f.4xlarge"), Some(StoreComparison::Unknown));
    assert!(advice.all_on_store());
    assert_eq!(
        advice.smallest_store().map(|(_, size)| size.to_bytes()),
        Some(450 * GB)
    );
    let spread = advice.on_store.expect("rates");
    assert_eq!((spread.types, spread.unknown), (3, 1));
    assert_eq!(spread.slowest.1, "g5.2xlarge");
}

#[test]
fn room_counts_the_image_twice_and_a_reserve() {
    // 10 GB: (1 + 1.89) * 1.1 and (1 + 2.36) * 1.1, once more 10 GB if layers are kept.
    let space = |settings: &[(&str, &str)]| {
        let mut all = vec![("image.compressedSize", "10GB")];
        all.extend_from_slice(settings);
        advice(&config(&all)).space.expect("a size")
    };
    let plain = space(&[]);
    assert_eq!(plain.low.to_bytes(), 31_790_000_000);
    assert_eq!(plain.high.to_bytes(), 36_960_000_000);
    assert_eq!(plain.smallest_volume, Some(VolumeSize::gib(35)));
    let kept = space(&[("engine.discardUnpackedLayers", "false")]);
    assert_eq!(kept.high.to_bytes(), 47_960_000_000);
    assert!(kept.keeps_layers);
    let known = space(&[("image.unpackedSize", "20GB")]);
    assert_eq!(known.low, known.high);
    assert_eq!(known.high.to_bytes(), 33_000_000_000);
    for (gib, fit) in [
        ("35Gi", Fit::Fits),
        ("34Gi", Fit::Perhaps),
        ("30Gi", Fit::Perhaps),
        ("29Gi", Fit::TooSmall),
    ] {
        let advice = advice(&config(&[
            ("image.compressedSize", "10GB"),
            ("storage.volume.volumeSize", gib),
        ]));
        assert_eq!(advice.volume_fit(), Some(fit), "{gib}");
    }
    let unknown = advice(&config(&[("image.compressedSize", "")]));
    assert_eq!((unknown.space, unknown.volume_fit()), (None, None));
}

#[test]
fn a_node_class_of_the_users_own_gets_no_advice() {
    let by_hand = config(&[
        ("engine.kind", "install-script"),
        ("engine.install.distribution", "other"),
    ]);
    assert_eq!(evaluate(&by_hand, catalogue()).storage, None);
}

proptest! {
    /// More of anything never makes a volume slower, nor cheaper.
    #[test]
    fn more_is_never_slower_nor_cheaper(
        kind in 0..4_usize,
        gib in 1_u32..16_384,
        iops in 100_u32..256_000,
        throughput in 125_u32..2000,
        more in (0_u32..1000, 0_u32..5000, 0_u32..500),
        position in 0..1_363_usize,
    ) {
        use VolumeType::{Gp2, Gp3, Io1, Io2};
        let kind = [Gp3, Gp2, Io1, Io2][kind];
        let less = volume(kind, gib, iops, throughput);
        let greater = volume(kind, gib + more.0, iops + more.1, throughput + more.2);
        let instances = catalogue().instances();
        let instance = &instances[position % instances.len()];
        let rate = |spec| WriteRate::for_volume(spec, instance);
        if let (Some(before), Some(after)) = (rate(&less), rate(&greater)) {
            prop_assert!(before.effective <= after.effective);
            prop_assert!(before.sustained <= after.sustained);
            prop_assert!(before.sustained.is_none_or(|sustained| sustained <= before.effective));
            prop_assert!(Some(before.effective) <= instance.ebs.maximum.map(ByteRate::from));
        }
        let region = "us-east-1".parse().expect("a Region");
        let cost = |spec| {
            let prices = catalogue().ebs_prices(&region);
            soci_configurator::core::VolumeCost::new(spec, prices).per_month().exactly()
        };
        prop_assert!(cost(&less).expect("a price") <= cost(&greater).expect("a price"));
    }
}

#[test]
fn reach_is_the_instances_own() {
    let reach = advice(&config(&[
        ("nodes.types", "m5.xlarge,g6.4xlarge,m6i.8xlarge"),
        ("nodes.categories", ""),
        ("nodes.minEbsBandwidth", ""),
        ("nodes.minNetworkBandwidth", ""),
        ("storage.instanceStore", "unused"),
    ]))
    .reach;
    // Maxima: 4,750 Mbit/s, 8,000 and 10,000.
    for (rate, capped) in [(566, 0), (567, 1), (954, 2), (1192, 2), (1193, 3)] {
        assert_eq!(
            reach.capped_below(ByteRate::mebibytes(rate)),
            capped,
            "{rate}"
        );
    }
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
