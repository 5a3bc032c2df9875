//! From an empty page to the archive, which is the command line's, byte for byte.

use journeys::{Page, archive_of, journey};

#[test]
fn a_newcomer_downloads_what_the_command_line_writes() {
    journey(async |page| {
        page.open("").await;
        page.wait_until("the cursor is in the cluster's name", async || {
            page.focused().await == "Cluster name"
        })
        .await;
        page.wait_for_text(".result-line", "Required:").await;

        page.click_button("Download all (zip)").await;
        let said = page.wait_for_text("#announced-notice", "Required:").await;
        assert_eq!(said, "Required: Cluster name, Node IAM role");
        assert_eq!(page.focused().await, "Cluster name");

        page.start_from("vLLM on GPU nodes").await;
        page.wait_for_text(".preset-line", "10 GB and more").await;
        page.type_into("Cluster name", "demo").await;
        page.type_into("Node IAM role", "KarpenterNodeRole-demo")
            .await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "role: KarpenterNodeRole-demo")
            .await;

        page.click_button("Download all (zip)").await;
        let from_page = page.downloaded("soci-karpenter.zip").await;
        page.click("tab", "config.yaml").await;
        page.click_button("Download file").await;
        let config = page.downloaded("config.yaml").await;

        assert!(
            from_page == archive_of(&config),
            "the page's archive is not the command line's"
        );
    });
}

#[test]
fn on_a_phone_a_newcomer_goes_from_start_to_copy() {
    journey(async |page| {
        page.resize(390, 844).await;
        page.open("").await;
        page.wait_for_text(".result-line", "Required:").await;
        nothing_is_cut(page, "the first screen").await;

        page.type_into("Cluster name", "demo").await;
        page.type_into("Node IAM role", "KarpenterNodeRole-demo")
            .await;
        page.type_into("Throughput", "750").await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        nothing_is_cut(page, "the form").await;

        page.click_link("Files").await;
        page.wait_until("the files are on the screen", async || {
            let top = "document.getElementById('result').getBoundingClientRect().top";
            let top = page.evaluate(top).await.as_f64();
            top.is_some_and(|top| (0.0..844.0).contains(&top))
        })
        .await;
        page.wait_for_text("#result-panel", "throughput: 750").await;
        nothing_is_cut(page, "the files").await;
        page.click_button("Copy file").await;
        page.wait_for_text("#announced-notice", "copied").await;
        let file = page.clipboard().await;
        assert!(file.contains("role: KarpenterNodeRole-demo"), "{file}");
        assert!(file.contains("throughput: 750"), "{file}");
        page.click_button("Copy kubectl apply").await;
        page.wait_until("the command is copied", async || {
            page.clipboard().await.contains("kubectl apply")
        })
        .await;
    });
}

/// The page itself does not scroll sideways, and no control of it reaches beyond its edge.
async fn nothing_is_cut(page: &Page, what: &str) {
    let outside = page
        .evaluate(
            "[...document.querySelectorAll('button, input, select, a')]\
               .filter((one) => one.checkVisibility() && !one.closest('.unseen, .skip, .code, .panel, .preset-cards, .top-buttons, .tabs'))\
               .filter((one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)\
               .map((one) => one.textContent || one.id)",
        )
        .await;
    assert_eq!(outside, serde_json::json!([]), "{what}");
    let wider = page
        .evaluate("document.documentElement.scrollWidth - innerWidth")
        .await;
    assert!(wider.as_i64() <= Some(0), "{what}: {wider}");
}

#[test]
fn a_config_file_opens_again_and_a_broken_one_says_where() {
    journey(async |page| {
        page.open("").await;
        page.click_button("Import").await;
        let dialog = "File contents";
        page.type_into(dialog, "version: 1 storage: [").await;
        page.wait_for_text("#open-dialog", "pasted:1").await;
        page.wait_for_text("#open-dialog", "Nothing here can be opened")
            .await;
        assert_eq!(page.value(dialog).await, "version: 1 storage: [");

        let text = "{version: 1, cluster: {name: opened, nodeRole: Nodes}}";
        page.type_into(dialog, text).await;
        page.click_button("Import as is").await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        assert_eq!(page.value("Cluster name").await, "opened");

        page.click_button("Undo").await;
        page.wait_for_text(".result-line", "Required:").await;
        assert_eq!(page.value("Cluster name").await, "");
    });
}
