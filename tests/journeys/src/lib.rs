//! Journeys of a user through the built page, in a real browser.
