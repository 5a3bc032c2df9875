//! How long searches for the best setting take in the built page's worker, from the click to the
//! table, with the worker's own start, and for how long the page itself stands still meanwhile: for
//! the image that the page begins with, and for one of 500 layers. Prints minimum and median of
//! some rounds.

use journeys::{Page, journey};

const ROUNDS: usize = 7;

/// Has the money counted otherwise, after which the page searches by itself, and waits for the table in the
/// page itself, so that asking costs nothing. Answers the time from when the search is said to begin, the
/// time until the button that stops it is there, the longest gap between two frames, and what was searched.
const SEARCH: &str = "new Promise((done) => {
    const buttons = () => [...document.querySelectorAll('.best button')];
    const named = (name) => buttons().find((one) => one.textContent.trim() === name);
    const status = document.querySelector('.best > [role=status]');
    let start = NaN, frame = performance.now(), gap = 0, stoppable = NaN, over = false;
    const tick = (now) => {
        gap = Math.max(gap, now - frame);
        frame = now;
        if (isNaN(stoppable) && named('Stop')) stoppable = performance.now() - start;
        if (!over) requestAnimationFrame(tick);
    };
    requestAnimationFrame((now) => { frame = now; requestAnimationFrame(tick); });
    const watch = new MutationObserver(() => {
        const text = status.textContent.trim();
        if (isNaN(start) && text.startsWith('Searching')) start = performance.now();
        if (isNaN(start) || !text.includes('on the frontier')) return;
        watch.disconnect();
        over = true;
        done([performance.now() - start, stoppable, gap, text]);
    });
    watch.observe(status, { childList: true, characterData: true, subtree: true });
    document.querySelector('.best input[type=checkbox]').click();
})";

/// Gives the image 500 layers, as typing does.
const LAYERS: &str = "(() => {
    const sizes = [120000, 400, 3000, 30000, 100, 12000, 1000, 40000];
    const text = Array.from({ length: 500 }, (_, at) => `${sizes[at % 8] + at}kB`).join('\\n');
    const control = [...document.querySelectorAll('label')]
        .find((one) => one.textContent.trim() === 'Layers').control;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(control, text);
    control.dispatchEvent(new Event('input', { bubbles: true }));
    control.dispatchEvent(new Event('change', { bubbles: true }));
})()";

async fn search(page: &Page, scope: &str) {
    page.wait_for_text(".best > [role=status]", "on the frontier")
        .await;
    page.evaluate(&format!(
        "(() => {{ const list = document.querySelector('#best-scope'); list.value = '{scope}'; \
         list.dispatchEvent(new Event('change', {{ bubbles: true }})) }})()"
    ))
    .await;
    // What the choice leads to is none of the rounds.
    page.evaluate("new Promise((go) => setTimeout(go, 500))")
        .await;
    page.wait_for_text(".best > [role=status]", "on the frontier")
        .await;
    let mut times = Vec::new();
    let (mut stoppable, mut gap) = (0_f64, 0_f64);
    let mut found = String::new();
    for _ in 0..ROUNDS {
        let answer = page.evaluate(SEARCH).await;
        times.push(answer[0].as_f64().expect("milliseconds"));
        stoppable = stoppable.max(answer[1].as_f64().unwrap_or(0.0));
        gap = gap.max(answer[2].as_f64().expect("milliseconds"));
        found = answer[3].as_str().expect("what was searched").to_owned();
    }
    times.sort_by(f64::total_cmp);
    println!(
        "{:.0} ms at best, {:.0} ms in the middle of {ROUNDS}; can be stopped after {stoppable:.0} ms, \
         longest gap between frames {gap:.0} ms: {found}",
        times[0],
        times[ROUNDS / 2]
    );
}

fn main() {
    for layers in [false, true] {
        journey(async |page| {
            page.open("").await;
            page.wait_for_text(".result-line", "/h").await;
            if layers {
                println!("an image of 500 layers:");
                page.evaluate("document.querySelector('#group-image summary').click()")
                    .await;
                page.wait_for_text("#group-image", "Layers").await;
                page.evaluate(LAYERS).await;
                let all = "document.body.textContent.includes('To put right')";
                assert_eq!(page.evaluate(all).await, false, "500 layers are refused");
            }
            page.click("tab", "Optimize").await;
            for scope in ["in-view", "admitted", "outside-pool"] {
                search(page, scope).await;
            }
        });
    }
}
