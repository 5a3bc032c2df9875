//! Which instance types a Config selects.

mod cases;
mod filter;
mod naive;

use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config as Runs, RngSeed};
use soci_configurator::core::{
    Config, Evaluation, Field, Instance, Place, Requirement, Selection, evaluate,
};
use soci_configurator::data::catalogue;

use crate::crds;
use crate::properties::{Typed, typed};
use crate::support::{config, preset, set};
use cases::{CASES, Out};

/// A pool that is open to every amd64 type, without a floor.
const OPEN: &[(&str, &str)] = &[
    ("workload.kind", "deployment"),
    ("engine.kind", "bottlerocket"),
    ("nodes.categories", ""),
    ("nodes.minEbsBandwidth", ""),
    ("nodes.minNetworkBandwidth", ""),
];

fn open(settings: &[(&str, &str)]) -> Config {
    set(config(OPEN), settings)
}

fn evaluated(config: &Config) -> Evaluation {
    evaluate(config, catalogue())
}

fn selection(config: &Config) -> Arc<Selection> {
    evaluated(config).selection
}

fn position(name: &str) -> usize {
    catalogue()
        .position(name)
        .unwrap_or_else(|| panic!("no type {name}"))
}

fn instance(position: usize) -> &'static Instance {
    &catalogue().instances()[position]
}

fn names(positions: &[usize]) -> Vec<&'static str> {
    positions.iter().map(|at| instance(*at).name).collect()
}

fn requirements(texts: &[&str]) -> Vec<Requirement> {
    texts
        .iter()
        .map(|text| {
            text.parse()
                .unwrap_or_else(|error| panic!("{text}: {error}"))
        })
        .collect()
}

#[test]
fn hand_computed_selections() {
    let mut checked = 0;
    for case in CASES {
        let selection = selection(&open(case.settings));
        for name in case.admitted {
            checked += 1;
            let by = selection
                .excluded
                .iter()
                .find(|out| out.position == position(name))
                .map(|out| selection.conditions[out.by].text());
            assert_eq!(by, None, "{}: {name}", case.what);
        }
        for Out(name, condition, value) in case.left_out {
            checked += 1;
            let out = selection
                .excluded
                .iter()
                .find(|out| out.position == position(name))
                .unwrap_or_else(|| panic!("{}: {name} is eligible", case.what));
            let by = &selection.conditions[out.by];
            assert_eq!(by.text(), *condition, "{}: {name}", case.what);
            let has = by.value_of(instance(out.position));
            let has = has.as_deref().unwrap_or("missing");
            assert_eq!(has, *value, "{}: {name}", case.what);
        }
        let all = selection.admitted.len() + selection.excluded.len();
        assert_eq!(all, catalogue().instances().len(), "{}", case.what);
    }
    assert!(CASES.len() >= 40 && checked > 100);
}

/// Counted from `data/instances.csv` by another program: category c, m or r, amd64, both
/// bandwidths above 8,000.
#[test]
fn the_blueprints_own_pool() {
    let blueprint = preset("original-blueprint");
    let selection = selection(&blueprint);
    assert_eq!(selection.admitted.len(), 420);
    for name in [
        "m6i.8xlarge",
        "r5.metal",
        "m4.16xlarge",
        "c6in.2xlarge",
        "c6id.8xlarge",
        "c8ib.32xlarge",
        "m8i-flex.12xlarge",
        "r8idn.24xlarge",
        "m5d.12xlarge",
        "c5.12xlarge",
    ] {
        assert!(selection.admits(position(name)), "{name}");
    }
    for (name, condition, place) in [
        ("g6.xlarge", "instance-category In c, m, r", Place::NodePool),
        (
            "i4i.8xlarge",
            "instance-category In c, m, r",
            Place::NodePool,
        ),
        (
            "t3.2xlarge",
            "instance-category In c, m, r",
            Place::NodePool,
        ),
        (
            "x2idn.16xlarge",
            "instance-category In c, m, r",
            Place::NodePool,
        ),
        (
            "c7gn.8xlarge",
            "kubernetes.io/arch In amd64",
            Place::NodePool,
        ),
        (
            "m5.8xlarge",
            "instance-ebs-bandwidth Gt 8000",
            Place::Affinity,
        ),
        (
            "c5n.4xlarge",
            "instance-ebs-bandwidth Gt 8000",
            Place::Affinity,
        ),
        (
            "c3.8xlarge",
            "instance-ebs-bandwidth Gt 8000",
            Place::Affinity,
        ),
        (
            "m6i.4xlarge",
            "instance-network-bandwidth Gt 8000",
            Place::Affinity,
        ),
        (
            "c6in.xlarge",
            "instance-network-bandwidth Gt 8000",
            Place::Affinity,
        ),
    ] {
        let out = selection
            .excluded
            .iter()
            .find(|out| out.position == position(name))
            .unwrap_or_else(|| panic!("{name} is eligible"));
        let by = &selection.conditions[out.by];
        assert_eq!((by.text().as_str(), by.place), (condition, place), "{name}");
    }
}

