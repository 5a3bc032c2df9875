//! Which nodes Karpenter launches and by which steps, at prices that stay as they are.

use std::fmt::Write as _;
use std::fs;

use soci_configurator::core::{Launch, LaunchStep, evaluate};

use crate::launch::{imported, names, node_pool, nodes, pool, set, us_east};
use crate::lead::priced_by_size;

const TABLE: &str = "tests/it/launch_steps.expected";

/// Prices that stay as they are; other types have none.
const PRICES: &str = "type,usd_per_hour,as_of
m5.large,0.1,2026-01-01
m5.xlarge,0.2,2026-01-01
m5.2xlarge,0.4,2026-01-01
m5.4xlarge,0.8,2026-01-01
m5.metal,4,2026-01-01
g4ad.4xlarge,0.5,2026-01-01
g5.4xlarge,0.6,2026-01-01
inf2.xlarge,0.3,2026-01-01
";

#[test]
fn what_is_launched_and_every_step_is_what_the_table_says() {
    let catalogue = soci_configurator::data::catalogue()
        .clone()
        .with_on_demand("us-east-1", PRICES)
        .expect("a table");
    let (types, kinds) = ("nodes.types", "nodes.capacityTypes");
    let sizes = (types, "m5.large, m5.xlarge, m5.2xlarge, m5.4xlarge");
    let mut all = String::new();
    for settings in [
        &[sizes][..],
        &[sizes, ("workload.replicas", "0")],
        &[sizes, ("workload.cpu", "1500m"), ("workload.replicas", "9")],
        &[
            (types, "m5.xlarge"),
            ("workload.cpu", "3"),
            ("workload.replicas", "2"),
        ],
        // Of one type none is chosen.
        &[(types, "m5.xlarge"), (kinds, "spot")],
        &[sizes, (kinds, "spot")],
        &[sizes, (kinds, "spot, on-demand")],
        // Half of what the larger one costs is the smaller one's price, and not above it.
        &[
            (types, "m5.xlarge, m5.2xlarge"),
            (kinds, "spot, on-demand"),
            ("costs.spotPercent", "50"),
        ],
        &[
            sizes,
            (kinds, "spot, on-demand"),
            ("costs.spotPercent", "50"),
        ],
        &[sizes, (kinds, "spot"), ("costs.spotPercent", "50")],
        &[
            sizes,
            (kinds, "reserved, spot"),
            ("costs.spotPercent", "50"),
            ("nodes.capacityReservationIds", "cr-0123456789abcdef0"),
        ],
        &[
            sizes,
            (kinds, "reserved"),
            (
                "kept",
                "EC2NodeClass spec.capacityReservationSelectorTerms = [{\"tags\":{\"a\":\"b\"}}]",
            ),
        ],
        &[
            sizes,
            (kinds, "reserved, on-demand"),
            (
                "kept",
                "without EC2NodeClass spec.capacityReservationSelectorTerms",
            ),
        ],
        // Neither another pool's reservations nor another document's are the node class' own.
        &[
            sizes,
            (kinds, "reserved, on-demand"),
            (
                "kept",
                "comparison EC2NodeClass spec.capacityReservationSelectorTerms = [{\"tags\":{\"a\":\"b\"}}]\nNodePool spec.template.spec.capacityReservationSelectorTerms = []",
            ),
        ],
        &[(types, "m5.xlarge, m6i.xlarge, m7i.xlarge")],
        // Where none has a price, vCPU decide, then memory.
        &[(types, "c6i.4xlarge, r6i.xlarge, m6i.xlarge, r6i.2xlarge")],
        &[(types, "g4ad.4xlarge, g5.4xlarge, inf2.xlarge, m5.metal")],
        &[(types, "m5.4xlarge, g4ad.4xlarge")],
        &[(types, "m5.4xlarge, inf2.xlarge")],
        &[(types, "m5.4xlarge, m5.metal")],
        &[(types, "m5.4xlarge, g5.4xlarge")],
        &[sizes, ("nodes.cpuLimit", "4"), ("workload.replicas", "3")],
        &[
            sizes,
            ("nodes.cpuLimit", "16"),
            ("workload.cpu", "3"),
            ("workload.replicas", "3"),
        ],
        &[
            sizes,
            ("nodes.cpuLimit", "17"),
            ("workload.cpu", "3"),
            ("workload.replicas", "9"),
        ],
        &[
            sizes,
            ("nodes.memoryLimit", "64Gi"),
            ("workload.cpu", "3"),
            ("workload.replicas", "9"),
        ],
        &[sizes, ("nodes.cpuLimit", "1")],
        &[sizes, ("engine.kind", "auto-mode")],
        &[
            sizes,
            ("engine.kind", "fast-image-pull"),
            ("comparison", "true"),
            ("workload.replicas", "2"),
        ],
    ] {
        let config = pool(settings);
        let launch = Launch::for_config(&config, &catalogue);
        writeln!(all, "== {settings:?}").expect("a string");
        let steps = evaluate(&config, &catalogue).steps;
        let starts = steps
            .iter()
            .flat_map(|step| step.text.split_inclusive(". "));
        for sentence in starts.filter(|it| it.contains("most likely") || it.contains(" an hour")) {
            writeln!(all, "{}", sentence.trim_end()).expect("a string");
        }
        writeln!(
            all,
            "{} nodes, {} pods without, open: {}, inferred: {}, {} others; {}",
            launch.nodes(),
            launch.unplaced,
            launch.is_open(),
            launch.is_inferred,
            launch.runners_up().len(),
            launch.capacity.describe(),
        )
        .expect("a string");
        for (index, group) in launch.groups.iter().enumerate() {
            let price = group.candidates.first().and_then(|it| it.price);
            writeln!(
                all,
                "{} × {}: {} from {price:?}",
                group.nodes,
                group.pods,
                names(&launch, index).join(" ")
            )
            .expect("a string");
            for step in &group.steps {
                writeln!(all, "  {step:?}: {}", step.describe()).expect("a string");
            }
            writeln!(all, "  {}", group.describe(&catalogue)).expect("a string");
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(TABLE, &all).expect("the table is written");
    }
    let expected = fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it launch_steps\n{}",
        similar::TextDiff::from_lines(&expected, &all).unified_diff()
    );
}

