//! What must hold for every simulated pull, and what the simulation is compared with.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config as Runs, RngSeed, TestRunner};

use super::{Simulator, reference};
use crate::core::config::Compression;
use crate::core::pull::conditions::Conditions;
use crate::core::pull::image::{SimulatedImage, SimulatedLayer, layers};
use crate::core::pull::node::network::Limited;
use crate::core::pull::node::puller::Order;

fn layer() -> impl Strategy<Value = SimulatedLayer> {
    let compression = prop_oneof![
        6 => Just(Compression::Gzip),
        1 => Just(Compression::Zstd),
        1 => Just(Compression::Plain),
    ];
    (1.0..1500.0_f64, 1.0..3.0_f64, compression).prop_map(|(compressed, ratio, compression)| {
        SimulatedLayer {
            compressed,
            unpacked: compressed * ratio,
            compression,
        }
    })
}

/// Layers that all unpack to as much for their size, and are packed alike.
fn alike(most: usize) -> impl Strategy<Value = Vec<SimulatedLayer>> {
    (vec(1.0..1500.0_f64, 1..most), 1.5..2.5_f64).prop_map(|(sizes, ratio)| {
        let layers = sizes.into_iter().map(|compressed| SimulatedLayer {
            compressed,
            unpacked: compressed * ratio,
            compression: Compression::Gzip,
        });
        layers.collect()
    })
}

fn conditions() -> impl Strategy<Value = Conditions> {
    let order = prop_oneof![
        1 => Just(Order::LowestFirst),
        4 => (1..14_usize).prop_map(|permits| Order::AsTheyArrive { permits }),
    ];
    let network = (
        prop_oneof![Just(f64::INFINITY), (1..40_u32).prop_map(f64::from)],
        prop_oneof![Just(f64::INFINITY), Just(16.0), 8.0..100.0_f64],
        20.0..200.0_f64,
        100.0..3000.0_f64,
    );
    let node = (
        100.0..500.0_f64,
        1.0..20.0_f64,
        60.0..2500.0_f64,
        0.0..6000.0_f64,
        any::<bool>(),
        prop_oneof![Just(f64::INFINITY), 1.0..12_000.0_f64],
    );
    (order, network, node).prop_map(|(order, network, node)| {
        let (requests, chunk, connection, network) = network;
        let (gzip, streams, disk, cache, keeps_layers, kept) = node;
        let (requests, chunk, keeps_layers, sync_window) = match order {
            Order::LowestFirst => {
                let sync_window = if cache < 4000.0 { 30.0 } else { 0.0 };
                (3.0, f64::INFINITY, false, sync_window)
            }
            // SOCI, which does not sync.
            Order::AsTheyArrive { .. } | Order::InTurn { .. } => {
                (requests, chunk, keeps_layers, 0.0)
            }
        };
        Conditions {
            start: 1.5,
            requests,
            chunk,
            connection,
            network,
            network_is: Limited::Card,
            order,
            stream: [gzip, gzip * 2.2, gzip * 3.0],
            // As with igzip on most nodes that have it; now and then the other way round.
            streams: [
                streams,
                streams * if streams < 4.0 { 1.4 } else { 0.7 },
                streams,
            ],
            disk,
            cache,
            kept,
            keeps_layers,
            sync_window,
        }
    })
}

fn seconds(layers: &[SimulatedLayer], conditions: &Conditions) -> f64 {
    let image = SimulatedImage::new(layers.to_vec());
    Simulator::default().run(&image, conditions).seconds
}

/// The same cases on every machine.
fn runs(cases: u32) -> Runs {
    Runs {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Runs::default()
    }
}

fn sum(layers: &[SimulatedLayer], of: impl Fn(&SimulatedLayer) -> f64) -> f64 {
    layers.iter().map(of).sum()
}