/// What is resolved is what is written: the requirements of both NodePools and of both workloads,
/// read back from the files, select the same types.
#[test]
fn the_files_say_what_is_selected_on_both_sides() {
    let presets = ["recommended", "original-blueprint", "vllm-gpu", "auto-mode"];
    let kinds = ["deployment", "none"];
    for (word, kind) in presets
        .iter()
        .flat_map(|word| kinds.map(|kind| (*word, kind)))
    {
        let config = set(
            preset(word),
            &[("workload.gpus", ""), ("workload.kind", kind)],
        );
        let evaluation = evaluated(&crds::filled(&config));
        let of = |kind: &str| -> Vec<Vec<Requirement>> {
            crds::applied(&evaluation.bundle)
                .iter()
                .filter(|document| document["kind"] == kind)
                .map(|document| {
                    let spec = &document["spec"]["template"]["spec"];
                    let affinity = "requiredDuringSchedulingIgnoredDuringExecution";
                    let terms = &spec["affinity"]["nodeAffinity"][affinity]["nodeSelectorTerms"];
                    let list = match kind {
                        "NodePool" => &spec["requirements"],
                        _ => &terms[0]["matchExpressions"],
                    };
                    list.as_array()
                        .map_or_else(Vec::new, |list| list.iter().map(read_requirement).collect())
                })
                .collect()
        };
        let (pools, mut workloads) = (of("NodePool"), of("Deployment"));
        if kind == "none" {
            // What a workload would ask for is asked for by the pool.
            assert!(workloads.is_empty(), "{word}");
            workloads = vec![Vec::new(); pools.len()];
        }
        assert!(
            !pools.is_empty() && pools.len() == workloads.len(),
            "{word}"
        );
        for (pool, workload) in pools.iter().zip(&workloads) {
            let read = Selection::by_requirements(pool, workload, catalogue());
            assert_eq!(read.admitted, evaluation.selection.admitted, "{word}");
        }
    }
}

fn read_requirement(value: &serde_json::Value) -> Requirement {
    let values: Vec<&str> = value["values"]
        .as_array()
        .map(|values| values.iter().filter_map(|value| value.as_str()).collect())
        .unwrap_or_default();
    let word = |key: &str| value[key].as_str().expect("a word").to_owned();
    format!("{} {} {}", word("key"), word("operator"), values.join(" "))
        .parse()
        .expect("a requirement")
}

