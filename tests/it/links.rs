//! Links: old ones keep their meaning, new ones are short, and none is refused as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proptest::collection::vec;
use proptest::prelude::*;
use soci_configurator::core::{
    Config, Edit, Field, Link, Preset, left_out, read_config, read_link, without_names,
    write_config,
};

use crate::formats::meant;
use crate::properties::{runs, typed};
use crate::samples::samples;
use crate::support::set;

/// Most bytes of a link in which every field was changed.
const MAX_BYTES: usize = 2_000;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/links")
}

/// The rows of `codes.txt`: code, path, default.
fn frozen() -> Vec<[String; 3]> {
    let text = std::fs::read_to_string(folder().join("codes.txt")).expect("the table");
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut parts = line.splitn(3, ' ').map(str::to_owned);
            [(); 3].map(|()| parts.next().unwrap_or_default())
        })
        .collect()
}

#[test]
fn the_table_of_codes_only_grows() {
    let rows: Vec<[String; 3]> = Link::codes()
        .map(|(code, path, default)| [code, path, default].map(str::to_owned))
        .collect();
    assert_eq!(
        rows,
        frozen(),
        "add new rows to the end of both tables; never change one: old links would mean another thing"
    );
    let codes: BTreeSet<&String> = rows.iter().map(|[code, ..]| code).collect();
    assert_eq!(codes.len(), rows.len(), "a code is there twice");
    for [code, path, _] in &rows {
        let plain = code
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        assert!(code.len() == 2 && plain, "{code} of {path}");
    }
    for field in Field::all() {
        assert!(
            rows.iter().any(|[_, path, _]| path == field.path),
            "{} has no code: add a row to src/core/config/link/codes.rs and tests/links/codes.txt",
            field.path
        );
    }
}

#[test]
fn the_defaults_of_the_table_are_still_values() {
    let empty = read_link("v1_z").expect("a link");
    assert_eq!(empty.problems, []);
    for [_, path, default] in frozen() {
        let Some(field) = Field::find(&path) else {
            continue;
        };
        assert_eq!(
            field.value(&empty.link.config).text(field.kind),
            default,
            "{path}: links without it no longer mean what they meant; migrate in link/items.rs"
        );
    }
}

/// A link of the files and what it means.
#[derive(Debug, Default)]
struct Case {
    place: String,
    link: String,
    set: BTreeMap<String, String>,
    refused: Vec<String>,
    preset: Option<String>,
    tab: Option<String>,
    problems: Vec<String>,
}

/// All links of a file: blocks of `key: value` lines, parted by empty lines.
fn cases(path: &Path) -> Vec<Case> {
    let text = std::fs::read_to_string(path).expect("links");
    let mut cases = Vec::new();
    let mut case = Case::default();
    for (line, number) in text.lines().chain([""]).zip(1..) {
        let (key, value) = line.split_once(": ").unwrap_or((line.trim_end(), ""));
        let pair = || {
            value
                .split_once(" = ")
                .unwrap_or((value.trim_end_matches(" ="), ""))
        };
        match key {
            "" if !case.link.is_empty() => cases.push(std::mem::take(&mut case)),
            "" => {}
            _ if line.starts_with('#') => {}
            "link" => {
                let file = path.file_name().expect("a file").to_string_lossy();
                case.place = format!("{file}:{number}");
                case.link = value.to_owned();
            }
            "set" => {
                let (path, text) = pair();
                case.set.insert(path.to_owned(), text.replace("\\n", "\n"));
            }
            "refused" => case.refused.push(value.to_owned()),
            "preset" => case.preset = Some(value.to_owned()),
            "tab" => case.tab = Some(value.to_owned()),
            "problem" => case.problems.push(value.to_owned()),
            other => panic!("{}:{number}: what is {other:?}?", path.display()),
        }
    }
    cases
}

fn all_cases() -> Vec<Case> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder())
        .expect("tests/links")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_name().is_some_and(|name| name != "codes.txt"))
        .collect();
    files.sort();
    files.iter().flat_map(|path| cases(path)).collect()
}

