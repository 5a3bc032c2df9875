//! The invariants of `src/core/mod.rs` that a look at the source can check.

mod circles;
mod files;
mod names;

use std::path::{Path, PathBuf};

use crate::literals::literals;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder of the repository, build products left out.
fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let made = matches!(name.as_ref(), "target" | "dist" | "node_modules" | ".git");
            if path.is_dir() && !made {
                folders.push(path);
            } else if path.is_file() && !made {
                found.push(path);
            }
        }
    }
    found.sort();
    assert!(!found.is_empty(), "{folder} has no files");
    found
}

fn rust_files(folder: &str) -> Vec<(String, String)> {
    files(folder)
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| (name(&path), std::fs::read_to_string(&path).expect("text")))
        .collect()
}

fn name(path: &Path) -> String {
    path.strip_prefix(root())
        .unwrap_or(path)
        .display()
        .to_string()
}

/// Lines that hold a word, comments left out: prose may speak of what code must not use.
fn lines_with(files: &[(String, String)], is_meant: impl Fn(&str) -> bool) -> Vec<String> {
    let is_meant = &is_meant;
    files
        .iter()
        .flat_map(|(name, text)| {
            text.lines().enumerate().filter_map(move |(index, line)| {
                let code = !line.trim_start().starts_with("//");
                (code && is_meant(line)).then(|| format!("{name}:{}: {}", index + 1, line.trim()))
            })
        })
        .collect()
}

#[track_caller]
fn check_none(found: &[String], why: &str) {
    assert!(found.is_empty(), "{why}\n  {}", found.join("\n  "));
}

#[test]
fn core_knows_no_browser_and_no_view() {
    const NAMES: &[&str] = &[
        "leptos",
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "gloo",
        "crate::ui",
        "cfg(target_arch",
        "cfg(target_family",
        "cfg(feature",
    ];
    let found = lines_with(&rust_files("src/core"), |line| {
        NAMES.iter().any(|name| line.contains(name))
    });
    check_none(&found, "core is the same everywhere and draws nothing:");
}

#[test]
fn core_does_nothing_but_think() {
    const NAMES: &[&str] = &[
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::time",
        "SystemTime",
        "Instant::",
        "println!",
        "eprintln!",
        "dbg!",
        "HashMap",
        "HashSet",
        "rand::",
        "include_str!",
        "env::var",
    ];
    let found = lines_with(&rust_files("src/core"), |line| {
        NAMES.iter().any(|name| line.contains(name))
    });
    check_none(&found, "core reads and writes nothing and hashes nothing:");
}

/// Rules, models and writers ask an engine's spec what it is like, so that a new engine has an answer
/// everywhere. Presets choose engines.
#[test]
fn nobody_but_the_engines_asks_which_engine_it_is() {
    let mut sources = rust_files("src");
    sources.retain(|(name, _)| {
        !name.starts_with("src/core/engines/") && name != "src/core/config/presets.rs"
    });
    let is_named = |line: &str| {
        line.split("EngineKind::").skip(1).any(|after| {
            let variant = after.chars().take(2).collect::<String>();
            variant.starts_with(char::is_uppercase) && variant.ends_with(char::is_lowercase)
        })
    };
    assert!(is_named("kind == EngineKind::AutoMode"), "the search works");
    let found = lines_with(&sources, is_named);
    check_none(&found, "ask EngineSpec (src/core/engines) in place of:");
}

/// Who asks how an engine gets onto its nodes, and who asks by whom images are pulled: its userData is
/// written and recognised, and its pull is simulated. All else is data of its spec.
const ASK_ABOUT_ENGINES: [(&str, &[&str]); 2] = [
    (
        "SociSetup::",
        &[
            "src/core/import/settings/engine.rs",
            "src/core/manifest/userdata/mod.rs",
        ],
    ),
    ("PulledBy::", &["src/core/pull/node/puller.rs"]),
];

