//! A dialog whose content is there only while it is open.

use leptos::prelude::*;

use crate::ui::platform::dialog;
use crate::ui::strings;

/// A modal dialog. The browser keeps the focus inside, closes it on Escape and gives the focus
/// back.
#[component]
pub fn Modal(
    id: &'static str,
    title: &'static str,
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// It was closed by the user.
    on_close: Callback<()>,
    /// Whether it takes the whole window.
    #[prop(optional)]
    large: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    Effect::new(move |_| {
        if open.get() {
            dialog::open(id);
        } else {
            dialog::close(id);
        }
    });
    view! {
        <dialog id=id class="dialog" class:large=large aria-labelledby=labelled_by
            on:close=move |_| on_close.run(())>
            <div class="dialog-head">
                <h2 id=heading>{title}</h2>
                <button type="button" class="button small" on:click=move |_| dialog::close(id)>{strings::widgets::CLOSE}</button>
            </div>
            <Show when=move || open.get()>{children()}</Show>
        </dialog>
    }
}
