//! The pull: its time in the result line, a lever that shortens it, bars that explain themselves.

use journeys::{Page, journey};

/// What the cell of the result line says.
async fn cell(page: &Page) -> String {
    let text = page.wait_for_text(".pull-cell", " pull").await;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Opens the tab by the cell.
async fn open(page: &Page) {
    page.open("").await;
    let name = cell(page).await;
    assert!(name.contains("–"), "{name}");
    page.evaluate("document.querySelector('.pull-cell').click()")
        .await;
    page.wait_for_text("#result-panel", "What holds it up")
        .await;
}

#[test]
fn the_first_screen_says_how_long_a_pull_takes_and_a_lever_changes_it() {
    journey(async |page| {
        open(page).await;
        let before = cell(page).await;
        for part in [" s pull", "without SOCI", "×", "unpacks on one core"] {
            assert!(before.contains(part), "{part}: {before}");
        }
        page.click_button("Apply Bottlerocket, which unpacks gzip with igzip")
            .await;
        page.wait_until("the time is another", async || cell(page).await != before)
            .await;
        page.wait_for_text(".result-line", "Bottlerocket").await;

        page.type_into("Compressed size", "").await;
        page.wait_for_text(".pull-cell", "unknown pull").await;
        page.wait_for_text("#result-panel", "cannot be estimated")
            .await;
    });
}

#[test]
fn bars_of_the_timeline_are_reached_by_keyboard_and_explain_themselves() {
    journey(async |page| {
        open(page).await;
        page.evaluate("document.getElementById('pull-timeline').focus()")
            .await;
        let first = page.wait_for_text(".timeline .readout", "Layer 1 of").await;
        for part in [" gzip, ", "downloads", "unpacks", "done at"] {
            assert!(first.contains(part), "{part}: {first}");
        }
        page.press("Down").await;
        page.wait_for_text(".timeline .readout", "Layer 2 of").await;
        let active = page
            .evaluate(
                "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).ariaLabel",
            )
            .await;
        assert!(
            active
                .as_str()
                .is_some_and(|words| words.starts_with("Layer 2 of")),
            "{active}"
        );
        page.press("End").await;
        page.wait_for_text(".timeline .readout", "Disk: ").await;
        page.press("Escape").await;
        page.wait_for_text(".timeline .readout", "arrow keys").await;

        page.choose("Look at", &slowest(page).await).await;
        page.wait_for_text(".timeline figcaption", &slowest_type(page).await)
            .await;
    });
}

/// The option of the slowest type.
async fn slowest(page: &Page) -> String {
    let option = page
        .evaluate(
            "[...document.querySelector('#pull-type').options].find((one) => one.label.startsWith('Slowest')).label",
        )
        .await;
    option.as_str().expect("an option").to_owned()
}

/// The name of that type.
async fn slowest_type(page: &Page) -> String {
    slowest(page).await.replace("Slowest: ", "")
}

#[test]
fn predictions_stand_beside_published_pulls_with_the_error_first() {
    journey(async |page| {
        open(page).await;
        assert_eq!(page.matches(".measured table").await, 0);
        page.evaluate("document.querySelector('.measured > summary').click()")
            .await;
        page.wait_for_text(".measured", "% on average").await;
        assert!(page.matches(".measured tbody tr").await > 10);
    });
}