#[test]
fn few_ask_how_an_engine_is_set_up_or_by_whom_it_pulls() {
    for (question, allowed) in ASK_ABOUT_ENGINES {
        let mut sources = rust_files("src");
        sources.retain(|(name, _)| {
            !name.starts_with("src/core/engines/") && !name.ends_with("/tests.rs")
        });
        for (_, text) in &mut sources {
            let code = text.find("#[cfg(test)]\nmod tests {");
            text.truncate(code.unwrap_or(text.len()));
        }
        let (known, others): (Vec<_>, Vec<_>) = sources
            .into_iter()
            .partition(|(name, _)| allowed.contains(&name.as_str()));
        let found = lines_with(&others, |line| line.contains(question));
        check_none(
            &found,
            "say it in EngineSpec (src/core/engines) in place of:",
        );
        for one in known {
            let asks = lines_with(std::slice::from_ref(&one), |line| line.contains(question));
            assert_ne!(asks, Vec::<String>::new(), "{} asks no more", one.0);
        }
    }
}

/// Where simulated time is a fraction.
const WITH_FLOATS: &[&str] = &["src/core/pull/", "src/core/what_if/"];

#[test]
fn floats_are_where_they_are_meant_and_the_same_everywhere() {
    let is_meant = |name: &str| WITH_FLOATS.iter().any(|folder| name.starts_with(folder));
    let (with, without): (Vec<_>, Vec<_>) = rust_files("src/core")
        .into_iter()
        .partition(|(name, _)| is_meant(name));
    let found = lines_with(&without, |line| {
        line.contains("f64") || line.contains("f32")
    });
    check_none(
        &found,
        "core has no floats but in pull, tradeoff and what_if:",
    );
    // Each platform's own library computes these, and they differ in the last digit.
    const NOT_EXACT: &[&str] = &[
        "powf(", "powi(", "exp(", "exp2(", "exp_m1(", "ln(", "ln_1p(", "log(", "log2(", "log10(",
        "cbrt(", "hypot(", "sin(", "cos(", "tan(", "atan2(", "mul_add(", "f32",
    ];
    let found = lines_with(&with, |line| {
        NOT_EXACT.iter().any(|name| {
            line.match_indices(name).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            })
        })
    });
    check_none(&found, "only what is rounded the same way everywhere:");
}

#[test]
fn only_the_facade_of_core_is_used() {
    let mut outside = rust_files("src/ui");
    outside.extend(rust_files("src/bin"));
    outside.push((
        "src/main.rs".to_owned(),
        std::fs::read_to_string(root().join("src/main.rs")).expect("text"),
    ));
    let deeper = lines_with(&outside, |line| {
        line.match_indices("core::").any(|(at, _)| {
            let after = &line[at + "core::".len()..];
            let word: String = after
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let ours =
                line[..at].ends_with("crate::") || line[..at].ends_with("soci_configurator::");
            ours && after[word.len()..].starts_with("::") && word.starts_with(char::is_lowercase)
        })
    });
    check_none(
        &deeper,
        "only crate::core::Name is for others, no module below it:",
    );
    let facade = std::fs::read_to_string(root().join("src/core/mod.rs")).expect("text");
    let open: Vec<&str> = facade
        .lines()
        .filter(|line| line.trim_start().starts_with("pub mod"))
        .collect();
    assert!(open.is_empty(), "modules of core are private: {open:?}");
}

#[test]
fn only_platform_touches_the_browser() {
    let ui: Vec<(String, String)> = rust_files("src/ui")
        .into_iter()
        .filter(|(name, _)| !name.starts_with("src/ui/platform"))
        .collect();
    let found = lines_with(&ui, |line| {
        let others = ["js_sys", "wasm_bindgen", "gloo"]
            .iter()
            .any(|name| line.contains(name));
        let beyond_events = line.match_indices("web_sys::").any(|(at, _)| {
            let after = &line[at + "web_sys::".len()..];
            let word: String = after
                .chars()
                .take_while(char::is_ascii_alphanumeric)
                .collect();
            !word.ends_with("Event")
        });
        others || beyond_events
    });
    check_none(
        &found,
        "only ui/platform touches the browser beyond event types:",
    );
}

/// Literals of the page that look like its words and are none: each with its file.
const NO_WORDS: &[(&str, &str)] = &[
    // A command to run, which is the same in every language.
    (
        "src/ui/panels/share.rs",
        "soci-configurator generate --link '#{}'",
    ),
    // Selectors of elements.
    (
        "src/ui/platform/focus.rs",
        "input[type=text], input[type=search], textarea",
    ),
    (
        "src/ui/platform/focus.rs",
        "input:not([type=checkbox], [type=radio]), textarea, select, dialog[open] *, dialog[open]",
    ),
    // What the browser calls files among what is dragged.
    ("src/ui/platform/open.rs", "Files"),
];

