//! How long one selection and one whole evaluation take; `cargo bench` prints it.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a measurement reads the clock and prints; core itself may not"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use soci_configurator::core::{
    Column, Config, Filter, InstanceRows, Order, Preset, Selection, evaluate,
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
    let config = Config::default();
    let selection = Selection::for_config(&config, catalogue);
    measure("groups and their relaxations", || {
        selection.groups(black_box(&config), catalogue)
    });
    let rows = InstanceRows::new(catalogue, None);
    let all: Vec<usize> = (0..catalogue.instances().len()).collect();
    measure("filtering and sorting every type", || {
        let filter: Filter = black_box("vcpu>=8 nvme>0").parse().unwrap_or_default();
        let mut shown = filter.of(&rows, &all);
        rows.sort(&mut shown, Column::Ebs, Order::Descending);
        shown
    });
}

fn measure<T>(what: &str, run: impl Fn() -> T) {
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
