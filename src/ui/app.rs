//! The whole page: its parts and where they stand.

use std::time::Duration;

use leptos::prelude::*;

use super::panels::{
    Announcer, CompareDialog, Dock, DropTarget, DroppedConfig, EmbedBar, Form, Header, HelpDialog,
    KeptFiles, KeptNotices, LinkReport, NewVersion, OpenDialog, Opening, Parts, Presets, Print,
    ResultLine, ResultPanel, SaveDialog, ShareDialog, Shortcuts, rehearse,
};
use super::platform::{address, crash, focus, media, theme};
use super::state::{OwnFiles, State, keep};
use super::strings;
use super::view_model::ids;
use crate::core::Field;

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    let state = State::new();
    keep(state);
    state.view.chooses_preset.set(state.is_untouched());
    state.follow_form();
    address::keep_from_anchors();
    provide_context(state);
    provide_context(OwnFiles::watch(state));
    provide_context(Opening::new(state.view.pasted));
    provide_context(Parts::new());
    Effect::new(move |_| theme::apply(state.view.theme.get()));
    // With the first frame: to focus has the page laid out, and the result need not wait for that.
    request_animation_frame(move || {
        // A part of another page leaves the keyboard to it, and a frame that comes late to who has begun.
        // On a phone its keyboard would cover the answer.
        let is_free = !state.view.embedded && !media::is_narrow() && focus::is_nowhere();
        if let Some(first) = Field::all().next().filter(|_| is_free) {
            focus::where_it_is(&ids::control(first));
        }
        set_timeout(move || _ = state.view.stands.try_set(true), Duration::ZERO);
        rehearse(state);
    });
    view! {
        <a class="skip" href="#settings">{strings::app::SKIP_TO_SETTINGS}</a>
        <a class="skip" href="#result">{strings::app::SKIP_TO_RESULT}</a>
        <p id=crash::ID class="crash" role="alert" hidden="hidden">
            {strings::app::STOPPED}
        </p>
        <DropTarget>
            <div class="page" class:embedded=state.view.embedded>
                {if state.view.embedded { view! { <EmbedBar /> }.into_any() } else { view! { <Header /> }.into_any() }}
                <LinkReport />
                <NewVersion />
                <KeptNotices />
                {(!state.view.embedded).then(|| view! { <Presets /> })}
                <ResultLine />
                <main class="work">
                    <Form />
                    <ResultPanel />
                </main>
                <Dock />
            </div>
        </DropTarget>
        <OpenDialog />
        <ShareDialog />
        <SaveDialog />
        <CompareDialog />
        <HelpDialog />
        <Shortcuts />
        <Print />
        <Announcer />
        <KeptFiles />
        <DroppedConfig />
    }
}