#[test]
fn the_words_of_the_page_are_in_one_place() {
    let mut sources = rust_files("src/ui");
    sources.retain(|(name, _)| !name.starts_with("src/ui/strings/"));
    let mut found = Vec::new();
    let mut known = Vec::new();
    for (name, source) in &sources {
        for literal in literals(source).iter().filter(|one| one.is_read()) {
            let exception = (name.as_str(), literal.text);
            match NO_WORDS.iter().find(|one| **one == exception) {
                Some(exception) => known.push(*exception),
                None => found.push(format!("{name}:{}: \"{}\"", literal.line, literal.text)),
            }
        }
    }
    check_none(&found, "words of the page belong into src/ui/strings:");
    assert_eq!(known, NO_WORDS, "an exception that is needed no more");
}

#[test]
fn a_config_is_not_the_file_format() {
    let config: Vec<(String, String)> = rust_files("src/core/config")
        .into_iter()
        .filter(|(name, _)| !name.contains("/wire/"))
        .collect();
    let found = lines_with(&config, |line| {
        line.contains("Serialize") || line.contains("Deserialize") || line.contains("serde::")
    });
    check_none(&found, "config/wire owns the file format:");
}

/// The stages of an import, each of which sees those before it alone.
const IMPORT_STAGES: [&str; 13] = [
    "source",
    "diagnostic",
    "words",
    "document",
    "node",
    "report",
    "settings",
    "verdicts",
    "assumed",
    "recommend",
    "pipeline",
    "own_files",
    "noticed",
];

/// The rooms of core, the lowest first: each uses those before it and none after it, so that there is
/// no circle.
const LAYERS: [&str; 40] = [
    "error",
    "order",
    "diff",
    "units",
    "choice",
    "severity",
    "versions",
    "yaml",
    "placeholder",
    "json",
    "paste",
    "set_file",
    "parameter",
    "engines",
    "config",
    "volume_limits",
    "image_profile",
    "catalogue",
    "plan",
    "schema",
    "requirements",
    "manifest",
    "selection",
    "cost",
    "launch",
    "disk",
    "pull_events",
    "image_manifest",
    "pull",
    "findings",
    "explain",
    "evaluate",
    "engine_choice",
    "what_if",
    "tradeoff",
    "worth",
    "measure",
    "changes",
    "compare",
    "import",
];

/// The map names each room, so that who comes new finds it.
#[test]
fn the_map_of_the_core_names_every_room_of_several_files() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = std::fs::read_to_string(root.join("docs/architecture.md")).expect("the map");
    let is_left_out = |room: &&&str| {
        let path = format!("src/core/{room}/");
        root.join(&path).is_dir() && !map.contains(&format!("`{path}`"))
    };
    let left_out: Vec<&&str> = LAYERS.iter().filter(is_left_out).collect();
    assert_eq!(left_out, Vec::<&&str>::new());
}

/// What looks up all the same: a dismissal in a Config holds the rule that it dismisses.
const LOOKS_UP: [(&str, &str); 1] = [("src/core/config/dismissal.rs", "findings")];

/// The rooms that a line names: after `crate::core::`, or after `super::` in a room's own first file.
fn rooms_named(line: &str, is_at_top: bool) -> Vec<String> {
    let paths = ["crate::core::", "super::"];
    let paths = if is_at_top { &paths[..] } else { &paths[..1] };
    let mut rooms = Vec::new();
    for path in paths {
        for after in line.split(path).skip(1) {
            let inner = after.strip_prefix('{').unwrap_or(after);
            for item in inner.split([',', '{', '}', ';']) {
                let item = item.trim();
                let room: String = item
                    .chars()
                    .take_while(|letter| letter.is_ascii_lowercase() || *letter == '_')
                    .collect();
                if LAYERS.contains(&room.as_str()) {
                    rooms.push(room);
                }
                if !after.starts_with('{') {
                    break;
                }
            }
        }
    }
    rooms
}

