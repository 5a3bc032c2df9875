//! The page's entry point: says what to do if there is a bug, and mounts the application.

use leptos::mount::mount_to_body;
use soci_configurator::data::catalogue;
use soci_configurator::ui::{App, has_started, in_a_task, show_crash};

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        show_crash();
    }));
    // One after the other, so that a slow device can scroll in between.
    in_a_task(|| {
        catalogue();
        in_a_task(|| {
            has_started();
            mount_to_body(App);
        });
    });
}
