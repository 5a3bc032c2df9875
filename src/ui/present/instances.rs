//! Instance types in words: rows, reasons and groups.

use crate::core::{
    Catalogue, Cell, Column, Config, Date, Field, Fix, InstanceRows, Order, Relaxation, Selection,
};
use crate::ui::state::Prices;
use crate::ui::texts;
pub use crate::ui::texts::instances::types;
use crate::ui::widgets::table::{TableCell, TableRow};

/// How many of all types are admitted.
pub fn summary(selection: &Selection) -> String {
    let admitted = selection.admitted.len();
    let all = admitted + selection.excluded.len();
    texts::instances::summary(admitted, all, selection.without_effect.len())
}

/// The requirement that empties the set, if one does.
pub fn emptied(selection: &Selection) -> Option<String> {
    let emptied = selection.emptied?;
    let condition = selection.conditions.get(emptied.by)?;
    Some(texts::instances::emptied(
        &condition.short_text(),
        condition.place.word(),
        emptied.left,
    ))
}

/// Where the prices of the table are from.
pub fn prices(region: &str, prices: Prices, as_of: Option<Date>) -> String {
    match (prices, as_of) {
        (Prices::Loading, _) => texts::words::loading_prices(region),
        (Prices::Failed, _) => texts::words::failed_prices(region),
        (Prices::There, Some(day)) => texts::instances::prices(region, day),
        (Prices::Missing | Prices::There, _) => texts::instances::no_prices(region),
    }
}

/// What the table holds, for those who listen.
pub fn caption(shown: usize) -> String {
    texts::instances::caption(shown)
}

/// Why the table has no rows.
pub fn no_rows(admitted: usize) -> &'static str {
    if admitted == 0 {
        texts::instances::NONE_ADMITTED
    } else {
        texts::instances::NONE_MATCHES
    }
}

/// The columns that a filter may compare, each with its unit.
pub fn filter_columns() -> String {
    let columns = Column::ALL.map(|column| match column.unit() {
        "" => column.word().to_owned(),
        unit => format!("{} ({unit})", column.word()),
    });
    columns.join(", ")
}

/// What “Use exactly these” did.
pub fn used(count: usize) -> String {
    texts::instances::used(count)
}

/// What a relaxation would do.
pub fn brings(count: usize) -> String {
    texts::instances::brings(count)
}

/// A first press sorts a column, numbers from the largest; a second turns it, a third ends it.
pub fn next_sort(now: Option<(Column, Order)>, column: Column) -> Option<(Column, Order)> {
    let cheapest_first = column == Column::Price || !column.is_number();
    let (first, second) = if cheapest_first {
        (Order::Ascending, Order::Descending)
    } else {
        (Order::Descending, Order::Ascending)
    };
    match now {
        Some((sorted, order)) if sorted == column && order == first => Some((column, second)),
        Some((sorted, _)) if sorted == column => None,
        _ => Some((column, first)),
    }
}

/// One row of the table.
pub fn row(rows: &InstanceRows<'_>, selection: &Selection, position: usize) -> TableRow {
    let cells = Column::SHOWN
        .iter()
        .map(|column| TableCell {
            text: rows.text(position, *column),
            is_muted: matches!(rows.cell(position, *column), Cell::Unknown | Cell::Absent),
        })
        .collect();
    let idle = selection.without_effect.binary_search(&position).is_ok();
    TableRow {
        key: position,
        cells,
        mark: idle.then(|| {
            (
                texts::instances::IDLE,
                texts::instances::IDLE_MEANS.to_owned(),
            )
        }),
    }
}

/// What is to be said about a type that somebody asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// In one sentence.
    pub verdict: String,
    /// Whether the type is admitted.
    pub is_admitted: bool,
    /// Every condition that excludes it.
    pub reasons: Vec<ReasonText>,
    /// What brings it in.
    pub fix: Option<Fix>,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

/// A reason in words.
#[derive(Debug, Clone, PartialEq)]
pub struct ReasonText {
    /// The condition as it is written.
    pub condition: String,
    /// Where it stands.
    pub place: &'static str,
    /// What the type has.
    pub value: String,
    /// Whether it lacks the label.
    pub is_missing: bool,
    /// The field that the condition comes from.
    pub field: Option<&'static Field>,
}

/// Answers why a type is left out.
pub fn answer(
    asked: &str,
    selection: &Selection,
    config: &Config,
    catalogue: &Catalogue,
) -> Answer {
    let position = match catalogue.named(asked) {
        Ok(position) => position,
        Err(refused) => {
            return Answer {
                verdict: refused.message().to_owned(),
                is_admitted: false,
                reasons: Vec::new(),
                fix: None,
                suggestion: refused.suggestion().map(str::to_owned),
            };
        }
    };
    let name = catalogue
        .instances()
        .get(position)
        .map_or("", |instance| instance.name);
    let why = selection.why(position, config, catalogue);
    let reasons: Vec<ReasonText> = why
        .reasons
        .into_iter()
        .filter_map(|reason| {
            let condition = selection.conditions.get(reason.condition)?;
            let is_missing = reason.value.is_none();
            Some(ReasonText {
                condition: condition.short_text(),
                place: condition.place.word(),
                value: match reason.value {
                    Some(value) => texts::instances::it_has(&value.to_string()),
                    None => texts::instances::NO_LABEL.to_owned(),
                },
                is_missing,
                field: condition.field,
            })
        })
        .collect();
    let is_admitted = reasons.is_empty();
    let idle = selection.without_effect.binary_search(&position).is_ok();
    let verdict = match reasons.len() {
        0 => texts::instances::admitted(name, idle),
        count => texts::instances::left_out(name, count, why.fix.is_some()),
    };
    Answer {
        verdict,
        is_admitted,
        reasons,
        fix: why.fix,
        suggestion: None,
    }
}

/// Types that the same condition leaves out, in words.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupText {
    /// How many.
    pub count: String,
    /// The condition as it is written.
    pub condition: String,
    /// Where it stands.
    pub place: &'static str,
    /// The field that it comes from.
    pub field: Option<&'static Field>,
    /// The first few names.
    pub summary: String,
    /// All names.
    pub names: String,
    /// What brings some of them back.
    pub relaxation: Option<Relaxation>,
}

/// The groups of types that are left out.
pub fn groups(selection: &Selection, config: &Config, catalogue: &Catalogue) -> Vec<GroupText> {
    const FEW: usize = 3;
    selection
        .groups(config, catalogue)
        .into_iter()
        .filter_map(|group| {
            let condition = selection.conditions.get(group.condition)?;
            let names: Vec<&str> = group
                .positions
                .iter()
                .filter_map(|position| Some(catalogue.instances().get(*position)?.name))
                .collect();
            let few: Vec<&str> = names.iter().copied().take(FEW).collect();
            let more = if names.len() > FEW { " …" } else { "" };
            Some(GroupText {
                count: types(names.len()),
                condition: condition.short_text(),
                place: condition.place.word(),
                field: condition.field,
                summary: format!("{}{more}", few.join(", ")),
                names: names.join(", "),
                relaxation: group.relaxation,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Column, Order, next_sort};

    #[test]
    fn pressing_a_head_sorts_turns_and_ends() {
        let first = next_sort(None, Column::Vcpu);
        assert_eq!(first, Some((Column::Vcpu, Order::Descending)));
        let second = next_sort(first, Column::Vcpu);
        assert_eq!(second, Some((Column::Vcpu, Order::Ascending)));
        assert_eq!(next_sort(second, Column::Vcpu), None);
        assert_eq!(
            next_sort(second, Column::Price),
            Some((Column::Price, Order::Ascending))
        );
    }
}
