//! Switching engines keeps what still applies, and says what does not.

use journeys::journey;

#[test]
fn switching_engines_keeps_what_still_applies() {
    journey(async |page| {
        page.open("").await;
        page.type_into("IOPS", "4000").await;
        page.type_into("Downloads per image", "15").await;
        page.wait_for_text("#result-panel", "iops: 4000").await;

        page.click_field("Bottlerocket").await;
        page.wait_for_text("#result-panel", "max-concurrent-downloads-per-image = 15")
            .await;
        page.wait_for_text(".engine-name", "Bottlerocket").await;
        assert_eq!(page.value("IOPS").await, "4000");

        page.click_field("EKS Auto Mode").await;
        page.wait_for_text("#result-panel", "eks.amazonaws.com/v1")
            .await;
        page.wait_for_text("#group-engine", "its NodeClass has no field for it")
            .await;
        assert!(!page.has("field", "Downloads per image").await);
        assert_eq!(page.value("IOPS").await, "4000");

        page.click_field("AL2023 FastImagePull").await;
        page.wait_for_text("#result-panel", "FastImagePull: true")
            .await;
        assert_eq!(page.value("Downloads per image").await, "15");
        assert_eq!(page.value("IOPS").await, "4000");
    });
}
