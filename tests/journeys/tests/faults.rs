//! The page kept on this machine, and servers that answer wrongly: whatever they do, and whenever,
//! the page works and nothing wrong is kept.

use std::fmt::Debug;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use journeys::{Fault, Page, journey_in, repository};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// What is not seen on the first screen, and so does not come with it.
const LATER: &str = "about.html";

/// A build whose pages say which it is.
fn build(name: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder for a build");
    copy(&repository().join("dist"), folder.path());
    let worker = folder.path().join("sw.js");
    let script = std::fs::read_to_string(&worker).expect("sw.js is built");
    let before = list(&script);
    let mut list: Value = serde_json::from_str(&before).expect("the list is JSON");
    list["version"] = format!("{name}-{}", list["version"]).into();
    for (file, address) in [("index.html", ""), (LATER, LATER)] {
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).expect("the page is built");
        let text = text.replacen("</title>", &format!(" {name}</title>"), 1);
        assert!(text.contains(&format!(" {name}</title>")));
        list["files"][address] = STANDARD.encode(Sha256::digest(&text)).into();
        std::fs::write(&path, text).expect("the page is written");
    }
    std::fs::write(&worker, script.replace(&before, &list.to_string())).expect("it is written");
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("dist is built") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("it has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            std::fs::copy(&path, &target).expect("a file is copied");
        }
    }
}

/// What stands between `const BUILD =` and the end of its line.
fn list(script: &str) -> String {
    let line = script
        .lines()
        .find_map(|line| line.strip_prefix("const BUILD = "));
    let line = line.expect("sw.js has its line");
    line.trim_end_matches(';').to_owned()
}

/// How the page is kept: whether each of a registration's workers is there, and which kept files
/// are not those of the build whose cache they are in.
async fn kept(page: &Page, builds: &[&Path]) -> Value {
    let lists: Vec<Value> = builds
        .iter()
        .map(|folder| std::fs::read_to_string(folder.join("sw.js")).expect("sw.js is built"))
        .map(|script| serde_json::from_str(&list(&script)).expect("the list is JSON"))
        .collect();
    let script = "const [lists, done] = arguments;\
        const look = async () => {\
          const registration = await navigator.serviceWorker.getRegistration();\
          const found = { wrong: [], right: 0, controlled: Boolean(navigator.serviceWorker.controller) };\
          for (const state of ['installing', 'waiting', 'active']) found[state] = Boolean(registration?.[state]);\
          for (const cacheName of await caches.keys()) {\
            const list = lists.find(({ version }) => cacheName.endsWith(version));\
            const cache = await caches.open(cacheName);\
            for (const { url } of await cache.keys()) {\
              const name = url.slice(new URL('./', location).href.length);\
              const bytes = await (await cache.match(url)).arrayBuffer();\
              const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));\
              if (btoa(String.fromCharCode(...digest)) === list?.files[name]) found.right += 1;\
              else found.wrong.push(name);\
            }\
          }\
          return found;\
        };\
        const later = new Promise((go) => setTimeout(() => go(null), 3000));\
        Promise.race([look(), later]).then(done, () => done(null));";
    let found = page
        .client()
        .execute_async(script, vec![json!(lists)])
        .await;
    found.unwrap_or_default()
}