proptest! {
    #![proptest_config(runs(400))]

    #[test]
    fn nothing_is_lost_and_everything_has_its_order(layers in vec(layer(), 1..20), conditions in conditions()) {
        let image = SimulatedImage::new(layers.clone());
        let (outcome, times, spans) = Simulator::default().record(&image, &conditions);
        let (compressed, unpacked) = (sum(&layers, |one| one.compressed), sum(&layers, |one| one.unpacked));
        let kept = if conditions.keeps_layers { compressed } else { 0.0 };
        let near = |a: f64, b: f64| (a - b).abs() <= b * 1e-9 + 1e-6;
        let total = |of: fn(&super::outcome::Span) -> f64| spans.iter().map(of).sum::<f64>();
        prop_assert!(near(total(|span| span.downloaded), compressed));
        prop_assert!(near(total(|span| span.unpacked), unpacked));
        prop_assert!(near(total(|span| span.written), compressed + unpacked + kept));
        prop_assert!(total(|span| span.read) <= compressed * (1.0 + 1e-9));
        if conditions.kept >= image.most_passed() {
            prop_assert_eq!(total(|span| span.read), 0.0);
        }
        // A stream at full speed is a core, however many of them share the cores or wait for the disk.
        let busy: f64 = spans.iter().map(|span| span.cores * (span.to - span.from)).sum();
        prop_assert!(near(busy, sum(&layers, |one| one.unpacked / conditions.stream_of(one.compression))));
        for span in &spans {
            let streams = conditions.streams.into_iter().fold(0.0, f64::max);
            let most = streams.min(span.unpacks as f64);
            prop_assert!(span.cores <= most * (1.0 + 1e-9), "{} of {most}", span.cores);
        }
        prop_assert!(near(outcome.held.iter().sum(), outcome.seconds), "{:?}", outcome);
        let mut from = conditions.start;
        for span in &spans {
            prop_assert!(near(span.from, from), "a gap");
            prop_assert!(span.to_disk + span.read <= conditions.disk * (span.to - span.from) * (1.0 + 1e-9) + 1e-6);
            from = span.to;
        }
        prop_assert!(near(from, outcome.seconds));
        for times in &times {
            prop_assert!(times.download_starts < times.download_ends);
            prop_assert!(times.download_ends <= times.unpack_starts);
            prop_assert!(times.unpack_starts < times.unpack_ends);
            prop_assert!(times.unpack_ends <= outcome.seconds);
        }
        // No faster than any of its parts.
        let bounds = [
            compressed / conditions.network.min(conditions.connection * conditions.requests),
            (compressed + unpacked + kept - conditions.cache) / conditions.disk,
            sum(&layers, |one| {
                one.unpacked / (conditions.stream_of(one.compression) * conditions.streams_of(one.compression))
            }),
        ];
        for bound in bounds {
            prop_assert!(outcome.seconds >= conditions.start + bound - 1e-6, "{} {:?}", outcome.seconds, bounds);
        }
    }

    #[test]
    fn time_scales(layers in vec(layer(), 1..20), conditions in conditions(), factor in 0.1..10.0_f64) {
        let scaled: Vec<_> = layers.iter().map(|layer| SimulatedLayer {
            compressed: layer.compressed * factor,
            unpacked: layer.unpacked * factor,
            ..*layer
        }).collect();
        let larger = Conditions { chunk: conditions.chunk * factor, cache: conditions.cache * factor, kept: conditions.kept * factor, sync_window: conditions.sync_window * factor, ..conditions };
        let (one, other) = (seconds(&layers, &conditions), seconds(&scaled, &larger));
        let expected = conditions.start + (one - conditions.start) * factor;
        prop_assert!((other - expected).abs() < expected * 1e-6, "{one} {other}");
        // The same again: nothing is left from one run to the next.
        let image = SimulatedImage::new(layers.clone());
        let mut simulator = Simulator::default();
        let first = simulator.run(&image, &conditions);
        simulator.run(&SimulatedImage::new(scaled), &larger);
        prop_assert_eq!(simulator.run(&image, &conditions), first);
    }
}

/// Where two layers arrive at almost the same time, a chunk decides which of them is unpacked
/// first, so single cases may differ by more than rounding; few do.
#[test]
fn chunk_by_chunk_in_small_steps_gives_the_same() {
    let mut runner = TestRunner::new(runs(1));
    let (mut sum, mut far, count) = (0.0, 0, 300);
    for _ in 0..count {
        let layers = vec(layer(), 1..7).new_tree(&mut runner).expect("layers");
        let conditions = conditions().new_tree(&mut runner).expect("conditions");
        let (layers, conditions) = (layers.current(), conditions.current());
        let exact = seconds(&layers, &conditions);
        let stepped = reference::seconds(&layers, &conditions);
        let off = (exact - stepped).abs() / exact;
        sum += off;
        if off > 0.02 {
            far += 1;
        }
        assert!(off < 0.25, "{exact} {stepped} {layers:?} {conditions:?}");
    }
    let mean = sum / f64::from(count);
    assert!(mean < 0.008, "mean difference {mean}");
    assert!(far * 12 < count, "{far} of {count} differ by more than 2 %");
}

