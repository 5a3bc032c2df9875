//! A user's own figures from a user's own measurements: Gauss-Newton on whatever predicts the times,
//! within what is plausible for each figure, and the figures that the measurements cannot tell.

use crate::core::units::{LikelyRange, TimeSpan};

/// Most rounds; each brings the fit about twice as many right digits, so few are needed.
const ROUNDS: usize = 12;

/// A figure whose doubling moves every time by less than this share has no effect.
const NO_EFFECT: f64 = 0.01;

/// Share of a figure's effect that the others must leave over for it to be told apart from them.
const APART: f64 = 0.05;

/// Share by which a figure is varied to see its effect.
const VARIED: f64 = 0.03;

/// Largest change of a figure in one round, as a share of where it started.
const STRIDE: f64 = 0.4;

/// A figure that measurements may tell, in thousandths of its unit: where it starts is the likely
/// value, and it stays within low and high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalibrationParameter {
    /// What a person reads.
    pub label: &'static str,
    /// Low, likely and high.
    pub range: LikelyRange<u32>,
}

/// How much the measurements say about a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FitStatus {
    /// They tell it.
    Alone,
    /// They tell this one or the others, by their labels: all act alike in these measurements.
    Instead(Vec<&'static str>),
    /// They want more than is plausible; it stands at the end of its range.
    AtLimit,
    /// Another figure that acts alike was taken, by its label.
    LikeAnother(&'static str),
    /// It hardly changes the times of these pulls.
    NoEffect,
}

impl FitStatus {
    /// The same in words.
    pub fn describe(&self) -> String {
        match self {
            Self::Alone => "These pulls identify it.".to_owned(),
            Self::Instead(others) => format!(
                "These pulls identify this or {}: both have the same effect in them.",
                others.join(" or ")
            ),
            Self::AtLimit => {
                "These pulls imply an implausible value, so the published one is kept.".to_owned()
            }
            Self::LikeAnother(other) => {
                format!(
                    "It has the same effect as {other} in these pulls, which cannot separate the two."
                )
            }
            Self::NoEffect => {
                "It hardly affects these pulls, so they cannot identify it.".to_owned()
            }
        }
    }
}

/// A figure after calibration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalibratedParameter {
    /// What a person reads.
    pub label: &'static str,
    /// Where it started, in thousandths.
    pub before: u32,
    /// What fits the measurements best, in thousandths; as before where they do not tell it.
    pub value: u32,
    /// How much they say about it.
    pub told: FitStatus,
}

/// One measurement against its predictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Residual {
    /// What was measured.
    pub measured: TimeSpan,
    /// What was predicted with the figures as they were.
    pub before: TimeSpan,
    /// What is predicted with the calibrated ones.
    pub after: TimeSpan,
}

/// What measurements say of figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibration {
    /// The figures, in the order in which they were given.
    pub figures: Vec<CalibratedParameter>,
    /// The measurements, in theirs.
    pub residuals: Vec<Residual>,
}

impl Calibration {
    /// Mean absolute error before and after, in tenths of a percent of what was measured.
    pub fn errors(&self) -> (u32, u32) {
        let mean = |predicted: &dyn Fn(&Residual) -> TimeSpan| {
            let each = self.residuals.iter().map(|one| {
                let measured = u64::from(one.measured.as_millis()).max(1);
                u64::from(predicted(one).as_millis()).abs_diff(measured) * 1000 / measured
            });
            let count = self.residuals.len().max(1) as u64;
            u32::try_from(each.sum::<u64>() / count).unwrap_or(u32::MAX)
        };
        (mean(&|one| one.before), mean(&|one| one.after))
    }
}

