//! Prices: a Region with some of them, estimates, formulas, and a table that does not come.

use journeys::{Page, journey};

async fn open(page: &Page) {
    page.open("").await;
    page.wait_for_text(".costs", "/h node with its volume")
        .await;
}

/// What the cell of the result line says.
async fn cell(page: &Page) -> String {
    page.text(".costs")
        .await
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_region_with_partial_prices_says_what_is_unknown_and_estimates_when_asked() {
    journey(async |page| {
        open(page).await;
        let home = cell(page).await;
        assert!(
            home.contains("/month, $27.00 of which is the volume"),
            "{home}"
        );

        page.type_into("Region", "mx-central-1").await;
        page.wait_until("the volume's price is not known", async || {
            let cell = cell(page).await;
            cell.contains("/month") && !cell.contains("of it the volume")
        })
        .await;
        page.click_button(&cell(page).await).await;
        page.wait_for_text(".cost-status", "mx-central-1").await;
        page.click_button("Show all eligible types").await;
        page.wait_for_text(".cost-status", "without a known price")
            .await;
        let before = page.text("#result-panel").await;
        assert!(!before.contains("estimated from"), "{before}");
        assert!(
            before.contains("the EBS price table of 2024-07-18 has no price"),
            "{before}"
        );
        assert!(before.contains("≥ $"), "{before}");

        page.click_field("Estimate missing prices").await;
        page.wait_for_text(".cost-status", "estimated)").await;
        let after = page.text("#result-panel").await;
        assert!(
            after.contains("estimated from prices of 2025-04-04"),
            "{after}"
        );
        assert!(after.contains("unknown"), "EBS stays unknown: {after}");
    });
}

#[test]
fn a_number_opens_its_formula_with_the_keyboard() {
    journey(async |page| {
        open(page).await;
        page.type_into("Instance type", "m6i.8xlarge").await;
        page.wait_for_text(".costs", "≤ $1.57/h node").await;
        page.wait_for_text(".type-now", "m6i.8xlarge your choice")
            .await;
        page.click("tab", "Cost").await;
        page.wait_for_text("#result-panel", "$1,148").await;
        let number = "$19.00, formula of gp3 volume: throughput";
        let button = page.element("button", number).await;
        assert_eq!(
            button.attr("aria-expanded").await.unwrap().as_deref(),
            Some("false")
        );
        page.evaluate("[...document.querySelectorAll('.formula-number')].find((one) => one.innerText.startsWith('$19.00')).focus()")
            .await;
        page.press("Enter").await;
        page.wait_for_text(
            "#result-panel",
            "(600 − 125 included) MiB/s × $0.04 per MiB/s-month = $19.00 per month",
        )
        .await;
        page.press("Enter").await;
        page.wait_until("the formula is closed", async || {
            !page
                .text("#result-panel")
                .await
                .contains("$19.00 per month")
        })
        .await;

        page.click_button("Back to the likely launched type").await;
        page.wait_for_text(".type-now", "likely launched").await;
        page.click_button("Show all eligible types").await;
        page.wait_for_text(".costs", "–").await;
        page.click_button("(cheapest)").await;
        page.wait_for_text(".costs", "node with its volume").await;
    });
}

#[test]
fn prices_that_do_not_come_can_be_asked_for_again() {
    journey(async |page| {
        open(page).await;
        page.evaluate(
            "(() => { window.realFetch = window.fetch; \
             window.fetch = (address, ...rest) => String(address).includes('ondemand/') \
               ? Promise.reject(new TypeError('offline')) : window.realFetch(address, ...rest); })()",
        )
        .await;
        page.click("tab", "Cost").await;
        page.type_into("Region", "eu-central-1").await;
        page.wait_for_text(".cost-status", "could not be loaded")
            .await;
        page.wait_for_text(".costs", "unknown node").await;
        // Whose numbers these are is said, as the type was not found by its Region's prices.
        page.wait_for_text(".answer-basis", "as there are none for eu-central-1")
            .await;
        page.evaluate("window.fetch = window.realFetch").await;
        page.click_button("Try again").await;
        page.wait_for_text(".cost-status", "eu-central-1, on-demand price")
            .await;
        page.wait_for_text(".costs", "/h node").await;
    });
}
