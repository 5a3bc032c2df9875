//! What stands on the screen before the program does: the page as it begins, for who comes with
//! nothing, and a word for who comes with, or comes back to, something else.

use journeys::{Page, journey, repository};

const ACCEPT: &str = "UPDATE_EXPECT=1 cargo test --package journeys --test it first";

/// The page as HTML: what controls hold is written down, what is placed by a style is left to
/// the program, as are figures that it works out when it has nothing else to do, and each tag has its own
/// line without a word being moved.
const WRITTEN: &str = "(() => {\
    const controls = (page) => page.querySelectorAll('input, textarea, option');\
    const page = document.querySelector('.drop').cloneNode(true);\
    const copies = controls(page);\
    controls(document.querySelector('.drop')).forEach((control, at) => {\
      if (control.localName === 'option') copies[at].toggleAttribute('selected', control.selected);\
      else if (/^(checkbox|radio)$/.test(control.type)) copies[at].toggleAttribute('checked', control.checked);\
      else if (control.value) copies[at].setAttribute('value', control.value);\
    });\
    page.querySelectorAll('[style]').forEach((placed) => placed.remove());\
    page.querySelectorAll('.preset-figures').forEach((later) => later.replaceChildren());\
    return page.outerHTML.replace(/<!--.*?-->/gs, '').replaceAll('><', '\\n><') + '\\n';\
  })()";

async fn is_visible(page: &Page, selector: &str) -> bool {
    let visible = format!("document.querySelector('{selector}')?.checkVisibility() ?? false");
    page.evaluate(&visible).await == true
}

#[test]
fn the_page_as_it_begins_is_the_one_that_index_html_has() {
    journey(async |page| {
        page.resize(1440, 900).await;
        page.open("").await;
        page.wait_for_text(".result-line", "/h node").await;
        // What is no part of the answer comes after it.
        page.wait_until("the disks are compared", async || {
            page.matches(".disk-card").await > 1
                && page.matches("#result-panel .settings").await > 0
        })
        .await;
        let written = page.evaluate(WRITTEN).await;
        let written = written.as_str().expect("a page is text");
        // The security policy takes no styles from a page.
        assert!(!written.contains(" style="), "{written}");
        let path = repository().join("public/first.html");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&path, written).expect("the page can be written");
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        let differs = kept
            .lines()
            .zip(written.lines())
            .find(|(kept, now)| kept != now);
        assert!(
            kept == written,
            "public/first.html is not how the page begins; {ACCEPT} writes it anew.\nThe first line that differs: {differs:#?}"
        );
    });
}

#[test]
fn a_first_visit_reads_the_result_before_the_program_is_there() {
    for (width, height) in [(1440, 900), (390, 844)] {
        journey(async |page| {
            page.hold_program().await;
            page.resize(width, height).await;
            page.begin("").await;
            let line = page.text(".result-line").await;
            assert!(
                ["likely pull", "likely launched", "/h node", " files"]
                    .iter()
                    .all(|part| line.contains(part)),
                "{line}"
            );
            assert!(is_visible(page, "#cluster-name").await);
            assert_eq!(is_visible(page, "#result-panel").await, width == 1440);
            assert!(!is_visible(page, ".starting-text").await);
            let sideways = page
                .evaluate("document.documentElement.scrollWidth > innerWidth")
                .await;
            assert_eq!(sideways, false);
            // Nothing is taken that would be lost.
            page.evaluate("document.getElementById('cluster-name').focus()")
                .await;
            page.press("Tab").await;
            assert_eq!(
                page.evaluate("document.activeElement.localName").await,
                "body"
            );
            for theme in ["light", "dark"] {
                page.prefer_colours(theme).await;
                assert_eq!(page.barriers("#starting").await, "");
            }
        });
    }
}

/// Nothing covers what is said of clicks.
const NOTE_IS_ON_TOP: &str = "(() => {\
    const { x, y } = document.querySelector('.starting-clicked').getBoundingClientRect();\
    return document.elementFromPoint(x + 2, y + 2)?.closest('.starting-note') != null;\
  })()";

/// Points at the middle of the first thing that fits a selector in the page as it begins, and clicks.
async fn click_early(page: &Page, selector: &str) {
    let middle = format!(
        "(() => {{ const one = document.querySelector('#starting {selector}');\
           one.scrollIntoView({{ block: 'center' }});\
           const {{ x, y, width, height }} = one.getBoundingClientRect();\
           return [x + width / 2, y + height / 2]; }})()"
    );
    let middle = page.evaluate(&middle).await;
    let at = |index: usize| middle[index].as_f64().expect("a place on the screen");
    page.click_at(at(0), at(1)).await;
}

