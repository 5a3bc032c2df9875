//! The pull: its time in the result line and the type that it is about, a lever that shortens it, bars
//! that explain themselves.

use journeys::{Page, journey};

/// What the result line says, once prices are there.
async fn line(page: &Page) -> String {
    page.wait_for_text(".result-line", "likely pull").await;
    page.wait_for_text(".costs", "/h").await;
    let text = page.text(".result-line").await;
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The likely time in the result line.
async fn time(page: &Page) -> String {
    page.text(".pull-likely").await
}

/// Opens the tab by the time.
async fn open(page: &Page) {
    page.open("").await;
    line(page).await;
    page.click_button("likely pull").await;
    page.wait_for_text("#result-panel", "Bottleneck: ").await;
}

#[test]
fn the_first_screen_says_how_long_a_pull_takes_on_the_node_that_comes_and_a_lever_changes_it() {
    journey(async |page| {
        open(page).await;
        let said = line(page).await;
        for part in [
            "60 s likely pull",
            "m8azn.xlarge likely launched",
            "1.5× as fast as stock containerd",
            "on 60 possible types",
            "≤ $0.45/h node with its volume",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let before = time(page).await;
        page.click_button("Apply gp3 3000/600 → 8000/2000").await;
        page.wait_until("the time is another", async || time(page).await != before)
            .await;
        page.click_button("Undo").await;
        page.wait_until("the time is as before", async || time(page).await == before)
            .await;

        page.type_into("Compressed size", "").await;
        page.wait_for_text(".pull-likely", "unknown").await;
        page.wait_for_text("#result-panel", "cannot be estimated")
            .await;
    });
}

#[test]
fn every_number_is_about_the_type_that_is_chosen_by_keyboard() {
    journey(async |page| {
        open(page).await;
        page.start_from("EKS Auto Mode").await;
        page.wait_for_text(".type-now", "g6.xlarge likely launched")
            .await;
        let said = line(page).await;
        for part in ["4 min 2 s likely pull", "No faster than stock containerd"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let found = page.text("#result-panel").await;
        for part in [
            "How this type was chosen",
            "42 eligible",
            "g6.xlarge is the cheapest",
            "Inferred: EKS Auto Mode",
        ] {
            assert!(found.contains(part), "{part}: {found}");
        }

        page.evaluate("document.getElementById('type-in-view').focus()")
            .await;
        page.press("Enter").await;
        page.wait_until("the box has the keyboard", async || {
            page.focused().await == "Find an instance type"
        })
        .await;
        for letter in ["g", "6", ".", "2", "x"] {
            page.press(letter).await;
        }
        page.wait_until("one type is left", async || {
            page.matches(".type-option").await == 1
        })
        .await;
        page.press("Enter").await;
        page.wait_for_text(".type-now", "g6.2xlarge your choice")
            .await;
        assert!(page.focused().await.contains("g6.2xlarge"));
        let likely = time(page).await;
        let headline = page.wait_for_text(".pull-headline", "on g6.2xlarge").await;
        assert!(headline.starts_with(&likely), "{likely}: {headline}");
        page.wait_for_text(".timeline figcaption", "g6.2xlarge")
            .await;
        page.click("tab", "Cost").await;
        page.wait_for_text("#result-panel", "Instance g6.2xlarge")
            .await;
        assert!(!page.text("#result-panel").await.contains("g6.xlarge"));
        // The choice goes along with a link, and is taken back like any edit.
        page.wait_until("the address has it", async || {
            page.place().await.contains("g6.2xlarge")
        })
        .await;
        page.click_button("Undo").await;
        page.wait_for_text(".type-now", "g6.xlarge likely launched")
            .await;

        page.click_button("Show all eligible types").await;
        page.wait_for_text(".type-now", "All 42 eligible types")
            .await;
        page.click("tab", "Pull").await;
        let over = page.wait_for_text("#result-panel", "Slowest").await;
        for part in ["Fastest", "Median", "as fast as stock containerd"] {
            assert!(over.contains(part), "{part}: {over}");
        }
    });
}

#[test]
fn no_other_type_flashes_by_while_prices_are_on_their_way() {
    journey(async |page| {
        page.hold_prices().await;
        page.open("").await;
        let line = page
            .wait_for_text(".result-line", "over all 420 types")
            .await;
        assert!(line.contains("finding the type"), "{line}");
        assert_eq!(page.text(".pull-likely").await, "…");
        // A type that the user chooses needs no prices.
        page.type_into("Instance type", "m6i.8xlarge").await;
        page.wait_for_text(".type-now", "m6i.8xlarge your choice")
            .await;
        page.wait_for_text(".pull-likely", " s").await;
        page.wait_for_text(".costs", "…").await;
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

        page.evaluate("document.querySelector('.next-types .button').click()")
            .await;
        page.wait_for_text(".timeline figcaption", "c6in.2xlarge")
            .await;
        page.wait_for_text(".type-now", "c6in.2xlarge your choice")
            .await;
    });
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
        page.paste_into("Image manifest", "<html>").await;
        page.wait_for_text(".pasted .refused", "").await;

        page.paste_into("Image manifest", &manifest()).await;
        let read = page.wait_for_text(".pasted", "8 layers").await;
        assert!(read.contains("10.7 GB compressed"), "{read}");
        assert!(
            read.contains("Estimate on m8azn.xlarge") && read.contains("with this image"),
            "{read}"
        );
        page.click_button("Use this image").await;
        page.wait_for_text(".pasted", "Now in the settings").await;
        page.wait_until("the range is narrower", async || {
            uncertainty(page).await < before
        })
        .await;
        // The bars are its layers now.
        page.wait_for_text(".timeline figcaption", "").await;

        // Pulls of that image are set beside the same estimate as the headline's.
        page.evaluate("document.getElementById('paste-pulls').closest('details').open = true")
            .await;
        page.paste_into("Pod events", BLUEPRINT).await;
        let range = page.text(".pull-lead").await;
        let range = range.trim_end_matches(" on");
        page.wait_for_text(".pasted:has(#paste-pulls)", range).await;

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
        page.start_from("Original blueprint (July 2025)").await;
        page.wait_for_text(".result-line", "likely pull").await;
        // They ran on a large type, not on the one that is launched today.
        page.type_into("Instance type", "m6i.8xlarge").await;
        page.evaluate("document.getElementById('paste-pulls').closest('details').open = true")
            .await;
        page.paste_into("Pod events", BLUEPRINT).await;
        let read = page
            .wait_for_text(".pasted:has(#paste-pulls)", "51 % less time")
            .await;
        for part in ["2m18.049s", "1m7.272s", "10.8 GB", "2.05× as fast"] {
            assert!(read.contains(part), "{part}: {read}");
        }
        let before = page.text(".pull-lead").await;
        page.click_button("Keep these figures").await;
        page.wait_until("the estimate is another", async || {
            page.text(".pull-lead").await != before
        })
        .await;
        page.wait_for_text("#result-panel", "your own pulls").await;
    });
}
