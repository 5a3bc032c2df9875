//! The parts of the page that are loaded when somebody comes near them: who stays with the files
//! never loads them, and one that does not come leaves nothing dead.

use fantoccini::actions::{InputSource, MouseActions, PointerAction};
use journeys::{Page, journey};

/// How many files of WebAssembly the page has loaded by now.
async fn programs(page: &Page) -> u64 {
    let loaded = "performance.getEntriesByType('resource')\
        .filter(({ name, responseStatus }) => name.endsWith('.wasm') && responseStatus === 200).length";
    page.evaluate(loaded).await.as_u64().unwrap_or(0)
}

/// Which parts the page has loaded by now, in the order in which they came. What they share comes with
/// them, in as many files as the linker makes of it.
async fn parts(page: &Page) -> Vec<String> {
    let loaded = "performance.getEntriesByType('resource')\
        .filter(({ responseStatus }) => responseStatus === 200)\
        .map(({ name }) => /split_([a-z]+)-.*\\.wasm$/.exec(name)?.[1]).filter(Boolean)";
    let names = page.evaluate(loaded).await;
    let names = names.as_array().cloned().unwrap_or_default();
    let words = names.iter().filter_map(|name| name.as_str());
    words.map(str::to_owned).collect()
}

/// Waits until these parts are there, and nothing more comes.
async fn wait_for_parts(page: &Page, wanted: &[&str]) {
    page.wait_until("the parts", async || parts(page).await == wanted)
        .await;
    let mut known = programs(page).await;
    loop {
        let pause = "new Promise((go) => setTimeout(go, 300))";
        page.evaluate(pause).await;
        let now = programs(page).await;
        if now == known {
            break;
        }
        known = now;
    }
}

/// Moves the pointer over an element without pressing it.
async fn come_near(page: &Page, role: &str, name: &str) {
    let element = page.element(role, name).await;
    let pointer = MouseActions::new("mouse".to_owned()).then(PointerAction::MoveToElement {
        element,
        duration: None,
        x: 0.0,
        y: 0.0,
    });
    page.client()
        .perform_actions(pointer)
        .await
        .expect("the pointer moves");
}

#[test]
fn a_visit_that_stays_with_the_form_loads_what_compares_disks_alone() {
    journey(async |page| {
        page.open("").await;
        page.wait_for_text(".result-line", "/h node").await;
        page.type_into("Cluster name", "files-only").await;
        page.type_into("Node IAM role", "KarpenterNodeRole-demo")
            .await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        wait_for_parts(page, &["disk"]).await;
    });
}

#[test]
fn a_part_is_there_before_the_click_and_then_needs_no_network() {
    journey(async |page| {
        page.open("").await;
        page.wait_for_text("#result-panel", "gp3").await;
        come_near(page, "tab", "Pull").await;
        wait_for_parts(page, &["disk", "guide"]).await;
        come_near(page, "button", "Help").await;
        wait_for_parts(page, &["disk", "guide", "dialogs"]).await;
        // The worker that keeps the page asks for its script by itself: not while the server stops.
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            .await;
        page.stop_server().await;
        page.click("tab", "Pull").await;
        page.wait_for_text("#result-panel", "Layer").await;
        page.click_button("Help").await;
        page.wait_for_text("#help-dialog", "Keys, outside text fields")
            .await;
        // The tab's icon and the worker that keeps the page may miss the server; this visit does not.
        page.take_console_errors().await;
    });
}

/// Chromium 156 crashes a page whose table of functions has empty places for parts.
#[test]
fn developer_tools_can_look_into_the_page() {
    journey(async |page| {
        page.open("").await;
        page.wait_for_text(".result-line", "/h node").await;
        assert!(page.program_memory().await > 0);
        // What fills the places is no hindrance to the part that they are for.
        page.click("tab", "Pull").await;
        page.wait_for_text("#result-panel", "Layer").await;
        assert!(page.program_memory().await > 0);
    });
}

#[test]
fn a_link_to_a_tab_waits_for_its_part() {
    journey(async |page| {
        page.open("#v2_tab.next-steps_z").await;
        page.wait_for_text("#result-panel", "kubectl apply").await;
    });
}

#[test]
fn a_part_that_does_not_come_is_said_and_can_be_tried_again() {
    journey(async |page| {
        page.refuse(&["*split_*"]).await;
        page.open("#v2_tab.next-steps_z").await;
        page.wait_for_text("#result-panel", "failed to load").await;
        page.click_button("Save").await;
        page.wait_for_text("#save-dialog", "failed to load").await;
        page.press("Escape").await;
        // The rest of the page goes on.
        page.type_into("Cluster name", "still-here").await;
        page.type_into("Node IAM role", "KarpenterNodeRole-demo")
            .await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        assert!(!page.take_console_errors().await.is_empty());

        page.refuse(&[]).await;
        page.click_button("Try again").await;
        page.wait_for_text("#result-panel", "kubectl apply").await;
        // Who comes back need not ask again.
        page.click_button("Save").await;
        page.wait_for_text("#save-dialog", "Save under this name")
            .await;
        page.take_console_errors().await;
    });
}

#[test]
fn why_there_is_a_finding_comes_when_somebody_asks() {
    journey(async |page| {
        page.refuse(&["*split_reasons*"]).await;
        page.open("").await;
        page.type_into("Throughput", "300").await;
        page.wait_for_text(".finding", "SOCI works best with 600 MiB/s")
            .await;
        page.evaluate("document.querySelector('.why summary').click()")
            .await;
        page.wait_for_text(".why", "failed to load").await;
        assert!(!page.take_console_errors().await.is_empty());

        page.refuse(&[]).await;
        page.click_button("Try again").await;
        page.wait_for_text(".why", "A parallel pull writes many layers at once")
            .await;
        assert_eq!(parts(page).await, ["disk", "reasons"]);
        page.take_console_errors().await;
    });
}

#[test]
fn an_archive_that_cannot_be_packed_is_said_and_can_be_asked_for_again() {
    journey(async |page| {
        page.refuse(&["*split_dialogs*"]).await;
        page.open("").await;
        page.type_into("Cluster name", "demo").await;
        page.type_into("Node IAM role", "KarpenterNodeRole-demo")
            .await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        page.click_button("Download all (zip)").await;
        page.wait_for_text(".actions", "failed to load").await;
        assert!(!page.take_console_errors().await.is_empty());

        page.refuse(&[]).await;
        page.click_button("Download all (zip)").await;
        page.wait_for_text(".actions", "Downloading").await;
        page.take_console_errors().await;
    });
}
