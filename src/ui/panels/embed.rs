//! The page as part of another one.

use leptos::prelude::*;

use crate::ui::platform::address;
use crate::ui::state::use_state;
use crate::ui::strings;

/// In place of the header: the way to the whole page with the same settings.
#[component]
pub fn EmbedBar() -> impl IntoView {
    let state = use_state();
    let whole = move || format!("{}#{}", address::page(), state.link().write());
    view! {
        <header class="embed-bar">
            <h1>{strings::app::NAME}</h1>
            <a href=whole target="_blank" rel="noopener">{strings::embed::WHOLE_PAGE}</a>
        </header>
    }
}