#[test]
fn operators_and_missing_labels() {
    const NVME: &str = "karpenter.k8s.aws/instance-local-nvme";
    let admitted = |pool: &[String], workload: &[String], name: &str| {
        let list =
            |texts: &[String]| requirements(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        Selection::by_requirements(&list(pool), &list(workload), catalogue()).admits(position(name))
    };
    // With 250 GB, with 118 GB, and without the label.
    for (pool, workload, g6, m6id, m6i) in [
        (&["Exists"][..], &[][..], true, true, false),
        (&["DoesNotExist"], &[], false, false, true),
        (&["In 250"], &[], true, false, false),
        (&["In 0250"], &[], false, false, false),
        (&["NotIn 250"], &[], false, true, true),
        (&["Gt 118"], &[], true, false, false),
        (&["Gte 118"], &[], true, true, false),
        // A bound from above drops every type without the label too.
        (&["Lt 250"], &[], false, true, false),
        (&["Lte 250"], &[], true, true, false),
        (&["Gt 117", "Lt 119"], &[], false, true, false),
        // NotIn beside a bound counts as NotIn.
        (&["NotIn 250", "Gt 100"], &[], false, true, true),
        (&["NotIn 75", "Gt 100"], &[], true, true, false),
        // What comes to nothing counts as DoesNotExist.
        (&["Gt 300", "Lt 200"], &[], false, false, true),
        (&["In 250", "In 118"], &[], false, false, true),
        // A workload has to have something in common with the pool.
        (&["Gt 100"], &["Lt 200"], false, true, false),
        (&["In 250"], &["In 118"], false, false, false),
        (&["NotIn 118"], &["DoesNotExist"], false, false, true),
        (&["DoesNotExist"], &["Exists"], false, false, false),
        (&["Gt 300"], &["Lt 200"], false, false, false),
    ] {
        let keyed = |texts: &[&str]| -> Vec<String> {
            texts.iter().map(|text| format!("{NVME} {text}")).collect()
        };
        let (pool, workload) = (keyed(pool), keyed(workload));
        let found =
            ["g6.xlarge", "m6id.large", "m6i.large"].map(|name| admitted(&pool, &workload, name));
        assert_eq!(found, [g6, m6id, m6i], "{pool:?} and {workload:?}");
    }
    for (text, name, is) in [
        (
            "karpenter.k8s.aws/instance-hypervisor In nitro",
            "m6i.metal",
            false,
        ),
        (
            "karpenter.k8s.aws/instance-hypervisor Exists",
            "m6i.metal",
            true,
        ),
        ("karpenter.k8s.aws/instance-size Gt 3", "m6i.2xlarge", false),
        (
            "karpenter.k8s.aws/instance-capability-flex In true",
            "m7i-flex.large",
            true,
        ),
        (
            "karpenter.k8s.aws/instance-gpu-memory Gt 22887",
            "g6.xlarge",
            true,
        ),
        (
            "karpenter.k8s.aws/instance-accelerator-name In trainium",
            "trn1.2xlarge",
            true,
        ),
        (
            "eks.amazonaws.com/instance-gpu-manufacturer In amd",
            "g4ad.xlarge",
            true,
        ),
        ("kubernetes.io/os In windows", "m6i.large", false),
        ("team In ml", "m6i.large", true),
        ("karpenter.sh/capacity-type In spot", "m6i.large", true),
    ] {
        assert_eq!(
            admitted(&[text.to_owned()], &[], name),
            is,
            "{text}: {name}"
        );
    }
}

#[test]
fn why_a_type_is_out_and_what_brings_it_in() {
    let config = Config::default();
    let selection = selection(&config);
    let why = selection.why(position("g6.xlarge"), &config, catalogue());
    let reasons: Vec<(String, Option<&str>)> = why
        .reasons
        .iter()
        .map(|reason| {
            let condition = &selection.conditions[reason.condition];
            (condition.text(), reason.value.as_deref())
        })
        .collect();
    let expected = [
        ("instance-category In c, m, r", "g"),
        ("instance-ebs-bandwidth Gt 7999", "5,000 Mbit/s"),
        ("instance-network-bandwidth Gt 7999", "2,500 Mbit/s"),
    ]
    .map(|(text, value)| (text.to_owned(), Some(value)));
    assert_eq!(reasons, expected);
    let fix = why.fix.expect("fields decide all of it");
    assert_eq!(
        fix.label,
        "Allow category g, lower the minimum EBS bandwidth to 5,000 Mbit/s and lower the minimum network bandwidth to 2,500 Mbit/s"
    );
    let after = evaluated(&config.apply(&fix.edit)).selection;
    assert!(after.admits(position("g6.xlarge")));

    let admitted = selection.why(position("m6i.8xlarge"), &config, catalogue());
    assert_eq!((admitted.reasons.len(), admitted.fix), (0, None));
    // The gate's own floor is no field's.
    let floor = selection.why(position("m6i.large"), &config, catalogue());
    assert_eq!(floor.fix, None);
    let nowhere = selection.why(usize::MAX, &config, catalogue());
    assert!(nowhere.reasons.is_empty());
}

/// Every fix brings in its type, and every group's relaxation some of the group or of others.
fn every_relaxation_brings_types_back(config: &Config) -> usize {
    let selection = selection(config);
    let groups = selection.groups(config, catalogue());
    let out: usize = groups.iter().map(|group| group.positions.len()).sum();
    assert_eq!(out, selection.excluded.len());
    let mut relaxed = 0;
    for group in &groups {
        let Some(relaxation) = &group.relaxation else {
            continue;
        };
        relaxed += 1;
        let after = evaluated(&config.apply(&relaxation.fix.edit)).selection;
        let brought = relaxation
            .brings
            .iter()
            .filter(|position| after.admits(**position) && !selection.admits(**position))
            .count();
        assert_eq!(brought, relaxation.brings.len());
        assert!(
            group
                .positions
                .iter()
                .any(|position| after.admits(*position)),
            "“{}” brings none of its own",
            relaxation.fix.label
        );
    }
    for out in selection.excluded.iter().step_by(29) {
        if let Some(fix) = selection.why(out.position, config, catalogue()).fix {
            let after = evaluated(&config.apply(&fix.edit)).selection;
            assert!(
                after.admits(out.position),
                "“{}” leaves {} out",
                fix.label,
                instance(out.position).name
            );
        }
    }
    relaxed
}

#[test]
fn relaxations_bring_types_back() {
    for case in CASES {
        let config = open(case.settings);
        let relaxed = every_relaxation_brings_types_back(&config);
        assert!(relaxed > 0 || case.left_out.is_empty(), "{}", case.what);
    }
    let config = Config::default();
    let groups = selection(&config).groups(&config, catalogue());
    let labels: Vec<(usize, &str, usize)> = groups
        .iter()
        .filter_map(|group| {
            let relaxation = group.relaxation.as_ref()?;
            let label = relaxation.fix.label.as_str();
            Some((group.positions.len(), label, relaxation.brings.len()))
        })
        .collect();
    assert_eq!(
        labels,
        [
            (327, "Allow category g", 32),
            (313, "Switch the architecture to arm64", 190),
            (99, "Lower the minimum EBS bandwidth to 7,000 Mbit/s", 1),
            (
                115,
                "Lower the minimum network bandwidth to 7,500 Mbit/s",
                12
            ),
        ]
    );
}

#[test]
fn an_empty_selection_says_where_it_ran_empty() {
    let empty = selection(&open(&[
        ("nodes.types", "m6i.large"),
        ("nodes.minVcpu", "8"),
    ]));
    let emptied = empty.emptied.expect("nothing is left");
    assert_eq!(empty.conditions[emptied.by].text(), "instance-cpu Gt 7");
    assert_eq!(emptied.left, 1);
    assert_eq!(selection(&open(&[])).emptied, None);
}

#[test]
fn types_on_which_the_engine_does_nothing_are_marked() {
    let auto = selection(&open(&[("engine.kind", "auto-mode")]));
    for (name, without) in [
        ("m6id.large", true),
        ("g6.xlarge", false),
        ("inf2.xlarge", true),
        ("trn1.2xlarge", false),
    ] {
        let marked = auto.without_effect.contains(&position(name));
        assert_eq!(marked, without, "{name}");
    }
    assert_eq!(selection(&open(&[])).without_effect, Vec::<usize>::new());
    let gate = selection(&open(&[("engine.kind", "fast-image-pull")]));
    assert_eq!(names(&gate.without_effect), Vec::<&str>::new());
}

#[test]
fn chosen_types_become_the_exact_types() {
    let config = Config::default();
    let before = selection(&config);
    let chosen = [position("c6in.2xlarge"), position("m6i.8xlarge")];
    let fix = before
        .exactly(&chosen, &config, catalogue())
        .expect("two types");
    assert_eq!(fix.label, "Use exactly these 2 types");
    let after = config.apply(&fix.edit);
    assert_eq!(selection(&after).admitted, chosen);
    let other =
        Field::all().find(|field| field.path != "nodes.types" && field.is_changed(&after, &config));
    assert_eq!(other, None);
    for (positions, message) in [
        (vec![], "Choose at least one type."),
        (vec![position("g6.xlarge")], "g6.xlarge is excluded"),
        (
            before.admitted.clone(),
            "420 entries exceed this list's maximum of 200",
        ),
    ] {
        let refused = before
            .exactly(&positions, &config, catalogue())
            .unwrap_err();
        assert!(refused.message().contains(message), "{refused}");
    }
}

#[test]
fn a_type_that_is_not_known_is_refused_with_the_nearest() {
    let known = catalogue();
    assert_eq!(
        known.named(" M6i.8xlarge ").map(|at| instance(at).name),
        Ok("m6i.8xlarge")
    );
    let refused = known.named("m6i.8xlarg").unwrap_err();
    assert_eq!(refused.suggestion(), Some("m6i.8xlarge"));
    assert_eq!(known.named("").unwrap_err().suggestion(), None);
}

/// Requirements as somebody might write them, on few keys so that they meet.
fn one_requirement() -> impl Strategy<Value = Requirement> {
    const KEYS: [(&str, &[&str]); 9] = [
        ("instance-category", &["c", "m", "g", "t", "x"]),
        ("instance-family", &["m6i", "g6", "c5", "t2"]),
        ("instance-size", &["large", "xlarge", "metal", "2xlarge"]),
        ("instance-cpu", &["2", "4", "8", "04"]),
        ("instance-local-nvme", &["75", "118", "250", "x"]),
        ("instance-ebs-bandwidth", &["4750", "10000", "5000"]),
        ("instance-network-bandwidth", &["781", "12500", "25000"]),
        ("instance-gpu-count", &["0", "1", "4"]),
        ("instance-gpu-name", &["l4", "a10g", "h100"]),
    ];
    let operators = select(vec![
        "In",
        "NotIn",
        "Exists",
        "DoesNotExist",
        "Gt",
        "Lt",
        "Gte",
        "Lte",
    ]);
    (
        select(KEYS.to_vec()),
        operators,
        vec(any::<prop::sample::Index>(), 1..4),
    )
        .prop_map(|((key, words), operator, picks)| {
            let values: Vec<&str> = match operator {
                "In" | "NotIn" => picks.iter().map(|pick| *pick.get(words)).collect(),
                "Exists" | "DoesNotExist" => Vec::new(),
                _ => {
                    let numbers = ["0", "3", "8", "117", "250", "5000", "9999"];
                    vec![*picks[0].get(&numbers)]
                }
            };
            format!("karpenter.k8s.aws/{key} {operator} {}", values.join(" "))
                .parse()
                .expect("a requirement")
        })
}

fn runs(cases: u32) -> Runs {
    Runs {
        cases,
        rng_seed: RngSeed::Fixed(2026),
        failure_persistence: None,
        ..Runs::default()
    }
}

proptest! {
    #![proptest_config(runs(300))]

    #[test]
    fn the_same_as_a_naive_filter(
        pool in vec(one_requirement(), 0..6),
        workload in vec(one_requirement(), 0..4),
    ) {
        let selection = Selection::by_requirements(&pool, &workload, catalogue());
        for (position, instance) in catalogue().instances().iter().enumerate() {
            let expected = naive::admits(&pool, &workload, instance);
            prop_assert_eq!(selection.admits(position), expected, "{}", instance.name);
        }
        for out in &selection.excluded {
            prop_assert!(!selection.conditions[out.by].admits(instance(out.position)));
        }
    }
}

proptest! {
    #![proptest_config(runs(48))]

    #[test]
    fn any_config_can_be_relaxed_without_harm(typed in typed()) {
        every_relaxation_brings_types_back(&Typed::config(&typed));
    }
}
