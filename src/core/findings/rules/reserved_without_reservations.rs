//! Reserved capacity has to be named.

use super::{Config, Rule, Severity, Sink};
use crate::core::config::sources::EC2NODECLASS;
use crate::core::config::{CapacityType, EngineKind};
use crate::core::findings::facts::karpenter_before;

pub(super) static RULE: Rule = Rule {
    id: "reserved-without-reservations",
    what: "Reserved capacity is asked for, but the EC2NodeClass names no reservation.",
    why: "Karpenter launches into reservations that capacityReservationSelectorTerms select, and \
          this tool does not write that field.",
    how: "Add the field to the EC2NodeClass by hand, with the ids of your reservations.",
    source: EC2NODECLASS,
    check,
};

fn check(config: &Config, sink: &mut Sink<'_>) {
    let types = &config.nodes.capacity_types;
    if !types.contains(&CapacityType::Reserved)
        || karpenter_before(config, 3)
        || config.engine.kind == EngineKind::AutoMode
    {
        return;
    }
    let only = types.len() == 1;
    sink.report(
        if only {
            Severity::Warning
        } else {
            Severity::Note
        },
        "nodes.capacityTypes",
        "Reserved capacity needs capacityReservationSelectorTerms in the EC2NodeClass, which you \
         add by hand."
            .to_owned(),
    );
}
