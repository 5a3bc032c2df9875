//! The first visit stays small.

use journeys::repository;
use journeys::size::{BUDGET, first_load};

#[test]
fn the_first_load_keeps_its_budget() {
    let files = first_load(&repository().join("dist"));
    assert!(files.iter().any(|file| file.name.ends_with(".wasm")));
    assert!(files.iter().any(|file| file.name.ends_with(".css")));
    let sum: usize = files.iter().map(|file| file.packed).sum();
    assert!(
        sum <= BUDGET,
        "{sum} bytes, {BUDGET} are allowed: {files:#?}"
    );
    // A budget that is never met says nothing.
    assert!(
        sum >= BUDGET * 9 / 10,
        "{sum} bytes are far below {BUDGET}: lower the budget"
    );
}
