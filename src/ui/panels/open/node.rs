//! What nodes make of their userData: whether SOCI is on and why not, what runs when, who wins.

use leptos::prelude::*;

use super::answer::remark;
use crate::background::{LimitRow, NodeAnswer, SettingRow, StepRow};
use crate::ui::panels::finding::shape;
use crate::ui::strings;
use crate::ui::view_model::files as words;
use crate::ui::widgets::severity::{Mark, Shape};

/// Each node class, or a bare userData.
#[component]
pub fn Nodes(nodes: Vec<NodeAnswer>) -> impl IntoView {
    if nodes.is_empty() {
        return None;
    }
    let nodes = nodes.into_iter().map(|node| view! { <Node node /> });
    Some(view! {
        <section aria-label=strings::open::NODES>
            <h3 class="dialog-part">{strings::open::NODES}</h3>
            {nodes.collect_view()}
        </section>
    })
}

#[component]
fn Node(node: NodeAnswer) -> impl IntoView {
    let (mark, class) = match node.severity {
        Some(severity) => (shape(severity), severity.as_str()),
        None => (Shape::Check, "good"),
    };
    let reasons = node.reasons.into_iter().map(remark).collect_view();
    view! {
        <div class="open-node">
            <p>
                <strong class=format!("severity {class}")><Mark shape=mark />{node.verdict}</strong>
                " "{node.of}{strings::open::ON}{node.system}
            </p>
            {reasons}
            {(!node.unread.is_empty()).then(|| view! {
                <p class="help">{strings::open::NOT_UNDERSTOOD}{node.unread.join("; ")}</p>
            })}
            <Limits rows=node.limits />
            <Steps rows=node.steps />
            <Keys rows=node.settings />
        </div>
    }
}

#[component]
fn Limits(rows: Vec<LimitRow>) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|row| {
        let by = words::by(&row.holds);
        view! {
            <tr>
                <th scope="row"><code>{row.key}</code></th>
                <td><code>{row.holds.value}</code></td>
                <td>{row.after_reboot.map(|value| view! { <code>{value}</code> })}</td>
                <td>{by}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().into_any();
    Some(view! {
        <Folded title=strings::open::LIMITS caption=strings::open::LIMITS_CAPTION heads=strings::open::LIMITS_HEADS rows open=true />
    })
}

#[component]
fn Steps(rows: Vec<StepRow>) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|row| {
        let when = if row.every_boot {
            strings::open::EVERY_BOOT
        } else {
            strings::open::ONCE
        };
        view! {
            <tr>
                <th scope="row">{row.who}</th>
                <td>{when}</td>
                <td>{row.what}</td>
                <td class="place">{row.place}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().into_any();
    Some(view! {
        <Folded title=strings::open::RUNS caption=strings::open::RUNS_CAPTION heads=strings::open::RUNS_HEADS rows open=false />
    })
}

#[component]
fn Keys(rows: Vec<SettingRow>) -> impl IntoView {
    if rows.is_empty() {
        return None;
    }
    let rows = rows.into_iter().map(|row| {
        let by = words::by(&row.holds);
        view! {
            <tr>
                <th scope="row"><code>{row.key}</code></th>
                <td><code>{row.holds.value}</code></td>
                <td>{by}</td>
                <td>{words::lost(&row.lost)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().into_any();
    Some(view! {
        <Folded title=strings::open::KEYS caption=strings::open::KEYS_CAPTION heads=strings::open::KEYS_HEADS rows open=false />
    })
}

/// A table below its title. It scrolls where it is wide, by the keyboard too.
#[component]
fn Folded(
    title: &'static str,
    caption: &'static str,
    heads: &'static [&'static str],
    rows: AnyView,
    open: bool,
) -> impl IntoView {
    let heads = heads
        .iter()
        .map(|head| view! { <th scope="col">{*head}</th> });
    view! {
        <details class="diff" open=open>
            <summary>{title}</summary>
            <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
                <table class="list open-table">
                    <caption class="unseen">{caption}</caption>
                    <thead><tr>{heads.collect_view()}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
