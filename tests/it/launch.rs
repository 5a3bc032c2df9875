//! Which nodes Karpenter launches: a table of cases by hand, and what holds for any Config.

use proptest::prelude::*;
use soci_configurator::core::InputFile;
use soci_configurator::core::{
    AfterReserved, Capacity, Catalogue, Config, Edit, Field, Launch, LaunchStep, PriceBasis,
    evaluate, read_files,
};

use crate::catalogue::with_prices;
use crate::properties::{runs, typed};

pub fn set(config: &Config, settings: &[(&str, &str)]) -> Config {
    settings
        .iter()
        .fold(config.clone(), |config, (path, text)| {
            let field = Field::find(path).unwrap_or_else(|| panic!("{path}"));
            let edit = Edit::typed(field, text, &config);
            config.apply(&edit.unwrap_or_else(|error| panic!("{path}={text}: {error}")))
        })
}

/// A pool on demand, of these families and sizes, without other bounds.
pub fn pool(settings: &[(&str, &str)]) -> Config {
    let open = [
        ("nodes.categories", ""),
        ("nodes.capacityTypes", "on-demand"),
        ("nodes.minEbsBandwidth", ""),
        ("nodes.minNetworkBandwidth", ""),
        // Stock containerd has no floor of its own.
        ("engine.kind", "containerd"),
        ("workload.kind", "deployment"),
    ];
    set(&set(&Config::default(), &open), settings)
}

pub fn us_east() -> Catalogue {
    with_prices(&["us-east-1"])
}

fn launch(config: &Config) -> Launch {
    Launch::for_config(config, &us_east())
}

pub fn names(launch: &Launch, group: usize) -> Vec<&'static str> {
    let catalogue = soci_configurator::data::catalogue();
    let candidates = launch
        .groups
        .get(group)
        .map(|group| group.candidates.as_slice());
    candidates
        .unwrap_or_default()
        .iter()
        .map(|it| catalogue.instances()[it.position].name)
        .collect()
}

/// Nodes and pods on each, group by group.
pub fn nodes(launch: &Launch) -> Vec<(u32, u32)> {
    launch
        .groups
        .iter()
        .map(|group| (group.nodes, group.pods))
        .collect()
}

/// Order by on-demand prices of us-east-1 of 2026-07-20: m5.large 0.096, m6a.large 0.0864,
/// m5a.large 0.086, m6i.large 0.096, g6.xlarge 0.8048, g5.xlarge 1.006.
#[test]
fn the_order_is_that_of_prices() {
    for (settings, expected) in [
        (
            vec![
                ("nodes.families", "m5, m5a, m6a, m6i"),
                ("nodes.sizes", "large"),
            ],
            // Of equals the first by name.
            vec!["m5a.large", "m6a.large", "m5.large", "m6i.large"],
        ),
        (
            vec![
                ("nodes.families", "g5, g6"),
                ("nodes.sizes", "xlarge"),
                ("workload.gpus", "1"),
            ],
            vec!["g6.xlarge", "g5.xlarge"],
        ),
        // Only accelerators: they stay. Beside others they go, whatever they cost.
        (
            vec![("nodes.types", "g6.xlarge, g5.xlarge")],
            vec!["g6.xlarge", "g5.xlarge"],
        ),
        (
            vec![("nodes.types", "g6.xlarge, m5.8xlarge")],
            vec!["m5.8xlarge"],
        ),
        (
            vec![("nodes.types", "inf2.xlarge, m5.8xlarge")],
            vec!["m5.8xlarge"],
        ),
        (
            vec![("nodes.types", "m5.metal, m5.24xlarge")],
            vec!["m5.24xlarge"],
        ),
        (vec![("nodes.types", "m5.metal")], vec!["m5.metal"]),
        // A part of a GPU and other accelerators are not exotic.
        (
            vec![("nodes.types", "g6f.xlarge, m5.24xlarge")],
            vec!["g6f.xlarge", "m5.24xlarge"],
        ),
        (
            vec![("nodes.types", "f2.6xlarge, m5.24xlarge")],
            vec!["f2.6xlarge", "m5.24xlarge"],
        ),
    ] {
        let launch = launch(&pool(&settings));
        assert_eq!(names(&launch, 0), expected, "{settings:?}: {launch:?}");
        assert_eq!(launch.capacity, Capacity::OnDemand);
        assert!(matches!(launch.prices, PriceBasis::Region { .. }));
    }
}

