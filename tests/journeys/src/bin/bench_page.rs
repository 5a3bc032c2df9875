//! How fast the built page is, in a headless browser on this machine: what the first visit loads,
//! how long until a result stands, how long after an edit the output is another.
//!
//! The page as it begins has its result in `index.html`, and a link to something else waits for the
//! program: both are timed.
//!
//! Edits begin two and a half seconds after the result, when the page is at rest; the first of them,
//! which is the slowest, has a line of its own.
//!
//! The server is on this machine and packs nothing, so loading says what the page does and not what
//! a line does. Figures of two machines, or of two runs on a busy one, do not compare.

use std::time::Duration;

use journeys::size::{BUDGET, BUDGET_WITH_PARTS, Loaded, first_load, parts};
use journeys::{Page, journey, repository};
use serde_json::{Value, json};

/// Settings that are ready to apply.
const LINK: &str = "#v2_cn.demo_ci.Nodes_z";
/// The same, with one of their files.
const LINK_TO_FILE: &str = "#v2_cn.demo_ci.Nodes_tab.soci-snapshotter.yaml_z";
const LOADS: usize = 7;
const EDITS: usize = 60;
const LOOK: Duration = Duration::from_millis(2_500);

/// Notes when the page has a result, and the file if the link is to one, from the first script of the page
/// on.
const WATCH: &str = "new MutationObserver((_, observer) => {\
    const there = (selector, text) => document.querySelector(selector)?.textContent.includes(text);\
    if (location.hash.includes('_tab.') && !there('#result-panel', 'apiVersion')) return;\
    if (!there('.result-line', '/h node')) return;\
    globalThis.resultAt = performance.now();\
    observer.disconnect();\
  }).observe(document, { childList: true, subtree: true, characterData: true });";

/// Changes a control as typing does, and waits until the file shows it and the screen has it.
const EDIT: &str = "const [count, done] = arguments;\
  document.querySelector('#group-storage summary').click();\
  const found = () => [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === 'Throughput')?.control;\
  const output = document.getElementById('result-panel');\
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;\
  const frame = () => new Promise(requestAnimationFrame);\
  (async () => {\
    const times = [];\
    while (!found()) await frame();\
    const control = found();\
    for (let edit = 0; edit < count; edit++) {\
      const wanted = `throughput: ${400 + edit}`;\
      const shown = new Promise((go) => {\
        const look = () => output.textContent.includes(wanted) && (observer.disconnect(), go(performance.now()));\
        const observer = new MutationObserver(look);\
        observer.observe(output, { childList: true, subtree: true, characterData: true });\
      });\
      await frame();\
      const from = performance.now();\
      set.call(control, String(400 + edit));\
      control.dispatchEvent(new Event('input', { bubbles: true }));\
      const to = await shown;\
      await frame();\
      await frame();\
      times.push([to - from, performance.now() - from]);\
      await new Promise((go) => setTimeout(go, 50));\
    }\
    return times;\
  })().then(done, (error) => done(String(error)));";

fn main() {
    sizes();
    for (place, what) in [
        ("", "the page as it begins"),
        (LINK, "a link"),
        (LINK_TO_FILE, "a link to a file"),
    ] {
        let loads: Vec<f64> = (0..LOADS).map(|_| load(place)).collect();
        print(
            &format!("cold load of {what} until a result stands, {LOADS} visits"),
            &loads,
        );
    }
    memory();
    for slower in [1, 4] {
        let times = edits(slower);
        let on = format!("{EDITS} edits on a CPU {slower} times as slow");
        let first: Vec<f64> = times.first().map(|time| time.0).into_iter().collect();
        let times = times.get(1..).unwrap_or_default();
        print(&format!("{on}: output is another, the first edit"), &first);
        print(
            &format!("{on}: output is another"),
            &times.iter().map(|time| time.0).collect::<Vec<_>>(),
        );
        print(
            &format!("{on}: painted"),
            &times.iter().map(|time| time.1).collect::<Vec<_>>(),
        );
    }
}

fn sizes() {
    let folder = repository().join("dist");
    println!("first load, bytes (raw, brotli 11)");
    let first = listed(&first_load(&folder));
    println!("  {first:>19}  of {BUDGET} allowed\n");
    println!("parts that follow on demand");
    let whole = first + listed(&parts(&folder));
    println!("  {whole:>19}  of {BUDGET_WITH_PARTS} allowed for both\n");
}

/// Prints files and says how long they are packed.
fn listed(files: &[Loaded]) -> usize {
    for file in files {
        println!("  {:>9} {:>9}  {}", file.bytes, file.packed, file.name);
    }
    files.iter().map(|file| file.packed).sum()
}

/// One visit with an empty profile, in milliseconds.
fn load(place: &str) -> f64 {
    let mut time = f64::NAN;
    journey(async |page| {
        page.before_every_page(WATCH).await;
        page.open(place).await;
        page.wait_until("a result stands", async || result_at(page).await.is_some())
            .await;
        time = result_at(page).await.unwrap_or(f64::NAN);
    });
    time
}

/// How much memory the program takes, before edits and after as many as are timed.
fn memory() {
    journey(async |page| {
        page.open(LINK_TO_FILE).await;
        page.wait_for_text(".result-line", "/h node").await;
        let before = page.program_memory().await;
        page.client()
            .execute_async(EDIT, vec![json!(EDITS)])
            .await
            .expect("edits are made");
        let after = page.program_memory().await;
        println!(
            "memory of the program, bytes\n  {before} before and {after} after {EDITS} edits\n"
        );
    });
}

async fn result_at(page: &Page) -> Option<f64> {
    page.evaluate("globalThis.resultAt ?? null").await.as_f64()
}

/// For each edit the milliseconds until the output is another, and until it is on the screen.
fn edits(slower: u32) -> Vec<(f64, f64)> {
    let mut times = Vec::new();
    journey(async |page| {
        page.open(LINK_TO_FILE).await;
        page.wait_for_text(".result-line", "/h node").await;
        page.slow_down(slower).await;
        // A visitor looks before typing, and the page makes use of that.
        tokio::time::sleep(LOOK).await;
        let said = page
            .client()
            .execute_async(EDIT, vec![json!(EDITS)])
            .await
            .expect("edits are timed");
        let pairs: Vec<(f64, f64)> = serde_json::from_value::<Vec<(f64, f64)>>(said.clone())
            .unwrap_or_else(|error| panic!("{error}: {}", Value::to_string(&said)));
        times = pairs;
    });
    times
}

fn print(what: &str, times: &[f64]) {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |share: usize| {
        let last = sorted.len().saturating_sub(1);
        sorted
            .get((last * share).div_ceil(100))
            .copied()
            .unwrap_or(f64::NAN)
    };
    println!(
        "{what}, ms\n  minimum {:.1}   median {:.1}   95th percentile {:.1}\n",
        at(0),
        at(50),
        at(95)
    );
}
