//! What a registry and a cluster say of the image and its pulls, pasted and read in the background.

use leptos::prelude::*;

use crate::background::{
    Answer, Fitted, ImageAnswer, ImageRequest, PullsAnswer, PullsRequest, Request,
};
use crate::core::{Edit, read_config, write_config};
use crate::ui::platform::worker::{Heard, Task};
use crate::ui::state::use_state;
use crate::ui::strings;
use crate::ui::view_model::pasted as words;
use crate::ui::view_model::pull::PullCase;
use crate::ui::widgets::no_worker::NoWorker;
use crate::ui::widgets::paste::PasteBox;

/// The box for a manifest.
pub const MANIFEST: &str = "paste-manifest";
pub const PULLS: &str = "paste-pulls";
const PLATFORM: &str = "paste-platform";

/// How the reading of a paste stands.
#[derive(Debug, Clone, PartialEq)]
enum Reading {
    Nothing,
    Begun,
    Answer(Box<Answer>),
    Refused(String),
    /// There is nobody to read it, for now.
    Failed,
}

/// A paste and what was read of it.
#[derive(Debug, Clone, Copy)]
struct Paste {
    text: StoredValue<String>,
    read: RwSignal<Reading>,
    task: StoredValue<Task, LocalStorage>,
}

impl Paste {
    fn new() -> Self {
        let task = StoredValue::new_local(Task::default());
        on_cleanup(move || {
            task.try_with_value(Task::stop);
        });
        Self {
            text: StoredValue::new(String::new()),
            read: RwSignal::new(Reading::Nothing),
            task,
        }
    }

    /// Reads the text; an empty one is nothing.
    fn ask(self, request: impl FnOnce(String) -> Request) {
        let text = self.text.get_value();
        if text.trim().is_empty() {
            self.task.with_value(Task::stop);
            self.read.set(Reading::Nothing);
            return;
        }
        // An answer stands until the next one does: most edits do not change it.
        if !matches!(&*self.read.read_untracked(), Reading::Answer(_)) {
            self.read.set(Reading::Begun);
        }
        let heard = move |heard| match heard {
            Heard::Progress(_) => {}
            Heard::Failed => self.hear(Reading::Failed),
            Heard::Answer(answer) => self.hear(match *answer {
                Answer::Refused(why) => Reading::Refused(why),
                _ => Reading::Answer(answer),
            }),
        };
        self.task.with_value(|task| task.ask(request(text), heard));
    }

    fn hear(self, heard: Reading) {
        if *self.read.read_untracked() != heard {
            self.read.set(heard);
        }
    }

    /// Is asked later.
    fn wait(self) {
        let is_empty = self.text.with_value(|text| text.trim().is_empty());
        self.read.set(if is_empty {
            Reading::Nothing
        } else {
            Reading::Begun
        });
    }

    /// What is to be said of the reading; `again` reads once more.
    fn status(self, again: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
        move || match &*self.read.read() {
            Reading::Begun => {
                Some(view! { <p class="help">{strings::pasted::READING}</p> }.into_any())
            }
            Reading::Refused(why) => {
                Some(view! { <p class="refused">{why.clone()}</p> }.into_any())
            }
            Reading::Failed => {
                Some(view! { <NoWorker why=strings::pasted::NO_WORKER again /> }.into_any())
            }
            Reading::Nothing | Reading::Answer(_) => None,
        }
    }
}

/// Whether something was pasted into a box before: who comes back to it finds it open.
fn has_text(id: &'static str) -> bool {
    let text = use_state().view.pasted.text(id);
    !text.trim().is_empty()
}

