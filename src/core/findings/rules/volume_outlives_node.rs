//! Volumes that nobody uses.

use super::{Reporter, Rule, RuleContext, RuleWords, Severity};
use crate::core::config::Tristate;
use crate::core::config::sources::EC2NODECLASS;
use crate::core::cost::VolumeCost;
use crate::core::findings::predicates::volume_of;

pub(super) static RULE: Rule = Rule {
    id: "volume-outlives-node",
    severities: &[Severity::Waste],
    check: Some(check),
};

pub(super) static WORDS: RuleWords = RuleWords {
    what: "The volume outlives its node.",
    why: "Karpenter never attaches it again: every node ever launched leaves a volume that you pay for until it is deleted.",
    how: "Delete it with its instance.",
    source: EC2NODECLASS,
};

fn check(context: &RuleContext<'_>, reporter: &mut Reporter<'_>) {
    let RuleContext {
        config, catalogue, ..
    } = context;
    if config.storage.volume.delete_on_termination != Tristate::No {
        return;
    }
    let prices = catalogue.ebs_prices(&config.cluster.region);
    let price = VolumeCost::new(&volume_of(config), prices)
        .per_month()
        .exactly()
        .map(|price| format!(", {} per month in {}", price.cents(), config.cluster.region))
        .unwrap_or_default();
    reporter.report(
        Severity::Waste,
        "storage.volume.deleteOnTermination",
        format!(
            "Each node leaves its volume of {} behind{price}; nothing uses it again.",
            config.storage.volume.volume_size
        ),
    );
    reporter.offer(
        "Delete it with the node",
        "storage.volume.deleteOnTermination",
        "true",
    );
}
