//! How the page looks: every panel, every dialog, two widths, both themes, beside pictures that are
//! kept in `tests/pictures/`. Text is drawn as blocks, so that pictures are the same on every
//! machine: what words say, other tests read.

mod album;
mod compare;
mod font;
mod picture;
mod still;

use std::collections::BTreeSet;

use journeys::{Page, journey};

use album::{ACCEPT, Album, THEMES, is_accepting, kept, names, photograph};
use compare::difference;

/// Two widths with a usual height.
const SCREENS: [(u32, u32); 2] = [(1440, 900), (390, 844)];
/// So high that whatever scrolls is seen whole.
const WHOLE: [u32; 2] = [3_000, 4_000];

/// Settings with errors, and with waste.
const BUSY: &str = "#v2_cn.demo_ci.Nodes_vi.16000_vt.400_vs.20Gi_z";
/// A link of a later version, with values that are none.
const DAMAGED: &str = "#v2_cn.demo_q9.1_vi.fast_ci.No";

/// A tab by its id and words that it shows once it is complete.
type Tab = (&'static str, &'static str);
const FILES: [Tab; 3] = [
    ("soci-snapshotter.yaml", "apiVersion"),
    ("userdata.txt", "apiVersion"),
    ("next-steps", "kubectl"),
];
const TIMES: [Tab; 3] = [
    ("pull", "Bottleneck: "),
    ("storage", "gp3"),
    ("engines", "Use "),
];
const MONEY: [Tab; 3] = [
    ("instances", "vCPU"),
    ("cost", "month"),
    ("findings", "IOPS"),
];
const BEST: &str = "best-setting";
const GROUPS: [&str; 6] = ["cluster", "image", "nodes", "storage", "engine", "prices"];
const DIALOGS: [&str; 5] = ["Import", "Save", "Compare", "Share", "Help"];
const STARTS: [(&str, &str, &str); 3] = [
    ("first-screen", "", "body"),
    ("embedded", "?embed=1", "body"),
    ("damaged-link", DAMAGED, ".link-report"),
];

/// Breaks the page as a careless change could: selector and declarations, with what goes wrong.
const BREAKAGES: [(&str, &str); 8] = [
    (
        "a colour token is gone",
        ":root { --phase-unpack: initial; }",
    ),
    ("text has lost its colour", ":root { --muted: initial; }"),
    ("hairlines are gone", ":root { --line: initial; }"),
    (
        "a chart is gone",
        "#result-panel .timeline { display: none; }",
    ),
    ("a chart is empty", ".timeline .bar { visibility: hidden; }"),
    (
        "text is cut off",
        ".tab { max-width: 48px; overflow: hidden; }",
    ),
    ("a button has moved", ".tabs { padding-left: 32px; }"),
    ("text is paler", ".panel p { opacity: 0.8; }"),
];

async fn open(page: &Page, place: &str) {
    page.open(place).await;
    page.wait_for_text(".result-line", "/h").await;
}

/// Opens the page in each width and walks through it.
fn walk_through(heights: [u32; 2], place: &str, walk: impl AsyncFn(&Page, &mut Album, u32)) {
    journey(async |page| {
        still::freeze(page).await;
        let mut album = Album::default();
        for ((width, _), height) in SCREENS.into_iter().zip(heights) {
            page.resize(width, height).await;
            open(page, place).await;
            walk(page, &mut album, width).await;
        }
        album.close();
    });
}

fn photograph_tabs(tabs: &[Tab]) {
    walk_through(WHOLE, BUSY, async |page, album, width| {
        for (tab, words) in tabs {
            choose(page, tab).await;
            page.wait_for_text("#result-panel", words).await;
            album.take(page, &format!("{tab}-{width}"), "#result").await;
        }
    });
}

async fn choose(page: &Page, tab: &str) {
    page.show_tab(&format!("tab-{tab}")).await;
}

#[test]
fn files_and_next_steps_look_as_they_did() {
    photograph_tabs(&FILES);
}

#[test]
fn pull_and_storage_look_as_they_did() {
    photograph_tabs(&TIMES);
}

#[test]
fn instances_costs_and_findings_look_as_they_did() {
    photograph_tabs(&MONEY);
}

#[test]
fn the_best_setting_looks_as_it_did() {
    walk_through(WHOLE, BUSY, async |page, album, width| {
        choose(page, BEST).await;
        page.type_into("Max pull time", "45").await;
        page.wait_for_text(".best-answer", "Best match:").await;
        // The row under it would be another with each position of the page.
        page.move_pointer_away().await;
        album
            .take(page, &format!("{BEST}-{width}"), "#result")
            .await;
    });
}

#[test]
fn the_form_looks_as_it_did() {
    walk_through(WHOLE, BUSY, async |page, album, width| {
        page.evaluate("document.querySelectorAll('.group-fold:not([open]) > summary').forEach((one) => one.click())")
            .await;
        page.wait_until("the groups are open", async || {
            page.matches(".group-fields").await == GROUPS.len()
        })
        .await;
        album
            .take(page, &format!("essentials-{width}"), ".essentials")
            .await;
        for group in GROUPS {
            let selector = format!("#group-{group}");
            album
                .take(page, &format!("group-{group}-{width}"), &selector)
                .await;
        }
    });
}

