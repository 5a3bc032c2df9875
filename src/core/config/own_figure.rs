//! A figure of the pull model that the user measured.

use std::fmt;
use std::str::FromStr;

use crate::core::choice::nearest;
use crate::core::error::{ValueError, quoted};
use crate::core::parameter::Parameter;
use crate::core::units::LikelyRange;

/// A figure of the pull model from the user's own pulls, in place of the published one. Written
/// `gzip-stream 190 to 230, likely 210`, or `gzip-stream 210` if it is known exactly; the units
/// are the model's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParameterOverride {
    /// Which figure.
    pub parameter: Parameter,
    /// Its value in thousandths of its unit, 0.001 to 1,000,000.
    pub value: LikelyRange<u32>,
}

const MAX_VALUE: u32 = 1_000_000_000;

impl fmt::Display for ParameterOverride {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (low, likely, high) = (self.value.low(), self.value.likely(), self.value.high());
        f.write_str(&self.parameter.as_str())?;
        if low < high {
            write!(f, " {} to {}, likely", number(low), number(high))?;
        }
        write!(f, " {}", number(likely))
    }
}

/// Thousandths as a number without spare zeros.
fn number(thousandths: u32) -> String {
    let text = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl FromStr for ParameterOverride {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let refuse = || {
            ValueError::new(format!(
                "{} is not a figure of the pull model. Use its name and value: gzip-stream 210, or gzip-stream 190 to 230, likely 210.",
                quoted(text)
            ))
        };
        let (word, rest) = text.split_once(char::is_whitespace).ok_or_else(refuse)?;
        let parameter = Parameter::ALL
            .iter()
            .copied()
            .find(|parameter| parameter.as_str() == word);
        let Some(parameter) = parameter else {
            let words: Vec<String> = Parameter::ALL.iter().map(|one| one.as_str()).collect();
            let near = nearest(word, words.iter().map(String::as_str));
            let error = ValueError::new(format!("The pull model has no figure {}.", quoted(word)));
            return Err(match near {
                Some(near) => error.suggest(format!("{near} {rest}")),
                None => error,
            });
        };
        let value = match rest.split_once("to") {
            None => LikelyRange::exactly(thousandths(rest).ok_or_else(refuse)?),
            Some((low, rest)) => {
                let (high, likely) = rest.split_once(", likely").ok_or_else(refuse)?;
                let read = |text| thousandths(text).ok_or_else(refuse);
                let (low, likely, high) = (read(low)?, read(likely)?, read(high)?);
                if low > likely || likely > high {
                    return Err(ValueError::new(format!(
                        "In {} the likely value is not between the other two.",
                        quoted(text)
                    )));
                }
                LikelyRange::new(low, likely, high)
            }
        };
        Ok(Self { parameter, value })
    }
}

/// `1.5` in thousandths: above zero, at most three decimals.
fn thousandths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit())
    };
    if !digits(whole, 7) || !digits(fraction, 3) {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let part: u32 = format!("{fraction:0<3}").parse().ok()?;
    let value = whole.checked_mul(1000)?.checked_add(part)?;
    (1..=MAX_VALUE).contains(&value).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::ParameterOverride;

    #[test]
    fn figures_read_back() {
        for text in [
            "gzip-stream 210",
            "gzip-stream 190.5 to 230, likely 210.125",
            "ecr-connection 60",
            "page-cache 0.15",
        ] {
            let figure: ParameterOverride = text.parse().unwrap();
            assert_eq!(figure.to_string(), text);
        }
        for bad in [
            "",
            "gzip-stream",
            "gzip-stream fast",
            "gzip-stream 0",
            "gzip-stream -1",
            "gzip-stream 1.2345",
            "gzip-stream 230 to 190, likely 210",
            "gzip-stream 190 to 230",
            "gzip-stream 99999999999",
            "speed 1",
        ] {
            assert!(bad.parse::<ParameterOverride>().is_err(), "{bad}");
        }
        let error = "gzip-steam 210".parse::<ParameterOverride>().unwrap_err();
        assert_eq!(error.suggestion(), Some("gzip-stream 210"));
    }
}
