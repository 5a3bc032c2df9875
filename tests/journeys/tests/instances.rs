//! Instance types: why one is out, bringing it in, filtering, choosing, and an empty set.

use journeys::{Page, journey};

async fn instances(page: &Page) {
    page.open("").await;
    page.click_button("420 types").await;
    page.wait_for_text("#result-panel", "420 of 1,363 instance types")
        .await;
}

/// Names of the rows that are shown.
async fn names(page: &Page) -> Vec<String> {
    let names = page
        .evaluate("[...document.querySelectorAll('.row-name')].map((name) => name.textContent)")
        .await;
    let names = names.as_array().cloned().unwrap_or_default();
    names
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
}

#[test]
fn why_g6_xlarge_is_out_and_how_it_comes_in() {
    journey(async |page| {
        instances(page).await;
        page.type_into("Why not …?", "g6.xlage").await;
        page.click_button("Use g6.xlarge").await;
        let answer = page
            .wait_for_text(".why-answer", "g6.xlarge is excluded by 3 requirements.")
            .await;
        for reason in [
            "instance-category In c, m, r",
            "it has 5,000 Mbit/s",
            "it has 2,500 Mbit/s",
        ] {
            assert!(answer.contains(reason), "{answer}");
        }
        page.evaluate("document.querySelector('.why-answer li:nth-child(2) a').click()")
            .await;
        assert_eq!(page.focused().await, "Minimum EBS bandwidth");

        page.click_button("Allow category g, lower the minimum EBS bandwidth to 5,000 Mbit/s and lower the minimum network bandwidth to 2,500 Mbit/s").await;
        page.wait_for_text(".why-answer", "g6.xlarge is eligible.")
            .await;
        assert_eq!(page.value("Instance categories").await, "c, m, r, g");
        assert_eq!(page.value("Minimum EBS bandwidth").await, "5000");
        page.type_into("Filter", "g6.xlarge").await;
        page.wait_until("one row is left", async || {
            page.matches("tbody tr").await == 1
        })
        .await;
        assert_eq!(names(page).await, ["g6.xlarge"]);

        page.click_button("Undo").await;
        page.wait_for_text(".result-line", "420 types").await;
    });
}

#[test]
fn rows_are_filtered_sorted_and_chosen() {
    journey(async |page| {
        instances(page).await;
        page.type_into("Filter", "vpcu>=96 c6id").await;
        page.wait_for_text("#instances-filter-error", "“vpcu” is not a column")
            .await;
        assert_eq!(page.matches("tbody tr").await, 50);
        page.click_button("Use vcpu>=96 c6id").await;
        page.wait_until("three rows are left", async || {
            page.matches("tbody tr").await == 3
        })
        .await;
        assert_eq!(
            names(page).await,
            ["c6id.24xlarge", "c6id.32xlarge", "c6id.metal"]
        );

        page.type_into("Filter", "c6in").await;
        page.wait_until("c6in is left", async || page.matches("tbody tr").await == 8)
            .await;
        page.click_button("vCPU").await;
        page.wait_until("the largest is first", async || {
            names(page).await.first().map(String::as_str) == Some("c6in.32xlarge")
        })
        .await;
        assert_eq!(page.matches("th[aria-sort=descending]").await, 1);

        page.wait_for_text(".prices", "us-east-1, 2026-07-20").await;
        page.click_button("Price $/h").await;
        page.wait_until("the cheapest is first", async || {
            names(page).await.first().map(String::as_str) == Some("c6in.2xlarge")
        })
        .await;

        page.click_field("Choose c6in.32xlarge").await;
        page.click_field("Choose c6in.24xlarge").await;
        page.click_button("Use exactly these 2 types").await;
        page.wait_for_text(".result-line", "2 types").await;
        page.click("tab", "config.yaml").await;
        page.wait_for_text("#result-panel", "- c6in.24xlarge").await;
        page.wait_for_text(".result-line", "2 notes").await;
    });
}

#[test]
fn an_empty_set_names_what_empties_it_and_offers_the_way_back() {
    journey(async |page| {
        instances(page).await;
        page.type_into("Minimum vCPU", "1000").await;
        page.wait_for_text(".types.none-left", "no type").await;
        page.wait_for_text(
            ".emptied",
            "instance-cpu Gt 999 in the NodePool leaves no type",
        )
        .await;
        let description = page.description("Minimum vCPU").await;
        assert!(
            description.contains("No instance type is left"),
            "{description}"
        );
        page.type_into("Minimum vCPU", "").await;
        page.wait_for_text(".result-line", "420 types").await;
    });
}

#[test]
fn a_group_that_is_left_out_comes_back_with_one_click() {
    journey(async |page| {
        instances(page).await;
        page.wait_for_text(".left-out", "adds 32 types").await;
        page.click_button("Allow category g").await;
        page.wait_for_text(".result-line", "452 types").await;
        page.resize(390, 844).await;
        let wide = page
            .evaluate("document.documentElement.scrollWidth > innerWidth")
            .await;
        assert_eq!(wide, false, "only the table scrolls sideways");
    });
}