/// Fits figures to measured times. `predict` gives the times for values of the figures, in
/// thousandths and in their order; one time for each measurement.
///
/// None without measurements or figures, or where the predictions are not as many.
pub fn calibrate(
    figures: &[CalibrationParameter],
    measured: &[TimeSpan],
    predict: &dyn Fn(&[u32]) -> Vec<TimeSpan>,
) -> Option<Calibration> {
    let start: Vec<u32> = figures.iter().map(|one| one.range.likely()).collect();
    let before = predict(&start);
    if measured.is_empty() || figures.is_empty() || before.len() != measured.len() {
        return None;
    }
    let fit = Fit {
        figures,
        measured,
        predict,
    };
    let mut values = start.clone();
    let mut error = fit.error(&before);
    let mut factors = Factors::default();
    for _ in 0..ROUNDS {
        let now = predict(&values);
        let effects = fit.effects(&values, &now);
        factors = fit.within_limits(&values, &now, &effects, factors.alike)?;
        let Some((next, smaller)) = fit.better(&values, &now, &factors, error) else {
            break;
        };
        // Less than a thousandth of the error is noise of the rounding.
        let settled = error - smaller < error / 1000.0;
        (values, error) = (next, smaller);
        if settled {
            break;
        }
    }
    let after = predict(&values);
    let figures = figures
        .iter()
        .enumerate()
        .map(|(at, figure)| CalibratedParameter {
            label: figure.label,
            before: figure.range.likely(),
            value: values.get(at).copied().unwrap_or(figure.range.likely()),
            told: fit.told(at, &values, &factors),
        })
        .collect();
    let residuals = measured
        .iter()
        .zip(before.iter().zip(&after))
        .map(|(measured, (before, after))| Residual {
            measured: *measured,
            before: *before,
            after: *after,
        })
        .collect();
    Some(Calibration { figures, residuals })
}

struct Fit<'a> {
    figures: &'a [CalibrationParameter],
    measured: &'a [TimeSpan],
    predict: &'a dyn Fn(&[u32]) -> Vec<TimeSpan>,
}

/// The effects of figures, taken apart: orthogonal directions, strongest figure first.
#[derive(Debug, Default)]
struct Factors {
    steps: Vec<Direction>,
    /// Figures that add no direction of their own: their place, and that of the figure most alike.
    alike: Vec<(usize, usize)>,
    /// Figures at the end of their range that the measurements would move further.
    held: Vec<usize>,
}

/// A figure and what it does beyond those before it.
#[derive(Debug)]
struct Direction {
    figure: usize,
    /// Of length 1.
    unit: Vec<f64>,
    length: f64,
    /// Shares of the directions before it.
    shares: Vec<f64>,
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(a, b)| a * b).sum()
}

/// `column` without `share` of `unit`.
fn subtract(column: &mut [f64], unit: &[f64], share: f64) {
    for (value, part) in column.iter_mut().zip(unit) {
        *value -= share * part;
    }
}

