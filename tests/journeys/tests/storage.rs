//! The storage: taking an option, reading the charts by pointer and keys, NVMe.

use journeys::{Page, journey};

async fn open(page: &Page) {
    page.open("").await;
    page.click("tab", "Storage").await;
    page.wait_for_text("#result-panel", "$27.00 a month").await;
}

#[test]
fn an_option_changes_files_cost_and_result_line() {
    journey(async |page| {
        open(page).await;
        page.wait_for_text(".costs", "$27.00 of it the volume")
            .await;
        page.click_button("Use gp3 16,000 / 1,000").await;
        page.wait_for_text(".costs", "$108 of it the volume").await;
        page.wait_for_text("#result-panel", "The volume costs $108.00 a month")
            .await;
        page.wait_for_text(".tally", "waste").await;
        page.wait_for_text("#result-panel", "the other 12,000")
            .await;
        assert_eq!(page.value("IOPS").await, "16000");
        assert_eq!(page.value("Throughput").await, "1000");
        assert!(!page.has("button", "Use gp3 16,000 / 1,000").await);

        page.click_button("Use gp3 3,000 / 750").await;
        page.wait_for_text("#result-panel", "The volume costs $33.00 a month")
            .await;
        page.evaluate("document.getElementById('tab-soci-snapshotter.yaml').click()")
            .await;
        page.wait_for_text("#result-panel", "throughput: 750").await;
    });
}

#[test]
fn the_charts_are_read_by_keys_and_as_a_table() {
    journey(async |page| {
        open(page).await;
        let readout = "#chart-throughput-title + .readout";
        page.wait_for_text(readout, "600 MiB/s with 3,000 IOPS: $27.00 a month")
            .await;
        page.evaluate("document.querySelector('.plot').focus()")
            .await;
        page.press("Right").await;
        page.wait_for_text(readout, "625 MiB/s with 3,000 IOPS: $28.00 a month")
            .await;
        page.press("End").await;
        page.wait_for_text(readout, "2,000 MiB/s with 8,000 IOPS: $108.00 a month")
            .await;
        let spoken = "document.querySelector('.plot').getAttribute('aria-valuetext')";
        let spoken = page.evaluate(spoken).await;
        assert!(spoken.as_str().is_some_and(|text| text.contains("$108.00")));
        page.press("Escape").await;
        page.wait_for_text(readout, "$27.00").await;

        assert_eq!(page.matches(".twin td").await, 0);
        page.evaluate("document.querySelector('.twin summary').click()")
            .await;
        let table = page.wait_for_text(".twin-scroll", "$108.00").await;
        assert!(table.contains("IOPS needed"), "{table}");
    });
}

#[test]
fn nvme_that_is_slower_than_the_volume_can_be_left_alone() {
    journey(async |page| {
        open(page).await;
        page.evaluate(
            "document.querySelectorAll('#group-nodes details').forEach((one) => one.open = true)",
        )
        .await;
        page.type_into("Exact types", "m6idn.2xlarge").await;
        page.wait_for_text("#result-panel", "slower on 1, alike on 0")
            .await;
        page.wait_for_text("#result-panel", "No image is written to the volume")
            .await;
        page.wait_for_text(".tally", "1 warning").await;
        page.evaluate("[...document.querySelectorAll('#result-panel .finding button')].find((one) => one.innerText === 'Keep SOCI data on EBS').click()")
            .await;
        page.wait_for_text("#result-panel", "none of them keeps images on it")
            .await;
        let tally = page.text(".tally").await;
        assert!(!tally.contains("warning"), "{tally}");
    });
}

#[test]
fn nothing_but_tables_scrolls_sideways_on_a_small_screen() {
    journey(async |page| {
        page.resize(390, 844).await;
        open(page).await;
        for wide in [
            "document.documentElement.scrollWidth > document.documentElement.clientWidth",
            "document.querySelector('.options').scrollWidth > innerWidth",
            "[...document.querySelectorAll('.chart')].some((one) => one.scrollWidth > innerWidth)",
        ] {
            assert_eq!(page.evaluate(wide).await, false, "{wide}");
        }
    });
}
