//! What only a browser can show: the page's parts in a real DOM, and the core as WASM.

#![cfg(target_arch = "wasm32")]

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use soci_configurator::core::{evaluate, read_config};
use soci_configurator::data::catalogue;
use soci_configurator::ui::App;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

#[path = "scenarios/mod.rs"]
mod scenario_files;

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the_page_mounts_and_shows_its_heading() {
    let place = document()
        .create_element("div")
        .expect("a place for the page");
    document()
        .body()
        .expect("a body")
        .append_child(&place)
        .expect("the place is in the page");
    let mounted = mount_to(place.clone().unchecked_into(), App);
    let heading = place
        .query_selector("h1")
        .expect("a valid selector")
        .expect("a heading");
    assert_eq!(heading.text_content().as_deref(), Some("SOCI Configurator"));
    drop(mounted);
    place.remove();
}

#[wasm_bindgen_test]
fn every_scenario_is_the_same_bytes_as_native() {
    let scenarios = scenario_files::all();
    assert!(scenarios.len() > 40, "the scenarios are not carried along");
    for scenario in scenarios {
        let name = scenario.name;
        let config = read_config(scenario.config_text).expect(name);
        let bundle = evaluate(&config, catalogue()).bundle;
        assert_eq!(bundle.files().len(), scenario.files.len(), "{name}");
        for (path, expected) in scenario.files {
            let made = bundle.file(path).map(|file| file.text.as_str());
            assert_eq!(made, Some(expected), "{name}: {path}");
        }
    }
}
