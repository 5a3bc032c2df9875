//! Where labels of a plot stand, so that none covers another and none lies on the line.
//!
//! It is found for a narrow plot, in hundredths of a percent of its width and height. Labels keep
//! their size and stand at fixed points, so that on a wider plot they only move apart.

use super::scale::END;

/// How much of a narrow plot's width a letter takes.
pub const LETTER: u32 = 230;

/// On which side of its point a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corner {
    /// Above it, and to the right.
    AboveRight,
    /// Above it, and to the left.
    AboveLeft,
    /// Above it, in the middle.
    Above,
    /// Below it, and to the right.
    BelowRight,
    /// Below it, and to the left.
    BelowLeft,
    /// Below it, in the middle.
    Below,
}

impl Corner {
    /// Whether the label stands to the left of its point, and whether to the right; in the middle
    /// neither.
    pub const fn sides(self) -> (bool, bool) {
        match self {
            Self::AboveLeft | Self::BelowLeft => (true, false),
            Self::AboveRight | Self::BelowRight => (false, true),
            Self::Above | Self::Below => (false, false),
        }
    }

    /// Whether it stands above its point.
    pub const fn is_above(self) -> bool {
        matches!(self, Self::AboveRight | Self::AboveLeft | Self::Above)
    }
}

/// A label that wants a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Where its point is: from the left and from the bottom, 0 to [`END`].
    pub at: (u32, u32),
    /// How many letters it has.
    pub letters: usize,
    /// Where it may stand, the best place first.
    pub corners: Vec<Corner>,
}

/// A rectangle: left, right, bottom, top.
#[derive(Debug, Clone, Copy)]
struct Area {
    left: i64,
    right: i64,
    bottom: i64,
    top: i64,
}

impl Area {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.bottom < other.top
            && other.bottom < self.top
    }
}

/// What labels keep clear of, besides each other.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The line, from left to right.
    pub line: &'a [(u32, u32)],
    /// Level lines, by their height.
    pub levels: &'a [u32],
    /// How much of the plot's height a line of text takes.
    pub text: u32,
    /// How much of it lies between a point and its label.
    pub gap: u32,
}

/// Where each label stands, in the order in which they are wanted: the first ones choose first.
/// Where no place is free, the one that covers least.
pub fn places(wanted: &[Wanted], around: Around<'_>) -> Vec<Corner> {
    let mut taken: Vec<Area> = wanted.iter().map(|label| dot(label.at, around)).collect();
    let mut found = Vec::with_capacity(wanted.len());
    for label in wanted {
        let best = label
            .corners
            .iter()
            .map(|corner| {
                let area = area(label, *corner, around);
                (cost(&area, label.at, &taken, around), *corner, area)
            })
            .min_by_key(|(cost, ..)| *cost);
        if let Some((_, corner, area)) = best {
            taken.push(area);
            found.push(corner);
        } else {
            found.push(Corner::Above);
        }
    }
    found
}

/// The area of a point itself.
fn dot((x, y): (u32, u32), around: Around<'_>) -> Area {
    let (x, y) = (i64::from(x), i64::from(y));
    let (wide, high) = (i64::from(LETTER), i64::from(around.gap) / 2);
    Area {
        left: x - wide,
        right: x + wide,
        bottom: y - high,
        top: y + high,
    }
}

fn area(label: &Wanted, corner: Corner, around: Around<'_>) -> Area {
    let (x, y) = (i64::from(label.at.0), i64::from(label.at.1));
    let width = i64::try_from(label.letters).unwrap_or(0) * i64::from(LETTER);
    let (gap, text) = (i64::from(around.gap), i64::from(around.text));
    let left = match corner {
        Corner::AboveRight | Corner::BelowRight => x,
        Corner::AboveLeft | Corner::BelowLeft => x - width,
        Corner::Above | Corner::Below => x - width / 2,
    };
    let bottom = if corner.is_above() {
        y + gap
    } else {
        y - gap - text
    };
    Area {
        left,
        right: left + width,
        bottom,
        top: bottom + text,
    }
}

/// How bad a place is: out of the plot or over a label worst, then over a line.
fn cost(area: &Area, own: (u32, u32), taken: &[Area], around: Around<'_>) -> u32 {
    let end = i64::from(END);
    let is_outside =
        area.left < 0 || area.right > end || area.top > end + end / 10 || area.bottom < 0;
    let is_own = |other: &Area| {
        other.left == i64::from(own.0) - i64::from(LETTER)
            && other.right == i64::from(own.0) + i64::from(LETTER)
    };
    let covered = taken
        .iter()
        .filter(|other| !is_own(other) && area.meets(other))
        .count();
    let on_level = around
        .levels
        .iter()
        .filter(|level| (area.bottom..=area.top).contains(&i64::from(**level)))
        .count();
    let on_line = around
        .line
        .windows(2)
        .filter(|pair| match pair {
            [from, to] => crosses(area, *from, *to),
            _ => false,
        })
        .count();
    let of = |count: usize, weight: u32| u32::try_from(count).unwrap_or(99).min(99) * weight;
    of(usize::from(is_outside), 20_000) + of(covered, 10_000) + of(on_line.min(1) + on_level, 100)
}

/// Whether a stretch of a line runs through an area: at one of its ends there, or half way.
fn crosses(area: &Area, from: (u32, u32), to: (u32, u32)) -> bool {
    let (x0, y0) = (i64::from(from.0), i64::from(from.1));
    let (x1, y1) = (i64::from(to.0), i64::from(to.1));
    let (left, right) = (area.left.max(x0), area.right.min(x1));
    if left > right {
        return false;
    }
    let height = |x: i64| {
        if x1 == x0 {
            y0
        } else {
            y0 + (y1 - y0) * (x - x0) / (x1 - x0)
        }
    };
    let (one, other) = (height(left), height(right));
    one.min(other) <= area.top && one.max(other) >= area.bottom
}

#[cfg(test)]
mod tests {
    use super::{Around, Corner, Wanted, places};

    const AROUND: Around<'static> = Around {
        line: &[],
        levels: &[],
        text: 800,
        gap: 300,
    };

    fn label(at: (u32, u32), letters: usize) -> Wanted {
        Wanted {
            at,
            letters,
            corners: vec![
                Corner::AboveRight,
                Corner::AboveLeft,
                Corner::BelowRight,
                Corner::BelowLeft,
            ],
        }
    }

    #[test]
    fn a_label_alone_stands_where_it_likes() {
        assert_eq!(
            places(&[label((5000, 5000), 10)], AROUND),
            [Corner::AboveRight]
        );
    }

    #[test]
    fn labels_stay_within_the_plot() {
        let labels = [label((9500, 5000), 10), label((100, 300), 10)];
        assert_eq!(
            places(&labels, AROUND),
            [Corner::AboveLeft, Corner::AboveRight]
        );
    }

    #[test]
    fn labels_do_not_cover_each_other() {
        let labels = [label((5000, 5000), 10), label((5200, 5000), 10)];
        let found = places(&labels, AROUND);
        assert_eq!(found, [Corner::AboveRight, Corner::BelowRight]);
    }

    #[test]
    fn labels_keep_clear_of_lines() {
        let line = [(0, 9000), (5000, 5000), (10_000, 8000)];
        let around = Around {
            line: &line,
            ..AROUND
        };
        assert_eq!(
            places(&[label((5000, 5000), 8)], around),
            [Corner::BelowRight]
        );
        let around = Around {
            levels: &[5600],
            ..AROUND
        };
        assert_eq!(
            places(&[label((5000, 5000), 8)], around),
            [Corner::BelowRight]
        );
    }
}
