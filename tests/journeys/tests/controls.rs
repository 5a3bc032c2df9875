//! The helpers themselves, over a small page that has one control of each kind.

use std::path::{Path, PathBuf};

use journeys::journey_in;

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixture")
}

#[test]
fn fields_are_found_by_label_and_changed_as_a_user_does() {
    journey_in(&fixture(), async |page| {
        page.open("#here").await;
        assert_eq!(page.place().await, "#here");
        assert_eq!(page.value("Volume size").await, "100Gi");
        assert_eq!(
            page.description("Volume size").await,
            "Between 20Gi and 16Ti"
        );
        page.type_into("Volume size", "300Gi").await;
        assert_eq!(page.wait_for_text("#echo", "300Gi").await, "300Gi a");
        page.choose("Volume", "io2").await;
        page.wait_for_text("#echo", "300Gi b").await;
        page.type_into("Volume size", "").await;
        assert_eq!(page.value("Volume size").await, "");
        page.click_field("Bottlerocket").await;
        assert!(page.is_chosen("Bottlerocket").await);
        assert!(!page.is_chosen("AL2023").await);
        assert!(page.has("group", "Engine").await);
        assert!(
            !page.has("button", "Save everything").await,
            "what is hidden has no name"
        );
    });
}

#[test]
fn keys_go_where_the_keyboard_is() {
    journey_in(&fixture(), async |page| {
        page.open("").await;
        page.press("Tab").await;
        assert_eq!(page.focused().await, "Volume size");
        page.press("Control+z").await;
        page.wait_for_text("#echo", "undone").await;
        page.press("Tab").await;
        page.press("Down").await;
        page.wait_for_text("#echo", "100Gi b").await;
    });
}

#[test]
fn downloads_and_the_clipboard_can_be_read() {
    journey_in(&fixture(), async |page| {
        page.open("").await;
        page.click_button("Save").await;
        assert_eq!(page.downloaded("size.txt").await, b"100Gi");
        page.click_button("Copy the text").await;
        page.wait_until("the text is copied", async || {
            page.clipboard().await == "100Gi"
        })
        .await;
    });
}

#[test]
fn an_error_in_the_console_is_noticed() {
    journey_in(&fixture(), async |page| {
        page.open("").await;
        page.evaluate("console.error('a complaint')").await;
        let errors = page.take_console_errors().await;
        assert!(
            matches!(errors.as_slice(), [one] if one.contains("a complaint")),
            "{errors:?}"
        );
    });
}

#[test]
fn the_user_may_prefer_dark_and_have_a_small_screen() {
    journey_in(&fixture(), async |page| {
        page.resize(390, 844).await;
        page.prefer_colours("dark").await;
        page.open("").await;
        assert_eq!(page.evaluate("innerWidth").await, 390);
        assert_eq!(
            page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
                .await,
            true
        );
        assert!(page.picture(true).await.starts_with(b"\x89PNG"));
    });
}
