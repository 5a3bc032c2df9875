//! How long one selection and one whole evaluation take; `cargo bench` prints it.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a measurement reads the clock and prints; core itself may not"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use soci_configurator::core::{
    Column, Config, Edit, Evaluator, Field, Filter, InstanceRows, Order, Preset, Selection,
    evaluate,
};
use soci_configurator::data::catalogue;

/// Runs of each measurement.
const RUNS: usize = 500;

fn main() {
    let catalogue = catalogue();
    println!("{:44} {:>10} {:>10} {:>10}", "", "min", "median", "p95");
    for preset in Preset::ALL {
        let config = preset.config();
        measure(&format!("selection, {}", preset.word), || {
            Selection::for_config(black_box(&config), catalogue)
        });
    }
    for preset in Preset::ALL {
        let config = preset.config();
        measure(&format!("evaluation, {}", preset.word), || {
            evaluate(black_box(&config), catalogue)
        });
    }
    let mut evaluator = Evaluator::default();
    for (what, path, values) in [
        (
            "after an edit of the throughput",
            "storage.volume.throughput",
            ["700", "725"],
        ),
        (
            "after an edit of the name",
            "cluster.name",
            ["demo", "demo-2"],
        ),
    ] {
        let configs = values.map(|value| edited(path, value));
        let mut turn = 0;
        measure(&format!("evaluation, {what}"), || {
            turn += 1;
            evaluator.evaluate(black_box(&configs[turn % 2]), catalogue)
        });
    }
    let config = Config::default();
    let selection = Selection::for_config(&config, catalogue);
    measure("groups and their relaxations", || {
        selection.groups(black_box(&config), catalogue)
    });
    let rows = InstanceRows::new(catalogue, None);
    let all: Vec<usize> = (0..catalogue.instances().len()).collect();
    measure("filtering and sorting every type", || {
        let filter: Filter = black_box("vcpu>=8 nvme>0").parse().unwrap_or_default();
        let mut shown = filter.matching(&rows, &all);
        rows.sort(&mut shown, Column::Ebs, Order::Descending);
        shown
    });
}

fn edited(path: &str, value: &str) -> Config {
    let config = Config::default();
    let edit = Field::find(path).map(|field| Edit::typed(field, value, &config));
    match edit {
        Some(Ok(edit)) => config.apply(&edit),
        other => unreachable!("{path} takes {value}: {other:?}"),
    }
}

fn measure<T>(what: &str, mut run: impl FnMut() -> T) {
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            black_box(run());
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    let at = |share: usize| {
        let index = (times.len() - 1) * share / 100;
        let time = times.get(index).copied().unwrap_or_default();
        format!("{} µs", time.as_nanos().div_ceil(1000))
    };
    println!("{what:44} {:>10} {:>10} {:>10}", at(0), at(50), at(95));
}
