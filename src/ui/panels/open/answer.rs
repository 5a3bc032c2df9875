//! What files came to: documents, findings, what is kept, and yours beside what is recommended.

use std::sync::Arc;

use leptos::prelude::*;

use super::Opening;
use super::node::Nodes;
use crate::background::{FilesAnswer, KeptRow, RecognisedRow, RemarkRow};
use crate::core::{Config, OneSide, evaluate, read_config, side_by_side};
use crate::ui::panels::compare::{Files, Settings};
use crate::ui::panels::finding::shape;
use crate::ui::present::files as words;
use crate::ui::present::words::count;
use crate::ui::state::use_state;
use crate::ui::widgets::severity::Mark;

/// Everything, what can be done with it first.
#[component]
pub fn FilesRead(answer: Arc<FilesAnswer>) -> impl IntoView {
    let config = |file: &Option<String>| file.as_deref().and_then(|file| read_config(file).ok());
    let (yours, advised) = (config(&answer.config), config(&answer.recommended));
    let documents = answer.recognised.iter().cloned().map(document);
    let documents = documents.collect_view();
    let remarks = words::beside_nodes(&answer);
    view! {
        <Buttons yours=yours.clone() advised=advised.clone() />
        <ul class="open-documents" aria-label="Recognised">{documents}</ul>
        {(answer.ignored > 0).then(|| view! {
            <p class="help">{format!("Left out: {} that the API server had added.", count(answer.ignored, "value"))}</p>
        })}
        <Nodes nodes=answer.nodes.clone() />
        <Remarks rows=remarks more=answer.more_remarks />
        <Kept rows=answer.kept.clone() />
        {yours.zip(advised).map(|(yours, advised)| view! { <Advice yours advised /> })}
    }
}

#[component]
fn Buttons(yours: Option<Config>, advised: Option<Config>) -> impl IntoView {
    let (state, opening) = (use_state(), expect_context::<Opening>());
    let Some(yours) = yours else {
        return view! {
            <p class="refused">"There is nothing here that can be opened as settings."</p>
        }
        .into_any();
    };
    let has_advice = advised.is_some();
    let open = move |_| opening.open(state, yours.clone());
    let fixed = advised.map(|advised| {
        let open = move |_| opening.open(state, advised.clone());
        view! {
            <button type="button" class="button primary" on:click=open>"Open with all safe fixes"</button>
        }
    });
    view! {
        <div class="dialog-buttons">
            <button type="button" class="button" class:primary=!has_advice on:click=open>"Open as my settings"</button>
            {fixed}
        </div>
        {has_advice.then(|| view! {
            <p class="help">
                "As my settings: the files are written again as they are. With all safe fixes: what stands in the settings’ way "
                "or would be refused is let go, and every fix for more than a note is made, as shown at the end."
            </p>
        })}
    }
    .into_any()
}

fn document(row: RecognisedRow) -> impl IntoView {
    let note = if row.note.is_empty() {
        String::new()
    } else {
        format!(" – {}", row.note)
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
        <section aria-label="Findings">
            <h3 class="dialog-part">"What else is noticed, by file and line"</h3>
            {items}
            {(more > 0).then(|| view! { <p class="help">{format!("And {more} more; these are the worst.")}</p> })}
        </section>
    })
}

/// One remark: how bad, where, what.
pub fn remark(row: RemarkRow) -> impl IntoView {
    let severity = row.severity;
    let place = words::place(&row);
    view! {
        <div class=format!("finding {}", severity.word())>
            <span class="severity"><Mark shape=shape(severity) />{severity.word()}</span>
            <div class="finding-text"><p><span class="place">{place}</span>{row.message}</p></div>
        </div>
    }
}

/// What no setting stands for.
#[component]
fn Kept(rows: Vec<KeptRow>) -> impl IntoView {
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
    Some(view! {
        <h3 class="dialog-part">"Without a setting"</h3>
        <p class="help">"Your files hold these, and no setting stands for them. They are written again where they were; under Cluster, Kept from your files lists them."</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label="Scrollable table">
            <table class="list open-table">
                <caption class="unseen">"Values that no setting stands for"</caption>
                <thead>
                    <tr><th scope="col">"Line"</th><th scope="col">"Field"</th><th scope="col">"It is"</th><th scope="col">"Value"</th></tr>
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
    let names = ("yours".to_owned(), "recommended".to_owned());
    view! {
        <section aria-label="Yours and recommended">
            <h3 class="dialog-part">"Yours → recommended"</h3>
            <Settings settings=compared.settings names=names.clone() reasons=false />
            <Files files=compared.files names />
        </section>
    }
}