/// The same pull with permits in the order of the layers.
fn in_turn(conditions: Conditions, permits: usize) -> Conditions {
    Conditions {
        order: Order::InTurn { permits },
        ..conditions
    }
}

proptest! {
    #![proptest_config(runs(200))]

    #[test]
    fn permits_in_turn_keep_to_their_number_and_order(layers in vec(layer(), 1..20), conditions in conditions(), permits in 1..9_usize) {
        let image = SimulatedImage::new(layers.clone());
        let turns = in_turn(conditions, permits);
        let (outcome, times, spans) = Simulator::default().record(&image, &turns);
        let near = |a: f64, b: f64| (a - b).abs() <= b * 1e-9 + 1e-6;
        prop_assert!(near(outcome.held.iter().sum(), outcome.seconds), "{:?}", outcome);
        prop_assert!(spans.iter().all(|span| span.unpacks <= permits));
        // A layer waits until so many of those below it are done that a permit is left for it.
        for (at, layer) in times.iter().enumerate() {
            let unfinished = times.iter().take(at).filter(|below| below.unpack_ends > layer.unpack_starts + 1e-9);
            prop_assert!(unfinished.count() < permits);
        }
        // One permit is stock containerd's way, and one for each layer is SOCI's.
        let one = Conditions { order: Order::LowestFirst, ..conditions };
        prop_assert!(near(seconds(&layers, &in_turn(conditions, 1)), seconds(&layers, &one)));
        let all = Conditions { order: Order::AsTheyArrive { permits: layers.len() }, ..conditions };
        prop_assert!(near(seconds(&layers, &in_turn(conditions, layers.len())), seconds(&layers, &all)));
    }
}

/// As above, with permits in turn, and every other time with layers that are synced as they arrive, which
/// is one more thing that a chunk decides.
#[test]
fn chunk_by_chunk_in_turn_gives_the_same() {
    let mut runner = TestRunner::new(runs(1));
    let (mut sum, mut far, count) = (0.0, 0, 150);
    for at in 0..count {
        let layers = vec(layer(), 1..7).new_tree(&mut runner).expect("layers");
        let conditions = conditions().new_tree(&mut runner).expect("conditions");
        let conditions = Conditions {
            sync_window: if at % 2 == 0 { 0.0 } else { 30.0 },
            ..in_turn(conditions.current(), 1 + at % 5)
        };
        let layers = layers.current();
        let exact = seconds(&layers, &conditions);
        let stepped = reference::seconds(&layers, &conditions);
        let off = (exact - stepped).abs() / exact;
        sum += off;
        if off > 0.02 {
            far += 1;
        }
        assert!(off < 0.25, "{exact} {stepped} {layers:?} {conditions:?}");
    }
    let mean = sum / count as f64;
    assert!(mean < 0.008, "mean difference {mean}");
    assert!(far * 12 < count, "{far} of {count} differ by more than 2 %");
}

/// A better node is never slower in what it works with last: disk, page cache, cores. More
/// bandwidth, requests and permits change the order of the work, as in any list schedule: what
/// arrives sooner takes disk and cores from the layer that everything waits for. That costs at
/// most a few percent, and hardly ever.
#[test]
fn better_is_not_slower() {
    let mut runner = TestRunner::new(runs(1));
    let mut slower = 0;
    for _ in 0..3000 {
        let layers = alike(20).new_tree(&mut runner).expect("layers").current();
        let now = conditions()
            .new_tree(&mut runner)
            .expect("conditions")
            .current();
        let before = seconds(&layers, &now);
        let work = vec![
            Conditions {
                disk: now.disk * 1.5,
                ..now
            },
            Conditions {
                cache: now.cache * 1.5 + 100.0,
                ..now
            },
            Conditions {
                stream: now.stream.map(|rate| rate * 1.5),
                ..now
            },
        ];
        // Where layers are synced, a better disk lets the next one begin sooner, beside the one that all
        // wait for; with more memory, more of a layer waits there to be synced. Where memory does not keep
        // them, more has passed through it when one that came sooner is unpacked.
        let (never, mut hardly) = if now.sync_window == 0.0 && now.kept == f64::INFINITY {
            (work, Vec::new())
        } else {
            (Vec::new(), work)
        };
        for better in never {
            let after = seconds(&layers, &better);
            assert!(
                after <= before * 1.000_001,
                "{before} {after} {now:?} {better:?}"
            );
        }
        hardly.extend([
            Conditions {
                streams: now.streams.map(|streams| streams * 1.5),
                ..now
            },
            Conditions {
                network: now.network * 1.5,
                ..now
            },
            Conditions {
                connection: now.connection * 1.5,
                ..now
            },
        ]);
        if let Order::AsTheyArrive { permits } = now.order {
            let order = Order::AsTheyArrive {
                permits: permits * 2,
            };
            hardly.push(Conditions { order, ..now });
            hardly.push(Conditions {
                requests: now.requests * 1.5,
                ..now
            });
        }
        for better in hardly {
            let after = seconds(&layers, &better);
            assert!(
                after <= before * 1.25,
                "{before} {after} {now:?} {better:?}"
            );
            if after > before * 1.01 {
                slower += 1;
            }
        }
    }
    assert!(
        slower < 130,
        "{slower} of 14,000 changes make it slower by more than 1 %"
    );
}

