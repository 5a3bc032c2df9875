//! Switching engines keeps what still applies, and says what does not.

use journeys::journey;

#[test]
fn switching_engines_keeps_what_still_applies() {
    journey(async |page| {
        page.open("").await;
        page.type_into("IOPS", "4000").await;
        page.type_into("Downloads per image", "15").await;
        page.look_at_files().await;
        page.wait_for_text("#result-panel", "iops: 4000").await;

        page.choose("Engine", "Bottlerocket").await;
        page.wait_for_text("#result-panel", "max-concurrent-downloads-per-image = 15")
            .await;
        page.wait_for_text(".engine-name", "Bottlerocket").await;
        assert_eq!(page.value("IOPS").await, "4000");

        page.choose("Engine", "EKS Auto Mode").await;
        page.wait_for_text("#result-panel", "eks.amazonaws.com/v1")
            .await;
        page.wait_for_text("#group-engine", "its NodeClass has no field for it")
            .await;
        assert!(!page.has("field", "Downloads per image").await);
        assert_eq!(page.value("IOPS").await, "4000");

        page.choose("Engine", "AL2023 FastImagePull").await;
        page.wait_for_text("#result-panel", "FastImagePull: true")
            .await;
        assert_eq!(page.value("Downloads per image").await, "15");
        assert_eq!(page.value("IOPS").await, "4000");
    });
}

#[test]
fn engines_stand_side_by_side_and_one_of_them_is_taken() {
    journey(async |page| {
        page.open("").await;
        page.wait_for_text(".result-line", "/h").await;
        page.click("tab", "Engines").await;
        page.wait_for_text(
            ".engines .verdict",
            "Use AL2023 FastImagePull rather than AL2023 containerd parallel pull.",
        )
        .await;
        page.wait_for_text(".engines .reasons", "containerd buffers")
            .await;
        page.wait_for_text(".engines .impossible", "install script")
            .await;
        page.wait_for_text(".engines tr.picked", "AL2023 FastImagePull")
            .await;
        page.click_button("Use AL2023 containerd parallel pull")
            .await;
        page.wait_for_text(".engines tr.picked", "AL2023 containerd parallel pull")
            .await;
        page.wait_for_text(".engine-name", "containerd parallel pull")
            .await;
        page.click_button("Undo").await;
        page.wait_for_text(".engines tr.picked", "AL2023 FastImagePull")
            .await;

        page.choose("Engine", "EKS Auto Mode").await;
        page.wait_for_text(".engines .verdict", "cannot both be chosen here")
            .await;
    });
}
