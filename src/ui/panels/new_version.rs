//! The next version of the page, once it is on this machine.

use leptos::prelude::*;

use crate::ui::platform::offline;
use crate::ui::strings;

/// Says that there is a new version, and loads it when asked to. The settings stay: they are in
/// the address and in this browser.
#[component]
pub fn NewVersion() -> impl IntoView {
    let waits = RwSignal::new(false);
    Effect::new(move |_| offline::keep(move || waits.set(true)));
    view! {
        <div role="status">
            <Show when=move || waits.get()>
                <section class="new-version" aria-label=strings::new_version::LABEL>
                    <p>{strings::new_version::READY}</p>
                    <button type="button" class="button small primary" on:click=|_| offline::take_next()>
                        {strings::new_version::LOAD}
                    </button>
                    <button type="button" class="button small" on:click=move |_| waits.set(false)>{strings::new_version::LATER}</button>
                </section>
            </Show>
        </div>
    }
}