#[test]
fn a_wide_pool_is_cut_to_sixty_and_every_step_is_counted() {
    let config = pool(&[("nodes.categories", "c, m, r")]);
    let launch = launch(&config);
    let group = &launch.groups[0];
    assert_eq!(group.candidates.len(), 60);
    let prices: Vec<_> = group.candidates.iter().map(|it| it.price).collect();
    assert!(prices.is_sorted() && prices.iter().all(Option::is_some));
    let mut left = usize::MAX;
    for step in &group.steps {
        let types = match *step {
            LaunchStep::Admitted { types }
            | LaunchStep::WithinLimits { types }
            | LaunchStep::Packed { types, .. }
            | LaunchStep::Listed { types }
            | LaunchStep::Sent { types, .. }
            | LaunchStep::OnlyExotic { types }
            | LaunchStep::KeptByMinValues { types }
            | LaunchStep::MinValuesUnmet { types } => types,
            LaunchStep::Priced { types, unpriced } => {
                assert_eq!(types + unpriced, left);
                types
            }
            LaunchStep::WithoutExotic { types, exotic } => {
                assert_eq!(types + exotic, left);
                types
            }
            LaunchStep::SpotAboveOnDemand { types, dearer } => {
                assert_eq!(types + dearer, left);
                continue;
            }
            LaunchStep::SpotPricesUnknown => continue,
        };
        assert!(types <= left, "{:?}", group.steps);
        left = types;
    }
    assert_eq!(left, 60);
    let words = group.describe(soci_configurator::data::catalogue());
    assert!(words.contains("the 60 cheapest sent to EC2"), "{words}");
    // Without a bound, Karpenter launches the smallest there is.
    assert_eq!(names(&launch, 0)[0], "m1.small");
}

/// m5.xlarge leaves 3,920m of its 4 CPU, m5.2xlarge 7,910m, m5.4xlarge 15,890m.
#[test]
fn pods_are_packed_onto_as_few_nodes_as_the_types_allow() {
    let base = [
        ("nodes.families", "m5"),
        ("nodes.sizes", "xlarge, 2xlarge, 4xlarge"),
    ];
    for (cpu, replicas, expected, likely) in [
        ("3", "1", vec![(1, 1)], "m5.xlarge"),
        ("3", "2", vec![(1, 2)], "m5.2xlarge"),
        ("3", "5", vec![(1, 5)], "m5.4xlarge"),
        // Five fit on the largest; the others need one more, of which a smaller type will do.
        ("3", "12", vec![(2, 5), (1, 2)], "m5.4xlarge"),
        ("3", "0", vec![(0, 1)], "m5.xlarge"),
        ("15", "3", vec![(3, 1)], "m5.4xlarge"),
        ("16", "1", vec![], ""),
    ] {
        let mut settings = base.to_vec();
        settings.extend([("workload.cpu", cpu), ("workload.replicas", replicas)]);
        let launch = launch(&pool(&settings));
        assert_eq!(nodes(&launch), expected, "{cpu} × {replicas}");
        assert_eq!(
            names(&launch, 0).first().copied().unwrap_or_default(),
            likely
        );
    }
    let mut settings = base.to_vec();
    settings.extend([("workload.cpu", "3"), ("workload.replicas", "12")]);
    assert_eq!(
        names(&launch(&pool(&settings)), 1),
        ["m5.2xlarge", "m5.4xlarge"]
    );
}

#[test]
fn daemon_sets_take_their_part() {
    let base = [("nodes.families", "m5"), ("workload.cpu", "3500m")];
    let plain = launch(&pool(&base));
    assert_eq!(names(&plain, 0)[0], "m5.xlarge");
    assert!(
        !plain.counts_daemon_sets && plain.caveats().iter().any(|it| it.contains("DaemonSets"))
    );
    let with = |settings: &[(&str, &str)]| {
        let mut all = base.to_vec();
        all.extend_from_slice(settings);
        launch(&pool(&all))
    };
    let cpu = with(&[("nodes.daemonSetCpu", "500m")]);
    assert_eq!(names(&cpu, 0)[0], "m5.2xlarge");
    assert!(cpu.counts_daemon_sets && !cpu.caveats().iter().any(|it| it.contains("DaemonSets")));
    let memory = with(&[
        ("workload.memory", "13Gi"),
        ("nodes.daemonSetMemory", "1Gi"),
    ]);
    assert_eq!(names(&memory, 0)[0], "m5.2xlarge");
    // m5.large has places for 29 pods.
    let pods = launch(&pool(&[
        ("nodes.types", "m5.large"),
        ("workload.replicas", "30"),
        ("nodes.daemonSetPods", "4"),
    ]));
    assert_eq!(nodes(&pods), [(1, 25), (1, 5)]);
}

