//! A table with sortable heads, rows to tick and pages. It knows no domain: texts in, numbers of
//! columns and keys of rows out.

use std::collections::BTreeSet;

use crate::ui::strings;
use leptos::prelude::*;

/// The head of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// What the column is.
    pub label: &'static str,
    /// Unit of its numbers, or empty.
    pub unit: &'static str,
    /// Whether it holds numbers, which are aligned on the right.
    pub is_number: bool,
}

/// The text of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TableCell {
    /// What it says.
    pub text: String,
    /// Whether it says that something is not known or not there.
    pub is_muted: bool,
}

/// A word beside the name of a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowMark {
    /// The word.
    pub word: &'static str,
    /// What it means.
    pub why: &'static str,
    /// How it looks: a class beside `row-mark`, or nothing for a warning.
    pub class: &'static str,
}

/// One row. Its first cell names it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct TableRow {
    /// Names the row among all rows of the table, on any page.
    pub key: usize,
    /// One cell a column.
    pub cells: Vec<TableCell>,
    /// Words beside the first cell.
    pub marks: Vec<RowMark>,
}

/// The column by which rows are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sorted {
    /// Number of the column.
    pub column: usize,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

/// A table; the rows are those of the page that is shown, in their order.
#[component]
pub fn Table(
    /// What the table holds, for those who listen.
    #[prop(into)]
    caption: Signal<String>,
    heads: Vec<Head>,
    #[prop(into)] rows: Signal<Vec<TableRow>>,
    #[prop(into)] sorted: Signal<Option<Sorted>>,
    /// A head was pressed.
    on_sort: Callback<usize>,
    /// Keys of the rows that are ticked.
    picked: RwSignal<BTreeSet<usize>>,
    /// What pressing the name of a row does, for those who hover.
    name_does: &'static str,
    /// The name of a row was pressed.
    on_name: Callback<String>,
) -> impl IntoView {
    let numbers: Vec<bool> = heads.iter().map(|head| head.is_number).collect();
    let heads = heads
        .into_iter()
        .enumerate()
        .map(|(column, head)| view! { <HeadCell head column sorted on_sort /> })
        .collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        <th class="pick"><PickAll rows picked /></th>
                        {heads}
                    </tr>
                </thead>
                <tbody>
                    <For each=move || rows.get() key=Clone::clone let:row>
                        <RowView row numbers=numbers.clone() picked name_does on_name />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn HeadCell(
    head: Head,
    column: usize,
    sorted: Signal<Option<Sorted>>,
    on_sort: Callback<usize>,
) -> impl IntoView {
    let here = move || sorted.get().filter(|sorted| sorted.column == column);
    view! {
        <th scope="col" class:number=head.is_number
            aria-sort=move || here().map(|sorted| if sorted.is_descending { "descending" } else { "ascending" })>
            <button type="button" class="head" on:click=move |_| on_sort.run(column)>
                <span class="head-label">
                    {head.label}
                    <span class="sort-sign" aria-hidden="true">
                        {move || here().map_or("", |sorted| if sorted.is_descending { " ↓" } else { " ↑" })}
                    </span>
                </span>
                {(!head.unit.is_empty()).then(|| view! { " "<span class="head-unit">{head.unit}</span> })}
            </button>
        </th>
    }
}

/// Ticks every row of the page that is shown, or none.
#[component]
fn PickAll(rows: Signal<Vec<TableRow>>, picked: RwSignal<BTreeSet<usize>>) -> impl IntoView {
    let all = Memo::new(move |_| {
        let (rows, picked) = (rows.read(), picked.read());
        !rows.is_empty() && rows.iter().all(|row| picked.contains(&row.key))
    });
    view! {
        <input type="checkbox" aria-label=strings::widgets::CHOOSE_PAGE
            prop:checked=all
            on:change=move |event| {
                let keys: Vec<usize> = rows.read_untracked().iter().map(|row| row.key).collect();
                let add = event_target_checked(&event);
                picked.update(|picked| {
                    for key in keys {
                        if add { picked.insert(key); } else { picked.remove(&key); }
                    }
                });
            } />
    }
}

#[component]
fn RowView(
    row: TableRow,
    numbers: Vec<bool>,
    picked: RwSignal<BTreeSet<usize>>,
    name_does: &'static str,
    on_name: Callback<String>,
) -> impl IntoView {
    let key = row.key;
    let is_picked = Memo::new(move |_| picked.read().contains(&key));
    let mut cells = row.cells.into_iter();
    let name = cells.next().map(|cell| cell.text).unwrap_or_default();
    let marks = row.marks.into_iter().map(|mark| {
        view! { " "<span class=format!("row-mark {}", mark.class) title=mark.why>{mark.word}</span> }
    });
    let marks = marks.collect_view();
    let pressed = name.clone();
    let cells = cells
        .zip(numbers.into_iter().skip(1))
        .map(|(cell, is_number)| {
            view! { <td class:number=is_number class:muted=cell.is_muted>{cell.text}</td> }
        })
        .collect_view();
    view! {
        <tr class:picked=is_picked>
            <td class="pick">
                <input type="checkbox" aria-label=strings::widgets::choose(&name)
                    prop:checked=is_picked
                    on:change=move |event| {
                        let add = event_target_checked(&event);
                        picked.update(|picked| {
                            if add { picked.insert(key); } else { picked.remove(&key); }
                        });
                    } />
            </td>
            <th scope="row">
                <button type="button" class="row-name" title=name_does
                    on:click=move |_| on_name.run(pressed.clone())>{name}</button>
                {marks}
            </th>
            {cells}
        </tr>
    }
}

/// Which rows of how many are shown, and the way to the others.
#[component]
pub fn Pager(
    /// Rows in all.
    #[prop(into)]
    total: Signal<usize>,
    /// Rows of one page.
    size: usize,
    /// Zero-based page; beyond the last it counts as the last.
    page: RwSignal<usize>,
) -> impl IntoView {
    let last = move || total.get().saturating_sub(1) / size.max(1);
    let now = move || page.get().min(last());
    let text = move || {
        let (total, now) = (total.get(), now());
        let from = (now * size + 1).min(total);
        strings::widgets::rows_of(from, ((now + 1) * size).min(total), total)
    };
    let turn = move |to: usize| page.set(to);
    view! {
        <Show when=move || { total.get() > size }>
            <nav class="pager" aria-label=strings::widgets::PAGES>
                <button type="button" class="button small" aria-disabled=move || (now() == 0).then_some("true")
                    on:click=move |_| turn(now().saturating_sub(1))>{strings::widgets::PREVIOUS}</button>
                <span class="pager-place">{text}</span>
                <button type="button" class="button small" aria-disabled=move || (now() == last()).then_some("true")
                    on:click=move |_| turn((now() + 1).min(last()))>{strings::widgets::NEXT}</button>
            </nav>
        </Show>
    }
}