#[test]
fn old_links_mean_what_they_meant() {
    let cases = all_cases();
    assert!(cases.len() >= 25, "links were lost");
    let mut covered = BTreeSet::new();
    for case in &cases {
        let version = case
            .place
            .strip_prefix('v')
            .and_then(|rest| rest.split('.').next());
        let version = version.and_then(|digits| digits.parse().ok());
        let defaults = meant(version.expect("files are named after their version"));
        let read = read_link(&case.link).unwrap_or_else(|| panic!("{}: no link", case.place));
        for field in Field::all() {
            let shown = field.value(&read.link.config).text(field.kind);
            let default = defaults.get(field.path).cloned().unwrap_or_default();
            let expected = case.set.get(field.path).unwrap_or(&default);
            assert_eq!(&shown, expected, "{}: {}", case.place, field.path);
        }
        let refused: Vec<String> = read
            .link
            .refused
            .iter()
            .map(|(field, text)| format!("{} = {text}", field.path).trim_end().to_owned())
            .collect();
        assert_eq!(refused, case.refused, "{}", case.place);
        assert_eq!(read.link.preset, case.preset.as_deref(), "{}", case.place);
        assert_eq!(read.link.tab, case.tab, "{}", case.place);
        let problems: Vec<String> = read.problems.iter().map(ToString::to_string).collect();
        let as_told = problems.len() == case.problems.len()
            && problems
                .iter()
                .zip(&case.problems)
                .all(|(told, start)| told.starts_with(start.as_str()));
        assert!(as_told, "{}: {problems:#?}", case.place);
        covered.extend(case.set.keys().cloned());
    }
    for field in Field::all().filter(|field| !covered.contains(field.path)) {
        // A row's own example stands for a link that somebody has.
        let code = Link::codes().find(|(_, path, _)| *path == field.path);
        let (code, ..) = code.unwrap_or_else(|| panic!("{} has no code", field.path));
        let link = format!("v2_{code}.{}_z", field.example);
        let read = read_link(&link).unwrap_or_else(|| panic!("{link}: no link"));
        let shown = field.value(&read.link.config).text(field.kind);
        assert_eq!(
            shown, field.example,
            "no link of tests/links sets it: {link}"
        );
        assert!(
            !shown.is_empty(),
            "{} has neither a link nor an example",
            field.path
        );
    }
}

/// Every field changed to the longest of its samples that fits on a line.
fn heavily_edited() -> Config {
    const LINE: usize = 80;
    let default = Config::default();
    Field::all().fold(default.clone(), |config, field| {
        let mut texts = samples(field);
        texts.retain(|text| text.len() <= LINE);
        texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        let change = texts.into_iter().find_map(|text| {
            let edit = Edit::typed(field, &text, &config).ok()?;
            let next = config.apply(&edit);
            field.is_changed(&next, &default).then_some(next)
        });
        change.unwrap_or_else(|| panic!("no sample changes {}", field.path))
    })
}

#[test]
fn a_link_to_a_config_with_every_field_changed_is_short() {
    let config = heavily_edited();
    let link = Link::new(config.clone()).write();
    let items = link.matches('_').count() - 1;
    assert_eq!(items, Field::all().count(), "{link}");
    assert!(
        link.len() < MAX_BYTES,
        "{} bytes for {items} fields: {link}",
        link.len()
    );
    assert_eq!(read_link(&link).map(|read| read.link.config), Some(config));
}

/// A kept value as a Config file has it.
fn kept_text(
    (document, [without, comparison], key, item, value): &(
        usize,
        [bool; 2],
        String,
        String,
        String,
    ),
) -> String {
    const DOCUMENTS: [&str; 7] = [
        "EC2NodeClass",
        "NodePool",
        "NodeClass",
        "Deployment",
        "NodeConfig",
        "Settings",
        "Script",
    ];
    let json = |text: &str| serde_json::to_string(text).expect("JSON");
    let document = DOCUMENTS[*document];
    let comparison = if *comparison { "comparison " } else { "" };
    if document == "Script" {
        return format!("{comparison}Script = {}", json(value));
    }
    let path = format!("spec[{}].list[key={}]", json(key), json(item));
    if *without {
        format!("without {comparison}{document} {path}")
    } else {
        format!(
            "{comparison}{document} {path} = {{\"a\": [{}]}}",
            json(value)
        )
    }
}

/// The most that is kept still fits into a link; more is refused where it is entered.
#[test]
fn the_longest_list_that_is_kept_comes_back() {
    let field = Field::find("kept").expect("a field");
    let default = Config::default();
    let text = |length: usize| format!("Script = \"{}\"", "é".repeat(length / 2));
    let edit = Edit::typed(field, &text(99_900), &default).expect("it fits");
    let config = default.apply(&edit);
    let link = Link::new(config.clone()).write_whole();
    assert_eq!(read_link(&link).map(|read| read.link.config), Some(config));
    assert!(Link::is_long(&link));
    assert!(!Link::is_long(&Link::new(heavily_edited()).write()));
    assert!(Edit::typed(field, &text(100_100), &default).is_err());
    let two = format!("{}\ncomparison {}", text(60_000), text(60_000));
    assert!(Edit::typed(field, &two, &default).is_err());
}

