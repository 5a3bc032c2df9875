//! What makes a type the launched one, against the launch itself.

use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use soci_configurator::core::{Catalogue, Config, Field, Launch, Lead, LeadBy, Preset, Selection};
use soci_configurator::data::catalogue;

use crate::catalogue::with_prices;
use crate::support::{config, preset, set};

fn likely(config: &Config, catalogue: &Catalogue) -> Option<usize> {
    Launch::for_config(config, catalogue).likely()
}

/// The Config after a lead, which leads to the type.
fn led(lead: &Lead, position: usize, config: &Config, catalogue: &Catalogue) -> Config {
    let after = match &lead.edit {
        Some(edit) => config.apply(edit),
        None => config.clone(),
    };
    let name = catalogue.instances()[position].name;
    assert_eq!(
        likely(&after, catalogue),
        Some(position),
        "{name}: {}",
        lead.words
    );
    let launch = Launch::for_config(&after, catalogue);
    assert_eq!(lead.types, launch.groups[0].candidates.len(), "{name}");
    // Only the NodePool is another one.
    let changed = Field::all().filter(|field| field.is_changed(&after, config));
    for field in changed {
        assert!(field.path.starts_with("nodes."), "{name}: {}", field.path);
        assert_ne!(field.path, "nodes.architecture", "{name}");
    }
    after
}

#[test]
fn the_smallest_change_that_leads_to_a_type_is_found() {
    let catalogue = with_prices(&["us-east-1"]);
    let gpu = preset("vllm-gpu");
    let pinned = set(gpu.clone(), &[("nodes.types", "g5.xlarge, g6.xlarge")]);
    let bounded = config(&[("nodes.minEbsBandwidth", "8000"), ("nodes.categories", "m")]);
    for (config, name, by, words) in [
        (&gpu, "g6.xlarge", LeadBy::AsIs, "launched as is"),
        (&gpu, "g6.2xlarge", LeadBy::Bound, "at least 8 vCPU"),
        (&gpu, "g5.xlarge", LeadBy::Bound, "without family g6"),
        (&pinned, "g5.xlarge", LeadBy::Bound, "without family g6"),
        (
            &pinned,
            "g6.2xlarge",
            LeadBy::Bound,
            "allow g6.2xlarge, at least 8 vCPU",
        ),
        (&gpu, "g7e.4xlarge", LeadBy::Types, "types: g7e.4xlarge"),
        (
            &bounded,
            "m6a.2xlarge",
            LeadBy::Bound,
            "lower the minimum network bandwidth to 3,125 Mbit/s, at least 8 vCPU",
        ),
    ] {
        let position = catalogue.position(name).expect(name);
        let lead = Lead::toward(position, config, &catalogue).expect(name);
        assert_eq!((lead.by, lead.words.as_str()), (by, words), "{name}");
        led(&lead, position, config, &catalogue);
    }
}

#[test]
fn what_the_node_pool_cannot_do_is_not_offered() {
    let catalogue = with_prices(&["us-east-1"]);
    let to = |config: &Config, name: &str| {
        let position = catalogue.position(name).expect(name);
        Lead::toward(position, config, &catalogue).map(|lead| lead.words)
    };
    // Another architecture is another image, a smaller request another workload.
    assert_eq!(to(&Config::default(), "m8g.xlarge"), None);
    let large = config(&[("workload.cpu", "30")]);
    assert_eq!(to(&large, "m6i.2xlarge"), None);
    // The feature gate does nothing below 4 vCPU, and the NodePool says so.
    assert_eq!(to(&Config::default(), "m6i.large"), None);
    // What the pool may come to in all leaves no room for it.
    let limited = config(&[("nodes.cpuLimit", "16")]);
    assert_eq!(to(&limited, "m6i.8xlarge"), None);
}

#[test]
fn without_prices_the_order_of_sizes_is_led_through() {
    for (region, catalogue) in [
        ("us-east-1", catalogue().clone()),
        ("ap-east-2", with_prices(&["us-east-1"])),
    ] {
        let config = config(&[("cluster.region", region), ("nodes.categories", "m,c,r")]);
        let selection = Selection::for_config(&config, &catalogue);
        let mut found = 0;
        for position in selection.admitted.iter().copied().step_by(17) {
            if let Some(lead) = Lead::toward(position, &config, &catalogue) {
                led(&lead, position, &config, &catalogue);
                found += 1;
            }
        }
        assert!(found > 10, "{region}: {found}");
    }
}

const TABLE: &str = "tests/it/lead.expected";