#[test]
fn six_hundred_types_are_listed_at_most() {
    let of = |settings: &[(&str, &str)]| {
        let launch = Launch::for_config(&pool(settings), &priced_by_size());
        let listed = launch.groups[0].steps.iter().find_map(|step| match step {
            LaunchStep::Listed { types } => Some(*types),
            _ => None,
        });
        (listed, launch.groups[0].candidates.len())
    };
    assert_eq!(of(&[]), (Some(600), 60));
    assert_eq!(of(&[("nodes.categories", "m")]), (None, 60));
}

#[test]
fn min_values_bound_how_many_pods_share_a_node() {
    let varied = "      - {key: node.kubernetes.io/instance-type, operator: In, values: [m5.4xlarge, c5.2xlarge]}
      - {key: karpenter.k8s.aws/instance-family, operator: In, values: [m5, c5], minValues: 2}
";
    let pods = [
        ("workload.kind", "deployment"),
        ("workload.cpu", "1"),
        ("workload.memory", "1Gi"),
        ("workload.replicas", "12"),
    ];
    let of = |requirements: &str| {
        let (config, _) = imported(&node_pool("", requirements, ""));
        nodes(&Launch::for_config(&set(&config, &pods), &us_east()))
    };
    // All twelve have room on the larger type, seven on either of both.
    assert_eq!(of(&varied.replace(", minValues: 2", "")), [(1, 12)]);
    assert_eq!(of(varied), [(1, 7), (1, 5)]);
    // Not even one pod has a node where they ask for more than there are.
    assert_eq!(of(&varied.replace("minValues: 2", "minValues: 3")), []);
}
