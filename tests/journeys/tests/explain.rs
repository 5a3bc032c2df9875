//! Findings are dismissed and put back, lines explain themselves, the blueprint stands beside today.

use journeys::{Page, journey};

const LINES: &str = "Lines of the file; the arrow keys explain one";

async fn named(page: &Page) {
    page.open("").await;
    page.type_into("Cluster name", "demo").await;
    page.type_into("Node IAM role", "Nodes").await;
}

#[test]
fn a_finding_is_dismissed_with_a_reason_and_put_back() {
    journey(async |page| {
        named(page).await;
        page.type_into("Throughput", "300").await;
        page.wait_for_text(".result-line", "1 warning").await;
        page.click("tab", "Findings").await;
        page.click_button("Dismiss…").await;
        assert_eq!(page.focused().await, "Why not?");
        page.press("Enter").await;
        page.wait_for_text("#result-panel", "A reason is needed")
            .await;
        page.type_into("Why not?", "we measured it").await;
        page.press("Enter").await;
        page.wait_for_text("#result-panel", "dismissed: we measured it")
            .await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        let status = page.text(".result-line").await;
        assert!(!status.contains("1 warning"), "{status}");
        page.click_button("Restore slow-volume").await;
        page.wait_for_text(".result-line", "1 warning").await;
    });
}

#[test]
fn every_line_says_what_it_does_and_why() {
    journey(async |page| {
        named(page).await;
        page.look_at_files().await;
        page.click("group", LINES).await;
        page.press("Home").await;
        page.wait_for_text(".explain", "Line 1").await;
        page.press("Down").await;
        page.wait_for_text(".explain", "Line 2").await;
        page.press("End").await;
        page.wait_for_text(".explain", "Minimum network bandwidth")
            .await;
        page.click_button("Comments").await;
        page.wait_for_text("#result-panel", "# Limits SOCI's writes")
            .await;
    });
}

#[test]
fn the_blueprint_stands_beside_todays_recommendation() {
    journey(async |page| {
        page.open("").await;
        page.click_button("Compare").await;
        page.choose("Compare this page with", "Original blueprint against today")
            .await;
        page.wait_for_text("dialog[open]", "one feature gate switches it on")
            .await;
        page.wait_for_text("dialog[open]", "the July 2025 blueprint")
            .await;
    });
}
