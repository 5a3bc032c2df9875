//! The frontier against a search that tries everything, on random small spaces.

use std::collections::BTreeSet;

use super::frontier::{CostBasis, Frontier, NoFrontier, Search, TradeoffPoint, run};
use super::space::{Scope, Space};
use crate::core::catalogue::Catalogue;
use crate::core::config::{Config, Edit, Field, InstanceStore, Preset};
use crate::core::pull::{Constants, free_memory, runtime_memory};
use crate::core::units::{Money, VolumeSize};

/// Small steps of a linear congruence: the same spaces in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % count.max(1)
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

fn priced() -> Catalogue {
    crate::data::catalogue()
        .with_on_demand("us-east-1", crate::data::US_EAST_1)
        .expect("the committed table")
}

fn random_config(dice: &mut Dice) -> Config {
    let preset = &Preset::ALL[dice.below(Preset::ALL.len())];
    let mut config = preset.config();
    let choices: [(&str, &[&str]); 11] = [
        (
            "image.reference",
            &[
                "nginx",
                "public.ecr.aws/a/b:1",
                "763104351884.dkr.ecr.us-east-1.amazonaws.com/vllm:1",
            ],
        ),
        (
            "image.compressedSize",
            &["200000000", "3000000000", "10757041023", "40000000000"],
        ),
        // A single layer is unpacked by SOCI and by containerd in the same time: a tie.
        ("image.layers", &["", "", "3000MB", "2000MB\n700MB\n90MB"]),
        ("image.largestLayer", &["", "5", "41", "90"]),
        ("nodes.minMemory", &["2", "4", "16"]),
        ("storage.volume.volumeSize", &["60Gi", "100Gi", "300Gi"]),
        ("storage.volume.throughput", &["125", "600", "750"]),
        (
            "engine.maxConcurrentDownloadsPerImage",
            &["1", "3", "20", "-1"],
        ),
        ("engine.maxConcurrentUnpacksPerImage", &["1", "12", "-1"]),
        ("engine.discardUnpackedLayers", &["true", "false"]),
        ("storage.instanceStore", &["unused", "raid0"]),
    ];
    for (path, texts) in choices {
        let field = Field::find(path).expect(path);
        if let Ok(edit) = Edit::typed(field, dice.pick(texts), &config) {
            config = config.apply(&edit);
        }
    }
    config
}

fn random_space(dice: &mut Dice, config: &Config, catalogue: &Catalogue, search: Search) -> Space {
    let mut space = Space::new(config, catalogue, search.scope);
    let most = 1 + dice.below(6);
    while space.types.len() > most {
        let at = dice.below(space.types.len());
        space.types.swap_remove(at);
    }
    // Equal prices are where ties have to be told apart.
    if let Some(first) = space.types.first().copied() {
        for choice in &mut space.types {
            if dice.below(4) == 0 {
                choice.hour = first.hour;
            }
        }
    }
    space
        .types
        .sort_by_key(|choice| (choice.hour, choice.position));
    for way in &mut space.ways {
        way.volumes
            .retain(|_| dice.below(5) == 0 || dice.below(9) == 0);
    }
    space.ways.retain(|way| !way.volumes.is_empty());
    // Which of two equal points stays is not to hang on which came first, where memory decides.
    if dice.below(2) == 0 {
        space.ways.reverse();
    }
    space
}

#[test]
fn the_frontier_is_what_trying_everything_finds() {
    let catalogue = priced();
    let constants = Constants::default();
    let mut dice = Dice(20_261_124);
    let (mut compared, mut points, mut skipped, mut buffering) = (0, 0, 0, 0);
    for round in 0..1_000 {
        let config = random_config(&mut dice);
        let search = Search {
            scope: if round % 2 == 0 {
                Scope::OutsidePool
            } else {
                Scope::Admitted
            },
            basis: if round % 3 == 0 {
                CostBasis::Start
            } else {
                CostBasis::Hour
            },
        };
        let space = random_space(&mut dice, &config, &catalogue, search);
        let by = |is_pruned| {
            let mut on = |_, _| true;
            let what = (search, space.clone());
            run(&config, &catalogue, &constants, what, is_pruned, &mut on)
        };
        match (by(true), by(false)) {
            (Ok(pruned), Ok(all)) => {
                assert_eq!(pruned.points, all.points, "round {round}: {config:?}");
                assert!(pruned.simulated <= all.simulated);
                compared += 1;
                points += pruned.points.len();
                buffering += pruned.points.iter().filter(|one| buffers(one)).count();
                skipped += all.simulated - pruned.simulated;
            }
            (Err(pruned), Err(all)) => assert_eq!(pruned, all, "round {round}"),
            (pruned, all) => panic!("round {round}: {pruned:?} {all:?}"),
        }
    }
    assert!(compared > 800, "only {compared} spaces had a frontier");
    assert!(
        points > 2 * compared && skipped > points && buffering > 50,
        "{points} {skipped} {buffering}"
    );
}

fn buffers(point: &TradeoffPoint) -> bool {
    point.engine.spec().has_transfer_service()
}

