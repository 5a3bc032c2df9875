//! The table of eligible types: filter, sort, choose.

use leptos::prelude::*;

use crate::core::{Filter, OnDemandPrices, Order, ValueError};
use crate::ui::state::{State, TypeColumn, use_state};
use crate::ui::strings;
use crate::ui::view_model::instances as words;
use crate::ui::widgets::severity::{Mark, Shape};
use crate::ui::widgets::table::{Head, Pager, Sorted, Table, TableRow};

/// Rows of one page.
const PAGE: usize = 50;
const FILTER: &str = "instances-filter";

/// The table with its filter.
#[component]
pub fn Admitted() -> impl IntoView {
    let state = use_state();
    let view = state.view.instances;
    let parsed: Memo<Result<Filter, ValueError>> = Memo::new(move |_| view.filter.read().parse());
    let shown = shown(state, parsed);
    let total = Memo::new(move |_| shown.read().len());
    let coming = {
        let (evaluated, awaits) = (state.evaluated(), state.awaits_prices());
        Memo::new(move |_| words::Coming::new(&evaluated.read().evaluation, awaits.get()))
    };
    let rows = Memo::new(move |_| page_rows(state, &shown.read(), &coming.read()));
    let sorting = sorting(state);
    let sorted = Signal::derive(move || {
        let (column, order) = sorting.get();
        Some(Sorted {
            column: words::SHOWN.iter().position(|shown| *shown == column)?,
            is_descending: order == Order::Descending,
        })
    });
    let on_sort = Callback::new(move |number: usize| {
        if let Some(column) = words::SHOWN.get(number).copied() {
            view.sort
                .set(words::next_sort(sorting.get_untracked(), column));
        }
        view.page.set(0);
    });
    let on_name = Callback::new(move |name: String| {
        state.look_at(&name);
        state.view.say(strings::answer::now_about(&name));
    });
    let heads: Vec<Head> = words::SHOWN.iter().copied().map(words::head).collect();
    let caption = Signal::derive(move || words::caption(total.get()));
    let prices_line = Memo::new(move |_| {
        state.with_world(|config, catalogue| {
            let region = &config.cluster.region;
            let as_of = catalogue.on_demand(region).and_then(OnDemandPrices::as_of);
            words::prices(region.as_str(), state.world.prices(region.as_str()), as_of)
        })
    });
    let is_empty = move || total.get() == 0;
    view! {
        <div class="table-tools">
            <FilterBox parsed />
            <UseChosen />
        </div>
        <Show when=move || !is_empty() fallback=move || view! { <p class="empty">{words::no_rows(state.admitted_count().get())}</p> }>
            <Table caption heads=Clone::clone(&heads) rows sorted on_sort picked=view.picked
                name_does=strings::instances::SHOW on_name />
        </Show>
        <Pager total size=PAGE page=view.page />
        <p class="help prices">{prices_line}</p>
    }
}

/// How rows are sorted: as somebody asked for, or by price where prices are there.
fn sorting(state: State) -> Memo<(TypeColumn, Order)> {
    let view = state.view.instances;
    let has_prices = Memo::new(move |_| {
        state.with_world(|config, catalogue| catalogue.on_demand(&config.cluster.region).is_some())
    });
    Memo::new(move |_| {
        let first = words::first_sort(has_prices.get());
        view.sort.get().unwrap_or(first)
    })
}

/// Positions of the rows, filtered and sorted; all of them while the filter cannot be read.
fn shown(state: State, parsed: Memo<Result<Filter, ValueError>>) -> Memo<Vec<usize>> {
    let evaluated = state.evaluated();
    let filter = Memo::new(move |_| parsed.get().unwrap_or_default());
    let sorting = sorting(state);
    Memo::new(move |_| {
        state.with_rows(|rows| {
            let evaluated = evaluated.read();
            let evaluation = &evaluated.evaluation;
            let mut shown = filter.read().matching(rows, &evaluation.selection.admitted);
            words::sort(rows, evaluation, &mut shown, sorting.get());
            shown
        })
    })
}

