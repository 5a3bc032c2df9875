//! Numbers and settings of two Configs.

use leptos::prelude::*;

use crate::core::{ComparedNumber, Difference, since_blueprint};
use crate::ui::strings;
use crate::ui::view_model::words;

#[component]
fn Head(
    first: &'static str,
    names: (String, String),
    numbers: bool,
    #[prop(optional)] deltas: bool,
    #[prop(optional)] reasons: bool,
) -> impl IntoView {
    view! {
        <thead>
            <tr>
                <th scope="col">{first}</th>
                <th scope="col" class:number=numbers>{names.0}</th>
                <th scope="col" class:number=numbers>{names.1}</th>
                {deltas.then(|| view! { <th scope="col" class="number">{strings::compare::DELTA}</th> })}
                {reasons.then(|| view! { <th scope="col">{strings::compare::WHY}</th> })}
            </tr>
        </thead>
    }
}

/// Numbers of both sides.
#[component]
pub fn Figures(figures: Vec<ComparedNumber>, names: (String, String)) -> impl IntoView {
    let rows = figures
        .into_iter()
        .map(|figure| {
            let differs = figure.differs();
            view! {
                <tr class:differs=differs>
                    <th scope="row">{figure.label}</th>
                    <td class="number">{figure.left}</td>
                    <td class="number">{figure.right}{differs.then(|| view! { <span class="unseen">{strings::compare::DIFFERS}</span> })}</td>
                    <td class="number delta">{figure.delta}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="list figures">
            <caption>{strings::compare::NUMBERS}</caption>
            <Head first=strings::compare::NUMBER names numbers=true deltas=true />
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Settings in which both sides differ.
#[component]
pub fn Settings(
    settings: Vec<Difference>,
    names: (String, String),
    /// Whether the sides are the blueprint and today, whose differences are explained.
    reasons: bool,
) -> impl IntoView {
    if settings.is_empty() {
        return view! { <p class="empty">{strings::compare::NO_SETTING}</p> }.into_any();
    }
    let known = if reasons {
        since_blueprint()
    } else {
        Vec::new()
    };
    let rows = settings
        .into_iter()
        .map(|setting| {
            let field = setting.field;
            let why = known.iter().find(|one| one.field == field).map(|one| {
                let source = one.source;
                view! {
                    <td>{one.why}" "<a class="source-link" href=source.url target="_blank" rel="noreferrer" title=source.label>"↗"</a></td>
                }
            });
            view! {
                <tr>
                    <th scope="row">{field.label}</th>
                    <td>{words::value_with_unit(field, &setting.left)}</td>
                    <td>{words::value_with_unit(field, &setting.right)}</td>
                    {why}
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="list settings">
            <caption>{strings::compare::SETTINGS}</caption>
            <Head first=strings::compare::SETTING names numbers=false reasons />
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}
