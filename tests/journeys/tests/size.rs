//! The first visit stays small.

use journeys::repository;
use journeys::size::{BUDGET, BUDGET_WITH_PARTS, Loaded, first_load, parts};

#[test]
fn the_first_load_keeps_its_budget() {
    let files = first_load(&repository().join("dist"));
    assert!(files.iter().any(|file| file.name.ends_with(".wasm")));
    assert!(files.iter().any(|file| file.name.ends_with(".css")));
    check(&files, BUDGET);
}

#[test]
fn what_follows_by_itself_keeps_its_budget() {
    let folder = repository().join("dist");
    let mut files = parts(&folder);
    assert!(!files.is_empty(), "the page's program is not taken apart");
    files.extend(first_load(&folder));
    check(&files, BUDGET_WITH_PARTS);
}

#[track_caller]
fn check(files: &[Loaded], budget: usize) {
    let sum: usize = files.iter().map(|file| file.packed).sum();
    assert!(
        sum <= budget,
        "{sum} bytes, {budget} are allowed: {files:#?}"
    );
    // A budget that is never met says nothing.
    assert!(
        sum >= budget * 9 / 10,
        "{sum} bytes are far below {budget}: lower the budget"
    );
}
