//! Schedules of disruption budgets, as Karpenter reads them: robfig/cron v3 with
//! `ParseStandard` (sigs.k8s.io/karpenter, pkg/apis/v1/nodepool.go `IsActive`, read 2026-11). The
//! CRD's pattern lets much more through; Karpenter then holds the budget closed, so that no node
//! is disrupted at all.

use std::fmt;

use crate::core::error::quoted;

/// Schedules by name, as the NodePool's CRD has them (Karpenter v1.14.1).
pub(crate) const SCHEDULE_NAMES: [&str; 7] = [
    "@annually",
    "@yearly",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
];

/// What is wrong with a schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ScheduleFault {
    /// Karpenter cannot read it: which part, and why.
    Unreadable(String),
    /// It names a day that none of its months has. Karpenter takes that for always: the next time
    /// is then the zero time, which is past.
    Never,
}

impl fmt::Display for ScheduleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable(why) => why,
            Self::Never => {
                "none of its months has such a day, and Karpenter then applies the budget permanently"
            }
        })
    }
}

/// One of the five parts of a schedule.
struct Part {
    name: &'static str,
    least: u32,
    most: u32,
    /// Names of the values from `least` on.
    names: &'static [&'static str],
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const PARTS: [Part; 5] = [
    Part::new("minute", 0, 59, &[]),
    Part::new("hour", 0, 23, &[]),
    Part::new("day of the month", 1, 31, &[]),
    Part::new("month", 1, 12, &MONTHS),
    Part::new("day of the week", 0, 6, &WEEKDAYS),
];

/// Days of each month, in a leap year.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// Checks a schedule: five fields in UTC, or a name such as `@daily`.
///
/// # Errors
/// Which part is wrong and why, as a sentence's end: `the hour 24 is above 23`.
pub(crate) fn check_schedule(text: &str) -> Result<(), ScheduleFault> {
    let values = values(text).map_err(ScheduleFault::Unreadable)?;
    match values.as_slice() {
        [_, _, days, months, weekdays] if is_never(days, months, weekdays) => {
            Err(ScheduleFault::Never)
        }
        _ => Ok(()),
    }
}

/// The values of the five parts; none for a name.
fn values(text: &str) -> Result<Vec<Values>, String> {
    let text = text.trim();
    if text.starts_with('@') {
        return if SCHEDULE_NAMES.contains(&text) {
            Ok(Vec::new())
        } else {
            Err(format!("{} is not one of the names", quoted(text)))
        };
    }
    let fields: Vec<&str> = text.split_ascii_whitespace().collect();
    if fields.len() != PARTS.len() {
        return Err(format!(
            "it has {} fields instead of {}",
            fields.len(),
            PARTS.len()
        ));
    }
    let parts = PARTS.iter().zip(fields);
    parts.map(|(part, field)| part.values(field)).collect()
}

/// Values of one part; none if it is a star, which stands for all.
type Values = Option<Vec<u32>>;

/// Whether no day fits: only a day of the month that none of the months has. A day of the week that
/// is named beside it is enough by itself, as in every cron.
fn is_never(days: &Values, months: &Values, weekdays: &Values) -> bool {
    let (Some(days), Some(months), None) = (days, months, weekdays) else {
        return false;
    };
    let longest = months
        .iter()
        .filter_map(|month| DAYS.get((*month as usize).checked_sub(1)?))
        .max();
    days.iter().min() > longest
}

