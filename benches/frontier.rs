//! How long the search for the frontier takes, against trying everything in the same run, and how
//! it grows with types and layers: `cargo bench --bench frontier`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads the clock and prints; core does neither"
)]

use std::time::{Duration, Instant};

use soci_configurator::core::{
    Catalogue, Config, Constants, CostBasis, Edit, Field, Frontier, Scope, Search,
};
use soci_configurator::data::catalogue;

fn set(config: Config, path: &str, text: &str) -> Config {
    let field = Field::find(path).expect("a field");
    let edit = Edit::typed(field, text, &config).expect("a value of the field");
    config.apply(&edit)
}

/// The default Config with an image of so many layers, a few large and many small.
fn with_layers(count: usize) -> Config {
    let lines: Vec<String> = (0..count)
        .map(|at| match at % 16 {
            5 => "1200MB".to_owned(),
            9 => "300MB".to_owned(),
            _ => format!("{}kB", 1 + at * 50),
        })
        .collect();
    set(Config::default(), "image.layers", &lines.join("\n"))
}

/// The fastest of some runs, and what was found.
fn timed(rounds: u32, mut run: impl FnMut() -> Frontier) -> (Duration, Frontier) {
    let mut best = None;
    for _ in 0..rounds {
        let start = Instant::now();
        let found = run();
        let took = start.elapsed();
        if best.as_ref().is_none_or(|(time, _)| took < *time) {
            best = Some((took, found));
        }
    }
    best.expect("a round")
}

fn line(name: &str, config: &Config, catalogue: &Catalogue, scope: Scope, try_all: bool) {
    let constants = Constants::default();
    let search = Search {
        scope,
        basis: CostBasis::Hour,
    };
    let (pruned, found) = timed(5, || {
        Frontier::find(config, catalogue, &constants, search, &mut |_, _| true).expect("a frontier")
    });
    let all = try_all.then(|| {
        let (all, same) = timed(1, || {
            Frontier::find_by_trying_all(config, catalogue, &constants, search).expect("a frontier")
        });
        assert_eq!(found.points.len(), same.points.len(), "the same frontier");
        format!(
            "{all:>9.1?} trying all {:>6} pulls, {:.1} times as long",
            same.simulated,
            all.as_secs_f64() / pruned.as_secs_f64()
        )
    });
    println!(
        "  {name:<34} {:>4} types x {:>3} settings {pruned:>9.1?} {:>6} pulls {}",
        found.types,
        found.settings,
        found.simulated,
        all.unwrap_or_default()
    );
}

fn main() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/ondemand/us-east-1.csv");
    let table = std::fs::read_to_string(path).expect("the price table");
    let catalogue = catalogue()
        .with_on_demand("us-east-1", &table)
        .expect("prices");
    println!("All types on which the pod fits:");
    line(
        "default image",
        &Config::default(),
        &catalogue,
        Scope::OutsidePool,
        true,
    );
    let arm = set(Config::default(), "nodes.architecture", "arm64");
    line(
        "default image, arm64",
        &arm,
        &catalogue,
        Scope::OutsidePool,
        true,
    );
    println!("By layers:");
    for count in [8, 32, 127, 500] {
        let config = with_layers(count);
        line(
            &format!("{count} layers"),
            &config,
            &catalogue,
            Scope::OutsidePool,
            count == 32,
        );
    }
    println!("By types:");
    for categories in ["m", "m,c", "m,c,r", "m,c,r,i,d"] {
        let config = set(Config::default(), "nodes.categories", categories);
        line(
            &format!("categories {categories}"),
            &config,
            &catalogue,
            Scope::Admitted,
            true,
        );
    }
}
