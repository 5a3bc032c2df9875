//! Taking a setting gives what its row says, and nothing else.

use proptest::prelude::*;
use soci_configurator::core::{
    Availability, Config, DiskWorth, Edit, Evaluation, Field, InViewBecause, Rule, Severity,
};

use super::worth::{G6, evaluated, priced};
use crate::support::config;

/// Findings that a setting brings with it because of what it is: it is slow, or has more than a
/// pull can use, which the table says in seconds and dollars.
const OF_ROWS: &[&str] = &[
    "slow-volume",
    "iops-beyond-throughput",
    "throughput-above-instance-maximum",
    "instance-store-slower-than-volume",
    // NVMe leaves the volume as large as it is.
    "root-volume-for-nothing",
];

/// Taking any row gives what the row says, and nothing else.
fn check_rows(config: &Config) -> Result<(), TestCaseError> {
    let found = evaluated(config);
    let Ok(worth) = DiskWorth::new(config, priced(), &found) else {
        return Ok(());
    };
    let mine = worth.settings.iter().filter(|row| row.is_yours()).count();
    prop_assert_eq!(mine, 1);
    let yours = worth.yours().expect("yours");
    let pull = found
        .pull
        .as_ref()
        .ok()
        .map(|pull| pull.node.engine.estimate.time);
    prop_assert_eq!(yours.time, pull);
    let rules = |found: &Evaluation| -> Vec<&'static str> {
        found
            .findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect()
    };
    let before = rules(&found);
    for row in &worth.settings {
        let Availability::Apply(fix) = &row.availability else {
            continue;
        };
        let after = config.apply(&fix.edit);
        let found = evaluated(&after);
        let at = found
            .in_view
            .map(|view| priced().instances()[view.position].name);
        prop_assert_eq!(at, Some(worth.instance_type), "{}", row.name);
        let pull = found
            .pull
            .as_ref()
            .ok()
            .map(|pull| pull.node.engine.estimate.time);
        prop_assert_eq!(pull, row.time, "{}", row.name);
        let storage = found.storage.as_ref().expect("a volume of ours");
        prop_assert_eq!(storage.per_month, row.per_month, "{}", row.name);
        if after.engine.kind.as_str() != "bottlerocket" {
            prop_assert_eq!(found.costs.disk_month.exactly(), row.per_month);
        }
        let again = DiskWorth::new(&after, priced(), &found).expect("the same type");
        prop_assert_eq!(
            again.yours().map(|row| row.setting),
            Some(row.setting),
            "{}",
            row.name
        );
        for change in &row.changes {
            let value = change.field.value(&after).text(change.field.kind);
            prop_assert_eq!(&value, &change.to, "{}", change.field.path);
            prop_assert_ne!(&value, &change.from, "{}", change.field.path);
        }
        // Where another type than the one in view comes, rules speak of that.
        let comes = worth.because != (InViewBecause::Chosen { is_admitted: false });
        for rule in rules(&found).into_iter().filter(|_| comes) {
            let is_new = !before.contains(&rule) && !OF_ROWS.contains(&rule);
            prop_assert!(!is_new, "{} brings {rule}", row.name);
        }
    }
    Ok(())
}

#[test]
fn rows_of_presets_do_what_they_say() {
    for preset in soci_configurator::core::Preset::ALL {
        check_rows(&preset.config()).expect("rows hold");
    }
    check_rows(&config(G6)).expect("rows hold");
}

/// One of several texts for a field.
fn one_of(
    path: &'static str,
    texts: &'static [&'static str],
) -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(texts).prop_map(move |text| (path, text))
}

fn any_storage() -> impl Strategy<Value = Config> {
    let parts = (
        (
            one_of(
                "nodes.families",
                &["g6", "g6e", "m6id", "m6i", "c5d,c5", "i4i", "m7i"],
            ),
            one_of("nodes.minLocalNvme", &["", "", "50", "400"]),
            one_of(
                "cluster.al2023Version",
                &["v20260724", "v20251220", "v20251120"],
            ),
        ),
        (
            one_of(
                "engine.kind",
                &[
                    "fast-image-pull",
                    "bottlerocket",
                    "auto-mode",
                    "containerd",
                    "install-script",
                ],
            ),
            one_of(
                "costs.instanceType",
                &[
                    "",
                    "",
                    "",
                    "g6.xlarge",
                    "m6id.large",
                    "i4i.2xlarge",
                    "m8id.4xlarge",
                    "t3.medium",
                ],
            ),
            one_of(
                "image.compressedSize",
                &["10.7GB", "10.7GB", "2GB", "30GB", ""],
            ),
        ),
        one_of(
            "storage.volume.volumeType",
            &["gp3", "gp3", "gp2", "io1", "io2"],
        ),
        one_of(
            "storage.volume.volumeSize",
            &["20Gi", "100Gi", "250Gi", "500Gi"],
        ),
        one_of("storage.volume.iops", &["", "3000", "16000", "5000"]),
        (
            one_of("storage.volume.throughput", &["", "125", "600", "750"]),
            one_of(
                "storage.instanceStore",
                &["unused", "raid0", "raid0-soci-on-ebs"],
            ),
        ),
    );
    parts.prop_map(|(pool, node, kind, size, iops, rate)| {
        // All of a family, whatever its bandwidths.
        let open = [
            ("nodes.categories", ""),
            ("nodes.minEbsBandwidth", ""),
            ("nodes.minNetworkBandwidth", ""),
        ];
        let chosen = [
            pool.0, pool.1, pool.2, node.0, node.1, node.2, kind, size, iops, rate.0, rate.1,
        ];
        open.into_iter()
            .chain(chosen)
            .fold(Config::default(), |config, (path, text)| {
                let field = Field::find(path).expect("a field");
                match Edit::typed(field, text, &config) {
                    Ok(edit) => config.apply(&edit),
                    Err(_) => config,
                }
            })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn rows_of_any_storage_do_what_they_say(config in any_storage()) {
        check_rows(&config)?;
    }
}

#[test]
fn findings_of_rows_are_rules() {
    for id in OF_ROWS {
        assert!(Rule::find(id).is_some(), "{id}");
    }
    let errors = |config: &Config| {
        let found = evaluated(config);
        let errors = found.findings.iter();
        errors
            .filter(|finding| finding.severity == Severity::Error)
            .count()
    };
    assert_eq!(errors(&config(G6)), 0);
}
