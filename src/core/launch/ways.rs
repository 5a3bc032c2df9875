//! The ways in which capacity may be bought.

use super::steps::Bought;
use crate::core::config::{CapacityType, Config, OverrideTarget, Step};
use crate::core::requirements::Requirement;
use crate::core::selection::allows;

/// The ways to buy that requirements on the capacity type leave. Reserved capacity only where the
/// node class selects reservations.
pub(super) fn ways(config: &Config, asked: &[&Requirement]) -> Bought {
    let allows = |kind: CapacityType| allows(asked, kind.as_str());
    Bought {
        on_demand: allows(CapacityType::OnDemand),
        spot: allows(CapacityType::Spot),
        reserved: allows(CapacityType::Reserved) && selects_reservations(config),
    }
}

/// Whether the node class names reservations, by id, tags or otherwise.
fn selects_reservations(config: &Config) -> bool {
    let is_terms =
        |step: &Step| matches!(step, Step::Key(key) if key == "capacityReservationSelectorTerms");
    !config.nodes.capacity_reservation_ids.is_empty()
        || config.kept.iter().any(|kept| {
            matches!(
                kept.document,
                OverrideTarget::Ec2NodeClass | OverrideTarget::NodeClass
            ) && !kept.comparison
                && kept.value.is_some()
                && kept.path.iter().any(is_terms)
        })
}
