//! The page without a network, and its next version.

use journeys::{journey, repository};

#[test]
fn the_second_visit_needs_no_network() {
    journey(async |page| {
        page.open("#v2_cr.eu-west-1_z").await;
        page.wait_for_text(".result-line", "/h node").await;
        page.type_into("Region", "us-east-1").await;
        page.wait_until_kept(&["eu-west-1", "us-east-1"]).await;
        // A Region that is looked at later comes along too.
        page.type_into("Region", "sa-east-1").await;
        page.wait_until_kept(&["sa-east-1"]).await;

        page.stop_server().await;
        for region in ["us-east-1", "eu-west-1", "sa-east-1"] {
            page.open(&format!(
                "?visit=2#v2_cn.demo_ci.Nodes_cr.{region}_tab.cost_z"
            ))
            .await;
            page.wait_for_text(".result-line", "/h node").await;
            page.wait_for_text("#result-panel", region).await;
        }
        page.type_into("Cluster name", "on-a-plane").await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        // Pages of rules are kept as one file, and found by every address that hosts have for them.
        for (place, heading) in [
            ("rules/index.html", "Rules"),
            ("rules/", "Rules"),
            ("rules/slow-volume.html?from=x#fix", "slow-volume"),
            ("rules/slow-volume", "slow-volume"),
        ] {
            page.open(place).await;
            page.wait_for_text("h1", heading).await;
        }
        page.open("#v2_tab.best-setting_z").await;
        // The search runs in a worker, which is kept as well.
        page.wait_for_text(".best", "nothing else is as fast for the price")
            .await;
    });
}

#[test]
fn a_new_version_waits_for_a_yes() {
    journey(async |page| {
        page.open("").await;
        page.wait_until_kept(&[]).await;
        page.type_into("Cluster name", "kept").await;
        assert!(!page.has("button", "Load it now").await);

        // The next build has another service worker.
        let next =
            std::fs::read_to_string(repository().join("dist/sw.js")).expect("sw.js is built");
        page.replace_file(
            "sw.js",
            &next.replace("\"version\":\"", "\"version\":\"next-"),
        );
        page.open("").await;
        page.click_button("Load it now").await;
        page.wait_until("the new version is shown", async || {
            !page.has("button", "Load it now").await
        })
        .await;
        assert_eq!(page.value("Cluster name").await, "kept");
    });
}

#[test]
fn an_address_that_is_not_there_leads_back() {
    journey(async |page| {
        page.begin("not/there.html?x=1#v2_cn.demo_z").await;
        page.wait_for_text("h1", "There is no page at this address")
            .await;
        page.wait_until("the way back is found", async || {
            page.evaluate("document.querySelector('a').pathname").await == "/tools/soci/index.html"
        })
        .await;
        assert_eq!(page.barriers("html").await, "");
        // The browser itself says so of the page, of its picture and of a folder that is none.
        for error in page.take_console_errors().await {
            assert!(error.contains("404"), "{error}");
        }
        page.click_link("Open the application").await;
        page.wait_for_program().await;
        page.wait_for_text(".result-line", "/h").await;
    });
}
