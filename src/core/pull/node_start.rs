//! The start of a node around the pull: from the pending pod to the running container.

use crate::core::config::Config;
use crate::core::cost::provisioning;
use crate::core::units::{LikelyRange, TimeSpan};

/// One part of a node's start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartPhase {
    /// What happens.
    pub label: &'static str,
    /// How long it takes; none if nothing general can be said.
    pub time: Option<LikelyRange<TimeSpan>>,
    /// Where the figure comes from.
    pub source: &'static str,
}

/// One published run of Karpenter on GPU nodes (data-on-eks, Ray example, July 2026), and the
/// Bottlerocket start-up workshop for the lower end of the second phase.
const ONE_RUN: &str = "one published run: data-on-eks, Ray batch inference, 2026-07-10";

/// The phases of a node's start in their order, with this pull among them. The published figures
/// are single runs: a range where there are two.
pub fn node_start(config: &Config, pull: LikelyRange<TimeSpan>) -> Vec<StartPhase> {
    let seconds = TimeSpan::from_secs;
    let mut phases = vec![
        StartPhase {
            label: "Pod to NodeClaim",
            time: Some(LikelyRange::exactly(seconds(13))),
            source: ONE_RUN,
        },
        StartPhase {
            label: "Launch to Ready",
            time: Some(provisioning(config)),
            source: match config.costs.provisioning {
                Some(_) => "your own, from Launch to Ready under Prices",
                None => {
                    "published runs: 29 s (Bottlerocket workshop) and 40 s (data-on-eks, 2026-07-10)"
                }
            },
        },
    ];
    if config.workload.gpus.is_some() {
        phases.push(StartPhase {
            label: "GPU device plugin",
            time: Some(LikelyRange::new(seconds(0), seconds(36), seconds(36))),
            source: ONE_RUN,
        });
    }
    phases.push(StartPhase {
        label: "Image pull",
        time: Some(pull),
        source: "the estimate",
    });
    phases.push(StartPhase {
        label: "Container start",
        time: None,
        source: "the image's own; 53 s for vLLM in one published run",
    });
    phases
}
