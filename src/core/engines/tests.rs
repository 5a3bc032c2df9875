//! An engine that only tests know goes the whole way: files, check, import, links, explanations, words.
//! What it needs besides its own file would show here.

use super::EngineKind;
use crate::core::config::wire::{read_config, write_config};
use crate::core::config::{Config, Link, read_link};
use crate::core::evaluate;
use crate::core::explain::explain_file;
use crate::core::findings::Severity;
use crate::core::import::{InputFile, read_files};
use crate::data::catalogue;

fn config() -> Config {
    let mut config = Config::default();
    config.engine.kind = EngineKind::Trial;
    config.cluster.name = Some("demo".parse().expect("a name"));
    config.cluster.node_role = Some("Role".parse().expect("a role"));
    config
}

#[test]
fn it_is_written_checked_and_read_back_as_itself() {
    let evaluation = evaluate(&config(), catalogue());
    let errors: Vec<_> = evaluation
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .collect();
    assert_eq!(errors, Vec::<&_>::new());
    let file = evaluation
        .bundle
        .file("soci-snapshotter.yaml")
        .expect("the nodes");
    for part in [
        "TrialImagePull: true",
        "a trial of parallel pull",
        "A note of the trial engine.",
    ] {
        assert!(file.text.contains(part), "{part} is not in\n{}", file.text);
    }
    let gate = file
        .text
        .lines()
        .position(|line| line.contains("TrialImagePull"));
    let explained = explain_file(&config(), file);
    assert!(
        explained[gate.expect("a line")].is_some(),
        "the gate is explained"
    );
    let files = [InputFile {
        name: file.path.clone(),
        text: file.text.clone(),
    }];
    let import = read_files(&files, &config(), catalogue());
    let set = import.sets.first().expect("a set");
    assert_eq!(set.config.engine, config().engine);
    assert_eq!(set.config.kept, Vec::new());
    let noticed = import.noticed(catalogue());
    assert!(
        noticed.iter().all(|one| one.severity != Severity::Error),
        "{noticed:?}"
    );
}

#[test]
fn a_link_and_a_file_bring_it_back() {
    let config = config();
    let link = Link::new(config.clone());
    let read = read_link(&link.write()).expect("a link");
    assert_eq!(read.link.config.engine.kind, EngineKind::Trial);
    assert_eq!(read_config(&write_config(&config)), Ok(config));
}
