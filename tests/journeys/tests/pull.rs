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
                "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).querySelector('.unseen').textContent",
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

/// A manifest of eight layers, the largest of 2 GB.
fn manifest() -> String {
    let layers: Vec<String> = [2_000, 1_900, 1_800, 1_700, 1_500, 1_000, 600, 200]
        .iter()
        .enumerate()
        .map(|(at, size)| {
            format!(
                r#"{{"mediaType":"application/vnd.oci.image.layer.v1.tar+gzip","digest":"sha256:{at:064}","size":{size}000000}}"#
            )
        })
        .collect();
    format!(
        r#"{{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:c","size":2}},"layers":[{}]}}"#,
        layers.join(",")
    )
}

/// Plus or minus so many percent, by what the estimate rests on.
async fn uncertainty(page: &Page) -> u32 {
    let text = page
        .wait_for_text("#result-panel", "Together they make ±")
        .await;
    let (_, rest) = text.split_once("Together they make ±").expect("a figure");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a number")
}

#[test]
fn a_pasted_manifest_narrows_the_range() {
    journey(async |page| {
        open(page).await;
        let before = uncertainty(page).await;
        page.click_button("paste it").await;
        assert_eq!(page.focused().await, "Image manifest");
        page.type_into("Image manifest", "<html>").await;
        page.wait_for_text(".pasted .refused", "").await;

        page.type_into("Image manifest", &manifest()).await;
        let read = page.wait_for_text(".pasted", "8 layers").await;
        assert!(read.contains("10.7 GB compressed"), "{read}");
        assert!(read.contains("with this image"), "{read}");
        page.click_button("Use this image").await;
        page.wait_until("the range is narrower", async || {
            uncertainty(page).await < before
        })
        .await;
        // The bars are its layers now.
        page.wait_for_text(".timeline figcaption", "").await;
        page.click_button("Undo").await;
        page.wait_until("the range is as before", async || {
            uncertainty(page).await == before
        })
        .await;
    });
}

const BLUEPRINT: &str = "\
> kubectl describe pod/vllm-85b4fbdd49-k88gg | grep Pulled
  Normal   Pulled            3m43s  kubelet            Successfully pulled image \"vllm:0.9\" in 2m18.049s (2m18.049s including waiting). Image size: 10757041023 bytes.
> kubectl describe pod/vllm-soci-744dfdbcfb-d4bwj | grep Pulled
  Normal   Pulled            5m40s  kubelet            Successfully pulled image \"vllm:0.9\" in 1m7.272s (1m7.272s including waiting). Image size: 10757041023 bytes.";

#[test]
fn the_blueprints_pulls_are_compared_and_their_figures_kept() {
    journey(async |page| {
        open(page).await;
        page.choose("Preset", "Original blueprint (July 2025)")
            .await;
        page.wait_for_text(".result-line", "types").await;
        page.evaluate("document.getElementById('paste-pulls').closest('details').open = true")
            .await;
        page.type_into("Events of pods", BLUEPRINT).await;
        let read = page
            .wait_for_text(".pasted:has(#paste-pulls)", "51 % less time")
            .await;
        for part in ["2m18.049s", "1m7.272s", "10.8 GB", "2.05× as fast"] {
            assert!(read.contains(part), "{part}: {read}");
        }
        let before = cell(page).await;
        page.click_button("Keep these figures").await;
        page.wait_until("the estimate is another", async || {
            cell(page).await != before
        })
        .await;
        page.wait_for_text("#result-panel", "your own pulls").await;
    });
}
