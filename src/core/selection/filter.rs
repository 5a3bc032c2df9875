//! Filters for a table of instance types: words and comparisons, all of which must hold.

use std::str::FromStr;

use super::column::{Cell, Column, InstanceRows};
use crate::core::error::{ValueError, quoted};

/// Words and comparisons with blanks between them: `g6 vcpu>=8 nvme>0 price<2 gpu=l4,l40s`.
/// A word is part of the type's name or GPU; unknown values match no comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    /// In lower case.
    Word(String),
    /// One of the words, or none of them.
    Words(Column, bool, Vec<String>),
    /// One of the numbers, or none of them.
    Numbers(Column, bool, Vec<u64>),
    Bound(Column, Bound, u64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Below,
    AtMost,
    Above,
    AtLeast,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Is,
    IsNot,
    Bound(Bound),
}

/// Longer first.
const COMPARISONS: [(&str, Comparison); 6] = [
    ("!=", Comparison::IsNot),
    ("<=", Comparison::Bound(Bound::AtMost)),
    (">=", Comparison::Bound(Bound::AtLeast)),
    ("=", Comparison::Is),
    ("<", Comparison::Bound(Bound::Below)),
    (">", Comparison::Bound(Bound::Above)),
];

/// Longest filter that is read.
const MAX_LENGTH: usize = 1000;

impl Filter {
    /// Whether the type at this position matches.
    pub fn matches(&self, rows: &InstanceRows<'_>, position: usize) -> bool {
        self.terms.iter().all(|term| term.matches(rows, position))
    }

    /// Those of the positions that match, in their order.
    pub fn matching(&self, rows: &InstanceRows<'_>, positions: &[usize]) -> Vec<usize> {
        let mut matching = positions.to_vec();
        matching.retain(|position| self.matches(rows, *position));
        matching
    }
}

impl Term {
    fn matches(&self, rows: &InstanceRows<'_>, position: usize) -> bool {
        match self {
            Self::Word(word) => [Column::Type, Column::Gpu].into_iter().any(|column| {
                matches!(rows.cell(position, column), Cell::Word(text) if text.contains(word.as_str()))
            }),
            Self::Words(column, is, words) => match rows.cell(position, *column) {
                Cell::Word(text) => words.iter().any(|word| word == text) == *is,
                Cell::Absent => !is,
                Cell::Number(_) | Cell::Unknown => false,
            },
            Self::Numbers(column, is, numbers) => {
                number(rows.cell(position, *column)).is_some_and(|has| numbers.contains(&has) == *is)
            }
            Self::Bound(column, bound, limit) => {
                number(rows.cell(position, *column)).is_some_and(|has| match bound {
                    Bound::Below => has < *limit,
                    Bound::AtMost => has <= *limit,
                    Bound::Above => has > *limit,
                    Bound::AtLeast => has >= *limit,
                })
            }
        }
    }
}

/// What is not there counts as none.
fn number(cell: Cell) -> Option<u64> {
    match cell {
        Cell::Number(number) => Some(number),
        Cell::Absent => Some(0),
        Cell::Word(_) | Cell::Unknown => None,
    }
}

impl FromStr for Filter {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        if text.len() > MAX_LENGTH {
            return Err(ValueError::new(format!(
                "{} exceeds a filter's maximum of {MAX_LENGTH} characters.",
                quoted(text)
            )));
        }
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let name = up_to(rest, |c| c.is_whitespace() || is_comparison(c));
            let after = rest.get(name.len()..).unwrap_or_default().trim_start();
            let comparison = COMPARISONS
                .iter()
                .find_map(|(sign, meaning)| Some((*sign, *meaning, after.strip_prefix(sign)?)));
            let Some((sign, meaning, value)) = comparison else {
                if name.is_empty() {
                    return Err(ValueError::new(format!(
                        "{} is not a comparison. Use for example vcpu>=8 or gpu=l4.",
                        quoted(rest)
                    )));
                }
                if Column::named(name).is_ok() {
                    return Err(ValueError::new(format!(
                        "{name} is a column; add a comparison, as in vcpu>=8 or gpu=l4."
                    )));
                }
                terms.push(Term::Word(name.to_ascii_lowercase()));
                rest = after;
                continue;
            };
            let value = value.trim_start();
            let operand = up_to(value, |c| c.is_whitespace() || is_comparison(c));
            terms.push(
                term(name, sign, meaning, operand).map_err(|error| in_whole(&error, text, name))?,
            );
            rest = value.get(operand.len()..).unwrap_or_default().trim_start();
        }
        Ok(Self { terms })
    }
}

/// The same refusal, offering the whole filter with the misspelt column put right.
fn in_whole(error: &ValueError, text: &str, name: &str) -> ValueError {
    let same = ValueError::new(error.message());
    match error.suggestion() {
        Some(column) => same.suggest(text.replacen(name, column, 1)),
        None => same,
    }
}

fn is_comparison(c: char) -> bool {
    matches!(c, '=' | '!' | '<' | '>')
}

fn up_to(text: &str, ends: impl Fn(char) -> bool) -> &str {
    let end = text.find(ends).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn term(name: &str, sign: &str, meaning: Comparison, operand: &str) -> Result<Term, ValueError> {
    if name.is_empty() {
        return Err(ValueError::new(format!(
            "A column is missing before {sign}{operand}, as in vcpu{sign}8."
        )));
    }
    let column = Column::named(name)?;
    if operand.is_empty() {
        return Err(ValueError::new(format!(
            "A value is missing after {name}{sign}."
        )));
    }
    let values = || operand.split(',').filter(|value| !value.is_empty());
    let words = || values().map(str::to_ascii_lowercase).collect();
    let numbers = || -> Result<Vec<u64>, ValueError> {
        values()
            .map(|value| millionths(name, sign, value))
            .collect()
    };
    match (meaning, column.is_number()) {
        (Comparison::Is, false) => Ok(Term::Words(column, true, words())),
        (Comparison::IsNot, false) => Ok(Term::Words(column, false, words())),
        (Comparison::Is, true) => Ok(Term::Numbers(column, true, numbers()?)),
        (Comparison::IsNot, true) => Ok(Term::Numbers(column, false, numbers()?)),
        (Comparison::Bound(bound), true) => {
            Ok(Term::Bound(column, bound, millionths(name, sign, operand)?))
        }
        (Comparison::Bound(_), false) => Err(ValueError::new(format!(
            "{name} is text, so {sign} does not apply; use = or !=."
        ))),
    }
}

/// Reads `8`, `7.5`, `10k` or `$1.50` in millionths.
fn millionths(name: &str, sign: &str, text: &str) -> Result<u64, ValueError> {
    let refuse = || {
        ValueError::new(format!(
            "{name}{sign} needs a number, as in {name}{sign}8; {} is not one.",
            quoted(text)
        ))
    };
    let bare = text.strip_prefix('$').unwrap_or(text);
    let (bare, scale) = match bare.strip_suffix(['k', 'K']) {
        Some(bare) => (bare, 1000),
        None => (bare, 1),
    };
    let (whole, fraction) = bare.split_once('.').unwrap_or((bare, "0"));
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.chars().all(|c| c.is_ascii_digit())
    };
    if !digits(whole, 9) || !digits(fraction, 6) {
        return Err(refuse());
    }
    let whole: u64 = whole.parse().map_err(|_| refuse())?;
    let fraction: u64 = format!("{fraction:0<6}").parse().map_err(|_| refuse())?;
    Ok((whole * 1_000_000 + fraction) * scale)
}