/// A round sets aside the largest type that each NodeClaim may become; the next goes on with what
/// came.
#[test]
fn the_pool_s_limits_hold() {
    let base = [
        ("nodes.families", "m5"),
        ("nodes.sizes", "xlarge, 4xlarge"),
        ("workload.cpu", "3"),
    ];
    let with = |settings: &[(&str, &str)]| {
        let mut all = base.to_vec();
        all.extend_from_slice(settings);
        launch(&pool(&all))
    };
    let tight = with(&[("workload.replicas", "5"), ("nodes.cpuLimit", "8")]);
    assert_eq!(nodes(&tight), [(2, 1)], "{tight:?}");
    assert_eq!(tight.unplaced, 3);
    assert!(
        tight.groups[0]
            .steps
            .contains(&LaunchStep::WithinLimits { types: 1 })
    );
    let wide = with(&[("workload.replicas", "5"), ("nodes.cpuLimit", "64")]);
    assert_eq!((nodes(&wide), wide.unplaced), (vec![(1, 5)], 0));
    let none = with(&[("workload.replicas", "2"), ("nodes.cpuLimit", "2")]);
    assert!(none.groups.is_empty() && none.likely().is_none() && none.unplaced == 2);
}

#[test]
fn capacity_is_bought_as_karpenter_does() {
    let of = |types: &str, more: &[(&str, &str)]| {
        let mut settings = vec![("nodes.families", "m5"), ("nodes.capacityTypes", types)];
        settings.extend_from_slice(more);
        launch(&pool(&settings))
    };
    assert_eq!(
        of("spot", &[]).capacity,
        Capacity::Spot {
            or_on_demand: false
        }
    );
    let both = of("spot, on-demand", &[]);
    assert_eq!(both.capacity, Capacity::Spot { or_on_demand: true });
    assert!(
        both.groups[0]
            .steps
            .contains(&LaunchStep::SpotPricesUnknown)
    );
    assert!(both.is_open() && !of("on-demand", &[]).is_open());
    // At 30 % of on-demand, spot of types above 3.3 times the cheapest is dearer than that: of m5's
    // 8 sizes but metal, xlarge to 24xlarge; large stays.
    let priced = of("spot, on-demand", &[("costs.spotPercent", "30")]);
    let step = priced.groups[0].steps.iter().find_map(|step| match step {
        LaunchStep::SpotAboveOnDemand { types, dearer } => Some((*types, *dearer)),
        _ => None,
    });
    assert_eq!(step, Some((2, 6)));
    let reserved = [("nodes.capacityReservationIds", "cr-0a1b2c3d4e5f6a7b8")];
    assert_eq!(
        of("reserved, on-demand", &reserved).capacity,
        Capacity::Reserved {
            then: Some(AfterReserved::OnDemand)
        }
    );
    assert_eq!(
        of("reserved", &reserved).capacity,
        Capacity::Reserved { then: None }
    );
    // Nothing is reserved that the node class does not select.
    assert_eq!(of("reserved, on-demand", &[]).capacity, Capacity::OnDemand);
}

#[test]
fn where_prices_are_missing_it_is_said() {
    let config = pool(&[
        ("nodes.families", "m5, c5"),
        ("cluster.region", "eu-central-1"),
    ]);
    let own = Launch::for_config(&config, &with_prices(&["eu-central-1", "us-east-1"]));
    assert!(
        matches!(own.prices, PriceBasis::Region { .. }),
        "{:?}",
        own.prices
    );
    let reference = Launch::for_config(&config, &us_east());
    let PriceBasis::Reference { region, .. } = &reference.prices else {
        panic!("{:?}", reference.prices);
    };
    assert_eq!(region, "eu-central-1");
    assert!(
        reference
            .caveats()
            .iter()
            .any(|it| it.contains("as there are none for eu-central-1"))
    );
    let none = Launch::for_config(&config, soci_configurator::data::catalogue());
    assert!(matches!(none.prices, PriceBasis::None { .. }));
    assert!(none.caveats().iter().any(|it| it.contains("by size")));
    assert!(
        none.groups[0]
            .candidates
            .iter()
            .all(|it| it.price.is_none())
    );
    let evaluation = evaluate(&config, soci_configurator::data::catalogue());
    let in_view = evaluation.in_view.expect("a type stands in");
    assert!(in_view.because.describe().contains("not known"));
}

