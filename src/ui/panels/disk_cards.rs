//! The disk as cards, each with how long the pull takes on it and what its volume costs. They take what
//! the whole comparison has: see `storage`.

use leptos::prelude::*;

use super::parts::use_parts;
use super::storage::answer;
use crate::core::Group;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::ids;
use crate::ui::view_model::storage_worth::{SettingRow, cards};

/// The cards; nothing where there is nothing to choose.
#[component]
pub fn DiskCards() -> impl IntoView {
    let (state, parts) = (use_state(), use_parts());
    let answer = answer(state);
    // The comparison beside the form need not make it once more.
    parts.disks.set_value(Some(answer));
    on_cleanup(move || _ = parts.disks.try_set_value(None));
    let about = Memo::new(move |_| {
        let answer = answer.read();
        answer.as_ref().map_or_else(
            |_| String::new(),
            |worth| strings::storage::disk_on(worth.instance_type),
        )
    });
    let shown = Memo::new(move |_| answer.read().as_ref().map_or_else(|_| Vec::new(), cards));
    view! {
        <Show when=move || !shown.read().is_empty()>
            <div class="disks" role="group" aria-labelledby="disks-label">
                <p class="label" id="disks-label">{about}</p>
                <div class="disk-cards">
                    {move || shown.get().into_iter().map(|row| view! { <Card row /> }).collect_view()}
                </div>
                <button type="button" class="link" on:click=move |_| {
                    state.view.open(Group::Storage);
                    crate::ui::platform::address::go_to(ids::group(Group::Storage));
                }>{strings::storage::OTHER_DISK}</button>
            </div>
        </Show>
    }
}

#[component]
fn Card(row: SettingRow) -> impl IntoView {
    let state = use_state();
    let time = row.time.unwrap_or(row.range);
    let cost = row.cost.as_deref().map(strings::answer::per_month);
    let take = move |_| {
        if let Some(fix) = &row.fix {
            state.dispatch(&fix.edit);
        }
    };
    view! {
        <button type="button" class="disk-card" aria-pressed=row.is_yours.to_string() on:click=take>
            <strong>{row.name}</strong>" "
            <span class="disk-figures">{time}</span>" "
            <span class="disk-figures">{cost}</span>" "
            {row.size.map(|size| view! { <span class="disk-figures">{size}</span>" " })}
            {row.is_best.then(|| view! { <span class="disk-best" title=strings::storage::BEST_MEANS>{strings::storage::BEST_SHORT}</span> })}
        </button>
    }
}
