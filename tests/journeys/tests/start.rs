//! What every visitor meets first.

use std::time::Duration;

use journeys::{Fault, journey};

#[test]
fn the_page_opens_with_its_heading_and_a_silent_console() {
    journey(async |page| {
        page.open("").await;
        assert_eq!(page.text("h1").await, "SOCI Configurator");
        assert_eq!(page.take_console_errors().await, Vec::<String>::new());
    });
}

#[test]
fn a_start_that_does_not_come_is_said_and_tried_again() {
    // The program, the script that goes with it, and the one that starts both.
    for part in ["_bg.wasm", "_parts.js", "start-"] {
        for fault in [Fault::NotFound, Fault::Portal, Fault::Half] {
            journey(async |page| {
                page.break_down(part, fault).await;
                page.begin("").await;
                page.wait_for_text("#starting", "The page could not start.")
                    .await;
                assert_eq!(page.barriers("#starting").await, "");
                page.recover();
                page.click_button("Try again").await;
                page.wait_for_program().await;
                page.wait_for_text(".result-line", "/h node").await;
                page.take_console_errors().await;
            });
        }
    }
}

#[test]
fn a_start_that_takes_long_is_said() {
    for (width, height) in [(1440, 900), (390, 844)] {
        journey(async |page| {
            page.resize(width, height).await;
            page.break_down("_bg.wasm", Fault::Hangs).await;
            page.begin("").await;
            tokio::time::sleep(Duration::from_secs(8)).await;
            page.wait_for_text("#starting", "The page has not started yet")
                .await;
            for theme in ["light", "dark"] {
                page.prefer_colours(theme).await;
                assert_eq!(page.barriers("#starting").await, "");
            }
            page.recover();
            page.click_button("Try again").await;
            page.wait_for_program().await;
            page.wait_for_text(".result-line", "/h").await;
            page.take_console_errors().await;
        });
    }
}

#[test]
fn a_background_worker_that_does_not_come_is_said_and_tried_again() {
    for part in ["worker_bg.wasm", "worker.js", "worker_loader.js"] {
        journey(async |page| {
            page.break_down(part, Fault::NotFound).await;
            page.open("#v2_tab.best-setting_z").await;
            page.wait_for_text(".result-line", "/h node").await;
            page.wait_for_text(".best", "could not start").await;
            page.recover();
            page.click_button("Try again").await;
            page.wait_for_text(".best", "nothing else is as fast for the price")
                .await;
            page.take_console_errors().await;
        });
    }
}
