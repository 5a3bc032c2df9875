//! What the nodes cost: what it comes to, line by line, and what a start costs.

use leptos::prelude::*;

use super::go_to::FieldLink as ToField;
use crate::core::Field;
use crate::ui::state::{Prices, State, use_state};
use crate::ui::strings;
use crate::ui::view_model::costs as words;
use crate::ui::widgets::formula::FormulaTable;

/// Everything about costs.
#[component]
pub fn Cost() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let is_loading = is_loading(state);
    let of_costs = move || evaluated.get();
    let case_heads = Memo::new(move |_| words::case_heads(&of_costs().evaluation.costs));
    let totals = Memo::new(move |_| words::total_rows(&of_costs().evaluation.costs));
    let starts = Memo::new(move |_| words::start_rows(&of_costs().evaluation.costs));
    let lines =
        Memo::new(move |_| words::line_rows(&of_costs().evaluation.costs, is_loading.get()));
    let line_heads = Signal::stored(words::line_heads());
    let [not_counted, is_given, takes_yours] = strings::cost::NOT_COUNTED;
    view! {
        <div class="pane cost" class:pending=is_loading>
            <Status />
            <Cases />
            <h3>{strings::cost::TOTAL}</h3>
            <FormulaTable caption=strings::cost::TOTAL_CAPTION id="cost-total"
                heads=case_heads rows=totals />
            <h3>{strings::cost::LINES}</h3>
            <FormulaTable caption=strings::cost::LINES_CAPTION id="cost-line"
                heads=line_heads rows=lines />
            <h3>{strings::cost::START}</h3>
            <p class="help">{strings::cost::START_ABOUT}</p>
            <FormulaTable caption=strings::cost::START_CAPTION id="cost-start"
                heads=case_heads rows=starts />
            <p class="help">
                {not_counted}
                <FieldLink path="costs.transferPrice" />
                {is_given}
                <FieldLink path="costs.spotPercent" />
                {takes_yours}
            </p>
        </div>
    }
}

/// Whether prices that the costs are made from are on their way.
pub fn is_loading(state: State) -> Memo<bool> {
    let prices = state.prices();
    Memo::new(move |_| prices.get().1 == Prices::Loading)
}

/// What there is of the prices; the way to try again.
#[component]
fn Status() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let prices = state.prices();
    let text = Memo::new(move |_| {
        let (region, prices) = prices.get();
        words::status(&evaluated.read().evaluation.costs, prices, &region)
    });
    let failed = move || {
        let (region, prices) = prices.get();
        (prices == Prices::Failed).then_some(region)
    };
    view! {
        <div class="cost-status">
            <p class="summary" role="status">{text}</p>
            {move || failed().map(|region| view! {
                <button type="button" class="button small" on:click=move |_| state.world.load(region.clone())>
                    {strings::cost::TRY_AGAIN}
                </button>
            })}
        </div>
    }
}

/// The types that the range is made of, each to look at; the way to the range and back to the
/// launched type.
#[component]
fn Cases() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let cases = Memo::new(move |_| words::cases(&evaluated.read().evaluation.costs));
    let is_launched = state.of_config(|config| config.costs.instance_type.is_none());
    let all = state.shows_all_types();
    let button = move |text: String, word: String| {
        view! {
            <button type="button" class="button small" on:click=move |_| state.look_at(&word)>{text}</button>
        }
    };
    view! {
        <div class="cost-cases">
            {move || cases.get().into_iter().map(|case| {
                button(strings::cost::look_at(&case.name, case.role), case.name)
            }).collect_view()}
            {move || (!all.get()).then(|| button(strings::cost::ALL_TYPES.to_owned(), "all".to_owned()))}
            {move || (!is_launched.get()).then(|| button(strings::cost::LAUNCHED.to_owned(), String::new()))}
        </div>
    }
}

/// A link to a field of the form, by its path.
#[component]
pub fn FieldLink(path: &'static str) -> impl IntoView {
    Field::find(path).map(|field| view! { <ToField field /> })
}
