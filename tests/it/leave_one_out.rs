//! What predictions are worth on pulls that no figure was fitted to.

use soci_configurator::core::{
    Basis, Constants, ErrorSummary, LeaveOneOut, LeftUnseen, MeasuredEngine, Parameter,
    PredictedAgainstMeasured, PredictedPull,
};
use soci_configurator::data::{MEASUREMENTS, catalogue};

const UNSEEN: [LeftUnseen; 2] = [LeftUnseen::Pull, LeftUnseen::Publication];

fn of_table(table: &str, unseen: LeftUnseen) -> LeaveOneOut {
    LeaveOneOut::new(catalogue(), table, &Constants::default(), unseen).expect("a table")
}

fn without(unseen: LeftUnseen) -> LeaveOneOut {
    of_table(MEASUREMENTS, unseen)
}

fn likely(all: &LeaveOneOut, id: &str) -> u32 {
    let pull = all.pulls.iter().find(|pull| pull.measured.id == id);
    pull.expect(id).predicted.likely().as_millis()
}

/// The same table, where this pull took longer by half.
fn slower(id: &str) -> String {
    let all = without(LeftUnseen::Nothing);
    let pull = all.pulls.iter().find(|pull| pull.measured.id == id);
    let time = pull.expect(id).measured.time;
    let change = |line: &str| {
        let milliseconds = time.as_millis();
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
        let written = format!("{seconds}.{rest:03}");
        let written = written.trim_end_matches('0').trim_end_matches('.');
        let longer = milliseconds + milliseconds / 2;
        let longer = format!(",{}.{:03},", longer / 1000, longer % 1000);
        let changed = line.replace(&format!(",{written},"), &longer);
        assert_ne!(changed, line, "{id} is changed");
        changed
    };
    let lines = MEASUREMENTS.lines().map(|line| {
        if line.starts_with(&format!("{id},")) {
            change(line)
        } else {
            line.to_owned()
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A pull's own time, or that of what was published with it, moves no prediction of it; those of
/// others move.
#[test]
fn what_is_left_out_is_not_known() {
    let known = without(LeftUnseen::Pull);
    let by_others = without(LeftUnseen::Publication);
    for id in ["A2d", "R-soci", "W-g6.8xlarge-soci"] {
        let table = slower(id);
        let changed = of_table(&table, LeftUnseen::Pull);
        assert_eq!(likely(&changed, id), likely(&known, id), "{id}");
        let changed = of_table(&table, LeftUnseen::Publication);
        let (published_with, others): (Vec<_>, Vec<_>) = by_others.pulls.iter().partition(|pull| {
            let own = by_others.pulls.iter().find(|own| own.measured.id == id);
            own.expect(id).measured.source == pull.measured.source
        });
        for pull in published_with {
            let other = &pull.measured.id;
            assert_eq!(
                likely(&changed, other),
                likely(&by_others, other),
                "{id} moves {other}"
            );
        }
        let moves = |pull: &&PredictedPull| {
            likely(&changed, &pull.measured.id) != likely(&by_others, &pull.measured.id)
        };
        assert!(others.iter().any(moves), "{id} tells nothing of others");
        // It is seen where nothing is left out.
        let seen = of_table(&table, LeftUnseen::Nothing);
        assert_ne!(
            likely(&seen, id),
            likely(&without(LeftUnseen::Nothing), id),
            "{id}"
        );
    }
}

/// The search is not to blame for the errors: seeing everything it does as well as the figures
/// that are shipped. What it does not see it predicts worse.
#[test]
fn the_fit_is_as_good_as_the_figures() {
    let shipped = PredictedAgainstMeasured::new(catalogue(), MEASUREMENTS, &Constants::default());
    let shipped = ErrorSummary::new(&shipped.expect("data").pulls, |_| true);
    let seen = without(LeftUnseen::Nothing).all();
    assert_eq!((shipped.pulls, seen.pulls), (20, 20));
    assert!(seen.mean <= shipped.mean, "{seen:?} {shipped:?}");
    for unseen in UNSEEN {
        let all = without(unseen).all();
        assert!(all.mean > shipped.mean, "{unseen:?}: {all:?} {shipped:?}");
        assert!(all.mean <= 150, "{unseen:?}: {all:?}");
    }
}

/// Of stock containerd and of SOCI, nine tenths lie in the range that is shown.
#[test]
fn pulls_that_no_figure_knows_lie_in_their_range() {
    for unseen in UNSEEN {
        let all = without(unseen);
        for (engine, summary) in [("stock", all.stock()), ("SOCI", all.soci())] {
            assert!(summary.pulls >= 4, "{engine}: {summary:?}");
            assert!(
                summary.in_range * 10 >= summary.pulls * 9,
                "{unseen:?}, {engine}: {summary:?}"
            );
        }
    }
}

/// On a node where everything else is known, the range is the engine's own term: it holds nine tenths of
/// the errors by itself, and is not wider than they and what repetitions show.
#[test]
fn no_range_is_narrower_than_the_errors() {
    let constants = Constants::default();
    // Stock containerd's repetitions: 75 and 97 MB/s.
    for (is_stock, parameter, repetition) in [
        (true, Parameter::ContainerdNoise, 1300),
        (false, Parameter::SociNoise, 1090),
    ] {
        let term = constants.get(parameter);
        let mut ratios = Vec::new();
        for unseen in UNSEEN {
            // Of which image the layers are, or what unpacked them, has figures of its own.
            let all = without(unseen).pulls;
            for pull in all.iter().filter(|pull| pull.measured.tells_figures()) {
                if (pull.measured.engine == MeasuredEngine::Containerd) == is_stock {
                    let measured = pull.measured.time.as_millis();
                    ratios.push(measured * 1000 / pull.predicted.likely().as_millis());
                }
            }
        }
        let within = ratios
            .iter()
            .filter(|ratio| (term.low()..=term.high()).contains(ratio));
        assert!(
            within.count() * 10 >= ratios.len() * 9,
            "{parameter:?}: {ratios:?}"
        );
        let least = *ratios.iter().min().expect("pulls");
        let most = *ratios.iter().max().expect("pulls");
        assert!(term.low() + 20 >= least, "{parameter:?}: {ratios:?}");
        assert!(
            term.high() <= most.max(repetition) + 20,
            "{parameter:?}: {ratios:?}"
        );
    }
}

/// The table says how many pulls each fitted figure was fitted to.
#[test]
fn fitted_figures_name_the_pulls_that_tell_them() {
    let fitted = without(LeftUnseen::Nothing).fitted;
    assert_eq!(fitted.len(), 9);
    for (parameter, count) in fitted {
        let Basis::Fitted { pulls } = parameter.basis() else {
            panic!("{parameter:?} is not fitted");
        };
        assert_eq!(usize::from(pulls), count, "{parameter:?}");
        assert!(parameter.source().contains("fitted to "), "{parameter:?}");
    }
    for parameter in Parameter::ALL {
        let says = parameter.source().contains("fitted to ");
        let is = matches!(parameter.basis(), Basis::Fitted { .. });
        assert_eq!(says, is, "{parameter:?}");
        let assumed = parameter.source().starts_with("assumed");
        assert!(
            !assumed || parameter.basis() == Basis::Assumed,
            "{parameter:?}"
        );
    }
}