/// What a file holds beyond the settings bears on the launch as it is written.
pub fn imported(text: &str) -> (Config, Launch) {
    let files = [InputFile {
        name: "pool.yaml".into(),
        text: text.into(),
    }];
    let catalogue = us_east();
    let import = read_files(&files, &Config::default(), &catalogue);
    let config = import.config().cloned().expect("a Config");
    let launch = Launch::for_config(&config, &catalogue);
    (config, launch)
}

const CLASS: &str = "apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata: {name: p}
spec:
  amiSelectorTerms: [{alias: al2023@v20260318}]
  role: r
  subnetSelectorTerms: [{tags: {karpenter.sh/discovery: c}}]
  securityGroupSelectorTerms: [{tags: {karpenter.sh/discovery: c}}]
";

pub fn node_pool(class: &str, requirements: &str, rest: &str) -> String {
    format!(
        "{CLASS}{class}---
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {{name: p}}
spec:
  template:
    spec:
      nodeClassRef: {{group: karpenter.k8s.aws, kind: EC2NodeClass, name: p}}
      requirements:
{requirements}
{rest}"
    )
}

#[test]
fn requirements_of_files_count_as_they_are_written() {
    let on_demand =
        "      - {key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}\n";
    let m5 = "      - {key: karpenter.k8s.aws/instance-family, operator: In, values: [m5, m6i]}\n";
    let both = format!("{on_demand}{m5}");
    let (_, plain) = imported(&node_pool("", &both, ""));
    assert_eq!(names(&plain, 0)[0], "m5.large");
    // A bound that no setting has.
    let bound = format!(
        "{both}      - {{key: karpenter.k8s.aws/instance-cpu, operator: Lt, values: ['9']}}\n      - {{key: karpenter.k8s.aws/instance-cpu, operator: Gt, values: ['5']}}\n"
    );
    assert_eq!(
        names(&imported(&node_pool("", &bound, "")).1, 0),
        ["m5.2xlarge", "m6i.2xlarge"]
    );
    // minValues keeps metal in, and is counted over the types that are sent.
    let varied = format!(
        "{on_demand}      - {{key: karpenter.k8s.aws/instance-family, operator: In, values: [m5, m6i], minValues: 2}}\n"
    );
    let (_, varied) = imported(&node_pool("", &varied, ""));
    assert!(
        varied.groups[0]
            .steps
            .iter()
            .any(|it| matches!(it, LaunchStep::KeptByMinValues { .. }))
    );
    assert!(names(&varied, 0).contains(&"m5.metal"));
    let three = format!(
        "{on_demand}      - {{key: karpenter.k8s.aws/instance-family, operator: In, values: [m5, m6i], minValues: 3}}\n"
    );
    let (_, unmet) = imported(&node_pool("", &three, ""));
    assert_eq!(unmet.likely(), None);
    // No capacity type asked for: spot comes first, as Karpenter has it.
    let (_, open) = imported(&node_pool("", m5, ""));
    assert_eq!(open.capacity, Capacity::Spot { or_on_demand: true });
    // A label of the pool that is one of types.
    let text = node_pool("", &both, "").replace(
        "  template:\n",
        "  template:\n    metadata: {labels: {karpenter.k8s.aws/instance-size: 4xlarge}}\n",
    );
    assert_eq!(names(&imported(&text).1, 0), ["m5.4xlarge", "m6i.4xlarge"]);
}

#[test]
fn the_kubelet_and_the_pods_of_files_count_as_they_are_written() {
    let requirements = "      - {key: karpenter.sh/capacity-type, operator: In, values: [on-demand]}\n      - {key: karpenter.k8s.aws/instance-family, operator: In, values: [m5]}\n";
    let deployment = |replicas: u32, pod: &str| {
        format!(
            "---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: w}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: w}}}}
  template:
    metadata: {{labels: {{app: w}}}}
    spec:
      nodeSelector: {{karpenter.sh/nodepool: p}}
{pod}"
        )
    };
    let two = "      containers:
      - {name: a, image: 'x/y:1', resources: {requests: {cpu: '2'}}}
      - {name: b, image: 'x/z:1', resources: {limits: {cpu: '3'}}}
      initContainers:
      - {name: i, image: 'x/i:1', resources: {requests: {cpu: '7'}}}
";
    let (_, launch) = imported(&node_pool("", requirements, &deployment(1, two)));
    // 5 CPU run, 7 are needed to begin: m5.2xlarge has 7.91.
    assert_eq!(names(&launch, 0)[0], "m5.2xlarge");
    let apart = "      containers: [{name: a, image: 'x/y:1'}]
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: w}}}
";
    let (_, launch) = imported(&node_pool("", requirements, &deployment(4, apart)));
    assert_eq!(nodes(&launch), [(4, 1)]);
    let skew = "      containers: [{name: a, image: 'x/y:1'}]
      topologySpreadConstraints:
      - {maxSkew: 2, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: w}}}
      - {maxSkew: 1, topologyKey: topology.kubernetes.io/zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: w}}}
