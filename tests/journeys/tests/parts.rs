//! The parts of the page that are loaded after it: nobody waits for them, and one that does not
//! come leaves nothing dead.

use journeys::{Page, journey};

/// How many files of WebAssembly the page has loaded by now.
async fn programs(page: &Page) -> u64 {
    let loaded = "performance.getEntriesByType('resource')\
        .filter(({ name, responseStatus }) => name.endsWith('.wasm') && responseStatus === 200).length";
    page.evaluate(loaded).await.as_u64().unwrap_or(0)
}

#[test]
fn parts_come_by_themselves_and_then_need_no_network() {
    journey(async |page| {
        page.open("").await;
        page.wait_until(
            "the main part, two others and what they share are loaded",
            async || programs(page).await == 4,
        )
        .await;
        page.stop_server().await;
        page.click("tab", "Pull").await;
        page.wait_for_text("#result-panel", "Layer").await;
        page.click_button("Help").await;
        page.wait_for_text("#help-dialog", "Keys, wherever no text is typed")
            .await;
    });
}

#[test]
fn a_link_to_a_tab_waits_for_its_part() {
    journey(async |page| {
        page.open("#v1_tab.next-steps_z").await;
        page.wait_for_text("#result-panel", "kubectl apply").await;
    });
}

#[test]
fn a_part_that_does_not_come_is_said_and_can_be_tried_again() {
    journey(async |page| {
        page.refuse(&["*split_*"]).await;
        page.open("#v1_tab.next-steps_z").await;
        page.wait_for_text("#result-panel", "could not be loaded")
            .await;
        page.click_button("Save").await;
        page.wait_for_text("#save-dialog", "could not be loaded")
            .await;
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
