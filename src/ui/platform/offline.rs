//! The service worker, which keeps the page on this machine, and its next version.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Event, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

/// Waited for before the page is kept: on a slow line, what the visitor came for goes first.
const PAUSE_MS: u32 = 1_000;

fn container() -> Option<ServiceWorkerContainer> {
    let window = web_sys::window()?;
    // Without HTTPS, and in some private windows, there is none.
    let navigator: JsValue = window.navigator().into();
    let there = js_sys::Reflect::has(&navigator, &JsValue::from_str("serviceWorker")).ok()?;
    (there && window.is_secure_context()).then(|| window.navigator().service_worker())
}

/// Keeps the page on this machine, and calls once another version of it is there and waits.
/// While somebody works on the page (a debug build), nothing is kept.
pub fn keep(ready: impl Fn() + Clone + 'static) {
    if cfg!(debug_assertions) {
        return;
    }
    let Some(container) = container() else {
        return;
    };
    reload_with_next(&container);
    super::after(PAUSE_MS, move || {
        let registered = Closure::once(move |registration: JsValue| {
            watch(registration.unchecked_into(), ready);
        });
        // Where it is refused, the page works as long as there is a network.
        let refused = Closure::once(|_: JsValue| {});
        let _ = container.register("sw.js").then2(&registered, &refused);
        registered.forget();
        refused.forget();
    });
}

/// Lets the version that waits take over; every open page of ours then loads it.
pub fn take_next() {
    let Some(container) = container() else {
        return;
    };
    let found = Closure::once(|registration: JsValue| {
        let registration = registration.dyn_into::<ServiceWorkerRegistration>();
        if let Some(next) = registration.ok().and_then(|found| found.waiting()) {
            let _ = next.post_message(&JsValue::from_str("go"));
        }
    });
    let none = Closure::once(|_: JsValue| {});
    let _ = container.get_registration().then2(&found, &none);
    found.forget();
    none.forget();
}

/// Loads the page again once another version has taken over. The very first one takes over
/// without that: it is the version that is shown.
fn reload_with_next(container: &ServiceWorkerContainer) {
    if container.controller().is_none() {
        return;
    }
    let reload = Closure::<dyn FnMut()>::new(|| {
        if let Some(window) = web_sys::window() {
            let _ = window.location().reload();
        }
    });
    container.set_oncontrollerchange(Some(reload.as_ref().unchecked_ref()));
    reload.forget();
}

/// Looks for a version that waits, now and later.
fn watch(registration: ServiceWorkerRegistration, ready: impl Fn() + Clone + 'static) {
    // What is installed first has nothing to replace.
    let replaces = container().is_some_and(|container| container.controller().is_some());
    if replaces && registration.waiting().is_some() {
        ready();
    }
    let found = {
        let registration = registration.clone();
        Closure::<dyn FnMut()>::new(move || {
            if let Some(next) = registration.installing() {
                installed(&next, ready.clone());
            }
        })
    };
    registration.set_onupdatefound(Some(found.as_ref().unchecked_ref()));
    found.forget();
}

fn installed(next: &ServiceWorker, ready: impl Fn() + 'static) {
    let told = Rc::new(Cell::new(false));
    let changed = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let next: Option<ServiceWorker> = event.target().and_then(|target| target.dyn_into().ok());
        let waits = next.is_some_and(|next| next.state() == ServiceWorkerState::Installed);
        let replaces = container().is_some_and(|container| container.controller().is_some());
        if waits && replaces && !told.replace(true) {
            ready();
        }
    });
    next.set_onstatechange(Some(changed.as_ref().unchecked_ref()));
    changed.forget();
}
