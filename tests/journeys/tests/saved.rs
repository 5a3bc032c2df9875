//! Settings are kept under names, and the Config file is one click away.

use journeys::journey;

#[test]
fn settings_are_saved_opened_renamed_deleted_and_put_back() {
    journey(async |page| {
        page.open("#v2_cn.demo_vi.4000_z").await;
        page.click_button("Save").await;
        assert_eq!(page.value("Name").await, "demo");
        page.wait_for_text("#save-dialog", "Nothing saved").await;
        page.type_into("Name", "  ").await;
        page.click_button("Save under this name").await;
        page.wait_for_text("#save-dialog", "Enter a name").await;
        page.type_into("Name", "first try").await;
        page.press("Enter").await;
        page.wait_for_text("#save-dialog", "Saved as “first try”.")
            .await;
        assert!(page.has("button", "Replace").await);
        page.click_button("Close").await;

        page.type_into("IOPS", "5000").await;
        page.open("").await;
        page.click_button("Save").await;
        page.click_button("Rename first try").await;
        page.type_into("New name", "production").await;
        page.press("Enter").await;
        page.wait_for_text("#save-dialog", "is now “production”")
            .await;
        page.click_button("Delete production").await;
        page.wait_for_text("#save-dialog", "Nothing saved").await;
        page.click_button("Restore “production”").await;
        page.click_button("Open production").await;
        page.wait_until("the saved settings are open", async || {
            page.value("IOPS").await == "4000"
        })
        .await;
        page.click_button("Undo").await;
        assert_eq!(page.value("IOPS").await, "5000");
    });
}

#[test]
fn the_config_file_is_saved_and_opens_again() {
    journey(async |page| {
        page.open("#v2_cn.demo_vi.4000_z").await;
        page.click_button("Save").await;
        page.click_button("Download config.yaml").await;
        let file = page.downloaded("config.yaml").await;
        let text = String::from_utf8(file).expect("text");
        assert!(text.contains("iops: 4000"), "{text}");
    });
}

#[test]
fn a_browser_that_keeps_nothing_says_so_and_works() {
    journey(async |page| {
        page.open("").await;
        page.evaluate("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }")
            .await;
        page.type_into("Cluster name", "demo").await;
        page.wait_until("the address goes on", async || {
            page.place().await.contains("cn.demo")
        })
        .await;
        page.click_button("Save").await;
        page.click_button("Save under this name").await;
        page.wait_for_text("#save-dialog", "is full").await;
    });
}