impl Part {
    const fn new(
        name: &'static str,
        least: u32,
        most: u32,
        names: &'static [&'static str],
    ) -> Self {
        Self {
            name,
            least,
            most,
            names,
        }
    }

    fn values(&self, field: &str) -> Result<Values, String> {
        let mut values = Some(Vec::new());
        // Empty items are passed over.
        let mut items = field.split(',').filter(|item| !item.is_empty()).peekable();
        if items.peek().is_none() {
            return Err(format!("the {} names nothing", self.name));
        }
        for item in items {
            match (self.item(item)?, &mut values) {
                (Some(more), Some(values)) => values.extend(more),
                _ => values = None,
            }
        }
        Ok(values)
    }

    /// `*`, `?`, a value, a range, each with a step if any.
    fn item(&self, item: &str) -> Result<Values, String> {
        let wrong = |why: &str| Err(format!("the {} {} {why}", self.name, quoted(item)));
        let mut by_slash = item.split('/');
        let (range, step) = (by_slash.next().unwrap_or_default(), by_slash.next());
        if by_slash.next().is_some() {
            return wrong("has more than one /");
        }
        let mut by_dash = range.split('-');
        let (first, last) = (by_dash.next().unwrap_or_default(), by_dash.next());
        let is_all = matches!(first, "*" | "?");
        let (start, end) = if is_all {
            (self.least, self.most)
        } else {
            if by_dash.next().is_some() {
                return wrong("has more than one -");
            }
            let Some(start) = self.value(first) else {
                return wrong(self.reads());
            };
            let Some(end) = last.map_or(Some(start), |last| self.value(last)) else {
                return wrong(self.reads());
            };
            (start, end)
        };
        let step = match step.map(str::parse::<u32>) {
            None => 1,
            Some(Ok(0)) => return wrong("has a step of 0"),
            Some(Ok(step)) => step,
            Some(Err(_)) => return wrong("has a step that is not a number"),
        };
        // `5/15` goes on to the end.
        let end = if last.is_none() && item.contains('/') {
            self.most
        } else {
            end
        };
        if start < self.least {
            return wrong(&format!("is below {}", self.least));
        }
        if end > self.most {
            let sunday = self.names.len() == WEEKDAYS.len() && end == 7;
            return wrong(&format!(
                "is above {}{}",
                self.most,
                if sunday { "; Sunday is 0" } else { "" }
            ));
        }
        if start > end {
            return wrong("runs backwards; a range must ascend");
        }
        if is_all && step == 1 {
            return Ok(None);
        }
        let step = usize::try_from(step).unwrap_or(usize::MAX);
        Ok(Some((start..=end).step_by(step).collect()))
    }

    fn value(&self, text: &str) -> Option<u32> {
        let lower = text.to_ascii_lowercase();
        let named = self.names.iter().position(|name| *name == lower);
        match named {
            Some(index) => Some(self.least + u32::try_from(index).ok()?),
            None => text.parse().ok(),
        }
    }

    const fn reads(&self) -> &'static str {
        if self.names.is_empty() {
            "is not a number"
        } else {
            "is neither a number nor a name of three letters"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_schedule;

    #[test]
    fn schedules_are_read_as_karpenter_reads_them() {
        for fine in [
            "0 9 * * 1-5",
            "0 9 * * SUN",
            "0-59/5 * * * *",
            "5/15 * * * *",
            "0 0 ? * *",
            "0 0 * JAN-mar mon,Fri",
            "1,2,, * * * *",
            "*/1 * * * *",
            "*/100 * * * *",
            "+5 05 * * 0-6/2",
            "  0   0\t1 * * ",
            "@daily",
            "@midnight",
            "0 0 29 2 *",
            "0 0 31 2 1",
            "0 0 31 2,3 *",
        ] {
            assert_eq!(check_schedule(fine), Ok(()), "{fine}");
        }
        for (bad, part) in [
            ("0 22-6 * * *", "hour"),
            ("0 9 * * 7", "above 6; Sunday is 0"),
            ("0 24 * * *", "above 23"),
            ("60 * * * *", "above 59"),
            ("0 0 * * FRI-MON", "backwards"),
            ("*/0 * * * *", "step of 0"),
            ("0 0 1W * *", "day of the month"),
            ("0 0 * * 5L", "day of the week"),
            ("0 0 0 * *", "below 1"),
            ("0 0 * 13 *", "above 12"),
            ("0 0 * janu *", "month"),
            (
                "0 0 * janu *",
                "is neither a number nor a name of three letters",
            ),
            ("x 0 * * *", "is not a number"),
            ("1-2-3 * * * *", "more than one -"),
            ("1/2/3 * * * *", "more than one /"),
            ("1/x * * * *", "step"),
            ("1--2 * * * *", "more than one -"),
            ("-1 * * * *", "minute"),
            (", * * * *", "names nothing"),
            ("0 0 30 2 *", "none of its months"),
            ("0 0 31 4,jun *", "none of its months"),
            ("0 0 * *", "4 fields"),
            ("0 0 * * * *", "6 fields"),
            ("TZ=UTC 0 0 * * *", "6 fields"),
            ("@every 1h", "names"),
            ("@dailyx", "names"),
            ("", "0 fields"),
            ("# * * * *", "minute"),
            ("1.5 * * * *", "minute"),
            ("99999999999 * * * *", "minute"),
        ] {
            let error = check_schedule(bad).unwrap_err().to_string();
            assert!(error.contains(part), "{bad}: {error}");
        }
        // Only 7 is meant as Sunday, and only as a day.
        for bad in ["0 9 * * 8", "0 9 * 17 *"] {
            let error = check_schedule(bad).unwrap_err().to_string();
            assert!(!error.contains("Sunday"), "{bad}: {error}");
        }
    }
}
