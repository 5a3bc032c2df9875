//! How many nodes Karpenter may disrupt at once, and when.

use std::fmt;
use std::str::FromStr;

use super::cron::check_schedule;
use super::text::KarpenterDuration;
use crate::core::choice::choices;
use crate::core::error::{ValueError, quoted};

choices! {
    /// Why Karpenter disrupts a node.
    Reason, "a reason for disruption", {
        /// It has no pods.
        Empty = "Empty", "Empty", "It has no pods.";
        /// Its pods fit elsewhere.
        Underutilized = "Underutilized", "Underutilized", "Its pods fit elsewhere.";
        /// It differs from what is asked for now.
        Drifted = "Drifted", "Drifted", "It no longer matches its NodePool or node class.";
    }
}

/// How many nodes may be disrupted at once: `10%`, `0; reasons=Drifted`, or with a time window
/// `0; schedule=0 9 * * 1-5; duration=8h` (cron in UTC, hours and minutes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    /// A number or percentage of nodes.
    pub nodes: String,
    /// Reasons that it holds for; all if empty.
    pub reasons: Vec<Reason>,
    /// When it starts and how long it lasts; always if absent.
    pub window: Option<(String, KarpenterDuration)>,
}

impl FromStr for Budget {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let trimmed = text.trim();
        let mut parts = trimmed.split(';').map(str::trim);
        let nodes = parts.next().unwrap_or_default();
        if !is_node_count(nodes) {
            return Err(ValueError::new(format!(
                "{} is not a budget. It starts with a number of nodes or a percentage up to 100%: \
                 10%, or 0; schedule=0 9 * * 1-5; duration=8h.",
                quoted(trimmed)
            )));
        }
        let mut reasons = Vec::new();
        let mut schedule = None;
        let mut duration = None;
        for part in parts.filter(|part| !part.is_empty()) {
            match part
                .split_once('=')
                .map(|(key, value)| (key.trim(), value.trim()))
            {
                Some(("reasons", list)) => {
                    for word in list.split(',') {
                        let reason = word.parse()?;
                        if reasons.contains(&reason) {
                            return Err(ValueError::new(format!(
                                "The reason {} is a duplicate; Karpenter rejects the NodePool.",
                                quoted(word.trim())
                            )));
                        }
                        reasons.push(reason);
                    }
                }
                Some(("schedule", cron)) => schedule = Some(checked_schedule(cron)?),
                Some(("duration", time)) => duration = Some(checked_window(time)?),
                _ => {
                    return Err(ValueError::new(format!(
                        "{} is not part of a budget; allowed are reasons=, schedule= and duration=.",
                        quoted(part)
                    )));
                }
            }
        }
        let window = match (schedule, duration) {
            (Some(schedule), Some(duration)) => Some((schedule, duration)),
            (None, None) => None,
            _ => {
                return Err(ValueError::new(
                    "A budget needs both schedule and duration; Karpenter rejects one alone.",
                ));
            }
        };
        Ok(Self {
            nodes: nodes.to_owned(),
            reasons,
            window,
        })
    }
}

/// Most nodes of a budget that are written as a number.
const MAX_NODES: u32 = 100_000;

/// Whether a text is a number of nodes, or a percentage as the NodePool's CRD takes it: up to 100%,
/// in two digits at most below that (Karpenter v1.14.1).
fn is_node_count(text: &str) -> bool {
    let number = text.strip_suffix('%');
    let digits = number.unwrap_or(text);
    let count: Option<u32> = digits
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| digits.parse().ok())
        .flatten();
    match (number, count) {
        (Some("100"), _) => true,
        (Some(_), Some(_)) => digits.len() <= 2,
        (None, Some(count)) => count <= MAX_NODES,
        (_, None) => false,
    }
}

fn checked_schedule(cron: &str) -> Result<String, ValueError> {
    match check_schedule(cron) {
        Ok(()) => Ok(cron.to_owned()),
        Err(why) => Err(ValueError::new(format!(
            "{} is not a schedule: {why}. Use five cron fields in UTC, such as 0 9 * * 1-5, or @daily.",
            quoted(cron)
        ))),
    }
}

/// Whether a text is a budget's duration as the NodePool's CRD takes it: hours and minutes, with
/// the `0s` that Go writes behind them (Karpenter v1.14.1).
pub(crate) fn is_budget_duration(text: &str) -> bool {
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let without_seconds = text
        .strip_suffix("0s")
        .filter(|rest| rest.ends_with(['h', 'm']));
    let text = without_seconds.unwrap_or(text);
    match text.split_once('h') {
        Some((hours, "")) => all_digits(hours),
        Some((hours, minutes)) => {
            all_digits(hours) && minutes.strip_suffix('m').is_some_and(all_digits)
        }
        None => text.strip_suffix('m').is_some_and(all_digits),
    }
}

fn checked_window(text: &str) -> Result<KarpenterDuration, ValueError> {
    let duration: KarpenterDuration = text.parse()?;
    if is_budget_duration(duration.as_str()) {
        return Ok(duration);
    }
    Err(ValueError::new(format!(
        "{} is not a budget's duration: hours and minutes only, such as 8h or 1h30m.",
        quoted(text)
    )))
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.nodes)?;
        if !self.reasons.is_empty() {
            let words: Vec<&str> = self.reasons.iter().map(|reason| reason.as_str()).collect();
            write!(f, "; reasons={}", words.join(","))?;
        }
        if let Some((schedule, duration)) = &self.window {
            write!(f, "; schedule={schedule}; duration={duration}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            "10%",
            "100%",
            "5",
            "0; reasons=Drifted,Empty",
            "0; schedule=0 9 * * 1-5; duration=8h",
            "0; schedule=@daily; duration=10h0m0s",
            &MAX_NODES.to_string(),
        ] {
            let budget = text.parse::<Budget>().map(|budget| budget.to_string());
            assert_eq!(budget.as_deref(), Ok(text));
        }
    }

    #[test]
    fn what_karpenter_refuses_is_refused() {
        for bad in [
            "101%",
            "010%",
            "000%",
            "1.5%",
            "%",
            "-1",
            "+1",
            "ten",
            "0; schedule=@daily",
            "0; duration=8h",
            "1; x=y",
            "0; schedule=@daily; duration=30s",
            "0; schedule=@daily; duration=1h5s",
            "0; schedule=@daily; duration=Never",
            "0; schedule=@daily; duration=2562048h",
            "0; schedule=0 24 * * *; duration=8h",
            "0; reasons=Drifted,Drifted",
            "0; reasons=Drifted,Empty,drifted",
            "",
        ] {
            assert!(bad.parse::<Budget>().is_err(), "{bad}");
        }
    }
}