impl Fit<'_> {
    /// What is left of each measurement, as a share of it.
    fn rest(&self, predicted: &[TimeSpan]) -> Vec<f64> {
        self.shares(predicted)
            .iter()
            .map(|share| 1.0 - share)
            .collect()
    }

    fn shares(&self, predicted: &[TimeSpan]) -> Vec<f64> {
        self.measured
            .iter()
            .zip(predicted)
            .map(|(measured, predicted)| {
                f64::from(predicted.as_millis()) / f64::from(measured.as_millis().max(1))
            })
            .collect()
    }

    fn error(&self, predicted: &[TimeSpan]) -> f64 {
        let rest = self.rest(predicted);
        dot(&rest, &rest)
    }

    /// How the times change with each figure, as shares of both; a figure is varied into its range.
    fn effects(&self, values: &[u32], now: &[TimeSpan]) -> Vec<Vec<f64>> {
        let now = self.shares(now);
        let effect = |(at, figure): (usize, &CalibrationParameter)| {
            let value = values.get(at).copied().unwrap_or_default();
            let step = rounded(f64::from(value) * VARIED).max(1);
            let varied = if value.saturating_add(step) <= figure.range.high() {
                value.saturating_add(step)
            } else {
                value.saturating_sub(step)
            };
            let mut others = values.to_vec();
            if let Some(place) = others.get_mut(at) {
                *place = varied;
            }
            let change =
                (f64::from(varied) - f64::from(value)) / f64::from(figure.range.likely().max(1));
            let then = self.shares(&(self.predict)(&others));
            then.iter()
                .zip(&now)
                .map(|(then, now)| {
                    if change == 0.0 {
                        0.0
                    } else {
                        (then - now) / change
                    }
                })
                .collect()
        };
        self.figures.iter().enumerate().map(effect).collect()
    }

    /// The effects taken apart, without figures that would leave their range: those stand still, so
    /// that the others can make up for them.
    fn within_limits(
        &self,
        values: &[u32],
        now: &[TimeSpan],
        effects: &[Vec<f64>],
        alike: Vec<(usize, usize)>,
    ) -> Option<Factors> {
        let mut held = Vec::new();
        loop {
            let factors = self.factors(effects, alike.clone(), held.clone())?;
            let before = held.len();
            for (at, change) in solve(&factors, &self.rest(now)) {
                let (value, range) = (values.get(at)?, self.figures.get(at)?.range);
                let outward = (change > 0.0 && *value >= range.high())
                    || (change < 0.0 && *value <= range.low());
                if outward {
                    held.push(at);
                }
            }
            if held.len() == before {
                return Some(factors);
            }
        }
    }

    /// Takes the effects apart, strongest first (Gram-Schmidt with the largest rest next). What was
    /// alike in an earlier round stays out, or two that act alike would take turns.
    fn factors(
        &self,
        effects: &[Vec<f64>],
        alike: Vec<(usize, usize)>,
        held: Vec<usize>,
    ) -> Option<Factors> {
        let whole: Vec<f64> = effects.iter().map(|one| dot(one, one).sqrt()).collect();
        let mut rests = effects.to_vec();
        let count = f64::from(u32::try_from(self.measured.len()).unwrap_or(u32::MAX)).sqrt();
        // What has no effect takes no part.
        let mut left: Vec<usize> = (0..self.figures.len())
            .filter(|at| !held.contains(at) && !alike.iter().any(|(figure, _)| figure == at))
            .filter(|at| {
                whole
                    .get(*at)
                    .is_some_and(|length| *length > NO_EFFECT * count)
            })
            .collect();
        let mut factors = Factors {
            steps: Vec::new(),
            alike,
            held,
        };
        let mut shares: Vec<Vec<f64>> = vec![Vec::new(); self.figures.len()];
        while !left.is_empty() {
            let length = |at: &usize| rests.get(*at).map_or(0.0, |rest| dot(rest, rest).sqrt());
            let (place, longest) =
                left.iter()
                    .map(length)
                    .enumerate()
                    .fold(
                        (0, -1.0),
                        |best, one| if one.1 > best.1 { one } else { best },
                    );
            let figure = *left.get(place)?;
            // The others only have less: none of them is apart from those taken.
            if longest <= APART * whole.get(figure)? {
                break;
            }
            left.remove(place);
            let unit: Vec<f64> = rests
                .get(figure)?
                .iter()
                .map(|value| value / longest)
                .collect();
            for other in &left {
                let rest = rests.get_mut(*other)?;
                let share = dot(rest, &unit);
                subtract(rest, &unit, share);
                shares.get_mut(*other)?.push(share);
            }
            // One that has next to nothing of its own left is like the one just taken.
            left.retain(|other| {
                let rest = rests.get(*other).map_or(0.0, |rest| dot(rest, rest).sqrt());
                let apart = whole.get(*other).is_some_and(|whole| rest > APART * whole);
                if !apart {
                    factors.alike.push((*other, figure));
                }
                apart
            });
            factors.steps.push(Direction {
                figure,
                unit,
                length: longest,
                shares: std::mem::take(shares.get_mut(figure)?),
            });
        }
        Some(factors)
    }

    /// The step of Gauss and Newton, halved until it brings the times nearer; none if none does.
    fn better(
        &self,
        values: &[u32],
        now: &[TimeSpan],
        factors: &Factors,
        error: f64,
    ) -> Option<(Vec<u32>, f64)> {
        let step = solve(factors, &self.rest(now));
        let mut scale = 1.0;
        for _ in 0..8 {
            let next: Vec<u32> = values
                .iter()
                .enumerate()
                .map(|(at, value)| {
                    let Some(figure) = self.figures.get(at) else {
                        return *value;
                    };
                    let change = step
                        .iter()
                        .find(|(figure, _)| *figure == at)
                        .map_or(0.0, |(_, change)| *change);
                    let change = (change * scale).clamp(-STRIDE, STRIDE);
                    let moved = f64::from(*value) + change * f64::from(figure.range.likely());
                    rounded(moved).clamp(figure.range.low(), figure.range.high())
                })
                .collect();
            let smaller = self.error(&(self.predict)(&next));
            if smaller < error {
                return Some((next, smaller));
            }
            scale /= 2.0;
        }
        None
    }

    fn told(&self, at: usize, values: &[u32], factors: &Factors) -> FitStatus {
        let label = |at: usize| self.figures.get(at).map_or("", |figure| figure.label);
        if let Some((_, like)) = factors.alike.iter().find(|(figure, _)| *figure == at) {
            return FitStatus::LikeAnother(label(*like));
        }
        let (value, figure) = (values.get(at), self.figures.get(at));
        let at_end = value.zip(figure).is_some_and(|(value, figure)| {
            *value != figure.range.likely()
                && (*value <= figure.range.low() || *value >= figure.range.high())
        });
        if at_end || factors.held.contains(&at) {
            return FitStatus::AtLimit;
        }
        if !factors.steps.iter().any(|step| step.figure == at) {
            return FitStatus::NoEffect;
        }
        let others: Vec<&'static str> = factors
            .alike
            .iter()
            .filter(|(_, like)| *like == at)
            .map(|(figure, _)| label(*figure))
            .collect();
        if others.is_empty() {
            FitStatus::Alone
        } else {
            FitStatus::Instead(others)
        }
    }
}

