//! The axis of every chart that shows times.

use crate::core::TimeSpan;
use crate::ui::charts::Axis;
use crate::ui::charts::scale::Scale;

/// From nothing to above the longest, in milliseconds, in steps of seconds and minutes that people count in.
pub fn time_axis(label: &str, slowest: u64) -> Axis {
    const STEPS: [u64; 14] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200,
    ];
    const MAX_STEPS: u64 = 5;
    let seconds = slowest.div_ceil(1000).max(1);
    let step = STEPS
        .into_iter()
        .find(|step| seconds.div_ceil(*step) <= MAX_STEPS)
        .unwrap_or(seconds.div_ceil(MAX_STEPS));
    let steps = seconds.div_ceil(step);
    let write = |seconds: u64| {
        let seconds = u32::try_from(seconds).unwrap_or(u32::MAX);
        TimeSpan::from_secs(seconds).rounded()
    };
    Axis {
        label: label.to_owned(),
        scale: Scale::new(0, steps * step * 1000),
        ticks: (0..=steps)
            .map(|count| (count * step * 1000, write(count * step)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::time_axis;

    #[test]
    fn time_is_counted_in_steps_of_people() {
        for (slowest, last, ticks) in [
            (340_000, "6 min", 4),
            (284_000, "5 min", 6),
            (67_000, "75 s", 6),
            (9_400, "10 s", 6),
            (400, "1 s", 2),
        ] {
            let axis = time_axis("Pull", slowest);
            assert!(axis.scale.ends().1 >= slowest, "{slowest}");
            assert_eq!(axis.ticks.len(), ticks, "{slowest}: {:?}", axis.ticks);
            let end = axis.ticks.last().map(|(_, text)| text.as_str());
            assert_eq!(end, Some(last), "{slowest}");
        }
    }
}