/// Names that no setting has by chance.
const NAMED: &[(&str, &str)] = &[
    ("cluster.name", "xyzzy1"),
    ("cluster.nodeRole", "xyzzy2"),
    ("cluster.instanceProfile", "xyzzy3"),
    ("cluster.discoveryTag", "xyzzy4/discovery"),
    ("cluster.discoveryValue", "xyzzy5"),
    ("cluster.subnetIds", "subnet-0feed0feed"),
    ("cluster.securityGroupIds", "sg-0feed0feed"),
    ("cluster.tags", "xyzzy6=xyzzy7"),
    ("kept", "EC2NodeClass spec.tags.xyzzy = \"xyzzy\""),
    ("nodes.capacityTypes", "reserved"),
    ("nodes.capacityReservationIds", "cr-0feed0feed"),
    ("nodes.labels", "tier=xyzzy8"),
    ("storage.volume.kmsKeyID", "alias/xyzzy9"),
    ("storage.volume.snapshotID", "snap-0feed0feed"),
    ("costs.instanceType", "m6i.8xlarge"),
    ("costs.price", "0.987654"),
    ("costs.discount", "37"),
    ("costs.transferPrice", "0.987653"),
    (
        "image.reference",
        "424242424242.dkr.ecr.eu-west-1.amazonaws.com/app:1",
    ),
];

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn every_config_comes_back_from_its_link(typed in typed(), tab in ".{1,40}") {
        let config = typed.config();
        let refused: Vec<(&'static Field, String)> = typed
            .texts
            .iter()
            .filter_map(|(path, text)| {
                let field = Field::find(path)?;
                Edit::typed(field, text, &config).is_err().then(|| (field, text.clone()))
            })
            .map(|(field, text)| (field.path, (field, text)))
            .collect::<BTreeMap<_, _>>()
            .into_values()
            .collect();
        let preset = Preset::find(typed.preset).map(|preset| preset.word);
        let link = Link { config, refused, preset, tab: Some(tab) };
        let text = link.write_whole();
        prop_assert!(text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c)), "{}", text);
        let read = read_link(&text).expect("a link");
        prop_assert_eq!(&read.problems, &[]);
        prop_assert_eq!(&read.link.config, &link.config, "{}", text);
        prop_assert_eq!(&read.link.tab, &link.tab);
        let as_map = |link: &Link| link.refused.iter().map(|(field, text)| (field.path, text.clone())).collect::<BTreeMap<_, _>>();
        prop_assert_eq!(as_map(&read.link), as_map(&link));
        let again = Link { refused: link.refused.clone(), ..read.link }.write_whole();
        prop_assert_eq!(again, text);
    }

    /// Whatever files hold: keys, item names and values of any letters, and many of them.
    #[test]
    fn what_is_kept_from_files_comes_back_from_links_and_files(entries in vec((0..7_usize, any::<[bool; 2]>(), ".{1,20}", "\\PC{1,10}|.{1,10}", ".{0,60}|\\PC{0,60}|[a-z_~.%#\n]{0,3000}"), 1..40)) {
        let texts: Vec<String> = entries.iter().map(kept_text).collect();
        let kept: Vec<String> = texts
            .into_iter()
            .filter(|text| Edit::typed(Field::find("kept").expect("a field"), text, &Config::default()).is_ok())
            .collect();
        let field = Field::find("kept").expect("a field");
        let Ok(edit) = Edit::typed(field, &kept.join("\n"), &Config::default()) else {
            return Ok(()); // The same place twice.
        };
        let config = Config::default().apply(&edit);
        let link = Link::new(config.clone());
        for text in [link.write(), link.write_whole()] {
            let read = read_link(&text).expect("a link");
            prop_assert_eq!(&read.problems, &[]);
            prop_assert_eq!(&read.link.config, &config);
        }
        let file = write_config(&config);
        let back = read_config(&file);
        prop_assert_eq!(back.as_ref(), Ok(&config), "{}", file);
        prop_assert_eq!(read_link(&link.without_names().write()).expect("a link").link.config, Config::default());
    }

    #[test]
    fn no_text_makes_reading_fail(text in "(v[0-9]{1,3}_)?([a-z]{2}[.~_A-Z0-9a-z%]{0,12}_){0,9}\\PC{0,20}z?") {
        if let Some(read) = read_link(&text) {
            prop_assert!(read.problems.len() < 30);
            let again = read_link(&read.link.write_whole()).expect("a link");
            prop_assert_eq!(again.link.config, read.link.config);
        }
    }

    #[test]
    fn what_is_shared_without_names_holds_none(typed in typed()) {
        let named = set(typed.config(), NAMED);
        let link = Link { refused: vec![(Field::find("cluster.name").expect("a field"), "xyzzy 0".into())], ..Link::new(named.clone()) };
        let with = link.write();
        let without = link.without_names().write();
        for name in ["xyzzy", "0feed", "424242424242", "0.98765", "pd.37"] {
            prop_assert!(with.contains(name), "{}", with);
            prop_assert!(!without.contains(name), "{}", without);
        }
        let said: Vec<&str> = left_out(&named).iter().map(|field| field.path).collect();
        let stay = ["nodes.capacityTypes", "costs.instanceType"];
        for (path, _) in NAMED.iter().filter(|(path, _)| !stay.contains(path)) {
            prop_assert!(said.contains(path), "{} is left out unsaid", path);
        }
        let config = read_link(&without).expect("a link").link.config;
        prop_assert_eq!(&config, &without_names(&config), "twice changes nothing more");
        for field in Field::all().filter(|field| !said.contains(&field.path)) {
            prop_assert_eq!(field.value(&config), field.value(&named), "{}", field.path);
        }
    }
}