/// Uses of a room that lies higher than the one that uses it.
fn uses_upwards(files: &[(String, String)]) -> Vec<String> {
    let rank = |room: &str| LAYERS.iter().position(|one| *one == room);
    let mut found = Vec::new();
    for (name, text) in files {
        let below = name.trim_start_matches("src/core/");
        let room = below.split(['/', '.']).next().unwrap_or_default();
        // The façade, and the words that the page explains.
        if matches!(room, "mod" | "glossary") || name.ends_with("/tests.rs") {
            continue;
        }
        let own = rank(room).unwrap_or_else(|| panic!("{name} is in no layer"));
        let is_at_top = !below.contains('/') || below == format!("{room}/mod.rs");
        let code = text
            .split("#[cfg(test)]\nmod tests {")
            .next()
            .unwrap_or_default();
        // Uses may go over several lines.
        let joined = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join(" ");
        for statement in joined.split(';') {
            for used in rooms_named(statement, is_at_top) {
                let other = rank(&used).unwrap_or_default();
                let is_known = LOOKS_UP.contains(&(name.as_str(), used.as_str()));
                if other > own && !is_known {
                    found.push(format!("{name} uses {used}"));
                }
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

#[test]
fn no_room_of_core_uses_one_above_it() {
    let files = rust_files("src/core");
    check_none(&uses_upwards(&files), "a higher layer is used:");
    let planted = |name: &str, text: &str| uses_upwards(&[(name.to_owned(), text.to_owned())]);
    let name = "src/core/units/size.rs";
    assert_eq!(
        planted(name, "use crate::core::pull::PullModel;\n"),
        ["src/core/units/size.rs uses pull"]
    );
    assert_eq!(
        planted(
            name,
            "use crate::core::{\n    error::ValueError,\n    yaml::Node,\n};\n"
        ),
        ["src/core/units/size.rs uses yaml"]
    );
    assert_eq!(
        planted("src/core/disk/mod.rs", "use super::findings::Rule;\n"),
        ["src/core/disk/mod.rs uses findings"]
    );
    for (file, room) in LOOKS_UP {
        assert!(
            files
                .iter()
                .any(|(name, text)| name == file && text.contains(&format!("core::{room}"))),
            "{file} uses {room} no more"
        );
    }
}

#[test]
fn no_stage_of_an_import_looks_ahead() {
    let stage_of = |word: &str| IMPORT_STAGES.iter().position(|stage| *stage == word);
    let mut ahead = Vec::new();
    for (name, text) in rust_files("src/core/import") {
        let below = name.trim_start_matches("src/core/import/");
        let own = below.split(['/', '.']).next().unwrap_or_default();
        if own == "mod" {
            continue;
        }
        let rank = stage_of(own).unwrap_or_else(|| panic!("{name} is of no stage"));
        for used in text.split("crate::core::import::").skip(1) {
            let word: String = used
                .chars()
                .take_while(|letter| letter.is_ascii_lowercase() || *letter == '_')
                .collect();
            let other = stage_of(&word).unwrap_or_else(|| panic!("{name} uses {word}"));
            if other > rank {
                ahead.push(format!("{name} uses {word}"));
            }
        }
    }
    check_none(&ahead, "a later stage is used");
}

#[test]
fn no_file_is_too_long_to_read() {
    let mut long = Vec::new();
    for folder in ["src", "tests", "xtask", "upkeep", "site", "lab"] {
        for (name, text) in rust_files(folder) {
            let lines = text.lines().count();
            if lines > 600 {
                long.push(format!("{name}: {lines} lines"));
            }
        }
    }
    check_none(&long, "a Rust file has at most 600 lines:");
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    // In two halves, or this file would be found.
    let places: Vec<String> = [
        ("/ho", "me/"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/Us", "ers/"),
        ("C:", "\\Users"),
    ]
    .iter()
    .map(|(left, right)| format!("{left}{right}"))
    .collect();
    let mut found = Vec::new();
    for path in files(".") {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        for (index, line) in text.lines().enumerate() {
            if places.iter().any(|place| names_place(line, place)) {
                let name = path.strip_prefix(root().join(".")).unwrap_or(&path);
                found.push(format!(
                    "{}:{}: {:.100}",
                    name.display(),
                    index + 1,
                    line.trim()
                ));
            }
        }
    }
    check_none(
        &found,
        "no absolute path of a machine belongs into the repository:",
    );
}

/// Whether the path begins there: `a/home/x` is a path within something.
fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/'))
    })
}