#[test]
fn containerds_own_pull_is_a_point_where_it_has_memory_and_nothing_else_is_as_good() {
    let catalogue = priced();
    let constants = Constants::default();
    let mut dice = Dice(20_261_129);
    let (mut won, mut lost_ties, mut lost_memory) = (0, 0, 0);
    for round in 0..200 {
        let config = random_config(&mut dice);
        let basis = if round % 3 == 0 {
            CostBasis::Start
        } else {
            CostBasis::Hour
        };
        let search = Search {
            scope: Scope::OutsidePool,
            basis,
        };
        let space = random_space(&mut dice, &config, &catalogue, search);
        let find = |is_wanted: &dyn Fn(&Config) -> bool| {
            let mut space = space.clone();
            space.ways.retain(|way| is_wanted(&way.config));
            let mut on = |_, _| true;
            run(
                &config,
                &catalogue,
                &constants,
                (search, space),
                true,
                &mut on,
            )
            .map_or(Vec::new(), |found| {
                let with = |point: &TradeoffPoint| {
                    (*point, found.config_of(point).expect("a Config").clone())
                };
                found.points.iter().map(with).collect()
            })
        };
        let buffered = |config: &Config| config.engine.spec().has_transfer_service();
        let all = find(&|_| true);
        let without = find(&|config| !buffered(config));
        let alone = find(&buffered);
        let numbers = |point: &TradeoffPoint| (point.cost(basis), point.time);
        let has = |points: &[(TradeoffPoint, Config)], wanted: &TradeoffPoint| {
            points
                .iter()
                .any(|(point, _)| numbers(point) == numbers(wanted))
        };
        for (point, config) in &all {
            if buffers(point) {
                won += 1;
                assert!(!has(&without, point), "round {round}: {point:?}");
                let instance = &catalogue.instances()[point.position];
                let held = runtime_memory(config, instance).map(|held| held.high());
                assert!(
                    held <= Some(free_memory(instance)),
                    "round {round}: {point:?}"
                );
            } else {
                assert!(has(&without, point), "round {round}: {point:?}");
                lost_ties += usize::from(has(&alone, point));
            }
        }
        // Without regard to memory there would be more of them.
        lost_memory += space
            .types
            .iter()
            .filter(|choice| {
                let instance = &catalogue.instances()[choice.position];
                let ways = space.ways.iter().flat_map(|way| &way.volumes);
                ways.filter(|volume| buffered(&volume.config))
                    .any(|volume| {
                        runtime_memory(&volume.config, instance)
                            .is_some_and(|held| held.high() > free_memory(instance))
                    })
            })
            .count();
    }
    assert!(
        won > 20 && lost_ties > 20 && lost_memory > 20,
        "{won} {lost_ties} {lost_memory}"
    );
}

#[test]
fn what_containerds_own_pull_keeps_has_to_fit_on_the_volume() {
    let catalogue = priced();
    let preset = Preset::ALL.iter().find(|preset| preset.word == "vllm-gpu");
    let mut config = preset.expect("a preset").config();
    let compressed = config.image.size().expect("a size").to_bytes();
    config.storage.instance_store = InstanceStore::Raid0;
    // Where its images lie, by the size of a volume that nothing lies on so far.
    let mut places = |gib: u64| {
        config.storage.volume.volume_size = VolumeSize::gib(u32::try_from(gib).expect("a size"));
        let space = Space::new(&config, &catalogue, Scope::Admitted);
        let ways = space.ways.iter();
        let own = ways.filter(|way| way.config.engine.spec().has_transfer_service());
        own.map(|way| way.on_store).collect::<BTreeSet<bool>>()
    };
    // Compressed and unpacked at once, 1.89 times as large, and 10 % more.
    let least = (compressed * 289 * 11).div_ceil(1000).div_ceil(1 << 30);
    assert_eq!(places(least), [false, true].into());
    assert_eq!(places(least - 1), [true].into());
}

#[test]
fn a_search_can_be_stopped_and_says_what_is_missing() {
    let catalogue = priced();
    let config = Config::default();
    let search = Search {
        scope: Scope::Admitted,
        basis: CostBasis::Hour,
    };
    let find = |config: &Config, catalogue: &Catalogue, mut go_on: bool| {
        let mut progress = |_, _| std::mem::replace(&mut go_on, false);
        let constants = Constants::default();
        Frontier::find(config, catalogue, &constants, search, &mut progress).map(|_| Money::ZERO)
    };
    assert_eq!(find(&config, &catalogue, true), Err(NoFrontier::Cancelled));
    let unpriced = crate::data::catalogue();
    assert_eq!(find(&config, unpriced, true), Err(NoFrontier::Prices));
    let mut sizeless = config.clone();
    sizeless.image.compressed_size = None;
    assert_eq!(
        find(&sizeless, &catalogue, true),
        Err(NoFrontier::ImageSize)
    );
}

#[test]
fn a_search_of_one_type_says_how_far_it_is_before_each_pull() {
    let search = Search {
        scope: Scope::InView,
        basis: CostBasis::Hour,
    };
    let mut said: Vec<(usize, usize)> = Vec::new();
    let mut progress = |done, of| {
        said.push((done, of));
        true
    };
    let (config, constants, catalogue) = (Config::default(), Constants::default(), priced());
    let found = Frontier::find(&config, &catalogue, &constants, search, &mut progress);
    let found = found.expect("a frontier");
    assert_eq!(found.types, 1);
    assert!(found.simulated > 1 && said.len() > found.simulated);
    assert!(said.is_sorted());
    assert!(
        said.iter()
            .all(|(done, of)| done < of && *of == found.settings)
    );
    // It can be stopped at any of them.
    for stop in [0, said.len() / 2, said.len() - 1] {
        let mut left = stop;
        let mut progress = |_, _| {
            left.checked_sub(1).is_some_and(|next| {
                left = next;
                true
            })
        };
        let stopped = Frontier::find(&config, &catalogue, &constants, search, &mut progress);
        assert_eq!(stopped.map(|_| Money::ZERO), Err(NoFrontier::Cancelled));
    }
}
