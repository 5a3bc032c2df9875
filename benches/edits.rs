//! How long an edit takes to be evaluated, after edits before it: `cargo bench --bench edits`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench reads the clock and prints; core does neither"
)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use soci_configurator::core::{Config, Edit, Evaluator, Field, Preset};
use soci_configurator::data::catalogue;

/// What is typed in a round.
type Typed = fn(u64) -> String;

/// What people change: a field, and the text that is typed in each round, another one each time.
const EDITS: &[(&str, Typed)] = &[
    ("nodes.name", |round| format!("pool-{round}")),
    ("storage.volume.iops", |round| {
        (3000 + round * 50).to_string()
    }),
    ("storage.volume.throughput", |round| {
        (400 + round * 5).to_string()
    }),
    ("storage.volume.volumeSize", |round| {
        format!("{}Gi", 110 + round)
    }),
    ("image.compressedSize", |round| {
        format!("{}MB", 8000 + round * 10)
    }),
    ("nodes.minVcpu", |round| (4 + round % 30).to_string()),
    ("nodes.weight", |round| (1 + round).to_string()),
    ("workload.memory", |round| format!("{}Gi", 4 + round % 30)),
    ("engine.maxConcurrentUnpacksPerImage", |round| {
        (4 + round % 30).to_string()
    }),
];

/// Edits in a row; the median is of the second half.
const ROUNDS: u64 = 40;

fn set(config: &Config, path: &str, text: &str) -> Option<Config> {
    let field = Field::find(path)?;
    let edit = Edit::typed(field, text, config).ok()?;
    Some(config.apply(&edit))
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// The median time of one more edit of this field, with what was found before at hand.
fn edit(preset: &Preset, path: &str, text: Typed) -> Option<Duration> {
    let base = preset.config();
    let mut evaluator = Evaluator::default();
    let mut times = Vec::new();
    for round in 0..ROUNDS {
        let config = set(&base, path, &text(round))?;
        let start = Instant::now();
        black_box(evaluator.evaluate(black_box(&config), catalogue()));
        times.push(start.elapsed());
    }
    Some(median(times.split_off(times.len() / 2)))
}

fn main() {
    for (path, text) in EDITS {
        print!("{path:<40}");
        for preset in Preset::ALL {
            match edit(preset, path, *text) {
                Some(time) => print!("{:>9.2}", time.as_secs_f64() * 1e3),
                None => print!("{:>9}", "-"),
            }
        }
        println!();
    }
}