#[test]
fn what_is_clicked_before_the_program_is_there_is_done_then() {
    let disk = ".disk-card[aria-pressed=false]";
    let cases: [(&[&str], &str); 7] = [
        (
            &[".preset-card[aria-labelledby=preset-vllm-gpu-label]"],
            "document.querySelector('.preset-line')?.textContent.includes('vLLM')",
        ),
        (
            &["#cluster-nodeRole"],
            "document.activeElement.id === 'cluster-nodeRole'",
        ),
        (
            &["label[for=cluster-region]"],
            "document.activeElement.id === 'cluster-region'",
        ),
        // Comes later than the rest of the page.
        (
            &[disk],
            "document.querySelector('.disk-card')?.getAttribute('aria-pressed') === 'true'",
        ),
        // In a hurry: twice is once.
        (
            &["summary", "summary"],
            "document.querySelectorAll('.group-fold[open]').length === 1",
        ),
        (
            &["#to-files", "button[title^=Manifests]"],
            "document.querySelector('#to-files').ariaSelected === 'true' && document.querySelector('dialog[open]') !== null",
        ),
        // Nothing is there to be clicked.
        (&["h1"], "!document.querySelector('dialog[open]')"),
    ];
    // A narrow page has its result below only once the program is there.
    let narrow = &cases[2..5];
    let all = cases.iter().map(|case| (case, (1440, 900)));
    let all = all.chain(narrow.iter().map(|case| (case, (390, 844))));
    for ((clicks, holds), (width, height)) in all {
        journey(async |page| {
            page.delay_program().await;
            page.resize(width, height).await;
            page.begin("").await;
            for selector in *clicks {
                click_early(page, selector).await;
            }
            let is_kept = *clicks != ["h1"];
            assert_eq!(is_visible(page, ".starting-clicked").await, is_kept);
            if is_kept {
                page.wait_until("the note is on top", async || {
                    page.evaluate(NOTE_IS_ON_TOP).await == true
                })
                .await;
            }
            page.let_program_come().await;
            page.wait_until(holds, async || page.evaluate(holds).await == true)
                .await;
            assert_eq!(page.take_console_errors().await, Vec::<String>::new());
        });
    }
}

#[test]
fn who_comes_with_something_else_does_not_see_another_result() {
    journey(async |page| {
        page.hold_program().await;
        for place in ["#v2_cn.demo_z", "?embed=1", "#v2_tab.cost_z"] {
            page.begin(place).await;
            assert!(!is_visible(page, ".first .page").await, "{place}");
            let text = page.text(".starting-text").await;
            assert!(text.contains("The page is starting."), "{text}");
            assert_eq!(page.barriers("#starting").await, "");
        }
        for place in ["", "#v2_pre.recommended_z"] {
            page.begin(place).await;
            page.wait_until("the first screen shows", async || {
                is_visible(page, ".first .page").await
            })
            .await;
        }
    });
}

#[test]
fn who_comes_back_to_something_else_does_not_see_another_result() {
    // The program comes or not as the visitor's own note says, which outlives a visit.
    let comes = "if (location.host && sessionStorage.getItem('no program')) globalThis.fetch = () => new Promise(() => {});";
    let stop = "sessionStorage.setItem('no program', 'yes')";
    let go_on = "sessionStorage.removeItem('no program')";
    journey(async |page| {
        page.before_every_page(comes).await;
        page.open("").await;
        page.choose("Theme", "Dark").await;
        page.wait_until("the state is kept", async || {
            page.place().await.contains("v2_")
        })
        .await;
        page.evaluate(stop).await;
        page.begin("").await;
        page.wait_until("the first screen shows", async || {
            is_visible(page, ".first .page").await
        })
        .await;
        let theme = page
            .evaluate("document.documentElement.dataset.theme")
            .await;
        assert_eq!(theme, "dark");

        page.evaluate(go_on).await;
        page.open("").await;
        page.type_into("Cluster name", "mine").await;
        page.wait_until("the state is kept", async || {
            page.place().await.contains("cn.mine")
        })
        .await;
        page.evaluate(stop).await;
        page.begin("").await;
        assert!(!is_visible(page, ".first .page").await);
        assert!(is_visible(page, ".starting-text").await);
    });
}

#[test]
fn a_program_that_does_not_come_is_said() {
    journey(async |page| {
        page.refuse(&["*_bg*.wasm"]).await;
        page.begin("").await;
        page.wait_for_text("#starting", "The page could not start.")
            .await;
        assert!(!is_visible(page, "#cluster-name").await);
        assert!(!page.take_console_errors().await.is_empty());
    });
}
