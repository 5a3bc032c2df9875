//! The frontier over the real catalogue, and what the command line says of it.

use soci_configurator::core::{
    Catalogue, Config, Constants, CostBasis, EngineKind, Frontier, LeadBy, Money, NoFrontier,
    Preset, PullModel, PullVariant, Scope, Search, Severity, Target, TargetAnswer, TimeSpan,
    TradeoffPoint, evaluate,
};

use crate::catalogue::with_prices;
use crate::support::{config, preset, set};

fn find(config: &Config, catalogue: &Catalogue, scope: Scope, basis: CostBasis) -> Frontier {
    let mut on = |_, _| true;
    let search = Search { scope, basis };
    Frontier::find(config, catalogue, &Constants::default(), search, &mut on)
        .unwrap_or_else(|none| panic!("{}", none.describe()))
}

#[test]
fn each_point_is_dearer_and_faster_than_the_one_before() {
    let catalogue = with_prices(&["us-east-1"]);
    for basis in [CostBasis::Hour, CostBasis::Start] {
        let frontier = find(&Config::default(), &catalogue, Scope::OutsidePool, basis);
        assert!(
            frontier.types > 800 && frontier.settings >= 200,
            "{}",
            frontier.settings
        );
        assert!(frontier.points.len() > 5);
        for pair in frontier.points.windows(2) {
            assert!(pair[0].time > pair[1].time && pair[0].cost(basis) < pair[1].cost(basis));
        }
    }
}

fn errors(config: &Config, catalogue: &Catalogue) -> usize {
    let found = evaluate(config, catalogue).findings.into_iter();
    found
        .filter(|finding| finding.severity == Severity::Error)
        .count()
}

/// Takes each point, and looks whether the evaluation then says what the point said.
fn take_all(before: &Config, frontier: &Frontier, catalogue: &Catalogue, name: &str) {
    for point in &frontier.points {
        let instance = &catalogue.instances()[point.position];
        let name = format!("{name}: {} with {}", instance.name, point.describe());
        let lead = frontier.lead(point).expect("a point of its own");
        let edit = frontier
            .edit(point, before, catalogue)
            .unwrap_or_else(|| panic!("{name} cannot be taken"));
        let after = before.apply(&edit);
        let evaluation = evaluate(&after, catalogue);
        assert_eq!(
            evaluation.launch.likely(),
            Some(point.position),
            "{name}, {}",
            lead.words
        );
        let in_view = evaluation.in_view.expect("a type is in view");
        assert!(
            in_view.position == point.position || after.costs.instance_type.is_some(),
            "{name}"
        );
        if lead.by == LeadBy::Types {
            assert_eq!(evaluation.selection.admitted, [point.position], "{name}");
        }
        let changes_nodes = after.nodes != before.nodes;
        assert_eq!(changes_nodes, lead.by != LeadBy::AsIs, "{name}");
        let model = PullModel::new(&after, catalogue, &Constants::default());
        let estimate =
            model.and_then(|model| model.estimate_on(PullVariant::Engine, point.position));
        let likely = estimate.map(|estimate| estimate.estimate.time.likely());
        assert_eq!(likely, Some(point.time), "{name}");
        let case = evaluation.costs.typical().expect("one type");
        let spot = after.nodes.capacity_types.len() > 1;
        assert!(
            spot || after.costs.instance_type.is_some()
                || case.node_hour.at_least == point.per_hour,
            "{name}"
        );
        assert!(
            errors(&after, catalogue) <= errors(before, catalogue),
            "{name}"
        );
    }
}

#[test]
fn a_point_that_is_taken_is_what_the_evaluation_then_says() {
    let catalogue = with_prices(&["us-east-1"]);
    for known in Preset::ALL {
        let before = known.config();
        for scope in [Scope::InView, Scope::Admitted] {
            let frontier = find(&before, &catalogue, scope, CostBasis::Hour);
            take_all(&before, &frontier, &catalogue, known.word);
        }
    }
    let before = preset("bottlerocket");
    let frontier = find(&before, &catalogue, Scope::OutsidePool, CostBasis::Start);
    take_all(&before, &frontier, &catalogue, "bottlerocket, outside");
}

