//! Bad values: the message stands at the field, nothing typed is lost, the files wait.

use journeys::{Page, journey};

async fn ready(page: &Page) {
    page.open("").await;
    page.type_into("Cluster name", "demo").await;
    page.type_into("Node IAM role", "Nodes").await;
    page.wait_for_text(".result-line", "Ready to apply").await;
}

async fn waits(page: &Page, button: &str) -> bool {
    let button = page.element("button", button).await;
    let disabled = button.attr("aria-disabled").await;
    disabled.expect("the button is there").as_deref() == Some("true")
}

#[test]
fn a_value_beyond_the_limits_is_explained_and_repaired() {
    journey(async |page| {
        ready(page).await;
        page.type_into("Throughput", "1000").await;
        page.wait_for_text(".result-line", "1 error").await;
        let description = page.description("Throughput").await;
        assert!(description.contains("4000 IOPS"), "{description}");
        assert!(waits(page, "Download all (zip)").await);
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "throughput: 1000")
            .await;

        page.click_button("Set IOPS to 4000").await;
        page.wait_for_text(".result-line", "Ready to apply").await;
        assert_eq!(page.value("IOPS").await, "4000");
        assert!(!waits(page, "Download all (zip)").await);
    });
}

#[test]
fn what_is_no_value_stays_as_typed_and_the_files_stay_as_they_were() {
    journey(async |page| {
        ready(page).await;
        page.look_at_files().await;
        let before = page.text("#result-panel").await;
        page.type_into("IOPS", "fast").await;
        page.wait_for_text(".result-line", "Fix:").await;
        assert_eq!(page.value("IOPS").await, "fast");
        let description = page.description("IOPS").await;
        assert!(description.contains("“fast”"), "{description}");
        assert!(description.contains("100 to 256,000"), "{description}");
        assert!(waits(page, "Copy kubectl apply").await);
        assert_eq!(page.text("#result-panel").await, before);

        page.click_link("IOPS").await;
        assert_eq!(page.focused().await, "IOPS");
        page.type_into("IOPS", "4,000").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "iops: 4000").await;
        page.wait_for_text(".result-line", "Ready to apply").await;
    });
}

#[test]
fn a_role_pasted_as_an_arn_is_one_click_from_its_name() {
    journey(async |page| {
        ready(page).await;
        page.type_into("Node IAM role", "arn:aws:iam::111122223333:role/Nodes-2")
            .await;
        page.click_button("Use Nodes-2").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "role: Nodes-2").await;
        assert_eq!(page.value("Node IAM role").await, "Nodes-2");
    });
}

#[test]
fn hostile_text_is_refused_kept_and_changes_no_file() {
    let long = "x".repeat(10_000);
    let hostile = [
        "a: b",
        "{{x}}",
        "\u{1f600}",
        "first\nsecond: third",
        "$(reboot)",
        long.as_str(),
    ];
    let fields = ["Cluster name", "Node IAM role", "Pool name", "IOPS"];
    journey(async |page| {
        ready(page).await;
        page.click("tab", "config.yaml").await;
        let before = page.text("#result-panel").await;
        for field in fields {
            let value = page.value(field).await;
            for text in hostile {
                page.paste_into(field, text).await;
                page.wait_for_text(".result-line", "Fix:").await;
                let typed = page.value(field).await;
                assert_eq!(
                    typed,
                    text.replace('\n', " "),
                    "{field} keeps what was typed"
                );
                assert_eq!(
                    page.text("#result-panel").await,
                    before,
                    "{field}: {text:.20}"
                );
                page.click_button("Undo").await;
                page.wait_for_text(".result-line", "Ready to apply").await;
                assert_eq!(page.value(field).await, value);
            }
        }
    });
}

/// The size of the image before says nothing about another one.
#[test]
fn another_image_has_no_size_until_it_is_given_one() {
    journey(async |page| {
        ready(page).await;
        let size = page.value("Compressed size").await;
        page.type_into("Image", "registry.example.com/team/app:1")
            .await;
        page.wait_for_text(".result-line", "The image size is unknown")
            .await;
        assert_eq!(page.value("Compressed size").await, "");
        page.wait_for_text(".result-line", "Ready to apply").await;
        page.click_button("Undo").await;
        page.wait_until("the size is back", async || {
            page.value("Compressed size").await == size
        })
        .await;
        page.type_into("Image", "registry.example.com/team/app:1")
            .await;
        page.type_into("Compressed size", "5GB").await;
        page.wait_until("the pull is estimated", async || {
            !page.text(".result-line").await.contains("is not known")
        })
        .await;
    });
}
