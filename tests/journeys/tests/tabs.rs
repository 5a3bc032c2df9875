//! Several tabs of one browser: each goes on with its own, none writes over another, and nothing that
//! was typed or pasted is lost.

use journeys::{Page, journey};

/// A new tab, which is looked at from then on; its handle, to come back to it.
async fn new_tab(page: &Page) -> fantoccini::wd::WindowHandle {
    let tab = page.client().new_window(true).await.expect("a new tab");
    page.client()
        .switch_to_window(tab.handle.clone())
        .await
        .expect("the new tab is looked at");
    tab.handle
}

async fn look_at(page: &Page, tab: &fantoccini::wd::WindowHandle) {
    page.client()
        .switch_to_window(tab.clone())
        .await
        .expect("the tab is looked at");
}

async fn reload(page: &Page) {
    page.client().refresh().await.expect("the page is reloaded");
    page.wait_until("the page is there", async || {
        page.matches("h1").await > 0 && page.matches("#starting").await == 0
    })
    .await;
}

/// Waits until the address has what was typed, and so do this tab and the browser.
async fn wait_until_kept(page: &Page, part: &str) {
    page.wait_until("the state is kept", async || {
        page.place().await.contains(part)
    })
    .await;
}

const NOTICE: &str = "[aria-label=\"Browser storage\"]";

#[test]
fn an_idle_tab_writes_over_nothing_and_takes_over_when_asked_to() {
    journey(async |page| {
        let first = page.client().window().await.expect("a tab");
        page.open("").await;
        page.type_into("Cluster name", "one").await;
        wait_until_kept(page, "cn.one").await;
        let second = new_tab(page).await;
        page.open("").await;
        assert_eq!(page.value("Cluster name").await, "one");

        look_at(page, &first).await;
        page.type_into("Cluster name", "two").await;
        wait_until_kept(page, "cn.two").await;
        assert_eq!(page.matches(NOTICE).await, 0);

        look_at(page, &second).await;
        page.wait_for_text(NOTICE, "Changed in another tab").await;
        assert_eq!(page.barriers(NOTICE).await, "");
        assert_eq!(page.value("Cluster name").await, "one");
        // It only looks at something else, is reloaded and left.
        page.click("tab", "Cost").await;
        wait_until_kept(page, "tab.cost").await;
        reload(page).await;
        assert_eq!(page.value("Cluster name").await, "one");
        let third = new_tab(page).await;
        page.open("").await;
        assert_eq!(page.value("Cluster name").await, "two");
        page.open("#v2_cn.from-a-link_z").await;
        page.open("").await;
        assert_eq!(page.value("Cluster name").await, "two");

        // Now this one changes something, and the first takes it over.
        page.type_into("Cluster name", "three").await;
        wait_until_kept(page, "cn.three").await;
        look_at(page, &first).await;
        page.wait_for_text(NOTICE, "Changed in another tab").await;
        page.click_button("Use these settings").await;
        page.wait_until("it is taken over", async || {
            page.value("Cluster name").await == "three" && page.matches(NOTICE).await == 0
        })
        .await;
        page.click_button("Undo").await;
        assert_eq!(page.value("Cluster name").await, "two");

        // Its own again is a change, and the third tab hears of it.
        wait_until_kept(page, "cn.two").await;
        look_at(page, &third).await;
        page.wait_for_text(NOTICE, "Changed in another tab").await;
        page.click_button("Keep mine").await;
        page.wait_until("the notice goes", async || page.matches(NOTICE).await == 0)
            .await;
        assert_eq!(page.value("Cluster name").await, "three");
        reload(page).await;
        assert_eq!(page.value("Cluster name").await, "three");
    });
}

#[test]
fn what_is_half_typed_or_pasted_stays_whatever_another_tab_does() {
    journey(async |page| {
        let first = page.client().window().await.expect("a tab");
        page.open("#v2_tab.pull_z").await;
        page.type_into("IOPS", "many").await;
        for (title, label) in [
            ("Paste your image's manifest", "Image manifest"),
            ("Calibrate with your pod events", "Pod events"),
        ] {
            page.wait_for_text("#result-panel", title).await;
            page.evaluate(
                "document.querySelectorAll('details.pasted').forEach((one) => one.open = true)",
            )
            .await;
            page.type_into(label, "half of a text").await;
        }
        page.click_button("Import").await;
        page.type_into("File contents", "apiVersion: karpenter.sh/v1")
            .await;
        page.press("Escape").await;

        new_tab(page).await;
        page.open("").await;
        page.type_into("Cluster name", "elsewhere").await;
        wait_until_kept(page, "cn.elsewhere").await;

        look_at(page, &first).await;
        page.wait_for_text(NOTICE, "Changed in another tab").await;
        for _ in 0..2 {
            assert_eq!(page.value("IOPS").await, "many");
            // Another tab of the result, and back.
            page.click("tab", "Cost").await;
            page.click("tab", "Pull").await;
            for label in ["Image manifest", "Pod events"] {
                assert_eq!(page.value(label).await, "half of a text", "{label}");
            }
            page.click_button("Import").await;
            assert_eq!(
                page.value("File contents").await,
                "apiVersion: karpenter.sh/v1"
            );
            page.press("Escape").await;
            reload(page).await;
        }
        assert_eq!(page.take_console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_part_of_another_page_keeps_nothing() {
    journey(async |page| {
        page.open("?embed=1").await;
        page.type_into("Cluster name", "framed").await;
        wait_until_kept(page, "cn.framed").await;
        let kept = "[localStorage, sessionStorage].map((area) => Object.keys(area).filter((key) => !key.endsWith('-theme'))).flat().join()";
        assert_eq!(page.evaluate(kept).await, "");
    });
}

#[test]
fn a_browser_without_room_says_what_is_not_kept() {
    journey(async |page| {
        page.open("#v2_tab.pull_z").await;
        page.evaluate("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError') }")
            .await;
        page.type_into("Cluster name", "demo").await;
        page.wait_for_text(NOTICE, "does not save your changes")
            .await;
        page.click_button("Dismiss").await;
        page.wait_for_text("#result-panel", "Calibrate with your pod events")
            .await;
        page.evaluate(
            "document.querySelectorAll('details.pasted').forEach((one) => one.open = true)",
        )
        .await;
        page.type_into("Pod events", "half of a text").await;
        page.wait_for_text("#result-panel", "reloading the page loses this text")
            .await;
    });
}