#[test]
fn dialogs_look_as_they_did() {
    walk_through(
        SCREENS.map(|(_, height)| height),
        BUSY,
        async |page, album, width| {
            for dialog in DIALOGS {
                page.click_button(dialog).await;
                page.wait_until(&format!("{dialog} opens"), async || {
                    page.matches("dialog[open]").await == 1
                })
                .await;
                let name = format!("{}-{width}", dialog_name(dialog));
                album.take(page, &name, "dialog[open]").await;
                page.press("Escape").await;
                page.wait_until(&format!("{dialog} closes"), async || {
                    page.matches("dialog[open]").await == 0
                })
                .await;
            }
        },
    );
}

fn dialog_name(dialog: &str) -> String {
    format!("dialog-{}", dialog.to_lowercase().replace(' ', "-"))
}

#[test]
fn first_screens_look_as_they_did() {
    walk_through(
        SCREENS.map(|(_, height)| height),
        "",
        async |page, album, width| {
            for (name, place, selector) in STARTS {
                open(page, place).await;
                album.take(page, &format!("{name}-{width}"), selector).await;
            }
        },
    );
}

/// The screen before the program is there and after it.
#[test]
fn nothing_moves_when_the_program_takes_over() {
    let screens = |starts: bool| {
        let mut pictures = Vec::new();
        journey(async |page| {
            still::freeze(page).await;
            if !starts {
                page.hold_program().await;
            }
            for (width, height) in SCREENS {
                page.resize(width, height).await;
                if starts {
                    page.open("").await;
                } else {
                    page.begin("").await;
                }
                page.wait_for_text(".result-line", "likely pull").await;
                page.wait_until("the disks are compared", async || {
                    page.matches(".disk-card").await > 1
                        && page.matches("#result-panel .settings").await > 0
                })
                .await;
                // What a style places in the picture comes with the program, and presets' figures after it;
                // they move nothing else.
                page.evaluate("document.querySelectorAll('[style], .preset-figures').forEach((one) => one.style.visibility = 'hidden')")
                    .await;
                assert_eq!(page.matches("#starting").await == 0, starts);
                // Focus and the word that the page is starting are all that may differ.
                page.evaluate("document.activeElement.blur()").await;
                page.evaluate("document.querySelector('.starting-note')?.remove()")
                    .await;
                for theme in THEMES {
                    page.prefer_colours(theme).await;
                    pictures.push(photograph(page, "body").await);
                }
            }
        });
        pictures
    };
    let (before, after) = (screens(false), screens(true));
    assert_eq!(before.len(), 2 * SCREENS.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(difference(before, after), []);
    }
}

#[test]
fn what_breaks_the_page_is_seen_and_what_hardly_shows_is_not() {
    journey(async |page| {
        still::freeze(page).await;
        page.resize(SCREENS[0].0, WHOLE[0]).await;
        page.prefer_colours("light").await;
        open(page, BUSY).await;
        choose(page, "pull").await;
        page.wait_for_text("#result-panel", "Bottleneck: ").await;
        page.evaluate("document.adoptedStyleSheets.push(new CSSStyleSheet())")
            .await;
        let dress = async |rules: &str| {
            page.evaluate(&format!(
                "document.adoptedStyleSheets.at(-1).replaceSync(`{rules}`)"
            ))
            .await;
            photograph(page, "#result").await
        };
        let whole = dress("").await;
        let mut unseen = Vec::new();
        for (what, rules) in BREAKAGES {
            if difference(&whole, &dress(rules).await).is_empty() {
                unseen.push(what);
            }
        }
        assert!(unseen.is_empty(), "not seen: {unseen:?}");
        for rules in [
            "",
            ".panel p { transform: translate(0.25px, 0.25px); }",
            "#result { opacity: 0.995; }",
        ] {
            let same = dress(rules).await;
            assert_eq!(difference(&whole, &same), [], "{rules}");
        }
    });
}

/// Each picture that is kept is one that some test takes.
#[test]
fn no_picture_is_left_over() {
    let tabs = [&FILES[..], &TIMES, &MONEY].concat();
    let subjects = (tabs.iter().map(|(tab, _)| (*tab).to_owned()))
        .chain([BEST, "essentials"].map(str::to_owned))
        .chain(GROUPS.map(|group| format!("group-{group}")))
        .chain(DIALOGS.map(dialog_name))
        .chain(STARTS.map(|(name, ..)| name.to_owned()));
    let mut taken = BTreeSet::new();
    for subject in subjects {
        for (width, _) in SCREENS {
            taken.extend(THEMES.map(|theme| format!("{subject}-{width}-{theme}")));
        }
    }
    let left_over: Vec<String> = names(&kept()).difference(&taken).cloned().collect();
    if is_accepting() {
        for name in &left_over {
            std::fs::remove_file(kept().join(format!("{name}.png"))).expect("a file of ours");
        }
        return;
    }
    assert!(left_over.is_empty(), "{left_over:?}: {ACCEPT}");
}
