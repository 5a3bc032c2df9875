use super::{EngineComparison, EngineFit, EngineOption, RuntimeMemory, compare_engines};
use crate::core::config::{Config, EngineKind, Preset};
use crate::core::engines::PulledBy;
use crate::core::units::ByteSize;
use crate::data::catalogue;

fn preset(word: &str) -> Config {
    Preset::find(word).expect("a preset").config()
}

fn option(compared: &EngineComparison, by: PulledBy) -> &EngineOption {
    let is_meant = |one: &&EngineOption| one.kind.spec().pulled_by == by;
    compared.options.iter().find(is_meant).expect("an engine")
}

#[test]
fn every_engine_of_the_cluster_stands_on_the_node_that_it_gets() {
    let compared = compare_engines(&preset("vllm-gpu"), catalogue());
    assert!(compared.options.len() >= 6);
    let current = compared.options.iter().filter(|one| one.is_current);
    assert_eq!(current.count(), 1);
    for one in &compared.options {
        assert!(one.instance.is_some() && one.pull.is_some(), "{one:?}");
        assert_eq!(one.config.engine.kind, one.kind);
        assert!(!one.kind.spec().is_auto_mode());
    }
    let verdict = compared.verdict.expect("a verdict");
    assert!(verdict.engine.spec().pulls_with_soci());
    assert!(verdict.over.spec().has_transfer_service());
    let time = verdict.reasons.iter().find(|one| one.about == "time");
    let time = time.expect("time is weighed");
    assert_eq!(time.favours, None, "{}", time.text);
    assert!(time.text.starts_with("A tie: "), "{}", time.text);
}

#[test]
fn an_image_that_does_not_fit_into_memory_decides_for_soci() {
    let mut config = preset("vllm-gpu");
    config.image.compressed_size = Some(ByteSize::bytes(31 << 30));
    let compared = compare_engines(&config, catalogue());
    let native = option(&compared, PulledBy::TransferService);
    assert!(
        matches!(native.fit, EngineFit::AtRisk(_)),
        "{:?}",
        native.fit
    );
    let verdict = compared.verdict.expect("a verdict");
    assert!(verdict.engine.spec().pulls_with_soci());
    let first = verdict.reasons.first().expect("a reason");
    assert_eq!(first.about, "memory");
    assert_eq!(first.text, verdict.because);
    assert!(first.text.contains("killed"), "{}", first.text);
}

#[test]
fn a_release_without_containerd_2_2_refuses_it() {
    let mut config = preset("recommended");
    config.cluster.kubernetes = "1.29".parse().expect("a version");
    let compared = compare_engines(&config, catalogue());
    let native = option(&compared, PulledBy::TransferService);
    assert!(
        matches!(native.fit, EngineFit::Refused(_)),
        "{:?}",
        native.fit
    );
    let verdict = compared.verdict.expect("a verdict");
    assert!(verdict.engine.spec().has_feature_gate(), "{verdict:?}");
    assert!(verdict.because.contains("does not work here"));
}

#[test]
fn where_the_gate_is_ignored_containerd_stands() {
    let mut config = preset("recommended");
    config.nodes.types = vec!["m6i.large".parse().expect("a type")];
    config.nodes.categories.clear();
    config.costs.instance_type = Some("m6i.large".parse().expect("a type"));
    let compared = compare_engines(&config, catalogue());
    let gate = option(&compared, PulledBy::Soci);
    assert!(matches!(gate.fit, EngineFit::Ignored(_)), "{:?}", gate.fit);
    let verdict = compared.verdict.expect("a verdict");
    assert!(verdict.engine.spec().has_transfer_service(), "{verdict:?}");
}

#[test]
fn auto_mode_and_other_distributions_have_one_engine_and_no_verdict() {
    let compared = compare_engines(&preset("auto-mode"), catalogue());
    assert_eq!(compared.options.len(), 1);
    assert_eq!(compared.verdict, None);
}

#[test]
fn every_preset_with_both_ways_has_a_verdict_whose_words_name_no_other_system() {
    for preset in Preset::ALL {
        let config = preset.config();
        if config.engine.spec().is_auto_mode() {
            continue;
        }
        let compared = compare_engines(&config, catalogue());
        let Some(verdict) = compared.verdict else {
            panic!("{}: no verdict", preset.word);
        };
        let system = |kind: EngineKind| kind.spec().system;
        assert_eq!(system(verdict.engine), system(verdict.over));
        assert_eq!(system(verdict.engine), system(config.engine.kind));
        for reason in &verdict.reasons {
            assert!(reason.text.ends_with('.'), "{}", reason.text);
        }
    }
}

#[test]
fn what_is_not_known_is_not_little() {
    let mut config = preset("recommended");
    config.image.compressed_size = None;
    let compared = compare_engines(&config, catalogue());
    for one in &compared.options {
        assert_eq!(
            (one.pull, one.memory),
            (None, RuntimeMemory::Unknown),
            "{one:?}"
        );
    }
    let compared = compare_engines(&preset("recommended"), catalogue());
    let stock = option(&compared, PulledBy::Stock);
    assert_eq!(stock.memory, RuntimeMemory::Little);
}

#[test]
fn without_a_node_nothing_works_and_nothing_is_decided() {
    let mut config = preset("recommended");
    config.nodes.categories = vec!["zz".parse().expect("a word")];
    let compared = compare_engines(&config, catalogue());
    for one in &compared.options {
        assert!(matches!(one.fit, EngineFit::Refused(_)), "{one:?}");
        assert_eq!((one.instance, one.node_hour), (None, None));
    }
    assert_eq!(compared.verdict, None);
}

#[test]
fn what_holds_with_every_engine_is_said_once() {
    assert_eq!(
        compare_engines(&preset("recommended"), catalogue()).notes,
        Vec::<String>::new()
    );
    let mut config = preset("recommended");
    config.nodes.capacity_types.clear();
    let userdata = "EC2NodeClass spec.userData = \"#!/bin/sh\\n\"";
    config.kept = vec![userdata.parse().expect("a kept value")];
    let notes = compare_engines(&config, catalogue()).notes;
    let [error, nothing, kept] = notes.as_slice() else {
        panic!("{notes:?}");
    };
    assert!(error.contains("capacity type"), "{error}");
    assert!(nothing.contains("Nothing is launched"), "{nothing}");
    assert!(kept.contains("preserved as a whole"), "{kept}");
}

#[test]
fn an_install_script_is_not_spoken_of_as_the_gate() {
    let compared = compare_engines(&preset("original-blueprint"), catalogue());
    let verdict = compared.verdict.expect("a verdict");
    assert!(verdict.engine.spec().has_install_script());
    for reason in &verdict.reasons {
        assert!(!reason.text.contains("v20250821"), "{}", reason.text);
        assert!(!reason.text.contains("the gate"), "{}", reason.text);
    }
}