#[test]
fn points_are_led_to_in_other_regions_too() {
    for (region, tables) in [
        ("eu-central-1", &["eu-central-1"][..]),
        ("ap-southeast-2", &["ap-southeast-2"][..]),
    ] {
        let catalogue = with_prices(tables);
        for name in ["recommended", "vllm-gpu", "spark-ci"] {
            let before = set(preset(name), &[("cluster.region", region)]);
            let frontier = find(&before, &catalogue, Scope::Admitted, CostBasis::Hour);
            assert!(frontier.points.len() > 3, "{region} {name}");
            take_all(&before, &frontier, &catalogue, &format!("{region} {name}"));
        }
    }
    // Where the Region has no table of prices, nothing can be weighed, and that is said.
    let nowhere = config(&[("cluster.region", "us-gov-west-1")]);
    let catalogue = with_prices(&["us-east-1"]);
    let search = Search {
        scope: Scope::InView,
        basis: CostBasis::Hour,
    };
    let mut on = |_, _| true;
    let constants = Constants::default();
    assert_eq!(
        Frontier::find(&nowhere, &catalogue, &constants, search, &mut on).err(),
        Some(NoFrontier::Prices)
    );
}

#[test]
fn the_scope_is_the_type_in_view_all_admitted_or_whatever_fits() {
    let catalogue = with_prices(&["us-east-1"]);
    let gpu = preset("vllm-gpu");
    let name = |position: usize| catalogue.instances()[position].name;
    let types = |config: &Config, scope| {
        let frontier = find(config, &catalogue, scope, CostBasis::Hour);
        let names = frontier.points.iter().map(|point| name(point.position));
        (
            frontier.types,
            names.collect::<std::collections::BTreeSet<_>>(),
        )
    };
    assert_eq!(Scope::from_config(&gpu), Scope::InView);
    assert_eq!(types(&gpu, Scope::InView), (1, ["g6.xlarge"].into()));
    let chosen = set(gpu.clone(), &[("costs.instanceType", "g6.2xlarge")]);
    assert_eq!(
        types(&chosen, Scope::from_config(&chosen)),
        (1, ["g6.2xlarge"].into())
    );
    let all = set(gpu.clone(), &[("costs.instanceType", "all")]);
    assert_eq!(Scope::from_config(&all), Scope::Admitted);
    assert_eq!(types(&all, Scope::from_config(&all)).0, 41);
    // The pod asks for a GPU; without it, nearly all fit.
    let outside = types(&gpu, Scope::OutsidePool).0;
    assert!((42..100).contains(&outside), "{outside}");
    let plain = types(&Config::default(), Scope::OutsidePool).0;
    assert!(plain > 800, "{plain}");
    // Taking a point of another type than the chosen one, the numbers are about that one.
    let frontier = find(&chosen, &catalogue, Scope::Admitted, CostBasis::Hour);
    let first = &frontier.points[0];
    assert_eq!(name(first.position), "g6.xlarge");
    let edit = frontier.edit(first, &chosen, &catalogue).expect("an edit");
    assert_eq!(chosen.apply(&edit).costs.instance_type, None);
}

#[test]
fn a_type_that_nothing_leads_to_is_no_point() {
    let catalogue = with_prices(&["us-east-1"]);
    // Two categories at least are to be left: no type can come alone.
    let varied = config(&[(
        "kept",
        "NodePool spec.template.spec.requirements[key=karpenter.k8s.aws/instance-category,operator=In].minValues = 2",
    )]);
    let frontier = find(&varied, &catalogue, Scope::Admitted, CostBasis::Hour);
    assert!(!frontier.points.is_empty());
    for point in &frontier.points {
        let lead = frontier.lead(point).expect("a lead");
        assert!(lead.types > 1, "{}", lead.words);
    }
    take_all(&varied, &frontier, &catalogue, "minValues");
}

/// The points of containerd's own parallel pull.
fn own_pulls(config: &Config, catalogue: &Catalogue) -> Vec<TradeoffPoint> {
    let frontier = find(config, catalogue, Scope::InView, CostBasis::Hour);
    let is_own = |point: &TradeoffPoint| point.engine.as_str().contains("containerd-parallel");
    frontier.points.into_iter().filter(is_own).collect()
}

