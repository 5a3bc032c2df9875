//! What is noticed in the files themselves once something of imported files is kept in them. They are
//! read in the background.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use super::open::remark;
use crate::background::{Answer, OwnFilesRequest, Request};
use crate::core::{Config, write_config};
use crate::ui::platform::worker::{Heard, Task};
use crate::ui::state::{OwnFilesReading, use_own_files, use_state};
use crate::ui::strings;
use crate::ui::widgets::no_worker::NoWorker;

/// So long nothing is edited before the files are read again.
const PAUSE: Duration = Duration::from_millis(400);

/// Shows nothing: has the files read whenever what they keep may have changed.
#[component]
pub fn ReadOwnFiles() -> impl IntoView {
    let (own, evaluated) = (use_own_files(), use_state().evaluated());
    let task = StoredValue::new_local(Task::default());
    let ask = move |config: Config| {
        let request = Request::OwnFiles(OwnFilesRequest {
            config: write_config(&config),
        });
        let heard = move |heard| match heard {
            Heard::Progress(_) => {}
            Heard::Failed => own.set(OwnFilesReading::Failed),
            Heard::Answer(answer) => own.set(match *answer {
                Answer::OwnFiles(found) => OwnFilesReading::Read(found),
                _ => OwnFilesReading::Failed,
            }),
        };
        task.with_value(|task| task.ask(request, heard));
    };
    let mut later = debounce(PAUSE, ask);
    let tries = own.tries();
    Effect::new(move |_| {
        tries.track();
        let evaluated = evaluated.read();
        task.with_value(Task::stop);
        if !evaluated.config().kept.is_empty() {
            later(evaluated.config().clone());
        }
    });
    on_cleanup(move || {
        task.try_with_value(Task::stop);
    });
}

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
                <section aria-label=strings::findings::IN_FILES>
                    <h3 class="dialog-part">{strings::findings::IN_FILES}</h3>
                    {failed.then(|| view! { <NoWorker why=strings::findings::NO_WORKER again /> })}
                    {rows.into_iter().map(remark).collect_view()}
                </section>
            }
        })
    }
}
