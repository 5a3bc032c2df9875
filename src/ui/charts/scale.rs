//! Where values stand on an axis. Whole numbers only: the caller's exact units in, hundredths of
//! a percent of the axis out.

/// The far end of an axis in [`Scale::place`].
pub const END: u32 = 10_000;

/// The values of an axis, from its near end to its far one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    from: u64,
    to: u64,
}

impl Default for Scale {
    fn default() -> Self {
        Self::new(0, 1)
    }
}

impl Scale {
    /// An axis between two values; one that is empty is widened by one.
    pub const fn new(from: u64, to: u64) -> Self {
        Self {
            from,
            to: if to > from {
                to
            } else {
                from.saturating_add(1)
            },
        }
    }

    /// An axis around some values, from the tick below the least to the tick above the most: what lies
    /// close together far from nothing can be told apart.
    pub fn around(least: u64, most: u64, about: u64) -> Self {
        let step = nice_step(most.saturating_sub(least), about);
        let from = least / step * step;
        Self::new(from, most.div_ceil(step).saturating_mul(step))
    }

    /// The values at its ends.
    pub const fn ends(self) -> (u64, u64) {
        (self.from, self.to)
    }

    /// Where a value stands, 0 to [`END`]; what lies outside stands at the nearer end.
    pub fn place(self, value: u64) -> u32 {
        let offset = u128::from(value.clamp(self.from, self.to) - self.from);
        let span = u128::from(self.to - self.from);
        u32::try_from((offset * u128::from(END) + span / 2) / span).unwrap_or(END)
    }

    /// Round values on the axis, about as many as asked for.
    pub fn ticks(self, about: u64) -> Vec<u64> {
        let step = nice_step(self.to - self.from, about);
        let first = self.from.div_ceil(step).saturating_mul(step);
        (0..)
            .map_while(|index: u64| first.checked_add(step.checked_mul(index)?))
            .take_while(|tick| *tick <= self.to)
            .collect()
    }
}

/// The smallest of 1, 2, 2.5 and 5 times a power of ten with which `span` has at most about so
/// many steps.
fn nice_step(span: u64, about: u64) -> u64 {
    let least = span.div_ceil(about.max(1)).max(1);
    let mut power: u64 = 1;
    while power.saturating_mul(10) < least {
        power = power.saturating_mul(10);
    }
    let steps = [(1, 1), (2, 1), (5, 2), (5, 1), (10, 1)];
    steps
        .into_iter()
        .filter(|(_, down)| power.is_multiple_of(*down))
        .map(|(up, down)| (power / down).saturating_mul(up))
        .find(|step| *step >= least)
        .unwrap_or(power.saturating_mul(10))
}

/// A place as CSS writes it: `12.34%`.
pub fn percent(place: u32) -> String {
    format!("{}.{:02}%", place / 100, place % 100)
}

/// The index of the place that is nearest to another; the first of two that are as near.
pub fn nearest(places: impl IntoIterator<Item = u32>, to: u32) -> Option<usize> {
    let places = places.into_iter().enumerate();
    places
        .min_by_key(|(index, place)| (place.abs_diff(to), *index))
        .map(|(index, _)| index)
}

/// Rows in which labels stand so that none covers another, 0 the lowest. Each is a place on the
/// axis and the share of the axis that its text takes, in the same hundredths of a percent; it
/// stands to the right of its place, or to the left beyond the middle. A label whose text reaches
/// over other places stands above their labels, so that no line goes through a text.
pub fn label_rows(labels: &[(u32, u32)]) -> Vec<usize> {
    let span = |&(at, width): &(u32, u32)| {
        if is_left(at) {
            (at.saturating_sub(width), at)
        } else {
            (at, at.saturating_add(width))
        }
    };
    // From the ends of what is written to its middle: those nearest to the middle stand highest.
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by_key(|index| {
        let at = labels.get(*index).map_or(0, |label| label.0);
        if is_left(at) { at } else { END - at }
    });
    let mut rows: Vec<Vec<(u32, u32)>> = Vec::new();
    let mut found = vec![0; labels.len()];
    for index in order {
        let Some((from, to)) = labels.get(index).map(span) else {
            continue;
        };
        let is_free =
            |row: &Vec<(u32, u32)>| row.iter().all(|(start, end)| to <= *start || from >= *end);
        let row = rows.iter().position(is_free).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        if let (Some(taken), Some(place)) = (rows.get_mut(row), found.get_mut(index)) {
            taken.push((from, to));
            *place = row;
        }
    }
    found
}

/// Whether a label stands to the left of its place.
pub const fn is_left(at: u32) -> bool {
    at > END / 2
}

#[cfg(test)]
mod tests {
    use super::{END, Scale, label_rows, nearest, nice_step, percent};

    #[test]
    fn steps_are_round() {
        for (span, about, step) in [
            (2000, 4, 500),
            (1875, 4, 500),
            (120, 5, 25),
            (108_000_000, 5, 25_000_000),
            (13_000, 5, 5000),
            (10, 10, 1),
            (10, 4, 5),
            (0, 5, 1),
            (7, 0, 10),
            (u64::MAX, 5, 5_000_000_000_000_000_000),
        ] {
            assert_eq!(nice_step(span, about), step, "{span} in {about}");
        }
    }

    #[test]
    fn values_stand_where_they_belong() {
        let scale = Scale::new(125, 2000);
        assert_eq!(scale.place(125), 0);
        assert_eq!(scale.place(2000), END);
        assert_eq!(scale.place(0), 0);
        assert_eq!(scale.place(u64::MAX), END);
        assert_eq!(scale.place(1000), 4667);
        assert_eq!(scale.ticks(4), [500, 1000, 1500, 2000]);
        assert_eq!(percent(4667), "46.67%");
        assert_eq!(percent(5), "0.05%");
    }

    #[test]
    fn an_axis_ends_at_a_tick() {
        let scale = Scale::around(0, 108_000_000, 5);
        assert_eq!(scale.ends(), (0, 125_000_000));
        assert_eq!(scale.ticks(5).len(), 6);
        assert_eq!(Scale::new(5, 5).ends(), (5, 6));
        assert_eq!(
            Scale::around(251_000, 439_000, 5).ends(),
            (250_000, 450_000)
        );
        assert_eq!(Scale::around(7, 7, 5).ends(), (7, 8));
        assert_eq!(
            Scale::new(u64::MAX - 1, u64::MAX).ticks(3),
            [u64::MAX - 1, u64::MAX]
        );
    }

    #[test]
    fn a_place_finds_its_nearest_point() {
        assert_eq!(nearest([0, 100, 200], 149), Some(1));
        assert_eq!(nearest([0, 100, 200], 150), Some(1));
        assert_eq!(nearest([0, 100, 200], 151), Some(2));
        assert_eq!(nearest([], 5), None);
    }

    #[test]
    fn labels_do_not_cover_each_other() {
        assert_eq!(label_rows(&[(1000, 2000), (3000, 2000)]), [0, 0]);
        assert_eq!(label_rows(&[(1000, 2001), (3000, 2000)]), [1, 0]);
        assert_eq!(label_rows(&[(6000, 2000), (7000, 2000)]), [0, 1]);
        assert_eq!(label_rows(&[]), [0_usize; 0]);
        // The second stands to the left of its place, over the first.
        assert_eq!(
            label_rows(&[(4000, 2000), (6500, 3000), (9900, 1000)]),
            [0, 1, 0]
        );
    }
}
