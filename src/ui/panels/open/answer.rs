//! What files came to: documents, findings, what is kept, and yours beside what is recommended.

use std::sync::Arc;

use leptos::prelude::*;

use super::Opening;
use super::node::Nodes;
use crate::background::{FilesAnswer, KeptRow, RecognisedRow, RemarkRow, SetRow};
use crate::core::{Config, OneSide, evaluate, read_config, side_by_side};
use crate::ui::panels::compare::{Files, Settings};
use crate::ui::panels::finding::shape;
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::files as words;
use crate::ui::widgets::severity::Mark;

const SET: &str = "open-set";
const SET_HELP: &str = "open-set-help";

/// Everything, what can be done with it first.
#[component]
pub fn FilesRead(answer: Arc<FilesAnswer>) -> impl IntoView {
    if answer.are_pulls {
        return view! { <ArePulls /> }.into_any();
    }
    let chosen = RwSignal::new(0);
    let documents = answer.recognised.iter().cloned().map(document);
    let documents = documents.collect_view();
    let unread = answer.unread.iter().cloned().map(unread).collect_view();
    let remarks = words::beside_nodes(&answer);
    let sets = StoredValue::new(answer.sets.clone());
    let set = move || sets.with_value(|sets| sets.get(chosen.get()).cloned());
    view! {
        <Sets sets=answer.sets.clone() chosen />
        {move || view! { <Buttons set=set() /> }}
        <ul class="open-documents" aria-label=strings::open::RECOGNISED>{documents}{unread}</ul>
        {(answer.ignored > 0).then(|| view! {
            <p class="help">{strings::open::ignored(answer.ignored)}</p>
        })}
        <Nodes nodes=answer.nodes.clone() />
        <Remarks rows=remarks more=answer.more_remarks />
        {move || set().map(|set| {
            let (yours, advised) = configs(&set);
            view! {
                <Override rows=set.kept />
                {yours.zip(advised).map(|(yours, advised)| view! { <Advice yours advised /> })}
            }
        })}
    }
    .into_any()
}

/// Events and logs of pulls have a box of their own, which compares them with the estimate.
#[component]
fn ArePulls() -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    view! {
        <p>{strings::open::ARE_PULLS}</p>
        <div class="dialog-buttons">
            <button type="button" class="button primary" on:click=move |_| opening.compare_pulls(state)>
                {strings::open::COMPARE_PULLS}
            </button>
        </div>
    }
}

/// The set's Config, and the one that is recommended if it is another.
fn configs(set: &SetRow) -> (Option<Config>, Option<Config>) {
    let advised = set.recommended.as_deref();
    (
        read_config(&set.config).ok(),
        advised.and_then(|file| read_config(file).ok()),
    )
}

/// Which of several sets is opened.
#[component]
fn Sets(sets: Vec<SetRow>, chosen: RwSignal<usize>) -> impl IntoView {
    if sets.len() < 2 {
        return None;
    }
    let number = sets.len();
    let options = sets.into_iter().enumerate().map(|(at, set)| {
        let text = format!("{} – {}", set.name, set.place);
        view! { <option value=at.to_string()>{text}</option> }
    });
    let options = options.collect_view();
    let choose = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            chosen.set(at);
        }
    };
    Some(view! {
        <p class="open-set">
            <label for=SET>{strings::open::SET}</label>
            " "
            <select id=SET aria-describedby=SET_HELP on:change=choose>{options}</select>
        </p>
        <p class="help" id=SET_HELP>{strings::open::sets(number)}</p>
    })
}

#[component]
fn Buttons(set: Option<SetRow>) -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    let (yours, advised) = set.as_ref().map_or((None, None), configs);
    let Some(yours) = yours else {
        return view! {
            <p class="refused">{strings::open::NO_SETTINGS}</p>
        }
        .into_any();
    };
    let has_advice = advised.is_some();
    let open = move |_| opening.open(state, yours.clone());
    let fixed = advised.map(|advised| {
        let open = move |_| opening.open(state, advised.clone());
        view! {
            <button type="button" class="button primary" on:click=open>{strings::open::FIXED}</button>
        }
    });
    view! {
        <div class="dialog-buttons">
            <button type="button" class="button" class:primary=!has_advice on:click=open>{strings::open::AS_MINE}</button>
            {fixed}
        </div>
        {has_advice.then(|| view! {
            <p class="help">{strings::open::WHICH}</p>
        })}
    }
    .into_any()
}

/// What is no document and was not looked at.
fn unread((place, what, why): (String, String, String)) -> impl IntoView {
    view! {
        <li class="muted">
            <span class="place">{place}</span>{what}" – "{strings::open::UNREAD}": "{why}
        </li>
    }
}

fn document(row: RecognisedRow) -> impl IntoView {
    let said: Vec<String> = [row.note, row.not_checked]
        .into_iter()
        .filter(|said| !said.is_empty())
        .collect();
    let note = if said.is_empty() {
        String::new()
    } else {
        format!(" – {}", said.join("; "))
    };
    view! {
        <li class:muted=!row.taken>
            <span class="place">{row.place}</span>{row.what}{note}
        </li>
    }
}

/// What was noticed, by file and line.
#[component]
fn Remarks(rows: Vec<RemarkRow>, more: usize) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let items = rows.into_iter().map(remark).collect_view();
    Some(view! {
        <section aria-label=strings::open::REMARKS_LABEL>
            <h3 class="dialog-part">{strings::open::REMARKS}</h3>
            {items}
            {(more > 0).then(|| view! { <p class="help">{strings::open::more_remarks(more)}</p> })}
        </section>
    })
}

/// One remark: how bad, where, what.
pub fn remark(row: RemarkRow) -> impl IntoView {
    let severity = row.severity;
    let place = words::place(&row);
    view! {
        <div class=format!("finding {}", severity.as_str())>
            <span class="severity"><Mark shape=shape(severity) />{severity.as_str()}</span>
            <div class="finding-text"><p><span class="place">{place}</span>{row.message}</p></div>
        </div>
    }
}

/// What no setting stands for.
#[component]
fn Override(rows: Vec<KeptRow>) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|row| {
        view! {
            <tr>
                <td class="place">{row.place}</td>
                <th scope="row"><code>{row.path}</code></th>
                <td>{row.how}</td>
                <td><code>{row.value}</code></td>
            </tr>
        }
    });
    let heads = strings::open::KEPT_HEADS
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> });
    Some(view! {
        <h3 class="dialog-part">{strings::open::KEPT}</h3>
        <p class="help">{strings::open::KEPT_HELP}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="list open-table">
                <caption class="unseen">{strings::open::KEPT_CAPTION}</caption>
                <thead>
                    <tr>{heads.collect_view()}</tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    })
}

/// Yours beside what is recommended: settings and files.
#[component]
fn Advice(yours: Config, advised: Config) -> impl IntoView {
    let state = use_state();
    // Of the world as it is now: opening one of them must not compare them again.
    let catalogue = state.world.catalogue().get_untracked();
    let (left, right) = (evaluate(&yours, &catalogue), evaluate(&advised, &catalogue));
    let compared = side_by_side(
        OneSide {
            config: &yours,
            evaluation: &left,
        },
        OneSide {
            config: &advised,
            evaluation: &right,
        },
    );
    let names = (
        strings::open::YOURS.to_owned(),
        strings::open::RECOMMENDED.to_owned(),
    );
    view! {
        <section aria-label=strings::open::ADVICE_LABEL>
            <h3 class="dialog-part">{strings::open::ADVICE}</h3>
            <Settings settings=compared.settings names=names.clone() reasons=false />
            <Files files=compared.files names />
        </section>
    }
}
