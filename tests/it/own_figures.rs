//! Constants from one's own pulls: simulated ones, whose constants are known.

use soci_configurator::core::{
    Config, Constants, FitStatus, LikelyRange, MeasuredRun, OwnFigures, Parameter, PullModel,
    PullVariant, TimeSpan,
};
use soci_configurator::data::catalogue;

use crate::support::config;

/// Runs of these, as a cluster with other constants would measure them.
fn runs(config: &Config, truth: &Constants, of: &[(PullVariant, &str)]) -> Vec<MeasuredRun> {
    let model = PullModel::new(config, catalogue(), truth).expect("a size");
    of.iter()
        .map(|(by, name)| {
            let position = catalogue().position(name).expect("a type");
            let estimate = model
                .estimate_on(*by, position)
                .expect("an estimate")
                .estimate;
            MeasuredRun {
                by: *by,
                position,
                time: estimate.time.likely(),
            }
        })
        .collect()
}

fn fitted(config: &Config, runs: &[MeasuredRun]) -> OwnFigures {
    let model = PullModel::new(config, catalogue(), &Constants::default()).expect("a size");
    model.own_figures(runs).expect("a fit")
}

const BOTH: [(PullVariant, &str); 4] = [
    (PullVariant::Engine, "m6i.8xlarge"),
    (PullVariant::StockContainerd, "m6i.8xlarge"),
    (PullVariant::Engine, "g6.4xlarge"),
    (PullVariant::StockContainerd, "c7i.4xlarge"),
];

#[test]
fn another_clusters_pulls_are_met() {
    let config = config(&[
        ("storage.volume.iops", "4000"),
        ("storage.volume.throughput", "1000"),
    ]);
    let truth = Constants::default()
        .with(Parameter::GzipStream, LikelyRange::exactly(240_000))
        .with(Parameter::EcrConnection, LikelyRange::exactly(60_000));
    let own = fitted(&config, &runs(&config, &truth, &BOTH));
    let (before, after) = own.calibration.errors();
    assert!(before >= 40, "the constants differ: {before}\n{own:#?}");
    assert!(after <= before / 3, "{before} to {after}\n{own:#?}");
    assert_eq!(own.parameters.len(), 3);
    for (parameter, figure) in own.parameters.iter().zip(&own.calibration.figures) {
        let range = Constants::default().get(*parameter);
        assert!(
            (range.low()..=range.high()).contains(&figure.value),
            "{figure:?}"
        );
        let narrowed = own.constants.get(*parameter);
        if matches!(figure.told, FitStatus::Alone | FitStatus::Instead(_)) {
            assert_eq!(narrowed.likely(), figure.value);
            assert!(narrowed.high() - narrowed.low() < range.high() - range.low());
        } else {
            assert_eq!(narrowed, range);
        }
    }
}

#[test]
fn pulls_as_predicted_change_nothing() {
    let config = Config::default();
    let own = fitted(&config, &runs(&config, &Constants::default(), &BOTH));
    assert_eq!(own.calibration.errors(), (0, 0));
    for figure in &own.calibration.figures {
        assert_eq!(figure.value, figure.before, "{figure:?}");
    }
}

#[test]
fn one_pull_does_not_tell_three_constants() {
    let config = Config::default();
    let mut one = runs(&config, &Constants::default(), &BOTH[1..2]);
    one[0].time = TimeSpan::from_millis(one[0].time.as_millis() * 11 / 10);
    let own = fitted(&config, &one);
    let told = own.calibration.figures.iter().filter(|figure| {
        matches!(
            figure.told,
            FitStatus::Alone | FitStatus::Instead(_) | FitStatus::AtLimit
        )
    });
    assert_eq!(told.count(), 1, "{own:#?}");
    assert!(own.calibration.errors().1 < 20, "{own:#?}");
}

#[test]
fn without_runs_there_is_nothing_to_fit() {
    let config = Config::default();
    let model = PullModel::new(&config, catalogue(), &Constants::default()).expect("a size");
    assert_eq!(model.own_figures(&[]), None);
    let nowhere = MeasuredRun {
        by: PullVariant::Engine,
        position: usize::MAX,
        time: TimeSpan::from_secs(5),
    };
    assert_eq!(model.own_figures(&[nowhere]), None);
}
