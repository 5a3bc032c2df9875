//! The whole way without a pointer.

use journeys::{Page, journey};

/// More stops than the page has.
const STOPS: usize = 300;

async fn tab_to(page: &Page, name: &str) {
    for _ in 0..STOPS {
        if page.focused().await.starts_with(name) {
            return;
        }
        page.press("Tab").await;
    }
    panic!("Tab never comes to {name:?}");
}

async fn type_here(page: &Page, text: &str) {
    for letter in text.chars() {
        page.press(&letter.to_string()).await;
    }
}

#[test]
fn everything_can_be_reached_and_done_from_the_keyboard() {
    journey(async |page| {
        page.open("").await;
        page.wait_until("the cursor is in the cluster's name", async || {
            page.focused().await == "Cluster name"
        })
        .await;
        type_here(page, "demo").await;
        tab_to(page, "Node IAM role").await;
        type_here(page, "Nodes").await;
        page.wait_for_text(".result-line", "Ready to apply").await;

        tab_to(page, "Engine").await;
        page.press("Down").await;
        page.press("Down").await;
        page.wait_for_text(".engine-name", "Bottlerocket").await;

        tab_to(page, "Storage").await;
        page.press("Enter").await;
        tab_to(page, "IOPS").await;
        page.press("Up").await;

        tab_to(page, "Understand").await;
        page.press("Right").await;
        assert!(page.focused().await.starts_with("Files"));
        let file = page.text("#result-panel").await;
        assert!(
            file.contains("iops: 3500") && file.contains("bottlerocket@"),
            "{file}"
        );
        tab_to(page, "Download all (zip)").await;
        page.press("Enter").await;
        assert!(
            page.downloaded("soci-karpenter.zip")
                .await
                .starts_with(b"PK")
        );
        page.press("Tab").await;
        assert_eq!(page.focused().await, "Copy kubectl apply");
        page.press("Enter").await;
        page.wait_until("the command is copied", async || {
            page.clipboard().await.contains("kubectl apply")
        })
        .await;

        page.press("Tab").await;
        assert!(page.focused().await.starts_with("soci-snapshotter.yaml"));
        page.press("End").await;
        assert!(page.focused().await.starts_with("README.md"));
        page.press("Up").await;
        assert!(page.focused().await.starts_with("config.yaml"));
        tab_to(page, "Skip to the settings").await;
    });
}
