//! Two Configs side by side.

use journeys::{Page, journey};

async fn compared(page: &Page) {
    page.open("#v2_cn.demo_ci.Nodes_vi.4000_z").await;
    page.click_button("Compare").await;
}

#[test]
fn settings_numbers_and_lines_stand_side_by_side() {
    journey(async |page| {
        compared(page).await;
        let text = page
            .wait_for_text("#compare-dialog table.settings", "IOPS")
            .await;
        assert!(
            text.contains("4000 IOPS") && text.contains("3000 IOPS"),
            "{text}"
        );
        let text = page
            .wait_for_text("#compare-dialog table.figures", "Missing values")
            .await;
        assert!(
            text.contains("this page") && text.contains("the default"),
            "{text}"
        );
        page.choose("Compare this page with", "Bottlerocket").await;
        page.wait_for_text("#compare-dialog table.settings", "FastImagePull")
            .await;
        page.wait_for_text(".diff-lines", "bottlerocket@").await;
        let left = page.text(".diff-lines thead").await;
        page.click_button("Swap sides").await;
        page.wait_until("the sides are swapped", async || {
            page.text(".diff-lines thead").await != left
        })
        .await;
        page.click_button("Use these settings").await;
        page.wait_for_text(".result-line", "Bottlerocket").await;
        assert_eq!(page.matches("dialog[open]").await, 0);
        page.click_button("Undo").await;
        page.wait_for_text(".result-line", "FastImagePull").await;
    });
}

#[test]
fn saved_settings_and_links_can_be_compared_on_a_phone_too() {
    journey(async |page| {
        page.resize(390, 844).await;
        compared(page).await;
        page.choose("Compare this page with", "A link").await;
        page.wait_for_text("#compare-dialog", "Paste a link").await;
        page.type_into("Link", "https://example.org/#v2_cn.demo_ci.Nodes_vi.4000_z")
            .await;
        page.wait_for_text("#compare-dialog", "No settings differ.")
            .await;
        page.type_into("Link", "v2_cn.demo_ci.Nodes_vi.5000_z")
            .await;
        page.wait_for_text(".diff-lines", "iops: 5000").await;
        let wide = page.evaluate("document.querySelector('#compare-dialog').scrollWidth > document.querySelector('#compare-dialog').clientWidth").await;
        assert_eq!(wide, false, "nothing is cut off at the side");
        page.click_button("Close").await;

        page.click_button("Save").await;
        page.click_button("Save under this name").await;
        page.wait_for_text("#save-dialog", "Saved as “demo”.").await;
        page.click_button("Close").await;
        page.type_into("IOPS", "6000").await;
        page.click_button("Compare").await;
        page.choose("Compare this page with", "demo").await;
        page.wait_for_text(".diff-lines", "iops: 4000").await;
    });
}