async fn wait_until_kept(
    page: &Page,
    what: &str,
    builds: &[&Path],
    holds: impl Fn(&Value) -> bool,
) {
    let mut last = Value::Null;
    for _ in 0..100 {
        last = kept(page, builds).await;
        if !last.is_null() {
            assert_eq!(last["wrong"], json!([]), "something wrong is kept");
            if holds(&last) {
                return;
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what}: it never was so; last: {last}");
}

/// Opens the page, sees that it works, and says which build it is of.
async fn works(page: &Page) -> String {
    page.open("").await;
    page.wait_for_text(".result-line", "/h node").await;
    let title = page.evaluate("document.title").await;
    title.as_str().unwrap_or_default().to_owned()
}

/// Looks for another build now.
async fn update(page: &Page) {
    let script = "const [done] = arguments;\
        navigator.serviceWorker.getRegistration().then((found) => found?.update()).then(() => done(1), () => done(0));";
    let later = page.client().execute_async(script, Vec::new());
    // A server that hangs leaves it without an answer.
    let _ = tokio::time::timeout(Duration::from_secs(2), later).await;
}

/// Which files are hit: all of them, or one that the first screen does not need.
const PARTS: [&str; 2] = ["", LATER];

/// Every fault with what it hits, by turns; the other turn is the other moment's, so that a run
/// stays short.
fn faults(first: usize) -> Vec<(Fault, &'static str)> {
    let parts = PARTS.into_iter().cycle().skip(first);
    Fault::ALL.into_iter().zip(parts).collect()
}

/// Walks through each of them, two at a time: most of a journey is waiting, for a worker that begins
/// after a second and for a server that does not answer.
fn each<T: Copy + Debug + Send>(cases: Vec<T>, walk: impl Fn(T) + Sync) {
    let cases = Mutex::new(cases.into_iter());
    let next = || cases.lock().expect("no walk holds it").next();
    let work = || {
        while let Some(case) = next() {
            eprintln!("{case:?}");
            walk(case);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
}

#[test]
fn a_fault_while_the_page_is_kept_first_keeps_nothing_wrong() {
    let new = build("new");
    each(faults(0), |(fault, part)| {
        journey_in(new.path(), async |page| {
            assert!(works(page).await.ends_with("new"));
            page.break_down(part, fault).await;
            // The page asks for its worker a second after it has started.
            tokio::time::sleep(Duration::from_secs(2)).await;
            wait_until_kept(page, "nothing is installed", &[new.path()], |kept| {
                kept["active"] == false && (kept["installing"] == false || fault == Fault::Hangs)
            })
            .await;
            page.recover();
            if fault != Fault::Hangs {
                assert!(works(page).await.ends_with("new"));
                wait_until_kept(page, "the page is kept", &[new.path()], |kept| {
                    kept["controlled"] == true
                })
                .await;
            }
            page.take_console_errors().await;
        });
    });
}

#[test]
fn a_fault_while_a_new_build_comes_leaves_the_old_one_working() {
    let (old, new) = (build("old"), build("new"));
    let both = [old.path(), new.path()];
    each(faults(1), |(fault, part)| {
        journey_in(old.path(), async |page| {
            works(page).await;
            wait_until_kept(page, "the old build is kept", &both, |kept| {
                kept["controlled"] == true
            })
            .await;
            page.deploy(new.path());
            page.break_down(part, fault).await;
            assert!(works(page).await.ends_with("old"));
            update(page).await;
            wait_until_kept(page, "the new build does not wait", &both, |kept| {
                kept["waiting"] == false
                    && kept["active"] == true
                    && (kept["installing"] == false || fault == Fault::Hangs)
            })
            .await;
            assert!(works(page).await.ends_with("old"));
            page.recover();
            if fault != Fault::Hangs {
                assert!(works(page).await.ends_with("old"));
                page.click_button("Load it now").await;
                page.wait_until("the new build is shown", async || {
                    let title = page.evaluate("document.title").await;
                    title.as_str().is_some_and(|title| title.ends_with("new"))
                })
                .await;
                wait_until_kept(page, "only the new one is kept", &[new.path()], |kept| {
                    kept["controlled"] == true && kept["waiting"] == false
                })
                .await;
            }
            page.take_console_errors().await;
        });
    });
}

/// Files of the build before, from a host that is not done with putting up the new one.
#[test]
fn files_of_another_build_are_not_kept() {
    let (old, new) = (build("old"), build("new"));
    let both = [old.path(), new.path()];
    journey_in(old.path(), async |page| {
        works(page).await;
        wait_until_kept(page, "the old build is kept", &both, |kept| {
            kept["controlled"] == true
        })
        .await;
        let read = |folder: &Path, name| std::fs::read_to_string(folder.join(name)).expect("built");
        page.replace_file("sw.js", &read(new.path(), "sw.js"));
        page.replace_file("index.html", &read(new.path(), "index.html"));
        assert!(works(page).await.ends_with("old"));
        update(page).await;
        wait_until_kept(page, "a mixture is not installed", &both, |kept| {
            kept["waiting"] == false && kept["installing"] == false
        })
        .await;
        page.replace_file(LATER, &read(new.path(), LATER));
        works(page).await;
        page.click_button("Load it now").await;
        page.wait_until("the new build is shown", async || {
            let title = page.evaluate("document.title").await;
            title.as_str().is_some_and(|title| title.ends_with("new"))
        })
        .await;
        page.take_console_errors().await;
    });
}

#[test]
fn a_damaged_program_is_fetched_anew_when_asked_to() {
    let new = build("new");
    journey_in(new.path(), async |page| {
        page.open("#v2_cr.eu-west-1_z").await;
        page.wait_for_text(".result-line", "/h node").await;
        let builds = [new.path()];
        wait_until_kept(page, "the page is kept", &builds, |kept| {
            kept["controlled"] == true
        })
        .await;
        damage(page).await;
        page.begin("").await;
        page.wait_for_text("#starting", "The page could not start.")
            .await;
        page.click_button("Try again").await;
        page.wait_for_program().await;
        page.wait_for_text(".result-line", "/h node").await;
        page.take_console_errors().await;
    });
}

/// Puts something wrong in place of kept files, as a worker without digests may have.
async fn damage(page: &Page) {
    let script = "const [done] = arguments;\
        (async () => {\
          for (const cacheName of await caches.keys()) {\
            const cache = await caches.open(cacheName);\
            const keys = (await cache.keys()).map(({ url }) => url);\
            const of = (end) => keys.find((url) => url.endsWith(end));\
            await cache.put(of('about.html'), new Response('<h1>Hotel</h1>', { headers: { 'Content-Type': 'text/html' } }));\
            const main = keys.find((url) => url.includes('/web-') && url.endsWith('_bg.wasm'));\
            const program = await (await cache.match(main)).arrayBuffer();\
            await cache.put(main, new Response(program.slice(0, program.byteLength / 2)));\
            await cache.put('never-built.html', new Response('x'));\
            await cache.delete(keys.find((url) => url.includes('split_guide')));\
            await cache.put(of('eu-west-1.csv'), new Response('instance,price'));\
          }\
        })().then(() => done(''), (error) => done(String(error)));";
    let done = page.client().execute_async(script, Vec::new()).await;
    assert_eq!(done.expect("the script runs"), "");
}

/// The worker looks through what is kept.
async fn mend(page: &Page) {
    let script = "const [done] = arguments; const { port1, port2 } = new MessageChannel();\
        port1.onmessage = ({ data }) => done(data);\
        navigator.serviceWorker.controller.postMessage('mend', [port2]);";
    let later = page.client().execute_async(script, Vec::new());
    let _ = tokio::time::timeout(Duration::from_secs(3), later).await;
}

#[test]
fn damaged_files_are_thrown_away_and_come_back_with_the_network() {
    let new = build("new");
    let faults = Fault::ALL.map(Some).into_iter().chain([None]);
    each(faults.collect(), |fault| {
        journey_in(new.path(), async |page| {
            page.open("#v2_cr.eu-west-1_z").await;
            page.wait_for_text(".result-line", "/h node").await;
            let builds = [new.path()];
            wait_until_kept(page, "the page is kept", &builds, |kept| {
                kept["controlled"] == true
            })
            .await;
            let all = kept(page, &builds).await["right"].clone();
            damage(page).await;
            if let Some(fault) = fault {
                page.break_down("", fault).await;
                mend(page).await;
                if fault != Fault::Hangs {
                    wait_until_kept(page, "nothing damaged is left", &builds, |_| true).await;
                }
                page.recover();
            }
            // By itself, on the next visit.
            page.begin("").await;
            wait_until_mended(page, &builds, &all).await;
            assert!(works(page).await.ends_with("new"));
            page.take_console_errors().await;
        });
    });
}

async fn wait_until_mended(page: &Page, builds: &[&Path], all: &Value) {
    let mut last = Value::Null;
    for _ in 0..500 {
        last = kept(page, builds).await;
        // A price that was on its way may have come since.
        if last["wrong"] == json!([]) && last["right"].as_u64() >= all.as_u64() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("what is kept was never mended; last: {last}, all: {all}");
}
