//! How the type that Karpenter launches was found: step by step, what comes without it, and what is
//! not known.

use leptos::prelude::*;

use crate::core::InViewBecause;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::launch::{self as words, GroupText, NextRow};

/// Types that are listed until somebody asks for more.
const FEW: usize = 5;

/// The nodes that come, each kind with its steps; then what bears on all of them.
#[component]
pub fn Found() -> impl IntoView {
    let state = use_state();
    let evaluated = state.evaluated();
    let heading = Memo::new(move |_| {
        let because = evaluated.read().evaluation.in_view.map(|view| view.because);
        let all = state.shows_all_types().get();
        if because == Some(InViewBecause::Launched) && !all {
            strings::pull::FOUND
        } else {
            strings::pull::LAUNCHED
        }
    });
    let groups = Memo::new(move |_| {
        let evaluated = evaluated.read();
        state
            .with_world(|config, catalogue| words::groups(&evaluated.evaluation, config, catalogue))
    });
    let notes = Memo::new(move |_| words::notes(&evaluated.read().evaluation));
    view! {
        <h3>{heading}</h3>
        {move || groups.get().into_iter().map(|group| view! { <Nodes group /> }).collect_view()}
        <ul class="caveats">
            {move || notes.get().into_iter().map(|note| view! { <li>{note}</li> }).collect_view()}
        </ul>
    }
}

#[component]
fn Nodes(group: GroupText) -> impl IntoView {
    let steps = group.steps.into_iter();
    let steps = steps.map(|step| view! { <li>{step}</li> }).collect_view();
    let rows = group.next;
    let next = (!rows.is_empty()).then(|| view! { <Next head=group.next_head rows /> });
    view! {
        <p class="prose">{group.nodes}</p>
        <ol class="launch-steps">{steps}</ol>
        {next}
    }
}

/// Types that come when the likely one has no capacity.
#[component]
fn Next(head: &'static str, rows: Vec<NextRow>) -> impl IntoView {
    let whole = RwSignal::new(rows.len() <= FEW + 1);
    let more = rows.len().saturating_sub(FEW);
    let rows = StoredValue::new(rows);
    let shown = move || {
        let count = if whole.get() { usize::MAX } else { FEW };
        rows.with_value(|rows| {
            let rows = rows.iter().take(count).cloned();
            rows.map(|row| view! { <Row row /> }).collect_view()
        })
    };
    view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table pull-table next-types">
                <caption class="unseen">{strings::pull::FOUND_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{head}</th>
                        <th scope="col" class="number">{strings::pull::LIKELY_HEAD}</th>
                        <th scope="col" class="number">{strings::pull::PRICE_HEAD}</th>
                        <th scope="col"><span class="unseen">{strings::pull::SHOW_HEAD}</span></th>
                    </tr>
                </thead>
                <tbody>{shown}</tbody>
            </table>
        </div>
        <Show when=move || !whole.get()>
            <p><button type="button" class="link" on:click=move |_| whole.set(true)>{strings::pull::show_more(more)}</button></p>
        </Show>
    }
}

#[component]
fn Row(row: NextRow) -> impl IntoView {
    let state = use_state();
    let name = row.name;
    let or_unknown = |text: Option<String>| match text {
        Some(text) => view! { <span>{text}</span> }.into_any(),
        None => view! { <span class="muted">{strings::words::UNKNOWN}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{or_unknown(row.pull)}</td>
            <td class="number">{or_unknown(row.price)}</td>
            <td class="act">
                <button type="button" class="button small" on:click=move |_| {
                    state.look_at(name);
                    state.view.say(strings::answer::now_about(name));
                }>{strings::pull::SHOW}<span class="unseen">{format!(" {name}")}</span></button>
            </td>
        </tr>
    }
}
