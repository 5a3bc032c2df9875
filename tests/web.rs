//! What only a browser can show: the page's parts in a real DOM, and the core as WASM.

#![cfg(target_arch = "wasm32")]

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use soci_configurator::core::{
    Config, Constants, Edit, Field, PullModel, PullVariant, Selection, evaluate, read_config,
};
use soci_configurator::data::catalogue;
use soci_configurator::ui::App;
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

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

/// Prints how long a selection, an evaluation and a simulated pull take in WASM; nothing is asserted of it.
#[wasm_bindgen_test]
fn selections_evaluations_and_pulls_are_timed() {
    /// Runs within one reading of the clock, which counts whole milliseconds.
    const BATCH: u32 = 20;
    const BATCHES: usize = 40;
    let config = Config::default();
    let timed = |what: &str, run: &dyn Fn()| {
        let mut times: Vec<f64> = (0..BATCHES)
            .map(|_| {
                let start = js_sys::Date::now();
                (0..BATCH).for_each(|_| run());
                (js_sys::Date::now() - start) / f64::from(BATCH)
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let at = |share: usize| times[(BATCHES - 1) * share / 100];
        console_log!(
            "{what} in WASM, milliseconds: min {:.2}, median {:.2}, p95 {:.2}",
            at(0),
            at(50),
            at(95)
        );
    };
    timed("one selection", &|| {
        std::hint::black_box(Selection::for_config(&config, catalogue()));
    });
    timed("one evaluation", &|| {
        std::hint::black_box(evaluate(&config, catalogue()));
    });
    let layers: Vec<String> = (0..127)
        .map(|at| match at % 16 {
            5 => "1200MB".to_owned(),
            9 => "300MB".to_owned(),
            _ => format!("{}kB", 1 + at * 50),
        })
        .collect();
    let field = Field::find("image.layers").expect("a field");
    let edit = Edit::typed(field, &layers.join("\n"), &config).expect("layers");
    let image = config.apply(&edit);
    let model = PullModel::new(&image, catalogue(), &Constants::default()).expect("a size");
    let position = catalogue().position("m6i.8xlarge").expect("a type");
    timed("one pull of 127 layers with its timeline", &|| {
        std::hint::black_box(model.timeline(PullVariant::Engine, position));
    });
    let selection = Selection::for_config(&config, catalogue());
    assert!(!selection.admitted.is_empty());
}
