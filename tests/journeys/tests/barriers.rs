//! Nothing on the page keeps anybody out, as far as axe-core can tell: every tab, every dialog,
//! both themes.

use journeys::{Page, journey};

/// A state with findings of every level and a file with changes.
const BUSY: &str = "#v1_cn.demo_ci.Nodes_vi.400_vt.1500_z";

/// Looks at the whole page and fails with all that was found.
async fn look(page: &Page, what: &str, found: &mut Vec<String>) {
    let barriers = page.barriers("html").await;
    found.extend(barriers.lines().map(|line| format!("{what}: {line}")));
}

async fn tabs(page: &Page) -> Vec<String> {
    let labels = page
        .evaluate("[...document.querySelectorAll('[role=tab]')].map((tab) => tab.id)")
        .await;
    let labels = labels.as_array().cloned().unwrap_or_default();
    labels
        .iter()
        .map(|label| label.as_str().expect("an id").to_owned())
        .collect()
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
                let tabs = tabs(page).await;
                assert!(tabs.len() > 8, "{tabs:?}");
                for tab in tabs {
                    page.evaluate(&format!("document.getElementById({tab:?}).click()"))
                        .await;
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
        let pages = page
            .evaluate("[...document.querySelectorAll('.pages a')].map((link) => link.getAttribute('href'))")
            .await;
        let mut places: Vec<String> = serde_json::from_value(pages).expect("addresses");
        assert_eq!(places.len(), 8);
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
            for dialog in ["Open files", "Save", "Compare", "Share", "Help"] {
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
