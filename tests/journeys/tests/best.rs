//! The best setting: the search runs beside the page, and its answer is taken with one click.

use journeys::journey;

#[test]
fn a_target_is_asked_for_and_its_answer_taken() {
    journey(async |page| {
        page.open("").await;
        page.wait_for_text(".result-line", "/h").await;
        page.click("tab", "Optimize").await;
        page.type_into("Max pull time", "soon").await;
        page.wait_for_text("#best-time-note", "“soon” is not a duration")
            .await;
        page.type_into("Max pull time", "45").await;
        page.wait_for_text(".best-answer", "Best match:").await;
        // The page answered while the search ran: nothing of it was lost.
        assert_eq!(page.value("Max pull time").await, "45");

        // The type in view is searched, and each point says what makes Karpenter launch it.
        page.wait_for_text(".best tr.current", "launched as is")
            .await;
        page.wait_for_text(".best tr.current", "Use").await;
        let before = page
            .wait_for_text(".best .readout", "Your settings now:")
            .await;
        page.evaluate("document.querySelector('.best tr.current button').click()")
            .await;
        // It is searched again by itself from there, and the chart says where the settings are now.
        page.wait_until("the chart shows the setting that was taken", async || {
            page.text(".best .readout").await != before
        })
        .await;
        page.click_button("Undo").await;
        page.wait_for_text(".best", "nothing else is as fast for the price")
            .await;
    });
}