/// The layers of the image, from its manifest.
#[component]
pub fn PastedImage() -> impl IntoView {
    let state = use_state();
    let paste = Paste::new();
    let config = state.of_config(write_config);
    // Which type the estimate is about is not known without prices.
    let awaits = state.awaits_prices();
    let in_view = state.type_in_view();
    let platform: StoredValue<Option<String>> = StoredValue::new(None);
    let ask = move || {
        if awaits.get_untracked() {
            paste.wait();
            return;
        }
        paste.ask(|text| {
            Request::Image(ImageRequest {
                text,
                platform: platform.get_value(),
                config: config.get_untracked(),
                instance_type: in_view.get_untracked(),
            })
        });
    };
    // What is said of the image is of the settings and the type as they are now.
    Effect::watch(
        move || (config.get(), in_view.get(), awaits.get()),
        move |_, _, _| ask(),
        false,
    );
    let on_text = Callback::new(move |text| {
        paste.text.set_value(text);
        platform.set_value(None);
        ask();
    });
    let answer = move || match &*paste.read.read() {
        Reading::Answer(answer) => match &**answer {
            Answer::Image(image) => {
                let on_platform = Callback::new(move |chosen| {
                    platform.set_value(Some(chosen));
                    ask();
                });
                Some(view! { <ImageRead image=image.clone() on_platform /> })
            }
            _ => None,
        },
        _ => None,
    };
    let [what, skopeo, docker, ecr, print_of_it] = strings::pasted::MANIFEST_HELP;
    view! {
        <details class="pasted" open=has_text(MANIFEST)>
            <summary><h3>{strings::pasted::MANIFEST}</h3></summary>
            <p class="help">
                {what}<code>"crane manifest"</code>{skopeo}<code>"skopeo inspect --raw"</code>{docker}
                <code>"docker manifest inspect -v"</code>{ecr}<code>"aws ecr batch-get-image"</code>
                {print_of_it}
            </p>
            <PasteBox id=MANIFEST label=strings::pasted::MANIFEST_LABEL hint=strings::pasted::MANIFEST_HINT on_text
                on_unread=Callback::new(move |why| paste.read.set(Reading::Refused(why))) />
            <div role="status">{paste.status(ask)}{answer}</div>
        </details>
    }
}

#[component]
fn ImageRead(image: ImageAnswer, on_platform: Callback<String>) -> impl IntoView {
    let state = use_state();
    let config = image.config.clone();
    let is_used = {
        let config = config.clone();
        let now = state.of_config(write_config);
        Memo::new(move |_| config.as_ref() == Some(&*now.read()))
    };
    let take = move |_| {
        if let Some(Ok(from)) = config.as_deref().map(read_config) {
            let edit = state.with_world(|now, _| Edit::image_of(&from, now));
            state.dispatch(&edit);
        }
    };
    let notes = image.notes.iter().cloned();
    let notes = notes.map(|note| view! { <p class="help">{note}</p> });
    let platforms = (!image.platforms.is_empty()).then(|| {
        let options = image.platforms.iter().cloned();
        let options =
            options.map(|name| view! { <option value=name.clone()>{name.clone()}</option> });
        view! {
            <label class="label" for=PLATFORM>{strings::pasted::PLATFORM}</label>
            <select id=PLATFORM on:change=move |event| on_platform.run(event_target_value(&event))>
                <option value="" disabled=true selected=true>{strings::pasted::CHOOSE_PLATFORM}</option>
                {options.collect_view()}
            </select>
        }
    });
    view! {
        <p><strong>{image.recognised.clone()}</strong>" "{words::image(&image)}</p>
        {notes.collect_view()}
        {platforms}
        {words::narrower(&image).map(|text| view! { <p hidden=is_used>{text}</p> })}
        {image.config.is_some().then(|| view! {
            <p>
                <button type="button" class="button primary" on:click=take>{strings::pasted::USE_IMAGE}</button>
                {move || is_used.get().then_some(strings::pasted::IMAGE_USED)}
            </p>
        })}
    }
}

/// Measured pulls against the estimate, and the model's figures from them.
#[component]
pub fn PastedPulls(looked: Memo<Option<PullCase>>) -> impl IntoView {
    let state = use_state();
    let paste = Paste::new();
    let config = state.of_config(write_config);
    let on = Memo::new(move |_| looked.read().as_ref().map(|case| case.name.to_owned()));
    let ask = move || {
        // There is no type while prices are on their way.
        if on.read_untracked().is_none() {
            paste.wait();
            return;
        }
        paste.ask(|text| {
            Request::Pulls(PullsRequest {
                text,
                config: config.get_untracked(),
                instance_type: on.get_untracked(),
            })
        });
    };
    // What is said of the pulls is of the settings and the type as they are now.
    Effect::watch(
        move || (config.get(), on.get()),
        move |_, _, _| ask(),
        false,
    );
    let on_text = Callback::new(move |text| {
        paste.text.set_value(text);
        ask();
    });
    let answer = move || match &*paste.read.read() {
        Reading::Answer(answer) => match &**answer {
            Answer::Pulls(pulls) => Some(view! { <PullsRead pulls=pulls.clone() /> }),
            _ => None,
        },
        _ => None,
    };
    let [what, or, print_on, tell_figures] = strings::pasted::PULLS_HELP;
    view! {
        <details class="pasted" open=has_text(PULLS)>
            <summary><h3>{strings::pasted::PULLS}</h3></summary>
            <p class="help">
                {what}<code>"kubectl describe pod"</code>{or}<code>"kubectl get events"</code>
                {print_on}{move || on.get()}{tell_figures}
            </p>
            <PasteBox id=PULLS label=strings::pasted::PULLS_LABEL hint=strings::pasted::PULLS_HINT on_text
                on_unread=Callback::new(move |why| paste.read.set(Reading::Refused(why))) />
            <div role="status">{paste.status(ask)}{answer}</div>
        </details>
    }
}

