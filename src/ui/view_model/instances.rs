//! Instance types in words: rows, reasons and groups.

use super::type_choice::likely;
use crate::core::{
    Catalogue, Cell, Column, Config, Date, Evaluation, Field, Fix, InViewBecause, InstanceRows,
    Order, Relaxation, Selection, TimeSpan,
};
use crate::ui::state::{Prices, TypeColumn};
use crate::ui::strings;
pub use crate::ui::strings::instances::types;
use crate::ui::widgets::table::{Head, RowMark, TableCell, TableRow};

/// How many of all types are admitted.
pub fn summary(selection: &Selection) -> String {
    let admitted = selection.admitted.len();
    let all = admitted + selection.excluded.len();
    strings::instances::summary(admitted, all, selection.without_effect.len())
}

/// The requirement that empties the set, if one does.
pub fn emptied(selection: &Selection) -> Option<String> {
    let emptied = selection.emptied?;
    let condition = selection.conditions.get(emptied.by)?;
    Some(strings::instances::emptied(
        &condition.short_text(),
        condition.place.as_str(),
        emptied.left,
    ))
}

/// Where the prices of the table are from.
pub fn prices(region: &str, prices: Prices, as_of: Option<Date>) -> String {
    match (prices, as_of) {
        (Prices::Loading, _) => strings::words::loading_prices(region),
        (Prices::Failed, _) => strings::words::failed_prices(region),
        (Prices::There, Some(day)) => strings::instances::prices(region, day),
        (Prices::Missing | Prices::There, _) => strings::instances::no_prices(region),
    }
}

/// What the table holds, for those who listen.
pub fn caption(shown: usize) -> String {
    strings::instances::caption(shown)
}

/// Why the table has no rows.
pub fn no_rows(admitted: usize) -> &'static str {
    if admitted == 0 {
        strings::instances::NONE_ADMITTED
    } else {
        strings::instances::NONE_MATCHES
    }
}

/// The columns that a filter may compare, each with its unit.
pub fn filter_columns() -> String {
    let columns = Column::ALL.map(|column| match column.unit() {
        "" => column.as_str().to_owned(),
        unit => format!("{} ({unit})", column.as_str()),
    });
    columns.join(", ")
}

/// What “Use exactly these” did.
pub fn used(count: usize) -> String {
    strings::instances::used(count)
}

/// What a relaxation would do.
pub fn brings(count: usize) -> String {
    strings::instances::brings(count)
}

/// The columns of the table.
pub const SHOWN: [TypeColumn; 10] = [
    TypeColumn::Fact(Column::Type),
    TypeColumn::Fact(Column::Price),
    TypeColumn::Pull,
    TypeColumn::Fact(Column::Vcpu),
    TypeColumn::Fact(Column::Memory),
    TypeColumn::Fact(Column::Gpu),
    TypeColumn::Fact(Column::Nvme),
    TypeColumn::Fact(Column::Network),
    TypeColumn::Fact(Column::EbsBaseline),
    TypeColumn::Fact(Column::Ebs),
];

/// The head of a column.
pub const fn head(column: TypeColumn) -> Head {
    match column {
        TypeColumn::Fact(column) => Head {
            label: column.label(),
            unit: column.unit(),
            is_number: column.is_number(),
        },
        TypeColumn::Pull => Head {
            label: strings::instances::PULL_HEAD,
            unit: "",
            is_number: true,
        },
    }
}

/// How rows are sorted while nobody asks for more: as Karpenter does, by price; by name where no
/// price is known.
pub const fn first_sort(prices: bool) -> (TypeColumn, Order) {
    let column = if prices { Column::Price } else { Column::Type };
    (TypeColumn::Fact(column), Order::Ascending)
}

/// A first press sorts a column, numbers from the largest, prices and times from the smallest; a
/// second turns it, a third ends it. `now` is how rows are sorted, whoever asked for it.
pub fn next_sort(now: (TypeColumn, Order), column: TypeColumn) -> Option<(TypeColumn, Order)> {
    let smallest_first = match column {
        TypeColumn::Pull => true,
        TypeColumn::Fact(column) => column == Column::Price || !column.is_number(),
    };
    let (first, second) = if smallest_first {
        (Order::Ascending, Order::Descending)
    } else {
        (Order::Descending, Order::Ascending)
    };
    match now {
        (sorted, order) if sorted == column && order == first => Some((column, second)),
        (sorted, _) if sorted == column => None,
        _ => Some((column, first)),
    }
}

/// Puts rows in order.
pub fn sort(
    rows: &InstanceRows<'_>,
    evaluation: &Evaluation,
    positions: &mut [usize],
    (column, order): (TypeColumn, Order),
) {
    match column {
        TypeColumn::Fact(column) => rows.sort(positions, column, order),
        TypeColumn::Pull => {
            rows.sort(positions, Column::Type, Order::Ascending);
            positions.sort_by_cached_key(|position| {
                let time = likely(evaluation, *position);
                let time = time.map_or(u32::MAX, TimeSpan::as_millis);
                match order {
                    Order::Ascending => i64::from(time),
                    Order::Descending if time == u32::MAX => i64::MAX,
                    Order::Descending => -i64::from(time),
                }
            });
        }
    }
}

