//! Keys: nothing but the keyboard, and no key while text is typed.

use journeys::{Page, journey};

async fn type_here(page: &Page, text: &str) {
    for letter in text.chars() {
        let key = if letter == ' ' {
            "Space".to_owned()
        } else {
            letter.to_string()
        };
        page.press(&key).await;
    }
}

/// Leaves the field that has the keyboard.
async fn leave(page: &Page) {
    page.evaluate("document.activeElement.blur()").await;
}

#[test]
fn a_setting_is_found_by_name() {
    journey(async |page| {
        page.open("").await;
        leave(page).await;
        page.press("/").await;
        assert_eq!(page.focused().await, "Find a setting");
        type_here(page, "kms").await;
        page.wait_for_text("#find-options", "KMS key").await;
        page.press("Enter").await;
        assert_eq!(page.focused().await, "KMS key");
        leave(page).await;
        page.press("/").await;
        type_here(page, "engine").await;
        page.wait_for_text("#find-options", "Engine").await;
        page.press("Down").await;
        page.press("Escape").await;
        assert_eq!(page.value("Find a setting").await, "");
        type_here(page, "initialization").await;
        page.wait_for_text("#find-options", "Initialization rate")
            .await;
        page.press("Enter").await;
        page.wait_for_text("#announced-notice", "is not used now")
            .await;
    });
}

#[test]
fn letters_go_to_groups_and_do_what_buttons_do() {
    journey(async |page| {
        page.open("#v2_cn.demo_ci.Nodes_z").await;
        // In text, a letter is a letter.
        page.type_into("Cluster name", "cdgs").await;
        assert_eq!(page.value("Cluster name").await, "cdgs");
        assert_eq!(page.matches("dialog[open]").await, 0);
        leave(page).await;
        for (letter, group) in [("s", "Storage"), ("e", "Engine"), ("c", "Cluster")] {
            page.press("g").await;
            page.press(letter).await;
            page.press("Tab").await;
            page.press("Tab").await;
            let place = "document.activeElement.closest('section.group h2, section.group').querySelector('h2').textContent";
            let heading = page.evaluate(place).await;
            assert!(
                heading.as_str().is_some_and(|text| text.ends_with(group)),
                "{heading}"
            );
            leave(page).await;
        }
        page.press("g").await;
        page.press("f").await;
        page.wait_for_text("#result-panel", "apiVersion").await;
        page.press("c").await;
        page.wait_until("the command is copied", async || {
            page.clipboard().await.contains("kubectl apply")
        })
        .await;
        page.press("d").await;
        assert!(
            page.downloaded("soci-karpenter.zip")
                .await
                .starts_with(b"PK")
        );
        page.press("s").await;
        assert!(page.has("dialog", "Share a link").await);
        assert_eq!(page.focused().await, "Link");
        page.press("Escape").await;
        page.press("?").await;
        page.wait_for_text("#help-dialog", "EC2NodeClass").await;
        page.press("s").await;
        assert!(
            !page.has("dialog", "Share a link").await,
            "one dialog at a time"
        );
        page.press("Escape").await;
        page.press("Control+z").await;
        assert_eq!(page.value("Cluster name").await, "demo");
        page.press("Control+Shift+z").await;
        assert_eq!(page.value("Cluster name").await, "cdgs");
    });
}

#[test]
fn keys_that_have_to_wait_say_why() {
    journey(async |page| {
        page.open("").await;
        leave(page).await;
        page.press("d").await;
        page.wait_for_text("#announced-notice", "Required: Cluster name")
            .await;
        assert_eq!(page.focused().await, "Cluster name");
    });
}

/// WCAG 2.2, 2.1.4: who speaks to a computer strikes keys without meaning to.
#[test]
fn single_keys_can_be_switched_off_for_good() {
    journey(async |page| {
        page.open("").await;
        leave(page).await;
        page.press("?").await;
        page.wait_for_text("dialog[open]", "Single-key shortcuts")
            .await;
        page.click_field("Single-key shortcuts").await;
        page.press("Escape").await;
        for again in [false, true] {
            if again {
                page.open("").await;
            }
            leave(page).await;
            for key in ["?", "s", "/"] {
                page.press(key).await;
            }
            assert_eq!(page.matches("dialog[open]").await, 0, "again: {again}");
            assert_ne!(page.focused().await, "Find a setting");
        }
        page.click_button("Help").await;
        page.click_field("Single-key shortcuts").await;
        page.press("Escape").await;
        leave(page).await;
        page.press("/").await;
        assert_eq!(page.focused().await, "Find a setting");
    });
}
