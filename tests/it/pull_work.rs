//! What a pull takes of a node's cores and memory.

use soci_configurator::core::{
    Config, Constants, MemoryBasis, NodePulls, Preset, PullKind, PullModel, PullWork, TypeEstimate,
};
use soci_configurator::data::catalogue;

use crate::support::{config, set};

const TYPES: [&str; 5] = [
    "m6i.large",
    "m6i.8xlarge",
    "c7g.4xlarge",
    "g6e.2xlarge",
    "m6id.16xlarge",
];

fn pulls(config: &Config, name: &str) -> NodePulls {
    let position = catalogue().position(name).expect("a known type");
    PullModel::new(config, catalogue(), &Constants::default())
        .expect("a known size")
        .node(position)
        .expect("a known type")
}

fn of_kind(kind: &str) -> Config {
    config(&[("engine.kind", kind)])
}

fn core_milliseconds(work: &PullWork) -> u64 {
    u64::from(work.core_time.as_millis())
}

#[test]
fn no_more_cores_are_busy_than_there_are() {
    let mut checked = 0;
    for one in Preset::ALL {
        for name in TYPES {
            let instance = catalogue().instance(name).expect("a known type");
            let node = pulls(&one.config(), name);
            for TypeEstimate { estimate, work, .. } in
                std::iter::once(&node.engine).chain(&node.stock)
            {
                let what = format!("{} on {name}: {work:?}", one.word);
                let likely = estimate.time.likely();
                let most = u64::from(work.most_cores.to_hundredths());
                let all = most * u64::from(work.unpacking.as_millis()) / 100;
                // Each is rounded by itself.
                assert!(core_milliseconds(work) <= all + all / 100 + 1, "{what}");
                assert!(most <= u64::from(instance.vcpu) * 100, "{what}");
                assert!(work.average_cores() <= work.most_cores, "{what}");
                assert!(work.most_for <= work.unpacking, "{what}");
                assert!(work.unpacking < likely, "{what}");
                assert!(core_milliseconds(work) > 0, "{what}");
                checked += 1;
            }
        }
    }
    assert!(checked > 50, "{checked}");
}

#[test]
fn more_to_unpack_is_more_work_whoever_unpacks() {
    for kind in ["fast-image-pull", "containerd-parallel", "containerd"] {
        let work = |size: &str| {
            let config = set(of_kind(kind), &[("image.unpackedSize", size)]);
            core_milliseconds(&pulls(&config, "m6i.8xlarge").engine.work)
        };
        let (small, middle, large) = (work("15GB"), work("25GB"), work("35GB"));
        assert!(
            small < middle && middle < large,
            "{kind}: {small} {middle} {large}"
        );
        // Twice as much more is twice as much work more, as each byte takes the same.
        assert!((middle - small).abs_diff(large - middle) <= 2, "{kind}");
    }
    // The same image takes the same work of one core or of many.
    let node = pulls(&Config::default(), "m6i.8xlarge");
    let stock = node.stock.expect("a comparison").work;
    let engine = node.engine.work;
    assert!(core_milliseconds(&engine).abs_diff(core_milliseconds(&stock)) <= 2);
    assert!(engine.most_cores > stock.most_cores && engine.unpacking < stock.unpacking);
}

#[test]
fn stock_containerd_unpacks_on_one_core() {
    for name in TYPES {
        let node = pulls(&Config::default(), name);
        let stock = node.stock.expect("a comparison").work;
        assert_eq!(stock.most_cores.to_string(), "1", "{name}");
        assert!(stock.average_cores() <= stock.most_cores, "{name}");
        let own = pulls(&of_kind("containerd"), name).engine.work;
        assert_eq!(
            (own.core_time, own.most_cores),
            (stock.core_time, stock.most_cores)
        );
    }
}

#[test]
fn who_waits_for_the_disk_keeps_fewer_cores_busy() {
    let with = |throughput: &str| {
        let config = config(&[
            ("storage.volume.iops", "16000"),
            ("storage.volume.throughput", throughput),
        ]);
        pulls(&config, "m6i.2xlarge").engine.work
    };
    let (slow, fast) = (with("200"), with("1000"));
    assert!(core_milliseconds(&slow).abs_diff(core_milliseconds(&fast)) <= 2);
    assert!(
        slow.average_cores() < fast.average_cores(),
        "{slow:?} {fast:?}"
    );
    assert!(slow.unpacking > fast.unpacking);
}

#[test]
fn memory_says_where_it_is_known_from() {
    let held = |kind: &str| pulls(&of_kind(kind), "m6i.8xlarge").engine.work.memory;
    let basis = |kind: &str| held(kind).map(|held| held.basis);
    assert_eq!(basis("fast-image-pull"), Some(MemoryBasis::Published));
    assert_eq!(basis("bottlerocket"), Some(MemoryBasis::Published));
    assert_eq!(basis("containerd-parallel"), Some(MemoryBasis::Inferred));
    assert_eq!(basis("containerd"), None);
    let own = held("containerd-parallel");
    let node = pulls(&of_kind("containerd-parallel"), "m6i.8xlarge");
    assert_eq!(node.memory(), own.map(|held| held.range));
    assert_eq!(node.stock.and_then(|stock| stock.work.memory), None);
    // Where SOCI does nothing, what SOCI holds says nothing.
    let node = pulls(&of_kind("fast-image-pull"), "m6i.large");
    assert_eq!(node.engine.kind, PullKind::WithoutEffect);
    assert_eq!(node.engine.work.memory, None);
}