/// The catalogue with prices that only size decides, so that they stay as they are: 5 cents for a
/// vCPU, half a cent for a GiB, and a cent more for each generation after the first.
pub fn priced_by_size() -> Catalogue {
    let mut table = "type,usd_per_hour,as_of\n".to_owned();
    for instance in catalogue().instances() {
        let mills = u64::from(instance.vcpu) * 50
            + u64::from(instance.memory.to_mebibytes()) * 5 / 1024
            + u64::from(instance.generation.unwrap_or(1)) * 10;
        let (dollars, mills) = (mills / 1000, mills % 1000);
        writeln!(table, "{},{dollars}.{mills:03},2026-01-01", instance.name).expect("a string");
    }
    let priced = catalogue().clone().with_on_demand("us-east-1", &table);
    priced.expect("a table")
}

#[test]
fn which_bound_leads_to_a_type_is_what_the_table_says() {
    let priced = priced_by_size();
    let mut all = String::new();
    for settings in [
        &[][..],
        &[
            ("nodes.categories", "g, p"),
            ("nodes.minEbsBandwidth", ""),
            ("nodes.minNetworkBandwidth", ""),
        ],
        &[
            ("nodes.families", "m5, m6i, m6a, m7i"),
            ("nodes.minEbsBandwidth", ""),
        ],
        &[
            ("nodes.categories", "i, m"),
            ("nodes.minLocalNvme", "1"),
            ("workload.replicas", "3"),
        ],
        &[
            ("nodes.categories", "c, m, r"),
            ("nodes.excludedFamilies", "m5"),
            ("nodes.capacityTypes", "spot"),
        ],
    ] {
        let config = config(settings);
        writeln!(all, "== {settings:?}").expect("a string");
        let admitted = Selection::for_config(&config, &priced).admitted;
        for position in admitted.iter().copied().step_by(admitted.len() / 40 + 1) {
            let name = priced.instances()[position].name;
            let lead = Lead::toward(position, &config, &priced);
            let words = lead.map_or("nothing".to_owned(), |lead| lead.with_types());
            writeln!(all, "{name}: {words}").expect("a string");
        }
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(TABLE, &all).expect("the table is written");
    }
    let expected = fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        all == expected,
        "look at the difference, then UPDATE_EXPECT=1 cargo test --test it lead\n{}",
        similar::TextDiff::from_lines(&expected, &all).unified_diff()
    );
}

fn settings() -> impl Strategy<Value = Config> {
    let fields: [(&'static str, &'static [&'static str]); 9] = [
        ("nodes.categories", &["", "m", "c,m,r", "g", "g,p", "m,g"]),
        ("nodes.minVcpu", &["", "2", "8", "16"]),
        ("nodes.minEbsBandwidth", &["", "4750", "8000", "20000"]),
        (
            "nodes.capacityTypes",
            &["on-demand", "spot", "spot, on-demand"],
        ),
        ("costs.spotPercent", &["", "35"]),
        ("workload.replicas", &["0", "1", "7", "40"]),
        ("workload.cpu", &["", "1", "3", "12"]),
        ("workload.memory", &["", "2Gi", "30Gi"]),
        ("nodes.cpuLimit", &["", "64", "1000"]),
    ];
    let values: Vec<_> = fields
        .iter()
        .map(|(path, texts)| (Just(*path), prop::sample::select(*texts)))
        .collect();
    (0..Preset::ALL.len(), values)
        .prop_map(|(preset, values)| set(Preset::ALL[preset].config(), &values))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn after_a_lead_the_type_is_the_launched_one(config in settings(), which in 0_usize..10_000) {
        let catalogue = with_prices(&["us-east-1"]);
        let selection = Selection::for_config(&config, &catalogue);
        let now = likely(&config, &catalogue);
        for step in 0..6 {
            // Some of the admitted, some of all.
            let position = match selection.admitted.as_slice() {
                [] => which,
                some if step % 3 > 0 => some[(which + step * 31) % some.len()],
                _ => which + step * 97,
            } % catalogue.instances().len();
            let Some(lead) = Lead::toward(position, &config, &catalogue) else {
                prop_assert_ne!(now, Some(position));
                continue;
            };
            led(&lead, position, &config, &catalogue);
            prop_assert_eq!(lead.by == LeadBy::AsIs, now == Some(position));
            prop_assert_eq!(lead.edit.is_none(), lead.by == LeadBy::AsIs);
            if lead.by == LeadBy::Types {
                prop_assert_eq!(lead.types, 1);
            }
        }
    }
}
