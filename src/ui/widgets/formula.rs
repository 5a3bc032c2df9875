//! A table in which every number opens the formula that it comes from. It knows no domain: texts
//! in, texts out.

use std::collections::BTreeMap;

use crate::ui::strings;
use leptos::prelude::*;

/// A number and how it comes about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormulaCell {
    /// The number, or the word that stands for it.
    pub text: String,
    /// Whether it says that something is not known.
    pub is_muted: bool,
    /// The formula with the values in it, line by line; the last one may be the result.
    pub formula: Vec<String>,
}

/// A row of numbers with a name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormulaRow {
    /// Names the row for as long as it is the same thing, so that it stays open.
    pub key: String,
    /// What the numbers are of.
    pub name: String,
    /// A word of warning beside the name, and what it means.
    pub mark: Option<(&'static str, String)>,
    /// A line in small letters under the name.
    pub note: String,
    /// Where to read on: what it says, and the address.
    pub link: Option<(&'static str, &'static str)>,
    /// One cell a column.
    pub cells: Vec<FormulaCell>,
    /// Whether it is a sum of others.
    pub is_total: bool,
}

/// The head of a column of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormulaHead {
    /// What the column is.
    pub label: String,
    /// More about it in a second line, or empty.
    pub more: String,
}

/// The table.
#[component]
pub fn FormulaTable(
    /// What the table holds, for those who listen.
    caption: &'static str,
    /// Makes ids of this table's own.
    id: &'static str,
    #[prop(into)] heads: Signal<Vec<FormulaHead>>,
    #[prop(into)] rows: Signal<Vec<FormulaRow>>,
) -> impl IntoView {
    // Which column of a row is open.
    let open: RwSignal<BTreeMap<String, usize>> = RwSignal::new(BTreeMap::new());
    let heads = move || {
        heads
            .get()
            .into_iter()
            .map(|head| {
                let more = (!head.more.is_empty())
                    .then(|| view! { <span class="head-unit">{head.more}</span> });
                view! { <th scope="col" class="number"><span class="head-label">{head.label}</span>{more}</th> }
            })
            .collect_view()
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table formulas">
                <caption class="unseen">{caption}</caption>
                <thead><tr><td></td>{heads}</tr></thead>
                <tbody>
                    <For each=move || rows.get() key=Clone::clone let:row>
                        <RowView row id open />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn RowView(
    row: FormulaRow,
    id: &'static str,
    open: RwSignal<BTreeMap<String, usize>>,
) -> impl IntoView {
    let panel = format!("{id}-{}", row.key);
    let key = StoredValue::new(row.key);
    let opened = Memo::new(move |_| open.with(|open| open.get(&key.get_value()).copied()));
    let span = (row.cells.len() + 1).to_string();
    let formulas: Vec<Vec<String>> = row.cells.iter().map(|cell| cell.formula.clone()).collect();
    let name = row.name.clone();
    let cells = row
        .cells
        .into_iter()
        .enumerate()
        .map(|(column, cell)| {
            let toggle = move |_| {
                let key = key.get_value();
                open.update(|open| {
                    if open.get(&key) == Some(&column) {
                        open.remove(&key);
                    } else {
                        open.insert(key, column);
                    }
                });
            };
            view! {
                <td class="number">
                    <button type="button" class="formula-number" class:muted=cell.is_muted
                        aria-expanded=move || (opened.get() == Some(column)).to_string()
                        aria-controls=panel.clone() on:click=toggle>
                        {cell.text}<span class="unseen">{strings::widgets::formula_of(&name)}</span>
                    </button>
                </td>
            }
        })
        .collect_view();
    let mark = row
        .mark
        .map(|(word, why)| view! { " "<span class="row-mark" title=why>{word}</span> });
    let link = row.link.map(|(label, url)| {
        view! { " "<a href=url title=label target="_blank" rel="noreferrer">{strings::widgets::SOURCE}</a> }
    });
    let shown = move || {
        let lines = formulas.get(opened.get()?)?.clone();
        Some(
            lines
                .into_iter()
                .map(|line| view! { <li>{line}</li> })
                .collect_view(),
        )
    };
    view! {
        <tr class:total=row.is_total>
            <th scope="row">
                {row.name}{mark}
                <span class="row-note">{row.note}{link}</span>
            </th>
            {cells}
        </tr>
        <tr class="formula" id=panel.clone() hidden=move || opened.get().is_none()>
            <td colspan=span><ul>{shown}</ul></td>
        </tr>
    }
}
