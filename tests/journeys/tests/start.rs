//! What every visitor meets first.

use journeys::journey;

#[test]
fn the_page_opens_with_its_heading_and_a_silent_console() {
    journey(async |page| {
        page.open("").await;
        assert_eq!(page.text("h1").await, "SOCI Configurator");
        assert_eq!(page.take_console_errors().await, Vec::<String>::new());
    });
}
