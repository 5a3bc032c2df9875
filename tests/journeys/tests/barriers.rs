//! Nothing on the page keeps anybody out, as far as axe-core can tell: every tab, every dialog,
//! both themes.

use journeys::{Page, journey};

/// A state with findings of every level and a file with changes.
const BUSY: &str = "#v2_cn.demo_ci.Nodes_vi.400_vt.1500_z";

/// The blueprint's node class as published in July 2025, with much to say about it.
const PUBLISHED: &str = include_str!("../../it/published_class.yaml");
/// What a registry says of an image of one layer.
const IMAGE: &str = r#"{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:c","size":2},"layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:1","size":2000000000}]}"#;
/// What a cluster says of two pulls, with SOCI and without.
const PULLS: &str = r#"> kubectl describe pod/vllm-85b4fbdd49-k88gg | grep Pulled
  Normal   Pulled            3m43s  kubelet            Successfully pulled image "vllm:0.9" in 2m18.049s (2m18.049s including waiting). Image size: 10757041023 bytes.
> kubectl describe pod/vllm-soci-744dfdbcfb-d4bwj | grep Pulled
  Normal   Pulled            5m40s  kubelet            Successfully pulled image "vllm:0.9" in 1m7.272s (1m7.272s including waiting). Image size: 10757041023 bytes."#;

/// Looks at the whole page and fails with all that was found.
async fn look(page: &Page, what: &str, found: &mut Vec<String>) {
    let barriers = page.barriers("html").await;
    found.extend(barriers.lines().map(|line| format!("{what}: {line}")));
}

#[test]
fn no_tab_has_barriers_in_either_theme() {
    journey(async |page| {
        let mut found = Vec::new();
        for (width, height) in [(1440, 900), (390, 844)] {
            page.resize(width, height).await;
            for scheme in ["light", "dark"] {
                page.prefer_colours(scheme).await;
                page.open(BUSY).await;
                page.wait_for_text(".result-line", "/h").await;
                page.evaluate("document.getElementById('type-in-view').click()")
                    .await;
                page.wait_until("the types are listed", async || {
                    page.matches(".type-option").await > 0
                })
                .await;
                look(page, &format!("{scheme} {width} types"), &mut found).await;
                page.press("Escape").await;
                let tabs = page.tabs().await;
                assert!(tabs.len() > 8, "{tabs:?}");
                for tab in tabs {
                    page.show_tab(&tab).await;
                    page.evaluate("document.querySelectorAll('#result-panel details').forEach((one) => one.open = true)").await;
                    look(page, &format!("{scheme} {width} {tab}"), &mut found).await;
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn no_page_to_read_has_barriers_in_either_theme() {
    journey(async |page| {
        page.open("").await;
        page.click_button("Help").await;
        page.wait_until("the pages are listed", async || {
            page.matches(".pages a").await > 0
        })
        .await;
        let pages = page
            .evaluate("[...document.querySelectorAll('.pages a')].map((link) => link.getAttribute('href'))")
            .await;
        let mut places: Vec<String> = serde_json::from_value(pages).expect("addresses");
        assert_eq!(places.len(), 9);
        places.extend([
            "glossary.html".to_owned(),
            "rules/slow-volume.html".to_owned(),
        ]);
        let mut found = Vec::new();
        for (width, height) in [(1440, 900), (390, 844)] {
            page.resize(width, height).await;
            for scheme in ["light", "dark"] {
                page.prefer_colours(scheme).await;
                for place in &places {
                    page.open(place).await;
                    look(page, &format!("{scheme} {width} {place}"), &mut found).await;
                    let wider = page
                        .evaluate("document.documentElement.scrollWidth - innerWidth")
                        .await;
                    assert!(
                        wider.as_i64() <= Some(0),
                        "{place} scrolls sideways: {wider}"
                    );
                }
            }
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        page.click_link("Open the application").await;
        page.wait_for_program().await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "apiVersion").await;
    });
}

#[test]
fn no_dialog_has_barriers_in_either_theme() {
    journey(async |page| {
        let mut found = Vec::new();
        for scheme in ["light", "dark"] {
            page.prefer_colours(scheme).await;
            page.open(BUSY).await;
            for dialog in ["Import", "Save", "Compare", "Share", "Help"] {
                page.click_button(dialog).await;
                page.wait_until(&format!("{dialog} opens"), async || {
                    page.matches("dialog[open]").await == 1
                })
                .await;
                look(page, &format!("{scheme} {dialog}"), &mut found).await;
                page.press("Escape").await;
                page.wait_until(&format!("{dialog} closes"), async || {
                    page.matches("dialog[open]").await == 0
                })
                .await;
            }
            page.open(&format!("?embed=1{BUSY}")).await;
            look(page, &format!("{scheme} embedded"), &mut found).await;
            page.open("#v2_cn.demo_q9.1_vi.fast_ci.No").await;
            page.wait_for_text(".link-report", "could not be read")
                .await;
            look(page, &format!("{scheme} damaged link"), &mut found).await;
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

#[test]
fn no_answer_to_a_paste_has_barriers_in_either_theme() {
    // What was pasted stays in a tab, so that each theme has a browser of its own.
    for scheme in ["light", "dark"] {
        journey(async move |page| {
            let mut found = Vec::new();
            page.prefer_colours(scheme).await;
            page.open(BUSY).await;
            page.wait_for_text(".result-line", "/h").await;
            page.click("tab", "Pull").await;
            page.click_button("Paste your image's manifest").await;
            page.paste_into("Image manifest", "<html>").await;
            page.wait_for_text(".pasted .refused", "").await;
            look(page, &format!("{scheme} refused manifest"), &mut found).await;
            page.paste_into("Image manifest", IMAGE).await;
            page.wait_for_text(".pasted", "2.0 GB compressed").await;
            page.evaluate("document.getElementById('paste-pulls').closest('details').open = true")
                .await;
            page.paste_into("Pod events", PULLS).await;
            page.wait_for_text(".pasted:has(#paste-pulls)", "51 % less time")
                .await;
            look(page, &format!("{scheme} manifest and events"), &mut found).await;

            page.click_button("Import").await;
            page.paste_into("File contents", PUBLISHED).await;
            page.wait_for_text("#open-dialog", "nodes do not become Ready")
                .await;
            page.evaluate("document.querySelectorAll('#open-dialog details').forEach((one) => one.open = true)")
                .await;
            look(page, &format!("{scheme} opened files"), &mut found).await;
            assert!(found.is_empty(), "{}", found.join("\n"));
        });
    }
}
