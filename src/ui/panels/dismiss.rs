//! Dismissing a finding with a reason, and putting it back.

use leptos::prelude::*;

use super::result::PANEL;
use crate::core::{Dismissal, Dismissed, Edit, Field, Rule};
use crate::ui::platform::focus;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::widgets::text::TextInput;

/// The button that asks for a reason where it stands.
#[component]
pub fn Dismiss(rule: &'static Rule, field: &'static Field) -> impl IntoView {
    let asking = RwSignal::new(false);
    let id = format!("dismiss-{}-{}", rule.id, field.path.replace('.', "-"));
    view! {
        <Show when=move || !asking.get()>
            <button type="button" class="link" on:click=move |_| asking.set(true)>{strings::dismiss::ASK}</button>
        </Show>
        <Show when=move || asking.get()><Reason rule id=id.clone() asking /></Show>
    }
}

#[component]
fn Reason(rule: &'static Rule, id: String, asking: RwSignal<bool>) -> impl IntoView {
    let state = use_state();
    let reason = RwSignal::new(String::new());
    let refusal = RwSignal::new(None::<String>);
    let help = format!("{id}-help");
    let input = id.clone();
    Effect::new(move |_| focus::element(&input));
    let dismiss = move || {
        let dismissal = Dismissal::new(rule, &reason.get_untracked());
        match dismissal.and_then(|dismissal| Edit::dismiss(&dismissal, &state.config_now())) {
            Ok(edit) => {
                state.dispatch(&edit);
                focus::element(PANEL);
            }
            Err(invalid) => refusal.set(Some(invalid.message().to_owned())),
        }
    };
    view! {
        <form class="dismiss" on:submit=move |event| { event.prevent_default(); dismiss(); }>
            <label class="label" for=id.clone()>{strings::dismiss::WHY_NOT}</label>
            <TextInput id described_by=help.clone() value=reason refused=Signal::derive(move || refusal.read().is_some())
                unit="" hint=strings::dismiss::HINT numeric=false step=None
                on_input=Callback::new(move |text| { reason.set(text); refusal.set(None); }) />
            <button type="submit" class="button small">{strings::dismiss::DISMISS}</button>
            <button type="button" class="link" on:click=move |_| asking.set(false)>{strings::dismiss::CANCEL}</button>
            <p class="help" id=help aria-live="polite">
                {move || refusal.get().unwrap_or_else(|| strings::dismiss::WHAT_IT_DOES.to_owned())}
            </p>
        </form>
    }
}

/// What was dismissed, each with its reason and a way back.
#[component]
pub fn DismissedList(dismissed: Vec<Dismissed>) -> impl IntoView {
    if dismissed.is_empty() {
        return ().into_any();
    }
    let state = use_state();
    let items = dismissed.into_iter().map(|one| {
        let rule = one.finding.rule;
        let back = move |_| {
            if let Some(edit) = Edit::put_back(rule.id, &state.config_now()) {
                state.dispatch(&edit);
                focus::element(PANEL);
            }
        };
        view! {
            <li>
                <p>{one.finding.field.label}": "{one.finding.message}</p>
                <p class="help">
                    {strings::dismiss::DISMISSED}{one.reason}" "
                    <button type="button" class="link" aria-label=strings::dismiss::put_back(rule.id) on:click=back>{strings::dismiss::PUT_BACK}</button>
                </p>
            </li>
        }
    });
    view! {
        <section class="dismissed" aria-label=strings::dismiss::LIST>
            <h3>{strings::dismiss::HEADING}</h3>
            <ul>{items.collect_view()}</ul>
        </section>
    }
    .into_any()
}
