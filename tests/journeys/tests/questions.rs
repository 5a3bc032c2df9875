//! What somebody comes with, in their words, and how many clicks, texts and choices the answer takes.

use journeys::{Page, journey};

/// A node class with the gate on and a volume of 125 MiB/s, as it stands in many repositories.
const SLOW_CLASS: &str = include_str!("questions/slow_class.yaml");

async fn open(page: &Page) {
    page.open("").await;
    page.wait_for_text(".costs", "/h").await;
}

#[test]
fn how_long_does_my_pull_take_and_what_does_the_node_cost() {
    journey(async |page| {
        open(page).await;
        page.wait_for_text(".pull-likely", " s").await;
        page.wait_for_text(".result-line", "likely launched").await;
        page.wait_for_text(".result-line", "1.5× as fast").await;
        page.wait_for_text(".result-line", "per cold start").await;
        assert_eq!(page.actions(), 0, "it stands there");
    });
}

#[test]
fn which_disk() {
    journey(async |page| {
        open(page).await;
        // Each disk with its seconds and its dollars, and the picture of what more throughput is worth.
        page.wait_for_text(".disk-cards", "3000/125").await;
        let cards = page.text(".disk-cards").await;
        assert!(cards.matches(" s").count() >= 3, "{cards}");
        assert!(cards.matches("/month").count() >= 3, "{cards}");
        page.wait_for_text("#result-panel", "MiB/s").await;
        assert_eq!(page.actions(), 0, "it stands there");
        page.click("button", "gp3 5700/1425 34 s").await;
        page.wait_for_text("[aria-pressed=true].disk-card", "5700/1425")
            .await;
        assert_eq!(page.actions(), 1);
    });
}

#[test]
fn why_is_my_pull_slow_and_what_makes_it_faster() {
    journey(async |page| {
        open(page).await;
        let before = page.text(".pull-likely").await;
        page.wait_for_text(".result-line", "Bottleneck").await;
        assert_eq!(page.actions(), 0, "the bottleneck stands there");
        page.click_button("likely pull").await;
        page.wait_for_text("#result-panel", "Bottleneck: ").await;
        page.click_button("Apply gp3 3000/600 → 8000/2000").await;
        page.wait_until("it is faster", async || {
            page.text(".pull-likely").await != before
        })
        .await;
        assert_eq!(page.actions(), 2);
    });
}

#[test]
fn give_me_files() {
    journey(async |page| {
        open(page).await;
        page.type_into("Cluster name", "demo").await;
        page.type_into("Node IAM role", "KarpenterNodeRole-demo")
            .await;
        page.click_button("Download all (zip)").await;
        let archive = page.downloaded("soci-karpenter.zip").await;
        assert!(archive.starts_with(b"PK"));
        assert_eq!(page.actions(), 3);
    });
}

#[test]
fn check_what_i_have() {
    journey(async |page| {
        open(page).await;
        page.click_button("Import").await;
        page.paste_into("File contents", SLOW_CLASS).await;
        // Line by line what a node makes of it, before anything is taken.
        page.wait_for_text("#open-dialog", "pasted:").await;
        page.wait_for_text("#open-dialog", "125").await;
        assert_eq!(page.actions(), 2);
        page.click_button("Import and apply fixes").await;
        page.wait_for_text("#announced-notice", "Opened.").await;
        assert_eq!(page.actions(), 3);
    });
}

#[test]
fn which_setting_for_forty_five_seconds() {
    journey(async |page| {
        open(page).await;
        page.click("tab", "Optimize").await;
        page.type_into("Max pull time", "45").await;
        page.wait_for_text(".best-answer", "Best match:").await;
        assert_eq!(page.actions(), 2);
    });
}

#[test]
fn soci_or_containerds_own() {
    journey(async |page| {
        open(page).await;
        page.click("tab", "Engines").await;
        page.wait_for_text(".engines .verdict", "Use AL2023 FastImagePull")
            .await;
        assert_eq!(page.actions(), 1);
    });
}
