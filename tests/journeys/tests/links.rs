//! The state of the page is in its address: opened, kept, shared, and never lost.

use journeys::{Page, journey};

/// Waits until the address holds something.
async fn wait_for_place(page: &Page, part: &str) {
    page.wait_until(&format!("the address holds {part}"), async || {
        page.place().await.contains(part)
    })
    .await;
}

#[test]
fn an_old_link_opens_with_everything_that_it_holds() {
    journey(async |page| {
        page.open(
            "#v1_cn.demo_ci.Nodes_dwr.many_vi.4000_ek.bottlerocket_pre.bottlerocket_tab.findings_z",
        )
        .await;
        page.wait_for_text(".result-line", "Bottlerocket").await;
        // What the page opens with is no edit: no file has changed.
        assert_eq!(page.matches(".tab .count.changed").await, 0);
        assert_eq!(page.value("Cluster name").await, "demo");
        assert_eq!(page.value("IOPS").await, "4000");
        assert_eq!(page.value("Replicas").await, "many");
        page.wait_for_text(".preset-line", "clusters on Bottlerocket")
            .await;
        // What the sender saw without saying it: a workload and the pool to compare with.
        wait_for_place(page, "cc.true").await;
        wait_for_place(page, "wk.deployment").await;
        let tab = page.element("tab", "Findings").await;
        let chosen = tab.attr("aria-selected").await.expect("a tab");
        assert_eq!(chosen.as_deref(), Some("true"));
        page.look_at_files().await;
        assert!(page.has("tab", "workload.yaml").await);
        assert!(!page.has("region", "Unreadable parts of the link").await);
    });
}

#[test]
fn a_damaged_link_opens_as_far_as_it_can_be_read() {
    journey(async |page| {
        page.open("#v99_cn.demo_q9.1_vi.fast_ci.No").await;
        let said = page
            .wait_for_text(".link-report", "could not be read")
            .await;
        for part in [
            "4 items",
            "newer version",
            "“q9”",
            "IOPS: “fast”",
            "“ci.No”",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(page.value("Cluster name").await, "demo");
        assert_eq!(page.value("IOPS").await, "fast");
        page.click_button("Dismiss").await;
        page.wait_until("the list is gone", async || {
            page.matches(".link-report").await == 0
        })
        .await;
        page.type_into("IOPS", "4000").await;
        wait_for_place(page, "v2_cn.demo_vi.4000_z").await;
    });
}

#[test]
fn the_address_follows_every_edit_and_is_followed() {
    journey(async |page| {
        page.open("").await;
        page.type_into("Cluster name", "demo").await;
        page.type_into("Throughput", "750").await;
        wait_for_place(page, "v2_cn.demo_vp.750_pre.recommended_z").await;
        // Places within the page take nothing from the address.
        page.click_link("to apply").await;
        page.evaluate("document.querySelector('a.skip').click()")
            .await;
        assert!(page.place().await.starts_with("#v2_cn.demo"));

        page.evaluate("location.hash = 'v2_cn.pasted_z'").await;
        page.wait_until("the pasted address is open", async || {
            page.value("Cluster name").await == "pasted"
        })
        .await;
        page.click_button("Undo").await;
        assert_eq!(page.value("Cluster name").await, "demo");
        wait_for_place(page, "v2_cn.demo_vp.750").await;
        // A place in a group of the form that is closed.
        page.evaluate("document.querySelector('#group-engine summary').click()")
            .await;
        page.wait_until("the group is closed", async || {
            page.matches("#group-engine .group-fields").await == 0
        })
        .await;
        page.evaluate("location.hash = 'engine-maxConcurrentUnpacks'")
            .await;
        page.wait_for_text("#group-engine", "Unpacks per image")
            .await;
        page.evaluate("location.hash = 'group-storage'").await;
        page.wait_for_text("#group-storage", "Throughput").await;
        wait_for_place(page, "v2_cn.demo_vp.750").await;
    });
}

#[test]
fn reloading_and_coming_back_keep_everything_that_was_typed() {
    journey(async |page| {
        let long = "x".repeat(300);
        page.open("").await;
        page.type_into("Cluster name", "demo").await;
        page.type_into("Pool name", &long).await;
        wait_for_place(page, "v2_cn.demo").await;
        // Not in the address yet when the page is left.
        page.type_into("IOPS", "4000").await;
        page.client().refresh().await.expect("the page reloads");
        page.wait_until("the page is back", async || page.matches("h1").await > 0)
            .await;
        assert_eq!(page.value("Cluster name").await, "demo");
        assert_eq!(page.value("IOPS").await, "4000");
        assert_eq!(page.value("Pool name").await, long);

        page.open("").await;
        assert_eq!(page.value("Cluster name").await, "demo");
        assert_eq!(page.value("Pool name").await, long);

        page.open("#v2_cn.other_z").await;
        assert_eq!(page.value("Cluster name").await, "other");
        page.click_button("Undo").await;
        assert_eq!(page.value("Cluster name").await, "demo");
    });
}

#[test]
fn a_link_is_shared_with_names_left_out() {
    journey(async |page| {
        page.open("#v2_cn.secret_ci.SecretRole_vi.4000_z").await;
        page.click_button("Share").await;
        let link = page.value("Link").await;
        assert!(
            link.ends_with("#v2_cn.secret_ci.SecretRole_vi.4000_z"),
            "{link}"
        );
        page.click_field("Leave out names and IDs").await;
        page.wait_for_text(
            "#share-names",
            "In these settings: Cluster name, Node IAM role.",
        )
        .await;
        page.click_button("Copy link").await;
        page.wait_until("the link is copied", async || {
            page.clipboard().await.ends_with("#v2_vi.4000_z")
        })
        .await;
        page.press("Escape").await;
        assert_eq!(page.focused().await, "Share");
        assert!(page.place().await.contains("secret"));
    });
}

#[test]
fn a_part_of_another_page_is_compact_and_keeps_to_itself() {
    journey(async |page| {
        page.open("").await;
        page.type_into("Cluster name", "mine").await;
        wait_for_place(page, "v2_cn.mine").await;
        page.open("?embed=1#v2_cn.example_z").await;
        assert_eq!(page.value("Cluster name").await, "example");
        assert_eq!(page.focused().await, "");
        assert!(!page.has("button", "Share").await);
        let whole = page.element("link", "Open the whole page ↗").await;
        let address = whole
            .attr("href")
            .await
            .expect("a link")
            .unwrap_or_default();
        assert!(address.ends_with("/#v2_cn.example_z"), "{address}");
        page.type_into("Cluster name", "changed").await;
        wait_for_place(page, "?embed=1#v2_cn.changed").await;
        page.open("").await;
        assert_eq!(page.value("Cluster name").await, "mine");
    });
}

#[test]
fn printing_shows_settings_findings_and_files() {
    journey(async |page| {
        page.open("#v2_cn.demo_vi.16000_z").await;
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
            .await;
        let text = page
            .evaluate("document.querySelector('.print').textContent")
            .await;
        let text = text.as_str().unwrap_or_default();
        for part in [
            "#v2_cn.demo_vi.16000_z",
            "16000 IOPS",
            "waste: IOPS",
            "iops: 16000",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        page.evaluate("dispatchEvent(new Event('afterprint'))")
            .await;
        page.wait_until("the printed page is gone", async || {
            page.matches(".print").await == 0
        })
        .await;
    });
}