/// Changes of the figures that leave the least, as shares of where they started.
fn solve(factors: &Factors, rest: &[f64]) -> Vec<(usize, f64)> {
    let mut rest = rest.to_vec();
    let mut along: Vec<f64> = Vec::with_capacity(factors.steps.len());
    for step in &factors.steps {
        let share = dot(&rest, &step.unit);
        subtract(&mut rest, &step.unit, share);
        along.push(share);
    }
    // Backwards: the last direction is its figure's alone.
    let mut changes: Vec<(usize, f64)> = Vec::with_capacity(factors.steps.len());
    for (place, step) in factors.steps.iter().enumerate().rev() {
        let mut share = along.get(place).copied().unwrap_or(0.0);
        for (later, change) in &changes {
            let of_later = factors
                .steps
                .iter()
                .find(|step| step.figure == *later)
                .and_then(|step| step.shares.get(place));
            share -= of_later.copied().unwrap_or(0.0) * change;
        }
        changes.push((step.figure, share / step.length));
    }
    changes
}

/// To the nearest whole number.
fn rounded(value: f64) -> u32 {
    // A cast saturates at both ends.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates, and negative values are clamped to the range"
    )]
    let whole = (value + 0.5) as u32;
    whole
}

#[cfg(test)]
mod tests {
    use super::{Calibration, CalibrationParameter, FitStatus, LikelyRange, TimeSpan, calibrate};

    fn figures() -> Vec<CalibrationParameter> {
        ["connection", "stream", "disk"]
            .map(|label| CalibrationParameter {
                label,
                range: LikelyRange::new(20_000, 100_000, 400_000),
            })
            .to_vec()
    }