";
    let (_, launch) = imported(&node_pool("", requirements, &deployment(5, skew)));
    assert_eq!(nodes(&launch), [(2, 2), (1, 1)]);
    assert!(
        launch
            .caveats()
            .iter()
            .any(|it| it.contains("topology spread over zones"))
    );
    let many = "      containers: [{name: a, image: 'x/y:1'}]\n";
    let (_, launch) = imported(&node_pool(
        "  kubelet: {maxPods: 10}\n",
        requirements,
        &deployment(25, many),
    ));
    assert_eq!(nodes(&launch), [(2, 10), (1, 5)]);
}

proptest! {
    #![proptest_config(runs())]

    /// The likely type is always one of the admitted, pods always fit, and none is lost.
    #[test]
    fn what_is_launched_is_admitted_and_pods_fit(typed in typed()) {
        let config = typed.config();
        let catalogue = us_east();
        let evaluation = evaluate(&config, &catalogue);
        let launch = &evaluation.launch;
        let placed: u32 = launch.groups.iter().map(|group| group.nodes * group.pods).sum();
        let has_pods = Field::find("workload.kind").expect("a field").value(&config).to_string() != "none";
        let replicas = if has_pods { u32::from(config_replicas(&config)) } else { 0 };
        prop_assert!(placed + launch.unplaced >= replicas);
        let request = |path: &str| Field::find(path).expect("a field").value(&config).to_string();
        let gpus: u32 = request("workload.gpus").parse().unwrap_or(0);
        for group in &launch.groups {
            prop_assert!(group.candidates.len() <= 60);
            for candidate in &group.candidates {
                prop_assert!(evaluation.selection.admits(candidate.position));
                let instance = &catalogue.instances()[candidate.position];
                prop_assert!(group.pods <= instance.max_pods || !request("kept").is_empty());
                let own = instance.gpu.map_or(0, |gpu| gpu.count);
                prop_assert!(gpus * group.pods <= own, "{}", instance.name);
            }
        }
    }

    /// A bound more never makes the launched type cheaper, for one pod.
    #[test]
    fn a_bound_never_makes_the_launched_type_cheaper(typed in typed(), bound in 0..6_usize, amount in 1..64_u32) {
        let one = [("workload.replicas", "1"), ("nodes.cpuLimit", ""), ("nodes.memoryLimit", ""), ("kept", "")];
        let config = set(&typed.config(), &one);
        let catalogue = us_east();
        let before = Launch::for_config(&config, &catalogue);
        let (path, text) = [
            ("nodes.minVcpu", amount.to_string()),
            ("nodes.minMemory", amount.to_string()),
            ("nodes.minEbsBandwidth", (amount * 500).to_string()),
            ("nodes.minNetworkBandwidth", (amount * 500).to_string()),
            ("nodes.minLocalNvme", (amount * 50).to_string()),
            ("nodes.excludedSizes", "large, xlarge".to_owned()),
        ][bound].clone();
        let field = Field::find(path).expect("a field");
        // Only a tighter one.
        let now: u32 = field.value(&config).to_string().parse().unwrap_or(0);
        let is_tighter = field.value(&config).to_string().is_empty() || text.parse().is_ok_and(|new: u32| new >= now);
        prop_assume!(is_tighter);
        let after = Launch::for_config(&set(&config, &[(path, &text)]), &catalogue);
        let price = |launch: &Launch| {
            let first = *launch.groups.first()?.candidates.first()?;
            first.price
        };
        // Exotic types come in where nothing else is left, and are no dearer by rule.
        let exotic = |launch: &Launch| launch.groups.iter().any(|group| group.steps.iter().any(|step| matches!(step, LaunchStep::OnlyExotic { .. })));
        if let (Some(old), Some(new)) = (price(&before), price(&after))
            && exotic(&before) == exotic(&after)
        {
            prop_assert!(new >= old, "{path}={text}: {old} to {new}");
        }
    }
}

fn config_replicas(config: &Config) -> u16 {
    let field = Field::find("workload.replicas").expect("a field");
    field.value(config).to_string().parse().unwrap_or(0)
}
