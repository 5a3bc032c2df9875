//! Makes the first edits of a visit as quick as the ones after them.
//!
//! A browser compiles a function when it is first called, and well only once it was called often.
//! Left to the visitor, the first edit would take ten times as long as the fortieth. So after the
//! page stands, and only while nothing else is to be done, edits are made to a state that nobody
//! sees; then it is thrown away.

use leptos::prelude::*;

use crate::core::{Field, Preset};
use crate::ui::platform;
use crate::ui::state::State;

/// A field that every preset has; what is typed changes the manifests, the cost and the pull time.
const CHANGED: &str = "storage.volume.throughput";

/// Edits of each preset.
const EDITS: u32 = 6;

/// And of the first one once more, which most visits stay with: what each edit does a little of is
/// compiled well only after so many.
const EDITS_OF_FIRST: u32 = 60;

/// Rehearses edits, one at a time, while the browser has nothing else to do.
pub fn rehearse(state: State) {
    let Some(field) = Field::find(CHANGED) else {
        return;
    };
    let owner = Owner::new();
    let mut stage = None;
    let mut edits = (Preset::ALL.iter().map(|preset| (preset, EDITS)))
        .chain(Preset::ALL.first().map(|preset| (preset, EDITS_OF_FIRST)))
        .flat_map(|(preset, edits)| (0..edits).map(move |edit| (preset, edit)));
    platform::while_idle(move || {
        // The page may be gone, as in a test.
        if state.view.stands.try_get_untracked().is_none() {
            owner.cleanup();
            return false;
        }
        let Some(copy) = &stage else {
            stage = Some(owner.with(|| {
                let copy = state.fork();
                copy.follow_form();
                copy
            }));
            return true;
        };
        let Some((preset, edit)) = edits.next() else {
            owner.cleanup();
            return false;
        };
        owner.with(|| match edit {
            0 => copy.start_from(preset),
            _ => copy.on_input(field, (400 + edit * 5).to_string()),
        });
        true
    });
}
