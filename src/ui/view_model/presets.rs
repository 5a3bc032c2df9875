//! What a preset comes to, in two figures of the type that is launched.

use super::costs;
use crate::core::Evaluation;
use crate::ui::strings;

/// `66 s · $0.83/h on g6.xlarge`; none where there is no pull to tell, and before prices say which type is
/// launched.
pub fn figures(evaluation: &Evaluation) -> Option<String> {
    let pull = &evaluation.pull.as_ref().ok()?.node.engine.estimate;
    let case = evaluation.costs.cases.first()?;
    let price = costs::node(&evaluation.costs, false);
    let line = strings::presets::figures(
        case.instance_type.as_deref()?,
        &pull.time.likely().rounded(),
        // Its sign stays with it where the line breaks.
        &price.text.replace(' ', "\u{a0}"),
    );
    (!price.is_muted).then_some(line)
}
