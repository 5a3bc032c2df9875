//! What is noticed in the files themselves once something of imported files is kept in them.

use leptos::prelude::*;

use super::open::remark;
use crate::ui::state::{OwnFilesReading, use_own_files};
use crate::ui::texts;
use crate::ui::widgets::no_worker::NoWorker;

/// A line for each thing noticed; nothing while nothing is kept.
#[component]
pub fn OwnFiles() -> impl IntoView {
    let own = use_own_files();
    let reading = own.reading();
    let again = move || own.again();
    move || {
        let (rows, failed) = match reading.get() {
            OwnFilesReading::NothingKept | OwnFilesReading::Due => return None,
            OwnFilesReading::Failed => (Vec::new(), true),
            OwnFilesReading::Read(rows) => (rows, false),
        };
        (failed || !rows.is_empty()).then(|| {
            view! {
                <section aria-label=texts::findings::IN_FILES>
                    <h3 class="dialog-part">{texts::findings::IN_FILES}</h3>
                    {failed.then(|| view! { <NoWorker why=texts::findings::NO_WORKER again /> })}
                    {rows.into_iter().map(remark).collect_view()}
                </section>
            }
        })
    }
}
