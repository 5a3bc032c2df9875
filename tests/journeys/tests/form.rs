//! Controls that fit their values.

use journeys::journey;

#[test]
fn lists_are_chosen_from_what_is_known_and_other_words_are_taken_too() {
    journey(async |page| {
        page.open("").await;
        let families = "Instance families";
        page.type_into(families, "g6").await;
        let first = page.wait_for_text("#nodes-families-option-0", "g6").await;
        assert!(first.contains("l4"), "{first}");
        // The keyboard: down to the first, and it is a chip.
        page.press("Down").await;
        page.press("Enter").await;
        assert_eq!(page.value(families).await, "g6");
        page.element("button", "Remove g6").await;
        // A word that nothing is known of, and one that is none.
        page.press("z").await;
        page.press("9").await;
        page.press(",").await;
        assert_eq!(page.value(families).await, "g6, z9");
        page.click("button", "Remove z9").await;
        assert_eq!(page.value(families).await, "g6");
        // The last word can be typed again, and a click takes one of the list.
        page.press("Backspace").await;
        assert_eq!(page.value(families).await, "g6");
        page.press("e").await;
        page.wait_for_text("#nodes-families-option-0", "g6e").await;
        page.evaluate("document.querySelector('#nodes-families-option-0').click()")
            .await;
        assert_eq!(page.value(families).await, "g6e");
        page.press("Escape").await;
        assert_eq!(page.matches(".word-options").await, 0);
        // The keyboard goes on to the next control, not into the list, which closes.
        page.press("Down").await;
        assert_eq!(page.matches(".word-options").await, 1);
        page.press("Tab").await;
        let is_outside = "document.activeElement.closest('.word-list') === null";
        assert_eq!(page.evaluate(is_outside).await, true);
        assert_eq!(page.matches(".word-options").await, 0);
        // Taking a word away does not ask for another.
        page.click("button", "Remove g6e").await;
        assert_eq!(page.matches(".word-options").await, 0);
        assert_eq!(page.value(families).await, "");
    });
}

#[test]
fn a_version_with_more_than_is_used_becomes_it_and_says_so() {
    journey(async |page| {
        page.open("#v2_cn.demo_z").await;
        page.evaluate("document.querySelector('#group-cluster summary')?.click()")
            .await;
        for (field, typed, value) in [
            ("Kubernetes version", "v1.33.2", "1.33"),
            ("Kubernetes version", "v1.34.1-eks-113cf36", "1.34"),
            ("Karpenter version", "1.6.2", "1.6"),
            ("AL2023 AMI release", "al2023@v20260714", "v20260714"),
        ] {
            page.type_into(field, typed).await;
            page.press("Tab").await;
            page.wait_until("it is read", async || page.value(field).await == value)
                .await;
            let said = format!("{typed} is read as {value}.");
            page.wait_for_text("#group-cluster", &said).await;
            // What is typed next is no longer about that.
            page.type_into(field, value).await;
            assert!(!page.text("#group-cluster").await.contains(&said));
        }
    });
}