    /// Seconds of work at each rate of 100, one row for a pull.
    fn predict(rows: &[[u32; 3]]) -> impl Fn(&[u32]) -> Vec<TimeSpan> + '_ {
        |values| {
            let time = |row: &[u32; 3]| {
                let parts = row.iter().zip(values);
                TimeSpan::from_millis(parts.map(|(s, rate)| s * 1000 * 1000 / (rate / 100)).sum())
            };
            rows.iter().map(time).collect()
        }
    }

    fn fitted(rows: &[[u32; 3]], truth: [u32; 3]) -> Calibration {
        let predict = predict(rows);
        let measured = predict(&truth);
        calibrate(&figures(), &measured, &predict).expect("a fit")
    }

    fn near(value: u32, truth: u32) -> bool {
        value.abs_diff(truth) <= truth / 100
    }

    #[test]
    fn three_different_pulls_tell_three_figures() {
        let truth = [70_000, 150_000, 90_000];
        let fit = fitted(&[[50, 10, 10], [5, 60, 10], [10, 10, 70]], truth);
        for (figure, truth) in fit.figures.iter().zip(truth) {
            assert_eq!(figure.told, FitStatus::Alone, "{fit:?}");
            assert!(near(figure.value, truth), "{fit:?}");
        }
        let (before, after) = fit.errors();
        assert!(before > 100 && after == 0, "{before} {after}");
    }

    #[test]
    fn what_does_not_act_is_not_told() {
        let fit = fitted(&[[50, 10, 0], [5, 60, 0]], [70_000, 150_000, 300_000]);
        assert_eq!(fit.figures[2].told, FitStatus::NoEffect);
        assert_eq!(fit.figures[2].value, 100_000);
        assert!(near(fit.figures[0].value, 70_000), "{fit:?}");
    }

    #[test]
    fn what_acts_alike_is_not_told_apart() {
        // Disk and stream always in the same proportion.
        let fit = fitted(
            &[[50, 20, 10], [5, 60, 30], [10, 40, 20]],
            [70_000, 150_000, 150_000],
        );
        assert_eq!(fit.figures[0].told, FitStatus::Alone, "{fit:?}");
        assert_eq!(fit.figures[1].told, FitStatus::Instead(vec!["disk"]));
        assert_eq!(fit.figures[2].told, FitStatus::LikeAnother("stream"));
        assert_eq!(fit.figures[2].value, 100_000);
        assert!(fit.errors().1 <= 5, "{fit:?}");
        // One measurement tells one figure of three.
        let fit = fitted(&[[50, 20, 10]], [80_000, 100_000, 100_000]);
        let alone = fit
            .figures
            .iter()
            .filter(|one| !matches!(one.told, FitStatus::LikeAnother(_)));
        assert_eq!(alone.count(), 1, "{fit:?}");
        assert_eq!(
            fit.figures[0].told,
            FitStatus::Instead(vec!["stream", "disk"])
        );
        assert!(near(fit.figures[0].value, 80_000), "{fit:?}");
    }

    #[test]
    fn more_than_is_plausible_stops_at_the_limit() {
        let rows = [[50, 10, 10], [5, 60, 10], [10, 10, 70]];
        let predict = predict(&rows);
        let measured = predict(&[10_000, 100_000, 100_000]);
        let fit = calibrate(&figures(), &measured, &predict).unwrap();
        assert_eq!(fit.figures[0].value, 20_000, "{fit:?}");
        assert_eq!(fit.figures[0].told, FitStatus::AtLimit);
        // The others make up for it as far as they can.
        assert!(fit.figures[1].value < 100_000, "{fit:?}");
        assert!(fit.errors().1 < fit.errors().0 / 2, "{fit:?}");
    }

    #[test]
    fn nonsense_is_no_fit() {
        let predict = |_: &[u32]| vec![TimeSpan::ZERO; 2];
        let two = [TimeSpan::ZERO; 2];
        assert!(calibrate(&figures(), &[], &predict).is_none());
        assert!(calibrate(&[], &two, &predict).is_none());
        assert!(calibrate(&figures(), &two[..1], &predict).is_none());
        let fit = calibrate(&figures(), &two, &predict).unwrap();
        assert!(
            fit.figures
                .iter()
                .all(|one| one.told == FitStatus::NoEffect)
        );
    }
}
