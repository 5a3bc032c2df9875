//! A fix never makes things worse without a word, never brings another finding, and no two undo each
//! other; of one Config and of all together.

use std::collections::BTreeSet;

use proptest::prelude::*;
use soci_configurator::core::{
    Catalogue, Config, Edit, Evaluation, Field, Finding, Fix, Money, Preset, Severity, evaluate,
};

use crate::catalogue::with_prices;
use crate::properties::{runs, typed};

/// Likely times closer than this are the same; a little more than core's own half second, for times
/// that are rounded.
const SAME_MILLISECONDS: u32 = 502;

fn set(config: &Config, settings: &[(&str, &str)]) -> Config {
    settings
        .iter()
        .fold(config.clone(), |config, (path, text)| {
            let field = Field::find(path).unwrap_or_else(|| panic!("{path}"));
            let edit = Edit::typed(field, text, &config);
            config.apply(&edit.unwrap_or_else(|error| panic!("{path}={text}: {error}")))
        })
}

/// What the node that comes comes to: milliseconds of its pull, micro-dollars of its month with its
/// volumes.
fn outcome(
    config: &Config,
    evaluation: &Evaluation,
    catalogue: &Catalogue,
) -> (Option<u32>, Option<u64>) {
    // About the launched type, whatever type is looked at.
    let about = set(
        config,
        &[("costs.instanceType", ""), ("costs.pullTime", "")],
    );
    let own = (about != *config).then(|| evaluate(&about, catalogue));
    let evaluation = own.as_ref().unwrap_or(evaluation);
    if evaluation.launch.likely().is_none() {
        return (None, None);
    }
    let pull = evaluation
        .pull
        .as_ref()
        .ok()
        .map(|pull| pull.node.engine.estimate.time.likely().as_millis());
    let month = evaluation
        .costs
        .typical()
        .filter(|case| case.instance_hour.known > 0)
        .filter(|_| evaluation.costs.disk_month.exactly().is_some())
        .map(|case| case.node_month.at_least)
        .map(Money::to_micro_dollars);
    (pull, month)
}

/// What is wrong with a fix of a finding; empty if nothing is.
fn wrong_with(
    config: &Config,
    before: &Evaluation,
    finding: &Finding,
    fix: &Fix,
    catalogue: &Catalogue,
) -> Vec<String> {
    let next = config.apply(&fix.edit);
    let after = evaluate(&next, catalogue);
    let mut wrong = Vec::new();
    let name = |finding: &Finding| format!("{}@{}", finding.rule.id, finding.field.path);
    let had: BTreeSet<&str> = before.findings.iter().map(|it| it.rule.id).collect();
    for new in &after.findings {
        // Where nothing is launched, nothing can be said of the node that comes.
        let could_speak = before.launch.likely().is_some();
        if could_speak && !had.contains(new.rule.id) && new.severity != Severity::Note {
            wrong.push(format!("brings {}: {}", name(new), new.message));
        }
        if let Some(undo) = &new.fix
            && next.apply(&undo.edit) == *config
        {
            wrong.push(format!("is undone by {}: {}", name(new), undo.label));
        }
    }
    let (old_pull, old_month) = outcome(config, before, catalogue);
    let (new_pull, new_month) = outcome(&next, &after, catalogue);
    if let (Some(old), Some(new)) = (old_pull, new_pull)
        && new > old + SAME_MILLISECONDS
        && !fix.label.contains("slower")
    {
        wrong.push(format!("{old} to {new} ms without a word"));
    }
    if let (Some(old), Some(new)) = (old_month, new_month)
        && new > old + 10_000
        && !fix.label.contains("/month more")
    {
        wrong.push(format!(
            "{old} to {new} micro-dollars a month without a word"
        ));
    }
    if finding.severity == Severity::Waste && fix.label.contains("slower") {
        wrong.push("calls waste what makes the pull faster".to_owned());
    }
    wrong
        .into_iter()
        .map(|what| format!("{}: “{}” {what}", name(finding), fix.label))
        .collect()
}

fn wrong_with_all(config: &Config, catalogue: &Catalogue) -> Vec<String> {
    let evaluation = evaluate(config, catalogue);
    evaluation
        .findings
        .iter()
        .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
        .flat_map(|(finding, fix)| wrong_with(config, &evaluation, finding, fix, catalogue))
        .collect()
}

/// Settings that change what storage, types and engines have to do with each other.
fn grid() -> Vec<Vec<(&'static str, &'static str)>> {
    let nodes: [&[(&str, &str)]; 7] = [
        &[],
        &[
            ("nodes.categories", "g"),
            ("nodes.families", "g6"),
            ("nodes.capacityTypes", "on-demand"),
        ],
        &[("nodes.categories", "g"), ("nodes.families", "g5")],
        &[
            ("nodes.categories", "m"),
            ("nodes.minLocalNvme", "100"),
            ("nodes.capacityTypes", "on-demand"),
        ],
        &[
            ("nodes.categories", "i"),
            ("nodes.capacityTypes", "on-demand"),
        ],
        &[
            ("nodes.families", "m5"),
            ("nodes.capacityTypes", "on-demand"),
            ("nodes.minEbsBandwidth", ""),
            ("nodes.minNetworkBandwidth", ""),
        ],
        &[
            ("nodes.categories", "c, m, r"),
            ("nodes.minVcpu", "32"),
            ("costs.spotPercent", "35"),
        ],
    ];
    let stores = ["unused", "raid0", "raid0-soci-on-ebs"];
    let volumes: [&[(&str, &str)]; 6] = [
        &[],
        &[
            ("storage.volume.iops", ""),
            ("storage.volume.throughput", ""),
        ],
        &[
            ("storage.volume.iops", "16000"),
            ("storage.volume.throughput", "1000"),
        ],
        &[
            ("storage.volume.iops", "8000"),
            ("storage.volume.throughput", "2000"),
        ],
        &[
            ("storage.volume.volumeType", "gp2"),
            ("storage.volume.volumeSize", "30Gi"),
        ],
        &[
            ("storage.volume.volumeType", "io2"),
            ("storage.volume.iops", "1000"),
        ],
    ];
    let mut all = Vec::new();
    for node in nodes {
        for store in stores {
            for volume in volumes {
                let mut settings = node.to_vec();
                settings.push(("storage.instanceStore", store));
                settings.extend_from_slice(volume);
                all.push(settings);
            }
        }
    }
    all
}