/// Which types come, and which is in view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coming {
    /// The first of each kind of node.
    likely: Vec<usize>,
    /// All that are sent to EC2, in order of their positions.
    sent: Vec<usize>,
    /// The one that the user chose.
    chosen: Option<usize>,
}

impl Coming {
    /// From a launch; while prices are on their way nobody knows.
    pub fn new(evaluation: &Evaluation, awaits: bool) -> Self {
        let chosen = evaluation
            .in_view
            .filter(|view| matches!(view.because, InViewBecause::Chosen { .. }));
        let chosen = chosen.map(|view| view.position);
        let launch = &evaluation.launch;
        let is_foreseen = launch.is_foreseen(evaluation.selection.admitted.len());
        if awaits || !is_foreseen {
            return Self {
                chosen,
                ..Self::default()
            };
        }
        let groups = launch.groups.iter();
        let likely = groups.clone().filter_map(|group| group.candidates.first());
        let mut sent: Vec<usize> = groups
            .flat_map(|group| group.candidates.iter().map(|it| it.position))
            .collect();
        sent.sort_unstable();
        Self {
            likely: likely.map(|it| it.position).collect(),
            sent,
            chosen,
        }
    }

    fn marks(&self, position: usize) -> Vec<RowMark> {
        let mark = |word, why, class| RowMark { word, why, class };
        let comes = if self.likely.contains(&position) {
            Some(mark(
                strings::answer::LIKELY,
                strings::instances::LIKELY_MEANS,
                "likely",
            ))
        } else if self.sent.binary_search(&position).is_ok() {
            Some(mark(
                strings::instances::SENT,
                strings::instances::SENT_MEANS,
                "sent",
            ))
        } else {
            None
        };
        let chosen = (self.chosen == Some(position)).then(|| {
            mark(
                strings::answer::CHOSEN,
                strings::instances::CHOSEN_MEANS,
                "likely",
            )
        });
        comes.into_iter().chain(chosen).collect()
    }
}

/// One row of the table.
pub fn row(
    rows: &InstanceRows<'_>,
    evaluation: &Evaluation,
    coming: &Coming,
    position: usize,
) -> TableRow {
    let cells = SHOWN
        .iter()
        .map(|column| match column {
            TypeColumn::Fact(column) => TableCell {
                text: rows.text(position, *column),
                is_muted: matches!(rows.cell(position, *column), Cell::Unknown | Cell::Absent),
            },
            TypeColumn::Pull => match likely(evaluation, position) {
                Some(time) => TableCell {
                    text: time.rounded(),
                    is_muted: false,
                },
                None => TableCell {
                    text: strings::words::UNKNOWN.to_owned(),
                    is_muted: true,
                },
            },
        })
        .collect();
    let mut marks = coming.marks(position);
    let without_effect = &evaluation.selection.without_effect;
    if without_effect.binary_search(&position).is_ok() {
        marks.push(RowMark {
            word: strings::instances::IDLE,
            why: strings::instances::IDLE_MEANS,
            class: "",
        });
    }
    TableRow {
        key: position,
        cells,
        marks,
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
                place: condition.place.as_str(),
                value: match reason.value {
                    Some(value) => strings::instances::it_has(&value.to_string()),
                    None => strings::instances::NO_LABEL.to_owned(),
                },
                is_missing,
                field: condition.field,
            })
        })
        .collect();
    let is_admitted = reasons.is_empty();
    let idle = selection.without_effect.binary_search(&position).is_ok();
    let verdict = match reasons.len() {
        0 => strings::instances::admitted(name, idle),
        count => strings::instances::left_out(name, count, why.fix.is_some()),
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
                place: condition.place.as_str(),
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
    use super::{Column, Order, TypeColumn, first_sort, next_sort};

    #[test]
    fn pressing_a_head_sorts_turns_and_ends() {
        let vcpu = TypeColumn::Fact(Column::Vcpu);
        let by_price = first_sort(true);
        let first = next_sort(by_price, vcpu);
        assert_eq!(first, Some((vcpu, Order::Descending)));
        let second = next_sort((vcpu, Order::Descending), vcpu);
        assert_eq!(second, Some((vcpu, Order::Ascending)));
        assert_eq!(next_sort((vcpu, Order::Ascending), vcpu), None);
        let price = TypeColumn::Fact(Column::Price);
        assert_eq!(
            next_sort((vcpu, Order::Ascending), price),
            Some((price, Order::Ascending))
        );
        // Rows are by price already.
        assert_eq!(next_sort(by_price, price), Some((price, Order::Descending)));
        assert_eq!(
            next_sort(by_price, TypeColumn::Pull),
            Some((TypeColumn::Pull, Order::Ascending))
        );
    }
}
