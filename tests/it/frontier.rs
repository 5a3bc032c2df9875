//! The frontier over the real catalogue, and what the command line says of it.

use soci_configurator::core::{
    Catalogue, Config, Constants, CostBasis, Duration, EngineKind, Frontier, Money, PullModel,
    PulledBy, Scope, Search, Target, TargetAnswer, evaluate,
};

use crate::catalogue::with_prices;
use crate::support::{config, preset};

fn find(config: &Config, catalogue: &Catalogue, scope: Scope, basis: CostBasis) -> Frontier {
    let mut on = |_, _| true;
    let search = Search { scope, basis };
    Frontier::find(config, catalogue, &Constants::default(), search, &mut on)
        .unwrap_or_else(|none| panic!("{}", none.words()))
}

#[test]
fn each_point_is_dearer_and_faster_than_the_one_before() {
    let catalogue = with_prices(&["us-east-1"]);
    for basis in [CostBasis::Hour, CostBasis::Start] {
        let frontier = find(&Config::default(), &catalogue, Scope::All, basis);
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

#[test]
fn a_point_that_is_taken_is_what_the_evaluation_then_says() {
    let catalogue = with_prices(&["us-east-1"]);
    for (name, scope) in [
        ("recommended", Scope::Admitted),
        ("vllm-gpu", Scope::Admitted),
        ("bottlerocket", Scope::All),
        ("stock-containerd", Scope::Admitted),
    ] {
        let before = preset(name);
        let frontier = find(&before, &catalogue, scope, CostBasis::Hour);
        for point in &frontier.points {
            let instance = &catalogue.instances()[point.position];
            let edit = frontier
                .edit(point, &before, &catalogue)
                .unwrap_or_else(|| panic!("{name}: {} cannot be taken", instance.name));
            let after = before.apply(&edit);
            let evaluation = evaluate(&after, &catalogue);
            assert_eq!(evaluation.selection.admitted, [point.position], "{name}");
            let model = PullModel::new(&after, &catalogue, &Constants::default());
            let estimate = model.and_then(|model| model.on(PulledBy::Engine, point.position));
            let likely = estimate.map(|estimate| estimate.estimate.time.likely());
            assert_eq!(likely, Some(point.time), "{name}: {}", instance.name);
            let case = evaluation.costs.typical().expect("one type");
            let spot = after.nodes.capacity_types.len() > 1;
            assert!(spot || case.node_hour.at_least == point.per_hour, "{name}");
            let errors = |config: &Config| {
                let found = evaluate(config, &catalogue).findings.into_iter();
                found
                    .filter(|finding| finding.severity == soci_configurator::core::Severity::Error)
                    .count()
            };
            assert!(
                errors(&after) <= errors(&before),
                "{name}: {}",
                instance.name
            );
        }
    }
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
        time: Some(Duration::seconds(seconds)),
        cost: None,
    };
    let answer = within(60).solve(&frontier).expect("there are points");
    let TargetAnswer::Met(at) = answer else {
        panic!("{answer:?}");
    };
    assert!(frontier.points[at].time <= Duration::seconds(60));
    assert!(at == 0 || frontier.points[at - 1].time > Duration::seconds(60));
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