#[test]
fn over_presets_and_a_grid_no_fix_makes_anything_worse_without_a_word() {
    let catalogue = with_prices(&["us-east-1"]);
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    let mut seen = 0;
    for preset in Preset::ALL {
        for settings in grid() {
            let mut config = preset.config();
            for (path, text) in &settings {
                config = set(&config, &[(path, text)]);
            }
            seen += 1;
            for what in wrong_with_all(&config, &catalogue) {
                wrong.insert(format!("{} {settings:?}\n    {what}", preset.word));
            }
        }
    }
    assert!(seen > 800);
    let list: Vec<String> = wrong.into_iter().collect();
    assert!(
        list.is_empty(),
        "{} of {seen}:\n{}",
        list.len(),
        list.join("\n")
    );
}

/// The same change as “all fixes”: one after the other until none is left.
fn all_fixes(config: &Config, catalogue: &Catalogue) -> (Config, Vec<String>) {
    let mut config = config.clone();
    let mut labels = Vec::new();
    let mut seen = vec![config.clone()];
    loop {
        let evaluation = evaluate(&config, catalogue);
        let next = evaluation
            .findings
            .iter()
            .filter(|finding| finding.severity != Severity::Note)
            .filter_map(|finding| finding.fix.as_ref())
            .map(|fix| (config.apply(&fix.edit), fix.label.clone()))
            .find(|(next, _)| !seen.contains(next));
        let Some((next, label)) = next else { break };
        assert!(seen.len() < 40, "no end: {labels:?}");
        seen.push(next.clone());
        labels.push(label);
        config = next;
    }
    (config, labels)
}

#[test]
fn all_fixes_together_are_no_worse_than_they_say() {
    let catalogue = with_prices(&["us-east-1"]);
    for preset in Preset::ALL {
        for settings in grid().into_iter().step_by(3) {
            let mut config = preset.config();
            for (path, text) in &settings {
                config = set(&config, &[(path, text)]);
            }
            let before = evaluate(&config, &catalogue);
            let (fixed, labels) = all_fixes(&config, &catalogue);
            let after = evaluate(&fixed, &catalogue);
            let (old_pull, old_month) = outcome(&config, &before, &catalogue);
            let (new_pull, new_month) = outcome(&fixed, &after, &catalogue);
            let says = |word: &str| labels.iter().any(|label| label.contains(word));
            let context = || format!("{} {settings:?}: {labels:?}", preset.word);
            if let (Some(old), Some(new)) = (old_pull, new_pull) {
                assert!(
                    new <= old + SAME_MILLISECONDS || says("slower"),
                    "{old} to {new} ms, {}",
                    context()
                );
            }
            if let (Some(old), Some(new)) = (old_month, new_month) {
                assert!(
                    new <= old + 10_000 || says("/month more"),
                    "{old} to {new}, {}",
                    context()
                );
            }
        }
    }
}

/// g6 nodes, RAID0 and a volume of 16000/1000: the images belong on that volume, and the first fix
/// says so; all of them end there.
#[test]
fn on_g6_the_images_go_to_the_volume() {
    let catalogue = with_prices(&["us-east-1"]);
    let config = set(
        &Preset::find("vllm-gpu").expect("a preset").config(),
        &[
            ("nodes.families", "g6"),
            ("storage.instanceStore", "raid0"),
            ("storage.volume.iops", "16000"),
            ("storage.volume.throughput", "1000"),
        ],
    );
    let evaluation = evaluate(&config, &catalogue);
    let first = evaluation.findings.first().expect("a finding");
    assert_eq!(first.rule.id, "instance-store-slower-than-volume");
    for said in ["g6.xlarge", "140 MB/s", "4 min 2 s", "66 s"] {
        assert!(first.message.contains(said), "{said}: {}", first.message);
    }
    let fix = first.fix.as_ref().expect("a fix");
    assert!(fix.label.contains("faster"), "{}", fix.label);
    let (fixed, labels) = all_fixes(&config, &catalogue);
    let after = evaluate(&fixed, &catalogue);
    let (pull, month) = outcome(&fixed, &after, &catalogue);
    assert!(
        pull.is_some_and(|pull| (60_000..72_000).contains(&pull)),
        "{pull:?} {labels:?}"
    );
    let (_, before) = outcome(&config, &evaluation, &catalogue);
    assert!(month < before, "{month:?} {before:?}");
    let left: Vec<&str> = after.findings.iter().map(|it| it.rule.id).collect();
    assert!(
        !left.contains(&"instance-store-slower-than-volume"),
        "{left:?}"
    );
}

proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 128, ..runs() })]

    #[test]
    fn over_any_config_no_fix_makes_anything_worse_without_a_word(typed in typed()) {
        let catalogue = with_prices(&["us-east-1", "eu-central-1"]);
        let wrong = wrong_with_all(&typed.config(), &catalogue);
        prop_assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
