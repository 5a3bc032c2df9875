//! The report, docs/lab.md: what a run measured, between marks, and what is written by hand around it.

use crate::verdict::{Point, Verdict, normalised};

/// One comparison: a table and a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    pub title: String,
    /// What the first column is, and the unit of the values.
    pub column: &'static str,
    pub unit: &'static str,
    pub points: Vec<Point>,
    pub verdict: Verdict,
}

/// What one stage came to.
#[derive(Debug, Clone, PartialEq)]
pub struct StageReport {
    pub name: &'static str,
    /// How it was measured.
    pub how: String,
    pub comparisons: Vec<Comparison>,
    /// What is to be said besides, one sentence or a few each.
    pub notes: Vec<String>,
}

/// The marks around what a run writes.
pub const FROM: &str = "<!-- measured: written by cargo xtask lab -->";
pub const TO: &str = "<!-- /measured -->";

/// Digits as many as say something.
pub fn number(value: f64) -> String {
    match value.abs() {
        _ if !value.is_finite() => "–".to_owned(),
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

impl Comparison {
    fn write(&self, text: &mut String) {
        text.push_str(&format!(
            "**{}**: {}.\n\n",
            self.title,
            self.verdict.describe()
        ));
        if self.points.is_empty() {
            return;
        }
        // Where the model says nothing, there is nothing to compare.
        if self.points.iter().all(|point| point.simulated.is_nan()) {
            text.push_str(&format!(
                "| {} | measured, {} |\n|---|---|\n",
                self.column, self.unit
            ));
            for point in &self.points {
                text.push_str(&format!("| {} | {} |\n", point.at, number(point.measured)));
            }
            text.push('\n');
            return;
        }
        text.push_str(&format!(
            "| {} | measured, {unit} | simulated, {unit} | measured, of its most | simulated, of its most |\n|---|---|---|---|---|\n",
            self.column,
            unit = self.unit,
        ));
        let column = |of: fn(&Point) -> f64| self.points.iter().map(of).collect::<Vec<_>>();
        let measured = normalised(&column(|point| point.measured));
        let simulated = normalised(&column(|point| point.simulated));
        for (at, point) in self.points.iter().enumerate() {
            let share = |shares: &[f64]| shares.get(at).map_or(f64::NAN, |share| *share);
            text.push_str(&format!(
                "| {} | {} | {} | {} | {} |\n",
                point.at,
                number(point.measured),
                number(point.simulated),
                number(share(&measured)),
                number(share(&simulated)),
            ));
        }
        text.push('\n');
    }
}

/// All that a run has to say.
pub fn write(date: &str, machine: &[String], stages: &[StageReport]) -> String {
    let mut text = format!("Measured on {date}.\n\n");
    for line in machine {
        text.push_str(&format!("- {line}\n"));
    }
    text.push_str("\n| stage | comparison | verdict |\n|---|---|---|\n");
    for stage in stages {
        for comparison in &stage.comparisons {
            let (title, verdict) = (&comparison.title, comparison.verdict.describe());
            text.push_str(&format!("| {} | {title} | {verdict} |\n", stage.name));
        }
    }
    for (number, stage) in stages.iter().enumerate() {
        text.push_str(&format!(
            "\n### {}. {}\n\n{}\n\n",
            number + 1,
            stage.name,
            stage.how
        ));
        for comparison in &stage.comparisons {
            comparison.write(&mut text);
        }
        for note in &stage.notes {
            text.push_str(&format!("- {note}\n"));
        }
    }
    text
}

/// The page with what stands between the marks replaced; none if it lacks them.
pub fn put_in(page: &str, measured: &str) -> Option<String> {
    let (before, rest) = page.split_once(FROM)?;
    let (_, after) = rest.split_once(TO)?;
    Some(format!(
        "{before}{FROM}\n\n{}\n\n{TO}{after}",
        measured.trim()
    ))
}

#[cfg(test)]
mod tests {
    use super::{Comparison, FROM, StageReport, TO, number, put_in, write};
    use crate::verdict::{Point, Verdict};

    fn stage(verdict: Verdict, points: Vec<Point>) -> StageReport {
        StageReport {
            name: "One stream",
            how: "So it was measured.".to_owned(),
            comparisons: vec![Comparison {
                title: "decompressors".to_owned(),
                column: "program",
                unit: "MB/s",
                points,
                verdict,
            }],
            notes: vec!["A note.".to_owned()],
        }
    }

    #[test]
    fn a_stage_has_its_verdict_its_table_and_its_notes() {
        let points = vec![Point::new("pigz", 200.0, 1.0), Point::new("Go", 150.0, 0.8)];
        let text = write(
            "2026-11-30",
            &["a machine".to_owned()],
            &[stage(Verdict::Same, points)],
        );
        for part in [
            "Measured on 2026-11-30.",
            "- a machine\n",
            "| One stream | decompressors | same shape |",
            "### 1. One stream\n\nSo it was measured.\n\n**decompressors**: same shape.",
            "| program | measured, MB/s | simulated, MB/s |",
            "| Go | 150 | 0.80 | 0.75 | 0.80 |",
            "- A note.\n",
        ] {
            assert!(text.contains(part), "{part} is missing in\n{text}");
        }
    }

    #[test]
    fn what_was_not_measured_is_said_and_what_the_model_leaves_out_has_no_column() {
        let why = Verdict::NotMeasured("no netem".to_owned());
        let text = write("d", &[], &[stage(why, Vec::new())]);
        assert!(
            text.contains("**decompressors**: not measured: no netem.\n"),
            "{text}"
        );
        let out = Verdict::NotInModel("2 s".to_owned());
        let text = write(
            "d",
            &[],
            &[stage(out, vec![Point::new("few", 1.0, f64::NAN)])],
        );
        assert!(
            text.contains("| program | measured, MB/s |\n|---|---|\n| few | 1.00 |\n"),
            "{text}"
        );
    }

    #[test]
    fn only_what_stands_between_the_marks_is_replaced() {
        let page = format!("# Lab\n{FROM}\nold\n{TO}\n## By hand\n");
        let new = put_in(&page, "new\n").unwrap();
        assert_eq!(new, format!("# Lab\n{FROM}\n\nnew\n\n{TO}\n## By hand\n"));
        assert_eq!(put_in(&new, "new\n").unwrap(), new);
        assert_eq!(put_in("# Lab\n", "new"), None);
    }

    #[test]
    fn numbers_have_no_more_digits_than_they_know() {
        let shown = [1234.5, 56.78, 1.234, 0.0, f64::NAN].map(number);
        assert_eq!(shown, ["1234", "56.8", "1.23", "0.00", "–"]);
    }
}
