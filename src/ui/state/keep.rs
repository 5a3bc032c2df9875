//! Nothing is lost: the address bar holds the state, this tab does, and so does the browser for the
//! next visit.
//!
//! The browser's tabs share one state for the next visit, and each goes on with its own. A tab writes
//! the shared one only when its user changed something in it; the others say so and stay as they are.

use std::time::Duration;

use leptos::prelude::*;

use super::State;
use crate::core::{Config, Link, ReadLink, read_link};
use crate::ui::platform::address;
use crate::ui::platform::storage::{self, NotKept, StorageArea};
use crate::ui::strings;
use crate::ui::view_model::ids;

/// Key of the state: the address that it goes on from, a line feed, and the whole link.
const KEY: &str = "soci-configurator-state";
/// Between two changes of the address. Safari allows 100 in 30 seconds.
const PAUSE: Duration = Duration::from_millis(400);

/// Takes the state from this tab, the address or the browser, and from then on keeps all of them up
/// to date. Part of another page, it leaves what is kept alone.
pub fn keep(state: State) {
    let place = address::fragment();
    restore(state, &place);
    state
        .kept_work
        .set_value(work(&untrack(move || state.link())));
    let mut write = debounce(PAUSE, move |()| write(state));
    Effect::new(move |_| {
        state.track_link();
        write(());
    });
    address::on_change(move || changed(state));
    // What was edited last may not be in the address yet, and the browser comes back to that.
    address::on_leave(move || remember(state, &address::fragment()));
    if !state.view.embedded {
        storage::on_change_elsewhere(KEY, move |text| changed_elsewhere(state, &text));
    }
    if read_link(&place).is_none() && !place.is_empty() {
        // It may be in a group of the form that is closed.
        if let Some(group) = ids::group_of(&place) {
            state.view.open(group);
        }
        Effect::new(move |_| {
            let place = place.clone();
            set_timeout(move || _ = address::go_to(&place), Duration::ZERO);
        });
    }
}

/// An entry under [`KEY`]: the address, and what it goes on with.
fn entry(text: &str) -> Option<(&str, ReadLink)> {
    let (at, link) = text.split_once('\n')?;
    Some((at, read_link(link)?))
}

/// What somebody would miss of a state; not which tab of the result is in view.
fn work(link: &Link) -> String {
    let link = Link {
        tab: None,
        ..link.clone()
    };
    link.write_whole()
}

fn restore(state: State, place: &str) {
    let get = |shelf: StorageArea| (!state.view.embedded).then(|| shelf.get(KEY)).flatten();
    let (own, stored) = (get(StorageArea::Session), get(StorageArea::Local));
    let own = own.as_deref().and_then(entry);
    let stored = stored.as_deref().and_then(entry);
    match (read_link(place), own, stored) {
        // The page was reloaded: what this tab kept goes on from that address, else the browser.
        (Some(_), Some((at, own)), _) if at == place => state.start_with(own),
        (Some(_), _, Some((at, stored))) if at == place => state.start_with(stored),
        (Some(linked), _, Some((_, stored))) if is_work(&stored, &linked) => {
            state.start_with(stored);
            state.open_link(linked);
            state.view.say(strings::kept::OPENED_FROM_LINK);
        }
        (Some(linked), ..) => state.start_with(linked),
        (None, _, Some((_, stored))) => state.start_with(stored),
        (None, _, None) => {}
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

/// Keeps the state in this tab, and in the browser if something was changed here, under the address
/// that it goes on from.
fn remember(state: State, place: &str) {
    if state.view.embedded {
        return;
    }
    let link = untrack(move || state.link());
    let text = format!("{place}\n{}", link.write_whole());
    let in_tab = StorageArea::Session.set(KEY, &text);
    let work = work(&link);
    let is_changed = state.kept_work.with_value(|kept| *kept != work);
    // Without a change, only the view of the same work may be brought up to date.
    let is_free = || {
        let stored = storage::get(KEY);
        let stored = stored.as_deref().and_then(entry);
        stored.is_some_and(|(_, stored)| self::work(&stored.link) == work)
    };
    if !is_changed && !is_free() {
        return;
    }
    let in_browser = storage::set(KEY, &text);
    if is_changed && in_browser.is_ok() {
        state.kept_work.set_value(work);
    }
    say_whether_kept(state, in_tab.and(in_browser), place == link.write_whole());
}

/// A browser that keeps nothing still has the address. It is said where that is not all, and where
/// there was room before.
fn say_whether_kept(state: State, kept: Result<(), NotKept>, address_has_all: bool) {
    let missing = match kept {
        Err(NotKept::Full) => Some(NotKept::Full),
        Err(NotKept::Blocked) if !address_has_all => Some(NotKept::Blocked),
        Err(NotKept::Blocked) | Ok(()) => None,
    };
    if state.view.not_kept.get_untracked() != missing {
        state.view.not_kept.set(missing);
    }
}

/// Another tab has changed what the next visit begins with.
fn changed_elsewhere(state: State, text: &str) {
    let Some((_, other)) = entry(text) else {
        return;
    };
    let same = work(&other.link) == work(&untrack(move || state.link()));
    state.view.elsewhere.set((!same).then_some(other));
}

/// Takes what another tab has changed in place of what is here, as one step that can be taken back.
pub fn take_over(state: State, other: ReadLink) {
    let work = work(&other.link);
    state.open_link(other);
    state.kept_work.set_value(work);
    state.view.elsewhere.set(None);
    state.view.say(strings::kept::TAKEN_OVER);
}

/// Somebody changed what stands behind the `#`, or went back to it.
fn changed(state: State) {
    let now = untrack(move || state.link()).write();
    let place = address::fragment();
    match read_link(&place) {
        Some(_) if place == now => {}
        Some(linked) => {
            state.open_link(linked);
            state.view.say(strings::kept::OPENED_FROM_ADDRESS);
        }
        // A place within the page, which may be in a closed group; else the browser is there already.
        None => {
            if let Some(group) = ids::group_of(&place) {
                state.view.open(group);
                set_timeout(move || _ = address::go_to(&place), Duration::ZERO);
            }
            address::put(&now);
        }
    }
}

/// Brings the address up to date at once.
pub fn keep_now(state: State) {
    write(state);
}