fn page_rows(state: State, shown: &[usize], coming: &words::Coming) -> Vec<TableRow> {
    let last = shown.len().saturating_sub(1) / PAGE;
    let page = state.view.instances.page.get().min(last);
    let evaluated = state.evaluated();
    let evaluated = evaluated.read();
    state.with_rows(|rows| {
        shown
            .iter()
            .skip(page * PAGE)
            .take(PAGE)
            .map(|position| words::row(rows, &evaluated.evaluation, coming, *position))
            .collect()
    })
}

#[component]
fn FilterBox(parsed: Memo<Result<Filter, ValueError>>) -> impl IntoView {
    let view = use_state().view.instances;
    let refused = Memo::new(move |_| parsed.get().err());
    let set = move |text: String| {
        view.filter.set(text);
        view.page.set(0);
    };
    view! {
        <div class="filter">
            <label class="label" for=FILTER>{strings::instances::FILTER}</label>
            <div class="frame" class:refused=move || refused.read().is_some()>
                <input type="text" id=FILTER aria-describedby="instances-filter-help instances-filter-error"
                    autocomplete="off" autocapitalize="off" spellcheck="false"
                    placeholder=strings::instances::FILTER_HINT
                    aria-invalid=move || refused.read().is_some().then_some("true")
                    prop:value=move || view.filter.get()
                    on:input=move |event| set(event_target_value(&event)) />
            </div>
            <div class="help">
                <p id="instances-filter-help">{strings::instances::FILTER_HELP}</p>
                <details>
                    <summary>{strings::instances::FILTER_COLUMNS}</summary>
                    <p>{words::filter_columns()}"."</p>
                </details>
            </div>
            <div id="instances-filter-error" role="status">
                {move || refused.get().map(|invalid| {
                    let suggestion = invalid.suggestion().map(|text| {
                        let text = text.to_owned();
                        let label = strings::field::use_instead(&text);
                        view! { <button type="button" class="button small" on:click=move |_| set(text.clone())>{label}</button> }
                    });
                    view! {
                        <div class="finding error refusal">
                            <span class="severity"><Mark shape=Shape::Stop />{strings::field::NOT_TAKEN}</span>
                            <div class="finding-text">
                                <p>{invalid.message().to_owned()}</p>
                                <div class="finding-more">{suggestion}</div>
                            </div>
                        </div>
                    }
                })}
            </div>
        </div>
    }
}

/// Turns the ticked rows into the exact types of the NodePool.
#[component]
fn UseChosen() -> impl IntoView {
    let state = use_state();
    let picked = state.view.instances.picked;
    let fix = Memo::new(move |_| {
        let chosen: Vec<usize> = picked.read().iter().copied().collect();
        (!chosen.is_empty()).then(|| state.exactly(&chosen))
    });
    move || {
        fix.get().map(|fix| match fix {
            Ok(fix) => {
                let said = words::used(picked.read_untracked().len());
                let edit = fix.edit;
                view! {
                    <div class="chosen">
                        <button type="button" class="button primary" on:click=move |_| {
                            state.dispatch(&edit);
                            picked.set(Default::default());
                            state.view.say(said.clone());
                        }>{fix.label}</button>
                        <button type="button" class="link" on:click=move |_| picked.set(Default::default())>{strings::instances::CHOOSE_NONE}</button>
                        <p class="help">{strings::instances::CHOSEN_HELP}</p>
                    </div>
                }
                .into_any()
            }
            Err(refused) => view! {
                <div class="chosen">
                    <p class="help">{refused.message().to_owned()}</p>
                    <button type="button" class="link" on:click=move |_| picked.set(Default::default())>{strings::instances::CHOOSE_NONE}</button>
                </div>
            }
            .into_any(),
        })
    }
}
