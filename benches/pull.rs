//! How long simulations and estimates of pulls take: `cargo bench --bench pull`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads the clock and prints; core does neither"
)]

use std::hint::black_box;
use std::time::Instant;

use soci_configurator::core::{
    Config, Constants, Edit, Field, Preset, PullModel, PullVariant, evaluate,
};
use soci_configurator::data::catalogue;

/// Runs something until it has taken a while, and prints the time of the fastest of ten rounds.
fn measure(name: &str, mut run: impl FnMut()) {
    let mut rounds: u32 = 1;
    loop {
        let start = Instant::now();
        for _ in 0..rounds {
            run();
        }
        if start.elapsed().as_millis() >= 20 || rounds >= 1 << 20 {
            break;
        }
        rounds *= 2;
    }
    let best = (0..10)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..rounds {
                run();
            }
            start.elapsed() / rounds
        })
        .min();
    println!("{name:<64} {:>10.1?}", best.unwrap_or_default());
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

fn set(config: Config, path: &str, text: &str) -> Config {
    let field = Field::find(path).expect("a field");
    let edit = Edit::typed(field, text, &config).expect("a value of the field");
    config.apply(&edit)
}

fn main() {
    let catalogue = catalogue();
    let constants = Constants::default();
    let position = catalogue.position("m6i.8xlarge").expect("a known type");
    println!("One pull, with its timeline:");
    for count in [20, 127, 500] {
        let config = with_layers(count);
        let model = PullModel::new(&config, catalogue, &constants).expect("a size");
        for by in [PullVariant::Engine, PullVariant::StockContainerd] {
            measure(&format!("  {count} layers, {by:?}"), || {
                black_box(model.timeline(by, position));
            });
        }
    }
    println!("What would change a pull, about the launched type:");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/ondemand/us-east-1.csv");
    let table = std::fs::read_to_string(path).expect("the price table");
    let priced = catalogue
        .with_on_demand("us-east-1", &table)
        .expect("prices");
    for preset in Preset::ALL {
        let config = preset.config();
        let Some(in_view) = evaluate(&config, &priced).in_view else {
            continue;
        };
        let model = PullModel::new(&config, &priced, &constants).expect("a size");
        measure(&format!("  {}", preset.word), || {
            black_box(model.levers(in_view.position));
        });
    }
    println!("Estimates over the admitted types, engine and stock containerd:");
    let default = Config::default();
    for (name, config) in [
        ("default image, layers unknown", default.clone()),
        ("127 layers", with_layers(127)),
    ] {
        let admitted = evaluate(&config, catalogue).selection.admitted.clone();
        let model = PullModel::new(&config, catalogue, &constants).expect("a size");
        measure(&format!("  {name}, {} types", admitted.len()), || {
            black_box(model.over(&admitted)).expect("some types");
        });
    }
    println!("Everything about a Config:");
    measure("  evaluate", || {
        black_box(evaluate(black_box(&default), catalogue));
    });
}
