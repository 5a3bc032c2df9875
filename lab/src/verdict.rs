//! Whether two series have the same shape.

/// How far the normalised values of two series may lie apart.
pub const TOLERANCE: f64 = 0.25;
/// A series is at its knee where it first reaches this share of its most.
pub const AT_KNEE: f64 = 0.9;

/// One place of a series.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// What was set: `4 layers`.
    pub at: String,
    pub measured: f64,
    pub simulated: f64,
}

impl Point {
    /// A point.
    pub fn new(at: impl Into<String>, measured: f64, simulated: f64) -> Self {
        Self {
            at: at.into(),
            measured,
            simulated,
        }
    }
}

/// What comes of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    Same,
    Other(String),
    NotInModel(String),
    NotMeasured(String),
}

impl Verdict {
    /// As the report has it.
    pub fn describe(&self) -> String {
        match self {
            Self::Same => "same shape".to_owned(),
            Self::Other(how) => format!("other shape: {how}"),
            Self::NotInModel(what) => format!("not in the model: {what}"),
            Self::NotMeasured(why) => format!("not measured: {why}"),
        }
    }
}

/// Where values first reach nine tenths of their most.
pub fn knee(values: &[f64]) -> usize {
    let most = values.iter().copied().fold(0.0, f64::max);
    let reaches = |value: &f64| *value >= most * AT_KNEE;
    values.iter().position(reaches).unwrap_or(0)
}

/// Each value as a share of the most.
pub fn normalised(values: &[f64]) -> Vec<f64> {
    let most = values.iter().copied().fold(0.0, f64::max);
    values.iter().map(|value| value / most).collect()
}

fn columns(points: &[Point]) -> (Vec<f64>, Vec<f64>) {
    points
        .iter()
        .map(|point| (point.measured, point.simulated))
        .unzip()
}

/// Whether ratios are the same: every value as a share of the most, within the tolerance.
pub fn ratios(points: &[Point]) -> Verdict {
    let (measured, simulated) = columns(points);
    let pairs = normalised(&measured)
        .into_iter()
        .zip(normalised(&simulated));
    let apart = pairs.map(|(measured, simulated)| measured / simulated);
    let off = |ratio: f64| ratio.max(1.0 / ratio);
    let worst = apart
        .zip(points)
        .max_by(|one, other| off(one.0).total_cmp(&off(other.0)));
    match worst {
        None => Verdict::NotMeasured("there are no points".to_owned()),
        // What is no number is no shape either.
        Some((ratio, _)) if off(ratio) <= 1.0 + TOLERANCE => Verdict::Same,
        Some((ratio, point)) => Verdict::Other(format!(
            "at {} it is {ratio:.2} times what the simulation says, each as a share of its most",
            point.at
        )),
    }
}

/// Whether amounts that no machine changes are what the simulation takes them for.
pub fn amounts(points: &[Point]) -> Verdict {
    let off = |point: &Point| {
        let ratio = point.measured / point.simulated;
        ratio.max(1.0 / ratio)
    };
    let worst = points
        .iter()
        .max_by(|one, other| off(one).total_cmp(&off(other)));
    match worst {
        None => Verdict::NotMeasured("there are no points".to_owned()),
        Some(point) if off(point) <= 1.0 + TOLERANCE => Verdict::Same,
        Some(point) => Verdict::Other(format!(
            "{}: {:.2} times what the simulation takes it for",
            point.at,
            point.measured / point.simulated
        )),
    }
}

/// Whether two rising series are the same: their knees within one step, and their ratios.
pub fn saturation(points: &[Point]) -> Verdict {
    let (measured, simulated) = columns(points);
    let (ours, theirs) = (knee(&measured), knee(&simulated));
    let name = |at: usize| points.get(at).map_or("?", |point| point.at.as_str());
    if ours.abs_diff(theirs) > 1 {
        return Verdict::Other(format!(
            "the knee is at {}, in the simulation at {}",
            name(ours),
            name(theirs)
        ));
    }
    ratios(points)
}

#[cfg(test)]
mod tests {
    use super::{Point, Verdict, amounts, knee, ratios, saturation};

    fn points(measured: &[f64], simulated: &[f64]) -> Vec<Point> {
        let pairs = measured.iter().zip(simulated).enumerate();
        pairs
            .map(|(at, (m, s))| Point::new(format!("n{at}"), *m, *s))
            .collect()
    }

    #[test]
    fn the_knee_is_where_more_no_longer_helps() {
        assert_eq!(knee(&[1.0, 2.0, 3.9, 4.0, 4.1]), 2);
        assert_eq!(knee(&[5.0, 5.0, 5.0]), 0);
        assert_eq!(knee(&[1.0, 2.0, 4.0]), 2);
        assert_eq!(knee(&[]), 0);
    }

    #[test]
    fn the_rates_of_a_machine_do_not_matter_but_their_ratios_do() {
        let measured = [10.0, 20.0, 40.0];
        assert_eq!(ratios(&points(&measured, &[1.0, 2.0, 4.0])), Verdict::Same);
        assert_eq!(ratios(&points(&measured, &[1.2, 2.3, 4.0])), Verdict::Same);
        let Verdict::Other(how) = ratios(&points(&measured, &[2.0, 2.0, 4.0])) else {
            panic!("half is not the same");
        };
        assert!(how.starts_with("at n0 it is 0.50 times"), "{how}");
        assert!(matches!(
            ratios(&points(&[f64::NAN], &[1.0])),
            Verdict::Other(_)
        ));
        assert!(matches!(ratios(&[]), Verdict::NotMeasured(_)));
    }

    #[test]
    fn amounts_are_compared_as_they_are() {
        assert_eq!(amounts(&points(&[1.2, 0.9], &[1.0, 1.0])), Verdict::Same);
        let Verdict::Other(how) = amounts(&points(&[1.0, 2.0], &[1.0, 1.0])) else {
            panic!("twice is not the same");
        };
        assert_eq!(how, "n1: 2.00 times what the simulation takes it for");
    }

    #[test]
    fn knees_may_be_one_step_apart() {
        let simulated = [1.0, 2.0, 3.0, 4.0, 4.0];
        let at = |measured: &[f64]| saturation(&points(measured, &simulated));
        assert_eq!(at(&[1.0, 2.0, 3.0, 4.0, 4.0]), Verdict::Same);
        assert_eq!(at(&[0.9, 1.9, 2.9, 3.5, 4.0]), Verdict::Same);
        let Verdict::Other(how) = at(&[3.9, 4.0, 4.0, 4.0, 4.0]) else {
            panic!("it is saturated from the start");
        };
        assert!(
            how.contains("knee is at n0, in the simulation at n3"),
            "{how}"
        );
    }
}
