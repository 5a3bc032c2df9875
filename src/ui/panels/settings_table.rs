//! The frame of a table from which one setting is taken: what it is, three figures, a button.

use leptos::prelude::*;

use crate::ui::strings;

/// A table with these headings; the last column, of buttons, has its heading for screen readers.
#[component]
pub fn SettingsTable(
    caption: &'static str,
    /// What a row is.
    name: &'static str,
    figures: [&'static str; 3],
    take: &'static str,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let figures = figures.map(|head| view! { <th scope="col" class="number">{head}</th> });
    view! {
        <div class="table-scroll whole" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table settings">
                <caption class="unseen">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        {figures}
                        <th scope="col"><span class="unseen">{take}</span></th>
                    </tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
