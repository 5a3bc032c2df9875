//! Parallel pulls against the baseline, image by image.

use super::PullEvent;
use crate::core::units::TimeSpan;

/// Which nodes a pull ran on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Stock containerd.
    Baseline,
    /// With the SOCI snapshotter.
    Soci,
    /// With containerd's own parallel pull.
    Containerd,
}

impl Side {
    /// What a pod's name says: `vllm-soci-744d…` is on SOCI nodes; `vllm-85b4…` and `non-soci-…`
    /// are the baseline. `vllm-parallel-744d…-d4bw` of the Deployment `vllm-parallel` is on nodes with
    /// containerd's own parallel pull.
    pub fn of_pod(name: &str) -> Self {
        let words: Vec<&str> = name.split(['-', '.']).collect();
        let says_soci = words.iter().enumerate().any(|(at, word)| {
            let before = at.checked_sub(1).and_then(|before| words.get(before));
            *word == "soci" && !matches!(before, Some(&("non" | "no" | "without")))
        });
        // What this tool calls the Deployment, before what Kubernetes adds to its pods' names.
        let is_parallel = words.len() > 3 && words.get(words.len() - 3) == Some(&"parallel");
        match (says_soci, is_parallel) {
            (true, _) => Self::Soci,
            (false, true) => Self::Containerd,
            (false, false) => Self::Baseline,
        }
    }

    /// What pulled, for a reader.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Baseline => "stock containerd",
            Self::Soci => "SOCI",
            Self::Containerd => "containerd's own parallel pull",
        }
    }

    /// The word of [`Self::as_str`], read back.
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        let all = [Self::Baseline, Self::Soci, Self::Containerd];
        all.into_iter().find(|side| side.as_str() == word)
    }

    /// For output: `baseline`, `soci` or `containerd-parallel`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Baseline => "baseline",
            Self::Soci => "soci",
            Self::Containerd => "containerd-parallel",
        }
    }
}

/// Pulls of one image in parallel and of the baseline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// The image.
    pub image: String,
    /// Pulls of the baseline.
    pub baseline_pulls: usize,
    /// Their median.
    pub baseline: TimeSpan,
    /// What pulled in parallel.
    pub by: Side,
    /// Its pulls.
    pub pulls: usize,
    /// Their median.
    pub time: TimeSpan,
}

impl Comparison {
    /// How much less time the parallel pull takes, in whole percent, rounded; below 0 where it takes
    /// more.
    pub fn saved_percent(&self) -> i32 {
        let (before, after) = self.both();
        let percent = (2 * 100 * (before - after) + before.max(1)).div_euclid(2 * before.max(1));
        i32::try_from(percent).unwrap_or(i32::MIN)
    }

    /// How many times as fast it is, in hundredths; none where it takes no time.
    pub fn speed_up_hundredths(&self) -> Option<u32> {
        let (before, after) = self.both();
        let hundredths = (2 * 100 * before + after).checked_div(2 * after)?;
        u32::try_from(hundredths).ok()
    }

    fn both(&self) -> (i64, i64) {
        let milliseconds = |span: TimeSpan| i64::from(span.as_millis());
        (milliseconds(self.baseline), milliseconds(self.time))
    }
}

/// Times of one image, by who pulled.
#[derive(Default)]
struct Times {
    baseline: Vec<TimeSpan>,
    soci: Vec<TimeSpan>,
    containerd: Vec<TimeSpan>,
}

/// Compares, for each image that was pulled on both sides, the medians. `side` tells where a pull
/// ran; one whose side it does not know is left out.
pub fn compare_pulls(
    pulls: &[PullEvent],
    side: &dyn Fn(&PullEvent) -> Option<Side>,
) -> Vec<Comparison> {
    let mut images: Vec<(&str, Times)> = Vec::new();
    let mut places = std::collections::BTreeMap::new();
    for pull in pulls {
        let Some(side) = side(pull) else { continue };
        let place = *places.entry(pull.image.as_str()).or_insert_with(|| {
            images.push((&pull.image, Times::default()));
            images.len() - 1
        });
        if let Some((_, times)) = images.get_mut(place) {
            match side {
                Side::Baseline => times.baseline.push(pull.pull),
                Side::Soci => times.soci.push(pull.pull),
                Side::Containerd => times.containerd.push(pull.pull),
            }
        }
    }
    let compared = images.into_iter().flat_map(|(image, times)| {
        let Times {
            baseline,
            soci,
            containerd,
        } = times;
        let baseline_pulls = baseline.len();
        let baseline = median(baseline);
        let sides = [(Side::Soci, soci), (Side::Containerd, containerd)];
        sides.into_iter().filter_map(move |(by, times)| {
            Some(Comparison {
                image: image.to_owned(),
                baseline_pulls,
                baseline: baseline?,
                by,
                pulls: times.len(),
                time: median(times)?,
            })
        })
    });
    compared.collect()
}

/// The middle one, or the mean of the middle two.
pub(crate) fn median(mut spans: Vec<TimeSpan>) -> Option<TimeSpan> {
    spans.sort_unstable();
    let upper = spans.get(spans.len() / 2)?.as_millis();
    let lower = spans.get(spans.len().checked_sub(1)? / 2)?.as_millis();
    Some(TimeSpan::from_millis(lower + (upper - lower) / 2))
}

#[cfg(test)]
mod tests {
    use super::Side;

    #[test]
    fn names_of_pods() {
        for (name, side) in [
            ("vllm-soci-744dfdbcfb-d4bwj", Side::Soci),
            ("soci-test", Side::Soci),
            ("vllm-parallel-744dfdbcfb-d4bwj", Side::Containerd),
            ("parallel-85b4fbdd49-k88gg", Side::Baseline),
            ("vllm-85b4fbdd49-k88gg", Side::Baseline),
            ("non-soci-snapshotter-1", Side::Baseline),
            ("association-0", Side::Baseline),
        ] {
            assert_eq!(Side::of_pod(name), side, "{name}");
        }
    }
}