/// The closed form that fits the published pulls: for each of its terms the simulation has a
/// stage, and no less than the longest of them.
fn closed_form(image: &[SimulatedLayer], conditions: &Conditions) -> f64 {
    let compressed = sum(image, |one| one.compressed);
    let unpacked = sum(image, |one| one.unpacked);
    let largest = image.iter().map(|one| one.compressed).fold(0.0, f64::max);
    let share = largest / compressed;
    let stream = conditions.stream[0];
    let bandwidth = conditions
        .network
        .min(conditions.requests * conditions.connection);
    let disk = (compressed + unpacked - conditions.cache).max(0.0) / conditions.disk;
    let rest = match conditions.order {
        Order::AsTheyArrive { permits } | Order::InTurn { permits } => {
            let at_once = (permits.min(image.len()) as f64).min(conditions.streams[0]);
            let download_then_largest = compressed / bandwidth + share * unpacked / stream;
            download_then_largest.max(unpacked / (stream * at_once))
        }
        Order::LowestFirst => {
            let one = share * compressed / conditions.connection;
            let largest = one.max(compressed / bandwidth) + (1.0 + share) / 2.0 * unpacked / stream;
            largest.max(0.02 * compressed / conditions.connection + unpacked / stream)
        }
    };
    conditions.start + rest.max(disk)
}

/// On nodes and images like the published ones. The closed form takes the longest stage where
/// the simulation lets stages wait for each other, so it is the lower of the two.
#[test]
fn the_closed_form_agrees() {
    let mut differences = Vec::new();
    for (size, share, ratio) in [
        (2_000.0, 0.35, 2.0),
        (5_000.0, 0.25, 2.1),
        (9_354.0, 0.35, 2.36),
        (11_600.0, 0.41, 2.36),
        (15_000.0, 0.6, 1.9),
    ] {
        let image = layers::synthetic(size, share, ratio);
        for (disk, memory) in [
            (250.0, 64.0),
            (629.0, 32.0),
            (1048.0, 128.0),
            (2500.0, 512.0),
        ] {
            for (stream, vcpu) in [(210.0, 8.0), (255.0, 16.0), (300.0, 64.0)] {
                for (requests, permits) in [(10.0, 10), (20.0, 12)] {
                    let soci = Conditions {
                        start: 1.5,
                        requests,
                        chunk: 16.8,
                        connection: 90.0,
                        network: 1400.0,
                        network_is: Limited::Card,
                        order: Order::AsTheyArrive { permits },
                        stream: [stream, stream * 2.2, stream * 3.0],
                        streams: [vcpu / 1.7; 3],
                        disk,
                        cache: memory * 1073.74 * 0.15,
                        kept: f64::INFINITY,
                        keeps_layers: false,
                        sync_window: 0.0,
                    };
                    let containerd = Conditions {
                        requests: 3.0,
                        chunk: f64::INFINITY,
                        order: Order::LowestFirst,
                        ..soci
                    };
                    for conditions in [soci, containerd] {
                        let (simulated, closed) = (
                            seconds(&image, &conditions),
                            closed_form(&image, &conditions),
                        );
                        differences.push(simulated / closed - 1.0);
                    }
                }
            }
        }
    }
    let count = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / count;
    let least = differences
        .iter()
        .fold(0.0_f64, |least, one| least.min(*one));
    let most = differences.iter().fold(0.0_f64, |most, one| most.max(*one));
    assert!(mean < 0.05, "mean {mean}");
    assert!(least > -1e-9 && most < 0.35, "{least} to {most}");
}