#[test]
fn containerds_own_pull_is_a_point_where_the_node_can_use_it() {
    let catalogue = with_prices(&["us-east-1"]);
    // nodeadm ignores SOCI's gate on so few cores, and Bottlerocket has no igzip on Graviton.
    let arm = |on: &str| config(&[("nodes.architecture", "arm64"), ("costs.instanceType", on)]);
    let small = arm("m8g.large");
    let frontier = find(&small, &catalogue, Scope::InView, CostBasis::Hour);
    let points = own_pulls(&small, &catalogue);
    assert!(!points.is_empty(), "{:?}", frontier.points);
    assert!(
        points[0]
            .describe()
            .starts_with("AL2023 containerd parallel pull, 10 downloads, 10 unpacks, gp3 "),
        "{}",
        points[0].describe()
    );
    take_all(&small, &frontier, &catalogue, "m8g.large");
    // With SOCI in effect it gains nothing.
    assert_eq!(own_pulls(&arm("m8g.2xlarge"), &catalogue), []);
    // An image that may not fit into the memory: the pull may be killed there, and only there.
    let image = |on: &str| {
        set(
            arm(on),
            &[
                ("image.compressedSize", "20000000000"),
                ("storage.volume.volumeSize", "200Gi"),
            ],
        )
    };
    assert_eq!(own_pulls(&image("m8g.large"), &catalogue), []);
    assert_ne!(own_pulls(&image("r8g.large"), &catalogue), []);
    // Releases that have no containerd 2.2, also where the own engine is refused for another reason.
    for release in ["v20260304", "v20250801"] {
        let old = set(small.clone(), &[("cluster.al2023Version", release)]);
        assert!(
            own_pulls(&old, &catalogue)
                .iter()
                .all(|point| point.engine.as_str().starts_with("bottlerocket")),
            "{release}"
        );
    }
    // And it is searched from itself, with SOCI beside it.
    let own = set(small, &[("engine.kind", "containerd-parallel")]);
    let frontier = find(&own, &catalogue, Scope::InView, CostBasis::Hour);
    let engines: Vec<&str> = frontier
        .points
        .iter()
        .map(|it| it.engine.as_str())
        .collect();
    assert!(engines.contains(&"bottlerocket") && engines.contains(&"containerd-parallel"));
}

#[test]
fn auto_mode_has_no_engine_to_choose() {
    let catalogue = with_prices(&["us-east-1"]);
    let frontier = find(
        &preset("auto-mode"),
        &catalogue,
        Scope::Admitted,
        CostBasis::Hour,
    );
    assert!(
        frontier
            .points
            .iter()
            .all(|point| point.engine == EngineKind::AutoMode)
    );
}

#[test]
fn a_target_is_met_by_the_cheapest_point_that_is_fast_enough() {
    let catalogue = with_prices(&["us-east-1"]);
    let frontier = find(
        &Config::default(),
        &catalogue,
        Scope::Admitted,
        CostBasis::Hour,
    );
    let within = |seconds| Target {
        time: Some(TimeSpan::from_secs(seconds)),
        cost: None,
    };
    let answer = within(60).solve(&frontier).expect("there are points");
    let TargetAnswer::Met(at) = answer else {
        panic!("{answer:?}");
    };
    assert!(frontier.points[at].time <= TimeSpan::from_secs(60));
    assert!(at == 0 || frontier.points[at - 1].time > TimeSpan::from_secs(60));
    assert!(matches!(
        within(1).solve(&frontier),
        Some(TargetAnswer::TooFast { .. })
    ));
    let cheap = Target {
        time: None,
        cost: Some(Money::micro_dollars(1)),
    };
    assert!(matches!(
        cheap.solve(&frontier),
        Some(TargetAnswer::TooCheap { .. })
    ));
}

#[test]
fn a_type_without_a_price_is_counted_and_left_out() {
    let catalogue = with_prices(&["mx-central-1"]);
    let mexico = config(&[("cluster.region", "mx-central-1"), ("nodes.categories", "")]);
    // There are no EBS prices for this Region: nothing can be compared.
    let search = Search {
        scope: Scope::Admitted,
        basis: CostBasis::Hour,
    };
    let mut on = |_, _| true;
    let none = Frontier::find(&mexico, &catalogue, &Constants::default(), search, &mut on);
    assert!(none.is_err());
}