#[component]
fn PullsRead(pulls: PullsAnswer) -> impl IntoView {
    let verdict = pulls.verdict.iter().cloned();
    let verdict = verdict.map(|text| view! { <p>{text}</p> });
    let gains = pulls.gains.iter().map(words::gain);
    let gains = gains.map(|text| view! { <p><strong>{text}</strong></p> });
    let notes = pulls.notes.iter().cloned();
    let notes = notes.map(|note| view! { <p class="help">{note}</p> });
    let more = words::left_out(pulls.rows.len());
    let rows = pulls
        .rows
        .iter()
        .take(words::MAX_ROWS)
        .map(words::row)
        .map(pull);
    let causes = pulls.causes.iter().map(words::cause).collect::<Vec<_>>();
    let causes = (!causes.is_empty()).then(|| {
        let items = causes.into_iter().map(|text| view! { <li>{text}</li> });
        view! {
            <p><strong>{strings::pasted::CAUSES}</strong></p>
            <ul class="caveats">{items.collect_view()}</ul>
        }
    });
    let table = (!pulls.rows.is_empty()).then(|| view! {
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table pull-table">
                <caption class="unseen">{strings::pasted::PULLS_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::pasted::IMAGE_HEAD}</th>
                        <th scope="col" class="number">{strings::pasted::SIZE_HEAD}</th>
                        <th scope="col" class="number">{strings::pasted::MEASURED_HEAD}</th>
                        <th scope="col" class="number">{strings::pasted::WAITED_HEAD}</th>
                        <th scope="col" class="number">{strings::pasted::ESTIMATED_HEAD}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    });
    view! {
        {verdict.collect_view()}
        {gains.collect_view()}
        {table}
        {more.map(|text| view! { <p class="help">{text}</p> })}
        {causes}
        {notes.collect_view()}
        {pulls.fitted.clone().map(|fitted| view! { <FittedFigures fitted /> })}
    }
}

fn pull(row: words::PullRow) -> impl IntoView {
    let words::PullRow {
        pod,
        image,
        size,
        measured,
        waited,
        estimated,
    } = row;
    let or = |text: Option<String>, word: &'static str| match text {
        Some(text) => view! { <span>{text}</span> }.into_any(),
        None => view! { <span class="muted">{word}</span> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{or(pod, strings::pasted::NO_POD)}<span class="row-note">{image}</span></th>
            <td class="number">{or(size, strings::words::UNKNOWN)}</td>
            <td class="number">{measured}</td>
            <td class="number">{or(waited, "–")}</td>
            <td class="number">{or(estimated, strings::words::UNKNOWN)}</td>
        </tr>
    }
}

#[component]
fn FittedFigures(fitted: Fitted) -> impl IntoView {
    let state = use_state();
    let config = fitted.config.clone();
    let keep = move |_| {
        if let Some(Ok(from)) = config.as_deref().map(read_config) {
            let edit = state.with_world(|now, _| Edit::own_figures_of(&from, now));
            state.dispatch(&edit);
        }
    };
    let rows = fitted.rows.iter().map(|row| {
        let own = match row.own.clone() {
            Some(own) => view! { <span>{own}</span> }.into_any(),
            None => view! { <span class="muted">{strings::pasted::NOT_TOLD}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">{row.label.clone()}<span class="row-note">{row.told.clone()}</span></th>
                <td class="number">{row.published.clone()}</td>
                <td class="number">{own}</td>
            </tr>
        }
    });
    view! {
        <h4>{strings::pasted::FIGURES}</h4>
        <p class="help">{words::fit(&fitted)}</p>
        <div class="table-scroll" tabindex="0" role="group" aria-label=strings::widgets::SCROLLABLE_TABLE>
            <table class="table pull-table stacked">
                <caption class="unseen">{strings::pasted::FIGURES_CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{strings::pasted::FIGURE_HEAD}</th>
                        <th scope="col" class="number">{strings::pasted::PUBLISHED_HEAD}</th>
                        <th scope="col" class="number">{strings::pasted::YOURS_HEAD}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
        {fitted.config.is_some().then(|| view! {
            <p><button type="button" class="button primary" on:click=keep>{strings::pasted::KEEP_FIGURES}</button></p>
        })}
    }
}
