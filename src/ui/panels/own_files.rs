//! What is noticed in the files themselves once something of imported files is kept in them. They are
//! read in the background: the reader of files is not part of the first load.

use std::time::Duration;

use leptos::leptos_dom::helpers::debounce;
use leptos::prelude::*;

use super::open::remark;
use crate::background::{Answer, OwnFilesRequest, RemarkRow, Request};
use crate::core::{Config, write_config};
use crate::ui::platform::worker::{Heard, Task};
use crate::ui::state::use_state;
use crate::ui::texts;
use crate::ui::widgets::no_worker::NoWorker;

/// So long nothing is edited before the files are read again.
const PAUSE: Duration = Duration::from_millis(400);

/// A line for each thing noticed; nothing while nothing is kept.
#[component]
pub fn OwnFiles() -> impl IntoView {
    let evaluated = use_state().evaluated();
    let rows = RwSignal::new(Vec::<RemarkRow>::new());
    // There is nobody to read them, for now.
    let failed = RwSignal::new(false);
    let task = StoredValue::new_local(Task::default());
    let ask = move |config: Config| {
        let request = Request::OwnFiles(OwnFilesRequest {
            config: write_config(&config),
        });
        failed.set(false);
        let heard = move |heard| match heard {
            Heard::Progress(_) => {}
            Heard::Failed => failed.set(true),
            Heard::Answer(answer) => match *answer {
                Answer::OwnFiles(found) => rows.set(found),
                _ => failed.set(true),
            },
        };
        task.with_value(|task| task.ask(request, heard));
    };
    let mut later = debounce(PAUSE, ask);
    Effect::new(move |_| {
        let config = evaluated.read().config().clone();
        if config.kept.is_empty() {
            task.with_value(Task::stop);
            rows.set(Vec::new());
            failed.set(false);
        } else {
            later(config);
        }
    });
    let again = move || ask(evaluated.read_untracked().config().clone());
    move || {
        let (rows, failed) = (rows.get(), failed.get());
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
