//! Files of two Configs side by side; one above the other where there is no room.

use leptos::prelude::*;

use crate::core::{DiffLine, DiffRow, FilePair};
use crate::ui::strings;

/// Files that differ, and the names of those that do not.
#[component]
pub fn Files(files: Vec<FilePair>, names: (String, String)) -> impl IntoView {
    let (same, differing): (Vec<FilePair>, Vec<FilePair>) =
        files.into_iter().partition(|pair| pair.rows.is_empty());
    let same: Vec<String> = same.iter().map(FilePair::name).collect();
    let pairs = differing
        .into_iter()
        .map(|pair| view! { <Pair pair names=names.clone() /> })
        .collect_view();
    view! {
        <h3 class="dialog-part">{strings::compare::FILES}</h3>
        {pairs}
        {(!same.is_empty()).then(|| view! { <p class="help">{strings::compare::same_files(&same)}</p> })}
    }
}

#[component]
fn Pair(pair: FilePair, names: (String, String)) -> impl IntoView {
    let name = pair.name();
    let about = match (&pair.left, &pair.right) {
        (None, _) => strings::compare::only(&names.1),
        (_, None) => strings::compare::only(&names.0),
        _ => strings::compare::lines_differ(pair.differing()),
    };
    let rows = pair.rows.into_iter().map(row).collect_view();
    view! {
        <details class="diff" open=true>
            <summary>{name.clone()}" "<span class="count changed">{about}</span></summary>
            <table class="diff-lines" translate="no">
                <caption class="unseen">{name}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="unseen">{strings::compare::LINE}</span></th><th scope="col">{names.0}</th>
                        <th scope="col"><span class="unseen">{strings::compare::LINE}</span></th><th scope="col">{names.1}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

fn row(row: DiffRow) -> impl IntoView {
    match row {
        DiffRow::Gap(count) => {
            let text = strings::compare::same_lines(count);
            view! { <tr class="gap"><td colspan="4">{text}</td></tr> }.into_any()
        }
        DiffRow::Same(left, right) => view! {
            <tr>{cells(Some(left), "left", "")}{cells(Some(right), "right", "")}</tr>
        }
        .into_any(),
        DiffRow::Differs(left, right) => view! {
            <tr class="differs">{cells(left, "left", "−")}{cells(right, "right", "+")}</tr>
        }
        .into_any(),
    }
}

/// The number and the text of one side; the mark says more than a colour.
fn cells(line: Option<DiffLine>, side: &'static str, mark: &'static str) -> impl IntoView {
    let none = line.is_none();
    let (number, text) = line.map_or((String::new(), String::new()), |line| {
        (line.number.to_string(), line.text)
    });
    let mark = if none { "" } else { mark };
    view! {
        <td class=format!("line-number {side}") class:none=none>{number}</td>
        <td class=side class:none=none><span class="diff-mark">{mark}</span><code>{text}</code></td>
    }
}
