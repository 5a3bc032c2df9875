//! How long pulls take: against what was published, and what must hold whatever the numbers.

use soci_configurator::core::{Constants, MeasuredEngine, PredictedAgainstMeasured, PredictedPull};
use soci_configurator::data::{MEASUREMENTS, catalogue};

fn predicted() -> PredictedAgainstMeasured {
    PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &Constants::default())
        .expect("the committed table is well-formed")
}

/// One line for each row, for whoever reads a failure.
fn table(predicted: &PredictedAgainstMeasured) -> String {
    let row = |pull: &PredictedPull| {
        let range = pull.predicted;
        format!(
            "{:<22} measured {:>8} predicted {:>8} ({} to {}) on {} types, error {:?}\n",
            pull.measured.id,
            pull.measured.time.rounded(),
            range.likely().rounded(),
            range.low().rounded(),
            range.high().rounded(),
            pull.types,
            pull.error(),
        )
    };
    predicted.pulls.iter().map(row).collect()
}

#[test]
fn published_pulls_are_predicted() {
    let predicted = predicted();
    let table = table(&predicted);
    assert_eq!(predicted.pulls.len(), 15);
    let known = predicted.pulls.iter().filter(|pull| pull.error().is_some());
    assert_eq!(known.count(), 10);
    let mean = predicted.mean_error().expect("known types");
    assert!(mean <= 80, "mean error {mean} tenths of a percent\n{table}");
    assert_eq!(predicted.in_range(), 15, "{table}");
}

/// Rows of one image, and of one type where that was published, are one published group.
#[test]
fn engines_are_ranked_as_published() {
    let predicted = predicted();
    for one in &predicted.pulls {
        for other in &predicted.pulls {
            let group = |pull: &PredictedPull| {
                let id = pull.measured.id.clone();
                let (group, _) = id.split_at(id.rfind('-').unwrap_or(2));
                group.to_owned()
            };
            // Nobody published Auto Mode's limits: it is simulated like SOCI's own.
            let is_auto = |pull: &PredictedPull| pull.measured.engine == MeasuredEngine::AutoMode;
            if group(one) == group(other)
                && one.measured.time < other.measured.time
                && !is_auto(one)
            {
                assert!(
                    one.predicted.likely() < other.predicted.likely(),
                    "{} is faster than {}\n{}",
                    one.measured.id,
                    other.measured.id,
                    table(&predicted)
                );
            }
        }
    }
}
