//! The engines side by side, as rows.

use crate::core::{Edit, EngineOption, Money};
use crate::ui::strings;

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct EngineRow {
    /// The engine's name.
    pub name: &'static str,
    /// The node that it gets, and why it is not taken without reservation.
    pub notes: Vec<String>,
    /// The likely pull; none if that is not known.
    pub time: Option<String>,
    /// Its range, or empty.
    pub range: String,
    /// What the node costs an hour; none if that is not known.
    pub cost: Option<String>,
    /// What the runtime holds in memory.
    pub memory: String,
    /// The change that takes it; none for the present one.
    pub edit: Option<Edit>,
    /// Whether it is the present one.
    pub is_yours: bool,
    /// Whether it pulls at all.
    pub works: bool,
}

/// The row of an engine.
pub fn row(option: &EngineOption) -> EngineRow {
    let node = option.instance.map_or(
        strings::engines::NO_NODE.to_owned(),
        strings::engines::on_type,
    );
    let why = option.fit.why().map(str::to_owned);
    EngineRow {
        name: option.label,
        notes: std::iter::once(node).chain(why).collect(),
        time: option.pull.map(|pull| pull.likely().rounded()),
        range: option.pull.map_or(String::new(), |pull| pull.rounded()),
        cost: option.node_hour.map(|total| total.text(Money::rounded)),
        memory: option.memory.to_string(),
        edit: option.edit.clone(),
        is_yours: option.is_current,
        works: option.fit.works(),
    }
}
