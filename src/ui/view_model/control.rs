//! Which control edits a field.

use crate::core::{Choice, Field, Kind};

/// A control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// One line of text.
    Line,
    /// One line with a number that the arrow keys step.
    Number(Step),
    /// Words, each of which is a chip.
    Words,
    /// Several lines of text.
    Lines,
    /// A switch.
    Switch,
    /// Radio buttons side by side.
    Segments(&'static [Choice]),
    /// Radio buttons as cards that say when to take each.
    Cards(&'static [Choice]),
    /// A list to choose from.
    Select(&'static [Choice]),
    /// Boxes to tick.
    Boxes(&'static [Choice]),
}

/// Choices that decide what the whole set looks like: each card says when to take it.
const CARDS: [&str; 1] = ["storage.instanceStore"];

/// Letters that fit side by side.
const SEGMENTS_FIT: usize = 50;

impl Control {
    /// The control for a field.
    pub fn for_field(field: &Field) -> Self {
        match field.kind {
            Kind::Number { min, max, step } => Self::Number(Step { min, max, step }),
            Kind::Bool => Self::Switch,
            Kind::Choices(choices) => Self::Boxes(choices),
            Kind::Pairs | Kind::Lines => Self::Lines,
            Kind::Choice(choices) if CARDS.contains(&field.path) => Self::Cards(choices),
            Kind::Choice(choices) if letters(choices) <= SEGMENTS_FIT => Self::Segments(choices),
            Kind::Choice(choices) => Self::Select(choices),
            Kind::List => Self::Words,
            Kind::Text | Kind::Limit | Kind::Bytes => Self::Line,
        }
    }

    /// Whether the label names a group of controls, not a single one.
    pub fn is_group(self) -> bool {
        matches!(self, Self::Segments(_) | Self::Cards(_) | Self::Boxes(_))
    }

    /// Whether the control takes the whole width, its label above it.
    pub fn is_wide(self) -> bool {
        matches!(self, Self::Cards(_))
    }

    /// Whether the allowed values belong into the help: those of numbers; a text says them while
    /// it is empty, and a choice shows them all.
    pub fn shows_bounds(self, field: &Field) -> bool {
        matches!(self, Self::Number(_)) || matches!(field.kind, Kind::Limit | Kind::Bytes)
    }
}

fn letters(choices: &[Choice]) -> usize {
    choices
        .iter()
        .map(|choice| choice.label.chars().count() + 3)
        .sum()
}

/// How the arrow keys step a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    min: u64,
    max: u64,
    step: u64,
}

impl Step {
    /// The next number up or down, on the grid of the step and within the range; from an empty
    /// control the smallest. Text that is no number is not stepped.
    pub fn next(self, text: &str, up: bool) -> Option<String> {
        let digits: String = text
            .chars()
            .filter(|c| !matches!(c, ',' | ' ' | '_'))
            .collect();
        if digits.is_empty() {
            return Some(self.min.to_string());
        }
        let now: u64 = digits.parse().ok()?;
        let step = self.step.max(1);
        let on_grid = now / step * step;
        let next = if up {
            on_grid.saturating_add(step)
        } else if on_grid < now {
            on_grid
        } else {
            on_grid.saturating_sub(step)
        };
        Some(next.clamp(self.min, self.max.max(self.min)).to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Control, Field, Step};

    #[test]
    fn numbers_step_on_their_grid_and_stay_in_range() {
        let step = Step {
            min: 125,
            max: 2000,
            step: 25,
        };
        assert_eq!(step.next("600", true).as_deref(), Some("625"));
        assert_eq!(step.next("610", true).as_deref(), Some("625"));
        assert_eq!(step.next("610", false).as_deref(), Some("600"));
        assert_eq!(step.next("125", false).as_deref(), Some("125"));
        assert_eq!(step.next("2,000", true).as_deref(), Some("2000"));
        assert_eq!(step.next("", true).as_deref(), Some("125"));
        assert_eq!(step.next("99999999999999999999999", true), None);
        assert_eq!(step.next("fast", true), None);
    }

    #[test]
    fn every_card_is_a_field_with_choices() {
        for path in super::CARDS {
            assert!(
                Field::find(path).is_some_and(|field| Control::for_field(field).is_wide()),
                "{path}"
            );
        }
    }
}
