//! What a pull takes of a node besides time: its cores, while layers unpack, and memory.
//!
//! A layer that unpacks is one stream, and a stream at full speed keeps one core busy; one that the
//! disk or other streams hold back keeps less of it busy. What downloads and hashes is in the figure
//! of vCPUs for each stream (`core::parameter`) and is not counted here.

use super::numbers::{cores, duration};
use super::runtime_memory::HeldMemory;
use super::simulation::outcome::Span;
use crate::core::units::{CoreCount, TimeSpan};

/// Share of a core that is rounding.
const ROUNDING: f64 = 1e-6;

/// What the likely pull takes of a node's cores and memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PullWork {
    /// What unpacking takes of all cores together: as long as one core alone would take for it.
    pub core_time: TimeSpan,
    /// How long layers unpack, one or several at once.
    pub unpacking: TimeSpan,
    /// The most cores that are busy with it at once.
    pub most_cores: CoreCount,
    /// For how long they are, taken together.
    pub most_for: TimeSpan,
    /// What the runtime holds in memory; none where it is not worth counting, or no size is known.
    pub memory: Option<HeldMemory>,
}

impl PullWork {
    /// Cores that are busy while layers unpack, on average.
    pub fn average_cores(&self) -> CoreCount {
        let hundredths = u64::from(self.core_time.as_millis()) * 100;
        let span = u64::from(self.unpacking.as_millis()).max(1);
        CoreCount::hundredths(u32::try_from((hundredths + span / 2) / span).unwrap_or(u32::MAX))
    }

    /// The work of a simulated pull, by what the node did.
    pub(super) fn new(spans: &[Span], memory: Option<HeldMemory>) -> Self {
        let most = spans
            .iter()
            .fold(0.0_f64, |most, span| most.max(span.cores));
        let (mut core_time, mut unpacking, mut most_for) = (0.0, 0.0, 0.0);
        for span in spans.iter().filter(|span| span.unpacks > 0) {
            let seconds = span.to - span.from;
            core_time += span.cores * seconds;
            unpacking += seconds;
            if span.cores > most - ROUNDING {
                most_for += seconds;
            }
        }
        Self {
            core_time: duration(core_time),
            unpacking: duration(unpacking),
            most_cores: cores(most),
            most_for: duration(most_for),
            memory,
        }
    }
}
