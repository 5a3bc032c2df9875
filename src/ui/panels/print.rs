//! The page on paper: what was changed, what was found, every file. It is made when the browser
//! prints and gone afterwards.

use leptos::prelude::*;

use super::cost::is_loading;
use super::type_choice::about;
use crate::core::{Applies, Config, Field, Group};
use crate::ui::platform::address;
use crate::ui::state::{State, use_state};
use crate::ui::strings;
use crate::ui::view_model::{answer, words};

/// What is printed.
#[component]
pub fn Print() -> impl IntoView {
    let state = use_state();
    let printing = RwSignal::new(false);
    address::on_print(move |now| printing.set(now));
    view! {
        <Show when=move || printing.get()>
            <article class="print">
                <h1>{strings::app::NAME}</h1>
                <p class="print-address">{format!("{}#{}", address::page(), state.link().write())}</p>
                <PrintedAnswer />
                <PrintedSettings />
                <PrintedFindings />
                <PrintedFiles />
            </article>
        </Show>
    }
}

/// The pull and the cost, both about the type in view.
#[component]
fn PrintedAnswer() -> impl IntoView {
    let state = use_state();
    let about = about(state).get_untracked();
    let evaluated = state.evaluated().get_untracked();
    let is_loading = is_loading(state).get_untracked();
    let rows = untrack(|| {
        state.with_world(|config, catalogue| {
            answer::in_all(&evaluated.evaluation, config, catalogue, about, is_loading)
        })
    });
    let rows = rows.into_iter().map(|(what, value)| {
        view! { <tr><th scope="row">{what}</th><td>{value}</td></tr> }
    });
    view! {
        <table class="list">
            <caption>{strings::print::ANSWER}</caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

/// Fields that differ from the default and mean something now.
fn changed(state: State) -> Vec<(Group, &'static Field, String, String)> {
    let (config, default) = (state.config_now(), Config::default());
    Field::all()
        .filter(|field| (field.applies)(&config) == Applies::Yes)
        .filter(|field| field.is_changed(&config, &default))
        .map(|field| {
            let text = |config: &Config| {
                let text = field.value(config).text(field.kind);
                words::value_with_unit(field, &text)
            };
            (field.group, field, text(&config), text(&default))
        })
        .collect()
}

#[component]
fn PrintedSettings() -> impl IntoView {
    let rows = changed(use_state())
        .into_iter()
        .map(|(group, field, value, default)| {
            view! {
                <tr>
                    <td>{group.label()}</td>
                    <th scope="row">{field.label}</th>
                    <td>{value}</td>
                    <td>{default}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="list">
            <caption>{strings::print::SETTINGS}</caption>
            <thead><tr><th scope="col">{strings::print::GROUP}</th><th scope="col">{strings::print::SETTING}</th><th scope="col">{strings::print::VALUE}</th><th scope="col">{strings::print::DEFAULT}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn PrintedFindings() -> impl IntoView {
    let evaluated = use_state().latest().get_untracked();
    let items = evaluated
        .evaluation
        .findings
        .iter()
        .map(|finding| {
            let text = format!(
                "{}: {}: {}",
                finding.severity.as_str(),
                finding.field.label,
                finding.message
            );
            view! { <li>{text}</li> }
        })
        .collect_view();
    view! {
        <h2>{strings::print::FINDINGS}</h2>
        {if evaluated.evaluation.findings.is_empty() {
            view! { <p>{strings::print::NO_FINDINGS}</p> }.into_any()
        } else {
            view! { <ul>{items}</ul> }.into_any()
        }}
    }
}

#[component]
fn PrintedFiles() -> impl IntoView {
    let evaluated = use_state().latest().get_untracked();
    evaluated
        .evaluation
        .bundle
        .files()
        .iter()
        .map(|file| {
            view! {
                <section class="print-file">
                    <h2>{file.path.clone()}</h2>
                    <p>{file.about.clone()}</p>
                    <pre>{file.text.clone()}</pre>
                </section>
            }
        })
        .collect_view()
}
