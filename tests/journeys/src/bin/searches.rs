//! How long searches for the best setting take in the built page's worker, from the click to the
//! table, with the worker's own start: prints minimum and median of some rounds.

use journeys::journey;

const ROUNDS: usize = 7;

/// Clicks Search and waits for the table in the page itself, so that asking costs nothing.
const SEARCH: &str = "new Promise((done) => {
    const button = [...document.querySelectorAll('.best button')]
        .find((one) => one.textContent.trim() === 'Search');
    const status = document.querySelector('.best > [role=status]');
    const start = performance.now();
    const watch = new MutationObserver(() => {
        if (!status.textContent.includes('settings each')) return;
        watch.disconnect();
        done([performance.now() - start, status.textContent.trim()]);
    });
    watch.observe(status, { childList: true, characterData: true, subtree: true });
    button.click();
})";

fn main() {
    journey(async |page| {
        page.open("").await;
        page.wait_for_text(".result-line", "/h").await;
        page.click("tab", "Best setting").await;
        for scope in ["in-view", "admitted", "outside-pool"] {
            page.evaluate(&format!(
                "(() => {{ const list = document.querySelector('#best-scope'); list.value = '{scope}'; \
                 list.dispatchEvent(new Event('change', {{ bubbles: true }})) }})()"
            ))
            .await;
            let mut times = Vec::new();
            let mut found = String::new();
            for _ in 0..ROUNDS {
                let answer = page.evaluate(SEARCH).await;
                times.push(answer[0].as_f64().expect("milliseconds"));
                found = answer[1].as_str().expect("what was searched").to_owned();
            }
            times.sort_by(f64::total_cmp);
            println!(
                "{:.0} ms at best, {:.0} ms in the middle of {ROUNDS}: {found}",
                times[0],
                times[ROUNDS / 2]
            );
        }
    });
}
