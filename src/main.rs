//! The page's entry point: installs the panic hook and mounts the application.

use leptos::mount::mount_to_body;
use soci_configurator::ui::App;

fn main() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}
