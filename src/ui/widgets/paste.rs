//! A box for a text that comes from elsewhere: pasted, typed or dropped as a file. It keeps its text
//! over a reload.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use crate::ui::platform::open::{Opened, allow_drop, dropped};
use crate::ui::state::use_state;
use crate::ui::strings;

/// So long nothing is typed before the text is read.
const PAUSE: Duration = Duration::from_millis(300);

/// The box. The text stays in it, whatever it is; `on_text` is told it when it rests.
#[component]
pub fn PasteBox(
    id: &'static str,
    label: &'static str,
    /// What could stand here, while nothing does.
    hint: &'static str,
    on_text: Callback<String>,
    /// A dropped file that could not be read, and why.
    on_unread: Callback<String>,
) -> impl IntoView {
    let pasted = use_state().view.pasted;
    let text = NodeRef::<leptos::html::Textarea>::new();
    let is_lost = RwSignal::new(false);
    // At once: who leaves the box may not wait until the text is read.
    let keep = move |text: &str| is_lost.set(pasted.keep(id, text).is_err());
    let mut later = debounce(PAUSE, move |text: String| on_text.run(text));
    let before = pasted.text(id);
    if !before.trim().is_empty() {
        let before = before.to_string();
        Effect::new(move |_| on_text.run(before.clone()));
    }
    let take = move |opened: Opened| match opened.text {
        Ok(read) => {
            if let Some(element) = text.get_untracked() {
                element.set_value(&read);
            }
            keep(&read);
            on_text.run(read);
        }
        Err(why) => on_unread.run(format!("{}: {why}", opened.name)),
    };
    view! {
        <label class="label" for=id>{label}</label>
        <textarea id=id class="paste" node_ref=text rows="4" spellcheck="false" autocomplete="off"
            autocapitalize="off" placeholder=hint
            prop:value=before.to_string()
            on:input=move |event| {
                let text = event_target_value(&event);
                keep(&text);
                later(text);
            }
            on:dragover=|event| { allow_drop(&event); event.stop_propagation(); }
            on:drop=move |event| { event.stop_propagation(); dropped(&event, take); }></textarea>
        {move || is_lost.get().then(|| view! { <p class="help" role="status">{strings::kept::PASTE_NOT_KEPT}</p> })}
    }
}
