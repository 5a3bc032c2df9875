//! Nothing is lost: the address bar holds the state, and so does this browser.

use std::time::Duration;

use leptos::prelude::*;

use super::State;
use crate::core::{Config, ReadLink, read_link};
use crate::ui::platform::{address, storage};
use crate::ui::texts;

/// Key of the state: the address that it goes on from, a line feed, and the whole link.
const KEY: &str = "soci-configurator-state";
/// Between two changes of the address. Safari allows 100 in 30 seconds.
const PAUSE: Duration = Duration::from_millis(400);

/// Takes the state from the address, else from this browser, and from then on keeps both up to
/// date. Part of another page, it leaves this browser's own state alone.
pub fn keep(state: State) {
    let place = address::fragment();
    restore(state, &place);
    let mut write = debounce(PAUSE, move |()| write(state));
    Effect::new(move |_| {
        state.track_link();
        write(());
    });
    address::on_change(move || changed(state));
    // What was edited last may not be in the address yet, and the browser comes back to that.
    address::on_leave(move || remember(state, &address::fragment()));
    if read_link(&place).is_none() && !place.is_empty() {
        Effect::new(move |_| {
            address::go_to(&place);
        });
    }
}

fn restore(state: State, place: &str) {
    let stored = (!state.view.embedded).then(|| storage::get(KEY)).flatten();
    let (at, stored) = stored
        .as_deref()
        .and_then(|text| text.split_once('\n'))
        .map_or(("", None), |(at, link)| (at, read_link(link)));
    let linked = read_link(place);
    match (linked, stored) {
        // The page was reloaded: what this browser kept goes on from that address.
        (Some(_), Some(stored)) if at == place => state.start_with(stored),
        (Some(linked), Some(stored)) if is_work(&stored, &linked) => {
            state.start_with(stored);
            state.open_link(linked);
            state.view.say(texts::kept::OPENED_FROM_LINK);
        }
        (Some(linked), _) => state.start_with(linked),
        (None, Some(stored)) => state.start_with(stored),
        (None, None) => {}
    }
}

/// Whether there is something to come back to.
fn is_work(stored: &ReadLink, linked: &ReadLink) -> bool {
    let same = stored.link.config == linked.link.config;
    let untouched = stored.link.config == Config::default() && stored.link.refused.is_empty();
    !(same || untouched)
}

fn write(state: State) {
    let fragment = untrack(move || state.link()).write();
    if address::fragment() != fragment {
        address::put(&fragment);
    }
    remember(state, &fragment);
}

/// Keeps the state in this browser, under the address that it goes on from.
fn remember(state: State, place: &str) {
    if !state.view.embedded {
        let whole = untrack(move || state.link()).write_whole();
        // A browser that keeps nothing still has the address.
        let _ = storage::set(KEY, &format!("{place}\n{whole}"));
    }
}

/// Somebody changed what stands behind the `#`, or went back to it.
fn changed(state: State) {
    let now = untrack(move || state.link()).write();
    let place = address::fragment();
    match read_link(&place) {
        Some(_) if place == now => {}
        Some(linked) => {
            state.open_link(linked);
            state.view.say(texts::kept::OPENED_FROM_ADDRESS);
        }
        // A place within the page; the browser is there already.
        None => address::put(&now),
    }
}

/// Brings the address up to date at once.
pub fn keep_now(state: State) {
    write(state);
}
